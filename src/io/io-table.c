/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a table from CSV and back. Checks each cell against its field; what rows say of each
 * other is not known here. */
#include "io-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "model-value.h"

/* Longer names aren't shown: they are no column's. */
#define MAX_NAME_CHARACTERS 60

typedef enum { COLUMN_UNKNOWN, COLUMN_PATIENT, COLUMN_KEY, COLUMN_PARENT, COLUMN_FIELD } ColumnKind;

typedef struct
{
  ColumnKind kind;
  const ModelField *field; /* of PATIENT: the field `code` */
} Column;

struct _IoTableReader
{
  IoCsvReader *csv;
  ModelDictionary *dictionary;
  ModelTable table;
  char *file;
  IoProblemFunc problem;
  gpointer user_data;
  gboolean decimal_comma;
  guint n_columns;
  Column *columns;
  gboolean has_keys;
  guint late; /* the column of an investigation's result, which its test types; G_MAXUINT: none */
  ModelRow row;
  const char *patient;
  GPtrArray *made; /* canonical values that aren't as written in the file */
};

const char *
io_table_patient_column (ModelTable table)
{
  return table == MODEL_TABLE_PATIENT ? NULL : "patient";
}

const char *
io_table_key_column (ModelTable table)
{
  return table == MODEL_TABLE_PATIENT || table == MODEL_TABLE_IDENTITY
             || table == MODEL_TABLE_TRANSFER_OUTCOME
           ? NULL
           : "key";
}

const char *
io_table_parent_column (ModelTable table)
{
  switch (model_table_parent (table))
    {
    case MODEL_TABLE_CYCLE:
      return "cycle";
    case MODEL_TABLE_TRANSFER:
    case MODEL_TABLE_TRANSFER_OUTCOME:
      return "transfer";
    default:
      return NULL;
    }
}

/* --- opening --- */

static void
tell (IoTableReader *self,
      guint          column,
      const char    *expected)
{
  const char *name = column < self->n_columns ? io_csv_reader_name (self->csv, column) : "";

  self->problem (self->file, io_csv_reader_line (self->csv), name, expected, self->user_data);
}

static Column
find_column (IoTableReader *self,
             const char    *name)
{
  const ModelField *code = model_dictionary_find (self->dictionary, MODEL_TABLE_PATIENT, "code");
  const ModelField *field;

  if (g_strcmp0 (name, io_table_patient_column (self->table)) == 0)
    return (Column) { COLUMN_PATIENT, code };
  if (g_strcmp0 (name, io_table_key_column (self->table)) == 0)
    return (Column) { COLUMN_KEY, NULL };
  if (g_strcmp0 (name, io_table_parent_column (self->table)) == 0)
    return (Column) { COLUMN_PARENT, NULL };
  field = model_dictionary_find (self->dictionary, self->table, name);
  if (field == NULL || field->derived != NULL)
    return (Column) { COLUMN_UNKNOWN, NULL };
  return (Column) { COLUMN_FIELD, field };
}

static gboolean
is_double (IoTableReader *self,
           guint          column)
{
  for (guint i = 0; i < column; i++)
    if (self->columns[i].kind == self->columns[column].kind
        && self->columns[i].field == self->columns[column].field)
      return TRUE;
  return FALSE;
}

/* Without the patient's column the first line may be no header at all but a patient: it isn't
 * quoted then. */
