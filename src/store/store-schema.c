/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema: its script, a new file made from it, and whether a file still is what the script
 * says. */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "store-private.h"
#include "store-resources.h"

const char *
store_schema_script (void)
{
  static gsize once;
  static GBytes *script;

  if (g_once_init_enter (&once))
    {
      /* Asked of the resource itself, so that the linker keeps it. */
      script = g_resource_lookup_data (store_resources_get_resource (),
                                       "/org/natality/store/schema-1.sql",
                                       G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_assert (script != NULL);
      g_once_init_leave (&once, 1);
    }
  return g_bytes_get_data (script, NULL); /* GLib ends each resource with a NUL byte */
}

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

/* The dictionary's fields that the script doesn't know: a clinic's own. */
static gboolean
add_own_fields (sqlite3         *db,
                ModelDictionary *dictionary,
                GError         **error)
{
  for (int table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < model_dictionary_n_stored (dictionary, table); i++)
      {
        const ModelField *field = model_dictionary_stored (dictionary, table, i);
        const char *id = model_table_id (table);
        g_autofree char *sql = NULL;

        if (sqlite3_table_column_metadata (db, NULL, id, field->id, NULL, NULL, NULL, NULL, NULL)
            == SQLITE_OK)
          continue;
        sql = g_strdup_printf ("ALTER TABLE %s ADD COLUMN %s %s", id, field->id, sql_type (field));
        if (!store_exec (db, sql, error))
          return FALSE;
      }
  return TRUE;
}

gboolean
store_schema_create (sqlite3         *db,
                     ModelDictionary *dictionary,
                     GError         **error)
{
  g_autofree char *pragmas =
      g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d", STORE_APPLICATION_ID,
                       STORE_SCHEMA_VERSION);

  return store_exec (db, store_schema_script (), error) && add_own_fields (db, dictionary, error)
         && store_exec (db, pragmas, error);
}

/* All texts of the schema, one after the other, without the spaces between words. */
static char *
schema_text (sqlite3 *db,
             GError **error)
{
  sqlite3_stmt *statement = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  int result =
      sqlite3_prepare_v2 (db,
                          "SELECT type, name, tbl_name, sql FROM sqlite_schema"
                          " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name",
                          -1, &statement, NULL);

  if (result != SQLITE_OK)
    {
      store_fail (db, result, error);
      return NULL;
    }
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    for (int i = 0; i < 4; i++)
      {
        const char *part = (const char *) sqlite3_column_text (statement, i);
        g_auto (GStrv) words = g_strsplit_set (part != NULL ? part : "", " \t\n", -1);

        for (int word = 0; words[word] != NULL; word++)
          if (words[word][0] != '\0')
            g_string_append_printf (text, "%s ", words[word]);
        g_string_append_c (text, '\n');
      }
  sqlite3_finalize (statement);
  if (result != SQLITE_DONE)
    {
      store_fail (db, result, error);
      return NULL;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
store_schema_check (sqlite3         *db,
                    ModelDictionary *dictionary,
                    GError         **error)
{
  sqlite3 *fresh = store_connect (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, 0, error);
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  if (fresh == NULL)
    return FALSE;
  if (store_schema_create (fresh, dictionary, error))
    expected = schema_text (fresh, error);
  sqlite3_close (fresh);
  if (expected == NULL)
    return FALSE;
  found = schema_text (db, error);
  if (found == NULL)
    return FALSE;
  if (strcmp (expected, found) == 0)
    return TRUE;
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_CORRUPT,
                       _("This register is damaged: its tables are not built as its version says. "
                         "Restore the newest backup, or open it for reading."));
  return FALSE;
}

gboolean
store_quick_check (sqlite3 *db,
                   GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (db, "PRAGMA quick_check (1)", -1, &statement, NULL);
  gboolean sound = FALSE;

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    sound = strcmp ((const char *) sqlite3_column_text (statement, 0), "ok") == 0;
  sqlite3_finalize (statement);
  if (result != SQLITE_ROW)
    return store_fail (db, result == SQLITE_DONE ? SQLITE_CORRUPT : result, error);
  return sound || store_fail (db, SQLITE_CORRUPT, error);
}

gboolean
store_foreign_key_check (sqlite3 *db,
                         GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (db, "PRAGMA foreign_key_check", -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  sqlite3_finalize (statement);
  if (result == SQLITE_DONE)
    return TRUE;
  return store_fail (db, result == SQLITE_ROW ? SQLITE_CORRUPT : result, error);
}

gboolean
store_check_quick (Store   *self,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return store_schema_check (self->db, self->dictionary, error)
         && store_quick_check (self->db, error);
}

gboolean
store_check (Store   *self,
             GError **error)
{
  return store_check_quick (self, error) && store_foreign_key_check (self->db, error);
}
