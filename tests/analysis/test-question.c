/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question: defaults, options, text form, equality and fingerprints. */
#include <string.h>

#include "test-analysis-common.h"

static const char *const words[][8] = {
  { "event-type", "live-birth", "clinical-pregnancy", "ongoing-pregnancy" },
  { "index", "first", "first-after-referral", "first-counted-after 2010-01-01",
    "first-counted-after 2004-02-29" },
  { "count", "all", "treated", "fresh", "frozen", "embryo_age_days >= 5 and kind = \"frozen\"" },
  { "interrupt", "ignore", "stop", "count" },
  { "cut", "", "2012-12-31", "0001-01-01", "9999-12-31" },
  { "mature", "301", "known", "0", "280" },
  { "overdue", "cut", "no-birth" },
  { "presume", "365", "0", "730" },
  { "decisions", "window", "status" },
  { "other-birth", "ends", "counts" },
  { "donor-change", "goes-on", "ends" },
  { "gestation-limit", "0", "154", "168" },
  { "where", "", "age < 38 and not (smoking = current or bmi >= 30.5)", "code = 'a=b'" },
  { "by", "", "treated", "age:35,38" },
  { "estimator", "optimistic", "conservative", "crude", "adjusted", "ipcw" },
  { "theta", "0.5", "0", "1", "0.1", "0.30000000000000004" },
  { "pi", "0", "0.3", "1", "1e-3" },
  { "drop-out-terms", "k", "k + age", "losses * age" },
  { "truncate", "0", "0.01", "0.05" },
  { "conf-type", "plain", "log", "log-log", "logit", "arcsin" },
  { "level", "0.95", "0.9", "0.999" },
};

static AnalysisQuestion *
random_question (void)
{
  AnalysisQuestion *question = analysis_question_new ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      guint n = 1;
      g_autoptr (GError) error = NULL;

      if (g_test_rand_bit ())
        continue;
      while (n < G_N_ELEMENTS (words[i]) && words[i][n] != NULL)
        n++;
      analysis_question_set (question, words[i][0], words[i][g_test_rand_int_range (1, (gint32) n)],
                             &error);
      g_assert_no_error (error);
    }
  return question;
}

static void
test_defaults (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisQuestion) read = analysis_question_from_text ("", NULL);
  g_autofree char *text = analysis_question_to_text (question);

  g_assert_cmpstr (text, ==, "");
  g_assert_true (analysis_question_equal (question, read));
  g_assert_cmpint (question->index, ==, ANALYSIS_INDEX_FIRST_AFTER_REFERRAL);
  g_assert_cmpint (question->mature_days, ==, 301);
  g_assert_cmpint (question->presume_days, ==, 365);
  g_assert_cmpstr (question->count, ==, "all");
  g_assert_cmpint (question->conf_type, ==, STATS_CONF_LOG_LOG);
  g_assert_cmpfloat (question->level, ==, 0.95);
}

/* Every option named is in the list of the header, in the text's order. */
static void
test_options (void)
{
  const char *const *options = analysis_question_options ();

  g_assert_cmpuint (g_strv_length ((char **) options), ==, G_N_ELEMENTS (words));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpstr (options[i], ==, words[i][0]);
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (AnalysisQuestion) question = random_question ();
      g_autoptr (AnalysisQuestion) other = random_question ();
      g_autoptr (GError) error = NULL;
      g_autofree char *text = analysis_question_to_text (question);
      g_autofree char *other_text = analysis_question_to_text (other);
      g_autoptr (AnalysisQuestion) read = analysis_question_from_text (text, &error);
      g_autoptr (AnalysisQuestion) copy = analysis_question_copy (question);
      g_autofree char *again = NULL, *print = NULL, *read_print = NULL;

      g_assert_no_error (error);
      again = analysis_question_to_text (read);
      print = analysis_question_fingerprint (question);
      read_print = analysis_question_fingerprint (read);
      g_assert_cmpstr (text, ==, again);
      g_assert_cmpstr (print, ==, read_print);
      g_assert_true (analysis_question_equal (question, read));
      g_assert_true (analysis_question_equal (question, copy));
      g_assert_true (analysis_question_equal (question, other) == (strcmp (text, other_text) == 0));
    }
}

/* Stored figures name their question by these: they must not change from one version to the next.
 */
