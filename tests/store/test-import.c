/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bulk: random registers with every field, missing kind and kind of text come back as they went
 * in; the same again changes nothing; a bad row leaves no trace; and the dataset's chunks and
 * columns are what the model makes of the records. */
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "model-value.h"
#include "test-store-common.h"

/* Rows come after those they refer to. */
static const ModelTable order[]
  = { MODEL_TABLE_PATIENT,          MODEL_TABLE_IDENTITY,   MODEL_TABLE_PARTNER,
      MODEL_TABLE_CYCLE,            MODEL_TABLE_TRANSFER,   MODEL_TABLE_EMBRYO,
      MODEL_TABLE_INFUSION,         MODEL_TABLE_MEDICATION, MODEL_TABLE_ADVERSE_EVENT,
      MODEL_TABLE_TRANSFER_OUTCOME, MODEL_TABLE_CHILD,      MODEL_TABLE_FOLLOWUP,
      MODEL_TABLE_CONSENT,          MODEL_TABLE_INVESTIGATION, MODEL_TABLE_PREGNANCY };

#define N_ROWS 3 /* of each table and patient, with keys 1 to 3 */

/* --- random values, in export notation --- */

static char *
random_number (const ModelField *field,
               GRand            *rand)
{
  double low = isnan (field->hard_min) ? -1e6 : field->hard_min;
  double high = isnan (field->hard_max) ? 1e6 : field->hard_max;
  double value = low + (high - low) * g_rand_double (rand);

  if (field->type != MODEL_TYPE_REAL)
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      return base_number_to_text (value);
    case 1:
      return base_number_to_text (rint (value * 100) / 100);
    case 2:
      return base_number_to_text (value * 1e-9);
    case 3:
      return base_number_to_text (value * 1e12);
    default:
      return base_number_to_text (rint (value));
    }
}

static char *
random_date (GRand *rand)
{
  int year = g_rand_int_range (rand, 1990, 2024), month = g_rand_int_range (rand, 1, 13);

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return g_strdup_printf ("%04d", year);
    case 1:
      return g_strdup_printf ("%04d-%02d", year, month);
    default:
      return g_strdup_printf ("%04d-%02d-%02d", year, month, g_rand_int_range (rand, 1, 29));
    }
}

static char *
random_codes (const ModelField *field,
              GRand            *rand)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < field->n_codes; i++)
    if (g_rand_int_range (rand, 0, 4) == 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", field->codes[i].id);
  if (text->len == 0)
    g_string_append (text, field->codes[0].id);
  return g_string_free (text, FALSE);
}

