/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A register at work: how a change travels, other processes, undo across sittings, conflicts,
 * settings. Started with --other the program is another process. */
#include <glib/gstdio.h>
#include <string.h>

#include "base-clock.h"
#include "test-session-common.h"

static const char *program;

/* --- how a change travels --- */

typedef struct
{
  SessionRegister *self;
  GString *events; /* C changed, D dataset */
  guint n_state;
  GArray *patients;
  gint64 change;
  guint64 seen; /* serial that the dataset had at the last `dataset-changed` */
  GAsyncResult *result;
} Listener;

static void
changed_cb (SessionRegister *self, gint64 change, GArray *patients, Listener *listener)
{
  g_string_append_c (listener->events, 'C');
  listener->change = change;
  g_clear_pointer (&listener->patients, g_array_unref);
  listener->patients = patients != NULL ? g_array_ref (patients) : NULL;
}

static void
state_changed_cb (SessionRegister *self, Listener *listener)
{
  listener->n_state++;
}

static void
dataset_changed_cb (SessionRegister *self, Listener *listener)
{
  g_string_append_c (listener->events, 'D');
  listener->seen = model_dataset_serial (session_register_dataset (self));
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Listener *) data)->result = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return ((Listener *) data)->result != NULL;
}

static gboolean
has_new_dataset (gpointer data)
{
  return strchr (((Listener *) data)->events->str, 'D') != NULL;
}

/* Opens it as the window does: with a main context that hears of everything, once it is loaded. */
static void
listener_init (Listener *listener, const char *path)
{
  g_autoptr (GError) error = NULL;

  memset (listener, 0, sizeof *listener);
  listener->events = g_string_new (NULL);
  session_register_open_async (path, FALSE, NULL, result_cb, listener);
  test_wait (has_result, listener);
  listener->self = session_register_open_finish (listener->result, &error);
  g_assert_no_error (error);
  g_clear_object (&listener->result);
  g_signal_connect (listener->self, "changed", G_CALLBACK (changed_cb), listener);
  g_signal_connect (listener->self, "state-changed", G_CALLBACK (state_changed_cb), listener);
  g_signal_connect (listener->self, "dataset-changed", G_CALLBACK (dataset_changed_cb), listener);
  test_wait (has_new_dataset, listener);
  g_string_truncate (listener->events, 0);
}

static void
listener_clear (Listener *listener)
{
  g_signal_handlers_disconnect_by_data (listener->self, listener);
  session_register_close (listener->self);
  g_object_unref (listener->self);
  g_string_free (listener->events, TRUE);
  g_clear_pointer (&listener->patients, g_array_unref);
  g_clear_object (&listener->result);
}

static gboolean
save (Listener *listener, ModelDraft *draft, GError **error)
{
  gboolean done;

  session_register_save_async (listener->self, draft, "Outcome", NULL, NULL, result_cb, listener);
  test_wait (has_result, listener);
  done = session_register_save_finish (listener->self, listener->result, NULL, NULL, error);
  g_clear_object (&listener->result);
  return done;
}

static AnalysisAnswer *
ask (Listener *listener)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GError) error = NULL;
  AnalysisAnswer *answer;

  session_register_ask_async (listener->self, question, NULL, result_cb, listener);
  test_wait (has_result, listener);
  answer = session_register_ask_finish (listener->self, listener->result, &error);
  g_assert_no_error (error);
  g_clear_object (&listener->result);
  return answer;
}

