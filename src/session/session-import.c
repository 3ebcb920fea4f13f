/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import of a folder of CSV files, in the writer's thread: one transaction, all or nothing
 * unless the good rows are asked for. A pass takes the rows and checks the records; where the
 * good rows are asked for and a patient turned out bad, the pass is undone and made again
 * without her. */
#include "session-import-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base-clock.h"

#define MAX_PASSES 4

/* Shares of what is left to do (session_progress_part), as measured with large registers. */
#define BACKUP_SHARE 0.15
#define QUICK_SHARE 0.95
#define ROWS_SHARE 0.7
#define CHECK_SHARE 0.85

static void
problem_free (gpointer data)
{
  SessionImportProblem *problem = data;

  g_free (problem->file);
  g_free (problem->column);
  g_free (problem->expected);
  g_free (problem);
}

static void
issue_free (gpointer data)
{
  SessionImportIssue *issue = data;

  g_free (issue->code);
  g_free (issue->column);
  g_free (issue->expected);
  g_free (issue);
}

void
session_import_report_free (SessionImportReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->problems);
  g_free (self->rejected_folder);
  g_free (self->backup);
  g_free (self);
}

/* --- passes --- */

/* Closes the files of rejected rows; FALSE with the first error. */
static gboolean
close_rejects (SessionImport *self,
               GError       **error)
{
  gboolean done = TRUE;

  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    if (self->writers[table] != NULL)
      done = io_csv_writer_close (g_steal_pointer (&self->writers[table]), done ? error : NULL)
             && done;
  return done;
}

/* What a pass found out, save who is bad and what was told. */
static void
forget_pass (SessionImport *self)
{
  close_rejects (self, NULL);
  session_folder_discard (g_steal_pointer (&self->rejects));
  g_clear_pointer (&self->touched, g_free);
  self->touched_size = 0;
  self->n_tables = 0;
  self->n_bytes_read = 0;
  self->any_double = FALSE;
  g_ptr_array_set_size (self->codes, 0);
  g_string_chunk_clear (self->code_texts);
  g_hash_table_remove_all (self->rejected_rows);
  g_hash_table_remove_all (self->written);
  g_hash_table_remove_all (self->spoiled);
  g_clear_pointer (&self->found, model_record_free);
  g_ptr_array_set_size (self->issues, 0);
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    g_clear_pointer (&self->lines[table], g_array_unref);
  self->report->n_rows = self->report->n_rejected = 0;
  self->report->n_inserted = self->report->n_updated = self->report->n_unchanged = 0;
}

static gboolean
begin_transaction (SessionImport *self,
                   GError       **error)
{
  StoreChangeInfo info = { NULL, _("Import of CSV files"), NULL };
  GError *local = NULL;

  self->import = store_import_begin (self->store, STORE_CHANGE_IMPORT, &info, &local);
  if (self->import != NULL)
    return TRUE;
  session_error_take (error, local);
  return FALSE;
}

/* *out_again: somebody turned out bad whose rows were taken. */
static gboolean
make_pass (SessionImport *self,
           gboolean      *out_again,
           GError       **error)
{
  forget_pass (self);
  session_progress_part (self->progress, ROWS_SHARE);
  if (!begin_transaction (self, error) || !session_import_rows (self, error))
    return FALSE;
  session_progress_part (self->progress, CHECK_SHARE);
  if (!session_import_check (self, error))
    return FALSE;
  session_import_report_issues (self);
  *out_again = self->issues->len > 0 || self->any_double;
  return TRUE;
}

/* TRUE: the rows are in, and sound. FALSE without error: the usual way, from the start. */
static gboolean
make_quick_pass (SessionImport *self,
                 GError       **error)
{
  forget_pass (self);
  self->telling = self->any_problem = FALSE;
  session_progress_part (self->progress, QUICK_SHARE);
  if (!begin_transaction (self, error))
    return FALSE;
  if (session_import_rows_ordered (self))
    return TRUE;
  store_import_rollback (g_steal_pointer (&self->import));
  g_cancellable_set_error_if_cancelled (self->cancellable, error);
  return FALSE;
}

