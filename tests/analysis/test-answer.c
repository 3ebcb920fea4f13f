/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers on the CSV cohorts of tests/reference, equal to R's figures; groups, filters and what is
 * left out; and what is refused. */
#include <math.h>
#include <string.h>

#include "analysis-answer.h"
#include "base-number.h"
#include "test-analysis-common.h"
#include "test-frame.h"
#include "test-reference.h"

static AnalysisAnswer *
answer_to (AnalysisCohort *cohort,
           const char     *options)
{
  g_autoptr (AnalysisQuestion) question = test_question_from_text (options);
  g_autoptr (GError) error = NULL;
  AnalysisAnswer *answer = analysis_answer_new (cohort, question, 7, &error);

  g_assert_no_error (error);
  return answer;
}

/* --- equality --- */

static void
check_array (const char          *what,
             JsonNode            *expected,
             const AnalysisGroup *group,
             const double        *actual)
{
  guint n = group->n;
  g_autoptr (GArray) numbers = test_reference_numbers (expected);

  g_assert_cmpuint (numbers->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      double number = g_array_index (numbers, double, i);

      gboolean at_an_end = group->optimistic[i] == 0 || group->optimistic[i] == 1;

      /* R prints limits where there is no estimate of the error, before the first birth and after
       * everybody gave birth; we don't. */
      if (isnan (actual[i]) && at_an_end
          && (g_str_has_prefix (what, "lo_") || g_str_has_prefix (what, "hi_")
              || strcmp (what, "se") == 0))
        continue;
      test_assert_close (actual[i], number, TEST_CLOSED_FORM, 1e-14, "%s at %u", what, i + 1);
    }
}

static void
check_risk (JsonNode            *node,
            const AnalysisGroup *group)
{
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, group->n);
  for (guint i = 0; i < group->n; i++)
    {
      static const char *const names[] = { "k",        "at_risk", "events",    "discontinued",
                                           "censored", "rate",    "wilson_lo", "wilson_hi",
                                           "exact_lo", "exact_hi" };
      const StatsRiskRow *row = &group->risk[i];
      double actual[] = { row->k,
                          row->at_risk,
                          row->births,
                          row->stopped,
                          row->cut,
                          group->hazard[i],
                          group->wilson_lo[i],
                          group->wilson_hi[i],
                          group->exact_lo[i],
                          group->exact_hi[i] };

      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          g_autofree char *path = g_strdup_printf ("%u/%s", i, names[j]);

          test_assert_close (actual[j], test_reference_number (test_reference_get (node, path)),
                             TEST_CLOSED_FORM, 1e-14, "%s", path);
        }
    }
}

static void
check_curve (JsonNode            *node,
             const AnalysisGroup *group)
{
  static const char *const types[] = { "plain", "log", "log-log", "logit", "arcsin" };
  const struct
  {
    const char *key;
    const double *actual;
  } arrays[] = { { "optimistic", group->optimistic },
                 { "se", group->optimistic_se },
                 { "conservative", group->conservative },
                 { "conservative_se", group->conservative_se },
                 { "crude", group->crude },
                 { "theta_0.5", group->theta_half },
                 { "pi_0.3", group->pi_03 } };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    check_array (arrays[i].key, test_reference_get (node, arrays[i].key), group, arrays[i].actual);
  for (guint i = 0; i < STATS_N_CONF_TYPES; i++)
    {
      g_autofree char *lo = g_strconcat ("lo_", types[i], NULL);
      g_autofree char *hi = g_strconcat ("hi_", types[i], NULL);

      g_assert_cmpstr (types[i], ==, analysis_conf_type_id ((StatsConfType) i));
      check_array (lo, test_reference_get (node, lo), group, group->optimistic_lo[i]);
      check_array (hi, test_reference_get (node, hi), group, group->optimistic_hi[i]);
    }
}

