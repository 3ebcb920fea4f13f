/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A register as a person uses it: made, filled, read, changed, undone, searched, backed up. */
#include <string.h>

#include "base-clock.h"
#include "base-date.h"
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

/* --- archiving --- */

static gboolean
in_force (Store     *store,
          ModelTable table,
          gint64     patient,
          gint64     key)
{
  g_autoptr (ModelRow) row = NULL;

  g_assert_true (store_find_row (store, table, patient, key, &row, NULL));
  g_assert_nonnull (row);
  return row->archived == 0;
}

/* One change of these edits (taken), made to fail with `code`. */
static void
refuse (Store     *store,
        int        code,
        ModelEdit *edit)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  StoreChangeInfo info = { NULL, "Refused", NULL };
  gint64 newest = store_newest_change (store);
  GError *error = NULL;

  g_ptr_array_add (edits, edit);
  g_assert_cmpint (store_change (store, &info, edits, NULL, NULL, &error), ==, 0);
  g_assert_error (error, STORE_ERROR, code);
  g_clear_error (&error);
  g_assert_cmpint (store_newest_change (store), ==, newest);
}

static gint64
undo (Store      *store,
      const char *actor,
      GError    **error)
{
  gint64 next;

  g_assert_true (store_next_undo (store, actor, &next, NULL, NULL));
  g_assert_cmpint (next, >, 0);
  return store_undo (store, actor, next, NULL, error);
}

static gint64
redo (Store      *store,
      const char *actor,
      GError    **error)
{
  gint64 next;

  g_assert_true (store_next_redo (store, actor, &next, NULL, NULL));
  g_assert_cmpint (next, >, 0);
  return store_redo (store, actor, next, NULL, error);
}

/* Cycle 1 with transfers 1 and 2; below transfer 1 one of each kind. */
static void
add_below (Store *store)
{
  test_change (store, "e",
               model_edit_add (test_row (MODEL_TABLE_EMBRYO, 1, -1, 1, "position", "1", NULL)));
  test_change (store, "i",
               model_edit_add (test_row (MODEL_TABLE_INFUSION, 1, -1, 1, "status", "given", NULL)));
  test_change (store, "c",
               model_edit_add (test_row (MODEL_TABLE_CHILD, 1, -1, 1, "birth_order", "1", NULL)));
  test_change (store, "m",
               model_edit_add (test_row (MODEL_TABLE_MEDICATION, 1, -1, 0, "transfer", "1", NULL)));
  test_change (
      store, "m",
      model_edit_add (test_row (MODEL_TABLE_MEDICATION, 1, -1, 0, "drug", "aspirin", NULL)));
}

static void
check_below (Store   *store,
             gboolean expected)
{
  g_assert_cmpint (in_force (store, MODEL_TABLE_EMBRYO, 1, 1), ==, expected);
  g_assert_cmpint (in_force (store, MODEL_TABLE_CHILD, 1, 1), ==, expected);
  g_assert_cmpint (in_force (store, MODEL_TABLE_TRANSFER_OUTCOME, 1, 1), ==, expected);
  g_assert_cmpint (in_force (store, MODEL_TABLE_MEDICATION, 1, 1), ==, expected);
}

