/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooled centres as text, and the sentences about them: report-pool.h. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-curve.h"
#include "report-method.h"
#include "report-pool-private.h"
#include "report-tests.h"
#include "report-text-private.h"

static const AnalysisCentre *
centre_at (const AnalysisPool *pool,
           guint               i)
{
  return g_ptr_array_index (pool->centres, i);
}

/* The names of the centres that answer to a question, with commas. (transfer full) */
static char *
names_where (const AnalysisPool *pool,
             gboolean (*is_one) (const AnalysisCentre *centre))
{
  GString *names = g_string_new (NULL);

  for (guint c = 0; c < pool->centres->len; c++)
    if (is_one (centre_at (pool, c)))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", centre_at (pool, c)->name);
  return g_string_free (names, FALSE);
}

static gboolean
is_csv (const AnalysisCentre *centre)
{
  return centre->from_csv;
}

static gboolean
is_synthetic (const AnalysisCentre *centre)
{
  return centre->synthetic_note != NULL;
}

static gboolean
is_together (const AnalysisCentre *centre)
{
  return centre->together;
}

G_GNUC_PRINTF (2, 3)
static void
add (GPtrArray  *sentences,
     const char *format,
     ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (sentences, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static gboolean
any_few (const AnalysisPool *pool)
{
  gboolean few = FALSE;

  for (guint g = 0; g <= pool->n_groups; g++)
    {
      const AnalysisPoolGroup *group = g < pool->n_groups ? &pool->groups[g] : &pool->overall;

      for (guint i = 0; i < group->n_blocks; i++)
        few = few || analysis_pool_is_few (&group->blocks[i]);
    }
  return few;
}

static void
add_alike (GPtrArray          *sentences,
           const AnalysisPool *pool)
{
  for (guint c = 0; c < pool->centres->len; c++)
    for (guint before = 0; before < c; before++)
      if (analysis_pool_alike (centre_at (pool, before), centre_at (pool, c))
          == ANALYSIS_ALIKE_PERHAPS)
        add (sentences,
             _("%s and %s tell the same counts wherever both tell of them, which is one row: make "
               "sure that they are not one centre under two names."),
             centre_at (pool, before)->name, centre_at (pool, c)->name);
}

GStrv
report_pool_warnings (const AnalysisPool *pool)
{
  GPtrArray *out = g_ptr_array_new ();
  const AnalysisQuestion *question = pool->question;

  if (pool->any_synthetic)
    {
      g_autofree char *names = names_where (pool, is_synthetic);

      add (out, _("Synthetic centres: %s."), names);
    }
  add_alike (out, pool);
  if (pool->cuts_differ)
    add (out, _("The centres' data cuts differ, which was allowed: a centre cut later had longer "
                "to see events and stops, and centres are compared with that in them."));
  if (pool->filters_differ)
    add (out, _("The centres' filters differ: their patients were chosen by different rules."));
  if (pool->any_csv)
    {
      g_autofree char *names = names_where (pool, is_csv);

      add (out, _("Transfers and fates came from a CSV file at: %s. The definitions are those its "
                  "centre stated; Natality did not make the series by them."),
           names);
    }
  if (pool->any_merged)
    add (out, _("Some centres merged rows with small counts: tests take a merged row as one, with "
                "the same chance at each of its transfers."));
  if (pool->together)
    {
      g_autofree char *names = names_where (pool, is_together);

      add (out, _("Those who discontinued and those still in treatment are told in one count at: "
                  "%s. No curve that depends on who stopped is given."),
           names);
    }
  if (pool->merged)
    add (out, _("Rows that hold several transfers have one rate for all of them; the curve has a "
                "value at their end only."));
  if (any_few (pool))
    add (out, _("Few patients reached the end of some of these rows: the value there is what the "
                "one rate would come to, and has no interval. Read the curve up to the row "
                "before."));
  if (question->mature_days == ANALYSIS_MATURE_KNOWN)
    add (out, _("Biased towards failure: every transfer with a known outcome counts, and failures "
                "are known first."));
  if (question->decisions == ANALYSIS_DECISIONS_STATUS)
    add (out,
         _("Decisions as recorded, not by a date window: drop-out may be understated."));
  g_ptr_array_add (out, NULL);
  return (GStrv) g_ptr_array_free (out, FALSE);
}

/* --- who is in it ----------------------------------------------------------------------------- */

static void
append_centre (GString              *out,
               const AnalysisCentre *centre)
{
  gulong patients = (gulong) analysis_centre_patients (centre);
  gulong births = (gulong) analysis_centre_births (centre);

  g_string_append_printf (out, "  %s: ", centre->name);
  g_string_append_printf (out, ngettext ("%lu patient", "%lu patients", patients), patients);
  g_string_append (out, ", ");
  g_string_append_printf (out, ngettext ("%lu event", "%lu events", births), births);
  if (centre->cut != BASE_DAY_NONE)
    {
      g_autofree char *day = base_date_to_display (base_date_from_day (centre->cut));

      g_string_append (out, ", ");
      g_string_append_printf (out, _("data cut %s"), day);
    }
  if (centre->question->where != NULL)
    {
      g_string_append (out, ", ");
      g_string_append_printf (out, _("filter %s"), centre->question->where);
    }
  if (analysis_centre_is_merged (centre))
    {
      g_string_append (out, ", ");
      g_string_append_printf (out, _("rows merged so that no count is below %u"),
                              centre->smallest_cell);
    }
  g_string_append_c (out, '\n');
}

/* What all centres share, in the words of the options. */
static void
append_definitions (GString            *out,
                    const AnalysisPool *pool)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const char *const *names = analysis_centre_definitions ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = analysis_question_get (pool->question, names[i]);

      if (*value != '\0')
        g_string_append_printf (list, "%s%s %s", list->len > 0 ? ", " : "", names[i], value);
    }
  g_string_append_printf (out, _("Definitions, alike in all: %s.\n"), list->str);
}

