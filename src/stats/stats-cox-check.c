/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from a Cox fit: the test of proportional hazards and the predicted curve. */
#include "stats-cox.h"

#include "stats-cox-walk.h"
#include "stats-matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Information that is that small a part of what the same term had is rounding. */
#define NOTHING_LEFT 1e-10

/* The coefficients for the prepared terms; 0 for terms that aren't estimated. */
static void
prepared_coef (const StatsPrepared *prepared,
               const StatsFit *fit,
               double *out_beta)
{
  for (size_t j = 0; j < prepared->n_terms; j++)
    out_beta[j] = fit->state[j] == STATS_TERM_ESTIMATED ? fit->coef[j] * prepared->scale[j] : 0;
}

static bool
has_separated (const StatsFit *fit)
{
  for (unsigned i = 0; i < fit->n; i++)
    if (fit->state[i] == STATS_TERM_SEPARATED)
      return true;
  return false;
}

/* Proportional hazards ------------------------------------------------------------------------- */

typedef struct
{
  StatsTies ties;
  unsigned n_terms;
  double *score, *information;   /* of one transfer: r_k, V_k (packed) */
  double *with_k;                /* T = sum k r_k */
  double *sums, *k_sums, *k2_sums; /* J, H, Q (packed) */
} Zph;

static void
zph_add (const StatsCoxTransfer *transfer,
         void *data)
{
  Zph *zph = data;
  double k = transfer->k, loglik = 0;
  size_t size = stats_matrix_triangle (zph->n_terms);

  memset (zph->score, 0, zph->n_terms * sizeof *zph->score);
  memset (zph->information, 0, size * sizeof *zph->information);
  stats_cox_add (transfer, zph->ties, &loglik, zph->score, zph->information);
  for (size_t i = 0; i < zph->n_terms; i++)
    zph->with_k[i] += k * zph->score[i];
  for (size_t i = 0; i < size; i++)
    {
      zph->sums[i] += zph->information[i];
      zph->k_sums[i] += k * zph->information[i];
      zph->k2_sums[i] += k * k * zph->information[i];
    }
}

/* From the sums: C = Q - H J^-1 H into q, and the tests. j, h, q: n x n; left_out: terms that
 * aren't estimated and, at the end, those that have nothing to be tested with. */
static void
zph_test (const Zph *zph,
          double *j,
          double *h,
          double *q,
          bool *left_out,
          double *out_chisq,
          double *out_global,
          unsigned *out_df)
{
  size_t n = zph->n_terms;
  double *least = zph->score; /* no more needed */

  stats_matrix_unpack (zph->sums, zph->n_terms, j);
  stats_matrix_unpack (zph->k_sums, zph->n_terms, h);
  stats_matrix_unpack (zph->k2_sums, zph->n_terms, q);
  for (size_t i = 0; i < n; i++)
    least[i] = NOTHING_LEFT * q[i * n + i];
  stats_matrix_factor (j, zph->n_terms, NULL, left_out);
  for (size_t i = 0; i < n; i++)
    {
      /* Row i of H J^-1 H, by J^-1 applied to the symmetric H's row i. */
      double *solved = out_chisq;

      memcpy (solved, h + i * n, n * sizeof *solved);
      stats_matrix_solve (j, zph->n_terms, left_out, solved);
      for (size_t a = 0; a < n; a++)
        q[i * n + a] -= stats_matrix_dot (solved, h + a * n, n);
    }
  for (size_t i = 0; i < n; i++)
    out_chisq[i] = !left_out[i] && q[i * n + i] > least[i]
                       ? zph->with_k[i] * zph->with_k[i] / q[i * n + i]
                       : NAN;
  *out_df = stats_matrix_factor (q, zph->n_terms, least, left_out);
  *out_global = NAN;
  if (*out_df > 0)
    {
      double *solved = least;

      memcpy (solved, zph->with_k, n * sizeof *solved);
      stats_matrix_solve (q, zph->n_terms, left_out, solved);
      *out_global = stats_matrix_dot (solved, zph->with_k, n);
    }
}

StatsFitStatus
stats_cox_zph (const StatsModelRows *rows,
               const StatsFit *fit,
               StatsTies ties,
               double *out_chisq,
               double *out_global,
               unsigned *out_df)
{
  size_t n = rows->n_terms, size = stats_matrix_triangle (n);
  StatsPrepared *prepared;
  Zph zph = { .ties = ties, .n_terms = rows->n_terms };
  double *memory;
  bool *left_out;
  StatsFitStatus status;

  *out_global = NAN;
  *out_df = 0;
  for (size_t i = 0; i < n; i++)
    out_chisq[i] = NAN;
  if (ties == STATS_TIES_EXACT || fit->n_baseline != 0 || fit->n_terms != n)
    return STATS_FIT_INVALID;
  status = stats_prepared_new (rows, true, &prepared);
  if (status != STATS_FIT_OK)
    return status;
  memory = calloc (3 * n + 4 * size + 3 * n * n + 1, sizeof *memory);
  left_out = calloc (n + 1, sizeof *left_out);
  if (memory != NULL && left_out != NULL)
    {
      zph.score = memory + n; /* before it: the coefficients */
      zph.with_k = zph.score + n;
      zph.information = zph.with_k + n;
      zph.sums = zph.information + size;
      zph.k_sums = zph.sums + size;
      zph.k2_sums = zph.k_sums + size;
      prepared_coef (prepared, fit, memory);
      for (size_t i = 0; i < n; i++)
        left_out[i] = fit->state[i] != STATS_TERM_ESTIMATED || isnan (fit->coef[i]);
    }
  if (memory == NULL || left_out == NULL || !stats_cox_walk (prepared, memory, zph_add, &zph))
    status = STATS_FIT_NO_MEMORY;
  else
    {
      double *square = zph.k2_sums + size;

      zph_test (&zph, square, square + n * n, square + 2 * n * n, left_out, out_chisq, out_global,
                out_df);
    }
  free (memory);
  free (left_out);
  stats_prepared_free (prepared);
  return status;
}

