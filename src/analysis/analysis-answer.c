/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer: filter, risk tables by group, and from each table all curves with their intervals.
 * Decides nothing about patients: that is the cohort's, and the formulas are those of src/stats. */
#include "config.h"

#include "analysis-answer-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-cohort-private.h"
#include "analysis-expr.h"
#include "analysis-mask.h"
#include "analysis-weights-private.h"
#include "stats-mask.h"

/* --- one group --- */

/* All arrays of doubles, as pointers to the members. */
#define GROUP_N_ARRAYS (34 + 2 * STATS_N_CONF_TYPES)
static void
group_arrays (AnalysisGroup *self,
              double       **out_arrays[GROUP_N_ARRAYS])
{
  double **arrays[] = { &self->hazard,
                        &self->wilson_lo,
                        &self->wilson_hi,
                        &self->exact_lo,
                        &self->exact_hi,
                        &self->agresti_lo,
                        &self->agresti_hi,
                        &self->wald_lo,
                        &self->wald_hi,
                        &self->optimistic,
                        &self->optimistic_se,
                        &self->conservative,
                        &self->conservative_se,
                        &self->crude,
                        &self->crude_lo,
                        &self->crude_hi,
                        &self->crude_exact_lo,
                        &self->crude_exact_hi,
                        &self->crude_agresti_lo,
                        &self->crude_agresti_hi,
                        &self->crude_wald_lo,
                        &self->crude_wald_hi,
                        &self->adjusted,
                        &self->adjusted_se,
                        &self->theta_half,
                        &self->pi_03,
                        &self->ipcw,
                        &self->ipcw_se,
                        &self->ipcw_se_estimated,
                        &self->effective,
                        &self->estimate,
                        &self->se,
                        &self->lo,
                        &self->hi };

  G_STATIC_ASSERT (G_N_ELEMENTS (arrays) + 2 * STATS_N_CONF_TYPES == GROUP_N_ARRAYS);
  memcpy (out_arrays, arrays, sizeof arrays);
  for (guint i = 0; i < STATS_N_CONF_TYPES; i++)
    {
      out_arrays[G_N_ELEMENTS (arrays) + 2 * i] = &self->optimistic_lo[i];
      out_arrays[G_N_ELEMENTS (arrays) + 2 * i + 1] = &self->optimistic_hi[i];
    }
}

void
analysis_group_clear (AnalysisGroup *self)
{
  double **arrays[GROUP_N_ARRAYS];

  group_arrays (self, arrays);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_free (*arrays[i]);
  g_free (self->name);
  g_free (self->label);
  g_free (self->risk);
}

static double *
array_new (const AnalysisGroup *self)
{
  double *array = g_new (double, MAX (self->n, 1));

  for (guint i = 0; i < self->n; i++)
    array[i] = NAN;
  return array;
}

/* Limits of every point of a curve, into new arrays. */
static void
group_limits (const AnalysisGroup *self,
              const double        *estimate,
              const double        *se,
              StatsConfType        type,
              double               level,
              double             **out_lo,
              double             **out_hi)
{
  *out_lo = array_new (self);
  *out_hi = array_new (self);
  for (guint i = 0; i < self->n; i++)
    stats_interval_curve (estimate[i], se[i], type, level, &(*out_lo)[i], &(*out_hi)[i]);
}

static void
group_hazards (AnalysisGroup    *self,
               const StatsBlock *blocks,
               double            level)
{
  self->hazard = array_new (self);
  self->wilson_lo = array_new (self);
  self->wilson_hi = array_new (self);
  self->exact_lo = array_new (self);
  self->exact_hi = array_new (self);
  self->agresti_lo = array_new (self);
  self->agresti_hi = array_new (self);
  self->wald_lo = array_new (self);
  self->wald_hi = array_new (self);
  for (guint i = 0; i < self->n; i++)
    {
      guint64 births = blocks[i].births, transfers = blocks[i].transfers;

      self->hazard[i] = stats_proportion (births, transfers);
      stats_interval_wilson (births, transfers, level, &self->wilson_lo[i], &self->wilson_hi[i]);
      stats_interval_clopper_pearson (births, transfers, level, &self->exact_lo[i],
                                      &self->exact_hi[i]);
      stats_interval_agresti_coull (births, transfers, level, &self->agresti_lo[i],
                                    &self->agresti_hi[i]);
      stats_interval_wald (births, transfers, level, &self->wald_lo[i], &self->wald_hi[i]);
    }
}