static void
append_centres (GString            *out,
                const AnalysisPool *pool)
{
  guint n = pool->centres->len;
  g_auto (GStrv) warnings = report_pool_warnings (pool);

  if (report_pool_synthetic (pool) != NULL)
    g_string_append_printf (out, "%s\n", report_pool_synthetic (pool));
  g_string_append_printf (out, ngettext ("%u centre:\n", "%u centres:\n", n), n);
  for (guint c = 0; c < n; c++)
    append_centre (out, centre_at (pool, c));
  append_definitions (out, pool);
  for (guint i = 0; warnings[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", warnings[i]);
}

/* --- curves ----------------------------------------------------------------------------------- */

static void
append_count (GString *out,
              guint64  count,
              int      width)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  report_append_padded (out, text, width);
}

static void
append_group (GString                 *out,
              const AnalysisPool      *pool,
              const char              *name,
              const AnalysisPoolGroup *group)
{
  const char *heads[] = { _("transfer"),     _("at risk"),       _("births"),
                          _("stopped"),      _("in treatment"),  _("per transfer"),
                          _("cumulative") };
  const int widths[] = { 8, 10, 10, 10, 14, 24, 24 };

  if (pool->question->event != ANALYSIS_EVENT_LIVE_BIRTH)
    heads[2] = _("events");
  g_string_append_printf (out, "\n%s\n", name);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    report_append_padded (out, heads[i], widths[i]);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < group->n_blocks; i++)
    {
      const StatsBlock *block = &group->blocks[i];
      const AnalysisGroup *curve = &group->curve;
      guint at = block->last - 1;
      g_autofree char *rows = block->last > block->first
                                  ? g_strdup_printf ("%u–%u", block->first, block->last)
                                  : g_strdup_printf ("%u", block->first);
      g_autofree char *rate = report_percent_interval (curve->hazard[at], curve->wilson_lo[at],
                                                       curve->wilson_hi[at], 1);
      g_autofree char *estimate
        = report_percent_interval (curve->estimate[at], curve->lo[at], curve->hi[at], 1);

      report_append_padded (out, rows, widths[0]);
      append_count (out, block->at_risk, widths[1]);
      append_count (out, block->births, widths[2]);
      if (pool->together)
        {
          report_append_padded (out, "–", widths[3]);
          report_append_padded (out, "–", widths[4]);
        }
      else
        {
          append_count (out, block->stopped, widths[3]);
          append_count (out, block->cut, widths[4]);
        }
      report_append_padded (out, rate, widths[5]);
      report_append_padded (out, estimate, widths[6]);
      if (analysis_pool_is_few (block))
        g_string_append (out, _("   few reached its end"));
      g_string_append_c (out, '\n');
    }
}