static void
test_register_archive (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 2);
  Store *store = test_open (path, STORE_WRITE);
  GArray *list;
  GError *error = NULL;

  add_below (store);
  test_change (store, "Infusion", model_edit_archive (MODEL_TABLE_INFUSION, 1, 1));
  test_change (store, "Cycle", model_edit_archive (MODEL_TABLE_CYCLE, 1, 1));
  g_assert_false (in_force (store, MODEL_TABLE_TRANSFER, 1, 1));
  g_assert_false (in_force (store, MODEL_TABLE_TRANSFER, 1, 2));
  check_below (store, FALSE);
  /* What doesn't hang on it stays, and so do others' rows. */
  g_assert_true (in_force (store, MODEL_TABLE_MEDICATION, 1, 2));
  g_assert_true (in_force (store, MODEL_TABLE_TRANSFER, 2, 1));
  /* Nothing is put below what is set aside, or back below it. */
  refuse (store, STORE_ERROR_CONFLICT,
          model_edit_add (test_row (MODEL_TABLE_EMBRYO, 1, -1, 1, "position", "2", NULL)));
  refuse (store, STORE_ERROR_CONFLICT, model_edit_restore (MODEL_TABLE_TRANSFER, 1, 1));
  refuse (store, STORE_ERROR_CONFLICT,
          model_edit_set (MODEL_TABLE_TRANSFER, 1, 1, test_field (MODEL_TABLE_TRANSFER, "kind"),
                          "fresh", "frozen"));
  refuse (store, STORE_ERROR_CONFLICT, model_edit_archive (MODEL_TABLE_CYCLE, 1, 1));
  /* Back comes what went with it, not what was set aside before. */
  test_change (store, "Restore", model_edit_restore (MODEL_TABLE_CYCLE, 1, 1));
  check_below (store, TRUE);
  g_assert_false (in_force (store, MODEL_TABLE_INFUSION, 1, 1));
  /* A patient, with all of hers. */
  test_change (store, "Patient", model_edit_archive (MODEL_TABLE_PATIENT, 1, 1));
  check_below (store, FALSE);
  g_assert_false (in_force (store, MODEL_TABLE_IDENTITY, 1, 1));
  list = store_list (store, NULL, FALSE, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_array_unref (list);
  list = store_list (store, "muller", TRUE, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_array_unref (list);
  /* Her code is hers for good. */
  refuse (store, STORE_ERROR_EXISTS,
          model_edit_add (test_row (MODEL_TABLE_PATIENT, -1, -1, 0, "code", "P1", NULL)));
  g_assert_cmpint (undo (store, NULL, &error), >, 0);
  g_assert_no_error (error);
  check_below (store, TRUE);
  g_assert_false (in_force (store, MODEL_TABLE_INFUSION, 1, 1));
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
  store_close (store);
  test_folder_free (folder);
}

/* An outcome has its transfer's key: entered again after it was archived it is the same row. */
static void
test_register_again (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  g_autofree char *outcome = NULL;
  g_autofree char *date = NULL;
  Store *store = test_open (path, STORE_WRITE);
  GError *error = NULL;

  refuse (store, STORE_ERROR_EXISTS,
          model_edit_add (
              test_row (MODEL_TABLE_TRANSFER_OUTCOME, 1, -1, 1, "outcome", "ongoing", NULL)));
  test_change (store, "Archive", model_edit_archive (MODEL_TABLE_TRANSFER_OUTCOME, 1, 1));
  test_change (store, "Again",
               model_edit_add (
                   test_row (MODEL_TABLE_TRANSFER_OUTCOME, 1, -1, 1, "outcome", "ongoing", NULL)));
  outcome = test_value (store, MODEL_TABLE_TRANSFER_OUTCOME, 1, 1, "outcome");
  date = test_value (store, MODEL_TABLE_TRANSFER_OUTCOME, 1, 1, "outcome_date");
  g_assert_cmpstr (outcome, ==, "ongoing");
  g_assert_null (date);
  g_assert_cmpint (undo (store, NULL, &error), >, 0);
  g_assert_no_error (error);
  g_assert_false (in_force (store, MODEL_TABLE_TRANSFER_OUTCOME, 1, 1));
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
  store_close (store);
  test_folder_free (folder);
}

/* --- undo against others --- */

static gint64
set_as (Store      *store,
        const char *actor,
        const char *label,
        const char *id,
        const char *based_on,
        const char *value)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  StoreChangeInfo info = { actor, label, NULL };
  GError *error = NULL;
  gint64 change;

  g_ptr_array_add (edits, model_edit_set (MODEL_TABLE_PATIENT, 1, 1,
                                          test_field (MODEL_TABLE_PATIENT, id), based_on, value));
  change = store_change (store, &info, edits, NULL, NULL, &error);
  g_assert_no_error (error);
  return change;
}

