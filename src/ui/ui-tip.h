/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that may be cut, whole when the pointer rests on it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A GtkLabel or GtkInscription tells its own text, as it is by then, where it has more characters
 * than `most`. Once per widget: setting a tooltip text instead, in each cell of a list, makes GTK
 * ask the X server each time where the pointer is, which stopped the window for 0.4 s. */
void ui_tip_tell_text (GtkWidget *widget, guint most);

G_END_DECLS
