/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See io-codebook.h. Knows no field: all is read from the dictionary. */
#include "io-codebook.h"

#include <math.h>

#include "base-number.h"
#include "io-table.h"
#include "model-value.h"

static const char *const heads[] = {
  "file",    "column", "label", "description", "type",       "unit",        "required", "codes",
  "missing", "least",  "most",  "usual_least", "usual_most", "identifying", "asked_if"
};

static const char *
type_id (ModelType type)
{
  switch (type)
    {
    case MODEL_TYPE_INTEGER:
      return "integer";
    case MODEL_TYPE_REAL:
      return "real";
    case MODEL_TYPE_BOOLEAN:
      return "boolean";
    case MODEL_TYPE_CODE:
      return "code";
    case MODEL_TYPE_MULTICODE:
      return "codes";
    case MODEL_TYPE_DATE:
      return "date";
    case MODEL_TYPE_DATETIME:
      return "datetime";
    case MODEL_TYPE_DURATION_DAYS:
      return "days";
    case MODEL_TYPE_REFERENCE:
      return "reference";
    case MODEL_TYPE_TEXT:
    default:
      return "text";
    }
}

/* What may stand in a cell beside a number, a date or a text. */
static char *
codes_of (const ModelField *field)
{
  GString *codes = g_string_new (NULL);

  if (field->type == MODEL_TYPE_REFERENCE)
    g_string_append_printf (codes, "key in %s.csv", model_table_file (field->references));
  if (field->type == MODEL_TYPE_BOOLEAN)
    g_string_append (codes, "true | false");
  for (guint i = 0; i < field->n_codes; i++)
    g_string_append_printf (codes, "%s%s=%s", i > 0 ? " | " : "", field->codes[i].id,
                            field->codes[i].label);
  return g_string_free (codes, FALSE);
}

static char *
missing_of (const ModelField *field)
{
  static const char *const words[MODEL_N_MISSING] = {
    [MODEL_MISSING_NOT_ASKED] = "not asked",
    [MODEL_MISSING_UNKNOWN] = "unknown",
    [MODEL_MISSING_NOT_APPLICABLE] = "not applicable",
    [MODEL_MISSING_PENDING] = "pending",
  };
  GString *kinds = g_string_new (NULL);

  for (ModelMissing kind = MODEL_MISSING_NOT_ASKED; kind < MODEL_N_MISSING; kind++)
    {
      gboolean allowed = kind == MODEL_MISSING_NOT_ASKED ? field->required != MODEL_REQUIRED_HARD
                                                         : (field->missing_allowed >> kind) & 1;
      const char *cell =
          kind == MODEL_MISSING_NOT_ASKED ? "empty" : model_value_from_missing (kind);

      if (allowed)
        g_string_append_printf (kinds, "%s%s=%s", kinds->len > 0 ? " | " : "", cell, words[kind]);
    }
  return g_string_free (kinds, FALSE);
}

static void
write_bound (IoCsvWriter *writer, double bound)
{
  char buffer[BASE_NUMBER_SIZE];

  io_csv_writer_cell (writer, isfinite (bound) ? base_number_to_buffer (bound, buffer) : NULL);
}

/* column, asked_if: the field's own where NULL. */
static void
write_field (IoCsvWriter *writer,
             const char *file,
             const ModelField *field,
             const char *column,
             const char *asked_if)
{
  static const char *const required[] = { "no", "soft", "hard" };
  static const char *const identifying[] = { "no", "quasi", "direct" };
  g_autofree char *codes = codes_of (field), *missing = missing_of (field);

  io_csv_writer_cell (writer, file);
  io_csv_writer_cell (writer, column != NULL ? column : field->id);
  io_csv_writer_cell (writer, field->label);
  io_csv_writer_cell (writer, field->help);
  io_csv_writer_cell (writer, type_id (field->type));
  io_csv_writer_cell (writer, field->unit);
  io_csv_writer_cell (writer, required[field->required]);
  io_csv_writer_cell (writer, codes);
  io_csv_writer_cell (writer, missing);
  write_bound (writer, field->hard_min);
  write_bound (writer, field->hard_max);
  write_bound (writer, field->soft_min);
  write_bound (writer, field->soft_max);
  io_csv_writer_cell (writer, identifying[field->identifying]);
  io_csv_writer_cell (writer, asked_if != NULL ? asked_if : field->shown_if);
  io_csv_writer_end_row (writer);
}

