/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Further columns of a chunk, when first asked for: stored ones by a SELECT of that column, the
 * rest by the model's definition from the patients' records. */
#include <string.h>

#include "model-value.h"
#include "store-private.h"

/* Whether one SELECT of the field's own table gives the column. */
static gboolean
is_direct (const ModelField *field)
{
  if (field->derived != NULL)
    return FALSE;
  switch (field->table)
    {
    case MODEL_TABLE_PATIENT:
      return TRUE;
    case MODEL_TABLE_CYCLE:
    case MODEL_TABLE_TRANSFER:
    case MODEL_TABLE_TRANSFER_OUTCOME:
      return model_field_is_per_transfer (field);
    default:
      return FALSE;
    }
}

/* --- one SELECT --- */

static void
set_from_statement (ModelColumn       *column,
                    guint              row,
                    sqlite3_stmt      *statement,
                    const StoreColumn *plan)
{
  g_autofree char *value = NULL;

  if (sqlite3_column_type (statement, 2) != SQLITE_NULL)
    switch (plan->type)
      {
      case STORE_AS_BOOLEAN:
        column->u8[row] = sqlite3_column_int (statement, 2) != 0;
        column->missing[row] = MODEL_MISSING_NONE;
        return;
      case STORE_AS_INTEGER:
        column->i32[row] = sqlite3_column_int (statement, 2);
        column->missing[row] = MODEL_MISSING_NONE;
        return;
      case STORE_AS_REAL:
        column->f64[row] = sqlite3_column_double (statement, 2);
        column->missing[row] = MODEL_MISSING_NONE;
        return;
      case STORE_AS_TEXT:
      default:
        /* Codes and dates need no escapes. */
        model_column_set (column, row, (const char *) sqlite3_column_text (statement, 2));
        return;
      }
  value = store_read_value (statement, 2, plan, (const char *) sqlite3_column_text (statement, 3));
  if (value != NULL)
    model_column_set (column, row, value);
}

/* Rows come by patient, the chunk's patients ascend: `at` follows them. FALSE: not in the chunk. */
static gboolean
find_patient (const ModelChunk *chunk,
              gint64            patient,
              guint            *at)
{
  while (*at < chunk->n_patients && chunk->patient[*at] < patient)
    (*at)++;
  return *at < chunk->n_patients && chunk->patient[*at] == patient;
}

static void
set_row (ModelColumn       *column,
         const ModelChunk  *chunk,
         guint              patient,
         sqlite3_stmt      *statement,
         const StoreColumn *plan)
{
  gint64 key = sqlite3_column_int64 (statement, 1);
  const gint32 *keys
    = column->field->table == MODEL_TABLE_CYCLE ? chunk->cycle_key : chunk->transfer_key;

  if (!column->per_transfer)
    set_from_statement (column, patient, statement, plan);
  else
    for (guint i = chunk->transfer_start[patient]; i < chunk->transfer_start[patient + 1]; i++)
      if (keys[i] == key)
        set_from_statement (column, i, statement, plan);
}

static gboolean
fill_direct (Store            *self,
             const ModelChunk *chunk,
             guint             index,
             ModelColumn      *column,
             GError          **error)
{
  StorePlan *plan = &self->plans[column->field->table];
  StoreColumn *stored = &plan->columns[column->field->column];
  sqlite3_stmt *statement = store_column_range_statement (self, plan, column->field->column, error);
  guint at = 0;
  int step;

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":from", (gint64) index * MODEL_CHUNK_PATIENTS);
  store_bind_integer (statement, ":to", (gint64) (index + 1) * MODEL_CHUNK_PATIENTS);
  while ((step = store_step (self, statement, error)) > 0)
    if (find_patient (chunk, sqlite3_column_int64 (statement, 0), &at))
      set_row (column, chunk, at, statement, stored);
  return step == 0;
}

/* --- records --- */

typedef struct
{
  ModelDictionary *dictionary;
  const ModelChunk *chunk;
  GPtrArray *columns; /* of ModelColumn; not owned */
  guint at;
  int limit_days;
} Derivation;

static gboolean
derive_record_cb (ModelRecord *record,
                  gpointer     user_data)
{
  Derivation *self = user_data;
  guint end;

  if (!find_patient (self->chunk, record->patient, &self->at))
    return TRUE;
  end = self->chunk->transfer_start[self->at + 1];
  for (guint i = 0; i < self->columns->len; i++)
    {
      ModelColumn *column = g_ptr_array_index (self->columns, i);

      if (!column->per_transfer)
        {
          g_autofree char *value = model_derive (self->dictionary, column->field, record, 0,
                                                 BASE_DAY_NONE, self->limit_days);

          model_column_set (column, self->at, value);
          continue;
        }
      for (guint t = self->chunk->transfer_start[self->at]; t < end; t++)
        {
          g_autofree char *value
            = model_derive (self->dictionary, column->field, record, self->chunk->transfer_key[t],
                            BASE_DAY_NONE, self->limit_days);

          model_column_set (column, t, value);
        }
    }
  return TRUE;
}

static gboolean
fill_derived (Store            *self,
              const ModelChunk *chunk,
              guint             index,
              GPtrArray        *columns,
              int               limit_days,
              GError          **error)
{
  Derivation derivation = { self->dictionary, chunk, columns, 0, limit_days };
  guint tables = 0;

  for (guint i = 0; i < columns->len; i++)
    {
      ModelColumn *column = g_ptr_array_index (columns, i);

      tables |= model_derive_tables (column->field);
    }
  return store_each_record (self, (gint64) index * MODEL_CHUNK_PATIENTS,
                            (gint64) (index + 1) * MODEL_CHUNK_PATIENTS, tables, STORE_RECORD_PLAIN,
                            derive_record_cb, &derivation, error);
}

ModelChunk *
store_add_columns (Store                   *self,
                   ModelChunk              *chunk,
                   guint                    index,
                   const ModelField *const *fields,
                   guint                    n_fields,
                   int                      limit_days,
                   GError                 **error)
{
  g_autoptr (GPtrArray) columns =
      g_ptr_array_new_with_free_func ((GDestroyNotify) model_column_unref);
  g_autoptr (GPtrArray) derived = g_ptr_array_new ();
  ModelChunk *result;
  gboolean mine, ok;

  g_return_val_if_fail (self != NULL && chunk != NULL && (fields != NULL || n_fields == 0), NULL);

  if (!store_snapshot_begin (self, &mine, error))
    return NULL;
  ok = TRUE;
  for (guint i = 0; ok && i < n_fields; i++)
    {
      gboolean per_transfer = model_field_is_per_transfer (fields[i]);
      ModelColumn *column = model_column_new (
          fields[i], per_transfer, per_transfer ? chunk->n_transfers : chunk->n_patients);

      g_ptr_array_add (columns, column);
      if (is_direct (fields[i]))
        ok = fill_direct (self, chunk, index, column, error);
      else
        g_ptr_array_add (derived, column);
    }
  if (ok && derived->len > 0)
    ok = fill_derived (self, chunk, index, derived, limit_days, error);
  store_snapshot_end (self, mine);
  if (!ok)
    return NULL;
  result = model_chunk_ref (chunk);
  for (guint i = 0; i < columns->len; i++)
    {
      ModelChunk *wider = model_chunk_with_column (result, g_ptr_array_index (columns, i));

      model_chunk_unref (result);
      result = wider;
    }
  return result;
}