static void
test_register_undo_conflict (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE);
  GError *error = NULL;
  gint64 next;

  set_as (store, "anna", "Smoking of anna", "smoking", NULL, "never");
  set_as (store, "bent", "Smoking of bent", "smoking", "never", "former");
  g_assert_cmpint (undo (store, "anna", &error), ==, 0);
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "Smoking of bent"));
  g_assert_nonnull (strstr (error->message, "bent"));
  g_assert_null (strstr (error->message, "former"));
  g_clear_error (&error);
  /* Once the other is undone, so can this be. */
  g_assert_cmpint (undo (store, "bent", &error), >, 0);
  g_assert_cmpint (undo (store, "anna", &error), >, 0);
  g_assert_no_error (error);
  /* Each has steps of its own, and another's number is none of them. */
  g_assert_true (store_next_undo (store, "anna", &next, NULL, NULL));
  g_assert_cmpint (next, ==, 0);
  g_assert_cmpint (store_redo (store, "anna", 4, NULL, &error), ==, 0);
  g_assert_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* An import is no step. */
  g_assert_true (store_next_undo (store, "importer", &next, NULL, NULL));
  g_assert_cmpint (next, ==, 0);
  /* Two who make the same correction agree. */
  set_as (store, "anna", "Weight", "weight_kg", "61.5", "70");
  g_assert_cmpint (set_as (store, "bent", "Weight", "weight_kg", "61.5", "70.0"), ==, 0);
  store_close (store);
  test_folder_free (folder);
}

/* Undo of an addition: not while another's rows hang on it, nor once it was set aside otherwise. */
static void
test_register_undo_added (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  StoreChangeInfo info = { "bent", "Embryo of bent", NULL };
  GError *error = NULL;
  gint64 added;

  added = test_change (
      store, "Transfer",
      model_edit_add (test_row (MODEL_TABLE_TRANSFER, 1, -1, 1, "kind", "fresh", NULL)));
  g_ptr_array_add (edits,
                   model_edit_add (test_row (MODEL_TABLE_EMBRYO, 1, -1, 3, "position", "1", NULL)));
  g_assert_cmpint (store_change (store, &info, edits, NULL, NULL, &error), >, 0);
  g_assert_cmpint (store_undo (store, NULL, added, NULL, &error), ==, 0);
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (in_force (store, MODEL_TABLE_TRANSFER, 1, 3));
  g_assert_cmpint (undo (store, "bent", &error), >, 0);
  g_assert_cmpint (undo (store, NULL, &error), >, 0);
  g_assert_no_error (error);
  g_assert_false (in_force (store, MODEL_TABLE_TRANSFER, 1, 3));
  /* Bent's embryo can't come back before its transfer. */
  g_assert_cmpint (redo (store, "bent", &error), ==, 0);
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (redo (store, NULL, &error), >, 0);
  g_assert_cmpint (redo (store, "bent", &error), >, 0);
  g_assert_no_error (error);
  g_assert_true (in_force (store, MODEL_TABLE_EMBRYO, 1, 1));
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
  store_close (store);
  test_folder_free (folder);
}

/* Three edits, three undos, two redos, an edit: what can be done next at each point. */
static void
test_register_stack (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE);
  static const char *const values[] = { "70", "71", "72" };
  g_autofree char *value = NULL;
  GError *error = NULL;
  gint64 next;

  for (int i = 0; i < 3; i++)
    set_as (store, "anna", values[i], "weight_kg", i == 0 ? "61.5" : values[i - 1], values[i]);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *label = NULL;

      g_assert_true (store_next_undo (store, "anna", &next, &label, &error));
      g_assert_cmpstr (label, ==, values[2 - i]);
      g_assert_cmpint (undo (store, "anna", &error), >, 0);
    }
  g_assert_cmpint (redo (store, "anna", &error), >, 0);
  g_assert_cmpint (redo (store, "anna", &error), >, 0);
  g_assert_cmpint (undo (store, "anna", &error), >, 0);
  g_assert_cmpint (redo (store, "anna", &error), >, 0);
  g_assert_no_error (error);
  value = test_value (store, MODEL_TABLE_PATIENT, 1, 1, "weight_kg");
  g_assert_cmpstr (value, ==, "71");
  set_as (store, "anna", "80", "weight_kg", "71", "80");
  g_assert_true (store_next_redo (store, "anna", &next, NULL, &error));
  g_assert_cmpint (next, ==, 0);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (undo (store, "anna", &error), >, 0);
  g_assert_true (store_next_undo (store, "anna", &next, NULL, &error));
  g_assert_cmpint (next, ==, 0);
  store_close (store);
  test_folder_free (folder);
}

/* --- a new patient, by the places of a draft --- */

