/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said beside figures, and that text, CSV, JSON and chart say the same. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "report-curve.h"

/* --- answers ---------------------------------------------------------------------------------- */

typedef struct
{
  int k, fate, group; /* group -1: missing */
} Patient;

static ModelDictionary *
add_field (ModelDictionary *dictionary,
           const char      *id,
           const char      *label)
{
  ModelField field = {
    .id = id,
    .table = MODEL_TABLE_SOURCE,
    .label = label,
    .help = "",
    .type = MODEL_TYPE_REAL,
    .hard_min = NAN,
    .hard_max = NAN,
    .soft_min = NAN,
    .soft_max = NAN,
    .deidentify = "drop",
    .analysis = MODEL_LEVEL_PATIENT,
    .references = MODEL_N_TABLES,
    .since = 1,
  };
  ModelDictionary *more = model_dictionary_with_field (dictionary, &field);

  model_dictionary_unref (dictionary);
  return more;
}

static AnalysisAnswer *
answer_to (const Patient *patients,
           guint          n,
           const char    *options)
{
  static const char *const ids[] = { "k", "fate", "g" };
  ModelDictionary *dictionary = model_dictionary_new ();
  g_autoptr (ModelFrame) frame = NULL;
  g_autoptr (AnalysisCohort) cohort = NULL;
  g_autoptr (AnalysisQuestion) question = NULL;
  AnalysisAnswer *answer;
  GError *error = NULL;

  for (guint c = 0; c < 3; c++)
    dictionary = add_field (dictionary, ids[c], c == 2 ? "Dose, g" : ids[c]);
  frame = model_frame_new (dictionary, n);
  for (guint c = 0; c < 3; c++)
    {
      ModelColumn *column =
          model_column_new (model_dictionary_find (dictionary, MODEL_TABLE_SOURCE, ids[c]), FALSE,
                            n);

      for (guint i = 0; i < n; i++)
        {
          int value = c == 0 ? patients[i].k : c == 1 ? patients[i].fate : patients[i].group;

          column->missing[i] = value >= 0 ? MODEL_MISSING_NONE : MODEL_MISSING_NOT_ASKED;
          column->f64[i] = value >= 0 ? value : NAN;
        }
      model_frame_take_column (frame, column);
    }
  model_dictionary_unref (dictionary);

  cohort = analysis_cohort_from_frame (frame, "k", "fate", NULL, &error);
  g_assert_no_error (error);
  question = analysis_question_from_text (options, &error);
  g_assert_no_error (error);
  answer = analysis_answer_new (cohort, question, 1, &error);
  g_assert_no_error (error);
  return answer;
}

/* Twelve with a birth at 1, twelve who stop at 2, twelve in treatment at 3: faded nowhere. */
static GArray *
plenty (void)
{
  GArray *patients = g_array_new (FALSE, FALSE, sizeof (Patient));
  const Patient kinds[] = { { 1, 1, 1 }, { 2, 2, 2 }, { 3, 0, 2 }, { 3, 1, 1 } };

  for (guint i = 0; i < 48; i++)
    g_array_append_val (patients, kinds[i % 4]);
  return patients;
}

static AnalysisAnswer *
answer_to_plenty (const char *options)
{
  g_autoptr (GArray) patients = plenty ();

  return answer_to ((const Patient *) (gpointer) patients->data, patients->len, options);
}

/* --- notes ------------------------------------------------------------------------------------ */

static gboolean
says (const AnalysisAnswer *answer,
      const char           *sentence)
{
  g_auto (GStrv) notes = report_notes (answer, NULL);
  g_autofree char *all = g_strjoinv ("\n", notes);

  return strstr (all, sentence) != NULL;
}

