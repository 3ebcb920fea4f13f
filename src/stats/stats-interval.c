/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Confidence limits. Formulas, sources and what is not estimable: stats-interval.h. */
#define MATHLIB_STANDALONE
#include "stats-interval.h"

#include <Rmath.h>
#include <math.h>

static bool
not_estimable (double *out_lo,
               double *out_hi)
{
  *out_lo = NAN;
  *out_hi = NAN;
  return false;
}

static bool
level_valid (double level)
{
  return level > 0 && level < 1;
}

/* Half of what a two-sided interval leaves out. */
static double
tail (double level)
{
  return (1 - level) / 2;
}

double
stats_interval_z (double level)
{
  return qnorm (tail (level), 0, 1, /* lower */ 0, /* log */ 0);
}

static double
clip (double value)
{
  return fmin (1, fmax (0, value));
}

static double
square (double value)
{
  return value * value;
}

/* 1 / (1 + exp (-x)), without loss at either end. */
static double
expit (double x)
{
  return x >= 0 ? 1 / (1 + exp (-x)) : exp (x) / (1 + exp (x));
}

bool
stats_interval_curve (double estimate,
                      double se,
                      StatsConfType type,
                      double level,
                      double *out_lo,
                      double *out_hi)
{
  double F = estimate, S = 1 - estimate;
  double z, log_S, width;

  if (!(F > 0 && F < 1) || !(se > 0 && se < INFINITY) || !level_valid (level))
    return not_estimable (out_lo, out_hi);

  z = stats_interval_z (level);
  log_S = log1p (-F);
  switch (type)
    {
    case STATS_CONF_PLAIN:
      *out_lo = clip (F - z * se);
      *out_hi = clip (F + z * se);
      return true;
    case STATS_CONF_LOG:
      width = z * se / S;
      *out_lo = clip (-expm1 (log_S + width));
      *out_hi = clip (-expm1 (log_S - width));
      return true;
    case STATS_CONF_LOG_LOG:
      /* log S is negative: the larger power of S is the smaller S, so the larger F. */
      width = z * se / (S * -log_S);
      *out_lo = clip (-expm1 (log_S * exp (-width)));
      *out_hi = clip (-expm1 (log_S * exp (width)));
      return true;
    case STATS_CONF_LOGIT:
      width = z * se / (S * F);
      *out_lo = expit (log (F) - log_S - width);
      *out_hi = expit (log (F) - log_S + width);
      return true;
    case STATS_CONF_ARCSIN:
      /* asin sqrt F = pi/2 - asin sqrt S: the same interval from the other end. */
      width = z / 2 * se / sqrt (S * F);
      *out_lo = square (sin (fmax (0, asin (sqrt (F)) - width)));
      *out_hi = square (sin (fmin (M_PI_2, asin (sqrt (F)) + width)));
      return true;
    default:
      return not_estimable (out_lo, out_hi);
    }
}

/* Larger root of the score equation: only positive terms, so no digits are lost. */
static double
wilson_upper (double x,
              double n,
              double z)
{
  double p = x / n, half = z * z / (2 * n);

  return (p + half + z * sqrt (p * (1 - p) / n + half / (2 * n))) / (1 + 2 * half);
}

bool
stats_interval_wilson (uint64_t x,
                       uint64_t n,
                       double level,
                       double *out_lo,
                       double *out_hi)
{
  double z;

  if (n == 0 || x > n || !level_valid (level))
    return not_estimable (out_lo, out_hi);

  z = stats_interval_z (level);
  *out_lo = clip (1 - wilson_upper ((double) (n - x), (double) n, z));
  *out_hi = clip (wilson_upper ((double) x, (double) n, z));
  /* The product of the two roots is p^2 / (1 + z^2/n): exact where 1 - upper lost its digits. */
  if (*out_lo < 0.5)
    {
      double p = (double) x / (double) n;

      *out_lo = p * p / (1 + z * z / (double) n) / *out_hi;
    }
  if (x == n)
    *out_hi = 1;
  return true;
}

bool
stats_interval_clopper_pearson (uint64_t x,
                                uint64_t n,
                                double level,
                                double *out_lo,
                                double *out_hi)
{
  double births, others, p;

  if (n == 0 || x > n || !level_valid (level))
    return not_estimable (out_lo, out_hi);

  births = (double) x;
  others = (double) (n - x);
  p = tail (level);
  *out_lo = x == 0 ? 0 : qbeta (p, births, others + 1, /* lower */ 1, /* log */ 0);
  *out_hi = x == n ? 1 : qbeta (p, births + 1, others, /* lower */ 0, /* log */ 0);
  return true;
}

/* p -+ z sqrt (p (1 - p) / n), clipped. */
static void
symmetric (double p,
           double n,
           double z,
           double *out_lo,
           double *out_hi)
{
  double width = z * sqrt (p * (1 - p) / n);

  *out_lo = clip (p - width);
  *out_hi = clip (p + width);
}

bool
stats_interval_agresti_coull (uint64_t x,
                              uint64_t n,
                              double level,
                              double *out_lo,
                              double *out_hi)
{
  double z, trials;

  if (n == 0 || x > n || !level_valid (level))
    return not_estimable (out_lo, out_hi);

  z = stats_interval_z (level);
  trials = (double) n + z * z;
  symmetric (((double) x + z * z / 2) / trials, trials, z, out_lo, out_hi);
  return true;
}

bool
stats_interval_wald (uint64_t x,
                     uint64_t n,
                     double level,
                     double *out_lo,
                     double *out_hi)
{
  if (n == 0 || x == 0 || x >= n || !level_valid (level))
    return not_estimable (out_lo, out_hi);

  symmetric ((double) x / (double) n, (double) n, stats_interval_z (level), out_lo, out_hi);
  return true;
}
