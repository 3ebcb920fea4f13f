/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views beside the chart: what they show and copy is what natality-cli says of the same
 * question (NATALITY_CLI names it), and never of another. Real keys and clicks where they
 * matter. */
#include <string.h>

#include "report-tests.h"
#include "ui-curves-page.h"
#include "ui-field-picker.h"
#include "ui-fixture.h"
#include "ui-harness.h"
#include "ui-question-bar.h"
#include "ui-results-baseline.h"
#include "ui-results-model.h"
#include "ui-results-tests.h"
#include "ui-results.h"
#include "ui-study.h"

#define STAGE "Stage of best embryo"
#define AGES "age_at_index_transfer:25,30,35,38,40,43"

static UiApplication *application;

typedef struct
{
  UiWindow *window;
  SessionRegister *reg;
  UiCurvesPage *page;
  GtkWidget *bar, *results;
} Fixture;

/* --- finding and waiting ---------------------------------------------------------------------- */

static gboolean
has_answer (gpointer data)
{
  return ui_curves_page_get_answer (((Fixture *) data)->page) != NULL;
}

/* The page's answer is of what stands in the question bar. */
static gboolean
is_answered (gpointer data)
{
  Fixture *f = data;
  const AnalysisAnswer *answer = ui_curves_page_get_answer (f->page);
  const AnalysisQuestion *asked = ui_question_bar_get_question (UI_QUESTION_BAR (f->bar));

  return answer != NULL && g_strcmp0 (answer->question->by, asked->by) == 0
         && g_strcmp0 (answer->question->where, asked->where) == 0
         && g_strcmp0 (answer->question->drop_out_terms, asked->drop_out_terms) == 0
         && answer->question->estimator == asked->estimator;
}

static void
list_labels (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root))
    g_test_message ("label: %s", gtk_label_get_text (GTK_LABEL (root)));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_labels (child);
}

static gboolean
says (Fixture    *f,
      const char *text)
{
  gboolean found = ui_find_shown_label (f->results, text) != NULL;

  if (!found)
    list_labels (f->results); /* for who reads why a test failed */
  return found;
}

static GtkWidget *
view_of (Fixture *f)
{
  return gtk_stack_get_visible_child (
      GTK_STACK (gtk_widget_get_template_child (f->results, UI_TYPE_RESULTS, "stack")));
}

static const char *
state_of (GtkWidget *study)
{
  return gtk_stack_get_visible_child_name (
      GTK_STACK (gtk_widget_get_template_child (study, UI_TYPE_STUDY, "stack")));
}

static gboolean
has_figures (gpointer data)
{
  return g_str_equal (state_of (ui_find (view_of (data), UI_TYPE_STUDY)), "figures");
}

static GtkWidget *
control (Fixture    *f,
         const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (f->bar, UI_TYPE_QUESTION_BAR, name));
}

static GtkWidget *
model_control (Fixture    *f,
               const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (ui_find (f->results, UI_TYPE_RESULTS_MODEL),
                                                    UI_TYPE_RESULTS_MODEL, name));
}

static void
open_view (Fixture    *f,
           const char *title)
{
  ui_click (ui_find_button (f->results, title));
  ui_settle ();
}

static void
choose (GtkWidget  *drop_down,
        const char *label)
{
  GListModel *labels = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));

  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (labels, i);

      if (g_str_equal (gtk_string_object_get_string (item), label))
        {
          gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), i);
          return;
        }
    }
  g_error ("there is no choice “%s”", label);
}

static void
group_by (Fixture    *f,
          const char *label)
{
  choose (control (f, "by"), label);
  ui_wait (is_answered, f, "the answer");
}

static void
type_into (GtkWidget  *entry,
           const char *text)
{
  gtk_widget_grab_focus (entry);
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (text);
  ui_key (GDK_KEY_Return, 0);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 800);
  ui_settle ();
  ui_click (ui_find_button (GTK_WIDGET (f->window), "Explore the Demonstration"));
  ui_wait (ui_has_register, f->window, "the demonstration");
  f->reg = ui_window_get_register (f->window);
  f->page = UI_CURVES_PAGE (ui_find (GTK_WIDGET (f->window), UI_TYPE_CURVES_PAGE));
  f->bar = ui_find (GTK_WIDGET (f->page), UI_TYPE_QUESTION_BAR);
  f->results = ui_find (GTK_WIDGET (f->page), UI_TYPE_RESULTS);
  ui_wait (has_answer, f, "the first answer");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.page", "s", "curves");
  ui_settle ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, application, "the window to close");
}

/* --- what is copied --------------------------------------------------------------------------- */

