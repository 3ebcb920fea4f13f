/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The migrator, proven with versions 2 and 3 that exist only here: success, failure in the
 * middle, kill -9 at every write, no space for the backup. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test-store-common.h"
#include "test-vfs.h"

#define SCRIPT_2                                                                                   \
  "ALTER TABLE patient ADD COLUMN second TEXT;"                                                    \
  "UPDATE patient SET second = 'two ' || code;"                                                    \
  "CREATE TABLE extra (patient_id INTEGER NOT NULL PRIMARY KEY REFERENCES patient (patient_id), "  \
  "x TEXT)"                                                                                        \
  " STRICT, WITHOUT ROWID;"                                                                        \
  "INSERT INTO extra SELECT patient_id, note FROM patient;"
#define SCRIPT_3 "UPDATE patient SET second = 'three'; DROP TABLE extra;"

static const StoreMigration good[] = { { 2, SCRIPT_2 }, { 3, SCRIPT_3 } };
static const StoreMigration only_2[] = { { 2, SCRIPT_2 } };
static const StoreMigration broken[]
  = { { 2, SCRIPT_2 }, { 3, SCRIPT_3 "UPDATE patient SET no_such_column = 1;" } };
static const StoreMigration dangling[]
  = { { 2, SCRIPT_2 "INSERT INTO extra VALUES (999, 'refers to nobody');" } };

/* Everything in the register, as text, without its version. */
static char *
contents (const char *path)
{
  Store *store = test_open (path, STORE_READ);
  GString *text = g_string_new (NULL);
  sqlite3_stmt *names = NULL;

  sqlite3_prepare_v2 (store->db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1",
                      -1, &names, NULL);
  while (sqlite3_step (names) == SQLITE_ROW)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", sqlite3_column_text (names, 0));
      sqlite3_stmt *rows = NULL;

      sqlite3_prepare_v2 (store->db, sql, -1, &rows, NULL);
      while (sqlite3_step (rows) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count (rows); i++)
          g_string_append_printf (text, "%s|", sqlite3_column_text (rows, i));
      sqlite3_finalize (rows);
    }
  sqlite3_finalize (names);
  store_close (store);
  return g_string_free (text, FALSE);
}

static guint
count_files (const char *folder)
{
  g_autofree char *listing = test_listing (folder);
  g_auto (GStrv) lines = g_strsplit (listing, "\n", -1);

  return g_strv_length (lines);
}