static void
test_cohort_file (gconstpointer data)
{
  const char *folder = data;
  g_autofree char *csv = g_strconcat (folder, "/cohort.csv", NULL);
  g_autofree char *json = g_strconcat (folder, "/expected.json", NULL);
  JsonNode *expected = test_reference_load_json (json);
  g_autoptr (AnalysisCohort) cohort = test_cohort_of_file (csv, "transfers", "fate", NULL);
  g_autoptr (AnalysisAnswer) answer = answer_to (cohort, "by=treated");

  test_assert_close ((double) answer->overall.n_patients,
                     test_reference_number (test_reference_get (expected, "n")), 0, 0, "n");
  test_assert_close ((double) answer->overall.n_transfers,
                     test_reference_number (test_reference_get (expected, "transfers")), 0, 0,
                     "transfers");
  test_assert_close ((double) answer->overall.n_births,
                     test_reference_number (test_reference_get (expected, "births")), 0, 0,
                     "births");
  check_risk (test_reference_get (expected, "overall/risk_table"), &answer->overall);
  check_curve (test_reference_get (expected, "overall/curve"), &answer->overall);
  g_assert_cmpuint (answer->n_groups, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const AnalysisGroup *group = &answer->groups[i];
      g_autofree char *path = g_strdup_printf ("by_treated/%s", group->name);
      JsonNode *node = test_reference_get (expected, path);

      g_assert_cmpstr (group->name, ==, i == 0 ? "0" : "1");
      test_assert_close ((double) group->n_patients,
                         test_reference_number (test_reference_get (node, "n")), 0, 0, "n of %s",
                         path);
      check_risk (test_reference_get (node, "risk_table"), group);
      check_curve (test_reference_get (node, "curve"), group);
    }
  json_node_unref (expected);
}

/* Published: rows are at births only, and R's limits beside them. */
static void
test_event_file (gconstpointer data)
{
  const char *name = data;
  g_autofree char *csv = g_strconcat (name, ".csv", NULL);
  g_autofree char *json = g_strconcat (name, ".expected.json", NULL);
  JsonNode *expected = test_reference_load_json (json);
  g_autoptr (AnalysisCohort) cohort = test_cohort_of_file (csv, "time", NULL, "event");
  static const char *const types[] = { "log-log", "plain" };

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      g_autofree char *options = g_strdup_printf ("by=group|conf-type=%s", types[t]);
      g_autoptr (AnalysisAnswer) answer = answer_to (cohort, options);
      JsonNode *node = test_reference_find (expected, types[t]);

      if (node == NULL)
        continue;
      g_assert_cmpuint (answer->n_groups, ==, 2);
      for (guint i = 0; i < 2; i++)
        {
          const AnalysisGroup *group = &answer->groups[i];
          JsonNode *one = test_reference_get (node, group->name);
          g_autoptr (GArray) times = test_reference_numbers (test_reference_get (one, "time"));
          static const char *const keys[] = { "at_risk", "events", "cumulative", "se", "lo", "hi" };

          for (guint j = 0; j < times->len; j++)
            for (guint c = 0; c < G_N_ELEMENTS (keys); c++)
              {
                guint k = (guint) g_array_index (times, double, j) - 1;
                double actual[] = { group->risk[k].at_risk, group->risk[k].births,
                                    group->estimate[k],     group->se[k],
                                    group->lo[k],           group->hi[k] };
                g_autofree char *path = g_strdup_printf ("%s/%u", keys[c], j);

                test_assert_close (
                    actual[c], test_reference_number (test_reference_get (one, path)),
                    TEST_CLOSED_FORM, 1e-14, "%s %s %s", types[t], group->name, path);
              }
        }
    }
  json_node_unref (expected);
}

static void
test_three_fates (void)
{
  JsonNode *expected = test_reference_load_json ("three-fates-24.expected.json");
  g_autoptr (AnalysisCohort) cohort =
      test_cohort_of_file ("three-fates-24.csv", "transfers", "fate", NULL);
  g_autoptr (AnalysisAnswer) answer = answer_to (cohort, "estimator=conservative");

  check_array ("optimistic", test_reference_get (expected, "optimistic"), &answer->overall,
               answer->overall.optimistic);
  check_array ("conservative", test_reference_get (expected, "conservative"), &answer->overall,
               answer->overall.estimate);
  check_array ("conservative_se", test_reference_get (expected, "conservative_se"),
               &answer->overall, answer->overall.se);
  check_array ("crude", test_reference_get (expected, "crude"), &answer->overall,
               answer->overall.crude);
  g_assert_cmpuint (answer->n_groups, ==, 0);
  g_assert_cmpstr (analysis_answer_interval (answer), ==, "log-log");
  g_assert_cmpuint (answer->serial, ==, 7);
  json_node_unref (expected);
}

