/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer of a register as JSON (its keys are a contract), as words, and as a figure's spec and
 * layout: what isn't estimable is null, a dash, or not drawn. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "chart-layout.h"
#include "report-curve.h"
#include "test-reference.h"

#define CUT 15705 /* 2012-12-31 */

/* --- a register --- */

typedef struct
{
  int n_transfers;
  guint8 last;   /* ending of the last transfer; the others failed */
  guint8 frozen; /* all transfers */
  gint32 first;  /* day */
} Woman;

static void
add_woman (ModelChunkBuilder *builder, gint32 number, const Woman *woman)
{
  model_chunk_builder_patient (builder, number, 14000, 14000, 0);
  for (int i = 0; i < woman->n_transfers; i++)
    {
      gboolean last = i == woman->n_transfers - 1;
      ModelTransferFacts facts = {
        .transfer_key = i + 1,
        .cycle_key = i + 1,
        .order_in_cycle = 1,
        .status = MODEL_STATUS_PERFORMED,
        .date_first = woman->first + 100 * i,
        .date_last = woman->first + 100 * i,
        .outcome = last ? woman->last : MODEL_OUTCOME_NO_PREGNANCY,
        .outcome_first = BASE_DAY_NONE,
        .outcome_last = BASE_DAY_NONE,
        .gestation_days = -1,
        .flags = woman->frozen ? MODEL_TRANSFER_FROZEN : 0,
      };

      model_chunk_builder_transfer (builder, &facts);
    }
}

/* Fresh or frozen, as the column that --by reads. */
static ModelChunk *
with_kinds (ModelChunk *chunk, const ModelField *kind)
{
  ModelColumn *column = model_column_new (kind, TRUE, chunk->n_transfers);
  ModelChunk *more;

  for (guint i = 0; i < chunk->n_transfers; i++)
    model_column_set (column, i,
                      (chunk->flags[i] & MODEL_TRANSFER_FROZEN) != 0 ? "frozen" : "fresh");
  more = model_chunk_with_column (chunk, column);
  model_column_unref (column);
  model_chunk_unref (chunk);
  return more;
}

/* Nine fresh: births at 1, 1, 2, failures presumed to have stopped, one open; one frozen with a
 * birth at 2; one without a transfer, one before her referral, one maturing. */
static AnalysisAnswer *
ask (const char *text)
{
  static const Woman women[] = {
    { 1, MODEL_OUTCOME_LIVE_BIRTH, 0, 14100 },
    { 1, MODEL_OUTCOME_LIVE_BIRTH, 0, 14100 },
    { 2, MODEL_OUTCOME_LIVE_BIRTH, 0, 14100 },
    { 3, MODEL_OUTCOME_NO_PREGNANCY, 0, 14100 },
    { 2, MODEL_OUTCOME_MISCARRIAGE, 0, 14100 },
    { 1, MODEL_OUTCOME_NO_PREGNANCY, 0, 14100 },
    { 1, MODEL_OUTCOME_NO_PREGNANCY, 0, 14100 },
    { 1, MODEL_OUTCOME_ECTOPIC, 0, 14100 },
    { 1, MODEL_OUTCOME_NO_PREGNANCY, 0, 15380 },
    { 2, MODEL_OUTCOME_LIVE_BIRTH, 1, 14100 },
    { 0, 0, 0, 0 },
    { 1, MODEL_OUTCOME_NO_PREGNANCY, 0, 13000 },
    { 1, MODEL_OUTCOME_NONE, 0, 15600 },
  };
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  ModelChunkBuilder *builder = model_chunk_builder_new ();
  g_autoptr (GPtrArray) chunks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);
  g_autoptr (ModelDataset) dataset = NULL;
  g_autoptr (AnalysisQuestion) question = NULL;
  g_autoptr (AnalysisCohort) cohort = NULL;
  AnalysisAnswer *answer;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (women); i++)
    add_woman (builder, (gint32) i + 1, &women[i]);
  g_ptr_array_add (chunks,
                   with_kinds (model_chunk_builder_finish (builder),
                               model_dictionary_find (dictionary, MODEL_TABLE_TRANSFER, "kind")));
  dataset = model_dataset_new (dictionary, 7, chunks);
  question = analysis_question_from_text (text, &error);
  g_assert_no_error (error);
  cohort = analysis_cohort_new (dataset, question, CUT, &error);
  g_assert_no_error (error);
  answer = analysis_answer_new (cohort, question, 7, &error);
  g_assert_no_error (error);
  return answer;
}

/* --- JSON --- */

