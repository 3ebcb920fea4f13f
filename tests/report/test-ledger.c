/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: what is one comparison, the adjusted p, the file and what is no such file. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "base-clock.h"
#include "report-ledger.h"

static void
add (AnalysisLedger *ledger,
     const char     *question,
     const char     *data,
     const char     *test,
     double          p)
{
  g_autoptr (AnalysisLedgerEntry) entry
    = analysis_ledger_entry_new ("treated: Yes against No, \"log-rank\"", question, data, test, p);

  analysis_ledger_add (ledger, entry);
}

static void
test_once (void)
{
  g_autoptr (AnalysisLedger) ledger = analysis_ledger_new ();

  base_clock_set (G_GINT64_CONSTANT (1779883200000000), 20600);
  add (ledger, "q", "d", "log-rank", 0.04);
  add (ledger, "q", "d", "trend", 0.5);
  base_clock_set (G_GINT64_CONSTANT (1779883260000000), 20600);
  add (ledger, "q", "d", "log-rank", 0.03);
  g_assert_cmpuint (analysis_ledger_n (ledger), ==, 2);
  g_assert_cmpfloat (analysis_ledger_get (ledger, 0)->p, ==, 0.03);
  g_assert_cmpstr (analysis_ledger_get (ledger, 0)->utc, ==, "2026-05-27T12:01:00.000Z");
  g_assert_cmpstr (analysis_ledger_get (ledger, 1)->utc, ==, "2026-05-27T12:00:00.000Z");
  base_clock_release ();

  /* Another question, other data: another look. */
  add (ledger, "r", "d", "log-rank", 0.2);
  add (ledger, "q", "e", "log-rank", 0.2);
  g_assert_cmpuint (analysis_ledger_n (ledger), ==, 4);
}

/* R: p.adjust (c (.01, .04, NA, .03, .005), ...) */
static void
test_adjust (void)
{
  static const double p[] = { .01, .04, NAN, .03, .005 };
  static const double expected[ANALYSIS_N_ADJUST][5]
    = { [STATS_ADJUST_HOLM] = { .03, .06, NAN, .06, .02 },
        [STATS_ADJUST_HOCHBERG] = { .03, .04, NAN, .04, .02 },
        [STATS_ADJUST_BENJAMINI_HOCHBERG] = { .02, .04, NAN, .04, .02 },
        [STATS_ADJUST_BONFERRONI] = { .04, .16, NAN, .12, .02 } };
  g_autoptr (AnalysisLedger) ledger = analysis_ledger_new ();
  double out[5];

  for (guint i = 0; i < G_N_ELEMENTS (p); i++)
    {
      g_autofree char *test = g_strdup_printf ("test %u", i);

      add (ledger, "q", "d", test, p[i]);
    }
  g_assert_cmpuint (analysis_ledger_n_tested (ledger), ==, 4);
  for (guint m = 0; m < ANALYSIS_N_ADJUST; m++)
    {
      analysis_ledger_adjust (ledger, (StatsAdjust) m, out);
      for (guint i = 0; i < G_N_ELEMENTS (p); i++)
        if (isnan (expected[m][i]))
          g_assert_true (isnan (out[i]));
        else
          g_assert_cmpfloat_with_epsilon (out[i], expected[m][i], 1e-15);
    }
}

/* How the curves are estimated doesn't decide a log-rank test, but a difference of curves; how wide
 * an interval is drawn decides neither. */
static void
test_question (void)
{
  g_autoptr (AnalysisQuestion) a = analysis_question_new (), b = analysis_question_new ();
  g_autofree char *groups_a = NULL, *groups_b = NULL, *curves_a = NULL, *curves_b = NULL;
  g_autofree char *level = NULL, *other = NULL;

  a->level = 0.9;
  curves_a = analysis_ledger_question (b, TRUE);
  level = analysis_ledger_question (a, TRUE);
  g_assert_cmpstr (level, ==, curves_a);
  b->estimator = ANALYSIS_ESTIMATOR_CONSERVATIVE;
  groups_a = analysis_ledger_question (a, FALSE);
  groups_b = analysis_ledger_question (b, FALSE);
  curves_b = analysis_ledger_question (b, TRUE);
  g_assert_cmpstr (groups_a, ==, groups_b);
  g_assert_cmpstr (curves_a, !=, curves_b);
  b->where = g_strdup ("age < 35");
  other = analysis_ledger_question (b, FALSE);
  g_assert_cmpstr (other, !=, groups_a);
}

