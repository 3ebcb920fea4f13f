/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fine and Gray's model (1999) for the chance of a live birth when those who stop have none: the
 * proportional subdistribution hazard, whose curve is the conservative one.
 *
 * A woman who stopped after transfer j stays at risk at k > j with the weight Gm_k / Gm_j, the
 * chance of not having been cut in between. At a tie the order is: birth, cut with the decision
 * open, discontinuation, cut with it known. So with n at risk, d births, o open, q stopped and c
 * cut in all at a transfer, the chance of a cut is o / (n - d) in the first of the two steps and
 * (c - o) / (n - d - o - q) in the second. Women of different strata share neither sets at risk nor
 * chances of a cut.
 *
 * With strata NULL and Breslow's ties it equals crr (ordered times, fate) of R's cmprsk 2.2 and its
 * variance; coefficients equal coxph on survival::finegray's data for both rules.
 */
#pragma once

#include "stats-cox.h"

/* Fits the model. All four fates count; counts must be whole; nobody may enter late (a `first`
 * above 1 is STATS_FIT_INVALID), so a row is a patient. ties: STATS_TIES_BRESLOW (crr's) or
 * STATS_TIES_EFRON (less shrunk where hazards are large); STATS_TIES_EXACT is invalid.
 *
 * Variance: I^-1 sum_i (eta_i + psi_i)(eta_i + psi_i)' I^-1, with eta_i woman i's term of the score
 *   eta_i = sum_k w_ik (x_i - m_k)(y_ik - exp (b'x_i) D_k / S_k)                  (Breslow)
 * (Efron: the mean over the D_k steps of the same, those who give birth taken out step by step) and
 * psi_i what the estimation of the weights adds:
 *   psi_i = sum over steps u of ([cut in u] - [at risk in u] gamma_u) Q_u / pi_u,
 * gamma_u the chance of a cut, pi_u the women at risk of it, Q_u minus the sum of eta's terms at
 * transfers after u of women who stopped before it.
 * The likelihood is a pseudo-likelihood: lr and score are NAN, wald is what there is.
 *
 * *out_fit and failures as stats_cox_fit(). A term whose variance is 0 is aliased too: all at risk
 * gave birth at once. Without anyone who stopped it is Cox's model with a robust variance. */
StatsFitStatus stats_fine_gray_fit (const StatsModelRows *rows,
                                    StatsTies ties,
                                    StatsFit **out_fit);

/* The weights at transfer k of women of a stratum who stopped after j, at
 * out_weights[(j - 1) * k_max + k - 1]: 1 for k <= j, NAN where nobody stopped after j. With one
 * row per woman and transfer they make a weighted hazard model of the same kind (Berger, Schmid,
 * Welchowski, Schmitz-Valckenberg and Beyersmann 2020; discSurv::dataLongSubDist). k_max: at least
 * the highest `last`. */
StatsFitStatus stats_fine_gray_weights (const StatsModelRows *rows,
                                        unsigned stratum,
                                        unsigned k_max,
                                        double *out_weights);
