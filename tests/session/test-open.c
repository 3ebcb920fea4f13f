/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a register: what is refused, what is opened for reading only and why, what is said after
 * a crash, backups. Started with --other the program is another process. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "base-clock.h"
#include "test-session-common.h"

#define NOBODY 65534

static const char *program;

static void
test_open_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = session_register_name (fixture->self);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);

  g_assert_cmpstr (session_register_path (fixture->self), ==, fixture->path);
  g_assert_cmpstr (name, ==, "a");
  g_assert_cmpint (session_register_state (fixture->self), ==, SESSION_WRITABLE);
  g_assert_null (session_register_state_text (fixture->self));
  g_assert_null (session_register_crash_text (fixture->self));
  g_assert_true (session_register_is_writable (fixture->self));
  g_assert_false (session_register_is_saving (fixture->self));
  g_assert_false (session_register_is_synthetic (fixture->self));
  g_assert_null (session_register_synthetic_note (fixture->self));
  g_assert_false (session_create (fixture->path, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_EXISTS);

  /* At rest it is one file. */
  test_fill (fixture);
  g_clear_object (&fixture->self);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  fixture->self = test_open_again (fixture->path, TRUE);
  g_assert_cmpint (session_register_state (fixture->self), ==, SESSION_READ_ONLY_FILE);
  g_assert_false (session_register_is_writable (fixture->self));
  test_assert_weight (fixture->self, "60");
}

static void
assert_refused (const char *path, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length = 0, after_length = 0;

  g_file_get_contents (path, &before, &before_length, NULL);
  g_assert_null (session_register_open_sync (path, FALSE, TRUE, &error));
  g_assert_error (error, SESSION_ERROR, code);
  g_assert_null (strstr (error->message, "SQL"));
  g_file_get_contents (path, &after, &after_length, NULL);
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
patch (const char *path, goffset offset, const void *bytes, gsize n)
{
  int fd = open (path, O_WRONLY);

  g_assert_cmpint (pwrite (fd, bytes, n, offset), ==, n);
  close (fd);
}

static void
test_open_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_build_filename (fixture->csv, "notes.natality", NULL);
  g_autofree char *none = g_build_filename (fixture->csv, "none.natality", NULL);
  guint8 newer = 99;

  test_put (fixture, "notes.natality", "Dear diary\n");
  assert_refused (text, SESSION_ERROR_NOT_A_REGISTER);
  assert_refused (none, SESSION_ERROR_NOT_FOUND);
  assert_refused (fixture->csv, SESSION_ERROR_NOT_A_REGISTER);
  g_clear_object (&fixture->self);
  patch (fixture->path, 63, &newer, 1); /* the schema's version, the last of four bytes */
  assert_refused (fixture->path, SESSION_ERROR_TOO_NEW);
}

