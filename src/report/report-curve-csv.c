/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV of `curve`: one line per group and transfer. What is asked beside the curves stands in
 * columns after the others, what belongs to a group as a whole on each of its lines. */
#include "report-curve.h"

#include <math.h>

#include "base-number.h"
#include "config.h"
#include "report-text-private.h"

static void
append_cell (GString *out,
             double   value)
{
  char buffer[BASE_NUMBER_SIZE];

  g_string_append_c (out, ',');
  if (isfinite (value))
    g_string_append (out, base_number_to_buffer (value, buffer));
}

/* --- columns that are asked for --------------------------------------------------------------- */

static void
append_more_heads (GString              *out,
                   const AnalysisAnswer *answer,
                   const AnalysisExtras *extras)
{
  char chance[BASE_NUMBER_SIZE];

  if (answer->overall.ipcw != NULL)
    g_string_append (out, ",ipcw_se,ipcw_se_estimated,weights_effective,weights_min,weights_median,"
                          "weights_max,weights_mean,weights_truncated");
  if (extras == NULL)
    return;
  for (guint b = 0; extras->options.bands && b < STATS_N_BANDS; b++)
    g_string_append_printf (out, ",%s_lo,%s_hi", analysis_band_id ((StatsBand) b),
                            analysis_band_id ((StatsBand) b));
  if (extras->options.posterior)
    g_string_append (out, ",lo_bayesian,hi_bayesian");
  if (extras->options.bootstrap > 0)
    g_string_append (out, ",lo_percentile,hi_percentile,lo_bca,hi_bca,bootstrap_undefined");
  if (extras->options.tau > 0)
    g_string_append (out, ",restricted_mean,restricted_mean_se,restricted_mean_lo,"
                          "restricted_mean_hi,restricted_mean_difference,"
                          "restricted_mean_difference_se,restricted_mean_difference_lo,"
                          "restricted_mean_difference_hi");
  for (guint i = 0; i < extras->options.n_chances; i++)
    {
      base_number_to_buffer (extras->options.chances[i], chance);
      g_string_append_printf (out, ",transfers_to_%s,transfers_to_%s_lo,transfers_to_%s_hi", chance,
                              chance, chance);
    }
}

static void
append_weights (GString             *out,
                const AnalysisGroup *group,
                guint                i)
{
  append_cell (out, group->ipcw_se[i]);
  append_cell (out, group->ipcw_se_estimated[i]);
  append_cell (out, group->effective[i]);
  append_cell (out, group->weights.min);
  append_cell (out, group->weights.median);
  append_cell (out, group->weights.max);
  append_cell (out, group->weights.mean);
  append_cell (out, group->weights.truncated);
}

static void
append_contrast (GString             *out,
                 const StatsContrast *contrast)
{
  append_cell (out, contrast->estimate);
  append_cell (out, contrast->se);
  append_cell (out, contrast->lo);
  append_cell (out, contrast->hi);
}

static void
append_transfers (GString *out,
                  guint    transfers)
{
  append_cell (out, transfers > 0 ? transfers : NAN);
}

static void
append_extras (GString                     *out,
               const AnalysisExtrasOptions *options,
               const AnalysisExtrasGroup   *extras,
               guint                        i)
{
  for (guint b = 0; options->bands && b < STATS_N_BANDS; b++)
    {
      append_cell (out, extras->band_lo[b][i]);
      append_cell (out, extras->band_hi[b][i]);
    }
  if (options->posterior)
    {
      append_cell (out, extras->posterior_lo[i]);
      append_cell (out, extras->posterior_hi[i]);
    }
  if (options->bootstrap > 0)
    {
      append_cell (out, extras->percentile_lo[i]);
      append_cell (out, extras->percentile_hi[i]);
      append_cell (out, extras->bca_lo[i]);
      append_cell (out, extras->bca_hi[i]);
      append_cell (out, extras->undefined[i]);
    }
  if (options->tau > 0)
    {
      append_contrast (out, &extras->restricted_mean);
      append_contrast (out, &extras->restricted_difference);
    }
  for (guint c = 0; c < options->n_chances; c++)
    {
      append_transfers (out, extras->reach[c].transfers);
      append_transfers (out, extras->reach[c].lo);
      append_transfers (out, extras->reach[c].hi);
    }
}

