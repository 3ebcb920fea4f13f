/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of stats: cohorts as one (k, fate) per patient, and their rows counted slowly. */
#pragma once

#include "stats-risk.h"

#include <glib.h>

/* More transfers than any cohort here has. */
#define TEST_K_MAX 60

/* One row per patient. */
typedef struct
{
  GByteArray *k;
  GByteArray *fate;
  GByteArray *group;
} TestCohort;

TestCohort *test_cohort_new (void);
void test_cohort_free (TestCohort *cohort);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestCohort, test_cohort_free)

void test_cohort_add (TestCohort *cohort,
                      guint8 k,
                      guint8 fate,
                      guint8 group);

/* The rows of the patients in one group, or of all with group -1, by the definition: for each k,
 * one walk over all patients. Writes up to TEST_K_MAX rows and returns how many. */
guint test_cohort_rows (const TestCohort *cohort,
                        int group,
                        StatsRiskRow *out_rows);

/* A random cohort of 1 to 400 patients and 1 to 12 transfers. Among them: no births, all births,
 * all stop, all cut, nobody stops, nobody is cut, with and without open decisions. group is 0 or
 * 1. */
TestCohort *test_cohort_new_random (GRand *rand);

/* Ends the program, naming the row and the number. */
void test_assert_rows_equal (const StatsRiskRow *rows,
                             guint n_rows,
                             const StatsRiskRow *expected,
                             guint n_expected);
