/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the rows of a synthetic record: values in canonical notation, straight from integers,
 * since half a million patients are made in one go. Knows no table. */
#include <string.h>

#include "model-synthetic-private.h"
#include "model-value.h"

ModelRow *
synthetic_row (SyntheticWriter *self,
               ModelTable       table,
               gint64           parent)
{
  ModelRow *row = model_row_new (self->dictionary, table);

  row->patient = self->record->patient;
  row->key =
      table == MODEL_TABLE_TRANSFER_OUTCOME ? parent : (gint64) self->record->rows[table]->len + 1;
  row->parent = parent;
  model_record_take (self->record, row);
  return row;
}

static char **
place_of (SyntheticWriter *self,
          ModelRow        *row,
          const char      *id)
{
  const ModelField *field = model_dictionary_find (self->dictionary, row->table, id);

  g_assert (field != NULL && field->column < row->n_values);
  return &row->values[field->column];
}

void
synthetic_put (SyntheticWriter *self,
               ModelRow        *row,
               const char      *id,
               const char      *value)
{
  char **place = place_of (self, row, id);

  g_free (*place);
  *place = g_strdup (value);
}

/* Digits of a number that isn't negative, at least `width` of them; returns the end. */
static char *
write_digits (char   *at,
              guint64 value,
              int     width)
{
  char digits[24];
  int n = 0;

  do
    {
      digits[n++] = (char) ('0' + value % 10);
      value /= 10;
    }
  while (value > 0 || n < width);
  while (n > 0)
    *at++ = digits[--n];
  *at = '\0';
  return at;
}

void
synthetic_put_integer (SyntheticWriter *self,
                       ModelRow        *row,
                       const char      *id,
                       gint64           value)
{
  char text[24];
  char *at = text;

  if (value < 0)
    *at++ = '-';
  write_digits (at, (guint64) ABS (value), 1);
  synthetic_put (self, row, id, text);
}

void
synthetic_put_scaled (SyntheticWriter *self,
                      ModelRow        *row,
                      const char      *id,
                      gint64           value,
                      int              decimals)
{
  char text[32];
  char *at = text;
  gint64 unit = 1;

  for (int i = 0; i < decimals; i++)
    unit *= 10;
  if (value < 0)
    *at++ = '-';
  at = write_digits (at, (guint64) ABS (value) / unit, 1);
  if (ABS (value) % unit != 0)
    {
      *at++ = '.';
      at = write_digits (at, (guint64) (ABS (value) % unit), decimals);
      while (at[-1] == '0')
        *--at = '\0';
    }
  synthetic_put (self, row, id, text);
}

void
synthetic_put_boolean (SyntheticWriter *self,
                       ModelRow        *row,
                       const char      *id,
                       gboolean         value)
{
  synthetic_put (self, row, id, value ? "true" : "false");
}

/* The ISO text of a day: 4 characters for the year, 7 for the month, 10 for all of it. */
static void
write_day (char  *text,
           gint32 day,
           int    length)
{
  int year, month, day_of_month;

  base_day_to_ymd (day, &year, &month, &day_of_month);
  write_digits (text, (guint64) year, 4);
  text[4] = '-';
  write_digits (text + 5, (guint64) month, 2);
  text[7] = '-';
  write_digits (text + 8, (guint64) day_of_month, 2);
  text[length] = '\0';
}

void
synthetic_put_day (SyntheticWriter *self,
                   ModelRow        *row,
                   const char      *id,
                   gint32           day)
{
  char text[16];

  write_day (text, day, 10);
  synthetic_put (self, row, id, text);
}

void
synthetic_put_month (SyntheticWriter *self,
                     ModelRow        *row,
                     const char      *id,
                     gint32           day)
{
  char text[16];

  write_day (text, day, 7);
  synthetic_put (self, row, id, text);
}

