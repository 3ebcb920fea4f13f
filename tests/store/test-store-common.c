/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers of the store's tests. */
#include "test-store-common.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

char *
test_folder_new (void)
{
  const char *place = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();
  char *folder = g_build_filename (place, "natality-store-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (folder));
  return folder;
}

void
test_folder_free (char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_chmod (folder, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        test_folder_free (path);
      else
        {
          g_unlink (path);
          g_free (path);
        }
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

ModelDictionary *
test_dictionary (void)
{
  static ModelDictionary *dictionary;

  if (dictionary == NULL)
    dictionary = model_dictionary_new ();
  return dictionary;
}

const ModelField *
test_field (ModelTable  table,
            const char *id)
{
  const ModelField *field = model_dictionary_find (test_dictionary (), table, id);

  g_assert_nonnull (field);
  return field;
}

ModelRow *
test_row (ModelTable table,
          gint64     patient,
          gint64     key,
          gint64     parent,
          ...)
{
  ModelRow *row = model_row_new (test_dictionary (), table);
  const char *id;
  va_list list;

  row->patient = patient;
  row->key = key;
  row->parent = parent;
  va_start (list, parent);
  while ((id = va_arg (list, const char *)) != NULL)
    model_row_set (row, test_field (table, id), va_arg (list, const char *));
  va_end (list);
  return row;
}

static void
import (StoreImport *import,
        ModelRow    *row)
{
  GError *error = NULL;

  g_assert_cmpint (store_import_row (import, row, &error), ==, STORE_IMPORT_INSERTED);
  g_assert_no_error (error);
  model_row_free (row);
}

static void
import_patient (StoreImport *self,
                guint        i)
{
  g_autofree char *code = g_strdup_printf ("P%u", i);

  import (self,
          test_row (MODEL_TABLE_PATIENT, 0, 0, 0, "code", code, "birth_month", "1980-05",
                    "referral_date", "2011-03-09", "height_cm", "?", "weight_kg", "61.5", NULL));
  import (self, test_row (MODEL_TABLE_IDENTITY, i, 0, 0, "family_name", "Müller", "given_names",
                          "Søren", "birth_date", "1980-05-17", NULL));
  import (self,
          test_row (MODEL_TABLE_CYCLE, i, 0, 0, "kind", "stimulation", "egg_source", "own", NULL));
  for (int t = 1; t <= 2; t++)
    import (self, test_row (MODEL_TABLE_TRANSFER, i, 0, 1, "status", "performed", "date",
                            t == 1 ? "2011-05-02" : "2012-01", "order_in_cycle", t == 1 ? "1" : "2",
                            "kind", t == 1 ? "fresh" : "frozen", NULL));
  import (self, test_row (MODEL_TABLE_TRANSFER_OUTCOME, i, 0, 1, "outcome", "no_pregnancy",
                          "outcome_date", "2011-05-16", NULL));
}

char *
test_register_new (const char *folder,
                   guint       n)
{
  char *path = g_build_filename (folder, "clinic.natality", NULL);
  StoreChangeInfo info = { "importer", "Test data", NULL };
  GError *error = NULL;
  StoreImport *import_all;
  Store *store;

  store_create (path, test_dictionary (), NULL, &error);
  g_assert_no_error (error);
  if (n == 0)
    return path;
  store = test_open (path, STORE_WRITE);
  import_all = store_import_begin (store, STORE_CHANGE_IMPORT, &info, &error);
  g_assert_no_error (error);
  for (guint i = 1; i <= n; i++)
    import_patient (import_all, i);
  g_assert_cmpint (store_import_commit (import_all, &error), ==, 1);
  g_assert_no_error (error);
  store_close (store);
  return path;
}

Store *
test_open (const char *path,
           StoreMode   mode)
{
  GError *error = NULL;
  Store *store = store_open (path, mode, test_dictionary (), &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

gint64
test_change (Store      *store,
             const char *label,
             ModelEdit  *edit)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  StoreChangeInfo info = { NULL, label, NULL };
  GError *error = NULL;
  gint64 id;

  g_ptr_array_add (edits, edit);
  id = store_change (store, &info, edits, NULL, NULL, &error);
  g_assert_no_error (error);
  return id;
}

gint64
test_set (Store      *store,
          ModelTable  table,
          gint64      patient,
          gint64      key,
          const char *id,
          const char *value)
{
  g_autofree char *based_on = test_value (store, table, patient, key, id);

  return test_change (
      store, id, model_edit_set (table, patient, key, test_field (table, id), based_on, value));
}

char *
test_value (Store      *store,
            ModelTable  table,
            gint64      patient,
            gint64      key,
            const char *id)
{
  g_autoptr (ModelRow) row = NULL;
  GError *error = NULL;

  g_assert_true (store_find_row (store, table, patient, key, &row, &error));
  g_assert_no_error (error);
  g_assert_nonnull (row);
  return g_strdup (model_row_get (row, test_field (table, id)));
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
test_listing (const char *folder)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autofree char *digest = NULL;
      gsize length;
      GStatBuf about;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_assert_cmpint (g_stat (path, &about), ==, 0);
      digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
      g_ptr_array_add (lines, g_strdup_printf ("%s %" G_GSIZE_FORMAT " %s %o", name, length, digest,
                                               (guint) about.st_mode & 0777));
    }
  g_dir_close (dir);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

gint64
test_query (const char *path,
            const char *sql)
{
  sqlite3 *db = NULL;
  gint64 value = -1;
  GError *error = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  store_query_integer (db, sql, &value, &error);
  g_assert_no_error (error);
  sqlite3_close (db);
  return value;
}
