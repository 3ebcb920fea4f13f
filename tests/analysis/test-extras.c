/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked beside the curves, through analysis: the weighted curve's standard errors and its
 * degenerate cases (statistics.md 4), further intervals of proportions, restricted means'
 * differences, transfers to a chance, tipping points, a bootstrap on any number of threads, and
 * that long work can be cancelled. */
#include <math.h>
#include <string.h>

#include "analysis-baseline.h"
#include "analysis-extras.h"
#include "analysis-model.h"
#include "analysis-selection.h"
#include "analysis-subgroups.h"
#include "analysis-tests.h"
#include "stats-fine-gray.h"
#include "stats-firth.h"
#include "test-analysis-common.h"
#include "test-frame.h"

static AnalysisAnswer *
answer_to (AnalysisCohort *cohort,
           const char     *options)
{
  g_autoptr (AnalysisQuestion) question = test_question_from_text (options);
  g_autoptr (GError) error = NULL;
  AnalysisAnswer *answer = analysis_answer_new (cohort, question, 0, &error);

  g_assert_no_error (error);
  return answer;
}

static AnalysisAnswer *
answer_of_file (const char *name,
                const char *options)
{
  g_autofree char *file = g_strdup_printf ("%s/cohort.csv", name);
  g_autoptr (AnalysisCohort) cohort = test_cohort_of_file (file, "transfers", "fate", NULL);

  return answer_to (cohort, options);
}

static void
assert_array (const double *actual,
              JsonNode     *root,
              const char   *path)
{
  g_autoptr (GArray) want = test_reference_numbers (test_reference_get (root, path));

  for (guint i = 0; i < want->len; i++)
    /* With everybody's birth R has an error of 0, we have none. */
    if (g_array_index (want, double, i) != 0)
      test_assert_close (actual[i], g_array_index (want, double, i), 1e-8, 0, "%s, %u", path,
                         i + 1);
    else
      g_assert_true (isnan (actual[i]));
}

/* --- weighted --------------------------------------------------------------------------------- */

static void
test_estimated_se (void)
{
  /* statistics.md 3.16. */
  static const double worked[] = { .06677728, .07362427, .08314784,
                                   .08432375, .09042114, .08510268 };
  g_autoptr (JsonNode) root = test_reference_load_json ("extras.expected.json");
  g_autoptr (AnalysisAnswer) small
    = answer_of_file ("cohort-52", "estimator=ipcw|drop-out-terms=k + age");
  g_autoptr (AnalysisAnswer) large
    = answer_of_file ("cohort-160", "estimator=ipcw|drop-out-terms=k + age|by=treated");
  g_autoptr (AnalysisAnswer) truncated
    = answer_of_file ("cohort-52", "estimator=ipcw|drop-out-terms=k + age|truncate=0.05");
  const AnalysisGroup *treated = &large->groups[1];

  for (guint i = 0; i < G_N_ELEMENTS (worked); i++)
    test_assert_close (small->overall.ipcw_se_estimated[i], worked[i], 0, 5.1e-9, "worked %u", i);
  assert_array (small->overall.ipcw_se, root, "ipcw/cohort_52/known");
  assert_array (small->overall.ipcw_se_estimated, root, "ipcw/cohort_52/estimated");
  assert_array (large->overall.ipcw, root, "ipcw/cohort_160/estimate");
  g_assert_cmpstr (treated->name, ==, "1");
  assert_array (treated->ipcw, root, "ipcw/cohort_160_treated/estimate");
  assert_array (treated->ipcw_se, root, "ipcw/cohort_160_treated/known");
  assert_array (treated->ipcw_se_estimated, root, "ipcw/cohort_160_treated/estimated");
  g_assert_cmpfloat (small->overall.weights.truncated, ==, 0);
  /* 53 weights after the first transfer, type 7 quantiles at 2.6 and 49.4 of 0 .. 52: three of
   * them below and three above. */
  test_assert_close (truncated->overall.weights.truncated, 6.0 / 53, 1e-12, 0, "truncated");
  g_assert_cmpfloat (truncated->overall.weights.max, <, small->overall.weights.max);
  g_assert_true (isnan (truncated->overall.ipcw_se_estimated[2]));
  g_assert_false (isnan (truncated->overall.ipcw_se[2]));
}

