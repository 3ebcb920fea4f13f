/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A full disk at every write, a failing sync, a power cut at every step, a held lock: each has
 * its own error, and nothing that was committed is lost. */
#include <glib/gstdio.h>
#include <string.h>

#include "test-store-common.h"
#include "test-vfs.h"

typedef struct
{
  gboolean opened;
  gint64 change;
  GError *error;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_error (&outcome->error);
}

/* The scripted change: a transfer with its outcome and an infusion, a field set, a row set
 * aside. */
static GPtrArray *
script_edits (void)
{
  GPtrArray *edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);

  g_ptr_array_add (edits, model_edit_add (test_row (
                              MODEL_TABLE_TRANSFER, 1, -1, 1, "status", "performed", "date",
                              "2012-06-01", "order_in_cycle", "3", "kind", "frozen", NULL)));
  g_ptr_array_add (edits,
                   model_edit_add (test_row (MODEL_TABLE_TRANSFER_OUTCOME, 1, -2, -1, "outcome",
                                             "live_birth", "gestation_days", "275", NULL)));
  g_ptr_array_add (edits,
                   model_edit_add (test_row (MODEL_TABLE_INFUSION, 1, -3, -1, "status", "given",
                                             "agent", "ivig", "dose_g", "25", NULL)));
  g_ptr_array_add (edits, model_edit_set (MODEL_TABLE_PATIENT, 1, 1,
                                          test_field (MODEL_TABLE_PATIENT, "note"), NULL,
                                          "A note that is long enough to matter"));
  g_ptr_array_add (edits, model_edit_archive (MODEL_TABLE_TRANSFER, 1, 2));
  return edits;
}

static void
run_script (const char *path,
            Outcome    *outcome)
{
  StoreChangeInfo info = { "anna", "Scripted change", NULL };
  g_autoptr (GPtrArray) edits = script_edits ();
  Store *store = store_open (path, STORE_WRITE, test_dictionary (), &outcome->error);

  outcome->opened = store != NULL;
  if (store == NULL)
    return;
  outcome->change = store_change (store, &info, edits, NULL, NULL, &outcome->error);
  store_close (store);
}

/* What was there before is there, and the change is there just as far as it was said to be. */
static void
check_left (const char *path,
            gint64      before,
            gint64      least,
            gint64      most)
{
  Store *store = test_open (path, STORE_WRITE);
  GError *error = NULL;

  store_check (store, &error);
  g_assert_no_error (error);
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (store_newest_change (store), >=, MAX (before, least));
  g_assert_cmpint (store_newest_change (store), <=, most);
  store_close (store);
}

static void
check_at_rest (const char *folder)
{
  g_autofree char *listing = test_listing (folder);

  g_assert_true (g_str_has_prefix (listing, "clinic.natality "));
  g_assert_null (strchr (listing, '\n'));
}

/* A register with some history, as bytes. */
static char *
base_register (const char *folder,
               char      **out_bytes,
               gsize      *out_length)
{
  char *path = test_register_new (folder, 3);
  Store *store = test_open (path, STORE_WRITE);

  test_set (store, MODEL_TABLE_PATIENT, 1, 1, "smoking", "former");
  test_set (store, MODEL_TABLE_PATIENT, 2, 1, "smoking", "never");
  store_close (store);
  g_assert_true (g_file_get_contents (path, out_bytes, out_length, NULL));
  return path;
}

