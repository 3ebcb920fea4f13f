/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register looked over as a whole: the file, its history, every record by the one validator. */
#include "session-exchange-private.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"

/* Shares of what is left to do, as measured with a large register. */
#define FILE_SHARE 0.35
#define HISTORY_SHARE 0.1

typedef struct
{
  ModelDictionary *dictionary;
  gint32 today;
  int limit_days;
  GPtrArray *findings;
  GCancellable *cancellable;
  SessionProgress *progress;
  gint64 highest; /* patient */
} Check;

void
session_finding_free (SessionFinding *self)
{
  if (self == NULL)
    return;
  g_free (self->field);
  g_free (self->rule);
  g_free (self->message);
  g_free (self);
}

static gboolean
check_record (ModelRecord *record,
              gpointer     data)
{
  Check *self = data;
  g_autoptr (GPtrArray) issues
    = model_record_check_by (self->dictionary, record, self->today, self->limit_days);

  for (guint i = 0; i < issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (issues, i);
      SessionFinding *finding = g_new0 (SessionFinding, 1);

      finding->patient = record->patient;
      finding->table = issue->table;
      finding->key = issue->key;
      finding->field = g_strdup (issue->field != NULL ? issue->field->id : NULL);
      finding->rule = g_strdup (issue->rule);
      finding->hard = issue->kind == MODEL_ISSUE_HARD;
      finding->message = g_strdup (issue->message);
      g_ptr_array_add (self->findings, finding);
    }
  session_progress_tell ((guint64) record->patient, (guint64) self->highest, self->progress);
  return !g_cancellable_is_cancelled (self->cancellable);
}

/* The parts of the file that can't tell how far they are. */
static gboolean
check_file (Store           *store,
            GCancellable    *cancellable,
            SessionProgress *progress,
            GError         **error)
{
  session_progress_part (progress, FILE_SHARE);
  store_watch (store, cancellable);
  if (!store_check (store, error))
    return FALSE;
  session_progress_tell (1, 1, progress);
  session_progress_part (progress, HISTORY_SHARE);
  if (!store_verify_history (store, cancellable, error))
    return FALSE;
  session_progress_tell (1, 1, progress);
  session_progress_part (progress, 1);
  return TRUE;
}

static GPtrArray *
check_register (SessionRegister *self,
                GCancellable    *cancellable,
                SessionProgress *progress,
                GError         **error)
{
  g_autoptr (Store) store = session_open_reader (self, error);
  g_autoptr (GPtrArray) findings = NULL;
  GError *local = NULL, *taken = NULL;
  Check check;

  if (store == NULL)
    return NULL;
  findings = g_ptr_array_new_with_free_func ((GDestroyNotify) session_finding_free);
  check = (Check) {
    .dictionary = self->dictionary,
    .today = base_today (),
    .limit_days = session_register_gestation_limit (self),
    .findings = findings,
    .cancellable = cancellable,
    .progress = progress,
    .highest = store_highest_patient (store),
  };
  if (check_file (store, cancellable, progress, &local)
      && store_each_record (store, 0, G_MAXINT64, STORE_TABLES_ALL, STORE_RECORD_IDENTITY,
                            check_record, &check, &local))
    return g_steal_pointer (&findings);
  session_error_take (&taken, local);
  session_note_fault (self, taken);
  g_propagate_error (error, taken);
  session_error_cancelled (error, _("Cancelled. The register was not looked at to its end."));
  return NULL;
}

GPtrArray *
session_register_check_sync (SessionRegister    *self,
                             GCancellable       *cancellable,
                             SessionProgressFunc progress,
                             gpointer            user_data,
                             GError            **error)
{
  g_autoptr (SessionProgress) relay = session_progress_new (progress, user_data, FALSE);

  g_return_val_if_fail (SESSION_IS_REGISTER (self), NULL);
  return check_register (self, cancellable, relay, error);
}

static void
check_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *findings = check_register (source, cancellable, data, &error);

  if (findings != NULL)
    g_task_return_pointer (task, findings, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
session_register_check_async (SessionRegister    *self,
                              GCancellable       *cancellable,
                              SessionProgressFunc progress,
                              gpointer            progress_data,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SESSION_IS_REGISTER (self));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, session_register_check_async);
  g_task_set_task_data (task, session_progress_new (progress, progress_data, TRUE),
                        (GDestroyNotify) session_progress_free);
  g_task_run_in_thread (task, check_in_thread);
}

GPtrArray *
session_register_check_finish (SessionRegister *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
