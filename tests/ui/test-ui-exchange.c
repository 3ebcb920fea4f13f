/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialogs about a register's files as a person uses them: what they say, what they leave, and
 * what they leave alone. The register is looked at through the session. */
#include <glib/gstdio.h>
#include <string.h>

#include "ui-exchange-dialog.h"
#include "ui-exchange-done.h"
#include "ui-exchange-import.h"
#include "ui-exchange-offer.h"
#include "ui-exchange-place.h"
#include "ui-exchange-restore.h"
#include "ui-harness.h"

static UiApplication *application;

typedef struct
{
  char *folder, *path, *csv;
  UiWindow *window;
  SessionRegister *reg;
  GtkWidget *dialog;
} Fixture;

/* --- the fixture ------------------------------------------------------------------------------ */

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
put (Fixture    *f,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (f->csv, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static gboolean
is_open (gpointer window)
{
  return ui_window_get_register (window) != NULL;
}

static UiWindow *
open_window (const char *path)
{
  UiWindow *window = ui_window_new (GTK_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  ui_window_open (window, path);
  ui_wait (is_open, window, "the register");
  ui_settle ();
  return window;
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_patients = GPOINTER_TO_UINT (data); /* 0: the demonstration */

  f->folder = g_dir_make_tmp ("natality-exchange-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "clinic.natality", NULL);
  f->csv = g_build_filename (f->folder, "csv", NULL);
  g_mkdir (f->csv, 0700);
  if (n_patients == 0)
    session_create_demonstration (f->path, &error);
  else
    session_simulate (f->path, n_patients, 1, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  f->window = open_window (f->path);
  f->reg = ui_window_get_register (f->window);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (GList) windows =
      g_list_copy (gtk_application_get_windows (GTK_APPLICATION (application)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (UI_IS_WINDOW (l->data))
      gtk_window_close (l->data);
  ui_wait (ui_has_no_window, application, "the windows to close");
  remove_tree (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->csv);
}

/* --- helpers ---------------------------------------------------------------------------------- */

static gboolean
has_dialog (gpointer data)
{
  return ui_find_window (UI_TYPE_EXCHANGE_DIALOG) != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return ui_find_window (UI_TYPE_EXCHANGE_DIALOG) == NULL;
}

/* From the main menu, with the mouse. */
static void
choose (Fixture    *f,
        const char *item)
{
  GtkWidget *menu, *label;

  ui_key (GDK_KEY_F10, 0);
  menu = ui_find (GTK_WIDGET (f->window), GTK_TYPE_POPOVER_MENU);
  label = ui_find_label (menu, item);
  g_assert_nonnull (label);
  ui_click (label);
  ui_wait (has_dialog, NULL, item);
  ui_settle ();
  f->dialog = ui_find_window (UI_TYPE_EXCHANGE_DIALOG);
}

static gboolean
is_idle (gpointer work)
{
  return !ui_exchange_work_is_busy (work);
}

static void
wait_for_work (Fixture *f)
{
  ui_wait (is_idle, ui_find (f->dialog, UI_TYPE_EXCHANGE_WORK), "the work to end");
  ui_settle ();
}

static void
press (Fixture    *f,
       const char *button)
{
  GtkWidget *found = ui_find_button (f->dialog, button);

  g_assert_nonnull (found);
  ui_click (found);
}

static void
look (Fixture *f)
{
  choose (f, "Import…");
  ui_exchange_import_look (UI_EXCHANGE_IMPORT (ui_find (f->dialog, UI_TYPE_EXCHANGE_IMPORT)),
                           f->csv);
  wait_for_work (f);
}

static gboolean
says (GtkWidget  *root,
      const char *text)
{
  return ui_find_shown_label (root, text) != NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The folder's names but those of SQLite beside an open register. */
static char *
listing (const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, ".natality-") == NULL)
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
assert_listing (Fixture    *f,
                const char *wanted)
{
  g_autofree char *got = listing (f->folder);

  g_assert_cmpstr (got, ==, wanted);
}

static char *
get (const char *folder,
     const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static gint64
newest_change (SessionRegister *reg)
{
  g_autoptr (GPtrArray) changes = session_register_changes (reg, 0, 1, NULL);

  return ((SessionHistoryEntry *) changes->pdata[0])->change;
}

/* --- import ----------------------------------------------------------------------------------- */

#define PATIENTS "code,birth_month,referral_date\n"

static void
put_bad (Fixture *f)
{
  put (f, "patients.csv", PATIENTS "NEW-1,1979-03,2010-05-02\nNEW-2,SECRET,2010-05-02\n");
  put (f, "followups.csv", "patient,date,status\nNEW-1,2011-02-30,treatment_goes_on\n");
}

static void
test_problems (Fixture      *f,
               gconstpointer data)
{
  static const char *const wanted[2][3] = { { "patients.csv", "3", "birth_month" },
                                            { "followups.csv", "2", "date" } };
  gint64 before = newest_change (f->reg);
  UiExchangeList *list;

  put_bad (f);
  look (f);
  list = UI_EXCHANGE_LIST (ui_find (f->dialog, UI_TYPE_EXCHANGE_LIST));
  for (guint row = 0; row < 2; row++)
    for (guint column = 0; column < 3; column++)
      g_assert_cmpstr (ui_exchange_list_get_cell (list, row, column), ==, wanted[row][column]);
  g_assert_false (says (f->dialog, "SECRET"));
  g_assert_true (says (f->dialog, "3 rows were read from “csv”. Nothing was changed yet."));
  g_assert_true (says (f->dialog, "new row"));
  g_assert_null (ui_find_button (f->dialog, "Import All"));
  press (f, "Cancel");
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  g_assert_cmpint (newest_change (f->reg), ==, before);
  assert_listing (f, "clinic.natality csv");
}

static void
test_good_rows (Fixture      *f,
                gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->folder, "csv-rejected", NULL);
  g_autofree char *patients = NULL, *followups = NULL, *names = NULL;
  gint64 before = newest_change (f->reg);

  put_bad (f);
  look (f);
  press (f, "Import the Good Rows");
  wait_for_work (f);
  g_assert_true (says (f->dialog, "1 row is new. 2 rows were not taken."));
  g_assert_true (says (f->dialog, "Undo doesn’t take back an import."));
  g_assert_true (says (f->dialog, folder));
  g_assert_true (says (f->dialog, "/clinic.natality.import-"));
  g_assert_cmpint (newest_change (f->reg), ==, before + 1);
  patients = get (folder, "patients.csv");
  followups = get (folder, "followups.csv");
  g_assert_cmpstr (patients, ==, PATIENTS "NEW-2,SECRET,2010-05-02\n");
  g_assert_cmpstr (followups, ==, "patient,date,status\nNEW-1,2011-02-30,treatment_goes_on\n");
  names = listing (f->folder);
  g_assert_true (g_str_has_suffix (names, ".backup csv csv-rejected"));
  press (f, "Close");
  ui_wait (has_no_dialog, NULL, "the dialog to close");
}

static void
test_all (Fixture      *f,
          gconstpointer data)
{
  gint64 before = newest_change (f->reg);

  put (f, "patients.csv", PATIENTS "NEW-1,1979-03,2010-05-02\n");
  look (f);
  g_assert_true (says (f->dialog, "All rows can be imported"));
  g_assert_null (ui_find_button (f->dialog, "Import the Good Rows"));
  press (f, "Import All");
  wait_for_work (f);
  g_assert_true (says (f->dialog, "Imported"));
  g_assert_cmpint (newest_change (f->reg), ==, before + 1);
  press (f, "Close");
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  look (f);
  g_assert_true (says (f->dialog, "Every row is in the register already"));
  g_assert_null (ui_find_button (f->dialog, "Import All"));
  press (f, "Close");
  ui_wait (has_no_dialog, NULL, "the dialog to close");
}

/* Escape while it imports: it is cancelled, then the dialog closes. */
static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (GString) patients = g_string_new (PATIENTS);
  gint64 before = newest_change (f->reg);
  UiExchangeWork *work;

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (patients, "NEW-%05u,1979-03,2010-05-02\n", i);
  put (f, "patients.csv", patients->str);
  look (f);
  work = UI_EXCHANGE_WORK (ui_find (f->dialog, UI_TYPE_EXCHANGE_WORK));
  press (f, "Import All");
  g_assert_true (ui_exchange_work_is_busy (work));
  ui_key (GDK_KEY_Escape, 0);
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  g_assert_cmpint (newest_change (f->reg), ==, before);
  assert_listing (f, "clinic.natality csv");
}

/* The same of the whole window. */
static void
test_quit (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (GString) patients = g_string_new (PATIENTS);

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (patients, "NEW-%05u,1979-03,2010-05-02\n", i);
  put (f, "patients.csv", patients->str);
  look (f);
  press (f, "Import All");
  gtk_window_close (GTK_WINDOW (f->window));
  g_assert_nonnull (ui_window_get_register (f->window)); /* not before the work has ended */
  ui_wait (ui_has_no_window, application, "the windows to close");
  assert_listing (f, "clinic.natality csv");
}

/* --- export, backup --------------------------------------------------------------------------- */

static void
export (Fixture    *f,
        gboolean    identity,
        const char *name)
{
  GtkWidget *entry;

  choose (f, "Export Records…");
  entry = ui_find (f->dialog, ADW_TYPE_ENTRY_ROW);
  gtk_widget_grab_focus (entry);
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (name);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (ui_find (f->dialog, GTK_TYPE_SWITCH))));
  if (identity)
    ui_click (ui_find (f->dialog, GTK_TYPE_SWITCH));
  press (f, "Export");
  wait_for_work (f);
  g_assert_true (says (f->dialog, "Exported"));
  press (f, "Close");
  ui_wait (has_no_dialog, NULL, "the dialog to close");
}

/* What is exported, imported elsewhere and exported from there is the same. */
static void
test_export (Fixture      *f,
             gconstpointer data)
{
  g_autofree char *plain = g_build_filename (f->folder, "plain", NULL);
  g_autofree char *whole = g_build_filename (f->folder, "whole", NULL);
  g_autofree char *again = g_build_filename (f->folder, "again", NULL);
  g_autofree char *path = g_build_filename (f->folder, "other.natality", NULL);
  g_autofree char *plain_names = NULL, *whole_names = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (SessionRegister) other = NULL;

  export (f, FALSE, "plain");
  export (f, TRUE, "whole");
  plain_names = listing (plain);
  whole_names = listing (whole);
  g_assert_null (strstr (plain_names, "identity.csv"));
  g_assert_nonnull (strstr (whole_names, "identity.csv"));
  g_assert_true (session_create (path, NULL, NULL));
  other = session_register_open_sync (path, FALSE, FALSE, NULL);
  g_assert_true (session_register_import_sync (other, whole, SESSION_IMPORT_DEFAULT, NULL, NULL,
                                               NULL, NULL, NULL, NULL));
  g_assert_true (session_register_export_sync (other, again, TRUE, NULL, NULL, NULL, NULL));
  names = g_strsplit (whole_names, " ", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *there = get (whole, names[i]);
      g_autofree char *here = get (again, names[i]);

      g_assert_cmpstr (here, ==, there);
    }
}

static void
test_backup (Fixture      *f,
             gconstpointer data)
{
  g_autofree char *path = session_register_backup_path (f->reg, NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *wanted = g_strconcat ("clinic.natality ", name, " csv", NULL);
  g_autoptr (SessionRegister) backup = NULL;
  GtkWidget *entry;

  choose (f, "Back Up…");
  entry = ui_find (f->dialog, ADW_TYPE_ENTRY_ROW);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, name);
  press (f, "Back Up");
  wait_for_work (f);
  g_assert_true (says (f->dialog, "Backed up"));
  g_assert_true (says (f->dialog, path));
  assert_listing (f, wanted);
  press (f, "Close");
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  backup = session_register_open_sync (path, FALSE, FALSE, NULL);
  g_assert_cmpint (session_register_state (backup), ==, SESSION_READ_ONLY_BACKUP);
  g_assert_cmpint (newest_change (backup), ==, newest_change (f->reg));
  /* Once more: the name that is taken isn't proposed, nor accepted. */
  choose (f, "Back Up…");
  entry = ui_find (f->dialog, ADW_TYPE_ENTRY_ROW);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), !=, name);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  ui_settle ();
  g_assert_true (says (f->dialog, "There is something of that name already."));
  g_assert_false (gtk_widget_get_sensitive (ui_find_button (f->dialog, "Back Up")));
}

/* --- restore ---------------------------------------------------------------------------------- */

/* A page in the file's middle is overwritten. */
static void
damage (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + length / 2 / 4096 * 4096, 0xa5, 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

static void
reopen_damaged (Fixture *f)
{
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, application, "the window to close");
  damage (f->path);
  f->window = open_window (f->path);
  f->reg = ui_window_get_register (f->window);
  g_assert_cmpint (session_register_state (f->reg), ==, SESSION_READ_ONLY_DAMAGED);
}

static gboolean
offers (gpointer window)
{
  return ui_find_button (window, "Open the Newest Good Backup…") != NULL;
}

static UiWindow *
window_of (const char *path)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (application));

  for (GList *l = windows; l != NULL; l = l->next)
    if (UI_IS_WINDOW (l->data) && g_strcmp0 (ui_window_get_path (l->data), path) == 0
        && ui_window_get_register (l->data) != NULL)
      return l->data;
  return NULL;
}

