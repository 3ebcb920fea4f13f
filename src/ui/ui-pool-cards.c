/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-pool-cards.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-curve.h"
#include "report-pool.h"
#include "report-tests.h"
#include "ui-figures.h"

#define N_COLUMNS 4

/* --- of all centres --------------------------------------------------------------------------- */

/* An en dash within merged rows, and where the curve has ended. */
static char *
at_risk (const AnalysisGroup *group,
         guint                k)
{
  return k >= 1 && k <= group->n && group->risk[k - 1].at_risk > 0
             ? g_strdup_printf ("%u", group->risk[k - 1].at_risk)
             : g_strdup ("–");
}

static void
add_estimates (GtkBox              *box,
               const SessionPooled *pooled,
               guint                k)
{
  const AnalysisAnswer *answer = pooled->answer;
  g_autofree char *title = g_strdup_printf (_("After transfer %u"), k);
  g_autofree char *level = report_percent (answer->question->level, 0);
  g_autofree char *head = g_strdup_printf ("%s %s", level, report_interval_name (answer));
  g_autofree char *assumption = report_assumption (answer->question);
  g_autofree char *rule = g_strdup_printf (
      _("%s: %s."), report_estimator_name (answer->question->estimator), assumption);
  g_autofree char *groups = report_groups_line (answer);
  g_autoptr (GPtrArray) methods = report_estimate_methods (answer);
  gboolean stacked = ui_figures_is_stacked (answer, 8);
  GtkGrid *grid = ui_figures_add_card (box, title);
  int row = 0;

  ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  ui_figures_add_copy (grid, _("Copy the pooled figures as CSV"), report_pool_csv (pooled->pool));
  if (groups != NULL)
    ui_figures_add_caption_before (grid, groups);
  ui_figures_add_label (grid, "", 0, row, NULL);
  ui_figures_add_label (grid, "%", 1, row, "dim-label");
  ui_figures_add_label (grid, head, 2, row, "dim-label");
  ui_figures_add_label (grid, _("at risk"), 3, row, "dim-label");
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      const AnalysisGroup *group = report_shown (answer, g);
      g_autofree char *estimate
        = ui_figures_percent (ui_figures_at (group, group->estimate, k), 1);
      g_autofree char *range = ui_figures_range (ui_figures_at (group, group->lo, k),
                                                 ui_figures_at (group, group->hi, k), 0);
      g_autofree char *n = at_risk (group, k);

      ui_figures_add_name (grid, answer, g, 0, ++row, stacked ? N_COLUMNS : 1);
      row += stacked;
      ui_figures_add_label (grid, estimate, 1, row, "figure-value");
      ui_figures_add_label (grid, range, 2, row, NULL);
      ui_figures_add_label (grid, n, 3, row, NULL);
    }
  ui_figures_add_caption (grid, rule);
}

