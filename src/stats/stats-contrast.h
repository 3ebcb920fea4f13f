/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said of one curve or of two beside their values: differences and ratios at a transfer,
 * restricted means, the number of transfers to a given chance, E-values, published rates. NAN = not
 * estimable throughout. Levels are confidence levels, usually 0.95.
 */
#pragma once

#include "stats-risk.h"

/* An estimate with its standard error and limits. */
typedef struct
{
  double estimate, se, lo, hi;
  double p; /* two-sided, of no difference; NAN where the interval is not a normal one */
} StatsContrast;

/* a - b of two independent groups: se^2 = se_a^2 + se_b^2, normal limits, p from z. */
StatsContrast stats_contrast_difference (double a,
                                         double se_a,
                                         double b,
                                         double se_b,
                                         double level);

/* The same difference with the interval made of both groups' own limits, which keeps its coverage
 * in small groups ("MOVER": Newcombe 1998; Zou and Donner 2008):
 *   D - sqrt ((a - lo_a)^2 + (hi_b - b)^2) to D + sqrt ((hi_a - a)^2 + (b - lo_b)^2).
 * se and p are NAN. */
StatsContrast stats_contrast_mover (double a,
                                    double lo_a,
                                    double hi_a,
                                    double b,
                                    double lo_b,
                                    double hi_b);

/* a / b, limits exp (log (a / b) -+ z sqrt ((se_a / a)^2 + (se_b / b)^2)); se is that of the log, p
 * of the log's z. Not estimable with a or b 0. */
StatsContrast stats_contrast_ratio (double a,
                                    double se_a,
                                    double b,
                                    double se_b,
                                    double level);

/* log (-log (1 - a)) - log (-log (1 - b)), the logarithm of the ratio of two curves' cumulative
 * hazards: its normal limits hold near 0 and 1, where the plain difference's don't. By the delta
 * method se^2 = sum (se_i / ((1 - i) log (1 - i)))^2. Not estimable with a or b 0 or 1. */
StatsContrast stats_contrast_log_log (double a,
                                      double se_a,
                                      double b,
                                      double se_b,
                                      double level);

/* Expected number of transfers until a birth, at most tau (at least 1): sum of S_k, k = 0 .. tau
 * - 1, of the optimistic curve; se^2 = sum over j < tau of (sum of S_i, i = j .. tau - 1)^2 d_j
 * / (n_j (n_j - d_j)). Equal to R's print (survfit, rmean = tau) where somebody had transfer tau
 * - 1; R carries a shorter curve forward, here it is NAN. Normal limits; p is NAN. */
StatsContrast stats_contrast_restricted_mean (const StatsRiskRow *rows,
                                              unsigned n_rows,
                                              unsigned tau,
                                              double level);

/* The smallest k with curve_k >= chance - 1e-12, 0 when it isn't reached. curve: n values for
 * transfer 1 .. n, NAN where not estimable. Limits come from the curve of the upper limits (the
 * fewest transfers) and of the lower ones (Brookmeyer and Crowley 1982). R's quantile (survfit)
 * gives k + 1/2 when the curve hits the chance exactly; half a transfer doesn't exist. */
unsigned stats_contrast_transfers_to (const double *curve,
                                      unsigned n,
                                      double chance);

/* E-value of a risk ratio: how strongly an unmeasured variable would have to be associated with
 * both the group and birth, beyond the measured ones, to explain it away: RR + sqrt (RR (RR -
 * 1)), a ratio below 1 inverted first. *out_limit (nullable): the same of the limit nearer to 1,
 * 1 when the interval lo..hi holds 1 (VanderWeele and Ding 2017). */
double stats_contrast_e_value (double ratio,
                               double lo,
                               double hi,
                               double *out_limit);
/* The risk ratio to give it when only a hazard ratio, or an odds ratio, of a common outcome is
 * known: (1 - 0.5^sqrt HR) / (1 - 0.5^sqrt (1/HR)); sqrt OR. */
double stats_contrast_risk_from_hazard_ratio (double hazard_ratio);
double stats_contrast_risk_from_odds_ratio (double odds_ratio);

/* Exact two-sided test of x births among n against a published rate: the sum of the chances that
 * are not above x's own, with R's slack (binom.test). */
double stats_contrast_binomial_p (uint64_t x,
                                  uint64_t n,
                                  double rate);

typedef struct
{
  double observed, expected, variance;
  double z, p;
  double exact_p; /* by the distribution of the sum; NAN above 20,000 at risk in all */
} StatsOneSample;

/* This group's births against published hazards per transfer, hazards[k - 1] for k = 1 ..
 * n_hazards: E = sum n h, V = sum n h (1 - h), z = (O - E) / sqrt V. Transfers beyond the
 * published ones are left out. The continuous form (O - E)^2 / E is far too small here. exact_p:
 * two-sided by small chances, from the convolution of the binomials. */
StatsOneSample stats_contrast_one_sample (const StatsRiskRow *rows,
                                          unsigned n_rows,
                                          const double *hazards,
                                          unsigned n_hazards);
