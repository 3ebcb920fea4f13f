/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trial planner: what it shows and copies is what natality-cli says of the same numbers
 * (NATALITY_CLI names it), never of others, and it leaves nothing behind. By the keyboard. */
#include <string.h>

#include "base-number.h"
#include "report-method.h"
#include "report-plan.h"
#include "test-reference.h"
#include "ui-harness.h"
#include "ui-number-entry.h"
#include "ui-plan-dialog.h"
#include "ui-results-fixture.h"
#include "ui-study.h"

#define COPY "Copy the plan as CSV"
#define MISSING "A number beside is missing or can’t be used."

/* --- the dialog ------------------------------------------------------------------------------- */

typedef struct
{
  Fixture base;
  GtkWidget *dialog;
} Plan;

static GtkWidget *
control (Plan       *p,
         const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (p->dialog, UI_TYPE_PLAN_DIALOG, name));
}

static GtkWidget *
part_of (GtkWidget  *entry,
         const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (entry, UI_TYPE_NUMBER_ENTRY, name));
}

static GtkWidget *
study_of (Plan *p)
{
  GtkWidget *study = control (p, "proportions_study");

  return gtk_widget_get_mapped (study) ? study : control (p, "curves_study");
}

static const char *
state_of (Plan *p)
{
  return gtk_stack_get_visible_child_name (
      GTK_STACK (gtk_widget_get_template_child (study_of (p), UI_TYPE_STUDY, "stack")));
}

static gboolean
has_figures (gpointer data)
{
  return g_str_equal (state_of (data), "figures");
}

static gboolean
says_more (gpointer data)
{
  return ui_find_shown_label (((Plan *) data)->dialog, "Curves page asks about.") != NULL;
}

static gboolean
say (Plan       *p,
     const char *text)
{
  return ui_find_shown_label (p->dialog, text) != NULL;
}

/* GTK's own macro takes a percent sign for a format. */
static void
assert_label (GtkWidget  *widget,
              const char *label)
{
  g_autofree char *other = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  g_assert_null (other);
}

static void
open_dialog (Plan *p)
{
  gtk_widget_activate_action (GTK_WIDGET (p->base.window), "win.plan-trial", NULL);
  p->dialog = ui_find_window (UI_TYPE_PLAN_DIALOG);
  g_assert_nonnull (p->dialog);
  ui_settle ();
  ui_wait (says_more, p, "the answer in the dialog");
}

static void
type (Plan       *p,
      const char *name,
      const char *text)
{
  ui_type_over (part_of (control (p, name), "entry"), text);
}

/* Waits for the figures. */
static void
make (Plan       *p,
      const char *what)
{
  ui_wait (has_figures, p, what);
  ui_settle ();
}

static void
set_up (Plan          *p,
        gconstpointer  data)
{
  results_set_up (&p->base, NULL);
}

static void
tear_down (Plan          *p,
           gconstpointer  data)
{
  if (p->dialog != NULL)
    gtk_window_close (GTK_WINDOW (p->dialog));
  ui_settle ();
  results_tear_down (&p->base, NULL);
}

/* --- what natality-cli says ------------------------------------------------------------------- */

/* source: whether of the register. (transfer full) */
static char *
cli (Plan       *p,
     gboolean    source,
     const char *format,
     const char *options)
{
  g_autofree char *path = g_shell_quote (session_register_path (p->base.reg));
  g_autofree char *line = g_strdup_printf ("%s plan %s --format %s %s", g_getenv ("NATALITY_CLI"),
                                           source ? path : "", format, options);
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

static JsonNode *
cli_json (Plan       *p,
          gboolean    source,
          const char *options)
{
  g_autofree char *text = cli (p, source, "json", options);
  GError *error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static double
number (JsonNode   *node,
        const char *parent,
        const char *name)
{
  g_autofree char *path = g_strconcat (parent, "/", name, NULL);

  return test_reference_number (test_reference_get (node, path));
}

/* The cell of a column in the line of this name, or with this in it, in a card that is shown. */
static const char *
cell (Plan       *p,
      const char *line,
      int         column)
{
  GtkWidget *label = ui_find_label (study_of (p), line), *grid;
  int row;

  if (label == NULL)
    label = ui_find_shown_label (study_of (p), line);
  if (label == NULL)
    g_error ("there is no line “%s”", line);
  grid = gtk_widget_get_parent (label);
  gtk_grid_query_child (GTK_GRID (grid), label, NULL, &row, NULL, NULL);
  return gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), column, row)));
}

