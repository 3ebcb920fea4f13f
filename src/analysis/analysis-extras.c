/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands, restricted means, drawn intervals of an answer's groups: analysis-extras.h. */
#include "config.h"

#include "analysis-extras.h"

#include <math.h>
#include <string.h>

#include "stats-curve.h"
#include "stats-resample.h"

#define AT_ONCE 500

const char *
analysis_band_id (StatsBand band)
{
  static const char *const ids[STATS_N_BANDS]
    = { "hall-wellner", "loghall", "epband", "logep", "simultaneous", "simultaneous-log" };

  return ids[band];
}

static gboolean
is_cancelled (const gint *cancelled)
{
  return cancelled != NULL && g_atomic_int_get (cancelled) != 0;
}

static double *
array_new (guint n)
{
  double *array = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    array[i] = NAN;
  return array;
}

static void
add_bands (AnalysisExtrasGroup *self,
           const AnalysisGroup *group,
           double               level)
{
  for (guint b = 0; b < STATS_N_BANDS; b++)
    {
      self->band_lo[b] = array_new (group->n);
      self->band_hi[b] = array_new (group->n);
      self->band_critical[b] = stats_band (group->risk, group->n, (StatsBand) b, level,
                                           self->band_lo[b], self->band_hi[b]);
    }
}

/* --- drawn ------------------------------------------------------------------------------------ */

/* Whether the estimator is a curve of the counts alone, by the adjusted curve's recursion. */
static gboolean
is_recursive (const AnalysisQuestion *question)
{
  return question->estimator != ANALYSIS_ESTIMATOR_CRUDE
         && question->estimator != ANALYSIS_ESTIMATOR_IPCW;
}

/* theta and pi of the question's estimator as an adjusted curve. */
static void
sensitivity (const AnalysisQuestion *question,
             double                 *out_theta,
             double                 *out_pi)
{
  *out_theta = question->estimator == ANALYSIS_ESTIMATOR_ADJUSTED       ? question->theta
               : question->estimator == ANALYSIS_ESTIMATOR_CONSERVATIVE ? 0
                                                                        : 1;
  *out_pi = question->estimator == ANALYSIS_ESTIMATOR_ADJUSTED ? question->pi : 0;
}

/* The k-th column of draws, n_rows wide, into `column`. */
static void
take_column (const double *draws,
             guint         n_draws,
             guint         n_rows,
             guint         k,
             double       *column)
{
  for (guint i = 0; i < n_draws; i++)
    column[i] = draws[(gsize) i * n_rows + k];
}

static gboolean
add_posterior (AnalysisExtrasGroup    *self,
               const AnalysisGroup    *group,
               const AnalysisQuestion *question,
               guint64                 seed,
               guint                   salt,
               const gint             *cancelled)
{
  g_autofree double *draws
    = g_new (double, (gsize) ANALYSIS_POSTERIOR_DRAWS * MAX (group->n, 1));
  g_autofree double *column = g_new (double, ANALYSIS_POSTERIOR_DRAWS);
  double theta, pi;

  self->posterior_lo = array_new (group->n);
  self->posterior_hi = array_new (group->n);
  if (!is_recursive (question) || group->n == 0)
    return TRUE;
  sensitivity (question, &theta, &pi);
  for (guint first = 0; first < ANALYSIS_POSTERIOR_DRAWS; first += AT_ONCE)
    if (is_cancelled (cancelled)
        || stats_posterior_draw (group->risk, group->n, theta, pi, seed, salt, first, AT_ONCE,
                                 draws + (gsize) first * group->n)
               != STATS_OK)
      return FALSE;
  for (guint k = 0; k < group->n; k++)
    {
      StatsDrawn drawn;

      take_column (draws, ANALYSIS_POSTERIOR_DRAWS, group->n, k, column);
      drawn = stats_drawn_percentile (column, ANALYSIS_POSTERIOR_DRAWS, question->level);
      self->posterior_lo[k] = drawn.lo;
      self->posterior_hi[k] = drawn.hi;
    }
  return TRUE;
}

/* StatsCurveFunc of the question's estimator. */
static void
curve (const StatsRiskRow *rows,
       unsigned            n_rows,
       const void         *data,
       double             *out)
{
  const AnalysisQuestion *question = data;
  double theta, pi;

  if (question->estimator == ANALYSIS_ESTIMATOR_CRUDE)
    {
      stats_curve_crude (rows, n_rows, out);
      return;
    }
  sensitivity (question, &theta, &pi);
  stats_curve_adjusted (rows, n_rows, theta, pi, out, NULL, NULL);
}

/* A histogram of a group's patients from its risk table. */
static guint64 *
histogram_of (const AnalysisGroup *group)
{
  guint64 *counts = g_new0 (guint64, stats_risk_histogram_size (group->n));

  for (guint i = 0; i < group->n; i++)
    {
      guint64 *cell = counts + (gsize) (i + 1) * STATS_N_FATES;

      cell[STATS_FATE_LIVE_BIRTH] = group->risk[i].births;
      cell[STATS_FATE_DISCONTINUED] = group->risk[i].stopped;
      cell[STATS_FATE_OPEN] = group->risk[i].open;
      cell[STATS_FATE_IN_TREATMENT] = group->risk[i].cut - group->risk[i].open;
    }
  return counts;
}

