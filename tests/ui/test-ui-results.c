/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views beside the chart: what they show and copy is what natality-cli says of the same
 * question (NATALITY_CLI names it), and never of another. Real keys and clicks where they
 * matter. */
#include <string.h>

#include "report-tests.h"
#include "ui-chart-view.h"
#include "ui-harness.h"
#include "ui-results-baseline.h"
#include "ui-results-fixture.h"
#include "ui-results-model.h"
#include "ui-results-tests.h"

#define STAGE "Stage of best embryo"
#define AGES "age_at_index_transfer:25,30,35,38,40,43"
#define SEPARATED "Not estimable: on one side of it all or none gave birth (separated)."

static GtkWidget *
model_control (Fixture    *f,
               const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (ui_find (f->results, UI_TYPE_RESULTS_MODEL),
                                                    UI_TYPE_RESULTS_MODEL, name));
}

/* The figure at the end of the line of this name, under the last of its heads. */
static const char *
last_in_line (Fixture    *f,
              const char *name)
{
  GtkWidget *label = ui_find_shown_label (f->results, name);
  GtkWidget *grid;
  const char *last = NULL;
  int row, column;

  g_assert_nonnull (label);
  grid = gtk_widget_get_parent (label);
  gtk_grid_query_child (GTK_GRID (grid), label, &column, &row, NULL, NULL);
  for (; gtk_grid_get_child_at (GTK_GRID (grid), column, row) != NULL; column++)
    last = gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), column, row)));
  return last;
}

/* --- tests ------------------------------------------------------------------------------------ */

static GtkWidget *
tests_control (Fixture    *f,
               const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (ui_find (f->results, UI_TYPE_RESULTS_TESTS),
                                                    UI_TYPE_RESULTS_TESTS, name));
}

static void
test_tests (Fixture       *f,
            gconstpointer  data)
{
  /* Without groups it says what to do, and leads there. */
  results_open (f, "Tests");
  g_assert_true (results_say (f, "A test compares groups of patients. Choose what to group by."));
  ui_click (ui_find_button (f->results, "Choose Groups"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (f->window)),
                                         results_control (f, "by"))
                 || gtk_window_get_focus (GTK_WINDOW (f->window)) == results_control (f, "by"));

  results_group_by (f, STAGE);
  ui_wait (results_has_figures, f, "the tests");
  ui_settle ();
  results_assert_copied (f, "Copy the tests as CSV", "test", "--by stage");
  g_assert_cmpstr (last_in_line (f, "Log-rank"), ==, "0.080"); /* as natality-cli's text */
  g_assert_cmpstr (last_in_line (f, "Gray"), ==, "0.053");
  g_assert_true (results_say (f, "17.2"));
  /* No p without the difference beside it. */
  g_assert_true (results_say (f, "Difference after transfer 3"));
  g_assert_false (results_say (f, "Log-rank within strata"));

  results_choose (tests_control (f, "strata"), "Primary or secondary");
  g_assert_false (results_say (f, "Log-rank")); /* those without strata are gone at once */
  ui_wait (results_has_figures, f, "the stratified tests");
  ui_settle ();
  g_assert_true (results_say (f, "Log-rank within strata"));
  results_assert_copied (f, "Copy the tests as CSV", "test", "--by stage --strata rpl_type");
}

#define NO_STRATUM "1 patient without a stratum is in the differences, but not in the tests."

/* Bands are ordered: a trend; and more than two groups make pairs. */
static void
test_pairs (Fixture       *f,
            gconstpointer  data)
{
  results_group_by (f, "Losses before referral");
  results_open (f, "Tests");
  ui_wait (results_has_figures, f, "the tests");
  ui_settle ();
  g_assert_cmpstr (last_in_line (f, "Log-rank for trend"), ==, "0.34");
  g_assert_true (results_say (f, "Pairs of groups"));
  results_assert_copied (f, "Copy the tests as CSV", "test",
                 "--by losses_before_referral:3,4,5 --trend");
  g_assert_false (results_say (f, NO_STRATUM));
  results_choose (tests_control (f, "strata"), "Smoking");
  ui_wait (results_has_figures, f, "the stratified tests");
  ui_settle ();
  g_assert_true (results_say (f, NO_STRATUM));
  results_choose (tests_control (f, "strata"), "nothing");

  /* Few patients: the permutation test, with its seed. */
  results_type (results_control (f, "filter"), "age < 33");
  ui_wait (results_is_answered, f, "the filtered answer");
  ui_wait (results_has_figures, f, "the tests of the few");
  ui_settle ();
  g_assert_true (results_say (f, "Permutation: studentised log-rank, 9999 permutations of the "
                                 "groups, seed 1."));
  results_assert_copied (f, "Copy the tests as CSV", "test",
                         "--by losses_before_referral:3,4,5 --trend --where 'age < 33'");
}