static gboolean
is_open_there (gpointer path)
{
  return window_of (path) != NULL;
}

static void
test_damaged (Fixture      *f,
              gconstpointer data)
{
  g_autofree char *backup = session_register_backup_path (f->reg, NULL);
  g_autofree char *restored = g_build_filename (f->folder, "clinic-restored.natality", NULL);

  g_assert_true (session_register_backup_sync (f->reg, backup, NULL, NULL, NULL, NULL));
  reopen_damaged (f);
  ui_wait (offers, f->window, "the offer");
  ui_click (ui_find_button (GTK_WIDGET (f->window), "Open the Newest Good Backup…"));
  f->dialog = ui_find_window (UI_TYPE_EXCHANGE_DIALOG);
  press (f, "Open for Reading");
  ui_wait (is_open_there, backup, "the backup");
  g_assert_false (session_register_is_writable (ui_window_get_register (window_of (backup))));
  gtk_window_close (GTK_WINDOW (window_of (backup)));
  ui_settle ();
  ui_click (ui_find_button (GTK_WIDGET (f->window), "Open the Newest Good Backup…"));
  f->dialog = ui_find_window (UI_TYPE_EXCHANGE_DIALOG);
  g_assert_true (says (f->dialog, "52 patients"));
  press (f, "Restore");
  ui_wait (is_open_there, restored, "the restored register");
  g_assert_true (session_register_is_writable (ui_window_get_register (window_of (restored))));
}

