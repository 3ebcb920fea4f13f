/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Forest view beside the chart: its table, what is copied and the figure are what natality-cli
 * says of the same subgroups. Real keys where they matter. */
#include <glib/gstdio.h>
#include <string.h>

#include "ui-export-dialog.h"
#include "ui-fixture.h"
#include "ui-harness.h"
#include "ui-results-fixture.h"
#include "ui-results-forest.h"

#define STAGE "Stage of best embryo"
#define USUAL "--by stage --variables age_at_index_transfer:35,38,rpl_type"

static char *folder;

static GtkWidget *
forest_control (Fixture    *f,
                const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (ui_find (f->results, UI_TYPE_RESULTS_FOREST),
                                                    UI_TYPE_RESULTS_FOREST, name));
}

static void
wait_for_figures (Fixture    *f,
                  const char *what)
{
  ui_wait (results_has_figures, f, what);
  ui_settle ();
}

static void
open_forest (Fixture *f)
{
  results_group_by (f, STAGE);
  results_open (f, "Forest");
  wait_for_figures (f, "the subgroups");
}

static void
assert_copied (Fixture    *f,
               const char *options)
{
  results_assert_copied (f, "Copy the subgroups as CSV", "subgroups", options);
}

/* --- two groups ------------------------------------------------------------------------------- */

static gboolean
is_focused (Fixture   *f,
            GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (f->window));

  return focus == widget || gtk_widget_is_ancestor (focus, widget);
}

static void
test_groups (Fixture       *f,
             gconstpointer  data)
{
  results_open (f, "Forest");
  g_assert_true (results_say (f, "A forest plot compares two groups of patients within the levels "
                                 "of other variables. Choose what to group by."));
  g_assert_false (gtk_widget_get_mapped (forest_control (f, "contrast")));
  ui_click (ui_find_button (results_view (f), "Choose Groups"));
  g_assert_true (is_focused (f, results_control (f, "by")));

  results_group_by (f, "Losses before referral");
  ui_settle ();
  g_assert_true (results_say (f, "A forest plot compares exactly two groups of patients, and there "
                                 "are 3."));
  ui_click (ui_find_button (results_view (f), "Choose Groups"));
  g_assert_true (is_focused (f, results_control (f, "by")));

  results_group_by (f, STAGE);
  wait_for_figures (f, "the subgroups");
  g_assert_true (gtk_widget_get_mapped (forest_control (f, "contrast")));
  /* What groups isn't a variable of its own subgroups. */
  assert_copied (f, USUAL);
  results_group_by (f, "Primary or secondary");
  wait_for_figures (f, "the subgroups of other groups");
  assert_copied (f, "--by rpl_type --variables age_at_index_transfer:35,38,stage");

  /* A filter that leaves one group. */
  results_type (results_control (f, "filter"), "rpl_type = primary");
  ui_wait (results_is_answered, f, "the filtered answer");
  ui_settle ();
  g_assert_true (results_say (f, "A forest plot compares exactly two groups of patients, and there "
                                 "is 1."));
}

/* --- the table -------------------------------------------------------------------------------- */

static void
test_figures (Fixture       *f,
              gconstpointer  data)
{
  static const char *const said[]
    = { /* As natality-cli subgroups prints them. */
        "Stage of best embryo: Blastocyst against Cleavage stage, odds ratio",
        "95\u00a0% Wald, *profile", "2.15 (0.92–5.03)", "Interaction p = 0.32, Holm p = 0.64",
        "2.42 (0.77–8.43)*", "5.26 (0.71–48.1)*", "1.04 (0.20–5.00)*",
        "Interaction p = 0.53, Holm p = 0.64", "2.61 (0.87–8.40)*", "1.53 (0.45–5.19)*",
        "Subgroup findings are exploratory" };

  open_forest (f);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      g_test_message ("%s", said[i]);
      g_assert_true (results_say (f, said[i]));
    }
  assert_copied (f, USUAL);
  results_choose (forest_control (f, "contrast"), "Hazard ratio");
  /* The former are gone at once; how soon the new ones come is the machine's. */
  g_assert_false (results_say (f, "against Cleavage stage, odds ratio"));
  wait_for_figures (f, "hazard ratios");
  assert_copied (f, USUAL " --contrast hazard-ratio");
}

/* Of the curves that are drawn, at the read-out, which moves. */
static void
test_difference (Fixture       *f,
                 gconstpointer  data)
{
  GtkWidget *chart = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (f->page), UI_TYPE_CURVES_PAGE, "chart"));

  open_forest (f);
  results_choose (forest_control (f, "contrast"), "Difference at the read-out");
  wait_for_figures (f, "the differences");
  g_assert_true (results_say (f, "Stage of best embryo: Blastocyst less Cleavage stage, difference "
                                 "after transfer 3"));
  g_assert_true (results_say (f, "29.8 (1.0 to 52.8)"));
  g_assert_true (results_say (f, "95\u00a0% MOVER interval"));
  /* An estimate without an interval says why. */
  g_assert_true (results_say (f, "71.4 (–)"));
  g_assert_true (results_say (f, "an interval can't be estimated"));
  g_assert_true (results_say (f, "Interaction p –"));
  assert_copied (f, USUAL " --contrast difference --at 3");

  gtk_widget_grab_focus (chart);
  ui_key (GDK_KEY_Left, 0);
  g_assert_false (results_say (f, "difference after transfer 3"));
  wait_for_figures (f, "the differences after another transfer");
  assert_copied (f, USUAL " --contrast difference --at 2");

  results_choose (results_control (f, "estimator"), "Conservative");
  ui_wait (results_is_answered, f, "the conservative answer");
  wait_for_figures (f, "the conservative differences");
  assert_copied (f, USUAL " --contrast difference --at 2 --estimator conservative");
}

