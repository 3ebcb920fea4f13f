/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of an answer's figures at one transfer. Rebuilt whole: they are a few labels. */
#include "ui-results.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "chart-palette.h"
#include "report-curve.h"
#include "ui-method-button.h"

#define MAX_CHARS 30 /* of a line, so that long ones don't take the chart's room */
#define LONG_HEADS 24 /* characters over the figures, beyond which no name has room */
#define LONG_NAME 7 /* characters that have room beside three figures */

struct _UiResults
{
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (UiResults, ui_results, GTK_TYPE_BOX)

static void
clear (UiResults *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
}

static GtkWidget *
add_wide_label (GtkGrid    *grid,
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
      gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
      gtk_widget_set_tooltip_text (label, text);
    }
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_grid_attach (grid, label, column, row, span, 1);
  return label;
}

static GtkWidget *
add_label (GtkGrid    *grid,
           const char *text,
           int         column,
           int         row,
           const char *css)
{
  return add_wide_label (grid, text, column, row, 1, css);
}

/* methods: ids of those behind the card's figures; NULL: they are counts. */
static GtkGrid *
add_card (UiResults  *self,
          const char *title,
          GPtrArray  *methods)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *grid = gtk_grid_new ();

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (heading), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (heading), MAX_CHARS);
  gtk_widget_add_css_class (heading, "figures-title");
  gtk_widget_add_css_class (card, "row-card");
  gtk_widget_add_css_class (card, "padded");
  gtk_widget_add_css_class (grid, "figures");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_widget_set_hexpand (heading, TRUE);
  gtk_box_append (GTK_BOX (head), heading);
  if (methods != NULL)
    gtk_box_append (GTK_BOX (head), ui_method_button_new_several (
                                        (const char *const *) methods->pdata, title));
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), grid);
  gtk_box_append (GTK_BOX (self), card);
  return GTK_GRID (grid);
}

static GtkWidget *
add_caption (GtkGrid    *grid,
             const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid))), label);
  return label;
}

static const char *
name_of (const AnalysisAnswer *answer,
         guint                 g)
{
  return answer->question->by == NULL ? _("All") : answer->groups[g].label;
}

/* Whether names need lines of their own: there is little room beside the figures. */
static gboolean
is_stacked (const AnalysisAnswer *answer,
            guint                 most)
{
  guint n = report_n_shown (answer);

  if (n > most)
    return TRUE;
  for (guint g = 0; g < n; g++)
    if (g_utf8_strlen (name_of (answer, g), -1) > LONG_NAME)
      return TRUE;
  return FALSE;
}

/* A group's name in the colour of its curve; span > 1: on a line of its own. */
static void
add_name (GtkGrid              *grid,
          const AnalysisAnswer *answer,
          guint                 g,
          int                   column,
          int                   row,
          int                   span)
{
  GtkWidget *label = add_wide_label (grid, name_of (answer, g), column, row, span, "figure-name");
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  ChartRgb colours[CHART_N_COLOURS];
  const ChartRgb *rgb = &colours[CHART_COLOUR_NAME + g % CHART_GROUP_COLOURS];
  PangoAttrList *attributes;

  if (span > 1)
    gtk_widget_set_margin_top (label, 4);
  if (answer->question->by == NULL)
    return;
  chart_palette_fill (dark ? CHART_THEME_DARK : CHART_THEME_LIGHT, report_n_shown (answer),
                      colours);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes,
                          pango_attr_foreground_new ((guint16) (65535 * rgb->red),
                                                     (guint16) (65535 * rgb->green),
                                                     (guint16) (65535 * rgb->blue)));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
}

/* After a group's own last transfer there is no figure. */
static double
at (const AnalysisGroup *group,
    const double        *values,
    guint                k)
{
  return k >= 1 && k <= group->n ? values[k - 1] : NAN;
}

/* A percentage without its sign, which stands in the head. */
static char *
bare_percent (double value,
              int    decimals)
{
  return isfinite (value) ? base_number_to_display (100 * value, decimals) : g_strdup ("–");
}