static gboolean
says_none (gpointer window)
{
  return says (window, "No backup lies beside the register.");
}

static void
test_damaged_alone (Fixture      *f,
                    gconstpointer data)
{
  reopen_damaged (f);
  ui_wait (says_none, f->window, "the sentence");
  g_assert_false (offers (f->window));
}

static gboolean
shows_start (gpointer window)
{
  return ui_window_get_path (window) == NULL;
}

/* Nothing of the file is left that could be opened: the offer comes as a dialog. */
static void
test_destroyed (Fixture      *f,
                gconstpointer data)
{
  g_autofree char *backup = session_register_backup_path (f->reg, NULL);
  g_autofree char *restored = g_build_filename (f->folder, "clinic-restored.natality", NULL);
  const char zeros[8192] = { 0 };

  g_assert_true (session_register_backup_sync (f->reg, backup, NULL, NULL, NULL, NULL));
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, application, "the window to close");
  g_assert_true (g_file_set_contents (f->path, zeros, sizeof zeros, NULL));
  f->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (f->window));
  ui_window_open (f->window, f->path);
  ui_wait (shows_start, f->window, "the refusal");
  ui_wait (has_dialog, NULL, "the offer");
  ui_settle ();
  f->dialog = ui_find_window (UI_TYPE_EXCHANGE_DIALOG);
  g_assert_true (says (f->dialog, "This file is not a register of Natality. It was not changed."));
  press (f, "Restore");
  ui_wait (is_open_there, restored, "the restored register");
}