/* One curve a replicate; beyond its last transfer it is what the curve says of rows with nobody. */
static gboolean
draw_replicates (const AnalysisGroup    *group,
                 const guint64          *counts,
                 const AnalysisQuestion *question,
                 guint                   replicates,
                 guint64                 seed,
                 double                 *draws,
                 const gint             *cancelled)
{
  g_autofree guint64 *drawn = g_new (guint64, stats_risk_histogram_size (group->n));
  g_autofree StatsRiskRow *rows = g_new0 (StatsRiskRow, group->n);

  for (guint i = 0; i < replicates; i++)
    {
      unsigned n_rows = 0;

      if (i % AT_ONCE == 0 && is_cancelled (cancelled))
        return FALSE;
      stats_bootstrap_histogram (counts, group->n, seed, i, drawn);
      if (stats_risk_from_histogram (drawn, group->n, rows, &n_rows) != STATS_OK)
        return FALSE;
      for (guint k = n_rows; k < group->n; k++)
        rows[k] = (StatsRiskRow) { .k = k + 1 };
      curve (rows, group->n, question, draws + (gsize) i * group->n);
    }
  return TRUE;
}

static gboolean
add_bootstrap (AnalysisExtrasGroup    *self,
               const AnalysisGroup    *group,
               const AnalysisQuestion *question,
               guint                   replicates,
               guint64                 seed,
               const gint             *cancelled)
{
  g_autofree guint64 *counts = histogram_of (group);
  g_autofree double *draws = g_new (double, (gsize) replicates * MAX (group->n, 1));
  g_autofree double *column = g_new (double, replicates), *acceleration = array_new (group->n);

  self->percentile_lo = array_new (group->n);
  self->percentile_hi = array_new (group->n);
  self->bca_lo = array_new (group->n);
  self->bca_hi = array_new (group->n);
  self->undefined = array_new (group->n);
  if (group->n == 0 || question->estimator == ANALYSIS_ESTIMATOR_IPCW)
    return TRUE;
  if (!draw_replicates (group, counts, question, replicates, seed, draws, cancelled))
    return FALSE;
  stats_bootstrap_acceleration (counts, group->n, curve, question, acceleration);
  for (guint k = 0; k < group->n; k++)
    {
      StatsDrawn drawn;

      take_column (draws, replicates, group->n, k, column);
      drawn = stats_drawn_percentile (column, replicates, question->level);
      self->percentile_lo[k] = drawn.lo;
      self->percentile_hi[k] = drawn.hi;
      self->undefined[k] = drawn.undefined;
      take_column (draws, replicates, group->n, k, column);
      drawn = stats_drawn_bca (column, replicates, group->estimate[k], acceleration[k],
                               question->level);
      self->bca_lo[k] = drawn.lo;
      self->bca_hi[k] = drawn.hi;
    }
  return TRUE;
}

/* --- all of it -------------------------------------------------------------------------------- */

/* group: its index, or -1 for all. FALSE: cancelled. */
static gboolean
add_group (AnalysisExtrasGroup         *self,
           const AnalysisGroup         *group,
           int                          index,
           const AnalysisQuestion      *question,
           const AnalysisExtrasOptions *options,
           const gint                  *cancelled)
{
  guint salt = (guint) (index + 1);

  if (options->tau > 0)
    self->restricted_mean = stats_contrast_restricted_mean (group->risk, group->n, options->tau,
                                                            question->level);
  if (options->bands)
    add_bands (self, group, question->level);
  if (options->posterior
      && !add_posterior (self, group, question, options->seed, salt, cancelled))
    return FALSE;
  return options->bootstrap == 0
         || add_bootstrap (self, group, question, options->bootstrap,
                           options->seed + ((guint64) salt << 40), cancelled);
}

AnalysisExtras *
analysis_extras_new (const AnalysisAnswer        *answer,
                     const AnalysisExtrasOptions *options,
                     const gint                  *cancelled)
{
  g_autoptr (AnalysisExtras) self = g_new0 (AnalysisExtras, 1);
  gboolean good;

  self->options = *options;
  self->n_groups = answer->n_groups;
  self->groups = g_new0 (AnalysisExtrasGroup, MAX (self->n_groups, 1));
  good = add_group (&self->overall, &answer->overall, -1, answer->question, options, cancelled);
  for (guint g = 0; g < self->n_groups && good; g++)
    good = add_group (&self->groups[g], &answer->groups[g], (int) g, answer->question, options,
                      cancelled);
  return good ? g_steal_pointer (&self) : NULL;
}

static void
group_clear (AnalysisExtrasGroup *self)
{
  double *arrays[] = { self->posterior_lo, self->posterior_hi, self->percentile_lo,
                       self->percentile_hi, self->bca_lo, self->bca_hi, self->undefined };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_free (arrays[i]);
  for (guint b = 0; b < STATS_N_BANDS; b++)
    {
      g_free (self->band_lo[b]);
      g_free (self->band_hi[b]);
    }
}

void
analysis_extras_free (AnalysisExtras *self)
{
  if (self == NULL)
    return;
  group_clear (&self->overall);
  for (guint g = 0; g < self->n_groups; g++)
    group_clear (&self->groups[g]);
  g_free (self->groups);
  g_free (self);
}
