/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A clinic's own field, made here and told to nothing but the dictionary: it is checked, saved,
 * undone, searched by, grouped by, exported, explained in the codebook and imported. (The form:
 * tests/ui; the dictionary and the schema: tests/model, tests/store.) And the codebook itself. */
#include <math.h>
#include <string.h>

#include "io-csv.h"
#include "model-value.h"
#include "test-session-common.h"

static ModelDictionary *
own_dictionary (void)
{
  static const ModelCode codes[] = { { "low", "Low, a little" }, { "high", "High" } };
  const ModelField score = { .id = "own_score",
                             .table = MODEL_TABLE_TRANSFER,
                             .label = "Own score",
                             .help = "The clinic's own \"score\".",
                             .type = MODEL_TYPE_CODE,
                             .hard_min = NAN,
                             .hard_max = NAN,
                             .soft_min = NAN,
                             .soft_max = NAN,
                             .codes = codes,
                             .n_codes = 2,
                             .missing_allowed = 1u << MODEL_MISSING_UNKNOWN,
                             .deidentify = "keep",
                             .analysis = MODEL_LEVEL_TRANSFER,
                             .shown_if = "status = performed",
                             .references = MODEL_N_TABLES,
                             .since = 1 };
  const ModelField level = { .id = "own_level",
                             .table = MODEL_TABLE_PATIENT,
                             .label = "Own level",
                             .help = "Measured at referral.",
                             .type = MODEL_TYPE_REAL,
                             .unit = "ng/mL",
                             .decimals = 1,
                             .hard_min = 0,
                             .hard_max = 100,
                             .soft_min = 1,
                             .soft_max = 9.5,
                             .missing_allowed = 1u << MODEL_MISSING_PENDING,
                             .deidentify = "keep",
                             .analysis = MODEL_LEVEL_PATIENT,
                             .references = MODEL_N_TABLES,
                             .since = 1 };
  g_autoptr (ModelDictionary) builtin = model_dictionary_new ();
  g_autoptr (ModelDictionary) one = model_dictionary_with_field (builtin, &score);

  return model_dictionary_with_field (one, &level);
}

/* The fixture's register is one with these fields. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModelDictionary) dictionary = own_dictionary ();
  g_autoptr (GError) error = NULL;

  test_set_up (fixture, data);
  g_clear_object (&fixture->self);
  g_free (fixture->path);
  fixture->path = g_build_filename (fixture->folder, "own.natality", NULL);
  g_assert_true (session_create_with (fixture->path, dictionary, NULL, &error));
  fixture->self = session_register_open_with (fixture->path, dictionary, &error);
  g_assert_no_error (error);
}

/* Six women: own level 1 to 6, own score low, high, low ..., births of those with a high one. */
static void
put_women (Fixture *fixture)
{
  g_autoptr (GString) patients = g_string_new ("code,birth_month,referral_date,own_level\n");
  g_autoptr (GString) cycles = g_string_new ("patient,key,kind\n");
  g_autoptr (GString) transfers =
      g_string_new ("patient,key,cycle,status,date,order_in_cycle,kind,own_score\n");
  g_autoptr (GString) outcomes = g_string_new ("patient,transfer,outcome,outcome_date\n");

  for (guint i = 1; i <= 6; i++)
    {
      gboolean high = i % 2 == 0;

      g_string_append_printf (patients, "W%u,1980-01,2010-01-02,%s\n", i,
                              i == 6 ? "pending" : "5.5");
      g_string_append_printf (cycles, "W%u,1,stimulation\n", i);
      g_string_append_printf (transfers, "W%u,1,1,performed,2011-03-09,1,fresh,%s\n", i,
                              i == 5 ? "?"
                              : high ? "high"
                                     : "low");
      g_string_append_printf (outcomes, "W%u,1,%s,2011-11-20\n", i,
                              high ? "live_birth" : "no_pregnancy");
    }
  test_put (fixture, "patients.csv", patients->str);
  test_put (fixture, "cycles.csv", cycles->str);
  test_put (fixture, "transfers.csv", transfers->str);
  test_put (fixture, "transfer_outcomes.csv", outcomes->str);
}

