/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import and export: nothing is lost, nothing is taken half, every problem is named, no value
 * is. */
#include <glib/gstdio.h>
#include <string.h>

#include "model-value.h"
#include "store.h"
#include "test-session-common.h"

#define MARKER "QX7MARKER"

static SessionImportReport *
import (Fixture *fixture, SessionImportFlags flags, int code) /* -1: it works */
{
  g_autoptr (GError) error = NULL;
  SessionImportReport *report = NULL;
  gboolean done = session_register_import_sync (fixture->self, fixture->csv, flags, NULL, NULL,
                                                NULL, NULL, &report, &error);

  for (guint i = 0; code < 0 && error != NULL && report != NULL && i < report->problems->len; i++)
    {
      const SessionImportProblem *problem = g_ptr_array_index (report->problems, i);

      g_test_message ("%s:%d:%s %s", problem->file, (int) problem->line, problem->column,
                      problem->expected);
    }
  if (code < 0)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, SESSION_ERROR, code);
      g_assert_null (strstr (error->message, MARKER));
    }
  g_assert_true (done == (code < 0));
  for (guint i = 0; i < report->problems->len; i++)
    {
      const SessionImportProblem *problem = g_ptr_array_index (report->problems, i);

      g_assert_null (strstr (problem->expected, MARKER));
      g_assert_null (strstr (problem->column, MARKER));
      g_assert_null (strstr (problem->file, MARKER));
    }
  return report;
}

static guint
count_patients (Fixture *fixture)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  g_autoptr (Store) store = store_open (fixture->path, STORE_READ, dictionary, NULL);
  g_autoptr (GArray) list = store_list (store, NULL, TRUE, NULL, NULL);

  return list->len;
}

#define PATIENTS "code,birth_month,referral_date\n"
#define CYCLES "patient,key,kind,start_date,egg_source\n"
#define TRANSFERS "patient,key,cycle,status,date,order_in_cycle,kind\n"
#define OUTCOMES "patient,transfer,outcome,outcome_date\n"

static void
put_small (Fixture *fixture)
{
  test_put (fixture, "patients.csv", PATIENTS "A1,1979-03,2010-05-02\nA2,1981,2011-02\n");
  test_put (fixture, "cycles.csv", CYCLES "A1,1,stimulation,2011-03-01,own\nA2,1,thaw,2011,own\n");
  test_put (fixture, "transfers.csv",
            TRANSFERS "A1,1,1,performed,2011-03-09,1,fresh\nA2,1,1,performed,2012,1,fresh\n");
  test_put (fixture, "transfer_outcomes.csv", OUTCOMES "A1,1,no_pregnancy,2011-03-25\n");
}

static void
test_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SessionImportReport) first = NULL;
  g_autoptr (SessionImportReport) second = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  put_small (fixture);
  test_put (fixture, "settings.csv",
            "name,value\nsynthetic,true\ndata_cut,2012-12-31\nfuture_thing,x\n");
  first = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (first->n_problems, ==, 0);
  g_assert_cmpuint (first->n_inserted, ==, 7);
  g_assert_cmpint (first->change, >, 0);
  g_assert_null (first->backup); /* there was nothing to keep */
  g_assert_true (session_register_is_synthetic (fixture->self));
  second = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpint (second->change, ==, 0);
  g_assert_cmpuint (second->n_unchanged, ==, 7);
  g_assert_null (second->backup);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, ".backup"));
}

/* Rows without keys are the rows that are there, as often as they are there. */
static void
test_twice_without_keys (Fixture *fixture, gconstpointer data)
{
  static const char *const transfers = "patient,cycle,status,date,order_in_cycle,kind\n"
                                       "A1,1,performed,2011-03,1,fresh\nA1,1,performed,2011-03,1,"
                                       "fresh\nA1,1,performed,2012,1,fresh\n";
  g_autoptr (SessionImportReport) first = NULL;
  g_autoptr (SessionImportReport) second = NULL;
  g_autoptr (SessionImportReport) third = NULL;

  test_put (fixture, "patients.csv", PATIENTS "A1,1979-03,2010-05-02\n");
  test_put (fixture, "cycles.csv", "patient,kind\nA1,thaw\n");
  test_put (fixture, "transfers.csv", transfers);
  first = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (first->n_inserted, ==, 5);
  second = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpint (second->change, ==, 0);
  test_put (fixture, "transfers.csv",
            "patient,cycle,status,date,order_in_cycle,kind\nA1,1,performed,2011-03,1,fresh\nA1,1,"
            "performed,2013,1,fresh\n");
  third = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (third->n_inserted, ==, 1);
  g_assert_nonnull (third->backup);
  g_assert_true (g_file_test (third->backup, G_FILE_TEST_EXISTS));
}

