/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns of a model's variables, the terms that curves can be standardised to, and the strata of
 * discrete models. */
#include <math.h>

#include "analysis-model.h"
#include "test-analysis-common.h"
#include "test-frame.h"

#define LINES                                                                                      \
  "transfers,fate,treated,size,dose,place\n"                                                       \
  "1,1,0,2.26,1,North=\\A\n"                                                                       \
  "2,1,1,2.51,2,South\n"                                                                           \
  "3,2,0,3.04,2,East\n"                                                                            \
  "1,2,1,2.33,5,South\n"                                                                           \
  "2,1,0,2.8,4,North=\\A\n"                                                                        \
  "3,1,1,,4,East\n"

typedef struct
{
  AnalysisCohort *cohort;
  AnalysisSelection *selection;
  AnalysisFormula *formula;
  AnalysisDesign *design;
} Made;

static void
made_clear (Made *self)
{
  analysis_design_free (self->design);
  analysis_formula_free (self->formula);
  analysis_selection_free (self->selection);
  analysis_cohort_unref (self->cohort);
}

static void
make (Made           *self,
      AnalysisCohort *cohort,
      const char     *options,
      const char     *strata,
      const char     *terms)
{
  g_autoptr (AnalysisQuestion) question = test_question_from_text (options);
  g_autoptr (GError) error = NULL;

  self->cohort = cohort;
  self->selection = analysis_selection_new (cohort, question, strata, &error);
  g_assert_no_error (error);
  self->formula
    = analysis_formula_parse (terms, analysis_cohort_dictionary (cohort), FALSE, &error);
  g_assert_no_error (error);
  self->design = analysis_design_new (self->selection, self->formula, &error);
  g_assert_no_error (error);
}

static AnalysisModel *
model_of (const Made                 *made,
          const AnalysisModelOptions *options)
{
  g_autoptr (GError) error = NULL;
  AnalysisModel *model
    = analysis_model_new (made->selection, made->formula, options, NULL, NULL, &error);

  g_assert_no_error (error);
  return model;
}

/* --- what a pattern needs --------------------------------------------------------------------- */

static void
test_fields (void)
{
  Made made;
  const AnalysisPatternField *field;
  g_autofree char *usual = NULL, *median = NULL;

  make (&made, test_cohort_of_text (LINES, "transfers", "fate"), "", NULL,
        "size + place*treated + dose:3 + factor(dose)");
  /* One for each variable; who lacks a term counts in none. */
  g_assert_cmpuint (made.design->n_fields, ==, 4);
  field = &made.design->fields[0];
  g_assert_cmpstr (field->name, ==, "size");
  g_assert_null (field->levels);
  g_assert_cmpfloat (field->least, ==, 2.26);
  g_assert_cmpfloat (field->most, ==, 3.04);
  median = analysis_pattern_usual (field); /* 2.51, as it is shown */
  g_assert_cmpstr (median, ==, "2.5");
  field = &made.design->fields[1];
  g_assert_cmpstr (field->name, ==, "place");
  g_assert_cmpuint (g_strv_length (field->levels), ==, 3);
  usual = analysis_pattern_usual (field); /* as many as South, and before it */
  g_assert_cmpstr (usual, ==, "North=\\A");
  g_assert_cmpstr (field->level_labels[field->usual], ==, "North=\\A");
  field = &made.design->fields[3];
  g_assert_cmpstr (field->name, ==, "dose");
  g_assert_cmpstr (field->by, ==, "dose");
  g_assert_cmpstr (field->variable, ==, "factor(dose)");
  made_clear (&made);
}

