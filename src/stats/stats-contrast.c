/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Differences, ratios, restricted means and the like: stats-contrast.h. */
#define MATHLIB_STANDALONE
#include "stats-contrast.h"

#include <Rmath.h>
#include <math.h>
#include <stdlib.h>

#define EXACT_AT_RISK 20000

static const StatsContrast unknown = { NAN, NAN, NAN, NAN, NAN };

static double
two_sided (double level)
{
  return level > 0 && level < 1 ? qnorm ((1 - level) / 2, 0, 1, /* lower */ 0, /* log */ 0) : NAN;
}

static double
p_of_z (double z)
{
  return 2 * pnorm (fabs (z), 0, 1, /* lower */ 0, /* log */ 0);
}

StatsContrast
stats_contrast_difference (double a,
                           double se_a,
                           double b,
                           double se_b,
                           double level)
{
  StatsContrast out = { a - b, sqrt (se_a * se_a + se_b * se_b), NAN, NAN, NAN };

  if (isnan (out.estimate))
    return unknown;
  if (!(out.se > 0))
    {
      out.se = NAN;
      return out;
    }
  out.lo = out.estimate - two_sided (level) * out.se;
  out.hi = out.estimate + two_sided (level) * out.se;
  out.p = p_of_z (out.estimate / out.se);
  return out;
}

StatsContrast
stats_contrast_mover (double a,
                      double lo_a,
                      double hi_a,
                      double b,
                      double lo_b,
                      double hi_b)
{
  StatsContrast out = { a - b, NAN, NAN, NAN, NAN };

  if (isnan (out.estimate))
    return unknown;
  out.lo = out.estimate - hypot (a - lo_a, hi_b - b);
  out.hi = out.estimate + hypot (hi_a - a, b - lo_b);
  if (isnan (out.lo) || isnan (out.hi))
    out.lo = out.hi = NAN;
  return out;
}

StatsContrast
stats_contrast_ratio (double a,
                      double se_a,
                      double b,
                      double se_b,
                      double level)
{
  StatsContrast out = { a / b, hypot (se_a / a, se_b / b), NAN, NAN, NAN };

  if (!(a > 0 && b > 0))
    return unknown;
  if (!(out.se > 0))
    {
      out.se = NAN;
      return out;
    }
  out.lo = out.estimate * exp (-two_sided (level) * out.se);
  out.hi = out.estimate * exp (two_sided (level) * out.se);
  out.p = p_of_z (log (out.estimate) / out.se);
  return out;
}

StatsContrast
stats_contrast_log_log (double a,
                        double se_a,
                        double b,
                        double se_b,
                        double level)
{
  double of_a = -log1p (-a), of_b = -log1p (-b);

  if (!(a > 0 && a < 1 && b > 0 && b < 1))
    return unknown;
  return stats_contrast_difference (log (of_a), se_a / ((1 - a) * of_a), log (of_b),
                                    se_b / ((1 - b) * of_b), level);
}

StatsContrast
stats_contrast_restricted_mean (const StatsRiskRow *rows,
                                unsigned n_rows,
                                unsigned tau,
                                double level)
{
  StatsContrast out = { 1, NAN, NAN, NAN, NAN };
  double *S, rest = 0, variance = 0;
  unsigned n = tau - 1;

  /* Nobody is left once everybody has given birth: the curve stays where it is. */
  if (tau < 1 || !stats_risk_rows_valid (rows, n_rows))
    return unknown;
  S = calloc (tau, sizeof *S);
  if (S == NULL)
    return unknown;
  S[0] = 1;
  for (unsigned k = 1; k <= n; k++)
    {
      bool known = k <= n_rows && rows[k - 1].k == k && rows[k - 1].at_risk > 0;

      if (!known && S[k - 1] > 0)
        {
          free (S);
          return unknown;
        }
      S[k] = known ? S[k - 1] * (1 - (double) rows[k - 1].births / rows[k - 1].at_risk) : 0;
      out.estimate += S[k];
    }
  for (unsigned k = n; k >= 1; k--)
    {
      double at_risk = k <= n_rows ? rows[k - 1].at_risk : 0;
      double births = k <= n_rows ? rows[k - 1].births : 0;

      rest += S[k];
      if (births > 0 && rest > 0)
        variance += rest * rest * births / (at_risk * (at_risk - births));
    }
  free (S);
  if (variance > 0)
    {
      out.se = sqrt (variance);
      out.lo = out.estimate - two_sided (level) * out.se;
      out.hi = out.estimate + two_sided (level) * out.se;
    }
  else if (tau == 1)
    {
      /* The one transfer is had by all: a constant. */
      out.se = 0;
      out.lo = out.hi = out.estimate;
    }
  return out;
}

unsigned
stats_contrast_transfers_to (const double *curve,
                             unsigned n,
                             double chance)
{
  for (unsigned k = 0; k < n; k++)
    if (curve[k] >= chance - 1e-12)
      return k + 1;
  return 0;
}

static double
e_value (double ratio)
{
  double above = ratio >= 1 ? ratio : 1 / ratio;

  return above + sqrt (above * (above - 1));
}