/* What natality-cli prints of this register. (transfer full) */
static char *
cli (Fixture    *f,
     const char *command,
     const char *options)
{
  g_autofree char *path = g_shell_quote (session_register_path (f->reg));
  g_autofree char *line = g_strdup_printf ("%s %s %s --format csv %s", g_getenv ("NATALITY_CLI"),
                                           command, path, options);
  g_autofree char *errors = NULL;
  char *text = NULL;
  int status = 0;
  GError *error = NULL;

  g_spawn_command_line_sync (line, &text, &errors, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", line, errors);
  return text;
}

typedef struct
{
  char *text;
  gboolean done;
} Clip;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Clip *clip = data;

  clip->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  clip->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Clip *) data)->done;
}

static GtkWidget *
find_tip (GtkWidget  *root,
          const char *tip)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_widget_get_tooltip_text (root), tip) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_tip (child, tip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* By the keyboard; the clipboard then holds what the command line prints. */
static void
assert_copied (Fixture    *f,
               const char *tip,
               const char *command,
               const char *options)
{
  GtkWidget *button = find_tip (view_of (f), tip);
  g_autofree char *expected = cli (f, command, options);
  Clip clip = { 0 };

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_grab_focus (button));
  ui_key (GDK_KEY_Return, 0);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (button), NULL, read_cb, &clip);
  ui_wait (is_done, &clip, "the clipboard");
  g_assert_cmpstr (clip.text, ==, expected);
  g_free (clip.text);
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

static void
test_tests (Fixture       *f,
            gconstpointer  data)
{
  GtkWidget *strata;

  /* Without groups it says what to do, and leads there. */
  open_view (f, "Tests");
  g_assert_true (says (f, "A test compares groups of patients. Choose what to group by."));
  ui_click (ui_find_button (f->results, "Choose Groups"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (f->window)),
                                         control (f, "by"))
                 || gtk_window_get_focus (GTK_WINDOW (f->window)) == control (f, "by"));

  group_by (f, STAGE);
  ui_wait (has_figures, f, "the tests");
  ui_settle ();
  assert_copied (f, "Copy the tests as CSV", "test", "--by stage");
  g_assert_cmpstr (last_in_line (f, "Log-rank"), ==, "0.080"); /* as natality-cli's text */
  g_assert_cmpstr (last_in_line (f, "Gray"), ==, "0.053");
  g_assert_true (says (f, "17.2"));
  /* No p without the difference beside it. */
  g_assert_true (says (f, "Difference after transfer 3"));
  g_assert_false (says (f, "Log-rank within strata"));

  strata = GTK_WIDGET (gtk_widget_get_template_child (
      ui_find (f->results, UI_TYPE_RESULTS_TESTS), UI_TYPE_RESULTS_TESTS, "strata"));
  choose (strata, "Primary or secondary");
  g_assert_false (says (f, "Log-rank")); /* those without strata are gone at once */
  ui_wait (has_figures, f, "the stratified tests");
  ui_settle ();
  g_assert_true (says (f, "Log-rank within strata"));
  assert_copied (f, "Copy the tests as CSV", "test", "--by stage --strata rpl_type");
}

/* Bands are ordered: a trend; and more than two groups make pairs. */
static void
test_pairs (Fixture       *f,
            gconstpointer  data)
{
  group_by (f, "Losses before referral");
  open_view (f, "Tests");
  ui_wait (has_figures, f, "the tests");
  ui_settle ();
  g_assert_cmpstr (last_in_line (f, "Log-rank for trend"), ==, "0.34");
  g_assert_true (says (f, "Pairs of groups"));
  assert_copied (f, "Copy the tests as CSV", "test",
                 "--by losses_before_referral:3,4,5 --trend");

  /* Few patients: the permutation test, with its seed. */
  type_into (control (f, "filter"), "age < 33");
  ui_wait (is_answered, f, "the filtered answer");
  ui_wait (has_figures, f, "the tests of the few");
  ui_settle ();
  g_assert_true (says (f, "Permutation: studentised log-rank, 9999 permutations of the groups, "
                          "seed 1."));
  assert_copied (f, "Copy the tests as CSV", "test",
                 "--by losses_before_referral:3,4,5 --trend --where 'age < 33'");
}

/* --- the ledger ------------------------------------------------------------------------------- */

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
  g_assert_true (says (f, head));
  g_assert_true (says (f, line));
}

