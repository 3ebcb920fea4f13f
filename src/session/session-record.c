/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A patient's record: reading, saving a draft as one change, undo and redo, history. */
#include "session-private.h"

#include <glib/gi18n-lib.h>

#include "model-value.h"

ModelRecord *
session_register_read (SessionRegister *self,
                       gint64           patient,
                       gboolean         archived,
                       GError         **error)
{
  GError *local = NULL, *taken = NULL;
  ModelRecord *record;

  g_return_val_if_fail (SESSION_IS_REGISTER (self), NULL);
  record = store_read_record (
      self->reader, patient,
      STORE_RECORD_IDENTITY | (archived ? STORE_RECORD_ARCHIVED : STORE_RECORD_PLAIN), &local);
  if (record != NULL)
    return record;
  session_error_take (&taken, local);
  session_note_fault (self, taken);
  g_propagate_error (error, taken);
  return NULL;
}

ModelRecord *
session_register_read_archived (SessionRegister *self,
                                gint64           patient,
                                gint64          *out_change,
                                GError         **error)
{
  ModelRecord *record = session_register_read (self, patient, TRUE, error);
  const ModelRow *row = record != NULL ? model_record_find (record, MODEL_TABLE_PATIENT, 1) : NULL;
  gint64 change = row != NULL ? row->archived : 0;

  *out_change = change;
  for (guint table = 0; record != NULL && table < MODEL_N_TABLES; table++)
    {
      GPtrArray *rows = record->rows[table];

      for (guint i = rows->len; i-- > 0;)
        {
          ModelRow *other = g_ptr_array_index (rows, i);

          if (other->archived != 0 && other->archived != change)
            g_ptr_array_remove_index (rows, i);
          else
            other->archived = 0;
        }
    }
  return record;
}

/* --- one job of the writer: edits, undo or redo ----------------------------------------------- */

typedef enum { JOB_SAVE, JOB_UNDO, JOB_REDO } JobKind;

typedef struct
{
  SessionRegister *self; /* owned while the job runs in the background */
  JobKind kind;
  GPtrArray *edits;
  char *label, *reason;
  GTask *task; /* NULL: somebody waits */
  /* results */
  gint64 change, patient;
  SessionConflict *conflict;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->self);
  g_clear_pointer (&job->edits, g_ptr_array_unref);
  g_free (job->label);
  g_free (job->reason);
  session_conflict_free (job->conflict);
  g_clear_error (&job->error);
  g_free (job);
}

void
session_conflict_free (SessionConflict *self)
{
  if (self == NULL)
    return;
  g_free (self->field_label);
  g_free (self->yours);
  g_free (self->theirs);
  g_free (self);
}

/* `found` is what the other one wrote; ours is the edit's own value. */
static SessionConflict *
describe_conflict (const StoreConflict *conflict,
                   GPtrArray           *edits)
{
  SessionConflict *self = g_new0 (SessionConflict, 1);

  if (conflict->field == NULL)
    return self;
  self->field_label = g_strdup (_(conflict->field->label));
  self->theirs = model_value_to_display (conflict->field, conflict->found);
  for (guint i = 0; i < edits->len; i++)
    {
      const ModelEdit *edit = g_ptr_array_index (edits, i);

      if (edit->kind == MODEL_EDIT_SET && edit->table == conflict->table
          && edit->key == conflict->key && edit->field == conflict->field)
        self->yours = model_value_to_display (edit->field, edit->value);
    }
  return self;
}

static void
save (Store *store,
      Job   *job,
      GArray **out_patients)
{
  StoreChangeInfo info = { NULL, job->label, job->reason };
  StoreConflict *conflict = NULL;
  GError *local = NULL;

  job->change = store_change (store, &info, job->edits, out_patients, &conflict, &local);
  if (conflict != NULL)
    job->conflict = describe_conflict (conflict, job->edits);
  g_clear_pointer (&conflict, store_conflict_free);
  if (local != NULL)
    session_error_take (&job->error, local);
}

static void
step (Store *store,
      Job   *job,
      GArray **out_patients)
{
  GError *local = NULL;
  gint64 change = 0;
  gboolean found = job->kind == JOB_UNDO ? store_next_undo (store, NULL, &change, NULL, &local)
                                         : store_next_redo (store, NULL, &change, NULL, &local);

  if (local == NULL && (!found || change == 0))
    g_set_error_literal (&local, SESSION_ERROR, SESSION_ERROR_NOT_FOUND,
                         job->kind == JOB_UNDO ? _ ("There is nothing to undo.")
                                               : _ ("There is nothing to redo."));
  if (local == NULL)
    job->change = job->kind == JOB_UNDO ? store_undo (store, NULL, change, out_patients, &local)
                                        : store_redo (store, NULL, change, out_patients, &local);
  if (local != NULL)
    session_error_take (&job->error, local);
}

