/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Export and import lose nothing: a property over random registers with every missing kind, date
 * precision and awkward text. */
#include <glib/gstdio.h>
#include <string.h>

#include "model-synthetic.h"
#include "model-value.h"
#include "store.h"
#include "test-session-common.h"

#define PATIENTS "code,birth_month,referral_date\n"

static const char *const awkward[] = {
  "plain",
  "=1+1",
  "-2",
  "+3",
  "@x",
  "a,b",
  "a;b",
  "say \"so\"",
  "two\nlines",
  "n\xcc\x83 and \xc3\xb1",
  "\xe2\x82\xac",
  "?",
  "n/a",
  "pending",
  "\\",
  "\\?",
  "'",
  "\ttab",
  "NA",
  "true",
  "2011-03-09",
  "007",
  "e\xcc\x81",
  "x\xcc\x83y\xcc\xa3\xcc\x81" /* has no letter of its own, so it stays combined */
};

static char *
random_text (GRand *rand)
{
  GString *text = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (rand, 1, 4);
  char *value;

  if (g_rand_int_range (rand, 0, 40) == 0)
    while (g_utf8_strlen (text->str, -1) < 10000)
      g_string_append (text, "ten thousand, \"letters\"\nand a \xc3\xb8; ");
  for (guint i = 0; i < n; i++)
    g_string_append (text, awkward[g_rand_int_range (rand, 0, G_N_ELEMENTS (awkward))]);
  value = model_value_from_text (text->str);
  g_string_free (text, TRUE);
  return value;
}

/* Another value of the field, or NULL where this test knows none. */
static char *
random_value (GRand *rand, const ModelField *field, const char *value)
{
  ModelMissing missing =
      (ModelMissing) g_rand_int_range (rand, MODEL_MISSING_NOT_ASKED, MODEL_N_MISSING);

  if (g_rand_int_range (rand, 0, 3) == 0)
    return missing == MODEL_MISSING_NOT_ASKED || (field->missing_allowed & (1u << missing))
               ? g_strdup (model_value_from_missing (missing))
               : NULL;
  if (field->type == MODEL_TYPE_TEXT)
    return random_text (rand);
  if (field->type == MODEL_TYPE_DATE && value != NULL && strlen (value) == 10)
    return g_strndup (value, g_rand_boolean (rand) ? 7 : 4);
  if (field->type == MODEL_TYPE_REAL && value != NULL && g_ascii_isdigit (*value)
      && strchr (value, '.') == NULL)
    return g_strconcat (value, ".125", NULL);
  return NULL;
}

static guint
count_hard (ModelDictionary *dictionary, const ModelRecord *record, gboolean say)
{
  g_autoptr (GPtrArray) issues = model_record_check (dictionary, record, TEST_TODAY);
  guint n = 0;

  for (guint i = 0; i < issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (issues, i);

      n += issue->kind == MODEL_ISSUE_HARD;
      if (issue->kind == MODEL_ISSUE_HARD && say)
        g_test_message ("%s %d %s: %s", model_table_id (issue->table), (int) issue->key,
                        issue->field != NULL ? issue->field->id : "", issue->rule);
    }
  return n;
}

/* Changes some values; those with which she couldn't be saved are put back. */
static void
disturb (GRand *rand, ModelDictionary *dictionary, ModelRecord *record)
{
  g_assert_cmpuint (count_hard (dictionary, record, TRUE), ==, 0);
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < record->rows[table]->len; i++)
      for (guint n = 0; n < 3; n++)
        {
          ModelRow *row = g_ptr_array_index (record->rows[table], i);
          guint column = (guint) g_rand_int_range (rand, 0, (gint32) row->n_values);
          const ModelField *field = model_dictionary_stored (dictionary, table, column);
          g_autofree char *before = g_strdup (row->values[column]);
          g_autofree char *value = NULL, *canonical = NULL;

          if (strcmp (field->id, "code") == 0)
            continue;
          value = random_value (rand, field, before);
          if (value == NULL || !model_value_check (field, value, FALSE, &canonical, NULL))
            continue;
          model_row_set (row, field, canonical);
          if (count_hard (dictionary, record, FALSE) > 0)
            model_row_set (row, field, before);
        }
}

