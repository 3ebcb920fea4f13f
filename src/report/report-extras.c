/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked beside a curve, as text: report-extras-private.h. Computes no figure. */
#include "config.h"

#include "report-extras-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-tests.h"

/* "48.0–73.5", in percent and within 0 to 100 (a band's limits aren't cut); an en dash. */
static char *
percent_range (double lo,
               double hi)
{
  g_autofree char *from = base_number_to_display (100 * CLAMP (lo, 0, 1), 1);
  g_autofree char *to = base_number_to_display (100 * CLAMP (hi, 0, 1), 1);

  return isfinite (lo) && isfinite (hi) ? g_strdup_printf ("%s–%s", from, to) : g_strdup ("–");
}

static char *
number_range (double lo,
              double hi)
{
  g_autofree char *from = base_number_to_display (lo, 2), *to = base_number_to_display (hi, 2);

  /* Translators: from a number to another, of which the first may be negative. */
  return isfinite (lo) && isfinite (hi) ? g_strdup_printf (_("%s to %s"), from, to)
                                        : g_strdup ("–");
}

static void
add_number (ReportColumns *columns,
            guint          number)
{
  report_columns_add (columns, g_strdup_printf ("%u", number));
}

/* --- restricted mean -------------------------------------------------------------------------- */

static void
append_restricted_mean (GString              *out,
                        const AnalysisAnswer *answer,
                        int                   index,
                        const AnalysisExtras *extras)
{
  const AnalysisExtrasGroup *own = index < 0 ? &extras->overall : &extras->groups[index];
  const StatsContrast *mean = &own->restricted_mean, *less = &own->restricted_difference;
  g_autofree char *level = report_percent (answer->question->level, 0);
  g_autofree char *value = base_number_to_display (mean->estimate, 2);
  g_autofree char *range = number_range (mean->lo, mean->hi);

  g_string_append_c (out, '\n');
  if (!isfinite (mean->estimate))
    {
      g_string_append_printf (out,
                              _("Restricted mean number of transfers to a birth, of at most %u: – "
                                "(the optimistic curve isn't known that far).\n"),
                              extras->options.tau);
      return;
    }
  g_string_append_printf (out,
                          _("Restricted mean number of transfers to a birth, of at most %u, by "
                            "the optimistic curve: %s (%s normal interval: %s).\n"),
                          extras->options.tau, value, level, range);
  if (index > 0)
    {
      g_autofree char *points = base_number_to_display (less->estimate, 2);
      g_autofree char *between = number_range (less->lo, less->hi);
      g_autofree char *p = report_p (less->p);

      g_string_append_printf (out, _("  Less that of %s: %s (%s normal interval: %s), %s.\n"),
                              answer->groups[0].label, points, level, between, p);
    }
}

/* --- transfers to a chance -------------------------------------------------------------------- */

char *
report_reach_range (const AnalysisReach *reach)
{
  if (reach->lo == 0)
    return g_strdup ("–");
  if (reach->hi == 0)
    return g_strdup_printf (_("%u or more"), reach->lo);
  return reach->lo == reach->hi ? g_strdup_printf ("%u", reach->lo)
                                : g_strdup_printf ("%u–%u", reach->lo, reach->hi);
}

static void
append_reach (GString                     *out,
              const AnalysisAnswer        *answer,
              const AnalysisGroup         *group,
              const AnalysisExtrasOptions *options,
              const AnalysisExtrasGroup   *extras)
{
  g_autofree char *level = report_percent (answer->question->level, 0);
  gboolean reached = TRUE;
  ReportColumns columns;

  g_string_append_c (out, '\n');
  report_columns_init (&columns, 3);
  report_columns_add (&columns, g_strdup (_("chance")));
  report_columns_add (&columns, g_strdup (_("transfers needed")));
  report_columns_add (&columns, g_strdup_printf (_("%s %s limits"), level,
                                                 report_interval_name (answer)));
  for (guint i = 0; i < options->n_chances; i++)
    {
      const AnalysisReach *reach = &extras->reach[i];

      report_columns_add (&columns, report_percent (options->chances[i], 1));
      report_columns_add (&columns, reach->transfers > 0
                                        ? g_strdup_printf ("%u", reach->transfers)
                                        : g_strdup ("–"));
      report_columns_add (&columns, report_reach_range (reach));
      reached = reached && reach->transfers > 0;
    }
  report_columns_append (&columns, out);
  if (!reached)
    g_string_append_printf (out,
                            ngettext ("  –: the curve doesn't reach that chance within %u "
                                      "transfer.\n",
                                      "  –: the curve doesn't reach that chance within %u "
                                      "transfers.\n",
                                      group->n),
                            group->n);
}

/* --- intervals transfer by transfer ----------------------------------------------------------- */

