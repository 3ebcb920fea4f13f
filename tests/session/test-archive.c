/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archived patients and rows: read as they were, taken back into force as one step that can be
 * undone. */
#include "test-session-common.h"

static void
fill (Fixture *fixture)
{
  test_put (fixture, "patients.csv",
            "code,birth_month,referral_date\nA,1980-01,2010-01-05\nB,1981-02,2011-03\n");
  test_put (fixture, "cycles.csv",
            "patient,key,kind,start_date\nA,1,stimulation,2011-01-10\nA,2,thaw,2011-06-01\n");
  test_put (fixture, "transfers.csv",
            "patient,key,cycle,status,date,order_in_cycle,kind\n"
            "A,1,1,performed,2011-02-01,1,fresh\nA,2,2,performed,2011-06-20,1,frozen\n");
  test_put (fixture, "medications.csv",
            "patient,key,transfer,drug\nA,1,1,prednisone\nA,2,,aspirin\n");
  test_import (fixture);
}

static void
archive (SessionRegister *self, ModelTable table, gint64 key, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) record = session_register_read (self, 1, FALSE, &error);
  g_autoptr (ModelDraft) draft =
      model_draft_new (session_register_dictionary (self), record, TEST_TODAY);

  model_draft_remove_row (draft, table, key);
  session_register_save_sync (self, draft, "Archive", reason, NULL, NULL, &error);
  g_assert_no_error (error);
}

typedef struct
{
  gboolean done;
  GError *error;
} Restored;

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Restored *restored = user_data;

  session_register_restore_finish (SESSION_REGISTER (source), result, &restored->error);
  restored->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Restored *) data)->done;
}

static GError *
restore (SessionRegister *self, ModelTable table, gint64 key)
{
  Restored restored = { FALSE, NULL };

  session_register_restore_async (self, table, 1, key, "Restore", NULL, restored_cb, &restored);
  test_wait (is_done, &restored);
  return restored.error;
}

static guint
n_rows (SessionRegister *self, ModelTable table)
{
  g_autoptr (ModelRecord) record = session_register_read (self, 1, FALSE, NULL);

  return record != NULL ? record->rows[table]->len : 0;
}

/* What went with a transfer comes back with it, as one step. */
static void
test_transfer (Fixture *fixture, gconstpointer data)
{
  SessionRegister *self = fixture->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) all = NULL;
  g_autofree char *label = NULL;
  const ModelRow *transfer;
  SessionHistoryEntry *change;

  fill (fixture);
  archive (self, MODEL_TABLE_TRANSFER, 1, "entered twice");
  g_assert_cmpuint (n_rows (self, MODEL_TABLE_TRANSFER), ==, 1);
  g_assert_cmpuint (n_rows (self, MODEL_TABLE_MEDICATION), ==, 1);

  all = session_register_read (self, 1, TRUE, &error);
  g_assert_no_error (error);
  transfer = model_record_find (all, MODEL_TABLE_TRANSFER, 1);
  g_assert_cmpint (transfer->archived, >, 0);
  change = session_register_change (self, transfer->archived, &error);
  g_assert_no_error (error);
  g_assert_cmpint (change->change, ==, transfer->archived);
  g_assert_cmpstr (change->reason, ==, "entered twice");
  g_assert_true (g_str_has_prefix (change->utc, "2026-05-27"));
  session_history_entry_free (change);
  g_assert_null (session_register_change (self, 10000, &error));
  g_assert_no_error (error);

  g_assert_null (restore (self, MODEL_TABLE_TRANSFER, 1));
  g_assert_cmpuint (n_rows (self, MODEL_TABLE_TRANSFER), ==, 2);
  g_assert_cmpuint (n_rows (self, MODEL_TABLE_MEDICATION), ==, 2);
  label = session_register_undo_label (self);
  g_assert_cmpstr (label, ==, "Restore");
  session_register_undo_sync (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_rows (self, MODEL_TABLE_TRANSFER), ==, 1);
  g_assert_cmpuint (n_rows (self, MODEL_TABLE_MEDICATION), ==, 1);
}

/* An archived patient is read as she was: what was archived before her isn't there. */
static void
test_patient (Fixture *fixture, gconstpointer data)
{
  SessionRegister *self = fixture->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) record = NULL, alive = NULL;
  gint64 change = -1;

  fill (fixture);
  alive = session_register_read_archived (self, 1, &change, &error);
  g_assert_cmpint (change, ==, 0);
  archive (self, MODEL_TABLE_TRANSFER, 1, "entered twice");
  archive (self, MODEL_TABLE_PATIENT, 1, "moved away");
  g_assert_null (session_register_read (self, 1, FALSE, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND);
  g_clear_error (&error);

  record = session_register_read_archived (self, 1, &change, &error);
  g_assert_no_error (error);
  g_assert_cmpint (change, >, 0);
  g_assert_cmpuint (record->rows[MODEL_TABLE_TRANSFER]->len, ==, 1);
  g_assert_cmpuint (record->rows[MODEL_TABLE_CYCLE]->len, ==, 2);
  g_assert_cmpuint (record->rows[MODEL_TABLE_MEDICATION]->len, ==, 1);
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < record->rows[table]->len; i++)
      g_assert_cmpint (((ModelRow *) record->rows[table]->pdata[i])->archived, ==, 0);

  /* What hangs on her can't come back before she does. */
  error = restore (self, MODEL_TABLE_TRANSFER, 1);
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_null (restore (self, MODEL_TABLE_PATIENT, 1));
  g_assert_cmpuint (n_rows (self, MODEL_TABLE_PATIENT), ==, 1);
  g_assert_cmpuint (n_rows (self, MODEL_TABLE_TRANSFER), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/session/archive/transfer", test_transfer);
  TEST_ADD ("/session/archive/patient", test_patient);
  return g_test_run ();
}
