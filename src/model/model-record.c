/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows, records and edits: making, copying, ordering and freeing them. Knows no rule about what
 * they hold (model-check.c) and no store. */
#include "model-record.h"

#include <string.h>

#include "base-date.h"
#include "base-text.h"
#include "model-value.h"

/* ---- rows ---------------------------------------------------------------------------------- */

ModelRow *
model_row_new (ModelDictionary *dictionary,
               ModelTable       table)
{
  ModelRow *self;

  g_return_val_if_fail (dictionary != NULL && table < MODEL_N_TABLES, NULL);

  self = g_new0 (ModelRow, 1);
  self->table = table;
  self->n_values = model_dictionary_n_stored (dictionary, table);
  self->values = g_new0 (char *, self->n_values);
  return self;
}

ModelRow *
model_row_copy (const ModelRow *self)
{
  ModelRow *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (ModelRow, 1);
  *copy = *self;
  copy->values = g_new (char *, self->n_values);
  for (guint i = 0; i < self->n_values; i++)
    copy->values[i] = g_strdup (self->values[i]);
  return copy;
}

void
model_row_free (ModelRow *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_values; i++)
    g_free (self->values[i]);
  g_free (self->values);
  g_free (self);
}

const char *
model_row_get (const ModelRow   *self,
               const ModelField *field)
{
  g_return_val_if_fail (self != NULL && field != NULL, NULL);
  g_return_val_if_fail (field->table == self->table && field->column < self->n_values, NULL);

  return self->values[field->column];
}

const ModelField *
model_row_value_field (ModelDictionary  *dictionary,
                       const ModelRow   *self,
                       const ModelField *field)
{
  const ModelField *test, *by_test;
  const char *code;

  g_return_val_if_fail (dictionary != NULL && self != NULL && field != NULL, NULL);

  if (field->table != MODEL_TABLE_INVESTIGATION || strcmp (field->id, "value") != 0)
    return field;
  test = model_dictionary_find (dictionary, MODEL_TABLE_INVESTIGATION, "test");
  code = model_row_get (self, test);
  by_test = code != NULL ? model_dictionary_find (dictionary, MODEL_TABLE_TEST, code) : NULL;
  return by_test != NULL ? by_test : field;
}

void
model_row_set (ModelRow         *self,
               const ModelField *field,
               const char       *value)
{
  g_return_if_fail (self != NULL && field != NULL);
  g_return_if_fail (field->table == self->table && field->column < self->n_values);

  base_set_str (&self->values[field->column], value != NULL && *value != '\0' ? value : NULL);
}

/* ---- records ------------------------------------------------------------------------------- */

ModelRecord *
model_record_new (gint64 patient)
{
  ModelRecord *self = g_new0 (ModelRecord, 1);

  self->patient = patient;
  for (guint i = 0; i < MODEL_N_TABLES; i++)
    self->rows[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) model_row_free);
  return self;
}

ModelRecord *
model_record_copy (const ModelRecord *self)
{
  ModelRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = model_record_new (self->patient);
  for (guint i = 0; i < MODEL_N_TABLES; i++)
    for (guint j = 0; j < self->rows[i]->len; j++)
      g_ptr_array_add (copy->rows[i], model_row_copy (self->rows[i]->pdata[j]));
  return copy;
}

void
model_record_free (ModelRecord *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < MODEL_N_TABLES; i++)
    g_ptr_array_unref (self->rows[i]);
  g_free (self);
}

ModelRow *
model_record_find (const ModelRecord *self,
                   ModelTable         table,
                   gint64             key)
{
  g_return_val_if_fail (self != NULL && table < MODEL_N_TABLES, NULL);

  for (guint i = 0; i < self->rows[table]->len; i++)
    {
      ModelRow *row = self->rows[table]->pdata[i];
      if (row->key == key)
        return row;
    }
  return NULL;
}

void
model_record_take (ModelRecord *self,
                   ModelRow    *row)
{
  g_return_if_fail (self != NULL && row != NULL);

  g_ptr_array_add (self->rows[row->table], row);
}

