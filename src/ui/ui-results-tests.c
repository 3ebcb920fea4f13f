/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-tests.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-tests.h"
#include "base-number.h"
#include "report-ledger.h"
#include "report-tests.h"
#include "ui-drop-down.h"
#include "ui-figures.h"
#include "ui-group-choice.h"
#include "ui-ledger-card.h"
#include "ui-results-differences.h"
#include "ui-study.h"

#define SEED 1 /* natality-cli's default: the same figures */

struct _UiResultsTests
{
  GtkBox parent_instance;

  /* Template children */
  GtkDropDown *strata;
  GtkWidget *strata_box;
  UiStudy *study;

  /* Owned */
  GPtrArray *strata_values; /* NULL: no dictionary yet */
  guint k;
};

G_DEFINE_FINAL_TYPE (UiResultsTests, ui_results_tests, GTK_TYPE_BOX)

/* --- in the worker ---------------------------------------------------------------------------- */

typedef struct
{
  AnalysisAnswer *answer;
  char *strata;
  AnalysisTestOptions options;
} Asked;

typedef struct
{
  AnalysisTests *tests;
  GPtrArray *comparisons; /* of AnalysisLedgerEntry */
  gboolean entered;       /* into the register's ledger */
  guint64 n_no_stratum;
} Made;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  analysis_answer_unref (asked->answer);
  g_free (asked->strata);
  g_free (asked);
}

static void
made_free (gpointer data)
{
  Made *made = data;

  analysis_tests_free (made->tests);
  g_ptr_array_unref (made->comparisons);
  g_free (made);
}

static gpointer
run (AnalysisCohort         *cohort,
     const AnalysisQuestion *question,
     const gint             *cancelled,
     gpointer                data,
     GError                **error)
{
  const Asked *asked = data;
  g_autoptr (AnalysisSelection) selection
    = analysis_selection_new (cohort, question, asked->strata, error);
  AnalysisTests *tests;
  Made *made;

  if (selection == NULL)
    return NULL;
  tests = analysis_tests_new (selection, asked->answer, &asked->options, cancelled);
  if (tests == NULL)
    return NULL;
  made = g_new0 (Made, 1);
  made->tests = tests;
  made->comparisons = report_ledger_of_tests (tests, selection, question);
  made->n_no_stratum = selection->n_no_stratum;
  return made;
}

/* --- the cards -------------------------------------------------------------------------------- */

static void
add_expected (GtkBox               *box,
              const AnalysisAnswer *answer,
              const Made           *made)
{
  static const char *const methods[] = { "log-rank", NULL };
  const AnalysisTests *tests = made->tests;
  GtkGrid *grid = ui_figures_add_card (box, _("Births by group"));
  gboolean stacked = ui_figures_is_stacked (answer, 8);
  int row = 0;

  ui_figures_add_methods (grid, methods);
  ui_figures_add_label (grid, "", 0, row, NULL);
  ui_figures_add_label (grid, _("observed"), 1, row, "dim-label");
  ui_figures_add_label (grid, _("expected"), 2, row, "dim-label");
  for (guint g = 0; g < tests->n_groups; g++)
    {
      g_autofree char *observed = base_number_to_display (tests->observed[g], 0);
      g_autofree char *expected = base_number_to_display (tests->expected[g], 1);

      ui_figures_add_name (grid, answer, ui_results_group_of (answer, tests, g), 0, ++row,
                           stacked ? 3 : 1);
      row += stacked;
      ui_figures_add_label (grid, observed, 1, row, "figure-value");
      ui_figures_add_label (grid, expected, 2, row, NULL);
    }
  ui_figures_add_caption (grid, _("Expected if the groups had the same chance at every transfer."));
}

static void
add_test (GtkGrid    *grid,
          const char *name,
          const char *method,
          double      chisq,
          guint       df,
          double      p,
          int         row)
{
  g_autofree char *statistic = base_number_to_display (chisq, 2);
  g_autofree char *degrees = df > 0 ? g_strdup_printf ("%u", df) : g_strdup ("–");
  g_autofree char *chance = report_p_value (p);
  GtkWidget *label = ui_figures_add_lines (grid, name, 0, row, 1, NULL);

  gtk_widget_set_tooltip_text (label, method);
  if (df > 0 || isnan (p))
    {
      ui_figures_add_label (grid, statistic, 1, row, NULL);
      ui_figures_add_label (grid, degrees, 2, row, NULL);
    }
  ui_figures_add_label (grid, chance, 3, row, "figure-value");
}

static void
add_stats_test (GtkGrid         *grid,
                const char      *name,
                const char      *method,
                const StatsTest *test,
                int              row)
{
  add_test (grid, name, method, test->chisq, test->df, test->p, row);
}

