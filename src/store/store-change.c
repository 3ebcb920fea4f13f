/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act of a user: its edits, in order, as one change in one transaction. Negative keys are
 * places of a draft and are given numbers here. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "model-value.h"
#include "store-private.h"

/* --- a change as a transaction --- */

typedef struct
{
  StoreChangeKind kind;
  const StoreChangeInfo *info;
  gint64 undoes;
  StoreChangeFunc func;
  gpointer user_data;
  StoreWrite *change;
} Run;

static gboolean
run_change (Store   *self,
            gpointer user_data,
            GError **error)
{
  Run *run = user_data;

  run->change = store_write_begin (self, run->kind, run->info, run->undoes, error);
  if (run->change == NULL || !run->func (run->change, run->user_data, error))
    return FALSE;
  return run->change->n_written == 0 || store_write_finish (run->change, error);
}

gint64
store_change_run (Store                 *self,
                  StoreChangeKind        kind,
                  const StoreChangeInfo *info,
                  gint64                 undoes,
                  StoreChangeFunc        func,
                  gpointer               user_data,
                  GArray               **out_patients,
                  GError               **error)
{
  Run run = { kind, info, undoes, func, user_data, NULL };
  g_autoptr (StoreWrite) change = NULL;
  gboolean ok = store_transaction (self, run_change, &run, error);

  change = run.change;
  if (out_patients != NULL)
    *out_patients = ok ? g_array_ref (change->patients) : NULL;
  return ok && change->n_written > 0 ? change->id : 0;
}

/* --- places --- */

typedef struct
{
  ModelTable table;
  gint64 patient; /* number */
  gint64 place;   /* negative */
  gint64 number;
} Place;

typedef struct
{
  GPtrArray *edits;
  GArray *places; /* of Place */
  StoreConflict **out_conflict;
} Edits;

static void
add_place (Edits     *self,
           ModelTable table,
           gint64     patient,
           gint64     place,
           gint64     number)
{
  Place entry = { table, table == MODEL_TABLE_PATIENT ? 0 : patient, place, number };

  if (place < 0)
    g_array_append_val (self->places, entry);
}

/* The number that stands for a place; what isn't a place stands for itself. 0: unknown place. */
static gint64
number_of (const Edits *self,
           ModelTable   table,
           gint64       patient,
           gint64       place)
{
  if (place >= 0)
    return place;
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *entry = &g_array_index (self->places, Place, i);

      if (entry->table == table && entry->place == place
          && (table == MODEL_TABLE_PATIENT || entry->patient == patient))
        return entry->number;
    }
  /* An outcome is its transfer's, whichever of the two a draft names. */
  return table == MODEL_TABLE_TRANSFER_OUTCOME
             ? number_of (self, MODEL_TABLE_TRANSFER, patient, place)
             : 0;
}

static gboolean
fail_place (GError **error)
{
  g_set_error_literal (
      error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
      _("A new row hangs on one that is not among the changes. Nothing was written."));
  return FALSE;
}

/* --- adding --- */

/* References of a row, or a value of one, from places to numbers. */
static gboolean
resolve_reference (const Edits      *self,
                   const ModelField *field,
                   gint64            patient,
                   char            **value,
                   GError          **error)
{
  gint64 number;

  if (field->type != MODEL_TYPE_REFERENCE || *value == NULL || (*value)[0] != '-')
    return TRUE;
  number = number_of (self, field->references, patient, g_ascii_strtoll (*value, NULL, 10));
  if (number == 0)
    return fail_place (error);
  g_free (*value);
  *value = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return TRUE;
}

/* Gives the row its numbers, and notes what its places stand for. */
static gboolean
number_row (Edits      *self,
            StoreWrite *change,
            ModelRow   *row,
            GError    **error)
{
  Store *store = change->store;
  ModelTable above = model_table_parent (row->table);
  gint64 place = row->key, patient_place = row->patient;

  if (row->table == MODEL_TABLE_PATIENT)
    {
      row->patient = row->patient > 0 ? row->patient : store_highest_patient (store) + 1;
      row->key = 1;
      add_place (self, MODEL_TABLE_PATIENT, 0, patient_place < 0 ? patient_place : place,
                 row->patient);
      return TRUE;
    }
  row->patient = number_of (self, MODEL_TABLE_PATIENT, 0, row->patient);
  if (row->patient <= 0)
    return fail_place (error);
  if (row->parent < 0)
    row->parent = number_of (self, above, row->patient, row->parent);
  if (row->table == MODEL_TABLE_IDENTITY)
    row->key = 1;
  else if (row->table == MODEL_TABLE_TRANSFER_OUTCOME)
    row->key = row->parent > 0 ? row->parent
                               : number_of (self, MODEL_TABLE_TRANSFER, row->patient, row->key);
  else if (row->key <= 0 && !store_next_key (store, row->table, row->patient, &row->key, error))
    return FALSE;
  if (row->key <= 0
      || (row->parent <= 0 && above != MODEL_N_TABLES && row->table != MODEL_TABLE_TRANSFER
          && row->table != MODEL_TABLE_TRANSFER_OUTCOME))
    return fail_place (error);
  if (row->table == MODEL_TABLE_TRANSFER_OUTCOME)
    row->parent = row->key;
  add_place (self, row->table, row->patient, place, row->key);
  return TRUE;
}

