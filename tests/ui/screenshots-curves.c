/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screenshots-curves.h"

#include "analysis-subgroups.h"
#include "ui-chart-view.h"
#include "ui-curves-page.h"
#include "ui-export-dialog.h"
#include "ui-number-entry.h"
#include "ui-plan-dialog.h"
#include "ui-published-choice.h"
#include "ui-question-bar.h"
#include "ui-results-baseline.h"
#include "ui-results-forest.h"
#include "ui-results-model.h"
#include "ui-results-further.h"
#include "ui-results.h"
#include "ui-study.h"

static GtkWidget *bar;
static UiCurvesPage *page;

static gboolean
is_answered (gpointer data)
{
  const AnalysisAnswer *answer = ui_curves_page_get_answer (page);
  const AnalysisQuestion *asked = ui_question_bar_get_question (UI_QUESTION_BAR (bar));

  return answer != NULL && g_strcmp0 (answer->question->by, asked->by) == 0
         && g_strcmp0 (answer->question->where, asked->where) == 0
         && answer->question->estimator == asked->estimator
         && answer->question->index == asked->index;
}

static GtkWidget *
child (const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (bar, UI_TYPE_QUESTION_BAR, name));
}

static void
choose (const char *name,
        guint       selected)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (name)), selected);
}

/* Groups by the variable of this label, in whatever language; "": by nothing. */
static void
group_by (const char *label)
{
  GListModel *labels = gtk_drop_down_get_model (GTK_DROP_DOWN (child ("by")));

  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    if (*label == '\0'
        || g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (labels), i),
                        g_dgettext (GETTEXT_PACKAGE, label)))
      {
        choose ("by", i);
        break;
      }
  ui_wait (is_answered, NULL, "the answer");
}

static void
filter (const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (child ("filter")), text);
  g_signal_emit_by_name (child ("filter"), "activate");
  ui_settle ();
}

static GtkWidget *
export_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) each = g_list_model_get_item (windows, i);

      if (UI_IS_EXPORT_DIALOG (each))
        return each;
    }
  g_error ("there is no dialog");
}

static void
shoot_dialog (ScreenshotFunc  shoot,
              UiWindow       *window)
{
  GtkWidget *dialog, *width;

  gtk_widget_activate_action (GTK_WIDGET (page), "curves.export", NULL);
  ui_settle ();
  dialog = export_dialog ();
  shoot (dialog, "export");
  width = GTK_WIDGET (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "width"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (width), 85);
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "theme")), 1);
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "kind")), 1);
  shoot (dialog, "export-column");
  ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), "/nowhere/figure.pdf");
  shoot (dialog, "export-error");
  gtk_window_close (GTK_WINDOW (dialog));
  ui_settle ();
}

/* The popover isn't drawn with its window. */
static void
shoot_method (ScreenshotFunc  shoot,
              UiWindow       *window)
{
  GtkWidget *button = ui_find (ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS), GTK_TYPE_MENU_BUTTON);

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_settle ();
  shoot (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), "curves-method");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  ui_settle ();
}

/* --- the views beside the chart --------------------------------------------------------------- */

static GtkWidget *
results_stack (void)
{
  return GTK_WIDGET (gtk_widget_get_template_child (
      ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS), UI_TYPE_RESULTS, "stack"));
}

static GtkWidget *
visible_view (void)
{
  return gtk_stack_get_visible_child (GTK_STACK (results_stack ()));
}

static gboolean
is_reckoned (gpointer data)
{
  GtkWidget *study = ui_find (visible_view (), UI_TYPE_STUDY);
  const char *name;

  /* What isn't opened is asked for by nobody. */
  if (study == NULL || !gtk_widget_get_mapped (study))
    return TRUE;
  name = gtk_stack_get_visible_child_name (
      GTK_STACK (gtk_widget_get_template_child (study, UI_TYPE_STUDY, "stack")));
  return g_str_equal (name, "figures") || g_str_equal (name, "message");
}