static void
group_crude (AnalysisGroup    *self,
             const StatsBlock *blocks,
             double            level)
{
  guint64 births = 0;

  self->crude = array_new (self);
  self->crude_lo = array_new (self);
  self->crude_hi = array_new (self);
  self->crude_exact_lo = array_new (self);
  self->crude_exact_hi = array_new (self);
  self->crude_agresti_lo = array_new (self);
  self->crude_agresti_hi = array_new (self);
  self->crude_wald_lo = array_new (self);
  self->crude_wald_hi = array_new (self);
  stats_curve_blocks_crude (blocks, self->n, self->crude);
  for (guint i = 0; i < self->n; i++)
    {
      guint64 n = blocks[0].at_risk;

      births += blocks[i].births;
      stats_interval_wilson (births, n, level, &self->crude_lo[i], &self->crude_hi[i]);
      stats_interval_clopper_pearson (births, n, level, &self->crude_exact_lo[i],
                                      &self->crude_exact_hi[i]);
      stats_interval_agresti_coull (births, n, level, &self->crude_agresti_lo[i],
                                    &self->crude_agresti_hi[i]);
      stats_interval_wald (births, n, level, &self->crude_wald_lo[i], &self->crude_wald_hi[i]);
    }
}

static void
group_curves (AnalysisGroup          *self,
              const StatsBlock       *blocks,
              const AnalysisQuestion *question)
{
  self->optimistic = array_new (self);
  self->optimistic_se = array_new (self);
  stats_curve_blocks_optimistic (blocks, self->n, self->optimistic, self->optimistic_se);
  for (guint i = 0; i < STATS_N_CONF_TYPES; i++)
    group_limits (self, self->optimistic, self->optimistic_se, (StatsConfType) i, question->level,
                  &self->optimistic_lo[i], &self->optimistic_hi[i]);

  self->conservative = array_new (self);
  self->conservative_se = array_new (self);
  stats_curve_blocks_adjusted (blocks, self->n, 0, 0, self->conservative, self->conservative_se);

  group_crude (self, blocks, question->level);
  self->adjusted = array_new (self);
  self->adjusted_se = array_new (self);
  stats_curve_blocks_adjusted (blocks, self->n, question->theta, question->pi, self->adjusted,
                               self->adjusted_se);
  self->theta_half = array_new (self);
  self->pi_03 = array_new (self);
  stats_curve_blocks_adjusted (blocks, self->n, 0.5, 0, self->theta_half, NULL);
  stats_curve_blocks_adjusted (blocks, self->n, 1, 0.3, self->pi_03, NULL);
}

static double *
array_copy (const AnalysisGroup *self,
            const double        *array)
{
  return g_memdup2 (array, MAX (self->n, 1) * sizeof *array);
}

/* What the question asks to show. */
static void
group_choose (AnalysisGroup          *self,
              const AnalysisQuestion *question)
{
  const double *estimate = self->optimistic, *se = self->optimistic_se;

  switch (question->estimator)
    {
    case ANALYSIS_ESTIMATOR_CRUDE:
      self->estimate = array_copy (self, self->crude);
      self->se = array_new (self); /* Wilson's interval comes from the counts */
      self->lo = array_copy (self, self->crude_lo);
      self->hi = array_copy (self, self->crude_hi);
      return;
    case ANALYSIS_ESTIMATOR_CONSERVATIVE:
      estimate = self->conservative;
      se = self->conservative_se;
      break;
    case ANALYSIS_ESTIMATOR_ADJUSTED:
      estimate = self->adjusted;
      se = self->adjusted_se;
      break;
    case ANALYSIS_ESTIMATOR_IPCW:
      estimate = self->ipcw;
      se = self->ipcw_se;
      break;
    case ANALYSIS_ESTIMATOR_OPTIMISTIC:
    default:
      break;
    }
  self->estimate = array_copy (self, estimate);
  self->se = array_copy (self, se);
  group_limits (self, estimate, se, question->conf_type, question->level, &self->lo, &self->hi);
}

