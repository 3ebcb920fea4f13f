/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Within stats only: the rows of a model, checked, without those that count nowhere, stratum after
 * stratum, each term centred on its mean and divided by its standard deviation; and the way back
 * from a fit to those terms to one to the caller's.
 */
#pragma once

#include "stats-model.h"

typedef struct
{
  size_t n;
  unsigned n_terms;
  unsigned n_strata;
  unsigned k_max;        /* of all rows; 0 without any */
  bool late;             /* some row enters after the first transfer */
  double births, failed; /* transfers by their outcome */
  size_t *begin;         /* n_strata + 1: the rows of stratum s are begin[s] to begin[s + 1] - 1 */
  double *x;             /* n * n_terms, (x - mean) / scale */
  double *mean, *scale;  /* n_terms; a constant column has scale 1 and is exactly 0 in x */
  double *count;
  uint8_t *first, *last, *fate;
} StatsPrepared;

/* STATS_FIT_OK, STATS_FIT_INVALID or STATS_FIT_NO_MEMORY; *out is NULL but for the first.
 * whole: counts have to be whole numbers. */
StatsFitStatus stats_prepared_new (const StatsModelRows *rows,
                                   bool whole,
                                   StatsPrepared **out);
void stats_prepared_free (StatsPrepared *prepared);

/* Takes the centring back: for a baseline that holds no constant. */
void stats_prepared_uncentre (StatsPrepared *prepared);

/* x (n_terms) as the caller has them to terms as they are in prepared->x. */
void stats_prepared_pattern (const StatsPrepared *prepared,
                             const double *x,
                             double *out);

/* From parameters for the prepared terms to parameters for the caller's, and the same for their
 * variance. There are n_baseline parameters before those of the terms; constant (n_baseline) are
 * the baseline parameters whose linear predictor is 1 everywhere. In place. */
void stats_prepared_restore (const StatsPrepared *prepared,
                             unsigned n_baseline,
                             const double *constant,
                             double *coef);
void stats_prepared_restore_variance (const StatsPrepared *prepared,
                                      unsigned n_baseline,
                                      const double *constant,
                                      double *variance);
