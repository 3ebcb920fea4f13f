/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backups: their names, making one, making a register of one, and finding the newest that is
 * sound. A backup is named REGISTER.WHEN.backup and lies beside its register, unless a person
 * chose otherwise. */
#include "session-exchange-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base-clock.h"
#include "base-date.h"

#define SUFFIX ".backup"
#define COPYING 0.5 /* share of the work; the rest is to verify the copy */

/* --- names ------------------------------------------------------------------------------------ */

gboolean
session_is_backup_name (const char *path)
{
  return g_str_has_suffix (path, SUFFIX);
}

char *
session_backup_name (const char *path,
                     const char *when)
{
  char *name = g_strdup_printf ("%s.%s" SUFFIX, path, when);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.%s-%u" SUFFIX, path, when, i);
    }
  return name;
}

char *
session_register_backup_path (SessionRegister *self,
                              const char      *folder)
{
  g_autofree char *today = base_day_to_iso (base_today ());
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *path =
      folder != NULL ? g_build_filename (folder, base, NULL) : g_strdup (self->path);

  return session_backup_name (path, today);
}

/* --- copies ----------------------------------------------------------------------------------- */

/* Takes local; TRUE where there is none. */
static gboolean
copied (GError     *local,
        const char *cancelled,
        GError    **error)
{
  if (local == NULL)
    return TRUE;
  session_error_take (error, local);
  session_error_cancelled (error, cancelled);
  return FALSE;
}

gboolean
session_back_up (SessionRegister *self,
                 const char      *path,
                 GCancellable    *cancellable,
                 SessionProgress *progress,
                 GError         **error)
{
  g_autoptr (Store) store = session_open_reader (self, error);
  GError *local = NULL;

  if (store == NULL)
    return FALSE;
  store_backup_full (store, path, cancellable, session_progress_tell, progress, &local);
  return copied (local, _("Cancelled. No backup was made."), error);
}

static gboolean
restore (const char      *backup,
         const char      *path,
         GCancellable    *cancellable,
         SessionProgress *progress,
         GError         **error)
{
  GError *local = NULL;

  store_restore_full (backup, path, cancellable, session_progress_tell, progress, &local);
  return copied (local, _("Cancelled. No register was made, and the backup is as it was."), error);
}

gboolean
session_register_backup_sync (SessionRegister    *self,
                              const char         *path,
                              GCancellable       *cancellable,
                              SessionProgressFunc progress,
                              gpointer            user_data,
                              GError            **error)
{
  g_autoptr (SessionProgress) relay = session_progress_new (progress, user_data, FALSE);

  g_return_val_if_fail (SESSION_IS_REGISTER (self) && path != NULL, FALSE);
  session_progress_part (relay, COPYING);
  return session_back_up (self, path, cancellable, relay, error);
}

gboolean
session_restore (const char         *backup,
                 const char         *path,
                 GCancellable       *cancellable,
                 SessionProgressFunc progress,
                 gpointer            user_data,
                 GError            **error)
{
  g_autoptr (SessionProgress) relay = session_progress_new (progress, user_data, FALSE);

  session_progress_part (relay, COPYING);
  return restore (backup, path, cancellable, relay, error);
}

typedef struct
{
  char *backup, *path; /* backup NULL: one is made of the task's register */
  SessionProgress *progress;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->backup);
  g_free (copy->path);
  session_progress_free (copy->progress);
  g_free (copy);
}

