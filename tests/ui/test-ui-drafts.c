/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody typed is never lost: it is asked about, undone step by step, kept across a crash
 * and a kill, gone on with, and met with what somebody else saved meanwhile. Real keys. */
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base-clock.h"
#include "ui-clinic.h"
#include "ui-field.h"
#include "ui-row-list.h"

#define T MODEL_TABLE_TRANSFER
#define O MODEL_TABLE_TRANSFER_OUTCOME

static UiApplication *application;
static const char *program;

static void
set_up (UiClinic      *f,
        gconstpointer  data)
{
  ui_clinic_create (f, application);
  ui_clinic_open (f);
}

static void
tear_down (UiClinic      *f,
           gconstpointer  data)
{
  ui_clinic_close (f);
  ui_clinic_remove (f);
}

/* --- helpers ---------------------------------------------------------------------------------- */

static void
type_weight (UiClinic   *f,
             const char *text)
{
  ui_clinic_open_transfer (f);
  ui_clinic_type (f, T, "weight_kg", text);
  g_assert_true (ui_patient_page_has_unsaved (f->page));
}

static void
assert_stored (UiClinic   *f,
               const char *id,
               const char *expected)
{
  g_autofree char *value = ui_clinic_stored (f, id);

  g_assert_cmpstr (value, ==, expected);
}

static void
assert_shown (UiClinic   *f,
              ModelTable  table,
              const char *id,
              const char *expected)
{
  g_autofree char *shown = ui_clinic_shown (f, table, id);

  g_assert_cmpstr (shown, ==, expected);
}

static void
assert_says (GtkWidget  *widget,
             const char *text)
{
  g_autofree char *all = ui_clinic_text (widget);

  if (strstr (all, text) == NULL)
    g_error ("“%s” isn't said in:\n%s", text, all);
}

static void
click (UiClinic   *f,
       const char *button)
{
  GtkWidget *found = ui_find_button (GTK_WIDGET (f->window), button);

  g_assert_nonnull (found);
  ui_click (found);
}

static void
save_with_key (UiClinic *f)
{
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_saved (f);
}

static gboolean
is_closed (gpointer data)
{
  return !ui_clinic_has_window (data);
}

/* --- undo ------------------------------------------------------------------------------------- */

static gboolean
is_at_64 (gpointer data)
{
  g_autofree char *value = ui_clinic_stored (data, "weight_kg");

  return g_strcmp0 (value, "64") == 0;
}

static gboolean
is_at_71 (gpointer data)
{
  g_autofree char *value = ui_clinic_stored (data, "weight_kg");

  return g_strcmp0 (value, "71") == 0;
}

/* In a field whose typing is saved, Ctrl+Z takes the saved change back, Ctrl+Shift+Z does it
 * again; Ctrl+Y too. */
