/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How drop-downs over lists of strings behave. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The chosen one is shortened rather than that it takes others' room; the list has all of it. */
void ui_drop_down_shorten (GtkDropDown *self);
/* The list has a search entry: for long ones. */
void ui_drop_down_make_searchable (GtkDropDown *self);

G_END_DECLS