/* --- estimators --- */

static void
test_estimators (void)
{
  g_autoptr (AnalysisCohort) cohort =
      test_cohort_of_file ("cohort-52/cohort.csv", "transfers", "fate", NULL);
  g_autoptr (AnalysisAnswer) crude = answer_to (cohort, "estimator=crude");
  g_autoptr (AnalysisAnswer) adjusted =
      answer_to (cohort, "estimator=adjusted|theta=0.7|pi=0.2|level=0.9");
  g_autoptr (AnalysisAnswer) half = answer_to (cohort, "estimator=adjusted");
  double lo, hi;

  g_assert_cmpstr (analysis_answer_interval (crude), ==, "wilson");
  for (guint i = 0; i < crude->overall.n; i++)
    {
      g_assert_cmpfloat (crude->overall.estimate[i], ==, crude->overall.crude[i]);
      g_assert_true (isnan (crude->overall.se[i]));
      g_assert_cmpfloat (crude->overall.lo[i], ==, crude->overall.crude_lo[i]);
    }
  /* 30 births of 52: Wilson's interval of the crude proportion. */
  stats_interval_wilson (30, 52, 0.95, &lo, &hi);
  g_assert_cmpfloat (crude->overall.lo[crude->overall.n - 1], ==, lo);
  g_assert_cmpfloat (crude->overall.hi[crude->overall.n - 1], ==, hi);

  for (guint i = 0; i < half->overall.n; i++)
    {
      g_assert_cmpfloat (half->overall.estimate[i], ==, half->overall.theta_half[i]);
      g_assert_cmpfloat (adjusted->overall.estimate[i], ==, adjusted->overall.adjusted[i]);
      g_assert_cmpfloat (adjusted->overall.theta_half[i], ==, half->overall.theta_half[i]);
      stats_interval_curve (adjusted->overall.estimate[i], adjusted->overall.se[i],
                            STATS_CONF_LOG_LOG, 0.9, &lo, &hi);
      g_assert_cmpfloat (adjusted->overall.lo[i], ==, lo);
      g_assert_cmpfloat (adjusted->overall.hi[i], ==, hi);
    }
}

/* --- filters and groups --- */

static char *
names_of (const AnalysisAnswer *answer)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < answer->n_groups; i++)
    g_string_append_printf (names, "%s:%" G_GUINT64_FORMAT " ", answer->groups[i].name,
                            answer->groups[i].n_patients);
  g_string_append_printf (names, "-:%" G_GUINT64_FORMAT, answer->n_no_group);
  return g_string_free (names, FALSE);
}

static TestTable *
small_table (void)
{
  static const char *const lines[] = { "t,fate,grade,centre,age",
                                       "1,1,10,b,34.9",
                                       "2,0,9,B,35",
                                       "1,2,9,a,37.99",
                                       "3,1,NA,a,38",
                                       "2,3,10,,NA",
                                       "0,0,8,a,30",
                                       "1,0,2,b,50" };
  TestTable *table = g_new0 (TestTable, 1);

  table->names = g_strsplit (lines[0], ",", -1);
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 1; i < G_N_ELEMENTS (lines); i++)
    g_ptr_array_add (table->rows, g_strsplit (lines[i], ",", -1));
  return table;
}

static AnalysisCohort *
small_cohort (void)
{
  g_autoptr (TestTable) table = small_table ();
  g_autoptr (ModelFrame) frame = test_frame_of_table (table);

  return analysis_cohort_from_frame (frame, "t", "fate", NULL, NULL);
}