static char *
random_text (GRand *rand)
{
  static const char *const texts[]
    = { "plain", "\"quoted\", with comma", "two\nlines", "=1+1", "e\xcc\x81 combining", "?", "n/a",
        "pending", "\\", "\\?", "\\\\n", " spaces ", "Ångström", "0", "NULL", "a'b;--" };

  if (g_rand_int_range (rand, 0, 40) == 0)
    return g_strnfill (10000, 'x');
  return model_value_from_text (texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
}

static char *
random_value (const ModelField *field,
              GRand            *rand)
{
  if (field->table == MODEL_TABLE_PATIENT && strcmp (field->id, "code") == 0)
    return NULL;
  if (g_rand_int_range (rand, 0, 3) == 0)
    {
      int kind = g_rand_int_range (rand, MODEL_MISSING_NOT_ASKED, MODEL_N_MISSING);

      return kind == MODEL_MISSING_NOT_ASKED ? NULL : g_strdup (model_value_from_missing (kind));
    }
  switch (field->type)
    {
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REAL:
    case MODEL_TYPE_DURATION_DAYS:
      return random_number (field, rand);
    case MODEL_TYPE_BOOLEAN:
      return g_strdup (g_rand_boolean (rand) ? "true" : "false");
    case MODEL_TYPE_CODE:
      return g_strdup (field->codes[g_rand_int_range (rand, 0, field->n_codes)].id);
    case MODEL_TYPE_MULTICODE:
      return random_codes (field, rand);
    case MODEL_TYPE_DATE:
      return random_date (rand);
    case MODEL_TYPE_DATETIME:
      return g_rand_boolean (rand) ? random_date (rand) : g_strdup ("2011-03-09T14:05");
    case MODEL_TYPE_REFERENCE:
      return g_strdup_printf ("%d", g_rand_int_range (rand, 1, N_ROWS + 1));
    case MODEL_TYPE_TEXT:
    default:
      return random_text (rand);
    }
}

static ModelRow *
random_row (ModelTable table,
            gint64     patient,
            gint64     key,
            GRand     *rand)
{
  ModelRow *row = model_row_new (test_dictionary (), table);

  row->patient = patient;
  row->key = key;
  if (model_table_parent (table) != MODEL_N_TABLES)
    row->parent =
        table == MODEL_TABLE_TRANSFER_OUTCOME ? key : g_rand_int_range (rand, 1, N_ROWS + 1);
  for (guint i = 0; i < row->n_values; i++)
    row->values[i] = random_value (model_dictionary_stored (test_dictionary (), table, i), rand);
  if (table == MODEL_TABLE_PATIENT)
    {
      g_autofree char *code = g_strdup_printf ("P%" G_GINT64_FORMAT, patient);

      model_row_set (row, test_field (table, "code"), code);
    }
  return row;
}

/* All rows of a random register: some patients in the first chunk, some in the second. */
static GPtrArray *
random_rows (GRand *rand,
             guint  n_patients)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) model_row_free);

  for (gsize t = 0; t < G_N_ELEMENTS (order); t++)
    for (guint i = 0; i < n_patients; i++)
      {
        gboolean single = order[t] == MODEL_TABLE_PATIENT || order[t] == MODEL_TABLE_IDENTITY;
        gint64 patient = i % 2 == 0 ? i + 1 : MODEL_CHUNK_PATIENTS + i;

        for (int key = 1; key <= (single ? 1 : N_ROWS); key++)
          g_ptr_array_add (rows, random_row (order[t], patient, key, rand));
      }
  return rows;
}

/* --- importing --- */

static StoreImport *
begin (Store *store)
{
  StoreChangeInfo info = { "importer", "Import", NULL };
  GError *error = NULL;
  StoreImport *import = store_import_begin (store, STORE_CHANGE_IMPORT, &info, &error);

  g_assert_no_error (error);
  return import;
}

static void
import_rows (StoreImport      *import,
             GPtrArray        *rows,
             StoreImportResult expected)
{
  GError *error = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      StoreImportResult result = store_import_row (import, g_ptr_array_index (rows, i), &error);

      g_assert_no_error (error);
      g_assert_cmpint (result, ==, expected);
    }
}

static void
compare_row (const ModelRecord *record,
             const ModelRow    *row)
{
  const ModelRow *found = model_record_find (record, row->table, row->key);

  g_assert_nonnull (found);
  for (guint i = 0; i < row->n_values; i++)
    g_assert_cmpstr (found->values[i], ==, row->values[i]);
  if (row->parent > 0)
    g_assert_cmpint (found->parent, ==, row->parent);
}

static void
compare_rows (Store     *store,
              GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (rows, i);
      g_autoptr (ModelRecord) record
        = store_read_record (store, row->patient, STORE_RECORD_IDENTITY, NULL);

      compare_row (record, row);
    }
}

static char *
import_random (const char *folder,
               GRand      *rand,
               GPtrArray **out_rows)
{
  char *path = test_register_new (folder, 0);
  Store *store = test_open (path, STORE_WRITE);
  StoreImport *import = begin (store);
  GError *error = NULL;

  *out_rows = random_rows (rand, 24);
  import_rows (import, *out_rows, STORE_IMPORT_INSERTED);
  g_assert_cmpint (store_import_commit (import, &error), ==, 1);
  g_assert_no_error (error);
  store_close (store);
  return path;
}

