/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each id that analysis gives has an entry, and each entry says all that it must. What its R code
 * gives is compared in tests/cli/test-cli-methods.c. */
#include <string.h>

#include "report-baseline.h"
#include "report-compare.h"
#include "report-method.h"
#include "report-model.h"
#include "report-plan.h"
#include "report-pool.h"
#include "report-tests.h"

static void
assert_entry (const char *id)
{
  const ReportMethod *method = report_method (id);

  if (method == NULL)
    g_error ("%s has no entry", id);
  g_assert_cmpstr (method->id, ==, id);
}

static void
test_ids (void)
{
  for (guint e = 0; e <= ANALYSIS_ESTIMATOR_IPCW; e++)
    assert_entry (analysis_estimator_id ((AnalysisEstimator) e));
  for (guint c = 0; c < STATS_N_CONF_TYPES; c++)
    assert_entry (analysis_conf_type_id ((StatsConfType) c));
  for (guint b = 0; b < STATS_N_BANDS; b++)
    assert_entry (analysis_band_id ((StatsBand) b));
  for (guint t = 0; t < ANALYSIS_N_TESTS; t++)
    assert_entry (analysis_test_id ((AnalysisTest) t));
  g_assert_null (report_method ("no such method"));
}

/* That the weights are estimated may make the standard error smaller or, a little, larger. */
static void
test_weights (void)
{
  const ReportMethod *method = report_method ("ipcw");

  g_assert_null (strstr (method->interval, "no larger"));
  g_assert_nonnull (strstr (method->interval, "a little larger"));
  g_assert_nonnull (strstr (method->interval, "one model of stopping"));
}

static gboolean
holds (GPtrArray  *ids,
       const char *id)
{
  return g_strv_contains ((const char *const *) ids->pdata, id);
}

/* What a report names has an entry: report_method_add fails the test else. Each branch is gone
 * through, with values that hold nothing but what is looked at. */
static void
test_curve_reports (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  AnalysisAnswer answer = { .question = question };
  AnalysisExtras extras
      = { .options = { .tau = 3, .bands = TRUE, .posterior = TRUE, .bootstrap = 100 } };
  g_autoptr (GPtrArray) assumptions = report_assumption_methods ();

  g_assert_cmpuint (assumptions->len, ==, 4);
  for (guint e = 0; e <= ANALYSIS_ESTIMATOR_IPCW; e++)
    for (guint c = 0; c < STATS_N_CONF_TYPES; c++)
      {
        g_autoptr (GPtrArray) ids = NULL;

        question->estimator = (AnalysisEstimator) e;
        question->conf_type = (StatsConfType) c;
        ids = report_curve_methods (&answer, &extras);
        g_assert_true (holds (ids, analysis_estimator_id (question->estimator)));
        g_assert_true (holds (ids, analysis_answer_interval (&answer)));
        g_assert_true (holds (ids, "restricted-mean"));
        g_assert_true (holds (ids, "simultaneous-log"));
        g_assert_true (holds (ids, "bayesian"));
        g_assert_true (holds (ids, "bca"));
      }
}

static void
test_other_reports (void)
{
  AnalysisTests tests = { .has_strata = TRUE, .has_trend = TRUE, .n_pairs = 3, .n_differences = 1,
                          .monte_carlo = ANALYSIS_PERMUTED, .exact = ANALYSIS_TOO_LARGE };
  g_autoptr (GPtrArray) all = report_tests_methods (&tests);
  AnalysisProportionsPlan proportions = { .a = 0.3 };
  AnalysisCurvesPlan curves = { .K = 1 };
  g_autoptr (GPtrArray) plan = report_plan_methods (&proportions, &curves);
  AnalysisComparison comparison = { .against = 0.2, .n_hazards = 1 };
  g_autoptr (GPtrArray) compared = report_comparison_methods (&comparison);
  AnalysisBaselineRow rows[] = { { .numeric = TRUE }, { .numeric = FALSE } };
  AnalysisBaseline table = { .n_groups = 2, .n_rows = 2, .rows = rows };
  g_autoptr (GPtrArray) of_two = report_baseline_methods (&table), of_three = NULL;
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  AnalysisPoolComparison of = { .pooled_odds = { .n = 3 } };
  AnalysisPool pool = { .question = question, .n_groups = 2, .n_comparisons = 1,
                        .comparisons = &of,
                        .options = { .method = STATS_POOL_REML, .at = 2 } };
  g_autoptr (GPtrArray) pooled = report_pool_methods (&pool);

  g_assert_true (holds (all, "stratified-gray") && holds (all, "permutation-exact")
                 && holds (all, "bonferroni") && holds (all, "e-value"));
  g_assert_cmpuint (plan->len, ==, ANALYSIS_PLAN_METHODS + 2);
  g_assert_true (holds (compared, "binomial") && holds (compared, "one-sample-log-rank"));
  g_assert_true (holds (of_two, "welch") && holds (of_two, "smd") && holds (of_two, "fisher"));
  g_assert_true (holds (pooled, "pool-random") && holds (pooled, "heterogeneity"));
  table.n_groups = 3;
  of_three = report_baseline_methods (&table);
  g_assert_true (holds (of_three, "kruskal-wallis"));
  g_assert_false (holds (of_three, "welch") || holds (of_three, "smd"));
}