static void
test_undo_saved (UiClinic      *f,
                 gconstpointer  data)
{
  type_weight (f, "71");
  save_with_key (f);
  assert_stored (f, "weight_kg", "71");
  gtk_widget_grab_focus (ui_clinic_entry (f, T, "weight_kg"));
  ui_settle ();
  ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  ui_wait (is_at_64, f, "the undo");
  ui_settle ();
  assert_shown (f, T, "weight_kg", "64");
  ui_key (GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  ui_wait (is_at_71, f, "the redo");
  ui_settle ();
  ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  ui_wait (is_at_64, f, "the second undo");
  ui_settle ();
  ui_key (GDK_KEY_y, GDK_CONTROL_MASK);
  ui_wait (is_at_71, f, "the second redo");
  ui_settle ();
  assert_shown (f, T, "weight_kg", "71");
}

/* After quitting and starting again, from the list, where nothing was typed. */
static void
test_undo_restart (UiClinic      *f,
                   gconstpointer  data)
{
  type_weight (f, "71");
  save_with_key (f);
  ui_key (GDK_KEY_q, GDK_CONTROL_MASK);
  ui_wait (is_closed, f, "the program to quit");
  ui_clinic_open (f);
  assert_stored (f, "weight_kg", "71");
  ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  ui_wait (is_at_64, f, "the undo after a restart");
}

/* The typing first, one field after the other, then what is saved. */
static void
test_undo_order (UiClinic      *f,
                 gconstpointer  data)
{
  type_weight (f, "71");
  save_with_key (f);
  ui_clinic_type (f, T, "weight_kg", "72");
  ui_clinic_type (f, O, "gestation_days", "40+0");
  for (guint i = 0; i < 12 && ui_patient_page_has_unsaved (f->page); i++)
    ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_false (ui_patient_page_has_unsaved (f->page));
  assert_shown (f, T, "weight_kg", "71");
  assert_shown (f, O, "gestation_days", "40+1");
  assert_stored (f, "weight_kg", "71");
  ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  ui_wait (is_at_64, f, "the saved change to be undone");
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Cancel, then Save: by Ctrl+W, Ctrl+Q, and Esc. */
static void
asks (UiClinic        *f,
      guint            keyval,
      GdkModifierType  modifiers,
      gboolean         closes)
{
  type_weight (f, "71");
  ui_key (keyval, modifiers);
  ui_clinic_wait_dialog ();
  assert_says (ui_clinic_dialog (), "Save what you typed?");
  ui_clinic_answer ("Cancel");
  g_assert_true (ui_clinic_has_window (f));
  assert_shown (f, T, "weight_kg", "71");
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  assert_stored (f, "weight_kg", "64");
  gtk_widget_grab_focus (ui_clinic_entry (f, T, "weight_kg"));
  ui_settle ();
  ui_key (keyval, modifiers);
  ui_clinic_wait_dialog ();
  ui_clinic_answer ("Save");
  if (closes)
    {
      ui_wait (is_closed, f, "the window to close");
      ui_clinic_open (f);
    }
  else
    ui_clinic_wait_saved (f);
  assert_stored (f, "weight_kg", "71");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
}

static void
test_close_asks (UiClinic      *f,
                 gconstpointer  data)
{
  asks (f, GDK_KEY_w, GDK_CONTROL_MASK, TRUE);
}

static void
test_quit_asks (UiClinic      *f,
                gconstpointer  data)
{
  asks (f, GDK_KEY_q, GDK_CONTROL_MASK, TRUE);
}

static void
test_escape_asks (UiClinic      *f,
                  gconstpointer  data)
{
  asks (f, GDK_KEY_Escape, 0, FALSE);
}

/* Discarded, nothing is left of it: not in the form, not in the register, not on the disk. */
static void
test_discard (UiClinic      *f,
              gconstpointer  data)
{
  type_weight (f, "71");
  ui_clinic_wait_draft ();
  ui_key (GDK_KEY_Escape, 0);
  ui_clinic_wait_dialog ();
  ui_clinic_answer ("Discard");
  g_assert_false (ui_patient_page_has_unsaved (f->page));
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
  type_weight (f, "72");
  ui_clinic_wait_draft ();
  ui_key (GDK_KEY_q, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  ui_clinic_answer ("Discard");
  ui_wait (is_closed, f, "the program to quit");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
  ui_clinic_open (f);
  g_assert_cmpstr (ui_clinic_banner (f), ==, "");
  assert_stored (f, "weight_kg", "64");
}

/* What can't be saved isn't left: it is said why, and the typing stays. */
static void
test_save_refused (UiClinic      *f,
                   gconstpointer  data)
{
  ui_clinic_open_transfer (f);
  ui_clinic_type (f, T, "date", "31.2.2011");
  ui_key (GDK_KEY_q, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  ui_clinic_answer ("Save");
  g_assert_true (ui_clinic_has_window (f));
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  assert_shown (f, T, "date", "31.2.2011");
}

static gboolean
lists_one (gpointer data)
{
  return ui_patient_list_n_shown (((UiClinic *) data)->list) == 1;
}

/* Another patient is shown only after the question. */
static void
test_other_patient_asks (UiClinic      *f,
                         gconstpointer  data)
{
  type_weight (f, "71");
  ui_key (GDK_KEY_f, GDK_CONTROL_MASK);
  ui_type ("0005");
  ui_wait (lists_one, f, "the one that matches");
  ui_key (GDK_KEY_Return, 0);
  ui_clinic_wait_dialog ();
  ui_clinic_answer ("Cancel");
  g_assert_cmpint (ui_patient_page_get_patient (f->page), ==, 3);
  assert_shown (f, T, "weight_kg", "71");
}

/* --- found again ------------------------------------------------------------------------------ */

/* Not understood, understood, and a new row. */
static void
type_much (UiClinic *f)
{
  ui_clinic_open_transfer (f);
  ui_clinic_type (f, T, "weight_kg", "sixty");
  ui_clinic_type (f, O, "gestation_days", "40+0");
  ui_click (ui_find_button (GTK_WIDGET (f->page), "Add infusion"));
  ui_clinic_wait_draft ();
}

static void
test_go_on (UiClinic      *f,
            gconstpointer  data)
{
  type_much (f);
  ui_clinic_crash (f);
  ui_clinic_open (f);
  g_assert_nonnull (strstr (ui_clinic_banner (f), "Unsaved typing about RPL-0003"));
  g_assert_nonnull (strstr (ui_clinic_banner (f), "was found"));
  click (f, "Go On with It");
  g_assert_cmpint (ui_patient_page_get_patient (f->page), ==, 3);
  g_assert_cmpint (ui_patient_list_get_selected (f->list), ==, 3);
  assert_shown (f, T, "weight_kg", "sixty");
  assert_shown (f, O, "gestation_days", "40+0");
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  g_assert_cmpstr (ui_clinic_banner (f), ==, "");
  assert_stored (f, "weight_kg", "64");
  /* It is kept on, and can be taken back step by step. */
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  ui_settle ();
  assert_shown (f, O, "gestation_days", "40+1");
  assert_shown (f, T, "weight_kg", "sixty");
  ui_clinic_type (f, T, "weight_kg", "60");
  save_with_key (f);
  assert_stored (f, "weight_kg", "60");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
}

static void
test_go_on_later (UiClinic      *f,
                  gconstpointer  data)
{
  type_much (f);
  ui_clinic_crash (f);
  ui_clinic_open (f);
  ui_clinic_close (f); /* not now */
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 1);
  ui_clinic_open (f);
  g_assert_nonnull (strstr (ui_clinic_banner (f), "Unsaved typing about RPL-0003"));
  /* Gone on with, and crashed again. */
  click (f, "Go On with It");
  ui_clinic_crash (f);
  ui_clinic_open (f);
  click (f, "Go On with It");
  assert_shown (f, T, "weight_kg", "sixty");
}

static gboolean
has_no_draft (gpointer data)
{
  return ui_clinic_n_drafts () == 0;
}

static void
test_discard_found (UiClinic      *f,
                    gconstpointer  data)
{
  type_much (f);
  ui_clinic_crash (f);
  ui_clinic_open (f);
  click (f, "Discard");
  g_assert_cmpstr (ui_clinic_banner (f), ==, "");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 1); /* as long as it can be taken back */
  click (f, "Undo");
  g_assert_nonnull (strstr (ui_clinic_banner (f), "Unsaved typing about RPL-0003"));
  click (f, "Discard");
  ui_wait (has_no_draft, f, "the draft to go with its toast");
  ui_clinic_close (f);
  ui_clinic_open (f);
  g_assert_cmpstr (ui_clinic_banner (f), ==, "");
}

/* Discarded, and the window closed at once. */
static void
test_discard_and_close (UiClinic      *f,
                        gconstpointer  data)
{
  type_much (f);
  ui_clinic_crash (f);
  ui_clinic_open (f);
  click (f, "Discard");
  ui_clinic_close (f);
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
}

static void
test_damaged_draft (UiClinic      *f,
                    gconstpointer  data)
{
  g_autofree char *folder =
      g_build_filename (g_get_user_state_dir (), "natality", "drafts", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  type_much (f);
  ui_clinic_crash (f);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".draft"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_assert_true (g_file_set_contents (path, "natality-kept 1 torn", -1, NULL));
      }
  ui_clinic_open (f);
  g_assert_nonnull (strstr (ui_clinic_banner (f), "could not be read"));
  g_assert_nonnull (strstr (ui_clinic_banner (f), ".aside"));
  click (f, "Close this notice");
  g_assert_cmpstr (ui_clinic_banner (f), ==, "");
  type_weight (f, "71"); /* the register is open as ever */
  save_with_key (f);
}

static gboolean
proposes (gpointer data)
{
  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (ui_clinic_dialog_entry (0))),
                      "RPL-0013");
}