/* --- the ledger ------------------------------------------------------------------------------- */

static const AnalysisLedger *
ledger_of (Fixture *f)
{
  return session_register_ledger (f->reg);
}

static void
assert_comparison (Fixture *f,
                   guint    number,
                   guint    of)
{
  const AnalysisLedger *ledger = session_register_ledger (f->reg);
  g_autofree double *holm = g_new (double, analysis_ledger_n (ledger));
  g_autofree char *head = g_strdup_printf ("Comparison %u of this session", number);
  g_autofree char *p = NULL, *line = NULL;

  g_assert_cmpuint (analysis_ledger_n (ledger), ==, of);
  analysis_ledger_adjust (ledger, STATS_ADJUST_HOLM, holm);
  p = report_p (holm[number - 1]);
  line = g_strdup_printf ("Holm-adjusted for %u comparison%s: %s.", of, of == 1 ? "" : "s", p);
  g_assert_true (results_say (f, head));
  g_assert_true (results_say (f, line));
}

/* What was looked at is counted, once, and its p adjusted for all of it. */
static void
test_ledger (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *button;
  guint n;

  results_group_by (f, STAGE);
  g_assert_cmpuint (analysis_ledger_n (session_register_ledger (f->reg)), ==, 0);
  results_open (f, "Tests");
  ui_wait (results_has_figures, f, "the tests");
  ui_settle ();
  assert_comparison (f, 1, 2);
  results_group_by (f, "Primary or secondary");
  ui_wait (results_has_figures, f, "the tests of another group");
  ui_settle ();
  assert_comparison (f, 3, 4);
  results_group_by (f, STAGE);
  ui_wait (results_has_figures, f, "the first tests again");
  ui_settle ();
  assert_comparison (f, 1, 4);
  g_assert_cmpfloat (analysis_ledger_get (session_register_ledger (f->reg), 0)->p, <, 0.081);

  button = ui_find_button (results_view (f), "All Comparisons");
  gtk_menu_button_popup (
      GTK_MENU_BUTTON (gtk_widget_get_ancestor (button, GTK_TYPE_MENU_BUTTON)));
  ui_settle ();
  g_assert_nonnull (ui_find_shown_label (results_view (f), "1. Stage of best embryo: Blastocyst "
                                                           "against Cleavage stage, log-rank"));
  g_assert_nonnull (ui_find_shown_label (results_view (f), "3. Primary or secondary: "));
  ui_key (GDK_KEY_Escape, 0);

  /* Each term of a model; nothing of what came while another view was open, until it is seen. */
  results_open (f, "Model");
  ui_wait (results_has_figures, f, "the model");
  ui_settle ();
  n = analysis_ledger_n (ledger_of (f));
  g_assert_cmpuint (n, >, 4);
  results_open (f, "Tests");
  results_group_by (f, "Smoking");
  results_open (f, "Estimates");
  for (guint i = 0; i < 20; i++)
    ui_settle ();
  g_assert_cmpuint (analysis_ledger_n (ledger_of (f)), ==, n);
  results_open (f, "Tests");
  ui_wait (results_has_figures, f, "the tests");
  g_assert_cmpuint (analysis_ledger_n (ledger_of (f)), >, n);
}

/* --- never of another question ---------------------------------------------------------------- */

static gboolean
is_new (gpointer data)
{
  return results_has_figures (data) && !g_str_equal (last_in_line (data, "Log-rank"), "0.080");
}

