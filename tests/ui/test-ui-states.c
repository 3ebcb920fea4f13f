/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window says and allows when a register can't be changed, isn't one, is damaged, or was
 * left by a crash. The whole tree of widgets is walked: what edits is insensitive, what reads
 * works, and the files are the same afterwards. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "base-clock.h"
#include "ui-exchange-dialog.h"
#include "ui-plan-dialog.h"
#include "ui-question-bar.h"
#include "ui-states.h"

#define T MODEL_TABLE_TRANSFER
#define NOBODY 65534

static UiApplication *application;

static void
set_up (UiClinic      *f,
        gconstpointer  data)
{
  ui_clinic_create (f, application);
}

static void
tear_down (UiClinic      *f,
           gconstpointer  data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (application)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_destroy (l->data);
  g_list_free (windows);
  ui_settle ();
  ui_clinic_remove (f);
}

/* --- read-only -------------------------------------------------------------------------------- */

/* Root may write anything, whatever the mode says. */
static void
be_nobody (void)
{
  if (getuid () == 0 && seteuid (NOBODY) != 0)
    g_error ("This process can't become nobody.");
}

static void
be_oneself (void)
{
  if (seteuid (getuid ()) != 0)
    g_error ("This process can't become itself again.");
}

typedef struct
{
  int file, folder;
} Modes;

static void
test_read_only (UiClinic      *f,
                gconstpointer  data)
{
  const Modes *modes = data;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (g_chmod (f->path, modes->file), ==, 0);
  g_assert_cmpint (g_chmod (f->folder, modes->folder), ==, 0);
  before = ui_clinic_listing (f->folder);
  be_nobody ();
  ui_clinic_open (f);
  ui_wait (states_is_read_only, f, "the permissions to be seen");
  states_assert_banner (f, "This register can be read but not changed: this account may not write "
                           "the file or its folder.");
  g_assert_null (states_button (f, "Try Again"));
  states_assert_nothing_edits (f);
  states_assert_reads (f);
  states_assert_nothing_edits (f);
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->window), "read-only"));
  ui_key (GDK_KEY_n, GDK_CONTROL_MASK); /* nor do the keys */
  g_assert_null (ui_clinic_dialog ());
  ui_key (GDK_KEY_t, GDK_CONTROL_MASK);
  g_assert_false (ui_patient_page_has_unsaved (f->page));
  ui_clinic_close (f);
  be_oneself ();
  after = ui_clinic_listing (f->folder);
  g_assert_cmpstr (after, ==, before);
}

/* --- held ------------------------------------------------------------------------------------- */

static gboolean
is_writable (gpointer data)
{
  UiClinic *f = data;

  f->reg = ui_window_get_register (f->window);
  return f->reg != NULL && session_register_is_writable (f->reg)
         && session_register_dataset (f->reg) != NULL && ui_patient_list_n_shown (f->list) > 0
         && !session_register_is_saving (f->reg) && states_button (f, "Try Again") == NULL;
}

static gboolean
is_held (gpointer data)
{
  UiClinic *f = data;

  f->reg = ui_window_get_register (f->window);
  return f->reg != NULL && session_register_state (f->reg) == SESSION_READ_ONLY_HELD
         && states_button (f, "Try Again") != NULL && ui_patient_list_n_shown (f->list) > 0;
}

static void
test_held (UiClinic      *f,
           gconstpointer  data)
{
  GSubprocess *holder = states_hold (f);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (base_now () / G_USEC_PER_SEC);
  g_autofree char *who = g_strdup_printf ("Another Natality holds this register: %s@%s, since ",
                                          g_get_user_name (), g_get_host_name ());
  g_autofree char *year = g_date_time_format (now, "%Y");

  ui_clinic_open (f);
  ui_wait (is_held, f, "the other one to be seen");
  ui_settle ();
  states_assert_banner (f, who);
  states_assert_banner (f, year);
  states_assert_banner (f, "It is open for reading only.");
  states_assert_nothing_edits (f);
  states_assert_reads (f);
  states_assert_nothing_edits (f);
  states_click (f, "Try Again"); /* too early */
  ui_wait (is_held, f, "the other one to be seen again");
  states_assert_banner (f, who);
  states_let_go (holder);
  states_click (f, "Try Again");
  ui_wait (is_writable, f, "the register to be let go");
  ui_settle ();
  g_assert_cmpstr (ui_clinic_banner (f), ==, "");
  ui_clinic_open_transfer (f);
  states_assert_can_edit (f);
}

