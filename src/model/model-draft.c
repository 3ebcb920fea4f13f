/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft: two records, as read and as they would be saved, and what was typed that isn't a value
 * yet. Edits are the difference of the two. Knows no rule of medicine: those are model-check.c. */
#include "model-draft-private.h"

#include <string.h>

#include "base-date.h"
#include "base-text.h"
#include "model-value.h"

const ModelTable model_draft_order[MODEL_N_TABLES] = {
  MODEL_TABLE_PATIENT, MODEL_TABLE_IDENTITY, MODEL_TABLE_PARTNER, MODEL_TABLE_CYCLE,
  MODEL_TABLE_TRANSFER, MODEL_TABLE_PREGNANCY, MODEL_TABLE_INVESTIGATION, MODEL_TABLE_EMBRYO,
  MODEL_TABLE_INFUSION, MODEL_TABLE_MEDICATION, MODEL_TABLE_ADVERSE_EVENT,
  MODEL_TABLE_TRANSFER_OUTCOME, MODEL_TABLE_CHILD, MODEL_TABLE_FOLLOWUP, MODEL_TABLE_CONSENT,
};

static void
typed_free (gpointer data)
{
  ModelTyped *self = data;

  g_free (self->text);
  g_free (self->error);
  g_free (self);
}

ModelDraft *
model_draft_new_empty (ModelDictionary *dictionary,
                       gint64           patient,
                       gint32           today)
{
  ModelDraft *self = g_new0 (ModelDraft, 1);

  self->dictionary = model_dictionary_ref (dictionary);
  self->original = model_record_new (patient);
  self->record = model_record_new (patient);
  self->blank = model_record_new (patient);
  self->typed = g_ptr_array_new_with_free_func (typed_free);
  self->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) model_conflict_free);
  self->homeless = g_ptr_array_new_with_free_func ((GDestroyNotify) model_conflict_free);
  self->today = today;
  self->limit_days = MODEL_GESTATION_LIMIT_DAYS;
  self->next_place = -1;
  return self;
}

ModelDraft *
model_draft_new (ModelDictionary   *dictionary,
                 const ModelRecord *record,
                 gint32             today)
{
  ModelDraft *self;

  g_return_val_if_fail (dictionary != NULL, NULL);

  self = model_draft_new_empty (dictionary, record != NULL ? record->patient : -1, today);
  if (record == NULL)
    {
      model_draft_add_row (self, MODEL_TABLE_PATIENT, 0);
      return self;
    }
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < record->rows[table]->len; i++)
      {
        model_record_take (self->original, model_row_copy (record->rows[table]->pdata[i]));
        model_record_take (self->record, model_row_copy (record->rows[table]->pdata[i]));
      }
  return self;
}

void
model_draft_follow (ModelDraft *self,
                    ModelDraft *earlier)
{
  g_return_if_fail (self != NULL && earlier != NULL);
  self->next_place = MIN (self->next_place, earlier->next_place);
}

void
model_draft_free (ModelDraft *self)
{
  if (self == NULL)
    return;
  model_record_free (self->original);
  model_record_free (self->record);
  model_record_free (self->blank);
  g_ptr_array_unref (self->typed);
  g_ptr_array_unref (self->conflicts);
  g_ptr_array_unref (self->homeless);
  model_dictionary_unref (self->dictionary);
  g_free (self->reason);
  g_free (self);
}

void
model_draft_set_reason (ModelDraft *self,
                        const char *reason)
{
  g_return_if_fail (self != NULL);
  base_set_str (&self->reason, reason != NULL && reason[0] != '\0' ? reason : NULL);
}

const char *
model_draft_reason (ModelDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->reason;
}

const ModelRecord *
model_draft_record (ModelDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->record;
}

const ModelRecord *
model_draft_original (ModelDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->original;
}