static gboolean
is_old (gpointer data)
{
  return results_has_figures (data) && g_str_equal (last_in_line (data, "Log-rank"), "0.080");
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (session_register_save_finish (SESSION_REGISTER (source), result, NULL, NULL,
                                               &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static gint64
patient_of_code (Fixture    *f,
                 const char *code)
{
  for (gint32 patient = 1; patient <= 52; patient++)
    {
      g_autoptr (GPtrArray) rows = session_register_list_rows (f->reg, &patient, 1);

      if (rows->len > 0 && g_str_equal (((SessionListRow *) rows->pdata[0])->code, code))
        return patient;
    }
  g_assert_not_reached ();
}

/* RPL-0019 had no birth in five transfers: her fifth becomes one. */
static void
save_a_birth (Fixture *f)
{
  static const char *const values[][2] = { { "outcome", "live_birth" },
                                           { "outcome_date", "2008-08-07" },
                                           { "gestation_days", "280" } };
  ModelDictionary *dictionary = session_register_dictionary (f->reg);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) record
    = session_register_read (f->reg, patient_of_code (f, "RPL-0019"), FALSE, &error);
  const GPtrArray *rows = record->rows[MODEL_TABLE_TRANSFER_OUTCOME];
  g_autoptr (ModelDraft) draft = model_draft_new (dictionary, record, 15706);
  gboolean saved = FALSE;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    model_draft_set_value (
        draft, MODEL_TABLE_TRANSFER_OUTCOME, ((ModelRow *) rows->pdata[rows->len - 1])->key,
        model_dictionary_find (dictionary, MODEL_TABLE_TRANSFER_OUTCOME, values[i][0]),
        values[i][1]);
  session_register_save_async (f->reg, draft, "Outcome", "letter", NULL, saved_cb, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
}

/* A saved outcome moves the tests as it moves the curve, and so does taking it back. */
static void
test_change (Fixture       *f,
             gconstpointer  data)
{
  results_group_by (f, STAGE);
  results_open (f, "Tests");
  ui_wait (results_has_figures, f, "the tests");
  g_assert_cmpstr (last_in_line (f, "Log-rank"), ==, "0.080");
  save_a_birth (f);
  ui_wait (is_new, f, "the tests of the changed register");
  ui_settle ();
  results_assert_copied (f, "Copy the tests as CSV", "test", "--by stage");
  ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  ui_wait (is_old, f, "the tests as they were");
}

/* Once another question is asked nothing of the last one is to be seen, and of several in a row
 * the last one's figures come. */
static void
test_stale (Fixture       *f,
            gconstpointer  data)
{
  static const char *const views[] = { "Tests", "Model", "Forest", "Baseline" };

  results_group_by (f, STAGE);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      results_open (f, views[i]);
      ui_wait (results_has_figures, f, views[i]);
      results_choose (results_control (f, "by"), "Primary or secondary");
      g_assert_false (results_has_figures (f));
      results_choose (results_control (f, "by"), "Smoking");
      results_choose (results_control (f, "by"), STAGE);
      g_assert_false (results_has_figures (f));
      ui_wait (results_is_answered, f, "the last answer");
      ui_wait (results_has_figures, f, views[i]);
      ui_settle ();
    }
  results_assert_copied (f, "Copy the baseline table as CSV", "table", "--by stage");
  /* A view that wasn't seen meanwhile asks when it is. */
  results_open (f, "Tests");
  ui_wait (results_has_figures, f, "the tests");
  results_assert_copied (f, "Copy the tests as CSV", "test", "--by stage");
}

/* --- a model ---------------------------------------------------------------------------------- */

static void
test_model (Fixture       *f,
            gconstpointer  data)
{
  results_group_by (f, STAGE);
  results_open (f, "Model");
  ui_wait (results_has_figures, f, "the model");
  ui_settle ();
  results_assert_copied (f, "Copy the model as CSV", "model", "--terms 'stage + age' --link logit");
  g_assert_true (results_say (f, "Stage of best embryo: Blastocyst against Cleavage stage"));
  g_assert_true (results_say (f, "52 patients, 32 births (16.0 for each coefficient); 0 left out "
                                 "for a missing term."));

  /* What can't be read is said in words, and no figures stand beside it. */
  results_type (model_control (f, "terms"), "age + lossess");
  g_assert_true (results_say (f, "Term “lossess”: Character 1: There is no field “lossess”."));
  g_assert_false (results_has_figures (f));
  /* So is what can't be used, which only the data tell. */
  results_type (model_control (f, "terms"), "rcs(smoking,4)");
  ui_settle ();
  g_assert_true (results_say (f, "Term “rcs(smoking,4)”: it is no number."));
  g_assert_false (results_has_figures (f));

  /* A field is found by its name and added. */
  results_type (model_control (f, "terms"), "age");
  ui_wait (results_has_figures, f, "the model of age");
  ui_click (model_control (f, "add_term"));
  ui_type ("bmi");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (results_has_figures, f, "the model of two");
  ui_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (model_control (f, "terms"))), ==,
                   "age + bmi");
  results_assert_copied (f, "Copy the model as CSV", "model", "--terms 'age + bmi' --link logit");

  /* What was typed stays when the groups change. */
  results_group_by (f, "Smoking");
  ui_wait (results_has_figures, f, "the model");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (model_control (f, "terms"))), ==,
                   "age + bmi");

  /* Blank is blank: what was said of the terms goes too. */
  results_type (model_control (f, "terms"), "lossess");
  g_assert_true (results_say (f, "Term “lossess”: Character 1: There is no field “lossess”."));
  ui_results_model_blank (UI_RESULTS_MODEL (ui_find (f->results, UI_TYPE_RESULTS_MODEL)));
  g_assert_false (results_say (f, "Term “lossess”: Character 1: There is no field “lossess”."));
}

