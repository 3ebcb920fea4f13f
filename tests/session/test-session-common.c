/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See test-session-common.h. */
#include "test-session-common.h"

#include <glib/gstdio.h>

#include "base-clock.h"

#define PATIENTS "code,birth_month,referral_date,weight_kg\n"
#define DEADLINE_US (20 * G_USEC_PER_SEC)

void
test_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        test_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

SessionRegister *
test_register_new (const char *path)
{
  g_autoptr (GError) error = NULL;
  SessionRegister *self;

  g_assert_true (session_create (path, NULL, &error));
  g_assert_no_error (error);
  self = session_register_open_sync (path, FALSE, FALSE, &error);
  g_assert_no_error (error);
  return self;
}

void
test_set_up (Fixture *fixture, gconstpointer data)
{
  base_clock_set ((gint64) TEST_TODAY * 86400 * G_USEC_PER_SEC, TEST_TODAY);
  fixture->folder = g_dir_make_tmp ("natality-session-XXXXXX", NULL);
  fixture->csv = g_build_filename (fixture->folder, "csv", NULL);
  g_mkdir (fixture->csv, 0700);
  fixture->path = g_build_filename (fixture->folder, "a.natality", NULL);
  fixture->self = test_register_new (fixture->path);
}

void
test_tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->self);
  test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->csv);
  g_free (fixture->path);
  base_clock_release ();
}

void
test_put (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->csv, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

char *
test_get (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

void
test_import (Fixture *fixture)
{
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = session_register_import_sync (fixture->self, fixture->csv, 0, NULL, NULL, NULL,
                                                NULL, &report, &error);

  if (!done && report != NULL)
    g_free (test_problems (report));
  g_assert_no_error (error);
  g_assert_true (done);
}

char *
test_problems (const SessionImportReport *report)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < report->problems->len; i++)
    {
      const SessionImportProblem *problem = g_ptr_array_index (report->problems, i);

      g_string_append_printf (text, "%s:%" G_GUINT64_FORMAT ":%s\n", problem->file, problem->line,
                              problem->column);
      g_test_message ("%s:%" G_GUINT64_FORMAT ":%s %s", problem->file, problem->line,
                      problem->column, problem->expected);
    }
  return g_string_free (text, FALSE);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
test_wait (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;
  guint tick = g_timeout_add (50, tick_cb, NULL); /* so that the deadline is looked at */

  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

ModelRow *
test_row (ModelDictionary *dictionary,
          ModelTable table,
          gint64 patient,
          gint64 key,
          gint64 parent,
          ...)
{
  ModelRow *row = model_row_new (dictionary, table);
  const char *id;
  va_list list;

  row->patient = patient;
  row->key = key;
  row->parent = parent;
  va_start (list, parent);
  while ((id = va_arg (list, const char *)) != NULL)
    {
      const ModelField *field = model_dictionary_find (dictionary, table, id);

      g_assert_nonnull (field);
      model_row_set (row, field, va_arg (list, const char *));
    }
  va_end (list);
  return row;
}

const ModelField *
test_field (SessionRegister *self, ModelTable table, const char *id)
{
  const ModelField *field = model_dictionary_find (session_register_dictionary (self), table, id);

  g_assert_nonnull (field);
  return field;
}

/* --- a small register --- */

void
test_fill (Fixture *fixture)
{
  test_put (fixture, "patients.csv",
            PATIENTS "A1,1979-03,2010-05-02,60\nA2,1981-01,2011-02-03,70\n");
  test_put (fixture, "cycles.csv", "patient,key,kind\nA1,1,stimulation\nA2,1,thaw\n");
  test_put (fixture, "transfers.csv",
            "patient,key,cycle,status,date,order_in_cycle,kind\n"
            "A1,1,1,performed,2011-03-09,1,fresh\nA2,1,1,performed,2011-06-01,1,frozen\n");
  test_put (fixture, "transfer_outcomes.csv",
            "patient,transfer,outcome,outcome_date,gestation_days\n"
            "A1,1,no_pregnancy,2011-03-25,\nA2,1,miscarriage,2011-10-20,150\n");
  test_import (fixture);
}

SessionRegister *
test_open_again (const char *path, gboolean read_only)
{
  g_autoptr (GError) error = NULL;
  SessionRegister *self = session_register_open_sync (path, read_only, FALSE, &error);

  g_assert_no_error (error);
  return self;
}

/* A draft of patient 1 in which a field has another value. */
ModelDraft *
test_draft_with (SessionRegister *self, ModelTable table, const char *id, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) record = session_register_read (self, 1, FALSE, &error);
  ModelDraft *draft;

  g_assert_no_error (error);
  draft = model_draft_new (session_register_dictionary (self), record, TEST_TODAY);
  model_draft_set_value (draft, table, 1, test_field (self, table, id), value);
  return draft;
}

void
test_set_weight (SessionRegister *self, const char *value, const char *label)
{
  g_autoptr (ModelDraft) draft = test_draft_with (self, MODEL_TABLE_PATIENT, "weight_kg", value);
  g_autoptr (GError) error = NULL;

  g_assert_true (session_register_save_sync (self, draft, label, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

void
test_assert_weight (SessionRegister *self, const char *value)
{
  g_autoptr (ModelRecord) record = session_register_read (self, 1, FALSE, NULL);

  g_assert_cmpstr (model_row_get (g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0),
                                  test_field (self, MODEL_TABLE_PATIENT, "weight_kg")),
                   ==, value);
}

guint
test_count_changes (SessionRegister *self)
{
  g_autoptr (GPtrArray) changes = session_register_changes (self, 0, 1000, NULL);

  return changes->len;
}

/* Ends well or fails the test. */
void
test_run_other (const char *program, const char *what, const char *path)
{
  const char *const arguments[] = { program, "--other", what, path, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}