static void
run_job (Store   *store,
         gpointer data)
{
  Job *job = data;
  GArray *patients = NULL;

  /* What waited behind a job that met damage isn't tried. */
  if (store == NULL || session_register_state (job->self) == SESSION_READ_ONLY_DAMAGED)
    session_check_writable (job->self, &job->error);
  else if (job->kind == JOB_SAVE)
    save (store, job, &patients);
  else
    step (store, job, &patients);
  session_note_fault (job->self, job->error);
  if (job->error == NULL && job->change != 0)
    {
      if (patients != NULL && patients->len > 0)
        job->patient = g_array_index (patients, gint64, 0);
      session_announce (job->self, job->change, g_steal_pointer (&patients));
    }
  g_clear_pointer (&patients, g_array_unref);
  if (job->task != NULL)
    {
      g_autoptr (GTask) task = job->task;

      if (job->error != NULL && job->conflict == NULL)
        g_task_return_error (task, g_steal_pointer (&job->error));
      else
        g_task_return_boolean (task, job->error == NULL);
    }
}

static gboolean
finish_sync (Job    *job,
             gint64 *out_patient,
             SessionConflict **out_conflict,
             GError **error)
{
  gboolean done = job->error == NULL;

  if (out_patient != NULL)
    *out_patient = job->patient;
  if (out_conflict != NULL)
    *out_conflict = g_steal_pointer (&job->conflict);
  if (!done)
    g_propagate_error (error, g_steal_pointer (&job->error));
  job_free (job);
  return done;
}

/* A draft with a hard issue isn't saved; the message is the first issue's. */
static Job *
make_save (SessionRegister *self,
           ModelDraft      *draft,
           const char      *label,
           const char      *reason,
           GError         **error)
{
  g_autoptr (GPtrArray) issues = NULL;
  Job *job;

  if (!session_check_writable (self, error))
    return NULL;
  issues = model_draft_check (draft);
  for (guint i = 0; i < issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (issues, i);

      if (issue->kind == MODEL_ISSUE_HARD)
        {
          g_set_error_literal (error, SESSION_ERROR, SESSION_ERROR_INVALID, issue->message);
          return NULL;
        }
    }
  job = g_new0 (Job, 1);
  job->self = g_object_ref (self);
  job->kind = JOB_SAVE;
  job->edits = model_draft_edits (draft);
  job->label = g_strdup (label);
  job->reason = g_strdup (reason);
  job->patient = model_draft_record (draft)->patient;
  return job;
}

gboolean
session_register_save_sync (SessionRegister  *self,
                            ModelDraft       *draft,
                            const char       *label,
                            const char       *reason,
                            gint64           *out_patient,
                            SessionConflict **out_conflict,
                            GError          **error)
{
  Job *job = make_save (self, draft, label, reason, error);

  if (job == NULL)
    return FALSE;
  if (job->edits->len > 0)
    session_writer_run (self->writer, run_job, job);
  return finish_sync (job, out_patient, out_conflict, error);
}

void
session_register_save_async (SessionRegister    *self,
                             ModelDraft         *draft,
                             const char         *label,
                             const char         *reason,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Job *job = make_save (self, draft, label, reason, &error);

  g_task_set_source_tag (task, session_register_save_async);
  /* Once handed to the writer a save is carried out: its answer is never thrown away. */
  g_task_set_check_cancellable (task, FALSE);
  if (job == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_task_set_task_data (task, job, job_free);
  if (job->edits->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  job->task = task;
  session_writer_push (self->writer, run_job, job);
  session_emit_state_changed (self);
}

gboolean
session_register_save_finish (SessionRegister  *self,
                              GAsyncResult     *result,
                              gint64           *out_patient,
                              SessionConflict **out_conflict,
                              GError          **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), error);

  if (out_patient != NULL)
    *out_patient = job != NULL ? job->patient : 0;
  if (out_conflict != NULL)
    *out_conflict = job != NULL ? g_steal_pointer (&job->conflict) : NULL;
  if (!done && job != NULL && job->error != NULL)
    g_propagate_error (error, g_steal_pointer (&job->error));
  session_emit_state_changed (self);
  return done;
}

/* --- taking back into force ------------------------------------------------------------------- */

