/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts by level and group, the model or curves of each, and the interaction tests:
 * analysis-subgroups.h. */
#include "config.h"

#include "analysis-subgroups.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-cancel-private.h"
#include "analysis-cohort-private.h"
#include "stats-contrast.h"
#include "stats-curve.h"
#include "stats-firth.h"
#include "stats-pool.h"

const char *
analysis_contrast_id (AnalysisContrast contrast)
{
  static const char *const ids[ANALYSIS_N_CONTRASTS]
    = { "odds-ratio", "hazard-ratio", "difference" };

  return ids[contrast];
}

const char *
analysis_interaction_id (AnalysisInteraction method)
{
  static const char *const ids[]
    = { "likelihood-ratio", "penalised-likelihood-ratio", "wald", "cochran-q" };

  return ids[method];
}

const char *
analysis_reason_id (AnalysisReason reason)
{
  static const char *const ids[]
    = { NULL,           "nobody-in-a-group", "no-births",  "all-births",
        "not-reached",  "no-interval",       "not-fitted", "one-level" };

  return ids[reason];
}

/* --- counts ----------------------------------------------------------------------------------- */

/* Of each level its two groups' histograms: counts[(level * 2 + group) * size + k * fates + fate].
 */
typedef struct
{
  guint n_levels, k_max;
  gsize size;
  guint64 *counts;
} Counts;

/* The selection may lack one of the groups, where only it has the variable missing. */
static void
counts_init (Counts                  *self,
             const AnalysisSelection *selection,
             char *const             *group_names)
{
  g_autofree guint *group = g_new0 (guint, MAX (selection->n_groups, 1));

  for (guint g = 0; g < selection->n_groups; g++)
    group[g] = !g_str_equal (selection->group_names[g], group_names[0]);
  self->n_levels = selection->n_strata;
  self->k_max = selection->k_max;
  self->size = stats_risk_histogram_size (self->k_max);
  self->counts = g_new0 (guint64, self->size * 2 * self->n_levels + 1);
  for (guint i = 0; i < selection->n; i++)
    {
      gsize table = selection->stratum[i] * 2 + group[selection->group[i]];

      self->counts[table * self->size + selection->k[i] * STATS_N_FATES + selection->fate[i]]++;
    }
}

static const guint64 *
counts_of (const Counts *self,
           guint         level,
           guint         group)
{
  return &self->counts[(level * 2 + group) * self->size];
}

static void
count_level (AnalysisSubgroup *out,
             const Counts     *counts,
             guint             level)
{
  *out = (AnalysisSubgroup) { .estimate = NAN, .lo = NAN, .hi = NAN, .se = NAN, .p = NAN,
                              .e_value = NAN, .e_value_limit = NAN };
  for (guint g = 0; g < 2; g++)
    for (guint k = 1; k <= counts->k_max; k++)
      for (guint fate = 0; fate < STATS_N_FATES; fate++)
        {
          guint64 n = counts_of (counts, level, g)[k * STATS_N_FATES + fate];

          out->n[g] += n;
          out->transfers[g] += n * k;
          out->births[g] += fate == STATS_FATE_LIVE_BIRTH ? n : 0;
        }
  if (out->n[0] == 0 || out->n[1] == 0)
    out->reason = ANALYSIS_NOBODY;
}

/* --- the discrete model ----------------------------------------------------------------------- */

/* Patients who are alike are one row: at most 2 fates x k_max of each level and group. */
typedef struct
{
  StatsModelRows rows;
  StatsBaseline baseline;
  double *x, *count, *z;
  guint8 *last, *fate;
  double births;
} Model;

static void
model_clear (Model *self)
{
  g_free (self->x);
  g_free (self->count);
  g_free (self->z);
  g_free (self->last);
  g_free (self->fate);
}

/* Columns: a level each but the first, the group, and their products, if those are asked for. */
static void
model_add (Model   *self,
           guint64  n,
           guint    k,
           gboolean birth,
           guint    level,
           guint    n_levels,
           guint    group)
{
  gsize i = self->rows.n++;
  double *x = &self->x[i * self->rows.n_terms];
  gboolean products = self->rows.n_terms > n_levels;

  self->last[i] = (guint8) k;
  self->fate[i] = birth ? STATS_FATE_LIVE_BIRTH : 0;
  self->count[i] = (double) n;
  self->births += birth ? (double) n : 0;
  x[n_levels - 1] = group;
  if (level == 0)
    return;
  x[level - 1] = 1;
  if (products)
    x[n_levels - 1 + level] = group;
}

