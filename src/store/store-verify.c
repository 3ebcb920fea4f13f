/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether history is whole: the digests made anew, and the rows of every table against what history
 * says became of them. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "store-private.h"

static gboolean
fail_history (const char *what,
              GError    **error)
{
  g_set_error (
      error, STORE_ERROR, STORE_ERROR_CORRUPT,
      _("The history of this register is damaged (%s). Restore the newest backup, or open it "
         "for reading."),
      what);
  return FALSE;
}

static gboolean
fail_at (const char *what,
         gint64      change,
         GError    **error)
{
  g_autofree char *text = g_strdup_printf ("%s, change %" G_GINT64_FORMAT, what, change);

  return fail_history (text, error);
}

/* --- the chain --- */

static gboolean
add_rows (Store     *self,
          gint64     change,
          GChecksum *digest,
          GError   **error)
{
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_HISTORY_OF_CHANGE, error);
  int step;

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":change", change);
  while ((step = store_step (self, statement, error)) > 0)
    {
      StoreDigestRow row = { sqlite3_column_int (statement, 7) != 0,
                             sqlite3_column_int64 (statement, 0),
                             (const char *) sqlite3_column_text (statement, 1),
                             sqlite3_column_int64 (statement, 2),
                             sqlite3_column_int64 (statement, 3),
                             (const char *) sqlite3_column_text (statement, 4),
                             (const char *) sqlite3_column_text (statement, 5),
                             (const char *) sqlite3_column_text (statement, 6) };

      store_digest_row (digest, &row);
    }
  return step == 0;
}

/* One step of the chain; `previous` becomes this change's digest. */
static gboolean
verify_change (Store        *self,
               sqlite3_stmt *statement,
               gint64        expected_id,
               char        **previous,
               GError      **error)
{
  StoreDigestChange change = { sqlite3_column_int64 (statement, 0),
                               (const char *) sqlite3_column_text (statement, 1),
                               (const char *) sqlite3_column_text (statement, 2),
                               (const char *) sqlite3_column_text (statement, 3),
                               (const char *) sqlite3_column_text (statement, 4),
                               (const char *) sqlite3_column_text (statement, 5),
                               sqlite3_column_int64 (statement, 6) };
  const char *stored = (const char *) sqlite3_column_text (statement, 7);
  g_autoptr (GChecksum) digest = store_digest_begin (*previous, &change);

  if (change.id != expected_id)
    return fail_at ("a change is missing", expected_id, error);
  if (!add_rows (self, change.id, digest, error))
    return FALSE;
  if (strcmp (stored, g_checksum_get_string (digest)) != 0)
    return fail_at ("digest", change.id, error);
  g_free (*previous);
  *previous = g_strdup (stored);
  return TRUE;
}

static gboolean
verify_chain (Store        *self,
              GCancellable *cancellable,
              GError      **error)
{
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_CHANGES_ASCENDING, error);
  g_autofree char *previous = g_strdup (STORE_DIGEST_FIRST);
  gint64 id = 0;
  int step;

  if (statement == NULL)
    return FALSE;
  while ((step = store_step (self, statement, error)) > 0)
    if (!verify_change (self, statement, ++id, &previous, error))
      {
        sqlite3_reset (statement);
        return FALSE;
      }
  return step == 0;
}

/* --- the tables --- */

/* The row under the entries that are being read, and what they say of it. */
typedef struct
{
  ModelTable table;
  gint64 patient, key;
  ModelRow *row;       /* as it stands */
  char **first;        /* its values before the first change of each */
  gboolean *changed;   /* the field has an entry */
  char *created;       /* digest of its first values; NULL: none is kept */
  gint64 created_in;   /* change */
  gboolean archived;   /* by the newest entry */
  gint64 archived_in;  /* change */
} Replay;

static void
replay_clear (Replay *self)
{
  if (self->row != NULL)
    {
      for (guint i = 0; i < self->row->n_values; i++)
        g_free (self->first[i]);
      g_free (self->first);
      g_free (self->changed);
    }
  g_clear_pointer (&self->row, model_row_free);
  g_free (self->created);
  *self = (Replay) { 0 };
}

static gboolean
replay_start (Store     *self,
              Replay    *replay,
              ModelTable table,
              gint64     patient,
              gint64     key,
              GError   **error)
{
  replay->table = table;
  replay->patient = patient;
  replay->key = key;
  if (!store_find_row (self, table, patient, key, &replay->row, error))
    return FALSE;
  if (replay->row == NULL)
    return fail_history ("a row is missing", error);
  replay->first = g_new (char *, replay->row->n_values);
  replay->changed = g_new0 (gboolean, replay->row->n_values);
  for (guint i = 0; i < replay->row->n_values; i++)
    replay->first[i] = g_strdup (replay->row->values[i]);
  return TRUE;
}

/* All entries of the row are read: does it stand as they say? */
static gboolean
replay_end (Store   *self,
            Replay  *replay,
            GError **error)
{
  const StorePlan *plan = &self->plans[replay->table];
  gint64 archived = replay->archived ? replay->archived_in : 0;

  if (replay->row == NULL)
    return TRUE;
  if (replay->row->archived != archived)
    return fail_history ("a row was archived or restored without a change", error);
  if (replay->created != NULL)
    {
      gint64 parent = plan->parent_column != NULL ? replay->row->parent : 0;
      g_autofree char *digest = store_digest_values (plan, parent, replay->first);

      if (replay->row->created != replay->created_in || strcmp (digest, replay->created) != 0)
        return fail_at ("first values of a row", replay->created_in, error);
    }
  return TRUE;
}

