/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* One field of one row: caption, entry with its choices and its history, and what is wrong with
 * it, in words. Made from the dictionary alone. */
#define UI_TYPE_FIELD (ui_field_get_type ())
G_DECLARE_FINAL_TYPE (UiField, ui_field, UI, FIELD, GtkWidget)

/* row_name: the row it belongs to, for the accessible name ("Infusion 2"); NULL allowed. */
GtkWidget *ui_field_new (UiEditor *editor,
                         ModelTable table,
                         gint64 key,
                         const ModelField *field,
                         const char *row_name);
const ModelField *ui_field_get_field (UiField *self);
void              ui_field_set_key (UiField *self, gint64 key);
void              ui_field_set_caption_visible (UiField *self, gboolean visible);
/* Keeps its place when the field isn't to be shown: for rows whose fields stand in columns. */
void              ui_field_set_keeps_place (UiField *self, gboolean keeps_place);
/* Writes the widget from the editor. */
void              ui_field_update (UiField *self);
gboolean          ui_field_is_shown (UiField *self);
gboolean          ui_field_has_error (UiField *self);
gboolean          ui_field_grab (UiField *self);
/* Whether the field is a text of many lines. */
gboolean          ui_field_is_note (const ModelField *field);
GtkWidget        *ui_field_get_entry (UiField *self); /* for tests */
/* What pointing at the entry says: its text whole, else its help. (transfer full) */
char             *ui_field_tooltip (UiField *self);
/* What is wrong with it, in words: to be placed below it by whoever lays the fields out. */
GtkWidget        *ui_field_get_message (UiField *self);

G_END_DECLS