static void
copy_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Copy *copy = data;
  GError *error = NULL;

  session_progress_part (copy->progress, COPYING);
  if (copy->backup != NULL
          ? restore (copy->backup, copy->path, cancellable, copy->progress, &error)
          : session_back_up (source, copy->path, cancellable, copy->progress, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes task. A copy that was finished before the cancel is there: the answer says so. */
static void
start_copy (GTask              *task,
            const char         *backup,
            const char         *path,
            SessionProgressFunc progress,
            gpointer            progress_data)
{
  Copy *copy = g_new0 (Copy, 1);

  g_task_set_check_cancellable (task, FALSE);
  copy->backup = g_strdup (backup);
  copy->path = g_strdup (path);
  copy->progress = session_progress_new (progress, progress_data, TRUE);
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, copy_in_thread);
  g_object_unref (task);
}

void
session_register_backup_async (SessionRegister    *self,
                               const char         *path,
                               GCancellable       *cancellable,
                               SessionProgressFunc progress,
                               gpointer            progress_data,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_return_if_fail (SESSION_IS_REGISTER (self) && path != NULL);
  start_copy (g_task_new (self, cancellable, callback, user_data), NULL, path, progress,
              progress_data);
}

gboolean
session_register_backup_finish (SessionRegister *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
session_restore_async (const char         *backup,
                       const char         *path,
                       GCancellable       *cancellable,
                       SessionProgressFunc progress,
                       gpointer            progress_data,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_return_if_fail (backup != NULL && path != NULL);
  start_copy (g_task_new (NULL, cancellable, callback, user_data), backup, path, progress,
              progress_data);
}

gboolean
session_restore_finish (GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- looking at one --------------------------------------------------------------------------- */

void
session_backup_free (SessionBackup *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self);
}

static gint64
time_of_last_change (Store *store)
{
  g_autoptr (GPtrArray) changes = store_changes (store, 0, 0, 1, NULL);
  g_autoptr (GDateTime) time = NULL;

  if (changes != NULL && changes->len > 0)
    time = g_date_time_new_from_iso8601 (((StoreChange *) changes->pdata[0])->utc, NULL);
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static SessionBackup *
look (const char   *path,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  g_autoptr (SessionBackup) self = g_new0 (SessionBackup, 1);
  g_autoptr (GArray) patients = NULL;
  g_autoptr (Store) store = NULL;
  StoreProbe probe;
  GStatBuf about;
  GError *local = NULL;

  if (store_probe (path, &probe, &local)
      && (store = store_open (path, STORE_READ, dictionary, &local)) != NULL)
    {
      store_watch (store, cancellable);
      if (store_check (store, &local))
        patients = store_list (store, NULL, FALSE, cancellable, &local);
    }
  if (patients == NULL)
    {
      session_error_take (error, local);
      return NULL;
    }
  self->path = g_strdup (path);
  self->made = g_stat (path, &about) == 0 ? about.st_mtime : 0;
  self->last_change = time_of_last_change (store);
  self->n_patients = patients->len;
  return g_steal_pointer (&self);
}

/* --- finding one ------------------------------------------------------------------------------ */

typedef struct
{
  char *path;
  gint64 made;
} Candidate;

static void
candidate_free (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->path);
  g_free (candidate);
}

/* Newest first; of those of one second the later name. */
static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *x = *(Candidate *const *) a, *y = *(Candidate *const *) b;

  if (x->made != y->made)
    return x->made < y->made ? 1 : -1;
  return g_strcmp0 (y->path, x->path);
}

static GPtrArray *
list_candidates (const char *path)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (candidate_free);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, ".", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *whole = g_build_filename (folder, name, NULL);
      Candidate *candidate;
      GStatBuf about;

      if (!g_str_has_prefix (name, prefix) || !session_is_backup_name (name)
          || g_stat (whole, &about) != 0 || !S_ISREG (about.st_mode))
        continue;
      candidate = g_new0 (Candidate, 1);
      candidate->path = g_steal_pointer (&whole);
      candidate->made = about.st_mtime;
      g_ptr_array_add (candidates, candidate);
    }
  g_ptr_array_sort (candidates, compare_candidates);
  return g_steal_pointer (&candidates);
}

static SessionBackup *
find (const char   *path,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GPtrArray) candidates = list_candidates (path);

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = g_ptr_array_index (candidates, i);
      SessionBackup *found = look (candidate->path, cancellable, NULL);

      if (found != NULL)
        return found;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  g_set_error_literal (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND,
                       candidates->len == 0
                           ? _("No backup lies beside the register.")
                           : _("The backups beside the register are damaged too."));
  return NULL;
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  SessionBackup *found = g_task_get_source_tag (task) == session_backup_find_async
                             ? find (data, cancellable, &error)
                             : look (data, cancellable, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) session_backup_free);
  else
    g_task_return_error (task, error);
}

static void
start_look (gpointer            tag,
            const char         *path,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_canonicalize_filename (path, NULL), g_free);
  g_task_run_in_thread (task, look_in_thread);
}

void
session_backup_look_async (const char         *path,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  start_look (session_backup_look_async, path, cancellable, callback, user_data);
}

void
session_backup_find_async (const char         *path,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  start_look (session_backup_find_async, path, cancellable, callback, user_data);
}

SessionBackup *
session_backup_finish (GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
