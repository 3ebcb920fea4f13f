/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an older schema version to this one: a verified backup beside the register first, then
 * one transaction for each version, so that a crash leaves a whole register of one version or
 * the next. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base-clock.h"
#include "store-private.h"

/* The released steps; version 1 is the first, so there is none yet. */
static const StoreMigration no_steps[1];

static char *
backup_path (const char *path,
             int         version)
{
  gint64 now = base_now ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%d-%H%M%S");

  return g_strdup_printf ("%s.v%d-%s.backup", path, version, stamp);
}

/* The migration's own line in the table of changes. The columns it needs are those of version 1; a
 * version that changes them changes this. */
static gboolean
add_change (sqlite3 *db,
            int      from,
            int      to,
            GError **error)
{
  g_autofree char *label = g_strdup_printf ("Schema %d to %d", from, to);
  g_autofree char *utc = base_time_to_utc (base_now ());
  g_autofree char *previous = NULL;
  g_autoptr (GChecksum) digest = NULL;
  StoreDigestChange change = { 1, utc, store_actor (NULL), "migrate", label, NULL, 0 };
  sqlite3_stmt *statement = NULL;
  int result
    = sqlite3_prepare_v2 (db, store_sql_text (STORE_SQL_NEWEST_CHANGE), -1, &statement, NULL);

  if (result == SQLITE_OK && (result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      change.id = sqlite3_column_int64 (statement, 0) + 1;
      previous = store_column_dup (statement, 2);
    }
  sqlite3_finalize (statement);
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    return store_fail (db, result, error);
  digest = store_digest_begin (previous != NULL ? previous : STORE_DIGEST_FIRST, &change);
  result = sqlite3_prepare_v2 (db, store_sql_text (STORE_SQL_ADD_CHANGE), -1, &statement, NULL);
  if (result == SQLITE_OK)
    {
      store_bind_integer (statement, ":id", change.id);
      store_bind_text (statement, ":utc", utc);
      store_bind_text (statement, ":actor", change.actor);
      store_bind_text (statement, ":kind", change.kind);
      store_bind_text (statement, ":label", label);
      store_bind_text (statement, ":digest", g_checksum_get_string (digest));
      result = sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return result == SQLITE_DONE || store_fail (db, result, error);
}

static gboolean
migrate_step (sqlite3              *db,
              int                   from,
              const StoreMigration *step,
              GError              **error)
{
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", step->to_version);

  if (!store_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (store_exec (db, step->script, error) && store_foreign_key_check (db, error)
      && add_change (db, from, step->to_version, error) && store_exec (db, version, error)
      && store_exec (db, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (db))
    store_exec (db, "ROLLBACK", NULL);
  g_prefix_error (
      error, _("The register could not be brought to version %d; it is whole, of version %d. "),
      step->to_version, from);
  return FALSE;
}

static gboolean
migrate_all (sqlite3              *db,
             int                   version,
             const StoreMigration *steps,
             guint                 n_steps,
             GError              **error)
{
  /* Nobody else may write between the backup and the last step; and a script may rebuild a table,
   * which needs foreign keys out of the way: they are checked before each commit. */
  if (!store_exec (db, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  for (guint i = 0; i < n_steps; i++)
    {
      if (steps[i].to_version <= version)
        continue;
      if (!migrate_step (db, version, &steps[i], error))
        return FALSE;
      version = steps[i].to_version;
    }
  return TRUE;
}

static gboolean
lock_and_back_up (sqlite3    *db,
                  const char *backup,
                  GError    **error)
{
  gint64 tables;

  /* EXCLUSIVE keeps the lock it takes until the connection is closed; in journal mode DELETE the
   * header of the file always tells its true version. */
  return store_exec (db, "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE;"
                         "BEGIN EXCLUSIVE; COMMIT", error)
         && store_query_integer (db, "SELECT count (*) FROM sqlite_schema", &tables, error)
         && store_quick_check (db, error) && store_copy (db, NULL, backup, NULL, error);
}

gboolean
store_migrate (const char           *path,
               const StoreMigration *steps,
               guint                 n_steps,
               char                **out_backup,
               GError              **error)
{
  g_autofree char *absolute = NULL;
  g_autofree char *backup = NULL;
  StoreProbe probe;
  sqlite3 *db;
  gboolean ok;

  g_return_val_if_fail (path != NULL, FALSE);

  if (out_backup != NULL)
    *out_backup = NULL;
  if (!store_probe (path, &probe, error))
    return FALSE;
  if (steps == NULL)
    {
      steps = no_steps;
      n_steps = 0;
    }
  if (n_steps == 0 || probe.schema_version >= steps[n_steps - 1].to_version)
    return TRUE;
  if (!probe.writable)
    {
      g_set_error_literal (
          error, STORE_ERROR, STORE_ERROR_READ_ONLY,
          _("This register can't be written, so it can't be migrated. Copy it to a "
             "folder of your own."));
      return FALSE;
    }
  absolute = g_canonicalize_filename (path, NULL);
  backup = backup_path (absolute, probe.schema_version);
  db = store_connect (absolute, SQLITE_OPEN_READWRITE, 5000, error);
  ok = db != NULL && lock_and_back_up (db, backup, error);
  if (ok && out_backup != NULL)
    *out_backup = g_strdup (backup);
  ok = ok && migrate_all (db, probe.schema_version, steps, n_steps, error);
  sqlite3_close (db);
  return ok;
}