static gboolean
make_passes (SessionImport *self,
             GError       **error)
{
  gboolean again = TRUE;
  GError *local = NULL;

  if (self->highest_before == 0)
    {
      if (make_quick_pass (self, &local))
        return TRUE;
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  self->telling = TRUE;
  for (guint i = 0; again; i++)
    {
      if (i == MAX_PASSES)
        {
          g_set_error_literal (
              error, SESSION_ERROR, SESSION_ERROR_FAILED,
              _ ("The good rows could not be told from the others. Nothing was imported."));
          return FALSE;
        }
      if (!make_pass (self, &again, error))
        return FALSE;
      if (!(self->flags & SESSION_IMPORT_GOOD_ROWS))
        return TRUE;
      if (again)
        store_import_rollback (g_steal_pointer (&self->import));
      /* From now on only what wasn't seen before is news. */
      self->telling = FALSE;
    }
  return TRUE;
}

/* --- committing --- */

static char *
backup_path (SessionImport *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (base_now () / G_USEC_PER_SEC);
  g_autofree char *when = g_date_time_format (now, "import-%Y%m%d-%H%M%S");

  return session_backup_name (session_register_path (self->self), when);
}

static gboolean
take_backup (SessionImport *self,
             GError       **error)
{
  g_autofree char *path = NULL;

  if ((self->flags & (SESSION_IMPORT_NO_BACKUP | SESSION_IMPORT_DRY_RUN))
      || self->highest_before == 0)
    return TRUE;
  path = backup_path (self);
  session_progress_part (self->progress, BACKUP_SHARE);
  if (!session_back_up (self->self, path, self->cancellable, self->progress, error))
    return FALSE;
  self->report->backup = g_steal_pointer (&path);
  return TRUE;
}

static void
drop_backup (SessionImport *self)
{
  if (self->report->backup != NULL)
    g_unlink (self->report->backup);
  g_clear_pointer (&self->report->backup, g_free);
}

/* The rejected rows are on disk before the good ones count. */
static gboolean
publish_rejects (SessionImport *self,
                 GError       **error)
{
  GError *local = NULL;

  if (self->rejects == NULL)
    return TRUE;
  if (!close_rejects (self, &local))
    {
      session_error_take (error, local);
      return FALSE;
    }
  if (!session_folder_publish (g_steal_pointer (&self->rejects), self->rejected_folder, error))
    return FALSE;
  self->report->rejected_folder = g_strdup (self->rejected_folder);
  return TRUE;
}

static gboolean
commit (SessionImport *self,
        GError       **error)
{
  GError *local = NULL;

  if (!publish_rejects (self, error))
    return FALSE;
  self->report->change = store_import_commit (g_steal_pointer (&self->import), &local);
  if (local == NULL)
    return TRUE;
  session_error_take (error, local);
  if (self->report->rejected_folder != NULL)
    session_folder_discard (g_steal_pointer (&self->report->rejected_folder));
  return FALSE;
}

static gboolean
fail_problems (SessionImport *self,
               GError       **error)
{
  g_autofree char *n = g_strdup_printf ("%" G_GUINT64_FORMAT, self->report->n_problems);

  g_set_error (
      error, SESSION_ERROR, SESSION_ERROR_INVALID,
      g_dngettext (GETTEXT_PACKAGE,
                   "%s problem was found. Nothing was imported; mend it and import again.",
                   "%s problems were found. Nothing was imported; mend them and import again.",
                   (gulong) self->report->n_problems),
      n);
  return FALSE;
}

static gboolean
import (SessionImport *self,
        GError       **error)
{
  self->highest_before = store_highest_patient (self->store);
  self->n_bytes = session_import_bytes (self);
  if (!take_backup (self, error) || !make_passes (self, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (self->flags & SESSION_IMPORT_DRY_RUN)
    return TRUE;
  if (self->report->n_problems > 0 && !(self->flags & SESSION_IMPORT_GOOD_ROWS))
    return fail_problems (self, error);
  return commit (self, error);
}

static void
run_import (Store   *store,
            gpointer data)
{
  SessionImport *self = data;
  gboolean done;

  self->store = store;
  done = store != NULL ? import (self, &self->error)
                       : session_check_writable (self->self, &self->error);
  session_error_cancelled (&self->error, self->flags & SESSION_IMPORT_DRY_RUN
                                             ? _ ("Cancelled. Nothing was changed.")
                                             : _ ("Cancelled. Nothing was imported."));
  if (self->import != NULL)
    store_import_rollback (g_steal_pointer (&self->import));
  close_rejects (self, NULL);
  session_folder_discard (g_steal_pointer (&self->rejects));
  if (self->report->change == 0)
    drop_backup (self);
  else
    {
      session_read_settings (self->self, store);
      session_announce (self->self, self->report->change, NULL);
    }
  if (self->task == NULL)
    return;
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_task_return_boolean (task, done);
}

/* --- the interface --- */

static void
import_free (gpointer data)
{
  SessionImport *self = data;

  g_clear_pointer (&self->report, session_import_report_free);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->issues);
  g_ptr_array_unref (self->row_issues);
  g_ptr_array_unref (self->codes);
  g_string_chunk_free (self->code_texts);
  g_hash_table_unref (self->rejected_rows);
  g_hash_table_unref (self->written);
  g_hash_table_unref (self->spoiled);
  g_hash_table_unref (self->bad_patients);
  g_clear_pointer (&self->found, model_record_free);
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    g_clear_pointer (&self->lines[table], g_array_unref);
  g_free (self->touched);
  g_free (self->folder);
  g_free (self->rejected_folder);
  session_progress_free (self->progress);
  g_clear_object (&self->cancellable);
  g_object_unref (self->self);
  g_free (self);
}

static SessionImport *
import_new (SessionRegister    *owner,
            const char         *folder,
            SessionImportFlags  flags,
            const char         *rejected_folder,
            GCancellable       *cancellable,
            SessionProgress    *progress)
{
  SessionImport *self = g_new0 (SessionImport, 1);

  self->self = g_object_ref (owner);
  self->folder = g_strdup (folder);
  self->flags = flags;
  if ((flags & SESSION_IMPORT_GOOD_ROWS) && !(flags & SESSION_IMPORT_DRY_RUN))
    {
      g_autofree char *full = g_canonicalize_filename (folder, NULL);

      self->rejected_folder = rejected_folder != NULL ? g_strdup (rejected_folder)
                                                      : g_strconcat (full, "-rejected", NULL);
    }
  g_set_object (&self->cancellable, cancellable);
  self->progress = progress;
  self->report = g_new0 (SessionImportReport, 1);
  self->report->problems = g_ptr_array_new_with_free_func (problem_free);
  self->dictionary = owner->dictionary;
  self->today = base_today ();
  self->limit_days = session_register_gestation_limit (owner);
  self->issues = g_ptr_array_new_with_free_func (issue_free);
  self->row_issues = g_ptr_array_new_with_free_func ((GDestroyNotify) model_issue_free);
  self->codes = g_ptr_array_new ();
  self->code_texts = g_string_chunk_new (1 << 16);
  self->rejected_rows = g_hash_table_new (NULL, NULL);
  self->written = g_hash_table_new (NULL, NULL);
  self->spoiled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->bad_patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/* Hands out the report and the error. */
static gboolean
finish (SessionImport        *self,
        SessionImportReport **out_report,
        GError              **error)
{
  gboolean done = self->error == NULL;

  if (out_report != NULL)
    *out_report = g_steal_pointer (&self->report);
  if (!done)
    g_propagate_error (error, g_steal_pointer (&self->error));
  return done;
}

gboolean
session_register_import_sync (SessionRegister      *self,
                              const char           *folder,
                              SessionImportFlags    flags,
                              const char           *rejected_folder,
                              GCancellable         *cancellable,
                              SessionProgressFunc   progress,
                              gpointer              user_data,
                              SessionImportReport **out_report,
                              GError              **error)
{
  SessionImport *import;
  gboolean done;

  g_return_val_if_fail (SESSION_IS_REGISTER (self) && folder != NULL, FALSE);
  if (out_report != NULL)
    *out_report = NULL;
  if (!session_check_writable (self, error))
    return FALSE;
  import = import_new (self, folder, flags, rejected_folder, cancellable,
                       session_progress_new (progress, user_data, FALSE));
  session_writer_run (self->writer, run_import, import);
  done = finish (import, out_report, error);
  import_free (import);
  return done;
}

void
session_register_import_async (SessionRegister    *self,
                               const char         *folder,
                               SessionImportFlags  flags,
                               const char         *rejected_folder,
                               GCancellable       *cancellable,
                               SessionProgressFunc progress,
                               gpointer            progress_data,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  GTask *task;
  SessionImport *import;
  GError *error = NULL;

  g_return_if_fail (SESSION_IS_REGISTER (self) && folder != NULL);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, session_register_import_async);
  /* What was committed before the cancel is there: the answer says so. */
  g_task_set_check_cancellable (task, FALSE);
  if (!session_check_writable (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  import = import_new (self, folder, flags, rejected_folder, cancellable,
                       session_progress_new (progress, progress_data, TRUE));
  import->task = task;
  g_task_set_task_data (task, import, import_free);
  session_writer_push (self->writer, run_import, import);
}

gboolean
session_register_import_finish (SessionRegister      *self,
                                GAsyncResult         *result,
                                SessionImportReport **out_report,
                                GError              **error)
{
  SessionImport *import;
  GError *local = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  if (out_report != NULL)
    *out_report = NULL;
  g_task_propagate_boolean (G_TASK (result), &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  import = g_task_get_task_data (G_TASK (result));
  return finish (import, out_report, error);
}