/* Typed before the other one was seen. */
static void
type_too_early (UiClinic *f)
{
  ui_clinic_open (f);
  ui_clinic_open_transfer (f);
  g_assert_true (session_register_is_writable (f->reg)); /* as far as it is known yet */
  ui_clinic_type (f, T, "weight_kg", "71");
  ui_wait (is_held, f, "the other one to be seen");
  ui_settle ();
}

static void
go_on_and_save (UiClinic *f)
{
  g_autofree char *shown = NULL;
  g_autofree char *stored = NULL;

  states_assert_banner (f, "Unsaved typing about RPL-0003");
  states_click (f, "Go On with It");
  shown = ui_clinic_shown (f, T, "weight_kg");
  g_assert_cmpstr (shown, ==, "71");
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_saved (f);
  stored = ui_clinic_stored (f, "weight_kg");
  g_assert_cmpstr (stored, ==, "71");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
}

static void
test_held_typing (UiClinic      *f,
                  gconstpointer  data)
{
  GSubprocess *holder = states_hold (f);
  g_autofree char *shown = NULL;

  type_too_early (f);
  states_assert_banner (f, "What you typed is kept on this computer");
  shown = ui_clinic_shown (f, T, "weight_kg");
  g_assert_cmpstr (shown, ==, "71");
  states_assert_nothing_edits (f);
  states_click (f, "Try Again"); /* too early */
  ui_wait (is_held, f, "the other one to be seen again");
  states_assert_banner (f, "Unsaved typing about RPL-0003");
  states_assert_banner (f, "It is kept until the register can be changed again.");
  g_assert_null (states_button (f, "Go On with It"));
  states_let_go (holder);
  states_click (f, "Try Again");
  ui_wait (is_writable, f, "the register to be let go");
  ui_settle ();
  go_on_and_save (f);
}

/* Nothing is asked that can't be done: the typing is kept, and found the next time. */
static void
test_held_typing_close (UiClinic      *f,
                        gconstpointer  data)
{
  GSubprocess *holder = states_hold (f);

  type_too_early (f);
  ui_key (GDK_KEY_q, GDK_CONTROL_MASK);
  g_assert_null (ui_clinic_dialog ());
  g_assert_false (ui_clinic_has_window (f));
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 1);
  states_let_go (holder);
  ui_clinic_open (f);
  go_on_and_save (f);
}

/* Another patient is looked at, and what was typed discarded: both by the person's own wish. */
static void
test_held_typing_leave (UiClinic      *f,
                        gconstpointer  data)
{
  GSubprocess *holder = states_hold (f);

  type_too_early (f);
  states_click (f, "Discard");
  g_assert_false (ui_patient_page_has_unsaved (f->page));
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
  ui_clinic_close (f);
  type_too_early (f);
  ui_key (GDK_KEY_f, GDK_CONTROL_MASK);
  ui_type ("0005");
  ui_wait (states_lists_one, f, "the one that matches");
  ui_key (GDK_KEY_Return, 0);
  g_assert_null (ui_clinic_dialog ());
  g_assert_cmpint (ui_patient_page_get_patient (f->page), ==, 5);
  states_let_go (holder);
  states_click (f, "Try Again");
  ui_wait (is_writable, f, "the register to be let go");
  ui_settle ();
  go_on_and_save (f);
}

static void
type_there (guint       n,
            const char *text)
{
  gtk_widget_grab_focus (ui_clinic_dialog_entry (n));
  ui_settle ();
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (text);
}

