/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"

G_BEGIN_DECLS

/* The baseline table of an answer's question: chosen variables by group. Computes nothing. */
#define UI_TYPE_RESULTS_BASELINE (ui_results_baseline_get_type ())
G_DECLARE_FINAL_TYPE (UiResultsBaseline, ui_results_baseline, UI, RESULTS_BASELINE, GtkBox)

void ui_results_baseline_set_dictionary (UiResultsBaseline *self, ModelDictionary *dictionary);
/* Asks for the table of another answer's question. */
void ui_results_baseline_set_answer (UiResultsBaseline *self,
                                     SessionRegister *reg,
                                     const AnalysisAnswer *answer);
/* Shows nothing, and cancels what it asked. */
void ui_results_baseline_blank (UiResultsBaseline *self);
/* The colours are others. */
void ui_results_baseline_redraw (UiResultsBaseline *self);

G_END_DECLS
