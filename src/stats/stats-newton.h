/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Within stats only: Newton's (or Fisher's) scoring with halved steps, which tells a maximum that
 * was found from a likelihood that rises for ever, and turns the end into a fit.
 */
#pragma once

#include "stats-prepare.h"

/* A function to maximise over n parameters. evaluate() writes, at beta: the objective, its gradient
 * (n) and the information (n x n, both triangles): its negated second derivative, or the expected
 * one. It returns false where something overflows. reach() returns by how much a step changes the
 * linear predictor of some row at most; without it (NULL) no separation is looked for, as penalised
 * likelihoods have none. */
typedef struct
{
  unsigned n;
  bool (*evaluate) (void *data,
                    const double *beta,
                    double *objective,
                    double *gradient,
                    double *information);
  double (*reach) (void *data,
                   const double *step);
  void *data;
  const int *cancelled; /* as StatsModelRows has it: nothing is evaluated once it is set */
} StatsObjective;

typedef struct
{
  const StatsObjective *objective;
  size_t n;
  double *beta; /* n: where it is */
  double value; /* the objective there */
  double *gradient;
  double *information;
  double *step; /* the last step that was computed */
  bool *left_out;
  unsigned n_iterations;
  /* Scratch. */
  double *factor, *trial, *trial_gradient, *trial_information;
  bool *scratch_out;
} StatsNewton;

/* At beta = 0, nothing evaluated yet, nothing left out. NULL without memory. */
StatsNewton *stats_newton_new (const StatsObjective *objective);
void stats_newton_free (StatsNewton *newton);

/* Evaluates at beta. */
bool stats_newton_evaluate (StatsNewton *newton);

/* Leaves out the parameters that the ones before them determine, judged by the information as it is
 * evaluated: a pivot not above least[i] (n). Those already left out stay so. Returns how many are
 * in. */
unsigned stats_newton_find_aliased (StatsNewton *newton,
                                    const double *least);

/* gradient' information^-1 gradient over what is in: a score test where it is evaluated. NAN when
 * the information is singular. */
double stats_newton_score (StatsNewton *newton);

/* From the evaluated point upwards over the parameters that are in; the others keep their values.
 * STATS_FIT_OK: the step that is left would raise the objective by less than 1e-24 (or by nothing
 * but rounding), and everything is evaluated at beta. STATS_FIT_SEPARATED: the objective rises by
 * less than 1e-6 a step, yet the steps don't get shorter. Else STATS_FIT_NOT_CONVERGED. */
StatsFitStatus stats_newton_maximise (StatsNewton *newton,
                                      unsigned max_iterations);

/* Inverse information where it is evaluated, in the caller's terms, into variance (n x n). */
void stats_newton_variance (StatsNewton *newton,
                            const StatsPrepared *prepared,
                            unsigned n_baseline,
                            const double *constant,
                            double *variance);

/* Writes states, coefficients, variance and Wald's statistic of the terms into fit, from where
 * newton is. status is what maximise() gave; null_variance (n * n) is stats_newton_variance()
 * before it: a parameter that is carried off, or whose variance has become a hundred thousand times
 * as large, is separated. */
void stats_newton_report (StatsNewton *newton,
                          const StatsPrepared *prepared,
                          const double *constant,
                          StatsFitStatus status,
                          const double *null_variance,
                          StatsFit *fit);