/* To a part of the view: 0 its beginning, 1 its end. */
static void
scroll_view (double part)
{
  GtkAdjustment *adjustment
    = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (visible_view ()));

  ui_settle ();
  gtk_adjustment_set_value (adjustment, part * (gtk_adjustment_get_upper (adjustment)
                                                - gtk_adjustment_get_page_size (adjustment)));
  ui_settle ();
}

static void
show_view (const char *view)
{
  ui_results_show (UI_RESULTS (ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS)), view);
  ui_settle ();
  ui_wait (is_reckoned, NULL, "the figures");
  scroll_view (0);
}

static void
shoot_views (ScreenshotFunc  shoot,
             UiWindow       *window,
             const char     *groups)
{
  static const char *const views[] = { "tests",    "model", "forest",
                                       "baseline", "flow",  "estimates" };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *begin = g_strdup_printf ("curves-%s-%s", groups, views[i]);
      g_autofree char *end = g_strdup_printf ("%s-end", begin);

      show_view (views[i]);
      shoot (GTK_WIDGET (window), begin);
      scroll_view (1);
      shoot (GTK_WIDGET (window), end);
      scroll_view (0);
    }
}

/* What is opened under the estimates. */
static void
shoot_further (ScreenshotFunc  shoot,
               UiWindow       *window,
               const char     *groups)
{
  GtkWidget *further = ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS_FURTHER);
  GtkExpander *expander = GTK_EXPANDER (
      gtk_widget_get_template_child (further, UI_TYPE_RESULTS_FURTHER, "expander"));

  show_view ("estimates");
  gtk_expander_set_expanded (expander, TRUE);
  ui_settle ();
  ui_wait (is_reckoned, NULL, "the further figures");
  for (guint part = 1; part <= 4; part++)
    {
      g_autofree char *name = g_strdup_printf ("curves-further-%s-%u", groups, part);

      scroll_view (part / 4.0);
      shoot (GTK_WIDGET (window), name);
    }
  gtk_expander_set_expanded (expander, FALSE);
  scroll_view (0);
}

static GtkWidget *
menu_button_of (GtkWidget *button)
{
  return gtk_widget_get_ancestor (button, GTK_TYPE_MENU_BUTTON);
}

static void
shoot_ledger (ScreenshotFunc shoot)
{
  g_autofree char *text = ui_shown_text ("All _Comparisons");
  GtkWidget *button;

  show_view ("tests");
  button = menu_button_of (ui_find_button (visible_view (), text));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_settle ();
  shoot (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), "curves-ledger");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
}

static void
shoot_forest (ScreenshotFunc  shoot,
              UiWindow       *window)
{
  g_autofree char *text = ui_shown_text ("_Forest Plot…");
  GtkWidget *forest = ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS_FOREST);
  GtkWidget *contrast = GTK_WIDGET (
      gtk_widget_get_template_child (forest, UI_TYPE_RESULTS_FOREST, "contrast"));
  GtkWidget *dialog;

  show_view ("forest");
  g_signal_emit_by_name (ui_find_button (visible_view (), text), "clicked");
  ui_settle ();
  dialog = export_dialog ();
  shoot (dialog, "forest");
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "theme")), 2);
  shoot (dialog, "forest-dark");
  gtk_window_close (GTK_WINDOW (dialog));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (contrast), ANALYSIS_CONTRAST_DIFFERENCE);
  ui_wait (is_reckoned, NULL, "the differences");
  shoot (GTK_WIDGET (window), "curves-forest-difference");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (contrast), ANALYSIS_CONTRAST_ODDS_RATIO);
  show_view ("estimates");
}

