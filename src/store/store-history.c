/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading history: of a field, of a row, the changes of a patient or of all. */
#include <string.h>

#include "store-private.h"

void
store_history_entry_free (StoreHistoryEntry *self)
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

static StoreHistoryEntry *
entry_from_statement (sqlite3_stmt *statement)
{
  StoreHistoryEntry *entry = g_new0 (StoreHistoryEntry, 1);
  const char *field = (const char *) sqlite3_column_text (statement, 8);

  entry->change = sqlite3_column_int64 (statement, 0);
  entry->utc = store_column_dup (statement, 1);
  entry->actor = store_column_dup (statement, 2);
  entry->kind = store_column_dup (statement, 3);
  entry->label = store_column_dup (statement, 4);
  entry->reason = store_column_dup (statement, 5);
  /* What stands for the row itself is no value. */
  if (strcmp (field, STORE_FIELD_CREATED) != 0 && strcmp (field, STORE_FIELD_ARCHIVED) != 0)
    {
      entry->old_value = store_column_dup (statement, 6);
      entry->new_value = store_column_dup (statement, 7);
    }
  return entry;
}

/* The change that made the row, where history has no entry for it: an import. */
static gboolean
add_origin (Store     *self,
            gint64     created,
            GPtrArray *entries,
            GError   **error)
{
  sqlite3_stmt *statement;
  StoreHistoryEntry *entry;
  int step;

  if (entries->len > 0)
    {
      entry = g_ptr_array_index (entries, entries->len - 1);
      if (entry->change == created)
        return TRUE;
    }
  statement = store_statement (self, STORE_SQL_CHANGE_BY_ID, error);
  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":id", created);
  step = store_step (self, statement, error);
  if (step > 0)
    {
      entry = g_new0 (StoreHistoryEntry, 1);
      entry->change = created;
      entry->utc = store_column_dup (statement, 1);
      entry->actor = store_column_dup (statement, 2);
      entry->kind = store_column_dup (statement, 3);
      entry->label = store_column_dup (statement, 4);
      entry->reason = store_column_dup (statement, 5);
      g_ptr_array_add (entries, entry);
    }
  sqlite3_reset (statement);
  return step >= 0;
}

static gboolean
read_history (Store            *self,
              ModelTable        table,
              gint64            patient,
              gint64            key,
              const ModelField *field,
              GPtrArray        *entries,
              GError          **error)
{
  sqlite3_stmt *statement
    = store_statement (self,
                       table == MODEL_TABLE_IDENTITY ? STORE_SQL_IDENTITY_HISTORY_OF_ROW
                                                     : STORE_SQL_HISTORY_OF_ROW,
                       error);
  int step;

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":patient", patient);
  store_bind_text (statement, ":table", model_table_id (table));
  store_bind_integer (statement, ":key", key);
  store_bind_text (statement, ":field", field != NULL ? field->id : NULL);
  while ((step = store_step (self, statement, error)) > 0)
    g_ptr_array_add (entries, entry_from_statement (statement));
  return step == 0;
}

GPtrArray *
store_history (Store            *self,
               ModelTable        table,
               gint64            patient,
               gint64            key,
               const ModelField *field,
               GError          **error)
{
  g_autoptr (GPtrArray) entries
    = g_ptr_array_new_with_free_func ((GDestroyNotify) store_history_entry_free);
  g_autoptr (ModelRow) row = NULL;
  StoreHistoryEntry *first;

  g_return_val_if_fail (self != NULL && table < MODEL_N_TABLES, NULL);

  if (!read_history (self, table, patient, key, field, entries, error)
      || !store_find_row (self, table, patient, key, &row, error))
    return NULL;
  if (row == NULL)
    return g_steal_pointer (&entries);
  if (!add_origin (self, row->created, entries, error))
    return NULL;
  /* Its first value: what the first change of it found, else what it still is. */
  first = entries->len > 0 ? g_ptr_array_index (entries, entries->len - 1) : NULL;
  if (field != NULL && field->column < row->n_values && first != NULL
      && first->change == row->created && first->new_value == NULL)
    {
      StoreHistoryEntry *next
        = entries->len > 1 ? g_ptr_array_index (entries, entries->len - 2) : NULL;

      first->new_value
        = g_strdup (next != NULL ? next->old_value : row->values[field->column]);
    }
  return g_steal_pointer (&entries);
}

/* --- changes --- */

void
store_change_free (StoreChange *self)
{
  if (self == NULL)
    return;
  g_free (self->utc);
  g_free (self->actor);
  g_free (self->kind);
  g_free (self->label);
  g_free (self->reason);
  g_free (self);
}

GPtrArray *
store_changes (Store   *self,
               gint64   patient,
               gint64   before,
               guint    limit,
               GError **error)
{
  g_autoptr (GPtrArray) changes
    = g_ptr_array_new_with_free_func ((GDestroyNotify) store_change_free);
  sqlite3_stmt *statement;
  int step;

  g_return_val_if_fail (self != NULL, NULL);

  statement = store_statement (self, patient > 0 ? STORE_SQL_CHANGES_OF_PATIENT : STORE_SQL_CHANGES,
                               error);
  if (statement == NULL)
    return NULL;
  store_bind_integer (statement, ":before", before > 0 ? before : G_MAXINT64);
  store_bind_integer (statement, ":limit", limit);
  if (patient > 0)
    store_bind_integer (statement, ":patient", patient);
  while ((step = store_step (self, statement, error)) > 0)
    {
      StoreChange *change = g_new0 (StoreChange, 1);

      change->id = sqlite3_column_int64 (statement, 0);
      change->utc = store_column_dup (statement, 1);
      change->actor = store_column_dup (statement, 2);
      change->kind = store_column_dup (statement, 3);
      change->label = store_column_dup (statement, 4);
      change->reason = store_column_dup (statement, 5);
      change->undoes = sqlite3_column_int64 (statement, 6);
      change->n_fields = (guint) sqlite3_column_int64 (statement, 7);
      g_ptr_array_add (changes, change);
    }
  return step == 0 ? g_steal_pointer (&changes) : NULL;
}