static void
assert_percent (Plan       *p,
                const char *line,
                int         column,
                double      share)
{
  g_autofree char *text = report_percent (share, 1);

  g_assert_cmpstr (cell (p, line, column), ==, text);
}

/* Of the first group; what stands after the plus is the second's. */
static void
assert_first (Plan       *p,
              const char *line,
              int         column,
              double      count)
{
  g_autofree char *first = base_count_to_display ((guint64) count);
  g_autofree char *text = g_strconcat (first, " + ", NULL);

  if (!g_str_has_prefix (cell (p, line, column), text))
    g_error ("%s: “%s” isn't %s", line, cell (p, line, column), text);
}

static void
assert_proportions (Plan       *p,
                    const char *options)
{
  static const char *const methods[] = { "unpooled", "pooled", "corrected", "exact" };
  g_autoptr (JsonNode) node = cli_json (p, FALSE, options);
  g_autofree char *csv = cli (p, FALSE, "csv", options);
  g_autofree char *copied = NULL;

  for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autofree char *parent = g_strconcat ("proportions/", methods[m], NULL);
      const char *line = report_plan_method_name (m);

      assert_first (p, line, 1, number (node, parent, "patients"));
      assert_first (p, line, 2, number (node, parent, "inflated"));
      assert_percent (p, line, 3, number (node, parent, "power"));
    }
  copied = results_copied (p->dialog, COPY);
  g_assert_cmpstr (copied, ==, csv);
}

static void
assert_curves (Plan       *p,
               const char *options)
{
  g_autoptr (JsonNode) node = cli_json (p, TRUE, options);
  g_autofree char *csv = cli (p, TRUE, "csv", options);
  g_autofree char *copied = NULL;

  assert_first (p, "Patients", 1, number (node, "curves", "patients"));
  assert_first (p, "To enrol", 1, number (node, "curves", "inflated"));
  assert_percent (p, "Power, log-rank over transfers", 1, number (node, "curves", "power"));
  if (number (node, "curves", "simulations") > 0)
    assert_percent (p, "simulated trials, seed 1", 1, number (node, "curves", "simulated"));
  assert_percent (p, "Schoenfeld’s formula, for comparison only", 1,
                  number (node, "curves", "schoenfeld"));
  assert_percent (p, "Within ", 1, number (node, "curves", "conservative_a"));
  assert_percent (p, "Within ", 2, number (node, "curves", "conservative_b"));
  assert_percent (p, "2", 1, number (node, "curves/hazard_a", "1"));
  assert_percent (p, "2", 2, number (node, "curves/hazard_b", "1"));
  assert_percent (p, "2", 3, number (node, "curves/stop", "1"));
  copied = results_copied (p->dialog, COPY);
  g_assert_cmpstr (copied, ==, csv);
}

/* --- the parts -------------------------------------------------------------------------------- */

