/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Intervals by drawing: the posterior ("Bayesian") interval, which exists where no formula's does,
 * and the bootstrap of patients. Draw i is a function of the seed and i alone (stats-random.h): any
 * split of the work over calls and threads gives the same.
 */
#pragma once

#include "stats-risk.h"

/* Posterior ------------------------------------------------------------------------------------ */

/* Draws of an adjusted curve (theta 1 optimistic, 0 conservative): at each transfer, independently,
 * h ~ Beta (d + 1/3, n - d + 2/3) and g ~ Beta (q + 1/3, n - d - o - q + 1/3), that is a Dirichlet
 * prior of a third each (Kerman 2011 for the binomial), put through the curve's recursion.
 * out: count * n_rows, draw after draw, for draws first .. first + count - 1. `salt` tells groups
 * apart: the same draw of two groups must have different ones. STATS_INVALID for rows that
 * contradict themselves, have nobody at risk, or theta or pi not within 0..1. */
StatsStatus stats_posterior_draw (const StatsRiskRow *rows,
                                  unsigned n_rows,
                                  double theta,
                                  double pi,
                                  uint64_t seed,
                                  uint32_t salt,
                                  uint32_t first,
                                  uint32_t count,
                                  double *out);

/* The same draws' values after the last row only, at each of n_thetas values of theta (0..1): out
 * holds draw after draw of the first theta, then of the next. */
StatsStatus stats_posterior_draw_last (const StatsRiskRow *rows,
                                       unsigned n_rows,
                                       const double *thetas,
                                       unsigned n_thetas,
                                       double pi,
                                       uint64_t seed,
                                       uint32_t salt,
                                       uint32_t first,
                                       uint32_t count,
                                       double *out);

/* Bootstrap ------------------------------------------------------------------------------------ */

/* One resample of n patients, with replacement, of a group given as a histogram
 * (stats_risk_histogram: patients by last transfer and fate); patients of k = 0 are resampled too.
 * counts and out_counts: stats_risk_histogram_size (k_max) cells. */
void stats_bootstrap_histogram (const uint64_t *counts,
                                unsigned k_max,
                                uint64_t seed,
                                uint64_t replicate,
                                uint64_t *out_counts);

/* The same for a statistic that needs the patients themselves: how often each of n is drawn. */
void stats_bootstrap_weights (uint32_t n,
                              uint64_t seed,
                              uint64_t replicate,
                              uint32_t *out_weights);

/* Any curve: writes n_rows values for its rows, NAN where not estimable. */
typedef void (*StatsCurveFunc) (const StatsRiskRow *rows,
                                unsigned n_rows,
                                const void *data,
                                double *out);

/* What BCa needs of each transfer's estimate: the acceleration sum (m - x_i)^3 / (6 (sum (m -
 * x_i)^2) ^ 1.5) over the curves x_i without patient i, m their mean (Efron 1987). Patients of
 * one cell give the same curve, so it is computed once a cell. out: k_max values, NAN where a
 * curve is. Nothing is written without memory. */
StatsStatus stats_bootstrap_acceleration (const uint64_t *counts,
                                          unsigned k_max,
                                          StatsCurveFunc curve,
                                          const void *data,
                                          double *out);

/* The same from the values without each of n patients; NAN where one of them is. */
double stats_jackknife_acceleration (const double *without,
                                     unsigned n);

typedef struct
{
  double lo, hi;
  double undefined; /* the share of replicates that had no value here */
} StatsDrawn;

/* Of one number from its n draws, which are sorted in place; those that are NAN are left out, their
 * share reported. Not estimable (NAN) with more than 5 % of them, with fewer than 100 others, or
 * when all others are equal. Quantiles of type 7, R's default. */
StatsDrawn stats_drawn_percentile (double *draws,
                                   unsigned n,
                                   double level);

/* Bias-corrected and accelerated (Efron 1987; Davison and Hinkley 1997, 5.3): ties with the
 * estimate count half in the bias. Not estimable also where acceleration is NAN or all draws are
 * on one side of the estimate. */
StatsDrawn stats_drawn_bca (double *draws,
                            unsigned n,
                            double estimate,
                            double acceleration,
                            double level);