static gboolean
find_columns (IoTableReader *self,
              GError       **error)
{
  const char *patient = self->table == MODEL_TABLE_PATIENT ? "code" : "patient";
  gboolean found = FALSE;

  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *name = io_csv_reader_name (self->csv, i);

      self->columns[i] = find_column (self, name);
      found |= strcmp (name, patient) == 0;
      self->has_keys |= self->columns[i].kind == COLUMN_KEY;
      if (self->columns[i].field != NULL && self->columns[i].kind == COLUMN_FIELD
          && self->table == MODEL_TABLE_INVESTIGATION && strcmp (name, "value") == 0)
        self->late = i;
    }
  self->has_keys |= io_table_key_column (self->table) == NULL;
  if (!found)
    {
      g_set_error (error, IO_CSV_ERROR, IO_CSV_ERROR_FORMAT,
                   _ ("Expected a first line with the names of the columns, among them “%s”."),
                   patient);
      self->problem (self->file, 1, patient, (*error)->message, self->user_data);
      return FALSE;
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *name = io_csv_reader_name (self->csv, i);

      if (self->columns[i].kind == COLUMN_UNKNOWN)
        {
          g_autofree char *number = g_strdup_printf ("%u", i + 1);
          gboolean shown = *name != '\0' && g_utf8_strlen (name, -1) <= MAX_NAME_CHARACTERS;

          self->problem (self->file, 1, shown ? name : number,
                         _ ("Expected a column of this table; this one is not known."),
                         self->user_data);
        }
      else if (is_double (self, i))
        {
          tell (self, i, _("Expected each column once."));
          self->columns[i].kind = COLUMN_UNKNOWN;
        }
    }
  return TRUE;
}

