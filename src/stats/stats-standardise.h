/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Curves of a whole population from a hazard model: what it would have been, had all of its women
 * been in one group, and in the other (g-computation: Robins 1986; Snowden, Rose and Mortimer
 * 2011). Also the balance of covariates between two groups.
 */
#pragma once

#include "stats-hazard.h"

/* The women over whom is averaged, their terms as they would be. */
typedef struct
{
  size_t n;
  const double *x;         /* n * n_terms */
  const double *count;     /* n, women who are alike, whole; NULL: all 1 */
  const uint32_t *stratum; /* n; NULL: all 0 */
} StatsPopulation;

/* F (k) = mean_i F_i (k), F_i (k) = 1 - prod_{j<=k} (1 - h_ij), and
 *   var = G' V G + var_i (F_i) / n,  G = mean_i S_i (k) sum_{j<=k} t_ij z_ij
 * with V of the fit, t and z of stats_hazard_curve(), and var_i over the women with n - 1 (0 for
 * one woman). The first part is the model's, the second that of having these women and no others.
 *
 * a, b: the same population twice, with its terms set to the one group and the other; b may be
 * NULL. The difference a - b has the differences of G and of F_i in the same formula.
 *
 * Each out array has k_last (<= baseline->k_max) numbers, for k = 1 to k_last, or is NULL. Don't
 * ask beyond the last transfer that somebody had. All NAN when n is 0, or when something that is
 * needed (of the terms, one in which somebody isn't 0) is separated or, of the baseline, aliased;
 * an aliased term counts as 0.
 * Takes O(n k_last (baseline columns + terms)). STATS_FIT_OK, STATS_FIT_INVALID (sizes that don't
 * fit, a term that isn't finite), STATS_FIT_SEPARATED, STATS_FIT_NO_MEMORY, or once cancelled (as
 * StatsModelRows has it) is set STATS_FIT_NOT_CONVERGED. */
typedef struct
{
  double *estimate_a, *se_a;
  double *estimate_b, *se_b;
  double *difference, *se_difference;
} StatsStandardised;

StatsFitStatus stats_standardise (const StatsFit *fit,
                                  const StatsBaseline *baseline,
                                  StatsLink link,
                                  const StatsPopulation *a,
                                  const StatsPopulation *b,
                                  unsigned k_last,
                                  const int *cancelled,
                                  const StatsStandardised *out);

/* Standardised mean difference of group 1 and group 0: (m1 - m0) / sqrt ((s1^2 + s0^2) / 2), the
 * mean of the two variances (Austin 2009). value: n numbers, NAN left out; group: 0, 1, others left
 * out; weight: n, >= 0, or NULL. Weighted: m = sum w x / sum w and
 * s^2 = sum w (x - m)^2 sum w / ((sum w)^2 - sum w^2), n - 1 for equal weights (Austin and Stuart
 * 2015). yes_no: values are 0 and 1, and s^2 is m (1 - m).
 * NAN when a group has no variance (fewer than two values); both variances 0: 0 for equal means,
 * else NAN. */
double stats_balance_difference (const double *value,
                                 const uint8_t *group,
                                 const double *weight,
                                 size_t n,
                                 bool yes_no);

/* The same for a variable with n_levels levels (2 to 100): sqrt (t' C^-1 t), t the differences of
 * the shares of all levels but the first, C the mean of the two groups' multinomial covariances
 * (Yang and Dalton 2012). level: n, n_levels and above left out. Levels that nobody has are
 * dropped. NAN when a group is empty or C is singular and t isn't 0. */
double stats_balance_levels (const unsigned *level,
                             const uint8_t *group,
                             const double *weight,
                             size_t n,
                             unsigned n_levels);