/* Every key of R's figures is there, and no other but those that are listed. */
static void
check_keys (JsonNode *ours, JsonNode *reference, const char *more)
{
  g_autoptr (GList) wanted = json_object_get_members (json_node_get_object (reference));
  g_autoptr (GList) found = json_object_get_members (json_node_get_object (ours));
  g_auto (GStrv) others = g_strsplit (more, " ", -1);

  for (GList *l = wanted; l != NULL; l = l->next)
    if (!json_object_has_member (json_node_get_object (ours), l->data))
      g_error ("no key %s", (const char *) l->data);
  for (GList *l = found; l != NULL; l = l->next)
    if (!json_object_has_member (json_node_get_object (reference), l->data)
        && !g_strv_contains ((const char *const *) others, l->data))
      g_error ("key %s is new", (const char *) l->data);
}

static char *
keys_of (JsonNode *node)
{
  g_autoptr (GList) members = json_object_get_members (json_node_get_object (node));
  GString *keys = g_string_new (NULL);

  for (GList *l = members; l != NULL; l = l->next)
    g_string_append_printf (keys, "%s ", (const char *) l->data);
  return g_string_free (keys, FALSE);
}

static JsonNode *
parse (const AnalysisAnswer *answer, const ReportSource *source)
{
  g_autofree char *json = report_curve_json (answer, NULL, source);
  GError *error = NULL;
  JsonNode *root = json_from_string (json, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (json, "}\n"));
  return root;
}

static void
test_json_keys (void)
{
  ReportSource source = { "clinic", "Synthetic data." };
  g_autoptr (AnalysisAnswer) answer = ask ("by=kind\nwhere=kind in (fresh, frozen)");
  g_autoptr (JsonNode) root = parse (answer, &source);
  g_autoptr (JsonNode) reference = test_reference_load_json ("cohort-52/expected.json");
  g_autofree char *top = keys_of (root);
  g_autofree char *groups = keys_of (test_reference_get (root, "groups"));
  g_autofree char *left_out = keys_of (test_reference_get (root, "left_out"));
  g_autofree char *fates = keys_of (test_reference_get (root, "fates"));
  static const char *const shapes[] = { "overall", "groups/fresh", "groups/frozen" };

  g_assert_cmpstr (top, ==,
                   "n transfers births overall groups data_cut left_out fates question synthetic "
                   "natality json ");
  g_assert_cmpstr (groups, ==, "fresh frozen ");
  g_assert_cmpstr (left_out, ==,
                   "register no_transfer no_counted_transfer before_start maturing_only "
                   "first_overdue in_analysis filter no_group shown undated_transfers "
                   "ignored_transfers partial_dates undated_scans overdue_transfers ");
  g_assert_cmpstr (fates, ==,
                   "event went_on cut_overdue cut_interrupt cut_donor decision_open stopped "
                   "stopped_birth_other died presumed went_on_recorded ");
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *curve = g_strconcat (shapes[i], "/curve", NULL);
      g_autofree char *row = g_strconcat (shapes[i], "/risk_table/0", NULL);

      check_keys (test_reference_get (root, curve), test_reference_get (reference, "overall/curve"),
                  "crude_wilson_lo crude_wilson_hi crude_exact_lo crude_exact_hi "
                  "crude_agresti_coull_lo crude_agresti_coull_hi crude_wald_lo crude_wald_hi");
      check_keys (test_reference_get (root, row),
                  test_reference_get (reference, "overall/risk_table/0"),
                  "open agresti_coull_lo agresti_coull_hi wald_lo wald_hi");
    }
  g_assert_cmpstr (json_node_get_string (test_reference_get (root, "data_cut")), ==, "2012-12-31");
  g_assert_cmpstr (json_node_get_string (test_reference_get (root, "synthetic")), ==,
                   "Synthetic data.");
  g_assert_cmpstr (json_node_get_string (test_reference_get (root, "question/by")), ==, "kind");
  g_assert_cmpint (json_node_get_int (test_reference_get (root, "left_out/register")), ==, 13);
  g_assert_cmpint (json_node_get_int (test_reference_get (root, "left_out/no_transfer")), ==, 1);
  g_assert_cmpint (json_node_get_int (test_reference_get (root, "left_out/before_start")), ==, 1);
  g_assert_cmpint (json_node_get_int (test_reference_get (root, "left_out/maturing_only")), ==, 1);
  g_assert_cmpint (json_node_get_int (test_reference_get (root, "left_out/in_analysis")), ==, 10);
  g_assert_cmpint (json_node_get_int (test_reference_get (root, "overall/risk_table/0/open")), ==,
                   1);
}

