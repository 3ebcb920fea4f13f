/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A popover with the fields that figures can be made of, to be searched and chosen from: one, or
 * several that are ticked. Knows the dictionary; changes nothing. */
#pragma once

#include <gtk/gtk.h>

#include "model-dictionary.h"

G_BEGIN_DECLS

#define UI_TYPE_FIELD_PICKER (ui_field_picker_get_type ())
G_DECLARE_FINAL_TYPE (UiFieldPicker, ui_field_picker, UI, FIELD_PICKER, GtkPopover)

/* Property "several" (boolean): fields are ticked, and "changed" tells; else choosing one closes
 * it, and "chosen" (const char *name) tells. Names are those that terms and tables take; with
 * "several" also fields that may hold several codes at once. Property "groups" (boolean): only
 * fields that patients can be grouped by. */
void  ui_field_picker_set_dictionary (UiFieldPicker *self, ModelDictionary *dictionary);
/* The ticked ones. names: NULL-terminated; a name that isn't a field's stays where it is. */
void  ui_field_picker_set_names (UiFieldPicker *self, const char *const *names);
/* In the order in which they were ticked. (transfer full) */
GStrv ui_field_picker_get_names (UiFieldPicker *self);
/* A name that was chosen, as one more term of an entry, which is then typed into. */
void  ui_field_picker_add_term (GtkEditable *terms, const char *name);

G_END_DECLS