static void
type_new_patient (UiClinic *f)
{
  ui_key (GDK_KEY_n, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  ui_wait (proposes, f, "the next code");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0); /* a proposal isn't typing */
  gtk_widget_grab_focus (ui_clinic_dialog_entry (1));
  ui_settle ();
  ui_type ("3.1979");
  ui_clinic_wait_draft ();
}

static void
test_new_patient (UiClinic      *f,
                  gconstpointer  data)
{
  g_autoptr (ModelRecord) record = NULL;

  type_new_patient (f);
  gtk_window_destroy (GTK_WINDOW (ui_clinic_dialog ()));
  ui_clinic_crash (f);
  ui_clinic_open (f);
  g_assert_nonnull (strstr (ui_clinic_banner (f), "A new patient who was not added yet"));
  click (f, "Go On with It");
  ui_clinic_wait_dialog ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_clinic_dialog_entry (0))), ==,
                   "RPL-0013");
  gtk_widget_grab_focus (ui_clinic_dialog_entry (2));
  ui_settle ();
  ui_type ("2011");
  ui_clinic_answer ("Add");
  ui_clinic_wait_saved (f);
  record = session_register_read (f->reg, 13, FALSE, NULL);
  g_assert_nonnull (record);
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
}

static gboolean
is_refused (gpointer data)
{
  g_autofree char *text = ui_clinic_dialog () != NULL ? ui_clinic_text (ui_clinic_dialog ()) : NULL;

  return text != NULL && strstr (text, "already") != NULL;
}