static void
add_log_rank (GtkBox              *box,
              const SessionPooled *pooled)
{
  static const char *const methods[] = { "stratified", NULL };
  const AnalysisPool *pool = pooled->pool;
  gboolean births = pool->question->event == ANALYSIS_EVENT_LIVE_BIRTH;
  gboolean stacked = ui_figures_is_stacked (pooled->answer, 8);
  GtkGrid *grid = ui_figures_add_card (box, births ? _("Births by group") : _("Events by group"));
  g_autofree char *chisq = base_number_to_display (pool->stratified.chisq, 2);
  g_autofree char *p = report_p (pool->stratified.p);
  g_autofree char *test = NULL;
  int row = 0;

  ui_figures_add_methods (grid, methods);
  ui_figures_add_label (grid, "", 0, row, NULL);
  ui_figures_add_label (grid, _("observed"), 1, row, "dim-label");
  ui_figures_add_label (grid, _("expected"), 2, row, "dim-label");
  for (guint g = 0; g < pool->n_groups; g++)
    {
      g_autofree char *observed = base_number_to_display (pool->observed[g], 0);
      g_autofree char *expected = base_number_to_display (pool->expected[g], 1);

      ui_figures_add_name (grid, pooled->answer, g, 0, ++row, stacked ? 3 : 1);
      row += stacked;
      ui_figures_add_label (grid, observed, 1, row, "figure-value");
      ui_figures_add_label (grid, expected, 2, row, NULL);
    }
  test = pool->stratified.df > 0
             ? g_strdup_printf (ngettext ("Log-rank within %u stratum (centre and its own): χ² = "
                                          "%s, df %u, %s.",
                                          "Log-rank within %u strata (centres and their own): χ² "
                                          "= %s, df %u, %s.",
                                          pool->n_strata),
                                pool->n_strata, chisq, pool->stratified.df, p)
             : g_strdup (_("Log-rank within centres: not estimable."));
  gtk_widget_set_margin_top (ui_figures_add_lines (grid, test, 0, row + 1, 3, NULL), 6);
  ui_figures_add_caption (grid, births
                                    ? _("Expected if, within each centre, the groups had the same "
                                        "chance of a birth at every transfer.")
                                    : _("Expected if, within each centre, the groups had the same "
                                        "chance of the event at every transfer."));
}

/* --- two groups ------------------------------------------------------------------------------- */

/* Name, value, interval, p; those that are NULL stay empty. */
static void
add_row (GtkGrid    *grid,
         int         row,
         const char *name,
         const char *value,
         const char *range,
         const char *p)
{
  ui_figures_add_lines (grid, name, 0, row, 1, NULL);
  if (value != NULL)
    ui_figures_add_label (grid, value, 1, row, "figure-value");
  if (range != NULL)
    ui_figures_add_label (grid, range, 2, row, NULL);
  if (p != NULL)
    ui_figures_add_label (grid, p, 3, row, NULL);
}

static void
add_heads (GtkGrid    *grid,
           const char *value,
           const char *interval)
{
  ui_figures_add_label (grid, "", 0, 0, NULL);
  ui_figures_add_label (grid, value, 1, 0, "dim-label");
  ui_figures_add_label (grid, interval, 2, 0, "dim-label");
  ui_figures_add_label (grid, "p", 3, 0, "dim-label");
}

/* "“b” against “a”". (transfer full) */
static char *
pair_of (const SessionPooled          *pooled,
         const AnalysisPoolComparison *of)
{
  return g_strdup_printf (_("“%s” against “%s”"), ui_figures_group_name (pooled->answer, of->b),
                          ui_figures_group_name (pooled->answer, of->a));
}

static void
add_one_stage (GtkBox                       *box,
               const AnalysisPool           *pool,
               const char                   *pair,
               const AnalysisPoolComparison *of)
{
  static const char *const methods[] = { "pool-one-stage", "e-value", NULL };
  g_autofree char *title = g_strdup_printf (_("%s, in one stage"), pair);
  g_autofree char *level = report_percent (pool->question->level, 0);
  g_autofree char *head = g_strdup_printf (_("%s Wald"), level);
  g_autofree char *value = base_number_to_display (exp (of->one_stage.log_odds), 2);
  g_autofree char *range
    = ui_figures_limits (exp (of->one_stage.lo), exp (of->one_stage.hi), 2);
  g_autofree char *p = report_p_value (of->one_stage.p);
  GtkGrid *grid = ui_figures_add_card (box, title);

  ui_figures_add_methods (grid, methods);
  add_heads (grid, "", head);
  add_row (grid, 1, _("Odds ratio"), value, range, p);
  if (isfinite (of->e_value))
    {
      g_autofree char *e_value = base_number_to_display (of->e_value, 2);
      g_autofree char *limit = base_number_to_display (of->e_value_limit, 2);
      g_autofree char *text = g_strdup_printf (_("E-value %s, of the limit %s."), e_value, limit);

      ui_figures_add_caption (grid, text);
    }
  ui_figures_add_caption (
      grid, of->one_stage.status == STATS_OK
                ? _("Conditional on centre, stratum and transfer.")
                : _("Not estimable: no transfer tells the two groups apart, or all do so alike."));
}

