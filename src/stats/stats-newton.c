/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Iterating to a fit. What each function promises is said in stats-newton.h. */
#include "stats-newton.h"

#include "stats-matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A step raises the objective by about half its decrement, gradient' information^-1 gradient, which
 * is also the squared length of the step in standard errors. */
#define DECREMENT_FOUND 1e-24
#define DECREMENT_ROUNDING 1e-10 /* below it, one that doesn't fall any more is rounding */
#define DECREMENT_FLAT 1e-6      /* the likelihood has converged: have the coefficients? */
#define DECREMENT_LIMIT 1e-9     /* they have not: as near to the limit as digits allow */

/* Separated: the linear predictor of some row still moves by that much, and by nearly as much as in
 * the step before. (Along a direction of separation a step adds 1 to the logit of a chance that
 * goes to 0, while a maximum is approached by steps that shrink.) */
#define REACH_STILL_MOVING 1e-3
#define REACH_NOT_SHRINKING 0.8

/* No maximum has linear predictors that far from 0; where rows are separated by very little, steps
 * lead there without end. */
#define REACH_FAR 50

/* In report(): in units of a term's standard deviation, and of its variance at the null. */
#define CARRIED_OFF 1e-6
#define VARIANCE_BLOWN_UP 1e5

#define MAX_HALVINGS 40
#define SLACK 1e-12 /* of the objective: rounding may make it fall by that part */

void
stats_newton_free (StatsNewton *newton)
{
  if (newton == NULL)
    return;
  free (newton->beta);
  free (newton->left_out);
  free (newton);
}

StatsNewton *
stats_newton_new (const StatsObjective *objective)
{
  StatsNewton *newton = calloc (1, sizeof *newton);
  size_t n = objective->n;
  double *next;

  if (newton == NULL)
    return NULL;
  newton->objective = objective;
  newton->n = n;
  newton->value = NAN;
  newton->beta = calloc (5 * n + 3 * n * n + 1, sizeof *newton->beta);
  newton->left_out = calloc (2 * n + 1, sizeof *newton->left_out);
  if (newton->beta == NULL || newton->left_out == NULL)
    {
      stats_newton_free (newton);
      return NULL;
    }
  next = newton->beta + n;
  newton->gradient = next, next += n;
  newton->step = next, next += n;
  newton->trial = next, next += n;
  newton->trial_gradient = next, next += n;
  newton->information = next, next += n * n;
  newton->factor = next, next += n * n;
  newton->trial_information = next;
  newton->scratch_out = newton->left_out + n;
  return newton;
}

static bool
all_finite (const double *values,
            size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return false;
  return true;
}

static bool
is_cancelled (const StatsObjective *objective)
{
  return stats_is_cancelled (objective->cancelled);
}

bool
stats_newton_evaluate (StatsNewton *newton)
{
  return !is_cancelled (newton->objective)
         && newton->objective->evaluate (newton->objective->data, newton->beta, &newton->value,
                                         newton->gradient, newton->information)
         && isfinite (newton->value) && all_finite (newton->gradient, newton->n)
         && all_finite (newton->information, newton->n * newton->n);
}

unsigned
stats_newton_find_aliased (StatsNewton *newton,
                           const double *least)
{
  memcpy (newton->factor, newton->information, newton->n * newton->n * sizeof *newton->factor);
  return stats_matrix_factor (newton->factor, (unsigned) newton->n, least, newton->left_out);
}

/* Factors the information of what is in. False when it has become singular. */
static bool
factor (StatsNewton *newton)
{
  size_t n = newton->n;

  memcpy (newton->factor, newton->information, n * n * sizeof *newton->factor);
  memcpy (newton->scratch_out, newton->left_out, n * sizeof *newton->scratch_out);
  stats_matrix_factor (newton->factor, (unsigned) n, NULL, newton->scratch_out);
  return memcmp (newton->scratch_out, newton->left_out, n * sizeof *newton->scratch_out) == 0;
}

/* The step, and what gradient' step is: the decrement. */
static double
solve (StatsNewton *newton)
{
  double decrement = 0;

  memcpy (newton->step, newton->gradient, newton->n * sizeof *newton->step);
  stats_matrix_solve (newton->factor, (unsigned) newton->n, newton->left_out, newton->step);
  for (size_t i = 0; i < newton->n; i++)
    decrement += newton->step[i] * newton->gradient[i];
  return decrement;
}

double
stats_newton_score (StatsNewton *newton)
{
  return factor (newton) ? solve (newton) : NAN;
}

static void
swap_pointers (double **a,
               double **b)
{
  double *c = *a;

  *a = *b;
  *b = c;
}

/* Takes the step, or the half, the quarter ... of it that doesn't lower the objective. */
static bool
take_step (StatsNewton *newton)
{
  const StatsObjective *objective = newton->objective;
  double least = newton->value - SLACK * (1 + fabs (newton->value));
  double part = 1, value;

  for (unsigned halving = 0; halving < MAX_HALVINGS; halving++, part /= 2)
    {
      for (size_t i = 0; i < newton->n; i++)
        newton->trial[i] = newton->beta[i] + part * newton->step[i];
      if (!objective->evaluate (objective->data, newton->trial, &value, newton->trial_gradient,
                                newton->trial_information)
          || !(value >= least) || !isfinite (value)
          || !all_finite (newton->trial_gradient, newton->n)
          || !all_finite (newton->trial_information, newton->n * newton->n))
        continue;
      memcpy (newton->beta, newton->trial, newton->n * sizeof *newton->beta);
      newton->value = value;
      swap_pointers (&newton->gradient, &newton->trial_gradient);
      swap_pointers (&newton->information, &newton->trial_information);
      return true;
    }
  return false;
}