/* A code that is taken: it is said, and nothing of the typing goes. */
static void
test_new_patient_refused (UiClinic      *f,
                          gconstpointer  data)
{
  type_new_patient (f);
  gtk_widget_grab_focus (ui_clinic_dialog_entry (2));
  ui_settle ();
  ui_type ("2011");
  gtk_widget_grab_focus (ui_clinic_dialog_entry (0));
  ui_settle ();
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type ("RPL-0003");
  g_signal_emit_by_name (ui_find_button (ui_clinic_dialog (), "Add"), "clicked");
  ui_wait (is_refused, f, "the refusal");
  ui_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_clinic_dialog_entry (0))), ==,
                   "RPL-0003");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 1);
  ui_clinic_answer ("Cancel");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
}

/* --- somebody else ---------------------------------------------------------------------------- */

/* `--save PATH FIELD VALUE`: the other process. */
static int
save_elsewhere (const char *path,
                const char *id,
                const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) reg = session_register_open_sync (path, FALSE, FALSE, &error);
  g_autoptr (ModelRecord) record = NULL;
  g_autoptr (ModelDraft) draft = NULL;
  ModelDictionary *dictionary;
  const GPtrArray *rows;
  gboolean done;

  g_assert_no_error (error);
  dictionary = session_register_dictionary (reg);
  record = session_register_read (reg, 3, FALSE, &error);
  g_assert_no_error (error);
  rows = record->rows[T];
  draft = model_draft_new (dictionary, record, base_today ());
  if (g_str_equal (id, "archive"))
    model_draft_remove_row (draft, T, ((ModelRow *) rows->pdata[rows->len - 1])->key);
  else
    model_draft_set_value (draft, T, ((ModelRow *) rows->pdata[rows->len - 1])->key,
                           model_dictionary_find (dictionary, T, id), value);
  done = session_register_save_sync (reg, draft, "Edit", "elsewhere", NULL, NULL, &error);
  g_assert_no_error (error);
  session_register_close (reg);
  return done ? 0 : 1;
}

