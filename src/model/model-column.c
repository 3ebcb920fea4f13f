/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of the dataset and the frame of a CSV source: one value per patient, transfer or row,
 * with the kind of missing beside it. Doesn't know where the values come from. */
#include "model-dataset.h"

#include <math.h>
#include <string.h>

#include "model-value.h"

static ModelColumnKind
kind_of_type (ModelType type)
{
  switch (type)
    {
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_BOOLEAN:
      return MODEL_COLUMN_U8;
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_DURATION_DAYS:
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_DATETIME:
    case MODEL_TYPE_REFERENCE:
      return MODEL_COLUMN_I32;
    case MODEL_TYPE_REAL:
      return MODEL_COLUMN_F64;
    case MODEL_TYPE_MULTICODE:
      return MODEL_COLUMN_BITS;
    case MODEL_TYPE_TEXT:
    default:
      return MODEL_COLUMN_TEXT;
    }
}

static gsize
size_of_kind (ModelColumnKind kind)
{
  switch (kind)
    {
    case MODEL_COLUMN_U8:
      return sizeof (guint8);
    case MODEL_COLUMN_F64:
      return sizeof (double);
    case MODEL_COLUMN_I32:
    case MODEL_COLUMN_BITS:
    case MODEL_COLUMN_TEXT:
    default:
      return sizeof (guint32);
    }
}

ModelColumn *
model_column_new (const ModelField *field,
                  gboolean          per_transfer,
                  guint             n)
{
  ModelColumn *self;

  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (field->type != MODEL_TYPE_MULTICODE || field->n_codes <= 32, NULL);
  g_return_val_if_fail (field->type != MODEL_TYPE_CODE || field->n_codes <= 256, NULL);

  self = g_new0 (ModelColumn, 1);
  g_atomic_ref_count_init (&self->refs);
  self->field = field;
  self->per_transfer = per_transfer;
  self->kind = kind_of_type (field->type);
  self->n = n;
  self->data = g_malloc0_n (MAX (n, 1), size_of_kind (self->kind));
  self->missing = g_malloc (MAX (n, 1));
  memset (self->missing, MODEL_MISSING_NOT_ASKED, MAX (n, 1));
  return self;
}

ModelColumn *
model_column_ref (ModelColumn *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
model_column_unref (ModelColumn *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->data);
  g_free (self->missing);
  g_strfreev (self->strings);
  g_free (self);
}

/* Which codes of the list stand in a value of codes separated by single spaces. */
static gboolean
parse_bits (const ModelField *field,
            const char       *value,
            guint32          *out_bits)
{
  guint32 bits = 0;
  const char *word = value;

  while (*word != '\0')
    {
      gsize length = strcspn (word, " ");
      int code = model_field_code_index (field, word, length);

      if (code < 0)
        return FALSE;
      bits |= 1u << code;
      word += length;
      if (*word == ' ')
        word++;
    }
  *out_bits = bits;
  return TRUE;
}

static gboolean
set_number (ModelColumn *self,
            guint        row,
            const char  *value)
{
  double number;

  if (!model_value_number (value, &number))
    return FALSE;
  if (self->kind == MODEL_COLUMN_F64)
    self->f64[row] = number;
  else if (number >= G_MININT32 && number <= G_MAXINT32)
    self->i32[row] = (gint32) number;
  else
    return FALSE;
  return TRUE;
}

static gboolean
set_present (ModelColumn *self,
             guint        row,
             const char  *value)
{
  int code;
  BaseDate date;

  switch (self->field->type)
    {
    case MODEL_TYPE_BOOLEAN:
      self->u8[row] = strcmp (value, "true") == 0;
      return self->u8[row] || strcmp (value, "false") == 0;
    case MODEL_TYPE_CODE:
      code = model_field_code_index (self->field, value, strlen (value));
      self->u8[row] = (guint8) MAX (code, 0);
      return code >= 0;
    case MODEL_TYPE_MULTICODE:
      return parse_bits (self->field, value, &self->bits[row]);
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_DATETIME:
      date = model_value_date (value);
      self->i32[row] = base_date_is_set (date) ? base_date_last_day (date) : 0;
      return base_date_is_set (date);
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_DURATION_DAYS:
    case MODEL_TYPE_REFERENCE:
    case MODEL_TYPE_REAL:
      return set_number (self, row, value);
    case MODEL_TYPE_TEXT:
    default:
      return FALSE;
    }
}