static void
append_curves (GString            *out,
               const AnalysisPool *pool)
{
  const AnalysisQuestion *question = pool->question;
  g_autofree char *level = report_percent (question->level, 0);
  g_autofree char *assumption = report_assumption (question);

  g_string_append_printf (out, _("%s: %s. %s %s intervals; rates per transfer with Wilson's.\n"),
                          report_estimator_name (question->estimator), assumption, level,
                          report_limits_name (question->estimator, question->conf_type));
  g_string_append (out, _("Curves are of all centres' patients together, as if of one.\n"));
  append_group (out, pool, _("All"), &pool->overall);
  for (guint g = 0; pool->group_names != NULL && g < pool->n_groups; g++)
    append_group (out, pool, pool->group_names[g], &pool->groups[g]);
}

/* --- comparisons ------------------------------------------------------------------------------ */

const char *
report_centre_use_reason (AnalysisCentreUse use)
{
  switch (use)
    {
    case ANALYSIS_CENTRE_NOTHING_TO_COMPARE:
      return _("at no transfer do its two groups tell anything of each other");
    case ANALYSIS_CENTRE_SEPARATED:
      return _("all its events, or all its failures, that could be compared are in one group: its "
               "ratio has no finite value");
    case ANALYSIS_CENTRE_NOT_REACHED:
      return _("a curve isn't estimable at that transfer");
    case ANALYSIS_CENTRE_MERGED:
      return _("that transfer lies within merged rows, or few reached the end of them");
    case ANALYSIS_CENTRE_TOGETHER:
      return _("it doesn't tell who stopped, which this curve needs");
    case ANALYSIS_CENTRE_NO_VARIANCE:
      return _("its difference has no standard error");
    case ANALYSIS_CENTRE_USED:
    case ANALYSIS_N_CENTRE_USES:
    default:
      return NULL;
    }
}

/* A log ratio as the ratio, a difference in percentage points. */
static char *
shown (double   value,
       gboolean odds)
{
  return odds ? base_number_to_display (exp (value), 2)
              : base_number_to_display (100 * value, 1);
}

static void
append_heterogeneity (GString            *out,
                      const AnalysisPool *pool,
                      const StatsPooled  *pooled,
                      gboolean            odds)
{
  g_autofree char *Q = base_number_to_display (pooled->Q, 2), *p = report_p (pooled->Q_p);
  g_autofree char *I2 = report_percent (pooled->I2, 0);
  g_autofree char *tau2 = base_number_to_display (pooled->tau2, 4);
  g_autofree char *lo = shown (pooled->prediction_lo, odds);
  g_autofree char *hi = shown (pooled->prediction_hi, odds);
  g_autofree char *level = report_percent (pool->question->level, 0);

  if (pooled->n < 2)
    return;
  g_string_append_printf (out, _("  Heterogeneity: Q = %s, df %u, %s; I² %s."), Q, pooled->n - 1, p,
                          I2);
  if (!report_pool_is_fixed (pool, pooled))
    g_string_append_printf (out, _(" τ² %s. In a further centre: %s prediction interval %s to %s."),
                            tau2, level, lo, hi);
  g_string_append_c (out, '\n');
}

const char *
report_pool_method_name (const AnalysisPool *pool,
                         const StatsPooled  *pooled)
{
  return report_pool_is_fixed (pool, pooled) ? _("fixed effect")
         : pool->options.method == STATS_POOL_REML
             ? _("random effects, REML")
             : _("random effects, DerSimonian-Laird");
}