static void
test_event (void)
{
  g_autoptr (AnalysisAnswer) answer = answer_to_plenty ("");
  g_autoptr (AnalysisAnswer) other = answer_to_plenty ("event-type=clinical-pregnancy");
  const Patient one[] = { { 1, 1, 1 } };
  g_autoptr (AnalysisAnswer) single = answer_to (one, 1, "");

  g_assert_true (says (answer, "Event: live birth. 48 patients in the analysis."));
  g_assert_true (says (other, "Event: clinical pregnancy."));
  g_assert_true (says (single, "1 patient in the analysis."));
  g_assert_false (says (answer, "Few patients"));
  g_assert_true (says (single, "Few patients"));
}

/* What else decides the figure stands under it. */
static void
test_choices (void)
{
  static const char *const cases[][2] = {
    { "count=treated", "Counted are transfers with IVIG and prednisone." },
    { "count=fresh", "Counted are fresh transfers." },
    { "count=kind = frozen", "Counted are transfers with kind = frozen." },
    { "index=first", "Series start with the first transfer entered." },
    { "index=first-counted-after 2010-03-01", "first counted transfer on or after " },
    { "interrupt=stop", "A series is cut at a transfer that isn't counted." },
    { "interrupt=count", "A transfer between two that are counted is counted too." },
    { "mature=200", "A transfer counts 200 days after it." },
    { "mature=known", "Biased towards failure" },
    { "overdue=no-birth", "Overdue outcomes count as no birth." },
    { "presume=180", "Who doesn't return within 180 days is presumed to have stopped." },
    { "decisions=status", "Decisions as recorded" },
    { "other-birth=counts", "Births from other conceptions count as events." },
    { "donor-change=ends",
      "A change of partner, or to or from donated oocytes or embryos, ends a series." },
    { "where=g = 1", "Filter: g = 1 (24 of 48 patients)." },
    { "estimator=conservative\nconf-type=plain\nlevel=0.9",
      "Conservative: those who stop have no live birth. 90\302\240% plain intervals" },
    { "estimator=adjusted\ntheta=0.7",
      "(theta 0.7, pi 0): those who stop keep 70\302\240% of the chance of those who go on." },
    { "estimator=adjusted\ntheta=1\npi=0.3",
      "(theta 1, pi 0.3): 30\302\240% of those who stop have no chance, the others that of those" },
    { "estimator=adjusted\ntheta=0.5\npi=0.3",
      "30\302\240% of those who stop have no chance, the others 50\302\240% of that of those "
      "who go on." },
  };
  g_autoptr (AnalysisAnswer) none = answer_to_plenty ("");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnalysisAnswer) answer = answer_to_plenty (cases[i][0]);

      g_test_message ("%s", cases[i][0]);
      g_assert_true (says (answer, cases[i][1]));
      g_assert_false (says (none, cases[i][1]));
    }
}

/* Where there is an estimate and no interval, the reason stands beside it. */
static void
test_intervals (void)
{
  const Patient no_birth[] = { { 2, 0, 1 }, { 1, 2, 1 } };
  const Patient all_birth[] = { { 1, 1, 1 }, { 1, 2, 1 }, { 2, 1, 1 } };
  const Patient both[] = { { 1, 2, 1 }, { 2, 1, 1 } };
  g_autoptr (AnalysisAnswer) plain = answer_to_plenty ("");
  g_autoptr (AnalysisAnswer) before = answer_to (no_birth, 2, "");
  g_autoptr (AnalysisAnswer) after = answer_to (all_birth, 3, "");
  g_autoptr (AnalysisAnswer) two = answer_to (both, 2, "");
  g_autoptr (AnalysisAnswer) narrow = answer_to (all_birth, 3, "estimator=conservative");
  /* The one group's curve reaches 1, the other's doesn't. */
  const Patient unlike[] = { { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 2 }, { 1, 2, 2 }, { 2, 1, 2 } };
  g_autoptr (AnalysisAnswer) groups = answer_to (unlike, 5, "by=g\nestimator=conservative");
  g_autoptr (AnalysisAnswer) crude = answer_to (all_birth, 3, "estimator=crude");

  g_assert_false (says (plain, "interval before"));
  g_assert_false (says (plain, "No interval"));
  g_assert_false (says (after, "too small"));
  g_assert_true (says (before, "No interval before the first event."));
  g_assert_true (says (after, "No interval once everyone at risk had the event."));
  g_assert_true (says (two, "No interval before the first event, nor once everyone at risk"));
  g_assert_true (says (narrow, "too small once everyone at risk"));
  g_assert_false (says (narrow, "No interval"));
  g_assert_false (says (crude, "No interval"));
  g_assert_false (says (crude, "too small"));
  g_assert_true (says (groups, "No interval once everyone at risk had the event."));
  g_assert_true (says (groups, "too small once everyone at risk"));
}

