/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Within stats only: the sums over the sets at risk that Breslow's and Efron's likelihoods, the
 * test of proportional hazards and the predicted curve are all made of. Since the clock has few
 * values, rows are never sorted: each is added to the transfers it ends at, and the sums run down
 * the transfers.
 */
#pragma once

#include "stats-cox.h"
#include "stats-prepare.h"

/* Sums over rows of count * t * (1, x, x x'), t = exp (beta' x - offset): 1, then n_terms, then a
 * packed lower triangle. The offset is the highest beta' x in the sum, so that nothing overflows
 * where a likelihood rises for ever. */
typedef double StatsCoxBlock;

static inline size_t
stats_cox_block_size (size_t n_terms)
{
  return 1 + n_terms + n_terms * (n_terms + 1) / 2;
}

/* block *= factor; a block of zeros stays one. */
void stats_cox_block_scale (StatsCoxBlock *block,
                            size_t n_terms,
                            double factor);

/* block += weight * (1, x, x x') */
void stats_cox_block_add (StatsCoxBlock *block,
                          size_t n_terms,
                          double weight,
                          const double *x);

/* A transfer of a stratum; offset is that of both blocks. */
typedef struct
{
  unsigned stratum, k, n_terms;
  double offset;
  double births;             /* d */
  double births_eta;         /* sum over them of beta' x */
  const double *births_x;    /* n_terms: sum over them of x */
  const StatsCoxBlock *born; /* block of those who gave birth */
  const StatsCoxBlock *risk; /* block of those at risk, births included; 0 if nobody is */
} StatsCoxTransfer;

/* What a rule for ties makes of a transfer. With a = l/d (Efron) or 0 (Breslow) and
 * c_l = risk[0] - a born[0], in units of exp (offset), the sums over l = 0 .. d - 1 of: */
typedef struct
{
  double log_sum;                /* log c_l, the offset included */
  double inverse, a_inverse;     /* 1 / c_l, a / c_l */
  double square, a_square, a2_square; /* 1 / c_l^2, a / c_l^2, a^2 / c_l^2 */
} StatsCoxSteps;

typedef void (*StatsCoxVisit) (const StatsCoxTransfer *transfer,
                               void *data);

/* Calls visit for each transfer of each stratum, the last transfers first. beta: for the prepared
 * terms. False without memory. */
bool stats_cox_walk (const StatsPrepared *prepared,
                     const double *beta,
                     StatsCoxVisit visit,
                     void *data);

StatsCoxSteps stats_cox_steps (const StatsCoxTransfer *transfer,
                               StatsTies ties);

/* Adds to what is there: the transfer's log likelihood, its score (n_terms) and its information (a
 * packed lower triangle). */
void stats_cox_add (const StatsCoxTransfer *transfer,
                    StatsTies ties,
                    double *loglik,
                    double *score,
                    double *triangle);