/* A file may say only what is new of rows that are there. */
static void
test_part (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SessionImportReport) part = NULL;
  g_autoptr (SessionImportReport) lacking = NULL;
  g_autofree char *problems = NULL;

  put_small (fixture);
  session_import_report_free (import (fixture, SESSION_IMPORT_DEFAULT, -1));
  test_put (fixture, "patients.csv", "code,weight_kg\nA1,61\n");
  test_put (fixture, "transfers.csv", "patient,key,note\nA2,1,x\n");
  part = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (part->n_updated, ==, 2);
  g_assert_cmpuint (part->n_inserted, ==, 0);
  test_put (fixture, "transfers.csv",
            "patient,key,note,order_in_cycle,status\nA2,2,x,2,performed\n");
  lacking = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  problems = test_problems (lacking);
  g_assert_cmpstr (problems, ==, "transfers.csv:2:kind\ntransfers.csv:2:cycle\n");
}

static void
put_bad (Fixture *fixture)
{
  put_small (fixture);
  test_put (fixture, "patients.csv",
            PATIENTS "A1,1979-03,2010-05-02\nA2,1981,2011-02\n" MARKER
                     "3,1979-03-09,2010-05-02\nA4,1980,2010\n");
  test_put (fixture, "cycles.csv",
            CYCLES "A1,1,stimulation,2011-03-01,own\nA2,1,thaw,2011,own\nA4,1,thaw,2011,own\n");
  test_put (fixture, "transfers.csv",
            TRANSFERS "A1,1,1,performed,2011-03-09,1,fresh\n"
                      "A1,2,9,performed,2012,1,fresh\n"       /* no such cycle */
                      "A2,1,1,performed," MARKER ",1,fresh\n" /* no date */
                      "A4,1,1,performed,2011-06-01,1,fresh\n" MARKER
                      "3,1,1,performed,2012,1,fresh\n"    /* her patient's row is bad */
                      "A9,1,1,performed,2012,1,fresh\n"); /* nobody */
  test_put (fixture, "transfer_outcomes.csv",
            OUTCOMES "A1,1,no_pregnancy,2011-03-25\n"
                     "A2,1,no_pregnancy,2012\n"         /* of a bad transfer */
                     "A4,1,no_pregnancy,2011-05-01\n"); /* before the transfer */
}

#define BAD_PROBLEMS                                                                               \
  "patients.csv:4:birth_month\ntransfers.csv:3:cycle\ntransfers.csv:4:date\ntransfers.csv:7:"      \
  "patient\n"                                                                                      \
  "transfer_outcomes.csv:4:outcome_date\n"

static void
test_dry_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SessionImportReport) dry = NULL;
  g_autoptr (SessionImportReport) real = NULL;
  g_autofree char *problems = NULL;

  put_bad (fixture);
  dry = import (fixture, SESSION_IMPORT_DRY_RUN, -1);
  problems = test_problems (dry);
  g_assert_cmpstr (problems, ==, BAD_PROBLEMS);
  g_assert_cmpuint (dry->n_problems, ==, 5);
  g_assert_cmpint (dry->change, ==, 0);
  g_assert_cmpuint (count_patients (fixture), ==, 0);
  real = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  g_assert_cmpuint (real->n_problems, ==, 5);
  g_assert_cmpuint (count_patients (fixture), ==, 0);
}

