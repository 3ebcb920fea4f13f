/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import and export: nothing is lost, nothing is taken half, every problem is named, no value is. */
#include <glib/gstdio.h>
#include <string.h>

#include "base-clock.h"
#include "model-synthetic.h"
#include "model-value.h"
#include "session-register.h"
#include "store.h"

#define MARKER "QX7MARKER"
#define TODAY 20600 /* 2026-05-27 */

typedef struct
{
  char *folder, *csv, *path;
  SessionRegister *self;
} Fixture;

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static SessionRegister *
new_register (const char *path)
{
  g_autoptr (GError) error = NULL;
  SessionRegister *self;

  g_assert_true (session_create (path, NULL, &error));
  g_assert_no_error (error);
  self = session_register_open_sync (path, FALSE, FALSE, &error);
  g_assert_no_error (error);
  return self;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  base_clock_set ((gint64) TODAY * 86400 * G_USEC_PER_SEC, TODAY);
  fixture->folder = g_dir_make_tmp ("natality-exchange-XXXXXX", NULL);
  fixture->csv = g_build_filename (fixture->folder, "csv", NULL);
  g_mkdir (fixture->csv, 0700);
  fixture->path = g_build_filename (fixture->folder, "a.natality", NULL);
  fixture->self = new_register (fixture->path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->self);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->csv);
  g_free (fixture->path);
  base_clock_release ();
}

