/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inverse-probability weights and the curve from them: stats-ipcw.h. */
#include "stats-ipcw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats-matrix.h"

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
        out_weights[i] = rows->chance[i - 1] < STATS_IPCW_CERTAIN
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

/* The transfers up to which everybody of the group has comparable patients who go on. */
static unsigned
comparable (const StatsPersonTransfers *rows,
            const double *weights,
            unsigned k_max)
{
  for (size_t i = 0; i < rows->n; i++)
    if (!rows->birth[i] && weights[i] != 0 && rows->chance[i] >= STATS_IPCW_CERTAIN
        && rows->k[i] < k_max)
      k_max = rows->k[i];
  return k_max;
}

/* h, W (k_max each) of the weighted rows. Returns how many transfers are known. */
static unsigned
hazards (const StatsPersonTransfers *rows,
         const double *weights,
         unsigned k_max,
         double *h,
         double *W)
{
  unsigned known = 0, n = comparable (rows, weights, k_max);

  for (unsigned k = 0; k < k_max; k++)
    h[k] = W[k] = 0;
  for (size_t i = 0; i < rows->n; i++)
    if (rows->k[i] <= k_max)
      {
        W[rows->k[i] - 1] += weights[i];
        h[rows->k[i] - 1] += weights[i] * rows->birth[i];
      }
  while (known < n && W[known] > 0)
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

/* --- with the model's estimation -------------------------------------------------------------- */

typedef struct
{
  const StatsPersonTransfers *rows;
  const double *weights, *x;
  unsigned p, k_max, known;
  double *h, *W;   /* k_max */
  double *G;       /* k_max times p */
  double *J;       /* p times p, factored */
  bool *left_out;  /* p */
  double *z, *own; /* p each, of the patient at hand */
  double *psi;     /* k_max, of the patient at hand */
} Stacked;

/* J, factored. */
static void
factor_information (Stacked *self)
{
  const StatsPersonTransfers *rows = self->rows;

  for (size_t i = 0; i < rows->n; i++)
    if (rows->in_model[i])
      {
        const double *x = self->x + i * self->p;
        double weight = rows->chance[i] * (1 - rows->chance[i]);

        for (unsigned a = 0; a < self->p; a++)
          for (unsigned b = 0; b <= a; b++)
            self->J[a * self->p + b] += weight * x[a] * x[b];
      }
  stats_matrix_factor (self->J, self->p, NULL, self->left_out);
}

/* What each row adds to log S at its transfer. */
static double
influence (const Stacked *self,
           size_t i)
{
  unsigned k = self->rows->k[i] - 1u;

  if (k >= self->known || self->h[k] >= 1 || self->weights[i] == 0)
    return 0;
  return -self->weights[i] * (self->rows->birth[i] - self->h[k])
         / (self->W[k] * (1 - self->h[k]));
}

static void
add_gradients (Stacked *self)
{
  const StatsPersonTransfers *rows = self->rows;

  for (size_t i = 0; i < rows->n; i++)
    {
      double part = influence (self, i);

      if (!same_patient (rows, i))
        memset (self->z, 0, self->p * sizeof *self->z);
      for (unsigned c = 0; c < self->p; c++)
        {
          if (part != 0)
            self->G[(rows->k[i] - 1u) * self->p + c] += part * self->z[c];
          self->z[c] += rows->chance[i] * self->x[i * self->p + c];
        }
    }
  for (unsigned k = 1; k < self->k_max; k++)
    for (unsigned c = 0; c < self->p; c++)
      self->G[k * self->p + c] += self->G[(k - 1) * self->p + c];
}

/* The squares of one patient's influences, rows from first to before end. */
static void
add_patient (Stacked *self,
             size_t first,
             size_t end,
             double *variance)
{
  const StatsPersonTransfers *rows = self->rows;

  memset (self->own, 0, self->p * sizeof *self->own);
  memset (self->psi, 0, self->k_max * sizeof *self->psi);
  for (size_t i = first; i < end; i++)
    {
      if (rows->k[i] <= self->k_max)
        self->psi[rows->k[i] - 1] = influence (self, i);
      for (unsigned c = 0; c < self->p && rows->in_model[i]; c++)
        self->own[c] += (rows->stop[i] - rows->chance[i]) * self->x[i * self->p + c];
    }
  stats_matrix_solve (self->J, self->p, self->left_out, self->own);
  for (unsigned k = 0; k < self->known; k++)
    {
      double all = stats_matrix_dot (self->own, self->G + k * self->p, self->p);

      self->psi[k] += k > 0 ? self->psi[k - 1] : 0;
      all += self->psi[k];
      variance[k] += all * all;
    }
}

StatsStatus
stats_ipcw_estimated_se (const StatsPersonTransfers *rows,
                         const double *weights,
                         const double *x,
                         unsigned n_columns,
                         unsigned k_max,
                         double *out_se)
{
  size_t p = n_columns, n_numbers = 4 * (size_t) k_max + k_max * p + p * p + 2 * p, first = 0;
  double *numbers = calloc (n_numbers + 1, sizeof *numbers), *variance = numbers, S = 1;
  bool *left_out = calloc (p + 1, sizeof *left_out);
  Stacked self = { .rows = rows, .weights = weights, .x = x, .p = n_columns, .k_max = k_max };
  StatsStatus status = rows_valid (rows) ? STATS_OK : STATS_INVALID;

  if (numbers == NULL || left_out == NULL)
    status = STATS_NO_MEMORY;
  if (status == STATS_OK)
    {
      self.h = variance + k_max;
      self.W = self.h + k_max;
      self.psi = self.W + k_max;
      self.G = self.psi + k_max;
      self.J = self.G + k_max * p;
      self.z = self.J + p * p;
      self.own = self.z + p;
      self.left_out = left_out;
      self.known = hazards (rows, weights, k_max, self.h, self.W);
      factor_information (&self);
      add_gradients (&self);
      for (size_t i = 1; i <= rows->n; i++)
        if (i == rows->n || !same_patient (rows, i))
          {
            add_patient (&self, first, i, variance);
            first = i;
          }
      for (unsigned k = 0; k < k_max; k++)
        {
          S *= k < self.known ? 1 - self.h[k] : 1;
          out_se[k] = k < self.known && S > 0 ? S * sqrt (variance[k]) : NAN;
        }
    }
  free (numbers);
  free (left_out);
  return status;
}

StatsStatus
stats_ipcw_summary (const StatsPersonTransfers *rows,
                    const double *weights,
                    const double *full,
                    StatsWeights *out)
{
  size_t n;
  double *later = sorted_later (rows, weights, &n), sum = 0, changed = 0;

  *out = (StatsWeights) { NAN, NAN, NAN, NAN, NAN };
  if (later == NULL)
    return STATS_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    sum += later[i];
  for (size_t i = 0; full != NULL && i < rows->n; i++)
    changed += rows->k[i] > 1 && !isnan (weights[i]) && weights[i] != full[i];
  if (n > 0)
    *out = (StatsWeights) { later[0], quantile (later, n, 0.5), later[n - 1], sum / (double) n,
                            changed / (double) n };
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