static void
append_summary (GString                      *out,
                const AnalysisPool           *pool,
                const AnalysisCentreEstimate *estimates,
                const StatsPooled            *pooled,
                gboolean                      odds)
{
  g_autofree char *estimate = shown (pooled->estimate, odds), *lo = shown (pooled->lo, odds);
  g_autofree char *hi = shown (pooled->hi, odds), *p = report_p (pooled->p);
  g_autofree char *level = report_percent (pool->question->level, 0);
  gboolean fixed = report_pool_is_fixed (pool, pooled);
  const char *method = report_pool_method_name (pool, pooled);

  if (pooled->n == 0)
    g_string_append (out, _("  No centre has an estimate.\n"));
  else if (odds)
    g_string_append_printf (out,
                            pool->options.hazard_ratio
                                ? ngettext ("  %u centre: hazard ratio %s (%s to %s, %s %s), %s; "
                                            "%s.\n",
                                            "  %u centres: hazard ratio %s (%s to %s, %s %s), %s; "
                                            "%s.\n",
                                            pooled->n)
                                : ngettext ("  %u centre: odds ratio %s (%s to %s, %s %s), %s; "
                                            "%s.\n",
                                            "  %u centres: odds ratio %s (%s to %s, %s %s), %s; "
                                            "%s.\n",
                                            pooled->n),
                            pooled->n, estimate, lo, hi, level,
                            fixed ? _("Wald") : _("Hartung-Knapp"), p, method);
  else
    g_string_append_printf (out,
                            ngettext ("  %u centre: %s points (%s to %s, %s %s), %s; %s.\n",
                                      "  %u centres: %s points (%s to %s, %s %s), %s; %s.\n",
                                      pooled->n),
                            pooled->n, estimate, lo, hi, level,
                            fixed ? _("Wald") : _("Hartung-Knapp"), p, method);
  if (pool->options.method != STATS_POOL_FIXED && pooled->n > 0 && pooled->n < 3)
    g_string_append (out, _("  Fewer than three centres can't tell how much centres vary: the "
                            "fixed effect is given.\n"));
  append_heterogeneity (out, pool, pooled, odds);
  for (guint c = 0; c < pool->centres->len; c++)
    if (estimates[c].use == ANALYSIS_CENTRE_USED)
      {
        g_autofree char *value = shown (estimates[c].estimate, odds);
        g_autofree char *se = odds ? base_number_to_display (estimates[c].se, 2)
                                   : base_number_to_display (100 * estimates[c].se, 1);

        g_string_append_printf (out,
                                odds && pool->options.hazard_ratio
                                    ? _("    %s: hazard ratio %s (standard error of its "
                                        "logarithm %s)\n")
                                : odds ? _("    %s: odds ratio %s (standard error of its "
                                           "logarithm %s)\n")
                                       : _("    %s: %s points (standard error %s)\n"),
                                centre_at (pool, c)->name, value, se);
      }
    else
      g_string_append_printf (out, _("    %s: left out: %s\n"), centre_at (pool, c)->name,
                              report_centre_use_reason (estimates[c].use));
}

static void
append_comparison (GString                      *out,
                   const AnalysisPool           *pool,
                   const AnalysisPoolComparison *of)
{
  g_autofree char *ratio = shown (of->one_stage.log_odds, TRUE);
  g_autofree char *lo = shown (of->one_stage.lo, TRUE), *hi = shown (of->one_stage.hi, TRUE);
  g_autofree char *p = report_p (of->one_stage.p);
  g_autofree char *level = report_percent (pool->question->level, 0);
  g_autofree char *e_value = base_number_to_display (of->e_value, 2);
  g_autofree char *e_limit = base_number_to_display (of->e_value_limit, 2);

  g_string_append_c (out, '\n');
  g_string_append_printf (out, _("“%s” against “%s”\n"), report_pool_group (pool, of->b),
                          report_pool_group (pool, of->a));
  if (of->one_stage.status == STATS_OK)
    g_string_append_printf (out,
                            _("One stage, conditional on centre, stratum and transfer: odds ratio "
                              "%s (%s to %s, %s Wald), %s; E-value %s, of the limit %s.\n"),
                            ratio, lo, hi, level, p, e_value, e_limit);
  else
    g_string_append (out, _("One stage: the odds ratio isn't estimable; no transfer tells the two "
                            "groups apart, or all do so alike.\n"));
  g_string_append (out, pool->options.hazard_ratio
                            ? _("Hazard ratios of the centres (complementary log-log), each within "
                                "its strata:\n")
                            : _("Odds ratios of the centres, each within its strata:\n"));
  append_summary (out, pool, of->odds, &of->pooled_odds, TRUE);
  if (of->differences == NULL)
    return;
  g_string_append_printf (out,
                          pool->options.hazard_ratio
                              ? _("Ratios of the cumulative hazards of the curves after transfer "
                                  "%u (differences on the log-log scale), of the centres:\n")
                              : _("Differences of the curves after transfer %u, of the "
                                  "centres:\n"),
                          pool->options.at);
  append_summary (out, pool, of->differences, &of->pooled_difference, pool->options.hazard_ratio);
}

