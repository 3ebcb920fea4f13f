/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of a register that were looked at before they count: backups and what is restored of
 * them. */
#include <glib/gi18n-lib.h>

#include "store-private.h"
#include "store-session.h"

#define STEP_PAGES 1024
#define BUSY_TRIES 500

static void
tell (sqlite3_backup     *backup,
      const StoreWatcher *watcher)
{
  guint64 total = (guint64) sqlite3_backup_pagecount (backup);

  if (watcher->progress != NULL)
    watcher->progress (total - (guint64) sqlite3_backup_remaining (backup), total,
                       watcher->user_data);
}

/* All pages of `from` into the empty file `to`. */
static gboolean
copy_pages (sqlite3            *from,
            sqlite3            *to,
            const StoreWatcher *watcher,
            GError            **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  gboolean go_on;
  int result, tries = 0;

  if (backup == NULL)
    return store_fail (to, sqlite3_extended_errcode (to), error);
  do
    {
      result = sqlite3_backup_step (backup, STEP_PAGES);
      go_on = result == SQLITE_OK;
      if (((result & 0xff) == SQLITE_BUSY || (result & 0xff) == SQLITE_LOCKED)
          && tries++ < BUSY_TRIES)
        go_on = sqlite3_sleep (10) > 0;
      tell (backup, watcher);
      if (g_cancellable_is_cancelled (watcher->cancellable))
        result = SQLITE_INTERRUPT;
    }
  while (go_on && result != SQLITE_INTERRUPT);
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
store_copy (sqlite3            *from,
            ModelDictionary    *dictionary,
            const char         *path,
            const StoreWatcher *watcher,
            GError            **error)
{
  static const StoreWatcher nobody = { 0 };
  g_autofree char *temporary = store_temporary_beside (path, error);
  sqlite3 *to;
  gboolean ok;

  if (temporary == NULL)
    return FALSE;
  to = store_connect (temporary, SQLITE_OPEN_READWRITE, 0, error);
  if (watcher == NULL)
    watcher = &nobody;
  if (to != NULL)
    store_watch_connection (to, watcher->cancellable);
  ok = to != NULL && copy_pages (from, to, watcher, error) && settle (to, error)
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
  return store_backup_full (self, path, NULL, NULL, NULL, error);
}

gboolean
store_backup_full (Store            *self,
                   const char       *path,
                   GCancellable     *cancellable,
                   StoreProgressFunc progress,
                   gpointer          user_data,
                   GError          **error)
{
  const StoreWatcher watcher = { cancellable, progress, user_data };
  g_autofree char *absolute = NULL;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  absolute = g_canonicalize_filename (path, NULL);
  return is_free (absolute, error)
         && store_copy (self->db, self->dictionary, absolute, &watcher, error);
}

gboolean
store_restore (const char *backup,
               const char *path,
               GError    **error)
{
  return store_restore_full (backup, path, NULL, NULL, NULL, error);
}

gboolean
store_restore_full (const char       *backup,
                    const char       *path,
                    GCancellable     *cancellable,
                    StoreProgressFunc progress,
                    gpointer          user_data,
                    GError          **error)
{
  const StoreWatcher watcher = { cancellable, progress, user_data };
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
  if (db != NULL)
    store_watch_connection (db, cancellable);
  ok = db != NULL && store_quick_check (db, error)
       && store_copy (db, NULL, absolute, &watcher, error);
  sqlite3_close (db);
  return ok;
}
