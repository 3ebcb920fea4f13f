/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The baseline table: what is said of one variable in each group, and how groups differ in it.
 * Missing values are NAN and left out, not estimable is NAN. R's functions are named where equal.
 */
#pragma once

#include <stddef.h>

#include "stats-risk.h"

/* Of one group. sd with n - 1; quartiles of type 7, R's default (Hyndman and Fan 1996). */
typedef struct
{
  size_t n, n_missing;
  double mean, sd, min, q1, median, q3, max;
} StatsSummary;

/* values are sorted in place, the missing ones last. */
StatsSummary stats_summary (double *values,
                            size_t n);

/* Standardised mean difference (m_a - m_b) / sqrt ((s_a^2 + s_b^2) / 2): the mean of the variances,
 * not the pooled one (Austin 2009). With variance zero in both: 0 for equal means, else NAN. */
double stats_smd (const StatsSummary *a,
                  const StatsSummary *b);

/* Of a variable with n_levels levels, from the two groups' counts: sqrt (t' C^- t), t the
 * differences of all shares but the last, C the mean of the two multinomial covariance matrices
 * (Yang and Dalton 2012); for two levels the formula above with s^2 = p (1 - p), signed by the
 * first level. At most STATS_COMPARE_MAX_LEVELS levels; NAN with an empty group. */
#define STATS_COMPARE_MAX_LEVELS 64
double stats_smd_levels (const uint64_t *a,
                         const uint64_t *b,
                         unsigned n_levels);

/* Welch's t: t.test (x, y). Two-sided p; NAN with n < 2 in a group or no variance in both. */
double stats_welch_p (const StatsSummary *a,
                      const StatsSummary *b);

/* Mann and Whitney's U: wilcox.test (x, y, exact = FALSE), normal with the corrections for ties and
 * continuity. *out_exact (nullable): the exact p where both groups have fewer than 50 and nothing
 * is tied, as in R's wilcox.test (x, y), else NAN. a and b without missing values (stats_summary
 * leaves them in front). NAN for an empty group, when all values are equal, or without memory. */
double stats_mann_whitney_p (const double *a,
                             size_t n_a,
                             const double *b,
                             size_t n_b,
                             double *out_exact);

/* Kruskal and Wallis's H with the correction for ties: kruskal.test. values: n without missing
 * ones, group: n, below n_groups. Groups without values don't count. */
double stats_kruskal_wallis_p (const double *values,
                               const uint8_t *group,
                               size_t n,
                               unsigned n_groups);

/* Of a table of counts with n_rows rows and n_columns columns, row after row. Empty rows and
 * columns are dropped first; fewer than two of either left is NAN. */

/* Pearson's: chisq.test (correct = FALSE). *out_smallest (nullable): the smallest expected count;
 * under 5 the approximation is poor. */
double stats_chi_square_p (const uint64_t *table,
                           unsigned n_rows,
                           unsigned n_columns,
                           double *out_smallest);

/* Fisher's exact test, two-sided by small chances with R's slack: fisher.test, by going through
 * every table with these margins. STATS_TOO_LARGE after max_steps cells: then by drawing. */
StatsStatus stats_fisher_exact (const uint64_t *table,
                                unsigned n_rows,
                                unsigned n_columns,
                                uint64_t max_steps,
                                double *out_p);

/* The same by `draws` random tables, p = (1 + reached) / (1 + draws): fisher.test
 * (simulate.p.value = TRUE). Draw i uses stream i of the seed. STATS_TOO_LARGE above 20,000
 * patients, where the chi-square serves. */
StatsStatus stats_fisher_drawn (const uint64_t *table,
                                unsigned n_rows,
                                unsigned n_columns,
                                uint64_t seed,
                                uint64_t draws,
                                double *out_p);