static void
test_proportions (Plan          *p,
                  gconstpointer  data)
{
  GtkWidget *entry;

  open_dialog (p);
  /* The first chance is the page's at its read-out, the second is for a person to choose. */
  entry = part_of (control (p, "chance_a"), "entry");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "61");
  g_assert_true (say (p, "In this register 60.8\302\240% after transfer 3: Conservative"));
  g_assert_true (say (p, report_plan_caution ()));
  assert_label (entry, "Chance in the first group, %");
  g_assert_true (say (p, "Type the chance in the second group"));
  g_assert_cmpstr (state_of (p), ==, "message");
  ui_type ("75"); /* where the focus is */
  make (p, "the first plan");
  assert_proportions (p, "--rates 0.61,0.75");

  type (p, "chance_a", "40");
  type (p, "chance_b", "55,5"); /* a comma does as well */
  type (p, "power", "90");
  type (p, "alpha", "0.01");
  type (p, "ratio", "1.5");
  type (p, "drop_out", "12.5");
  make (p, "the second plan");
  assert_proportions (p, "--rates 0.4,0.555 --power 0.9 --alpha 0.01 --ratio 1.5 "
                         "--drop-out 0.125");

  /* The power of so many patients. */
  results_choose (control (p, "find"), "the power of some patients");
  g_assert_false (has_figures (p));
  g_assert_false (gtk_widget_get_visible (control (p, "power")));
  type (p, "patients", "150");
  make (p, "the power");
  assert_proportions (p, "--rates 0.4,0.555 --patients 150 --alpha 0.01 --ratio 1.5 "
                         "--drop-out 0.125");
  g_assert_true (say (p, "The power of 150 patients in the first group"));
  type (p, "patients", "2500");
  make (p, "the power of many");
  g_assert_cmpstr (cell (p, "Fisher's exact test", 3), ==, "–");
  g_assert_true (say (p, "is worked out for up to 2,000 patients in a group."));

  /* No number finds what isn't there. */
  results_choose (control (p, "find"), "the patients for a power");
  type (p, "chance_b", "40");
  make (p, "the plan without a difference");
  g_assert_cmpstr (cell (p, "Pooled variance", 1), ==, "–");
  g_assert_true (say (p, "The two chances are the same"));
}

static void
test_curves (Plan          *p,
             gconstpointer  data)
{
  results_type (results_control (&p->base, "filter"), "age < 38");
  ui_wait (results_is_answered, p, "the filtered answer");
  results_group_by (&p->base, "Smoking");
  open_dialog (p);
  g_assert_true (say (p, "Filter: age < 38."));
  g_assert_true (say (p, "It compares groups; here they are taken together."));
  ui_click (ui_find_button (p->dialog, "Two Curves"));
  g_assert_true (say (p, "Type the odds ratio that the trial should be able to find."));
  type (p, "odds_ratio", "1,5");
  make (p, "the curves");
  assert_curves (p, "--where 'age < 38' --transfers 3 --odds-ratio 1.5 --simulations 1000");

  results_choose (control (p, "transfers"), "4");
  type (p, "odds_ratio", "2");
  type (p, "drop_out", "20");
  type (p, "simulations", "0");
  make (p, "the curves without simulation");
  g_assert_false (say (p, "simulated trials"));
  assert_curves (p, "--where 'age < 38' --transfers 4 --odds-ratio 2 --drop-out 0.2");

  results_choose (control (p, "find"), "the power of some patients");
  type (p, "patients", "60");
  type (p, "simulations", "500");
  make (p, "the power");
  assert_curves (p, "--where 'age < 38' --transfers 4 --odds-ratio 2 --drop-out 0.2 --patients 60 "
                    "--simulations 500");

  results_choose (control (p, "find"), "the patients for a power");
  type (p, "odds_ratio", "1");
  make (p, "no difference");
  g_assert_cmpstr (cell (p, "Patients", 1), ==, "–");
  g_assert_true (say (p, "An odds ratio of 1 is no difference"));
}

/* Another dataset, as when something that was being saved is there: it is asked again. */
static void
test_change (Plan          *p,
             gconstpointer  data)
{
  open_dialog (p);
  type (p, "chance_a", "40");
  type (p, "chance_b", "55");
  make (p, "the plan");
  g_signal_emit_by_name (p->base.reg, "dataset-changed");
  g_assert_false (has_figures (p));
  make (p, "the plan of another dataset");
  assert_proportions (p, "--rates 0.4,0.55"); /* what was typed is still there */
  ui_click (ui_find_button (p->dialog, "Two Curves"));
  results_choose (control (p, "transfers"), "5");
  type (p, "odds_ratio", "2");
  make (p, "the curves");
  g_signal_emit_by_name (p->base.reg, "dataset-changed");
  make (p, "the curves of another dataset");
  assert_curves (p, "--transfers 5 --odds-ratio 2 --simulations 1000");
}

