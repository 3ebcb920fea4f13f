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

/* --- Fisher's exact test ---------------------------------------------------------------------- */

/* Chances below this share of the greatest one are taken as 0: thousands of them are no 1e-12. */
#define NO_CHANCE 1e-17

typedef struct
{
  unsigned lo, hi; /* numbers of births in the first group that aren't significant; none: lo > hi */
} Accepted;

/* Of x births among n_a, given `sum` in both groups, the chances from those of the likeliest x
 * outwards to where there are none: chance[x], within *lo to *hi. */
static void
fill_chances (double *chance,
              unsigned n_a,
              unsigned n_b,
              unsigned sum,
              unsigned *lo,
              unsigned *hi)
{
  unsigned least = sum > n_b ? sum - n_b : 0, most = sum < n_a ? sum : n_a;
  unsigned mode = (unsigned) ((n_a + 1.0) * (sum + 1.0) / (n_a + n_b + 2.0)), x;

  mode = mode < least ? least : mode > most ? most : mode;
  chance[mode] = dhyper (mode, n_a, n_b, sum, 0);
  for (x = mode; x < most && chance[x] > NO_CHANCE * chance[mode]; x++)
    chance[x + 1] = chance[x] * ((n_a - x) * (double) (sum - x))
                    / ((x + 1.0) * ((double) n_b - sum + x + 1));
  *hi = x;
  for (x = mode; x > least && chance[x] > NO_CHANCE * chance[mode]; x--)
    chance[x - 1] = chance[x] * (x * ((double) n_b - sum + x))
                    / ((n_a - x + 1.0) * (sum - x + 1.0));
  *lo = x;
}

/* p is two-sided by small chances: the sum of those that are no greater. They rise from both ends,
 * so what is significant lies there; it is taken away from there, the smallest first. */
static Accepted
accepted (const double *chance,
          unsigned lo,
          unsigned hi,
          double alpha)
{
  double p = 0;
  Accepted left = { lo, hi };

  while (left.lo <= left.hi)
    {
      double limit = fmin (chance[left.lo], chance[left.hi]) * (1 + 1e-7);
      Accepted next = left;

      while (next.lo <= next.hi && chance[next.lo] <= limit)
        p += chance[next.lo++];
      while (next.lo < next.hi && chance[next.hi] <= limit)
        p += chance[next.hi--];
      if (p > alpha * (1 + 1e-12)) /* 1/20 is 0.05 */
        break;
      left = next;
    }
  return left;
}

/* How far from its mean the births of both groups may lie: Bernstein's inequality, 1e-17. */
static double
reach (double p_a,
       double p_b,
       double n_a,
       double n_b)
{
  double L = log (2e17), variance = n_a * p_a * (1 - p_a) + n_b * p_b * (1 - p_b);

  return L / 3 + sqrt (L * L / 9 + 2 * L * variance);
}

/* All outcomes but those that aren't significant, which are few. */
static double
exact_power (double p_a,
             double p_b,
             unsigned n_a,
             unsigned n_b,
             double alpha)
{
  double *chance = calloc (3 * (size_t) n_a + n_b + 4, sizeof *chance);
  double *in_a, *in_b, missed = 0, mean = n_a * p_a + n_b * p_b, far = reach (p_a, p_b, n_a, n_b);
  unsigned first = (unsigned) fmax (mean - far, 0), last = (unsigned) fmin (mean + far, n_a + n_b);

  if (chance == NULL)
    return NAN;
  in_a = chance + n_a + 1;
  in_b = in_a + n_a + 1;
  for (unsigned x = 0; x <= n_a; x++)
    in_a[x] = dbinom (x, n_a, p_a, 0);
  for (unsigned x = 0; x <= n_b; x++)
    in_b[x] = dbinom (x, n_b, p_b, 0);
  for (unsigned sum = first; sum <= last; sum++)
    {
      unsigned lo, hi;
      Accepted middle;

      fill_chances (chance, n_a, n_b, sum, &lo, &hi);
      middle = accepted (chance, lo, hi, alpha);
      for (unsigned x = middle.lo; x <= middle.hi; x++)
        missed += in_a[x] * in_b[sum - x];
    }
  free (chance);
  return fmax (1 - missed, 0);
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