/* Counts and curves of n blocks, in arrays of n entries. */
static void
group_fill_blocks (AnalysisGroup          *self,
                   const StatsBlock       *blocks,
                   guint                   n,
                   const AnalysisQuestion *question)
{
  self->n = n;
  for (guint i = 0; i < n; i++)
    {
      self->n_transfers += blocks[i].transfers;
      self->n_births += blocks[i].births;
      self->n_stopped += blocks[i].stopped;
      self->n_in_treatment += blocks[i].cut;
      self->n_open += blocks[i].open;
    }
  self->n_patients = n > 0 ? blocks[0].at_risk : 0;
  group_hazards (self, blocks, question->level);
  group_curves (self, blocks, question);
}

/* From one histogram (stats_risk_histogram) of k_max transfers; weights: of IPCW, of which this is
 * the group `index` (-1: all). */
static void
group_fill (AnalysisGroup          *self,
            const guint64          *counts,
            guint                   k_max,
            const AnalysisQuestion *question,
            const AnalysisWeights  *weights,
            int                     index)
{
  g_autofree StatsBlock *blocks = g_new0 (StatsBlock, MAX (k_max, 1));
  guint n = 0;

  self->risk = g_new0 (StatsRiskRow, k_max);
  if (stats_risk_from_histogram (counts, k_max, self->risk, &n) != STATS_OK)
    g_return_if_reached (); /* a cohort has fewer than 2^32 rows */
  for (guint i = 0; i < n; i++)
    blocks[i] = stats_block_of_row (&self->risk[i]);
  group_fill_blocks (self, blocks, n, question);
  if (weights != NULL)
    {
      AnalysisWeighted weighted = { array_new (self), array_new (self), array_new (self),
                                    array_new (self) };

      analysis_weights_curve (weights, index, self->n, &weighted);
      self->ipcw = weighted.estimate;
      self->ipcw_se = weighted.se;
      self->ipcw_se_estimated = weighted.se_estimated;
      self->effective = weighted.effective;
      self->weights = weighted.summary;
      self->weights_lost = weighted.lost;
    }
  group_choose (self, question);
}

guint
analysis_group_fill (AnalysisGroup          *self,
                     const StatsBlock       *blocks,
                     guint                   n,
                     const AnalysisQuestion *question)
{
  double **arrays[GROUP_N_ARRAYS];
  guint last;

  while (n > 0 && blocks[n - 1].at_risk == 0)
    n--;
  last = n > 0 ? blocks[n - 1].last : 0;
  group_fill_blocks (self, blocks, n, question);
  group_choose (self, question);
  self->n = last;
  self->risk = g_new0 (StatsRiskRow, MAX (last, 1));
  for (guint k = 1; k <= last; k++)
    self->risk[k - 1].k = k;
  for (guint i = 0; i < n; i++)
    self->risk[blocks[i].last - 1] = (StatsRiskRow) {
      blocks[i].last, (guint32) blocks[i].at_risk, (guint32) blocks[i].births,
      (guint32) blocks[i].stopped, (guint32) blocks[i].cut, (guint32) blocks[i].open
    };
  group_arrays (self, arrays);
  for (guint a = 0; a < G_N_ELEMENTS (arrays); a++)
    if (*arrays[a] != NULL)
      {
        g_autofree double *by_block = g_steal_pointer (arrays[a]);

        *arrays[a] = array_new (self);
        for (guint i = 0; i < n; i++)
          (*arrays[a])[blocks[i].last - 1] = by_block[i];
      }
  return n;
}

/* --- filter --- */