static void
test_kinds (Fixture       *f,
            gconstpointer  data)
{
  static const char *const kinds[][2]
    = { { "Discrete hazards, complementary log-log", "--link cloglog" },
        { "Cox, Efron's ties", "--kind cox" },
        { "Cox, Breslow's ties", "--kind cox --ties breslow" },
        { "Cox, exact ties", "--kind cox --ties exact" },
        { "Fine and Gray", "--kind fine-gray" } };

  results_open (f, "Model");
  results_type (model_control (f, "terms"), "stage + age");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *options = g_strdup_printf ("--terms 'stage + age' %s", kinds[i][1]);

      results_choose (model_control (f, "kind"), kinds[i][0]);
      ui_wait (results_has_figures, f, kinds[i][0]);
      ui_settle ();
      g_assert_true (gtk_widget_get_visible (model_control (f, "firth_box")) == (i == 0));
      results_assert_copied (f, "Copy the model as CSV", "model", options);
    }
}

/* Few births for the coefficients: the penalty comes by itself; separated: it is offered. */
static void
test_firth (Fixture       *f,
            gconstpointer  data)
{
  results_open (f, "Model");
  results_type (model_control (f, "terms"), AGES);
  ui_wait (results_has_figures, f, "the separated model");
  ui_settle ();
  g_assert_true (results_say (f, SEPARATED));
  results_assert_copied (f, "Copy the model as CSV", "model", "--terms " AGES " --link logit");
  ui_click (ui_find_button (f->results, "Use Firth’s Penalty"));
  ui_wait (results_has_figures, f, "the penalised model");
  ui_settle ();
  g_assert_false (results_say (f, SEPARATED));
  results_assert_copied (f, "Copy the model as CSV", "model",
                         "--terms " AGES " --link logit --firth");

  results_choose (model_control (f, "firth"), "below 5 births per coefficient");
  results_type (model_control (f, "terms"), "age + bmi + stage + kind + smoking + rpl_type");
  ui_wait (results_has_figures, f, "the model by rule");
  ui_settle ();
  g_assert_true (results_say (f, "Discrete hazards, logit, Firth's penalty"));
  results_assert_copied (f, "Copy the model as CSV", "model",
                         "--terms 'age + bmi + stage + kind + smoking + rpl_type' --link logit");
}

/* --- the baseline table ----------------------------------------------------------------------- */

static void
test_baseline (Fixture       *f,
               gconstpointer  data)
{
  GtkWidget *choose_button;

  results_open (f, "Baseline");
  ui_wait (results_has_figures, f, "the table by outcome");
  ui_settle ();
  g_assert_true (results_say (f, "None so far"));
  results_assert_copied (f, "Copy the baseline table as CSV", "table", "");

  results_group_by (f, STAGE);
  ui_wait (results_has_figures, f, "the table by groups");
  ui_settle ();
  results_assert_copied (f, "Copy the baseline table as CSV", "table", "--by stage");
  g_assert_true (results_say (f, "BMI, kg/m²"));

  /* One is taken away, one added, by the keyboard. */
  choose_button = GTK_WIDGET (gtk_widget_get_template_child (
      ui_find (f->results, UI_TYPE_RESULTS_BASELINE), UI_TYPE_RESULTS_BASELINE, "choose"));
  gtk_widget_grab_focus (choose_button);
  ui_key (GDK_KEY_Return, 0);
  ui_settle ();
  ui_type ("bmi");
  ui_key (GDK_KEY_Return, 0);
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type ("endometrial prep");
  ui_key (GDK_KEY_Return, 0);
  ui_key (GDK_KEY_Escape, 0);
  ui_wait (results_has_figures, f, "the table of others");
  ui_settle ();
  g_assert_false (results_say (f, "BMI, kg/m²"));
  g_assert_true (results_say (f, "Endometrial preparation"));
  results_assert_copied (f, "Copy the baseline table as CSV", "table",
                         "--by stage --variables age_at_index_transfer,losses_before_referral,"
                         "losses_after_art,rpl_type,births_before_referral,smoking,"
                         "earlier_transfers,embryos_transferred,kind,treatment,preparation");
}

/* --- estimates -------------------------------------------------------------------------------- */