double
stats_contrast_e_value (double ratio,
                        double lo,
                        double hi,
                        double *out_limit)
{
  if (out_limit != NULL)
    {
      double nearer = ratio >= 1 ? lo : hi;

      if (isnan (nearer) || !(ratio > 0))
        *out_limit = NAN;
      else if (lo <= 1 && hi >= 1)
        *out_limit = 1;
      else
        *out_limit = e_value (nearer);
    }
  return ratio > 0 ? e_value (ratio) : NAN;
}

double
stats_contrast_risk_from_hazard_ratio (double hazard_ratio)
{
  if (!(hazard_ratio > 0))
    return NAN;
  return (1 - pow (0.5, sqrt (hazard_ratio))) / (1 - pow (0.5, sqrt (1 / hazard_ratio)));
}

double
stats_contrast_risk_from_odds_ratio (double odds_ratio)
{
  return odds_ratio > 0 ? sqrt (odds_ratio) : NAN;
}

double
stats_contrast_binomial_p (uint64_t x,
                           uint64_t n,
                           double rate)
{
  const double slack = 1 + 1e-7;
  double N = (double) n, X = (double) x, own, mode;
  uint64_t as_rare = 0;

  if (x > n || n == 0 || !(rate >= 0 && rate <= 1))
    return NAN;
  if (rate == 0)
    return x == 0;
  if (rate == 1)
    return x == n;
  own = dbinom (X, N, rate, 0);
  mode = N * rate;
  if (X == mode)
    return 1;
  /* The chances fall on both sides of the mode: count those at the far end that are not above x's,
   * by halving. */
  {
    uint64_t lo, hi;

    if (X < mode)
      {
        lo = (uint64_t) ceil (mode);
        hi = n + 1;
        while (lo < hi)
          {
            uint64_t middle = lo + (hi - lo) / 2;

            if (dbinom ((double) middle, N, rate, 0) <= own * slack)
              hi = middle;
            else
              lo = middle + 1;
          }
        as_rare = n + 1 - lo;
        return fmin (1, pbinom (X, N, rate, 1, 0)
                            + pbinom (N - (double) as_rare, N, rate, /* lower */ 0, 0));
      }
    lo = 0;
    hi = (uint64_t) floor (mode) + 1;
    while (lo < hi)
      {
        uint64_t middle = lo + (hi - lo) / 2;

        if (dbinom ((double) middle, N, rate, 0) <= own * slack)
          lo = middle + 1;
        else
          hi = middle;
      }
    return fmin (1, pbinom ((double) lo - 1, N, rate, 1, 0)
                        + pbinom (X - 1, N, rate, /* lower */ 0, 0));
  }
}

/* The distribution of the number of births, transfer after transfer; NAN without memory. */
static double
exact_sum_p (const StatsRiskRow *rows,
             unsigned n,
             const double *hazards,
             uint64_t total,
             uint64_t observed)
{
  double *chance = calloc (total + 1, sizeof *chance), *next = calloc (total + 1, sizeof *next);
  double p = 0, own;
  uint64_t reached = 0;

  if (chance == NULL || next == NULL)
    {
      free (chance);
      free (next);
      return NAN;
    }
  chance[0] = 1;
  for (unsigned i = 0; i < n; i++)
    {
      uint32_t N = rows[i].at_risk;

      for (uint64_t s = 0; s <= reached + N; s++)
        next[s] = 0;
      for (uint32_t d = 0; d <= N; d++)
        {
          double of_d = dbinom (d, N, hazards[i], 0);

          if (of_d > 0)
            for (uint64_t s = 0; s <= reached; s++)
              next[s + d] += chance[s] * of_d;
        }
      reached += N;
      for (uint64_t s = 0; s <= reached; s++)
        chance[s] = next[s];
    }
  own = chance[observed] * (1 + 1e-7);
  for (uint64_t s = 0; s <= total; s++)
    p += chance[s] <= own ? chance[s] : 0;
  free (chance);
  free (next);
  return fmin (1, p);
}

StatsOneSample
stats_contrast_one_sample (const StatsRiskRow *rows,
                           unsigned n_rows,
                           const double *hazards,
                           unsigned n_hazards)
{
  StatsOneSample out = { NAN, NAN, NAN, NAN, NAN, NAN };
  unsigned n = n_rows < n_hazards ? n_rows : n_hazards;
  uint64_t total = 0, births = 0;
  double expected = 0, variance = 0;

  if (n == 0 || !stats_risk_rows_valid (rows, n_rows))
    return out;
  for (unsigned i = 0; i < n; i++)
    {
      double N = rows[i].at_risk, h = hazards[i];

      if (rows[i].k != i + 1 || !(h >= 0 && h <= 1))
        return out;
      total += rows[i].at_risk;
      births += rows[i].births;
      expected += N * h;
      variance += N * h * (1 - h);
    }
  out.observed = (double) births;
  out.expected = expected;
  out.variance = variance;
  if (variance > 0)
    {
      out.z = ((double) births - expected) / sqrt (variance);
      out.p = p_of_z (out.z);
      /* Squared steps: a few thousand at risk are milliseconds. */
      if (total <= EXACT_AT_RISK)
        out.exact_p = exact_sum_p (rows, n, hazards, total, births);
    }
  return out;
}
