/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-estimates.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "analysis-extras.h"
#include "base-number.h"
#include "report-curve.h"
#include "ui-figures.h"
#include "ui-results-differences.h"

#define LONG_HEADS 24 /* characters over the figures, beyond which no name has room */

static void
add_estimate (GtkGrid             *grid,
              const AnalysisGroup *group,
              guint                k,
              int                  row)
{
  double lo = ui_figures_at (group, group->lo, k), hi = ui_figures_at (group, group->hi, k);
  g_autofree char *estimate
    = ui_figures_percent (ui_figures_at (group, group->estimate, k), 1);
  g_autofree char *range = ui_figures_range (lo, hi, 0);
  g_autofree char *n = k <= group->n ? g_strdup_printf ("%u", group->risk[k - 1].at_risk)
                                     : g_strdup ("–");

  ui_figures_add_label (grid, estimate, 1, row, "figure-value");
  ui_figures_add_label (grid, range, 2, row, NULL);
  ui_figures_add_label (grid, n, 3, row, NULL);
}

static gboolean
has_few (const AnalysisAnswer *answer,
         guint                 k)
{
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      guint from = report_few_from (report_shown (answer, g));

      if (from > 0 && k >= from && k <= report_shown (answer, g)->n)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_too_small (const AnalysisAnswer *answer,
               guint                 k)
{
  for (guint g = 0; g < report_n_shown (answer); g++)
    if (report_is_too_small (answer, report_shown (answer, g), k))
      return TRUE;
  return FALSE;
}

/* Of a curve weighted for drop-out: how uneven the weights are. */
static void
add_weights (GtkGrid              *grid,
             const AnalysisAnswer *answer,
             guint                 k)
{
  g_autofree char *drop_out = report_drop_out (answer);

  if (drop_out == NULL)
    return;
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      g_autofree char *weights = report_weights (answer, g, k);

      ui_figures_add_caption (grid, weights);
    }
  ui_figures_add_caption (grid, drop_out);
}

static void
add_estimates (GtkBox               *box,
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
  char *csv;
  gboolean crowded = g_utf8_strlen (head, -1) + g_utf8_strlen (_ ("at risk"), -1) > LONG_HEADS;
  gboolean stacked = crowded || ui_figures_is_stacked (answer, 8);
  g_autoptr (GPtrArray) methods = report_estimate_methods (answer);
  GtkGrid *grid = ui_figures_add_card (box, title);
  int row = 0;

  ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  if (groups != NULL)
    ui_figures_add_caption_before (grid, groups);
  ui_figures_add_label (grid, "", 0, row, NULL);
  ui_figures_add_label (grid, "%", 1, row, "dim-label");
  ui_figures_add_label (grid, head, 2, row, "dim-label");
  ui_figures_add_label (grid, _("at risk"), 3, row, "dim-label");
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      ui_figures_add_name (grid, answer, g, 0, ++row, stacked ? 4 : 1);
      add_estimate (grid, report_shown (answer, g), k, stacked ? ++row : row);
    }
  if (has_few (answer, k))
    ui_figures_add_caption (grid, _("Few patients: fewer than 10 at risk."));
  if (has_too_small (answer, k))
    ui_figures_add_caption (grid, report_too_small ());
  ui_figures_add_caption (grid, rule);
  add_weights (grid, answer, k);
  csv = report_curve_csv (answer, NULL, NULL);
  ui_figures_add_copy (grid, _("Copy the curves as CSV"), csv);
}

/* --- transfers until a birth ------------------------------------------------------------------ */

