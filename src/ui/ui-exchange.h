/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person can do with a register's files, each in a dialog of its own: import, export, back
 * up, restore, check. A dialog begins on its first page; what takes long has a bar and Cancel. */
#pragma once

#include <adwaita.h>

#include "session-register.h"

G_BEGIN_DECLS

/* What the dialogs tell the window they were opened from is an action of it: "win.open-path" of
 * what was restored or is to be read, "win.show-patient" of a finding. */
GtkWidget *ui_exchange_import_open (GtkWindow *parent, SessionRegister *reg);
GtkWidget *ui_exchange_export_open (GtkWindow *parent, SessionRegister *reg);
GtkWidget *ui_exchange_backup_open (GtkWindow *parent, SessionRegister *reg);
/* It begins to look at once. */
GtkWidget *ui_exchange_check_open (GtkWindow *parent, SessionRegister *reg);
/* reason (nullable): the sentence that says why. backup (nullable): one that was looked at;
 * beside: path of the register it is of, or NULL. */
GtkWidget *ui_exchange_restore_open (GtkWindow *parent,
                                     const char *reason,
                                     const SessionBackup *backup,
                                     const char *beside);

G_END_DECLS
