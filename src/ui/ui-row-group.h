/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* A section of a transfer's form: its name in the gutter, and beside it the rows of one table
 * that hang on it. */
#define UI_TYPE_ROW_GROUP (ui_row_group_get_type ())
G_DECLARE_FINAL_TYPE (UiRowGroup, ui_row_group, UI, ROW_GROUP, GtkWidget)

/* transfer: its key. single: there is one row and no more (of CYCLE: the transfer's); of the
 * outcome it is made when it is missing. */
GtkWidget *ui_row_group_new (UiEditor *editor, ModelTable table, gint64 transfer, gboolean single);
ModelTable ui_row_group_get_table (UiRowGroup *self);
/* A new row, with the focus in its first field. FALSE: it can't have more. */
gboolean   ui_row_group_add (UiRowGroup *self);
gboolean   ui_row_group_focus_first (UiRowGroup *self);

G_END_DECLS