static gboolean
is_refused (gpointer data)
{
  return ui_clinic_dialog () != NULL
         && ui_find_shown_label (ui_clinic_dialog (), "holds this register") != NULL;
}

/* A new patient who can't be added now: the dialog says why, and she is offered again. */
static void
test_held_new_patient (UiClinic      *f,
                       gconstpointer  data)
{
  GSubprocess *holder = states_hold (f);

  ui_clinic_open (f);
  g_assert_true (session_register_is_writable (f->reg)); /* as far as it is known yet */
  ui_key (GDK_KEY_n, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  type_there (0, "RPL-0099");
  type_there (1, "3.1979");
  type_there (2, "2011");
  ui_wait (is_held, f, "the other one to be seen");
  g_signal_emit_by_name (ui_find_button (ui_clinic_dialog (), "Add"), "clicked");
  ui_wait (is_refused, NULL, "the refusal");
  ui_clinic_answer ("Cancel");
  states_let_go (holder);
  states_click (f, "Try Again");
  ui_wait (is_writable, f, "the register to be let go");
  states_assert_banner (f, "A new patient who was not added yet");
  states_click (f, "Go On with It");
  ui_clinic_wait_dialog ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_clinic_dialog_entry (0))), ==,
                   "RPL-0099");
  ui_clinic_answer ("Cancel"); /* now it is by her own wish */
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
}

/* --- what is no register ---------------------------------------------------------------------- */

static gboolean
shows_start (gpointer data)
{
  return ui_window_get_path (((UiClinic *) data)->window) == NULL;
}

/* It is said in a sentence, and nothing is left behind. */
static void
assert_refused (UiClinic   *f,
                const char *path,
                const char *sentence)
{
  g_autofree char *before = ui_clinic_listing (f->folder);
  g_autofree char *after = NULL;

  f->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (f->window));
  ui_window_open (f->window, path);
  ui_wait (shows_start, f, "the refusal");
  ui_settle ();
  g_assert_null (ui_window_get_register (f->window));
  if (ui_find_shown_label (GTK_WIDGET (f->window), sentence) == NULL)
    g_error ("“%s” isn't said", sentence);
  g_assert_null (ui_clinic_dialog ());
  g_assert_true (gtk_widget_is_sensitive (states_button (f, "Open Register…")));
  states_assert_nothing_edits (f);
  after = ui_clinic_listing (f->folder);
  g_assert_cmpstr (after, ==, before);
  gtk_window_close (GTK_WINDOW (f->window));
  ui_settle ();
  g_free (after);
  after = ui_clinic_listing (f->folder);
  g_assert_cmpstr (after, ==, before);
}

static void
test_newer (UiClinic      *f,
            gconstpointer  data)
{
  const guint8 newer = 99; /* the last byte of the schema's version */
  int fd = g_open (f->path, O_WRONLY, 0);

  g_assert_cmpint (pwrite (fd, &newer, 1, 63), ==, 1);
  close (fd);
  assert_refused (f, f->path, "This register was made by a newer Natality");
  assert_refused (f, f->path, "It was not changed. Open it with the newer program.");
}