StatsFitStatus
stats_newton_maximise (StatsNewton *newton,
                       unsigned max_iterations)
{
  const StatsObjective *objective = newton->objective;
  double last_decrement = INFINITY, last_reach = INFINITY;
  bool separated = false;

  for (newton->n_iterations = 0; newton->n_iterations < max_iterations; newton->n_iterations++)
    {
      double decrement;

      if (is_cancelled (objective))
        return STATS_FIT_NOT_CONVERGED;
      if (!factor (newton))
        return objective->reach != NULL ? STATS_FIT_SEPARATED : STATS_FIT_NOT_CONVERGED;
      decrement = solve (newton);
      if (separated && !(decrement > DECREMENT_LIMIT && decrement < last_decrement))
        return STATS_FIT_SEPARATED;
      if (!(decrement >= 0) || !isfinite (decrement))
        return STATS_FIT_NOT_CONVERGED;
      if (decrement < DECREMENT_FOUND
          || (decrement < DECREMENT_ROUNDING && decrement >= last_decrement))
        return STATS_FIT_OK;
      if (objective->reach != NULL && decrement < DECREMENT_FLAT)
        {
          double reach = objective->reach (objective->data, newton->step);

          separated = reach > REACH_STILL_MOVING && reach > REACH_NOT_SHRINKING * last_reach;
          last_reach = reach;
        }
      if (!take_step (newton))
        return separated                        ? STATS_FIT_SEPARATED
               : decrement < DECREMENT_ROUNDING ? STATS_FIT_OK
                                                : STATS_FIT_NOT_CONVERGED;
      last_decrement = decrement;
    }
  return objective->reach != NULL && objective->reach (objective->data, newton->beta) > REACH_FAR
             ? STATS_FIT_SEPARATED
             : STATS_FIT_NOT_CONVERGED;
}

void
stats_newton_variance (StatsNewton *newton,
                       const StatsPrepared *prepared,
                       unsigned n_baseline,
                       const double *constant,
                       double *variance)
{
  memcpy (newton->factor, newton->information, newton->n * newton->n * sizeof *newton->factor);
  memcpy (newton->scratch_out, newton->left_out, newton->n * sizeof *newton->scratch_out);
  stats_matrix_factor (newton->factor, (unsigned) newton->n, NULL, newton->scratch_out);
  stats_matrix_invert (newton->factor, (unsigned) newton->n, newton->scratch_out, variance);
  stats_prepared_restore_variance (prepared, n_baseline, constant, variance);
}

/* Which parameters a likelihood that rises for ever carries off. */
static void
mark_separated (StatsNewton *newton,
                const StatsPrepared *prepared,
                const double *constant,
                const double *null_variance,
                StatsFit *fit)
{
  size_t n = newton->n;

  stats_prepared_restore (prepared, fit->n_baseline, constant, newton->step);
  for (size_t i = 0; i < n; i++)
    {
      double unit = i < fit->n_baseline ? 1 : prepared->scale[i - fit->n_baseline];
      double variance = fit->variance[i * n + i];

      if (newton->left_out[i])
        continue;
      /* A variance of 0 is one that could not be computed any more. */
      if (fabs (newton->step[i]) * unit > CARRIED_OFF || !(variance > 0)
          || variance > VARIANCE_BLOWN_UP * null_variance[i * n + i])
        fit->state[i] = STATS_TERM_SEPARATED;
    }
}

void
stats_newton_report (StatsNewton *newton,
                     const StatsPrepared *prepared,
                     const double *constant,
                     StatsFitStatus status,
                     const double *null_variance,
                     StatsFit *fit)
{
  size_t n = newton->n;
  unsigned n_baseline = fit->n_baseline;

  for (size_t i = 0; i < n; i++)
    fit->state[i] = newton->left_out[i] ? STATS_TERM_ALIASED : STATS_TERM_ESTIMATED;
  fit->n_iterations = newton->n_iterations;
  if (status != STATS_FIT_OK && status != STATS_FIT_SEPARATED)
    return;

  fit->loglik = newton->value;
  memcpy (fit->coef, newton->beta, n * sizeof *fit->coef);
  stats_prepared_restore (prepared, n_baseline, constant, fit->coef);
  stats_newton_variance (newton, prepared, n_baseline, constant, fit->variance);
  if (status == STATS_FIT_SEPARATED)
    mark_separated (newton, prepared, constant, null_variance, fit);
  for (size_t i = 0; i < n; i++)
    {
      if (fit->state[i] == STATS_TERM_ESTIMATED)
        continue;
      fit->coef[i] = NAN;
      for (size_t j = 0; j < n; j++)
        fit->variance[i * n + j] = fit->variance[j * n + i] = NAN;
    }
  if (status == STATS_FIT_OK && fit->n_terms > 0)
    {
      unsigned df;

      /* The flags of all terms: scratch_out is free again, and as long. */
      for (size_t i = 0; i < n; i++)
        newton->scratch_out[i] = i >= n_baseline;
      fit->wald = stats_fit_wald (fit, newton->scratch_out, &df);
    }
}