/* The fates are those of the patients shown, and their sums the risk tables'. */
static void
test_json_fates (void)
{
  static const struct
  {
    const char *options;
    int filter, shown, event, presumed;
  } cases[] = { { "", 0, 10, 4, 5 },
                { "by=kind", 0, 10, 4, 5 },
                { "where=kind = fresh", 1, 9, 3, 5 },
                { "where=kind = frozen\nby=kind", 9, 1, 1, 0 },
                { "where=kind is missing", 10, 0, 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnalysisAnswer) answer = ask (cases[i].options);
      g_autoptr (JsonNode) root = parse (answer, NULL);

      g_assert_cmpint (json_node_get_int (test_reference_get (root, "left_out/in_analysis")), ==,
                       10);
      g_assert_cmpint (json_node_get_int (test_reference_get (root, "left_out/filter")), ==,
                       cases[i].filter);
      g_assert_cmpint (json_node_get_int (test_reference_get (root, "left_out/shown")), ==,
                       cases[i].shown);
      g_assert_cmpint (json_node_get_int (test_reference_get (root, "fates/event")), ==,
                       cases[i].event);
      g_assert_cmpint (json_node_get_int (test_reference_get (root, "fates/presumed")), ==,
                       cases[i].presumed);
      g_assert_cmpint (json_node_get_int (test_reference_get (root, "births")), ==,
                       cases[i].event);
    }
}