static void
test_not_a_backup (Fixture      *f,
                   gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->csv, "letter.backup", NULL);

  put (f, "letter.backup", "Dear colleague");
  choose (f, "Restore a Backup…");
  ui_exchange_restore_look (UI_EXCHANGE_RESTORE (ui_find (f->dialog, UI_TYPE_EXCHANGE_RESTORE)),
                            path);
  wait_for_work (f);
  g_assert_true (says (f->dialog, "This file is not a register of Natality."));
  g_assert_false (gtk_widget_get_sensitive (ui_find_button (f->dialog, "Restore")));
  g_assert_false (gtk_widget_get_sensitive (ui_find_button (f->dialog, "Open for Reading")));
}

/* --- read-only, check ------------------------------------------------------------------------- */

static gboolean
item_is_sensitive (Fixture    *f,
                   const char *item)
{
  GtkWidget *menu = ui_find (GTK_WIDGET (f->window), GTK_TYPE_POPOVER_MENU);

  return gtk_widget_is_sensitive (ui_find_label (menu, item));
}

static void
test_read_only (Fixture      *f,
                gconstpointer data)
{
  g_autofree char *backup = session_register_backup_path (f->reg, NULL);

  g_assert_true (session_register_backup_sync (f->reg, backup, NULL, NULL, NULL, NULL));
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, application, "the window to close");
  f->window = open_window (backup);
  f->reg = ui_window_get_register (f->window);
  ui_key (GDK_KEY_F10, 0);
  g_assert_false (item_is_sensitive (f, "Import…"));
  g_assert_true (item_is_sensitive (f, "Export Records…"));
  g_assert_true (item_is_sensitive (f, "Back Up…"));
  g_assert_true (item_is_sensitive (f, "Check Register"));
  ui_key (GDK_KEY_Escape, 0);
  export (f, FALSE, "plain");
}

