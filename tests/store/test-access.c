/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that aren't a register, or are a newer one, and registers that may not be written: each has
 * its own error and is left as it was. Cases of permission run as nobody, who is first seen to be
 * unable to write. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test-store-common.h"

#define NOBODY 65534

/* Opening it in either way is refused with this error. */
static void
check_refused (const char *path,
               StoreError  code)
{
  StoreProbe probe;
  GError *error = NULL;

  g_assert_false (store_probe (path, &probe, &error));
  g_assert_error (error, STORE_ERROR, (int) code);
  g_clear_error (&error);
  g_assert_null (store_open (path, STORE_READ, test_dictionary (), &error));
  g_assert_error (error, STORE_ERROR, (int) code);
  g_clear_error (&error);
  g_assert_null (store_open (path, STORE_WRITE, test_dictionary (), &error));
  g_assert_error (error, STORE_ERROR, (int) code);
  g_clear_error (&error);
  g_assert_false (store_migrate (path, NULL, 0, NULL, &error));
  g_assert_error (error, STORE_ERROR, (int) code);
  g_clear_error (&error);
}

static void
write_file (const char *path,
            const char *text,
            gsize       length)
{
  g_assert_true (
      g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
}

/* Another program's database that it left in WAL mode: asking SQLite about it makes files beside
 * it. */
static void
make_foreign_wal (const char *path)
{
  sqlite3 *db = NULL;
  int keep = 1;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA journal_mode = WAL; CREATE TABLE t (x);"
                                     "PRAGMA user_version = 1", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_file_control (db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  sqlite3_close (db);
}

static void
test_access_not_a_register (void)
{
  char *folder = test_folder_new ();
  g_autofree char *text = g_build_filename (folder, "text", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autofree char *foreign = g_build_filename (folder, "foreign", NULL);
  g_autofree char *truncated = g_build_filename (folder, "truncated", NULL);
  g_autofree char *none = g_build_filename (folder, "none", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  write_file (text, "patient,code\n", -1);
  write_file (empty, "", 0);
  write_file (truncated, "SQLite format 3\0\20\0\1\1\0", 22);
  make_foreign_wal (foreign);
  before = test_listing (folder);
  check_refused (text, STORE_ERROR_NOT_A_REGISTER);
  check_refused (empty, STORE_ERROR_NOT_A_REGISTER);
  check_refused (foreign, STORE_ERROR_NOT_A_REGISTER);
  check_refused (truncated, STORE_ERROR_NOT_A_REGISTER);
  check_refused (folder, STORE_ERROR_NOT_A_REGISTER);
  check_refused (none, STORE_ERROR_NOT_FOUND);
  after = test_listing (folder);
  g_assert_cmpstr (before, ==, after);
  test_folder_free (folder);
}

static void
patch (const char *path,
       goffset     offset,
       guint8      byte)
{
  int fd = open (path, O_WRONLY);

  g_assert_cmpint (pwrite (fd, &byte, 1, offset), ==, 1);
  close (fd);
}

static void
test_access_newer (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  patch (path, 63, STORE_SCHEMA_VERSION + 1);
  before = test_listing (folder);
  check_refused (path, STORE_ERROR_TOO_NEW);
  patch (path, 60, 0xff); /* a version below zero is none we know */
  check_refused (path, STORE_ERROR_TOO_NEW);
  patch (path, 60, 0);
  after = test_listing (folder);
  g_assert_cmpstr (before, ==, after);
  test_folder_free (folder);
}

/* Whether another process sees the lock by which a connection of this one says that it is there
 * (SQLite's shared bytes). */
static gboolean
is_locked_for_others (const char *path)
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000002,
                            .l_len = 510 };
      int fd = open (path, O_RDWR);

      _exit (fd < 0 || fcntl (fd, F_GETLK, &lock) != 0 ? 2 : lock.l_type != F_UNLCK);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), <, 2);
  return WEXITSTATUS (status) == 1;
}

/* Looking at the file, and opening it once more, leaves the locks of who has it open. */
static void
test_access_keeps_locks (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store, *second;
  StoreProbe probe;

  g_assert_false (is_locked_for_others (path));
  store = test_open (path, STORE_WRITE);
  g_assert_true (is_locked_for_others (path));
  g_assert_true (store_probe (path, &probe, NULL));
  g_assert_true (is_locked_for_others (path));
  second = test_open (path, STORE_READ);
  store_close (second);
  g_assert_true (is_locked_for_others (path));
  store_close (store);
  g_assert_false (is_locked_for_others (path));
  test_folder_free (folder);
}

