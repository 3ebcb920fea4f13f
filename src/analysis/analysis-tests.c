/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tests are made of a selection, and when permutations are: analysis-tests.h. */
#include "config.h"

#include "analysis-tests.h"

#include <math.h>
#include <string.h>

#include "analysis-cancel-private.h"
#include "analysis-tables.h"
#include "base-number.h"
#include "stats-gray.h"
#include "stats-permutation.h"

#define FEW_BIRTHS 20
#define FEW_EXPECTED 5
#define PERMUTATIONS_AT_ONCE 500

static const struct
{
  const char *id;
  StatsWeight weight;
  double p, q;
} family[ANALYSIS_N_TESTS] = {
  [ANALYSIS_TEST_LOG_RANK] = { "log-rank", STATS_WEIGHT_LOG_RANK, 0, 0 },
  [ANALYSIS_TEST_GEHAN_BRESLOW] = { "gehan-breslow", STATS_WEIGHT_GEHAN_BRESLOW, 0, 0 },
  [ANALYSIS_TEST_TARONE_WARE] = { "tarone-ware", STATS_WEIGHT_TARONE_WARE, 0, 0 },
  [ANALYSIS_TEST_FH_1_0] = { "fleming-harrington-1-0", STATS_WEIGHT_FLEMING_HARRINGTON, 1, 0 },
  [ANALYSIS_TEST_FH_0_1] = { "fleming-harrington-0-1", STATS_WEIGHT_FLEMING_HARRINGTON, 0, 1 },
  [ANALYSIS_TEST_FH_1_1] = { "fleming-harrington-1-1", STATS_WEIGHT_FLEMING_HARRINGTON, 1, 1 },
};

const char *
analysis_test_id (AnalysisTest test)
{
  return family[test].id;
}

/* --- what can be tested ----------------------------------------------------------------------- */

typedef struct
{
  gboolean events, together, variance;
} Met;

/* One stratum's transfers. */
static void
meet (Met                  *met,
      const StatsRiskTable *groups,
      guint                 n_groups)
{
  guint n_rows = 0;

  for (guint g = 0; g < n_groups; g++)
    n_rows = MAX (n_rows, groups[g].n_rows);
  for (guint row = 0; row < n_rows; row++)
    {
      guint64 at_risk = 0, births = 0;
      guint present = 0;

      for (guint g = 0; g < n_groups; g++)
        if (row < groups[g].n_rows)
          {
            at_risk += groups[g].rows[row].at_risk;
            births += groups[g].rows[row].births;
            present += groups[g].rows[row].at_risk > 0;
          }
      met->events = met->events || births > 0;
      met->together = met->together || (births > 0 && present > 1);
      met->variance = met->variance || (births > 0 && present > 1 && births < at_risk);
    }
}

static AnalysisTestable
find_testable (const StatsRiskTable *tables,
               guint                 n_strata,
               guint                 n_groups)
{
  Met met = { FALSE, FALSE, FALSE };
  guint present = 0;

  for (guint g = 0; g < n_groups; g++)
    for (guint s = 0; s < n_strata; s++)
      if (tables[s * n_groups + g].n_rows > 0)
        {
          present++;
          break;
        }
  for (guint s = 0; s < n_strata; s++)
    meet (&met, tables + s * n_groups, n_groups);
  return present == 0    ? ANALYSIS_NO_PATIENTS
         : present == 1  ? ANALYSIS_ONE_GROUP
         : !met.events   ? ANALYSIS_NO_EVENTS
         : !met.together ? ANALYSIS_NEVER_TOGETHER
         : !met.variance ? ANALYSIS_ALL_AT_ONCE
                         : ANALYSIS_TESTABLE;
}

/* --- tests ------------------------------------------------------------------------------------ */

