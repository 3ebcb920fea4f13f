/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fitted model as cards of figures: the ratios, the tests of the whole, the check of proportional
 * hazards; and the parts of other cards that hold its curves. Computes nothing. */
#pragma once

#include <gtk/gtk.h>

#include "report-model-curves.h"
#include "session-register.h"
#include "ui-model-fit.h"

G_BEGIN_DECLS

/* The ratios; what is returned takes more, at the end of the card. */
GtkBox *ui_model_figures_add_ratios (GtkBox *box, const UiModelFit *fit);
/* Nothing where nothing was fitted. */
void    ui_model_figures_add_whole (GtkBox *box, const UiModelFit *fit);
/* In a card that is there, the table of its curves and a drawing of them, from which the figure
 * opens in a dialog. reg: the one that they are of. */
void    ui_model_figures_add_predicted (GtkBox *box, UiModelFit *fit, SessionRegister *reg);
void    ui_model_figures_add_standardised (GtkBox *box, UiModelFit *fit, SessionRegister *reg);

G_END_DECLS