void
model_draft_set_gestation_limit (ModelDraft *self,
                                 int         limit_days)
{
  g_return_if_fail (self != NULL && limit_days > 0);
  self->limit_days = limit_days;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* The field that numbers the rows of a table; NULL: none does. */
static const ModelField *
number_field (ModelDraft *self,
              ModelTable  table)
{
  static const char *const ids[MODEL_N_TABLES] = {
    [MODEL_TABLE_PREGNANCY] = "sequence",
    [MODEL_TABLE_TRANSFER] = "order_in_cycle",
    [MODEL_TABLE_EMBRYO] = "position",
    [MODEL_TABLE_CHILD] = "birth_order",
  };

  return ids[table] != NULL ? model_dictionary_find (self->dictionary, table, ids[table]) : NULL;
}

/* A new row is numbered with the first number after all of its siblings. */
static void
number_row (ModelDraft *self,
            ModelRow   *row)
{
  const GPtrArray *rows = self->record->rows[row->table];
  const ModelField *field = number_field (self, row->table);
  double last = 0, number;

  if (field == NULL)
    return;
  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *sibling = rows->pdata[i];
      if (sibling->archived == 0 && sibling->parent == row->parent
          && model_value_number (model_row_get (sibling, field), &number))
        last = MAX (last, number);
    }
  if (last + 1 <= field->hard_max)
    {
      g_autofree char *text = g_strdup_printf ("%d", (int) last + 1);
      model_row_set (row, field, text);
    }
}

/* A new row of the patient's that is for a transfer names it. */
static void
name_transfer (ModelDraft *self,
               ModelRow   *row,
               gint64      transfer)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, transfer);

  if (transfer != 0
      && (row->table == MODEL_TABLE_MEDICATION || row->table == MODEL_TABLE_ADVERSE_EVENT))
    model_row_set (row, model_dictionary_find (self->dictionary, row->table, "transfer"), text);
}

gint64
model_draft_fixed_key (ModelTable table,
                       gint64     parent)
{
  if (table == MODEL_TABLE_PATIENT || table == MODEL_TABLE_IDENTITY)
    return 1;
  return table == MODEL_TABLE_TRANSFER_OUTCOME ? parent : 0;
}

gint64
model_draft_add_row (ModelDraft *self,
                     ModelTable  table,
                     gint64      parent)
{
  ModelTable above = model_table_parent (table);
  const ModelRow *stored = NULL;
  ModelRow *row;
  gint64 key = model_draft_fixed_key (table, parent);

  g_return_val_if_fail (self != NULL && table < MODEL_N_TABLES, 0);
  g_return_val_if_fail (
      above == MODEL_N_TABLES || model_record_find (self->record, above, parent) != NULL, 0);

  if (key != 0)
    {
      row = model_record_find (self->record, table, key);
      if (row != NULL)
        {
          row->archived = 0; /* there can be only one: it is taken back into force */
          return key;
        }
      stored = model_record_find (self->original, table, key);
    }
  row = model_row_new (self->dictionary, table);
  row->patient = self->record->patient;
  row->key = key != 0 ? key : self->next_place--;
  row->parent = above == MODEL_N_TABLES ? 0 : parent;
  if (stored != NULL)
    row->created = stored->created; /* was removed in this draft: its place is taken up again */
  else
    {
      number_row (self, row);
      name_transfer (self, row, parent);
      model_record_take (self->blank, model_row_copy (row));
    }
  model_record_take (self->record, row);
  return row->key;
}

