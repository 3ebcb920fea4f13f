/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"

G_BEGIN_DECLS

/* A regression of births on chosen terms, of the patients of an answer's question. Computes
 * nothing. */
#define UI_TYPE_RESULTS_MODEL (ui_results_model_get_type ())
G_DECLARE_FINAL_TYPE (UiResultsModel, ui_results_model, UI, RESULTS_MODEL, GtkBox)

void ui_results_model_set_dictionary (UiResultsModel *self, ModelDictionary *dictionary);
/* Asks for the model of another answer's question. */
void ui_results_model_set_answer (UiResultsModel *self,
                                  SessionRegister *reg,
                                  const AnalysisAnswer *answer);
/* Shows nothing, and cancels what it asked. */
void ui_results_model_blank (UiResultsModel *self);
/* The colours are others. */
void ui_results_model_redraw (UiResultsModel *self);

G_END_DECLS