static void
add_estimate (GtkGrid             *grid,
              const AnalysisGroup *group,
              guint                k,
              int                  row)
{
  double lo = at (group, group->lo, k), hi = at (group, group->hi, k);
  g_autofree char *estimate = bare_percent (at (group, group->estimate, k), 1);
  g_autofree char *from = bare_percent (lo, 0), *to = bare_percent (hi, 0);
  g_autofree char *range = isfinite (lo) && isfinite (hi) ? g_strdup_printf ("%s–%s", from, to)
                                                          : g_strdup ("–");
  g_autofree char *n = k <= group->n ? g_strdup_printf ("%u", group->risk[k - 1].at_risk)
                                     : g_strdup ("–");

  add_label (grid, estimate, 1, row, "heading");
  add_label (grid, range, 2, row, NULL);
  add_label (grid, n, 3, row, NULL);
}

static gboolean
has_few (const AnalysisAnswer *answer,
         guint                 k)
{
  for (guint g = 0; g < report_n_shown (answer); g++)
    if (k <= report_shown (answer, g)->n
        && report_shown (answer, g)->risk[k - 1].at_risk < REPORT_FEW)
      return TRUE;
  return FALSE;
}

static void
add_estimates (UiResults            *self,
               const AnalysisAnswer *answer,
               guint                 k)
{
  g_autofree char *title = g_strdup_printf (_("After transfer %u"), k);
  g_autofree char *level = report_percent (answer->question->level, 0);
  g_autofree char *head = g_strdup_printf ("%s %s", level, report_interval_name (answer));
  g_autofree char *groups = report_groups_line (answer);
  g_autofree char *assumption = report_assumption (answer->question);
  g_autofree char *rule = g_strdup_printf (
      _ ("%s: %s."), report_estimator_name (answer->question->estimator), assumption);
  gboolean crowded = g_utf8_strlen (head, -1) + g_utf8_strlen (_ ("at risk"), -1) > LONG_HEADS;
  gboolean stacked = crowded || is_stacked (answer, 8);
  g_autoptr (GPtrArray) methods = report_estimate_methods (answer);
  GtkGrid *grid = add_card (self, title, methods);
  int row = 0;

  if (groups != NULL)
    gtk_box_reorder_child_after (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid))),
                                 GTK_WIDGET (grid), add_caption (grid, groups));
  add_label (grid, "", 0, row, NULL);
  add_label (grid, "%", 1, row, "dim-label");
  add_label (grid, head, 2, row, "dim-label");
  add_label (grid, _("at risk"), 3, row, "dim-label");
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      add_name (grid, answer, g, 0, ++row, stacked ? 4 : 1);
      add_estimate (grid, report_shown (answer, g), k, stacked ? ++row : row);
    }
  if (has_few (answer, k))
    add_caption (grid, _("Few patients: fewer than 10 at risk."));
  add_caption (grid, rule);
}

#define N_ASSUMPTIONS 4

static void
get_assumptions (const AnalysisGroup *group,
                 guint                k,
                 double               out_values[N_ASSUMPTIONS])
{
  out_values[0] = at (group, group->optimistic, k);
  out_values[1] = at (group, group->theta_half, k);
  out_values[2] = at (group, group->conservative, k);
  out_values[3] = at (group, group->crude, k);
}

/* Few groups: a column each. */
static void
add_assumption_columns (GtkGrid              *grid,
                        const AnalysisAnswer *answer,
                        guint                 k)
{
  const char *names[N_ASSUMPTIONS] = { _("Optimistic"), _("Half the chance"), _("Conservative"),
                                       _("Crude proportion") };
  guint n = report_n_shown (answer);

  for (int i = 0; i < N_ASSUMPTIONS; i++)
    add_label (grid, names[i], 0, i + 1, NULL);
  for (guint g = 0; g < n; g++)
    {
      double values[N_ASSUMPTIONS];

      if (n > 1)
        add_name (grid, answer, g, (int) g + 1, 0, 1);
      else
        add_label (grid, "%", 1, 0, "dim-label");
      get_assumptions (report_shown (answer, g), k, values);
      for (int i = 0; i < N_ASSUMPTIONS; i++)
        {
          g_autofree char *text = bare_percent (values[i], 1);

          add_label (grid, text, (int) g + 1, i + 1, NULL);
        }
    }
}