static void
test_data (void)
{
  guint8 k[] = { 1, 2, 2, 3 }, fate[] = { 1, 0, 1, 2 }, group[] = { 0, 1, 0, 1 };
  guint8 k_turned[] = { 3, 2, 2, 1 }, fate_turned[] = { 2, 1, 0, 1 };
  guint8 group_turned[] = { 1, 0, 1, 0 }, stratum[4] = { 0 };
  AnalysisSelection a = { .n = 4, .k = k, .fate = fate, .group = group, .stratum = stratum,
                          .n_groups = 2, .n_strata = 1, .k_max = 3 };
  AnalysisSelection b = a;
  g_autofree char *of_a = analysis_ledger_data (&a), *turned = NULL, *other = NULL;

  b.k = k_turned;
  b.fate = fate_turned;
  b.group = group_turned;
  turned = analysis_ledger_data (&b);
  g_assert_cmpstr (turned, ==, of_a);
  fate_turned[3] = 0;
  other = analysis_ledger_data (&b);
  g_assert_cmpstr (other, !=, of_a);
}

static void
test_file (void)
{
  g_autoptr (AnalysisLedger) ledger = analysis_ledger_new (), again = NULL;
  g_autofree char *json = NULL, *second = NULL, *text = NULL, *csv = NULL, *empty = NULL;
  GError *error = NULL;

  empty = report_ledger_text (ledger);
  g_assert_nonnull (strstr (empty, "No comparison"));
  add (ledger, "q", "d", "log-rank", 0.012345678901234567);
  add (ledger, "q", "d", "trend", NAN);
  json = report_ledger_json (ledger);
  again = report_ledger_parse (json, -1, &error);
  g_assert_no_error (error);
  second = report_ledger_json (again);
  g_assert_cmpstr (second, ==, json);
  text = report_ledger_text (ledger);
  csv = report_ledger_csv (ledger);
  g_assert_nonnull (strstr (text, "2 comparisons"));
  g_assert_nonnull (strstr (csv, "\"treated: Yes against No, \"\"log-rank\"\"\""));
  for (guint i = 0; i < 3; i++)
    {
      const char *shown[] = { json, text, csv };

      g_assert_null (strcasestr (shown[i], "nan"));
    }
}

