/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Discrete-time hazard models: the chance h of a live birth at transfer k, among those who have it,
 *   link (h_ik) = baseline of k + b'x_i
 * with, on one row per woman and transfer, an ordinary binomial likelihood (Cox 1972; Prentice and
 * Gloeckler 1978; Allison 1982). logit: exp b is an odds ratio per transfer; complementary log-log:
 * a hazard ratio, that of the proportional-hazards model whose clock is read at transfers only.
 * Equal to glm (y ~ baseline + x, binomial (link), control = glm.control (epsilon = 1e-14)) of R on
 * those rows.
 */
#pragma once

#include "stats-model.h"

typedef enum
{
  STATS_LINK_LOGIT,  /* log (h / (1 - h)) */
  STATS_LINK_CLOGLOG /* log (-log (1 - h)) */
} StatsLink;

/* How the hazard depends on the transfer. Row (s, k) of z, at z + (s * k_max + k - 1) * n_columns,
 * is multiplied by the baseline's parameters, for the women of stratum s at transfer k. */
typedef struct
{
  unsigned n_columns;
  unsigned k_max;    /* at least the highest `last` of the rows */
  unsigned n_strata; /* at least that of the rows; 0 is taken as 1 */
  const double *z;
} StatsBaseline;

/* The transfer number as a factor, some transfers sharing a level: those from pool_from on (0:
 * none), and, since a level without a birth, or with nothing but births, has no finite estimate,
 * each such transfer with the level before it (the first ones with the one after it). Transfers
 * that nobody had get the level of the one before.
 *
 * births, at_risk (k_max): by transfer; of one table, the births of all strata.
 * out_level (k_max): the level of transfer k at index k - 1, from 0.
 * Returns the number of levels: 1 when there is nothing to tell apart, 0 for k_max = 0. */
unsigned stats_hazard_levels (const double *births,
                              const double *at_risk,
                              unsigned k_max,
                              unsigned pool_from,
                              unsigned *out_level);

/* z of a factor: n_strata * k_max rows of n_levels * n_strata columns, column s * n_levels + level
 * of stratum s. So each stratum has a baseline of its own; with n_strata = 1 there is one. The
 * parameters are link (h) of each level for x = 0: R's intercept is the first of them, R's
 * coefficients of the factor are the others' differences from it. */
void stats_hazard_baseline_factor (const unsigned *level,
                                   unsigned k_max,
                                   unsigned n_levels,
                                   unsigned n_strata,
                                   double *out_z);

/* z of a straight line in the transfer number: rows (1, k), R's y ~ k. */
void stats_hazard_baseline_linear (unsigned k_max,
                                   double *out_z);

/* Fits the model. Takes O((rows terms^2 + transfers terms)) per iteration and a copy of the rows.
 *
 * The likelihood is that of one Bernoulli trial per woman and transfer; -2 loglik is R's deviance.
 * Iterations are Fisher's, and the variance is the inverse of the expected information, as glm's.
 * loglik_null and the tests are against the same baseline without the terms; score is Rao's, as
 * anova (test = "Rao").
 *
 * *out_fit: the baseline's parameters, then the terms'. NULL for STATS_FIT_INVALID and
 * STATS_FIT_NO_MEMORY only. Without births, or with nothing but births, STATS_FIT_NO_EVENTS and all
 * NAN. A baseline parameter that belongs to no row is aliased. Separated rows (a level of a term
 * where all, or none, gave birth): STATS_FIT_SEPARATED, the parameters concerned NAN, the others
 * estimated; take Firth's fit then, stats_firth_fit(). */
StatsFitStatus stats_hazard_fit (const StatsModelRows *rows,
                                 const StatsBaseline *baseline,
                                 StatsLink link,
                                 StatsFit **out_fit);

/* The chance of a live birth within k transfers for one pattern x (n_terms) of a stratum:
 *   F_k = 1 - prod_{j<=k} (1 - h_j);  se by the delta method, with S = 1 - F and z_j the row of the
 *   design (baseline and x):  S_k sqrt (G' V G), G = sum_{j<=k} t_j z_j,
 *   t = h (logit) or exp (linear predictor) (complementary log-log), = -d log (1 - h) / d eta.
 * The interval to show is stats_interval_curve (STATS_CONF_LOG_LOG).
 *
 * out_estimate, out_se: k_last (<= baseline->k_max) numbers for k = 1 to k_last. Don't ask beyond
 * the last transfer that somebody had: the model would answer. An aliased term counts as 0. All
 * NAN when a term in which x isn't 0 or, from its transfer on, a baseline parameter that it needs,
 * is separated, or the baseline there is aliased. STATS_FIT_INVALID for sizes that don't fit. */
StatsFitStatus stats_hazard_curve (const StatsFit *fit,
                                   const StatsBaseline *baseline,
                                   StatsLink link,
                                   const double *x,
                                   unsigned stratum,
                                   unsigned k_last,
                                   double *out_estimate,
                                   double *out_se);
