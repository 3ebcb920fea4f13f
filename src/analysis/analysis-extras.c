/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked beside an answer's curves: analysis-extras.h. */
#include "config.h"

#include "analysis-extras.h"

#include <math.h>
#include <string.h>

#include "analysis-cancel-private.h"
#include "analysis-weights-private.h"
#include "stats-curve.h"
#include "stats-resample.h"

#define AT_ONCE 500
#define MOST_THREADS 16

const char *
analysis_band_id (StatsBand band)
{
  static const char *const ids[STATS_N_BANDS]
    = { "hall-wellner", "loghall", "epband", "logep", "simultaneous", "simultaneous-log" };

  return ids[band];
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
    if (analysis_is_cancelled (cancelled)
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

/* The replicates from `first` to before `end`, by one thread. */
typedef struct
{
  const AnalysisGroup *group;
  const guint64 *counts;
  const AnalysisWeights *weights; /* of the weighted curve, instead of counts */
  int index;                      /* of the group among them */
  const AnalysisQuestion *question;
  guint first, end;
  guint64 seed;
  double *draws;
  gint *n_done, n_all; /* n_done is shared */
  gint *permille;
  const gint *cancelled;
  gboolean failed;
} Replicates;

static void
tell (const Replicates *self,
      gint              n)
{
  gint done = g_atomic_int_add (self->n_done, n) + n;

  if (self->permille != NULL)
    g_atomic_int_set (self->permille, (gint) (1000 * (gint64) done / self->n_all));
}

/* Patients of all groups are drawn together: they share the model of stopping. */
static gpointer
draw_weighted (Replicates *self)
{
  guint32 n = (guint32) self->weights->n_used;
  g_autofree guint32 *times = g_new (guint32, MAX (n, 1));

  for (guint i = self->first; i < self->end && !analysis_is_cancelled (self->cancelled); i++)
    {
      stats_bootstrap_weights (n, self->seed, i, times);
      analysis_weights_again (self->weights, times, self->index, self->group->n,
                              self->draws + (gsize) i * self->group->n);
      tell (self, 1);
    }
  return NULL;
}

/* One curve a replicate; beyond its last transfer it is what the curve says of rows with nobody. */
static gpointer
draw_replicates (gpointer data)
{
  Replicates *self = data;
  guint n = self->group->n;
  g_autofree guint64 *drawn = g_new (guint64, stats_risk_histogram_size (n));
  g_autofree StatsRiskRow *rows = g_new0 (StatsRiskRow, n);

  if (self->weights != NULL)
    return draw_weighted (self);
  for (guint i = self->first; i < self->end; i++)
    {
      unsigned n_rows = 0;

      if (i > self->first && (i - self->first) % AT_ONCE == 0)
        tell (self, AT_ONCE);
      if (analysis_is_cancelled (self->cancelled))
        return NULL;
      stats_bootstrap_histogram (self->counts, n, self->seed, i, drawn);
      if (stats_risk_from_histogram (drawn, n, rows, &n_rows) != STATS_OK)
        {
          self->failed = TRUE;
          return NULL;
        }
      for (guint k = n_rows; k < n; k++)
        rows[k] = (StatsRiskRow) { .k = k + 1 };
      curve (rows, n, self->question, self->draws + (gsize) i * n);
    }
  return NULL;
}

/* Shared out among threads: which of them draws a replicate decides nothing. FALSE: cancelled. */
static gboolean
draw_all (const Replicates            *all,
          const AnalysisExtrasOptions *options)
{
  guint n_threads = options->threads > 0 ? options->threads : g_get_num_processors ();
  g_autofree Replicates *parts = NULL;
  g_autofree GThread **threads = NULL;
  gboolean good = TRUE;

  n_threads = CLAMP (options->bootstrap / AT_ONCE, 1, MIN (n_threads, MOST_THREADS));
  parts = g_new (Replicates, n_threads);
  threads = g_new0 (GThread *, n_threads);
  for (guint t = 0; t < n_threads; t++)
    {
      parts[t] = *all;
      parts[t].first = (guint) ((guint64) options->bootstrap * t / n_threads);
      parts[t].end = (guint) ((guint64) options->bootstrap * (t + 1) / n_threads);
      if (t > 0)
        threads[t] = g_thread_new ("bootstrap", draw_replicates, &parts[t]);
    }
  draw_replicates (&parts[0]);
  for (guint t = 0; t < n_threads; t++)
    {
      if (t > 0)
        g_thread_join (threads[t]);
      good = good && !parts[t].failed;
    }
  return good && !analysis_is_cancelled (all->cancelled);
}

/* The acceleration of the weighted curve; NAN with too many patients. FALSE: cancelled. */
static gboolean
accelerate_weighted (const Replicates *all,
                     double           *out)
{
  guint32 n = (guint32) all->weights->n_used;
  guint n_k = all->group->n;
  g_autofree guint32 *times = g_new (guint32, MAX (n, 1));
  g_autofree double *values = NULL, *column = NULL;

  if (n < 2 || n > ANALYSIS_MOST_WITHOUT)
    return TRUE;
  values = g_new (double, (gsize) n * n_k);
  column = g_new (double, n);
  for (guint32 i = 0; i < n; i++)
    times[i] = 1;
  for (guint32 i = 0; i < n; i++)
    {
      if (analysis_is_cancelled (all->cancelled))
        return FALSE;
      times[i] = 0;
      analysis_weights_again (all->weights, times, all->index, n_k, values + (gsize) i * n_k);
      times[i] = 1;
    }
  for (guint k = 0; k < n_k; k++)
    {
      take_column (values, n, n_k, k, column);
      out[k] = stats_jackknife_acceleration (column, n);
    }
  return TRUE;
}

static gboolean
add_bootstrap (AnalysisExtrasGroup         *self,
               const AnalysisGroup         *group,
               const AnalysisQuestion      *question,
               const AnalysisExtrasOptions *options,
               const Replicates            *common,
               guint64                      seed)
{
  guint replicates = options->bootstrap;
  Replicates all = *common;
  g_autofree guint64 *counts = histogram_of (group);
  g_autofree double *draws = g_new (double, (gsize) replicates * MAX (group->n, 1));
  g_autofree double *column = g_new (double, replicates), *acceleration = array_new (group->n);

  self->percentile_lo = array_new (group->n);
  self->percentile_hi = array_new (group->n);
  self->bca_lo = array_new (group->n);
  self->bca_hi = array_new (group->n);
  self->undefined = array_new (group->n);
  if (group->n == 0 || (question->estimator == ANALYSIS_ESTIMATOR_IPCW && all.weights == NULL))
    return TRUE;
  all.group = group;
  all.counts = counts;
  all.question = question;
  all.seed = seed;
  all.draws = draws;
  if (!draw_all (&all, options))
    return FALSE;
  if (all.weights == NULL)
    stats_bootstrap_acceleration (counts, group->n, curve, question, acceleration);
  else if (!accelerate_weighted (&all, acceleration))
    return FALSE;
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

/* The fewest transfers are those of the upper limits. */
static void
add_reach (AnalysisExtrasGroup         *self,
           const AnalysisGroup         *group,
           const AnalysisExtrasOptions *options)
{
  for (guint i = 0; i < options->n_chances; i++)
    {
      double chance = options->chances[i];

      self->reach[i]
        = (AnalysisReach) { stats_contrast_transfers_to (group->estimate, group->n, chance),
                            stats_contrast_transfers_to (group->hi, group->n, chance),
                            stats_contrast_transfers_to (group->lo, group->n, chance) };
    }
}

/* group: its index, or -1 for all. FALSE: cancelled. */
static gboolean
add_group (AnalysisExtras       *all,
           AnalysisExtrasGroup  *self,
           const AnalysisAnswer *answer,
           int                   index,
           const Replicates     *common)
{
  const AnalysisGroup *group = index < 0 ? &answer->overall : &answer->groups[index];
  const AnalysisQuestion *question = answer->question;
  const AnalysisExtrasOptions *options = &all->options;
  guint salt = (guint) (index + 1);
  StatsContrast *mean = &self->restricted_mean, *first = &all->groups[0].restricted_mean;

  self->restricted_difference = (StatsContrast) { NAN, NAN, NAN, NAN, NAN };
  if (options->tau > 0)
    *mean = stats_contrast_restricted_mean (group->risk, group->n, options->tau, question->level);
  if (options->tau > 0 && index > 0)
    self->restricted_difference = stats_contrast_difference (mean->estimate, mean->se,
                                                             first->estimate, first->se,
                                                             question->level);
  add_reach (self, group, options);
  if (options->bands)
    add_bands (self, group, question->level);
  if (options->posterior
      && !add_posterior (self, group, question, options->seed, salt, common->cancelled))
    return FALSE;
  return options->bootstrap == 0
         || add_bootstrap (self, group, question, options, common,
                           options->seed + ((guint64) salt << 40));
}

AnalysisExtras *
analysis_extras_new (const AnalysisAnswer        *answer,
                     const AnalysisExtrasOptions *options,
                     const gint                  *cancelled)
{
  g_autoptr (AnalysisExtras) self = g_new0 (AnalysisExtras, 1);
  gint n_done = 0;
  Replicates common = { .n_done = &n_done, .permille = options->permille,
                        .n_all = (gint) MIN (G_MAXINT, (guint64) options->bootstrap
                                                           * (1 + answer->n_groups)),
                        .cancelled = cancelled };
  g_autoptr (AnalysisWeights) of_all = NULL, of_groups = NULL;
  gboolean good;

  if (options->bootstrap > 0 && options->cohort != NULL
      && answer->question->estimator == ANALYSIS_ESTIMATOR_IPCW)
    {
      of_all = analysis_weights_of (options->cohort, answer->question, FALSE, NULL);
      if (answer->n_groups > 0)
        of_groups = analysis_weights_of (options->cohort, answer->question, TRUE, NULL);
    }
  self->options = *options;
  self->options.cohort = NULL; /* it isn't ours */
  self->n_groups = answer->n_groups;
  self->groups = g_new0 (AnalysisExtrasGroup, MAX (self->n_groups, 1));
  common.weights = of_all;
  common.index = -1;
  good = add_group (self, &self->overall, answer, -1, &common);
  common.weights = of_groups;
  for (guint g = 0; g < self->n_groups && good; g++)
    {
      common.index = (int) g;
      good = add_group (self, &self->groups[g], answer, (int) g, &common);
    }
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
  analysis_presumption_free (self->presumption);
  g_free (self);
}