void
model_column_set (ModelColumn *self,
                  guint        row,
                  const char  *value)
{
  ModelMissing missing;

  g_return_if_fail (self != NULL && row < self->n);
  g_return_if_fail (self->kind != MODEL_COLUMN_TEXT);

  missing = model_value_missing (value);
  /* A value that doesn't fit its field can't come from the register; it is unknown, not a number.
   */
  if (missing == MODEL_MISSING_NONE && !set_present (self, row, value))
    missing = MODEL_MISSING_UNKNOWN;
  if (missing != MODEL_MISSING_NONE)
    {
      gsize size = size_of_kind (self->kind);

      memset ((guint8 *) self->data + row * size, 0, size);
    }
  if (self->missing == NULL)
    {
      if (missing == MODEL_MISSING_NONE)
        return;
      self->missing = g_malloc0 (self->n);
    }
  self->missing[row] = (guint8) missing;
}

ModelMissing
model_column_missing (const ModelColumn *self,
                      guint              row)
{
  g_return_val_if_fail (self != NULL && row < self->n, MODEL_MISSING_NOT_ASKED);
  return self->missing == NULL ? MODEL_MISSING_NONE : (ModelMissing) self->missing[row];
}

double
model_column_number (const ModelColumn *self,
                     guint              row)
{
  if (model_column_missing (self, row) != MODEL_MISSING_NONE)
    return NAN;
  switch (self->kind)
    {
    case MODEL_COLUMN_U8:
      return self->u8[row];
    case MODEL_COLUMN_I32:
      return self->i32[row];
    case MODEL_COLUMN_F64:
      return self->f64[row];
    case MODEL_COLUMN_BITS:
    case MODEL_COLUMN_TEXT:
    default:
      return self->bits[row];
    }
}

/* --- the frame of a CSV source --- */

struct _ModelFrame
{
  gatomicrefcount refs;
  ModelDictionary *dictionary;
  guint n_rows;
  GPtrArray *columns; /* of ModelColumn */
  char *file;         /* NULL with lines: not from a file */
  guint32 *lines;
};

ModelFrame *
model_frame_new (ModelDictionary *dictionary,
                 guint            n_rows)
{
  ModelFrame *self;

  g_return_val_if_fail (dictionary != NULL, NULL);

  self = g_new0 (ModelFrame, 1);
  g_atomic_ref_count_init (&self->refs);
  self->dictionary = model_dictionary_ref (dictionary);
  self->n_rows = n_rows;
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) model_column_unref);
  return self;
}

void
model_frame_take_column (ModelFrame  *self,
                         ModelColumn *column)
{
  g_return_if_fail (self != NULL && column != NULL);
  g_return_if_fail (column->n == self->n_rows);
  g_ptr_array_add (self->columns, column);
}

void
model_frame_set_lines (ModelFrame *self,
                       const char *file,
                       guint32    *lines)
{
  g_return_if_fail (self != NULL && file != NULL && lines != NULL && self->lines == NULL);
  self->file = g_strdup (file);
  self->lines = lines;
}

const char *
model_frame_file (ModelFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->file;
}

guint32
model_frame_line (ModelFrame *self,
                  guint       row)
{
  g_return_val_if_fail (self != NULL && row < self->n_rows, 0);
  return self->lines != NULL ? self->lines[row] : 0;
}

ModelFrame *
model_frame_ref (ModelFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
model_frame_unref (ModelFrame *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->columns);
  model_dictionary_unref (self->dictionary);
  g_free (self->file);
  g_free (self->lines);
  g_free (self);
}

ModelDictionary *
model_frame_dictionary (ModelFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->dictionary;
}

guint
model_frame_n_rows (ModelFrame *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_rows;
}

ModelColumn *
model_frame_column (ModelFrame *self,
                    const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);
  for (guint i = 0; i < self->columns->len; i++)
    {
      ModelColumn *column = g_ptr_array_index (self->columns, i);

      if (strcmp (column->field->id, id) == 0)
        return column;
    }
  return NULL;
}