/* Many groups, or long names: a line each, and the figures under it. */
static void
add_assumption_lines (GtkGrid              *grid,
                      const AnalysisAnswer *answer,
                      guint                 k)
{
  /* Translators: heads of narrow columns: optimistic, half the chance, conservative, crude. */
  const char *heads[N_ASSUMPTIONS] = { _("optimistic"), _("half"), _("conservative"),
                                       _("crude") };
  int row = 0;

  gtk_grid_set_column_spacing (grid, 8);
  for (int i = 0; i < N_ASSUMPTIONS; i++)
    {
      GtkWidget *label = add_label (grid, heads[i], i, row, "dim-label");

      gtk_widget_add_css_class (label, "caption");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_label_set_xalign (GTK_LABEL (label), 1);
      gtk_widget_set_hexpand (label, TRUE);
    }
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      double values[N_ASSUMPTIONS];

      add_name (grid, answer, g, 0, ++row, N_ASSUMPTIONS);
      get_assumptions (report_shown (answer, g), k, values);
      row++;
      for (int i = 0; i < N_ASSUMPTIONS; i++)
        {
          g_autofree char *text = bare_percent (values[i], 1);
          GtkWidget *label = add_label (grid, text, i, row, NULL);

          gtk_label_set_xalign (GTK_LABEL (label), 1);
        }
    }
}

static void
add_assumptions (UiResults            *self,
                 const AnalysisAnswer *answer,
                 guint                 k)
{
  g_autoptr (GPtrArray) methods = report_assumption_methods ();
  GtkGrid *grid = add_card (self, _("What is assumed of those who stop"), methods);

  if (is_stacked (answer, 2))
    add_assumption_lines (grid, answer, k);
  else
    add_assumption_columns (grid, answer, k);
  add_caption (grid, _ ("Conservative and optimistic are the bounds, if those who stop had at most "
                        "the chance of those who go on; each has its own uncertainty."));
}

/* What is left at a step stands out; who is left out before the next is dimmed and set in. */
static void
add_flow (UiResults            *self,
          const AnalysisAnswer *answer)
{
  GtkGrid *grid = add_card (self, _("Who is in it"), NULL);
  g_autoptr (GPtrArray) lines = report_flow (answer);

  for (guint i = 0; i < lines->len; i++)
    {
      const ReportFlowLine *line = g_ptr_array_index (lines, i);
      gboolean total = line->kind == REPORT_FLOW_TOTAL;
      const char *css = total                                 ? "figure-name"
                        : line->kind == REPORT_FLOW_FATE ? NULL
                                                         : "dim-label";
      g_autofree char *n
        = g_strdup_printf (line->kind == REPORT_FLOW_OUT ? "−%" G_GUINT64_FORMAT
                                                         : "%" G_GUINT64_FORMAT, line->n);
      GtkWidget *label = add_label (grid, line->text, 0, (int) i, css);
      GtkWidget *number = add_label (grid, n, 1, (int) i, css);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
      gtk_widget_set_margin_start (label, total ? 0 : 12);
      gtk_widget_set_margin_top (label, total && i > 0 ? 4 : 0);
      gtk_widget_set_margin_top (number, total && i > 0 ? 4 : 0);
      gtk_widget_set_valign (number, GTK_ALIGN_START);
    }
}

void
ui_results_set_answer (UiResults            *self,
                       const AnalysisAnswer *answer,
                       guint                 k)
{
  clear (self);
  if (answer == NULL || answer->counts.n_register == 0)
    return;
  if (answer->overall.n > 0 && report_n_shown (answer) > 0)
    {
      add_estimates (self, answer, k);
      add_assumptions (self, answer, k);
    }
  add_flow (self, answer);
}

char *
ui_results_describe (const AnalysisAnswer *answer,
                     guint                 k)
{
  GString *text = NULL;
  char *nothing = report_empty_reason (answer);

  if (nothing != NULL)
    return nothing;
  text = g_string_new (NULL);
  g_string_append_printf (text, _ ("%s, after transfer %u. "),
                          report_estimator_name (answer->question->estimator), k);
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      const AnalysisGroup *group = report_shown (answer, g);
      g_autofree char *figure = report_percent_interval (
          at (group, group->estimate, k), at (group, group->lo, k), at (group, group->hi, k), 1);

      if (k <= group->n)
        /* Translators: a group, its figure, how many of it had that transfer. */
        g_string_append_printf (text, _ ("%s: %s, %u at risk. "), name_of (answer, g), figure,
                                group->risk[k - 1].at_risk);
      else
        g_string_append_printf (text, "%s: %s. ", name_of (answer, g), figure);
    }
  return g_string_free (text, FALSE);
}

static void
ui_results_class_init (UiResultsClass *klass)
{
}

static void
ui_results_init (UiResults *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
}