static void
test_import_lossless (void)
{
  char *folder = test_folder_new ();
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *path = import_random (folder, rand, &rows);
  Store *store = test_open (path, STORE_WRITE);
  StoreImport *import;
  GError *error = NULL;

  g_test_message ("seed %u", seed);
  compare_rows (store, rows);
  import = begin (store);
  import_rows (import, rows, STORE_IMPORT_UNCHANGED);
  g_assert_cmpint (store_import_commit (import, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (store_newest_change (store), ==, 1);
  store_check (store, &error);
  g_assert_no_error (error);
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
  store_close (store);
  test_folder_free (folder);
}

static StoreImportResult
import_one (StoreImport *import,
            ModelRow    *row,
            int          code)
{
  GError *error = NULL;
  StoreImportResult result = store_import_row (import, row, &error);

  if (result == STORE_IMPORT_REJECTED)
    g_assert_error (error, STORE_ERROR, code);
  else
    g_assert_no_error (error);
  g_clear_error (&error);
  model_row_free (row);
  return result;
}

static void
test_import_refused (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 3);
  Store *store = test_open (path, STORE_WRITE);
  StoreImport *import;
  GError *error = NULL;
  g_autofree char *value = NULL;

  test_change (store, "Archive", model_edit_archive (MODEL_TABLE_TRANSFER, 2, 2));
  import = begin (store);
  /* The code or the number of somebody else, a reference to nothing, no number, another parent. */
  g_assert_cmpint (import_one (import, test_row (MODEL_TABLE_PATIENT, 9, 0, 0, "code", "P1", NULL),
                               STORE_ERROR_EXISTS),
                   ==, STORE_IMPORT_REJECTED);
  g_assert_cmpint (import_one (import, test_row (MODEL_TABLE_PATIENT, 1, 0, 0, "code", "P9", NULL),
                               STORE_ERROR_EXISTS),
                   ==, STORE_IMPORT_REJECTED);
  g_assert_cmpint (import_one (import,
                               test_row (MODEL_TABLE_EMBRYO, 1, 1, 7, "position", "1", NULL),
                               STORE_ERROR_CONSTRAINT),
                   ==, STORE_IMPORT_REJECTED);
  g_assert_cmpint (import_one (import,
                               test_row (MODEL_TABLE_TRANSFER, 77, 0, 0, "kind", "fresh", NULL),
                               STORE_ERROR_CONSTRAINT),
                   ==, STORE_IMPORT_REJECTED);
  g_assert_cmpint (
      import_one (import,
                  test_row (MODEL_TABLE_PATIENT, 0, 0, 0, "code", "P8", "height_cm", "tall", NULL),
                  STORE_ERROR_CONSTRAINT),
      ==, STORE_IMPORT_REJECTED);
  g_assert_cmpint (import_one (import,
                               test_row (MODEL_TABLE_PATIENT, 0, 0, 0, "height_cm", "170", NULL),
                               STORE_ERROR_CONSTRAINT),
                   ==, STORE_IMPORT_REJECTED);
  /* What was archived isn't written to, nor made again. */
  g_assert_cmpint (import_one (import,
                               test_row (MODEL_TABLE_TRANSFER, 2, 2, 1, "kind", "fresh", NULL),
                               STORE_ERROR_EXISTS),
                   ==, STORE_IMPORT_REJECTED);
  /* Refused at its second field: the first one leaves no trace. */
  g_assert_cmpint (
      import_one (import,
                  test_row (MODEL_TABLE_CYCLE, 1, 1, 0, "clinic", "Other", "partner", "5", NULL),
                  STORE_ERROR_CONSTRAINT),
      ==, STORE_IMPORT_REJECTED);
  g_assert_cmpint (import_one (import,
                               test_row (MODEL_TABLE_PATIENT, 0, 0, 0, "code", "P3", "smoking",
                                         "never", "weight_kg", "61.50", NULL),
                               0),
                   ==, STORE_IMPORT_UPDATED);
  g_assert_cmpint (store_import_patient (import, "P3"), ==, 3);
  g_assert_cmpint (store_import_patient (import, "P4"), ==, 0);
  g_assert_true (store_import_setting (import, "clinic", "Here", &error));
  g_assert_cmpint (store_import_commit (import, &error), ==, 3);
  g_assert_no_error (error);
  value = test_value (store, MODEL_TABLE_CYCLE, 1, 1, "clinic");
  g_assert_null (value);
  g_assert_cmpint (test_query (path, "SELECT count (*) FROM history WHERE change_id = 3"), ==, 1);
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
  store_close (store);
  test_folder_free (folder);
}

/* Keys that weren't given: the next ones, whatever order the rows come in. */
static void
test_import_keys (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 2);
  Store *store = test_open (path, STORE_WRITE);
  StoreImport *import = begin (store);
  static const gint64 patients[] = { 1, 2, 1, 1, 2 };
  static const gint64 keys[] = { 3, 3, 4, 5, 4 };

  for (int i = 0; i < 5; i++)
    {
      ModelRow *row = test_row (MODEL_TABLE_TRANSFER, patients[i], 0, 0, "kind", "fresh", NULL);

      g_assert_cmpint (store_import_row (import, row, NULL), ==, STORE_IMPORT_INSERTED);
      g_assert_cmpint (row->key, ==, keys[i]);
      model_row_free (row);
    }
  store_import_rollback (import);
  g_assert_cmpint (store_newest_change (store), ==, 1);
  g_assert_cmpint (test_query (path, "SELECT count (*) FROM transfer"), ==, 4);
  store_close (store);
  test_folder_free (folder);
}

