/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening: the file is checked while the dataset loads, nothing is written before it is found
 * sound, and what several threads load is what one reads. */
#include <glib/gstdio.h>
#include <string.h>

#include "session-register.h"
#include "store.h"

#define DEADLINE_SECONDS 60

typedef struct
{
  char *folder, *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("natality-open-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.natality", NULL);
  g_assert_true (session_create_demonstration (fixture->path, &error));
  g_assert_no_error (error);
}

/* The folder holds the register and nothing beside it. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static char *
digest (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
}

/* Zeros over the register's last page, which holds rows or an index. */
static void
damage (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + length - 4096, 0, 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

typedef gboolean (*Condition) (gpointer data);

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (Condition condition,
          gpointer  data)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_SECONDS * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(SessionRegister **) data = session_register_open_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static SessionRegister *
open_async (const char *path)
{
  SessionRegister *self = NULL;

  session_register_open_async (path, FALSE, NULL, opened_cb, &self);
  wait_for (is_set, &self);
  return self;
}

static ModelDraft *
make_draft (SessionRegister *self)
{
  ModelDictionary *dictionary = session_register_dictionary (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) record = session_register_read (self, 7, FALSE, &error);
  ModelDraft *draft;

  g_assert_no_error (error);
  draft = model_draft_new (dictionary, record, 20000);
  model_draft_set_value (draft, MODEL_TABLE_PATIENT, 1,
                         model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "note"), "seen");
  return draft;
}

/* --- tests ------------------------------------------------------------------------------------ */

static gboolean
is_damaged (gpointer data)
{
  return session_register_state (data) == SESSION_READ_ONLY_DAMAGED;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static gboolean
is_positive (gpointer data)
{
  return *(guint *) data > 0;
}

/* Whether the save comes before the check's end or after, it is refused, and the file stays. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) self = NULL;
  g_autoptr (ModelDraft) draft = NULL;
  g_autofree char *before = NULL, *after = NULL, *text = NULL;
  guint n_changed = 0;
  gboolean told; /* of the fault, after opening */

  damage (fixture->path);
  before = digest (fixture->path);
  self = open_async (fixture->path);
  told = !is_damaged (self);
  g_signal_connect_swapped (self, "state-changed", G_CALLBACK (count_cb), &n_changed);
  draft = make_draft (self);
  g_assert_false (session_register_save_sync (self, draft, "Edit", NULL, NULL, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_READ_ONLY);
  wait_for (is_damaged, self);
  if (told)
    wait_for (is_positive, &n_changed);
  g_assert_false (session_register_is_writable (self));
  text = session_register_state_text (self);
  g_assert_nonnull (strstr (text, "damaged"));
  session_register_close (self);
  after = digest (fixture->path);
  g_assert_cmpstr (before, ==, after);
}

static void
test_damaged_sync (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) self = NULL;

  damage (fixture->path);
  self = session_register_open_sync (fixture->path, FALSE, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (session_register_state (self), ==, SESSION_READ_ONLY_DAMAGED);
  g_assert_false (session_register_is_writable (self));
  session_register_close (self);
}

/* Saved at once after opening: it waits for the check, and is there. */
static void
test_save_at_once (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  SessionRegister *self = open_async (fixture->path);
  ModelDraft *draft = make_draft (self);
  g_autoptr (ModelRecord) record = NULL;
  const ModelField *note;

  g_assert_true (session_register_is_writable (self));
  g_assert_true (session_register_save_sync (self, draft, "Edit", NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  note = model_dictionary_find (session_register_dictionary (self), MODEL_TABLE_PATIENT, "note");
  record = session_register_read (self, 7, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (model_row_get (model_record_find (record, MODEL_TABLE_PATIENT, 1), note), ==,
                   "seen");
  g_assert_true (session_register_is_writable (self));
  model_draft_free (draft);
  session_register_close (self);
  g_object_unref (self);
}

/* At whatever point of the check it is closed, the register is one file at rest. */
static void
test_close_at_once (Fixture       *fixture,
                    gconstpointer  data)
{
  for (int i = 0; i < 20; i++)
    {
      g_autoptr (SessionRegister) self = open_async (fixture->path);
      g_autoptr (GDir) dir = NULL;

      g_usleep ((gulong) (i * 100));
      session_register_close (self);
      dir = g_dir_open (fixture->folder, 0, NULL);
      g_assert_cmpstr (g_dir_read_name (dir), ==, "a.natality");
      g_assert_null (g_dir_read_name (dir));
    }
}

static void
assert_same_column (const ModelColumn *a,
                    const ModelColumn *b)
{
  g_assert_cmpuint (a->n, ==, b->n);
  for (guint i = 0; i < a->n; i++)
    {
      g_assert_cmpint (model_column_missing (a, i), ==, model_column_missing (b, i));
      if (model_column_missing (a, i) == MODEL_MISSING_NONE)
        g_assert_cmpfloat (model_column_number (a, i), ==, model_column_number (b, i));
    }
}

/* Enough chunks for every thread, each as one connection reads it. */
static void
test_chunks (Fixture       *fixture,
             gconstpointer  data)
{
  guint n = g_getenv ("NATALITY_TEST_SHORT") != NULL ? 300 : 2 * MODEL_CHUNK_PATIENTS + 300;
  g_autofree char *path = g_build_filename (fixture->folder, "b.natality", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) self = NULL;
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (Store) store = NULL;
  ModelDictionary *dictionary;
  const ModelField *field;
  ModelDataset *dataset;

  g_assert_true (session_simulate (path, n, 5, NULL, NULL, NULL, NULL, &error));
  self = session_register_open_sync (path, TRUE, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (analysis_question_set (question, "by", "age:35", &error));
  answer = session_register_ask_sync (self, question, &error);
  g_assert_no_error (error);
  dictionary = session_register_dictionary (self);
  field = model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "age_at_index_transfer");
  dataset = session_register_dataset (self);
  g_assert_cmpuint (model_dataset_n_patients (dataset), ==, n);
  store = store_open (path, STORE_READ, dictionary, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < model_dataset_n_chunks (dataset); i++)
    {
      const ModelChunk *chunk = model_dataset_chunk (dataset, i);
      ModelChunk *bare = store_read_chunk (store, i, &error);
      ModelChunk *whole
        = store_add_columns (store, bare, i, &field, 1, session_register_gestation_limit (self),
                             &error);

      g_assert_no_error (error);
      g_assert_cmpmem (chunk->patient, chunk->n_patients * sizeof *chunk->patient, bare->patient,
                       bare->n_patients * sizeof *bare->patient);
      g_assert_cmpmem (chunk->date_last, chunk->n_transfers * sizeof *chunk->date_last,
                       bare->date_last, bare->n_transfers * sizeof *bare->date_last);
      assert_same_column (model_chunk_column (chunk, field), model_chunk_column (whole, field));
      model_chunk_unref (whole);
      model_chunk_unref (bare);
    }
  g_clear_pointer (&store, store_close);
  session_register_close (self);
  g_unlink (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/load/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("damaged", test_damaged);
  ADD ("damaged-sync", test_damaged_sync);
  ADD ("save-at-once", test_save_at_once);
  ADD ("close-at-once", test_close_at_once);
  ADD ("chunks", test_chunks);
#undef ADD
  return g_test_run ();
}
