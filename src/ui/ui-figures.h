/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards with tables of figures, as the views beside the chart are made of. They are few labels,
 * made anew whenever their figures change. Computes nothing. */
#pragma once

#include <gtk/gtk.h>

#include "analysis-answer.h"

G_BEGIN_DECLS

#define UI_FIGURES_CHARS 30 /* of a line, so that long ones don't take the chart's room */

void       ui_figures_clear (GtkBox *box);
/* Instead of figures. */
void       ui_figures_add_sentence (GtkBox *box, const char *sentence);
/* A card at the end of the box: a heading and a table under it. */
GtkGrid   *ui_figures_add_card (GtkBox *box, const char *title);
/* The same, in a card that is there already. */
GtkGrid   *ui_figures_add_part (GtkBox *box, const char *title);
/* Under the table, small, in as many lines as it needs; before: over it. */
GtkWidget *ui_figures_add_caption (GtkGrid *grid, const char *text);
void       ui_figures_add_caption_before (GtkGrid *grid, const char *text);
/* A button at the end of the heading's line that opens the methods behind the card's figures. ids:
 * NULL-terminated. */
void       ui_figures_add_methods (GtkGrid *grid, const char *const *ids);
/* And one that copies a table. Takes csv; what: its spoken name. */
void       ui_figures_add_copy (GtkGrid *grid, const char *what, char *csv);
/* css: nullable. Those of the first column take what room there is, and are shortened. */
GtkWidget *ui_figures_add_label (GtkGrid *grid,
                                 const char *text,
                                 int column,
                                 int row,
                                 const char *css);
GtkWidget *ui_figures_add_wide_label (GtkGrid *grid,
                                      const char *text,
                                      int column,
                                      int row,
                                      int span,
                                      const char *css);
/* One in as many lines as it needs. */
GtkWidget *ui_figures_add_lines (GtkGrid *grid,
                                 const char *text,
                                 int column,
                                 int row,
                                 int span,
                                 const char *css);
/* A group's name in the colour of its curve; span > 1: on a line of its own. */
GtkWidget *ui_figures_add_name (GtkGrid *grid,
                                const AnalysisAnswer *answer,
                                guint g,
                                int column,
                                int row,
                                int span);
/* Whether names need lines of their own: there is little room beside the figures. most: groups that
 * have room. */
gboolean   ui_figures_is_stacked (const AnalysisAnswer *answer, guint most);
const char *ui_figures_group_name (const AnalysisAnswer *answer, guint g);
/* The k-th of a group's values; after its own last transfer there is none. */
double     ui_figures_at (const AnalysisGroup *group, const double *values, guint k);
/* A percentage without its sign, which stands in the head; "61–72", "-3 to 12"; an en dash.
 * (transfer full) */
char      *ui_figures_percent (double value, int decimals);
char      *ui_figures_range (double lo, double hi, int decimals);
/* Of any number. (transfer full) */
char      *ui_figures_limits (double lo, double hi, int decimals);

G_END_DECLS