/* What was looked at is counted, once, and its p adjusted for all of it. */
static void
test_ledger (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *button;

  group_by (f, STAGE);
  g_assert_cmpuint (analysis_ledger_n (session_register_ledger (f->reg)), ==, 0);
  open_view (f, "Tests");
  ui_wait (has_figures, f, "the tests");
  ui_settle ();
  assert_comparison (f, 1, 1);
  group_by (f, "Primary or secondary");
  ui_wait (has_figures, f, "the tests of another group");
  ui_settle ();
  assert_comparison (f, 2, 2);
  group_by (f, STAGE);
  ui_wait (has_figures, f, "the first tests again");
  ui_settle ();
  assert_comparison (f, 1, 2);
  g_assert_cmpfloat (analysis_ledger_get (session_register_ledger (f->reg), 0)->p, <, 0.081);

  button = ui_find_button (view_of (f), "All Comparisons");
  gtk_menu_button_popup (
      GTK_MENU_BUTTON (gtk_widget_get_ancestor (button, GTK_TYPE_MENU_BUTTON)));
  ui_settle ();
  g_assert_nonnull (ui_find_shown_label (view_of (f), "1. stage: Blastocyst against Cleavage "
                                                      "stage, log-rank"));
  g_assert_nonnull (ui_find_shown_label (view_of (f), "2. rpl_type: "));
  ui_key (GDK_KEY_Escape, 0);
}

/* --- never of another question ---------------------------------------------------------------- */

static gboolean
is_new (gpointer data)
{
  return has_figures (data) && !g_str_equal (last_in_line (data, "Log-rank"), "0.080");
}

static gboolean
is_old (gpointer data)
{
  return has_figures (data) && g_str_equal (last_in_line (data, "Log-rank"), "0.080");
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
  group_by (f, STAGE);
  open_view (f, "Tests");
  ui_wait (has_figures, f, "the tests");
  g_assert_cmpstr (last_in_line (f, "Log-rank"), ==, "0.080");
  save_a_birth (f);
  ui_wait (is_new, f, "the tests of the changed register");
  ui_settle ();
  assert_copied (f, "Copy the tests as CSV", "test", "--by stage");
  ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  ui_wait (is_old, f, "the tests as they were");
}

/* Once another question is asked nothing of the last one is to be seen, and of several in a row
 * the last one's figures come. */
static void
test_stale (Fixture       *f,
            gconstpointer  data)
{
  static const char *const views[] = { "Tests", "Model", "Baseline" };

  group_by (f, STAGE);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      open_view (f, views[i]);
      ui_wait (has_figures, f, views[i]);
      choose (control (f, "by"), "Primary or secondary");
      g_assert_false (has_figures (f));
      choose (control (f, "by"), "Smoking");
      choose (control (f, "by"), STAGE);
      g_assert_false (has_figures (f));
      ui_wait (is_answered, f, "the last answer");
      ui_wait (has_figures, f, views[i]);
      ui_settle ();
    }
  assert_copied (f, "Copy the baseline table as CSV", "table", "--by stage");
  /* A view that wasn't seen meanwhile asks when it is. */
  open_view (f, "Tests");
  ui_wait (has_figures, f, "the tests");
  assert_copied (f, "Copy the tests as CSV", "test", "--by stage");
}

/* --- a model ---------------------------------------------------------------------------------- */

static void
test_model (Fixture       *f,
            gconstpointer  data)
{
  group_by (f, STAGE);
  open_view (f, "Model");
  ui_wait (has_figures, f, "the model");
  ui_settle ();
  assert_copied (f, "Copy the model as CSV", "model", "--terms 'stage + age' --link logit");
  g_assert_true (says (f, "Stage of best embryo: Blastocyst against Cleavage stage"));
  g_assert_true (says (f, "52 patients, 32 births (16.0 for each coefficient); 0 left out for a "
                          "missing term."));

  /* What can't be read is said in words, and no figures stand beside it. */
  type_into (model_control (f, "terms"), "age + lossess");
  g_assert_true (says (f, "Term “lossess”: Character 1: There is no field “lossess”."));
  g_assert_false (has_figures (f));
  /* So is what can't be used, which only the data tell. */
  type_into (model_control (f, "terms"), "rcs(smoking,4)");
  ui_settle ();
  g_assert_true (says (f, "Term “rcs(smoking,4)”: it is no number."));
  g_assert_false (has_figures (f));

  /* A field is found by its name and added. */
  type_into (model_control (f, "terms"), "age");
  ui_wait (has_figures, f, "the model of age");
  ui_click (model_control (f, "add_term"));
  ui_type ("bmi");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_figures, f, "the model of two");
  ui_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (model_control (f, "terms"))), ==,
                   "age + bmi");
  assert_copied (f, "Copy the model as CSV", "model", "--terms 'age + bmi' --link logit");

  /* What was typed stays when the groups change. */
  group_by (f, "Smoking");
  ui_wait (has_figures, f, "the model");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (model_control (f, "terms"))), ==,
                   "age + bmi");
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

  open_view (f, "Model");
  type_into (model_control (f, "terms"), "stage + age");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *options = g_strdup_printf ("--terms 'stage + age' %s", kinds[i][1]);

      choose (model_control (f, "kind"), kinds[i][0]);
      ui_wait (has_figures, f, kinds[i][0]);
      ui_settle ();
      g_assert_true (gtk_widget_get_visible (model_control (f, "firth_box")) == (i == 0));
      assert_copied (f, "Copy the model as CSV", "model", options);
    }
}