/* A model whose terms can't be read, one that is separated, and the pickers of fields. */
static void
shoot_choices (ScreenshotFunc  shoot,
               UiWindow       *window)
{
  GtkWidget *model = ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS_MODEL);
  GtkWidget *terms = GTK_WIDGET (
      gtk_widget_get_template_child (model, UI_TYPE_RESULTS_MODEL, "terms"));
  GtkWidget *button;

  show_view ("model");
  gtk_editable_set_text (GTK_EDITABLE (terms), "age + lossess");
  g_signal_emit_by_name (terms, "activate");
  ui_settle ();
  shoot (GTK_WIDGET (window), "curves-model-error");
  gtk_editable_set_text (GTK_EDITABLE (terms),
                         "stage*kind + bmi + smoking + factor(earlier_transfers) + treated");
  g_signal_emit_by_name (terms, "activate");
  ui_settle ();
  ui_wait (is_reckoned, NULL, "the model");
  shoot (GTK_WIDGET (window), "curves-model-many");
  button = GTK_WIDGET (gtk_widget_get_template_child (model, UI_TYPE_RESULTS_MODEL, "add_term"));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_settle ();
  shoot (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))),
         "curves-model-term");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  show_view ("baseline");
  button = GTK_WIDGET (gtk_widget_get_template_child (
      ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS_BASELINE), UI_TYPE_RESULTS_BASELINE, "choose"));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_settle ();
  shoot (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))),
         "curves-baseline-variables");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  show_view ("estimates");
}

/* --- the trial planner ------------------------------------------------------------------------ */

static GtkWidget *
plan_child (const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (ui_find_window (UI_TYPE_PLAN_DIALOG),
                                                    UI_TYPE_PLAN_DIALOG, name));
}

static GtkWidget *
plan_study (void)
{
  GtkWidget *study = plan_child ("proportions_study");

  return gtk_widget_get_mapped (study) ? study : plan_child ("curves_study");
}

static gboolean
is_planned (gpointer data)
{
  GtkWidget *stack = GTK_WIDGET (
      gtk_widget_get_template_child (plan_study (), UI_TYPE_STUDY, "stack"));

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), data) == 0;
}

/* state: of the figures after that. */
static void
type_plan (const char *name,
           const char *text,
           const char *state)
{
  GtkWidget *entry = GTK_WIDGET (
      gtk_widget_get_template_child (plan_child (name), UI_TYPE_NUMBER_ENTRY, "entry"));

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  ui_wait (is_planned, (gpointer) state, "the plan");
}

static gboolean
knows_transfers (gpointer data)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (plan_child ("transfers")))
         != GTK_INVALID_LIST_POSITION;
}

static void
shoot_plan (ScreenshotFunc  shoot,
            UiWindow       *window)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.plan-trial", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_PLAN_DIALOG);
  ui_wait (knows_transfers, NULL, "the answer");
  shoot (dialog, "plan");
  type_plan ("chance_b", "75", "figures");
  type_plan ("drop_out", "10", "figures");
  shoot (dialog, "plan-proportions");
  type_plan ("chance_b", "64", "figures");
  shoot (dialog, "plan-too-many");
  type_plan ("alpha", "5", "message");
  type_plan ("ratio", "none", "message");
  shoot (dialog, "plan-error");
  gtk_stack_set_visible_child_name (GTK_STACK (plan_child ("parts")), "curves");
  type_plan ("alpha", "0.05", "message");
  type_plan ("ratio", "1", "message");
  shoot (dialog, "plan-curves");
  type_plan ("odds_ratio", "1.5", "figures");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (plan_child ("transfers")), 4);
  ui_wait (is_planned, (gpointer) "figures", "the plan");
  shoot (dialog, "plan-curves-figures");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (plan_child ("find")), 1);
  type_plan ("patients", "20000", "figures");
  type_plan ("simulations", "1000000", "waiting");
  shoot (dialog, "plan-waiting");
  gtk_window_close (GTK_WINDOW (dialog));
  ui_settle ();
}

/* --- the model -------------------------------------------------------------------------------- */

static GtkWidget *
model_child (const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (
      ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS_MODEL), UI_TYPE_RESULTS_MODEL, name));
}