static void
test_foreign (void)
{
  static const struct
  {
    const char *text;
    int code;
  } cases[] = {
    { "", G_IO_ERROR_INVALID_DATA },
    { "no JSON", G_IO_ERROR_INVALID_DATA },
    { "[]", G_IO_ERROR_INVALID_DATA },
    { "{\"kind\":7}", G_IO_ERROR_INVALID_DATA },
    { "{\"kind\":\"natality-ledger\",\"json\":1}", G_IO_ERROR_INVALID_DATA },
    { "{\"kind\":\"natality-ledger\",\"json\":\"1\",\"comparisons\":[]}",
      G_IO_ERROR_INVALID_DATA },
    { "{\"kind\":\"other\",\"json\":1,\"comparisons\":[]}", G_IO_ERROR_INVALID_DATA },
    { "{\"kind\":\"natality-ledger\",\"json\":2,\"comparisons\":[]}", G_IO_ERROR_NOT_SUPPORTED },
    { "{\"kind\":\"natality-ledger\",\"json\":1,\"comparisons\":[7]}", G_IO_ERROR_INVALID_DATA },
    { "{\"kind\":\"natality-ledger\",\"json\":1,\"comparisons\":[{\"what\":\"a\","
      "\"question\":\"b\","
      "\"data\":\"c\",\"test\":\"d\",\"time\":\"e\",\"p\":1.5}]}",
      G_IO_ERROR_INVALID_DATA },
    { "{\"kind\":\"natality-ledger\",\"json\":1,\"comparisons\":[{\"what\":\"a\","
      "\"question\":\"b\","
      "\"data\":\"c\",\"test\":\"d\",\"p\":0.5}]}",
      G_IO_ERROR_INVALID_DATA },
    { "{\"kind\":\"natality-ledger\",\"json\":1,\"comparisons\":[{\"what\":\"\\u001b[2J\","
      "\"question\":\"b\","
      "\"data\":\"c\",\"test\":\"d\",\"time\":\"e\",\"p\":0.5}]}",
      G_IO_ERROR_INVALID_DATA },
    { "/* */{\"kind\":\"natality-ledger\",\"json\":1,\"comparisons\":[]}",
      G_IO_ERROR_INVALID_DATA },
  };
  g_autoptr (AnalysisLedger) empty = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (report_ledger_parse (cases[i].text, -1, &error));
      g_assert_error (error, G_IO_ERROR, cases[i].code);
    }
  empty = report_ledger_parse ("{\"kind\":\"natality-ledger\",\"json\":1,\"comparisons\":[]}", -1,
                               NULL);
  g_assert_nonnull (empty);
}

/* Neither deep nor long ones cost the reader its stack or the afternoon. */
static void
test_large (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  GString *text = g_string_new ("{\"kind\":\"natality-ledger\",\"json\":1,\"comparisons\":[");
  g_autoptr (AnalysisLedger) ledger = NULL;
  g_autofree char *full = NULL, *longer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (report_ledger_parse (deep, -1, &error));
  g_clear_error (&error);
  for (guint i = 0; i < REPORT_LEDGER_MAX_ENTRIES; i++)
    g_string_append_printf (text,
                            "%s{\"what\":\"a\",\"question\":\"b\",\"data\":\"c\",\"test\":\"%u\","
                            "\"time\":\"e\",\"p\":0.5}",
                            i > 0 ? "," : "", i);
  longer = g_strconcat (text->str, ",{}]}", NULL);
  g_string_append (text, "]}");
  full = g_string_free (text, FALSE);
  ledger = report_ledger_parse (full, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (analysis_ledger_n (ledger), ==, REPORT_LEDGER_MAX_ENTRIES);
  g_assert_null (report_ledger_parse (longer, -1, &error));
  g_assert_nonnull (strstr (error->message, "at most 10000"));
}

/* One entry for two groups, whatever is shown; with more the pairs; what is asked beside. */
static void
test_entries (void)
{
  char *names[] = { (char *) "a b", (char *) "c", (char *) "d", NULL };
  guint8 codes[7] = { 0, 0, 0, 1, 1, 2, 2 };
  AnalysisSelection selection = { .n = 7, .k = codes, .fate = codes, .group = codes,
                                  .by_label = (char *) "centre",
                                  .stratum = (guint8[7]) { 0 }, .n_groups = 3, .n_strata = 1,
                                  .k_max = 3 };
  /* The third pair is of four patients. */
  AnalysisPair pairs[3] = { { .a = 0, .b = 1, .test.p = .1 },
                            { .a = 0, .b = 2, .test.p = NAN },
                            { .a = 1, .b = 2, .test.p = .2 } };
  AnalysisDifference difference = { .b = 1, .plain.p = .3 };
  AnalysisTests tests = { .n_groups = 2, .group_names = names, .group_labels = names,
                          .monte_carlo_p = .4, .exact_p = .5 };
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GPtrArray) two = NULL, permuted = NULL, three = NULL, few = NULL;

  question->by = g_strdup ("centre");
  question->where = g_strdup ("age < 35");
  question->estimator = ANALYSIS_ESTIMATOR_CONSERVATIVE;
  tests.family[ANALYSIS_TEST_LOG_RANK].p = .01;
  two = report_ledger_of_tests (&tests, &selection, question);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpstr (((AnalysisLedgerEntry *) two->pdata[1])->test, ==, "gray");
  g_assert_cmpfloat (((AnalysisLedgerEntry *) two->pdata[0])->p, ==, .01);
  g_assert_cmpstr (((AnalysisLedgerEntry *) two->pdata[0])->what, ==,
                   "centre: c against a b, log-rank; filtered");

  tests.monte_carlo = tests.exact = ANALYSIS_PERMUTED;
  permuted = report_ledger_of_tests (&tests, &selection, question);
  g_assert_cmpfloat (((AnalysisLedgerEntry *) permuted->pdata[0])->p, ==, .4);

  tests.n_groups = 3;
  tests.n_pairs = 3;
  tests.pairs = pairs;
  tests.has_trend = TRUE;
  tests.at = 2;
  tests.n_differences = 1;
  tests.differences = &difference;
  three = report_ledger_of_tests (&tests, &selection, question);
  g_assert_cmpuint (three->len, ==, 2 + 1 + 1 + 1);
  g_assert_cmpstr (((AnalysisLedgerEntry *) three->pdata[2])->test, ==, "pair 'a b' 'c'");
  g_assert_cmpstr (((AnalysisLedgerEntry *) three->pdata[4])->question, !=,
                   ((AnalysisLedgerEntry *) three->pdata[0])->question);

  /* A table of four patients could be told from its fingerprint. */
  selection.n = 4;
  few = report_ledger_of_tests (&tests, &selection, question);
  g_assert_cmpuint (few->len, ==, 0);
}