static void
add_identity (GRand *rand, ModelDictionary *dictionary, ModelRecord *record)
{
  ModelRow *row = model_row_new (dictionary, MODEL_TABLE_IDENTITY);
  const ModelRow *patient = g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0);
  const char *month = model_row_get (
      patient, model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "birth_month"));
  const ModelField *family =
      model_dictionary_find (dictionary, MODEL_TABLE_IDENTITY, "family_name");
  g_autofree char *name = random_text (rand), *canonical = NULL;

  g_assert_true (model_value_check (family, name, FALSE, &canonical, NULL));
  row->patient = record->patient;
  row->key = 1;
  model_row_set (row, family, canonical);
  model_row_set (row, model_dictionary_find (dictionary, MODEL_TABLE_IDENTITY, "birth_date"),
                 month);
  if (record->rows[MODEL_TABLE_IDENTITY]->len == 0
      && model_value_missing (month) == MODEL_MISSING_NONE)
    model_record_take (record, row);
  else
    model_row_free (row);
}

static void
fill_random (SessionRegister *self, const char *path, guint32 seed, guint n)
{
  static const ModelTable order[] = { MODEL_TABLE_PATIENT, MODEL_TABLE_IDENTITY,
                                      MODEL_TABLE_PARTNER, MODEL_TABLE_CYCLE,
                                      MODEL_TABLE_TRANSFER };
  ModelSyntheticOptions options = MODEL_SYNTHETIC_OPTIONS_INIT;
  ModelDictionary *dictionary = session_register_dictionary (self);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GError) error = NULL;
  g_autoptr (Store) store = store_open (path, STORE_WRITE, dictionary, &error);
  StoreChangeInfo info = { NULL, "Random rows", NULL };
  StoreImport *bulk;

  g_assert_no_error (error);
  options.seed = seed;
  options.n_patients = n;
  bulk = store_import_begin (store, STORE_CHANGE_SIMULATE, &info, &error);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ModelRecord) record = model_synthetic_patient (dictionary, &options, i);

      add_identity (rand, dictionary, record);
      disturb (rand, dictionary, record);
      for (guint pass = 0; pass < G_N_ELEMENTS (order) + MODEL_N_TABLES; pass++)
        {
          ModelTable table = pass < G_N_ELEMENTS (order)
                                 ? order[pass]
                                 : (ModelTable) (pass - G_N_ELEMENTS (order));
          gboolean early = FALSE;

          for (guint j = 0; j < G_N_ELEMENTS (order); j++)
            early |= order[j] == table;
          for (guint j = 0; (pass < G_N_ELEMENTS (order)) == early && j < record->rows[table]->len;
               j++)
            {
              store_import_row (bulk, g_ptr_array_index (record->rows[table], j), &error);
              g_assert_no_error (error);
            }
        }
    }
  store_import_commit (bulk, &error);
  g_assert_no_error (error);
  g_assert_true (store_set_setting (store, "data_cut", "2025-12-31", &error));
  g_assert_true (store_set_setting (store, "x", "a,\"b\"\nc", &error));
}

static void
assert_same_row (const ModelRow *a, const ModelRow *b)
{
  g_assert_cmpint (a->key, ==, b->key);
  g_assert_cmpint (a->parent, ==, b->parent);
  for (guint i = 0; i < a->n_values; i++)
    g_assert_cmpstr (a->values[i], ==, b->values[i]);
}

/* What the registers must have held, for the property to be worth something. */
enum
{
  YEAR,
  MONTH,
  DAY,
  MINUTE,
  QUOTE,
  NEWLINE,
  FORMULA,
  ACCENT,
  ESCAPED,
  LONG,
  N_KINDS
};

typedef struct
{
  Store *other;
  ModelDictionary *dictionary;
  guint n_patients, n_rows;
  guint missing[MODEL_N_MISSING], kinds[N_KINDS];
} Comparison;

static void
note_kinds (const ModelField *field, const char *value, guint *kinds)
{
  gsize length = strlen (value);

  if (field->type == MODEL_TYPE_DATE || field->type == MODEL_TYPE_DATETIME)
    kinds[length == 4 ? YEAR : length == 7 ? MONTH : length == 10 ? DAY : MINUTE]++;
  if (field->type != MODEL_TYPE_TEXT)
    return;
  kinds[QUOTE] += strchr (value, '"') != NULL;
  kinds[NEWLINE] += strchr (value, '\n') != NULL;
  kinds[FORMULA] += *value == '=';
  kinds[ACCENT] += strstr (value, "x\xcc\x83") != NULL;
  kinds[ESCAPED] += *value == '\\';
  kinds[LONG] += g_utf8_strlen (value, -1) >= 10000;
}