static void
test_good_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SessionImportReport) report = NULL;
  g_autofree char *problems = NULL, *patients = NULL, *transfers = NULL, *outcomes = NULL;

  put_bad (fixture);
  report = import (fixture, SESSION_IMPORT_GOOD_ROWS, -1);
  problems = test_problems (report);
  g_assert_cmpstr (problems, ==, BAD_PROBLEMS);
  g_assert_cmpint (report->change, >, 0);
  g_assert_nonnull (report->rejected_folder);
  patients = test_get (report->rejected_folder, "patients.csv");
  transfers = test_get (report->rejected_folder, "transfers.csv");
  outcomes = test_get (report->rejected_folder, "transfer_outcomes.csv");
  g_assert_cmpstr (patients, ==, PATIENTS MARKER "3,1979-03-09,2010-05-02\nA4,1980,2010\n");
  g_assert_cmpstr (transfers, ==,
                   TRANSFERS "A1,2,9,performed,2012,1,fresh\nA2,1,1,performed," MARKER
                             ",1,fresh\nA4,1,1,performed,2011-06-01,1,fresh\n" MARKER
                             "3,1,1,performed,2012,1,fresh\nA9,1,1,performed,2012,1,fresh\n");
  g_assert_cmpstr (outcomes, ==, OUTCOMES "A2,1,no_pregnancy,2012\nA4,1,no_pregnancy,2011-05-01\n");
  g_assert_cmpuint (count_patients (fixture), ==, 2);
  g_assert_cmpuint (report->n_inserted, ==, 6);
  g_assert_cmpuint (report->n_rejected, ==, 10);
  g_assert_cmpuint (report->n_rows, ==, 16);
}

/* Nothing is wrong but what one row says of another. */
static void
test_record (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SessionImportReport) report = NULL;
  g_autofree char *problems = NULL;

  put_small (fixture);
  test_put (fixture, "transfer_outcomes.csv", OUTCOMES "A1,1,no_pregnancy,2011-03-08\n");
  report = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  problems = test_problems (report);
  g_assert_cmpstr (problems, ==, "transfer_outcomes.csv:2:outcome_date\n");
  g_assert_cmpuint (count_patients (fixture), ==, 0);
}

/* A line that says something else of a row than a line before it. */
static void
test_double (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SessionImportReport) all = NULL;
  g_autoptr (SessionImportReport) good = NULL;
  g_autofree char *problems = NULL;

  put_small (fixture);
  test_put (fixture, "transfer_outcomes.csv", OUTCOMES);
  test_put (fixture, "transfers.csv",
            TRANSFERS "A1,1,1,performed,2011-03,1,fresh\nA1,1,1,performed,2012,1,fresh\nA2,1,1,"
                      "performed,2012,1,fresh\n");
  all = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  problems = test_problems (all);
  g_assert_cmpstr (problems, ==, "transfers.csv:3:key\n");
  good = import (fixture, SESSION_IMPORT_GOOD_ROWS, -1);
  g_assert_cmpuint (good->n_inserted, ==, 3);
  g_assert_cmpuint (count_patients (fixture), ==, 1);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  SessionImportReport *none = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  g_autoptr (SessionImportReport) stranger = NULL;
  g_autoptr (SessionImportReport) broken = NULL;
  g_autofree char *problems = NULL, *more = NULL;

  g_clear_pointer (&none, session_import_report_free);
  put_small (fixture);
  test_put (fixture, "patient.csv", "x\n");
  stranger = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  problems = test_problems (stranger);
  g_assert_cmpstr (problems, ==, "patient.csv:0:\n");
  test_put (fixture, "patient.csv", "x\n");
  test_put (fixture, "followups.csv", "patient,date,status\nA1,\"2012\n");
  test_put (fixture, "settings.csv", "name,value\ndata_cut," MARKER "\n");
  broken = import (fixture, SESSION_IMPORT_DRY_RUN, -1);
  more = test_problems (broken);
  g_assert_cmpstr (more, ==, "patient.csv:0:\nsettings.csv:2:value\nfollowups.csv:2:date\n");
}