/* --- the dataset --- */

static gboolean
build_cb (ModelRecord *record,
          gpointer     builder)
{
  model_chunk_builder_record (builder, test_dictionary (), record);
  return TRUE;
}

#define SAME(member, n)                                                                            \
  g_assert_cmpmem (a->member, (n) * sizeof *a->member, b->member, (n) * sizeof *b->member)

static void
compare_chunks (const ModelChunk *a,
                const ModelChunk *b)
{
  g_assert_cmpuint (a->n_patients, ==, b->n_patients);
  g_assert_cmpuint (a->n_transfers, ==, b->n_transfers);
  g_assert_cmpuint (a->n_followups, ==, b->n_followups);
  g_assert_cmpuint (a->n_births, ==, b->n_births);
  SAME (patient, a->n_patients);
  SAME (referral_first, a->n_patients);
  SAME (referral_last, a->n_patients);
  SAME (birth_last, a->n_patients);
  SAME (transfer_start, a->n_patients + 1);
  SAME (followup_start, a->n_patients + 1);
  SAME (birth_start, a->n_patients + 1);
  SAME (transfer_key, a->n_transfers);
  SAME (cycle_key, a->n_transfers);
  SAME (date_first, a->n_transfers);
  SAME (date_last, a->n_transfers);
  SAME (status, a->n_transfers);
  SAME (order_in_cycle, a->n_transfers);
  SAME (outcome, a->n_transfers);
  SAME (outcome_first, a->n_transfers);
  SAME (outcome_last, a->n_transfers);
  SAME (sac_first, a->n_transfers);
  SAME (sac_last, a->n_transfers);
  SAME (alive_12_first, a->n_transfers);
  SAME (alive_12_last, a->n_transfers);
  SAME (gestation_days, a->n_transfers);
  SAME (flags, a->n_transfers);
  SAME (followup_first, a->n_followups);
  SAME (followup_last, a->n_followups);
  SAME (followup_status, a->n_followups);
  SAME (followup_reason, a->n_followups);
  SAME (last_contact, a->n_followups);
  SAME (birth_first, a->n_births);
  SAME (birth_last_day, a->n_births);
}

static void
compare_column (const ModelColumn *found,
                guint              row,
                const char        *value)
{
  ModelColumn *expected = model_column_new (found->field, found->per_transfer, 1);

  model_column_set (expected, 0, value);
  g_assert_cmpint (model_column_missing (found, row), ==, model_column_missing (expected, 0));
  if (model_column_missing (expected, 0) == MODEL_MISSING_NONE)
    {
      if (found->kind == MODEL_COLUMN_BITS)
        g_assert_cmpuint (found->bits[row], ==, expected->bits[0]);
      else
        g_assert_cmpfloat (model_column_number (found, row), ==, model_column_number (expected, 0));
    }
  model_column_unref (expected);
}

#define LIMIT 154