static gboolean
compare_record (ModelRecord *record, gpointer data)
{
  Comparison *self = data;
  g_autoptr (ModelRecord) other =
      store_read_record (self->other, record->patient, STORE_RECORD_IDENTITY, NULL);

  g_assert_nonnull (other);
  self->n_patients++;
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    {
      g_assert_cmpuint (record->rows[table]->len, ==, other->rows[table]->len);
      for (guint i = 0; i < record->rows[table]->len; i++)
        {
          const ModelRow *row = g_ptr_array_index (record->rows[table], i);

          assert_same_row (row, g_ptr_array_index (other->rows[table], i));
          for (guint j = 0; j < row->n_values; j++)
            {
              ModelMissing missing = model_value_missing (row->values[j]);

              self->missing[missing]++;
              if (missing == MODEL_MISSING_NONE)
                note_kinds (model_dictionary_stored (self->dictionary, table, j), row->values[j],
                            self->kinds);
            }
          self->n_rows++;
        }
    }
  return TRUE;
}

static void
assert_same_files (const char *a, const char *b)
{
  g_autoptr (GDir) dir = g_dir_open (a, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *first = test_get (a, name), *second = test_get (b, name);

      g_assert_true (g_strcmp0 (first, second) == 0);
      n++;
    }
  g_assert_cmpuint (n, ==, MODEL_N_TABLES + 2);
}

static void
test_lossless (Fixture *fixture, gconstpointer data)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = g_build_filename (fixture->folder, "first", NULL);
  g_autofree char *second = g_build_filename (fixture->folder, "second", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "b.natality", NULL);
  g_autoptr (SessionRegister) copy = test_register_new (path);
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (SessionImportReport) again = NULL;
  g_autoptr (SessionImportReport) more = NULL;
  g_autofree char *third_path = g_build_filename (fixture->folder, "c.natality", NULL);
  g_autoptr (SessionRegister) third = NULL;
  ModelDictionary *dictionary = session_register_dictionary (copy);
  g_autoptr (Store) store = NULL;
  g_autoptr (Store) other = NULL;
  g_auto (GStrv) settings = NULL;
  g_auto (GStrv) other_settings = NULL;
  Comparison comparison = { .dictionary = dictionary };

  g_test_message ("seed %u", seed);
  fill_random (fixture->self, fixture->path, seed, 150);
  g_assert_true (
      session_register_export_sync (fixture->self, first, TRUE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  if (!session_register_import_sync (copy, first, 0, NULL, NULL, NULL, NULL, &report, &error)
      && report != NULL)
    {
      g_autofree char *problems = test_problems (report);

      g_test_message ("%s", problems);
    }
  g_assert_no_error (error);
  g_assert_true (session_register_export_sync (copy, second, TRUE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_same_files (first, second);
  g_assert_true (
      session_register_import_sync (copy, first, 0, NULL, NULL, NULL, NULL, &again, &error));
  g_assert_cmpint (again->change, ==, 0);

  /* Into a register that isn't empty: the longer way. */
  third = test_register_new (third_path);
  test_put (fixture, "patients.csv", PATIENTS "ZZZ,1979-03,2010-05-02\n");
  g_assert_true (
      session_register_import_sync (third, fixture->csv, 0, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_true (
      session_register_import_sync (third, first, 0, NULL, NULL, NULL, NULL, &more, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (more->n_inserted, ==, report->n_rows);
  g_clear_pointer (&more, session_import_report_free);
  g_assert_true (
      session_register_import_sync (third, second, 0, NULL, NULL, NULL, NULL, &more, &error));
  g_assert_cmpuint (more->n_unchanged, ==, report->n_rows);
  g_assert_cmpint (more->change, ==, 0);

  store = store_open (fixture->path, STORE_READ, dictionary, &error);
  other = store_open (path, STORE_READ, dictionary, &error);
  g_assert_no_error (error);
  comparison.other = other;
  g_assert_true (store_each_record (store, 0, G_MAXINT64, STORE_TABLES_ALL, STORE_RECORD_IDENTITY,
                                    compare_record, &comparison, &error));
  g_assert_cmpuint (comparison.n_patients, ==, 150);
  g_assert_cmpuint (comparison.n_rows, ==, report->n_rows);
  for (guint i = 0; i < MODEL_N_MISSING; i++)
    g_assert_cmpuint (comparison.missing[i], >, 0);
  for (guint i = 0; i < N_KINDS; i++)
    {
      g_test_message ("kind %u: %u values", i, comparison.kinds[i]);
      g_assert_cmpuint (comparison.kinds[i], >, 0);
    }
  settings = store_settings (store, NULL);
  other_settings = store_settings (other, NULL);
  g_assert_true (
      g_strv_equal ((const char *const *) settings, (const char *const *) other_settings));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/exchange/lossless", test_lossless);
  return g_test_run ();
}