/* Who has her decision open is no row of the model: cohort-160 with every second woman who is still
 * in treatment so. */
static void
test_open_decisions (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("extras.expected.json");
  g_autoptr (TestTable) table = test_table_load ("cohort-160/cohort.csv");
  g_autoptr (GString) text = g_string_new ("transfers,fate,age\n");
  g_autoptr (AnalysisCohort) cohort = NULL;
  g_autoptr (AnalysisAnswer) answer = NULL;

  for (guint i = 0; i < table->rows->len; i++)
    {
      const char *fate = test_table_text (table, i, "fate");

      g_string_append_printf (text, "%s,%s,%s\n", test_table_text (table, i, "transfers"),
                              *fate == '0' && i % 2 == 1 ? "3" : fate,
                              test_table_text (table, i, "age"));
    }
  cohort = test_cohort_of_text (text->str, "transfers", "fate");
  answer = answer_to (cohort, "estimator=ipcw|drop-out-terms=k + age");
  g_assert_cmpuint (answer->overall.n_open, >, 5);
  assert_array (answer->overall.ipcw, root, "ipcw/cohort_160_open/estimate");
  assert_array (answer->overall.ipcw_se, root, "ipcw/cohort_160_open/known");
  assert_array (answer->overall.ipcw_se_estimated, root, "ipcw/cohort_160_open/estimated");
}

/* n patients of one kind, as lines. */
static void
add_patients (GString *text,
              guint    n,
              guint    k,
              guint    fate,
              guint    x)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%u,%u,%u,%u\n", k, fate, x, 3 * x + 1);
}

static AnalysisAnswer *
weighted (const GString *text,
          const char    *terms)
{
  g_autofree char *options = g_strdup_printf ("estimator=ipcw|drop-out-terms=%s", terms);
  g_autoptr (AnalysisCohort) cohort = test_cohort_of_text (text->str, "t", "f");

  return answer_to (cohort, options);
}

static void
test_nobody_stops (void)
{
  g_autoptr (GString) text = g_string_new ("t,f,x,y\n");
  g_autoptr (AnalysisAnswer) answer = NULL;

  add_patients (text, 20, 1, 1, 0);
  add_patients (text, 10, 1, 0, 1);
  add_patients (text, 5, 2, 1, 1);
  add_patients (text, 5, 2, 3, 0);
  answer = weighted (text, "k + x");
  g_assert_cmpint (answer->drop_out, ==, ANALYSIS_DROP_OUT_NOBODY);
  for (guint i = 0; i < 2; i++)
    {
      test_assert_close (answer->overall.ipcw[i], answer->overall.optimistic[i], 1e-12, 0, "curve");
      test_assert_close (answer->overall.ipcw_se[i], answer->overall.optimistic_se[i], 1e-12, 0,
                         "known");
      test_assert_close (answer->overall.ipcw_se_estimated[i], answer->overall.ipcw_se[i], 1e-12,
                         0, "estimated");
    }
  g_assert_cmpfloat (answer->overall.weights.min, ==, 1);
  g_assert_cmpfloat (answer->overall.weights.max, ==, 1);
  g_assert_cmpfloat (answer->overall.effective[1], ==, 10);
}

/* All with x stop after their first transfer: none of them is left to stand for them. */
static void
separated_cohort (GString *text,
                  guint    n_stopping)
{
  add_patients (text, n_stopping, 1, 2, 1);
  add_patients (text, 10, 1, 1, 1);
  add_patients (text, 30, 1, 1, 0);
  add_patients (text, 30, 2, 1, 0);
  add_patients (text, 20, 2, 0, 0);
}

