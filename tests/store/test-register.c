/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A register as a person uses it: made, filled, read, changed, undone, searched, backed up. */
#include <string.h>

#include "test-store-common.h"

static void
test_register_read (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 3);
  g_autofree char *listing = NULL;
  Store *store = test_open (path, STORE_READ);
  g_autoptr (ModelRecord) record = NULL;
  ModelChunk *chunk;
  GArray *list;
  GError *error = NULL;

  record = store_read_record (store, 2, STORE_RECORD_PLAIN, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->rows[MODEL_TABLE_TRANSFER]->len, ==, 2);
  g_assert_cmpuint (record->rows[MODEL_TABLE_IDENTITY]->len, ==, 0);
  g_assert_cmpstr (model_row_get (g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0),
                                  test_field (MODEL_TABLE_PATIENT, "weight_kg")),
                   ==, "61.5");
  g_assert_cmpstr (model_row_get (g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0),
                                  test_field (MODEL_TABLE_PATIENT, "height_cm")),
                   ==, "?");
  chunk = store_read_chunk (store, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chunk->n_patients, ==, 3);
  g_assert_cmpuint (chunk->n_transfers, ==, 6);
  g_assert_cmpint (chunk->outcome[0], ==, MODEL_OUTCOME_NO_PREGNANCY);
  g_assert_cmpint (chunk->outcome[1], ==, MODEL_OUTCOME_NONE);
  g_assert_cmpint (chunk->flags[1], ==, MODEL_TRANSFER_FROZEN);
  model_chunk_unref (chunk);
  list = store_list (store, "muller p2", FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpint (g_array_index (list, gint32, 0), ==, 2);
  g_array_unref (list);
  g_assert_true (store_check (store, &error));
  g_assert_true (store_verify_history (store, NULL, &error));
  g_assert_no_error (error);
  store_close (store);
  listing = test_listing (folder);
  g_assert_true (g_str_has_prefix (listing, "clinic.natality "));
  g_assert_true (g_str_has_suffix (listing, " 600"));
  g_assert_null (strchr (listing, '\n'));
  test_folder_free (folder);
}

static void
test_register_undo (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE);
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  GError *error = NULL;
  gint64 change, next;

  change = test_set (store, MODEL_TABLE_PATIENT, 1, 1, "smoking", "former");
  g_assert_cmpint (change, ==, 2);
  store_close (store);
  store = test_open (path, STORE_WRITE);
  g_assert_true (store_next_undo (store, NULL, &next, &label, &error));
  g_assert_cmpint (next, ==, 2);
  g_assert_cmpstr (label, ==, "smoking");
  g_assert_cmpint (store_undo (store, NULL, next, NULL, &error), ==, 3);
  g_assert_no_error (error);
  value = test_value (store, MODEL_TABLE_PATIENT, 1, 1, "smoking");
  g_assert_null (value);
  g_assert_true (store_next_undo (store, NULL, &next, NULL, &error));
  g_assert_cmpint (next, ==, 0);
  g_assert_true (store_next_redo (store, NULL, &next, NULL, &error));
  g_assert_cmpint (next, ==, 3);
  g_assert_cmpint (store_redo (store, NULL, next, NULL, &error), ==, 4);
  g_assert_true (store_verify_history (store, NULL, &error));
  g_assert_no_error (error);
  store_close (store);
  test_folder_free (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/register/read", test_register_read);
  g_test_add_func ("/store/register/undo", test_register_undo);
  return g_test_run ();
}
