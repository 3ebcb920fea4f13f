/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* The list below a field: its codes, the rows it may refer to, and the kinds of missing it
 * allows. */
#define UI_TYPE_CHOICES (ui_choices_get_type ())
G_DECLARE_FINAL_TYPE (UiChoices, ui_choices, UI, CHOICES, GtkPopover)

/* `shown` is the field by which the value is typed (model_row_value_field), `field` the one that
 * holds it. */
GtkWidget *ui_choices_new (UiEditor *editor,
                           ModelTable table,
                           gint64 key,
                           const ModelField *field,
                           const ModelField *shown);

G_END_DECLS