void
model_draft_move_row (ModelDraft *self,
                      ModelTable  table,
                      gint64      key,
                      gint64      parent)
{
  ModelRow *row, *blank;
  const ModelField *number;
  gboolean untouched;

  g_return_if_fail (self != NULL && table < MODEL_N_TABLES);
  g_return_if_fail (
      model_table_parent (table) < MODEL_N_TABLES
      && model_record_find (self->record, model_table_parent (table), parent) != NULL);
  row = model_record_find (self->record, table, key);
  blank = model_record_find (self->blank, table, key);
  g_return_if_fail (row != NULL && blank != NULL && model_draft_fixed_key (table, parent) == 0);

  number = number_field (self, table);
  untouched = number != NULL
              && model_value_equal (model_row_get (row, number), model_row_get (blank, number));
  row->parent = 0; /* it isn't its own sibling */
  blank->parent = parent;
  number_row (self, blank);
  row->parent = parent;
  if (untouched)
    model_row_set (row, number, model_row_get (blank, number));
}

static void
forget_typed (ModelDraft *self,
              ModelTable  table,
              gint64      key)
{
  for (guint i = self->typed->len; i-- > 0;)
    {
      const ModelTyped *typed = self->typed->pdata[i];
      if (typed->table == table && typed->key == key)
        g_ptr_array_remove_index (self->typed, i);
    }
}

/* Medication and adverse events that name a transfer hang on it, though they are the patient's. */
static gboolean
hangs_on (ModelDraft     *self,
          const ModelRow *row,
          ModelTable      table,
          gint64          key)
{
  const ModelField *field;
  double transfer;

  if (model_table_parent (row->table) == table)
    return row->parent == key;
  if (table == MODEL_TABLE_PATIENT)
    return TRUE;
  if (table != MODEL_TABLE_TRANSFER
      || (row->table != MODEL_TABLE_MEDICATION && row->table != MODEL_TABLE_ADVERSE_EVENT))
    return FALSE;
  field = model_dictionary_find (self->dictionary, row->table, "transfer");
  return model_value_number (model_row_get (row, field), &transfer) && (gint64) transfer == key;
}

void
model_draft_take_out (ModelDraft *self,
                      ModelTable  table,
                      gint64      key)
{
  GPtrArray *own = self->record->rows[table];

  forget_typed (self, table, key);
  for (guint i = own->len; i-- > 0;)
    if (((const ModelRow *) own->pdata[i])->key == key)
      g_ptr_array_remove_index (own, i);

  for (guint t = 0; t < MODEL_N_TABLES; t++)
    {
      const GPtrArray *rows = self->record->rows[t];
      for (guint i = 0; i < rows->len;)
        {
          const ModelRow *row = rows->pdata[i];
          if (row->archived == 0 && hangs_on (self, row, table, key))
            {
              model_draft_take_out (self, t, row->key);
              i = 0; /* rows above this one may be gone as well */
            }
          else
            i++;
        }
    }
}

void
model_draft_remove_row (ModelDraft *self,
                        ModelTable  table,
                        gint64      key)
{
  g_return_if_fail (self != NULL && table < MODEL_N_TABLES);
  g_return_if_fail (model_record_find (self->record, table, key) != NULL);

  model_draft_take_out (self, table, key);
}

/* ---- cells --------------------------------------------------------------------------------- */

ModelTyped *
model_draft_find_typed (ModelDraft       *self,
                        ModelTable        table,
                        gint64            key,
                        const ModelField *field)
{
  for (guint i = 0; i < self->typed->len; i++)
    {
      ModelTyped *typed = self->typed->pdata[i];
      if (typed->table == table && typed->key == key && typed->field->column == field->column)
        return typed;
    }
  return NULL;
}

void
model_draft_keep_typed (ModelDraft       *self,
                        ModelTable        table,
                        gint64            key,
                        const ModelField *field,
                        const char       *text,
                        const char       *error)
{
  ModelTyped *typed = model_draft_find_typed (self, table, key, field);

  if (typed == NULL)
    {
      typed = g_new0 (ModelTyped, 1);
      typed->table = table;
      typed->key = key;
      typed->field = model_dictionary_stored (self->dictionary, table, field->column);
      g_ptr_array_add (self->typed, typed);
    }
  g_free (typed->text);
  g_free (typed->error);
  typed->text = g_strdup (text);
  typed->error = g_strdup (error);
}

