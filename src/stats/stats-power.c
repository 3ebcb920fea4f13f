/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power and sample size of two proportions: stats-power.h. Curves are in stats-power-curves.c. */
#define MATHLIB_STANDALONE
#include "stats-power.h"

#include <Rmath.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define MOST_PATIENTS 1e7
#define MOST_EXACT 2000

static double
upper (double z)
{
  return pnorm (z, 0, 1, /* lower */ 0, /* log */ 0);
}

static double
normal_power (double p_a,
              double p_b,
              double n_a,
              double n_b,
              double alpha,
              StatsPowerMethod method)
{
  double z = qnorm (alpha / 2, 0, 1, /* lower */ 0, /* log */ 0);
  double difference = fabs (p_a - p_b), pooled = (n_a * p_a + n_b * p_b) / (n_a + n_b);
  double se_1 = sqrt (p_a * (1 - p_a) / n_a + p_b * (1 - p_b) / n_b);
  double se_0 = method == STATS_POWER_UNPOOLED
                    ? se_1
                    : sqrt (pooled * (1 - pooled) * (1 / n_a + 1 / n_b));
  double correction = method == STATS_POWER_CORRECTED ? (1 / n_a + 1 / n_b) / 2 : 0;

  if (!(se_1 > 0))
    return difference > 0 ? 1 : NAN;
  return upper ((z * se_0 + correction - difference) / se_1)
         + upper ((z * se_0 + correction + difference) / se_1);
}

/* Of x_a births among n_a, x_b among n_b: chances of each x_a given their sum, rising from lo; p is
 * two-sided by small chances. */
static bool
is_significant (const double *chance,
                unsigned n,
                unsigned at,
                double alpha)
{
  double limit = chance[at] * (1 + 1e-7), p = 0;

  for (unsigned i = 0; i < n; i++)
    p += chance[i] <= limit ? chance[i] : 0;
  return p <= alpha;
}

static double
exact_power (double p_a,
             double p_b,
             unsigned n_a,
             unsigned n_b,
             double alpha)
{
  double *chance = calloc (n_a + 1, sizeof *chance), power = 0;

  if (chance == NULL)
    return NAN;
  for (unsigned sum = 0; sum <= n_a + n_b; sum++)
    {
      unsigned lo = sum > n_b ? sum - n_b : 0, hi = sum < n_a ? sum : n_a;

      for (unsigned x = lo; x <= hi; x++)
        chance[x - lo] = dhyper (x, n_a, n_b, sum, 0);
      /* Those that reject lie at both ends. */
      for (unsigned x = lo; x <= hi && is_significant (chance, hi - lo + 1, x - lo, alpha); x++)
        power += dbinom (x, n_a, p_a, 0) * dbinom (sum - x, n_b, p_b, 0);
      for (unsigned x = hi; x > lo && is_significant (chance, hi - lo + 1, x - lo, alpha); x--)
        power += dbinom (x, n_a, p_a, 0) * dbinom (sum - x, n_b, p_b, 0);
    }
  free (chance);
  return fmin (power, 1);
}

double
stats_power_proportions (double p_a,
                         double p_b,
                         double n_a,
                         double n_b,
                         double alpha,
                         StatsPowerMethod method)
{
  if (!(p_a >= 0 && p_a <= 1 && p_b >= 0 && p_b <= 1 && n_a >= 1 && n_b >= 1 && alpha > 0
        && alpha < 1))
    return NAN;
  if (method == STATS_POWER_EXACT)
    return n_a <= MOST_EXACT && n_b <= MOST_EXACT
               ? exact_power (p_a, p_b, (unsigned) n_a, (unsigned) n_b, alpha)
               : NAN;
  return normal_power (p_a, p_b, n_a, n_b, alpha, method);
}

static bool
reaches (double p_a,
         double p_b,
         double ratio,
         double power,
         double alpha,
         StatsPowerMethod method,
         uint64_t n)
{
  return stats_power_proportions (p_a, p_b, (double) n, ceil (ratio * (double) n), alpha, method)
         >= power;
}

uint64_t
stats_power_sample_size (double p_a,
                         double p_b,
                         double ratio,
                         double power,
                         double alpha,
                         StatsPowerMethod method)
{
  StatsPowerMethod smooth = method == STATS_POWER_EXACT ? STATS_POWER_UNPOOLED : method;
  uint64_t lo = 0, hi = 2, run = 0;

  if (p_a == p_b || !(ratio > 0) || !(power > 0 && power < 1))
    return 0;
  while (!reaches (p_a, p_b, ratio, power, alpha, smooth, hi))
    {
      lo = hi;
      hi *= 2;
      if ((double) hi > MOST_PATIENTS)
        return 0;
    }
  while (hi - lo > 1)
    {
      uint64_t middle = lo + (hi - lo) / 2;

      if (reaches (p_a, p_b, ratio, power, alpha, smooth, middle))
        hi = middle;
      else
        lo = middle;
    }
  if (method != STATS_POWER_EXACT)
    return hi;
  /* The exact test needs a few more; never fewer than four fifths of them. */
  for (uint64_t n = hi - hi / 5; (double) n <= MOST_EXACT; n++)
    {
      run = reaches (p_a, p_b, ratio, power, alpha, method, n) ? run + 1 : 0;
      if (run == 11)
        return n - 10;
    }
  return 0;
}

uint64_t
stats_power_inflate (uint64_t n,
                     double drop_out)
{
  if (!(drop_out >= 0 && drop_out < 1))
    return 0;
  /* 100 / (1 - 0.2) is 125, not 126: what rounding adds is no patient. */
  return (uint64_t) ceil ((double) n / (1 - drop_out) * (1 - 1e-12));
}
