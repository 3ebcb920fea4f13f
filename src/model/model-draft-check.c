/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a draft: the record's own rules (model-check.c) over the rows that saving
 * would keep, and what was typed that isn't understood. */
#include <string.h>

#include "model-draft-private.h"
#include "model-value.h"

/* A row that was read so may refer to an archived one, which isn't in the record: it can stay. */
static void
soften_old_references (ModelDraft *self,
                       ModelIssue *issue)
{
  const ModelRow *old, *row;

  if (issue->kind != MODEL_ISSUE_HARD || issue->field == NULL
      || strcmp (issue->rule, "reference") != 0)
    return;
  old = model_record_find (self->original, issue->table, issue->key);
  row = model_record_find (self->record, issue->table, issue->key);
  if (old != NULL
      && model_value_equal (model_row_get (old, issue->field), model_row_get (row, issue->field)))
    {
      double key = 0;
      model_value_number (model_row_get (old, issue->field), &key);
      /* Not when this draft itself removes what it refers to. */
      if (model_record_find (self->original, issue->field->references, (gint64) key) == NULL)
        issue->kind = MODEL_ISSUE_SOFT;
    }
}

GPtrArray *
model_draft_check (ModelDraft *self)
{
  ModelRecord kept = { 0 };
  GPtrArray *issues;

  g_return_val_if_fail (self != NULL, NULL);

  /* Rows that would be left out aren't asked for their required values; the patient always is. */
  kept.patient = self->record->patient;
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    {
      kept.rows[table] = g_ptr_array_new ();
      for (guint i = 0; i < self->record->rows[table]->len; i++)
        {
          ModelRow *row = self->record->rows[table]->pdata[i];
          if (table == MODEL_TABLE_PATIENT || !model_draft_is_left_out (self, row))
            g_ptr_array_add (kept.rows[table], row);
        }
    }
  issues = model_record_check_by (self->dictionary, &kept, self->today, self->limit_days);
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    g_ptr_array_unref (kept.rows[table]);

  for (guint i = issues->len; i-- > 0;)
    {
      ModelIssue *issue = issues->pdata[i];
      const ModelTyped *typed =
          issue->field != NULL
              ? model_draft_find_typed (self, issue->table, issue->key, issue->field)
              : NULL;
      if (typed != NULL && typed->error != NULL)
        g_ptr_array_remove_index (issues, i); /* of the former value: what was typed comes first */
      else
        soften_old_references (self, issue);
    }
  for (guint i = 0; i < self->typed->len; i++)
    {
      const ModelTyped *typed = self->typed->pdata[i];
      if (typed->error != NULL)
        {
          ModelIssue *issue = g_new (ModelIssue, 1);
          *issue = (ModelIssue){ MODEL_ISSUE_HARD, typed->table, typed->key,
                                 typed->field,     "typed",      g_strdup (typed->error) };
          g_ptr_array_add (issues, issue);
        }
    }
  return issues;
}