static gboolean
shows_patient (gpointer window)
{
  return ui_patient_page_get_patient (ui_patient_page_of (window)) != 0;
}

/* A finding leads to its patient. */
static void
test_check (Fixture      *f,
            gconstpointer data)
{
  UiExchangeList *list;
  const char *code;
  gint32 patient;
  g_autoptr (GPtrArray) rows = NULL;

  choose (f, "Check Register");
  wait_for_work (f);
  g_assert_true (says (f->dialog, "The register is sound"));
  list = UI_EXCHANGE_LIST (ui_find (f->dialog, UI_TYPE_EXCHANGE_LIST));
  g_assert_cmpuint (ui_exchange_list_n_rows (list), >, 1);
  code = g_intern_string (ui_exchange_list_get_cell (list, 0, 0));
  gtk_widget_child_focus (GTK_WIDGET (list), GTK_DIR_TAB_FORWARD);
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  ui_wait (shows_patient, f->window, "the patient");
  patient = (gint32) ui_patient_page_get_patient (ui_patient_page_of (f->window));
  rows = session_register_list_rows (f->reg, &patient, 1);
  g_assert_cmpstr (((SessionListRow *) rows->pdata[0])->code, ==, code);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, n_patients, function)                                                            \
  g_test_add ("/exchange/" name, Fixture, GUINT_TO_POINTER (n_patients), set_up, function,         \
              tear_down)
  ADD ("problems", 0, test_problems);
  ADD ("good-rows", 0, test_good_rows);
  ADD ("all", 0, test_all);
  ADD ("cancel", 0, test_cancel);
  ADD ("quit", 0, test_quit);
  ADD ("export", 0, test_export);
  ADD ("backup", 0, test_backup);
  ADD ("damaged", 0, test_damaged);
  ADD ("damaged-alone", 0, test_damaged_alone);
  ADD ("destroyed", 0, test_destroyed);
  ADD ("not-a-backup", 0, test_not_a_backup);
  ADD ("read-only", 0, test_read_only);
  ADD ("check", 200, test_check);
#undef ADD
  return ui_run_tests (application);
}
