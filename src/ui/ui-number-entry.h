/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A number that is typed, its caption over it and under it, at once, what it has to be where it
 * can't be read. Knows not what the number is for. Properties: "label"; "sentence", what it has to
 * be; "lower" and "upper", which belong to it; "whole"; "percent", typed as such and handed out as
 * a share, as the bounds are. Signal "edited": by a person. */
#define UI_TYPE_NUMBER_ENTRY (ui_number_entry_get_type ())
G_DECLARE_FINAL_TYPE (UiNumberEntry, ui_number_entry, UI, NUMBER_ENTRY, GtkBox)

/* FALSE: nothing, or nothing that can be used. */
gboolean ui_number_entry_get (UiNumberEntry *self, double *out_value);
gboolean ui_number_entry_is_empty (UiNumberEntry *self);
/* As it is typed: per cent, where it is typed so. */
void     ui_number_entry_set_typed (UiNumberEntry *self, double value);
/* What stands under it while nothing is wrong; NULL: nothing. */
void     ui_number_entry_set_note (UiNumberEntry *self, const char *note);

G_END_DECLS
