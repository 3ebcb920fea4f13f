/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all regression models share: the rows they read and the fit they give back. How a design
 * matrix is made from a patient is not known here: a term is a column of numbers.
 */
#pragma once

#include "stats-risk.h"

typedef enum
{
  STATS_FIT_OK = 0,
  STATS_FIT_NOT_CONVERGED, /* nothing but loglik_null is estimated */
  STATS_FIT_SEPARATED,     /* some coefficients have no finite estimate: see StatsTermState */
  STATS_FIT_SINGULAR,      /* there are terms, and not one of them can be estimated */
  STATS_FIT_NO_EVENTS,     /* no births; in a hazard model also: nothing but births */
  STATS_FIT_TOO_LARGE,     /* would take more operations than were allowed; nothing was done */
  STATS_FIT_INVALID,       /* the rows contradict themselves or hold a number that isn't finite */
  STATS_FIT_NO_MEMORY
} StatsFitStatus;

/* Rows of a model. A row says: `count` patients, all with the terms x, were followed from their
 * `first` to their `last` counted transfer, and what followed the last one. So a row may be
 *  - a patient (first = 1), when her terms are those of her index transfer;
 *  - one transfer (first = last = k), when a term changes from transfer to transfer: the rows of a
 *    woman but her last have a fate that isn't a live birth;
 *  - a patient who enters late (first > 1);
 *  - all patients who are alike, with their number as count.
 * The fits depend on the transfers and births only, not on how they are cut into rows, nor on the
 * order of the rows. */
typedef struct
{
  size_t n;                /* rows */
  unsigned n_terms;        /* columns of x, 0 to 1,000 */
  const double *x;         /* n * n_terms, row after row */
  const uint8_t *first;    /* n, from 1; NULL: all 1 */
  const uint8_t *last;     /* n, first to 255; a row with 0 counts nowhere */
  const uint8_t *fate;     /* n, StatsFate; to most models, a live birth or anything else */
  const double *count;     /* n, >= 0; NULL: all 1. Whole for Cox and Fine-Gray models */
  const uint32_t *stratum; /* n, 0 to n_strata - 1; NULL: all 0 */
  unsigned n_strata;       /* 0 is taken as 1 */
  const int *cancelled;    /* NULL, or what another thread sets, atomically, to end a fit early: it
                            * is looked at in each iteration, and the fit hasn't converged */
} StatsModelRows;

static inline bool
stats_is_cancelled (const int *cancelled)
{
  return cancelled != NULL && __atomic_load_n (cancelled, __ATOMIC_SEQ_CST) != 0;
}

typedef enum
{
  STATS_TERM_ESTIMATED,
  STATS_TERM_ALIASED,  /* the terms before it determine it (or it is constant): NA in R */
  STATS_TERM_SEPARATED /* the likelihood rises towards infinity (or it can't be told from one
                        * that does) */
} StatsTermState;

/* A fit has n = n_baseline + n_terms parameters: the baseline's first (a hazard model has them, a
 * Cox model has none), then one coefficient per column of x. */
typedef struct
{
  unsigned n_baseline, n_terms, n;
  unsigned n_iterations;
  StatsTermState *state; /* n */
  double *coef;          /* n; NAN unless estimated */
  double *variance;      /* n * n, row after row; NAN in rows and columns not estimated */
  double loglik_null;    /* all terms 0 */
  double loglik;         /* at the coefficients; its limit, if some are separated */
  double penalised;      /* loglik + log det (information) / 2, by Firth fits for the logit only */
  /* Tests of all terms that aren't aliased, chi-square on stats_fit_df() degrees of freedom. */
  double lr, score, wald; /* wald is NAN where a term is separated */
} StatsFit;

/* A fit with room for that many parameters, all NAN. NULL without memory. Free with
 * stats_fit_free(), which accepts NULL. */
StatsFit *stats_fit_new (unsigned n_baseline,
                         unsigned n_terms);
void stats_fit_free (StatsFit *fit);

/* Square root of the variance of parameter i: NAN unless it is estimated. */
double stats_fit_se (const StatsFit *fit,
                     unsigned i);

/* Degrees of freedom of the tests of all terms: those that aren't aliased. */
unsigned stats_fit_df (const StatsFit *fit);

/* Wald's statistic of the hypothesis that all parameters i with which[i] (n) are 0:
 * b' V^-1 b over those of them that are estimated; *out_df is their number. NAN when it is 0, when
 * their variance is singular, or without memory. */
double stats_fit_wald (const StatsFit *fit,
                       const bool *which,
                       unsigned *out_df);
