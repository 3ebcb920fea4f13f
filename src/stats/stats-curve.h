/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The chance of a live birth within k transfers, under four assumptions about those who stop, each
 * from a risk table alone. Knows nothing of patients, groups or names.
 *
 * In all of them, at row k:  n = at_risk, d = births, q = stopped, o = open,
 *   h = d / n                  the hazard
 *   g = q / (n - d - o)        the chance of stopping after a failed transfer, among those whose
 *                              decision is known; 0 when that is 0/0
 *   S                          not yet born and not stopped, 1 before the first row
 *
 * Every function takes n_rows rows as stats_risk_from_histogram() makes them and fills arrays of
 * n_rows doubles. out_se may be NULL. NAN = not estimable:
 *   - everything, when the rows contradict themselves (stats_risk_rows_valid()) or theta or pi is
 *     not within 0..1;
 *   - from a row with n = 0 on, unless nobody was left to have a transfer, S = 0 (and, for adjusted
 *     curves with theta > 0, no chance is pending among those who stopped, D1 = 0): then the curve
 *     stays where it is. It is never carried forward otherwise (R's extend=TRUE would).
 *
 * Rising order for any one table: crude <= conservative <= adjusted <= optimistic.
 */
#pragma once

#include "stats-risk.h"

/* Kaplan and Meier 1958: those who stop had the chance of those who go on.
 *   F = 1 - prod (1 - h);  se = S_KM sqrt (sum d / (n (n - d)))   (Greenwood 1926)
 * Equals 1 - survfit (Surv (k, birth) ~ 1)$surv and its std.err of R's survival package.
 * When n = d, F is 1 from there and its se is NAN (0 times infinity). No birth yet: F = 0,
 * se = 0. */
void stats_curve_optimistic (const StatsRiskRow *rows,
                             unsigned n_rows,
                             double *out_estimate,
                             double *out_se);

/* Births so far / patients with a first counted transfer. Biased downwards when patients were still
 * being recruited shortly before the data cut. Its interval is a proportion's (Wilson). */
void stats_curve_crude (const StatsRiskRow *rows,
                        unsigned n_rows,
                        double *out_estimate);

/* Aalen and Johansen 1978 with discontinuation as the competing event: those who stop have no live
 * birth. It is stats_curve_adjusted() with theta = 0. Estimate and se equal R's
 * survfit (Surv (k, factor (fate, 0:2)) ~ 1, id = id), state 1 (infinitesimal jackknife). */
void stats_curve_conservative (const StatsRiskRow *rows,
                               unsigned n_rows,
                               double *out_estimate,
                               double *out_se,
                               bool *out_too_small);

/* Drop-out sensitivity: of those who stop, a share pi (0..1) has no chance of a birth, the others
 * keep theta (0..1) times the hazard of those who go on.
 *   F += h (S + theta D1);  D0 += pi S (1 - h) g;  D1 <- D1 (1 - theta h) + (1 - pi) S (1 - h) g;
 *   S <- S (1 - h)(1 - g)
 * theta 1, pi 0 is the optimistic curve, theta 0 (or pi 1) the conservative one.
 * se: delta method with binomial births and binomial decisions at each transfer, theta and pi taken
 * as known: var F_m = sum over k <= m of (dF_m/dh_k)^2 h(1-h)/n + (dF_m/dg_k)^2 g(1-g)/(n-d-o).
 * theta 1, pi 0 gives Greenwood's, theta 0 the infinitesimal jackknife of survfit.
 *
 * out_too_small (n_rows, may be NULL) is true from the first row on where everybody at risk gave
 * birth: that transfer adds 0 to the variance, so an se that is printed must be called too
 * small. */
void stats_curve_adjusted (const StatsRiskRow *rows,
                           unsigned n_rows,
                           double theta,
                           double pi,
                           double *out_estimate,
                           double *out_se,
                           bool *out_too_small);

/* The same of blocks, one after the other from transfer 1 on: what they would be if each transfer
 * of a block had its rates,
 *   h = births / transfers,  g = stopped / (transfers - births - open),
 * with binomial variances of both over the block's transfers. Values are those after a block's last
 * transfer; within it there are none. Of blocks of one row each: those above. NAN also where the
 * blocks contradict themselves. optimistic: theta 1 and pi 0; conservative: theta 0. */
void stats_curve_blocks_optimistic (const StatsBlock *blocks,
                                    unsigned n_blocks,
                                    double *out_estimate,
                                    double *out_se);
void stats_curve_blocks_crude (const StatsBlock *blocks,
                               unsigned n_blocks,
                               double *out_estimate);
void stats_curve_blocks_adjusted (const StatsBlock *blocks,
                                  unsigned n_blocks,
                                  double theta,
                                  double pi,
                                  double *out_estimate,
                                  double *out_se);