void
session_register_restore_async (SessionRegister    *self,
                                ModelTable          table,
                                gint64              patient,
                                gint64              key,
                                const char         *label,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Job *job;

  g_task_set_source_tag (task, session_register_restore_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!session_check_writable (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  job = g_new0 (Job, 1);
  job->self = g_object_ref (self);
  job->kind = JOB_SAVE;
  job->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  g_ptr_array_add (job->edits, model_edit_restore (table, patient, key));
  job->label = g_strdup (label);
  job->patient = patient;
  job->task = task;
  g_task_set_task_data (task, job, job_free);
  session_writer_push (self->writer, run_job, job);
  session_emit_state_changed (self);
}

gboolean
session_register_restore_finish (SessionRegister *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  return session_register_save_finish (self, result, NULL, NULL, error);
}

/* --- undo and redo ---------------------------------------------------------------------------- */

static gboolean
step_sync (SessionRegister *self,
           JobKind          kind,
           GError         **error)
{
  Job *job;

  if (!session_check_writable (self, error))
    return FALSE;
  job = g_new0 (Job, 1);
  job->self = g_object_ref (self);
  job->kind = kind;
  session_writer_run (self->writer, run_job, job);
  return finish_sync (job, NULL, NULL, error);
}

static void
step_async (SessionRegister    *self,
            JobKind             kind,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Job *job;

  g_task_set_check_cancellable (task, FALSE);
  if (!session_check_writable (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  job = g_new0 (Job, 1);
  job->self = g_object_ref (self);
  job->kind = kind;
  job->task = task;
  g_task_set_task_data (task, job, job_free);
  session_writer_push (self->writer, run_job, job);
}

gboolean
session_register_undo_sync (SessionRegister *self,
                            GError         **error)
{
  return step_sync (self, JOB_UNDO, error);
}

gboolean
session_register_redo_sync (SessionRegister *self,
                            GError         **error)
{
  return step_sync (self, JOB_REDO, error);
}

void
session_register_undo_async (SessionRegister    *self,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  step_async (self, JOB_UNDO, cancellable, callback, user_data);
}

void
session_register_redo_async (SessionRegister    *self,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  step_async (self, JOB_REDO, cancellable, callback, user_data);
}

gboolean
session_register_undo_finish (SessionRegister *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
session_register_redo_finish (SessionRegister *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
read_labels (SessionRegister *self)
{
  if (self->labels_known || self->reader == NULL)
    return;
  g_clear_pointer (&self->undo_label, g_free);
  g_clear_pointer (&self->redo_label, g_free);
  if (session_register_is_writable (self))
    {
      gint64 change;

      store_next_undo (self->reader, NULL, &change, &self->undo_label, NULL);
      store_next_redo (self->reader, NULL, &change, &self->redo_label, NULL);
    }
  self->labels_known = TRUE;
}

char *
session_register_undo_label (SessionRegister *self)
{
  read_labels (self);
  return g_strdup (self->undo_label);
}

char *
session_register_redo_label (SessionRegister *self)
{
  read_labels (self);
  return g_strdup (self->redo_label);
}

/* --- history ---------------------------------------------------------------------------------- */

void
session_history_entry_free (SessionHistoryEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->utc);
  g_free (self->actor);
  g_free (self->kind);
  g_free (self->label);
  g_free (self->reason);
  g_free (self->old_value);
  g_free (self->new_value);
  g_free (self);
}

GPtrArray *
session_register_history (SessionRegister  *self,
                          ModelTable        table,
                          gint64            patient,
                          gint64            key,
                          const ModelField *field,
                          GError          **error)
{
  GError *local = NULL;
  g_autoptr (GPtrArray) entries = store_history (self->reader, table, patient, key, field, &local);
  GPtrArray *shown;

  if (entries == NULL)
    {
      session_error_take (error, local);
      return NULL;
    }
  shown = g_ptr_array_new_with_free_func ((GDestroyNotify) session_history_entry_free);
  for (guint i = 0; i < entries->len; i++)
    {
      const StoreHistoryEntry *entry = g_ptr_array_index (entries, i);
      SessionHistoryEntry *copy = g_new0 (SessionHistoryEntry, 1);

      copy->change = entry->change;
      copy->utc = g_strdup (entry->utc);
      copy->actor = g_strdup (entry->actor);
      copy->kind = g_strdup (entry->kind);
      copy->label = g_strdup (entry->label);
      copy->reason = g_strdup (entry->reason);
      copy->old_value = field != NULL ? model_value_to_display (field, entry->old_value) : NULL;
      copy->new_value = field != NULL ? model_value_to_display (field, entry->new_value) : NULL;
      g_ptr_array_add (shown, copy);
    }
  return shown;
}

static SessionHistoryEntry *
describe_change (const StoreChange *change)
{
  SessionHistoryEntry *entry = g_new0 (SessionHistoryEntry, 1);

  entry->change = change->id;
  entry->utc = g_strdup (change->utc);
  entry->actor = g_strdup (change->actor);
  entry->kind = g_strdup (change->kind);
  entry->label = g_strdup (change->label);
  entry->reason = g_strdup (change->reason);
  return entry;
}

SessionHistoryEntry *
session_register_change (SessionRegister *self,
                         gint64           change,
                         GError         **error)
{
  GError *local = NULL;
  g_autoptr (GPtrArray) changes = store_changes (self->reader, 0, change + 1, 1, &local);

  if (changes == NULL)
    session_error_take (error, local);
  if (changes == NULL || changes->len == 0
      || ((const StoreChange *) g_ptr_array_index (changes, 0))->id != change)
    return NULL;
  return describe_change (g_ptr_array_index (changes, 0));
}

GPtrArray *
session_register_changes (SessionRegister *self,
                          gint64           patient,
                          guint            limit,
                          GError         **error)
{
  GError *local = NULL;
  g_autoptr (GPtrArray) changes = store_changes (self->reader, patient, 0, limit, &local);
  GPtrArray *shown;

  if (changes == NULL)
    {
      session_error_take (error, local);
      return NULL;
    }
  shown = g_ptr_array_new_with_free_func ((GDestroyNotify) session_history_entry_free);
  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (shown, describe_change (g_ptr_array_index (changes, i)));
  return shown;
}