/* Observed and expected births by group, and whether they are few. */
static void
tests_expect (AnalysisTests        *self,
              const AnalysisTables *tables)
{
  double U[ANALYSIS_MAX_GROUPS];
  g_autofree double *V = g_new (double, self->n_groups * self->n_groups);
  guint64 births = 0;

  if (stats_logrank_scores (tables->tables, 1, self->n_groups, STATS_WEIGHT_LOG_RANK, 0, 0, U, V,
                            self->expected) != STATS_OK)
    return;
  for (guint g = 0; g < self->n_groups; g++)
    {
      self->observed[g] = self->expected[g] + U[g];
      births += stats_risk_total_births (tables->tables[g].rows, tables->tables[g].n_rows);
      self->sparse = self->sparse || self->expected[g] < FEW_EXPECTED;
    }
  self->sparse = self->sparse || births < FEW_BIRTHS;
}

/* Each pair alone; p adjusted over those that are estimable. */
static void
tests_pairs (AnalysisTests        *self,
             const AnalysisTables *tables)
{
  g_autofree double *p = NULL, *adjusted = NULL;
  guint n = 0;

  if (self->n_groups < 3)
    return;
  self->n_pairs = self->n_groups * (self->n_groups - 1) / 2;
  self->pairs = g_new0 (AnalysisPair, self->n_pairs);
  p = g_new (double, self->n_pairs);
  adjusted = g_new (double, self->n_pairs);
  for (guint a = 0; a < self->n_groups; a++)
    for (guint b = a + 1; b < self->n_groups; b++, n++)
      {
        StatsRiskTable two[2] = { tables->tables[a], tables->tables[b] };

        self->pairs[n].a = a;
        self->pairs[n].b = b;
        self->pairs[n].test = stats_logrank_test (two, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0);
        self->pairs[n].testable = find_testable (two, 1, 2);
        p[n] = self->pairs[n].test.p;
      }
  for (guint m = 0; m < G_N_ELEMENTS (self->pairs->adjusted); m++)
    {
      if (!stats_adjust (p, n, (StatsAdjust) m, adjusted))
        g_error ("out of memory");
      for (guint i = 0; i < n; i++)
        self->pairs[i].adjusted[m] = adjusted[i];
    }
}

/* Whether the curve stays where it ends: everybody left by a birth, or by what its estimator takes
 * for no chance of one; who was cut leaves it open. */
static gboolean
has_ended (const AnalysisGroup    *group,
           const AnalysisQuestion *question)
{
  const StatsRiskRow *last = &group->risk[group->n - 1];
  gboolean all_births = last->births == last->at_risk;
  gboolean all_left
    = all_births
      || (last->stopped > 0 && last->stopped == last->at_risk - last->births - last->open);

  switch (question->estimator)
    {
    case ANALYSIS_ESTIMATOR_OPTIMISTIC:
      return all_births;
    case ANALYSIS_ESTIMATOR_CONSERVATIVE:
      return all_left;
    case ANALYSIS_ESTIMATOR_ADJUSTED:
      return all_left && (question->theta == 0 || question->pi == 1 || group->n_stopped == 0);
    case ANALYSIS_ESTIMATOR_CRUDE:
      return TRUE;
    case ANALYSIS_ESTIMATOR_IPCW:
    default:
      return FALSE;
    }
}

/* The place of a transfer's values in a group's arrays; -1: not estimable there. */
static int
place_of (const AnalysisGroup    *group,
          const AnalysisQuestion *question,
          guint                   at)
{
  if (at >= 1 && at <= group->n)
    return (int) at - 1;
  return at >= 1 && group->n > 0 && has_ended (group, question) ? (int) group->n - 1 : -1;
}

AnalysisDifference
analysis_difference (const AnalysisAnswer *answer,
                     guint                 a,
                     guint                 b,
                     guint                 at)
{
  const AnalysisGroup *of_a = &answer->groups[a], *of_b = &answer->groups[b];
  AnalysisDifference out = { .a = a, .b = b };
  double level = answer->question->level;
  int i = place_of (of_a, answer->question, at), j = place_of (of_b, answer->question, at);
  gboolean known = i >= 0 && j >= 0;
  double F_a = known ? of_a->estimate[i] : NAN, F_b = known ? of_b->estimate[j] : NAN;
  double se_a = known ? of_a->se[i] : NAN, se_b = known ? of_b->se[j] : NAN;

  out.plain = stats_contrast_difference (F_b, se_b, F_a, se_a, level);
  out.ratio = stats_contrast_ratio (F_b, se_b, F_a, se_a, level);
  out.mover = stats_contrast_mover (F_b, known ? of_b->lo[j] : NAN, known ? of_b->hi[j] : NAN,
                                    F_a, known ? of_a->lo[i] : NAN, known ? of_a->hi[i] : NAN);
  out.e_value = stats_contrast_e_value (out.ratio.estimate, out.ratio.lo, out.ratio.hi,
                                        &out.e_value_limit);
  return out;
}

