/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registers that older programs made: each version's frozen file opens, is sound, reads, and can
 * be changed once it is migrated; and a version's script is the one that was released.
 *
 *   test-store-version --generate tests/store/versions/N.natality
 *
 * makes the file of this version, once, when the version is frozen; it prints the script's
 * SHA-256. */
#include <glib/gstdio.h>
#include <string.h>

#include "base-clock.h"
#include "test-store-common.h"

/* Of the scripts, by version. A released one never changes. */
static const char *const script_digests[] = {
  "c9ab1e8c888a5396e4317edc7a69bd0f6f5d0d3c486f8bcb3b53a70fa1671897", /* 1 */
};

static char *
script_digest (void)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, store_schema_script (), -1);
}

static void
test_version_script (void)
{
  g_autofree char *digest = script_digest ();

  g_assert_cmpint (STORE_SCHEMA_VERSION, ==, G_N_ELEMENTS (script_digests));
  g_assert_cmpstr (digest, ==, script_digests[STORE_SCHEMA_VERSION - 1]);
}

/* What the frozen file holds: see generate. */
static void
check_contents (Store *store)
{
  g_autoptr (ModelRecord) record = NULL;
  g_autofree char *setting = store_setting (store, "clinic");
  g_autofree char *weight = test_value (store, MODEL_TABLE_PATIENT, 1, 1, "weight_kg");
  GError *error = NULL;

  g_assert_cmpstr (setting, ==, "Frozen");
  g_assert_cmpstr (weight, ==, "70.5");
  g_assert_cmpint (store_highest_patient (store), ==, 3);
  record = store_read_record (store, 1, STORE_RECORD_ARCHIVED | STORE_RECORD_IDENTITY, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->rows[MODEL_TABLE_IDENTITY]->len, ==, 1);
  g_assert_cmpuint (record->rows[MODEL_TABLE_TRANSFER]->len, ==, 2);
  g_assert_cmpuint (record->rows[MODEL_TABLE_INFUSION]->len, ==, 1);
  store_check (store, &error);
  g_assert_no_error (error);
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
}

static void
check_version (int version)
{
  char *folder = test_folder_new ();
  g_autofree char *name = g_strdup_printf ("%d.natality", version);
  g_autofree char *frozen = g_test_build_filename (G_TEST_DIST, "store", "versions", name, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  GError *error = NULL;
  StoreProbe probe;
  Store *store;
  gint64 next;

  g_file_get_contents (frozen, &bytes, &length, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_true (store_probe (path, &probe, &error));
  g_assert_cmpint (probe.schema_version, ==, version);
  g_assert_false (probe.in_wal);
  g_assert_true (store_migrate (path, NULL, 0, NULL, &error));
  g_assert_no_error (error);
  store = test_open (path, STORE_WRITE);
  check_contents (store);
  g_assert_true (store_next_undo (store, "anna", &next, NULL, &error));
  g_assert_cmpint (next, >, 0);
  g_assert_cmpint (store_undo (store, "anna", next, NULL, &error), >, next);
  g_assert_no_error (error);
  store_close (store);
  test_folder_free (folder);
}

static void
test_version_frozen (void)
{
  for (int version = 1; version <= STORE_SCHEMA_VERSION; version++)
    check_version (version);
}

/* --- making it --- */

static void
change_as_anna (Store      *store,
                const char *label,
                ModelEdit  *edit)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  StoreChangeInfo info = { "anna", label, "A reason" };
  GError *error = NULL;

  g_ptr_array_add (edits, edit);
  g_assert_cmpint (store_change (store, &info, edits, NULL, NULL, &error), >, 0);
  g_assert_no_error (error);
}

static int
generate (const char *target)
{
  char *folder = test_folder_new ();
  g_autofree char *path = NULL;
  g_autofree char *digest = script_digest ();
  GError *error = NULL;
  Store *store;

  base_clock_set (G_GINT64_CONSTANT (1330473600000000), 15399);
  path = test_register_new (folder, 3);
  store = test_open (path, STORE_WRITE);
  g_assert_true (store_set_setting (store, "clinic", "Frozen", &error));
  change_as_anna (store, "Weight",
                  model_edit_set (MODEL_TABLE_PATIENT, 1, 1,
                                  test_field (MODEL_TABLE_PATIENT, "weight_kg"), "61.5", "70.5"));
  change_as_anna (store, "Infusion",
                  model_edit_add (test_row (MODEL_TABLE_INFUSION, 1, -1, 1, "status", "given",
                                            "agent", "ivig", "dose_g", "25", "started_at",
                                            "2011-05-01T09:30", "batch", "?", NULL)));
  change_as_anna (store, "Telephone",
                  model_edit_set (MODEL_TABLE_IDENTITY, 1, 1,
                                  test_field (MODEL_TABLE_IDENTITY, "phone"), NULL, "?"));
  change_as_anna (store, "Transfer 2", model_edit_archive (MODEL_TABLE_TRANSFER, 1, 2));
  g_assert_true (store_backup (store, target, &error));
  store_close (store);
  test_folder_free (folder);
  g_print ("%d %s\n", STORE_SCHEMA_VERSION, digest);
  return 0;
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--generate") == 0)
    return generate (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/version/script", test_version_script);
  g_test_add_func ("/store/version/frozen", test_version_frozen);
  return g_test_run ();
}
