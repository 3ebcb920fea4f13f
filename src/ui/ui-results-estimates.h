/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "analysis-answer.h"

G_BEGIN_DECLS

/* Fills a box with what is estimated after transfer k, from 1: by group, the differences of groups,
 * under each assumption, and the restricted means. */
void ui_results_estimates_fill (GtkBox *box, const AnalysisAnswer *answer, guint k);

G_END_DECLS
