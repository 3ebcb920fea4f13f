/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A centre's risk tables exported from the window: the file is the one that `natality-cli curve
 * --risk-tables` writes of the same register, byte for byte; what would tell of few isn't written.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "analysis-centre.h"
#include "report-pool.h"
#include "ui-harness.h"
#include "ui-results-fixture.h"
#include "ui-risk-tables-dialog.h"

#define NAME "Klinik “Nord”"

static char *folder;
static GtkWidget *dialog;

/* --- finding and waiting ---------------------------------------------------------------------- */

static GtkWidget *
child (const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, UI_TYPE_RISK_TABLES_DIALOG, name));
}

static gboolean
is_told (gpointer data)
{
  return !gtk_widget_get_visible (child ("spinner"));
}

static void
wait_told (void)
{
  ui_wait (is_told, NULL, "the tables");
  ui_settle ();
}

static gboolean
is_enabled (Fixture *f)
{
  GtkWidget *item;
  gboolean enabled;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.menu", NULL);
  ui_settle ();
  item = ui_find_shown_label (GTK_WIDGET (f->window), "Export Risk Tables…");
  g_assert_nonnull (item);
  enabled = gtk_widget_is_sensitive (item);
  ui_key (GDK_KEY_Escape, 0);
  return enabled;
}

static void
open_dialog (Fixture *f)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.export-risk-tables", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_RISK_TABLES_DIALOG);
  g_assert_nonnull (dialog);
}

static void
name_it (void)
{
  gtk_editable_set_text (GTK_EDITABLE (child ("name")), NAME);
  wait_told ();
}

static char *
read_file (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_remove (path);
  return text;
}

/* What is saved here, and what natality-cli writes, are the same. */
static void
assert_same_file (Fixture    *f,
                  const char *options)
{
  g_autofree char *here = g_build_filename (folder, "here.json", NULL);
  g_autofree char *there = g_build_filename (folder, "there.json", NULL);
  g_autofree char *path = g_shell_quote (session_register_path (f->reg));
  g_autofree char *line
    = g_strdup_printf ("%s curve %s --risk-tables %s --centre '%s' %s", g_getenv ("NATALITY_CLI"),
                       path, there, NAME, options);
  g_autofree char *text = NULL, *errors = NULL, *written = NULL, *expected = NULL;
  int status;

  g_assert_true (gtk_widget_is_sensitive (child ("save_button")));
  g_assert_true (ui_risk_tables_dialog_write (UI_RISK_TABLES_DIALOG (dialog), here));
  g_assert_true (g_spawn_command_line_sync (line, &text, &errors, &status, NULL));
  if (status != 0)
    g_error ("%s: %s", line, errors);
  /* And it is the file that was told of. */
  g_assert_true (ui_find_shown_label (dialog, g_strchomp (text)) != NULL);
  written = read_file ("here.json");
  expected = read_file ("there.json");
  g_assert_cmpstr (written, ==, expected);
}

/* --- the tests -------------------------------------------------------------------------------- */

static void
test_same_file (Fixture       *f,
                gconstpointer  data)
{
  open_dialog (f);
  g_assert_nonnull (ui_find_shown_label (dialog, "Only counts leave"));
  g_assert_false (gtk_widget_is_sensitive (child ("save_button")));
  g_assert_nonnull (ui_find_shown_label (dialog, "The centre's name is needed"));
  gtk_widget_grab_focus (child ("name"));
  ui_type ("A");
  wait_told ();
  g_assert_nonnull (ui_find_shown_label (dialog, "of centre “A”."));
  name_it ();
  assert_same_file (f, "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child ("leavers")), 1);
  wait_told ();
  assert_same_file (f, "--leavers together");
  results_choose (child ("strata"), "Stage of best embryo");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child ("smallest")), 1);
  wait_told ();
  g_assert_nonnull (ui_find_shown_label (dialog, "a count can be of one patient"));
  assert_same_file (f, "--leavers together --smallest-cell 1 --strata stage");
}

static void
test_groups (Fixture       *f,
             gconstpointer  data)
{
  results_group_by (f, "Age at index transfer");
  results_type (results_control (f, "filter"), "age < 43");
  ui_wait (results_is_answered, f, "the answer");
  open_dialog (f);
  g_assert_nonnull (ui_find_shown_label (dialog, "Groups: Age at index transfer."));
  g_assert_nonnull (ui_find_shown_label (dialog, "Filter: age < 43."));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child ("smallest")), 1);
  name_it ();
  assert_same_file (f, "--smallest-cell 1 --by age_at_index_transfer:25,30,35,38,40,43"
                       " --where 'age < 43'");
}

static void
assert_nothing_leaves (void)
{
  g_autofree char *path = g_build_filename (folder, "few.json", NULL);

  g_assert_false (gtk_widget_is_sensitive (child ("save_button")));
  g_assert_false (ui_risk_tables_dialog_write (UI_RISK_TABLES_DIALOG (dialog), path));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* No count in a file is 1 to 4, and where that can't be there is no file. */
static void
test_small_cells (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (folder, "told.json", NULL);
  g_autoptr (AnalysisCentre) centre = NULL;
  g_autoptr (GError) error = NULL;

  open_dialog (f);
  name_it ();
  g_assert_true (ui_risk_tables_dialog_write (UI_RISK_TABLES_DIALOG (dialog), path));
  centre = report_centre_read (path, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
  g_assert_cmpuint (centre->smallest_cell, ==, 5);
  for (guint i = 0; i < centre->n_blocks; i++)
    {
      const StatsBlock *block = &centre->blocks[i];
      const guint64 told[] = { block->at_risk, block->births, block->stopped, block->cut,
                               block->open };

      for (guint j = 0; j < G_N_ELEMENTS (told); j++)
        g_assert_true (told[j] == 0 || told[j] >= 5);
    }
  /* The same that was let out can't be, stratum by stratum. */
  results_choose (child ("strata"), "Age at index transfer");
  g_assert_false (gtk_widget_is_sensitive (child ("save_button")));
  wait_told ();
  g_assert_nonnull (ui_find_shown_label (dialog, "Nothing was written: even with all transfers"));
  assert_nothing_leaves ();
  results_choose (child ("strata"), "none");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child ("smallest")), 2);
  wait_told ();
  g_assert_nonnull (ui_find_shown_label (dialog, "of 2 a count that is not told could only be 1"));
  assert_nothing_leaves ();
}

/* A file that can't be written is said, and what was there stays. */
static void
test_place (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *stem = g_build_filename (folder, "taken", NULL);
  g_autofree char *path = g_strconcat (stem, ".json", NULL), *text = NULL;

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  open_dialog (f);
  name_it ();
  g_assert_false (ui_risk_tables_dialog_write (UI_RISK_TABLES_DIALOG (dialog), stem));
  g_assert_nonnull (ui_find_shown_label (dialog, "“taken.json” exists and was not changed."));
  text = read_file ("taken.json");
  g_assert_cmpstr (text, ==, "mine");
  g_assert_true (ui_risk_tables_dialog_write (UI_RISK_TABLES_DIALOG (dialog), stem));
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->window), "Exported “taken.json”"));
  g_remove (path);
}

static gboolean
has_chooser (gpointer data)
{
  return ui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return ui_find_window (UI_TYPE_RISK_TABLES_DIALOG) == NULL;
}

/* With real keys: the name, Enter, and where to. */
static void
test_chooser (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (folder, "typed.json", NULL), *text = NULL;

  open_dialog (f);
  gtk_widget_grab_focus (child ("name"));
  ui_type ("Nord/1");
  wait_told ();
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_chooser, NULL, "the file chooser");
  ui_settle ();
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (path);
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->window), "Exported “typed.json”"));
  text = read_file ("typed.json");
  g_assert_nonnull (strstr (text, "\"Nord/1\""));
}

/* It is of the question that stands on the page, or of none. */
static void
test_enabled (Fixture       *f,
              gconstpointer  data)
{
  g_assert_true (is_enabled (f));
  results_type (results_control (f, "filter"), "age <");
  g_assert_false (is_enabled (f));
  results_type (results_control (f, "filter"), "age < 40");
  ui_wait (results_is_answered, f, "the answer");
  ui_settle ();
  g_assert_true (is_enabled (f));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  dialog = NULL;
  results_tear_down (f, data);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  results_application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  folder = g_dir_make_tmp ("natality-test-risk-tables-XXXXXX", NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/" name, Fixture, NULL, results_set_up, function, tear_down)
  ADD ("risk-tables/same-file", test_same_file);
  ADD ("risk-tables/groups", test_groups);
  ADD ("risk-tables/small-cells", test_small_cells);
  ADD ("risk-tables/place", test_place);
  ADD ("risk-tables/enabled", test_enabled);
  ADD ("chooser/risk-tables", test_chooser);
#undef ADD
  status = ui_run_tests (results_application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