void
model_draft_drop_typed (ModelDraft       *self,
                        ModelTable        table,
                        gint64            key,
                        const ModelField *field)
{
  ModelTyped *typed = model_draft_find_typed (self, table, key, field);

  if (typed != NULL)
    g_ptr_array_remove (self->typed, typed);
}

/* Identity's date of birth fills in the month that stays with the patient where there is none. */
static void
fill_birth_month (ModelDraft *self,
                  const char *birth_date)
{
  const ModelField *field =
      model_dictionary_find (self->dictionary, MODEL_TABLE_PATIENT, "birth_month");
  ModelRow *patient = model_record_find (self->record, MODEL_TABLE_PATIENT, 1);
  BaseDate birth = model_value_date (birth_date);

  if (patient == NULL || model_row_get (patient, field) != NULL || !base_date_is_set (birth)
      || model_draft_find_typed (self, MODEL_TABLE_PATIENT, 1, field) != NULL)
    return;
  birth.day = 0;
  g_autofree char *month = base_date_to_iso (birth);
  model_row_set (patient, field, month);
}

/* The unit of a result is the test's own until somebody gives another one. */
static void
fill_unit (ModelDraft *self,
           ModelRow   *row,
           const char *old_test,
           const char *new_test)
{
  const ModelField *field =
      model_dictionary_find (self->dictionary, MODEL_TABLE_INVESTIGATION, "unit");
  const ModelField *before =
      old_test != NULL ? model_dictionary_find (self->dictionary, MODEL_TABLE_TEST, old_test)
                       : NULL;
  const ModelField *after =
      new_test != NULL ? model_dictionary_find (self->dictionary, MODEL_TABLE_TEST, new_test)
                       : NULL;
  const char *unit = model_row_get (row, field);

  if (unit != NULL && (before == NULL || g_strcmp0 (unit, before->unit) != 0))
    return;
  if (model_draft_find_typed (self, row->table, row->key, field) == NULL)
    model_row_set (row, field, after != NULL ? after->unit : NULL);
}

void
model_draft_read_result_again (ModelDraft *self,
                               ModelRow   *row)
{
  const ModelField *field =
      model_dictionary_find (self->dictionary, MODEL_TABLE_INVESTIGATION, "value");
  const ModelTyped *typed = row->table == MODEL_TABLE_INVESTIGATION
                                ? model_draft_find_typed (self, row->table, row->key, field)
                                : NULL;

  if (typed != NULL && typed->error != NULL)
    {
      g_autofree char *text = g_strdup (typed->text);
      model_draft_set_typed (self, row->table, row->key, field, text);
    }
}

static void
put_value (ModelDraft       *self,
           ModelRow         *row,
           const ModelField *field,
           const char       *value)
{
  g_autofree char *old = g_strdup (model_row_get (row, field));

  model_row_set (row, field, value);
  if (row->table == MODEL_TABLE_IDENTITY && strcmp (field->id, "birth_date") == 0)
    fill_birth_month (self, value);
  else if (row->table == MODEL_TABLE_INVESTIGATION && strcmp (field->id, "test") == 0
           && !model_value_equal (old, value))
    {
      fill_unit (self, row, old, value);
      model_draft_read_result_again (self, row);
    }
}

void
model_draft_set_typed (ModelDraft       *self,
                       ModelTable        table,
                       gint64            key,
                       const ModelField *field,
                       const char       *typed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  const ModelField *by;
  ModelRow *row;

  g_return_if_fail (self != NULL && field != NULL && field->table == table
                    && field->derived == NULL);
  row = model_record_find (self->record, table, key);
  g_return_if_fail (row != NULL);

  by = model_row_value_field (self->dictionary, row, field);
  if (model_value_from_typed (by, typed, self->today, &value, &error))
    {
      model_draft_keep_typed (self, table, key, field, typed != NULL ? typed : "", NULL);
      put_value (self, row, field, value);
    }
  else
    model_draft_keep_typed (self, table, key, field, typed, error->message);
}

