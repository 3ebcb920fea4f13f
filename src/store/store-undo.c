/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo and redo: changes that set back what a change set. The steps of an account are a stack that
 * stands in the table of changes itself, so it outlives any session. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "store-private.h"

/* --- which step is next --- */

typedef struct
{
  gint64 id, undoes;
  StoreChangeKind kind;
  char *label;
} Step;

/* The account's newest interactive change up to id `upto`; id 0: none. */
static gboolean
newest_step (Store      *self,
             const char *actor,
             gint64      upto,
             Step       *out_step,
             GError    **error)
{
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_NEWEST_STEP, error);
  int step;

  g_free (out_step->label);
  *out_step = (Step) { 0 };
  if (statement == NULL)
    return FALSE;
  store_bind_text (statement, ":actor", store_actor (actor));
  store_bind_integer (statement, ":id", upto);
  step = store_step (self, statement, error);
  if (step > 0)
    {
      out_step->id = sqlite3_column_int64 (statement, 0);
      store_change_kind_from_id ((const char *) sqlite3_column_text (statement, 1),
                                 &out_step->kind);
      out_step->undoes = sqlite3_column_int64 (statement, 2);
      out_step->label = store_column_dup (statement, 3);
    }
  sqlite3_reset (statement);
  return step >= 0;
}

/* The top of the stack. An edit or a redo was pushed on what can be undone; an undo of x left there
 * what lay below x, which is what there was just before x. For redo the same with the roles turned,
 * and an edit empties it. */
static gboolean
find_step (Store      *self,
           const char *actor,
           gboolean    redo,
           gint64     *out_change,
           char      **out_label,
           GError    **error)
{
  Step step = { 0 };
  gint64 upto = G_MAXINT64;
  gboolean found = FALSE, ok;

  *out_change = 0;
  if (out_label != NULL)
    *out_label = NULL;
  while ((ok = newest_step (self, actor, upto, &step, error)) && step.id > 0)
    {
      found = redo ? step.kind == STORE_CHANGE_UNDO : step.kind != STORE_CHANGE_UNDO;
      if (found || (redo && step.kind == STORE_CHANGE_EDIT))
        break;
      upto = step.undoes - 1;
    }
  if (found)
    {
      *out_change = step.id;
      if (out_label != NULL)
        *out_label = g_steal_pointer (&step.label);
    }
  g_free (step.label);
  return ok;
}

gboolean
store_next_undo (Store      *self,
                 const char *actor,
                 gint64     *out_change,
                 char      **out_label,
                 GError    **error)
{
  g_return_val_if_fail (self != NULL && out_change != NULL, FALSE);
  return find_step (self, actor, FALSE, out_change, out_label, error);
}

gboolean
store_next_redo (Store      *self,
                 const char *actor,
                 gint64     *out_change,
                 char      **out_label,
                 GError    **error)
{
  g_return_val_if_fail (self != NULL && out_change != NULL, FALSE);
  return find_step (self, actor, TRUE, out_change, out_label, error);
}

/* --- setting back --- */

typedef struct
{
  ModelTable table;
  gint64 patient, key;
  char *field, *old_value, *new_value;
} Entry;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->field);
  g_free (entry->old_value);
  g_free (entry->new_value);
}

/* What a change did, in order. */
static GArray *
read_entries (Store   *self,
              gint64   change,
              GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_HISTORY_OF_CHANGE, error);
  int step;

  g_array_set_clear_func (entries, entry_clear);
  if (statement == NULL)
    return NULL;
  store_bind_integer (statement, ":change", change);
  while ((step = store_step (self, statement, error)) > 0)
    {
      Entry entry = { 0 };

      if (!model_table_from_id ((const char *) sqlite3_column_text (statement, 1), &entry.table))
        continue;
      entry.patient = sqlite3_column_int64 (statement, 2);
      entry.key = sqlite3_column_int64 (statement, 3);
      entry.field = store_column_dup (statement, 4);
      entry.old_value = store_column_dup (statement, 5);
      entry.new_value = store_column_dup (statement, 6);
      g_array_append_val (entries, entry);
    }
  return step == 0 ? g_steal_pointer (&entries) : NULL;
}

/* Says what came after; its label and its maker, no value. */
static gboolean
fail_later (Store       *self,
            const Entry *entry,
            const char  *field,
            GError     **error)
{
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_LATER_CHANGE, error);
  int step;

  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":patient", entry->patient);
  store_bind_text (statement, ":table", model_table_id (entry->table));
  store_bind_integer (statement, ":key", entry->key);
  store_bind_text (statement, ":field", field);
  step = store_step (self, statement, error);
  if (step < 0)
    return FALSE;
  if (step > 0)
    {
      g_autofree char *utc = store_column_dup (statement, 1);
      g_autofree char *actor = store_column_dup (statement, 2);
      g_autofree char *label = store_column_dup (statement, 3);

      g_set_error (
          error, STORE_ERROR, STORE_ERROR_CONFLICT,
          _("This can't be set back: “%s” by %s on %.10s changed the same since. Nothing was "
             "written."),
          label, actor, utc);
    }
  else
    g_set_error_literal (
        error, STORE_ERROR, STORE_ERROR_CONFLICT,
        _("This can't be set back: the row has changed since. Nothing was written."));
  sqlite3_reset (statement);
  return FALSE;
}