/* Each column that can be asked for, against the model's word on each patient and transfer. */
static void
compare_columns (Store      *store,
                 ModelChunk *core,
                 guint       index)
{
  g_autoptr (GPtrArray) fields = model_dictionary_analysable (test_dictionary ());
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  /* No field to be analysed, but compared from transfer to transfer; asked for by its cycle. */
  const ModelField *partner
    = model_dictionary_find (test_dictionary (), MODEL_TABLE_CYCLE, "partner");
  ModelChunk *chunk;
  GError *error = NULL;

  for (guint i = 0; i < fields->len; i++)
    if (((ModelField *) g_ptr_array_index (fields, i))->type != MODEL_TYPE_TEXT)
      g_ptr_array_add (columns, g_ptr_array_index (fields, i));
  g_assert_cmpuint (columns->len, >, 60);
  g_ptr_array_add (columns, (gpointer) partner);
  chunk = store_add_columns (store, core, index, (const ModelField *const *) columns->pdata,
                             columns->len, LIMIT, &error);
  g_assert_no_error (error);
  for (guint p = 0; p < chunk->n_patients; p++)
    {
      g_autoptr (ModelRecord) record
        = store_read_record (store, chunk->patient[p], STORE_RECORD_PLAIN, &error);

      for (guint i = 0; i < columns->len; i++)
        {
          const ModelField *field = g_ptr_array_index (columns, i);
          const ModelColumn *column = model_chunk_column (chunk, field);
          guint from = column->per_transfer ? chunk->transfer_start[p] : p;
          guint to = column->per_transfer ? chunk->transfer_start[p + 1] : p + 1;

          for (guint row = from; row < to; row++)
            {
              gint64 key = !column->per_transfer ? 0
                           : field == partner    ? chunk->cycle_key[row]
                                                 : chunk->transfer_key[row];
              g_autofree char *value
                = model_derive (test_dictionary (), field, record, key, BASE_DAY_NONE, LIMIT);

              compare_column (column, row, value);
            }
        }
    }
  model_chunk_unref (chunk);
}

/* Rows of all kinds set aside, whole patients too. */
static void
archive_some (Store *store,
              GRand *rand)
{
  for (int i = 0; i < 30; i++)
    {
      ModelTable table = order[g_rand_int_range (rand, 0, G_N_ELEMENTS (order))];
      gint64 key = g_rand_int_range (rand, 1, N_ROWS + 1);
      gint64 patient = 1 + 2 * g_rand_int_range (rand, 0, 12);
      g_autoptr (GPtrArray) edits =
          g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
      StoreChangeInfo info = { NULL, "Archive", NULL };

      if (table == MODEL_TABLE_PATIENT && i > 10)
        continue;
      g_ptr_array_add (
          edits, model_edit_archive (table, patient, table <= MODEL_TABLE_IDENTITY ? 1 : key));
      store_change (store, &info, edits, NULL, NULL, NULL);
    }
}

static void
test_import_dataset (void)
{
  char *folder = test_folder_new ();
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *path = import_random (folder, rand, &rows);
  Store *store = test_open (path, STORE_WRITE);
  GError *error = NULL;

  g_test_message ("seed %u", seed);
  archive_some (store, rand);
  for (guint index = 0; index < 2; index++)
    {
      ModelChunkBuilder *builder = model_chunk_builder_new ();
      ModelChunk *found, *expected;

      store_each_record (store, index * MODEL_CHUNK_PATIENTS, (index + 1) * MODEL_CHUNK_PATIENTS,
                         STORE_TABLES_ALL, STORE_RECORD_PLAIN, build_cb, builder, &error);
      g_assert_no_error (error);
      expected = model_chunk_builder_finish (builder);
      found = store_read_chunk (store, index, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (found->n_patients, >, 3);
      compare_chunks (found, expected);
      compare_columns (store, found, index);
      model_chunk_unref (found);
      model_chunk_unref (expected);
    }
  store_close (store);
  test_folder_free (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/import/lossless", test_import_lossless);
  g_test_add_func ("/store/import/refused", test_import_refused);
  g_test_add_func ("/store/import/keys", test_import_keys);
  g_test_add_func ("/store/import/dataset", test_import_dataset);
  return g_test_run ();
}