static void
test_groups (void)
{
  static const char *const cases[][2] = {
    { "by=grade", "2:1 9:2 10:2 -:1" }, /* by number, the row with 0 transfers is out */
    { "by=centre", "B:1 a:2 b:2 -:1" }, /* C locale */
    { "by=age:35,38", "<35:1 35-<38:2 >=38:2 -:1" },         /* left-closed */
    { "by=age: 35.0 , 36,37", "<35:1 35-<36:1 >=37:3 -:1" }, /* an empty band is dropped */
    { "by=centre|where=age >= 35", "B:1 a:2 b:1 -:0" },
    { "by=centre|where=centre != a", "B:1 b:2 -:0" }, /* a group that is filtered away is dropped */
    { "by=centre|where=centre is missing", "-:1" },
    { "by=grade|where=age > 1000", "-:0" },
  };
  g_autoptr (AnalysisCohort) cohort = small_cohort ();

  g_assert_cmpuint (analysis_cohort_n (cohort), ==, 6);
  g_assert_cmpuint (analysis_cohort_flow (cohort)[ANALYSIS_FLOW_NO_TRANSFER], ==, 1);
  g_assert_cmpuint (analysis_cohort_flow (cohort)[ANALYSIS_FLOW_IN], ==, 6);
  g_assert_null (analysis_cohort_patient (cohort));
  g_assert_null (analysis_cohort_series (cohort, 0));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnalysisAnswer) answer = answer_to (cohort, cases[i][0]);
      g_autofree char *names = names_of (answer);
      guint64 sum = answer->n_no_group;

      g_assert_cmpstr (names, ==, cases[i][1]);
      for (guint g = 0; g < answer->n_groups; g++)
        sum += answer->groups[g].n_patients;
      g_assert_cmpuint (sum, ==, answer->overall.n_patients);
      g_assert_cmpuint (answer->n_cohort, ==, 6);
      g_assert_cmpuint (answer->n_cohort - answer->n_filtered_out, ==, answer->overall.n_patients);
    }
}

/* Nobody is left: no arrays, nothing estimated, no crash. */
static void
test_nobody (void)
{
  g_autoptr (AnalysisCohort) cohort = small_cohort ();
  g_autoptr (AnalysisAnswer) answer = answer_to (cohort, "where=age > 1000");

  g_assert_cmpuint (answer->overall.n, ==, 0);
  g_assert_cmpuint (answer->overall.n_patients, ==, 0);
  g_assert_cmpuint (answer->n_filtered_out, ==, 6);
}

static void
test_small_counts (void)
{
  g_autoptr (AnalysisCohort) cohort = small_cohort ();
  g_autoptr (AnalysisAnswer) answer = answer_to (cohort, "-");
  const AnalysisGroup *group = &answer->overall;

  g_assert_cmpuint (group->n, ==, 3);
  g_assert_cmpuint (group->n_transfers, ==, 10);
  g_assert_cmpuint (group->n_births, ==, 2);
  g_assert_cmpuint (group->n_stopped, ==, 1);
  g_assert_cmpuint (group->n_in_treatment, ==, 3);
  g_assert_cmpuint (group->n_open, ==, 1);
  g_assert_cmpuint (group->risk[1].open, ==, 1);
  g_assert_cmpuint (answer->details[ANALYSIS_FATE_BIRTH], ==, 2);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *options;
    AnalysisError code;
  } cases[] = {
    { "by=fate", ANALYSIS_ERROR_AFTER },
    { "by=t:2", ANALYSIS_ERROR_AFTER },
    { "where=t > 1", ANALYSIS_ERROR_AFTER },
    { "where=age > 1 and fate = 1", ANALYSIS_ERROR_AFTER },
    { "by=nothing", ANALYSIS_ERROR_FIELD },
    { "by=centre:1,2", ANALYSIS_ERROR_FIELD },
    { "by=age:38,35", ANALYSIS_ERROR_VALUE },
    { "by=age:35,35", ANALYSIS_ERROR_VALUE },
    { "by=age:", ANALYSIS_ERROR_VALUE },
    { "by=age:35,x", ANALYSIS_ERROR_VALUE },
    { "by=ever treated", ANALYSIS_ERROR_AFTER },
    { "where=age >", ANALYSIS_ERROR_SYNTAX },
    { "by=infertility_causes", ANALYSIS_ERROR_FIELD },
    { "by=outcome_class", ANALYSIS_ERROR_AFTER },
    { "by=bmi", ANALYSIS_ERROR_FIELD }, /* in the dictionary, but not in the file */
  };
  g_autoptr (AnalysisCohort) cohort = small_cohort ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnalysisQuestion) question = test_question_from_text (cases[i].options);
      g_autoptr (GError) error = NULL;

      g_assert_null (analysis_answer_new (cohort, question, 0, &error));
      if (!g_error_matches (error, ANALYSIS_ERROR, (int) cases[i].code))
        g_error ("%s: %s", cases[i].options, error->message);
    }
}

