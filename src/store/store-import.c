/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bulk: one change, one transaction, prepared inserts, no look before them. Where a row exists
 * already the insert says so, and only then is it read and compared. Reads no file. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "store-private.h"

/* Enough for the inner pages of the trees that are written to; the rest goes to disk as it
 * fills. */
#define IMPORT_CACHE_KIB 40960

typedef struct
{
  gint64 highest_patient; /* that has a row in the table */
  gint64 patient;         /* of the row added last without a key */
  gint64 next_key;        /* of that patient */
} TableState;

struct _StoreImport
{
  Store *store;
  StoreWrite *change;
  TableState tables[MODEL_N_TABLES];
  gint64 next_patient;
  char *code;     /* asked for last */
  gint64 patient; /* whose it is */
  guint n_settings;
  GError *broken; /* the transaction can't go on */
};

static void
import_free (StoreImport *self)
{
  store_exec (self->store->db, "PRAGMA cache_size = -2000", NULL);
  store_write_free (self->change);
  g_clear_error (&self->broken);
  g_free (self->code);
  g_free (self);
}

static gboolean
import_prepare (StoreImport           *self,
                StoreChangeKind        kind,
                const StoreChangeInfo *info,
                GError               **error)
{
  g_autofree char *cache = g_strdup_printf ("PRAGMA cache_size = -%d", IMPORT_CACHE_KIB);

  if (!store_exec (self->store->db, cache, error))
    return FALSE;
  self->change = store_write_begin (self->store, kind, info, 0, error);
  if (self->change == NULL)
    return FALSE;
  for (int table = 0; table < MODEL_N_TABLES; table++)
    {
      sqlite3_stmt *statement = store_plan_statement (self->store, &self->store->plans[table],
                                                      STORE_PLAN_MAX_PATIENT, error);
      int step;

      if (statement == NULL)
        return FALSE;
      step = store_step (self->store, statement, error);
      if (step > 0)
        self->tables[table].highest_patient = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
      if (step < 0)
        return FALSE;
    }
  self->next_patient = self->tables[MODEL_TABLE_PATIENT].highest_patient + 1;
  return TRUE;
}

StoreImport *
store_import_begin (Store                 *self,
                    StoreChangeKind        kind,
                    const StoreChangeInfo *info,
                    GError               **error)
{
  StoreImport *import;

  g_return_val_if_fail (self != NULL && info != NULL, NULL);
  g_return_val_if_fail (kind == STORE_CHANGE_IMPORT || kind == STORE_CHANGE_SIMULATE, NULL);

  if (!store_transaction_begin (self, error))
    return NULL;
  import = g_new0 (StoreImport, 1);
  import->store = self;
  if (!import_prepare (import, kind, info, error))
    {
      store_import_rollback (import);
      return NULL;
    }
  return import;
}

/* --- keys --- */

/* Rows that come by patient need no question: a table has none of a patient above its highest. */
static gboolean
give_key (StoreImport *self,
          ModelRow    *row,
          GError     **error)
{
  TableState *state = &self->tables[row->table];

  if (row->table == MODEL_TABLE_PATIENT || row->table == MODEL_TABLE_IDENTITY)
    row->key = 1;
  else if (row->table == MODEL_TABLE_TRANSFER_OUTCOME)
    row->key = row->key > 0 ? row->key : row->parent;
  if (row->key > 0)
    {
      if (row->patient == state->patient)
        state->next_key = MAX (state->next_key, row->key + 1);
      return TRUE;
    }
  if (row->patient > state->highest_patient)
    {
      state->patient = row->patient;
      state->next_key = 1;
    }
  else if (row->patient != state->patient)
    {
      if (!store_next_key (self->store, row->table, row->patient, &state->next_key, error))
        return FALSE;
      state->patient = row->patient;
    }
  row->key = state->next_key++;
  return TRUE;
}

