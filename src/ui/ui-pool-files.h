/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of pooled centres as a list: what each holds, or why it isn't pooled. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills the box anew. files: of SessionPoolFile. The button of the i-th activates "pool.remove"
 * with i. */
void ui_pool_files_fill (GtkBox *box, const GPtrArray *files);

G_END_DECLS