void
synthetic_put_year (SyntheticWriter *self,
                    ModelRow        *row,
                    const char      *id,
                    gint32           day)
{
  char text[16];

  write_day (text, day, 4);
  synthetic_put (self, row, id, text);
}

void
synthetic_put_time (SyntheticWriter *self,
                    ModelRow        *row,
                    const char      *id,
                    gint32           day,
                    int              minute)
{
  char text[24];

  write_day (text, day, 10);
  text[10] = 'T';
  write_digits (text + 11, (guint64) minute / 60, 2);
  text[13] = ':';
  write_digits (text + 14, (guint64) minute % 60, 2);
  synthetic_put (self, row, id, text);
}

/* A kind of missing that the field doesn't allow is left not asked. */
void
synthetic_put_missing (SyntheticWriter *self,
                       ModelRow        *row,
                       const char      *id,
                       ModelMissing     missing)
{
  const ModelField *field = model_dictionary_find (self->dictionary, row->table, id);
  gboolean allowed = (field->missing_allowed & (1u << missing)) != 0;

  if (missing == MODEL_MISSING_NOT_ASKED || !allowed)
    g_clear_pointer (place_of (self, row, id), g_free);
  else
    synthetic_put (self, row, id, model_value_from_missing (missing));
}

void
synthetic_put_codes (SyntheticWriter *self,
                     ModelRow        *row,
                     const char      *id,
                     const char      *a,
                     const char      *b)
{
  const ModelField *field = model_dictionary_find (self->dictionary, row->table, id);
  int first = model_field_code_index (field, a, strlen (a));
  int second = b != NULL ? model_field_code_index (field, b, strlen (b)) : first;
  char text[96];

  g_assert (first >= 0 && second >= 0);
  if (first == second)
    synthetic_put (self, row, id, a);
  else
    {
      g_snprintf (text, sizeof text, "%s %s", first < second ? a : b, first < second ? b : a);
      synthetic_put (self, row, id, text);
    }
}

/* A value that waits for a laboratory is often pending; else unknown and not asked are as frequent.
 */
static ModelMissing
draw_missing (SyntheticRandom  *random,
              const ModelField *field,
              double            share)
{
  double u = synthetic_uniform (random);
  gboolean pending = (field->missing_allowed & (1u << MODEL_MISSING_PENDING)) != 0;
  gboolean unknown = (field->missing_allowed & (1u << MODEL_MISSING_UNKNOWN)) != 0;

  if (pending && u < 2 * share)
    return MODEL_MISSING_PENDING;
  u = pending ? u - 2 * share : u;
  if (unknown && u < share)
    return MODEL_MISSING_UNKNOWN;
  if (u < (unknown ? 2 * share : share))
    return MODEL_MISSING_NOT_ASKED;
  return MODEL_MISSING_NONE;
}

void
synthetic_blur (SyntheticWriter   *self,
                ModelRow          *row,
                const char *const *ids)
{
  double share = self->plan->tidy ? 0.008 : 0.025;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const ModelField *field = model_dictionary_find (self->dictionary, row->table, ids[i]);
      ModelMissing missing;

      g_assert (field != NULL && field->required != MODEL_REQUIRED_HARD);
      if (row->values[field->column] == NULL)
        continue;
      missing = draw_missing (self->random, field, share);
      if (missing != MODEL_MISSING_NONE)
        synthetic_put_missing (self, row, ids[i], missing);
    }
}

ModelRecord *
synthetic_record (ModelDictionary     *dictionary,
                  const SyntheticPlan *plan,
                  SyntheticRandom     *random,
                  gint64               patient,
                  const char          *code)
{
  SyntheticWriter writer = {
    .dictionary = dictionary, .random = random, .plan = plan, .code = code
  };

  writer.record = model_record_new (patient);
  synthetic_write_patient (&writer);
  synthetic_write_history (&writer);
  synthetic_write_investigations (&writer);
  synthetic_write_transfers (&writer);
  synthetic_write_followups (&writer);
  synthetic_write_consents (&writer);
  return writer.record;
}