IoTableReader *
io_table_reader_open (ModelDictionary *dictionary,
                      ModelTable       table,
                      const char      *path,
                      IoProblemFunc    problem,
                      gpointer         user_data,
                      GError         **error)
{
  g_autoptr (IoTableReader) self = NULL;
  GError *local = NULL;

  g_return_val_if_fail (dictionary != NULL && table < MODEL_N_TABLES && problem != NULL, NULL);

  self = g_new0 (IoTableReader, 1);
  self->dictionary = model_dictionary_ref (dictionary);
  self->table = table;
  self->file = g_path_get_basename (path);
  self->problem = problem;
  self->user_data = user_data;
  self->late = G_MAXUINT;
  self->made = g_ptr_array_new_with_free_func (g_free);
  self->csv = io_csv_reader_open (path, &local);
  if (self->csv == NULL)
    {
      if (local->domain == IO_CSV_ERROR)
        problem (self->file, 1, "", local->message, user_data);
      g_propagate_error (error, local);
      return NULL;
    }
  self->decimal_comma = io_csv_reader_delimiter (self->csv) == ';';
  self->n_columns = io_csv_reader_n_columns (self->csv);
  self->columns = g_new0 (Column, self->n_columns);
  self->row =
      (ModelRow){ .table = table, .n_values = model_dictionary_n_stored (dictionary, table) };
  self->row.values = g_new0 (char *, self->row.n_values);
  if (!find_columns (self, &local))
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
io_table_reader_free (IoTableReader *self)
{
  if (self == NULL)
    return;
  io_csv_reader_free (self->csv);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  g_clear_pointer (&self->made, g_ptr_array_unref);
  g_free (self->row.values);
  g_free (self->columns);
  g_free (self->file);
  g_free (self);
}

/* --- cells --- */

/* The canonical value of a cell; FALSE when it is none, which was told. */
static gboolean
read_value (IoTableReader    *self,
            guint             column,
            const ModelField *field,
            const char      **out_value)
{
  g_autoptr (GError) local = NULL;
  char *made = NULL;
  gsize length;
  const char *cell = io_csv_reader_cell (self->csv, column, &length);

  *out_value = NULL;
  if (length == 0)
    return TRUE;
  if (G_LIKELY (model_value_is_canonical (field, cell, length)))
    {
      *out_value = cell;
      return TRUE;
    }
  if (!model_value_check (field, cell, self->decimal_comma, &made, &local))
    {
      tell (self, column, local->message);
      return FALSE;
    }
  if (made != NULL)
    g_ptr_array_add (self->made, made);
  *out_value = made;
  return TRUE;
}

static gboolean
read_key (IoTableReader *self,
          guint          column,
          gint64        *out_key)
{
  gsize length;
  const char *cell = io_csv_reader_cell (self->csv, column, &length);

  *out_key = 0;
  /* Keys that a register could have; more would leave no room for the next one. */
  if (length == 0 || (base_integer_parse (cell, out_key) && *out_key > 0 && *out_key <= G_MAXINT32))
    return TRUE;
  *out_key = 0;
  tell (self, column, _("Expected the key of a row: a whole number from 1 on."));
  return FALSE;
}

/* The field that types an investigation's result; in another unit than its own the test's range
 * says nothing, and *out_unbounded is what is returned. */
static const ModelField *
result_field (IoTableReader    *self,
              const ModelField *field,
              ModelField       *out_unbounded)
{
  const ModelField *by = model_row_value_field (self->dictionary, &self->row, field);
  const char *unit
    = model_row_get (&self->row, model_dictionary_find (self->dictionary, self->table, "unit"));

  if (by == field || by->unit == NULL || model_value_missing (unit) != MODEL_MISSING_NONE
      || strcmp (unit, by->unit) == 0)
    return by;
  *out_unbounded = *by;
  out_unbounded->hard_min = out_unbounded->hard_max = NAN;
  return out_unbounded;
}

static gboolean
read_cell (IoTableReader *self,
           guint          i)
{
  const Column *column = &self->columns[i];
  const ModelField *field = column->field;
  ModelField by_test;
  const char *value;

  switch (column->kind)
    {
    case COLUMN_PATIENT:
      return read_value (self, i, field, &self->patient);
    case COLUMN_KEY:
      return read_key (self, i, &self->row.key);
    case COLUMN_PARENT:
      return read_key (self, i, &self->row.parent);
    case COLUMN_FIELD:
      if (i == self->late)
        field = result_field (self, field, &by_test);
      if (!read_value (self, i, field, &value))
        return FALSE;
      self->row.values[column->field->column] = (char *) value;
      return TRUE;
    case COLUMN_UNKNOWN:
    default:
      return TRUE;
    }
}

/* That the row says whose it is, and on which row it hangs. */
static gboolean
check_place (IoTableReader *self)
{
  gboolean good = TRUE;
  const char *parent = io_table_parent_column (self->table);

  if (self->table == MODEL_TABLE_PATIENT)
    {
      const ModelField *code = model_dictionary_find (self->dictionary, self->table, "code");

      self->patient = self->row.values[code->column];
    }
  if (self->patient == NULL || model_value_missing (self->patient) != MODEL_MISSING_NONE)
    {
      self->patient = NULL;
      self->problem (self->file, io_csv_reader_line (self->csv),
                     self->table == MODEL_TABLE_PATIENT ? "code" : "patient",
                     _("Expected the patient's code."), self->user_data);
      good = FALSE;
    }
  if (self->table == MODEL_TABLE_TRANSFER_OUTCOME && self->row.parent == 0)
    {
      self->problem (self->file, io_csv_reader_line (self->csv), parent,
                     _("Expected the key of the transfer."), self->user_data);
      good = FALSE;
    }
  if (self->table == MODEL_TABLE_TRANSFER_OUTCOME)
    self->row.key = self->row.parent;
  else if (self->table == MODEL_TABLE_PATIENT || self->table == MODEL_TABLE_IDENTITY)
    self->row.key = 1;
  return good;
}

static gboolean
read_row (IoTableReader *self)
{
  guint n_cells = io_csv_reader_n_cells (self->csv);
  guint n = MIN (n_cells, self->n_columns);
  gboolean good = TRUE;

  for (guint i = 0; i < n; i++)
    if (i != self->late)
      good &= read_cell (self, i);
  if (self->late < n)
    good &= read_cell (self, self->late);
  if (n_cells != self->n_columns)
    {
      g_autofree char *expected = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "Expected %u cell, as in the first line.",
                       "Expected %u cells, as in the first line.", self->n_columns),
          self->n_columns);
      tell (self, G_MAXUINT, expected);
      good = FALSE;
    }
  return check_place (self) && good;
}

