/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-states.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base-clock.h"
#include "ui-curves-page.h"
#include "ui-timeline.h"

#define T MODEL_TABLE_TRANSFER

static const char *program;

/* --- the widgets ------------------------------------------------------------------------------ */

/* What may be used where nothing can be changed: it reads, navigates, exports, or opens another
 * register. Everything else that could be used counts as editing. */
static const char *const readers[] = {
  "Open Register…", "New Register…", "Explore the Demonstration", "Export Records…", "Back Up…",
  "Restore a Backup…", "Check Register", "Plan a Trial…", "Pool Centres…", "Export Risk Tables…",
  "Keyboard Shortcuts", "About Natality", "Quit",
  "Main menu", "More for this patient", "Try Again", "Open the Newest Good Backup…",
  "Show archived patients too",
  "Register", "Curves", "Background", "Pregnancies", "Work-up", "Transfers", "Follow-up", "History",
  "More fields", "Show All", "Minimize", "Maximize", "Close",
  "Discard", /* what was typed before it turned out to be held; nothing that is stored */
};

static const char *
text_in (GtkWidget *widget)
{
  const char *text = NULL;

  if (GTK_IS_LABEL (widget) && gtk_label_get_text (GTK_LABEL (widget))[0] != '\0')
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    text = text_in (child);
  return text;
}

/* What stands on it, else its tooltip or that of the menu button it is part of, else its type. */
static const char *
name_of (GtkWidget *widget)
{
  const char *text = !GTK_IS_TEXT (widget) ? text_in (widget) : NULL;

  if (text == NULL)
    text = gtk_widget_get_tooltip_text (widget);
  if (text == NULL && GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)))
    text = gtk_widget_get_tooltip_text (gtk_widget_get_parent (widget));
  return text != NULL ? text : G_OBJECT_TYPE_NAME (widget);
}

static gboolean
is_below (GtkWidget  *widget,
          const char *type)
{
  GType wanted = g_type_from_name (type);

  return wanted != 0 && gtk_widget_get_ancestor (widget, wanted) != NULL;
}

/* A line of a list, which opens and closes. */
static gboolean
is_line (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), "UiRowLine");
}

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget)
         || GTK_IS_DROP_DOWN (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget)
         || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton");
}

static gboolean
only_reads (GtkWidget *widget)
{
  const char *name = name_of (widget);

  /* Who looks for a patient or asks a question changes nothing. */
  if (is_below (widget, "GtkSearchEntry") || is_below (widget, "UiCurvesPage")
      || is_below (widget, "UiStartPage") || is_below (widget, "GtkWindowControls")
      || is_line (widget))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (g_str_equal (name, readers[i]))
      return TRUE;
  return FALSE;
}

/* Names, a line each, of what could be edited with. What another page or tab shows counts too; what
 * is hidden doesn't. */
static void
add_editing (GtkWidget *widget,
             GString   *names)
{
  gboolean open = gtk_widget_is_sensitive (widget);

  if (!gtk_widget_get_visible (widget) && !GTK_IS_POPOVER (widget))
    return;
  if (GTK_IS_TEXT (widget))
    open = open && gtk_editable_get_editable (GTK_EDITABLE (widget));
  if (GTK_IS_TEXT_VIEW (widget))
    open = open && gtk_text_view_get_editable (GTK_TEXT_VIEW (widget));
  if (open && is_control (widget) && !only_reads (widget))
    g_string_append_printf (names, "%s\n", name_of (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_editing (child, names);
}

static char *
editing (UiClinic *f)
{
  GString *names = g_string_new (NULL);

  ui_settle ();
  add_editing (GTK_WIDGET (f->window), names);
  return g_string_free (names, FALSE);
}

void
states_assert_nothing_edits (UiClinic *f)
{
  g_autofree char *names = editing (f);

  g_assert_cmpstr (names, ==, "");
}

/* The same walk finds the controls where the register can be changed. */
void
states_assert_can_edit (UiClinic *f)
{
  static const char *const some[] = { "New patient (Ctrl+N)", "New Patient…", "Import…", "GtkText",
                                      "Add Transfer", "Add infusion", "Add partner",
                                      "Archive Patient…", "Enter identity" };
  g_autofree char *names = editing (f);

  for (guint i = 0; i < G_N_ELEMENTS (some); i++)
    if (strstr (names, some[i]) == NULL)
      g_error ("“%s” can't be edited with; only these can:\n%s", some[i], names);
}

/* --- reading ---------------------------------------------------------------------------------- */

gboolean
states_lists_one (gpointer data)
{
  return ui_patient_list_n_shown (((UiClinic *) data)->list) == 1;
}

static UiCurvesPage *
curves_page (UiClinic *f)
{
  return UI_CURVES_PAGE (ui_find (GTK_WIDGET (f->window), UI_TYPE_CURVES_PAGE));
}

static gboolean
is_drawn (gpointer data)
{
  const AnalysisAnswer *answer = ui_curves_page_get_answer (curves_page (data));

  return answer != NULL && answer->overall.n_transfers > 0
         && gtk_widget_get_mapped (ui_find (GTK_WIDGET (((UiClinic *) data)->window),
                                            g_type_from_name ("UiChartView")));
}

/* With the keyboard: a patient is found, her page and a transfer open, the curve is drawn. */
void
states_assert_reads (UiClinic *f)
{
  g_autofree char *weight = NULL;

  g_assert_cmpuint (ui_patient_list_n_shown (f->list), ==, 12);
  ui_key (GDK_KEY_f, GDK_CONTROL_MASK);
  ui_type ("0003");
  ui_wait (states_lists_one, f, "the one that matches");
  ui_key (GDK_KEY_Return, 0);
  ui_settle ();
  g_assert_cmpint (ui_patient_page_get_patient (f->page), ==, 3);
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->page), "RPL-0003"));
  g_assert_true (
      gtk_widget_get_mapped (ui_find (GTK_WIDGET (f->page), UI_TYPE_TIMELINE)));
  ui_key (GDK_KEY_Return, 0); /* the first line opens */
  weight = ui_clinic_shown (f, T, "weight_kg");
  g_assert_cmpstr (weight, ==, "64");
  ui_key (GDK_KEY_2, GDK_ALT_MASK);
  ui_wait (is_drawn, f, "the curve");
  ui_key (GDK_KEY_1, GDK_ALT_MASK);
}

