/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Firth's penalised fits, their profile intervals and tests. See stats-firth.h. */
#define MATHLIB_STANDALONE
#include "stats-firth.h"

#include "stats-hazard-model.h"
#include "stats-newton.h"

#include <Rmath.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ITERATIONS 1000

/* Everything that a fit or a profile works on. */
typedef struct
{
  StatsPrepared *prepared;
  HazardModel model;
  StatsObjective objective;
  StatsNewton *newton;
  bool *aliased;   /* n */
  double *maximum; /* n: parameters at the maximum of l* */
  double *scratch; /* n: pivots */
} Firth;

static void
firth_clear (Firth *firth)
{
  free (firth->aliased);
  free (firth->maximum);
  stats_newton_free (firth->newton);
  stats_hazard_model_clear (&firth->model);
  stats_prepared_free (firth->prepared);
}

/* Prepares, and finds which parameters are aliased, from the information without effects. */
static StatsFitStatus
firth_init (Firth *firth,
            const StatsModelRows *rows,
            const StatsBaseline *baseline,
            StatsLink link)
{
  StatsFitStatus status;
  size_t n;

  *firth = (Firth){ .objective = { .n = baseline->n_columns + rows->n_terms,
                                   .evaluate = stats_hazard_evaluate,
                                   .cancelled = rows->cancelled } };
  firth->objective.data = &firth->model;
  n = firth->objective.n;
  status = stats_prepared_new (rows, false, &firth->prepared);
  if (status == STATS_FIT_OK)
    status = stats_hazard_model_init (&firth->model, firth->prepared, baseline, link);
  if (status != STATS_FIT_OK)
    return status;
  firth->aliased = calloc (n + 1, sizeof *firth->aliased);
  firth->maximum = calloc (2 * n + 1, sizeof *firth->maximum);
  firth->newton = stats_newton_new (&firth->objective);
  if (firth->aliased == NULL || firth->maximum == NULL || firth->newton == NULL)
    return STATS_FIT_NO_MEMORY;
  firth->scratch = firth->maximum + n;
  if (!(firth->prepared->births > 0) || !(firth->prepared->failed > 0))
    return STATS_FIT_NO_EVENTS;

  stats_newton_evaluate (firth->newton);
  stats_hazard_least_pivots (&firth->model, firth->newton->information, firth->scratch);
  stats_newton_find_aliased (firth->newton, firth->scratch);
  memcpy (firth->aliased, firth->newton->left_out, n * sizeof *firth->aliased);
  firth->model.aliased = firth->aliased;
  firth->model.penalised = true;
  return STATS_FIT_OK;
}

/* The maximum over what newton has in, from where it is. */
static StatsFitStatus
maximise (Firth *firth)
{
  if (!stats_newton_evaluate (firth->newton))
    return STATS_FIT_NOT_CONVERGED;
  return stats_newton_maximise (firth->newton, MAX_ITERATIONS);
}

/* Holds the terms j with zero[j] at 0, from the maximum. Returns how many aren't aliased. */
static unsigned
hold_at_zero (Firth *firth,
              const bool *zero)
{
  size_t n_baseline = firth->model.n_baseline;
  unsigned df = 0;

  memcpy (firth->newton->left_out, firth->aliased, firth->newton->n * sizeof *firth->aliased);
  memcpy (firth->newton->beta, firth->maximum, firth->newton->n * sizeof *firth->maximum);
  for (size_t j = 0; j < firth->model.n_terms; j++)
    if (zero[j])
      {
        df += !firth->aliased[n_baseline + j];
        firth->newton->left_out[n_baseline + j] = true;
        firth->newton->beta[n_baseline + j] = 0;
      }
  return df;
}

/* l* in the caller's terms: a term in units of its scale has that much less information. */
static double
own_units (const Firth *firth)
{
  double sum = 0;

  for (size_t j = 0; j < firth->model.n_terms; j++)
    if (!firth->aliased[firth->model.n_baseline + j])
      sum += log (firth->prepared->scale[j]);
  return sum;
}

