/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cards of a trial plan: how many patients, for what power, and what that rests on. Computes
 * nothing. */
#pragma once

#include <gtk/gtk.h>

#include "analysis-plan.h"

G_BEGIN_DECLS

void ui_plan_figures_add_proportions (GtkBox *box,
                                      const AnalysisPlanDesign *design,
                                      const AnalysisProportionsPlan *plan,
                                      const AnalysisQuestion *question);
/* answer: whose rates it was made with; seed: of its simulations. */
void ui_plan_figures_add_curves (GtkBox *box,
                                 const AnalysisPlanDesign *design,
                                 const AnalysisCurvesPlan *plan,
                                 const AnalysisAnswer *answer,
                                 guint64 seed);

G_END_DECLS