static void
note_row (StoreImport    *self,
          const ModelRow *row)
{
  TableState *state = &self->tables[row->table];

  state->highest_patient = MAX (state->highest_patient, row->patient);
  if (row->table == MODEL_TABLE_PATIENT)
    self->next_patient = MAX (self->next_patient, row->patient + 1);
}

/* --- rows that exist --- */

static gboolean
fail_exists (const char *message,
             GError    **error)
{
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_EXISTS, message);
  return FALSE;
}

/* Whether the row in the register may take what `row` says. */
static gboolean
check_same_row (const StorePlan *plan,
                const ModelRow  *found,
                const ModelRow  *row,
                GError         **error)
{
  if (found == NULL)
    return fail_exists (_("The row clashes with another one. It was not written."), error);
  if (found->archived != 0)
    return fail_exists (_("This row was archived in the register. It was not written."), error);
  if (plan->parent_column != NULL && row->parent > 0 && row->parent != found->parent)
    return fail_exists (_("A row with this key hangs on another one. It was not written."), error);
  return TRUE;
}

/* How many fields `row` would change; those it leaves empty stay. */
static guint
count_changes (const StorePlan *plan,
               const ModelRow  *found,
               const ModelRow  *row)
{
  guint n = 0;

  for (guint i = 0; i < plan->n_columns; i++)
    if (row->values[i] != NULL && row->values[i][0] != '\0'
        && !store_values_equal (&plan->columns[i], found->values[i], row->values[i]))
      n++;
  return n;
}