static void
test_estimates (Fixture       *f,
                gconstpointer  data)
{
  results_group_by (f, STAGE);
  ui_settle ();
  results_assert_copied (f, "Copy the curves as CSV", "curve", "--by stage");
  g_assert_true (results_say (f, "Blastocyst less Cleavage stage"));
  g_assert_true (results_say (f, "29.8")); /* test --by stage --at 3 */
  g_assert_true (results_say (f, "Mean number of transfers until a birth, at most 3"));
}

#define TOO_SMALL                                                                                  \
  "Standard error and interval are too small once everyone at risk had the event: that transfer "  \
  "adds nothing to them."
#define NO_WEIGHT                                                                                  \
  "– not estimable: the test's weights are 0 wherever the groups could differ."

/* Said at the read-out that it is of: of those over 37 one came a 4th time, and gave birth. */
static void
test_too_small (Fixture       *f,
                gconstpointer  data)
{
  GtkWidget *chart = ui_find (GTK_WIDGET (f->page), UI_TYPE_CHART_VIEW);

  results_choose (results_control (f, "estimator"), "Conservative");
  results_type (results_control (f, "filter"), "age > 37");
  ui_wait (results_is_answered, f, "the answer of those over 37");
  gtk_widget_grab_focus (chart);
  ui_key (GDK_KEY_Home, 0);
  ui_settle ();
  g_assert_false (results_say (f, TOO_SMALL));
  ui_key (GDK_KEY_End, 0);
  ui_settle ();
  g_assert_true (results_say (f, "After transfer 4"));
  g_assert_true (results_say (f, TOO_SMALL));
  g_assert_true (results_say (f, "Few patients: fewer than 10 at risk."));
}

/* A test that is a dash says why. */
static void
test_reasons (Fixture       *f,
              gconstpointer  data)
{
  results_group_by (f, STAGE);
  results_open (f, "Tests");
  ui_wait (results_has_figures, f, "the tests");
  ui_settle ();
  g_assert_false (results_say (f, NO_WEIGHT));
  results_type (results_control (f, "filter"), "age < 30");
  ui_wait (results_is_answered, f, "the answer of those under 30");
  ui_wait (results_has_figures, f, "the tests of those under 30");
  ui_settle ();
  g_assert_true (results_say (f, NO_WEIGHT));
  /* The one patient of a group gave birth: her group's part of the ratio's interval is nothing. */
  g_assert_false (results_say (f, TOO_SMALL));
  results_choose (results_control (f, "estimator"), "Conservative");
  ui_wait (results_is_answered, f, "the conservative answer");
  ui_wait (results_has_figures, f, "its tests");
  ui_settle ();
  g_assert_true (results_say (f, TOO_SMALL));
}

/* Weighted for drop-out: the terms are asked for, and read. */
static void
test_weights (Fixture       *f,
              gconstpointer  data)
{
  results_group_by (f, STAGE);
  results_choose (results_control (f, "estimator"), "Weighted for drop-out");
  g_assert_true (gtk_widget_get_visible (results_control (f, "weights_box")));
  results_type (results_control (f, "terms"), "k + agee");
  g_assert_nonnull (ui_find_shown_label (f->bar,
                                         "Term “agee”: Character 1: There is no field “agee”."));
  results_type (results_control (f, "terms"), "k + age");
  ui_wait (results_is_answered, f, "the weighted answer");
  ui_settle ();
  g_assert_true (results_say (f, "Weights from a logistic model of stopping on k + age."));
  results_assert_copied (f, "Copy the curves as CSV", "curve",
                         "--by stage --estimator ipcw --drop-out-terms 'k + age'");
  results_choose (results_control (f, "truncate"), "at 5 % and 95 %");
  ui_wait (results_is_answered, f, "the answer with weights cut");
  ui_settle ();
  results_assert_copied (f, "Copy the curves as CSV", "curve",
                         "--by stage --estimator ipcw --drop-out-terms 'k + age' --truncate 0.05");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  results_application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/results/" name, Fixture, NULL, results_set_up, function, results_tear_down)
  ADD ("tests", test_tests);
  ADD ("pairs", test_pairs);
  ADD ("ledger", test_ledger);
  ADD ("change", test_change);
  ADD ("stale", test_stale);
  ADD ("model", test_model);
  ADD ("kinds", test_kinds);
  ADD ("firth", test_firth);
  ADD ("baseline", test_baseline);
  ADD ("estimates", test_estimates);
  ADD ("too-small", test_too_small);
  ADD ("reasons", test_reasons);
  ADD ("weights", test_weights);
#undef ADD
  return ui_run_tests (results_application);
}
