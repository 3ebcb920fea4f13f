/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of fits, and Wald's test on them. */
#include "stats-model.h"

#include "stats-matrix.h"

#include <math.h>
#include <stdlib.h>

static void
fill (double *values,
      size_t n,
      double value)
{
  for (size_t i = 0; i < n; i++)
    values[i] = value;
}

StatsFit *
stats_fit_new (unsigned n_baseline,
               unsigned n_terms)
{
  StatsFit *fit = calloc (1, sizeof *fit);
  size_t n = (size_t) n_baseline + n_terms;

  if (fit == NULL)
    return NULL;
  fit->n_baseline = n_baseline;
  fit->n_terms = n_terms;
  fit->n = (unsigned) n;
  fit->state = calloc (n + 1, sizeof *fit->state);
  fit->coef = malloc ((n + 1) * sizeof *fit->coef);
  fit->variance = malloc ((n * n + 1) * sizeof *fit->variance);
  if (fit->state == NULL || fit->coef == NULL || fit->variance == NULL)
    {
      stats_fit_free (fit);
      return NULL;
    }
  fill (fit->coef, n, NAN);
  fill (fit->variance, n * n, NAN);
  fit->loglik_null = fit->loglik = fit->penalised = NAN;
  fit->lr = fit->score = fit->wald = NAN;
  return fit;
}

void
stats_fit_free (StatsFit *fit)
{
  if (fit == NULL)
    return;
  free (fit->state);
  free (fit->coef);
  free (fit->variance);
  free (fit);
}

double
stats_fit_se (const StatsFit *fit,
              unsigned i)
{
  return sqrt (fit->variance[(size_t) i * fit->n + i]);
}

unsigned
stats_fit_df (const StatsFit *fit)
{
  unsigned df = 0;

  for (unsigned i = fit->n_baseline; i < fit->n; i++)
    df += fit->state[i] != STATS_TERM_ALIASED;
  return df;
}

double
stats_fit_wald (const StatsFit *fit,
                const bool *which,
                unsigned *out_df)
{
  size_t n = fit->n, m = 0;
  size_t *at = malloc ((n + 1) * sizeof *at);
  double *v = malloc ((n * n + n + 1) * sizeof *v);
  bool *left_out = calloc (n + 1, sizeof *left_out);
  double *b = v + n * n, sum = NAN;

  *out_df = 0;
  if (at != NULL && v != NULL && left_out != NULL)
    {
      double solved = 0;

      for (size_t i = 0; i < n; i++)
        if (which[i] && fit->state[i] == STATS_TERM_ESTIMATED && !isnan (fit->coef[i]))
          at[m++] = i;
      for (size_t i = 0; i < m; i++)
        {
          b[i] = fit->coef[at[i]];
          for (size_t j = 0; j < m; j++)
            v[i * m + j] = fit->variance[at[i] * n + at[j]];
        }
      if (m > 0 && stats_matrix_factor (v, (unsigned) m, NULL, left_out) == m)
        {
          stats_matrix_solve (v, (unsigned) m, left_out, b);
          for (size_t i = 0; i < m; i++)
            solved += b[i] * fit->coef[at[i]];
          sum = solved;
          *out_df = (unsigned) m;
        }
    }
  free (at);
  free (v);
  free (left_out);
  return sum;
}