static gboolean
set_back (StoreWrite  *change,
          const Entry *entry,
          GError     **error)
{
  Store *self = change->store;
  g_autoptr (ModelRow) row = NULL;
  gboolean created = strcmp (entry->field, STORE_FIELD_CREATED) == 0;
  const ModelField *field;

  if (!store_find_row (self, entry->table, entry->patient, entry->key, &row, error))
    return FALSE;
  if (row == NULL)
    return store_fail (self->db, SQLITE_CORRUPT, error);
  if (created || strcmp (entry->field, STORE_FIELD_ARCHIVED) == 0)
    {
      gboolean held =
          created ? row->archived == 0 : (row->archived != 0) == (entry->new_value != NULL);

      if (!held)
        return fail_later (self, entry, STORE_FIELD_ARCHIVED, error);
      return store_write (change, row, &store_field_archived, row->archived != 0 ? "1" : NULL,
                          row->archived != 0 ? NULL : "1", NULL, error);
    }
  field = model_dictionary_find (self->dictionary, entry->table, entry->field);
  if (field == NULL || field->column == G_MAXUINT)
    return store_fail (self->db, SQLITE_CORRUPT, error);
  if (row->archived != 0)
    return fail_later (self, entry, STORE_FIELD_ARCHIVED, error);
  if (!store_values_equal (&self->plans[entry->table].columns[field->column], entry->new_value,
                           row->values[field->column]))
    return fail_later (self, entry, entry->field, error);
  return store_write (change, row, field, entry->new_value, entry->old_value, NULL, error);
}

/* Rows put back hang on nothing set aside, and on rows set aside hangs nothing in force. */
static gboolean
check_entry (StoreWrite  *change,
             const Entry *entry,
             GError     **error)
{
  g_autoptr (ModelRow) row = NULL;

  if (strcmp (entry->field, STORE_FIELD_CREATED) != 0
      && strcmp (entry->field, STORE_FIELD_ARCHIVED) != 0)
    return TRUE;
  if (!store_find_row (change->store, entry->table, entry->patient, entry->key, &row, error))
    return FALSE;
  return row->archived != 0 ? store_check_downward (change, row, error)
                            : store_check_upward (change, row, error);
}

typedef struct
{
  gboolean redo;
  const char *actor;
  gint64 change;
} Request;

static gboolean
fail_no_step (gboolean redo,
              GError **error)
{
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                       redo ? _("There is no such step to redo. Nothing was written.")
                            : _("There is no such step to undo. Nothing was written."));
  return FALSE;
}

static gboolean
set_back_all (StoreWrite *change,
              gpointer    user_data,
              GError    **error)
{
  const Request *request = user_data;
  g_autoptr (GArray) entries = NULL;
  gint64 next;

  /* Asked again now that nobody else can write: the same account may be at work elsewhere. */
  if (!find_step (change->store, request->actor, request->redo, &next, NULL, error))
    return FALSE;
  if (next != request->change)
    return fail_no_step (request->redo, error);
  entries = read_entries (change->store, request->change, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = entries->len; i > 0; i--)
    if (!set_back (change, &g_array_index (entries, Entry, i - 1), error))
      return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!check_entry (change, &g_array_index (entries, Entry, i), error))
      return FALSE;
  return TRUE;
}

static gint64
undo_or_redo (Store      *self,
              gboolean    redo,
              const char *actor,
              gint64      change,
              GArray    **out_patients,
              GError    **error)
{
  g_autofree char *label = NULL;
  StoreChangeInfo info = { actor, NULL, NULL };
  Request request = { redo, actor, change };
  gint64 next;

  if (out_patients != NULL)
    *out_patients = NULL;
  if (!find_step (self, actor, redo, &next, &label, error))
    return 0;
  if (next == 0 || next != change)
    return fail_no_step (redo, error);
  info.label = label;
  return store_change_run (self, redo ? STORE_CHANGE_REDO : STORE_CHANGE_UNDO, &info, change,
                           set_back_all, &request, out_patients, error);
}

gint64
store_undo (Store      *self,
            const char *actor,
            gint64      change,
            GArray    **out_patients,
            GError    **error)
{
  g_return_val_if_fail (self != NULL, 0);
  return undo_or_redo (self, FALSE, actor, change, out_patients, error);
}

gint64
store_redo (Store      *self,
            const char *actor,
            gint64      change,
            GArray    **out_patients,
            GError    **error)
{
  g_return_val_if_fail (self != NULL, 0);
  return undo_or_redo (self, TRUE, actor, change, out_patients, error);
}
