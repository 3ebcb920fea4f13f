/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The curve weighted for drop-out: Kaplan and Meier's with each patient-transfer weighted by the
 * inverse of the chance of not having stopped before it. The model of stopping is fitted elsewhere;
 * here are its fitted chances.
 */
#pragma once

#include "stats-risk.h"

/* A chance of stopping from here on is certainty: no comparable patient goes on (positivity). */
#define STATS_IPCW_CERTAIN (1 - 1e-3)

/* One row per patient and transfer; a patient's rows stand together, k rising from 1. */
typedef struct
{
  const uint32_t *patient; /* n rows; the same number for the rows of one patient */
  const uint8_t *k;        /* transfer, from 1 to k_max */
  const uint8_t *birth;    /* 1: live birth by it */
  const uint8_t *stop;     /* 1: stopped after it; 0: did not, or unknown */
  const uint8_t *in_model; /* 1: the decision after it is known and there was no birth: such rows
                              were used in the model of stopping */
  const double *chance;    /* fitted chance of stopping after it, 0..1; of every row without a birth
                              where the decision would be asked */
  size_t n;
} StatsPersonTransfers;

/* w_ik: product over the patient's transfers j < k of 1 / (1 - chance_ij). Truncated, where
 * truncate > 0, at the quantiles `truncate` and 1 - truncate (type 7) of all weights with k > 1.
 * out: n. A chance within 1e-3 of 1 gives a NAN weight from there on: no comparable patient
 * remains (positivity). STATS_INVALID for rows out of order. */
StatsStatus stats_ipcw_weights (const StatsPersonTransfers *rows,
                                double truncate,
                                double *out_weights);

/* Robins and Finkelstein 2000: h_k = sum (w y) / sum w, F = 1 - prod (1 - h). out_se: the robust
 * one with the weights taken as known, S_k sqrt (sum_i psi_i^2), psi_i(k) = - sum over j <= k of
 * w_ij (y_ij - h_j) / (W_j (1 - h_j)): equal to R's survfit (Surv (k - 1, k, y) ~ 1, weights =
 * w, id = id, robust = TRUE). It is no smaller than the one that reckons with the model's
 * estimation. out_estimate, out_se: k_max. From the first transfer with a NAN weight or nobody
 * at risk both are NAN, and after a transfer whose failure somebody had with a chance of stopping
 * within 1e-3 of 1: nobody like her is left to stand for her. */
StatsStatus stats_ipcw_curve (const StatsPersonTransfers *rows,
                              const double *weights,
                              unsigned k_max,
                              double *out_estimate,
                              double *out_se);

/* The standard error that reckons with the estimation of the model of stopping (stacked estimating
 * equations: Lunceford and Davidian 2004): S_k sqrt (sum_i (psi_i(k) + IF_i' G_k)^2), with
 *   IF_i = J^-1 sum over i's rows in the model of (stop - chance) x,
 *   J = sum over the model's rows of chance (1 - chance) x x',
 *   G_k = - sum over j <= k of w_ij (y_ij - h_j) z_ij / (W_j (1 - h_j)),
 *   z_ij = sum over l < j of chance_il x_il.
 * rows: all that the model was fitted to; weights: 0 for patients outside the group whose curve it
 * is. x: rows->n times n_columns, the model's columns, its intercept among them, row after row; a
 * column that the others determine adds nothing. Not of truncated weights. out_se as in
 * stats_ipcw_curve(). */
StatsStatus stats_ipcw_estimated_se (const StatsPersonTransfers *rows,
                                     const double *weights,
                                     const double *x,
                                     unsigned n_columns,
                                     unsigned k_max,
                                     double *out_se);

/* Of the weights at transfers after the first: smallest, median, largest, mean, and the share of
 * them that truncation changed from what they are in `full` (NULL: none); NAN without any. */
typedef struct
{
  double min, median, max, mean, truncated;
} StatsWeights;
StatsStatus stats_ipcw_summary (const StatsPersonTransfers *rows,
                                const double *weights,
                                const double *full,
                                StatsWeights *out);
/* (sum w)^2 / sum w^2 at each transfer: how many unweighted patients say as much. out: k_max. */
void stats_ipcw_effective (const StatsPersonTransfers *rows,
                           const double *weights,
                           unsigned k_max,
                           double *out);
