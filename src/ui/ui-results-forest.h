/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"

G_BEGIN_DECLS

/* One contrast of the two groups of an answer within the levels of chosen variables, as a table
 * and, in a dialog, as the forest plot. Computes nothing. */
#define UI_TYPE_RESULTS_FOREST (ui_results_forest_get_type ())
G_DECLARE_FINAL_TYPE (UiResultsForest, ui_results_forest, UI, RESULTS_FOREST, GtkBox)

void ui_results_forest_set_dictionary (UiResultsForest *self, ModelDictionary *dictionary);
/* Asks for the subgroups of another answer's question; of the same one k, at which differences
 * are, is what may be another. */
void ui_results_forest_set_answer (UiResultsForest *self,
                                   SessionRegister *reg,
                                   const AnalysisAnswer *answer,
                                   guint k);
/* Shows nothing, and cancels what it asked. */
void ui_results_forest_blank (UiResultsForest *self);

G_END_DECLS
