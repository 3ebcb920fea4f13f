/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long work: it tells how far it is, can be cancelled in its middle and then leaves nothing behind;
 * the asynchronous twins do the same from a main loop; and backups are found again. */
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "base-clock.h"
#include "test-session-common.h"

#define N_PATIENTS 600
#define MIDDLE 400 /* thousandths */

typedef struct
{
  char *folder, *path, *csv;
  SessionRegister *self;
  /* what was told */
  GThread *thread; /* where it has to be told */
  guint n_told;
  guint64 last;
  GCancellable *cancel_at_middle;
  GAsyncResult *result;
} Work;

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer data)
{
  Work *f = data;

  g_assert_true (f->thread == NULL || f->thread == g_thread_self ());
  g_assert_cmpuint (total, ==, 1000);
  g_assert_cmpuint (done, >, f->last);
  g_assert_cmpuint (done, <=, total);
  f->last = done;
  f->n_told++;
  if (done >= MIDDLE && f->cancel_at_middle != NULL)
    g_cancellable_cancel (f->cancel_at_middle);
}

static void
set_up (Work         *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  base_clock_set ((gint64) TEST_TODAY * 86400 * G_USEC_PER_SEC, TEST_TODAY);
  f->folder = g_dir_make_tmp ("natality-progress-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "a.natality", NULL);
  f->csv = g_build_filename (f->folder, "csv", NULL);
  session_simulate (f->path, N_PATIENTS, 1, NULL, NULL, progress_cb, f, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_told, >, 100);
  f->self = session_register_open_sync (f->path, FALSE, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (
      session_register_export_sync (f->self, f->csv, TRUE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  f->n_told = 0;
  f->last = 0;
}

static void
tear_down (Work         *f,
           gconstpointer data)
{
  g_clear_object (&f->self);
  g_clear_object (&f->cancel_at_middle);
  test_remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->csv);
  base_clock_release ();
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The folder's names, by name; those of SQLite beside the open register left out. */
static char *
listing (Work *f)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (!g_str_has_prefix (name, "a.natality-"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
assert_listing (Work       *f,
                const char *wanted)
{
  g_autofree char *got = listing (f);

  g_assert_cmpstr (got, ==, wanted);
}

static char *
below (Work       *f,
       const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static void
assert_cancelled (Work         *f,
                  gboolean      done,
                  const GError *error)
{
  g_assert_false (done);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_str_has_prefix (error->message, "Cancelled. ")); /* a sentence of ours */
  g_assert_cmpuint (f->last, >=, MIDDLE);
  g_assert_cmpuint (f->last, <, 1000);
  f->last = 0;
}

static gint64
newest_change (Work *f)
{
  g_autoptr (GPtrArray) changes = session_register_changes (f->self, 0, 1, NULL);

  return changes->len > 0 ? ((SessionHistoryEntry *) changes->pdata[0])->change : 0;
}

/* --- cancelled in the middle ------------------------------------------------------------------ */

static void
test_cancel_simulate (Work         *f,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = below (f, "b.natality");
  gboolean done;

  f->cancel_at_middle = g_cancellable_new ();
  done = session_simulate (path, N_PATIENTS, 2, NULL, f->cancel_at_middle, progress_cb, f, &error);
  assert_cancelled (f, done, error);
  assert_listing (f, "a.natality csv");
}

static void
test_cancel_export (Work         *f,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = below (f, "out");
  gboolean done;

  f->cancel_at_middle = g_cancellable_new ();
  done = session_register_export_sync (f->self, path, TRUE, f->cancel_at_middle, progress_cb, f,
                                       &error);
  assert_cancelled (f, done, error);
  assert_listing (f, "a.natality csv");
}

static void
test_cancel_copies (Work         *f,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *backup = below (f, "a.natality.x.backup");
  g_autofree char *other = below (f, "b.natality");
  gboolean done;

  f->cancel_at_middle = g_cancellable_new ();
  done = session_register_backup_sync (f->self, backup, f->cancel_at_middle, progress_cb, f,
                                       &error);
  assert_cancelled (f, done, error);
  assert_listing (f, "a.natality csv");
  g_clear_error (&error);
  g_assert_true (
      session_register_backup_sync (f->self, backup, NULL, progress_cb, f, &error));
  g_assert_no_error (error);
  f->last = 0;
  g_cancellable_reset (f->cancel_at_middle);
  done = session_restore (backup, other, f->cancel_at_middle, progress_cb, f, &error);
  assert_cancelled (f, done, error);
  assert_listing (f, "a.natality a.natality.x.backup csv");
}

static void
test_cancel_check (Work         *f,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  f->cancel_at_middle = g_cancellable_new ();
  findings =
      session_register_check_sync (f->self, f->cancel_at_middle, progress_cb, f, &error);
  assert_cancelled (f, findings != NULL, error);
}

/* Half of a folder's rows differ, and one is bad: in the middle of it there is a backup, a
 * transaction, and a folder of rejected rows. */
static void
change_folder (Work *f)
{
  g_autofree char *path = g_build_filename (f->csv, "patients.csv", NULL);
  g_autoptr (GString) text = NULL;
  g_autofree char *before = NULL;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  text = g_string_new (before);
  g_string_append (text, "BAD,x\n");
  g_string_replace (text, "1980-", "1981-", 0);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
test_cancel_import (Work         *f,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionImportReport) report = NULL;
  g_autofree char *whole = NULL;
  gint64 before = newest_change (f);
  gboolean done;

  change_folder (f);
  f->cancel_at_middle = g_cancellable_new ();
  done = session_register_import_sync (f->self, f->csv, SESSION_IMPORT_GOOD_ROWS, NULL,
                                       f->cancel_at_middle, progress_cb, f, &report, &error);
  assert_cancelled (f, done, error);
  g_assert_cmpuint (report->n_updated, >, 0);
  g_assert_cmpint (report->change, ==, 0);
  g_assert_null (report->backup);
  g_assert_null (report->rejected_folder);
  g_assert_cmpint (newest_change (f), ==, before);
  assert_listing (f, "a.natality csv");
  g_clear_pointer (&report, session_import_report_free);
  g_clear_error (&error);
  /* The same, left alone. */
  done = session_register_import_sync (f->self, f->csv, SESSION_IMPORT_GOOD_ROWS, NULL, NULL, NULL,
                                       NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpint (newest_change (f), ==, report->change);
  g_assert_nonnull (report->backup);
  whole = listing (f);
  g_assert_true (g_str_has_suffix (whole, ".backup csv csv-rejected"));
}

/* Into an empty register it takes the quick way. */
static void
test_cancel_first_import (Work         *f,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) other = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *path = below (f, "b.natality");
  gboolean done;

  g_assert_true (session_create (path, NULL, NULL));
  other = session_register_open_sync (path, FALSE, FALSE, NULL);
  f->cancel_at_middle = g_cancellable_new ();
  done = session_register_import_sync (other, f->csv, SESSION_IMPORT_DEFAULT, NULL,
                                       f->cancel_at_middle, progress_cb, f, NULL, &error);
  assert_cancelled (f, done, error);
  changes = session_register_changes (other, 0, 1, NULL);
  g_assert_cmpuint (changes->len, ==, 0);
  session_register_close (other);
  assert_listing (f, "a.natality b.natality csv");
}

/* --- from a main loop ------------------------------------------------------------------------- */

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  ((Work *) data)->result = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return ((Work *) data)->result != NULL;
}

static GAsyncResult *
wait_for (Work *f)
{
  test_wait (has_result, f);
  g_assert_cmpuint (f->n_told, >, 0);
  f->n_told = 0;
  f->last = 0;
  return g_steal_pointer (&f->result);
}

static void
test_async (Work         *f,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *simulated = below (f, "b.natality");
  g_autofree char *backup = below (f, "a.natality.x.backup");
  g_autofree char *restored = below (f, "c.natality");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  f->thread = g_thread_self ();
  session_simulate_async (simulated, 300, 1, NULL, NULL, progress_cb, f, done_cb, f);
  result = wait_for (f);
  g_assert_true (session_simulate_finish (result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);

  session_register_backup_async (f->self, backup, NULL, progress_cb, f, done_cb, f);
  result = wait_for (f);
  g_assert_true (session_register_backup_finish (f->self, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);

  session_restore_async (backup, restored, NULL, progress_cb, f, done_cb, f);
  result = wait_for (f);
  g_assert_true (session_restore_finish (result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);

  session_register_check_async (f->self, NULL, progress_cb, f, done_cb, f);
  result = wait_for (f);
  findings = session_register_check_finish (f->self, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, >, 0);
  assert_listing (f, "a.natality a.natality.x.backup b.natality c.natality csv");
}

/* Cancelled before it began: the answer comes all the same, and says so. */
static void
test_async_cancel (Work         *f,
                   gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = below (f, "b.natality");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  f->n_told = 1; /* nothing is told of what never began */
  session_simulate_async (path, 300, 1, NULL, cancellable, NULL, NULL, done_cb, f);
  result = wait_for (f);
  g_assert_false (session_simulate_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_clear_object (&result);
  f->n_told = 1;
  session_register_backup_async (f->self, path, cancellable, NULL, NULL, done_cb, f);
  result = wait_for (f);
  g_assert_false (session_register_backup_finish (f->self, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_listing (f, "a.natality csv");
}

/* --- backups ---------------------------------------------------------------------------------- */

static SessionBackup *
find (Work *f,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  f->n_told = 1;
  session_backup_find_async (f->path, NULL, done_cb, f);
  result = wait_for (f);
  return session_backup_finish (result, error);
}

static void
set_time (const char *path,
          gint64      seconds)
{
  struct utimbuf times = { (time_t) seconds, (time_t) seconds };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

/* A page of a table in the file's middle is overwritten: it opens, but isn't sound. */
static void
damage (const char *path)
{
  FILE *file = g_fopen (path, "r+b");
  char junk[4096];
  long size;

  memset (junk, 0xa5, sizeof junk);
  fseek (file, 0, SEEK_END);
  size = ftell (file);
  fseek (file, size / 2 / 4096 * 4096, SEEK_SET);
  g_assert_cmpuint (fwrite (junk, sizeof junk, 1, file), ==, 1);
  fclose (file);
}

static void
test_find (Work         *f,
           gconstpointer data)
{
  g_autofree char *older = below (f, "a.natality.2026-05-20.backup");
  g_autofree char *newer = below (f, "a.natality.import-20260521-101500.backup");
  g_autofree char *other = below (f, "ba.natality.2026-05-22.backup");
  g_autoptr (GError) error = NULL;
  SessionBackup *found;

  g_assert_null (find (f, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (session_register_backup_sync (f->self, older, NULL, NULL, NULL, NULL));
  g_assert_true (session_register_backup_sync (f->self, newer, NULL, NULL, NULL, NULL));
  g_assert_true (session_register_backup_sync (f->self, other, NULL, NULL, NULL, NULL));
  set_time (older, 1000);
  set_time (newer, 2000);
  found = find (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->path, ==, newer);
  g_assert_cmpint (found->made, ==, 2000);
  /* A made-up register is of the day at which it is cut: 2025-12-31. */
  g_assert_cmpint (found->last_change, ==, (gint64) 20453 * 86400);
  g_assert_cmpuint (found->n_patients, ==, N_PATIENTS);
  session_backup_free (found);
  damage (newer);
  set_time (newer, 2000);
  found = find (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->path, ==, older);
  session_backup_free (found);
  damage (older);
  g_assert_null (find (f, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND);
}

/* A backup is opened for reading, whoever may write the file. */
static void
test_backup_is_kept (Work         *f,
                     gconstpointer data)
{
  g_autofree char *first = session_register_backup_path (f->self, NULL);
  g_autofree char *second = NULL, *elsewhere = NULL, *text = NULL;
  g_autoptr (SessionRegister) backup = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_suffix (first, "/a.natality.2026-05-27.backup"));
  g_assert_true (session_register_backup_sync (f->self, first, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  second = session_register_backup_path (f->self, NULL);
  g_assert_true (g_str_has_suffix (second, "/a.natality.2026-05-27-2.backup"));
  elsewhere = session_register_backup_path (f->self, f->csv);
  g_assert_true (g_str_has_suffix (elsewhere, "/csv/a.natality.2026-05-27.backup"));
  backup = session_register_open_sync (first, FALSE, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (session_register_state (backup), ==, SESSION_READ_ONLY_BACKUP);
  g_assert_false (session_register_is_writable (backup));
  text = session_register_state_text (backup);
  g_assert_nonnull (strstr (text, "backup"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Work, NULL, set_up, func, tear_down)
  ADD ("/cancel/simulate", test_cancel_simulate);
  ADD ("/cancel/export", test_cancel_export);
  ADD ("/cancel/copies", test_cancel_copies);
  ADD ("/cancel/check", test_cancel_check);
  ADD ("/cancel/import", test_cancel_import);
  ADD ("/cancel/first-import", test_cancel_first_import);
  ADD ("/progress/async", test_async);
  ADD ("/progress/async-cancel", test_async_cancel);
  ADD ("/backup/find", test_find);
  ADD ("/backup/is-kept", test_backup_is_kept);
  return g_test_run ();
}