void
model_draft_set_value (ModelDraft       *self,
                       ModelTable        table,
                       gint64            key,
                       const ModelField *field,
                       const char       *value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;
  const ModelField *by;
  ModelRow *row;

  g_return_if_fail (self != NULL && field != NULL && field->table == table
                    && field->derived == NULL);
  row = model_record_find (self->record, table, key);
  g_return_if_fail (row != NULL);

  by = model_row_value_field (self->dictionary, row, field);
  if (model_value_check (by, value, FALSE, &canonical, &error))
    {
      model_draft_drop_typed (self, table, key, field);
      put_value (self, row, field, canonical);
    }
  else
    model_draft_keep_typed (self, table, key, field, value, error->message);
}

char *
model_draft_get_text (ModelDraft       *self,
                      ModelTable        table,
                      gint64            key,
                      const ModelField *field)
{
  const ModelTyped *typed;
  const ModelRow *row;

  g_return_val_if_fail (
      self != NULL && field != NULL && field->table == table && field->derived == NULL, NULL);
  row = model_record_find (self->record, table, key);
  g_return_val_if_fail (row != NULL, NULL);

  typed = model_draft_find_typed (self, table, key, field);
  if (typed != NULL)
    return g_strdup (typed->text);
  return model_value_to_editable (model_row_value_field (self->dictionary, row, field),
                                  model_row_get (row, field));
}

/* ---- what saving does ---------------------------------------------------------------------- */