const char *
report_band_name (StatsBand band)
{
  switch (band)
    {
    case STATS_BAND_HALL_WELLNER:
      return _("Hall-Wellner");
    case STATS_BAND_HALL_WELLNER_LOG:
      return _("log Hall-Wellner");
    case STATS_BAND_EQUAL_PRECISION:
      return _("Nair");
    case STATS_BAND_EQUAL_PRECISION_LOG:
      return _("log Nair");
    case STATS_BAND_SIMULTANEOUS:
      return _("simultaneous");
    case STATS_BAND_SIMULTANEOUS_LOG:
    default:
      return _("log simultaneous");
    }
}

static void
append_bands (GString                   *out,
              const AnalysisGroup       *group,
              double                     level,
              const AnalysisExtrasGroup *extras)
{
  g_autofree char *percent = report_percent (level, 0);
  gboolean gaps = FALSE, cut = FALSE;
  ReportColumns columns;

  g_string_append_c (out, '\n');
  g_string_append_printf (out,
                          _("%s bands of the optimistic curve, for all its transfers together "
                            "(%%):\n"),
                          percent);
  report_columns_init (&columns, 1 + STATS_N_BANDS);
  report_columns_add (&columns, g_strdup (_("transfer")));
  for (guint b = 0; b < STATS_N_BANDS; b++)
    report_columns_add (&columns, g_strdup (report_band_name ((StatsBand) b)));
  for (guint i = 0; i < group->n; i++)
    {
      add_number (&columns, i + 1);
      for (guint b = 0; b < STATS_N_BANDS; b++)
        {
          double lo = extras->band_lo[b][i], hi = extras->band_hi[b][i];

          report_columns_add (&columns, percent_range (lo, hi));
          gaps = gaps || isnan (lo);
          cut = cut || lo < 0 || hi > 1;
        }
    }
  report_columns_add (&columns, g_strdup (_("critical value")));
  for (guint b = 0; b < STATS_N_BANDS; b++)
    report_columns_add (&columns, base_number_to_display (extras->band_critical[b], 4));
  report_columns_append (&columns, out);
  if (cut)
    g_string_append (out, _("  Limits beyond 0 or 100 % are shown as these.\n"));
  if (gaps)
    g_string_append (out, _("  –: there is no band before the first event, nor once everyone at "
                            "risk had it.\n"));
}

/* Why a drawn interval is missing. */
static void
append_drawn_reasons (GString                     *out,
                      const AnalysisQuestion      *question,
                      const AnalysisGroup         *group,
                      const AnalysisExtrasOptions *options,
                      const AnalysisExtrasGroup   *extras)
{
  gboolean no_posterior = FALSE, no_bootstrap = FALSE, no_bca = FALSE;

  for (guint i = 0; i < group->n; i++)
    {
      no_posterior = no_posterior || (options->posterior && isnan (extras->posterior_lo[i]));
      no_bootstrap
        = no_bootstrap || (options->bootstrap > 0 && isnan (extras->percentile_lo[i]));
      no_bca = no_bca
               || (options->bootstrap > 0 && isnan (extras->bca_lo[i])
                   && !isnan (extras->percentile_lo[i]));
    }
  if (no_posterior)
    g_string_append_printf (out, _("  –: of this estimator there is no Bayesian interval.\n"));
  if (no_bootstrap)
    g_string_append (out, _("  –: more than 5 % of the resamples have nobody left at that "
                            "transfer, or there are fewer than 100 resamples, or all are "
                            "alike.\n"));
  if (no_bca && question->estimator == ANALYSIS_ESTIMATOR_IPCW
      && group->n_patients > ANALYSIS_MOST_WITHOUT)
    g_string_append_printf (out,
                            _("  –: BCa of the weighted curve needs a model of stopping without "
                              "each single patient: of more than %d it isn't made.\n"),
                            ANALYSIS_MOST_WITHOUT);
  else if (no_bca)
    g_string_append (out, _("  –: BCa needs the curve without each single patient, which isn't "
                            "known there, and resamples on both sides of the estimate.\n"));
}