static void
test_models (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  StatsTest zph = { 0 };
  AnalysisModelCurve curve = { .K = 0 };
  AnalysisModel model = { .zph = &zph, .predicted = &curve, .standardised = { &curve } };

  for (guint i = 0; i < 36; i++)
    {
      AnalysisModelOptions options = { .kind = (AnalysisModelKind) (i % 3),
                                       .ties = (StatsTies) (i / 3 % 3),
                                       .link = (StatsLink) (i / 9 % 2),
                                       .firth = ANALYSIS_FIRTH_BY_RULE };
      g_autoptr (GPtrArray) ids = NULL;

      model.firth = model.profile = i >= 18;
      ids = report_model_methods (&model, &options);
      g_hash_table_add (seen, g_ptr_array_index (ids, 0));
      g_assert_true (holds (ids, model.profile ? "profile" : "wald"));
      g_assert_true (holds (ids, "zph") && holds (ids, "standardised"));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 3 + 4 + 2);
}

/* What is asked of every entry. */
static void
test_whole (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const ReportMethod *method;

  for (guint i = 0; (method = report_method_nth (i)) != NULL; i++)
    {
      g_autofree char *text = report_method_text (method);
      const char *const needed[] = { method->name, method->what, method->formula, method->inputs,
                                     method->source };

      g_assert_true (g_hash_table_add (seen, (gpointer) method->id));
      for (guint n = 0; n < G_N_ELEMENTS (needed); n++)
        {
          if (needed[n] == NULL || needed[n][0] == '\0')
            g_error ("%s lacks part %u", method->id, n);
          g_assert_true (g_utf8_validate (needed[n], -1, NULL));
        }
      /* A sentence ends; a name doesn't. */
      g_assert_true (g_str_has_suffix (method->what, "."));
      g_assert_true (g_str_has_suffix (method->inputs, "."));
      g_assert_false (g_str_has_suffix (method->name, "."));
      if ((strstr (text, "  In R:\n      ") != NULL) != (method->r_call != NULL))
        g_error ("%s: R code and what is said of it differ", method->id);
      if ((strstr (text, "No R function is named for this figure") != NULL)
          != (method->r_call == NULL))
        g_error ("%s: neither R code nor that there is none", method->id);
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 20);
}

/* Several are told once each; of an unknown one nothing is said. */
static void
test_text (void)
{
  static const char *const twice[] = { "crude", "wilson", "crude", "no such method", NULL };
  static const char *const none[] = { NULL };
  g_autofree char *text = report_methods_text (twice), *nothing = report_methods_text (none);
  const char *crude = strstr (text, "Crude proportion [crude]");

  g_assert_nonnull (crude);
  g_assert_null (strstr (crude + 1, "Crude proportion [crude]"));
  g_assert_nonnull (strstr (text, "Wilson's interval [wilson]"));
  g_assert_nonnull (strstr (text, "In R, d has one row per patient"));
  g_assert_cmpstr (nothing, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/method/ids", test_ids);
  g_test_add_func ("/report/method/curve-reports", test_curve_reports);
  g_test_add_func ("/report/method/other-reports", test_other_reports);
  g_test_add_func ("/report/method/models", test_models);
  g_test_add_func ("/report/method/weights", test_weights);
  g_test_add_func ("/report/method/whole", test_whole);
  g_test_add_func ("/report/method/text", test_text);
  return g_test_run ();
}
