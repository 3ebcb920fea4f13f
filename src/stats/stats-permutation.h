/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Permutation tests of the log-rank statistic, for cohorts too small for its chi-square: exact for
 * two groups, and by seeded draws of the studentised statistic for any number of groups, within
 * strata.
 */
#pragma once

#include "stats-logrank.h"

/* Exact, two groups, no strata. A patient's score is a = [birth] - H at her last transfer, H the
 * sum of D / N up to it; with L the least common multiple of the N that have births, L a is an
 * integer, and the distribution of the sum of n_1 scores drawn without replacement is built patient
 * by patient (Streitberg and Roehmel 1986). *out_p is the two-sided p: the share of all choices
 * with |U*| >= |U|; equal to exactRankTests::perm.test of these scores. It assumes that both groups
 * stop and are cut alike.
 *
 * group_1, all: risk tables as in stats-logrank.h, of one group and of both together; group_1 must
 * be within all. max_states: the largest table that may be built (5 million: half a second; each
 * state 8 bytes).
 * STATS_OK; STATS_INVALID for tables that contradict themselves or one another, or with nobody in
 * one group, or no birth; STATS_TOO_LARGE above max_states; STATS_NO_MEMORY. *out_p is NAN unless
 * STATS_OK. */
StatsStatus stats_permutation_exact (const StatsRiskTable *group_1,
                                     const StatsRiskTable *all,
                                     uint64_t max_states,
                                     double *out_p);

/* Monte Carlo: the studentised statistic U' V^- U with U and V of each permutation of the groups'
 * labels within strata (Neuhaus 1993; Heinze, Gnant and Schemper 2003): it holds its size when the
 * groups stop or are cut unequally, where the unstudentised ones don't. */
typedef struct _StatsPermutation StatsPermutation;

/* k, birth, group, stratum (nullable: one stratum): n bytes, copied. k from 1 to k_max; birth 0 or
 * 1; group below n_groups; stratum below n_strata. NULL for values out of range or without memory.
 */
StatsPermutation *stats_permutation_new (const uint8_t *k,
                                         const uint8_t *birth,
                                         const uint8_t *group,
                                         const uint8_t *stratum,
                                         size_t n,
                                         unsigned n_groups,
                                         unsigned n_strata,
                                         unsigned k_max);
void stats_permutation_free (StatsPermutation *self);

/* The log-rank test of the groups as they are. */
StatsTest stats_permutation_observed (const StatsPermutation *self);

/* How many of the permutations from `first` on, `count` of them, have a statistic of at least the
 * observed one. Permutation i draws from stream i of the seed: any split into calls, on any
 * threads, adds up to the same. p = (1 + sum) / (1 + number of permutations). UINT64_MAX without
 * memory. */
uint64_t stats_permutation_count (const StatsPermutation *self,
                                  uint64_t seed,
                                  uint64_t first,
                                  uint64_t count);