/* --- what can't be used ----------------------------------------------------------------------- */

static void
test_bad (Plan          *p,
          gconstpointer  data)
{
  static const struct
  {
    const char *name, *bad, *sentence, *good;
  } cases[] = { { "chance_a", "0", "A percentage between 0 and 100, such as 40.", "40" },
                { "chance_a", "100", "A percentage between 0 and 100, such as 40.", "40" },
                { "chance_b", "half", "A percentage between 0 and 100, such as 55.", "55" },
                { "power", "0.8", "A percentage from 1 to 99.99, such as 80.", "80" },
                { "alpha", "5", "A number between 0 and 1, such as 0.05.", "0.05" },
                { "ratio", "0", "A number from 0.01 to 100, such as 1.", "1" },
                { "drop_out", "100", "A percentage from 0 to 99, such as 10.", "0" },
                { "drop_out", "1.000,5", "A percentage from 0 to 99, such as 10.", "0" } };

  open_dialog (p);
  type (p, "chance_a", "40");
  type (p, "chance_b", "55");
  make (p, "the plan");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *entry = control (p, cases[i].name);

      g_test_message ("%s: %s", cases[i].name, cases[i].bad);
      type (p, cases[i].name, cases[i].bad);
      g_assert_nonnull (ui_find_shown_label (entry, cases[i].sentence));
      gtk_test_accessible_assert_state (part_of (entry, "entry"), GTK_ACCESSIBLE_STATE_INVALID,
                                        GTK_ACCESSIBLE_INVALID_TRUE);
      g_assert_false (has_figures (p));
      g_assert_true (say (p, MISSING));
      type (p, cases[i].name, cases[i].good);
      g_assert_null (ui_find_shown_label (entry, cases[i].sentence));
      make (p, "the plan again");
    }
  assert_proportions (p, "--rates 0.4,0.55");

  /* What was made in the other part was of these numbers too. */
  ui_click (ui_find_button (p->dialog, "Two Curves"));
  type (p, "odds_ratio", "2");
  make (p, "the curves");
  type (p, "simulations", "1.5");
  g_assert_nonnull (ui_find_shown_label (control (p, "simulations"), "A whole number"));
  g_assert_false (has_figures (p));
  type (p, "simulations", "100");
  type (p, "power", "");
  ui_key (GDK_KEY_BackSpace, 0);
  g_assert_false (has_figures (p));
  ui_click (ui_find_button (p->dialog, "Two Proportions"));
  g_assert_false (has_figures (p));
  g_assert_true (say (p, MISSING));
  type (p, "power", "90");
  make (p, "the plan for another power");
  assert_proportions (p, "--rates 0.4,0.55 --power 0.9");
}

/* --- nothing is left behind ------------------------------------------------------------------- */

static gboolean
can_cancel (gpointer data)
{
  Plan *p = data;
  GtkWidget *button = ui_find_button (p->dialog, "Cancel");

  return g_str_equal (state_of (p), "waiting") && button != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* Hours of work. */
static void
begin_long (Plan *p)
{
  ui_click (ui_find_button (p->dialog, "Two Curves"));
  results_choose (control (p, "find"), "the power of some patients");
  type (p, "odds_ratio", "1.5");
  type (p, "patients", "20000");
  type (p, "simulations", "1000000");
}

static void
test_cancel (Plan          *p,
             gconstpointer  data)
{
  gpointer study;

  open_dialog (p);
  begin_long (p);
  ui_wait (can_cancel, p, "Cancel");
  ui_click (ui_find_button (p->dialog, "Cancel"));
  g_assert_true (say (p, "Cancelled."));
  type (p, "simulations", "200");
  type (p, "patients", "200");
  make (p, "what takes less");
  assert_curves (p, "--transfers 3 --patients 200 --simulations 200 --odds-ratio 1.5");

  /* Closed while it works: the work holds its study, so that it has ended once that is gone. */
  type (p, "patients", "20000");
  type (p, "simulations", "1000000");
  ui_wait (can_cancel, p, "the work");
  study = control (p, "curves_study");
  g_object_add_weak_pointer (G_OBJECT (p->dialog), (gpointer *) &p->dialog);
  g_object_add_weak_pointer (study, &study);
  ui_key (GDK_KEY_Escape, 0);
  g_assert_null (ui_find_window (UI_TYPE_PLAN_DIALOG));
  ui_wait (is_gone, &study, "the end of the work");
  g_assert_null (p->dialog);
}

/* --- the method, and the way there ------------------------------------------------------------ */

static GtkWidget *
method_button (Plan *p)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (p->dialog));
  GtkWidget *button = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON) : NULL;

  return button != NULL && gtk_widget_has_css_class (button, "method-button") ? button : NULL;
}