/* How a summary is shown: ratios by their logarithms, differences in points. */
typedef struct
{
  const AnalysisPool *pool;
  gboolean ratio;
} Scale;

static char *
shown_value (const Scale *scale,
             double       value)
{
  return scale->ratio ? base_number_to_display (exp (value), 2)
                      : base_number_to_display (100 * value, 1);
}

static char *
shown_range (const Scale *scale,
             double       lo,
             double       hi)
{
  return scale->ratio ? ui_figures_limits (exp (lo), exp (hi), 2) : ui_figures_range (lo, hi, 1);
}

/* Which centres say what, and why one doesn't. */
static int
add_centres (GtkGrid                      *grid,
             int                           row,
             const Scale                  *scale,
             const AnalysisCentreEstimate *estimates)
{
  for (guint c = 0; c < scale->pool->centres->len; c++, row++)
    {
      const AnalysisCentre *centre = g_ptr_array_index (scale->pool->centres, c);
      const char *reason = report_centre_use_reason (estimates[c].use);
      g_autofree char *value = shown_value (scale, estimates[c].estimate);
      g_autofree char *se
        = scale->ratio ? base_number_to_display (estimates[c].se, 2)
                       : base_number_to_display (100 * estimates[c].se, 1);
      g_autofree char *error = g_strdup_printf (_("s.e. %s"), se);
      g_autofree char *why = g_strdup_printf (_("left out: %s"), reason);

      add_row (grid, row, centre->name, reason == NULL ? value : "–",
               reason == NULL ? error : NULL, NULL);
      if (reason != NULL)
        gtk_widget_add_css_class (ui_figures_add_lines (grid, why, 0, ++row, N_COLUMNS, "caption"),
                                  "dim-label");
    }
  return row;
}

static int
add_pooled (GtkGrid           *grid,
            int                row,
            const Scale       *scale,
            const StatsPooled *pooled)
{
  const char *method = report_pool_method_name (scale->pool, pooled);
  g_autofree char *value = shown_value (scale, pooled->estimate);
  g_autofree char *range = shown_range (scale, pooled->lo, pooled->hi);
  g_autofree char *p = report_p_value (pooled->p);
  /* Translators: %s is a method, such as "random effects, REML". */
  g_autofree char *name = g_strdup_printf (_("Pooled: %s"), method);

  add_row (grid, row++, name, value, range, p);
  if (!report_pool_is_fixed (scale->pool, pooled))
    {
      g_autofree char *prediction
        = shown_range (scale, pooled->prediction_lo, pooled->prediction_hi);

      add_row (grid, row++, _("Prediction interval"), NULL, prediction, NULL);
    }
  return row;
}

static void
add_heterogeneity (GtkGrid            *grid,
                   const AnalysisPool *pool,
                   const StatsPooled  *pooled)
{
  g_autofree char *Q = base_number_to_display (pooled->Q, 2), *p = report_p (pooled->Q_p);
  g_autofree char *I2 = report_percent (pooled->I2, 0);
  g_autofree char *tau2 = base_number_to_display (pooled->tau2, 4);
  g_autofree char *text = NULL;

  if (pooled->n == 0)
    ui_figures_add_caption (grid, _("No centre has an estimate."));
  if (pool->options.method != STATS_POOL_FIXED && pooled->n > 0 && pooled->n < 3)
    ui_figures_add_caption (grid, _("Fewer than three centres can't tell how much centres vary: "
                                    "the fixed effect is given."));
  if (pooled->n < 2)
    return;
  text = report_pool_is_fixed (pool, pooled)
             ? g_strdup_printf (_("Heterogeneity: Q = %s, df %u, %s; I² %s."), Q, pooled->n - 1, p,
                                I2)
             : g_strdup_printf (_("Heterogeneity: Q = %s, df %u, %s; I² %s; τ² %s."), Q,
                                pooled->n - 1, p, I2, tau2);
  ui_figures_add_caption (grid, text);
}