static void
set_terms (const char *terms)
{
  gtk_editable_set_text (GTK_EDITABLE (model_child ("terms")), terms);
  g_signal_emit_by_name (model_child ("terms"), "activate");
}

static gboolean
are_curves_reckoned (gpointer data)
{
  GtkWidget *cards[] = { model_child ("predicted"), model_child ("standardised") };

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      GtkWidget *study = ui_find (cards[i], UI_TYPE_STUDY);

      if (gtk_widget_get_visible (cards[i]) && gtk_widget_get_visible (study)
          && g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (
                              gtk_widget_get_template_child (study, UI_TYPE_STUDY, "stack"))),
                          "blank"))
        return FALSE;
    }
  return is_reckoned (NULL);
}

/* In so many pictures, from top to end. */
static void
shoot_parts (ScreenshotFunc  shoot,
             UiWindow       *window,
             const char     *name,
             guint           n)
{
  ui_wait (are_curves_reckoned, NULL, "the curves");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *part = g_strdup_printf ("%s-%u", name, i + 1);

      scroll_view (n > 1 ? (double) i / (n - 1) : 0);
      shoot (GTK_WIDGET (window), part);
    }
  scroll_view (0);
}

/* The options that are folded away, the cards under the ratios, a bad value, and the kinds that
 * have no curves. */
static void
shoot_model (ScreenshotFunc  shoot,
             UiWindow       *window)
{
  g_autofree char *text = ui_shown_text ("_Figure…");
  GtkWidget *entry;

  show_view ("model");
  set_terms ("factor(stage, ref=blastocyst) + treatment + age");
  shoot_parts (shoot, window, "curves-model-reference", 3);
  set_terms ("stage + age + factor(smoking) + losses_before_referral");
  shoot_parts (shoot, window, "curves-model", 5);
  entry = ui_find (model_child ("predicted"), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "70");
  ui_wait (are_curves_reckoned, NULL, "the curve");
  scroll_view (0.4);
  shoot (GTK_WIDGET (window), "curves-model-beyond");
  gtk_editable_set_text (GTK_EDITABLE (entry), "3x");
  ui_settle ();
  shoot (GTK_WIDGET (window), "curves-model-value");
  gtk_editable_set_text (GTK_EDITABLE (entry), "35");
  ui_wait (are_curves_reckoned, NULL, "the curve");
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *dialog;

      g_signal_emit_by_name (
          ui_find_button (model_child (i == 0 ? "predicted" : "standardised"), text), "clicked");
      ui_settle ();
      dialog = export_dialog ();
      shoot (dialog, i == 0 ? "model-predicted" : "model-standardised");
      gtk_window_close (GTK_WINDOW (dialog));
      ui_settle ();
    }
  gtk_expander_set_expanded (GTK_EXPANDER (model_child ("more")), TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (model_child ("strata")), 1);
  shoot_parts (shoot, window, "curves-model-strata", 3);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (model_child ("kind")), 3);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (model_child ("check_ph")), TRUE);
  shoot_parts (shoot, window, "curves-model-cox", 3);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (model_child ("check_ph")), FALSE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (model_child ("strata")), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (model_child ("kind")), 0);
  gtk_expander_set_expanded (GTK_EXPANDER (model_child ("more")), FALSE);
  show_view ("estimates");
}

/* Place in the library's order, from 1; 0: nothing. */
static void
compare_with (guint place)
{
  GtkWidget *choice = ui_find (GTK_WIDGET (page), UI_TYPE_PUBLISHED_CHOICE);

  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (gtk_widget_get_template_child (choice, UI_TYPE_PUBLISHED_CHOICE, "choice")),
      place);
  ui_settle ();
}

