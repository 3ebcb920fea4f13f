/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hazard models with Firth's penalty (Firth 1993; Heinze and Schemper 2002): finite estimates where
 * the rows are separated, and less bias where births are few.
 *
 * logit: the maximum of l* = loglik + log det (I) / 2 (Jeffreys' prior), the estimates of R's
 * logistf and of brglm2. complementary log-log: the root of the mean-bias-reducing score (type
 * "AS_mean" of R's brglm2, Kosmidis and Firth 2009), which isn't the maximum of a penalised
 * likelihood: there are Wald intervals only.
 */
#pragma once

#include "stats-hazard.h"

/* Fits the model: arguments, fit and failures as stats_hazard_fit(). The variance is the inverse of
 * the information at the estimate. loglik is unpenalised there (-2 loglik is the deviance that
 * brglm2 prints), penalised is l* (NAN for the complementary log-log), loglik_null is NAN. lr is
 * that of penalised likelihoods, all terms 0 under the penalty of the whole model (logistf's; NAN
 * for the complementary log-log); score is NAN. Never STATS_FIT_SEPARATED. Iterates up to a
 * thousand times, O(transfers terms + rows terms^2) each. */
StatsFitStatus stats_firth_fit (const StatsModelRows *rows,
                                const StatsBaseline *baseline,
                                StatsLink link,
                                StatsFit **out_fit);

/* Intervals and tests of each term from the penalised profile likelihood, logit only. For term j,
 *   l*_j (b) = max of l* over all other parameters, the term held at b (the determinant is of the
 * whole information): the interval is where 2 (l* - l*_j (b)) is below the chi-square quantile on 1
 * df, the test 2 (l* - l*_j (0)). Equal to logistf's profile limits and logistftest.
 *
 * fit: what stats_firth_fit() gave for the same rows and baseline with the logit, status OK.
 * out_lo, out_hi, out_chisq: n_terms, any of them may be NULL. NAN for aliased terms and for a
 * limit that wasn't found. STATS_FIT_OK, _INVALID, _NO_MEMORY. */
StatsFitStatus stats_firth_profile (const StatsModelRows *rows,
                                    const StatsBaseline *baseline,
                                    const StatsFit *fit,
                                    double level,
                                    double *out_lo,
                                    double *out_hi,
                                    double *out_chisq);

/* Penalised likelihood-ratio test, logit only, that all terms j with zero[j] (n_terms) are 0, the
 * others free: 2 (l* - max l*). *out_df: those of them that aren't aliased; *out_chisq is NAN when
 * that is 0. STATS_FIT_OK, _NOT_CONVERGED, _INVALID, _NO_MEMORY. */
StatsFitStatus stats_firth_test (const StatsModelRows *rows,
                                 const StatsBaseline *baseline,
                                 const StatsFit *fit,
                                 const bool *zero,
                                 double *out_chisq,
                                 unsigned *out_df);
