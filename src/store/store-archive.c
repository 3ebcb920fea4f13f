/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setting rows aside with what hangs on them, and putting them back. Nothing is deleted. */
#include <glib/gi18n-lib.h>

#include "store-private.h"

typedef struct
{
  ModelTable table;
  gint64 key;
} RowId;

/* --- what hangs on a row --- */

static gboolean
collect_keys (Store       *self,
              ModelTable   table,
              StorePlanSql which,
              gint64       patient,
              gint64       parent,
              gint64       archived,
              GArray      *rows,
              GError     **error)
{
  sqlite3_stmt *statement = store_plan_statement (self, &self->plans[table], which, error);
  int step;

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":patient", patient);
  store_bind_integer (statement, ":archived", archived);
  if (which == STORE_PLAN_BELOW)
    store_bind_integer (statement, ":parent", parent);
  while ((step = store_step (self, statement, error)) > 0)
    {
      RowId row = { table, sqlite3_column_int64 (statement, 0) };

      g_array_append_val (rows, row);
    }
  return step == 0;
}

/* The outcome has its transfer's key. */
static gboolean
collect_outcome (Store   *self,
                 gint64   patient,
                 gint64   transfer,
                 gint64   archived,
                 GArray  *rows,
                 GError **error)
{
  g_autoptr (ModelRow) outcome = NULL;
  RowId row = { MODEL_TABLE_TRANSFER_OUTCOME, transfer };

  if (!store_find_row (self, MODEL_TABLE_TRANSFER_OUTCOME, patient, transfer, &outcome, error))
    return FALSE;
  if (outcome != NULL && outcome->archived == archived)
    g_array_append_val (rows, row);
  return TRUE;
}

static gboolean
hangs_on (const Store *self,
          ModelTable   table,
          ModelTable   above)
{
  if (self->plans[table].sql[STORE_PLAN_BELOW] == NULL)
    return FALSE;
  return model_table_parent (table) == above
         || (above == MODEL_TABLE_TRANSFER && self->plans[table].parent_column == NULL);
}

/* Appends the rows right below `above`, with `archived` as given. */
static gboolean
collect_below (Store   *self,
               gint64   patient,
               RowId    above,
               gint64   archived,
               GArray  *rows,
               GError **error)
{
  for (int table = 0; table < MODEL_N_TABLES; table++)
    {
      if (above.table == MODEL_TABLE_PATIENT && table != MODEL_TABLE_PATIENT)
        {
          if (!collect_keys (self, table, STORE_PLAN_KEYS, patient, 0, archived, rows, error))
            return FALSE;
        }
      else if (hangs_on (self, table, above.table)
               && !collect_keys (self, table, STORE_PLAN_BELOW, patient, above.key, archived, rows,
                                 error))
        return FALSE;
    }
  return above.table != MODEL_TABLE_TRANSFER
         || collect_outcome (self, patient, above.key, archived, rows, error);
}

/* The row and all below it, each once: all of a patient's rows hang on her directly. */
static GArray *
collect_tree (Store   *self,
              gint64   patient,
              RowId    top,
              gint64   archived,
              GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (RowId));

  g_array_append_val (rows, top);
  for (guint i = 0; i < rows->len; i++)
    if (i == 0 || top.table != MODEL_TABLE_PATIENT)
      if (!collect_below (self, patient, g_array_index (rows, RowId, i), archived, rows, error))
        return NULL;
  return g_steal_pointer (&rows);
}

static gboolean
write_tree (StoreWrite     *change,
            gint64          patient,
            RowId           top,
            gint64          found,
            StoreConflict **out_conflict,
            GError        **error)
{
  g_autoptr (GArray) rows = collect_tree (change->store, patient, top, found, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      RowId id = g_array_index (rows, RowId, i);
      ModelRow row = { .table = id.table, .patient = patient, .key = id.key };

      if (!store_write (change, &row, &store_field_archived, found != 0 ? "1" : NULL,
                        found != 0 ? NULL : "1", out_conflict, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
store_write_archive (StoreWrite     *change,
                     ModelTable      table,
                     gint64          patient,
                     gint64          key,
                     StoreConflict **out_conflict,
                     GError        **error)
{
  return write_tree (change, patient, (RowId){ table, key }, 0, out_conflict, error);
}

gboolean
store_write_restore (StoreWrite     *change,
                     ModelTable      table,
                     gint64          patient,
                     gint64          key,
                     StoreConflict **out_conflict,
                     GError        **error)
{
  g_autoptr (ModelRow) row = NULL;

  if (!store_find_row (change->store, table, patient, key, &row, error))
    return FALSE;
  if (row == NULL)
    {
      g_set_error_literal (error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                           _("There is no such row in this register. Nothing was written."));
      return FALSE;
    }
  if (row->archived == 0)
    return TRUE;
  return write_tree (change, patient, (RowId){ table, key }, row->archived, out_conflict, error)
         && store_check_upward (change, row, error);
}

/* --- checks at the end of a change --- */

static gboolean
check_in_force (Store     *self,
                ModelTable table,
                gint64     patient,
                gint64     key,
                GError   **error)
{
  g_autoptr (ModelRow) row = NULL;

  if (!store_find_row (self, table, patient, key, &row, error))
    return FALSE;
  if (row == NULL || row->archived == 0) /* a reference to nothing is the schema's to refuse */
    return TRUE;
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_CONFLICT,
                       _("What this row hangs on was archived since it was read. Nothing was "
                         "written; restore that first."));
  return FALSE;
}

/* Of a medication or an adverse event: the transfer it names, 0 where it names none. */
static gint64
named_transfer (Store          *self,
                const ModelRow *row)
{
  const ModelField *field = model_dictionary_find (self->dictionary, row->table, "transfer");
  const char *value = field != NULL ? row->values[field->column] : NULL;

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

gboolean
store_check_upward (StoreWrite     *change,
                    const ModelRow *row,
                    GError        **error)
{
  Store *self = change->store;
  ModelTable above = model_table_parent (row->table);
  gint64 key = row->table == MODEL_TABLE_TRANSFER_OUTCOME ? row->key : row->parent;

  if (row->table != MODEL_TABLE_PATIENT
      && !check_in_force (self, MODEL_TABLE_PATIENT, row->patient, 1, error))
    return FALSE;
  if (above != MODEL_N_TABLES && key > 0 && !check_in_force (self, above, row->patient, key, error))
    return FALSE;
  if (self->plans[row->table].parent_column != NULL
      || !hangs_on (self, row->table, MODEL_TABLE_TRANSFER))
    return TRUE;
  key = named_transfer (self, row);
  return key <= 0 || check_in_force (self, MODEL_TABLE_TRANSFER, row->patient, key, error);
}

gboolean
store_check_downward (StoreWrite     *change,
                      const ModelRow *row,
                      GError        **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (RowId));

  if (!collect_below (change->store, row->patient, (RowId){ row->table, row->key }, 0, rows, error))
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  g_set_error_literal (
      error, STORE_ERROR, STORE_ERROR_CONFLICT,
      _("Rows were added below this one since; they must be archived first. Nothing "
         "was written."));
  return FALSE;
}
