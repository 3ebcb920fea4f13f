/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library of published cohorts: each entry's figures among themselves and against their counts,
 * recomputed here; a broken one is refused; what is said beside them. */
#include <math.h>
#include <string.h>

#include "report-published.h"
#include "test-reference.h"

/* --- the library built in --------------------------------------------------------------------- */

static gboolean
is_listed (const char *text)
{
  return g_strv_contains (report_published_texts (), text);
}

static void
check_texts (const AnalysisPublished *published)
{
  g_assert_true (is_listed (published->name));
  g_assert_true (is_listed (published->population));
  for (guint i = 0; published->caveats[i] != NULL; i++)
    g_assert_true (is_listed (published->caveats[i]));
  g_assert_true (g_str_has_prefix (published->address, "https://"));
  g_assert_cmpuint (strlen (published->citation), >, 0);
  g_assert_true (g_str_has_suffix (published->id, analysis_estimator_id (published->estimand)));
}

static void
check_points (const AnalysisPublished *published)
{
  double last = 0;

  g_assert_cmpuint (published->n_points, >, 0);
  for (guint i = 0; i < published->n_points; i++)
    {
      const AnalysisPublishedPoint *point = &published->points[i];

      g_assert_cmpfloat (point->estimate, >=, last);
      g_assert_cmpfloat (point->estimate, <, 1);
      g_assert_true (isnan (point->lo) || point->lo <= point->estimate);
      g_assert_true (isnan (point->hi) || point->hi >= point->estimate);
      if (point->births >= 0)
        g_assert_cmpfloat (fabs ((double) point->births / (double) published->patients
                                 - point->estimate),
                           <=, point->misprint ? 0.00055 : 0.0005);
      last = point->estimate;
    }
}

static void
check_rows (const AnalysisPublished *published)
{
  double none = 1, sum = 0;

  for (guint k = 1; k <= published->n_rows; k++)
    {
      double n = published->rows[k - 1].at_risk, d = published->rows[k - 1].births, half;
      const AnalysisPublishedPoint *point = analysis_published_at (published, k);

      none *= 1 - d / n;
      sum += d / (n * (n - d));
      half = 1.959963984540054 * none * sqrt (sum);
      if (published->estimand != ANALYSIS_ESTIMATOR_OPTIMISTIC)
        continue;
      g_assert_cmpfloat (fabs (point->estimate - (1 - none)), <=, 0.0005);
      g_assert_cmpfloat (fabs (point->lo - (1 - none - half)), <=, 0.0005);
      g_assert_true (isnan (point->hi) || fabs (point->hi - (1 - none + half)) <= 0.0005);
    }
}

/* Optimistic, adjusted, conservative: the same patients under bolder and more careful words. */
static void
check_order (const GPtrArray *library)
{
  for (guint i = 0; i < library->len; i++)
    for (guint j = 0; j < library->len; j++)
      {
        const AnalysisPublished *a = library->pdata[i], *b = library->pdata[j];

        if (!g_str_equal (a->name, b->name) || a->estimand == b->estimand
            || !(a->estimand == ANALYSIS_ESTIMATOR_OPTIMISTIC
                 || b->estimand == ANALYSIS_ESTIMATOR_CONSERVATIVE))
          continue;
        for (guint k = 1; k <= 9; k++)
          if (analysis_published_at (a, k) != NULL && analysis_published_at (b, k) != NULL)
            g_assert_cmpfloat (analysis_published_at (a, k)->estimate, >=,
                               analysis_published_at (b, k)->estimate);
      }
}

static void
test_library (void)
{
  const GPtrArray *library = report_published_all ();

  g_assert_cmpuint (library->len, ==, 36);
  for (guint i = 0; i < library->len; i++)
    {
      const AnalysisPublished *published = library->pdata[i];

      g_test_message ("%s", published->id);
      g_assert_true (report_published_find (published->id) == published);
      check_texts (published);
      check_points (published);
      check_rows (published);
    }
  check_order (library);
  g_assert_null (report_published_find ("nyborg-2014"));
}

