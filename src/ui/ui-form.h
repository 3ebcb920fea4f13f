/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* The fields of one row. WHOLE: all of them, flowing. LINE: the essential ones in fixed columns,
 * the others below, shown on request. */
typedef enum { UI_FORM_WHOLE, UI_FORM_LINE } UiFormKind;

#define UI_TYPE_FORM (ui_form_get_type ())
G_DECLARE_FINAL_TYPE (UiForm, ui_form, UI, FORM, GtkWidget)

GtkWidget *
ui_form_new (UiEditor *editor, ModelTable table, gint64 key, UiFormKind kind, const char *row_name);
gint64     ui_form_get_key (UiForm *self);
ModelTable ui_form_get_table (UiForm *self);
/* Captions above the first line. */
void       ui_form_set_captions (UiForm *self, gboolean captions);
/* At the end of the first line: a button that takes the row away. */
void       ui_form_set_removable (UiForm *self, const char *label);
void       ui_form_set_expanded (UiForm *self, gboolean expanded);
gboolean   ui_form_focus_first (UiForm *self);
GtkWidget *ui_form_find_field (UiForm *self, const char *id); /* a UiField; NULL */

/* A control that edits: insensitive where nothing can be changed, from one moment to the next. */
void       ui_form_follow_writable (GtkWidget *control, UiEditor *editor);

/* The next shown field after the one that has the focus, below any ancestor; FALSE: it was the
 * last. */
gboolean   ui_form_focus_next (GtkWidget *ancestor);
/* The first field with an error below a widget; NULL. */
GtkWidget *ui_form_find_error (GtkWidget *ancestor);

G_END_DECLS
