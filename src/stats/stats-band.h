/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Simultaneous confidence bands of the optimistic curve: the whole curve lies within them with the
 * given chance, where an interval speaks of one transfer only.
 */
#pragma once

#include "stats-risk.h"

typedef enum
{
  STATS_BAND_HALL_WELLNER,     /* plain; R's km.ci "hall-wellner" */
  STATS_BAND_HALL_WELLNER_LOG, /* on the log scale of the cumulative hazard; km.ci "loghall" */
  STATS_BAND_EQUAL_PRECISION,     /* Nair's; km.ci "epband" */
  STATS_BAND_EQUAL_PRECISION_LOG, /* km.ci "logep" */
  STATS_BAND_SIMULTANEOUS,    /* for these transfers exactly, plain */
  STATS_BAND_SIMULTANEOUS_LOG /* the same on the log-log scale: the one to prefer on a clock that
                                 counts transfers */
} StatsBand;

#define STATS_N_BANDS 6

/* The band of a group's curve. out_lo, out_hi: n_rows limits of F, not clipped to 0..1, NAN outside
 * the band: it runs from the first transfer with a birth to the last where somebody was left
 * without one (n > d), and exists where both are.
 *
 * With v the sum of d / (n (n - d)) up to k, n_1 the number of patients and a = n_1 v /
 * (1 + n_1 v):
 *   Hall and Wellner 1980   width w = c (1 + n_1 v) / sqrt n_1, where c is not exceeded by a
 *                           Brownian bridge between the a of the first and of the last transfer
 *   Nair 1984               w = c sqrt v, 4 phi (c) / c + phi (c) (c - 1/c) log (aU (1 - aL) /
 *                           (aL (1 - aU))) = 1 - level
 *   simultaneous            w = c sqrt v, c the two-sided quantile of the largest of the normal
 *                           deviates at these transfers, whose correlation is sqrt (v_j / v_k)
 * S (1 -+ w), or S^t and S^(1/t) with t = exp (w / log S). The first two hold for a continuous
 * clock and are too wide on one that counts. km.ci interpolates its tables the wrong way in aU;
 * these critical values are computed.
 *
 * Returns the critical value c, NAN when there is no band. */
double stats_band (const StatsRiskRow *rows,
                   unsigned n_rows,
                   StatsBand band,
                   double level,
                   double *out_lo,
                   double *out_hi);

/* The critical values alone. a_lo < a_hi within 0..1; v: n rising variances above 0. */
double stats_band_hall_wellner (double a_lo,
                                double a_hi,
                                double level);
double stats_band_equal_precision (double a_lo,
                                   double a_hi,
                                   double level);
double stats_band_simultaneous (const double *v,
                                unsigned n,
                                double level);
