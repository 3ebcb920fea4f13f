/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"
#include "ui-model-fit.h"

G_BEGIN_DECLS

/* The card of the curve that a model predicts for a pattern, which is set in it. Asks for the curve
 * in a worker; computes nothing. */
#define UI_TYPE_MODEL_PREDICTED (ui_model_predicted_get_type ())
G_DECLARE_FINAL_TYPE (UiModelPredicted, ui_model_predicted, UI, MODEL_PREDICTED, GtkBox)

/* fit: that was made of the answer's question. Shows the card. */
void ui_model_predicted_set_fit (UiModelPredicted *self,
                                 SessionRegister *reg,
                                 const AnalysisAnswer *answer,
                                 const UiModelFit *fit);
/* Hides it, and cancels what it asked. */
void ui_model_predicted_blank (UiModelPredicted *self);
/* The colours are others. */
void ui_model_predicted_redraw (UiModelPredicted *self);

G_END_DECLS
