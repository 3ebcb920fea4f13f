/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A popover with every condition a filter can be made of, field by field with its values, to be
 * searched and chosen from. Knows the dictionary and how a filter is written; changes nothing. */
#pragma once

#include <gtk/gtk.h>

#include "model-dictionary.h"

G_BEGIN_DECLS

#define UI_TYPE_CONDITION_PICKER (ui_condition_picker_get_type ())
G_DECLARE_FINAL_TYPE (UiConditionPicker, ui_condition_picker, UI, CONDITION_PICKER, GtkPopover)

/* Signal "chosen" (const char *condition, guint value_offset, guint value_length): a condition such
 * as "age_at_index_transfer < 38", and where in it, in characters, stands a value that is only an
 * example (length 0: it is no example). */
GtkWidget *ui_condition_picker_new (void);
void       ui_condition_picker_set_dictionary (UiConditionPicker *self,
                                               ModelDictionary   *dictionary);

G_END_DECLS