/* Few births for the coefficients: the penalty comes by itself; separated: it is offered. */
static void
test_firth (Fixture       *f,
            gconstpointer  data)
{
  open_view (f, "Model");
  type_into (model_control (f, "terms"), AGES);
  ui_wait (has_figures, f, "the separated model");
  ui_settle ();
  g_assert_true (says (f, "Not estimable: on one side of it all or none gave birth (separated)."));
  assert_copied (f, "Copy the model as CSV", "model", "--terms " AGES " --link logit");
  ui_click (ui_find_button (f->results, "Use Firth’s Penalty"));
  ui_wait (has_figures, f, "the penalised model");
  ui_settle ();
  g_assert_false (says (f, "Not estimable: on one side of it all or none gave birth (separated)."));
  assert_copied (f, "Copy the model as CSV", "model", "--terms " AGES " --link logit --firth");

  choose (model_control (f, "firth"), "below 5 births per coefficient");
  type_into (model_control (f, "terms"), "age + bmi + stage + kind + smoking + rpl_type");
  ui_wait (has_figures, f, "the model by rule");
  ui_settle ();
  g_assert_true (says (f, "Discrete hazards, logit, Firth's penalty"));
  assert_copied (f, "Copy the model as CSV", "model",
                 "--terms 'age + bmi + stage + kind + smoking + rpl_type' --link logit");
}

/* --- the baseline table ----------------------------------------------------------------------- */

static void
test_baseline (Fixture       *f,
               gconstpointer  data)
{
  GtkWidget *choose_button;

  open_view (f, "Baseline");
  ui_wait (has_figures, f, "the table by outcome");
  ui_settle ();
  g_assert_true (says (f, "None so far"));
  assert_copied (f, "Copy the baseline table as CSV", "table", "");

  group_by (f, STAGE);
  ui_wait (has_figures, f, "the table by groups");
  ui_settle ();
  assert_copied (f, "Copy the baseline table as CSV", "table", "--by stage");
  g_assert_true (says (f, "BMI, kg/m²"));

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
  ui_wait (has_figures, f, "the table of others");
  ui_settle ();
  g_assert_false (says (f, "BMI, kg/m²"));
  g_assert_true (says (f, "Endometrial preparation"));
  assert_copied (f, "Copy the baseline table as CSV", "table",
                 "--by stage --variables age_at_index_transfer,losses_before_referral,"
                 "losses_after_art,rpl_type,births_before_referral,smoking,earlier_transfers,"
                 "embryos_transferred,kind,treatment,preparation");
}

/* --- estimates -------------------------------------------------------------------------------- */

static void
test_estimates (Fixture       *f,
                gconstpointer  data)
{
  group_by (f, STAGE);
  ui_settle ();
  assert_copied (f, "Copy the curves as CSV", "curve", "--by stage");
  g_assert_true (says (f, "Blastocyst less Cleavage stage"));
  g_assert_true (says (f, "29.8")); /* test --by stage --at 3 */
  g_assert_true (says (f, "Mean number of transfers until a birth, at most 3"));
}

/* Weighted for drop-out: the terms are asked for, and read. */
static void
test_weights (Fixture       *f,
              gconstpointer  data)
{
  group_by (f, STAGE);
  choose (control (f, "estimator"), "Weighted for drop-out");
  g_assert_true (gtk_widget_get_visible (control (f, "weights_box")));
  type_into (control (f, "terms"), "k + agee");
  g_assert_nonnull (ui_find_shown_label (f->bar,
                                         "Term “agee”: Character 1: There is no field “agee”."));
  type_into (control (f, "terms"), "k + age");
  ui_wait (is_answered, f, "the weighted answer");
  ui_settle ();
  g_assert_true (says (f, "Weights from a logistic model of stopping on k + age."));
  assert_copied (f, "Copy the curves as CSV", "curve",
                 "--by stage --estimator ipcw --drop-out-terms 'k + age'");
  choose (control (f, "truncate"), "at 5 % and 95 %");
  ui_wait (is_answered, f, "the answer with weights cut");
  ui_settle ();
  assert_copied (f, "Copy the curves as CSV", "curve",
                 "--by stage --estimator ipcw --drop-out-terms 'k + age' --truncate 0.05");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/results/" name, Fixture, NULL, set_up, function, tear_down)
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
  ADD ("weights", test_weights);
#undef ADD
  return ui_run_tests (application);
}