/* --- all of it -------------------------------------------------------------------------------- */

static void
append_group (GString                   *out,
              const char                *name,
              const AnalysisGroup       *group,
              const AnalysisExtras      *extras,
              const AnalysisExtrasGroup *of_group)
{
  for (guint i = 0; i < group->n; i++)
    {
      const StatsRiskRow *row = &group->risk[i];

      report_append_quoted (out, name);
      g_string_append_printf (out, ",%u,%u,%u,%u,%u,%u", row->k, row->at_risk, row->births,
                              row->stopped, row->cut, row->open);
      append_cell (out, group->hazard[i]);
      append_cell (out, group->wilson_lo[i]);
      append_cell (out, group->wilson_hi[i]);
      append_cell (out, group->optimistic[i]);
      append_cell (out, group->optimistic_se[i]);
      append_cell (out, group->conservative[i]);
      append_cell (out, group->conservative_se[i]);
      append_cell (out, group->crude[i]);
      append_cell (out, group->adjusted[i]);
      append_cell (out, group->estimate[i]);
      append_cell (out, group->lo[i]);
      append_cell (out, group->hi[i]);
      if (group->ipcw != NULL)
        append_weights (out, group, i);
      if (extras != NULL)
        append_extras (out, &extras->options, of_group, i);
      g_string_append_c (out, '\n');
    }
}

char *
report_curve_csv (const AnalysisAnswer *answer,
                  const AnalysisExtras *extras,
                  const ReportSource   *source)
{
  GString *out =
      g_string_new ("group,k,at_risk,births,discontinued,censored,open,rate,wilson_lo,wilson_hi,"
                    "optimistic,optimistic_se,conservative,conservative_se,crude,adjusted,"
                    "estimate,lo,hi");

  append_more_heads (out, answer, extras);
  g_string_append_c (out, '\n');
  append_group (out, "", &answer->overall, extras, extras != NULL ? &extras->overall : NULL);
  for (guint g = 0; g < answer->n_groups; g++)
    append_group (out, answer->groups[g].name, &answer->groups[g], extras,
                  extras != NULL ? &extras->groups[g] : NULL);
  return g_string_free (out, FALSE);
}

/* --- times of presumption --------------------------------------------------------------------- */

static void
append_presumed (GString                   *out,
                 const AnalysisPresumption *presumption,
                 const char                *name)
{
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    {
      const AnalysisGroup *group = analysis_presumption_group (presumption, i, name);
      guint at = presumption->at;
      gboolean known = group != NULL && at <= group->n;

      report_append_quoted (out, name);
      g_string_append_printf (out, ",%d,%u", presumption->days[i], at);
      append_cell (out, group != NULL ? (double) group->n_patients : 0);
      append_cell (out, known ? group->risk[at - 1].at_risk : 0);
      append_cell (out, group != NULL ? (double) group->n_stopped : 0);
      append_cell (out, group != NULL ? (double) group->n_in_treatment : 0);
      append_cell (out, group != NULL ? (double) group->n_open : 0);
      append_cell (out, known ? group->optimistic[at - 1] : NAN);
      append_cell (out, known ? group->conservative[at - 1] : NAN);
      append_cell (out, known ? group->crude[at - 1] : NAN);
      append_cell (out, known ? group->estimate[at - 1] : NAN);
      append_cell (out, known ? group->lo[at - 1] : NAN);
      append_cell (out, known ? group->hi[at - 1] : NAN);
      g_string_append_c (out, '\n');
    }
}

char *
report_presumption_csv (const AnalysisPresumption *presumption)
{
  GString *out = g_string_new ("group,days,at,patients,at_risk,discontinued,in_treatment,open,"
                               "optimistic,conservative,crude,estimate,lo,hi\n");
  const AnalysisAnswer *first = presumption->answers[0];

  append_presumed (out, presumption, NULL);
  for (guint g = 0; g < first->n_groups; g++)
    append_presumed (out, presumption, first->groups[g].name);
  return g_string_free (out, FALSE);
}
