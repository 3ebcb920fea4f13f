/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections: opening and closing a register, the pragmas, the one transaction helper. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/vfs.h>

#include "store-private.h"
#include "store-session.h"

#define BUSY_TIMEOUT_MS 5000

gboolean
store_exec (sqlite3    *db,
            const char *sql,
            GError    **error)
{
  int result = sqlite3_exec (db, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || store_fail (db, result, error);
}

gboolean
store_query_integer (sqlite3    *db,
                     const char *sql,
                     gint64     *out_value,
                     GError    **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    *out_value = sqlite3_column_int64 (statement, 0);
  if (result != SQLITE_ROW)
    store_fail (db, result == SQLITE_DONE ? SQLITE_CORRUPT : result, error);
  sqlite3_finalize (statement);
  return result == SQLITE_ROW;
}

sqlite3 *
store_connect (const char *path,
               int         flags,
               int         busy_timeout_ms,
               GError    **error)
{
  sqlite3 *db = NULL;
  int result =
      sqlite3_open_v2 (path, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (result != SQLITE_OK)
    {
      store_fail (db, result, error);
      sqlite3_close (db);
      return NULL;
    }
  sqlite3_busy_timeout (db, busy_timeout_ms);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  /* What is sorted stays in memory: patients' rows don't go to /var/tmp. */
  if (!store_exec (db, "PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL", error))
    {
      sqlite3_close (db);
      return NULL;
    }
  return db;
}

/* --- transactions --- */

gboolean
store_transaction_begin (Store   *self,
                         GError **error)
{
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_BEGIN_WRITE, error);

  return statement != NULL && store_run (self, statement, error);
}

void
store_transaction_rollback (Store *self)
{
  sqlite3_stmt *statement;

  /* Some failures have rolled back already. */
  if (sqlite3_get_autocommit (self->db))
    return;
  statement = store_statement (self, STORE_SQL_ROLLBACK, NULL);
  if (statement != NULL)
    store_run (self, statement, NULL);
}

gboolean
store_transaction_commit (Store   *self,
                          GError **error)
{
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_COMMIT, error);

  if (statement != NULL && store_run (self, statement, error))
    return TRUE;
  store_transaction_rollback (self);
  return FALSE;
}

gboolean
store_transaction (Store               *self,
                   StoreTransactionFunc func,
                   gpointer             user_data,
                   GError             **error)
{
  if (!store_transaction_begin (self, error))
    return FALSE;
  if (!func (self, user_data, error))
    {
      store_transaction_rollback (self);
      return FALSE;
    }
  return store_transaction_commit (self, error);
}

gboolean
store_snapshot_begin (Store    *self,
                      gboolean *out_mine,
                      GError  **error)
{
  sqlite3_stmt *statement;

  *out_mine = FALSE;
  if (!sqlite3_get_autocommit (self->db))
    return TRUE;
  statement = store_statement (self, STORE_SQL_BEGIN_READ, error);
  if (statement == NULL || !store_run (self, statement, error))
    return FALSE;
  *out_mine = TRUE;
  return TRUE;
}

void
store_snapshot_end (Store   *self,
                    gboolean mine)
{
  if (mine)
    store_transaction_rollback (self);
}

void
store_set_unsynced (Store *self)
{
  store_exec (self->db, "PRAGMA synchronous = OFF", NULL);
}

/* --- opening --- */

gboolean
store_file_system_is_remote (glong type)
{
  /* NFS, SMB, SMB2, CIFS, FUSE, 9P, Coda, AFS, NCP, Ceph, GFS2, OCFS2, Lustre, VirtualBox shared
   * folders: another machine may have the file open, and a WAL works within one only. */
  static const guint32 remote[]
    = { 0x6969,     0x517B,     0xFE534D42, 0xFF534D42, 0x65735546, 0x01021997, 0x73757245,
        0x5346414F, 0x564C,     0x00C36400, 0x01161970, 0x7461636F, 0x0BD00BD0, 0x786F4256 };

  for (gsize i = 0; i < G_N_ELEMENTS (remote); i++)
    if ((guint32) type == remote[i])
      return TRUE;
  return FALSE;
}

static gboolean
is_remote (const char *path)
{
  struct statfs about;

  return statfs (path, &about) == 0 && store_file_system_is_remote ((glong) about.f_type);
}