/* An outcome, or an identity, that was archived keeps the only key its row can have: entering it
 * anew puts the row back with the new values. */
static gboolean
add_again (Edits      *self,
           StoreWrite *change,
           ModelRow   *row,
           ModelRow   *found,
           GError    **error)
{
  StorePlan *plan = &change->store->plans[row->table];

  if (!store_write (change, row, &store_field_archived, "1", NULL, self->out_conflict, error))
    return FALSE;
  for (guint i = 0; i < plan->n_columns; i++)
    if (!store_write (change, row, plan->columns[i].field, found->values[i], row->values[i],
                      self->out_conflict, error))
      return FALSE;
  return TRUE;
}

static gboolean
apply_add (Edits           *self,
           StoreWrite      *change,
           const ModelEdit *edit,
           GError         **error)
{
  ModelRow *row = edit->row;
  StorePlan *plan = &change->store->plans[row->table];
  g_autoptr (ModelRow) found = NULL;

  if (row->patient == 0)
    row->patient = edit->patient;
  if (row->key == 0)
    row->key = edit->key;
  if (!number_row (self, change, row, error))
    return FALSE;
  for (guint i = 0; i < plan->n_columns; i++)
    if (!resolve_reference (self, plan->columns[i].field, row->patient, &row->values[i], error))
      return FALSE;
  if (row->table == MODEL_TABLE_TRANSFER_OUTCOME || row->table == MODEL_TABLE_IDENTITY)
    if (!store_find_row (change->store, row->table, row->patient, row->key, &found, error))
      return FALSE;
  if (found != NULL && found->archived != 0)
    {
      if (!add_again (self, change, row, found, error))
        return FALSE;
    }
  else if (!store_write (change, row, &store_field_created, NULL, NULL, self->out_conflict, error))
    return FALSE;
  return store_check_upward (change, row, error);
}

/* --- edits --- */

static gboolean
apply_set (Edits           *self,
           StoreWrite      *change,
           const ModelEdit *edit,
           gint64           patient,
           gint64           key,
           GError         **error)
{
  ModelRow row = { .table = edit->table, .patient = patient, .key = key };
  g_autofree char *value = g_strdup (edit->value);
  const ModelField *field
    = model_dictionary_find (change->store->dictionary, edit->table, edit->field->id);

  g_return_val_if_fail (field != NULL && field->column != G_MAXUINT, FALSE);
  return resolve_reference (self, field, patient, &value, error)
         && store_write (change, &row, field, edit->based_on, value, self->out_conflict, error);
}

static gboolean
apply_edit (Edits           *self,
            StoreWrite      *change,
            const ModelEdit *edit,
            GError         **error)
{
  gint64 patient, key;

  if (edit->kind == MODEL_EDIT_ADD)
    return apply_add (self, change, edit, error);
  patient = number_of (self, MODEL_TABLE_PATIENT, 0, edit->patient);
  key = edit->table == MODEL_TABLE_PATIENT || edit->table == MODEL_TABLE_IDENTITY
          ? 1
          : number_of (self, edit->table, patient, edit->key);
  if (patient <= 0 || key <= 0)
    return fail_place (error);
  switch (edit->kind)
    {
    case MODEL_EDIT_SET:
      return apply_set (self, change, edit, patient, key, error);
    case MODEL_EDIT_ARCHIVE:
      return store_write_archive (change, edit->table, patient, key, self->out_conflict, error);
    case MODEL_EDIT_RESTORE:
      return store_write_restore (change, edit->table, patient, key, self->out_conflict, error);
    case MODEL_EDIT_ADD:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
apply_edits (StoreWrite *change,
             gpointer    user_data,
             GError    **error)
{
  Edits *self = user_data;

  for (guint i = 0; i < self->edits->len; i++)
    if (!apply_edit (self, change, g_ptr_array_index (self->edits, i), error))
      return FALSE;
  return TRUE;
}

gint64
store_change (Store                 *self,
              const StoreChangeInfo *info,
              GPtrArray             *edits,
              GArray               **out_patients,
              StoreConflict        **out_conflict,
              GError               **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  StoreConflict *conflict = NULL;
  Edits work = { copies, places, &conflict };
  gint64 id;

  g_return_val_if_fail (self != NULL && info != NULL && edits != NULL, 0);

  if (out_patients != NULL)
    *out_patients = NULL;
  if (out_conflict != NULL)
    *out_conflict = NULL;
  if (edits->len == 0)
    return 0;
  /* Numbers are given in copies: a change that failed can be tried again as it was. */
  for (guint i = 0; i < edits->len; i++)
    {
      const ModelEdit *edit = g_ptr_array_index (edits, i);
      ModelEdit *copy = g_memdup2 (edit, sizeof *edit);

      copy->based_on = g_strdup (edit->based_on);
      copy->value = g_strdup (edit->value);
      copy->row = edit->row != NULL ? model_row_copy (edit->row) : NULL;
      g_ptr_array_add (copies, copy);
    }
  id = store_change_run (self, STORE_CHANGE_EDIT, info, 0, apply_edits, &work, out_patients, error);
  if (out_conflict != NULL)
    *out_conflict = g_steal_pointer (&conflict);
  store_conflict_free (conflict);
  return id;
}