static void
add_heads (GtkGrid *grid)
{
  gtk_grid_set_column_spacing (grid, 10);
  ui_figures_add_label (grid, "", 0, 0, NULL);
  ui_figures_add_label (grid, "χ²", 1, 0, "dim-label");
  /* Translators: degrees of freedom. */
  ui_figures_add_label (grid, _("df"), 2, 0, "dim-label");
  ui_figures_add_label (grid, "p", 3, 0, "dim-label");
}

/* What is behind the tests that are there. */
static void
add_test_methods (GtkGrid             *grid,
                  const AnalysisTests *tests)
{
  const struct
  {
    const char *id;
    gboolean made;
  } methods[] = { { "log-rank", TRUE },
                  { "stratified", tests->has_strata },
                  { "trend", tests->has_trend },
                  { "permutation", tests->monte_carlo == ANALYSIS_PERMUTED },
                  { "permutation-exact", tests->exact == ANALYSIS_PERMUTED },
                  { "gray", TRUE },
                  { "stratified-gray", tests->has_strata } };
  const char *ids[G_N_ELEMENTS (methods) + 1] = { NULL };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (methods[i].made)
      ids[n++] = methods[i].id;
  ui_figures_add_methods (grid, ids);
}

/* Why there is a dash. */
static void
add_reasons (GtkGrid *grid,
             GStrv    sentences)
{
  for (guint i = 0; sentences[i] != NULL; i++)
    ui_figures_add_caption (grid, sentences[i]);
  g_strfreev (sentences);
}

static void
add_tests (GtkBox     *box,
           const Made *made)
{
  const AnalysisTests *tests = made->tests;
  GtkGrid *grid = ui_figures_add_card (box, _("Between the groups"));
  g_autofree char *empty = NULL;
  int row = 0;

  add_test_methods (grid, tests);
  ui_figures_add_copy (grid, _("Copy the tests as CSV"), report_tests_csv (tests));
  add_heads (grid);
  add_stats_test (grid, _("Log-rank"), report_test_method (ANALYSIS_TEST_LOG_RANK),
                  &tests->family[ANALYSIS_TEST_LOG_RANK], ++row);
  if (tests->has_strata)
    add_stats_test (grid, _("Log-rank within strata"), NULL, &tests->stratified, ++row);
  if (tests->has_trend)
    add_stats_test (grid, _("Log-rank for trend"), _("scores 1, 2, … in the groups' order"),
                    &tests->trend, ++row);
  if (tests->monte_carlo == ANALYSIS_PERMUTED)
    add_test (grid, _("Permutation"), NULL, NAN, 0, tests->monte_carlo_p, ++row);
  if (tests->exact == ANALYSIS_PERMUTED)
    add_test (grid, _("Exact"), _("assumes that both groups stop and are cut alike"), NAN, 0,
              tests->exact_p, ++row);
  add_stats_test (grid, _("Gray"),
                  _("of the conservative curves: discontinuation competes with birth"),
                  &tests->gray, ++row);
  if (tests->has_strata)
    add_stats_test (grid, _("Gray, within strata"), NULL, &tests->stratified_gray, ++row);
  add_reasons (grid, report_tests_reasons (tests));
  empty = report_tests_empty (tests);
  if (empty != NULL)
    ui_figures_add_caption (grid, empty);
  if (tests->sparse && tests->family[ANALYSIS_TEST_LOG_RANK].df > 0)
    ui_figures_add_caption (grid, report_tests_sparse ());
  if (tests->monte_carlo == ANALYSIS_PERMUTED)
    {
      g_autofree char *how = report_tests_permutations (tests);
      g_autofree char *text = g_strdup_printf (_("Permutation: %s."), how);

      ui_figures_add_caption (grid, text);
    }
  if (tests->exact == ANALYSIS_PERMUTED)
    ui_figures_add_caption (grid, _("Exact: assumes that both groups stop and are cut alike."));
  if (made->n_no_stratum > 0)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("%lu patient without a stratum is left out of all tests here.",
                    "%lu patients without a stratum are left out of all tests here.",
                    (gulong) made->n_no_stratum),
          (gulong) made->n_no_stratum);

      ui_figures_add_caption (grid, text);
    }
}

static void
add_family (GtkBox              *box,
            const AnalysisTests *tests)
{
  GtkGrid *grid = ui_figures_add_card (box, _("Log-rank with other weights"));
  const char *methods[ANALYSIS_N_TESTS] = { NULL };

  add_heads (grid);
  for (guint i = ANALYSIS_TEST_LOG_RANK + 1; i < ANALYSIS_N_TESTS; i++)
    {
      methods[i - 1] = analysis_test_id ((AnalysisTest) i);
      add_stats_test (grid, report_test_name ((AnalysisTest) i),
                      report_test_method ((AnalysisTest) i), &tests->family[i], (int) i);
    }
  ui_figures_add_methods (grid, methods);
  add_reasons (grid, report_tests_family_reasons (tests));
  ui_figures_add_caption (grid, _("One of them is chosen before looking; the others show how much "
                                  "hangs on the choice."));
}

