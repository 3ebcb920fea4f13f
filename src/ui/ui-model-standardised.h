/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"
#include "ui-model-fit.h"

G_BEGIN_DECLS

/* The card of the curves that a model gives with everybody in each group of a term, which is chosen
 * in it. Asks for the curves in a worker; computes nothing. */
#define UI_TYPE_MODEL_STANDARDISED (ui_model_standardised_get_type ())
G_DECLARE_FINAL_TYPE (UiModelStandardised, ui_model_standardised, UI, MODEL_STANDARDISED, GtkBox)

/* fit: that was made of the answer's question. Shows the card. */
void ui_model_standardised_set_fit (UiModelStandardised *self,
                                    SessionRegister *reg,
                                    const AnalysisAnswer *answer,
                                    const UiModelFit *fit);
/* Hides it, and cancels what it asked. */
void ui_model_standardised_blank (UiModelStandardised *self);
/* The colours are others. */
void ui_model_standardised_redraw (UiModelStandardised *self);

G_END_DECLS
