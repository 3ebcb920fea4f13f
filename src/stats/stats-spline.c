/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Restricted cubic splines: formulas and sources in stats-spline.h. */
#include "stats-spline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double at[STATS_SPLINE_MAX_KNOTS - STATS_SPLINE_MIN_KNOTS + 1]
                      [STATS_SPLINE_MAX_KNOTS]
    = { { 0.1, 0.5, 0.9 },
        { 0.05, 0.35, 0.65, 0.95 },
        { 0.05, 0.275, 0.5, 0.725, 0.95 },
        { 0.05, 0.23, 0.41, 0.59, 0.77, 0.95 },
        { 0.025, 0.1833, 0.3417, 0.5, 0.6583, 0.8167, 0.975 } };

static int
compare (const void *a,
         const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* R's type 7: between the order statistics around 1 + (n - 1) p. */
static double
quantile (const double *sorted,
          size_t n,
          double p)
{
  double position = (double) (n - 1) * p;
  size_t below = (size_t) floor (position + 4 * 2.220446049250313e-16);
  double part = position - (double) below;

  if (below + 1 >= n || part <= 0)
    return sorted[below < n ? below : n - 1];
  return (1 - part) * sorted[below] + part * sorted[below + 1];
}

bool
stats_spline_knots (const double *values,
                    size_t n,
                    unsigned n_knots,
                    double *out_knots)
{
  double knots[STATS_SPLINE_MAX_KNOTS];
  double *sorted;
  size_t m = 0;

  if (n_knots < STATS_SPLINE_MIN_KNOTS || n_knots > STATS_SPLINE_MAX_KNOTS)
    return false;
  sorted = malloc ((n + 1) * sizeof *sorted);
  if (sorted == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    if (isfinite (values[i]))
      sorted[m++] = values[i];
  qsort (sorted, m, sizeof *sorted, compare);
  for (unsigned j = 0; j < n_knots && m > 0; j++)
    knots[j] = quantile (sorted, m, at[n_knots - STATS_SPLINE_MIN_KNOTS][j]);
  free (sorted);
  if (m == 0)
    return false;
  for (unsigned j = 1; j < n_knots; j++)
    if (!(knots[j] > knots[j - 1]))
      return false;
  memcpy (out_knots, knots, n_knots * sizeof *knots);
  return true;
}

static double
cube_above (double x,
            double knot)
{
  return x > knot ? (x - knot) * (x - knot) * (x - knot) : 0;
}

void
stats_spline_basis (double x,
                    const double *knots,
                    unsigned n_knots,
                    double *out_columns)
{
  double first = knots[0], before = knots[n_knots - 2], last = knots[n_knots - 1];
  double span = (last - first) * (last - first);

  out_columns[0] = x;
  for (unsigned j = 0; j + 2 < n_knots; j++)
    {
      double sum = cube_above (x, knots[j])
                   - cube_above (x, before) * (last - knots[j]) / (last - before)
                   + cube_above (x, last) * (before - knots[j]) / (last - before);

      out_columns[j + 1] = isnan (x) ? NAN : sum / span;
    }
}
