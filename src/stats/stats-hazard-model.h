/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Within stats only: the likelihood of a discrete-time hazard model on prepared rows, with or
 * without Firth's penalty, and one hazard and its derivatives.
 */
#pragma once

#include "stats-hazard.h"
#include "stats-prepare.h"

typedef struct
{
  const StatsPrepared *prepared;
  const StatsBaseline *baseline;
  StatsLink link;
  bool penalised;
  bool starting; /* evaluate the first step of R's glm instead: see stats_hazard_evaluate() */
  size_t n_baseline, n_terms, n, n_cells;
  double *constant; /* n_baseline: parameters whose linear predictor is 1 in all cells */
  double loglik;    /* at the last evaluation, unpenalised */
  /* The parameters whose information the penalty is of: all but aliased ones (n). */
  const bool *aliased;
  /* Scratch. */
  double *eta, *weight, *score, *quadratic; /* per cell */
  double *weight_x, *leverage_x;            /* per cell and term */
  double *occupied;                         /* per cell: women having that transfer */
  double *terms_triangle;                   /* packed */
  double *inverse;                          /* n x n, and as much after it */
  bool *left_out;                           /* n */
} HazardModel;

/* A hazard at eta: log h, log (1 - h), d log h / d eta, -d log (1 - h) / d eta, the expected
 * information. For Firth's penalty: rho = (d2 h / d eta2) / (d h / d eta) and -d rho / d eta. */
typedef struct
{
  double log_birth, log_failure, up, down, weight, rho, rho_fall;
} StatsHazardPoint;

StatsHazardPoint stats_hazard_point (StatsLink link,
                                     double eta);

/* Prepares; uncentres the rows when the baseline holds no constant. model is zeroed by the caller.
 * STATS_FIT_OK, STATS_FIT_INVALID or STATS_FIT_NO_MEMORY. */
StatsFitStatus stats_hazard_model_init (HazardModel *model,
                                        StatsPrepared *prepared,
                                        const StatsBaseline *baseline,
                                        StatsLink link);
void stats_hazard_model_clear (HazardModel *model);

/* As StatsObjective's evaluate() and reach(); data is a HazardModel.
 *
 * starting: beta is not looked at. Linear predictors are those of h = 3/4 where there was a birth
 * and 1/4 where there was none; the gradient is Z'W (eta + (y - h) / h'), so that information^-1
 * gradient are the parameters with which glm's iteration begins.
 *
 * penalised: gradient U + A, A = sum over rows and transfers of h rho / 2 z, h the row's leverage
 * w z' I^-1 z (Firth 1993; Kosmidis and Firth 2009). The objective is loglik + log det (I) / 2 for
 * the logit, whose gradient that is. For the complementary log-log it is the gradient of nothing,
 * and the objective is 0, so that every step is taken: no measure of the gradient leads to its root
 * as surely as that. The information
 * to step by is that of a likelihood to which each row adds h / 2 births and h / 2 failures (logit;
 * sum of (w + h (-d rho / d eta) / 2) z z' in general): with I alone, steps overshoot where there
 * are hardly more rows than parameters. I itself is that of the evaluation without penalty. */
bool stats_hazard_evaluate (void *data,
                            const double *beta,
                            double *objective,
                            double *gradient,
                            double *information);
double stats_hazard_reach (void *data,
                           const double *step);

/* Pivots (n) not above which a parameter is aliased, from the information at hand. */
void stats_hazard_least_pivots (const HazardModel *model,
                                const double *information,
                                double *out_least);
