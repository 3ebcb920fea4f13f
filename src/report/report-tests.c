/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests between groups for readers: report-tests.h. */
#include "config.h"

#include "report-tests.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-json-private.h"
#include "report-method.h"
#include "report-tests-private.h"
#include "report-text-private.h"
#include "report-tipping-private.h"

#define TESTS_JSON_VERSION 1

const char *
report_test_name (AnalysisTest test)
{
  switch (test)
    {
    case ANALYSIS_TEST_GEHAN_BRESLOW:
      return _("Gehan-Breslow");
    case ANALYSIS_TEST_TARONE_WARE:
      return _("Tarone-Ware");
    case ANALYSIS_TEST_FH_1_0:
      return _("Peto-Peto");
    case ANALYSIS_TEST_FH_0_1:
      return _("Fleming-Harrington (0, 1)");
    case ANALYSIS_TEST_FH_1_1:
      return _("Fleming-Harrington (1, 1)");
    case ANALYSIS_TEST_LOG_RANK:
    default:
      return _("Log-rank");
    }
}

const char *
report_test_method (AnalysisTest test)
{
  switch (test)
    {
    case ANALYSIS_TEST_GEHAN_BRESLOW:
      return _("weighs each transfer by the number at risk: the first transfers count most");
    case ANALYSIS_TEST_TARONE_WARE:
      return _("weighs each transfer by the root of the number at risk");
    case ANALYSIS_TEST_FH_1_0:
      return _("weighs each transfer by the share without a birth so far (survdiff's rho 1)");
    case ANALYSIS_TEST_FH_0_1:
      return _("weighs each transfer by the share with a birth so far: late transfers count most");
    case ANALYSIS_TEST_FH_1_1:
      return _("weighs the transfers in the middle most");
    case ANALYSIS_TEST_LOG_RANK:
    default:
      return _("gives every transfer the same weight; the hypergeometric variance of Mantel");
    }
}

const char *
report_tests_sparse (void)
{
  return _("The table is sparse: fewer than 20 births, or fewer than 5 expected in a group. The χ² "
           "approximation is poor; read the permutation test.");
}

char *
report_tests_permutations (const AnalysisTests *tests)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, tests->seed);

  return g_strdup_printf (_("studentised log-rank, %u permutations of the groups, seed %s"),
                          ANALYSIS_PERMUTATIONS, seed);
}

char *
report_p_value (double p)
{
  g_autofree char *number = NULL;

  if (!(p < 0.0001))
    return base_number_to_display (p, p < 0.001 ? 5 : p < 0.0995 ? 3 : 2);
  number = base_number_to_display (0.0001, 4);
  return g_strdup_printf (_("< %s"), number);
}