static void
test_separation (void)
{
  g_autoptr (GString) few = g_string_new ("t,f,x,y\n"), many = g_string_new ("t,f,x,y\n");
  g_autoptr (GString) nearly = g_string_new ("t,f,x,y\n");
  g_autoptr (AnalysisAnswer) firth = NULL, none = NULL, one = NULL;

  separated_cohort (few, 12);
  firth = weighted (few, "x");
  g_assert_cmpint (firth->drop_out, ==, ANALYSIS_DROP_OUT_FIRTH);
  g_assert_cmpuint (firth->overall.weights_lost, ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (isfinite (firth->overall.ipcw[i]) && isfinite (firth->overall.ipcw_se[i]));
      g_assert_true (isfinite (firth->overall.ipcw_se_estimated[i]));
      g_assert_true (firth->overall.lo[i] < firth->overall.ipcw[i]);
    }
  /* Firth's logit of 12 among 12 is that of 12.5 among 13; nobody's weight is infinite. */
  g_assert_true (firth->overall.weights.max < 2);

  /* So many that even then the chance of stopping is above 0.999. */
  separated_cohort (many, 1500);
  none = weighted (many, "x");
  g_assert_cmpint (none->drop_out, ==, ANALYSIS_DROP_OUT_FIRTH);
  g_assert_cmpuint (none->overall.weights_lost, ==, 2);
  g_assert_true (isfinite (none->overall.ipcw[0]) && isfinite (none->overall.lo[0]));
  g_assert_true (isnan (none->overall.ipcw[1]) && isnan (none->overall.ipcw_se[1]));
  g_assert_true (isnan (none->overall.ipcw_se_estimated[1]) && isnan (none->overall.lo[1]));

  /* One of 1,401 goes on: 0.9993 by maximum likelihood, 0.9989 by Firth. */
  separated_cohort (nearly, 1400);
  add_patients (nearly, 1, 2, 1, 1);
  add_patients (nearly, 5, 1, 2, 0);
  one = weighted (nearly, "x");
  g_assert_cmpint (one->drop_out, ==, ANALYSIS_DROP_OUT_FIRTH);
  g_assert_cmpuint (one->overall.weights_lost, ==, 0);
  g_assert_true (isfinite (one->overall.ipcw[1]));
  test_assert_close (one->overall.weights.max, 1402 / 1.5, 0.01, 0, "her weight");
}

/* Nobody without a birth goes on; everybody has a birth; one patient. */
static void
test_nothing_to_weigh (void)
{
  g_autoptr (GString) stop = g_string_new ("t,f,x,y\n"), born = g_string_new ("t,f,x,y\n");
  g_autoptr (GString) one = g_string_new ("t,f,x,y\n");
  g_autoptr (AnalysisAnswer) all_stop = NULL, all_born = NULL, alone = NULL;

  add_patients (stop, 6, 1, 1, 0);
  add_patients (stop, 9, 1, 2, 1);
  all_stop = weighted (stop, "k");
  g_assert_cmpuint (all_stop->overall.n, ==, 1);
  g_assert_cmpint (all_stop->drop_out, ==, ANALYSIS_DROP_OUT_EVERYBODY);
  test_assert_close (all_stop->overall.ipcw[0], 0.4, 1e-12, 0, "all stop");
  test_assert_close (all_stop->overall.ipcw_se[0], sqrt (0.4 * 0.6 / 15), 1e-12, 0, "its se");
  g_assert_true (isnan (all_stop->overall.weights.min));
  add_patients (born, 4, 1, 1, 0);
  all_born = weighted (born, "k + x");
  g_assert_cmpint (all_born->drop_out, ==, ANALYSIS_DROP_OUT_NOBODY);
  g_assert_cmpfloat (all_born->overall.ipcw[0], ==, 1);
  g_assert_true (isnan (all_born->overall.ipcw_se[0]) && isnan (all_born->overall.lo[0]));
  add_patients (one, 1, 2, 2, 1);
  alone = weighted (one, "k");
  g_assert_cmpfloat (alone->overall.ipcw[0], ==, 0);
  g_assert_true (isnan (alone->overall.lo[0]));
}