/* Places of a draft (-1, -2, ...) come behind the keys of the register, in the order they were
 * made. */
static int
compare_keys (gint64 a,
              gint64 b)
{
  if ((a < 0) != (b < 0))
    return a < 0 ? 1 : -1;
  if (a < 0)
    return (a < b) - (a > b);
  return (a > b) - (a < b);
}

static int
by_key (gconstpointer a,
        gconstpointer b)
{
  const ModelRow *first = *(const ModelRow *const *) a, *second = *(const ModelRow *const *) b;

  return compare_keys (first->key, second->key);
}

typedef struct
{
  const ModelField *date, *order;
} TransferFields;

static int
by_date (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  const ModelRow *first = *(const ModelRow *const *) a, *second = *(const ModelRow *const *) b;
  const TransferFields *fields = data;
  gint32 day_a = base_date_last_day (model_value_date (model_row_get (first, fields->date)));
  gint32 day_b = base_date_last_day (model_value_date (model_row_get (second, fields->date)));
  double order_a = 0, order_b = 0;

  if (day_a != day_b)
    {
      if (day_a == BASE_DAY_NONE || day_b == BASE_DAY_NONE)
        return day_a == BASE_DAY_NONE ? 1 : -1;
      return day_a < day_b ? -1 : 1;
    }
  if (first->parent != second->parent)
    return compare_keys (first->parent, second->parent);
  model_value_number (model_row_get (first, fields->order), &order_a);
  model_value_number (model_row_get (second, fields->order), &order_b);
  if (order_a != order_b)
    return order_a < order_b ? -1 : 1;
  return compare_keys (first->key, second->key);
}

void
model_record_sort (ModelRecord     *self,
                   ModelDictionary *dictionary)
{
  g_return_if_fail (self != NULL && dictionary != NULL);

  for (guint i = 0; i < MODEL_N_TABLES; i++)
    if (i == MODEL_TABLE_TRANSFER)
      {
        TransferFields fields = { model_dictionary_find (dictionary, i, "date"),
                                  model_dictionary_find (dictionary, i, "order_in_cycle") };
        g_ptr_array_sort_with_data (self->rows[i], by_date, &fields);
      }
    else
      g_ptr_array_sort (self->rows[i], by_key);
}

/* ---- edits --------------------------------------------------------------------------------- */

static ModelEdit *
edit_new (ModelEditKind kind,
          ModelTable    table,
          gint64        patient,
          gint64        key)
{
  ModelEdit *self = g_new0 (ModelEdit, 1);

  self->kind = kind;
  self->table = table;
  self->patient = patient;
  self->key = key;
  return self;
}

ModelEdit *
model_edit_add (ModelRow *row)
{
  ModelEdit *self;

  g_return_val_if_fail (row != NULL, NULL);

  self = edit_new (MODEL_EDIT_ADD, row->table, row->patient, row->key);
  self->row = row;
  return self;
}

ModelEdit *
model_edit_set (ModelTable        table,
                gint64            patient,
                gint64            key,
                const ModelField *field,
                const char       *based_on,
                const char       *value)
{
  ModelEdit *self;

  g_return_val_if_fail (field != NULL && field->table == table && field->derived == NULL, NULL);

  self = edit_new (MODEL_EDIT_SET, table, patient, key);
  self->field = field;
  self->based_on = based_on != NULL && *based_on != '\0' ? g_strdup (based_on) : NULL;
  self->value = value != NULL && *value != '\0' ? g_strdup (value) : NULL;
  return self;
}

ModelEdit *
model_edit_archive (ModelTable table,
                    gint64     patient,
                    gint64     key)
{
  return edit_new (MODEL_EDIT_ARCHIVE, table, patient, key);
}

ModelEdit *
model_edit_restore (ModelTable table,
                    gint64     patient,
                    gint64     key)
{
  return edit_new (MODEL_EDIT_RESTORE, table, patient, key);
}

void
model_edit_free (ModelEdit *self)
{
  if (self == NULL)
    return;
  g_free (self->based_on);
  g_free (self->value);
  model_row_free (self->row);
  g_free (self);
}