static void
other_process_saves (UiClinic   *f,
                     const char *id,
                     const char *value)
{
  const char *args[] = { program, "--save", f->path, id, value, NULL };
  g_autoptr (GError) error = NULL;
  int status = 1;

  g_spawn_sync (NULL, (char **) args, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* Both values are shown; the other one is taken, and the rest of the typing stays. */
static void
test_conflict_theirs (UiClinic      *f,
                      gconstpointer  data)
{
  type_weight (f, "71");
  ui_clinic_type (f, O, "gestation_days", "40+0");
  other_process_saves (f, "weight_kg", "66");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  assert_says (ui_clinic_dialog (), "Somebody else changed it too");
  assert_says (ui_clinic_dialog (), "71");
  assert_says (ui_clinic_dialog (), "66");
  assert_says (ui_clinic_dialog (), "Weight");
  ui_clinic_answer ("Take the Other");
  assert_shown (f, T, "weight_kg", "66");
  assert_shown (f, O, "gestation_days", "40+0");
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  save_with_key (f);
  assert_stored (f, "weight_kg", "66");
  assert_shown (f, O, "gestation_days", "40+0");
}

/* One's own is kept: saved over the other, which stays in the history. */
static void
test_conflict_mine (UiClinic      *f,
                    gconstpointer  data)
{
  type_weight (f, "71");
  other_process_saves (f, "weight_kg", "66");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  ui_clinic_answer ("Keep Yours");
  ui_clinic_wait_saved (f);
  assert_stored (f, "weight_kg", "71");
  g_assert_cmpuint (ui_clinic_n_drafts (), ==, 0);
}

/* Undecided, nothing is saved, nothing is lost, and it is asked again. */
static void
test_conflict_later (UiClinic      *f,
                     gconstpointer  data)
{
  type_weight (f, "71");
  other_process_saves (f, "weight_kg", "66");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  ui_clinic_answer ("Decide Later");
  assert_shown (f, T, "weight_kg", "71");
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  assert_stored (f, "weight_kg", "66");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  ui_clinic_answer ("Decide Later");
}

/* The transfer itself was archived meanwhile. */
static void
test_conflict_archived (UiClinic      *f,
                        gconstpointer  data)
{
  type_weight (f, "71");
  other_process_saves (f, "archive", "");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_dialog ();
  assert_says (ui_clinic_dialog (), "archived");
  ui_clinic_answer ("Keep Yours");
  ui_clinic_wait_saved (f);
  assert_stored (f, "weight_kg", "71");
}

/* What differs from typing that was found is shown when it is gone on with. */
static void
test_conflict_found (UiClinic      *f,
                     gconstpointer  data)
{
  type_weight (f, "71");
  ui_clinic_wait_draft ();
  ui_clinic_crash (f);
  other_process_saves (f, "weight_kg", "66");
  ui_clinic_open (f);
  click (f, "Go On with It");
  ui_clinic_wait_dialog ();
  assert_says (ui_clinic_dialog (), "71");
  assert_says (ui_clinic_dialog (), "66");
  ui_clinic_answer ("Keep Yours");
  assert_shown (f, T, "weight_kg", "71");
  assert_stored (f, "weight_kg", "66");
  save_with_key (f);
  assert_stored (f, "weight_kg", "71");
}

/* --- the program itself, killed --------------------------------------------------------------- */

static gboolean
is_open_elsewhere (gpointer data)
{
  g_autofree char *wal = g_strconcat (((UiClinic *) data)->path, "-wal", NULL);

  return g_file_test (wal, G_FILE_TEST_EXISTS);
}

/* Keys for a window of another process, which tells nothing of how far it is: to be typed again
 * where it wasn't ready. */
static gboolean
types_elsewhere (gpointer data)
{
  static gint64 next;

  if (ui_clinic_n_drafts () > 0)
    return TRUE;
  if (g_get_monotonic_time () < next)
    return FALSE;
  next = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  ui_key (GDK_KEY_f, GDK_CONTROL_MASK);
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type ("0003");
  g_usleep (700000); /* the list answers when typing pauses */
  ui_key (GDK_KEY_Return, 0); /* her page, its first line */
  g_usleep (300000);
  ui_key (GDK_KEY_Return, 0); /* the line opens, the focus is in its first field */
  g_usleep (300000);
  ui_type ("planned or not");
  return FALSE;
}

static void
test_killed (UiClinic      *f,
             gconstpointer  data)
{
  const char *args[] = { g_getenv ("NATALITY_EXE"), f->path, NULL };
  g_autoptr (GError) error = NULL;
  GPid process;
  int status;

  g_assert_nonnull (args[0]);
  ui_clinic_close (f);
  g_spawn_async (NULL, (char **) args, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &process,
                 &error);
  g_assert_no_error (error);
  ui_wait (is_open_elsewhere, f, "the program to open the register");
  ui_wait (types_elsewhere, f, "the program to keep what is typed");
  kill (process, SIGKILL);
  waitpid (process, &status, 0);
  g_spawn_close_pid (process);
  g_assert_true (WIFSIGNALED (status));

  ui_clinic_open (f);
  g_assert_nonnull (strstr (ui_clinic_banner (f), "was not closed last time"));
  g_assert_nonnull (strstr (ui_clinic_banner (f), "it is sound"));
  /* About whom depends on how soon the other window's list answered. */
  g_assert_nonnull (strstr (ui_clinic_banner (f), "Unsaved typing about RPL-00"));
  click (f, "Go On with It");
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  g_assert_cmpint (ui_patient_page_get_patient (f->page), >, 0);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--save"))
    return save_elsewhere (argv[2], argv[3], argv[4]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/" name, UiClinic, NULL, set_up, function, tear_down)
  ADD ("drafts/undo-saved", test_undo_saved);
  ADD ("drafts/undo-restart", test_undo_restart);
  ADD ("drafts/undo-order", test_undo_order);
  ADD ("drafts/close-asks", test_close_asks);
  ADD ("drafts/quit-asks", test_quit_asks);
  ADD ("drafts/escape-asks", test_escape_asks);
  ADD ("drafts/discard", test_discard);
  ADD ("drafts/save-refused", test_save_refused);
  ADD ("drafts/other-patient-asks", test_other_patient_asks);
  ADD ("drafts/go-on", test_go_on);
  ADD ("drafts/go-on-later", test_go_on_later);
  ADD ("drafts/discard-found", test_discard_found);
  ADD ("drafts/discard-and-close", test_discard_and_close);
  ADD ("drafts/damaged-draft", test_damaged_draft);
  ADD ("drafts/new-patient", test_new_patient);
  ADD ("drafts/new-patient-refused", test_new_patient_refused);
  ADD ("drafts/conflict-theirs", test_conflict_theirs);
  ADD ("drafts/conflict-mine", test_conflict_mine);
  ADD ("drafts/conflict-later", test_conflict_later);
  ADD ("drafts/conflict-archived", test_conflict_archived);
  ADD ("drafts/conflict-found", test_conflict_found);
  ADD ("killed/draft", test_killed);
#undef ADD
  return ui_run_tests (application);
}