void
states_assert_banner (UiClinic   *f,
               const char *text)
{
  if (strstr (ui_clinic_banner (f), text) == NULL)
    g_error ("“%s” isn't said in: %s", text, ui_clinic_banner (f));
}

gboolean
states_is_read_only (gpointer data)
{
  return !session_register_is_writable (((UiClinic *) data)->reg);
}

GtkWidget *
states_button (UiClinic   *f,
        const char *name)
{
  return ui_find_button (GTK_WIDGET (f->window), name);
}

void
states_click (UiClinic   *f,
       const char *name)
{
  ui_settle ();
  g_assert_nonnull (states_button (f, name));
  ui_click (states_button (f, name));
}

/* --- other processes and accounts ------------------------------------------------------------- */

void
states_run_other (const char *what,
           const char *path,
           const char *more)
{
  const char *args[] = { program, what, path, more, NULL };
  g_autoptr (GError) error = NULL;
  int status = 1;

  g_spawn_sync (NULL, (char **) args, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  if (g_str_equal (what, "--crash"))
    g_assert_true (WIFSIGNALED (status));
  else
    g_assert_cmpint (status, ==, 0);
}

/* Another Natality that is in the middle of a long change. */
GSubprocess *
states_hold (UiClinic *f)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *holder =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                        program, "--hold", f->path, NULL);
  char byte;

  g_assert_no_error (error);
  g_input_stream_read (g_subprocess_get_stdout_pipe (holder), &byte, 1, NULL, &error);
  g_assert_no_error (error);
  return holder;
}

void
states_let_go (GSubprocess *holder)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (holder), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (holder, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (holder);
}

/* --- as another process ----------------------------------------------------------------------- */

/* `--hold PATH`: until its input ends. */
static int
be_holder (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) reg = session_register_open_sync (path, FALSE, FALSE, &error);
  sqlite3 *db = NULL;
  char byte = 'h';

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (write (STDOUT_FILENO, &byte, 1), ==, 1);
  while (read (STDIN_FILENO, &byte, 1) > 0)
    continue;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close (db);
  session_register_close (reg);
  return 0;
}

/* `--crash PATH`: a change is saved, then the process is killed. */
static int
be_killed (const char *path)
{
  g_autoptr (GError) error = NULL;
  SessionRegister *reg = session_register_open_sync (path, FALSE, FALSE, &error);
  g_autoptr (ModelRecord) record = session_register_read (reg, 4, FALSE, &error);
  g_autoptr (ModelDraft) draft =
      model_draft_new (session_register_dictionary (reg), record, base_today ());

  model_draft_set_value (draft, MODEL_TABLE_PATIENT, 1,
                         model_dictionary_find (session_register_dictionary (reg),
                                                MODEL_TABLE_PATIENT, "height_cm"),
                         "169");
  session_register_save_sync (reg, draft, "Edit", "elsewhere", NULL, NULL, &error);
  g_assert_no_error (error);
  kill (getpid (), SIGKILL);
  return 1;
}

/* `--damage PATH NAME`: the root page of a table or an index. In a process of its own, since who
 * closes a file loses the locks that it holds on it. */
static int
be_damager (const char *path,
            const char *name)
{
  const guint8 rubbish[64] = { 1, 2, 3 };
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int page, fd = g_open (path, O_WRONLY, 0);

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_prepare_v2 (db, "SELECT rootpage FROM sqlite_schema WHERE name = ?", -1, &statement,
                      NULL);
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  page = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  g_assert_cmpint (pwrite (fd, rubbish, sizeof rubbish, (goffset) (page - 1) * 4096), ==,
                   sizeof rubbish);
  close (fd);
  return 0;
}

int
states_main (int    argc,
             char **argv)
{
  program = argv[0];
  if (argc > 2 && g_str_equal (argv[1], "--hold"))
    return be_holder (argv[2]);
  if (argc > 2 && g_str_equal (argv[1], "--crash"))
    return be_killed (argv[2]);
  if (argc > 3 && g_str_equal (argv[1], "--damage"))
    return be_damager (argv[2], argv[3]);
  return -1;
}