/* The counts and the optimal column of Smith's table 3 once more, from the reference's file. */
static void
test_smith (void)
{
  const AnalysisPublished *smith = report_published_find ("smith-2015-under-40-optimistic");
  g_autoptr (TestTable) table = test_table_load ("smith-2015-table3.csv");

  g_assert_cmpuint (smith->n_rows, ==, table->rows->len);
  g_assert_cmpuint (smith->n_points, ==, table->rows->len);
  g_assert_cmpint (smith->clock, ==, ANALYSIS_CLOCK_COMPLETE_CYCLE);
  for (guint i = 0; i < table->rows->len; i++)
    {
      g_assert_cmpfloat (smith->rows[i].at_risk, ==, test_table_number (table, i, "at_risk"));
      g_assert_cmpfloat (smith->rows[i].births, ==, test_table_number (table, i, "events"));
      test_assert_close (100 * smith->points[i].estimate,
                         test_table_number (table, i, "printed_optimal"), 1e-12, 0, "%u", i);
      test_assert_close (100 * smith->points[i].lo, test_table_number (table, i, "printed_lo"),
                         1e-12, 0, "%u", i);
      test_assert_close (100 * smith->points[i].hi, test_table_number (table, i, "printed_hi"),
                         1e-12, 0, "%u", i);
    }
}

/* The paper whose margins the demonstration has, and what must be said with it. */
static void
test_nyborg (void)
{
  const AnalysisPublished *nyborg = report_published_find ("nyborg-2014-crude");
  g_autofree char *caveats = g_strjoinv (" ", nyborg->caveats);

  g_assert_cmpuint (nyborg->patients, ==, 52);
  g_assert_cmpint (nyborg->clock, ==, ANALYSIS_CLOCK_TRANSFER);
  g_assert_cmpint (analysis_published_at (nyborg, 1)->births, ==, 19);
  g_assert_cmpint (analysis_published_at (nyborg, 5)->births, ==, 32);
  g_assert_cmpfloat (analysis_published_at (nyborg, 5)->estimate, ==, 61.5 / 100);
  g_assert_null (analysis_published_at (nyborg, 2));
  g_assert_nonnull (strstr (caveats, "found no significant effect (NCT04701034"));
}

/* --- broken ones ------------------------------------------------------------------------------ */

static const char good[]
  = "{\"version\": 1, \"cohorts\": [{\"id\": \"a-2000\", \"name\": \"A 2000\", "
    "\"citation\": \"A\", "
    "\"address\": \"https://a.org\", \"population\": \"women\", \"clock\": \"transfer\", "
    "\"patients\": 100, \"caveats\": [\"It is.\"], \"rows\": [[100, 30], [50, 10]], \"series\": ["
    "{\"estimand\": \"optimistic\", \"limits\": \"greenwood\", \"decimals\": 1, \"points\": ["
    "{\"k\": 1, \"percent\": 30.0, \"lo\": 21.0, \"hi\": 39.0}, "
    "{\"k\": 2, \"percent\": 44.0, \"lo\": 33.4, \"hi\": 54.6}]}, "
    "{\"estimand\": \"crude\", \"limits\": \"wald\", \"decimals\": 0, \"points\": ["
    "{\"k\": 2, \"percent\": 40, \"births\": 40, \"lo\": 30, \"hi\": 50}]}]}]}";

static GPtrArray *
parse_changed (const char *from,
               const char *to,
               GError    **error)
{
  g_autoptr (GString) text = g_string_new (good);

  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  return report_published_parse (text->str, (gssize) text->len, error);
}

static void
test_broken (void)
{
  static const struct
  {
    const char *from, *to;
  } breaks[] = {
    { "\"version\": 1", "\"version\": 2" },
    { "\"version\": 1, ", "" },
    { "\"cohorts\": [{", "\"cohorts\": [7, {" },
    { "\"cohorts\"", "\"cohort\"" },
    { "\"id\": \"a-2000\"", "\"id\": \"A 2000\"" },
    { "\"name\": \"A 2000\"", "\"name\": \"\"" },
    { "\"name\": \"A 2000\", ", "" },
    { "\"citation\": \"A\"", "\"citation\": 3" },
    { "https://a.org", "a.org" },
    { "\"population\": \"women\"", "\"population\": \"\"" },
    { "\"clock\": \"transfer\"", "\"clock\": \"year\"" },
    { "\"patients\": 100", "\"patients\": 99" },
    { "\"patients\": 100", "\"patients\": -100" },
    { "\"caveats\": [\"It is.\"], ", "" },
    { "\"It is.\"", "4" },
    { "[50, 10]", "[80, 10]" },
    { "[50, 10]", "[50, 51]" },
    { "[50, 10]", "[50]" },
    { "[50, 10]", "[50, 11]" },
    { "[50, 10]", "[50.5, 10]" },
    { "\"optimistic\"", "\"optimal\"" },
    { "\"greenwood\"", "\"none\"" },
    { "\"greenwood\"", "\"exact\"" },
    { "\"decimals\": 1", "\"decimals\": 4" },
    { "\"decimals\": 1, ", "" },
    { "{\"k\": 1,", "{\"k\": 2," },
    { "{\"k\": 1,", "{\"k\": 0," },
    { "{\"k\": 1,", "{\"k\": 1, \"n\": 7," },
    { "\"percent\": 30.0", "\"percent\": 30.1" },
    { "\"percent\": 30.0", "\"percent\": \"30\"" },
    { "\"percent\": 44.0", "\"percent\": 29.0" },
    { "\"percent\": 44.0", "\"percent\": 144.0" },
    { "\"lo\": 33.4", "\"lo\": 44.1" },
    { "\"lo\": 33.4", "\"lo\": 33.3" },
    { "\"hi\": 54.6", "\"hi\": 43.9" },
    { "\"hi\": 54.6", "\"hi\": 54.7" },
    { "\"lo\": 21.0, ", "" },
    { "\"births\": 40", "\"births\": 41" },
    { "\"births\": 40", "\"births\": 101" },
    { "\"births\": 40", "\"births\": 40, \"misprint\": true" },
    { "\"births\": 40", "\"births\": 40, \"misprint\": 1" },
    { "\"hi\": 50}", "\"hi\": 51}" },
    { "\"estimand\": \"crude\", \"limits\": \"wald\"",
      "\"estimand\": \"optimistic\", \"limits\": \"unstated\"" },
    { "}]}]}]}", "}]}]}" },
  };
  g_autoptr (GError) none = NULL;
  g_autoptr (GPtrArray) library = report_published_parse (good, -1, &none);

  g_assert_no_error (none);
  g_assert_cmpuint (library->len, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s -> %s", breaks[i].from, breaks[i].to);
      g_assert_null (parse_changed (breaks[i].from, breaks[i].to, &error));
      g_assert_nonnull (error);
    }
}

