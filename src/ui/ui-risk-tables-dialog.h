/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-register.h"

G_BEGIN_DECLS

/* One centre's risk tables into a file, for several to be pooled: what is chosen, in words what
 * will leave, and the file. What is written is what was told of. Signal "exported" (const char
 * *file_name). */
#define UI_TYPE_RISK_TABLES_DIALOG (ui_risk_tables_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiRiskTablesDialog, ui_risk_tables_dialog, UI, RISK_TABLES_DIALOG, AdwWindow)

/* Of the question of the answer. */
UiRiskTablesDialog *ui_risk_tables_dialog_new (GtkWindow *parent,
                                               SessionRegister *reg,
                                               const AnalysisAnswer *answer);
/* What the file chooser's answer does. A name without its ending gets it, and is then refused where
 * there is such a file. FALSE: nothing was written, and the dialog says why. */
gboolean            ui_risk_tables_dialog_write (UiRiskTablesDialog *self, const char *path);

G_END_DECLS