static void
tests_differences (AnalysisTests        *self,
                   const AnalysisAnswer *answer,
                   guint                 at)
{
  self->at = at;
  if (at == 0 || self->n_groups < 2 || answer->n_groups != self->n_groups)
    return;
  self->n_differences = self->n_groups - 1;
  self->differences = g_new0 (AnalysisDifference, self->n_differences);
  for (guint b = 1; b < self->n_groups; b++)
    self->differences[b - 1] = analysis_difference (answer, 0, b, at);
}

/* --- permutations ----------------------------------------------------------------------------- */

static StatsPermutation *
plan_new (const AnalysisSelection *selection,
          gboolean                 stratified)
{
  g_autofree guint8 *birth = g_new (guint8, MAX (selection->n, 1));

  for (guint i = 0; i < selection->n; i++)
    birth[i] = selection->fate[i] == STATS_FATE_LIVE_BIRTH;
  return stats_permutation_new (selection->k, birth, selection->group,
                                stratified ? selection->stratum : NULL, selection->n,
                                selection->n_groups, stratified ? selection->n_strata : 1,
                                selection->k_max);
}

/* FALSE: cancelled. */
static gboolean
tests_monte_carlo (AnalysisTests           *self,
                   const AnalysisSelection *selection,
                   gboolean                 stratified,
                   gint                    *permille,
                   const gint              *cancelled)
{
  StatsPermutation *plan = plan_new (selection, stratified);
  guint64 reached = 0;

  self->monte_carlo = ANALYSIS_CANT_PERMUTE;
  if (plan == NULL || isnan (stats_permutation_observed (plan).p))
    {
      stats_permutation_free (plan);
      return TRUE;
    }
  for (guint64 first = 0; first < ANALYSIS_PERMUTATIONS; first += PERMUTATIONS_AT_ONCE)
    {
      guint64 count = MIN (PERMUTATIONS_AT_ONCE, ANALYSIS_PERMUTATIONS - first), more;

      more = analysis_is_cancelled (cancelled)
                 ? G_MAXUINT64
                 : stats_permutation_count (plan, self->seed, first, count);
      if (more == G_MAXUINT64)
        {
          stats_permutation_free (plan);
          return FALSE;
        }
      reached += more;
      if (permille != NULL)
        g_atomic_int_set (permille, (gint) (1000 * (first + count) / ANALYSIS_PERMUTATIONS));
    }
  stats_permutation_free (plan);
  self->monte_carlo = ANALYSIS_PERMUTED;
  self->monte_carlo_p = (1 + (double) reached) / (1 + (double) ANALYSIS_PERMUTATIONS);
  return TRUE;
}

static void
tests_exact (AnalysisTests           *self,
             const AnalysisSelection *selection,
             const AnalysisTables    *tables)
{
  gsize size = stats_risk_histogram_size (selection->k_max);
  g_autofree guint64 *counts = NULL;
  StatsRiskTable *all;

  self->exact = ANALYSIS_CANT_PERMUTE;
  if (self->n_groups != 2 || self->has_strata)
    return;
  counts = g_new0 (guint64, size);
  for (guint i = 0; i < selection->n; i++)
    counts[selection->k[i] * STATS_N_FATES + selection->fate[i]]++;
  all = stats_risk_table_new_from_histogram (counts, selection->k_max);
  if (all == NULL)
    return;
  switch (stats_permutation_exact (&tables->tables[1], all, ANALYSIS_EXACT_STATES, &self->exact_p))
    {
    case STATS_OK:
      self->exact = ANALYSIS_PERMUTED;
      break;
    case STATS_TOO_LARGE:
      self->exact = ANALYSIS_TOO_LARGE;
      break;
    case STATS_INVALID:
    case STATS_NO_MEMORY:
    default:
      break;
    }
  stats_risk_table_free (all);
}