/* The reference that was chosen is the first level; names are those of the variable. */
static void
test_reference (void)
{
  Made made;
  const AnalysisPatternField *field;
  double row[4];
  g_autoptr (GError) error = NULL;

  make (&made, test_cohort_of_text (LINES, "transfers", "fate"), "", NULL,
        "factor( place , ref = South ) + factor(dose:3, ref=>=3) + size");
  g_assert_cmpstr (made.design->term_names[0], ==, "place");
  g_assert_cmpstr (made.design->term_names[1], ==, "dose:3");
  g_assert_cmpstr (made.design->names[0], ==, "place=East");
  g_assert_cmpstr (made.design->names[1], ==, "place=North=\\A");
  g_assert_cmpstr (made.design->names[2], ==, "dose:3=<3");
  field = &made.design->fields[0];
  g_assert_cmpstr (field->name, ==, "place");
  g_assert_cmpstr (field->by, ==, "place");
  g_assert_cmpstr (field->variable, ==, "factor(place)");
  g_assert_cmpstr (field->levels[0], ==, "South");
  g_assert_cmpstr (made.design->fields[1].name, ==, "dose");
  g_assert_cmpstr (made.design->fields[1].variable, ==, "factor(dose:3)");
  g_assert_true (analysis_design_pattern (made.design, made.formula,
                                          "place=South,dose=<3,size=2", row, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (row[0], ==, 0);
  g_assert_cmpfloat (row[1], ==, 0);
  g_assert_cmpfloat (row[2], ==, 1);
  made_clear (&made);
}

static void
test_text (void)
{
  g_autoptr (GString) pattern = g_string_new (NULL);
  g_autofree char *a = NULL, *b = NULL, *c = NULL, *none = NULL, *spaced = NULL;

  analysis_pattern_add (pattern, "a", "1");
  analysis_pattern_add (pattern, "b", "North, A=\\");
  analysis_pattern_add (pattern, "c", "2");
  a = analysis_pattern_get (pattern->str, "a");
  b = analysis_pattern_get (pattern->str, "b");
  c = analysis_pattern_get (pattern->str, "c");
  none = analysis_pattern_get (pattern->str, "A");
  spaced = analysis_pattern_get (" a = 1 , b = x y ", "b");
  g_assert_cmpstr (a, ==, "1");
  g_assert_cmpstr (b, ==, "North, A=\\");
  g_assert_cmpstr (c, ==, "2");
  g_assert_null (none);
  g_assert_cmpstr (spaced, ==, "x y");
}

/* A value with what a pattern reads otherwise reaches its column. */
static void
test_row (void)
{
  Made made;
  double row[3];
  g_autoptr (GString) pattern = g_string_new ("size=3");
  g_autoptr (GError) error = NULL;

  make (&made, test_cohort_of_text (LINES, "transfers", "fate"), "", NULL, "size + place");
  analysis_pattern_add (pattern, "place", "North=\\A");
  g_assert_true (
      analysis_design_pattern (made.design, made.formula, pattern->str, row, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (row[0], ==, 3);
  for (guint c = 1; c < 3; c++)
    g_assert_true ((row[c] == 1) == g_str_equal (made.design->names[c], "place=North=\\A"));
  g_assert_false (
      analysis_design_pattern (made.design, made.formula, "size=3,place=West", row, &error));
  g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE);
  made_clear (&made);
}

/* --- two groups ------------------------------------------------------------------------------- */

static void
test_groups (void)
{
  /* Which terms of each have two groups. */
  static const struct
  {
    const char *terms;
    gboolean two[4];
    const char *options;
  } cases[] = { { "treated + age", { TRUE, FALSE } },
                { "centre + treated", { FALSE, TRUE } }, /* three centres */
                { "treated:age + type", { FALSE, TRUE } },
                { "treated*age + type", { FALSE, FALSE, FALSE, TRUE } },
                { "type*age", { FALSE, FALSE, FALSE } }, /* levels in a product */
                { "age:35 + losses", { TRUE, FALSE } },
                { "age:35,38 + losses", { FALSE, FALSE } },
                { "age:35 + age", { FALSE, FALSE } },
                { "treated + age", { FALSE, FALSE }, "where=treated = 1" } }; /* all in one */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Made made;

      make (&made, test_cohort_of_file ("cohort-160/cohort.csv", "transfers", "fate", NULL),
            cases[i].options != NULL ? cases[i].options : "", NULL, cases[i].terms);
      for (guint t = 0; t < made.design->n_terms; t++)
        {
          AnalysisModelOptions options = { .kind = ANALYSIS_MODEL_DISCRETE,
                                           .standardise = made.design->term_names[t],
                                           .level = 0.95 };
          g_autoptr (GError) error = NULL;
          g_autoptr (AnalysisModel) model
            = analysis_model_new (made.selection, made.formula, &options, NULL, NULL, &error);

          g_assert_true ((analysis_design_group (made.design, made.formula, t, NULL) >= 0)
                         == cases[i].two[t]);
          g_assert_true ((model != NULL) == cases[i].two[t]);
          if (model == NULL)
            g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE);
          else
            g_assert_true (model->group[t] >= 0);
        }
      made_clear (&made);
    }
}

/* Of a term that another one determines there is no difference, and none of 0. */
static void
test_aliased (void)
{
  AnalysisModelOptions options
    = { .kind = ANALYSIS_MODEL_DISCRETE, .standardise = "age:35", .level = 0.95 };
  Made made;
  g_autoptr (AnalysisModel) model = NULL;

  /* Bands of whole years. */
  make (&made, test_cohort_of_text ("transfers,fate,age,old\n1,1,30,0\n2,1,31,0\n3,2,33,0\n"
                                    "1,2,36,1\n2,1,38,1\n3,1,36,1\n1,1,37,1\n2,2,32,0\n",
                                    "transfers", "fate"),
        "", NULL, "old + age:35");
  model = model_of (&made, &options);
  g_assert_nonnull (model->fit);
  g_assert_cmpint (model->fit->state[model->n_baseline], ==, STATS_TERM_ESTIMATED);
  g_assert_cmpint (model->fit->state[model->n_baseline + 1], ==, STATS_TERM_ALIASED);
  for (guint i = 0; i < 3; i++)
    g_assert_true (isnan (model->standardised[i]->estimate[0]));
  made_clear (&made);
}

/* --- strata ----------------------------------------------------------------------------------- */

static double
null_of (const char *options,
         const char *strata,
         gboolean    linear)
{
  AnalysisModelOptions how = { .kind = ANALYSIS_MODEL_DISCRETE,
                               .linear = linear,
                               .stratified = strata != NULL,
                               .level = 0.95 };
  Made made;
  g_autoptr (AnalysisModel) model = NULL;
  double null;

  make (&made, test_cohort_of_file ("cohort-160/cohort.csv", "transfers", "fate", NULL), options,
        strata, "age");
  model = model_of (&made, &how);
  g_assert_cmpint (model->status, ==, STATS_FIT_OK);
  null = model->fit->loglik_null;
  made_clear (&made);
  return null;
}

/* Without terms a stratified model is one model for each stratum, whether its baseline has levels
 * or is a line. */
static void
test_strata (void)
{
  for (gint linear = 0; linear < 2; linear++)
    {
      double alone = null_of ("where=centre = A", NULL, linear)
                     + null_of ("where=centre = B", NULL, linear)
                     + null_of ("where=centre = C", NULL, linear);

      test_assert_close (null_of ("", "centre", linear), alone, 1e-9, 0, "strata, %d", linear);
      g_assert_cmpfloat (fabs (null_of ("", NULL, linear) - alone), >, 0.1);
    }
}

/* A curve is of the stratum that the pattern names, and no longer than it. */
static void
test_stratum (void)
{
  static const char *const patterns[]
    = { "age=35", "age=35,strata=A", "age=35,strata=C", "age=35,strata=D" };
  Made made;

  make (&made, test_cohort_of_file ("cohort-160/cohort.csv", "transfers", "fate", NULL), "",
        "centre", "age");
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      AnalysisModelOptions options = { .kind = ANALYSIS_MODEL_DISCRETE,
                                       .stratified = TRUE,
                                       .predict = patterns[i],
                                       .level = 0.95 };
      g_autoptr (GError) error = NULL;
      g_autoptr (AnalysisModel) model
        = analysis_model_new (made.selection, made.formula, &options, NULL, NULL, &error);
      guint last = 0;

      if (i == 3)
        {
          g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE);
          break;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (model->predicted_stratum, ==, i == 2 ? 2 : 0);
      g_assert_cmpstr (model->strata_names[model->predicted_stratum], ==, i == 2 ? "C" : "A");
      for (guint p = 0; p < made.selection->n; p++)
        if (made.selection->stratum[p] == model->predicted_stratum)
          last = MAX (last, made.selection->k[p]);
      g_assert_cmpuint (model->predicted->K, ==, last);
      for (guint k = 0; k < last; k++)
        g_assert_false (isnan (model->predicted->estimate[k]));
    }
  made_clear (&made);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/pattern/fields", test_fields);
  g_test_add_func ("/analysis/pattern/reference", test_reference);
  g_test_add_func ("/analysis/pattern/text", test_text);
  g_test_add_func ("/analysis/pattern/row", test_row);
  g_test_add_func ("/analysis/pattern/groups", test_groups);
  g_test_add_func ("/analysis/pattern/aliased", test_aliased);
  g_test_add_func ("/analysis/pattern/strata", test_strata);
  g_test_add_func ("/analysis/pattern/stratum", test_stratum);
  return g_test_run ();
}
