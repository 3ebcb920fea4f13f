/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests between the groups of a question, and their differences at one transfer: a pure function of
 * a selection, its answer and what is asked. The formulas are those of src/stats. */
#pragma once

#include "analysis-answer.h"
#include "analysis-selection.h"
#include "analysis-tipping.h"
#include "stats-adjust.h"
#include "stats-contrast.h"
#include "stats-logrank.h"

G_BEGIN_DECLS

/* Of the weighted log-rank family; ids as in JSON. */
typedef enum
{
  ANALYSIS_TEST_LOG_RANK,
  ANALYSIS_TEST_GEHAN_BRESLOW,
  ANALYSIS_TEST_TARONE_WARE,
  ANALYSIS_TEST_FH_1_0, /* Peto and Peto's */
  ANALYSIS_TEST_FH_0_1,
  ANALYSIS_TEST_FH_1_1,
  ANALYSIS_N_TESTS
} AnalysisTest;
const char *analysis_test_id (AnalysisTest test); /* "log-rank", "fleming-harrington-1-0" */

/* How the permutation test is chosen. */
typedef enum
{
  ANALYSIS_PERMUTE_BY_RULE, /* Monte Carlo where the tables are sparse */
  ANALYSIS_PERMUTE_EXACT,
  ANALYSIS_PERMUTE_MONTE_CARLO
} AnalysisPermute;

#define ANALYSIS_PERMUTATIONS 9999
#define ANALYSIS_EXACT_STATES 5000000

typedef struct
{
  gboolean stratified; /* by the selection's strata */
  gboolean trend;
  gboolean weighted;   /* one more of the family, with Fleming and Harrington's p and q, >= 0 */
  double p, q;
  guint at;            /* differences at this transfer; 0: none */
  gboolean tipping;    /* tipping points of two groups at this transfer */
  AnalysisPermute permute;
  guint64 seed;
  gint *permille;      /* nullable: how much of the long part is done, set atomically */
} AnalysisTestOptions;

/* Why the log-rank test of some groups has no variance; its kin have none then either. */
typedef enum
{
  ANALYSIS_TESTABLE,
  ANALYSIS_NO_PATIENTS,
  ANALYSIS_ONE_GROUP,      /* the others, if there are any, are empty */
  ANALYSIS_NO_EVENTS,
  ANALYSIS_NEVER_TOGETHER, /* at each event everyone at risk was of one group */
  ANALYSIS_ALL_AT_ONCE     /* wherever groups met at an event, everyone at risk had it */
} AnalysisTestable;

/* The second group against the first of a pair. */
typedef struct
{
  guint a, b; /* indices of groups */
  StatsTest test; /* log-rank of the two alone, risk sets made anew */
  AnalysisTestable testable;
  double adjusted[4]; /* p by StatsAdjust */
} AnalysisPair;

/* Group b minus a at transfer `at`, by the question's estimator. */
typedef struct
{
  guint a, b;
  StatsContrast plain, mover, ratio;
  double e_value, e_value_limit;
} AnalysisDifference;

typedef enum
{
  ANALYSIS_NOT_PERMUTED,
  ANALYSIS_PERMUTED,      /* p is given */
  ANALYSIS_TOO_LARGE,     /* the exact distribution has too many states */
  ANALYSIS_CANT_PERMUTE   /* two groups without strata are needed, or nobody is in one */
} AnalysisPermuted;

typedef struct
{
  guint n_groups;
  char **group_names, **group_labels; /* of the selection; owned copies; NULL-terminated */
  AnalysisTestable testable, testable_in_strata;
  char **empty_groups; /* labels of those that nobody is in; as above */
  gboolean sparse;            /* fewer than 20 births, or fewer than 5 expected in a group */
  StatsTest family[ANALYSIS_N_TESTS];
  double observed[ANALYSIS_MAX_GROUPS], expected[ANALYSIS_MAX_GROUPS]; /* births, of log-rank */
  gboolean has_strata;
  StatsTest stratified, stratified_gray;
  char *weighted_id;          /* "fleming-harrington-2-0.5"; NULL: not asked for */
  double p, q;
  StatsTest weighted;
  gboolean has_trend;
  StatsTest trend;            /* within the strata where there are any */
  StatsTest gray;             /* of the conservative curve */
  guint n_pairs;              /* of more than two groups */
  AnalysisPair *pairs;
  AnalysisPermuted monte_carlo, exact;
  double monte_carlo_p, exact_p;
  guint64 seed;
  guint at, n_differences;    /* every group but the first against the first */
  AnalysisDifference *differences;
  AnalysisTipping *tipping;   /* NULL: not asked, or not of two groups */
} AnalysisTests;

/* Group b of the answer less group a after transfer `at`, from 1; NAN where a curve ends before. */
AnalysisDifference analysis_difference (const AnalysisAnswer *answer, guint a, guint b, guint at);

/* answer: of the same question. cancelled (nullable): looked at between parts of the work; NULL is
 * returned once it is set. */
AnalysisTests *analysis_tests_new (const AnalysisSelection   *selection,
                                   const AnalysisAnswer      *answer,
                                   const AnalysisTestOptions *options,
                                   const gint                *cancelled);
void           analysis_tests_free (AnalysisTests *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisTests, analysis_tests_free)

G_END_DECLS