static gboolean
has_misunderstood (ModelDraft     *self,
                   const ModelRow *row)
{
  for (guint i = 0; i < self->typed->len; i++)
    {
      const ModelTyped *typed = self->typed->pdata[i];
      if (typed->error != NULL
          && (row == NULL || (typed->table == row->table && typed->key == row->key)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
refers_to (ModelDraft     *self,
           const ModelRow *row,
           ModelTable      table,
           gint64          key)
{
  for (guint i = 0; i < row->n_values; i++)
    {
      const ModelField *field = model_dictionary_stored (self->dictionary, row->table, i);
      double number;
      if (row->values[i] != NULL && field->type == MODEL_TYPE_REFERENCE
          && field->references == table && model_value_number (row->values[i], &number)
          && (gint64) number == key)
        return TRUE;
    }
  return FALSE;
}

gboolean
model_draft_is_left_out (ModelDraft     *self,
                         const ModelRow *row)
{
  const ModelRow *blank = model_record_find (self->blank, row->table, row->key);

  if (blank == NULL || model_record_find (self->original, row->table, row->key) != NULL
      || has_misunderstood (self, row))
    return FALSE;
  for (guint i = 0; i < row->n_values; i++)
    if (!model_value_equal (row->values[i], blank->values[i]))
      return FALSE;
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < self->record->rows[table]->len; i++)
      {
        const ModelRow *other = self->record->rows[table]->pdata[i];
        gboolean bound;
        if (other == row)
          continue;
        bound = (model_table_parent (table) == row->table && other->parent == row->key)
                || row->table == MODEL_TABLE_PATIENT
                || refers_to (self, other, row->table, row->key);
        if (bound && !model_draft_is_left_out (self, other))
          return FALSE;
      }
  return TRUE;
}

static void
add_new_rows (ModelDraft *self,
              GPtrArray  *edits)
{
  for (guint t = 0; t < MODEL_N_TABLES; t++)
    {
      const GPtrArray *rows = self->record->rows[model_draft_order[t]];
      for (guint i = 0; i < rows->len; i++)
        {
          const ModelRow *row = rows->pdata[i];
          if (model_record_find (self->original, row->table, row->key) == NULL
              && !model_draft_is_left_out (self, row))
            g_ptr_array_add (edits, model_edit_add (model_row_copy (row)));
        }
    }
}

static void
add_restored_rows (ModelDraft *self,
                   GPtrArray  *edits)
{
  for (guint t = 0; t < MODEL_N_TABLES; t++)
    {
      const GPtrArray *rows = self->record->rows[model_draft_order[t]];
      for (guint i = 0; i < rows->len; i++)
        {
          const ModelRow *row = rows->pdata[i];
          const ModelRow *old = model_record_find (self->original, row->table, row->key);
          if (old != NULL && old->archived != 0 && row->archived == 0)
            g_ptr_array_add (edits, model_edit_restore (row->table, row->patient, row->key));
        }
    }
}

static void
add_set_fields (ModelDraft *self,
                GPtrArray  *edits)
{
  for (guint t = 0; t < MODEL_N_TABLES; t++)
    {
      const GPtrArray *rows = self->record->rows[model_draft_order[t]];
      for (guint i = 0; i < rows->len; i++)
        {
          const ModelRow *row = rows->pdata[i];
          const ModelRow *old = model_record_find (self->original, row->table, row->key);
          for (guint c = 0; old != NULL && c < row->n_values; c++)
            if (!model_value_equal (old->values[c], row->values[c]))
              g_ptr_array_add (
                  edits, model_edit_set (row->table, row->patient, row->key,
                                         model_dictionary_stored (self->dictionary, row->table, c),
                                         old->values[c], row->values[c]));
        }
    }
}

static gboolean
is_removed (ModelDraft     *self,
            const ModelRow *original)
{
  return original->archived == 0
         && model_record_find (self->record, original->table, original->key) == NULL;
}

/* Whether archiving another row archives this one as well: its parent, or the transfer it names. */
static gboolean
goes_with_another (ModelDraft     *self,
                   const ModelRow *original)
{
  static const ModelTable above[] = { MODEL_TABLE_CYCLE, MODEL_TABLE_TRANSFER,
                                      MODEL_TABLE_TRANSFER_OUTCOME };

  for (guint t = 0; t < G_N_ELEMENTS (above); t++)
    for (guint i = 0; i < self->original->rows[above[t]]->len; i++)
      {
        const ModelRow *other = self->original->rows[above[t]]->pdata[i];
        if (is_removed (self, other) && hangs_on (self, original, other->table, other->key))
          return TRUE;
      }
  return FALSE;
}

/* Archiving a row archives what hangs on it, so only the topmost rows are named. */
static void
add_archived_rows (ModelDraft *self,
                   GPtrArray  *edits)
{
  const ModelRow *patient = model_record_find (self->original, MODEL_TABLE_PATIENT, 1);

  if (patient != NULL && is_removed (self, patient))
    {
      g_ptr_array_add (edits,
                       model_edit_archive (MODEL_TABLE_PATIENT, patient->patient, patient->key));
      return;
    }
  for (guint t = 0; t < MODEL_N_TABLES; t++)
    {
      const GPtrArray *rows = self->original->rows[model_draft_order[t]];
      for (guint i = 0; i < rows->len; i++)
        {
          const ModelRow *row = rows->pdata[i];
          if (is_removed (self, row) && !goes_with_another (self, row))
            g_ptr_array_add (edits, model_edit_archive (row->table, row->patient, row->key));
        }
    }
}

GPtrArray *
model_draft_edits (ModelDraft *self)
{
  GPtrArray *edits;

  g_return_val_if_fail (self != NULL, NULL);

  edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  add_restored_rows (self, edits);
  add_new_rows (self, edits);
  add_set_fields (self, edits);
  add_archived_rows (self, edits);
  return edits;
}

gboolean
model_draft_is_changed (ModelDraft *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (has_misunderstood (self, NULL))
    return TRUE;
  g_autoptr (GPtrArray) edits = model_draft_edits (self);
  return edits->len > 0;
}