static void
test_register_places (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  g_autoptr (GArray) patients = NULL;
  g_autoptr (ModelRecord) record = NULL;
  StoreChangeInfo info = { NULL, "New patient", NULL };
  const ModelRow *row;
  GError *error = NULL;

  g_ptr_array_add (edits,
                   model_edit_add (test_row (MODEL_TABLE_PATIENT, -1, -1, 0, "code", "N1", NULL)));
  g_ptr_array_add (edits,
                   model_edit_add (test_row (MODEL_TABLE_PARTNER, -1, -2, 0, "code", "M1", NULL)));
  g_ptr_array_add (edits,
                   model_edit_add (test_row (MODEL_TABLE_CYCLE, -1, -3, 0, "partner", "-2", NULL)));
  g_ptr_array_add (
      edits, model_edit_add (test_row (MODEL_TABLE_TRANSFER, -1, -4, -3, "kind", "fresh", NULL)));
  g_ptr_array_add (
      edits, model_edit_add (test_row (MODEL_TABLE_TRANSFER, -1, -5, -3, "kind", "fresh", NULL)));
  g_ptr_array_add (edits, model_edit_add (test_row (MODEL_TABLE_TRANSFER_OUTCOME, -1, -6, -5,
                                                    "outcome", "live_birth", NULL)));
  g_ptr_array_add (
      edits, model_edit_add (test_row (MODEL_TABLE_CHILD, -1, -7, -6, "born_alive", "true", NULL)));
  g_ptr_array_add (edits,
                   model_edit_set (MODEL_TABLE_TRANSFER, -1, -5,
                                   test_field (MODEL_TABLE_TRANSFER, "kind"), "fresh", "frozen"));
  g_assert_cmpint (store_change (store, &info, edits, &patients, NULL, &error), ==, 2);
  g_assert_no_error (error);
  g_assert_cmpuint (patients->len, ==, 1);
  g_assert_cmpint (g_array_index (patients, gint64, 0), ==, 2);
  record = store_read_record (store, 2, STORE_RECORD_PLAIN, &error);
  row = model_record_find (record, MODEL_TABLE_CYCLE, 1);
  g_assert_cmpstr (model_row_get (row, test_field (MODEL_TABLE_CYCLE, "partner")), ==, "1");
  row = model_record_find (record, MODEL_TABLE_CHILD, 1);
  g_assert_cmpint (row->parent, ==, 2);
  row = model_record_find (record, MODEL_TABLE_TRANSFER, 2);
  g_assert_cmpint (row->parent, ==, 1);
  g_assert_cmpstr (model_row_get (row, test_field (MODEL_TABLE_TRANSFER, "kind")), ==, "frozen");
  /* A place nobody made. */
  refuse (store, STORE_ERROR_NOT_FOUND,
          model_edit_add (test_row (MODEL_TABLE_EMBRYO, 1, -1, -9, "position", "1", NULL)));
  refuse (store, STORE_ERROR_CONSTRAINT,
          model_edit_add (test_row (MODEL_TABLE_EMBRYO, 1, -1, 9, "position", "1", NULL)));
  g_assert_cmpint (undo (store, NULL, &error), >, 0);
  g_assert_cmpint (redo (store, NULL, &error), >, 0);
  g_assert_no_error (error);
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
  store_close (store);
  test_folder_free (folder);
}

/* --- history, settings --- */

static void
check_entry (GPtrArray  *entries,
             guint       index,
             const char *kind,
             const char *old_value,
             const char *new_value)
{
  StoreHistoryEntry *entry = g_ptr_array_index (entries, index);

  g_assert_cmpstr (entry->kind, ==, kind);
  g_assert_cmpstr (entry->old_value, ==, old_value);
  g_assert_cmpstr (entry->new_value, ==, new_value);
}

