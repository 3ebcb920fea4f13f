/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What patients can be grouped by, as choices of a drop-down: the dictionary's fields that are
 * known at the index transfer; numbers in the bands that the dictionary names. */
#pragma once

#include <gtk/gtk.h>

#include "model-dictionary.h"

G_BEGIN_DECLS

/* A field as `by` takes it; NULL: it isn't offered. (transfer full) */
char *ui_group_choice_of (const ModelField *field);
/* Fills the drop-down, `none` first. The values are as `by` takes them, the first is NULL.
 * (transfer full) (element-type char *) */
GPtrArray *ui_group_choice_fill (GtkDropDown *drop_down,
                                 ModelDictionary *dictionary,
                                 const char *none);
/* The chosen one of those values; NULL: none. */
const char *ui_group_choice_get (GtkDropDown *drop_down, GPtrArray *values);

G_END_DECLS