static const char *
value_of (const ModelRecord *record, const ModelField *field)
{
  return model_row_get (g_ptr_array_index (record->rows[field->table], 0), field);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  const ModelField *score = test_field (fixture->self, MODEL_TABLE_TRANSFER, "own_score");
  g_autoptr (ModelDraft) draft = NULL;
  g_autoptr (ModelRecord) before = NULL;
  g_autoptr (ModelRecord) after = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;

  put_women (fixture);
  test_import (fixture);
  before = session_register_read (fixture->self, 1, FALSE, &error);
  g_assert_cmpstr (value_of (before, score), ==, "low");
  draft = model_draft_new (session_register_dictionary (fixture->self), before, TEST_TODAY);
  model_draft_set_typed (draft, MODEL_TABLE_TRANSFER, 1, score, "medium");
  g_assert_false (
      session_register_save_sync (fixture->self, draft, "Score", NULL, NULL, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
  g_clear_error (&error);
  model_draft_set_typed (draft, MODEL_TABLE_TRANSFER, 1, score, "hi");
  g_assert_true (
      session_register_save_sync (fixture->self, draft, "Score", NULL, NULL, NULL, &error));
  after = session_register_read (fixture->self, 1, FALSE, &error);
  g_assert_cmpstr (value_of (after, score), ==, "high");
  history = session_register_history (fixture->self, MODEL_TABLE_TRANSFER, 1, 1, score, &error);
  g_assert_cmpstr (((SessionHistoryEntry *) g_ptr_array_index (history, 0))->old_value, ==,
                   "Low, a little");
  g_assert_true (session_register_undo_sync (fixture->self, &error));
  g_clear_pointer (&after, model_record_free);
  after = session_register_read (fixture->self, 1, FALSE, &error);
  g_assert_cmpstr (value_of (after, score), ==, "low");
}

static AnalysisAnswer *
ask (Fixture *fixture, const char *text)
{
  g_autoptr (AnalysisQuestion) question = NULL;
  g_autoptr (GError) error = NULL;
  AnalysisAnswer *answer;

  question = analysis_question_from_text (text, &error);
  g_assert_no_error (error);
  answer = session_register_ask_sync (fixture->self, question, &error);
  g_assert_no_error (error);
  return answer;
}

static void
test_ask (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnalysisAnswer) groups = NULL;
  g_autoptr (AnalysisAnswer) some = NULL;
  g_autoptr (AnalysisAnswer) counted = NULL;
  g_autoptr (AnalysisAnswer) bands = NULL;

  put_women (fixture);
  test_import (fixture);
  groups = ask (fixture, "by=own_score");
  g_assert_cmpuint (groups->n_groups, ==, 2); /* in the order of the code list */
  g_assert_cmpstr (groups->groups[0].name, ==, "low");
  g_assert_cmpstr (groups->groups[0].label, ==, "Low, a little");
  g_assert_cmpuint (groups->groups[0].n_patients, ==, 2);
  g_assert_cmpuint (groups->groups[1].n_births, ==, 3);
  g_assert_cmpuint (groups->n_no_group, ==, 1);
  some = ask (fixture, "where=own_level >= 5 and own_score = high");
  g_assert_cmpuint (some->overall.n_patients, ==, 2);
  bands = ask (fixture, "by=own_level:5,7\nwhere=own_level is missing or own_level < 7");
  g_assert_cmpuint (bands->overall.n_patients, ==, 6);
  g_assert_cmpuint (bands->n_groups, ==, 1);
  counted = ask (fixture, "count=own_score = high");
  g_assert_cmpuint (counted->n_cohort, ==, 3);
  g_assert_cmpuint (counted->flow[ANALYSIS_FLOW_NO_COUNTED], ==, 3);
}

static char *
export_to (Fixture *fixture, const char *name, gboolean identity)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (
      session_register_export_sync (fixture->self, folder, identity, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return folder;
}

static void
test_exchange (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModelDictionary) dictionary = own_dictionary ();
  g_autofree char *path = g_build_filename (fixture->folder, "again.natality", NULL);
  g_autofree char *plain_path = g_build_filename (fixture->folder, "plain.natality", NULL);
  g_autofree char *first = NULL, *second = NULL, *text = NULL, *copied = NULL, *problems = NULL;
  g_autoptr (SessionRegister) again = NULL;
  g_autoptr (SessionRegister) plain = NULL;
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (SessionImportReport) bad = NULL;
  g_autoptr (GError) error = NULL;

  put_women (fixture);
  test_import (fixture);
  first = export_to (fixture, "first", FALSE);
  text = test_get (first, "transfers.csv");
  g_assert_nonnull (strstr (text, ",note,own_score\n"));
  g_assert_nonnull (strstr (text, ",high\n"));
  g_assert_true (session_create_with (path, dictionary, NULL, &error));
  again = session_register_open_with (path, dictionary, &error);
  g_assert_true (
      session_register_import_sync (again, first, 0, NULL, NULL, NULL, NULL, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_problems, ==, 0); /* the codebook is no stranger */
  g_clear_object (&fixture->self);
  fixture->self = g_object_ref (again);
  second = export_to (fixture, "second", FALSE);
  copied = test_get (second, "transfers.csv");
  g_assert_cmpstr (copied, ==, text);

  /* A wrong cell is told as of any field; a register without the field says that it has none. */
  test_put (fixture, "transfers.csv", "patient,key,own_score\nW1,1,medium\n");
  g_assert_false (session_register_import_sync (again, fixture->csv, SESSION_IMPORT_NO_BACKUP, NULL,
                                                NULL, NULL, NULL, &bad, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
  problems = test_problems (bad);
  g_assert_cmpstr (problems, ==, "transfers.csv:2:own_score\n");
  g_clear_error (&error);
  plain = test_register_new (plain_path);
  g_clear_pointer (&bad, session_import_report_free);
  g_assert_false (
      session_register_import_sync (plain, first, 0, NULL, NULL, NULL, NULL, &bad, &error));
  g_clear_pointer (&problems, g_free);
  problems = test_problems (bad);
  g_assert_cmpstr (problems, ==, "patients.csv:1:own_level\ntransfers.csv:1:own_score\n");
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  put_women (fixture);
  test_put (fixture, "patients.csv",
            "code,birth_month,referral_date,own_level\n"
            "W1,1980-01,2010-01-02,50\nW2,1980-01,2010-01-02,5\n"
            "W3,1980-01,2010-01-02,5\nW4,1980-01,2010-01-02,5\n"
            "W5,1980-01,2010-01-02,5\nW6,1980-01,2010-01-02,5\n");
  test_import (fixture);
  findings = session_register_check_sync (fixture->self, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const SessionFinding *finding = g_ptr_array_index (findings, i);

      if (g_strcmp0 (finding->field, "own_level") != 0)
        continue;
      g_assert_cmpstr (finding->rule, ==, "soft-range");
      g_assert_cmpint (finding->patient, ==, 1);
      n++;
    }
  g_assert_cmpuint (n, ==, 1);
}

/* --- the codebook --- */

/* Lines of the codebook by `file column asked_if`, as their cells. */
static GHashTable *
read_codebook (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "codebook.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (IoCsvReader) reader = io_csv_reader_open (path, &error);
  GHashTable *lines =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);

  g_assert_no_error (error);
  g_assert_cmpuint (io_csv_reader_n_columns (reader), ==, 15);
  while (io_csv_reader_next (reader, &error))
    {
      char **cells = g_new0 (char *, 16);
      gsize length;

      g_assert_cmpuint (io_csv_reader_n_cells (reader), ==, 15);
      for (guint i = 0; i < 15; i++)
        cells[i] = g_strdup (io_csv_reader_cell (reader, i, &length));
      /* Tests share the column of the result, and differ in when it is asked. */
      g_assert_true (
          g_hash_table_insert (lines,
                               g_str_equal (cells[1], "value") && *cells[14] != '\0'
                                   ? g_strdup_printf ("%s %s %s", cells[0], cells[1], cells[14])
                                   : g_strdup_printf ("%s %s", cells[0], cells[1]),
                               cells));
    }
  g_assert_no_error (error);
  return lines;
}

static void
assert_line (GHashTable *lines, const char *key, const char *expected)
{
  char **cells = g_hash_table_lookup (lines, key);
  g_autofree char *line = NULL;

  g_assert_nonnull (cells);
  line = g_strjoinv ("; ", cells + 2);
  g_assert_cmpstr (line, ==, expected);
}

static void
test_codebook_lines (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = export_to (fixture, "out", FALSE);
  g_autofree char *with = export_to (fixture, "with", TRUE);
  g_autoptr (GHashTable) lines = read_codebook (folder);
  g_autoptr (GHashTable) more = read_codebook (with);

  assert_line (lines, "transfers.csv own_score",
               "Own score; The clinic's own \"score\".; code; ; no; "
               "low=Low, a little | high=High; empty=not asked | ?=unknown; ; ; ; ; no; "
               "status = performed");
  assert_line (lines, "patients.csv own_level",
               "Own level; Measured at referral.; real; ng/mL; no; ; "
               "empty=not asked | pending=pending; 0; 100; 1; 9.5; no; ");
  assert_line (lines, "investigations.csv value test = rhd",
               "RhD; Rhesus D type.; code; ; no; negative=Negative | positive=Positive; "
               "empty=not asked | ?=unknown | pending=pending; ; ; ; ; no; test = rhd");
  assert_line (lines, "children.csv born_alive",
               "Born alive; Whether the child showed any sign of life at birth.; boolean; ; hard; "
               "true | false; ; ; ; ; ; no; ");
  assert_line (lines, "embryos.csv transfer",
               "Transfer; The row that this one hangs below.; reference; ; hard; "
               "key in transfers.csv; ; 1; ; ; ; no; ");
  g_assert_null (g_hash_table_lookup (lines, "identity.csv family_name"));
  g_assert_nonnull (g_hash_table_lookup (more, "identity.csv family_name"));
}

/* Every column of every file is in it, and nothing that is in none. */
static void
test_codebook_whole (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = export_to (fixture, "out", TRUE);
  g_autoptr (GHashTable) lines = read_codebook (folder);
  guint n = 0;

  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    {
      g_autofree char *file = g_strconcat (model_table_file (table), ".csv", NULL);
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autoptr (IoCsvReader) reader = io_csv_reader_open (path, NULL);

      for (guint i = 0; i < io_csv_reader_n_columns (reader); i++)
        {
          g_autofree char *key = g_strdup_printf ("%s %s", file, io_csv_reader_name (reader, i));

          if (g_hash_table_lookup (lines, key) == NULL)
            g_error ("the codebook doesn't know %s", key);
          n++;
        }
    }
  n += model_dictionary_n_fields (session_register_dictionary (fixture->self), MODEL_TABLE_TEST);
  g_assert_cmpuint (g_hash_table_size (lines), ==, n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, test_tear_down)
  ADD ("/own-field/save", test_save);
  ADD ("/own-field/ask", test_ask);
  ADD ("/own-field/exchange", test_exchange);
  ADD ("/own-field/check", test_check);
  ADD ("/codebook/lines", test_codebook_lines);
  ADD ("/codebook/whole", test_codebook_whole);
  return g_test_run ();
}