/* Variables are found by their name, ticked and unticked. */
static void
test_keyboard (Fixture       *f,
               gconstpointer  data)
{
  open_forest (f);
  gtk_widget_grab_focus (forest_control (f, "choose"));
  ui_key (GDK_KEY_Return, 0);
  ui_settle ();
  ui_type ("primary");
  ui_key (GDK_KEY_Return, 0);
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type ("smoking");
  ui_key (GDK_KEY_Return, 0);
  /* A number without bands makes no levels: it isn't offered. */
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type ("earlier transfers");
  g_assert_nonnull (ui_find_shown_label (results_view (f), "No field is called so."));
  ui_key (GDK_KEY_Escape, 0);
  wait_for_figures (f, "the subgroups of others");
  assert_copied (f, "--by stage --variables age_at_index_transfer:35,38,smoking");

  gtk_widget_grab_focus (forest_control (f, "contrast"));
  ui_key (GDK_KEY_Return, 0);
  ui_key (GDK_KEY_Down, 0);
  ui_key (GDK_KEY_Return, 0);
  wait_for_figures (f, "hazard ratios");
  assert_copied (f, "--by stage --variables age_at_index_transfer:35,38,smoking "
                    "--contrast hazard-ratio");
}

/* --- the ledger ------------------------------------------------------------------------------- */

static guint
n_interactions (Fixture *f)
{
  const AnalysisLedger *ledger = session_register_ledger (f->reg);
  guint n = 0;

  for (guint i = 0; i < analysis_ledger_n (ledger); i++)
    n += strstr (analysis_ledger_get (ledger, i)->what, "interaction") != NULL;
  return n;
}

/* All patients, five levels, two interaction tests; once. */
static void
test_ledger (Fixture       *f,
             gconstpointer  data)
{
  const AnalysisLedger *ledger = session_register_ledger (f->reg);

  g_assert_cmpuint (analysis_ledger_n (ledger), ==, 0);
  open_forest (f);
  g_assert_cmpuint (analysis_ledger_n (ledger), ==, 8);
  g_assert_cmpuint (n_interactions (f), ==, 2);
  g_assert_true (results_say (f, "Comparison 1 of this session"));
  results_choose (forest_control (f, "contrast"), "Hazard ratio");
  wait_for_figures (f, "hazard ratios");
  g_assert_cmpuint (analysis_ledger_n (ledger), ==, 16);
  results_choose (forest_control (f, "contrast"), "Odds ratio");
  wait_for_figures (f, "odds ratios again");
  g_assert_cmpuint (analysis_ledger_n (ledger), ==, 16);
}

/* --- the figure ------------------------------------------------------------------------------- */

static gboolean
has_dialog (gpointer data)
{
  return ui_find_window (UI_TYPE_EXPORT_DIALOG) != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return !has_dialog (data);
}

static GtkWidget *
open_figure (Fixture *f)
{
  gtk_widget_grab_focus (gtk_widget_get_ancestor (ui_find_button (results_view (f),
                                                                  "Forest Plot…"),
                                                  GTK_TYPE_BUTTON));
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_dialog, NULL, "the dialog");
  ui_settle ();
  return ui_find_window (UI_TYPE_EXPORT_DIALOG);
}

/* What is written is what natality-cli writes, to the byte. */
static void
assert_written (Fixture    *f,
                GtkWidget  *dialog,
                const char *suffix,
                const char *options)
{
  g_autofree char *ours = g_strconcat (folder, "/window", suffix, NULL);
  g_autofree char *theirs = g_strconcat (folder, "/cli", suffix, NULL);
  g_autofree char *arguments = g_strdup_printf (USUAL " --out %s %s", theirs, options);
  g_autofree char *printed = results_cli (f, "subgroups", arguments);
  g_autofree char *a = NULL, *b = NULL;
  gsize n_a, n_b;

  g_assert_nonnull (printed);
  g_assert_true (ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), ours));
  g_assert_true (g_file_get_contents (ours, &a, &n_a, NULL));
  g_assert_true (g_file_get_contents (theirs, &b, &n_b, NULL));
  g_assert_cmpmem (a, n_a, b, n_b);
  g_remove (ours);
  g_remove (theirs);
}

static void
test_figure (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *dialog;

  open_forest (f);
  dialog = open_figure (f);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Forest plot");
  assert_written (f, dialog, ".svg", "");
  assert_written (f, dialog, ".pdf", "");
  assert_written (f, dialog, ".png", "");
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->window), "Exported “window.svg”"));
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "theme")), 2);
  gtk_switch_set_active (
      GTK_SWITCH (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "notes")), FALSE);
  gtk_spin_button_set_value (
      GTK_SPIN_BUTTON (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "width")),
      120);
  assert_written (f, dialog, ".svg", "--theme dark --no-notes --width 120");

  /* The dialog keeps its figure when the table beside the chart is another. */
  results_choose (forest_control (f, "contrast"), "Hazard ratio");
  ui_wait (results_has_figures, f, "hazard ratios");
  assert_written (f, dialog, ".svg", "--theme dark --no-notes --width 120");
  ui_key (GDK_KEY_Escape, 0);
  ui_wait (has_no_dialog, NULL, "the dialog to close");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  results_application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  folder = g_dir_make_tmp ("natality-test-forest-XXXXXX", NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/forest/" name, Fixture, NULL, results_set_up, function, results_tear_down)
  ADD ("groups", test_groups);
  ADD ("figures", test_figures);
  ADD ("difference", test_difference);
  ADD ("keyboard", test_keyboard);
  ADD ("ledger", test_ledger);
  ADD ("figure", test_figure);
#undef ADD
  status = ui_run_tests (results_application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
