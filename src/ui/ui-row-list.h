/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* The rows of one table of a patient as lines of a table; each opens in place into its form. */
#define UI_TYPE_ROW_LIST (ui_row_list_get_type ())
G_DECLARE_FINAL_TYPE (UiRowList, ui_row_list, UI, ROW_LIST, GtkWidget)

/* empty: what belongs here, where there is nothing yet. */
GtkWidget *
ui_row_list_new (UiEditor *editor, ModelTable table, const char *title, const char *empty);
ModelTable ui_row_list_get_table (UiRowList *self);
/* 0: none is open. */
gint64     ui_row_list_get_open (UiRowList *self);
void       ui_row_list_open (UiRowList *self, gint64 key);
/* The focus goes back to the line. */
void       ui_row_list_close (UiRowList *self);
/* A new row, open, with the focus in its first field. */
void       ui_row_list_add (UiRowList *self);
/* Of transfers: the last one; else nothing. */
void       ui_row_list_open_last (UiRowList *self);

G_END_DECLS
