/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the caller's rows to rows that can be iterated on, and back. See stats-prepare.h. */
#include "stats-prepare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_TERMS 1000

/* A column that varies by less than this part of its mean is constant but for rounding. */
#define CONSTANT 1e-12

/* Whether the row counts anywhere. */
static bool
is_used (const StatsModelRows *rows,
         size_t i)
{
  return rows->last[i] > 0 && (rows->count == NULL || rows->count[i] > 0);
}

static bool
row_valid (const StatsModelRows *rows,
           size_t i,
           bool whole)
{
  double count = rows->count != NULL ? rows->count[i] : 1;

  if (!(count >= 0 && count < INFINITY) || (whole && count != floor (count)))
    return false;
  if (rows->fate[i] >= STATS_N_FATES)
    return false;
  if (rows->stratum != NULL
      && rows->stratum[i] >= (rows->n_strata > 0 ? rows->n_strata : 1))
    return false;
  if (!is_used (rows, i))
    return true;
  if (rows->first != NULL && (rows->first[i] == 0 || rows->first[i] > rows->last[i]))
    return false;
  for (size_t j = 0; j < rows->n_terms; j++)
    if (!isfinite (rows->x[i * rows->n_terms + j]))
      return false;
  return true;
}

void
stats_prepared_free (StatsPrepared *prepared)
{
  if (prepared == NULL)
    return;
  free (prepared->begin);
  free (prepared->x);
  free (prepared->mean);
  free (prepared->count);
  free (prepared->first);
  free (prepared);
}

static StatsPrepared *
allocate (size_t n,
          unsigned n_terms,
          unsigned n_strata)
{
  StatsPrepared *prepared = calloc (1, sizeof *prepared);

  if (prepared == NULL)
    return NULL;
  prepared->n = n;
  prepared->n_terms = n_terms;
  prepared->n_strata = n_strata;
  prepared->begin = calloc ((size_t) n_strata + 2, sizeof *prepared->begin);
  prepared->x = calloc (n * n_terms + 1, sizeof *prepared->x);
  prepared->mean = calloc (2 * (size_t) n_terms + 1, sizeof *prepared->mean);
  prepared->count = calloc (n + 1, sizeof *prepared->count);
  prepared->first = calloc (3 * n + 1, 1);
  if (prepared->begin == NULL || prepared->x == NULL || prepared->mean == NULL
      || prepared->count == NULL || prepared->first == NULL)
    {
      stats_prepared_free (prepared);
      return NULL;
    }
  prepared->scale = prepared->mean + n_terms;
  prepared->last = prepared->first + n;
  prepared->fate = prepared->last + n;
  return prepared;
}

/* Counting sort by stratum: stable, so rows keep their order within one. */
static void
copy_rows (StatsPrepared *to,
           const StatsModelRows *rows)
{
  size_t n_terms = to->n_terms, sum = 0;
  size_t *next = to->begin + 1; /* where the next row of a stratum goes: its end, after all */

  for (size_t i = 0; i < rows->n; i++)
    if (is_used (rows, i))
      next[rows->stratum != NULL ? rows->stratum[i] : 0]++;
  for (size_t s = 0; s < to->n_strata; s++)
    {
      size_t of_stratum = next[s];

      next[s] = sum;
      sum += of_stratum;
    }
  for (size_t i = 0; i < rows->n; i++)
    {
      size_t at;

      if (!is_used (rows, i))
        continue;
      at = next[rows->stratum != NULL ? rows->stratum[i] : 0]++;
      to->first[at] = rows->first != NULL ? rows->first[i] : 1;
      to->last[at] = rows->last[i];
      to->fate[at] = rows->fate[i];
      to->count[at] = rows->count != NULL ? rows->count[i] : 1;
      if (n_terms > 0)
        memcpy (to->x + at * n_terms, rows->x + i * n_terms, n_terms * sizeof *to->x);
    }
}

/* Totals of the rows, and how far their transfers reach. */
static void
add_up (StatsPrepared *prepared)
{
  for (size_t i = 0; i < prepared->n; i++)
    {
      double births = prepared->fate[i] == STATS_FATE_LIVE_BIRTH ? 1 : 0;
      double transfers = prepared->last[i] - prepared->first[i] + 1;

      prepared->births += prepared->count[i] * births;
      prepared->failed += prepared->count[i] * (transfers - births);
      prepared->late = prepared->late || prepared->first[i] > 1;
      if (prepared->last[i] > prepared->k_max)
        prepared->k_max = prepared->last[i];
    }
}