/* A term that another determines adds nothing; one that is missing leaves its patient out. */
static void
test_terms (void)
{
  g_autoptr (GString) text = g_string_new ("t,f,x,y\n");
  g_autoptr (AnalysisAnswer) alone = NULL, both = NULL, missing = NULL;

  add_patients (text, 20, 1, 1, 0);
  add_patients (text, 8, 1, 2, 0);
  add_patients (text, 15, 1, 2, 1);
  add_patients (text, 12, 2, 1, 0);
  add_patients (text, 9, 2, 2, 1);
  add_patients (text, 7, 3, 1, 1);
  add_patients (text, 7, 3, 0, 0);
  alone = weighted (text, "k + x");
  both = weighted (text, "k + x + y");
  for (guint i = 0; i < 3; i++)
    {
      test_assert_close (both->overall.ipcw[i], alone->overall.ipcw[i], 1e-8, 0, "collinear");
      test_assert_close (both->overall.ipcw_se_estimated[i], alone->overall.ipcw_se_estimated[i],
                         1e-8, 0, "collinear, se");
    }
  g_string_append (text, "2,1,NA,1\n1,2,NA,1\n");
  missing = weighted (text, "k + x");
  g_assert_cmpuint (missing->n_no_terms, ==, 2);
  test_assert_close (missing->overall.ipcw[1], alone->overall.ipcw[1], 1e-12, 0, "missing");
}

/* --- proportions ------------------------------------------------------------------------------ */

static void
test_proportions (void)
{
  g_autoptr (AnalysisAnswer) answer = answer_of_file ("cohort-52", "by=treated");
  const AnalysisGroup *all = &answer->overall;
  guint64 births = 0;

  for (guint i = 0; i < all->n; i++)
    {
      double lo, hi;

      births += all->risk[i].births;
      stats_interval_agresti_coull (births, 52, 0.95, &lo, &hi);
      g_assert_true (all->crude_agresti_lo[i] == lo && all->crude_agresti_hi[i] == hi);
      stats_interval_wald (births, 52, 0.95, &lo, &hi);
      g_assert_true (all->crude_wald_lo[i] == lo && all->crude_wald_hi[i] == hi);
      stats_interval_clopper_pearson (births, 52, 0.95, &lo, &hi);
      g_assert_true (all->crude_exact_lo[i] == lo && all->crude_exact_hi[i] == hi);
      stats_interval_agresti_coull (all->risk[i].births, all->risk[i].at_risk, 0.95, &lo, &hi);
      g_assert_true (all->agresti_lo[i] == lo && all->agresti_hi[i] == hi);
      stats_interval_wald (all->risk[i].births, all->risk[i].at_risk, 0.95, &lo, &hi);
      g_assert_true (all->wald_lo[i] == lo && all->wald_hi[i] == hi);
    }
}

/* --- extras ----------------------------------------------------------------------------------- */

static void
test_restricted_difference (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("extras.expected.json");
  static const char *const cohorts[][2] = { { "cohort-52", "restricted_difference/cohort_52" },
                                            { "cohort-160", "restricted_difference/cohort_160" } };

  for (guint c = 0; c < G_N_ELEMENTS (cohorts); c++)
    {
      JsonNode *want = test_reference_get (root, cohorts[c][1]);
      g_autoptr (AnalysisAnswer) answer = answer_of_file (cohorts[c][0], "by=treated");
      AnalysisExtrasOptions options = { .tau = 4 };
      g_autoptr (AnalysisExtras) extras = analysis_extras_new (answer, &options, NULL);
      const StatsContrast *got = &extras->groups[1].restricted_difference;

      test_assert_close (got->estimate,
                         test_reference_number (test_reference_get (want, "difference")), 1e-10,
                         1e-13, "difference");
      test_assert_close (got->se, test_reference_number (test_reference_get (want, "se")), 1e-10,
                         0, "se");
      test_assert_close (got->lo, test_reference_number (test_reference_get (want, "lo")), 1e-10,
                         0, "lo");
      test_assert_close (got->p, test_reference_number (test_reference_get (want, "z_p")), 1e-9,
                         0, "p");
      g_assert_true (isnan (extras->groups[0].restricted_difference.estimate));
      g_assert_true (isnan (extras->overall.restricted_difference.estimate));
    }
  {
    /* Neither group's curve, nor that of all, is known so far. */
    g_autoptr (AnalysisAnswer) answer = answer_of_file ("cohort-52", "by=treated");
    AnalysisExtrasOptions options = { .tau = 40 };
    g_autoptr (AnalysisExtras) extras = analysis_extras_new (answer, &options, NULL);

    g_assert_true (isnan (extras->groups[1].restricted_mean.estimate));
    g_assert_true (isnan (extras->groups[1].restricted_difference.estimate));
    g_assert_true (isnan (extras->groups[1].restricted_difference.se));
  }
}

