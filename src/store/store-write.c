/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place that writes record tables: each value set and each row added or set aside leaves
 * its entry in history and in the change's digest. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base-clock.h"
#include "store-private.h"

static const char *const kind_ids[] = { "edit", "import", "undo", "redo", "simulate", "migrate" };

const char *
store_change_kind_id (StoreChangeKind kind)
{
  return kind_ids[kind];
}

gboolean
store_change_kind_from_id (const char      *id,
                           StoreChangeKind *out_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_ids); i++)
    if (g_strcmp0 (id, kind_ids[i]) == 0)
      {
        *out_kind = i;
        return TRUE;
      }
  return FALSE;
}

void
store_conflict_free (StoreConflict *self)
{
  if (self == NULL)
    return;
  g_free (self->based_on);
  g_free (self->found);
  g_free (self);
}

/* --- a change --- */

StoreWrite *
store_write_begin (Store                 *self,
                   StoreChangeKind        kind,
                   const StoreChangeInfo *info,
                   gint64                 undoes,
                   GError               **error)
{
  g_autoptr (StoreWrite) change = g_new0 (StoreWrite, 1);
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_NEWEST_CHANGE, error);
  g_autofree char *previous = NULL;
  StoreDigestChange header;
  int step;

  change->store = self;
  if (statement == NULL)
    return NULL;
  step = store_step (self, statement, error);
  if (step < 0)
    return NULL;
  if (step > 0)
    {
      change->id = sqlite3_column_int64 (statement, 0);
      previous = store_column_dup (statement, 2);
    }
  sqlite3_reset (statement);
  change->id++;
  change->kind = kind;
  change->utc = info->utc != NULL ? g_strdup (info->utc) : base_time_to_utc (base_now ());
  change->actor = g_strdup (store_actor (info->actor));
  change->label = g_strdup (info->label != NULL ? info->label : "");
  change->reason = g_strdup (info->reason);
  change->undoes = undoes;
  change->bulk = kind == STORE_CHANGE_IMPORT || kind == STORE_CHANGE_SIMULATE;
  change->patients = g_array_new (FALSE, FALSE, sizeof (gint64));
  header = (StoreDigestChange){ change->id,    change->utc,    change->actor, kind_ids[kind],
                                change->label, change->reason, undoes };
  change->digest = store_digest_begin (previous != NULL ? previous : STORE_DIGEST_FIRST, &header);
  return g_steal_pointer (&change);
}

gboolean
store_write_finish (StoreWrite *self,
                    GError    **error)
{
  sqlite3_stmt *statement = store_statement (self->store, STORE_SQL_ADD_CHANGE, error);

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":id", self->id);
  store_bind_text (statement, ":utc", self->utc);
  store_bind_text (statement, ":actor", self->actor);
  store_bind_text (statement, ":kind", kind_ids[self->kind]);
  store_bind_text (statement, ":label", self->label);
  store_bind_text (statement, ":reason", self->reason);
  if (self->undoes > 0)
    store_bind_integer (statement, ":undoes", self->undoes);
  store_bind_text (statement, ":digest", g_checksum_get_string (self->digest));
  return store_run (self->store, statement, error);
}

void
store_write_free (StoreWrite *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->digest, g_checksum_free);
  g_clear_pointer (&self->patients, g_array_unref);
  g_free (self->utc);
  g_free (self->actor);
  g_free (self->label);
  g_free (self->reason);
  g_free (self);
}

/* --- history --- */

static gboolean
add_history (StoreWrite     *self,
             const ModelRow *row,
             const char     *field,
             const char     *old_value,
             const char     *new_value,
             GError        **error)
{
  gboolean identity = row->table == MODEL_TABLE_IDENTITY;
  StoreDigestRow entry
    = { identity, ++self->seq, model_table_id (row->table), row->patient, row->key, field,
        old_value, new_value };
  sqlite3_stmt *statement = store_statement (
    self->store, identity ? STORE_SQL_ADD_IDENTITY_HISTORY : STORE_SQL_ADD_HISTORY, error);

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":change", self->id);
  store_bind_integer (statement, ":seq", entry.seq);
  store_bind_text (statement, ":table", entry.table);
  store_bind_integer (statement, ":patient", entry.patient);
  store_bind_integer (statement, ":key", entry.key);
  store_bind_text (statement, ":field", field);
  store_bind_text (statement, ":old", old_value);
  store_bind_text (statement, ":new", new_value);
  if (!store_run (self->store, statement, error))
    return FALSE;
  store_digest_row (self->digest, &entry);
  return TRUE;
}

