/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resamples of patients and the intervals from them: stats-resample.h. */
#define MATHLIB_STANDALONE
#include <Rmath.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats-random.h"
#include "stats-resample.h"

#define MOST_UNDEFINED 0.05
#define FEWEST_DRAWS 100

/* The cells' counts are multinomial: one binomial after the other, each of what is left. */
void
stats_bootstrap_histogram (const uint64_t *counts,
                           unsigned k_max,
                           uint64_t seed,
                           uint64_t replicate,
                           uint64_t *out_counts)
{
  size_t n_cells = stats_risk_histogram_size (k_max);
  uint64_t patients = 0, left;
  StatsRandom random;

  stats_random_init (&random, seed, replicate);
  for (size_t i = 0; i < n_cells; i++)
    patients += counts[i];
  left = patients;
  for (size_t i = 0; i < n_cells; i++)
    {
      uint64_t drawn = 0;

      if (counts[i] > 0 && left > 0)
        drawn = counts[i] == patients
                    ? left
                    : (uint64_t) qbinom (stats_random_uniform (&random), (double) left,
                                         (double) counts[i] / (double) patients, 1, 0);
      out_counts[i] = drawn;
      left -= drawn;
      patients -= counts[i];
    }
}

void
stats_bootstrap_weights (uint32_t n,
                         uint64_t seed,
                         uint64_t replicate,
                         uint32_t *out_weights)
{
  StatsRandom random;

  stats_random_init (&random, seed, replicate);
  memset (out_weights, 0, n * sizeof *out_weights);
  for (uint32_t i = 0; i < n; i++)
    out_weights[stats_random_below (&random, n)]++;
}

/* --- acceleration ----------------------------------------------------------------------------- */

/* The curve of `counts`, NAN beyond its last transfer. */
static void
curve_of (const uint64_t *counts,
          unsigned k_max,
          StatsRiskRow *rows,
          StatsCurveFunc curve,
          const void *data,
          double *out)
{
  unsigned n_rows = 0;

  for (unsigned i = 0; i < k_max; i++)
    out[i] = NAN;
  if (stats_risk_from_histogram (counts, k_max, rows, &n_rows) == STATS_OK && n_rows > 0)
    curve (rows, n_rows, data, out);
}

double
stats_jackknife_acceleration (const double *without,
                              unsigned n)
{
  double mean = 0, squares = 0, cubes = 0;

  for (unsigned i = 0; i < n; i++)
    mean += without[i] / n;
  for (unsigned i = 0; i < n; i++)
    {
      double off = mean - without[i];

      squares += off * off;
      cubes += off * off * off;
    }
  return squares > 0 ? cubes / (6 * pow (squares, 1.5)) : NAN;
}

StatsStatus
stats_bootstrap_acceleration (const uint64_t *counts,
                              unsigned k_max,
                              StatsCurveFunc curve,
                              const void *data,
                              double *out)
{
  size_t n_cells = stats_risk_histogram_size (k_max);
  uint64_t *without = malloc (n_cells * sizeof *without);
  StatsRiskRow *rows = calloc (k_max + 1, sizeof *rows);
  double *values = malloc (n_cells * k_max * sizeof *values);
  StatsStatus status = STATS_NO_MEMORY;

  if (without == NULL || rows == NULL || values == NULL)
    goto out;
  memcpy (without, counts, n_cells * sizeof *without);
  for (size_t c = 0; c < n_cells; c++)
    if (counts[c] > 0)
      {
        without[c]--;
        curve_of (without, k_max, rows, curve, data, values + c * k_max);
        without[c]++;
      }
  for (unsigned k = 0; k < k_max; k++)
    {
      double sum = 0, n = 0, mean, squares = 0, cubes = 0;

      for (size_t c = 0; c < n_cells; c++)
        if (counts[c] > 0)
          {
            sum += (double) counts[c] * values[c * k_max + k];
            n += (double) counts[c];
          }
      mean = sum / n;
      for (size_t c = 0; c < n_cells; c++)
        if (counts[c] > 0)
          {
            double off = mean - values[c * k_max + k];

            squares += (double) counts[c] * off * off;
            cubes += (double) counts[c] * off * off * off;
          }
      out[k] = squares > 0 ? cubes / (6 * pow (squares, 1.5)) : NAN;
    }
  status = STATS_OK;
out:
  free (without);
  free (rows);
  free (values);
  return status;
}

/* --- intervals from draws --------------------------------------------------------------------- */

static int
rising (const void *a,
        const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Moves the numbers to the front and sorts them; returns how many. */
static unsigned
numbers (double *draws,
         unsigned n)
{
  unsigned m = 0;

  for (unsigned i = 0; i < n; i++)
    if (!isnan (draws[i]))
      draws[m++] = draws[i];
  for (unsigned i = m; i < n; i++)
    draws[i] = NAN;
  qsort (draws, m, sizeof *draws, rising);
  return m;
}

/* Type 7: Hyndman and Fan 1996. */
static double
quantile (const double *sorted,
          unsigned n,
          double p)
{
  double place = (n - 1) * p;
  unsigned below = (unsigned) floor (place);

  if (below + 1 >= n)
    return sorted[n - 1];
  return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

/* Whether an interval can be given; *out_m: the draws that are numbers. */
static bool
usable (double *draws,
        unsigned n,
        double level,
        StatsDrawn *out,
        unsigned *out_m)
{
  unsigned m = numbers (draws, n);

  *out = (StatsDrawn) { NAN, NAN, n > 0 ? (double) (n - m) / n : NAN };
  *out_m = m;
  return level > 0 && level < 1 && m >= FEWEST_DRAWS && out->undefined <= MOST_UNDEFINED
         && draws[0] < draws[m - 1];
}

StatsDrawn
stats_drawn_percentile (double *draws,
                        unsigned n,
                        double level)
{
  StatsDrawn out;
  unsigned m;

  if (usable (draws, n, level, &out, &m))
    {
      out.lo = quantile (draws, m, (1 - level) / 2);
      out.hi = quantile (draws, m, (1 + level) / 2);
    }
  return out;
}

StatsDrawn
stats_drawn_bca (double *draws,
                 unsigned n,
                 double estimate,
                 double acceleration,
                 double level)
{
  double below = 0, z0, tails[2];
  StatsDrawn out;
  unsigned m;

  if (!usable (draws, n, level, &out, &m) || isnan (estimate) || isnan (acceleration))
    return out;
  for (unsigned i = 0; i < m; i++)
    below += draws[i] < estimate ? 1 : draws[i] == estimate ? 0.5 : 0;
  if (!(below > 0 && below < m))
    return out;
  z0 = qnorm (below / m, 0, 1, 1, 0);
  for (unsigned side = 0; side < 2; side++)
    {
      double z = qnorm ((1 + (side == 0 ? -level : level)) / 2, 0, 1, 1, 0);

      tails[side] = pnorm (z0 + (z0 + z) / (1 - acceleration * (z0 + z)), 0, 1, 1, 0);
    }
  out.lo = quantile (draws, m, tails[0]);
  out.hi = quantile (draws, m, tails[1]);
  return out;
}
