/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-figures.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "chart-palette.h"
#include "report-curve.h"
#include "ui-method-button.h"

#define LONG_NAME 7 /* characters that have room beside three figures */

void
ui_figures_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/* --- cards ------------------------------------------------------------------------------------ */

static GtkWidget *
add_wrapping (GtkWidget  *label,
              const char *css)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), UI_FIGURES_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  return label;
}

void
ui_figures_add_sentence (GtkBox     *box,
                         const char *sentence)
{
  GtkWidget *label = add_wrapping (gtk_label_new (sentence), "dim-label");

  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_widget_set_margin_top (label, 24);
  gtk_box_append (box, label);
}

GtkGrid *
ui_figures_add_part (GtkBox     *box,
                     const char *title)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *heading = add_wrapping (gtk_label_new (title), "figures-title");
  GtkWidget *grid = gtk_grid_new ();

  gtk_widget_set_hexpand (heading, TRUE);
  gtk_widget_add_css_class (grid, "figures");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_box_append (GTK_BOX (head), heading);
  gtk_box_append (GTK_BOX (part), head);
  gtk_box_append (GTK_BOX (part), grid);
  gtk_box_append (box, part);
  return GTK_GRID (grid);
}

static GtkBox *
card_of (GtkGrid *grid)
{
  return GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid)));
}

GtkGrid *
ui_figures_add_card (GtkBox     *box,
                     const char *title)
{
  GtkGrid *grid = ui_figures_add_part (box, title);

  gtk_widget_add_css_class (GTK_WIDGET (card_of (grid)), "row-card");
  gtk_widget_add_css_class (GTK_WIDGET (card_of (grid)), "padded");
  return grid;
}

GtkWidget *
ui_figures_add_caption (GtkGrid    *grid,
                        const char *text)
{
  GtkWidget *label = add_wrapping (gtk_label_new (text), "caption");

  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (card_of (grid), label);
  return label;
}

void
ui_figures_add_caption_before (GtkGrid    *grid,
                               const char *text)
{
  gtk_box_reorder_child_after (card_of (grid), GTK_WIDGET (grid),
                               ui_figures_add_caption (grid, text));
}

static GtkWidget *
head_of (GtkGrid *grid)
{
  return gtk_widget_get_first_child (GTK_WIDGET (card_of (grid)));
}

/* At the end of the heading's line. */
static void
add_button (GtkGrid   *grid,
            GtkWidget *button)
{
  GtkWidget *head = head_of (grid);

  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "figures-button");
  gtk_box_append (GTK_BOX (head), button);
}

void
ui_figures_add_methods (GtkGrid           *grid,
                        const char *const *ids)
{
  GtkWidget *heading = gtk_widget_get_first_child (head_of (grid));

  add_button (
      grid, ui_method_button_new_several (ids, gtk_label_get_text (GTK_LABEL (heading))));
}

static void
copy_cb (GtkWidget  *button,
         const char *csv)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), csv);
  gtk_widget_activate_action (button, "curves.say", "s", _("Copied"));
}

static void
free_csv (gpointer  csv,
          GClosure *closure)
{
  g_free (csv);
}

void
ui_figures_add_copy (GtkGrid    *grid,
                     const char *what,
                     char       *csv)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, what,
                                  -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_cb), csv, free_csv, 0);
  add_button (grid, button);
}

/* --- cells ------------------------------------------------------------------------------------ */

GtkWidget *
ui_figures_add_wide_label (GtkGrid    *grid,
                           const char *text,
                           int         column,
                           int         row,
                           int         span,
                           const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_set_hexpand (label, column == 0);
  if (column == 0)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), UI_FIGURES_CHARS);
      gtk_widget_set_tooltip_text (label, text);
    }
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_grid_attach (grid, label, column, row, span, 1);
  return label;
}

GtkWidget *
ui_figures_add_label (GtkGrid    *grid,
                      const char *text,
                      int         column,
                      int         row,
                      const char *css)
{
  return ui_figures_add_wide_label (grid, text, column, row, 1, css);
}

GtkWidget *
ui_figures_add_lines (GtkGrid    *grid,
                      const char *text,
                      int         column,
                      int         row,
                      int         span,
                      const char *css)
{
  GtkWidget *label = add_wrapping (gtk_label_new (text), css);

  gtk_widget_set_hexpand (label, column == 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_grid_attach (grid, label, column, row, span, 1);
  return label;
}

const char *
ui_figures_group_name (const AnalysisAnswer *answer,
                       guint                 g)
{
  return answer->question->by == NULL ? _("All") : answer->groups[g].label;
}

gboolean
ui_figures_is_stacked (const AnalysisAnswer *answer,
                       guint                 most)
{
  guint n = report_n_shown (answer);

  if (n > most)
    return TRUE;
  for (guint g = 0; g < n; g++)
    if (g_utf8_strlen (ui_figures_group_name (answer, g), -1) > LONG_NAME)
      return TRUE;
  return FALSE;
}

GtkWidget *
ui_figures_add_name (GtkGrid              *grid,
                     const AnalysisAnswer *answer,
                     guint                 g,
                     int                   column,
                     int                   row,
                     int                   span)
{
  GtkWidget *label = ui_figures_add_wide_label (grid, ui_figures_group_name (answer, g), column,
                                                row, span, "figure-name");
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  ChartRgb colours[CHART_N_COLOURS];
  const ChartRgb *rgb = &colours[CHART_COLOUR_NAME + g % CHART_GROUP_COLOURS];
  PangoAttrList *attributes;

  if (span > 1)
    gtk_widget_set_margin_top (label, 4);
  if (answer->question->by == NULL)
    return label;
  chart_palette_fill (dark ? CHART_THEME_DARK : CHART_THEME_LIGHT, report_n_shown (answer),
                      colours);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes,
                          pango_attr_foreground_new ((guint16) (65535 * rgb->red),
                                                     (guint16) (65535 * rgb->green),
                                                     (guint16) (65535 * rgb->blue)));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
  return label;
}

/* --- numbers ---------------------------------------------------------------------------------- */

double
ui_figures_at (const AnalysisGroup *group,
               const double        *values,
               guint                k)
{
  return k >= 1 && k <= group->n ? values[k - 1] : NAN;
}

char *
ui_figures_percent (double value,
                    int    decimals)
{
  return base_number_to_display (100 * value, decimals);
}

char *
ui_figures_limits (double lo,
                   double hi,
                   int    decimals)
{
  g_autofree char *from = base_number_to_display (lo, decimals);
  g_autofree char *to = base_number_to_display (hi, decimals);

  if (!isfinite (lo) || !isfinite (hi))
    return g_strdup ("–");
  /* A dash before a minus would be read as one. */
  return lo < 0 ? g_strdup_printf (_("%s to %s"), from, to) : g_strdup_printf ("%s–%s", from, to);
}

char *
ui_figures_range (double lo,
                  double hi,
                  int    decimals)
{
  return ui_figures_limits (100 * lo, 100 * hi, decimals);
}