/* The entries of one field come together, by change: the old value of each is the new one of
 * that before. */
typedef struct
{
  int column; /* -1: none yet, or no field */
  char *value;
} FieldReplay;

static gboolean
field_end (const Store       *self,
           const Replay      *replay,
           const FieldReplay *field,
           GError           **error)
{
  if (field->column < 0)
    return TRUE;
  if (!store_values_equal (&self->plans[replay->table].columns[field->column], field->value,
                           replay->row->values[field->column]))
    return fail_history ("a value is not what its last change set", error);
  return TRUE;
}

static gboolean
replay_entry (Store        *self,
              Replay       *replay,
              FieldReplay  *field,
              sqlite3_stmt *statement,
              GError      **error)
{
  const char *id = (const char *) sqlite3_column_text (statement, 3);
  const char *old_value = (const char *) sqlite3_column_text (statement, 4);
  const char *new_value = (const char *) sqlite3_column_text (statement, 5);
  gint64 change = sqlite3_column_int64 (statement, 6);
  const ModelField *known;

  if (strcmp (id, STORE_FIELD_CREATED) == 0)
    {
      replay->created = g_strdup (new_value);
      replay->created_in = change;
      return TRUE;
    }
  if (strcmp (id, STORE_FIELD_ARCHIVED) == 0)
    {
      if (replay->archived != (old_value != NULL))
        return fail_at ("order of archiving", change, error);
      replay->archived = new_value != NULL;
      replay->archived_in = change;
      return TRUE;
    }
  known = model_dictionary_find (self->dictionary, replay->table, id);
  if (known == NULL || known->column == G_MAXUINT)
    return fail_at ("an unknown field", change, error);
  if (!replay->changed[known->column])
    {
      g_free (replay->first[known->column]);
      replay->first[known->column] = g_strdup (old_value);
      replay->changed[known->column] = TRUE;
      field->column = (int) known->column;
    }
  else if (g_strcmp0 (field->value, old_value) != 0)
    return fail_at ("a value between two changes", change, error);
  g_free (field->value);
  field->value = g_strdup (new_value);
  return TRUE;
}

/* Ends what the entry before belonged to, where this one belongs to something else. */
static gboolean
replay_turn (Store        *self,
             Replay       *replay,
             FieldReplay  *field,
             sqlite3_stmt *statement,
             GError      **error)
{
  ModelTable table;
  gint64 patient = sqlite3_column_int64 (statement, 1), key = sqlite3_column_int64 (statement, 2);
  gboolean same_row;
  const char *id = (const char *) sqlite3_column_text (statement, 3);

  if (!model_table_from_id ((const char *) sqlite3_column_text (statement, 0), &table))
    return fail_history ("an unknown table", error);
  same_row = replay->row != NULL && replay->table == table && replay->patient == patient
             && replay->key == key;
  if (field->column >= 0
      && (!same_row
          || strcmp (self->plans[table].columns[field->column].field->id, id) != 0))
    {
      if (!field_end (self, replay, field, error))
        return FALSE;
      field->column = -1;
    }
  if (same_row)
    return TRUE;
  if (!replay_end (self, replay, error))
    return FALSE;
  replay_clear (replay);
  return replay_start (self, replay, table, patient, key, error);
}

static gboolean
verify_rows (Store        *self,
             GCancellable *cancellable,
             GError      **error)
{
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_HISTORY_SORTED, error);
  Replay replay = { 0 };
  FieldReplay field = { -1, NULL };
  gboolean ok = statement != NULL;
  int step = 0;

  while (ok && (step = store_step (self, statement, error)) > 0)
    ok = replay_turn (self, &replay, &field, statement, error)
         && replay_entry (self, &replay, &field, statement, error);
  if (ok && step == 0)
    ok = field_end (self, &replay, &field, error) && replay_end (self, &replay, error);
  else
    ok = FALSE;
  if (statement != NULL)
    sqlite3_reset (statement);
  replay_clear (&replay);
  g_free (field.value);
  return ok;
}

/* Rows set aside of which history says nothing. */
static gboolean
verify_archived (Store   *self,
                 GError **error)
{
  for (int table = 0; table < MODEL_N_TABLES; table++)
    {
      sqlite3_stmt *statement = store_plan_statement (self, &self->plans[table],
                                                      STORE_PLAN_ARCHIVED_UNEXPLAINED, error);
      int step;

      if (statement == NULL)
        return FALSE;
      step = store_step (self, statement, error);
      sqlite3_reset (statement);
      if (step > 0)
        return fail_history ("a row was archived without a change", error);
      if (step < 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
store_verify_history (Store        *self,
                      GCancellable *cancellable,
                      GError      **error)
{
  gboolean mine, ok;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!store_snapshot_begin (self, &mine, error))
    return FALSE;
  store_watch (self, cancellable);
  ok = verify_chain (self, cancellable, error) && verify_rows (self, cancellable, error)
       && verify_archived (self, error);
  store_watch (self, NULL);
  store_snapshot_end (self, mine);
  return ok;
}