/* Mean and standard deviation by the counts, in two passes, and the terms with them. */
static void
standardise (StatsPrepared *prepared,
             size_t j)
{
  size_t n_terms = prepared->n_terms;
  double total = 0, sum = 0, squares = 0, mean, sd;

  for (size_t i = 0; i < prepared->n; i++)
    {
      total += prepared->count[i];
      sum += prepared->count[i] * prepared->x[i * n_terms + j];
    }
  mean = total > 0 ? sum / total : 0;
  for (size_t i = 0; i < prepared->n; i++)
    {
      double from_mean = prepared->x[i * n_terms + j] - mean;

      squares += prepared->count[i] * from_mean * from_mean;
    }
  sd = total > 0 ? sqrt (squares / total) : 0;
  prepared->mean[j] = mean;
  prepared->scale[j] = sd > CONSTANT * fabs (mean) && isfinite (sd) ? sd : 0;
  for (size_t i = 0; i < prepared->n; i++)
    {
      double *x = &prepared->x[i * n_terms + j];

      *x = prepared->scale[j] > 0 ? (*x - mean) / sd : 0;
    }
  if (!(prepared->scale[j] > 0))
    prepared->scale[j] = 1;
}

StatsFitStatus
stats_prepared_new (const StatsModelRows *rows,
                    bool whole,
                    StatsPrepared **out)
{
  size_t n = 0;

  *out = NULL;
  if (rows->n_terms > MAX_TERMS)
    return STATS_FIT_INVALID;
  for (size_t i = 0; i < rows->n; i++)
    {
      if (!row_valid (rows, i, whole))
        return STATS_FIT_INVALID;
      n += is_used (rows, i);
    }
  *out = allocate (n, rows->n_terms, rows->n_strata > 0 ? rows->n_strata : 1);
  if (*out == NULL)
    return STATS_FIT_NO_MEMORY;
  copy_rows (*out, rows);
  add_up (*out);
  for (size_t j = 0; j < rows->n_terms; j++)
    standardise (*out, j);
  return STATS_FIT_OK;
}

void
stats_prepared_uncentre (StatsPrepared *prepared)
{
  for (size_t j = 0; j < prepared->n_terms; j++)
    {
      double shift = prepared->mean[j] / prepared->scale[j];

      for (size_t i = 0; i < prepared->n; i++)
        prepared->x[i * prepared->n_terms + j] += shift;
      prepared->mean[j] = 0;
    }
}

void
stats_prepared_pattern (const StatsPrepared *prepared,
                        const double *x,
                        double *out)
{
  for (size_t j = 0; j < prepared->n_terms; j++)
    out[j] = (x[j] - prepared->mean[j]) / prepared->scale[j];
}

/* With u = (x - m) / s: c + sum b u = (c - sum b m / s) + sum (b / s) x. */
void
stats_prepared_restore (const StatsPrepared *prepared,
                        unsigned n_baseline,
                        const double *constant,
                        double *coef)
{
  double *terms = coef + n_baseline;
  double shift = 0;

  for (size_t j = 0; j < prepared->n_terms; j++)
    {
      terms[j] /= prepared->scale[j];
      shift += terms[j] * prepared->mean[j];
    }
  for (size_t a = 0; a < n_baseline; a++)
    coef[a] -= constant[a] * shift;
}

void
stats_prepared_restore_variance (const StatsPrepared *prepared,
                                 unsigned n_baseline,
                                 const double *constant,
                                 double *variance)
{
  size_t n = (size_t) n_baseline + prepared->n_terms;

  /* The same map, on the rows and then on the columns. */
  for (size_t row = 0; row < n; row++)
    stats_prepared_restore (prepared, n_baseline, constant, variance + row * n);
  for (size_t row = 0; row < n; row++)
    for (size_t column = 0; column < row; column++)
      {
        double swap = variance[row * n + column];

        variance[row * n + column] = variance[column * n + row];
        variance[column * n + row] = swap;
      }
  for (size_t row = 0; row < n; row++)
    stats_prepared_restore (prepared, n_baseline, constant, variance + row * n);
}