/* Few patients: an interval that is too small, tests that are dashes, each with its reason. */
static void
shoot_few (ScreenshotFunc  shoot,
           UiWindow       *window)
{
  UiChartView *chart = UI_CHART_VIEW (ui_find (GTK_WIDGET (page), UI_TYPE_CHART_VIEW));
  guint k = ui_chart_view_get_k (chart);

  choose ("estimator", 1);
  filter ("age > 37");
  ui_wait (is_answered, NULL, "the answer");
  ui_chart_view_set_k (chart, 4);
  ui_settle ();
  shoot (GTK_WIDGET (window), "curves-too-small");
  group_by ("Stage of best embryo");
  filter ("age < 30");
  ui_wait (is_answered, NULL, "the answer");
  show_view ("tests");
  shoot (GTK_WIDGET (window), "curves-dashes");
  scroll_view (1);
  shoot (GTK_WIDGET (window), "curves-dashes-end");
  show_view ("estimates");
  choose ("estimator", 0);
  filter ("");
  group_by ("");
  ui_chart_view_set_k (chart, k);
  ui_settle ();
}

void
screenshots_curves (UiWindow      *window,
                    ScreenshotFunc shoot)
{
  GtkWidget *popover;

  page = UI_CURVES_PAGE (ui_find (GTK_WIDGET (window), UI_TYPE_CURVES_PAGE));
  bar = ui_find (GTK_WIDGET (window), UI_TYPE_QUESTION_BAR);
  ui_wait (is_answered, NULL, "the answer");
  shoot (GTK_WIDGET (window), "curves");
  compare_with (7);
  shoot (GTK_WIDGET (window), "curves-published");
  compare_with (0);
  show_view ("tests");
  shoot (GTK_WIDGET (window), "curves-no-groups");
  show_view ("baseline");
  shoot (GTK_WIDGET (window), "curves-baseline-outcome");
  show_view ("estimates");
  shoot_few (shoot, window);
  shoot_method (shoot, window);
  group_by ("Age at index transfer");
  shoot (GTK_WIDGET (window), "curves-groups");
  shoot_views (shoot, window, "age");
  shoot_dialog (shoot, window);
  group_by ("Stage of best embryo");
  shoot_views (shoot, window, "stage");
  shoot_further (shoot, window, "stage");
  shoot_ledger (shoot);
  shoot_forest (shoot, window);
  shoot_model (shoot, window);
  shoot_choices (shoot, window);
  shoot_plan (shoot, window);
  group_by ("Endometrial preparation");
  shoot (GTK_WIDGET (window), "curves-names");
  filter ("age < 36 and bmi < 27");
  ui_wait (is_answered, NULL, "the answer");
  show_view ("flow");
  shoot (GTK_WIDGET (window), "curves-who");
  show_view ("estimates");
  filter ("");
  group_by ("Losses before referral");
  shoot (GTK_WIDGET (window), "curves-many");
  shoot_further (shoot, window, "losses");
  shoot_views (shoot, window, "losses");
  choose ("estimator", 4);
  gtk_editable_set_text (GTK_EDITABLE (child ("terms")), "k + age");
  g_signal_emit_by_name (child ("terms"), "activate");
  ui_wait (is_answered, NULL, "the answer");
  shoot (GTK_WIDGET (window), "curves-weighted");
  group_by ("");
  choose ("estimator", 3);
  choose ("index", 2);
  filter ("age <");
  shoot (GTK_WIDGET (window), "curves-error");
  filter ("age < 20");
  ui_wait (is_answered, NULL, "the answer");
  shoot (GTK_WIDGET (window), "curves-nobody");
  filter ("");
  popover = ui_find (child ("by"), GTK_TYPE_POPOVER);
  gtk_popover_popup (GTK_POPOVER (popover));
  ui_settle ();
  shoot (popover, "curves-variables");
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_menu_button_popup (GTK_MENU_BUTTON (child ("add_condition")));
  ui_settle ();
  shoot (child ("picker"), "curves-conditions");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (child ("add_condition")));
  choose ("estimator", 0);
  choose ("index", 0);
  ui_wait (is_answered, NULL, "the answer");
}