/* Predicted curve ------------------------------------------------------------------------------ */

typedef struct
{
  unsigned n_terms, stratum, k_last, last_at_risk;
  const double *pattern; /* n_terms, prepared */
  double eta;            /* its linear predictor */
  double *hazard;        /* k_last + 1: increment at k of H */
  double *square;        /* k_last + 1: increment of the sum of 1 / c^2 */
  double *drift;         /* (k_last + 1) * n_terms: increment of the sum of (x - m) / c */
} Curve;

static void
curve_add (const StatsCoxTransfer *transfer,
           void *data)
{
  Curve *curve = data;
  size_t k = transfer->k;
  StatsCoxSteps steps;
  double relative;

  if (transfer->stratum != curve->stratum)
    return;
  if (transfer->risk[0] > 0 && curve->last_at_risk < transfer->k)
    curve->last_at_risk = transfer->k;
  if (k > curve->k_last || !(transfer->births > 0))
    return;
  steps = stats_cox_steps (transfer, STATS_TIES_EFRON);
  /* The pattern's own exp (beta' x), less the offset. */
  relative = exp (curve->eta - transfer->offset);
  curve->hazard[k] = relative * steps.inverse;
  curve->square[k] = relative * relative * steps.square;
  for (size_t j = 0; j < curve->n_terms; j++)
    curve->drift[k * curve->n_terms + j] = relative
                                           * (curve->pattern[j] * steps.inverse
                                              - steps.square * transfer->risk[1 + j]
                                              + steps.a_square * transfer->born[1 + j]);
}

/* q' V q in the caller's terms. */
static double
drift_variance (const StatsPrepared *prepared,
                const StatsFit *fit,
                const double *drift)
{
  double sum = 0;

  for (size_t i = 0; i < prepared->n_terms; i++)
    for (size_t j = 0; j < prepared->n_terms; j++)
      if (fit->state[i] == STATS_TERM_ESTIMATED && fit->state[j] == STATS_TERM_ESTIMATED)
        sum += drift[i] * prepared->scale[i] * fit->variance[i * fit->n + j] * drift[j]
               * prepared->scale[j];
  return sum;
}

static void
curve_finish (const Curve *curve,
              const StatsPrepared *prepared,
              const StatsFit *fit,
              double *out_estimate,
              double *out_se)
{
  double H = 0, square = 0;
  double *drift = curve->drift; /* the row of k = 0 is free to add up in */

  for (unsigned k = 1; k <= curve->k_last && k <= curve->last_at_risk; k++)
    {
      H += curve->hazard[k];
      square += curve->square[k];
      for (size_t j = 0; j < curve->n_terms; j++)
        drift[j] += curve->drift[(size_t) k * curve->n_terms + j];
      out_estimate[k - 1] = -expm1 (-H);
      out_se[k - 1] = exp (-H) * sqrt (square + drift_variance (prepared, fit, drift));
    }
}

StatsFitStatus
stats_cox_curve (const StatsModelRows *rows,
                 const StatsFit *fit,
                 const double *x,
                 unsigned stratum,
                 unsigned k_last,
                 double *out_estimate,
                 double *out_se)
{
  size_t n = rows->n_terms, n_k = (size_t) k_last + 1;
  StatsPrepared *prepared;
  Curve curve = { .n_terms = rows->n_terms, .stratum = stratum, .k_last = k_last };
  double *memory, *pattern;
  StatsFitStatus status;

  for (size_t k = 0; k < k_last; k++)
    out_estimate[k] = out_se[k] = NAN;
  if (fit->n_baseline != 0 || fit->n_terms != n)
    return STATS_FIT_INVALID;
  if (has_separated (fit))
    return STATS_FIT_SEPARATED;
  status = stats_prepared_new (rows, true, &prepared);
  if (status != STATS_FIT_OK)
    return status;
  memory = calloc (2 * n + n_k * (2 + n) + 1, sizeof *memory);
  if (memory != NULL)
    {
      pattern = memory + n;
      stats_prepared_pattern (prepared, x, pattern);
      prepared_coef (prepared, fit, memory);
      curve.pattern = pattern;
      curve.eta = stats_matrix_dot (memory, pattern, n);
      curve.hazard = pattern + n;
      curve.square = curve.hazard + n_k;
      curve.drift = curve.square + n_k;
    }
  if (memory == NULL || !stats_cox_walk (prepared, memory, curve_add, &curve))
    status = STATS_FIT_NO_MEMORY;
  else if (!(prepared->births > 0))
    status = STATS_FIT_NO_EVENTS;
  else
    curve_finish (&curve, prepared, fit, out_estimate, out_se);
  free (memory);
  stats_prepared_free (prepared);
  return status;
}
