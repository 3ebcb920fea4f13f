/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "analysis-answer.h"

G_BEGIN_DECLS

/* The figures beside the chart: what is estimated after one transfer, under each assumption, and
 * who is in it. Computes nothing. */
#define UI_TYPE_RESULTS (ui_results_get_type ())
G_DECLARE_FINAL_TYPE (UiResults, ui_results, UI, RESULTS, GtkBox)

/* NULL: empty. k: transfer of the read-out, from 1. */
void  ui_results_set_answer (UiResults *self, const AnalysisAnswer *answer, guint k);
/* The same in words, for the chart's accessible description. (transfer full) */
char *ui_results_describe (const AnalysisAnswer *answer, guint k);

G_END_DECLS