static void
note_patient (StoreWrite *self,
              gint64      patient)
{
  self->n_written++;
  if (self->bulk)
    return;
  for (guint i = 0; i < self->patients->len; i++)
    if (g_array_index (self->patients, gint64, i) == patient)
      return;
  g_array_append_val (self->patients, patient);
}

/* --- the row itself --- */

static void
find_parameters (StorePlan    *plan,
                 sqlite3_stmt *statement)
{
  plan->patient = sqlite3_bind_parameter_index (statement, ":patient");
  plan->key = sqlite3_bind_parameter_index (statement, ":key");
  plan->parent = sqlite3_bind_parameter_index (statement, ":parent");
  plan->created = sqlite3_bind_parameter_index (statement, ":created");
  plan->missing = sqlite3_bind_parameter_index (statement, ":missing");
  plan->search = sqlite3_bind_parameter_index (statement, ":search");
  for (guint i = 0; i < plan->n_columns; i++)
    {
      g_autofree char *name = g_strconcat (":f_", plan->columns[i].field->id, NULL);

      plan->columns[i].parameter = sqlite3_bind_parameter_index (statement, name);
    }
}

static gboolean
fail_value (const ModelField *field,
            GError          **error)
{
  g_set_error (error, STORE_ERROR, STORE_ERROR_CONSTRAINT,
               _("The value doesn't fit into the field “%s”. It was not written."), field->id);
  return FALSE;
}

static gboolean
insert_row (StoreWrite     *self,
            const ModelRow *row,
            GError        **error)
{
  StorePlan *plan = &self->store->plans[row->table];
  sqlite3_stmt *statement = store_plan_statement (self->store, plan, STORE_PLAN_INSERT, error);
  g_autofree char *missing = NULL;

  if (statement == NULL)
    return FALSE;
  if (plan->patient == 0)
    find_parameters (plan, statement);
  /* What isn't bound is NULL. */
  for (guint i = 0; i < plan->n_columns; i++)
    if (row->values[i] != NULL
        && !store_bind_value (statement, plan->columns[i].parameter, &plan->columns[i],
                              row->values[i]))
      return fail_value (plan->columns[i].field, error);
  missing = store_missing_text (plan, row->values);
  sqlite3_bind_int64 (statement, plan->patient, row->patient);
  sqlite3_bind_int64 (statement, plan->created, self->id);
  if (plan->key > 0)
    sqlite3_bind_int64 (statement, plan->key, row->key);
  if (plan->parent > 0 && row->parent > 0)
    sqlite3_bind_int64 (statement, plan->parent, row->parent);
  if (missing != NULL)
    sqlite3_bind_text (statement, plan->missing, missing, -1, SQLITE_STATIC);
  if (plan->search > 0)
    sqlite3_bind_text (statement, plan->search, store_search_text (plan, row->values), -1, g_free);
  if (!store_run (self->store, statement, error))
    return FALSE;
  if (sqlite3_changes (self->store->db) == 0)
    {
      g_set_error_literal (error, STORE_ERROR, STORE_ERROR_EXISTS,
                           row->table == MODEL_TABLE_PATIENT
                             ? _("There is a patient with this code already.")
                             : _("There is such a row already."));
      return FALSE;
    }
  note_patient (self, row->patient);
  if (!self->bulk)
    {
      g_autofree char *digest
        = store_digest_values (plan, plan->parent_column != NULL ? row->parent : 0, row->values);

      return add_history (self, row, STORE_FIELD_CREATED, NULL, digest, error);
    }
  return TRUE;
}

/* --- fields --- */

static gboolean
fail_conflict (const ModelRow   *row,
               const ModelField *field,
               const char       *based_on,
               const char       *found,
               const char       *message,
               StoreConflict   **out_conflict,
               GError          **error)
{
  if (out_conflict != NULL && *out_conflict == NULL)
    {
      StoreConflict *conflict = g_new0 (StoreConflict, 1);

      conflict->table = row->table;
      conflict->patient = row->patient;
      conflict->key = row->key;
      conflict->field = field;
      conflict->based_on = g_strdup (based_on);
      conflict->found = g_strdup (found);
      *out_conflict = conflict;
    }
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_CONFLICT, message);
  return FALSE;
}

static gboolean
fail_no_row (GError **error)
{
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                       _("There is no such row in this register. Nothing was written."));
  return FALSE;
}

