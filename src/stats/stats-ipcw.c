/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inverse-probability weights and the curve from them: stats-ipcw.h. */
#include "stats-ipcw.h"

#include <math.h>
#include <stdlib.h>

#define CERTAIN (1 - 1e-3)

static bool
same_patient (const StatsPersonTransfers *rows,
              size_t i)
{
  return i > 0 && rows->patient[i] == rows->patient[i - 1];
}

static bool
rows_valid (const StatsPersonTransfers *rows)
{
  for (size_t i = 0; i < rows->n; i++)
    if (rows->k[i] != (same_patient (rows, i) ? rows->k[i - 1] + 1 : 1))
      return false;
  return true;
}

static int
rising (const void *a,
        const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Type 7. */
static double
quantile (const double *sorted,
          size_t n,
          double p)
{
  double place = (double) (n - 1) * p;
  size_t below = (size_t) floor (place);

  if (below + 1 >= n)
    return sorted[n - 1];
  return sorted[below] + (place - (double) below) * (sorted[below + 1] - sorted[below]);
}

/* The weights after the first transfer that are numbers, rising; NULL without memory. */
static double *
sorted_later (const StatsPersonTransfers *rows,
              const double *weights,
              size_t *out_n)
{
  double *later = malloc ((rows->n + 1) * sizeof *later);

  *out_n = 0;
  if (later == NULL)
    return NULL;
  for (size_t i = 0; i < rows->n; i++)
    if (rows->k[i] > 1 && !isnan (weights[i]))
      later[(*out_n)++] = weights[i];
  qsort (later, *out_n, sizeof *later, rising);
  return later;
}

StatsStatus
stats_ipcw_weights (const StatsPersonTransfers *rows,
                    double truncate,
                    double *out_weights)
{
  double *later;
  size_t n_later;

  if (!rows_valid (rows) || !(truncate >= 0 && truncate < 0.5))
    return STATS_INVALID;
  for (size_t i = 0; i < rows->n; i++)
    {
      out_weights[i] = 1;
      if (same_patient (rows, i))
        out_weights[i] = rows->chance[i - 1] < CERTAIN
                             ? out_weights[i - 1] / (1 - rows->chance[i - 1])
                             : NAN;
    }
  if (truncate == 0)
    return STATS_OK;
  later = sorted_later (rows, out_weights, &n_later);
  if (later == NULL)
    return STATS_NO_MEMORY;
  if (n_later > 0)
    {
      double lo = quantile (later, n_later, truncate), hi = quantile (later, n_later, 1 - truncate);

      for (size_t i = 0; i < rows->n; i++)
        if (rows->k[i] > 1 && !isnan (out_weights[i]))
          out_weights[i] = fmin (hi, fmax (lo, out_weights[i]));
    }
  free (later);
  return STATS_OK;
}

/* h, W (k_max each) of the weighted rows. Returns how many transfers are known. */
static unsigned
hazards (const StatsPersonTransfers *rows,
         const double *weights,
         unsigned k_max,
         double *h,
         double *W)
{
  unsigned known = 0;

  for (unsigned k = 0; k < k_max; k++)
    h[k] = W[k] = 0;
  for (size_t i = 0; i < rows->n; i++)
    if (rows->k[i] <= k_max)
      {
        W[rows->k[i] - 1] += weights[i];
        h[rows->k[i] - 1] += weights[i] * rows->birth[i];
      }
  while (known < k_max && W[known] > 0)
    {
      h[known] /= W[known];
      known++;
    }
  return known;
}

StatsStatus
stats_ipcw_curve (const StatsPersonTransfers *rows,
                  const double *weights,
                  unsigned k_max,
                  double *out_estimate,
                  double *out_se)
{
  double *h, *W, *variance, S = 1, psi = 0;
  unsigned known;

  if (!rows_valid (rows))
    return STATS_INVALID;
  h = calloc (k_max + 1, sizeof *h);
  W = calloc (k_max + 1, sizeof *W);
  variance = calloc (k_max + 1, sizeof *variance);
  if (h == NULL || W == NULL || variance == NULL)
    {
      free (h);
      free (W);
      free (variance);
      return STATS_NO_MEMORY;
    }
  known = hazards (rows, weights, k_max, h, W);
  /* A patient's influence stays what it was at her last transfer. */
  for (size_t i = 0; i < rows->n; i++)
    {
      unsigned k = rows->k[i] - 1u;
      bool last = i + 1 == rows->n || !same_patient (rows, i + 1);

      if (!same_patient (rows, i))
        psi = 0;
      if (k < known && h[k] < 1)
        psi -= weights[i] * (rows->birth[i] - h[k]) / (W[k] * (1 - h[k]));
      for (unsigned j = k; j < (last ? known : k + 1) && j < known; j++)
        variance[j] += psi * psi;
    }
  for (unsigned k = 0; k < k_max; k++)
    {
      S *= k < known ? 1 - h[k] : 1;
      out_estimate[k] = k < known ? 1 - S : NAN;
      out_se[k] = k < known && S > 0 ? S * sqrt (variance[k]) : NAN;
    }
  free (h);
  free (W);
  free (variance);
  return STATS_OK;
}

StatsStatus
stats_ipcw_summary (const StatsPersonTransfers *rows,
                    const double *weights,
                    StatsWeights *out)
{
  size_t n;
  double *later = sorted_later (rows, weights, &n), sum = 0;

  *out = (StatsWeights) { NAN, NAN, NAN, NAN };
  if (later == NULL)
    return STATS_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    sum += later[i];
  if (n > 0)
    *out = (StatsWeights) { later[0], quantile (later, n, 0.5), later[n - 1], sum / (double) n };
  free (later);
  return STATS_OK;
}

void
stats_ipcw_effective (const StatsPersonTransfers *rows,
                      const double *weights,
                      unsigned k_max,
                      double *out)
{
  for (unsigned k = 1; k <= k_max; k++)
    {
      double sum = 0, squares = 0;

      for (size_t i = 0; i < rows->n; i++)
        if (rows->k[i] == k)
          {
            sum += weights[i];
            squares += weights[i] * weights[i];
          }
      out[k - 1] = squares > 0 ? sum * sum / squares : NAN;
    }
}
