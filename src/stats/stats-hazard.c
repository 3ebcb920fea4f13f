/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discrete-time hazard models: baselines and the fit. See stats-hazard.h. */
#include "stats-hazard.h"

#include "stats-hazard-model.h"
#include "stats-newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ITERATIONS 1000

#define GLM_EPSILON 1e-14
#define GLM_NEAR 1e-3 /* no linear predictor would move by more, and the score test not at all */

/* Whether the hazard of such a level has a finite logit. */
static bool
is_estimable (double births,
              double at_risk)
{
  return births > 0 && births < at_risk;
}

unsigned
stats_hazard_levels (const double *births,
                     const double *at_risk,
                     unsigned k_max,
                     unsigned pool_from,
                     unsigned *out_level)
{
  double level_births = 0, level_at_risk = 0;
  unsigned level = 0, next;

  for (unsigned k = 1; k <= k_max; k = next)
    {
      double own_births = 0, own_at_risk = 0;

      /* What has to stay together: one transfer, or all from pool_from on. */
      next = pool_from > 0 && k >= pool_from ? k_max + 1 : k + 1;
      for (unsigned j = k; j < next; j++)
        {
          own_births += births[j - 1];
          own_at_risk += at_risk[j - 1];
        }
      if (is_estimable (level_births, level_at_risk) && is_estimable (own_births, own_at_risk))
        {
          level++;
          level_births = level_at_risk = 0;
        }
      level_births += own_births;
      level_at_risk += own_at_risk;
      for (unsigned j = k; j < next; j++)
        out_level[j - 1] = level;
    }
  return k_max > 0 ? level + 1 : 0;
}

void
stats_hazard_baseline_factor (const unsigned *level,
                              unsigned k_max,
                              unsigned n_levels,
                              unsigned n_strata,
                              double *out_z)
{
  size_t n_columns = (size_t) n_levels * n_strata;

  for (size_t i = 0; i < n_columns * n_strata * k_max; i++)
    out_z[i] = 0;
  for (size_t s = 0; s < n_strata; s++)
    for (size_t k = 1; k <= k_max; k++)
      out_z[(s * k_max + k - 1) * n_columns + s * n_levels + level[k - 1]] = 1;
}

void
stats_hazard_baseline_linear (unsigned k_max,
                              double *out_z)
{
  for (unsigned k = 1; k <= k_max; k++)
    {
      *out_z++ = 1;
      *out_z++ = k;
    }
}

/* glm's own iteration: unsafeguarded scoring from glm's start, until the deviance changes by less
 * than a part of 1e-14. Fisher's scoring for the complementary log-log converges linearly, and
 * where R's glm.control (epsilon = 1e-14) ends, some 1e-6 standard errors from the maximum, is what
 * others get; so it is what we give. False where it doesn't end at a maximum. */
static bool
iterate_as_glm (HazardModel *model,
                StatsNewton *newton)
{
  double last_deviance = INFINITY;
  bool evaluated;

  model->starting = true;
  evaluated = stats_newton_evaluate (newton);
  model->starting = false;
  if (!evaluated || isnan (stats_newton_score (newton)))
    return false;
  memcpy (newton->beta, newton->step, newton->n * sizeof *newton->beta);
  for (newton->n_iterations = 1; newton->n_iterations < MAX_ITERATIONS; newton->n_iterations++)
    {
      double deviance, decrement;

      if (!stats_newton_evaluate (newton))
        return false;
      deviance = -2 * newton->value;
      decrement = stats_newton_score (newton);
      if (isnan (decrement))
        return false;
      if (fabs (deviance - last_deviance) < GLM_EPSILON * (fabs (deviance) + 0.1))
        return decrement < GLM_NEAR && stats_hazard_reach (model, newton->step) < GLM_NEAR;
      last_deviance = deviance;
      for (size_t i = 0; i < newton->n; i++)
        newton->beta[i] += newton->step[i];
    }
  return false;
}