static void
append_drawn (GString                     *out,
              const AnalysisQuestion      *question,
              const AnalysisGroup         *group,
              const AnalysisExtrasOptions *options,
              const AnalysisExtrasGroup   *extras)
{
  g_autofree char *level = report_percent (question->level, 0);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, options->seed);
  gboolean posterior = options->posterior, bootstrap = options->bootstrap > 0;
  ReportColumns columns;

  g_string_append_c (out, '\n');
  if (bootstrap)
    g_string_append_printf (out,
                            ngettext ("%s intervals by drawing, with seed %s and %u resample of "
                                      "the patients:\n",
                                      "%s intervals by drawing, with seed %s and %u resamples of "
                                      "the patients:\n",
                                      options->bootstrap),
                            level, seed, options->bootstrap);
  else
    g_string_append_printf (out, _("%s intervals by drawing, with seed %s:\n"), level, seed);
  report_columns_init (&columns, 2 + (posterior ? 1 : 0) + (bootstrap ? 3 : 0));
  report_columns_add (&columns, g_strdup (_("transfer")));
  report_columns_add (&columns, g_strdup (_("cumulative")));
  if (posterior)
    report_columns_add (&columns, g_strdup (_("Bayesian")));
  if (bootstrap)
    {
      report_columns_add (&columns, g_strdup (_("percentile")));
      report_columns_add (&columns, g_strdup (_("BCa")));
      report_columns_add (&columns, g_strdup (_("resamples undefined")));
    }
  for (guint i = 0; i < group->n; i++)
    {
      add_number (&columns, i + 1);
      report_columns_add (&columns, report_percent (group->estimate[i], 1));
      if (posterior)
        report_columns_add (&columns,
                            percent_range (extras->posterior_lo[i], extras->posterior_hi[i]));
      if (!bootstrap)
        continue;
      report_columns_add (&columns,
                          percent_range (extras->percentile_lo[i], extras->percentile_hi[i]));
      report_columns_add (&columns, percent_range (extras->bca_lo[i], extras->bca_hi[i]));
      report_columns_add (&columns, report_percent (extras->undefined[i], 1));
    }
  report_columns_append (&columns, out);
  append_drawn_reasons (out, question, group, options, extras);
}

/* --- weights ---------------------------------------------------------------------------------- */

static void
append_weights (GString                *out,
                const AnalysisQuestion *question,
                const AnalysisGroup    *group)
{
  g_autofree char *min = base_number_to_display (group->weights.min, 2);
  g_autofree char *median = base_number_to_display (group->weights.median, 2);
  g_autofree char *max = base_number_to_display (group->weights.max, 2);
  g_autofree char *mean = base_number_to_display (group->weights.mean, 2);
  g_autofree char *changed = report_percent (group->weights.truncated, 1);
  ReportColumns columns;

  g_string_append_c (out, '\n');
  if (!isfinite (group->weights.min))
    g_string_append (out, _("Nobody had a second transfer with a weight.\n"));
  else
    g_string_append_printf (out,
                            _("Weights after the first transfer: smallest %s, median %s, largest "
                              "%s, mean %s.\n"),
                            min, median, max, mean);
  if (question->truncate > 0 && isfinite (group->weights.truncated))
    {
      g_autofree char *low = report_percent (question->truncate, 1);
      g_autofree char *high = report_percent (1 - question->truncate, 1);

      g_string_append_printf (out, _("Truncated at their quantiles %s and %s: %s of them.\n"), low,
                              high, changed);
    }
  report_columns_init (&columns, 5);
  report_columns_add (&columns, g_strdup (_("transfer")));
  report_columns_add (&columns, g_strdup (_("weighted")));
  report_columns_add (&columns, g_strdup (_("se, weights known")));
  report_columns_add (&columns, g_strdup (_("se, weights estimated")));
  report_columns_add (&columns, g_strdup (_("worth patients")));
  for (guint i = 0; i < group->n; i++)
    {
      add_number (&columns, i + 1);
      report_columns_add (&columns, report_percent (group->ipcw[i], 1));
      report_columns_add (&columns, base_number_to_display (group->ipcw_se[i], 4));
      report_columns_add (&columns, base_number_to_display (group->ipcw_se_estimated[i], 4));
      report_columns_add (&columns, base_number_to_display (group->effective[i], 1));
    }
  report_columns_append (&columns, out);
  if (question->truncate > 0)
    g_string_append (out, _("  –: truncated weights have no standard error that reckons with "
                            "their estimation.\n"));
  if (group->weights_lost > 0)
    g_string_append_printf (out,
                            _("  The weights aren't defined after transfer %u: no comparable "
                              "patients remain.\n"),
                            group->weights_lost - 1);
}

/* --- all of it -------------------------------------------------------------------------------- */

void
report_extras_append (GString              *out,
                      const AnalysisAnswer *answer,
                      int                   index,
                      const AnalysisExtras *extras)
{
  const AnalysisGroup *group = index < 0 ? &answer->overall : &answer->groups[index];
  const AnalysisExtrasGroup *own;

  if (group->n == 0)
    return;
  if (group->ipcw != NULL)
    append_weights (out, answer->question, group);
  if (extras == NULL)
    return;
  own = index < 0 ? &extras->overall : &extras->groups[index];
  if (extras->options.posterior || extras->options.bootstrap > 0)
    append_drawn (out, answer->question, group, &extras->options, own);
  if (extras->options.bands)
    append_bands (out, group, answer->question->level, own);
  if (extras->options.n_chances > 0)
    append_reach (out, answer, group, &extras->options, own);
  if (extras->options.tau > 0)
    append_restricted_mean (out, answer, index, extras);
}