static void
model_baseline (Model *self,
                guint  k_max)
{
  g_autofree double *births = g_new0 (double, k_max), *at_risk = g_new0 (double, k_max);
  g_autofree guint *level = g_new0 (guint, k_max);
  guint n_levels;

  for (gsize i = 0; i < self->rows.n; i++)
    {
      for (guint k = 1; k <= self->last[i]; k++)
        at_risk[k - 1] += self->count[i];
      if (self->fate[i] == STATS_FATE_LIVE_BIRTH)
        births[self->last[i] - 1] += self->count[i];
    }
  n_levels = stats_hazard_levels (births, at_risk, k_max, 0, level);
  self->z = g_new0 (double, (gsize) k_max * MAX (n_levels, 1));
  stats_hazard_baseline_factor (level, k_max, n_levels, 1, self->z);
  self->baseline = (StatsBaseline) { n_levels, k_max, 1, self->z };
}

/* Of the levels with use[level]. */
static void
model_init (Model          *self,
            const Counts   *counts,
            const gboolean *use,
            gboolean        products)
{
  guint n_levels = 0, k_max = 1;
  gsize most;

  for (guint l = 0; l < counts->n_levels; l++)
    n_levels += use[l] ? 1 : 0;
  most = (gsize) n_levels * 2 * 2 * counts->k_max;
  *self = (Model) { .rows = { .n_terms = products ? 2 * n_levels - 1 : n_levels } };
  self->x = g_new0 (double, most * self->rows.n_terms);
  self->count = g_new (double, most);
  self->last = g_new (guint8, most);
  self->fate = g_new (guint8, most);
  for (guint l = 0, level = 0; l < counts->n_levels; level += use[l] ? 1 : 0, l++)
    for (guint g = 0; use[l] && g < 2; g++)
      for (guint k = 1; k <= counts->k_max; k++)
        {
          const guint64 *of = &counts_of (counts, l, g)[k * STATS_N_FATES];
          guint64 births = of[STATS_FATE_LIVE_BIRTH], others = 0;

          for (guint fate = 0; fate < STATS_N_FATES; fate++)
            others += fate != STATS_FATE_LIVE_BIRTH ? of[fate] : 0;
          if (births > 0)
            model_add (self, births, k, TRUE, level, n_levels, g);
          if (others > 0)
            model_add (self, others, k, FALSE, level, n_levels, g);
          k_max = births + others > 0 ? MAX (k_max, k) : k_max;
        }
  self->rows.x = self->x;
  self->rows.last = self->last;
  self->rows.fate = self->fate;
  self->rows.count = self->count;
  model_baseline (self, k_max);
}

static gboolean
is_sparse (const Model *model)
{
  guint n_parameters = model->baseline.n_columns + model->rows.n_terms;

  return model->births < (double) ANALYSIS_SUBGROUP_FIRTH_BELOW * n_parameters;
}

static double
risk_ratio (double    ratio,
            StatsLink link)
{
  return link == STATS_LINK_LOGIT ? stats_contrast_risk_from_odds_ratio (ratio)
                                  : stats_contrast_risk_from_hazard_ratio (ratio);
}

/* The group's coefficient in a model of one level. Firth's where births are few or the rows are
 * separated: for the logit with the penalised profile likelihood's limits and test, else Wald's. */