static void
test_register_history (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 2);
  Store *store = test_open (path, STORE_WRITE);
  const ModelField *weight = test_field (MODEL_TABLE_PATIENT, "weight_kg");
  GPtrArray *entries;
  GError *error = NULL;
  StoreChange *change;

  test_set (store, MODEL_TABLE_PATIENT, 1, 1, "weight_kg", "70");
  test_set (store, MODEL_TABLE_PATIENT, 1, 1, "weight_kg", "?");
  test_set (store, MODEL_TABLE_IDENTITY, 1, 1, "phone", "123");
  test_set (store, MODEL_TABLE_PATIENT, 2, 1, "weight_kg", "80");
  entries = store_history (store, MODEL_TABLE_PATIENT, 1, 1, weight, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 3);
  check_entry (entries, 0, "edit", "70", "?");
  check_entry (entries, 1, "edit", "61.5", "70");
  check_entry (entries, 2, "import", NULL, "61.5");
  g_ptr_array_unref (entries);
  entries = store_history (store, MODEL_TABLE_IDENTITY, 1, 1, NULL, &error);
  g_assert_cmpuint (entries->len, ==, 2);
  check_entry (entries, 0, "edit", NULL, "123");
  g_ptr_array_unref (entries);
  /* What was entered about who she is stands in no other table. */
  g_assert_cmpint (test_query (path, "SELECT count (*) FROM history WHERE table_id = 'identity'"),
                   ==, 0);
  entries = store_changes (store, 1, 0, 10, &error);
  g_assert_cmpuint (entries->len, ==, 4);
  change = g_ptr_array_index (entries, 0);
  g_assert_cmpint (change->id, ==, 4);
  g_assert_cmpuint (change->n_fields, ==, 1);
  g_ptr_array_unref (entries);
  entries = store_changes (store, 0, 4, 2, &error);
  g_assert_cmpuint (entries->len, ==, 2);
  change = g_ptr_array_index (entries, 0);
  g_assert_cmpint (change->id, ==, 3);
  g_ptr_array_unref (entries);
  store_close (store);
  test_folder_free (folder);
}

static void
test_register_settings (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "s.natality", NULL);
  const char *const settings[] = { "data_cut", "2012-12-31", "note", "Synthetic", NULL };
  g_autofree char *value = NULL;
  g_auto (GStrv) all = NULL;
  g_autofree char *joined = NULL;
  GError *error = NULL;
  Store *store, *other;
  gint64 version;

  store_create (path, test_dictionary (), settings, &error);
  g_assert_no_error (error);
  store = test_open (path, STORE_WRITE);
  other = test_open (path, STORE_READ);
  value = store_setting (store, "data_cut");
  g_assert_cmpstr (value, ==, "2012-12-31");
  version = store_data_version (other);
  g_assert_true (store_set_setting (store, "note", NULL, &error));
  g_assert_true (store_set_setting (store, "a", "b", &error));
  g_assert_cmpint (store_data_version (other), !=, version);
  all = store_settings (store, &error);
  joined = g_strjoinv (",", all);
  g_assert_cmpstr (joined, ==, "a,b,data_cut,2012-12-31");
  g_assert_null (store_setting (store, "note"));
  store_close (other);
  store_close (store);
  test_folder_free (folder);
}

/* The day of the newest change is the workstation's, though history is in UTC. */
static void
test_register_day (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE);

  base_clock_set (G_GINT64_CONSTANT (1330559999) * G_USEC_PER_SEC, 0); /* 2012-02-29T23:59:59Z */
  test_set (store, MODEL_TABLE_PATIENT, 1, 1, "weight_kg", "70");
  base_clock_release ();
  if (g_strcmp0 (g_getenv ("TZ"), "Pacific/Kiritimati") == 0)
    g_assert_cmpint (store_newest_change_day (store), ==, base_day_from_ymd (2012, 3, 1));
  else if (g_strcmp0 (g_getenv ("TZ"), "UTC") == 0)
    g_assert_cmpint (store_newest_change_day (store), ==, base_day_from_ymd (2012, 2, 29));
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
  g_test_add_func ("/store/register/archive", test_register_archive);
  g_test_add_func ("/store/register/again", test_register_again);
  g_test_add_func ("/store/register/undo-conflict", test_register_undo_conflict);
  g_test_add_func ("/store/register/undo-added", test_register_undo_added);
  g_test_add_func ("/store/register/stack", test_register_stack);
  g_test_add_func ("/store/register/places", test_register_places);
  g_test_add_func ("/store/register/history", test_register_history);
  g_test_add_func ("/store/register/settings", test_register_settings);
  g_test_add_func ("/store/register/day", test_register_day);
  return g_test_run ();
}