static void
test_reach (void)
{
  g_autoptr (AnalysisAnswer) answer = answer_of_file ("cohort-52", "-");
  AnalysisExtrasOptions options = { .n_chances = 3, .chances = { 0.5, 0.36538461538461, 0.9 } };
  g_autoptr (AnalysisExtras) extras = analysis_extras_new (answer, &options, NULL);
  const AnalysisReach *reach = extras->overall.reach;

  /* The curve: 0.365, 0.476, 0.597, 0.647, 0.765, 0.843; its log-log limits in expected.json. */
  g_assert_cmpuint (reach[0].transfers, ==, 3);
  g_assert_cmpuint (reach[0].lo, ==, 1);
  g_assert_cmpuint (reach[0].hi, ==, 5);
  g_assert_cmpuint (reach[1].transfers, ==, 1);
  g_assert_cmpuint (reach[2].transfers, ==, 0);
  g_assert_cmpuint (reach[2].lo, ==, 5);
  g_assert_cmpuint (reach[2].hi, ==, 0);
}

static void
assert_same (const AnalysisExtrasGroup *a,
             const AnalysisExtrasGroup *b,
             guint                      n)
{
  const double *arrays[][2] = { { a->percentile_lo, b->percentile_lo },
                                { a->percentile_hi, b->percentile_hi },
                                { a->bca_lo, b->bca_lo },
                                { a->bca_hi, b->bca_hi },
                                { a->undefined, b->undefined } };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_assert_cmpmem (arrays[i][0], n * sizeof (double), arrays[i][1], n * sizeof (double));
}

/* Which thread draws a replicate decides nothing. */
static void
test_threads (void)
{
  g_autoptr (AnalysisAnswer) answer = answer_of_file ("cohort-52", "by=treated");
  AnalysisExtrasOptions options = { .bootstrap = 4100, .seed = 9, .threads = 1 };
  g_autoptr (AnalysisExtras) one = analysis_extras_new (answer, &options, NULL);
  const guint numbers[] = { 2, 4, 0 };
  gint permille = 0, cancelled = 1;

  options.permille = &permille;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (AnalysisExtras) many = NULL;

      options.threads = numbers[i];
      many = analysis_extras_new (answer, &options, NULL);
      assert_same (&one->overall, &many->overall, answer->overall.n);
      for (guint g = 0; g < 2; g++)
        assert_same (&one->groups[g], &many->groups[g], answer->groups[g].n);
    }
  g_assert_cmpint (permille, >, 500);
  g_assert_cmpint (permille, <=, 1000);
  g_assert_false (isnan (one->overall.percentile_lo[2]));
  g_assert_null (analysis_extras_new (answer, &options, &cancelled));
}

/* The weighted curve is resampled by patients, its model of stopping fitted anew: near what R
 * draws (2,000 resamples of rows by sample (), glm and the weights' definition, seed 1; percentile
 * limits and BCa's; Monte-Carlo error about 0.01), the same on any number of threads. */
static void
test_weighted_bootstrap (void)
{
  static const double percentile[4][2] = { { .2307692, .5 }, { .3269166, .6175852 },
                                           { .4239670, .7626941 }, { .4611020, .7991525 } };
  static const double bca[2][2] = { { .3369108, .6290623 }, { .4314096, .7719535 } };
  g_autoptr (AnalysisCohort) cohort
    = test_cohort_of_file ("cohort-52/cohort.csv", "transfers", "fate", NULL);
  g_autoptr (AnalysisAnswer) answer
    = answer_to (cohort, "estimator=ipcw|drop-out-terms=k + age|by=treated");
  AnalysisExtrasOptions options = { .bootstrap = 2000, .seed = 3, .threads = 1 };
  g_autoptr (AnalysisExtras) without = analysis_extras_new (answer, &options, NULL);
  g_autoptr (AnalysisExtras) one = NULL, many = NULL;

  g_assert_true (isnan (without->overall.percentile_lo[1]));
  options.cohort = cohort;
  one = analysis_extras_new (answer, &options, NULL);
  options.threads = 3;
  many = analysis_extras_new (answer, &options, NULL);
  assert_same (&one->overall, &many->overall, answer->overall.n);
  for (guint g = 0; g < 2; g++)
    {
      assert_same (&one->groups[g], &many->groups[g], answer->groups[g].n);
      g_assert_cmpfloat (one->groups[g].percentile_lo[1], <, answer->groups[g].ipcw[1]);
      g_assert_cmpfloat (one->groups[g].bca_hi[1], >, answer->groups[g].ipcw[1]);
    }
  for (guint k = 0; k < 4; k++)
    {
      test_assert_close (one->overall.percentile_lo[k], percentile[k][0], 0, 0.025, "lo %u", k);
      test_assert_close (one->overall.percentile_hi[k], percentile[k][1], 0, 0.025, "hi %u", k);
    }
  for (guint k = 0; k < 2; k++)
    {
      test_assert_close (one->overall.bca_lo[k + 1], bca[k][0], 0, 0.025, "BCa lo %u", k);
      test_assert_close (one->overall.bca_hi[k + 1], bca[k][1], 0, 0.025, "BCa hi %u", k);
    }
}