static void
fit_level (AnalysisSubgroup *out,
           const Counts     *counts,
           guint             level,
           StatsLink         link,
           double            confidence)
{
  g_autofree gboolean *use = g_new0 (gboolean, counts->n_levels);
  StatsFitStatus status = STATS_FIT_SEPARATED;
  StatsFit *fit = NULL;
  Model model;
  double coef, lo, hi, chisq, z = stats_interval_z (confidence);

  use[level] = TRUE;
  model_init (&model, counts, use, FALSE);
  out->firth = is_sparse (&model);
  if (!out->firth)
    status = stats_hazard_fit (&model.rows, &model.baseline, link, &fit);
  if (status == STATS_FIT_SEPARATED)
    {
      g_clear_pointer (&fit, stats_fit_free);
      out->firth = TRUE;
      status = stats_firth_fit (&model.rows, &model.baseline, link, &fit);
    }
  out->reason = ANALYSIS_NOT_FITTED;
  if (status == STATS_FIT_OK && isfinite (fit->coef[fit->n_baseline]))
    {
      coef = fit->coef[fit->n_baseline];
      out->se = stats_fit_se (fit, fit->n_baseline);
      lo = coef - z * out->se;
      hi = coef + z * out->se;
      chisq = coef * coef / (out->se * out->se);
      if (out->firth && link == STATS_LINK_LOGIT)
        stats_firth_profile (&model.rows, &model.baseline, fit, confidence, &lo, &hi, &chisq);
      out->estimate = exp (coef);
      out->lo = exp (lo);
      out->hi = exp (hi);
      out->p = stats_test_chisq (chisq, 1).p;
      out->e_value = stats_contrast_e_value (risk_ratio (out->estimate, link),
                                             risk_ratio (out->lo, link), risk_ratio (out->hi, link),
                                             &out->e_value_limit);
      out->reason = isfinite (out->lo) && isfinite (out->hi) ? ANALYSIS_ESTIMABLE
                                                             : ANALYSIS_NO_INTERVAL;
    }
  stats_fit_free (fit);
  model_clear (&model);
}

/* Penalised likelihood ratio, or Wald's where that doesn't exist, that all products are 0. */
static void
test_firth (AnalysisSubgroupVariable *out,
            const Model              *model,
            guint                     n_levels,
            StatsLink                 link)
{
  StatsFit *fit = NULL;
  double chisq = NAN;
  unsigned df = 0;

  out->method = link == STATS_LINK_LOGIT ? ANALYSIS_INTERACTION_PENALISED_LR
                                         : ANALYSIS_INTERACTION_WALD;
  if (stats_firth_fit (&model->rows, &model->baseline, link, &fit) == STATS_FIT_OK)
    {
      guint n = link == STATS_LINK_LOGIT ? fit->n_terms : fit->n;
      g_autofree bool *products = g_new0 (bool, n);

      for (guint c = n - (n_levels - 1); c < n; c++)
        products[c] = true;
      if (link == STATS_LINK_LOGIT)
        stats_firth_test (&model->rows, &model->baseline, fit, products, &chisq, &df);
      else
        chisq = stats_fit_wald (fit, products, &df);
    }
  out->interaction = stats_test_chisq (chisq, df);
  stats_fit_free (fit);
}

/* The likelihood ratio of the models with and without the products; FALSE where it has none. */
static gboolean
test_likelihood (AnalysisSubgroupVariable *out,
                 const Model              *with,
                 const Model              *without,
                 StatsLink                 link)
{
  StatsFit *full = NULL, *reduced = NULL;
  gboolean good
    = stats_hazard_fit (&with->rows, &with->baseline, link, &full) == STATS_FIT_OK
      && stats_hazard_fit (&without->rows, &without->baseline, link, &reduced) == STATS_FIT_OK;

  out->method = ANALYSIS_INTERACTION_LR;
  if (good)
    out->interaction = stats_test_chisq (fmax (0, 2 * (full->loglik - reduced->loglik)),
                                         stats_fit_df (full) - stats_fit_df (reduced));
  stats_fit_free (full);
  stats_fit_free (reduced);
  return good;
}

static void
test_model (AnalysisSubgroupVariable *out,
            const Counts             *counts,
            StatsLink                 link)
{
  g_autofree gboolean *use = g_new0 (gboolean, MAX (counts->n_levels, 1));
  guint n = 0;
  Model with, without;

  for (guint l = 0; l < counts->n_levels; l++)
    {
      use[l] = isfinite (out->levels[l].estimate);
      n += use[l] ? 1 : 0;
    }
  out->reason = n < 2 ? ANALYSIS_ONE_LEVEL : ANALYSIS_ESTIMABLE;
  if (n < 2)
    return;
  model_init (&with, counts, use, TRUE);
  model_init (&without, counts, use, FALSE);
  if (is_sparse (&with) || !test_likelihood (out, &with, &without, link))
    test_firth (out, &with, n, link);
  if (out->interaction.df == 0)
    out->reason = ANALYSIS_NOT_FITTED;
  model_clear (&with);
  model_clear (&without);
}