static void
show (gpointer view,
      GtkBox  *box,
      gpointer result)
{
  UiResultsTests *self = view;
  Made *made = result;
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  SessionRegister *reg = ui_study_get_register (self->study);

  /* What is seen was looked at; it is drawn anew when its view is opened. */
  if (!made->entered && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      made->entered = TRUE;
      session_register_ledger_add (reg, made->comparisons);
    }
  ui_results_add_differences (box, answer, self->k);
  add_expected (box, answer, made);
  add_tests (box, made);
  ui_results_add_pairs (box, answer, made->tests, self->k, made->n_no_stratum);
  add_family (box, made->tests);
  ui_ledger_card_add (box, reg, made->comparisons);
}

/* --- asking ----------------------------------------------------------------------------------- */

static void
ask (UiResultsTests *self)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  const AnalysisQuestion *question = answer != NULL ? answer->question : NULL;
  const char *strata, *more[] = { NULL, NULL };
  g_autofree char *nothing = NULL;
  Asked *asked;

  if (question == NULL || self->strata_values == NULL)
    return;
  gtk_widget_set_visible (self->strata_box, question->by != NULL && answer->n_groups > 1);
  nothing = report_empty_reason (answer);
  if (nothing != NULL)
    ui_study_say (self->study, nothing, NULL, NULL);
  else if (question->by == NULL)
    ui_study_say (self->study, _("A test compares groups of patients. Choose what to group by."),
                  _("Choose _Groups"), "curves.choose-groups");
  else if (answer->n_groups < 2)
    ui_study_say (self->study, _("All patients are in one group: there is nothing to compare."),
                  _("Choose _Groups"), "curves.choose-groups");
  if (nothing != NULL || question->by == NULL || answer->n_groups < 2)
    return;
  strata = ui_group_choice_get (self->strata, self->strata_values);
  more[0] = strata;
  asked = g_new0 (Asked, 1);
  asked->answer = analysis_answer_ref ((AnalysisAnswer *) answer);
  asked->strata = g_strdup (strata);
  /* Bands are ordered. */
  asked->options = (AnalysisTestOptions) { .stratified = strata != NULL,
                                           .trend = strchr (question->by, ':') != NULL
                                                    && answer->n_groups > 2,
                                           .permute = ANALYSIS_PERMUTE_BY_RULE,
                                           .seed = SEED };
  ui_study_ask (self->study, more, run, made_free, asked, asked_free);
}

static void
again (gpointer view)
{
  ask (view);
}

static const UiStudyClient client = { .show = show, .again = again };

/* --- public ----------------------------------------------------------------------------------- */

void
ui_results_tests_set_dictionary (UiResultsTests  *self,
                                 ModelDictionary *dictionary)
{
  g_clear_pointer (&self->strata_values, g_ptr_array_unref);
  self->strata_values = ui_group_choice_fill (self->strata, dictionary, _("nothing"));
}

void
ui_results_tests_set_answer (UiResultsTests       *self,
                             SessionRegister      *reg,
                             const AnalysisAnswer *answer,
                             guint                 k)
{
  self->k = k;
  if (ui_study_set_answer (self->study, reg, answer))
    ask (self);
  else
    ui_study_redraw (self->study);
}

void
ui_results_tests_blank (UiResultsTests *self)
{
  ui_study_forget (self->study);
}

void
ui_results_tests_redraw (UiResultsTests *self)
{
  ui_study_redraw (self->study);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_results_tests_dispose (GObject *object)
{
  UiResultsTests *self = UI_RESULTS_TESTS (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RESULTS_TESTS);
  g_clear_pointer (&self->strata_values, g_ptr_array_unref);
  G_OBJECT_CLASS (ui_results_tests_parent_class)->dispose (object);
}

static void
ui_results_tests_class_init (UiResultsTestsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_results_tests_dispose;
  g_type_ensure (UI_TYPE_STUDY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-results-tests.ui");
  gtk_widget_class_bind_template_child (widget_class, UiResultsTests, strata);
  gtk_widget_class_bind_template_child (widget_class, UiResultsTests, strata_box);
  gtk_widget_class_bind_template_child (widget_class, UiResultsTests, study);
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
}

static void
ui_results_tests_init (UiResultsTests *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_study_set_client (self->study, &client, self);
  ui_drop_down_make_searchable (self->strata);
  ui_drop_down_shorten (self->strata);
}
