/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of a register that were looked at before they count: backups and what is restored of
 * them. */
#include <glib/gi18n-lib.h>

#include "store-private.h"
#include "store-session.h"

#define STEP_PAGES 4096
#define BUSY_TRIES 500

/* All pages of `from` into the empty file `to`. */
static gboolean
copy_pages (sqlite3 *from,
            sqlite3 *to,
            GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int result, tries = 0;

  if (backup == NULL)
    return store_fail (to, sqlite3_extended_errcode (to), error);
  while ((result = sqlite3_backup_step (backup, STEP_PAGES)) == SQLITE_OK
         || (((result & 0xff) == SQLITE_BUSY || (result & 0xff) == SQLITE_LOCKED)
             && tries++ < BUSY_TRIES))
    if (result != SQLITE_OK)
      sqlite3_sleep (10);
  sqlite3_backup_finish (backup);
  return result == SQLITE_DONE || store_fail (to, result, error);
}

/* The copy as a register at rest, that nobody has open. */
static gboolean
settle (sqlite3 *db,
        GError **error)
{
  gint64 tables;

  return store_exec (db, "PRAGMA journal_mode = DELETE", error)
         && store_query_integer (db, "SELECT count (*) FROM sqlite_schema", &tables, error)
         && store_session_clear (db, error) && store_quick_check (db, error)
         && store_foreign_key_check (db, error);
}

gboolean
store_copy (sqlite3         *from,
            ModelDictionary *dictionary,
            const char      *path,
            GError         **error)
{
  g_autofree char *temporary = store_temporary_beside (path, error);
  sqlite3 *to;
  gboolean ok;

  if (temporary == NULL)
    return FALSE;
  to = store_connect (temporary, SQLITE_OPEN_READWRITE, 0, error);
  ok = to != NULL && copy_pages (from, to, error) && settle (to, error)
       && (dictionary == NULL || store_schema_check (to, dictionary, error));
  sqlite3_close (to);
  if (ok)
    return store_publish (temporary, path, error);
  store_remove_temporary (temporary);
  return FALSE;
}

static gboolean
is_free (const char *path,
         GError    **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_EXISTS,
                       _("A file of this name exists and was not changed. Choose another name."));
  return FALSE;
}

gboolean
store_backup (Store      *self,
              const char *path,
              GError    **error)
{
  g_autofree char *absolute = NULL;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  absolute = g_canonicalize_filename (path, NULL);
  return is_free (absolute, error) && store_copy (self->db, self->dictionary, absolute, error);
}

gboolean
store_restore (const char *backup,
               const char *path,
               GError    **error)
{
  g_autofree char *absolute = NULL;
  g_autofree char *source = NULL;
  StoreProbe probe;
  sqlite3 *db;
  gboolean ok;

  g_return_val_if_fail (backup != NULL && path != NULL, FALSE);

  absolute = g_canonicalize_filename (path, NULL);
  source = g_canonicalize_filename (backup, NULL);
  if (!is_free (absolute, error) || !store_probe (source, &probe, error))
    return FALSE;
  db = store_connect (source, SQLITE_OPEN_READONLY, 0, error);
  ok = db != NULL && store_quick_check (db, error) && store_copy (db, NULL, absolute, error);
  sqlite3_close (db);
  return ok;
}
