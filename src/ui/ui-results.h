/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "analysis-published.h"
#include "session-register.h"

G_BEGIN_DECLS

/* The figures beside the chart, a view at a time: what is estimated after one transfer, tests, a
 * model, subgroups, the baseline table, who is in it. Only the view that is seen asks; it never
 * shows figures of another question than the answer's. Computes nothing. */
#define UI_TYPE_RESULTS (ui_results_get_type ())
G_DECLARE_FINAL_TYPE (UiResults, ui_results, UI, RESULTS, GtkBox)

/* The register that views ask; NULL: none. */
void  ui_results_set_register (UiResults *self, SessionRegister *reg);
/* NULL: empty. k: transfer of the read-out, from 1. */
void  ui_results_set_answer (UiResults *self, const AnalysisAnswer *answer, guint k);
/* Another question is being asked: what was made in answer to the last one goes. */
void  ui_results_expect (UiResults *self);
/* "estimates", "tests", "model", "baseline", "flow". */
void  ui_results_show (UiResults *self, const char *view);
/* The published curve that the answer is compared with; NULL: none. Seen with the next answer. */
void  ui_results_set_published (UiResults *self, const AnalysisPublished *published);
/* The estimates in words, for the chart's accessible description. (transfer full) */
char *ui_results_describe (const AnalysisAnswer *answer, guint k);

G_END_DECLS