static const ModelColumn *
cohort_lookup_cb (const ModelField *field,
                  gpointer          user_data)
{
  return analysis_cohort_column (user_data, field);
}

gboolean
analysis_cohort_mask (AnalysisCohort *cohort,
                      const char     *where,
                      guint8        **out_mask,
                      GError        **error)
{
  g_autoptr (AnalysisExpr) expr = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  guint n = analysis_cohort_n (cohort);

  *out_mask = NULL;
  if (where == NULL)
    return TRUE;
  expr = analysis_expr_parse (where, analysis_cohort_dictionary (cohort), FALSE, error);
  if (expr == NULL)
    return FALSE;
  fields = analysis_expr_fields (expr);
  for (guint i = 0; i < fields->len; i++)
    if (analysis_cohort_refuses (cohort, g_ptr_array_index (fields, i), error))
      return FALSE;
  *out_mask = g_malloc (MAX (n, 1));
  if (analysis_expr_eval (expr, n, cohort_lookup_cb, cohort, *out_mask, error))
    return TRUE;
  g_clear_pointer (out_mask, g_free);
  return FALSE;
}

/* --- the answer --- */

static guint64
sum_counts (const guint64 *counts,
            gsize          size)
{
  guint64 sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += counts[i];
  return sum;
}

/* Of IPCW: fitted to all that the filter leaves, and to those of them in a group; else NULL. */
typedef struct
{
  AnalysisWeights *of_all, *of_groups;
} Weights;

static void
weights_clear (Weights *self)
{
  g_clear_pointer (&self->of_all, analysis_weights_free);
  g_clear_pointer (&self->of_groups, analysis_weights_free);
}

static gboolean
weights_init (Weights                *self,
              AnalysisCohort         *cohort,
              const AnalysisQuestion *question,
              GError                **error)
{
  *self = (Weights) { NULL, NULL };
  if (question->estimator != ANALYSIS_ESTIMATOR_IPCW)
    return TRUE;
  self->of_all = analysis_weights_of (cohort, question, FALSE, error);
  if (self->of_all != NULL && question->by != NULL)
    self->of_groups = analysis_weights_of (cohort, question, TRUE, error);
  if (self->of_all != NULL && (question->by == NULL || self->of_groups != NULL))
    return TRUE;
  weights_clear (self);
  return FALSE;
}

/* Risk tables of all groups and of everybody, from one count with one group more, of those whose
 * group is missing. */
static void
answer_count (AnalysisAnswer       *self,
              AnalysisCohort       *cohort,
              const AnalysisGroups *groups,
              const guint8         *mask,
              const Weights        *weights)
{
  guint n = analysis_cohort_n (cohort), k_max = analysis_cohort_k_max (cohort);
  guint n_bins = groups != NULL ? groups->n_groups + 1 : 1;
  gsize size = stats_risk_histogram_size (k_max);
  g_autofree guint64 *counts = g_new0 (guint64, n_bins * size);
  g_autofree guint64 *all = g_new0 (guint64, size);

  if (stats_risk_histogram (analysis_cohort_k (cohort), analysis_cohort_fate (cohort),
                            groups != NULL ? groups->codes : NULL, mask, n, n_bins, k_max,
                            counts) != STATS_OK)
    g_return_if_reached ();

  for (guint bin = 0; bin < n_bins; bin++)
    for (gsize i = 0; i < size; i++)
      all[i] += counts[bin * size + i];
  group_fill (&self->overall, all, k_max, self->question, weights->of_all, -1);
  self->n_cohort = n;
  self->n_filtered_out = n - self->overall.n_patients;
  if (groups == NULL)
    return;

  self->by_label = g_strdup (groups->title);
  self->n_no_group = sum_counts (&counts[groups->n_groups * size], size);
  self->groups = g_new0 (AnalysisGroup, MAX (groups->n_groups, 1));
  for (guint i = 0; i < groups->n_groups; i++)
    if (sum_counts (&counts[i * size], size) > 0)
      {
        AnalysisGroup *group = &self->groups[self->n_groups++];

        group->name = g_strdup (groups->names[i]);
        group->label = g_strdup (groups->labels[i]);
        group_fill (group, &counts[i * size], k_max, self->question, weights->of_groups,
                    (int) self->n_groups - 1);
      }
}

