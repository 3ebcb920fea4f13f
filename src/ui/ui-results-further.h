/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be asked beside the estimates at one transfer, once it is opened: transfers to a chance,
 * the other intervals, the time of presumption, tipping points. Made in a worker; computes
 * nothing. */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"

G_BEGIN_DECLS

#define UI_TYPE_RESULTS_FURTHER (ui_results_further_get_type ())
G_DECLARE_FINAL_TYPE (UiResultsFurther, ui_results_further, UI, RESULTS_FURTHER, GtkBox)

/* k: the transfer of the read-out, from 1. */
void ui_results_further_set_answer (UiResultsFurther *self,
                                    SessionRegister *reg,
                                    const AnalysisAnswer *answer,
                                    guint k);
void ui_results_further_blank (UiResultsFurther *self);
/* The colours are others. */
void ui_results_further_redraw (UiResultsFurther *self);

G_END_DECLS