char *
report_p (double p)
{
  g_autofree char *value = report_p_value (p);

  if (!isfinite (p))
    return g_strdup (_("p –"));
  return p < 0.0001 ? g_strdup_printf ("p %s", value) : g_strdup_printf (_("p = %s"), value);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static const char *
group_name (const AnalysisTests *tests,
            guint                group)
{
  return tests->group_names != NULL ? tests->group_names[group] : "";
}

static void
add_groups (JsonBuilder         *builder,
            const AnalysisTests *tests)
{
  report_json_open_array (builder, "groups");
  for (guint g = 0; g < tests->n_groups; g++)
    {
      json_builder_begin_object (builder);
      report_json_text (builder, "name", group_name (tests, g));
      report_json_number (builder, "observed", tests->observed[g]);
      report_json_number (builder, "expected", tests->expected[g]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_empty_groups (JsonBuilder         *builder,
                  const AnalysisTests *tests)
{
  report_json_open_array (builder, "empty_groups");
  for (guint i = 0; tests->empty_groups != NULL && tests->empty_groups[i] != NULL; i++)
    json_builder_add_string_value (builder, tests->empty_groups[i]);
  json_builder_end_array (builder);
}

char *
report_tests_empty (const AnalysisTests *tests)
{
  g_autofree char *list = NULL;

  if (tests->empty_groups == NULL || tests->empty_groups[0] == NULL)
    return NULL;
  list = g_strjoinv ("; ", tests->empty_groups);
  return g_strdup_printf (_("Nobody is in these groups, which are left out: %s."), list);
}

static void
add_pairs (JsonBuilder         *builder,
           const AnalysisTests *tests)
{
  static const char *const names[] = { "p_holm", "p_hochberg", "p_bh", "p_bonferroni" };

  if (tests->n_pairs == 0)
    return;
  report_json_open_array (builder, "pairwise");
  for (guint i = 0; i < tests->n_pairs; i++)
    {
      const AnalysisPair *pair = &tests->pairs[i];

      json_builder_begin_object (builder);
      report_json_text (builder, "a", group_name (tests, pair->a));
      report_json_text (builder, "b", group_name (tests, pair->b));
      report_json_number (builder, "chisq", pair->test.chisq);
      report_json_number (builder, "p", pair->test.p);
      for (guint m = 0; m < G_N_ELEMENTS (names); m++)
        report_json_number (builder, names[m], pair->adjusted[m]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_contrast (JsonBuilder         *builder,
              const char          *name,
              const StatsContrast *contrast)
{
  report_json_open (builder, name);
  report_json_number (builder, "estimate", contrast->estimate);
  report_json_number (builder, "se", contrast->se);
  report_json_number (builder, "lo", contrast->lo);
  report_json_number (builder, "hi", contrast->hi);
  report_json_number (builder, "p", contrast->p);
  json_builder_end_object (builder);
}

static void
add_difference (JsonBuilder              *builder,
                const AnalysisTests      *tests,
                const AnalysisDifference *difference)
{
  report_json_text (builder, "a", group_name (tests, difference->a));
  report_json_text (builder, "b", group_name (tests, difference->b));
  report_json_count (builder, "at", tests->at);
  report_json_number (builder, "difference", difference->plain.estimate);
  report_json_number (builder, "se", difference->plain.se);
  report_json_number (builder, "lo", difference->plain.lo);
  report_json_number (builder, "hi", difference->plain.hi);
  report_json_number (builder, "z_p", difference->plain.p);
  report_json_number (builder, "mover_lo", difference->mover.lo);
  report_json_number (builder, "mover_hi", difference->mover.hi);
  add_contrast (builder, "ratio", &difference->ratio);
  report_json_number (builder, "e_value", difference->e_value);
  report_json_number (builder, "e_value_limit", difference->e_value_limit);
}

static void
add_differences (JsonBuilder         *builder,
                 const AnalysisTests *tests)
{
  if (tests->n_differences == 0)
    return;
  if (tests->n_differences == 1)
    {
      report_json_open (builder, "difference");
      add_difference (builder, tests, &tests->differences[0]);
      json_builder_end_object (builder);
      return;
    }
  report_json_open_array (builder, "differences");
  for (guint i = 0; i < tests->n_differences; i++)
    {
      json_builder_begin_object (builder);
      add_difference (builder, tests, &tests->differences[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static const char *
permuted_id (AnalysisPermuted permuted)
{
  switch (permuted)
    {
    case ANALYSIS_PERMUTED:
      return "done";
    case ANALYSIS_TOO_LARGE:
      return "too-large";
    case ANALYSIS_CANT_PERMUTE:
      return "not-estimable";
    case ANALYSIS_NOT_PERMUTED:
    default:
      return "not-asked";
    }
}

static void
add_permutation (JsonBuilder         *builder,
                 const AnalysisTests *tests)
{
  report_json_open (builder, "permutation");
  report_json_text (builder, "monte_carlo", permuted_id (tests->monte_carlo));
  report_json_number (builder, "monte_carlo_p", tests->monte_carlo_p);
  report_json_count (builder, "permutations", ANALYSIS_PERMUTATIONS);
  report_json_count (builder, "seed", tests->seed);
  report_json_text (builder, "exact", permuted_id (tests->exact));
  report_json_number (builder, "exact_p", tests->exact_p);
  json_builder_end_object (builder);
}

gboolean
report_tests_has_another (const AnalysisTests *tests)
{
  for (guint i = 0; i < ANALYSIS_N_TESTS && tests->weighted_id != NULL; i++)
    if (g_str_equal (analysis_test_id ((AnalysisTest) i), tests->weighted_id))
      return FALSE;
  return tests->weighted_id != NULL;
}

char *
report_tests_json (const AnalysisTests    *tests,
                   const AnalysisQuestion *question,
                   const ReportSource     *source)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_groups (builder, tests);
  add_empty_groups (builder, tests);
  report_json_open (builder, "tests");
  for (guint i = 0; i < ANALYSIS_N_TESTS; i++)
    report_json_test (builder, analysis_test_id ((AnalysisTest) i), &tests->family[i]);
  if (report_tests_has_another (tests))
    report_json_test (builder, tests->weighted_id, &tests->weighted);
  json_builder_end_object (builder);
  report_json_test (builder, "gray", &tests->gray);
  if (tests->has_strata)
    {
      report_json_test (builder, "stratified", &tests->stratified);
      report_json_test (builder, "stratified_gray", &tests->stratified_gray);
    }
  if (tests->has_trend)
    report_json_test (builder, "trend", &tests->trend);
  add_pairs (builder, tests);
  json_builder_set_member_name (builder, "sparse");
  json_builder_add_boolean_value (builder, tests->sparse);
  add_permutation (builder, tests);
  add_differences (builder, tests);
  if (tests->tipping != NULL)
    report_tipping_add (builder, tests->tipping);
  report_json_source (builder, question, source, TESTS_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

/* --- CSV -------------------------------------------------------------------------------------- */

static const double unadjusted[4] = { NAN, NAN, NAN, NAN };

/* What isn't of a kind of row is empty in it: NULL, unadjusted. Columns that came later stand at
 * the end. adjusted: by StatsAdjust. */
static void
csv_row (GString             *out,
         const char          *name,
         const char          *a,
         const char          *b,
         const StatsTest     *test,
         const double        *adjusted,
         const StatsContrast *contrast)
{
  const double numbers[] = { test != NULL ? test->p : contrast->p,
                             adjusted[STATS_ADJUST_HOLM],
                             contrast != NULL ? contrast->estimate : NAN,
                             contrast != NULL ? contrast->se : NAN,
                             contrast != NULL ? contrast->lo : NAN,
                             contrast != NULL ? contrast->hi : NAN,
                             adjusted[STATS_ADJUST_HOCHBERG],
                             adjusted[STATS_ADJUST_BENJAMINI_HOCHBERG],
                             adjusted[STATS_ADJUST_BONFERRONI] };
  char number[BASE_NUMBER_SIZE];

  g_string_append_printf (out, "%s,", name);
  report_append_quoted (out, a);
  g_string_append_c (out, ',');
  report_append_quoted (out, b);
  g_string_append_printf (out, ",%s,", test != NULL
                                           ? base_number_to_buffer (test->chisq, number) : "");
  if (test != NULL)
    g_string_append_printf (out, "%u", test->df);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_string_append_printf (out, ",%s", base_number_to_buffer (numbers[i], number));
  g_string_append_c (out, '\n');
}

static void
csv_p (GString    *out,
       const char *name,
       double      p)
{
  StatsContrast contrast = { NAN, NAN, NAN, NAN, p };

  csv_row (out, name, NULL, NULL, NULL, unadjusted, &contrast);
}

static void
csv_difference (GString                  *out,
                const AnalysisTests      *tests,
                const AnalysisDifference *difference)
{
  const char *a = group_name (tests, difference->a), *b = group_name (tests, difference->b);
  StatsContrast e_value = { difference->e_value, NAN, difference->e_value_limit, NAN, NAN };

  csv_row (out, "difference", a, b, NULL, unadjusted, &difference->plain);
  csv_row (out, "mover", a, b, NULL, unadjusted, &difference->mover);
  csv_row (out, "ratio", a, b, NULL, unadjusted, &difference->ratio);
  csv_row (out, "e-value", a, b, NULL, unadjusted, &e_value);
}

char *
report_tests_csv (const AnalysisTests *tests)
{
  GString *out;

  if (tests->tipping != NULL)
    return report_tipping_csv (tests->tipping);
  out = g_string_new ("test,a,b,chisq,df,p,p_holm,estimate,se,lo,hi,p_hochberg,p_bh,"
                      "p_bonferroni\n");

  for (guint i = 0; i < ANALYSIS_N_TESTS; i++)
    csv_row (out, analysis_test_id ((AnalysisTest) i), NULL, NULL, &tests->family[i], unadjusted,
             NULL);
  if (report_tests_has_another (tests))
    csv_row (out, tests->weighted_id, NULL, NULL, &tests->weighted, unadjusted, NULL);
  csv_row (out, "gray", NULL, NULL, &tests->gray, unadjusted, NULL);
  if (tests->has_strata)
    {
      csv_row (out, "stratified", NULL, NULL, &tests->stratified, unadjusted, NULL);
      csv_row (out, "stratified-gray", NULL, NULL, &tests->stratified_gray, unadjusted, NULL);
    }
  if (tests->has_trend)
    csv_row (out, "trend", NULL, NULL, &tests->trend, unadjusted, NULL);
  if (tests->monte_carlo == ANALYSIS_PERMUTED)
    csv_p (out, "permutation", tests->monte_carlo_p);
  if (tests->exact == ANALYSIS_PERMUTED)
    csv_p (out, "permutation-exact", tests->exact_p);
  for (guint i = 0; i < tests->n_pairs; i++)
    csv_row (out, "pairwise", group_name (tests, tests->pairs[i].a),
             group_name (tests, tests->pairs[i].b), &tests->pairs[i].test,
             tests->pairs[i].adjusted, NULL);
  for (guint i = 0; i < tests->n_differences; i++)
    csv_difference (out, tests, &tests->differences[i]);
  return g_string_free (out, FALSE);
}

/* --- methods ---------------------------------------------------------------------------------- */

GPtrArray *
report_tests_methods (const AnalysisTests *tests)
{
  static const char *const pairs[] = { "pairwise", "holm", "hochberg", "bh", "bonferroni" };
  static const char *const differences[] = { "difference", "mover", "ratio", "e-value" };
  GPtrArray *ids = report_method_list ();

  for (guint i = 0; i < ANALYSIS_N_TESTS; i++)
    report_method_add (ids, analysis_test_id ((AnalysisTest) i));
  if (report_tests_has_another (tests))
    report_method_add (ids, "fleming-harrington");
  if (tests->has_strata)
    report_method_add (ids, "stratified");
  if (tests->has_trend)
    report_method_add (ids, "trend");
  report_method_add (ids, "gray");
  if (tests->has_strata)
    report_method_add (ids, "stratified-gray");
  if (tests->monte_carlo != ANALYSIS_NOT_PERMUTED)
    report_method_add (ids, "permutation");
  if (tests->exact != ANALYSIS_NOT_PERMUTED)
    report_method_add (ids, "permutation-exact");
  for (guint i = 0; tests->n_pairs > 0 && i < G_N_ELEMENTS (pairs); i++)
    report_method_add (ids, pairs[i]);
  for (guint i = 0; tests->n_differences > 0 && i < G_N_ELEMENTS (differences); i++)
    report_method_add (ids, differences[i]);
  if (tests->tipping != NULL)
    report_method_add (ids, "tipping");
  return ids;
}