static void
add_summary (GtkBox                       *box,
             const Scale                  *scale,
             const char                   *title,
             const char                   *head,
             const AnalysisCentreEstimate *estimates,
             const StatsPooled            *pooled)
{
  gboolean fixed = report_pool_is_fixed (scale->pool, pooled);
  g_autoptr (GPtrArray) methods = report_pooled_methods (scale->pool, pooled);
  g_autofree char *level = report_percent (scale->pool->question->level, 0);
  GtkGrid *grid = ui_figures_add_card (box, title);
  int row;

  if (methods->len > 0)
    ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  add_heads (grid, head, level);
  row = add_pooled (grid, 1, scale, pooled);
  add_centres (grid, row, scale, estimates);
  add_heterogeneity (grid, scale->pool, pooled);
  ui_figures_add_caption (grid, fixed ? _("Wald's interval.")
                                      : _("Hartung and Knapp's interval; the prediction interval "
                                          "is of a further centre."));
  ui_figures_add_caption (grid, scale->ratio ? _("s.e.: standard error of the logarithm.")
                                             : _("s.e.: standard error."));
}

static void
add_comparison (GtkBox                       *box,
                const SessionPooled          *pooled,
                const AnalysisPoolComparison *of)
{
  const AnalysisPool *pool = pooled->pool;
  g_autofree char *pair = pair_of (pooled, of);
  gboolean hazards = pool->options.hazard_ratio;
  g_autofree char *ratios = g_strdup_printf (
      hazards ? _("%s, hazard ratios of the centres") : _("%s, odds ratios of the centres"), pair);
  g_autofree char *differences = g_strdup_printf (
      hazards ? _("%s, ratios of the cumulative hazards after transfer %u, of the centres")
              : _("%s, differences after transfer %u, of the centres"),
      pair, pool->options.at);
  Scale ratio = { pool, TRUE }, difference = { pool, hazards };

  add_one_stage (box, pool, pair, of);
  add_summary (box, &ratio, ratios, _("ratio"), of->odds, &of->pooled_odds);
  if (of->differences != NULL)
    add_summary (box, &difference, differences, hazards ? _("ratio") : _("points"),
                 of->differences, &of->pooled_difference);
}

/* --- all -------------------------------------------------------------------------------------- */

void
ui_pool_cards_fill (GtkBox              *left,
                    GtkBox              *right,
                    const SessionPooled *pooled,
                    guint                k)
{
  const AnalysisPool *pool = pooled->pool;

  add_estimates (left, pooled, k);
  if (pool->group_names != NULL)
    add_log_rank (left, pooled);
  for (guint i = 0; i < pool->n_comparisons; i++)
    add_comparison (right, pooled, &pool->comparisons[i]);
  gtk_widget_set_visible (GTK_WIDGET (right), pool->n_comparisons > 0);
}

char *
ui_pool_cards_describe (const SessionPooled *pooled,
                        guint                k)
{
  const AnalysisAnswer *answer = pooled->answer;
  GString *out = g_string_new (NULL);

  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      const AnalysisGroup *group = report_shown (answer, g);
      g_autofree char *estimate = report_percent_interval (
          ui_figures_at (group, group->estimate, k), ui_figures_at (group, group->lo, k),
          ui_figures_at (group, group->hi, k), 0);

      /* Translators: a group, a transfer's number, an estimate with its interval. */
      g_string_append_printf (out, _("%s after transfer %u: %s. "),
                              ui_figures_group_name (answer, g), k, estimate);
    }
  return g_string_free (out, FALSE);
}