/* Of those whom filter and groups leave: how their fates came about. */
static void
answer_count_fates (AnalysisAnswer       *self,
                    AnalysisCohort       *cohort,
                    const AnalysisGroups *groups,
                    const guint8         *mask)
{
  const guint16 *ignored = analysis_cohort_ignored (cohort);
  const guint8 *codes = groups != NULL ? groups->codes : NULL;
  guint8 no_group = groups != NULL ? (guint8) groups->n_groups : 0;
  guint64 how[255] = { 0 };

  self->n_shown = self->n_cohort - self->n_filtered_out - self->n_no_group;
  analysis_mask_histogram (analysis_cohort_how (cohort), codes, no_group, mask,
                           analysis_cohort_n (cohort), how);
  for (guint i = 0; i < G_N_ELEMENTS (how); i++)
    if (how[i] > 0)
      {
        self->details[i & ANALYSIS_HOW_DETAIL] += how[i];
        self->stops += (i & ANALYSIS_HOW_REASON) != 0 ? how[i] : 0;
        self->medical_stops += (i & ANALYSIS_HOW_MEDICAL) != 0 ? how[i] : 0;
      }
  for (guint i = 0; ignored != NULL && i < analysis_cohort_n (cohort); i++)
    if ((mask == NULL || mask[i] != 0) && (codes == NULL || codes[i] != no_group))
      self->ignored_transfers += ignored[i];
}

AnalysisAnswer *
analysis_answer_new (AnalysisCohort         *cohort,
                     const AnalysisQuestion *question,
                     guint64                 serial,
                     GError                **error)
{
  AnalysisAnswer *self;
  const AnalysisGroups *groups = NULL;
  g_autofree guint8 *mask = NULL;
  Weights weights;

  g_return_val_if_fail (cohort != NULL && question != NULL, NULL);

  if (question->by != NULL)
    {
      groups = analysis_cohort_groups (cohort, question->by, error);
      if (groups == NULL)
        {
          g_prefix_error (error, "by: ");
          return NULL;
        }
    }
  if (!analysis_cohort_mask (cohort, question->where, &mask, error))
    {
      g_prefix_error (error, "where: ");
      return NULL;
    }
  if (!weights_init (&weights, cohort, question, error))
    return NULL;

  self = g_new0 (AnalysisAnswer, 1);
  g_atomic_ref_count_init (&self->refs);
  self->serial = serial;
  self->question = analysis_question_copy (question);
  self->cut = analysis_cohort_cut (cohort);
  self->gestation_limit_days = question->gestation_limit_days > 0 ? question->gestation_limit_days
                                                                  : ANALYSIS_GESTATION_LIMIT_DAYS;
  memcpy (self->flow, analysis_cohort_flow (cohort), sizeof self->flow);
  self->counts = *analysis_cohort_counts (cohort);
  if (weights.of_all != NULL)
    {
      self->drop_out = weights.of_all->drop_out;
      self->n_no_terms = weights.of_all->n_missing;
    }
  answer_count (self, cohort, groups, mask, &weights);
  answer_count_fates (self, cohort, groups, mask);
  weights_clear (&weights);
  return self;
}

AnalysisAnswer *
analysis_answer_ref (AnalysisAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
analysis_answer_unref (AnalysisAnswer *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  analysis_group_clear (&self->overall);
  for (guint i = 0; i < self->n_groups; i++)
    analysis_group_clear (&self->groups[i]);
  g_free (self->groups);
  g_free (self->by_label);
  analysis_question_unref (self->question);
  g_free (self);
}

const char *
analysis_answer_interval (const AnalysisAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->question->estimator == ANALYSIS_ESTIMATOR_CRUDE)
    return "wilson";
  return analysis_conf_type_id (self->question->conf_type);
}
