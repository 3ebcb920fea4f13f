/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-differences.h"

#include <glib/gi18n-lib.h>

#include "base-number.h"
#include "report-tests.h"
#include "ui-figures.h"

#define MOST_PAIRS 45 /* of ten groups: more are no longer read here */

guint
ui_results_group_of (const AnalysisAnswer *answer,
                     const AnalysisTests  *tests,
                     guint                 g)
{
  for (guint i = 0; i < answer->n_groups; i++)
    if (g_str_equal (answer->groups[i].name, tests->group_names[g]))
      return i;
  return 0;
}

/* --- against the first group ------------------------------------------------------------------ */

static void
add_contrast (GtkGrid    *grid,
              const char *name,
              const char *value,
              const char *range,
              int         row)
{
  ui_figures_add_label (grid, name, 0, row, NULL);
  ui_figures_add_label (grid, value, 1, row, "figure-value");
  ui_figures_add_label (grid, range, 2, row, NULL);
}

static void
add_difference (GtkGrid                  *grid,
                const AnalysisDifference *difference,
                int                       row)
{
  g_autofree char *points = ui_figures_percent (difference->mover.estimate, 1);
  g_autofree char *points_range
    = ui_figures_range (difference->mover.lo, difference->mover.hi, 1);
  g_autofree char *ratio = base_number_to_display (difference->ratio.estimate, 2);
  g_autofree char *ratio_range
    = ui_figures_limits (difference->ratio.lo, difference->ratio.hi, 2);
  g_autofree char *e_value = base_number_to_display (difference->e_value, 2);
  g_autofree char *e_limit = base_number_to_display (difference->e_value_limit, 2);

  /* Translators: what is shown, and in parentheses how its interval is made. */
  add_contrast (grid, _("Points (MOVER)"), points, points_range, row);
  add_contrast (grid, _("Ratio (log-normal)"), ratio, ratio_range, row + 1);
  add_contrast (grid, _("E-value (of the limit)"), e_value, e_limit, row + 2);
}

void
ui_results_add_differences (GtkBox               *box,
                            const AnalysisAnswer *answer,
                            guint                 k)
{
  static const char *const methods[] = { "mover", "ratio", "e-value", NULL };
  g_autofree char *title = g_strdup_printf (_("Difference after transfer %u"), k);
  g_autofree char *head = report_percent (answer->question->level, 0);
  gboolean too_small = FALSE;
  GtkGrid *grid;
  int row = 0;

  if (answer->n_groups < 2)
    return;
  grid = ui_figures_add_card (box, title);
  ui_figures_add_methods (grid, methods);
  for (guint b = 1; b < answer->n_groups; b++)
    {
      AnalysisDifference difference = analysis_difference (answer, 0, b, k);
      /* Translators: a group, and the group that is subtracted from it. */
      g_autofree char *pair
        = g_strdup_printf (_("%s less %s"), ui_figures_group_name (answer, b),
                           ui_figures_group_name (answer, 0));
      GtkWidget *name = ui_figures_add_lines (grid, pair, 0, row, 2, "figure-name");
      GtkWidget *level = ui_figures_add_label (grid, head, 2, row, "dim-label");

      gtk_widget_set_margin_top (name, b > 1 ? 6 : 0);
      gtk_widget_set_valign (level, GTK_ALIGN_END);
      add_difference (grid, &difference, row + 1);
      too_small = too_small
                  || ((isfinite (difference.ratio.lo) || isfinite (difference.mover.lo))
                      && report_is_pair_too_small (answer, 0, b, k));
      row += 4;
    }
  if (too_small)
    ui_figures_add_caption (grid, report_too_small ());
  ui_figures_add_caption (grid, _("E-value: how strongly something unmeasured would have to go "
                                  "with both group and birth to explain the ratio away."));
}

/* --- pairs ------------------------------------------------------------------------------------ */

static void
add_pair (GtkGrid              *grid,
          const AnalysisAnswer *answer,
          const AnalysisTests  *tests,
          const AnalysisPair   *pair,
          guint                 k,
          int                   row)
{
  guint a = ui_results_group_of (answer, tests, pair->a);
  guint b = ui_results_group_of (answer, tests, pair->b);
  AnalysisDifference difference = analysis_difference (answer, a, b, k);
  g_autofree char *names = g_strdup_printf (_("%s less %s"), tests->group_labels[pair->b],
                                            tests->group_labels[pair->a]);
  g_autofree char *points = ui_figures_percent (difference.mover.estimate, 1);
  g_autofree char *range = ui_figures_range (difference.mover.lo, difference.mover.hi, 0);
  g_autofree char *p = report_p_value (pair->test.p);
  g_autofree char *holm = report_p_value (pair->adjusted[STATS_ADJUST_HOLM]);

  ui_figures_add_lines (grid, names, 0, row, 4, "figure-name");
  gtk_label_set_xalign (GTK_LABEL (ui_figures_add_label (grid, points, 0, row + 1, NULL)), 1);
  ui_figures_add_label (grid, range, 1, row + 1, NULL);
  ui_figures_add_label (grid, p, 2, row + 1, NULL);
  ui_figures_add_label (grid, holm, 3, row + 1, "figure-value");
}

void
ui_results_add_pairs (GtkBox               *box,
                      const AnalysisAnswer *answer,
                      const AnalysisTests  *tests,
                      guint                 k,
                      guint64               n_no_stratum)
{
  static const char *const methods[] = { "pairwise", "holm", "mover", NULL };
  g_autofree char *level = report_percent (answer->question->level, 0);
  /* Translators: how an interval of a difference is made: a name, from Newcombe's and Zou's. */
  g_autofree char *head = g_strdup_printf (_("%s MOVER"), level);
  GtkGrid *grid;
  GtkWidget *points;
  guint n = MIN (tests->n_pairs, MOST_PAIRS);

  if (n == 0)
    return;
  grid = ui_figures_add_card (box, _("Pairs of groups"));
  ui_figures_add_methods (grid, methods);
  gtk_grid_set_column_spacing (grid, 10);
  points = ui_figures_add_label (grid, _("points"), 0, 0, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (points), 1);
  ui_figures_add_label (grid, head, 1, 0, "dim-label");
  ui_figures_add_label (grid, "p", 2, 0, "dim-label");
  ui_figures_add_label (grid, "Holm p", 3, 0, "dim-label");
  for (guint i = 0; i < n; i++)
    add_pair (grid, answer, tests, &tests->pairs[i], k, (int) (2 * i + 1));
  ui_figures_add_caption (grid, _("Difference at the read-out; log-rank of each pair alone, and "
                                  "its p as Holm adjusts it for the number of pairs."));
  if (n_no_stratum > 0)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("%lu patient without a stratum is in the differences, but not in the tests.",
                    "%lu patients without a stratum are in the differences, but not in the tests.",
                    (gulong) n_no_stratum),
          (gulong) n_no_stratum);

      ui_figures_add_caption (grid, text);
    }
  if (n < tests->n_pairs)
    {
      g_autofree char *more = g_strdup_printf (_("The first %u of %u pairs; the copied table has "
                                                 "them all."),
                                               n, tests->n_pairs);

      ui_figures_add_caption (grid, more);
    }
}