static void
test_method (Plan          *p,
             gconstpointer  data)
{
  GtkWidget *button = NULL, *popover;

  gtk_widget_activate_action (GTK_WIDGET (p->base.window), "win.menu", NULL);
  ui_settle ();
  ui_click (ui_find_shown_label (ui_find (GTK_WIDGET (p->base.window), GTK_TYPE_POPOVER_MENU),
                                 "Plan a Trial…"));
  p->dialog = ui_find_window (UI_TYPE_PLAN_DIALOG);
  g_assert_nonnull (p->dialog);
  ui_wait (says_more, p, "the answer in the dialog");
  ui_type ("75");
  make (p, "the plan");
  for (guint tabs = 0; tabs < 20 && button == NULL; tabs++)
    {
      ui_key (GDK_KEY_Tab, 0);
      button = method_button (p);
    }
  g_assert_nonnull (button);
  assert_label (button, "Methods: 61\302\240% against 75\302\240%");
  ui_key (GDK_KEY_Return, 0);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  g_assert_true (gtk_widget_get_mapped (popover));
  g_assert_nonnull (ui_find_shown_label (popover, report_method ("power-unpooled")->what));
  ui_key (GDK_KEY_Escape, 0);
  g_assert_false (gtk_widget_get_mapped (popover));
  g_assert_nonnull (ui_find_window (UI_TYPE_PLAN_DIALOG)); /* only the popover was closed */
}

static void
test_unavailable (Plan          *p,
                  gconstpointer  data)
{
  UiWindow *empty = ui_window_new (GTK_APPLICATION (results_application));

  gtk_window_present (GTK_WINDOW (empty));
  ui_settle ();
  gtk_widget_activate_action (GTK_WIDGET (empty), "win.plan-trial", NULL);
  ui_settle ();
  g_assert_null (ui_find_window (UI_TYPE_PLAN_DIALOG));
  gtk_window_close (GTK_WINDOW (empty));

  /* Nobody: proportions don't need anybody, curves do. */
  results_type (results_control (&p->base, "filter"), "age < 10");
  ui_wait (results_is_answered, p, "the answer of nobody");
  open_dialog (p);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (part_of (control (p, "chance_a"),
                                                                 "entry"))), ==, "");
  type (p, "chance_a", "40");
  type (p, "chance_b", "55");
  make (p, "the plan");
  ui_click (ui_find_button (p->dialog, "Two Curves"));
  type (p, "odds_ratio", "2");
  g_assert_cmpstr (state_of (p), ==, "message");
  g_assert_false (gtk_widget_get_sensitive (control (p, "transfers")));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  results_application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, function) g_test_add ("/ui/plan/" name, Plan, NULL, set_up, function, tear_down)
  ADD ("proportions", test_proportions);
  ADD ("curves", test_curves);
  ADD ("change", test_change);
  ADD ("bad", test_bad);
  ADD ("cancel", test_cancel);
  ADD ("method", test_method);
  ADD ("unavailable", test_unavailable);
#undef ADD
  return ui_run_tests (results_application);
}
