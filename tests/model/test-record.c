/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows, records, their order, and edits. */
#include "maker.h"

static void
test_row (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRow) row = model_row_new (d, MODEL_TABLE_PATIENT);
  const ModelField *code = model_dictionary_find (d, MODEL_TABLE_PATIENT, "code");

  g_assert_cmpuint (row->n_values, ==, model_dictionary_n_stored (d, MODEL_TABLE_PATIENT));
  g_assert_null (model_row_get (row, code));
  model_row_set (row, code, "P1");
  g_assert_cmpstr (model_row_get (row, code), ==, "P1");
  model_row_set (row, code, model_row_get (row, code)); /* its own value */
  g_assert_cmpstr (model_row_get (row, code), ==, "P1");

  g_autoptr (ModelRow) copy = model_row_copy (row);
  model_row_set (row, code, "");
  g_assert_null (model_row_get (row, code));
  g_assert_cmpstr (model_row_get (copy, code), ==, "P1");
  model_row_set (copy, code, NULL);
  g_assert_null (model_row_get (copy, code));
}

static void
test_copy (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  g_autoptr (ModelRecord) copy = model_record_copy (r);
  ModelRow *transfer = model_record_find (r, MODEL_TABLE_TRANSFER, 2);

  set (d, transfer, "date", "2012");
  g_assert_cmpint (copy->patient, ==, 7);
  for (guint i = 0; i < MODEL_N_TABLES; i++)
    g_assert_cmpuint (copy->rows[i]->len, ==, r->rows[i]->len);
  g_assert_cmpstr (model_row_get (model_record_find (copy, MODEL_TABLE_TRANSFER, 2),
                                  model_dictionary_find (d, MODEL_TABLE_TRANSFER, "date")),
                   ==, "2010-07-05");
  g_assert_null (model_record_find (r, MODEL_TABLE_TRANSFER, 3));
}

static void
test_sort (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = model_record_new (1);
  static const gint64 expected[] = { 9, 3, 8, 5, 6, 4, 2, -2, 7, -1, -3 };

  put (d, r, MODEL_TABLE_TRANSFER, -3, 1, "order_in_cycle", "1", NULL);
  put (d, r, MODEL_TABLE_TRANSFER, -1, 1, "order_in_cycle", "1", NULL); /* undated, a draft's */
  put (d, r, MODEL_TABLE_TRANSFER, 2, 2, "date", "2011-05-01", NULL);
  put (d, r, MODEL_TABLE_TRANSFER, -2, 2, "date", "2011-05-01",
       NULL); /* after the register's own of that day */
  put (d, r, MODEL_TABLE_TRANSFER, 3, 1, "date", "2010-06", NULL); /* by its last day, 30 June */
  put (d, r, MODEL_TABLE_TRANSFER, 4, 1, "date", "2011-05-01", NULL);
  put (d, r, MODEL_TABLE_TRANSFER, 5, 2, "date", "2010-12-31", "order_in_cycle", "1", NULL);
  put (d, r, MODEL_TABLE_TRANSFER, 6, 2, "date", "2010", "order_in_cycle", "2",
       NULL); /* 31 December */
  put (d, r, MODEL_TABLE_TRANSFER, 7, 1, "date", "?", NULL);
  put (d, r, MODEL_TABLE_TRANSFER, 8, 1, "date", "2010-07-01", NULL);
  put (d, r, MODEL_TABLE_TRANSFER, 9, 3, "date", "2010-06-29", NULL);
  put (d, r, MODEL_TABLE_FOLLOWUP, 10, 0, NULL);
  put (d, r, MODEL_TABLE_FOLLOWUP, -1, 0, NULL);
  put (d, r, MODEL_TABLE_FOLLOWUP, 9, 0, NULL);
  model_record_sort (r, d);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const ModelRow *row = r->rows[MODEL_TABLE_TRANSFER]->pdata[i];
      g_test_message ("%u: %d", i, (int) row->key);
    }
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (((const ModelRow *) r->rows[MODEL_TABLE_TRANSFER]->pdata[i])->key, ==,
                     expected[i]);
  g_assert_cmpint (((const ModelRow *) r->rows[MODEL_TABLE_FOLLOWUP]->pdata[0])->key, ==, 9);
  g_assert_cmpint (((const ModelRow *) r->rows[MODEL_TABLE_FOLLOWUP]->pdata[1])->key, ==, 10);
  g_assert_cmpint (((const ModelRow *) r->rows[MODEL_TABLE_FOLLOWUP]->pdata[2])->key, ==, -1);
}

static void
test_edits (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  const ModelField *code = model_dictionary_find (d, MODEL_TABLE_PATIENT, "code");
  ModelRow *row = model_row_new (d, MODEL_TABLE_PATIENT);
  row->patient = -1;
  row->key = 1;
  g_autoptr (ModelEdit) add = model_edit_add (row);
  g_autoptr (ModelEdit) change = model_edit_set (MODEL_TABLE_PATIENT, 3, 1, code, "", "P1");
  g_autoptr (ModelEdit) archive = model_edit_archive (MODEL_TABLE_CYCLE, 3, 2);
  g_autoptr (ModelEdit) restore = model_edit_restore (MODEL_TABLE_CYCLE, 3, 2);

  g_assert_cmpint (add->patient, ==, -1);
  g_assert_cmpint (add->key, ==, 1);
  g_assert_null (change->based_on);
  g_assert_cmpstr (change->value, ==, "P1");
  g_assert_cmpint (archive->kind, ==, MODEL_EDIT_ARCHIVE);
  g_assert_cmpint (restore->kind, ==, MODEL_EDIT_RESTORE);
}

static void
test_value_field (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  ModelRow *row = model_record_find (r, MODEL_TABLE_INVESTIGATION, 1);
  const ModelField *value = model_dictionary_find (d, MODEL_TABLE_INVESTIGATION, "value");
  const ModelField *unit = model_dictionary_find (d, MODEL_TABLE_INVESTIGATION, "unit");

  g_assert_true (model_row_value_field (d, row, value)
                 == model_dictionary_find (d, MODEL_TABLE_TEST, "tsh"));
  g_assert_true (model_row_value_field (d, row, unit) == unit);
  set (d, row, "test", NULL);
  g_assert_true (model_row_value_field (d, row, value) == value);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/record/row", test_row);
  g_test_add_func ("/model/record/copy", test_copy);
  g_test_add_func ("/model/record/sort", test_sort);
  g_test_add_func ("/model/record/edits", test_edits);
  g_test_add_func ("/model/record/value-field", test_value_field);
  return g_test_run ();
}