static void
test_not_a_register (UiClinic      *f,
                     gconstpointer  data)
{
  static const struct
  {
    const char *name, *bytes;
    gssize length;
  } files[] = {
    { "notes.natality", "Dear colleague, RPL-0003 called again.\n", -1 },
    { "picture.natality", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\1\0\0\0\0", 29 },
    { "nothing.natality", "", 0 },
    { "half.natality", "SQLite format 3", 16 },
  };
  g_autofree char *other = g_build_filename (f->folder, "other.natality", NULL);
  sqlite3 *db = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (f->folder, files[i].name, NULL);

      g_assert_true (g_file_set_contents (path, files[i].bytes, files[i].length, NULL));
      assert_refused (f, path, "This file is not a register of Natality. It was not changed.");
    }
  g_assert_cmpint (sqlite3_open (other, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE patient (code TEXT); PRAGMA user_version = 1",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
  assert_refused (f, other, "This file is not a register of Natality. It was not changed.");
  assert_refused (f, f->folder, "This file is not a register of Natality. It was not changed.");
}

/* --- a crash ---------------------------------------------------------------------------------- */

static gboolean
says_crash (gpointer data)
{
  return strstr (ui_clinic_banner (data), "was not closed last time") != NULL;
}

/* A process is killed, and another one with typing in it: everything can be edited at once. */
static void
test_crash (UiClinic      *f,
            gconstpointer  data)
{
  g_autoptr (ModelRecord) record = NULL;

  ui_clinic_open (f);
  ui_clinic_open_transfer (f);
  ui_clinic_type (f, T, "weight_kg", "71");
  ui_clinic_wait_draft ();
  ui_clinic_crash (f);
  states_run_other ("--crash", f->path, NULL);
  ui_clinic_open (f);
  ui_wait (says_crash, f, "the crash to be seen");
  states_assert_banner (f, g_get_user_name ());
  states_assert_banner (f, "it is sound, and everything saved is in it");
  record = session_register_read (f->reg, 4, FALSE, NULL);
  g_assert_cmpstr (model_row_get (model_record_find (record, MODEL_TABLE_PATIENT, 1),
                                  model_dictionary_find (session_register_dictionary (f->reg),
                                                         MODEL_TABLE_PATIENT, "height_cm")),
                   ==, "169");
  go_on_and_save (f);
  states_assert_can_edit (f);
  states_click (f, "Close this notice");
  g_assert_cmpstr (ui_clinic_banner (f), ==, "");
}

/* --- damage ----------------------------------------------------------------------------------- */

static gboolean
offers (gpointer data)
{
  return states_button (data, "Open the Newest Good Backup…") != NULL;
}

static void
back_up (UiClinic *f)
{
  g_autoptr (SessionRegister) reg = session_register_open_sync (f->path, FALSE, FALSE, NULL);
  g_autofree char *path = session_register_backup_path (reg, NULL);

  g_assert_true (session_register_backup_sync (reg, path, NULL, NULL, NULL, NULL));
  session_register_close (reg);
}

/* Found by the check of the file while it is open: an index, which nothing that is read needs. */
static void
test_damaged (UiClinic      *f,
              gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  back_up (f);
  states_run_other ("--damage", f->path, "history_row");
  before = ui_clinic_listing (f->folder);
  ui_clinic_open (f);
  ui_wait (states_is_read_only, f, "the damage to be found");
  ui_wait (offers, f, "the offer");
  states_assert_banner (f, "This register is damaged. It is open for reading only; nothing in it "
                           "was changed.");
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->window), "Newest good backup: made "));
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->window), "12 patients"));
  states_assert_nothing_edits (f);
  states_assert_reads (f);
  states_assert_nothing_edits (f);
  ui_clinic_close (f);
  after = ui_clinic_listing (f->folder);
  g_assert_cmpstr (after, ==, before);
}

static gboolean
is_restored (gpointer data)
{
  UiClinic *f = data;
  const char *path = ui_window_get_path (f->window);

  return path != NULL && g_str_has_suffix (path, "clinic-restored.natality") && is_writable (f);
}

static gboolean
has_exchange (gpointer data)
{
  return ui_find_window (UI_TYPE_EXCHANGE_DIALOG) != NULL;
}

/* Found when something is saved. The typing is offered again in the register that the newest good
 * backup makes. */
static void
test_damaged_later (UiClinic      *f,
                    gconstpointer  data)
{
  GtkWidget *dialog;

  back_up (f);
  ui_clinic_open (f);
  ui_wait (is_writable, f, "the register to be checked");
  ui_clinic_open_transfer (f);
  states_assert_can_edit (f);
  states_run_other ("--damage", f->path, "history_row");
  ui_clinic_type (f, T, "weight_kg", "71");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  g_assert_nonnull (ui_find_shown_label (ui_clinic_dialog (), "This register is damaged."));
  ui_clinic_answer ("Close");
  ui_wait (states_is_read_only, f, "the damage to be minded");
  ui_wait (offers, f, "the offer");
  states_assert_banner (f, "This register is damaged.");
  states_assert_banner (f, "What you typed is kept on this computer");
  states_assert_nothing_edits (f);
  states_click (f, "Open the Newest Good Backup…");
  ui_wait (has_exchange, NULL, "the offer's dialog");
  dialog = ui_find_window (UI_TYPE_EXCHANGE_DIALOG);
  ui_click (ui_find_button (dialog, "Restore"));
  ui_wait (is_restored, f, "the restored register");
  ui_settle ();
  go_on_and_save (f);
}

