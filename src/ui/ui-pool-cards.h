/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooled centres in figures, as cards: the curves at the read-out, the test within centres, and for
 * each group against the first its ratios and differences. Computes nothing. */
#pragma once

#include <gtk/gtk.h>

#include "session-pool.h"

G_BEGIN_DECLS

/* What is of all centres into left, what compares two groups into right, which is hidden where
 * nothing does. There is a pool; the boxes are empty. */
void  ui_pool_cards_fill (GtkBox *left, GtkBox *right, const SessionPooled *pooled, guint k);
/* The read-out in a sentence for each group. (transfer full) */
char *ui_pool_cards_describe (const SessionPooled *pooled, guint k);

G_END_DECLS