/* As glm; where that fails, safely from where beta is, which also tells why. */
static StatsFitStatus
iterate (HazardModel *model,
         StatsNewton *newton,
         double *start)
{
  memcpy (start, newton->beta, newton->n * sizeof *start);
  if (iterate_as_glm (model, newton))
    return STATS_FIT_OK;
  memcpy (newton->beta, start, newton->n * sizeof *start);
  return stats_newton_evaluate (newton) ? stats_newton_maximise (newton, MAX_ITERATIONS)
                                        : STATS_FIT_NOT_CONVERGED;
}

/* First the baseline alone, then the terms from there. null_variance and least: scratch, n * n and
 * n. */
static StatsFitStatus
fit_model (HazardModel *model,
           StatsNewton *newton,
           double *null_variance,
           double *least,
           StatsFit *fit)
{
  unsigned n_baseline = fit->n_baseline, rank = 0;
  StatsFitStatus status = STATS_FIT_OK;

  for (size_t i = n_baseline; i < newton->n; i++)
    newton->left_out[i] = true;
  if (!stats_newton_evaluate (newton))
    return STATS_FIT_NOT_CONVERGED;
  stats_hazard_least_pivots (model, newton->information, least);
  stats_newton_find_aliased (newton, least);
  status = iterate (model, newton, least);
  if (status == STATS_FIT_NOT_CONVERGED)
    return status;
  fit->loglik_null = newton->value;

  for (size_t i = n_baseline; i < newton->n; i++)
    newton->left_out[i] = false;
  stats_hazard_least_pivots (model, newton->information, least);
  stats_newton_find_aliased (newton, least);
  for (size_t i = n_baseline; i < newton->n; i++)
    rank += !newton->left_out[i];
  if (rank > 0)
    fit->score = stats_newton_score (newton);
  stats_newton_variance (newton, model->prepared, n_baseline, model->constant, null_variance);
  status = iterate (model, newton, least);
  stats_newton_report (newton, model->prepared, model->constant, status, null_variance, fit);
  if (rank > 0)
    fit->lr = 2 * (fit->loglik - fit->loglik_null);
  return status == STATS_FIT_OK && fit->n_terms > 0 && rank == 0 ? STATS_FIT_SINGULAR : status;
}

StatsFitStatus
stats_hazard_fit (const StatsModelRows *rows,
                  const StatsBaseline *baseline,
                  StatsLink link,
                  StatsFit **out_fit)
{
  HazardModel model = { 0 };
  StatsObjective objective = { .n = baseline->n_columns + rows->n_terms,
                               .evaluate = stats_hazard_evaluate,
                               .reach = stats_hazard_reach,
                               .data = &model,
                               .cancelled = rows->cancelled };
  size_t n = objective.n;
  StatsPrepared *prepared;
  StatsNewton *newton = NULL;
  double *scratch = NULL;
  StatsFitStatus status = stats_prepared_new (rows, false, &prepared);

  *out_fit = NULL;
  if (status == STATS_FIT_OK)
    status = stats_hazard_model_init (&model, prepared, baseline, link);
  if (status == STATS_FIT_OK)
    {
      *out_fit = stats_fit_new (baseline->n_columns, rows->n_terms);
      newton = stats_newton_new (&objective);
      scratch = malloc ((n * n + n + 1) * sizeof *scratch);
      if (*out_fit == NULL || newton == NULL || scratch == NULL)
        status = STATS_FIT_NO_MEMORY;
      else if (!(prepared->births > 0) || !(prepared->failed > 0))
        status = STATS_FIT_NO_EVENTS;
      else
        status = fit_model (&model, newton, scratch, scratch + n * n, *out_fit);
    }
  if (status == STATS_FIT_NO_MEMORY)
    {
      stats_fit_free (*out_fit);
      *out_fit = NULL;
    }
  free (scratch);
  stats_newton_free (newton);
  stats_hazard_model_clear (&model);
  stats_prepared_free (prepared);
  return status;
}