static void
reset_register (const char *path,
                const char *bytes,
                gsize       length)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
  g_assert_true (
    g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
full_disk (gboolean stays)
{
  char *folder = test_folder_new ();
  g_autofree char *bytes = NULL;
  gsize length;
  g_autofree char *path = base_register (folder, &bytes, &length);
  guint n = 0, refused, failures = 0;

  do
    {
      Outcome outcome = { 0 };

      n++;
      reset_register (path, bytes, length);
      test_vfs_install ();
      test_vfs_refuse (n, stays);
      run_script (path, &outcome);
      refused = test_vfs_refused ();
      test_vfs_remove ();
      if (!outcome.opened || outcome.change == 0)
        {
          failures++;
          g_assert_error (outcome.error, STORE_ERROR, STORE_ERROR_FULL);
          check_left (path, 3, 3, 3);
        }
      else
        check_left (path, 3, 4, 4);
      check_at_rest (folder);
      outcome_clear (&outcome);
    }
  while (refused > 0);
  g_test_message ("%u writes, %u of them stopped the change", n - 1, failures);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (failures, >, 10);
  test_folder_free (folder);
}

static void
test_full_disk_once (void)
{
  full_disk (FALSE);
}

static void
test_full_disk_stays (void)
{
  full_disk (TRUE);
}

/* Without a word of the disk that it is written, nothing is called saved. */
static void
test_failing_sync (void)
{
  char *folder = test_folder_new ();
  g_autofree char *bytes = NULL;
  gsize length;
  g_autofree char *path = base_register (folder, &bytes, &length);
  guint failures = 0;

  for (guint n = 1; n < 16; n++)
    {
      Outcome outcome = { 0 };

      reset_register (path, bytes, length);
      test_vfs_install ();
      test_vfs_fail_sync (n);
      run_script (path, &outcome);
      test_vfs_remove ();
      if (outcome.change == 0)
        {
          failures++;
          g_assert_error (outcome.error, STORE_ERROR, STORE_ERROR_IO);
          check_left (path, 3, 3, 4);
        }
      else
        check_left (path, 3, 4, 4);
      outcome_clear (&outcome);
    }
  g_assert_cmpuint (failures, >, 1);
  test_folder_free (folder);
}

/* --- power cut --- */

typedef struct
{
  const char *folder, *left;
  char *left_path;
  GRand *coin;
  gint64 committed, newest; /* said to be saved; being saved */
  guint n_cuts;
} Cuts;

static void
check_cut (Cuts *cuts)
{
  cuts->n_cuts++;
  for (int i = 0; i < 2; i++)
    {
      sqlite3_vfs *test = sqlite3_vfs_find (NULL);
      sqlite3_vfs *plain = sqlite3_vfs_find ("unix");

      test_vfs_power_cut (cuts->folder, cuts->left, i == 0 ? NULL : cuts->coin);
      sqlite3_vfs_register (plain, 1);
      check_left (cuts->left_path, 1, cuts->committed, cuts->newest);
      sqlite3_vfs_register (test, 1);
    }
}

static void
cut_cb (gpointer user_data)
{
  check_cut (user_data);
}

static void
test_power_cut (void)
{
  char *folder = test_folder_new (), *left = test_folder_new ();
  g_autofree char *bytes = NULL;
  gsize length;
  g_autofree char *path = base_register (folder, &bytes, &length);
  guint32 seed = g_test_rand_int ();
  Cuts cuts = { folder, left, g_build_filename (left, "clinic.natality", NULL),
                g_rand_new_with_seed (seed), 3, 3, 0 };
  Store *store;

  g_test_message ("coin %u", seed);
  test_vfs_install ();
  test_vfs_watch (cut_cb, &cuts);
  store = test_open (path, STORE_WRITE);
  for (int i = 0; i < 4; i++)
    {
      cuts.newest++;
      test_set (store, MODEL_TABLE_PATIENT, 1 + i % 3, 1, "note",
                i % 2 == 0 ? "One" : "Another note");
      cuts.committed = cuts.newest;
      check_cut (&cuts);
    }
  store_close (store);
  check_cut (&cuts);
  test_vfs_remove ();
  g_test_message ("%u cuts", cuts.n_cuts);
  g_assert_cmpuint (cuts.n_cuts, >, 30);
  g_rand_free (cuts.coin);
  g_free (cuts.left_path);
  test_folder_free (folder);
  test_folder_free (left);
}

/* --- a held lock --- */

static void
test_held_lock (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  g_autoptr (GPtrArray) edits = script_edits ();
  StoreChangeInfo info = { "anna", "Scripted change", NULL };
  Store *store = test_open (path, STORE_WRITE), *other = test_open (path, STORE_WRITE);
  StoreImport *import;
  GError *error = NULL;

  store_set_busy_timeout (store, 20);
  g_assert_true (store_transaction_begin (other, NULL));
  g_assert_cmpint (store_change (store, &info, edits, NULL, NULL, &error), ==, 0);
  g_assert_error (error, STORE_ERROR, STORE_ERROR_BUSY);
  g_clear_error (&error);
  import = store_import_begin (store, STORE_CHANGE_IMPORT, &info, &error);
  g_assert_null (import);
  g_assert_error (error, STORE_ERROR, STORE_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (store_set_setting (store, "clinic", "X", &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_BUSY);
  g_clear_error (&error);
  store_transaction_rollback (other);
  g_assert_cmpint (store_change (store, &info, edits, NULL, NULL, &error), ==, 2);
  g_assert_no_error (error);
  store_close (other);
  store_close (store);
  check_at_rest (folder);
  test_folder_free (folder);
}

/* The messages of all these say nothing of the patient. */
static void
test_conflict (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, 1);
  Store *store = test_open (path, STORE_WRITE), *other = test_open (path, STORE_WRITE);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  StoreChangeInfo info = { "anna", "Weight", NULL };
  StoreConflict *conflict = NULL;
  GError *error = NULL;

  test_set (other, MODEL_TABLE_PATIENT, 1, 1, "weight_kg", "77");
  g_ptr_array_add (edits,
                   model_edit_set (MODEL_TABLE_PATIENT, 1, 1,
                                   test_field (MODEL_TABLE_PATIENT, "smoking"), NULL, "never"));
  g_ptr_array_add (edits,
                   model_edit_set (MODEL_TABLE_PATIENT, 1, 1,
                                   test_field (MODEL_TABLE_PATIENT, "weight_kg"), "61.5", "70"));
  g_assert_cmpint (store_change (store, &info, edits, NULL, &conflict, &error), ==, 0);
  g_assert_error (error, STORE_ERROR, STORE_ERROR_CONFLICT);
  g_assert_null (strstr (error->message, "77"));
  g_assert_null (strstr (error->message, "61.5"));
  g_assert_cmpstr (conflict->found, ==, "77");
  g_assert_cmpstr (conflict->based_on, ==, "61.5");
  g_assert_null (test_value (store, MODEL_TABLE_PATIENT, 1, 1, "smoking"));
  store_conflict_free (conflict);
  g_clear_error (&error);
  store_close (store);
  store_close (other);
  test_folder_free (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/faults/full-disk-once", test_full_disk_once);
  g_test_add_func ("/store/faults/full-disk-stays", test_full_disk_stays);
  g_test_add_func ("/store/faults/failing-sync", test_failing_sync);
  g_test_add_func ("/store/faults/power-cut", test_power_cut);
  g_test_add_func ("/store/faults/held-lock", test_held_lock);
  g_test_add_func ("/store/faults/conflict", test_conflict);
  return g_test_run ();
}