/* --- the difference of curves ----------------------------------------------------------------- */

/* One group's curve at a transfer, by the question's estimator: estimate, se, limits. FALSE: nobody
 * of the group had that transfer. */
typedef struct
{
  double estimate, se, lo, hi;
} Point;

static gboolean
point_of (const guint64          *counts,
          guint                   k_max,
          guint                   at,
          const AnalysisQuestion *question,
          Point                  *out)
{
  g_autofree StatsRiskRow *rows = g_new0 (StatsRiskRow, k_max);
  g_autofree double *estimate = g_new (double, k_max), *se = g_new (double, k_max);
  gboolean crude = question->estimator == ANALYSIS_ESTIMATOR_CRUDE;
  guint64 births = 0;
  guint n = 0;

  if (stats_risk_from_histogram (counts, k_max, rows, &n) != STATS_OK || at > n)
    return FALSE;
  if (crude)
    stats_curve_crude (rows, n, estimate);
  else if (question->estimator == ANALYSIS_ESTIMATOR_CONSERVATIVE)
    stats_curve_conservative (rows, n, estimate, se, NULL);
  else if (question->estimator == ANALYSIS_ESTIMATOR_ADJUSTED)
    stats_curve_adjusted (rows, n, question->theta, question->pi, estimate, se, NULL);
  else
    stats_curve_optimistic (rows, n, estimate, se);
  for (guint i = 0; i < at; i++)
    births += rows[i].births;
  *out = (Point) { estimate[at - 1], crude ? NAN : se[at - 1], NAN, NAN };
  if (crude)
    stats_interval_wilson (births, rows[0].at_risk, question->level, &out->lo, &out->hi);
  else
    stats_interval_curve (out->estimate, out->se, question->conf_type, question->level, &out->lo,
                          &out->hi);
  return isfinite (out->estimate);
}

static void
difference_level (AnalysisSubgroup       *out,
                  const Counts           *counts,
                  guint                   level,
                  guint                   at,
                  const AnalysisQuestion *question)
{
  StatsContrast plain, mover, ratio;
  Point a, b;

  out->reason = ANALYSIS_NOT_REACHED;
  if (!point_of (counts_of (counts, level, 0), counts->k_max, at, question, &a)
      || !point_of (counts_of (counts, level, 1), counts->k_max, at, question, &b))
    return;
  plain = stats_contrast_difference (b.estimate, b.se, a.estimate, a.se, question->level);
  mover = stats_contrast_mover (b.estimate, b.lo, b.hi, a.estimate, a.lo, a.hi);
  ratio = stats_contrast_ratio (b.estimate, b.se, a.estimate, a.se, question->level);
  out->e_value
    = stats_contrast_e_value (ratio.estimate, ratio.lo, ratio.hi, &out->e_value_limit);
  out->estimate = plain.estimate;
  out->lo = mover.lo;
  out->hi = mover.hi;
  out->reason = isfinite (mover.lo) ? ANALYSIS_ESTIMABLE : ANALYSIS_NO_INTERVAL;
  /* A curve at 0, or at 1, has a standard error of 0: the difference's is not known. */
  if (a.se > 0 && b.se > 0)
    {
      out->se = plain.se;
      out->p = plain.p;
    }
}

/* Cochran's Q of the levels with a standard error. */
static void
test_differences (AnalysisSubgroupVariable *out,
                  double                    level)
{
  g_autofree double *y = g_new (double, MAX (out->n_levels, 1));
  g_autofree double *v = g_new (double, MAX (out->n_levels, 1));
  StatsPooled pooled;
  guint n = 0;

  for (guint l = 0; l < out->n_levels; l++)
    if (isfinite (out->levels[l].se))
      {
        y[n] = out->levels[l].estimate;
        v[n] = out->levels[l].se * out->levels[l].se;
        n++;
      }
  out->method = ANALYSIS_INTERACTION_Q;
  out->reason = n < 2 ? ANALYSIS_ONE_LEVEL : ANALYSIS_ESTIMABLE;
  if (n < 2)
    return;
  pooled = stats_pool_estimates (y, v, n, STATS_POOL_FIXED, level);
  out->interaction = stats_test_chisq (pooled.Q, n - 1);
}

