/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of an answer's figures at one transfer. Rebuilt whole: they are a few labels. */
#include "ui-results.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "report-curve.h"

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
add_label (GtkGrid    *grid,
           const char *text,
           int         column,
           int         row,
           const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_set_hexpand (label, column == 0);
  if (column == 0)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_tooltip_text (label, text);
    }
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_grid_attach (grid, label, column, row, 1, 1);
  return label;
}

static GtkGrid *
add_card (UiResults  *self,
          const char *title)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *grid = gtk_grid_new ();

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (card, "row-card");
  gtk_widget_add_css_class (card, "padded");
  gtk_widget_add_css_class (grid, "figures");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_box_append (GTK_BOX (card), heading);
  gtk_box_append (GTK_BOX (card), grid);
  gtk_box_append (GTK_BOX (self), card);
  return GTK_GRID (grid);
}

static void
add_caption (GtkGrid    *grid,
             const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid))), label);
}

/* The groups that are drawn: the one of all when nothing groups. */
static guint
n_shown (const AnalysisAnswer *answer)
{
  return answer->question->by == NULL ? 1 : answer->n_groups;
}

static const AnalysisGroup *
shown (const AnalysisAnswer *answer,
       guint                 g)
{
  return answer->question->by == NULL ? &answer->overall : &answer->groups[g];
}

static const char *
name_of (const AnalysisAnswer *answer,
         guint                 g)
{
  return answer->question->by == NULL ? _("All") : answer->groups[g].label;
}

/* After a group's own last transfer there is no figure. */
static double
at (const AnalysisGroup *group,
    const double        *values,
    guint                k)
{
  return k >= 1 && k <= group->n ? values[k - 1] : NAN;
}

static void
add_estimates (UiResults            *self,
               const AnalysisAnswer *answer,
               guint                 k)
{
  g_autofree char *title = g_strdup_printf (_("After transfer %u"), k);
  g_autofree char *level = report_percent (answer->question->level, 0);
  g_autofree char *head = g_strdup_printf ("%s %s", level, report_interval_name (answer));
  GtkGrid *grid = add_card (self, title);

  add_label (grid, "%", 1, 0, "dim-label");
  add_label (grid, head, 2, 0, "dim-label");
  add_label (grid, _("at risk"), 3, 0, "dim-label");
  for (guint g = 0; g < n_shown (answer); g++)
    {
      const AnalysisGroup *group = shown (answer, g);
      g_autofree char *whole = report_percent (at (group, group->estimate, k), 1);
      double lo = at (group, group->lo, k), hi = at (group, group->hi, k);
      g_autofree char *from = report_percent (lo, 0), *to = report_percent (hi, 0);
      g_autofree char *range = isfinite (lo) && isfinite (hi)
                                   ? g_strdup_printf ("%.*s–%.*s", (int) strcspn (from, " \xc2"),
                                                      from, (int) strcspn (to, " \xc2"), to)
                                   : g_strdup ("–");
      g_autofree char *n =
          k <= group->n ? g_strdup_printf ("%u", group->risk[k - 1].at_risk) : g_strdup ("–");

      whole[strcspn (whole, " \xc2")] = '\0';
      add_label (grid, name_of (answer, g), 0, (int) g + 1, "figure-name");
      add_label (grid, *whole != '\0' ? whole : "–", 1, (int) g + 1, "heading");
      add_label (grid, range, 2, (int) g + 1, NULL);
      add_label (grid, n, 3, (int) g + 1, NULL);
    }
  {
    g_autofree char *rule =
        g_strdup_printf (_ ("%s: %s."), report_estimator_name (answer->question->estimator),
                         report_estimator_assumption (answer->question->estimator));

    add_caption (grid, rule);
  }
}

static void
add_assumptions (UiResults            *self,
                 const AnalysisAnswer *answer,
                 guint                 k)
{
  GtkGrid *grid = add_card (self, _("What is assumed of those who stop"));
  const char *names[] = { _ ("Optimistic"), _ ("Half the chance"), _ ("Conservative"),
                          _ ("Crude proportion") };
  guint n = MIN (n_shown (answer), 4);

  for (guint g = 0; g < n; g++)
    {
      const AnalysisGroup *group = shown (answer, g);
      const double *values[] = { group->optimistic, group->theta_half, group->conservative,
                                 group->crude };

      add_label (grid, n > 1 ? name_of (answer, g) : "%", (int) g + 1, 0, "dim-label");
      for (int i = 0; i < 4; i++)
        {
          g_autofree char *text = report_percent (at (group, values[i], k), 1);

          if (g == 0)
            add_label (grid, names[i], 0, i + 1, NULL);
          if (text[0] != '\xe2')
            text[strcspn (text, " \xc2")] = '\0';
          add_label (grid, text, (int) g + 1, i + 1, NULL);
        }
    }
  add_caption (grid, _ ("Conservative and optimistic are the bounds, if those who stop had at most "
                        "the chance of those who go on; each has its own uncertainty."));
}

static void
add_flow (UiResults            *self,
          const AnalysisAnswer *answer)
{
  GtkGrid *grid = add_card (self, _("Who is in it"));
  g_auto (GStrv) lines = report_flow_lines (answer);

  for (int i = 0; lines[i] != NULL; i++)
    {
      char *space = strchr (lines[i], ' ');
      GtkWidget *label;

      if (space == NULL)
        continue;
      *space = '\0';
      label = add_label (grid, space + 1, 0, i, NULL);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      add_label (grid, lines[i], 1, i, NULL);
    }
}

void
ui_results_set_answer (UiResults            *self,
                       const AnalysisAnswer *answer,
                       guint                 k)
{
  clear (self);
  if (answer == NULL)
    return;
  if (answer->overall.n > 0)
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
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("%s, after transfer %u. "),
                          report_estimator_name (answer->question->estimator), k);
  for (guint g = 0; g < n_shown (answer); g++)
    {
      const AnalysisGroup *group = shown (answer, g);
      g_autofree char *figure = report_percent_interval (
          at (group, group->estimate, k), at (group, group->lo, k), at (group, group->hi, k), 1);

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
