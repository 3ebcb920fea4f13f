/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register looked over as a whole: the file, its history, every record by the one validator. */
#include "session-private.h"

#include "base-clock.h"

typedef struct
{
  ModelDictionary *dictionary;
  gint32 today;
  int limit_days;
  GPtrArray *findings;
  GCancellable *cancellable;
  SessionProgressFunc progress;
  gpointer user_data;
  guint64 n_rows;
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
  guint64 before = self->n_rows;

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
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    self->n_rows += record->rows[table]->len;
  if (self->progress != NULL && before / 4096 != self->n_rows / 4096)
    self->progress (self->n_rows, 0, self->user_data);
  return !g_cancellable_is_cancelled (self->cancellable);
}

GPtrArray *
session_register_check_sync (SessionRegister    *self,
                             GCancellable       *cancellable,
                             SessionProgressFunc progress,
                             gpointer            user_data,
                             GError            **error)
{
  g_autoptr (Store) store = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  GError *local = NULL;
  Check check;

  g_return_val_if_fail (SESSION_IS_REGISTER (self), NULL);

  store = session_open_reader (self, error);
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
    .user_data = user_data,
  };
  if (store_check (store, &local) && store_verify_history (store, cancellable, &local)
      && store_each_record (store, 0, G_MAXINT64, STORE_TABLES_ALL, STORE_RECORD_IDENTITY,
                            check_record, &check, &local))
    return g_steal_pointer (&findings);
  session_error_take (error, local);
  return NULL;
}