/* --- all of it -------------------------------------------------------------------------------- */

static void
contrast_level (const AnalysisSubgroups *self,
                AnalysisSubgroup        *out,
                const Counts            *counts,
                guint                    level,
                const AnalysisQuestion  *question)
{
  guint64 births;

  count_level (out, counts, level);
  births = out->births[0] + out->births[1];
  if (out->reason != ANALYSIS_ESTIMABLE)
    return;
  if (births == 0)
    out->reason = ANALYSIS_NO_BIRTHS;
  else if (self->contrast == ANALYSIS_CONTRAST_DIFFERENCE)
    difference_level (out, counts, level, self->at, question);
  else if (births == out->transfers[0] + out->transfers[1])
    out->reason = ANALYSIS_ALL_BIRTHS;
  else
    fit_level (out, counts, level,
               self->contrast == ANALYSIS_CONTRAST_ODDS_RATIO ? STATS_LINK_LOGIT
                                                              : STATS_LINK_CLOGLOG,
               question->level);
}

static gboolean
add_variable (AnalysisSubgroups      *self,
              AnalysisCohort         *cohort,
              const AnalysisQuestion *question,
              const char             *by,
              const gint             *cancelled,
              GError                **error)
{
  AnalysisSubgroupVariable *out = &self->variables[self->n_variables];
  g_autoptr (AnalysisSelection) selection = NULL;
  const AnalysisGroups *groups = analysis_cohort_groups (cohort, by, error);
  Counts counts;

  if (groups != NULL)
    selection = analysis_selection_new (cohort, question, by, error);
  if (selection == NULL)
    return FALSE;
  self->n_variables++;
  *out = (AnalysisSubgroupVariable) { .by = g_strdup (by),
                                      .title = g_strdup (groups->title),
                                      .n_levels = selection->n_strata,
                                      .level_names = g_strdupv (selection->strata_names),
                                      .level_labels = g_strdupv (selection->strata_labels),
                                      .n_missing = selection->n_no_stratum,
                                      .interaction = { NAN, 0, NAN },
                                      .data = analysis_ledger_data (selection) };
  counts_init (&counts, selection, self->group_names);
  out->levels = g_new0 (AnalysisSubgroup, MAX (out->n_levels, 1));
  for (guint l = 0; l < out->n_levels && !analysis_is_cancelled (cancelled); l++)
    contrast_level (self, &out->levels[l], &counts, l, question);
  if (self->contrast == ANALYSIS_CONTRAST_DIFFERENCE)
    test_differences (out, question->level);
  else if (!analysis_is_cancelled (cancelled))
    test_model (out, &counts,
                self->contrast == ANALYSIS_CONTRAST_ODDS_RATIO ? STATS_LINK_LOGIT
                                                               : STATS_LINK_CLOGLOG);
  g_free (counts.counts);
  return TRUE;
}

static void
adjust (AnalysisSubgroups *self)
{
  g_autofree double *p = g_new (double, MAX (self->n_variables, 1));
  g_autofree double *adjusted = g_new (double, MAX (self->n_variables, 1));

  for (guint i = 0; i < self->n_variables; i++)
    p[i] = self->variables[i].interaction.p;
  for (guint m = 0; m < ANALYSIS_N_ADJUST; m++)
    {
      if (!stats_adjust (p, self->n_variables, (StatsAdjust) m, adjusted))
        g_error ("out of memory");
      for (guint i = 0; i < self->n_variables; i++)
        self->variables[i].adjusted[m] = adjusted[i];
    }
}