/* The place in bands is named: the second limit of this one. */
static void
test_band_place (void)
{
  g_autoptr (AnalysisCohort) cohort = small_cohort ();
  g_autoptr (AnalysisQuestion) question = test_question_from_text ("by=age:35,x");
  g_autoptr (GError) error = NULL;

  g_assert_null (analysis_answer_new (cohort, question, 0, &error));
  g_assert_nonnull (strstr (error->message, "Character 8: "));
}

static void
test_too_many (void)
{
  g_autoptr (TestTable) table = small_table ();
  g_autoptr (ModelFrame) frame = NULL;
  g_autoptr (AnalysisCohort) cohort = NULL;
  g_autoptr (AnalysisQuestion) question = test_question_from_text ("by=age");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= ANALYSIS_MAX_GROUPS; i++)
    {
      g_autofree char *line = g_strdup_printf ("1,0,1,c%u,%u", i, i);

      g_ptr_array_add (table->rows, g_strsplit (line, ",", -1));
    }
  frame = test_frame_of_table (table);
  cohort = analysis_cohort_from_frame (frame, "t", "fate", NULL, NULL);
  g_assert_null (analysis_answer_new (cohort, question, 0, &error));
  g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_TOO_MANY);
}

/* Rows that can't be used are named. */
static void
test_bad_rows (void)
{
  static const struct
  {
    const char *row;
    const char *place;
  } cases[] = {
    { ",1,1,a,1", "Row 8, column “t”" },   { "1.5,1,1,a,1", "Row 8, column “t”" },
    { "-1,1,1,a,1", "Row 8, column “t”" }, { "256,1,1,a,1", "Row 8, column “t”" },
    { "1,4,1,a,1", "Row 8, column “fate”" }, { "1,NA,1,a,1", "Row 8, column “fate”" },
    { "0,1,1,a,1", "Row 8, column “t”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestTable) table = small_table ();
      g_autoptr (ModelFrame) frame = NULL;
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (table->rows, g_strsplit (cases[i].row, ",", -1));
      frame = test_frame_of_table (table);
      g_assert_null (analysis_cohort_from_frame (frame, "t", "fate", NULL, &error));
      g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE);
      if (!g_str_has_prefix (error->message, cases[i].place))
        g_error ("%s: %s", cases[i].row, error->message);
      g_clear_error (&error);
      g_assert_null (analysis_cohort_from_frame (frame, "nothing", "fate", NULL, &error));
      g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/analysis/answer/cohort-52", "cohort-52", test_cohort_file);
  g_test_add_data_func ("/analysis/answer/cohort-160", "cohort-160", test_cohort_file);
  g_test_add_data_func ("/analysis/answer/weinberg-gladen", "weinberg-gladen-1986",
                        test_event_file);
  g_test_add_data_func ("/analysis/answer/freireich", "freireich-6mp-1963", test_event_file);
  g_test_add_func ("/analysis/answer/three-fates", test_three_fates);
  g_test_add_func ("/analysis/answer/estimators", test_estimators);
  g_test_add_func ("/analysis/answer/groups", test_groups);
  g_test_add_func ("/analysis/answer/nobody", test_nobody);
  g_test_add_func ("/analysis/answer/small-counts", test_small_counts);
  g_test_add_func ("/analysis/answer/refusals", test_refusals);
  g_test_add_func ("/analysis/answer/band-place", test_band_place);
  g_test_add_func ("/analysis/answer/too-many", test_too_many);
  g_test_add_func ("/analysis/answer/bad-rows", test_bad_rows);
  return g_test_run ();
}