/* By rule: where the chi-square can't be trusted, the studentised statistic by Monte Carlo, and the
 * exact one beside it, which assumes that both groups stop and are cut alike. */
static gboolean
tests_permute (AnalysisTests             *self,
               const AnalysisSelection   *selection,
               const AnalysisTables      *tables,
               const AnalysisTestOptions *options,
               const gint                *cancelled)
{
  gboolean by_rule = options->permute == ANALYSIS_PERMUTE_BY_RULE && self->sparse;

  self->seed = options->seed;
  if (self->n_groups < 2)
    return TRUE;
  if (by_rule || options->permute == ANALYSIS_PERMUTE_EXACT)
    tests_exact (self, selection, tables);
  if (by_rule || options->permute == ANALYSIS_PERMUTE_MONTE_CARLO)
    return tests_monte_carlo (self, selection, options->stratified, options->permille, cancelled);
  return TRUE;
}

AnalysisTests *
analysis_tests_new (const AnalysisSelection   *selection,
                    const AnalysisAnswer      *answer,
                    const AnalysisTestOptions *options,
                    const gint                *cancelled)
{
  g_autoptr (AnalysisTables) strata
    = analysis_tables_new (selection->cohort, answer->question, selection->strata, NULL);
  g_autoptr (AnalysisTables) tables = analysis_tables_pool (strata);
  g_autoptr (AnalysisTests) self = g_new0 (AnalysisTests, 1);

  self->n_groups = selection->n_groups;
  self->group_names = g_strdupv (selection->group_names);
  self->group_labels = g_strdupv (selection->group_labels);
  self->empty_groups = g_strdupv (selection->empty_groups);
  self->monte_carlo_p = self->exact_p = NAN;
  self->has_strata = options->stratified;
  self->has_trend = options->trend;
  for (guint i = 0; i < ANALYSIS_N_TESTS; i++)
    self->family[i] = stats_logrank_test (tables->tables, 1, self->n_groups, family[i].weight,
                                          family[i].p, family[i].q);
  if (options->weighted)
    {
      g_autofree char *p = base_number_to_text (options->p);
      g_autofree char *q = base_number_to_text (options->q);

      self->weighted_id = g_strdup_printf ("fleming-harrington-%s-%s", p, q);
      self->p = options->p;
      self->q = options->q;
      self->weighted = stats_logrank_test (tables->tables, 1, self->n_groups,
                                           STATS_WEIGHT_FLEMING_HARRINGTON, self->p, self->q);
    }
  self->testable = find_testable (tables->tables, 1, self->n_groups);
  self->testable_in_strata = find_testable (strata->tables, strata->n_strata, self->n_groups);
  self->gray = stats_gray_test (tables->tables, 1, self->n_groups);
  tests_expect (self, tables);
  if (options->stratified)
    {
      self->stratified = stats_logrank_test (strata->tables, strata->n_strata, self->n_groups,
                                             STATS_WEIGHT_LOG_RANK, 0, 0);
      self->stratified_gray = stats_gray_test (strata->tables, strata->n_strata, self->n_groups);
    }
  if (options->trend)
    self->trend = stats_logrank_trend (options->stratified ? strata->tables : tables->tables,
                                       options->stratified ? strata->n_strata : 1, self->n_groups,
                                       STATS_WEIGHT_LOG_RANK, 0, 0);
  tests_pairs (self, tables);
  tests_differences (self, answer, options->at);
  if (options->tipping)
    self->tipping = analysis_tipping_new (answer, options->at, options->seed, cancelled);
  if (!tests_permute (self, selection, tables, options, cancelled)
      || analysis_is_cancelled (cancelled))
    return NULL;
  return g_steal_pointer (&self);
}

void
analysis_tests_free (AnalysisTests *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->group_names);
  g_strfreev (self->group_labels);
  g_strfreev (self->empty_groups);
  g_free (self->weighted_id);
  g_free (self->pairs);
  g_free (self->differences);
  analysis_tipping_free (self->tipping);
  g_free (self);
}
