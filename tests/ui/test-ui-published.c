/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A published curve over the demonstration's: chosen by its name, read out beyond the cohort's own
 * last transfer, exported with its notes, and gone again. */
#include <glib/gstdio.h>
#include <string.h>

#include "report-published.h"
#include "ui-chart-view.h"
#include "ui-curves-page.h"
#include "ui-export-dialog.h"
#include "ui-harness.h"
#include "ui-published-choice.h"

static UiApplication *application;
static char *folder;

typedef struct
{
  UiWindow *window;
  UiCurvesPage *page;
  GtkWidget *chart;
  GtkDropDown *choice;
} Fixture;

static gboolean
has_answer (gpointer data)
{
  return ui_curves_page_get_answer (((Fixture *) data)->page) != NULL;
}

static gboolean
says (Fixture    *f,
      const char *text)
{
  return ui_find_shown_label (GTK_WIDGET (f->page), text) != NULL;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  GtkWidget *choice;

  f->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 800);
  ui_settle ();
  ui_click (ui_find_button (GTK_WIDGET (f->window), "Explore the Demonstration"));
  ui_wait (ui_has_register, f->window, "the demonstration");
  f->page = UI_CURVES_PAGE (ui_find (GTK_WIDGET (f->window), UI_TYPE_CURVES_PAGE));
  f->chart = ui_find (GTK_WIDGET (f->page), UI_TYPE_CHART_VIEW);
  choice = ui_find (GTK_WIDGET (f->page), UI_TYPE_PUBLISHED_CHOICE);
  f->choice = GTK_DROP_DOWN (
    gtk_widget_get_template_child (choice, UI_TYPE_PUBLISHED_CHOICE, "choice"));
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

/* NULL: nothing. */
static void
choose (Fixture    *f,
        const char *id)
{
  GListModel *labels = gtk_drop_down_get_model (f->choice);
  g_autofree char *label = id != NULL ? report_published_label (report_published_find (id)) : NULL;
  guint at = 0;

  while (label != NULL
         && !g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (labels), at), label))
    at++;
  gtk_drop_down_set_selected (f->choice, at);
  ui_settle ();
}

static void
read_out (Fixture *f,
          guint    keyval)
{
  gtk_widget_grab_focus (f->chart);
  ui_key (keyval, 0);
}

static guint
read_out_at (Fixture *f)
{
  return ui_chart_view_get_k (UI_CHART_VIEW (f->chart));
}

static void
test_card (Fixture       *f,
           gconstpointer  data)
{
  static const char label[] = "Smith 2015, under 40 years (per complete cycle, conservative)";
  const AnalysisLedger *ledger;

  g_assert_false (says (f, "A historical comparison is confounded"));
  choose (f, "smith-2015-under-40-conservative");
  g_assert_true (says (f, label));
  g_assert_true (says (f, "after complete cycle 3: 48.6"));
  g_assert_true (says (f, "Another clock: "));
  g_assert_true (says (f, "The question shows another estimate: Optimistic (Kaplan-Meier)."));
  g_assert_true (says (f, "A historical comparison is confounded"));

  /* The figure goes on to where the published curve does. */
  read_out (f, GDK_KEY_End);
  g_assert_cmpuint (read_out_at (f), ==, 9);
  g_assert_true (says (f, "This cohort has no figure after transfer 9."));
  g_assert_true (says (f, "after complete cycle 9: 50.9"));
  g_assert_true (says (f, "After transfer 9"));

  /* Where nothing was published that is said. */
  choose (f, "nyborg-2014-crude");
  g_assert_cmpuint (read_out_at (f), ==, 5);
  g_assert_true (says (f, "Fisher's exact test"));
  read_out (f, GDK_KEY_Left);
  g_assert_true (says (f, "nothing was published after transfer 4; there are figures after 1, 5."));
  g_assert_true (says (f, "found no significant effect (NCT04701034"));

  /* What was seen was looked at. */
  ledger = session_register_ledger (ui_window_get_register (f->window));
  g_assert_cmpuint (analysis_ledger_n (ledger), >, 0);
  choose (f, NULL);
  g_assert_false (says (f, "A historical comparison is confounded"));
  g_assert_cmpuint (read_out_at (f), ==, 4);
}

/* What is exported has the overlay, and says what it is. */
static void
test_export (Fixture       *f,
             gconstpointer  data)
{
  static const char *const words[]
    = { "Smith 2015, under 40 years (per complete cycle, conservative)", "Another clock",
        "Another estimate than the curve's.", "A historical comparison is confounded" };
  g_autofree char *path = g_build_filename (folder, "compared.pdf", NULL), *text = NULL;
  const char *argv[] = { "pdftotext", "-raw", path, "-", NULL };
  g_autoptr (GString) line = NULL;
  GtkWidget *dialog;

  choose (f, "smith-2015-under-40-conservative");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "curves.export", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_EXPORT_DIALOG);
  /* Without the notes these stay. */
  gtk_switch_set_active (
    GTK_SWITCH (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "notes")), FALSE);
  g_assert_true (ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), path));
  gtk_window_close (GTK_WINDOW (dialog));
  ui_settle ();
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                               NULL, NULL, NULL));
  line = g_string_new (text);
  g_string_replace (line, "\n", " ", 0);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_test_message ("%s", words[i]);
      g_assert_nonnull (strstr (line->str, words[i]));
    }
  g_assert_null (strstr (line->str, "Event: live birth"));
  g_remove (path);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  folder = g_dir_make_tmp ("natality-test-published-XXXXXX", NULL);
  g_test_add ("/ui/published/card", Fixture, NULL, set_up, test_card, tear_down);
  g_test_add ("/ui/published/export", Fixture, NULL, set_up, test_export, tear_down);
  status = ui_run_tests (application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