static void
append_test (GString            *out,
             const AnalysisPool *pool)
{
  g_autofree char *chisq = base_number_to_display (pool->stratified.chisq, 2);
  g_autofree char *p = report_p (pool->stratified.p);

  g_string_append_c (out, '\n');
  for (guint g = 0; g < pool->n_groups; g++)
    {
      g_autofree char *expected = base_number_to_display (pool->expected[g], 1);
      g_autofree char *observed = base_number_to_display (pool->observed[g], 0);

      g_string_append_printf (out,
                              pool->question->event == ANALYSIS_EVENT_LIVE_BIRTH
                                  ? _("“%s”: births %s, expected %s\n")
                                  : _("“%s”: events %s, expected %s\n"),
                              pool->group_names[g], observed, expected);
    }
  if (pool->stratified.df > 0)
    g_string_append_printf (out,
                            ngettext ("Log-rank within %u stratum (centre and its own): χ² = %s, "
                                      "df %u, %s.\n",
                                      "Log-rank within %u strata (centres and their own): χ² = "
                                      "%s, df %u, %s.\n",
                                      pool->n_strata),
                            pool->n_strata, chisq, pool->stratified.df, p);
  else
    g_string_append (out, _("Log-rank within centres: not estimable.\n"));
}

char *
report_pool_text (const AnalysisPool *pool)
{
  GString *out = g_string_new (NULL);

  append_centres (out, pool);
  append_curves (out, pool);
  if (pool->group_names != NULL)
    append_test (out, pool);
  for (guint i = 0; i < pool->n_comparisons; i++)
    append_comparison (out, pool, &pool->comparisons[i]);
  return g_string_free (out, FALSE);
}

/* --- methods ---------------------------------------------------------------------------------- */

static void
add_pooled_methods (GPtrArray *ids,
                    guint      n_fixed,
                    guint      n_random,
                    gboolean   several)
{
  if (n_fixed > 0)
    report_method_add (ids, "pool-fixed");
  if (n_random > 0)
    report_method_add (ids, "pool-random");
  if (several)
    report_method_add (ids, "heterogeneity");
}

GPtrArray *
report_pooled_methods (const AnalysisPool *pool,
                       const StatsPooled  *pooled)
{
  GPtrArray *ids = report_method_list ();
  gboolean fixed = report_pool_is_fixed (pool, pooled), any = pooled->n > 0;

  add_pooled_methods (ids, any && fixed, any && !fixed, pooled->n > 1);
  return ids;
}

/* Of every comparison as it was summarised: few centres have the fixed effect, whatever was
 * asked. */
static void
add_summary_methods (GPtrArray          *ids,
                     const AnalysisPool *pool)
{
  guint n_fixed = 0, n_random = 0;
  gboolean several = FALSE;

  for (guint i = 0; i < pool->n_comparisons; i++)
    {
      const AnalysisPoolComparison *of = &pool->comparisons[i];
      const StatsPooled *pooled[] = { &of->pooled_odds, &of->pooled_difference };

      for (guint j = 0; j < (of->differences != NULL ? 2 : 1); j++)
        {
          several = several || pooled[j]->n > 1;
          if (pooled[j]->n > 0 && report_pool_is_fixed (pool, pooled[j]))
            n_fixed++;
          else if (pooled[j]->n > 0)
            n_random++;
        }
    }
  add_pooled_methods (ids, n_fixed, n_random, several);
}

GPtrArray *
report_pool_methods (const AnalysisPool *pool)
{
  const AnalysisQuestion *question = pool->question;
  GPtrArray *ids = report_method_list ();

  report_method_add (ids, analysis_estimator_id (question->estimator));
  report_method_add (ids, question->estimator == ANALYSIS_ESTIMATOR_CRUDE
                              ? "wilson"
                              : analysis_conf_type_id (question->conf_type));
  report_method_add (ids, "hazard");
  report_method_add (ids, "wilson");
  if (pool->n_groups > 1)
    report_method_add (ids, "stratified");
  if (pool->n_comparisons > 0)
    {
      report_method_add (ids, "pool-one-stage");
      report_method_add (ids, "e-value");
    }
  if (pool->n_comparisons > 0 && pool->options.hazard_ratio)
    report_method_add (ids, "centre-hazard-ratio");
  if (pool->n_comparisons > 0 && pool->options.at > 0)
    report_method_add (ids, pool->options.hazard_ratio ? "log-log-difference"
                                                       : "centre-difference");
  add_summary_methods (ids, pool);
  return ids;
}
