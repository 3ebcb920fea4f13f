/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standardised mean differences: formulas and sources in stats-standardise.h. */
#include "stats-standardise.h"

#include "stats-matrix.h"

#include <math.h>
#include <stdlib.h>

#define MAX_LEVELS 100

static double
weight_of (const double *weight,
           size_t i)
{
  return weight != NULL ? weight[i] : 1;
}

/* Mean and variance of one group; NAN where there is none. */
static void
moments (const double *value,
         const uint8_t *group,
         const double *weight,
         size_t n,
         unsigned of_group,
         bool yes_no,
         double *out_mean,
         double *out_variance)
{
  double total = 0, total_squared = 0, sum = 0, squares = 0, lost;

  for (size_t i = 0; i < n; i++)
    if (group[i] == of_group && !isnan (value[i]))
      {
        double w = weight_of (weight, i);

        total += w;
        total_squared += w * w;
        sum += w * value[i];
      }
  *out_mean = total > 0 ? sum / total : NAN;
  for (size_t i = 0; i < n; i++)
    if (group[i] == of_group && !isnan (value[i]))
      squares += weight_of (weight, i) * (value[i] - *out_mean) * (value[i] - *out_mean);
  lost = total * total - total_squared;
  *out_variance = lost > 0 ? squares * total / lost : NAN;
  if (yes_no)
    *out_variance = *out_mean * (1 - *out_mean);
}

double
stats_balance_difference (const double *value,
                          const uint8_t *group,
                          const double *weight,
                          size_t n,
                          bool yes_no)
{
  double mean[2], variance[2], half;

  for (unsigned g = 0; g < 2; g++)
    moments (value, group, weight, n, g, yes_no, &mean[g], &variance[g]);
  half = (variance[0] + variance[1]) / 2;
  if (half == 0 && mean[0] == mean[1])
    return 0;
  return half > 0 ? (mean[1] - mean[0]) / sqrt (half) : NAN;
}

/* share: 2 * n_levels; false when a group is empty. */
static bool
find_shares (const unsigned *level,
             const uint8_t *group,
             const double *weight,
             size_t n,
             unsigned n_levels,
             double *share)
{
  double total[2] = { 0, 0 };

  for (size_t i = 0; i < n; i++)
    if (group[i] < 2 && level[i] < n_levels)
      {
        total[group[i]] += weight_of (weight, i);
        share[group[i] * n_levels + level[i]] += weight_of (weight, i);
      }
  for (unsigned g = 0; g < 2; g++)
    for (unsigned l = 0; l < n_levels; l++)
      share[g * n_levels + l] /= total[g];
  return total[0] > 0 && total[1] > 0;
}

double
stats_balance_levels (const unsigned *level,
                      const uint8_t *group,
                      const double *weight,
                      size_t n,
                      unsigned n_levels)
{
  double share[2 * MAX_LEVELS] = { 0 }, difference[MAX_LEVELS], solved[MAX_LEVELS];
  bool left_out[MAX_LEVELS] = { false };
  double *c, sum = 0;
  size_t m = 0;
  bool equal = true, full;

  if (n_levels < 1 || n_levels > MAX_LEVELS
      || !find_shares (level, group, weight, n, n_levels, share))
    return NAN;
  /* Closes up over levels that nobody has, and leaves the first of the others out: the shares add
   * up to 1. */
  for (unsigned l = 0, first = 1; l < n_levels; l++)
    {
      double p = share[l], q = share[n_levels + l];

      if (p + q > 0 && first)
        first = 0;
      else if (p + q > 0)
        {
          share[m] = p;
          solved[m] = q;
          difference[m] = q - p;
          equal = equal && p == q;
          m++;
        }
    }
  if (equal)
    return 0;
  c = malloc (m * m * sizeof *c);
  if (c == NULL)
    return NAN;
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < m; j++)
      c[i * m + j] = ((i == j ? share[i] + solved[i] : 0) - share[i] * share[j]
                      - solved[i] * solved[j])
                     / 2;
  for (size_t i = 0; i < m; i++)
    solved[i] = difference[i];
  full = stats_matrix_factor (c, (unsigned) m, NULL, left_out) == m;
  stats_matrix_solve (c, (unsigned) m, left_out, solved);
  for (size_t i = 0; i < m; i++)
    sum += solved[i] * difference[i];
  free (c);
  return full ? sqrt (sum) : NAN;
}
