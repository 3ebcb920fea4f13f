/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pooling centres from their risk tables: a one-stage comparison of two groups within centres, and
 * a random-effects summary of one estimate per centre. Both need counts only, no patient.
 */
#pragma once

#include "stats-risk.h"

typedef struct
{
  StatsStatus status; /* INVALID: no table with both groups and a birth, or separated */
  double log_odds, se, lo, hi, p; /* p: Wald's */
} StatsOneStage;

/* The conditional odds ratio of group 1 over group 0, within centre and transfer: the maximum of
 * sum over centres and k of [b d_1 - log sum_j C (n_1, j) C (n_0, D - j) e^(b j)], se from its
 * curvature. Equal to R's coxph (..., ties = "exact") with strata (centre). tables: per centre
 * group 0, then group 1 (as in stats-logrank.h). All births in one group at every transfer where
 * both are at risk: separated, INVALID. */
StatsOneStage stats_pool_one_stage (const StatsRiskTable *tables,
                                    unsigned n_centres,
                                    double level);

/* The hazard ratio of group 1 over group 0 within stratum and transfer: its logarithm into *out_log
 * and *out_se, from the expected information: binomial births, complementary log-log link, a level
 * of its own for each stratum and transfer. Equal to R's glm (cbind (d, n - d) ~ level + group,
 * binomial ("cloglog")). tables: per stratum group 0, then group 1. INVALID, and NAN, where
 * stats_pool_one_stage is, or no maximum was reached. */
StatsStatus stats_pool_hazard_ratio (const StatsRiskTable *tables,
                                     unsigned n_strata,
                                     double *out_log,
                                     double *out_se);

typedef enum
{
  STATS_POOL_FIXED,
  STATS_POOL_DERSIMONIAN_LAIRD, /* DerSimonian and Laird 1986 */
  STATS_POOL_REML               /* restricted maximum likelihood: the default */
} StatsPoolMethod;

typedef struct
{
  unsigned n;     /* centres used */
  double estimate, se, lo, hi, p;
  double Q, Q_p, I2, tau2; /* heterogeneity; I2 in 0..1 */
  double prediction_lo, prediction_hi; /* of a further centre; NAN below three centres */
} StatsPooled;

/* One estimate y and its variance v > 0 per centre; those with a NAN or v <= 0 are left out. Random
 * effects take Hartung and Knapp's interval (2001): se^2 = q / sum w with q = sum w (y - mu)^2 /
 * (n - 1), on t with n - 1 degrees; equal to R's metafor rma (test = "knha"). With two centres tau2
 * can't be told: the fixed effect is returned. With one: it, unchanged. */
StatsPooled stats_pool_estimates (const double *y,
                                  const double *v,
                                  unsigned n,
                                  StatsPoolMethod method,
                                  double level);
