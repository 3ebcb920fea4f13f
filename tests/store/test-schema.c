/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema against the dictionary, and every statement of the store against the schema. */
#include <string.h>

#include "test-store-common.h"

static const char *
sql_type (const ModelField *field)
{
  switch (field->type)
    {
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_DURATION_DAYS:
    case MODEL_TYPE_REFERENCE:
    case MODEL_TYPE_BOOLEAN:
      return "INTEGER";
    case MODEL_TYPE_REAL:
      return "REAL";
    default:
      return "TEXT";
    }
}

/* Columns that every row, or every row of some tables, has beside the dictionary's fields. */
static gboolean
is_structural (const char *column)
{
  static const char *const names[] = { "patient_id",   "key",     "cycle_key",
                                       "transfer_key", "created", "archived",
                                       "missing",      "search",  NULL };

  return g_strv_contains (names, column);
}

static void
compare_table (Store           *store,
               ModelDictionary *dictionary,
               ModelTable       table)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA table_info (%s)", model_table_id (table));
  sqlite3_stmt *statement = NULL;
  guint column = 0;

  g_assert_cmpint (sqlite3_prepare_v2 (store->db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 1);
      const ModelField *field;

      if (is_structural (name))
        continue;
      g_assert_cmpuint (column, <, model_dictionary_n_stored (dictionary, table));
      field = model_dictionary_stored (dictionary, table, column++);
      g_assert_cmpstr (name, ==, field->id);
      g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 2), ==, sql_type (field));
    }
  sqlite3_finalize (statement);
  g_assert_cmpuint (column, ==, model_dictionary_n_stored (dictionary, table));
}

static void
test_schema_equals_dictionary (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 0);
  Store *store = test_open (path, STORE_READ);

  for (int table = 0; table < MODEL_N_TABLES; table++)
    compare_table (store, test_dictionary (), table);
  store_close (store);
  test_folder_free (folder);
}

/* A clinic's own field needs no line in the store. */
static void
test_schema_own_field (void)
{
  static const ModelCode codes[] = { { "yes", "Yes" }, { "no", "No" } };
  ModelField field = { .id = "own_code",
                       .table = MODEL_TABLE_TRANSFER,
                       .label = "Own",
                       .help = "Own",
                       .type = MODEL_TYPE_CODE,
                       .codes = codes,
                       .n_codes = 2,
                       .missing_allowed = 1 << MODEL_MISSING_UNKNOWN,
                       .references = MODEL_N_TABLES };
  g_autoptr (ModelDictionary) dictionary = model_dictionary_with_field (test_dictionary (), &field);
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "own.natality", NULL);
  GError *error = NULL;
  Store *store;

  store_create (path, dictionary, NULL, &error);
  g_assert_no_error (error);
  store = store_open (path, STORE_READ, dictionary, &error);
  g_assert_no_error (error);
  compare_table (store, dictionary, MODEL_TABLE_TRANSFER);
  g_assert_true (store_check (store, &error));
  store_close (store);
  test_folder_free (folder);
}

static void
prepare (Store      *store,
         const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (store->db, sql, -1, &statement, NULL);

  if (result != SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (store->db), sql);
  for (int i = 1; i <= sqlite3_bind_parameter_count (statement); i++)
    if (sqlite3_bind_parameter_name (statement, i) == NULL)
      g_error ("A parameter without a name: %s", sql);
  sqlite3_finalize (statement);
}

static void
test_schema_statements (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 0);
  Store *store = test_open (path, STORE_READ);

  for (int i = 0; i < STORE_N_SQL; i++)
    prepare (store, store_sql_text (i));
  for (int table = 0; table < MODEL_N_TABLES; table++)
    {
      StorePlan *plan = &store->plans[table];

      for (int i = 0; i < STORE_N_PLAN; i++)
        if (plan->sql[i] != NULL)
          prepare (store, plan->sql[i]);
      for (guint i = 0; i < plan->n_columns; i++)
        {
          prepare (store, plan->columns[i].set_sql);
          prepare (store, plan->columns[i].range_sql);
        }
    }
  store_close (store);
  test_folder_free (folder);
}

static void
refuse (sqlite3    *db,
        const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL) & 0xff, ==, SQLITE_CONSTRAINT);
}

/* Also past INSERT OR REPLACE, which no trigger on UPDATE or DELETE sees. */
static void
test_schema_append_only (void)
{
  static const char *const tables[] = { "history", "identity_history" };
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE);

  test_set (store, MODEL_TABLE_PATIENT, 1, 1, "smoking", "former");
  test_set (store, MODEL_TABLE_IDENTITY, 1, 1, "phone", "123");
  refuse (store->db, "UPDATE change SET actor = 'x'");
  refuse (store->db, "DELETE FROM change WHERE id = 3");
  refuse (store->db, "INSERT OR REPLACE INTO change SELECT * FROM change");
  refuse (store->db, "REPLACE INTO change SELECT * FROM change");
  refuse (store->db, "INSERT INTO change SELECT * FROM change WHERE true"
                     " ON CONFLICT (id) DO UPDATE SET actor = 'x'");
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *update = g_strdup_printf ("UPDATE %s SET new = 'x'", tables[i]);
      g_autofree char *erase = g_strdup_printf ("DELETE FROM %s", tables[i]);
      g_autofree char *replace
        = g_strdup_printf ("INSERT OR REPLACE INTO %s SELECT * FROM %s", tables[i], tables[i]);
      g_autofree char *ignore
        = g_strdup_printf ("INSERT OR IGNORE INTO %s SELECT * FROM %s", tables[i], tables[i]);

      refuse (store->db, update);
      refuse (store->db, erase);
      refuse (store->db, replace);
      refuse (store->db, ignore);
    }
  g_assert_true (store_verify_history (store, NULL, NULL));
  store_close (store);
  test_folder_free (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/schema/equals-dictionary", test_schema_equals_dictionary);
  g_test_add_func ("/store/schema/own-field", test_schema_own_field);
  g_test_add_func ("/store/schema/statements", test_schema_statements);
  g_test_add_func ("/store/schema/append-only", test_schema_append_only);
  return g_test_run ();
}