/* Whatever is tried of a register that is open for reading: refused, and nothing changed. */
static void
assert_read_only (SessionRegister *self)
{
  g_autoptr (ModelDraft) draft = test_draft_with (self, MODEL_TABLE_PATIENT, "weight_kg", "65");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = session_register_state_text (self);
  g_autofree char *undo = session_register_undo_label (self);

  g_assert_false (session_register_is_writable (self));
  g_assert_nonnull (text);
  g_assert_null (undo);
  g_assert_false (session_register_save_sync (self, draft, "Weight", NULL, NULL, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (session_register_undo_sync (self, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (session_register_set_setting_sync (self, "data_cut", "2012-12-31", &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_READ_ONLY);
  test_assert_weight (self, "60");
}

static void
test_open_damaged (Fixture *fixture, gconstpointer data)
{
  const guint8 rubbish[64] = { 1, 2, 3 };
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int page;

  test_fill (fixture);
  g_clear_object (&fixture->self);
  /* The root of an index, which nothing that follows reads. */
  sqlite3_open (fixture->path, &db);
  sqlite3_prepare_v2 (db, "SELECT rootpage FROM sqlite_schema WHERE name = 'history_row'", -1,
                      &statement, NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  page = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  patch (fixture->path, (goffset) (page - 1) * 4096, rubbish, sizeof rubbish);
  fixture->self = test_open_again (fixture->path, FALSE);
  g_assert_cmpint (session_register_state (fixture->self), ==, SESSION_READ_ONLY_DAMAGED);
  assert_read_only (fixture->self);
}

static void
test_open_no_permission (Fixture *fixture, gconstpointer data)
{
  test_fill (fixture);
  g_clear_object (&fixture->self);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  test_run_other (program, "read-only", fixture->path);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
}

static void
test_open_held (Fixture *fixture, gconstpointer data)
{
  sqlite3 *db = NULL;
  g_autoptr (SessionRegister) second = NULL;
  g_autofree char *text = NULL;

  test_fill (fixture); /* the fixture's own session is the other Natality that is named */
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  second = test_open_again (fixture->path, FALSE);
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close (db);
  g_assert_cmpint (session_register_state (second), ==, SESSION_READ_ONLY_HELD);
  text = session_register_state_text (second);
  g_assert_nonnull (strstr (text, g_get_user_name ()));
  assert_read_only (second);
}

static void
test_open_after_crash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL, *none = NULL;

  test_fill (fixture);
  g_clear_object (&fixture->self);
  test_run_other (program, "crash", fixture->path);
  fixture->self = test_open_again (fixture->path, FALSE);
  text = session_register_crash_text (fixture->self);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, g_get_user_name ()));
  g_assert_true (session_register_is_writable (fixture->self));
  test_assert_weight (fixture->self, "61");
  /* It is said once. */
  g_clear_object (&fixture->self);
  fixture->self = test_open_again (fixture->path, FALSE);
  none = session_register_crash_text (fixture->self);
  g_assert_null (none);
}

static void
test_backup (Fixture *fixture, gconstpointer data)
{
  g_autofree char *backup = g_build_filename (fixture->folder, "b.backup", NULL);
  g_autofree char *restored = g_build_filename (fixture->folder, "r.natality", NULL);
  g_autoptr (SessionRegister) again = NULL;
  g_autoptr (GError) error = NULL;

  test_fill (fixture);
  g_assert_true (session_register_backup_sync (fixture->self, backup, NULL, NULL, NULL, &error));
  g_assert_false (session_register_backup_sync (fixture->self, backup, NULL, NULL, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_EXISTS);
  g_clear_error (&error);
  test_set_weight (fixture->self, "61", "After the backup");
  g_assert_true (session_restore (backup, restored, NULL, NULL, NULL, &error));
  again = test_open_again (restored, FALSE);
  test_assert_weight (again, "60");
  g_assert_false (session_restore (fixture->csv, restored, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
}

/* --- the other process --- */

static void
be_nobody (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (geteuid () == 0 && (setgroups (0, NULL) != 0 || setgid (NOBODY) != 0 || setuid (NOBODY) != 0))
    g_error ("This process can't become nobody.");
  g_assert_cmpint (g_access (path, W_OK), !=, 0);
  g_assert_cmpint (g_access (folder, W_OK), !=, 0);
}

static int
be_other (const char *what, const char *path)
{
  g_autoptr (SessionRegister) self = NULL;

  base_clock_set ((gint64) TEST_TODAY * 86400 * G_USEC_PER_SEC, TEST_TODAY);
  if (g_str_equal (what, "read-only"))
    be_nobody (path);
  self = test_open_again (path, FALSE);
  if (g_str_equal (what, "read-only"))
    {
      g_assert_cmpint (session_register_state (self), ==, SESSION_READ_ONLY_FILE);
      assert_read_only (self);
    }
  else
    test_set_weight (self, "61", "Other weight");
  if (g_str_equal (what, "crash"))
    _exit (0);
  return 0;
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 4 && g_str_equal (argv[1], "--other"))
    return be_other (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/open/close", test_open_close);
  TEST_ADD ("/open/refused", test_open_refused);
  TEST_ADD ("/open/damaged", test_open_damaged);
  TEST_ADD ("/open/no-permission", test_open_no_permission);
  TEST_ADD ("/open/held", test_open_held);
  TEST_ADD ("/open/after-crash", test_open_after_crash);
  TEST_ADD ("/open/backup", test_backup);
  return g_test_run ();
}
