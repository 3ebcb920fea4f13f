/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of models: the rows of a cohort of tests/reference with the terms of a case. */
#pragma once

#include "stats-hazard.h"
#include "stats-model.h"
#include "test-reference.h"

#include <glib.h>

/* Relative tolerances of iterated fits: against R iterated to the end, and to its defaults. */
#define TEST_FIT 1e-9
#define TEST_FIT_COHORT 1e-7

/* Rows with everything that a model may want, and what owns it. */
typedef struct
{
  StatsModelRows rows;
  GArray *x; /* double */
  GByteArray *first, *last, *fate;
  GArray *count;       /* double */
  GArray *stratum;     /* guint32 */
  char **stratum_name; /* NULL-terminated, sorted */
  GArray *knots;       /* double */
} TestRows;

/* terms: NULL-terminated, in the language of models/make_models.R. strata: a column, or NULL.
 * late: `first` is the column of that name. per_transfer: a row per woman and transfer. */
TestRows *test_rows_load (const char *cohort,
                          const char *const *terms,
                          const char *strata,
                          gboolean late,
                          gboolean per_transfer);
/* Empty, to be filled by test_rows_add(). */
TestRows *test_rows_new (guint n_terms);
void test_rows_free (TestRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestRows, test_rows_free)

void test_rows_add (TestRows *rows,
                    const double *x,
                    guint first,
                    guint last,
                    guint fate,
                    double count,
                    guint stratum);

/* Brings rows->rows up to date with the arrays. */
void test_rows_update (TestRows *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StatsFit, stats_fit_free)

/* How many of n random cohorts to try: fewer where NATALITY_TEST_SHORT is set, one where
 * NATALITY_TEST_SEED names it. And the generator of the i-th, with its seed. */
guint test_n_cases (guint n);
GRand *test_rand_new (guint i,
                      guint32 *out_seed);

#define TEST_N_TERMS 3

/* A random cohort with a group, an age and a count, in two strata, up to k_max transfers. */
TestRows *test_rows_new_random (GRand *rand,
                                guint n,
                                guint k_max,
                                gboolean late);

/* A baseline with its memory: a factor of the transfer number, those from pool_from (0: none) on as
 * one level, a linear one with pool_from = -1. by_stratum: one for each stratum. */
typedef struct
{
  StatsBaseline baseline;
  double *z;
} TestBaseline;

TestBaseline *test_baseline_new (const TestRows *rows,
                                 int pool_from,
                                 gboolean by_stratum);
void test_baseline_free (TestBaseline *baseline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBaseline, test_baseline_free)

/* Fails unless both fits have the same states and, within tolerance of the standard errors, the
 * same coefficients and variances. scale: NULL, or by term what b's coefficients are multiplied
 * with; then the terms alone are compared, since a baseline is that of terms that are 0. */
void test_assert_same_fit (const StatsFit *a,
                           const StatsFit *b,
                           const double *scale,
                           double tolerance,
                           const char *what);