static StatsFitStatus
fit_and_test (Firth *firth,
              StatsLink link,
              StatsFit *fit)
{
  StatsNewton *newton = firth->newton;
  StatsFitStatus status = maximise (firth);
  double penalised = newton->value;
  bool *all;

  /* The likelihood itself and its information, at the penalised estimate. */
  firth->model.penalised = false;
  if (status == STATS_FIT_OK && !stats_newton_evaluate (newton))
    status = STATS_FIT_NOT_CONVERGED;
  firth->model.penalised = true;
  stats_newton_report (newton, firth->prepared, firth->model.constant, status, NULL, fit);
  if (status != STATS_FIT_OK)
    return status;
  if (stats_fit_df (fit) == 0 && fit->n_terms > 0)
    status = STATS_FIT_SINGULAR;
  if (link != STATS_LINK_LOGIT)
    return status;

  fit->penalised = penalised + own_units (firth);
  if (stats_fit_df (fit) == 0)
    return status;
  all = malloc (fit->n_terms * sizeof *all);
  if (all == NULL)
    return STATS_FIT_NO_MEMORY;
  memset (all, true, fit->n_terms * sizeof *all);
  memcpy (firth->maximum, newton->beta, newton->n * sizeof *firth->maximum);
  hold_at_zero (firth, all);
  if (maximise (firth) == STATS_FIT_OK)
    fit->lr = 2 * (penalised - newton->value);
  free (all);
  return status;
}

StatsFitStatus
stats_firth_fit (const StatsModelRows *rows,
                 const StatsBaseline *baseline,
                 StatsLink link,
                 StatsFit **out_fit)
{
  Firth firth;
  StatsFitStatus status = firth_init (&firth, rows, baseline, link);

  *out_fit = NULL;
  if (status != STATS_FIT_INVALID && status != STATS_FIT_NO_MEMORY)
    *out_fit = stats_fit_new (baseline->n_columns, rows->n_terms);
  if (status == STATS_FIT_OK)
    status = *out_fit == NULL ? STATS_FIT_NO_MEMORY : fit_and_test (&firth, link, *out_fit);
  if (*out_fit == NULL && status == STATS_FIT_NO_EVENTS)
    status = STATS_FIT_NO_MEMORY;
  if (status == STATS_FIT_NO_MEMORY)
    {
      stats_fit_free (*out_fit);
      *out_fit = NULL;
    }
  firth_clear (&firth);
  return status;
}

/* Profiles ------------------------------------------------------------------------------------- */

/* As firth_init(), and at the maximum that fit has. */
static StatsFitStatus
firth_init_at (Firth *firth,
               const StatsModelRows *rows,
               const StatsBaseline *baseline,
               const StatsFit *fit)
{
  StatsFitStatus status;
  size_t n_baseline = baseline->n_columns;
  double shift = 0;

  *firth = (Firth){ 0 };
  if (fit->n_baseline != n_baseline || fit->n_terms != rows->n_terms || !isfinite (fit->penalised))
    return STATS_FIT_INVALID;
  status = firth_init (firth, rows, baseline, STATS_LINK_LOGIT);
  if (status != STATS_FIT_OK)
    return status == STATS_FIT_NO_EVENTS ? STATS_FIT_INVALID : status;
  for (size_t i = 0; i < fit->n; i++)
    if (firth->aliased[i] != (fit->state[i] == STATS_TERM_ALIASED))
      return STATS_FIT_INVALID;
  /* Back to the prepared terms; a few more iterations find again what was found. */
  for (size_t j = 0; j < fit->n_terms; j++)
    if (!firth->aliased[n_baseline + j])
      {
        double coef = fit->coef[n_baseline + j];

        firth->newton->beta[n_baseline + j] = coef * firth->prepared->scale[j];
        shift += coef * firth->prepared->mean[j];
      }
  for (size_t a = 0; a < n_baseline; a++)
    firth->newton->beta[a] = firth->aliased[a] ? 0
                                               : fit->coef[a] + firth->model.constant[a] * shift;
  status = maximise (firth);
  if (status == STATS_FIT_OK)
    memcpy (firth->maximum, firth->newton->beta, fit->n * sizeof *firth->maximum);
  return status;
}

/* 2 (l* - l*_j (b)), from where newton is; its derivative by b, too. */
static bool
profile (Firth *firth,
         size_t parameter,
         double top,
         double b,
         double *out_deviance,
         double *out_slope)
{
  firth->newton->beta[parameter] = b;
  if (maximise (firth) != STATS_FIT_OK)
    return false;
  *out_deviance = 2 * (top - firth->newton->value);
  *out_slope = -2 * firth->newton->gradient[parameter];
  return true;
}