/* --- the figure ------------------------------------------------------------------------------- */

static gboolean
has_note (const ChartSpec *spec,
          const char      *note)
{
  for (guint i = 0; i < spec->notes->len; i++)
    if (strstr (g_ptr_array_index (spec->notes, i), note) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_figure (void)
{
  const Patient few[] = { { 1, 1, 1 }, { 2, 0, 2 }, { 2, 1, -1 } };
  ReportSource source = { "clinic", "Synthetic data." };
  ReportChartOptions options = { .show_table = TRUE, .show_notes = TRUE,
                                 .theme = CHART_THEME_PRINT };
  g_autoptr (AnalysisAnswer) answer = answer_to (few, 3, "by=g");
  g_autoptr (AnalysisAnswer) many = answer_to_plenty ("");
  g_autoptr (ChartSpec) spec = report_chart_spec (answer, &source, &options);
  g_autoptr (ChartSpec) calm = report_chart_spec (many, &source, &options);
  g_autoptr (ChartSpec) bare = NULL, screen = NULL;

  /* What the groups differ in is said once: over the table, or else in the notes. */
  g_assert_cmpuint (chart_spec_n_groups (spec), ==, 2);
  g_assert_cmpstr (chart_spec_get_group (spec, 0)->name, ==, "1");
  g_assert_cmpstr (chart_spec_get_text (spec, CHART_TEXT_GROUPS), ==, "Groups: Dose, g");
  g_assert_false (has_note (spec, "Groups:"));
  g_assert_null (chart_spec_get_text (calm, CHART_TEXT_GROUPS));
  options.show_table = FALSE;
  options.show_notes = FALSE;
  bare = report_chart_spec (answer, &source, &options);
  g_assert_true (has_note (bare, "Groups: Dose, g"));

  g_assert_cmpuint (spec->faint_below, ==, REPORT_FAINT_BELOW);
  g_assert_true (has_note (spec, "Faded where fewer than 5 are at risk."));
  g_assert_false (has_note (calm, "Faded"));
  g_assert_true (has_note (spec, "Tick on a curve: after that transfer patients stopped or were"));
  g_assert_nonnull (strstr (chart_spec_get_text (spec, CHART_TEXT_HAZARD_LABEL),
                            "Wilson intervals)"));
  for (guint i = 0; i < chart_spec_n_groups (spec); i++)
    g_assert_cmpuint (chart_spec_get_group (spec, i)->n_start, ==,
                      chart_spec_get_group (spec, i)->at_risk[0]);
  g_assert_true (has_note (spec, "1 patient without a value is in no group."));
  g_assert_true (has_note (calm, "Synthetic data."));
  g_assert_true (has_note (bare, "Synthetic data."));
  g_assert_false (has_note (bare, "Event:"));

  options.theme = CHART_THEME_DARK;
  screen = report_chart_spec (answer, &source, &options);
  g_assert_cmpstr (spec->font_family, ==, "Helvetica");
  g_assert_cmpstr (screen->font_family, ==, "Sans");
}

/* --- text, CSV and JSON ----------------------------------------------------------------------- */

static JsonObject *
json_group (JsonObject *root,
            const char *name)
{
  return *name == '\0' ? json_object_get_object_member (root, "overall")
                       : json_object_get_object_member (
                             json_object_get_object_member (root, "groups"), name);
}

static void
check_number (const char *cell,
              JsonNode   *node)
{
  double number;

  if (JSON_NODE_HOLDS_NULL (node))
    {
      g_assert_cmpstr (cell, ==, "");
      return;
    }
  g_assert_true (base_number_parse (cell, &number));
  g_assert_cmpfloat (number, ==, json_node_get_double (node));
}

static void
check_line (JsonObject *root,
            const char *line)
{
  static const struct { int cell; const char *key; } counts[] = {
    { 1, "k" }, { 2, "at_risk" }, { 3, "events" }, { 4, "discontinued" }, { 5, "censored" },
    { 6, "open" },
  };
  static const struct { int cell; const char *key; } rates[] = {
    { 7, "rate" }, { 8, "wilson_lo" }, { 9, "wilson_hi" },
  };
  static const struct { int cell; const char *key; } curves[] = {
    { 10, "optimistic" }, { 11, "se" }, { 12, "conservative" }, { 13, "conservative_se" },
    { 14, "crude" }, { 16, "optimistic" }, { 17, "lo_log-log" }, { 18, "hi_log-log" },
  };
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);
  g_autofree char *name = g_strndup (cells[0] + 1, strlen (cells[0]) - 2);
  guint i = (guint) g_ascii_strtoull (cells[1], NULL, 10) - 1;
  JsonObject *group = json_group (root, name), *curve, *row;

  g_assert_cmpuint (g_strv_length (cells), ==, 19);
  curve = json_object_get_object_member (group, "curve");
  row = json_array_get_object_element (json_object_get_array_member (group, "risk_table"), i);
  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    g_assert_cmpint (g_ascii_strtoll (cells[counts[c].cell], NULL, 10), ==,
                     json_object_get_int_member (row, counts[c].key));
  for (guint c = 0; c < G_N_ELEMENTS (rates); c++)
    check_number (cells[rates[c].cell], json_object_get_member (row, rates[c].key));
  for (guint c = 0; c < G_N_ELEMENTS (curves); c++)
    check_number (cells[curves[c].cell],
                  json_array_get_element (json_object_get_array_member (curve, curves[c].key), i));
}

static void
test_formats (void)
{
  g_autoptr (GArray) patients = plenty ();
  const Patient last = { 4, 1, 2 }; /* n = d at 4: nulls */
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autofree char *json = NULL, *csv = NULL, *text = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (GStrv) lines = NULL;
  GError *error = NULL;

  g_array_append_val (patients, last);
  answer = answer_to ((const Patient *) (gpointer) patients->data, patients->len, "by=g");
  json = report_curve_json (answer, NULL, NULL);
  csv = report_curve_csv (answer, NULL, NULL);
  text = report_curve_text (answer, NULL, NULL);
  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 4 + 3 + 4 + 1);
  for (guint i = 1; *lines[i] != '\0'; i++)
    check_line (json_node_get_object (json_parser_get_root (parser)), lines[i]);

  g_assert_nonnull (strstr (text, "\nGroups: Dose, g\n"));
  g_assert_nonnull (strstr (text, "All: 49 patients, 112 transfers, 25 live births"));
  g_assert_nonnull (strstr (text, "\302\240% (–)"));
}

static void
test_nobody (void)
{
  g_autoptr (AnalysisAnswer) answer = answer_to (NULL, 0, "by=g");
  g_autofree char *text = report_curve_text (answer, NULL, NULL);
  g_autofree char *json = report_curve_json (answer, NULL, NULL);

  g_assert_nonnull (strstr (text, "There are no patients yet."));
  g_assert_null (strstr (text, "Few patients"));
  g_assert_nonnull (strstr (json, "\"n\" : 0"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/notes/event", test_event);
  g_test_add_func ("/report/notes/choices", test_choices);
  g_test_add_func ("/report/notes/intervals", test_intervals);
  g_test_add_func ("/report/figure", test_figure);
  g_test_add_func ("/report/formats", test_formats);
  g_test_add_func ("/report/nobody", test_nobody);
  return g_test_run ();
}
