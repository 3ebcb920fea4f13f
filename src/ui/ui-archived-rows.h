/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* The archived rows of one table, shown on request, each with a button that takes it back into
 * force. Invisible where there is none. */
#define UI_TYPE_ARCHIVED_ROWS (ui_archived_rows_get_type ())
G_DECLARE_FINAL_TYPE (UiArchivedRows, ui_archived_rows, UI, ARCHIVED_ROWS, GtkWidget)

/* transfer: those that hang on it; 0: those of the patient that hang on nothing archived. */
GtkWidget *ui_archived_rows_new (UiEditor *editor, ModelTable table, gint64 transfer);

/* "Archived on 3 May 2012: entered twice", of a row's `archived`. (transfer full) */
char *ui_archived_text (SessionRegister *reg, gint64 change);
/* Takes a row back into force and says so where that fails. The register tells of the change. */
void ui_archived_restore (GtkWidget *parent, UiEditor *editor, ModelTable table, gint64 key);

G_END_DECLS