/* Where the profile of a parameter, held in newton->left_out, falls to the quantile, on the side
 * that step points to: outwards until beyond, then by Newton's method between two bounds. */
static double
find_limit (Firth *firth,
            size_t parameter,
            double top,
            double quantile,
            double step)
{
  double inside = firth->maximum[parameter], outside = NAN, at = inside + step;

  memcpy (firth->newton->beta, firth->maximum, firth->newton->n * sizeof *firth->maximum);
  for (unsigned iteration = 0; iteration < 100; iteration++)
    {
      double deviance, slope, next;

      if (!profile (firth, parameter, top, at, &deviance, &slope))
        return NAN;
      if (fabs (deviance - quantile) < 1e-12 * quantile)
        return at;
      if (deviance < quantile)
        inside = at;
      else
        outside = at;
      next = at - (deviance - quantile) / slope;
      if (isnan (outside))
        {
          /* Not beyond yet: outwards, and by no more than it is far already. */
          double most = at + (at - firth->maximum[parameter]);

          if (!((next - at) * step > 0) || fabs (next - at) > fabs (most - at))
            next = most;
          else
            next += (next - at) / 8; /* rather a little beyond, to have two bounds */
        }
      else if (!(next > fmin (inside, outside) && next < fmax (inside, outside)))
        next = (inside + outside) / 2;
      if (next == at || fabs (next - at) < 1e-13 * fabs (at))
        return next;
      at = next;
    }
  return NAN;
}

StatsFitStatus
stats_firth_profile (const StatsModelRows *rows,
                     const StatsBaseline *baseline,
                     const StatsFit *fit,
                     double level,
                     double *out_lo,
                     double *out_hi,
                     double *out_chisq)
{
  Firth firth;
  StatsFitStatus status = firth_init_at (&firth, rows, baseline, fit);
  double top = status == STATS_FIT_OK ? firth.newton->value : NAN;
  double quantile = level > 0 && level < 1 ? qchisq (level, 1, /* lower */ 1, /* log */ 0) : NAN;

  for (size_t j = 0; j < rows->n_terms; j++)
    {
      size_t parameter = (size_t) baseline->n_columns + j;
      double lo = NAN, hi = NAN, chisq = NAN, slope;

      if (status == STATS_FIT_OK && !firth.aliased[parameter])
        {
          double scale = firth.prepared->scale[j];
          double step = sqrt (quantile) * stats_fit_se (fit, (unsigned) parameter) * scale;

          memcpy (firth.newton->left_out, firth.aliased, fit->n * sizeof *firth.aliased);
          firth.newton->left_out[parameter] = true;
          if (out_lo != NULL && !isnan (quantile))
            lo = find_limit (&firth, parameter, top, quantile, -step) / scale;
          if (out_hi != NULL && !isnan (quantile))
            hi = find_limit (&firth, parameter, top, quantile, step) / scale;
          memcpy (firth.newton->beta, firth.maximum, fit->n * sizeof *firth.maximum);
          if (out_chisq == NULL || !profile (&firth, parameter, top, 0, &chisq, &slope))
            chisq = NAN;
        }
      if (out_lo != NULL)
        out_lo[j] = lo;
      if (out_hi != NULL)
        out_hi[j] = hi;
      if (out_chisq != NULL)
        out_chisq[j] = isnan (chisq) ? NAN : fmax (chisq, 0);
    }
  firth_clear (&firth);
  return status;
}

StatsFitStatus
stats_firth_test (const StatsModelRows *rows,
                  const StatsBaseline *baseline,
                  const StatsFit *fit,
                  const bool *zero,
                  double *out_chisq,
                  unsigned *out_df)
{
  Firth firth;
  StatsFitStatus status = firth_init_at (&firth, rows, baseline, fit);

  *out_chisq = NAN;
  *out_df = 0;
  if (status == STATS_FIT_OK)
    {
      double top = firth.newton->value;

      *out_df = hold_at_zero (&firth, zero);
      if (*out_df > 0)
        status = maximise (&firth);
      if (*out_df > 0 && status == STATS_FIT_OK)
        *out_chisq = fmax (0, 2 * (top - firth.newton->value));
    }
  firth_clear (&firth);
  return status;
}