static void
test_change_travels (Fixture *fixture, gconstpointer data)
{
  Listener listener;
  g_autoptr (AnalysisAnswer) before = NULL;
  g_autoptr (AnalysisAnswer) after = NULL;
  g_autoptr (ModelDraft) draft = NULL;
  g_autoptr (ModelDraft) unchanged = NULL;
  g_autoptr (GError) error = NULL;

  test_fill (fixture);
  listener_init (&listener, fixture->path);
  before = ask (&listener);
  g_assert_cmpuint (before->overall.n_births, ==, 0);
  g_assert_cmpuint (before->serial, ==, listener.seen);
  draft = test_draft_with (listener.self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome", "live_birth");
  model_draft_set_value (draft, MODEL_TABLE_TRANSFER_OUTCOME, 1,
                         test_field (listener.self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome_date"),
                         "2011-11-30");
  g_assert_true (save (&listener, draft, &error));
  test_wait (has_new_dataset, &listener);
  /* First what was saved, then what follows from it. */
  g_assert_cmpstr (listener.events->str, ==, "CD");
  g_assert_cmpuint (listener.n_state, >, 0);
  g_assert_cmpint (listener.change, ==, 2);
  g_assert_cmpuint (listener.patients->len, ==, 1);
  g_assert_cmpint (g_array_index (listener.patients, gint64, 0), ==, 1);
  after = ask (&listener);
  g_assert_cmpuint (after->overall.n_births, ==, 1);
  g_assert_cmpuint (after->serial, ==, listener.seen);
  g_assert_cmpuint (after->serial, >, before->serial);

  /* Nothing changed: nothing saved, nobody told. */
  g_string_truncate (listener.events, 0);
  unchanged =
      test_draft_with (listener.self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome", "live_birth");
  g_assert_true (save (&listener, unchanged, &error));
  g_assert_cmpuint (test_count_changes (listener.self), ==, 2);
  g_assert_cmpstr (listener.events->str, ==, "");
  listener_clear (&listener);
}

/* Answers that were under way when a change came can be told by their serial: all of one serial
 * are the same, and the last is of the dataset that is shown. */
static void
test_late_answers (Fixture *fixture, gconstpointer data)
{
  Listener listener;
  g_autoptr (GHashTable) births = g_hash_table_new (NULL, NULL);
  guint64 newest;

  test_fill (fixture);
  listener_init (&listener, fixture->path);
  newest = listener.seen;
  g_hash_table_insert (births, GSIZE_TO_POINTER (newest), GUINT_TO_POINTER (0));
  for (guint i = 0; i < 20; i++)
    {
      gboolean is_birth = i % 2 == 0;
      g_autoptr (ModelDraft) draft =
          test_draft_with (listener.self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome",
                           is_birth ? "live_birth" : "no_pregnancy");
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      g_autoptr (AnalysisAnswer) early = NULL;
      g_autoptr (AnalysisAnswer) late = NULL;
      Listener asking = { 0 };
      g_autoptr (GError) error = NULL;
      gpointer known;

      model_draft_set_value (
          draft, MODEL_TABLE_TRANSFER_OUTCOME, 1,
          test_field (listener.self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome_date"),
          is_birth ? "2011-11-30" : "2011-03-25");
      g_string_truncate (listener.events, 0);
      session_register_ask_async (listener.self, question, NULL, result_cb, &asking);
      g_assert_true (save (&listener, draft, &error));
      test_wait (has_result, &asking);
      early = session_register_ask_finish (listener.self, asking.result, &error);
      g_assert_no_error (error);
      g_object_unref (asking.result);
      test_wait (has_new_dataset, &listener);
      late = ask (&listener);
      g_assert_cmpuint (late->serial, ==, listener.seen);
      g_assert_cmpuint (late->overall.n_births, ==, is_birth);
      g_assert_cmpuint (late->serial, >, newest);
      g_assert_cmpuint (early->serial, <=, late->serial);
      newest = late->serial;
      if (g_hash_table_lookup_extended (births, GSIZE_TO_POINTER (early->serial), NULL, &known))
        g_assert_cmpuint (GPOINTER_TO_UINT (known), ==, early->overall.n_births);
      else
        g_assert_cmpuint (early->overall.n_births, ==, is_birth);
      g_hash_table_insert (births, GSIZE_TO_POINTER (late->serial), GUINT_TO_POINTER (is_birth));
    }
  listener_clear (&listener);
}

/* A question that is no longer wanted has no answer. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  Listener listener;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GError) error = NULL;

  test_fill (fixture);
  listener_init (&listener, fixture->path);
  session_register_ask_async (listener.self, question, cancellable, result_cb, &listener);
  g_cancellable_cancel (cancellable);
  test_wait (has_result, &listener);
  g_assert_null (session_register_ask_finish (listener.self, listener.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  listener_clear (&listener);
}

/* --- two processes --- */

static gboolean
has_new_settings (gpointer data)
{
  SessionRegister *self = ((Listener *) data)->self;

  return session_register_data_cut (self) == base_day_from_ymd (2012, 12, 31)
         && session_register_gestation_limit (self) == 140;
}

static void
test_two_processes (Fixture *fixture, gconstpointer data)
{
  Listener listener;
  g_autofree char *undo = NULL;
  g_autoptr (AnalysisAnswer) answer = NULL;
  guint64 before;

  test_fill (fixture);
  listener_init (&listener, fixture->path);
  before = listener.seen;
  test_run_other (program, "edit", fixture->path);
  session_register_look (listener.self); /* as when the window is looked at again */
  test_wait (has_new_dataset, &listener);
  g_assert_cmpstr (listener.events->str, ==, "CD");
  g_assert_null (listener.patients); /* any */
  g_assert_cmpuint (listener.seen, >, before);
  test_assert_weight (listener.self, "61");
  /* The same account's step, wherever it was made. */
  undo = session_register_undo_label (listener.self);
  g_assert_cmpstr (undo, ==, "Other weight");
  g_string_truncate (listener.events, 0);
  session_register_look (listener.self);
  g_assert_cmpstr (listener.events->str, ==, ""); /* nothing new is no news */

  /* What is saved here after the other one has gone is there for a third. */
  test_set_weight (listener.self, "62", "Here");
  test_run_other (program, "see-62", fixture->path);

  /* What decides a figure is news, too; it is looked for every two seconds. */
  test_run_other (program, "setting", fixture->path);
  test_wait (has_new_settings, &listener);
  answer = ask (&listener);
  g_assert_cmpint (answer->cut, ==, base_day_from_ymd (2012, 12, 31));
  listener_clear (&listener);
}

/* Whoever reads the file past SQLite (a file chooser, guessing its type) costs this process its
 * locks on it. The other one still must not take the write-ahead log away when it closes. */
static void
test_lost_locks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *bytes = NULL;
  GStatBuf before, after;

  test_fill (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, NULL, NULL));
  g_assert_cmpint (g_stat (wal, &before), ==, 0);
  test_run_other (program, "edit", fixture->path);
  g_assert_cmpint (g_stat (wal, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  test_assert_weight (fixture->self, "61");
  test_set_weight (fixture->self, "62", "Here");
  test_run_other (program, "see-62", fixture->path);
}

/* Both hold it open and both write; neither loses what the other saved. */
static void
test_two_sessions (Fixture *fixture, gconstpointer data)
{
  Listener a, b;

  test_fill (fixture);
  g_clear_object (&fixture->self);
  listener_init (&a, fixture->path);
  listener_init (&b, fixture->path);
  g_string_truncate (a.events, 0);
  test_set_weight (a.self, "62", "By a");
  test_wait (has_new_dataset, &a);
  test_wait (has_new_dataset, &b); /* by its own watch */
  test_assert_weight (b.self, "62");
  g_string_truncate (a.events, 0);
  g_string_truncate (b.events, 0);
  test_set_weight (b.self, "63", "By b");
  test_wait (has_new_dataset, &b);
  test_wait (has_new_dataset, &a);
  test_assert_weight (a.self, "63");
  listener_clear (&a);
  listener_clear (&b);
}

/* --- undo, conflicts --- */

static void
assert_labels (SessionRegister *self, const char *undo, const char *redo)
{
  g_autofree char *undo_label = session_register_undo_label (self);
  g_autofree char *redo_label = session_register_redo_label (self);

  g_assert_cmpstr (undo_label, ==, undo);
  g_assert_cmpstr (redo_label, ==, redo);
}

static void
test_undo_across_sittings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  test_fill (fixture);
  assert_labels (fixture->self, NULL, NULL); /* an import is no step */
  g_assert_false (session_register_undo_sync (fixture->self, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND);
  g_clear_error (&error);
  test_set_weight (fixture->self, "61", "First");
  test_set_weight (fixture->self, "62", "Second");
  assert_labels (fixture->self, "Second", NULL);
  g_clear_object (&fixture->self);

  fixture->self = test_open_again (fixture->path, FALSE);
  assert_labels (fixture->self, "Second", NULL);
  g_assert_true (session_register_undo_sync (fixture->self, &error));
  test_assert_weight (fixture->self, "61");
  assert_labels (fixture->self, "First", "Second");
  g_clear_object (&fixture->self);

  fixture->self = test_open_again (fixture->path, FALSE);
  assert_labels (fixture->self, "First", "Second");
  g_assert_true (session_register_undo_sync (fixture->self, &error));
  test_assert_weight (fixture->self, "60");
  assert_labels (fixture->self, NULL, "First");
  g_assert_true (session_register_redo_sync (fixture->self, &error));
  g_assert_true (session_register_redo_sync (fixture->self, &error));
  test_assert_weight (fixture->self, "62");
  assert_labels (fixture->self, "Second", NULL);
  g_assert_false (session_register_redo_sync (fixture->self, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A new change ends what could be redone. */
  g_assert_true (session_register_undo_sync (fixture->self, &error));
  test_set_weight (fixture->self, "63", "Third");
  assert_labels (fixture->self, "Third", NULL);
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModelDraft) mine = NULL;
  g_autoptr (ModelDraft) other_field = NULL;
  g_autoptr (GError) error = NULL;
  SessionConflict *conflict = NULL;
  guint changes;

  test_fill (fixture);
  mine = test_draft_with (fixture->self, MODEL_TABLE_PATIENT, "weight_kg", "64");
  other_field = test_draft_with (fixture->self, MODEL_TABLE_PATIENT, "smoking", "never");
  test_set_weight (fixture->self, "61.5", "Theirs");
  changes = test_count_changes (fixture->self);
  g_assert_false (
      session_register_save_sync (fixture->self, mine, "Mine", NULL, NULL, &conflict, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_CONFLICT);
  g_assert_null (strstr (error->message, "61.5"));
  g_assert_nonnull (conflict);
  g_assert_cmpstr (conflict->field_label, ==, "Weight at referral");
  g_assert_nonnull (g_strrstr (conflict->yours, "64"));
  g_assert_nonnull (g_strrstr (conflict->theirs, "61"));
  session_conflict_free (conflict);
  test_assert_weight (fixture->self, "61.5");
  g_assert_cmpuint (test_count_changes (fixture->self), ==, changes);
  g_clear_error (&error);

  /* Another field of the same row is no conflict. */
  g_assert_true (
      session_register_save_sync (fixture->self, other_field, "Smoking", NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  test_assert_weight (fixture->self, "61.5");
}

static void
test_invalid (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModelDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  test_fill (fixture);
  draft =
      test_draft_with (fixture->self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome_date", "2011-03-01");
  g_assert_false (
      session_register_save_sync (fixture->self, draft, "Outcome", NULL, NULL, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
  g_assert_cmpuint (test_count_changes (fixture->self), ==, 1);
}

static void
test_new_patient (Fixture *fixture, gconstpointer data)
{
  ModelDictionary *dictionary = session_register_dictionary (fixture->self);
  g_autoptr (ModelDraft) draft = model_draft_new (dictionary, NULL, TEST_TODAY);
  g_autoptr (ModelDraft) twice = model_draft_new (dictionary, NULL, TEST_TODAY);
  g_autoptr (GError) error = NULL;
  ModelDraft *drafts[] = { draft, twice };
  gint64 patient = 0;

  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      static const char *const values[] = { "code",          "N1",        "birth_month", "1980-05",
                                            "referral_date", "2020-01-02" };

      for (guint j = 0; j < G_N_ELEMENTS (values); j += 2)
        model_draft_set_value (drafts[i], MODEL_TABLE_PATIENT, 1,
                               test_field (fixture->self, MODEL_TABLE_PATIENT, values[j]),
                               values[j + 1]);
    }
  g_assert_true (session_register_save_sync (fixture->self, draft, "New patient", NULL, &patient,
                                             NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (patient, ==, 1);
  /* A code is given once. */
  g_assert_false (
      session_register_save_sync (fixture->self, twice, "New patient", NULL, NULL, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_EXISTS);
  g_assert_cmpuint (test_count_changes (fixture->self), ==, 1);
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  const SessionHistoryEntry *newest;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;

  test_fill (fixture);
  test_set_weight (fixture->self, "61", "First");
  test_set_weight (fixture->self, "?", "Second");
  entries = session_register_history (fixture->self, MODEL_TABLE_PATIENT, 1, 1,
                                      test_field (fixture->self, MODEL_TABLE_PATIENT, "weight_kg"),
                                      &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, >=, 2);
  newest = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (newest->label, ==, "Second");
  g_assert_cmpstr (newest->new_value, ==, "unknown"); /* in words, for the screen */
  g_assert_nonnull (g_strrstr (newest->old_value, "61"));
  g_assert_cmpstr (newest->actor, ==, g_get_user_name ());
  changes = session_register_changes (fixture->self, 1, 10, &error);
  g_assert_cmpuint (changes->len, ==, 3);
  g_assert_null (((SessionHistoryEntry *) g_ptr_array_index (changes, 0))->new_value);
}

/* --- settings --- */

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL, *cut = NULL;
  AnalysisAnswer *answer;

  test_fill (fixture);
  question->event = ANALYSIS_EVENT_ONGOING_PREGNANCY;
  none = session_register_setting (fixture->self, "gestation_limit_days");
  g_assert_null (none);
  answer = session_register_ask_sync (fixture->self, question, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->cut, ==, TEST_TODAY); /* the day of the newest change */
  g_assert_cmpint (answer->gestation_limit_days, ==, 154);
  g_assert_cmpuint (answer->overall.n_births, ==, 0); /* a loss at 150 days is a miscarriage */
  analysis_answer_unref (answer);

  g_assert_true (
      session_register_set_setting_sync (fixture->self, "gestation_limit_days", "140", &error));
  g_assert_true (
      session_register_set_setting_sync (fixture->self, "data_cut", "2012-12-31", &error));
  answer = session_register_ask_sync (fixture->self, question, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->cut, ==, base_day_from_ymd (2012, 12, 31));
  g_assert_cmpint (answer->gestation_limit_days, ==, 140);
  g_assert_cmpuint (answer->overall.n_births, ==, 1); /* and by this definition a stillbirth */
  analysis_answer_unref (answer);
  g_clear_object (&fixture->self);

  fixture->self = test_open_again (fixture->path, FALSE);
  cut = session_register_setting (fixture->self, "data_cut");
  g_assert_cmpstr (cut, ==, "2012-12-31");
  g_assert_cmpint (session_register_gestation_limit (fixture->self), ==, 140);
  g_assert_true (session_register_set_setting_sync (fixture->self, "data_cut", NULL, &error));
  g_assert_cmpint (session_register_data_cut (fixture->self), ==, TEST_TODAY);
}

static void
test_synthetic (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "d.natality", NULL);
  g_autofree char *made = g_build_filename (fixture->folder, "s.natality", NULL);
  g_autofree char *paper = NULL, *changed = NULL, *simulated = NULL, *back = NULL;
  g_autoptr (SessionRegister) simulation = NULL;
  g_autoptr (ModelDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (session_create_demonstration (path, &error));
  g_clear_object (&fixture->self);
  fixture->self = test_open_again (path, FALSE);
  g_assert_true (session_register_is_synthetic (fixture->self));
  paper = session_register_synthetic_note (fixture->self);
  g_assert_nonnull (strstr (paper, "52 patients, 19 live births"));
  g_assert_null (strstr (paper, "changed copy"));

  /* Her child wasn't alive: no longer the paper's margins, until that is undone. */
  draft = test_draft_with (fixture->self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome", "stillbirth");
  model_draft_set_value (draft, MODEL_TABLE_CHILD, 1,
                         test_field (fixture->self, MODEL_TABLE_CHILD, "born_alive"), "false");
  g_assert_true (
      session_register_save_sync (fixture->self, draft, "Outcome", NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  changed = session_register_synthetic_note (fixture->self);
  g_assert_nonnull (strstr (changed, "changed copy"));
  g_assert_true (session_register_undo_sync (fixture->self, &error));
  back = session_register_synthetic_note (fixture->self);
  g_assert_cmpstr (back, ==, paper);

  g_assert_true (session_simulate (made, 20, 1, NULL, NULL, NULL, NULL, &error));
  simulation = test_open_again (made, FALSE);
  simulated = session_register_synthetic_note (simulation);
  g_assert_cmpstr (simulated, ==, "Synthetic data: nobody in this register exists.");
}

/* --- the other process --- */

static int
be_other (const char *what, const char *path)
{
  g_autoptr (SessionRegister) self = NULL;

  base_clock_set ((gint64) TEST_TODAY * 86400 * G_USEC_PER_SEC, TEST_TODAY);
  self = test_open_again (path, FALSE);
  if (g_str_equal (what, "setting"))
    {
      g_assert_true (session_register_set_setting_sync (self, "gestation_limit_days", "140", NULL));
      g_assert_true (session_register_set_setting_sync (self, "data_cut", "2012-12-31", NULL));
    }
  else if (g_str_equal (what, "see-62"))
    test_assert_weight (self, "62");
  else
    test_set_weight (self, "61", "Other weight");
  return 0;
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 4 && g_str_equal (argv[1], "--other"))
    return be_other (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/register/change/travels", test_change_travels);
  TEST_ADD ("/register/change/late-answers", test_late_answers);
  TEST_ADD ("/register/change/cancelled", test_cancelled);
  TEST_ADD ("/register/processes/two", test_two_processes);
  TEST_ADD ("/register/processes/lost-locks", test_lost_locks);
  TEST_ADD ("/register/processes/two-sessions", test_two_sessions);
  TEST_ADD ("/register/undo/across-sittings", test_undo_across_sittings);
  TEST_ADD ("/register/save/conflict", test_conflict);
  TEST_ADD ("/register/save/invalid", test_invalid);
  TEST_ADD ("/register/save/new-patient", test_new_patient);
  TEST_ADD ("/register/history", test_history);
  TEST_ADD ("/register/settings", test_settings);
  TEST_ADD ("/register/synthetic", test_synthetic);
  return g_test_run ();
}