static void
add_restricted_means (GtkBox               *box,
                      const AnalysisAnswer *answer,
                      guint                 k)
{
  static const char *const methods[] = { "restricted-mean", NULL };
  AnalysisExtrasOptions options = { .tau = k };
  g_autoptr (AnalysisExtras) extras = NULL;
  g_autofree char *title
    = g_strdup_printf (_("Mean number of transfers until a birth, at most %u"), k);
  g_autofree char *level = report_percent (answer->question->level, 0);
  g_autofree char *head = g_strdup_printf (_("%s normal"), level);
  gboolean stacked = ui_figures_is_stacked (answer, 8);
  GtkGrid *grid;
  int row = 0;

  /* With one it is 1. */
  if (k < 2)
    return;
  extras = analysis_extras_new (answer, &options, NULL);
  grid = ui_figures_add_card (box, title);
  ui_figures_add_methods (grid, methods);
  ui_figures_add_label (grid, "", 0, row, NULL);
  ui_figures_add_label (grid, head, 2, row, "dim-label");
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      const StatsContrast *mean = answer->question->by == NULL
                                      ? &extras->overall.restricted_mean
                                      : &extras->groups[g].restricted_mean;
      g_autofree char *value = base_number_to_display (mean->estimate, 2);
      g_autofree char *range = ui_figures_limits (mean->lo, mean->hi, 2);

      ui_figures_add_name (grid, answer, g, 0, ++row, stacked ? 3 : 1);
      row += stacked;
      ui_figures_add_label (grid, value, 1, row, "figure-value");
      ui_figures_add_label (grid, range, 2, row, NULL);
    }
  ui_figures_add_caption (grid, _("Restricted mean of the optimistic curve: those who stop had the "
                                  "chance of those who go on."));
}

/* --- what is assumed -------------------------------------------------------------------------- */

#define N_ASSUMPTIONS 4

static void
get_assumptions (const AnalysisGroup *group,
                 guint                k,
                 double               out_values[N_ASSUMPTIONS])
{
  out_values[0] = ui_figures_at (group, group->optimistic, k);
  out_values[1] = ui_figures_at (group, group->theta_half, k);
  out_values[2] = ui_figures_at (group, group->conservative, k);
  out_values[3] = ui_figures_at (group, group->crude, k);
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
    ui_figures_add_label (grid, names[i], 0, i + 1, NULL);
  for (guint g = 0; g < n; g++)
    {
      double values[N_ASSUMPTIONS];

      if (n > 1)
        ui_figures_add_name (grid, answer, g, (int) g + 1, 0, 1);
      else
        ui_figures_add_label (grid, "%", 1, 0, "dim-label");
      get_assumptions (report_shown (answer, g), k, values);
      for (int i = 0; i < N_ASSUMPTIONS; i++)
        {
          g_autofree char *text = ui_figures_percent (values[i], 1);

          ui_figures_add_label (grid, text, (int) g + 1, i + 1, NULL);
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
      GtkWidget *label = ui_figures_add_label (grid, heads[i], i, row, "dim-label");

      gtk_widget_add_css_class (label, "caption");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_label_set_xalign (GTK_LABEL (label), 1);
      gtk_widget_set_hexpand (label, TRUE);
    }
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      double values[N_ASSUMPTIONS];

      ui_figures_add_name (grid, answer, g, 0, ++row, N_ASSUMPTIONS);
      get_assumptions (report_shown (answer, g), k, values);
      row++;
      for (int i = 0; i < N_ASSUMPTIONS; i++)
        {
          g_autofree char *text = ui_figures_percent (values[i], 1);
          GtkWidget *label = ui_figures_add_label (grid, text, i, row, NULL);

          gtk_label_set_xalign (GTK_LABEL (label), 1);
        }
    }
}

static void
add_assumptions (GtkBox               *box,
                 const AnalysisAnswer *answer,
                 guint                 k)
{
  g_autoptr (GPtrArray) methods = report_assumption_methods ();
  GtkGrid *grid = ui_figures_add_card (box, _("What is assumed of those who stop"));

  ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  if (ui_figures_is_stacked (answer, 2))
    add_assumption_lines (grid, answer, k);
  else
    add_assumption_columns (grid, answer, k);
  ui_figures_add_caption (grid, _("Conservative and optimistic are the bounds, if those who stop "
                                  "had at most the chance of those who go on; each has its own "
                                  "uncertainty."));
}

void
ui_results_estimates_fill (GtkBox               *box,
                           const AnalysisAnswer *answer,
                           guint                 k)
{
  g_autofree char *nothing = report_empty_reason (answer);

  if (nothing != NULL)
    {
      ui_figures_add_sentence (box, nothing);
      return;
    }
  add_estimates (box, answer, k);
  ui_results_add_differences (box, answer, k);
  add_assumptions (box, answer, k);
  add_restricted_means (box, answer, k);
}