/* A curve with other shares names its key. */
static void
test_json_shares (void)
{
  static const char *const cases[][2] = {
    { "estimator=adjusted\ntheta=0.7", "theta_0.7" },
    { "estimator=adjusted\ntheta=1\npi=0.2", "pi_0.2" },
    { "estimator=adjusted\ntheta=0.7\npi=0.2", "theta_0.7_pi_0.2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnalysisAnswer) answer = ask (cases[i][0]);
      g_autoptr (JsonNode) root = parse (answer, NULL);
      JsonObject *curve = json_node_get_object (test_reference_get (root, "overall/curve"));
      g_autofree char *se = g_strconcat (cases[i][1], "_se", NULL);

      g_assert_true (json_object_has_member (curve, cases[i][1]));
      g_assert_true (json_object_has_member (curve, se));
      g_assert_true (json_object_has_member (curve, "theta_0.5"));
      g_assert_true (json_object_get_null_member (json_node_get_object (root), "synthetic"));
    }
}

/* One woman, frozen, a birth at her second: no interval before it, no standard error after it. */
static void
test_not_estimable (void)
{
  g_autoptr (AnalysisAnswer) answer = ask ("by=kind");
  g_autoptr (JsonNode) root = parse (answer, NULL);
  g_autofree char *json = report_curve_json (answer, NULL, NULL);
  g_autofree char *csv = report_curve_csv (answer, NULL, NULL);
  g_autofree char *text = report_curve_text (answer, NULL, NULL);
  static const char *const nulls[] = { "lo_log-log", "hi_log-log", "lo_plain",
                                       "hi_plain",   "lo_logit",   "lo_arcsin" };

  for (guint i = 0; i < G_N_ELEMENTS (nulls); i++)
    for (guint k = 0; k < 2; k++)
      {
        g_autofree char *path = g_strdup_printf ("groups/frozen/curve/%s/%u", nulls[i], k);

        g_assert_true (json_node_is_null (test_reference_get (root, path)));
      }
  g_assert_true (json_node_is_null (test_reference_get (root, "groups/frozen/curve/se/1")));
  g_assert_cmpfloat (
      test_reference_number (test_reference_get (root, "groups/frozen/curve/optimistic/1")), ==, 1);
  /* Wilson's interval is there at 0 of 1 and 1 of 1. */
  g_assert_false (
      json_node_is_null (test_reference_get (root, "groups/frozen/risk_table/0/wilson_hi")));
  g_assert_null (strcasestr (json, "nan"));
  g_assert_null (strcasestr (csv, "nan"));
  g_assert_null (strcasestr (text, "nan"));
  g_assert_null (strcasestr (json, "inf,"));
  g_assert_nonnull (strstr (csv, "\"frozen\",2,1,1,0,0,0,1,"));
  g_assert_true (g_str_has_suffix (csv, ",1,,\n")); /* estimate, and neither limit */
}

/* --- words --- */

/* In whichever locale: with a point. */
static void
assert_plain (char       *text,
              const char *expected)
{
  g_assert_cmpstr (g_strdelimit (text, ",", '.'), ==, expected);
}

static void
assert_percent (double value, int decimals, const char *expected)
{
  g_autofree char *text = report_percent (value, decimals);

  assert_plain (text, expected);
}

static void
assert_interval (double estimate, double lo, double hi, const char *expected)
{
  g_autofree char *text = report_percent_interval (estimate, lo, hi, 1);

  assert_plain (text, expected);
}

static void
test_percent (void)
{
  assert_percent (0, 1, "0.0\302\240%");
  assert_percent (1, 0, "100\302\240%");
  assert_percent (32 / 52., 1, "61.5\302\240%");
  assert_percent (32 / 52., 0, "62\302\240%");
  assert_percent (NAN, 1, "\xe2\x80\x93");
  assert_percent (INFINITY, 1, "\xe2\x80\x93");
  assert_interval (32 / 52., 0.48, 0.735,
                   "61.5\302\240% (48.0\xe2\x80\x93"
                   "73.5)");
  assert_interval (1, NAN, NAN, "100.0\302\240% (\xe2\x80\x93)");
  assert_interval (0.5, 0.1, NAN, "50.0\302\240% (\xe2\x80\x93)");
  assert_interval (NAN, 0.1, 0.2, "\xe2\x80\x93");
}

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  static const char *const intervals[][2] = { { "", "log-log" },
                                              { "conf-type=plain", "plain" },
                                              { "conf-type=logit", "logit" },
                                              { "conf-type=arcsin", "arcsine" },
                                              { "estimator=crude", "Wilson" } };

  for (int i = ANALYSIS_ESTIMATOR_OPTIMISTIC; i <= ANALYSIS_ESTIMATOR_ADJUSTED; i++)
    {
      g_assert_true (g_hash_table_add (seen, (gpointer) report_estimator_name (i)));
      g_assert_true (g_hash_table_add (seen, (gpointer) report_estimator_assumption (i)));
      g_assert_null (strcasestr (report_estimator_name (i), "survival"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      g_autoptr (AnalysisAnswer) answer = ask (intervals[i][0]);

      g_assert_cmpstr (report_interval_name (answer), ==, intervals[i][1]);
    }
}

/* The lines of the flow, in the order of the steps; what left nobody out isn't said. */
static void
test_flow (void)
{
  static const char *const expected[] = {
    "13 patients in the register", "- 1 without a performed",
    "- 1 with transfers before",   "- 1 with maturing transfers",
    "10 in the analysis",          "- 1 outside the filter",
    "9 within the filter",         "  3 with a live birth",
    "  5 discontinued (presumed)", "  1 still in treatment: decision",
    NULL
  };
  static const char *const grouped[] = { "10 in the analysis", "- 1 outside the filter",
                                         "- 1 without a value of “Fresh or frozen”",
                                         "8 in a group" };
  g_autoptr (AnalysisAnswer) answer = ask ("where=kind = fresh");
  g_auto (GStrv) lines = report_flow_lines (answer);

  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (expected) - 1);
  for (guint i = 0; expected[i] != NULL; i++)
    g_assert_true (g_str_has_prefix (lines[i], expected[i]));

  answer->n_no_group = 1;
  answer->n_shown = 8;
  answer->by_label = g_strdup ("Fresh or frozen");
  g_strfreev (g_steal_pointer (&lines));
  lines = report_flow_lines (answer);
  for (guint i = 0; i < G_N_ELEMENTS (grouped); i++)
    g_assert_true (g_str_has_prefix (lines[i + 4], grouped[i]));
}

/* --- the figure --- */

static void
check_drawn (const ChartGroup *drawn, const AnalysisGroup *group)
{
  g_assert_cmpuint (drawn->n_rows, ==, group->n);
  for (guint i = 0; i < group->n; i++)
    {
      g_assert_cmpuint (drawn->at_risk[i], ==, group->risk[i].at_risk);
      g_assert_cmpuint (drawn->births[i], ==, group->risk[i].births);
      g_assert_cmpuint (drawn->stopped[i], ==, group->risk[i].stopped);
      g_assert_cmpuint (drawn->in_treatment[i], ==, group->risk[i].cut);
      g_assert_cmpfloat (drawn->hazard[i], ==, group->hazard[i]);
      g_assert_cmpfloat (drawn->hazard_lo[i], ==, group->wilson_lo[i]);
      g_assert_cmpfloat (drawn->hazard_hi[i], ==, group->wilson_hi[i]);
      g_assert_true (test_close (drawn->estimate[i], group->estimate[i], 0, 0));
      g_assert_true (test_close (drawn->lo[i], group->lo[i], 0, 0));
      g_assert_true (test_close (drawn->hi[i], group->hi[i], 0, 0));
    }
}

/* What is drawn is the answer's, number by number, for whichever estimator is asked for. */
static void
test_spec (void)
{
  static const char *const questions[] = { "", "estimator=conservative\nconf-type=plain",
                                           "estimator=crude", "by=kind",
                                           "by=kind\nestimator=adjusted" };
  ReportChartOptions options = {
    .show_table = TRUE, .show_hazard = TRUE, .show_title = TRUE, .marker_k = 2, .width_pt = 300
  };
  ReportSource source = { "clinic", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (AnalysisAnswer) answer = ask (questions[i]);
      g_autoptr (ChartSpec) spec = report_chart_spec (answer, &source, &options);
      guint n = answer->question->by != NULL ? answer->n_groups : 1;

      g_assert_cmpuint (chart_spec_n_groups (spec), ==, n);
      for (guint g = 0; g < n; g++)
        check_drawn (chart_spec_get_group (spec, g),
                     answer->n_groups > 0 ? &answer->groups[g] : &answer->overall);
      g_assert_cmpstr (chart_spec_get_text (spec, CHART_TEXT_TITLE), ==, "clinic");
      g_assert_cmpstr (chart_spec_get_text (spec, CHART_TEXT_CONF_NAME), ==,
                       report_interval_name (answer));
      g_assert_cmpuint (spec->marker_k, ==, 2);
      g_assert_cmpfloat (spec->width_pt, ==, 300);
      g_assert_true (spec->show_hazard);
    }
}

static void
test_spec_event (void)
{
  ReportChartOptions options = { .show_table = TRUE };
  g_autoptr (AnalysisAnswer) births = ask ("");
  g_autoptr (AnalysisAnswer) pregnancies = ask ("event-type=clinical-pregnancy");
  g_autoptr (ChartSpec) a = report_chart_spec (births, NULL, &options);
  g_autoptr (ChartSpec) b = report_chart_spec (pregnancies, NULL, &options);

  g_assert_cmpstr (chart_spec_get_text (a, CHART_TEXT_Y_LABEL), ==, "Cumulative live births, %");
  g_assert_cmpstr (chart_spec_get_text (b, CHART_TEXT_Y_LABEL), ==,
                   "Cumulative clinical pregnancies, %");
  g_assert_cmpstr (chart_spec_get_text (a, CHART_TEXT_ROW_BIRTHS), ==, "live births");
  g_assert_cmpstr (chart_spec_get_text (b, CHART_TEXT_ROW_BIRTHS), ==, "events");
  g_assert_null (chart_spec_get_text (a, CHART_TEXT_TITLE));
}

/* Each group has a colour of its own, and is fainter where fewer than five are at risk. */
static void
test_colours (void)
{
  ReportChartOptions options = { .show_table = TRUE };
  g_autoptr (AnalysisAnswer) answer = ask ("by=kind");
  g_autoptr (ChartSpec) spec = report_chart_spec (answer, NULL, &options);
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);
  int colours[2] = { -1, -1 };
  double darkest[2] = { 0, 0 }, lightest[2] = { 1, 1 };

  g_assert_cmpuint (answer->groups[0].risk[0].at_risk, >=, 5);
  g_assert_cmpuint (answer->groups[0].risk[2].at_risk, <, 5);
  for (guint i = 0; i < layout->paths->len; i++)
    {
      const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

      if (path->group < 0)
        continue;
      g_assert_cmpint (path->group, <, 2);
      g_assert_true (colours[path->group] < 0 || colours[path->group] == (int) path->colour);
      colours[path->group] = (int) path->colour;
      darkest[path->group] = MAX (darkest[path->group], path->alpha);
      lightest[path->group] = MIN (lightest[path->group], path->alpha);
    }
  g_assert_cmpint (colours[0], !=, colours[1]);
  g_assert_cmpfloat (lightest[0], <, darkest[0]); /* nine at risk, then fewer than five */
  g_assert_cmpfloat (lightest[1], <, darkest[0]);
  g_assert_cmpfloat (lightest[1], ==, lightest[0]); /* one, all along */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/json/keys", test_json_keys);
  g_test_add_func ("/report/json/shares", test_json_shares);
  g_test_add_func ("/report/not-estimable", test_not_estimable);
  g_test_add_func ("/report/words/percent", test_percent);
  g_test_add_func ("/report/words/names", test_names);
  g_test_add_func ("/report/json/fates", test_json_fates);
  g_test_add_func ("/report/words/flow", test_flow);
  g_test_add_func ("/report/spec/numbers", test_spec);
  g_test_add_func ("/report/spec/event", test_spec_event);
  g_test_add_func ("/report/spec/colours", test_colours);
  return g_test_run ();
}