static void
test_migrate_success (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 5);
  g_autofree char *before = contents (path);
  g_autofree char *kept = NULL;
  g_autofree char *backup = NULL;
  GError *error = NULL;
  StoreProbe probe;

  g_assert_true (store_migrate (path, good, 2, &backup, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_assert_cmpint (test_query (path, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (test_query (path, "SELECT count (*) FROM patient WHERE second = 'three'"), ==,
                   5);
  g_assert_cmpint (test_query (path, "SELECT count (*) FROM change WHERE kind = 'migrate'"), ==, 2);
  g_assert_cmpint (test_query (path, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_false (store_probe (path, &probe, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_TOO_NEW);
  g_clear_error (&error);
  /* The backup is the register as it was, and says so by its name. */
  g_assert_nonnull (strstr (backup, "clinic.natality.v1-"));
  g_assert_true (g_str_has_suffix (backup, ".backup"));
  kept = contents (backup);
  g_assert_cmpstr (kept, ==, before);
  test_folder_free (folder);
}

/* Nothing to do makes no backup. */
static void
test_migrate_nothing (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  g_autofree char *before = test_listing (folder);
  g_autofree char *after = NULL;
  g_autofree char *backup = NULL;
  GError *error = NULL;

  g_assert_true (store_migrate (path, NULL, 0, &backup, &error));
  g_assert_no_error (error);
  g_assert_null (backup);
  after = test_listing (folder);
  g_assert_cmpstr (before, ==, after);
  test_folder_free (folder);
}

/* A step that fails leaves the version before it, whole. */
static void
test_migrate_failure (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 5);
  g_autofree char *before = contents (path);
  g_autofree char *after = NULL;
  g_autofree char *backup = NULL;
  GError *error = NULL;

  g_assert_false (store_migrate (path, dangling, 1, NULL, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  after = contents (path);
  g_assert_cmpstr (before, ==, after);
  g_usleep (1100000); /* a backup's name holds the second it was made */
  g_assert_false (store_migrate (path, broken, 2, &backup, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_nonnull (backup);
  g_assert_cmpint (test_query (path, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (test_query (path, "SELECT count (*) FROM patient WHERE second LIKE 'two %'"), ==,
                   5);
  g_assert_cmpint (test_query (path, "SELECT count (*) FROM extra"), ==, 5);
  test_folder_free (folder);
}

/* Killed at any write: version 1 as it was, or version 2 in full; and a backup that is there is
 * whole. */
static void
check_killed (const char *folder,
              const char *path,
              const char *before)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;
  sqlite3 *db = NULL;
  gint64 version = 0;

  /* A connection that may write plays the journal back. */
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_true (store_query_integer (db, "PRAGMA user_version", &version, NULL));
  g_assert_true (store_quick_check (db, NULL));
  sqlite3_close (db);
  g_assert_true (version == 1 || version == 2);
  if (version == 1)
    {
      g_autofree char *after = contents (path);

      g_assert_cmpstr (before, ==, after);
    }
  else
    g_assert_cmpint (test_query (path, "SELECT count (*) FROM patient WHERE second LIKE 'two %'"),
                     ==, 5);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".backup"))
      {
        g_autofree char *backup = g_build_filename (folder, name, NULL);
        g_autofree char *kept = contents (backup);

        g_assert_cmpstr (before, ==, kept);
      }
  g_dir_close (dir);
}

static void
test_migrate_killed (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 5);
  g_autofree char *before = contents (path);
  g_autofree char *bytes = NULL;
  gsize length;
  guint n = 0, n_after_backup = 0;
  gboolean killed;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  do
    {
      pid_t process = fork ();
      int status;

      n++;
      if (process == 0)
        {
          test_vfs_install ();
          test_vfs_kill_at (n);
          _exit (store_migrate (path, only_2, 1, NULL, NULL) ? 0 : 1);
        }
      waitpid (process, &status, 0);
      killed = WIFSIGNALED (status);
      g_assert_true (killed || WEXITSTATUS (status) == 0);
      check_killed (folder, path, before);
      n_after_backup += killed && count_files (folder) > 1;
      test_folder_free (folder);
      folder = g_path_get_dirname (path);
      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      g_assert_true (
        g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  while (killed);
  g_test_message ("%u writes, %u after the backup was begun", n - 1, n_after_backup);
  g_assert_cmpuint (n, >, 30);
  test_folder_free (folder);
}

/* A full disk at any write: FULL, the register as it was or migrated, and no half of a backup. */
static void
test_migrate_no_space (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 5);
  g_autofree char *before = contents (path);
  g_autofree char *bytes = NULL;
  gsize length;
  guint n = 0, refused, n_without_backup = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  do
    {
      GError *error = NULL;
      g_autofree char *backup = NULL;
      gboolean ok;

      n++;
      test_vfs_install ();
      test_vfs_refuse (n, TRUE);
      ok = store_migrate (path, only_2, 1, &backup, &error);
      refused = test_vfs_refused ();
      test_vfs_remove ();
      if (refused > 0)
        {
          g_assert_false (ok);
          g_assert_error (error, STORE_ERROR, STORE_ERROR_FULL);
          if (backup == NULL)
            {
              g_autofree char *journal = g_strconcat (path, "-journal", NULL);

              n_without_backup++;
              g_assert_cmpuint (count_files (folder) - g_file_test (journal, G_FILE_TEST_EXISTS),
                                ==, 1);
            }
        }
      g_clear_error (&error);
      check_killed (folder, path, before);
      test_folder_free (folder);
      folder = g_path_get_dirname (path);
      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      g_assert_true (
        g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  while (refused > 0);
  g_test_message ("%u writes, %u before there was a backup", n - 1, n_without_backup);
  g_assert_cmpuint (n_without_backup, >, 5);
  g_assert_cmpuint (n, >, n_without_backup + 5);
  test_folder_free (folder);
}

/* Somebody at work in it: not now. */
static void
test_migrate_busy (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE);
  GError *error = NULL;

  g_assert_false (store_migrate (path, good, 2, NULL, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_BUSY);
  g_clear_error (&error);
  store_close (store);
  g_assert_cmpuint (count_files (folder), ==, 1);
  test_folder_free (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/migrate/success", test_migrate_success);
  g_test_add_func ("/store/migrate/nothing", test_migrate_nothing);
  g_test_add_func ("/store/migrate/failure", test_migrate_failure);
  g_test_add_func ("/store/migrate/killed", test_migrate_killed);
  g_test_add_func ("/store/migrate/no-space", test_migrate_no_space);
  g_test_add_func ("/store/migrate/busy", test_migrate_busy);
  return g_test_run ();
}