static void
test_access_existing (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  g_autofree char *dangling = g_build_filename (folder, "dangling", NULL);
  g_autofree char *before = test_listing (folder);
  g_autofree char *after = NULL;
  GError *error = NULL;
  Store *store = test_open (path, STORE_READ);

  g_assert_false (store_create (path, test_dictionary (), NULL, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (store_backup (store, path, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (store_restore (path, path, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_EXISTS);
  g_clear_error (&error);
  store_close (store);
  after = test_listing (folder);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
  g_assert_false (store_create (dangling, test_dictionary (), NULL, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_EXISTS);
  g_clear_error (&error);
  test_folder_free (folder);
}

/* While it is open for writing all that stands beside it is as private as the register. */
static void
test_access_permissions (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  g_autofree char *backup = g_build_filename (folder, "copy", NULL);
  g_autofree char *during = NULL;
  g_auto (GStrv) lines = NULL;
  mode_t mask = umask (0);
  Store *store = test_open (path, STORE_WRITE);
  GError *error = NULL;

  test_set (store, MODEL_TABLE_PATIENT, 1, 1, "smoking", "never");
  g_assert_true (store_backup (store, backup, &error));
  g_assert_no_error (error);
  during = test_listing (folder);
  lines = g_strsplit (during, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  for (int i = 0; lines[i] != NULL; i++)
    g_assert_true (g_str_has_suffix (lines[i], " 600"));
  store_close (store);
  umask (mask);
  store = test_open (backup, STORE_READ);
  g_assert_true (store_check (store, &error));
  g_assert_true (store_verify_history (store, NULL, &error));
  g_assert_cmpint (store_newest_change (store), ==, 2);
  store_close (store);
  test_folder_free (folder);
}

/* --- sessions --- */

static void
test_access_sessions (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE), *other = test_open (path, STORE_WRITE);
  GPtrArray *sessions;
  StoreSession *session;
  GError *error = NULL;
  int status;
  pid_t child;

  sessions = store_sessions (store, &error);
  g_assert_cmpuint (sessions->len, ==, 1);
  session = g_ptr_array_index (sessions, 0);
  g_assert_false (session->crashed);
  g_assert_true (g_str_has_prefix (session->who, g_get_user_name ()));
  g_ptr_array_unref (sessions);
  store_close (other);
  sessions = store_sessions (store, &error);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_ptr_array_unref (sessions);
  store_close (store);

  child = fork ();
  if (child == 0)
    {
      test_open (path, STORE_WRITE);
      kill (getpid (), SIGKILL);
    }
  waitpid (child, &status, 0);
  store = test_open (path, STORE_WRITE);
  sessions = store_sessions (store, &error);
  g_assert_cmpuint (sessions->len, ==, 1);
  session = g_ptr_array_index (sessions, 0);
  g_assert_true (session->crashed);
  g_ptr_array_unref (sessions);
  store_close (store);
  store = test_open (path, STORE_READ);
  sessions = store_sessions (store, &error);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_ptr_array_unref (sessions);
  store_close (store);
  test_folder_free (folder);
}

/* --- as nobody --- */

typedef void (*NobodyFunc) (const char *folder, const char *path);

/* Runs func as somebody who isn't root and doesn't own the files. */
static void
as_nobody (const char *folder,
           const char *path,
           NobodyFunc  func)
{
  pid_t child;
  int status;

  if (geteuid () != 0)
    {
      func (folder, path);
      return;
    }
  child = fork ();
  if (child == 0)
    {
      gid_t group = NOBODY;

      g_assert_cmpint (setgroups (1, &group), ==, 0);
      g_assert_cmpint (setresgid (NOBODY, NOBODY, NOBODY), ==, 0);
      g_assert_cmpint (setresuid (NOBODY, NOBODY, NOBODY), ==, 0);
      func (folder, path);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
prove_folder_locked (const char *folder)
{
  g_autofree char *probe = g_build_filename (folder, "probe", NULL);

  g_assert_cmpint (open (probe, O_WRONLY | O_CREAT, 0600), ==, -1);
}

static void
prove_file_locked (const char *path)
{
  g_assert_cmpint (open (path, O_RDWR), ==, -1);
}

static void
check_reads (const char *folder,
             const char *path)
{
  g_autofree char *before = test_listing (folder);
  g_autofree char *during = NULL;
  GError *error = NULL;
  StoreProbe probe;
  Store *store;
  ModelRecord *record;

  g_assert_true (store_probe (path, &probe, &error));
  g_assert_false (probe.writable);
  store = test_open (path, STORE_READ);
  record = store_read_record (store, 1, STORE_RECORD_IDENTITY, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->rows[MODEL_TABLE_IDENTITY]->len, ==, 1);
  model_record_free (record);
  during = test_listing (folder);
  g_assert_cmpstr (before, ==, during);
  g_assert_true (store_check (store, &error));
  store_close (store);
  g_assert_null (store_open (path, STORE_WRITE, test_dictionary (), &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
}

static void
read_only_file (const char *folder,
                const char *path)
{
  g_autofree char *before = test_listing (folder);
  g_autofree char *after = NULL;

  prove_file_locked (path);
  check_reads (folder, path);
  after = test_listing (folder);
  g_assert_cmpstr (before, ==, after);
}

static void
read_only_folder (const char *folder,
                  const char *path)
{
  g_autofree char *other = g_build_filename (folder, "other", NULL);
  GError *error = NULL;
  Store *store;

  prove_folder_locked (folder);
  check_reads (folder, path);
  g_assert_false (store_create (other, test_dictionary (), NULL, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  store = test_open (path, STORE_READ);
  g_assert_false (store_backup (store, other, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  store_close (store);
}

static void
unreadable (const char *folder,
            const char *path)
{
  GError *error = NULL;

  g_assert_null (store_open (path, STORE_READ, test_dictionary (), &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
}

static void
test_access_read_only (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);

  g_chmod (path, 0444);
  g_chmod (folder, 0777);
  as_nobody (folder, path, read_only_file);
  g_chmod (path, 0666);
  g_chmod (folder, 0555);
  as_nobody (folder, path, read_only_folder);
  g_chmod (path, 0444);
  as_nobody (folder, path, read_only_folder);
  g_chmod (path, 0000);
  as_nobody (folder, path, unreadable);
  test_folder_free (folder);
}

/* A register whose session was not closed, its WAL still beside it or lost, and nothing can be made
 * beside it: said, not read without its last changes. */
static void
unclosed (const char *folder,
          const char *path)
{
  g_autofree char *before = test_listing (folder);
  g_autofree char *after = NULL;
  GError *error = NULL;

  prove_folder_locked (folder);
  g_assert_null (store_open (path, STORE_READ, test_dictionary (), &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  after = test_listing (folder);
  g_assert_cmpstr (before, ==, after);
}

static void
test_access_unclosed (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  Store *store;
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      store = test_open (path, STORE_WRITE);
      test_set (store, MODEL_TABLE_PATIENT, 1, 1, "smoking", "former");
      kill (getpid (), SIGKILL);
    }
  waitpid (child, &status, 0);
  g_unlink (shm);
  g_chmod (path, 0444);
  g_chmod (wal, 0444);
  g_chmod (folder, 0555);
  as_nobody (folder, path, unclosed);
  /* Where it may be written, reading finds what was saved. */
  g_chmod (folder, 0755);
  g_chmod (path, 0600);
  g_chmod (wal, 0600);
  store = test_open (path, STORE_READ);
  g_assert_cmpint (store_newest_change (store), ==, 2);
  store_close (store);
  store = test_open (path, STORE_WRITE);
  store_close (store);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  test_folder_free (folder);
}

/* --- damage --- */

static void
test_access_damaged (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 40);
  g_autofree char *altered = g_build_filename (folder, "altered", NULL);
  GError *error = NULL;
  gint64 root;
  Store *store = test_open (path, STORE_READ);
  sqlite3 *db;

  g_assert_true (store_backup (store, altered, &error));
  root = test_query (path, "SELECT rootpage FROM sqlite_schema WHERE name = 'transfer'");
  store_close (store);
  for (int i = 0; i < 40; i++)
    patch (path, (root - 1) * 4096 + i, 0xa5);
  store = test_open (path, STORE_READ);
  g_assert_false (store_check_quick (store, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_null (store_read_chunk (store, 0, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  store_close (store);
  /* Nothing at all can be read. */
  for (int i = 0; i < 4096; i++)
    patch (path, 100 + i, 0xa5);
  g_assert_null (store_open (path, STORE_READ, test_dictionary (), &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CORRUPT);
  g_clear_error (&error);

  /* Sound as a database, but somebody took the guards off. */
  g_assert_cmpint (sqlite3_open (altered, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DROP TRIGGER history_delete", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (db);
  store = test_open (altered, STORE_READ);
  g_assert_false (store_check (store, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  store_close (store);
  test_folder_free (folder);
}

/* A value changed past the program, or history rewritten, is seen. */
static void
tamper (const char *path,
        const char *sql)
{
  g_autofree char *copy = g_strconcat (path, ".tampered", NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  sqlite3 *db;
  Store *store;
  GError *error = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  write_file (copy, bytes, length);
  g_assert_cmpint (sqlite3_open (copy, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (db), sql);
  g_assert_cmpint (sqlite3_total_changes (db), >, 0);
  sqlite3_close (db);
  store = test_open (copy, STORE_READ);
  if (store_verify_history (store, NULL, &error))
    g_error ("Not seen: %s", sql);
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  store_close (store);
}

#define NO_GUARDS(table) \
  "DROP TRIGGER " table "_update; DROP TRIGGER " table "_delete; DROP TRIGGER " table "_replace;"

static void
test_access_tampered (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 2);
  Store *store = test_open (path, STORE_WRITE);

  test_set (store, MODEL_TABLE_PATIENT, 1, 1, "smoking", "former");
  test_set (store, MODEL_TABLE_PATIENT, 1, 1, "smoking", "never");
  test_set (store, MODEL_TABLE_IDENTITY, 1, 1, "phone", "123");
  test_change (store, "Follow-up",
               model_edit_add (test_row (MODEL_TABLE_FOLLOWUP, 2, -1, 0, "date", "2012", "status",
                                         "continuing", NULL)));
  test_change (store, "Archive", model_edit_archive (MODEL_TABLE_TRANSFER, 1, 2));
  store_close (store);

  tamper (path, "UPDATE patient SET smoking = 'current' WHERE patient_id = 1");
  tamper (path, "UPDATE identity SET phone = '124' WHERE patient_id = 1");
  tamper (path, "UPDATE followup SET status = 'died'");
  tamper (path, "UPDATE followup SET date = '2012-01'");
  tamper (path, "UPDATE transfer SET archived = 0");
  tamper (path, "UPDATE transfer SET archived = 2");
  tamper (path, "UPDATE embryo SET archived = 2; UPDATE cycle SET archived = 5");
  tamper (path, NO_GUARDS ("history") "UPDATE history SET new = 'current' WHERE change_id = 3;"
                "UPDATE patient SET smoking = 'current' WHERE patient_id = 1");
  tamper (path, NO_GUARDS ("history") "DELETE FROM history WHERE change_id = 2");
  tamper (path, NO_GUARDS ("change") "UPDATE change SET actor = 'somebody' WHERE id = 2");
  tamper (path, NO_GUARDS ("change") "UPDATE change SET utc = '2001' WHERE id = 1");
  tamper (path, NO_GUARDS ("identity_history") "UPDATE identity_history SET old = 'x'");
  test_folder_free (folder);
}

static void
test_access_remote (void)
{
  g_assert_true (store_file_system_is_remote (0x6969));
  g_assert_true (store_file_system_is_remote ((glong) 0xFF534D42));
  g_assert_true (store_file_system_is_remote ((gint32) 0xFF534D42));
  g_assert_false (store_file_system_is_remote (0xEF53));
  g_assert_false (store_file_system_is_remote (0x01021994));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/access/not-a-register", test_access_not_a_register);
  g_test_add_func ("/store/access/newer", test_access_newer);
  g_test_add_func ("/store/access/existing", test_access_existing);
  g_test_add_func ("/store/access/permissions", test_access_permissions);
  g_test_add_func ("/store/access/sessions", test_access_sessions);
  g_test_add_func ("/store/access/read-only", test_access_read_only);
  g_test_add_func ("/store/access/unclosed", test_access_unclosed);
  g_test_add_func ("/store/access/keeps-locks", test_access_keeps_locks);
  g_test_add_func ("/store/access/damaged", test_access_damaged);
  g_test_add_func ("/store/access/tampered", test_access_tampered);
  g_test_add_func ("/store/access/remote", test_access_remote);
  return g_test_run ();
}
