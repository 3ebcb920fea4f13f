/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proportional-hazards models on the transfer clock (Cox 1972): relative hazards of a live birth,
 * the hazard at each transfer left open.
 *
 * Many births fall on one transfer, so the rule for ties is no detail. With R the set at risk at
 * transfer k of a stratum (rows with first <= k <= last), D those of it who gave birth at k, d of
 * them, and t_i = exp (b'x_i), the contribution of (stratum, k) to the log likelihood is
 *   Breslow  sum_D b'x_i - d log sum_R t_i                                (Breslow 1974)
 *   Efron    sum_D b'x_i - sum_{l<d} log (sum_R t_i - l/d sum_D t_i)      (Efron 1977)
 *   exact    sum_D b'x_i - log sum over all subsets Q of R with d members of exp (sum_Q b'x_i)
 *            (Cox 1972's discrete model: a conditional logistic regression, b is a log odds ratio;
 *            by the recursion of Gail, Lubin and Rubinstein 1981)
 * Fits equal coxph (Surv (k, birth) ~ x + strata (s), ties = ...) of R's survival 3.5, whose score
 * test at 0 is the log-rank test in the exact case. Breslow's shrinks where hazards are large: use
 * it only to reproduce.
 */
#pragma once

#include "stats-model.h"

typedef enum
{
  STATS_TIES_BRESLOW,
  STATS_TIES_EFRON,
  STATS_TIES_EXACT
} StatsTies;

/* Multiplications that one evaluation of the exact likelihood may take: some 0.3 s. A fit takes
 * four to eight evaluations. */
#define STATS_COX_EXACT_OPERATIONS 5e8

/* Fits the model. Counts must be whole. Takes O(rows (terms^2 + births)) per iteration, exact:
 * stats_cox_exact_operations(). Memory: a copy of the rows, and with O(255 terms^2) numbers.
 *
 * max_operations: the exact likelihood is refused above it, STATS_FIT_TOO_LARGE; the other two
 * don't ask. Use STATS_COX_EXACT_OPERATIONS.
 *
 * *out_fit has no baseline parameters; free it with stats_fit_free(). It is NULL for
 * STATS_FIT_INVALID, STATS_FIT_TOO_LARGE and STATS_FIT_NO_MEMORY, else not: without births it holds
 * NAN only; a term that is collinear, or constant within all sets at risk, is aliased; where the
 * likelihood is monotone, STATS_FIT_SEPARATED, the terms concerned are separated and the others
 * estimated as if those were infinite. */
StatsFitStatus stats_cox_fit (const StatsModelRows *rows,
                              StatsTies ties,
                              double max_operations,
                              StatsFit **out_fit);

/* How many multiplications one evaluation of the exact likelihood takes at most: for each stratum
 * and transfer with births, (rows at risk) * (width of the band of subset sizes, at most the
 * smaller of d and n - d) * (1 + terms + terms (terms + 1) / 2). NAN for invalid rows or without
 * memory. */
double stats_cox_exact_operations (const StatsModelRows *rows);

/* Proportional-hazards check (Grambsch and Therneau 1994 as in survival 3): the score test of
 * x * k added to the model, for each term and for all. With r_k and V_k the score and information
 * of transfer k at the coefficients, T = sum k r_k, J = sum V_k, H = sum k V_k, Q = sum k^2 V_k and
 * C = Q - H J^-1 H:  term j: T_j^2 / C_jj on 1 df;  all: T' C^-1 T.
 * Equals cox.zph (fit, transform = "identity", terms = FALSE).
 *
 * fit, ties: what stats_cox_fit() gave for these rows with ties Breslow or Efron, status OK.
 * out_chisq: n_terms. NAN for terms that aren't estimated or have nothing to be tested with (births
 * at one transfer only); *out_global is NAN and *out_df 0 when that is all of them. */
StatsFitStatus stats_cox_zph (const StatsModelRows *rows,
                              const StatsFit *fit,
                              StatsTies ties,
                              double *out_chisq,
                              double *out_global,
                              unsigned *out_df);

/* The chance of a live birth within k transfers for one pattern x (n_terms) of a stratum, from a
 * fit with Efron's ties: F = 1 - exp (-H), H (k) the sum of Efron's increments times exp (b'x), and
 * its standard error exp (-H) se (H), that of H by
 *   sum of exp (2 b'x) / c_l^2 + q' V q,  q = sum exp (b'x) (x - m_l) / c_l
 * over the steps l of each transfer, c_l and m_l the sum and the mean at risk in it (Tsiatis 1981).
 * With stats_interval_curve (STATS_CONF_LOG) equal to survfit (coxph (ties = "efron"), newdata).
 * It isn't a product-limit estimate: where everybody at risk gave birth it stays below 1. The
 * curve shown by default comes from a hazard model: stats_hazard_curve().
 *
 * out_estimate and out_se: k_last numbers, for k = 1 to k_last; NAN after the stratum's last row
 * at risk. STATS_FIT_SEPARATED and NAN only when a term is; a term that is aliased counts as 0. */
StatsFitStatus stats_cox_curve (const StatsModelRows *rows,
                                const StatsFit *fit,
                                const double *x,
                                unsigned stratum,
                                unsigned k_last,
                                double *out_estimate,
                                double *out_se);