IoTableResult
io_table_reader_next (IoTableReader *self,
                      GError       **error)
{
  GError *local = NULL;

  g_return_val_if_fail (self != NULL, IO_TABLE_END);

  memset (self->row.values, 0, self->row.n_values * sizeof (char *));
  self->row.patient = self->row.key = self->row.parent = 0;
  self->patient = NULL;
  if (self->made->len > 0)
    g_ptr_array_set_size (self->made, 0);
  if (io_csv_reader_next (self->csv, &local))
    return read_row (self) ? IO_TABLE_ROW : IO_TABLE_BAD;
  if (local == NULL)
    return IO_TABLE_END;
  if (local->domain == IO_CSV_ERROR)
    {
      tell (self, io_csv_reader_column (self->csv) - 1, local->message);
      g_error_free (local);
    }
  else
    g_propagate_error (error, local);
  return IO_TABLE_BROKEN;
}

/* --- what was read --- */

ModelRow *
io_table_reader_row (IoTableReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->row;
}

const char *
io_table_reader_patient (IoTableReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->patient;
}

const char *
io_table_reader_file (IoTableReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->file;
}

guint64
io_table_reader_line (IoTableReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return io_csv_reader_line (self->csv);
}

guint64
io_table_reader_position (IoTableReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return io_csv_reader_position (self->csv);
}

gboolean
io_table_reader_has_keys (IoTableReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->has_keys;
}

char
io_table_reader_delimiter (IoTableReader *self)
{
  g_return_val_if_fail (self != NULL, ',');
  return io_csv_reader_delimiter (self->csv);
}

void
io_table_reader_copy_header (IoTableReader *self,
                             IoCsvWriter   *writer)
{
  g_return_if_fail (self != NULL && writer != NULL);

  for (guint i = 0; i < self->n_columns; i++)
    io_csv_writer_cell (writer, io_csv_reader_name (self->csv, i));
  io_csv_writer_end_row (writer);
}

void
io_table_reader_copy_row (IoTableReader *self,
                          IoCsvWriter   *writer)
{
  g_return_if_fail (self != NULL && writer != NULL);

  for (guint i = 0; i < io_csv_reader_n_cells (self->csv); i++)
    io_csv_writer_cell (writer, io_csv_reader_cell (self->csv, i, NULL));
  io_csv_writer_end_row (writer);
}

/* --- writing --- */

void
io_table_write_header (ModelDictionary *dictionary,
                       ModelTable       table,
                       IoCsvWriter     *writer)
{
  const char *const columns[] = { io_table_patient_column (table), io_table_key_column (table),
                                  io_table_parent_column (table) };

  g_return_if_fail (dictionary != NULL && table < MODEL_N_TABLES && writer != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i] != NULL)
      io_csv_writer_cell (writer, columns[i]);
  for (guint i = 0; i < model_dictionary_n_stored (dictionary, table); i++)
    io_csv_writer_cell (writer, model_dictionary_stored (dictionary, table, i)->id);
  io_csv_writer_end_row (writer);
}

static void
write_key (gint64       key,
           IoCsvWriter *writer)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, key);
  io_csv_writer_cell (writer, key > 0 ? text : NULL);
}

void
io_table_write_row (const char     *patient,
                    const ModelRow *row,
                    IoCsvWriter    *writer)
{
  g_return_if_fail (row != NULL && writer != NULL);

  if (io_table_patient_column (row->table) != NULL)
    io_csv_writer_cell (writer, patient);
  if (io_table_key_column (row->table) != NULL)
    write_key (row->key, writer);
  if (io_table_parent_column (row->table) != NULL)
    write_key (row->table == MODEL_TABLE_TRANSFER_OUTCOME ? row->key : row->parent, writer);
  for (guint i = 0; i < row->n_values; i++)
    io_csv_writer_cell (writer, row->values[i]);
  io_csv_writer_end_row (writer);
}