/* Whether the journal mode is now the one asked for; BUSY is an error. */
static gboolean
set_journal_mode (sqlite3    *db,
                  const char *mode,
                  GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA journal_mode = %s", mode);
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  gboolean same = FALSE;

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    same = g_ascii_strcasecmp ((const char *) sqlite3_column_text (statement, 0), mode) == 0;
  sqlite3_finalize (statement);
  if (result != SQLITE_ROW)
    return store_fail (db, result, error);
  return same || store_fail (db, SQLITE_BUSY, error);
}

static void
free_store (Store *self)
{
  for (int i = 0; i < STORE_N_SQL; i++)
    sqlite3_finalize (self->statements[i]);
  store_plans_free (self->plans);
  sqlite3_close (self->db);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  g_free (self->session);
  g_free (self->path);
  g_free (self);
}

/* SQLite takes the WAL away with the last connection, which it tells by locks on the file. Another
 * process may have lost its own, since closing a file drops them, whoever in the process opened it
 * and why (a file chooser, guessing its type); it would go on writing into a file without a name.
 * So nothing is taken away while another process has noted that it writes. */
static void
leave_to_others (Store *self)
{
  if (store_session_is_elsewhere (self))
    sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

/* A crash left a journal that only a connection that writes can play back. */
static gboolean
recover (const char *path,
         GError    **error)
{
  sqlite3 *db = store_connect (path, SQLITE_OPEN_READWRITE, BUSY_TIMEOUT_MS, error);
  gint64 version;
  gboolean ok = db != NULL
                && store_query_integer (db, "SELECT count (*) FROM sqlite_schema", &version, error);

  sqlite3_close (db);
  return ok;
}

static gboolean
open_for_reading (Store            *self,
                  const StoreProbe *probe,
                  GError          **error)
{
  g_autoptr (GError) first = NULL;
  gint64 version;

  for (int attempt = 0;; attempt++)
    {
      g_clear_error (&first);
      self->db = store_connect (self->path, SQLITE_OPEN_READONLY, BUSY_TIMEOUT_MS, &first);
      if (self->db != NULL
          && store_query_integer (self->db, "SELECT count (*) FROM sqlite_schema", &version,
                                  &first))
        return TRUE;
      g_clear_pointer (&self->db, sqlite3_close);
      if (attempt > 0 || !probe->writable
          || !(g_error_matches (first, STORE_ERROR, STORE_ERROR_READ_ONLY)
               || g_error_matches (first, STORE_ERROR, STORE_ERROR_IO))
          || !recover (self->path, NULL))
        break;
    }
  if (probe->in_wal && !probe->writable
      && !g_error_matches (first, STORE_ERROR, STORE_ERROR_CORRUPT))
    {
      g_set_error_literal (
          error, STORE_ERROR, STORE_ERROR_READ_ONLY,
          _("This register was not closed properly, and here it can't be written to "
             "put that right. Copy it with the files beside it to a folder of your "
             "own and open it there."));
      return FALSE;
    }
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

/* SQLite doesn't wait for those who read at this moment. */
static gboolean
enter_wal (Store   *self,
           GError **error)
{
  const char *mode = is_remote (self->path) ? "DELETE" : "WAL";
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MS * 1000;

  for (;;)
    {
      g_autoptr (GError) failure = NULL;

      if (set_journal_mode (self->db, mode, &failure))
        return TRUE;
      if (!g_error_matches (failure, STORE_ERROR, STORE_ERROR_BUSY)
          || g_get_monotonic_time () >= deadline)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_usleep (10000);
    }
}

static gboolean
open_for_writing (Store            *self,
                  const StoreProbe *probe,
                  GError          **error)
{
  if (!probe->writable)
    return store_fail_errno (EACCES, error);
  if (probe->schema_version < STORE_SCHEMA_VERSION)
    {
      g_set_error (error, STORE_ERROR, STORE_ERROR_TOO_OLD,
                   _("This register is of an older version (%d). It must be migrated before it can "
                     "be changed; a backup is made first."),
                   probe->schema_version);
      return FALSE;
    }
  self->db = store_connect (self->path, SQLITE_OPEN_READWRITE, BUSY_TIMEOUT_MS, error);
  if (self->db == NULL)
    return FALSE;
  if (enter_wal (self, error) && store_session_note (self, error))
    return TRUE;
  leave_to_others (self);
  return FALSE;
}

Store *
store_open (const char      *path,
            StoreMode        mode,
            ModelDictionary *dictionary,
            GError         **error)
{
  Store *self;
  StoreProbe probe;

  g_return_val_if_fail (path != NULL && dictionary != NULL, NULL);

  if (!store_probe (path, &probe, error))
    return NULL;
  self = g_new0 (Store, 1);
  /* Absolute: this SQLite takes "file:..." for a URI. */
  self->path = g_canonicalize_filename (path, NULL);
  self->mode = mode;
  self->dictionary = model_dictionary_ref (dictionary);
  self->busy_timeout_ms = BUSY_TIMEOUT_MS;
  self->plans = store_plans_new (dictionary);
  if (!(mode == STORE_WRITE ? open_for_writing (self, &probe, error)
                            : open_for_reading (self, &probe, error)))
    {
      free_store (self);
      return NULL;
    }
  return self;
}

/* Back to one file, by whoever is last. Two that close at once hinder each other until one gives
 * up: hence a deadline of chance. */
static void
leave_wal (Store *self)
{
  gint64 deadline = g_get_monotonic_time () + g_random_int_range (300, 1500) * 1000;

  sqlite3_busy_timeout (self->db, 0);
  for (;;)
    {
      g_autoptr (GError) error = NULL;

      if (set_journal_mode (self->db, "DELETE", &error)
          || !g_error_matches (error, STORE_ERROR, STORE_ERROR_BUSY)
          || g_get_monotonic_time () >= deadline)
        break;
      g_usleep (10000);
    }
}

void
store_close (Store *self)
{
  if (self == NULL)
    return;
  store_transaction_rollback (self);
  if (self->mode == STORE_WRITE && self->session != NULL)
    {
      gboolean alone = store_session_forget (self);

      leave_to_others (self);
      for (int i = 0; i < STORE_N_SQL; i++)
        g_clear_pointer (&self->statements[i], sqlite3_finalize);
      g_clear_pointer (&self->plans, store_plans_free);
      if (alone)
        leave_wal (self);
    }
  free_store (self);
}

const char *
store_path (Store *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->path;
}

void
store_set_busy_timeout (Store *self,
                        int    milliseconds)
{
  g_return_if_fail (self != NULL && milliseconds >= 0);
  self->busy_timeout_ms = milliseconds;
  sqlite3_busy_timeout (self->db, milliseconds);
}

/* --- a new register --- */

static gboolean
fill_new (sqlite3           *db,
          ModelDictionary   *dictionary,
          const char *const *settings,
          GError           **error)
{
  sqlite3_stmt *statement = NULL;
  int result;

  if (!store_exec (db, "BEGIN IMMEDIATE", error) || !store_schema_create (db, dictionary, error))
    return FALSE;
  result = sqlite3_prepare_v2 (db, store_sql_text (STORE_SQL_SET_SETTING), -1, &statement, NULL);
  for (int i = 0; result == SQLITE_OK && settings != NULL && settings[i] != NULL; i += 2)
    {
      store_bind_text (statement, ":name", settings[i]);
      store_bind_text (statement, ":value", settings[i + 1]);
      if (sqlite3_step (statement) != SQLITE_DONE)
        result = sqlite3_extended_errcode (db);
      sqlite3_reset (statement);
    }
  sqlite3_finalize (statement);
  if (result != SQLITE_OK)
    return store_fail (db, result, error);
  return store_exec (db, "COMMIT", error);
}

gboolean
store_create (const char        *path,
              ModelDictionary   *dictionary,
              const char *const *settings,
              GError           **error)
{
  g_autofree char *absolute = NULL;
  g_autofree char *temporary = NULL;
  sqlite3 *db;
  gboolean ok;

  g_return_val_if_fail (path != NULL && dictionary != NULL, FALSE);

  absolute = g_canonicalize_filename (path, NULL);
  if (g_file_test (absolute, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return store_fail_errno (EEXIST, error);
  temporary = store_temporary_beside (absolute, error);
  if (temporary == NULL)
    return FALSE;
  db = store_connect (temporary, SQLITE_OPEN_READWRITE, 0, error);
  ok = db != NULL && fill_new (db, dictionary, settings, error);
  sqlite3_close (db);
  if (!ok)
    {
      store_remove_temporary (temporary);
      return FALSE;
    }
  return store_publish (temporary, absolute, error);
}