static gboolean
says_unreadable (gpointer data)
{
  return ui_find_shown_label (GTK_WIDGET (((UiClinic *) data)->window),
                              "The register can’t be read to its end")
         != NULL;
}

/* A table that the curves need is gone: it is said instead of waited for. */
static void
test_damaged_table (UiClinic      *f,
                    gconstpointer  data)
{
  GtkWidget *dialog;

  back_up (f);
  states_run_other ("--damage", f->path, "transfer");
  f->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (f->window));
  ui_window_open (f->window, f->path);
  ui_wait (offers, f, "the offer");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.page", "s", "curves");
  ui_wait (says_unreadable, f, "the sentence");
  states_assert_banner (f, "This register is damaged.");
  states_assert_nothing_edits (f);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.plan-trial", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_PLAN_DIALOG);
  g_assert_nonnull (ui_find_shown_label (dialog, "so there is nothing to plan with."));
  gtk_window_close (GTK_WINDOW (dialog));
}

static guint
place_of (GtkWidget  *drop_down,
          const char *label)
{
  GListModel *labels = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));

  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (labels, i);

      if (g_str_equal (gtk_string_object_get_string (item), label))
        return i;
    }
  g_error ("there is no choice “%s”", label);
}

/* A table that is first read for a question about it. */
static void
test_damaged_columns (UiClinic      *f,
                      gconstpointer  data)
{
  GtkWidget *bar, *by;
  guint stage;

  back_up (f);
  ui_clinic_open (f);
  ui_wait (is_writable, f, "the register to be checked");
  states_run_other ("--damage", f->path, "embryo");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.page", "s", "curves");
  ui_settle ();
  bar = ui_find (GTK_WIDGET (f->window), UI_TYPE_QUESTION_BAR);
  by = GTK_WIDGET (gtk_widget_get_template_child (bar, UI_TYPE_QUESTION_BAR, "by"));
  stage = place_of (by, "Stage of best embryo");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (by), stage);
  ui_wait (states_is_read_only, f, "the damage to be minded");
  ui_wait (offers, f, "the offer");
  states_assert_banner (f, "This register is damaged.");
  states_assert_nothing_edits (f);
}

int
main (int    argc,
      char **argv)
{
  static const Modes file = { 0444, 0777 }, folder = { 0644, 0555 }, both = { 0444, 0555 };
  int status;

  status = states_main (argc, argv);
  if (status >= 0)
    return status;
  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, data, function)                                                                  \
  g_test_add ("/ui/states/" name, UiClinic, data, set_up, function, tear_down)
  ADD ("read-only-file", &file, test_read_only);
  ADD ("read-only-folder", &folder, test_read_only);
  ADD ("read-only-both", &both, test_read_only);
  ADD ("held", NULL, test_held);
  ADD ("held-typing", NULL, test_held_typing);
  ADD ("held-typing-close", NULL, test_held_typing_close);
  ADD ("held-typing-leave", NULL, test_held_typing_leave);
  ADD ("held-new-patient", NULL, test_held_new_patient);
  ADD ("newer", NULL, test_newer);
  ADD ("not-a-register", NULL, test_not_a_register);
  ADD ("crash", NULL, test_crash);
  ADD ("damaged", NULL, test_damaged);
  ADD ("damaged-later", NULL, test_damaged_later);
  ADD ("damaged-table", NULL, test_damaged_table);
  ADD ("damaged-columns", NULL, test_damaged_columns);
#undef ADD
  return ui_run_tests (application);
}