/* --- times of presumption --------------------------------------------------------------------- */

static void
add_presumed_counts (ReportColumns             *columns,
                     const AnalysisPresumption *presumption,
                     const char                *name)
{
  const char *heads[] = { _("patients"), _("stopped"), _("still in treatment"),
                          _("of these, decision open"), _("at risk") };

  for (guint row = 0; row < G_N_ELEMENTS (heads); row++)
    {
      report_columns_add (columns, g_strdup (heads[row]));
      for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
        {
          const AnalysisGroup *group = analysis_presumption_group (presumption, i, name);
          gboolean known = group != NULL && presumption->at <= group->n;
          guint64 counts[G_N_ELEMENTS (heads)] = { 0 };

          if (group != NULL)
            {
              counts[0] = group->n_patients;
              counts[1] = group->n_stopped;
              counts[2] = group->n_in_treatment;
              counts[3] = group->n_open;
              counts[4] = known ? group->risk[presumption->at - 1].at_risk : 0;
            }
          report_columns_add (columns, g_strdup_printf ("%" G_GUINT64_FORMAT, counts[row]));
        }
    }
}

static void
add_presumed_chances (ReportColumns             *columns,
                      const AnalysisPresumption *presumption,
                      const char                *name)
{
  const AnalysisAnswer *first = presumption->answers[0];
  AnalysisEstimator estimators[] = { ANALYSIS_ESTIMATOR_OPTIMISTIC,
                                     ANALYSIS_ESTIMATOR_CONSERVATIVE, ANALYSIS_ESTIMATOR_CRUDE,
                                     first->question->estimator };

  for (guint row = 0; row < G_N_ELEMENTS (estimators); row++)
    {
      gboolean own = row + 1 == G_N_ELEMENTS (estimators);

      report_columns_add (columns,
                          own ? g_strdup_printf (_("%s, with its %s interval"),
                                                 report_estimator_name (estimators[row]),
                                                 report_interval_name (first))
                              : g_strdup (report_estimator_name (estimators[row])));
      for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
        {
          const AnalysisGroup *group = analysis_presumption_group (presumption, i, name);
          gboolean known = group != NULL && presumption->at <= group->n;
          guint k = presumption->at - 1;
          const double *curves[G_N_ELEMENTS (estimators)] = { NULL };

          if (known)
            {
              curves[0] = group->optimistic;
              curves[1] = group->conservative;
              curves[2] = group->crude;
              curves[3] = group->estimate;
            }
          report_columns_add (columns,
                              known && own ? report_percent_interval (curves[row][k], group->lo[k],
                                                                      group->hi[k], 1)
                                           : report_percent (known ? curves[row][k] : NAN, 1));
        }
    }
}

static void
append_presumed (GString                   *out,
                 const AnalysisPresumption *presumption,
                 const char                *name,
                 const char                *label)
{
  ReportColumns columns;

  report_columns_init (&columns, 1 + ANALYSIS_N_PRESUMED);
  columns.left = TRUE;
  report_columns_add (&columns, g_strdup (label));
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    report_columns_add (&columns,
                        g_strdup_printf (ngettext ("%d day", "%d days",
                                                   (gulong) presumption->days[i]),
                                         presumption->days[i]));
  add_presumed_counts (&columns, presumption, name);
  add_presumed_chances (&columns, presumption, name);
  g_string_append_c (out, '\n');
  report_columns_append (&columns, out);
}

void
report_presumption_append (GString                   *out,
                           const AnalysisPresumption *presumption)
{
  const AnalysisAnswer *first = presumption->answers[0];
  gboolean unknown = FALSE;

  g_string_append_c (out, '\n');
  g_string_append_printf (out,
                          _("Estimates after transfer %u, by the days without a next transfer "
                            "after which a patient is presumed to have stopped:\n"),
                          presumption->at);
  append_presumed (out, presumption, NULL, _("All"));
  for (guint g = 0; g < first->n_groups; g++)
    append_presumed (out, presumption, first->groups[g].name, first->groups[g].label);
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    {
      unknown = unknown || presumption->at > presumption->answers[i]->overall.n;
      for (guint g = 0; g < presumption->answers[i]->n_groups; g++)
        unknown = unknown || presumption->at > presumption->answers[i]->groups[g].n;
    }
  if (unknown)
    g_string_append_printf (out, _("  –: nobody had transfer %u.\n"), presumption->at);
  if (first->question->decisions == ANALYSIS_DECISIONS_STATUS)
    g_string_append (out, _("Decisions are taken as recorded here, whatever the days.\n"));
}