/* --- what is said ----------------------------------------------------------------------------- */

static gboolean
warns (const char             *id,
       const AnalysisQuestion *question,
       const char             *words)
{
  g_auto (GStrv) warnings = report_published_warnings (report_published_find (id), question);
  g_autofree char *all = g_strjoinv ("\n", warnings);

  g_assert_nonnull (strstr (all, "A historical comparison is confounded"));
  g_assert_nonnull (strstr (all, "The published patients are others: "));
  return strstr (all, words) != NULL;
}

static void
test_warnings (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();

  g_assert_true (warns ("smith-2015-under-40-optimistic", question, "Another clock"));
  g_assert_true (warns ("modest-2018-optimistic", question, "treatment cycles"));
  g_assert_false (warns ("kkivf-2015-optimistic", question, "Another clock"));
  g_assert_false (warns ("kkivf-2015-optimistic", question, "another estimate"));
  g_assert_true (warns ("kkivf-2015-conservative", question,
                        "The question shows another estimate: Optimistic (Kaplan-Meier)."));
  g_assert_true (warns ("nyborg-2014-crude", question, "NCT04701034"));
  question->estimator = ANALYSIS_ESTIMATOR_ADJUSTED;
  g_assert_true (warns ("smith-2015-adjusted", question, "another estimate"));
  question->theta = 1;
  question->pi = 0.3;
  g_assert_false (warns ("smith-2015-adjusted", question, "another estimate"));
}

/* Under a figure each says what it is, and the last note that it is confounded. */
static void
test_overlay_notes (void)
{
  const AnalysisPublished *overlays[]
    = { report_published_find ("smith-2015-under-40-conservative"),
        report_published_find ("nyborg-2014-crude") };
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_auto (GStrv) notes = report_overlay_notes (overlays, 2, question);
  g_auto (GStrv) none = report_overlay_notes (NULL, 0, question);

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpuint (g_strv_length (notes), ==, 3);
  g_assert_true (g_str_has_prefix (
    notes[0], "Smith 2015, under 40 years (per complete cycle, conservative): 133,379 women"));
  g_assert_nonnull (strstr (notes[0], "95 % limits as printed. Smith 2015, JAMA, table 3"));
  g_assert_nonnull (strstr (notes[0], "Another clock"));
  g_assert_nonnull (strstr (notes[0], "Another estimate than the curve's."));
  g_assert_nonnull (strstr (notes[1], "Printed without limits."));
  g_assert_nonnull (strstr (notes[1], "found no significant effect"));
  g_assert_null (strstr (notes[1], "Another clock"));
  g_assert_nonnull (strstr (notes[2], "A historical comparison is confounded"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/published/library", test_library);
  g_test_add_func ("/report/published/smith", test_smith);
  g_test_add_func ("/report/published/nyborg", test_nyborg);
  g_test_add_func ("/report/published/broken", test_broken);
  g_test_add_func ("/report/published/warnings", test_warnings);
  g_test_add_func ("/report/published/overlay-notes", test_overlay_notes);
  return g_test_run ();
}