/* A variable that can be compared within: of another field than the groups, and only once. */
static gboolean
check_variables (AnalysisCohort         *cohort,
                 const AnalysisQuestion *question,
                 const char *const      *variables,
                 GError                **error)
{
  ModelDictionary *dictionary = analysis_cohort_dictionary (cohort);
  g_autoptr (AnalysisBy) by = analysis_by_parse (question->by, dictionary, error);

  for (guint i = 0; by != NULL && variables[i] != NULL; i++)
    {
      g_autoptr (AnalysisBy) variable = analysis_by_parse (variables[i], dictionary, error);

      if (variable == NULL)
        {
          g_prefix_error (error, "%s: ", variables[i]);
          return FALSE;
        }
      if (variable->field == by->field)
        {
          g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD,
                       _("“%s” makes the groups; it can't be what they are compared within."),
                       variable->field->id);
          return FALSE;
        }
      for (guint j = 0; j < i; j++)
        if (g_str_equal (variables[j], variables[i]))
          {
            g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                         _("“%s” is given twice."), variables[i]);
            return FALSE;
          }
    }
  return by != NULL;
}

/* Everybody who is in one of the two groups. */
static gboolean
start (AnalysisSubgroups      *self,
       AnalysisCohort         *cohort,
       const AnalysisQuestion *question,
       GError                **error)
{
  g_autoptr (AnalysisSelection) selection = analysis_selection_new (cohort, question, NULL, error);
  Counts counts;

  if (selection == NULL)
    return FALSE;
  if (selection->group_names == NULL || selection->n_groups != 2)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("Subgroups compare two groups, and “%s” makes %u here."),
                   question->by != NULL ? question->by : "by",
                   selection->group_names == NULL ? 1 : selection->n_groups);
      return FALSE;
    }
  self->group_names = g_strdupv (selection->group_names);
  self->group_labels = g_strdupv (selection->group_labels);
  self->by_title = g_strdup (analysis_cohort_groups (cohort, question->by, NULL)->title);
  self->n_no_group = selection->n_no_group;
  self->data = analysis_ledger_data (selection);
  counts_init (&counts, selection, self->group_names);
  contrast_level (self, &self->overall, &counts, 0, question);
  g_free (counts.counts);
  return TRUE;
}

AnalysisSubgroups *
analysis_subgroups_new (AnalysisCohort         *cohort,
                        const AnalysisQuestion *question,
                        const char *const      *variables,
                        AnalysisContrast        contrast,
                        guint                   at,
                        const gint             *cancelled,
                        gint                   *permille,
                        GError                **error)
{
  g_autoptr (AnalysisSubgroups) self = g_new0 (AnalysisSubgroups, 1);

  g_return_val_if_fail (cohort != NULL && question != NULL && variables != NULL, NULL);
  g_return_val_if_fail (contrast != ANALYSIS_CONTRAST_DIFFERENCE || at > 0, NULL);

  self->contrast = contrast;
  self->at = contrast == ANALYSIS_CONTRAST_DIFFERENCE ? at : 0;
  if (self->at > 0 && question->estimator == ANALYSIS_ESTIMATOR_IPCW)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("The weighted curve has no differences within levels: its weights are fitted "
                     "to all patients. Take another estimator."));
      return NULL;
    }
  if (!start (self, cohort, question, error)
      || !check_variables (cohort, question, variables, error))
    return NULL;
  self->variables = g_new0 (AnalysisSubgroupVariable,
                            g_strv_length ((char **) variables) + 1);
  for (guint i = 0; variables[i] != NULL && !analysis_is_cancelled (cancelled); i++)
    {
      analysis_tell (permille, i, g_strv_length ((char **) variables));
      if (!add_variable (self, cohort, question, variables[i], cancelled, error))
        {
          g_prefix_error (error, "%s: ", variables[i]);
          return NULL;
        }
    }
  if (analysis_is_cancelled (cancelled))
    return NULL;
  adjust (self);
  return g_steal_pointer (&self);
}

void
analysis_subgroups_free (AnalysisSubgroups *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_variables; i++)
    {
      AnalysisSubgroupVariable *variable = &self->variables[i];

      g_free (variable->by);
      g_free (variable->title);
      g_strfreev (variable->level_names);
      g_strfreev (variable->level_labels);
      g_free (variable->levels);
      g_free (variable->data);
    }
  g_free (self->variables);
  g_strfreev (self->group_names);
  g_strfreev (self->group_labels);
  g_free (self->by_title);
  g_free (self->data);
  g_free (self);
}
