/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-register.h"

G_BEGIN_DECLS

/* The trial planner: how many patients for two proportions, and for two curves with the rates of
 * the patients of a question, all of them together. Asks the question itself, and again whenever
 * the register's dataset changes. Computes nothing. */
#define UI_TYPE_PLAN_DIALOG (ui_plan_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiPlanDialog, ui_plan_dialog, UI, PLAN_DIALOG, AdwWindow)

/* k: the transfer that is read out, 0: none yet. It is where plans begin with. */
GtkWidget *ui_plan_dialog_new (GtkWindow *parent,
                               SessionRegister *reg,
                               const AnalysisQuestion *question,
                               guint k);

G_END_DECLS