static gboolean
update_search (Store          *self,
               StorePlan      *plan,
               const ModelRow *row,
               GError        **error)
{
  sqlite3_stmt *statement = store_plan_statement (self, plan, STORE_PLAN_SET_SEARCH, error);
  g_autofree char *search = NULL;

  if (statement == NULL)
    return FALSE;
  search = store_search_text (plan, row->values);
  store_bind_text (statement, ":search", search);
  store_bind_integer (statement, ":patient", row->patient);
  return store_run (self, statement, error);
}

/* `row` is as it stands in the register; its value becomes the new one. */
static gboolean
update_field (StoreWrite       *self,
              ModelRow         *row,
              const ModelField *field,
              const char       *value,
              GError          **error)
{
  StorePlan *plan = &self->store->plans[row->table];
  StoreColumn *column = &plan->columns[field->column];
  sqlite3_stmt *statement
    = store_column_set_statement (self->store, plan, field->column, error);
  g_autofree char *old_value = NULL;
  g_autofree char *missing = NULL;

  if (statement == NULL)
    return FALSE;
  old_value = g_steal_pointer (&row->values[field->column]);
  row->values[field->column] = value != NULL && value[0] != '\0' ? g_strdup (value) : NULL;
  if (!store_bind_value (statement, sqlite3_bind_parameter_index (statement, ":value"), column,
                         value))
    return fail_value (field, error);
  missing = store_missing_text (plan, row->values);
  store_bind_text (statement, ":missing", missing);
  store_bind_integer (statement, ":patient", row->patient);
  store_bind_integer (statement, ":key", row->key);
  if (!store_run (self->store, statement, error))
    return FALSE;
  if (column->searched && !update_search (self->store, plan, row, error))
    return FALSE;
  note_patient (self, row->patient);
  return add_history (self, row, field->id, old_value, row->values[field->column], error);
}

static gboolean
set_archived (StoreWrite     *self,
              const ModelRow *row,
              gboolean        archived,
              GError        **error)
{
  StorePlan *plan = &self->store->plans[row->table];
  sqlite3_stmt *statement =
      store_plan_statement (self->store, plan, STORE_PLAN_SET_ARCHIVED, error);

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":archived", archived ? self->id : 0);
  store_bind_integer (statement, ":patient", row->patient);
  store_bind_integer (statement, ":key", row->key);
  if (!store_run (self->store, statement, error))
    return FALSE;
  note_patient (self, row->patient);
  return add_history (self, row, STORE_FIELD_ARCHIVED, archived ? NULL : "1", archived ? "1" : NULL,
                      error);
}

gboolean
store_write (StoreWrite       *change,
             const ModelRow   *row,
             const ModelField *field,
             const char       *based_on,
             const char       *value,
             StoreConflict   **out_conflict,
             GError          **error)
{
  g_autoptr (ModelRow) found = NULL;
  const StoreColumn *column;

  if (field == &store_field_created)
    return insert_row (change, row, error);
  if (!store_find_row (change->store, row->table, row->patient, row->key, &found, error))
    return FALSE;
  if (found == NULL)
    return fail_no_row (error);
  if (field == &store_field_archived)
    {
      if ((found->archived != 0) != (based_on != NULL))
        return fail_conflict (found, NULL, based_on, found->archived != 0 ? "1" : NULL,
                              _("Somebody archived or restored this row since it was read. Nothing "
                                "was written."),
                              out_conflict, error);
      return set_archived (change, found, value != NULL, error);
    }
  if (found->archived != 0)
    return fail_conflict (found, field, based_on, found->values[field->column],
                          _("This row was archived since it was read. Nothing was written."),
                          out_conflict, error);
  column = &change->store->plans[row->table].columns[field->column];
  /* Two who make the same correction agree. */
  if (store_values_equal (column, found->values[field->column], value))
    return TRUE;
  if (!store_values_equal (column, found->values[field->column], based_on))
    return fail_conflict (
        found, field, based_on, found->values[field->column],
        _("Somebody else changed this field since it was read. Nothing was written; "
           "look at both values and decide."),
        out_conflict, error);
  return update_field (change, found, field, value, error);
}

/* --- rows with what hangs on them --- */

gboolean
store_next_key (Store     *self,
                ModelTable table,
                gint64     patient,
                gint64    *out_key,
                GError   **error)
{
  sqlite3_stmt *statement
    = store_plan_statement (self, &self->plans[table], STORE_PLAN_MAX_KEY, error);
  int step;

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":patient", patient);
  step = store_step (self, statement, error);
  if (step > 0)
    *out_key = sqlite3_column_int64 (statement, 0) + 1;
  sqlite3_reset (statement);
  return step > 0;
}