/* The columns that say where a row belongs. */
static void
write_keys (IoCsvWriter *writer, const char *file, ModelTable table)
{
  ModelTable parent = model_table_parent (table);
  ModelField key = { .type = MODEL_TYPE_INTEGER,
                     .required = MODEL_REQUIRED_HARD,
                     .hard_min = 1,
                     .hard_max = NAN,
                     .soft_min = NAN,
                     .soft_max = NAN };
  ModelField patient = { .type = MODEL_TYPE_TEXT,
                         .label = "Patient code",
                         .help = "The code, in patients.csv, of the patient it belongs to.",
                         .required = MODEL_REQUIRED_HARD,
                         .hard_min = NAN,
                         .hard_max = NAN,
                         .soft_min = NAN,
                         .soft_max = NAN,
                         .identifying = MODEL_IDENTIFYING_QUASI };

  if (io_table_patient_column (table) != NULL)
    write_field (writer, file, &patient, io_table_patient_column (table), NULL);
  if (io_table_key_column (table) != NULL)
    {
      key.label = "Number of the row";
      key.help = "Given once for each row of this file within a patient, and never again.";
      write_field (writer, file, &key, io_table_key_column (table), NULL);
    }
  if (io_table_parent_column (table) != NULL)
    {
      key.label = parent == MODEL_TABLE_CYCLE ? "Cycle" : "Transfer";
      key.help = "The row that this one hangs below.";
      key.type = MODEL_TYPE_REFERENCE;
      /* A child hangs below an outcome, whose key is its transfer's. */
      key.references = parent == MODEL_TABLE_CYCLE ? MODEL_TABLE_CYCLE : MODEL_TABLE_TRANSFER;
      write_field (writer, file, &key, io_table_parent_column (table), NULL);
    }
}

static void
write_tests (IoCsvWriter *writer, const char *file, ModelDictionary *dictionary)
{
  for (guint i = 0; i < model_dictionary_n_fields (dictionary, MODEL_TABLE_TEST); i++)
    {
      const ModelField *test = model_dictionary_field (dictionary, MODEL_TABLE_TEST, i);
      g_autofree char *asked_if = g_strdup_printf ("test = %s", test->id);

      write_field (writer, file, test, "value", asked_if);
    }
}

static void
write_table (IoCsvWriter *writer, ModelDictionary *dictionary, ModelTable table)
{
  g_autofree char *file = g_strconcat (model_table_file (table), ".csv", NULL);

  write_keys (writer, file, table);
  for (guint i = 0; i < model_dictionary_n_stored (dictionary, table); i++)
    {
      const ModelField *field = model_dictionary_stored (dictionary, table, i);

      write_field (writer, file, field, NULL, NULL);
      if (table == MODEL_TABLE_INVESTIGATION && g_str_equal (field->id, "value"))
        write_tests (writer, file, dictionary);
    }
}

gboolean
io_codebook_write (ModelDictionary *dictionary, guint tables, const char *path, GError **error)
{
  IoCsvWriter *writer;

  g_return_val_if_fail (dictionary != NULL && path != NULL, FALSE);

  writer = io_csv_writer_open (path, ',', error);
  if (writer == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    io_csv_writer_cell (writer, heads[i]);
  io_csv_writer_end_row (writer);
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    if ((tables >> table) & 1)
      write_table (writer, dictionary, table);
  return io_csv_writer_close (writer, error);
}
