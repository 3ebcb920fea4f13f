/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tests whether groups have the same hazard at each transfer: the weighted log-rank family, for any
 * number of groups, within strata, and for trend. Risk tables are all that is needed.
 *
 * Everywhere: `tables` holds n_strata * n_groups risk tables, stratum after stratum, each with rows
 * for k = 1, 2, ... without a gap (an empty one has n_rows 0). Not estimable is NAN with df 0.
 */
#pragma once

#include "stats-risk.h"

/* The weight of transfer k, within its stratum; N at risk, S the pooled Kaplan-Meier before k. */
typedef enum
{
  STATS_WEIGHT_LOG_RANK,      /* 1 (Mantel 1966) */
  STATS_WEIGHT_GEHAN_BRESLOW, /* N */
  STATS_WEIGHT_TARONE_WARE,   /* sqrt N */
  STATS_WEIGHT_FLEMING_HARRINGTON /* S^p (1 - S)^q; p 1, q 0 is Peto and Peto's, survdiff's rho 1 */
} StatsWeight;

typedef struct
{
  double chisq; /* NAN: not estimable */
  unsigned df;
  double p;
} StatsTest;

/* At most this many groups. */
#define STATS_LOGRANK_MAX_GROUPS 64

/* U_g = sum over strata and k of w (d_g - D n_g / N) with variance
 * V = sum w^2 D (N - D) / (N - 1) (diag (n / N) - n n' / N^2): the hypergeometric one, as R's
 * survdiff (ours equals it for rho 0 and 1, strata included; survMisc's is another). A transfer
 * with N = 1 adds nothing to V. out_U: n_groups; out_V: n_groups * n_groups, row after row;
 * out_expected (nullable): n_groups, the weighted number of births expected. STATS_INVALID for
 * rows with gaps or that contradict themselves, or for more groups than
 * STATS_LOGRANK_MAX_GROUPS; then nothing is written. */
StatsStatus stats_logrank_scores (const StatsRiskTable *tables,
                                  unsigned n_strata,
                                  unsigned n_groups,
                                  StatsWeight weight,
                                  double p,
                                  double q,
                                  double *out_U,
                                  double *out_V,
                                  double *out_expected);

/* chi-square = U' V^- U on rank V degrees of freedom. Equals R's survdiff. */
StatsTest stats_logrank_test (const StatsRiskTable *tables,
                              unsigned n_strata,
                              unsigned n_groups,
                              StatsWeight weight,
                              double p,
                              double q);

/* For trend over the groups in their order, the empty ones left out: scores 1, 2, ... of the groups
 * that have somebody at risk; chi-square = (s'U)^2 / s'Vs on 1 degree (Tarone 1975). Not estimable
 * with fewer than two groups or s'Vs = 0. */
StatsTest stats_logrank_trend (const StatsRiskTable *tables,
                               unsigned n_strata,
                               unsigned n_groups,
                               StatsWeight weight,
                               double p,
                               double q);

/* Whether the rows of n tables run from k = 1 without a gap and don't contradict themselves. */
bool stats_logrank_tables_valid (const StatsRiskTable *tables,
                                 unsigned n);

/* chi-square on df degrees with its upper tail; NAN for df 0 or a statistic that is no number. */
StatsTest stats_test_chisq (double chisq,
                            unsigned df);
