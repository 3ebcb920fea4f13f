/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tipping points: how much of the chance of those who go on those who stop must keep for the order
 * of two groups, or what is known of it, to change. Every curve is stats_curve_adjusted()'s. NAN =
 * not estimable.
 */
#pragma once

#include "stats-contrast.h"
#include "stats-interval.h"

/* What is compared: group b less group a, after transfer `at`. pi: the share of those who stop that
 * has no chance, in both groups. type, level: of each group's own interval. */
typedef struct
{
  const StatsRiskRow *a, *b;
  unsigned n_a, n_b;
  unsigned at;
  double pi;
  StatsConfType type;
  double level;
} StatsTipping;

/* delta = F_b (theta_b) - F_a (theta_a), with the limits that MOVER makes of both groups' own
 * (stats_contrast_mover()). NAN where `at` is 0 or beyond either group's last transfer, or a curve
 * isn't estimable there. */
StatsContrast stats_tipping_difference (const StatsTipping *self,
                                        double theta_a,
                                        double theta_b);

#define STATS_TIPPING_SCAN 101 /* theta 0, 0.01 .. 1 */

/* One theta for both groups: where delta (theta, theta) changes its sign, by a scan of 101 values
 * and halving of every change. out_roots: STATS_TIPPING_SCAN. Returns how many. A delta that
 * touches 0 and keeps its sign, or is 0 from an end on, reverses nothing. */
unsigned stats_tipping_roots (const StatsTipping *self,
                              double *out_roots);

typedef struct
{
  double from, to;
} StatsTippingRange;

/* One theta for both: the values whose interval of delta holds 0, as ranges in rising order (found
 * as above). out: STATS_TIPPING_SCAN. *out_unknown: whether some value has no interval. Never a
 * standard error of a root: at 300 a group the root itself existed in 61 % of samples only. */
unsigned stats_tipping_undecided (const StatsTipping *self,
                                  StatsTippingRange *out,
                                  bool *out_unknown);

/* The map: theta 0, 0.05 .. 1 of each group. */
#define STATS_TIPPING_STEPS 21
static inline double
stats_tipping_theta (unsigned step)
{
  return (double) step / (STATS_TIPPING_STEPS - 1);
}

/* From the posterior draws of both groups (stats_posterior_draw(), salt 1 and 2, the same draw at
 * every theta): in how many of draws first .. first + count - 1 group b is above a, by their theta
 * ([a][b], a map), and in how many the order with one theta for both isn't the same at all of its
 * steps. Both are added to what is there, so that draws may be counted in parts. STATS_INVALID, and
 * nothing added, where a group's table doesn't reach `at`. */
StatsStatus stats_tipping_count (const StatsTipping *self,
                                 uint64_t seed,
                                 uint32_t first,
                                 uint32_t count,
                                 uint64_t above[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS],
                                 uint64_t *reversed);
