/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small button beside a number that opens the method behind it: report-method.h. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of an id that has an entry. */
GtkWidget *ui_method_button_new (const char *method_id);
/* Of several, one of which is shown at a time; those without an entry are left out. what: whose
 * methods they are, as the card they stand on is headed. */
GtkWidget *ui_method_button_new_several (const char *const *method_ids, const char *what);

G_END_DECLS