/* The log-rank test against what was published is one however the read-out moves and whatever
 * groups the curves; Fisher's is of its transfer. No number is written as a locale has it. */
static void
test_published (void)
{
  StatsRiskRow risk[2] = { { .k = 1, .at_risk = 9, .births = 2, .cut = 1 },
                           { .k = 2, .at_risk = 6, .births = 2, .cut = 4 } };
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  AnalysisAnswer answer = { .question = question,
                            .overall = { .n_patients = 9, .n = 2, .risk = risk } };
  AnalysisPublished published = { .id = (char *) "smith", .name = (char *) "Smith" };
  AnalysisPublishedComparison comparison = { .published = &published, .at = 1, .n_test = 2,
                                             .test = ANALYSIS_PUBLISHED_LOG_RANK, .p = .2 };
  AnalysisComparison rate = { .at = 1, .against = .125, .p = .3 };
  g_autoptr (AnalysisLedger) ledger = analysis_ledger_new ();

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GPtrArray) entries = NULL;

      comparison.at = i / 2 + 1;
      comparison.test = i < 3 ? ANALYSIS_PUBLISHED_LOG_RANK : ANALYSIS_PUBLISHED_FISHER;
      g_free (question->by);
      question->by = i == 2 ? g_strdup ("centre") : NULL;
      entries = report_ledger_of_published (&comparison, &answer);
      g_assert_cmpuint (entries->len, ==, 1);
      analysis_ledger_add (ledger, entries->pdata[0]);
      g_assert_cmpuint (analysis_ledger_n (ledger), ==, MAX (i, 2) - 1);
    }
  {
    g_autoptr (GPtrArray) entries = report_ledger_of_comparison (&rate, &answer);

    g_assert_nonnull (strstr (((AnalysisLedgerEntry *) entries->pdata[0])->what, "0.125"));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/ledger/once", test_once);
  g_test_add_func ("/report/ledger/adjust", test_adjust);
  g_test_add_func ("/report/ledger/question", test_question);
  g_test_add_func ("/report/ledger/data", test_data);
  g_test_add_func ("/report/ledger/file", test_file);
  g_test_add_func ("/report/ledger/foreign", test_foreign);
  g_test_add_func ("/report/ledger/large", test_large);
  g_test_add_func ("/report/ledger/entries", test_entries);
  g_test_add_func ("/report/ledger/published", test_published);
  return g_test_run ();
}