/* --- tipping points --------------------------------------------------------------------------- */

static AnalysisTests *
tests_of (const char         *by,
          guint               at,
          const gint         *cancelled)
{
  g_autofree char *options = g_strdup_printf ("by=%s", by);
  g_autoptr (AnalysisCohort) cohort
    = test_cohort_of_file ("cohort-160/cohort.csv", "transfers", "fate", NULL);
  g_autoptr (AnalysisQuestion) question = test_question_from_text (options);
  g_autoptr (AnalysisAnswer) answer = answer_to (cohort, options);
  g_autoptr (AnalysisSelection) selection = analysis_selection_new (cohort, question, NULL, NULL);
  AnalysisTestOptions asked = { .at = at, .tipping = TRUE, .seed = 1 };

  return analysis_tests_new (selection, answer, &asked, cancelled);
}

static void
test_tipping (void)
{
  g_autoptr (AnalysisTests) tests = tests_of ("treated", 3, NULL);
  g_autoptr (AnalysisTests) three = tests_of ("centre", 3, NULL);
  g_autoptr (AnalysisTests) beyond = tests_of ("treated", 40, NULL);
  const AnalysisTipping *tipping = tests->tipping;
  const guint last = STATS_TIPPING_STEPS - 1;
  gint cancelled = 1;

  /* statistics.md 3.16: the conservative difference; the optimistic one is that of the tests. */
  test_assert_close (tipping->conservative.estimate, 0.1647573, 0, 5.1e-8, "conservative");
  test_assert_close (tipping->optimistic.estimate, tests->differences[0].plain.estimate, 1e-12, 0,
                     "optimistic");
  test_assert_close (tipping->optimistic.lo, tests->differences[0].mover.lo, 1e-12, 0, "MOVER");
  g_assert_cmpstr (tipping->names[1], ==, "1");
  for (guint s = 0; s <= last; s++)
    for (guint t = 0; t <= last; t++)
      {
        g_assert_true (tipping->map[s][t].estimate <= tipping->map[0][last].estimate);
        g_assert_true (tipping->map[s][t].estimate >= tipping->map[last][0].estimate);
        g_assert_true (tipping->above[s][t] > 0.5 && tipping->above[s][t] <= 1);
      }
  g_assert_true (tipping->reversed >= 0 && tipping->reversed < 0.1);
  g_assert_null (three->tipping);
  g_assert_true (isnan (beyond->tipping->optimistic.estimate) && isnan (beyond->tipping->reversed));
  g_assert_true (isnan (beyond->tipping->above[0][0]));
  g_assert_null (tests_of ("treated", 3, &cancelled));
}

/* --- cancelling ------------------------------------------------------------------------------- */