static gboolean
write_changes (StoreImport    *self,
               const ModelRow *found,
               const ModelRow *row,
               GError        **error)
{
  StorePlan *plan = &self->store->plans[row->table];

  for (guint i = 0; i < plan->n_columns; i++)
    if (row->values[i] != NULL && row->values[i][0] != '\0'
        && !store_write (self->change, row, plan->columns[i].field, found->values[i],
                         row->values[i], NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
run_plain (Store   *self,
           StoreSql which,
           GError **error)
{
  sqlite3_stmt *statement = store_statement (self, which, error);

  return statement != NULL && store_run (self, statement, error);
}

/* All of the fields or none: a row refused half-way leaves no trace, in the digest neither. */
static gboolean
update_row (StoreImport    *self,
            const ModelRow *found,
            const ModelRow *row,
            GError        **error)
{
  StoreWrite *change = self->change;
  GChecksum *digest = g_checksum_copy (change->digest);
  gint64 seq = change->seq;
  guint64 n_written = change->n_written;

  if (!run_plain (self->store, STORE_SQL_SAVEPOINT, error))
    {
      g_checksum_free (digest);
      return FALSE;
    }
  if (write_changes (self, found, row, error))
    {
      g_checksum_free (digest);
      return run_plain (self->store, STORE_SQL_RELEASE, error);
    }
  if (!sqlite3_get_autocommit (self->store->db))
    {
      run_plain (self->store, STORE_SQL_ROLLBACK_TO, NULL);
      run_plain (self->store, STORE_SQL_RELEASE, NULL);
    }
  g_checksum_free (change->digest);
  change->digest = digest;
  change->seq = seq;
  change->n_written = n_written;
  return FALSE;
}

static StoreImportResult
merge_row (StoreImport *self,
           ModelRow    *row,
           gboolean     numbered_here,
           GError     **error)
{
  StorePlan *plan = &self->store->plans[row->table];
  g_autoptr (ModelRow) found = NULL;

  if (row->table == MODEL_TABLE_PATIENT)
    {
      const ModelField *code
        = model_dictionary_find (self->store->dictionary, MODEL_TABLE_PATIENT, "code");
      gint64 patient = store_import_patient (self, row->values[code->column]);

      if (!numbered_here && patient != row->patient)
        {
          fail_exists (_("The code or the number is another patient's. The row was not written."),
                       error);
          return STORE_IMPORT_REJECTED;
        }
      row->patient = patient;
    }
  if (!store_find_row (self->store, row->table, row->patient, row->key, &found, error)
      || !check_same_row (plan, found, row, error))
    return STORE_IMPORT_REJECTED;
  if (count_changes (plan, found, row) == 0)
    return STORE_IMPORT_UNCHANGED;
  return update_row (self, found, row, error) ? STORE_IMPORT_UPDATED : STORE_IMPORT_REJECTED;
}

/* --- rows --- */

static StoreImportResult
import_row (StoreImport *self,
            ModelRow    *row,
            GError     **error)
{
  g_autoptr (GError) refused = NULL;
  gboolean numbered_here = row->table == MODEL_TABLE_PATIENT && row->patient <= 0;

  if (numbered_here)
    row->patient = self->next_patient;
  if (!give_key (self, row, error))
    return STORE_IMPORT_REJECTED;
  if (store_write (self->change, row, &store_field_created, NULL, NULL, NULL, &refused))
    {
      note_row (self, row);
      return STORE_IMPORT_INSERTED;
    }
  if (g_error_matches (refused, STORE_ERROR, STORE_ERROR_EXISTS))
    return merge_row (self, row, numbered_here, error);
  if (numbered_here)
    row->patient = 0;
  g_propagate_error (error, g_steal_pointer (&refused));
  return STORE_IMPORT_REJECTED;
}

StoreImportResult
store_import_row (StoreImport *self,
                  ModelRow    *row,
                  GError     **error)
{
  GError *failure = NULL;
  StoreImportResult result;

  g_return_val_if_fail (self != NULL && row != NULL, STORE_IMPORT_REJECTED);

  if (self->broken != NULL)
    {
      g_propagate_error (error, g_error_copy (self->broken));
      return STORE_IMPORT_REJECTED;
    }
  result = import_row (self, row, &failure);
  if (result != STORE_IMPORT_REJECTED)
    return result;
  if (sqlite3_get_autocommit (self->store->db)
      || !(g_error_matches (failure, STORE_ERROR, STORE_ERROR_CONSTRAINT)
           || g_error_matches (failure, STORE_ERROR, STORE_ERROR_EXISTS)))
    self->broken = g_error_copy (failure);
  g_propagate_error (error, failure);
  return result;
}

gint64
store_import_patient (StoreImport *self,
                      const char  *code)
{
  gint64 patient;

  g_return_val_if_fail (self != NULL && code != NULL, 0);

  if (self->code != NULL && strcmp (self->code, code) == 0)
    return self->patient;
  patient = store_patient_by_code (self->store, code);
  if (patient > 0)
    {
      g_free (self->code);
      self->code = g_strdup (code);
      self->patient = patient;
    }
  return patient;
}

gboolean
store_import_setting (StoreImport *self,
                      const char  *name,
                      const char  *value,
                      GError     **error)
{
  sqlite3_stmt *statement;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  /* Who has the register open isn't imported. */
  if (g_str_has_prefix (name, "session."))
    return TRUE;
  statement = store_statement (self->store, STORE_SQL_SET_SETTING, error);
  if (statement == NULL)
    return FALSE;
  store_bind_text (statement, ":name", name);
  store_bind_text (statement, ":value", value);
  if (!store_run (self->store, statement, error))
    return FALSE;
  self->n_settings += sqlite3_changes (self->store->db);
  return TRUE;
}

gint64
store_import_commit (StoreImport *self,
                     GError     **error)
{
  gint64 id = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->broken != NULL)
    g_propagate_error (error, g_steal_pointer (&self->broken));
  else if (self->change->n_written == 0 && self->n_settings == 0)
    ;
  else if (store_write_finish (self->change, error)
           && store_transaction_commit (self->store, error))
    id = self->change->id;
  store_import_rollback (self); /* of what is left open */
  return id;
}

void
store_import_rollback (StoreImport *self)
{
  if (self == NULL)
    return;
  store_transaction_rollback (self->store);
  import_free (self);
}