static void
put (Fixture    *fixture,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (fixture->csv, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
get (const char *folder,
     const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static SessionImportReport *
import (Fixture           *fixture,
        SessionImportFlags flags,
        int                code) /* -1: it works */
{
  g_autoptr (GError) error = NULL;
  SessionImportReport *report = NULL;
  gboolean done = session_register_import_sync (fixture->self, fixture->csv, flags, NULL, NULL, NULL, NULL,
                                                &report, &error);

  for (guint i = 0; code < 0 && error != NULL && report != NULL && i < report->problems->len; i++)
    {
      const SessionImportProblem *problem = g_ptr_array_index (report->problems, i);

      g_test_message ("%s:%d:%s %s", problem->file, (int) problem->line, problem->column, problem->expected);
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

static char *
list_problems (const SessionImportReport *report)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < report->problems->len; i++)
    {
      const SessionImportProblem *problem = g_ptr_array_index (report->problems, i);

      g_string_append_printf (text, "%s:%" G_GUINT64_FORMAT ":%s\n", problem->file, problem->line,
                              problem->column);
      g_test_message ("%s", problem->expected);
    }
  return g_string_free (text, FALSE);
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
  put (fixture, "patients.csv", PATIENTS "A1,1979-03,2010-05-02\nA2,1981,2011-02\n");
  put (fixture, "cycles.csv", CYCLES "A1,1,stimulation,2011-03-01,own\nA2,1,thaw,2011,own\n");
  put (fixture, "transfers.csv", TRANSFERS "A1,1,1,performed,2011-03-09,1,fresh\nA2,1,1,performed,2012,1,fresh\n");
  put (fixture, "transfer_outcomes.csv", OUTCOMES "A1,1,no_pregnancy,2011-03-25\n");
}

static void
test_twice (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (SessionImportReport) first = NULL;
  g_autoptr (SessionImportReport) second = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  put_small (fixture);
  put (fixture, "settings.csv", "name,value\nsynthetic,true\ndata_cut,2012-12-31\nfuture_thing,x\n");
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
test_twice_without_keys (Fixture      *fixture,
                         gconstpointer data)
{
  static const char *const transfers = "patient,cycle,status,date,order_in_cycle,kind\n"
                                       "A1,1,performed,2011-03,1,fresh\nA1,1,performed,2011-03,1,fresh\nA1,1,performed,2012,1,fresh\n";
  g_autoptr (SessionImportReport) first = NULL;
  g_autoptr (SessionImportReport) second = NULL;
  g_autoptr (SessionImportReport) third = NULL;

  put (fixture, "patients.csv", PATIENTS "A1,1979-03,2010-05-02\n");
  put (fixture, "cycles.csv", "patient,kind\nA1,thaw\n");
  put (fixture, "transfers.csv", transfers);
  first = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (first->n_inserted, ==, 5);
  second = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpint (second->change, ==, 0);
  put (fixture, "transfers.csv", "patient,cycle,status,date,order_in_cycle,kind\nA1,1,performed,2011-03,1,fresh\nA1,1,performed,2013,1,fresh\n");
  third = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (third->n_inserted, ==, 1);
  g_assert_nonnull (third->backup);
  g_assert_true (g_file_test (third->backup, G_FILE_TEST_EXISTS));
}

/* A file may say only what is new of rows that are there. */
static void
test_part (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (SessionImportReport) part = NULL;
  g_autoptr (SessionImportReport) lacking = NULL;
  g_autofree char *problems = NULL;

  put_small (fixture);
  session_import_report_free (import (fixture, SESSION_IMPORT_DEFAULT, -1));
  put (fixture, "patients.csv", "code,weight_kg\nA1,61\n");
  put (fixture, "transfers.csv", "patient,key,note\nA2,1,x\n");
  part = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (part->n_updated, ==, 2);
  g_assert_cmpuint (part->n_inserted, ==, 0);
  put (fixture, "transfers.csv", "patient,key,note,order_in_cycle,status\nA2,2,x,2,performed\n");
  lacking = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  problems = list_problems (lacking);
  g_assert_cmpstr (problems, ==, "transfers.csv:2:kind\ntransfers.csv:2:cycle\n");
}

static void
put_bad (Fixture *fixture)
{
  put_small (fixture);
  put (fixture, "patients.csv",
       PATIENTS "A1,1979-03,2010-05-02\nA2,1981,2011-02\n" MARKER "3,1979-03-09,2010-05-02\nA4,1980,2010\n");
  put (fixture, "cycles.csv",
       CYCLES "A1,1,stimulation,2011-03-01,own\nA2,1,thaw,2011,own\nA4,1,thaw,2011,own\n");
  put (fixture, "transfers.csv",
       TRANSFERS "A1,1,1,performed,2011-03-09,1,fresh\n"
                 "A1,2,9,performed,2012,1,fresh\n"          /* no such cycle */
                 "A2,1,1,performed," MARKER ",1,fresh\n"     /* no date */
                 "A4,1,1,performed,2011-06-01,1,fresh\n"
                 MARKER "3,1,1,performed,2012,1,fresh\n"     /* her patient's row is bad */
                 "A9,1,1,performed,2012,1,fresh\n");         /* nobody */
  put (fixture, "transfer_outcomes.csv",
       OUTCOMES "A1,1,no_pregnancy,2011-03-25\n"
                "A2,1,no_pregnancy,2012\n"          /* of a bad transfer */
                "A4,1,no_pregnancy,2011-05-01\n");  /* before the transfer */
}

#define BAD_PROBLEMS                                                                                \
  "patients.csv:4:birth_month\ntransfers.csv:3:cycle\ntransfers.csv:4:date\ntransfers.csv:7:patient\n" \
  "transfer_outcomes.csv:4:outcome_date\n"

static void
test_dry_run (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (SessionImportReport) dry = NULL;
  g_autoptr (SessionImportReport) real = NULL;
  g_autofree char *problems = NULL;

  put_bad (fixture);
  dry = import (fixture, SESSION_IMPORT_DRY_RUN, -1);
  problems = list_problems (dry);
  g_assert_cmpstr (problems, ==, BAD_PROBLEMS);
  g_assert_cmpuint (dry->n_problems, ==, 5);
  g_assert_cmpint (dry->change, ==, 0);
  g_assert_cmpuint (count_patients (fixture), ==, 0);
  real = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  g_assert_cmpuint (real->n_problems, ==, 5);
  g_assert_cmpuint (count_patients (fixture), ==, 0);
}

static void
test_good_rows (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (SessionImportReport) report = NULL;
  g_autofree char *problems = NULL, *patients = NULL, *transfers = NULL, *outcomes = NULL;

  put_bad (fixture);
  report = import (fixture, SESSION_IMPORT_GOOD_ROWS, -1);
  problems = list_problems (report);
  g_assert_cmpstr (problems, ==, BAD_PROBLEMS);
  g_assert_cmpint (report->change, >, 0);
  g_assert_nonnull (report->rejected_folder);
  patients = get (report->rejected_folder, "patients.csv");
  transfers = get (report->rejected_folder, "transfers.csv");
  outcomes = get (report->rejected_folder, "transfer_outcomes.csv");
  g_assert_cmpstr (patients, ==, PATIENTS MARKER "3,1979-03-09,2010-05-02\nA4,1980,2010\n");
  g_assert_cmpstr (transfers, ==,
                   TRANSFERS "A1,2,9,performed,2012,1,fresh\nA2,1,1,performed," MARKER ",1,fresh\nA4,1,1,performed,2011-06-01,1,fresh\n" MARKER
                             "3,1,1,performed,2012,1,fresh\nA9,1,1,performed,2012,1,fresh\n");
  g_assert_cmpstr (outcomes, ==, OUTCOMES "A2,1,no_pregnancy,2012\nA4,1,no_pregnancy,2011-05-01\n");
  g_assert_cmpuint (count_patients (fixture), ==, 2);
  g_assert_cmpuint (report->n_inserted, ==, 6);
  g_assert_cmpuint (report->n_rejected, ==, 10);
  g_assert_cmpuint (report->n_rows, ==, 16);
}

/* A line that says something else of a row than a line before it. */
static void
test_double (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (SessionImportReport) all = NULL;
  g_autoptr (SessionImportReport) good = NULL;
  g_autofree char *problems = NULL;

  put_small (fixture);
  put (fixture, "transfer_outcomes.csv", OUTCOMES);
  put (fixture, "transfers.csv",
       TRANSFERS "A1,1,1,performed,2011-03,1,fresh\nA1,1,1,performed,2012,1,fresh\nA2,1,1,performed,2012,1,fresh\n");
  all = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  problems = list_problems (all);
  g_assert_cmpstr (problems, ==, "transfers.csv:3:key\n");
  good = import (fixture, SESSION_IMPORT_GOOD_ROWS, -1);
  g_assert_cmpuint (good->n_inserted, ==, 3);
  g_assert_cmpuint (count_patients (fixture), ==, 1);
}

static void
test_files (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (SessionImportReport) none = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  g_autoptr (SessionImportReport) stranger = NULL;
  g_autoptr (SessionImportReport) broken = NULL;
  g_autofree char *problems = NULL, *more = NULL;

  put_small (fixture);
  put (fixture, "patient.csv", "x\n");
  stranger = import (fixture, SESSION_IMPORT_DEFAULT, SESSION_ERROR_INVALID);
  problems = list_problems (stranger);
  g_assert_cmpstr (problems, ==, "patient.csv:0:\n");
  put (fixture, "patient.csv", "x\n");
  put (fixture, "followups.csv", "patient,date,status\nA1,\"2012\n");
  put (fixture, "settings.csv", "name,value\ndata_cut," MARKER "\n");
  broken = import (fixture, SESSION_IMPORT_DRY_RUN, -1);
  more = list_problems (broken);
  g_assert_cmpstr (more, ==, "patient.csv:0:\nsettings.csv:2:value\nfollowups.csv:2:date\n");
}

static void
test_spreadsheet (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (ModelRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  ModelDictionary *dictionary = session_register_dictionary (fixture->self);
  const ModelRow *patient;

  put (fixture, "patients.csv",
       "\xef\xbb\xbf" "note;weight_kg;code;birth_month;referral_date\r\n"
       "\"a;b\r\n\"\"c\"\"\";70,5;A1;1979-03;2010-05-02\r\n");
  report = import (fixture, SESSION_IMPORT_DEFAULT, -1);
  g_assert_cmpuint (report->n_inserted, ==, 1);
  record = session_register_read (fixture->self, 1, FALSE, &error);
  g_assert_no_error (error);
  patient = g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0);
  g_assert_cmpstr (model_row_get (patient, model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "weight_kg")),
                   ==, "70.5");
  g_assert_cmpstr (model_row_get (patient, model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "note")), ==,
                   "a;b\n\"c\"");
}

static void
test_cancel (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);

  put_small (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_false (session_register_import_sync (fixture->self, fixture->csv, 0, NULL, cancellable, NULL, NULL,
                                                &report, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_patients (fixture), ==, 0);
  session_import_report_free (import (fixture, SESSION_IMPORT_DEFAULT, -1));
  g_assert_false (session_register_export_sync (fixture->self, out, FALSE, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

static void
test_export_place (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);
  g_autofree char *identity = g_build_filename (out, "identity.csv", NULL);
  g_autofree char *patients = g_build_filename (out, "patients.csv", NULL);
  GStatBuf status;

  put_small (fixture);
  put (fixture, "identity.csv", "patient,family_name,birth_date\nA1," MARKER ",1979-03-09\n");
  session_import_report_free (import (fixture, SESSION_IMPORT_DEFAULT, -1));
  g_mkdir (out, 0700); /* an empty one is taken */
  g_assert_true (session_register_export_sync (fixture->self, out, FALSE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (identity, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_stat (patients, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_false (session_register_export_sync (fixture->self, out, TRUE, NULL, NULL, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_EXISTS);
  g_assert_false (g_file_test (identity, G_FILE_TEST_EXISTS));
  remove_folder (out);
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
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  Waiting *waiting = data;

  waiting->result = g_object_ref (result);
  g_main_loop_quit (waiting->loop);
}

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer data)
{
  Waiting *waiting = data;

  g_assert_true (g_thread_self () == waiting->thread);
  waiting->n_progress++;
}

static void
test_async (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { loop, NULL, g_thread_self (), 0 };
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) patients = g_string_new (PATIENTS);
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (patients, "P%05u,1980,2010\n", i);
  put (fixture, "patients.csv", patients->str);
  session_register_import_async (fixture->self, fixture->csv, 0, NULL, NULL, progress_cb, &waiting, done_cb,
                                 &waiting);
  g_main_loop_run (loop);
  g_assert_true (session_register_import_finish (fixture->self, waiting.result, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_inserted, ==, 20000);
  g_assert_cmpuint (waiting.n_progress, >, 0);
  g_clear_object (&waiting.result);
  session_register_export_async (fixture->self, out, FALSE, NULL, progress_cb, &waiting, done_cb, &waiting);
  g_main_loop_run (loop);
  g_assert_true (session_register_export_finish (fixture->self, waiting.result, &error));
  g_assert_no_error (error);
  g_clear_object (&waiting.result);
}

/* --- export | import loses nothing --- */

static const char *const awkward[]
  = { "plain", "=1+1", "-2", "+3", "@x", "a,b", "a;b", "say \"so\"", "two\nlines", "n\xcc\x83 and \xc3\xb1", "\xe2\x82\xac",
      "?", "n/a", "pending", "\\", "\\?", "'", "\ttab", "NA", "true", "2011-03-09", "007", "e\xcc\x81" };

static char *
random_text (GRand *rand)
{
  GString *text = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (rand, 1, 4);
  char *value;

  if (g_rand_int_range (rand, 0, 40) == 0)
    while (text->len < 10000)
      g_string_append (text, "ten thousand, \"letters\"\nand a \xc3\xb8; ");
  for (guint i = 0; i < n; i++)
    g_string_append (text, awkward[g_rand_int_range (rand, 0, G_N_ELEMENTS (awkward))]);
  value = model_value_from_text (text->str);
  g_string_free (text, TRUE);
  return value;
}

/* Another value of the field, or NULL where this test knows none. */
static char *
random_value (GRand            *rand,
              const ModelField *field,
              const char       *value)
{
  ModelMissing missing = (ModelMissing) g_rand_int_range (rand, MODEL_MISSING_NOT_ASKED, MODEL_N_MISSING);

  if (g_rand_int_range (rand, 0, 3) == 0)
    return missing == MODEL_MISSING_NOT_ASKED || (field->missing_allowed & (1u << missing))
             ? g_strdup (model_value_from_missing (missing))
             : NULL;
  if (field->type == MODEL_TYPE_TEXT)
    return random_text (rand);
  if (field->type == MODEL_TYPE_DATE && value != NULL && strlen (value) == 10)
    return g_strndup (value, g_rand_boolean (rand) ? 7 : 4);
  if (field->type == MODEL_TYPE_REAL && value != NULL && g_ascii_isdigit (*value) && strchr (value, '.') == NULL)
    return g_strconcat (value, ".125", NULL);
  return NULL;
}

static guint
count_hard (ModelDictionary   *dictionary,
            const ModelRecord *record,
            gboolean           say)
{
  g_autoptr (GPtrArray) issues = model_record_check (dictionary, record, TODAY);
  guint n = 0;

  for (guint i = 0; i < issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (issues, i);

      n += issue->kind == MODEL_ISSUE_HARD;
      if (issue->kind == MODEL_ISSUE_HARD && say)
        g_test_message ("%s %d %s: %s", model_table_id (issue->table), (int) issue->key,
                        issue->field != NULL ? issue->field->id : "", issue->rule);
    }
  return n;
}

/* Changes some values; those with which she couldn't be saved are put back. */
static void
disturb (GRand           *rand,
         ModelDictionary *dictionary,
         ModelRecord     *record)
{
  g_assert_cmpuint (count_hard (dictionary, record, TRUE), ==, 0);
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < record->rows[table]->len; i++)
      for (guint n = 0; n < 3; n++)
        {
          ModelRow *row = g_ptr_array_index (record->rows[table], i);
          guint column = (guint) g_rand_int_range (rand, 0, (gint32) row->n_values);
          const ModelField *field = model_dictionary_stored (dictionary, table, column);
          g_autofree char *before = g_strdup (row->values[column]);
          g_autofree char *value = NULL, *canonical = NULL;

          if (strcmp (field->id, "code") == 0)
            continue;
          value = random_value (rand, field, before);
          if (value == NULL || !model_value_check (field, value, FALSE, &canonical, NULL))
            continue;
          model_row_set (row, field, canonical);
          if (count_hard (dictionary, record, FALSE) > 0)
            model_row_set (row, field, before);
        }
}

static void
add_identity (GRand           *rand,
              ModelDictionary *dictionary,
              ModelRecord     *record)
{
  ModelRow *row = model_row_new (dictionary, MODEL_TABLE_IDENTITY);
  const ModelRow *patient = g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0);
  const char *month = model_row_get (patient, model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "birth_month"));
  const ModelField *family = model_dictionary_find (dictionary, MODEL_TABLE_IDENTITY, "family_name");
  g_autofree char *name = random_text (rand), *canonical = NULL;

  g_assert_true (model_value_check (family, name, FALSE, &canonical, NULL));
  row->patient = record->patient;
  row->key = 1;
  model_row_set (row, family, canonical);
  model_row_set (row, model_dictionary_find (dictionary, MODEL_TABLE_IDENTITY, "birth_date"), month);
  if (record->rows[MODEL_TABLE_IDENTITY]->len == 0 && model_value_missing (month) == MODEL_MISSING_NONE)
    model_record_take (record, row);
  else
    model_row_free (row);
}

static void
fill_random (SessionRegister *self,
             const char      *path,
             guint32          seed,
             guint            n)
{
  static const ModelTable order[] = { MODEL_TABLE_PATIENT, MODEL_TABLE_IDENTITY, MODEL_TABLE_PARTNER, MODEL_TABLE_CYCLE,
                                      MODEL_TABLE_TRANSFER };
  ModelSyntheticOptions options = MODEL_SYNTHETIC_OPTIONS_INIT;
  ModelDictionary *dictionary = session_register_dictionary (self);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GError) error = NULL;
  g_autoptr (Store) store = store_open (path, STORE_WRITE, dictionary, &error);
  StoreChangeInfo info = { NULL, "Random rows", NULL };
  StoreImport *bulk;

  g_assert_no_error (error);
  options.seed = seed;
  options.n_patients = n;
  bulk = store_import_begin (store, STORE_CHANGE_SIMULATE, &info, &error);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ModelRecord) record = model_synthetic_patient (dictionary, &options, i);

      add_identity (rand, dictionary, record);
      disturb (rand, dictionary, record);
      for (guint pass = 0; pass < G_N_ELEMENTS (order) + MODEL_N_TABLES; pass++)
        {
          ModelTable table = pass < G_N_ELEMENTS (order) ? order[pass] : (ModelTable) (pass - G_N_ELEMENTS (order));
          gboolean early = FALSE;

          for (guint j = 0; j < G_N_ELEMENTS (order); j++)
            early |= order[j] == table;
          for (guint j = 0; (pass < G_N_ELEMENTS (order)) == early && j < record->rows[table]->len; j++)
            {
              store_import_row (bulk, g_ptr_array_index (record->rows[table], j), &error);
              g_assert_no_error (error);
            }
        }
    }
  store_import_commit (bulk, &error);
  g_assert_no_error (error);
  g_assert_true (store_set_setting (store, "data_cut", "2025-12-31", &error));
  g_assert_true (store_set_setting (store, "x", "a,\"b\"\nc", &error));
}

static void
assert_same_row (const ModelRow *a,
                 const ModelRow *b)
{
  g_assert_cmpint (a->key, ==, b->key);
  g_assert_cmpint (a->parent, ==, b->parent);
  for (guint i = 0; i < a->n_values; i++)
    g_assert_cmpstr (a->values[i], ==, b->values[i]);
}

typedef struct
{
  Store *other;
  guint n_patients, n_rows;
  guint missing[MODEL_N_MISSING];
} Comparison;

static gboolean
compare_record (ModelRecord *record,
                gpointer     data)
{
  Comparison *self = data;
  g_autoptr (ModelRecord) other = store_read_record (self->other, record->patient, STORE_RECORD_IDENTITY, NULL);

  g_assert_nonnull (other);
  self->n_patients++;
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    {
      g_assert_cmpuint (record->rows[table]->len, ==, other->rows[table]->len);
      for (guint i = 0; i < record->rows[table]->len; i++)
        {
          const ModelRow *row = g_ptr_array_index (record->rows[table], i);

          assert_same_row (row, g_ptr_array_index (other->rows[table], i));
          for (guint j = 0; j < row->n_values; j++)
            self->missing[model_value_missing (row->values[j])]++;
          self->n_rows++;
        }
    }
  return TRUE;
}

static void
assert_same_files (const char *a,
                   const char *b)
{
  g_autoptr (GDir) dir = g_dir_open (a, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *first = get (a, name), *second = get (b, name);

      g_assert_true (g_strcmp0 (first, second) == 0);
      n++;
    }
  g_assert_cmpuint (n, ==, MODEL_N_TABLES + 1);
}

static void
test_lossless (Fixture      *fixture,
               gconstpointer data)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = g_build_filename (fixture->folder, "first", NULL);
  g_autofree char *second = g_build_filename (fixture->folder, "second", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "b.natality", NULL);
  g_autoptr (SessionRegister) copy = new_register (path);
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (SessionImportReport) again = NULL;
  g_autoptr (SessionImportReport) more = NULL;
  g_autofree char *third_path = g_build_filename (fixture->folder, "c.natality", NULL);
  g_autoptr (SessionRegister) third = NULL;
  ModelDictionary *dictionary = session_register_dictionary (copy);
  g_autoptr (Store) store = NULL;
  g_autoptr (Store) other = NULL;
  g_auto (GStrv) settings = NULL;
  g_auto (GStrv) other_settings = NULL;
  Comparison comparison = { NULL, 0, 0, { 0 } };

  g_test_message ("seed %u", seed);
  fill_random (fixture->self, fixture->path, seed, 150);
  g_assert_true (session_register_export_sync (fixture->self, first, TRUE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  if (!session_register_import_sync (copy, first, 0, NULL, NULL, NULL, NULL, &report, &error) && report != NULL)
    {
      g_autofree char *problems = list_problems (report);

      g_test_message ("%s", problems);
    }
  g_assert_no_error (error);
  g_assert_true (session_register_export_sync (copy, second, TRUE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_same_files (first, second);
  g_assert_true (session_register_import_sync (copy, first, 0, NULL, NULL, NULL, NULL, &again, &error));
  g_assert_cmpint (again->change, ==, 0);

  /* Into a register that isn't empty: the longer way. */
  third = new_register (third_path);
  put (fixture, "patients.csv", PATIENTS "ZZZ,1979-03,2010-05-02\n");
  g_assert_true (session_register_import_sync (third, fixture->csv, 0, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_true (session_register_import_sync (third, first, 0, NULL, NULL, NULL, NULL, &more, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (more->n_inserted, ==, report->n_rows);
  g_clear_pointer (&more, session_import_report_free);
  g_assert_true (session_register_import_sync (third, second, 0, NULL, NULL, NULL, NULL, &more, &error));
  g_assert_cmpuint (more->n_unchanged, ==, report->n_rows);
  g_assert_cmpint (more->change, ==, 0);

  store = store_open (fixture->path, STORE_READ, dictionary, &error);
  other = store_open (path, STORE_READ, dictionary, &error);
  g_assert_no_error (error);
  comparison.other = other;
  g_assert_true (store_each_record (store, 0, G_MAXINT64, STORE_TABLES_ALL, STORE_RECORD_IDENTITY, compare_record,
                                    &comparison, &error));
  g_assert_cmpuint (comparison.n_patients, ==, 150);
  g_assert_cmpuint (comparison.n_rows, ==, report->n_rows);
  for (guint i = 0; i < MODEL_N_MISSING; i++)
    g_assert_cmpuint (comparison.missing[i], >, 0);
  settings = store_settings (store, NULL);
  other_settings = store_settings (other, NULL);
  g_assert_true (g_strv_equal ((const char *const *) settings, (const char *const *) other_settings));
}

static void
test_check (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  put (fixture, "patients.csv", PATIENTS "A1,1950-03,2010-05-02\n");
  put (fixture, "cycles.csv", "patient,kind\nA1,stimulation\n");
  put (fixture, "transfers.csv", TRANSFERS "A1,1,1,performed,2011-03-09,1,fresh\n");
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
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/import/twice", test_twice);
  ADD ("/import/twice-without-keys", test_twice_without_keys);
  ADD ("/import/part", test_part);
  ADD ("/import/dry-run", test_dry_run);
  ADD ("/import/good-rows", test_good_rows);
  ADD ("/import/double", test_double);
  ADD ("/import/files", test_files);
  ADD ("/import/spreadsheet", test_spreadsheet);
  ADD ("/exchange/cancel", test_cancel);
  ADD ("/exchange/async", test_async);
  ADD ("/exchange/lossless", test_lossless);
  ADD ("/export/place", test_export_place);
  ADD ("/check/findings", test_check);
  return g_test_run ();
}