/* Neither a model nor a table, and no error, once work is cancelled; with the flag down, both. */
static void
test_cancelled (void)
{
  static const char *const variables[] = { "centre", NULL };
  static const AnalysisModelKind kinds[]
    = { ANALYSIS_MODEL_COX, ANALYSIS_MODEL_DISCRETE, ANALYSIS_MODEL_FINE_GRAY };
  g_autoptr (AnalysisCohort) cohort
    = test_cohort_of_file ("cohort-160/cohort.csv", "transfers", "fate", NULL);
  g_autoptr (AnalysisQuestion) question = test_question_from_text ("by=treated");
  g_autoptr (AnalysisSelection) selection = analysis_selection_new (cohort, question, NULL, NULL);
  g_autoptr (AnalysisFormula) formula
    = analysis_formula_parse ("treated", analysis_cohort_dictionary (cohort), FALSE, NULL);
  g_autoptr (GError) error = NULL;

  for (gint cancelled = 0; cancelled < 2; cancelled++)
    {
      g_autoptr (AnalysisBaseline) table = analysis_baseline_new (selection, variables, 1,
                                                                  &cancelled, NULL, &error);
      g_autoptr (AnalysisSubgroups) subgroups
        = analysis_subgroups_new (cohort, question, variables, ANALYSIS_CONTRAST_ODDS_RATIO, 0,
                                  &cancelled, NULL, &error);

      g_assert_true ((table == NULL) == cancelled && (subgroups == NULL) == cancelled);
      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          AnalysisModelOptions options = { .kind = kinds[i], .level = 0.95 };
          g_autoptr (AnalysisModel) model
            = analysis_model_new (selection, formula, &options, &cancelled, NULL, &error);

          g_assert_true ((model == NULL) == cancelled);
        }
      g_assert_no_error (error);
    }
}

/* A fit that is cancelled takes no step: it hasn't converged. */
static void
test_cancelled_fit (void)
{
  const double x[] = { 0, 0, 0, 1, 1, 1 };
  const guint8 last[] = { 1, 2, 3, 1, 2, 3 };
  const guint8 fate[] = { STATS_FATE_LIVE_BIRTH, STATS_FATE_DISCONTINUED, STATS_FATE_LIVE_BIRTH,
                          STATS_FATE_DISCONTINUED, STATS_FATE_LIVE_BIRTH, STATS_FATE_DISCONTINUED };
  const double z[] = { 1, 1, 1 };
  const StatsBaseline baseline = { 1, 3, 1, z };

  for (int cancelled = 0; cancelled < 2; cancelled++)
    {
      StatsModelRows rows = { .n = 6, .n_terms = 1, .x = x, .last = last, .fate = fate,
                              .cancelled = &cancelled };
      StatsFitStatus wanted = cancelled ? STATS_FIT_NOT_CONVERGED : STATS_FIT_OK;
      StatsFit *fits[4];

      g_assert_cmpint (stats_cox_fit (&rows, STATS_TIES_EFRON, 1e6, &fits[0]), ==, wanted);
      g_assert_cmpint (stats_hazard_fit (&rows, &baseline, STATS_LINK_LOGIT, &fits[1]), ==, wanted);
      g_assert_cmpint (stats_firth_fit (&rows, &baseline, STATS_LINK_LOGIT, &fits[2]), ==, wanted);
      g_assert_cmpint (stats_fine_gray_fit (&rows, STATS_TIES_BRESLOW, &fits[3]), ==, wanted);
      for (guint i = 0; i < G_N_ELEMENTS (fits); i++)
        stats_fit_free (fits[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/extras/estimated-se", test_estimated_se);
  g_test_add_func ("/analysis/extras/open-decisions", test_open_decisions);
  g_test_add_func ("/analysis/extras/nobody-stops", test_nobody_stops);
  g_test_add_func ("/analysis/extras/separation", test_separation);
  g_test_add_func ("/analysis/extras/nothing-to-weigh", test_nothing_to_weigh);
  g_test_add_func ("/analysis/extras/terms", test_terms);
  g_test_add_func ("/analysis/extras/proportions", test_proportions);
  g_test_add_func ("/analysis/extras/restricted-difference", test_restricted_difference);
  g_test_add_func ("/analysis/extras/reach", test_reach);
  g_test_add_func ("/analysis/extras/threads", test_threads);
  g_test_add_func ("/analysis/extras/weighted-bootstrap", test_weighted_bootstrap);
  g_test_add_func ("/analysis/extras/tipping", test_tipping);
  g_test_add_func ("/analysis/extras/cancelled", test_cancelled);
  g_test_add_func ("/analysis/extras/cancelled-fit", test_cancelled_fit);
  return g_test_run ();
}
