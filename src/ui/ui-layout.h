/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children flow into equal columns, row by row; a row is as high as its highest child. As many
 * columns as leave each at least min_width, at most max_columns. */
#define UI_TYPE_FLOW_LAYOUT (ui_flow_layout_get_type ())
G_DECLARE_FINAL_TYPE (UiFlowLayout, ui_flow_layout, UI, FLOW_LAYOUT, GtkLayoutManager)
GtkLayoutManager *ui_flow_layout_new (int min_width, int max_columns);
/* How many columns a child takes (1 unless told). */
void              ui_flow_layout_set_span (GtkWidget *child, int span);
/* The child stands below the one before it, as wide as the row has room: it takes no column. */
void              ui_flow_layout_set_note (GtkWidget *note);

/* Children side by side, each as wide as its weight's share: the same in every row, so that lines
 * of different widgets stand in columns. */
#define UI_TYPE_SHARE_LAYOUT (ui_share_layout_get_type ())
G_DECLARE_FINAL_TYPE (UiShareLayout, ui_share_layout, UI, SHARE_LAYOUT, GtkLayoutManager)
GtkLayoutManager *ui_share_layout_new (int spacing);
void              ui_share_layout_set_weight (GtkWidget *child, int weight); /* 1 unless told */

G_END_DECLS
