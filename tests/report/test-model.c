/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's curves as tables, words and a figure: of a model that is made by hand. */
#include <math.h>
#include <string.h>

#include "report-model-curves.h"

#define NOTE "Nobody in this register exists."

static char *levels[] = { (char *) "a", (char *) "b", NULL };
static char *labels[] = { (char *) "Alpha", (char *) "Beta", NULL };
static char *strata[] = { (char *) "p", (char *) "s", NULL };
static char *strata_labels[] = { (char *) "Primary", (char *) "Secondary", NULL };
static char *terms[] = { (char *) "arm", (char *) "dose", NULL };
static gint groups[] = { 0, -1 };
static double chances[] = { 0.25, 0.5 }, errors[] = { 0.1, NAN }, ends[] = { 0.125, NAN };
static AnalysisModelCurve curve = { 2, chances, errors, ends, ends };

static AnalysisPatternField fields[] = {
  { .name = (char *) "arm", .label = (char *) "Arm", .levels = levels, .level_labels = labels },
  { .name = (char *) "dose", .label = (char *) "Dose" },
};

static const AnalysisModelOptions options
  = { .kind = ANALYSIS_MODEL_DISCRETE,
      .link = STATS_LINK_LOGIT,
      .predict = "arm=b,dose=2.5,strata=s",
      .standardise = "arm",
      .level = 0.95 };

static AnalysisModel
model_of (void)
{
  return (AnalysisModel) { .n_used = 7,
                           .births = 3,
                           .births_per_column = 1.5,
                           .n_terms = 2,
                           .term_names = terms,
                           .n_fields = 2,
                           .fields = fields,
                           .group = groups,
                           .predicted = &curve,
                           .standardised = { &curve, &curve, &curve } };
}

static void
test_words (void)
{
  AnalysisModel model = model_of ();
  g_autofree char *plain = report_model_pattern (&model, &options), *stratified = NULL;
  g_autofree char *first = report_model_group (&model, &options, 0);
  g_autofree char *second = report_model_group (&model, &options, 1);

  g_assert_cmpstr (plain, ==, "Arm Beta; Dose 2.5");
  g_assert_cmpstr (first, ==, "Alpha");
  g_assert_cmpstr (second, ==, "Beta");
  model.strata_label = (char *) "Kind";
  model.strata_names = strata;
  model.strata_labels = strata_labels;
  model.predicted_stratum = 1;
  stratified = report_model_pattern (&model, &options);
  g_assert_cmpstr (stratified, ==, "Arm Beta; Dose 2.5; Kind Secondary");
}

static void
test_tables (void)
{
  AnalysisModel model = model_of ();
  g_autofree char *predicted
    = report_model_curves_csv (&model, &options, REPORT_MODEL_PREDICTED);
  g_autofree char *standardised
    = report_model_curves_csv (&model, &options, REPORT_MODEL_STANDARDISED);

  g_assert_cmpstr (predicted, ==, "k,cumulative,se,lo,hi\n1,0.25,0.1,0.125,0.125\n2,0.5,,,\n");
  g_assert_true (g_str_has_prefix (standardised, "k,curve,estimate,se,lo,hi\n"
                                                 "1,\"Alpha\",0.25,0.1,0.125,0.125\n"));
  g_assert_nonnull (strstr (standardised, "\n1,\"Beta\",0.25"));
  g_assert_nonnull (strstr (standardised, "\n2,\"difference\",0.5,,,\n"));
}

static gboolean
notes_hold (const ChartSpec *spec,
            const char      *text)
{
  for (guint i = 0; i < spec->notes->len; i++)
    if (strstr (g_ptr_array_index (spec->notes, i), text) != NULL)
      return TRUE;
  return FALSE;
}

/* The figure says what it is of, and always that it is synthetic. */
static void
test_figure (void)
{
  AnalysisModel model = model_of ();
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  ReportSource source = { "Register", NOTE };

  question->where = g_strdup ("age < 38");
  for (guint c = REPORT_MODEL_PREDICTED; c <= REPORT_MODEL_STANDARDISED; c++)
    for (gint notes = 0; notes < 2; notes++)
      {
        ReportChartOptions chart = { .show_notes = notes, .theme = CHART_THEME_PRINT };
        g_autoptr (ChartSpec) spec = report_model_curves_spec (
            &model, &options, "arm + dose", (ReportModelCurves) c, question, &source, &chart);

        g_assert_true (notes_hold (spec, NOTE));
        g_assert_cmpuint (spec->notes->len > 1, ==, notes);
        g_assert_true (notes_hold (spec, "arm + dose") == notes);
        g_assert_true (notes_hold (spec, "age < 38") == notes);
        g_assert_true (
            notes_hold (spec, report_model_caution (&options, (ReportModelCurves) c)) == notes);
        g_assert_cmpuint (chart_spec_n_groups (spec), ==, c == REPORT_MODEL_PREDICTED ? 1 : 2);
        g_assert_cmpstr (chart_spec_get_group (spec, 0)->name, ==,
                         c == REPORT_MODEL_PREDICTED ? "" : "Alpha");
        g_assert_cmpfloat (chart_spec_get_group (spec, 0)->estimate[1], ==, 0.5);
        g_assert_false (spec->show_table || spec->show_hazard);
      }
}

/* Whoever has no curve says why, and nobody else. */
static void
test_refusals (void)
{
  for (guint i = 0; i < 9; i++)
    {
      AnalysisModelOptions of
        = { .kind = (AnalysisModelKind) (i % 3), .ties = (StatsTies) (i / 3) };
      gboolean discrete = of.kind == ANALYSIS_MODEL_DISCRETE;
      gboolean efron = of.kind == ANALYSIS_MODEL_COX && of.ties == STATS_TIES_EFRON;

      g_assert_true ((report_model_refusal (&of, REPORT_MODEL_PREDICTED) == NULL)
                     == (discrete || efron));
      g_assert_true ((report_model_refusal (&of, REPORT_MODEL_STANDARDISED) == NULL) == discrete);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/model/words", test_words);
  g_test_add_func ("/report/model/tables", test_tables);
  g_test_add_func ("/report/model/figure", test_figure);
  g_test_add_func ("/report/model/refusals", test_refusals);
  return g_test_run ();
}