static void
test_fingerprints_stay (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autofree char *empty = analysis_question_fingerprint (question);
  g_autofree char *text = NULL, *print = NULL, *series = NULL;

  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_true (analysis_question_set (question, "mature", "known", NULL));
  g_assert_true (analysis_question_set (question, "cut", "2012", NULL));
  g_assert_true (analysis_question_set (question, "by", "age:35,38", NULL));
  g_assert_true (analysis_question_set (question, "theta", "0.7", NULL));
  text = analysis_question_to_text (question);
  g_assert_cmpstr (text, ==, "cut=2012-12-31\nmature=known\nby=age:35,38\ntheta=0.7\n");
  print = analysis_question_fingerprint (question);
  g_free (text);
  text = g_compute_checksum_for_string (
    G_CHECKSUM_SHA256, "cut=2012-12-31\nmature=known\nby=age:35,38\ntheta=0.7\n", -1);
  g_assert_cmpstr (print, ==, text);
  series = analysis_question_series_fingerprint (question);
  g_free (text);
  text = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "cut=2012-12-31\nmature=known\n", -1);
  g_assert_cmpstr (series, ==, text);
}

/* What doesn't decide the series leaves their fingerprint, everything else changes it. */
static void
test_series_fingerprint (void)
{
  static const char *const shown[] = { "where",          "by",       "estimator", "theta", "pi",
                                       "drop-out-terms", "truncate", "conf-type", "level", NULL };
  g_autoptr (AnalysisQuestion) plain = analysis_question_new ();
  g_autofree char *before = analysis_question_series_fingerprint (plain);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 1; j < G_N_ELEMENTS (words[i]) && words[i][j] != NULL; j++)
      {
        g_autoptr (AnalysisQuestion) question = analysis_question_new ();
        g_autofree char *after = NULL;
        gboolean same;

        g_assert_true (analysis_question_set (question, words[i][0], words[i][j], NULL));
        after = analysis_question_series_fingerprint (question);
        same = g_strv_contains (shown, words[i][0]) || analysis_question_equal (question, plain);
        g_assert_true ((strcmp (before, after) == 0) == same);
      }
}

static void
test_refusals (void)
{
  static const char *const bad[][2] = {
    { "event-type", "birth" },
    { "index", "" },
    { "index", "first-counted-after" },
    { "index", "first-counted-after soon" },
    { "interrupt", "IGNORE" },
    { "cut", "2012-13-01" },
    { "cut", "31.12.2012" },
    { "mature", "-1" },
    { "mature", "301 days" },
    { "mature", "99999999999" },
    { "overdue", "" },
    { "presume", "1.5" },
    { "decisions", "windows" },
    { "gestation-limit", "22w" },
    { "estimator", "kaplan-meier" },
    { "theta", "1.01" },
    { "theta", "nan" },
    { "theta", "0,5" },
    { "pi", "-0.1" },
    { "truncate", "0.5" },
    { "conf-type", "wald" },
    { "level", "0" },
    { "level", "1" },
    { "level", "95" },
    { "where", "\xff" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      g_autoptr (AnalysisQuestion) plain = analysis_question_new ();
      g_autoptr (GError) error = NULL;

      if (analysis_question_set (question, bad[i][0], bad[i][1], &error))
        g_error ("%s took \"%s\"", bad[i][0], bad[i][1]);
      g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE);
      g_assert_true (g_str_has_prefix (error->message, bad[i][0]));
      g_assert_true (analysis_question_equal (question, plain));
    }
}

static void
test_bad_text (void)
{
  static const char *const bad[] = { "mature", "colour=red", "=1", "mature=known\nx" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (analysis_question_from_text (bad[i], &error));
      g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_SYNTAX);
    }
}

/* An expression over several lines is one line of the text form. */
static void
test_one_line (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autofree char *text = NULL;

  g_assert_true (analysis_question_set (question, "where", " age < 38\nand bmi < 30\t", NULL));
  text = analysis_question_to_text (question);
  g_assert_cmpstr (text, ==, "where=age < 38 and bmi < 30\n");
  g_assert_true (analysis_question_set (question, "where", "  ", NULL));
  g_assert_null (question->where);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/question/defaults", test_defaults);
  g_test_add_func ("/analysis/question/options", test_options);
  g_test_add_func ("/analysis/question/round-trip", test_round_trip);
  g_test_add_func ("/analysis/question/fingerprints-stay", test_fingerprints_stay);
  g_test_add_func ("/analysis/question/series-fingerprint", test_series_fingerprint);
  g_test_add_func ("/analysis/question/refusals", test_refusals);
  g_test_add_func ("/analysis/question/bad-text", test_bad_text);
  g_test_add_func ("/analysis/question/one-line", test_one_line);
  return g_test_run ();
}