static void
test_spreadsheet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (ModelRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  ModelDictionary *dictionary = session_register_dictionary (fixture->self);
  const ModelRow *patient;

  test_put (fixture, "patients.csv",
            "\xef\xbb\xbf"
            "note;weight_kg;code;birth_month;referral_date\r\n"
            "\"a;b\r\n\"\"c\"\"\";70,5;A1;1979-03;2010-05-02\r\n");
  report = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (report->n_inserted, ==, 1);
  record = session_register_read (fixture->self, 1, FALSE, &error);
  g_assert_no_error (error);
  patient = g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0);
  g_assert_cmpstr (
      model_row_get (patient, model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "weight_kg")),
      ==, "70.5");
  g_assert_cmpstr (
      model_row_get (patient, model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "note")), ==,
      "a;b\n\"c\"");
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);

  put_small (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_false (session_register_import_sync (fixture->self, fixture->csv, 0, NULL, cancellable,
                                                NULL, NULL, &report, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_patients (fixture), ==, 0);
  session_import_report_free (import (fixture, SESSION_IMPORT_DEFAULT, -1));
  g_assert_false (
      session_register_export_sync (fixture->self, out, FALSE, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

static void
test_export_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);
  g_autofree char *identity = g_build_filename (out, "identity.csv", NULL);
  g_autofree char *patients = g_build_filename (out, "patients.csv", NULL);
  GStatBuf status;

  put_small (fixture);
  test_put (fixture, "identity.csv", "patient,family_name,birth_date\nA1," MARKER ",1979-03-09\n");
  session_import_report_free (import (fixture, SESSION_IMPORT_DEFAULT, -1));
  g_mkdir (out, 0700); /* an empty one is taken */
  g_assert_true (
      session_register_export_sync (fixture->self, out, FALSE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (identity, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_stat (patients, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_false (
      session_register_export_sync (fixture->self, out, TRUE, NULL, NULL, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_EXISTS);
  g_assert_false (g_file_test (identity, G_FILE_TEST_EXISTS));
  test_remove_folder (out);
  g_clear_error (&error);
  g_assert_true (session_register_export_sync (fixture->self, out, TRUE, NULL, NULL, NULL, &error));
  g_assert_true (g_file_test (identity, G_FILE_TEST_EXISTS));
}

/* --- the same from a main loop --- */

typedef struct
{
  GMainLoop *loop;
  GAsyncResult *result;
  GThread *thread;
  guint n_progress;
} Waiting;

static void
done_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Waiting *waiting = data;

  waiting->result = g_object_ref (result);
  g_main_loop_quit (waiting->loop);
}

static void
progress_cb (guint64 done, guint64 total, gpointer data)
{
  Waiting *waiting = data;

  g_assert_true (g_thread_self () == waiting->thread);
  waiting->n_progress++;
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { loop, NULL, g_thread_self (), 0 };
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) patients = g_string_new (PATIENTS);
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (patients, "P%05u,1980,2010\n", i);
  test_put (fixture, "patients.csv", patients->str);
  session_register_import_async (fixture->self, fixture->csv, 0, NULL, NULL, progress_cb, &waiting,
                                 done_cb, &waiting);
  g_main_loop_run (loop);
  g_assert_true (session_register_import_finish (fixture->self, waiting.result, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_inserted, ==, 20000);
  g_assert_cmpuint (waiting.n_progress, >, 0);
  g_clear_object (&waiting.result);
  session_register_export_async (fixture->self, out, FALSE, NULL, progress_cb, &waiting, done_cb,
                                 &waiting);
  g_main_loop_run (loop);
  g_assert_true (session_register_export_finish (fixture->self, waiting.result, &error));
  g_assert_no_error (error);
  g_clear_object (&waiting.result);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  test_put (fixture, "patients.csv", PATIENTS "A1,1950-03,2010-05-02\n");
  test_put (fixture, "cycles.csv", "patient,kind\nA1,stimulation\n");
  test_put (fixture, "transfers.csv", TRANSFERS "A1,1,1,performed,2011-03-09,1,fresh\n");
  session_import_report_free (import (fixture, SESSION_IMPORT_DEFAULT, -1));
  findings = session_register_check_sync (fixture->self, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, >, 0);
  for (guint i = 0; i < findings->len; i++)
    {
      const SessionFinding *finding = g_ptr_array_index (findings, i);

      g_assert_false (finding->hard);
      g_assert_cmpint (finding->patient, ==, 1);
      g_assert_nonnull (finding->rule);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/import/twice", test_twice);
  TEST_ADD ("/import/twice-without-keys", test_twice_without_keys);
  TEST_ADD ("/import/part", test_part);
  TEST_ADD ("/import/dry-run", test_dry_run);
  TEST_ADD ("/import/good-rows", test_good_rows);
  TEST_ADD ("/import/record", test_record);
  TEST_ADD ("/import/double", test_double);
  TEST_ADD ("/import/files", test_files);
  TEST_ADD ("/import/spreadsheet", test_spreadsheet);
  TEST_ADD ("/exchange/cancel", test_cancel);
  TEST_ADD ("/exchange/async", test_async);
  TEST_ADD ("/export/place", test_export_place);
  TEST_ADD ("/check/findings", test_check);
  return g_test_run ();
}
