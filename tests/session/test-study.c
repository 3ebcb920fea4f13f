/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Studies: what runs over the cohort of a question in a worker. */
#include <string.h>

#include "test-session-common.h"

static gint n_results; /* atomic: handed out and not yet freed */

typedef struct
{
  guint n, column_rows;
  int limit_days;
} Seen;

static void
seen_free (gpointer seen)
{
  g_atomic_int_add (&n_results, -1);
  g_free (seen);
}

static Seen *
seen_new (AnalysisCohort *cohort, const AnalysisQuestion *question, const char *field)
{
  ModelDictionary *dictionary = analysis_cohort_dictionary (cohort);
  const ModelColumn *column =
      analysis_cohort_column (cohort, model_dictionary_find_analysable (dictionary, field));
  Seen *seen = g_new0 (Seen, 1);

  g_atomic_int_add (&n_results, 1);
  seen->n = analysis_cohort_n (cohort);
  seen->column_rows = column != NULL ? seen->n : 0;
  seen->limit_days = question->gestation_limit_days;
  return seen;
}

/* data: the field whose column was asked for. */
static gpointer
look (AnalysisCohort *cohort,
      const AnalysisQuestion *question,
      const gint *cancelled,
      gpointer data,
      GError **error)
{
  return seen_new (cohort, question, data);
}

static gpointer
refuse (AnalysisCohort *cohort,
        const AnalysisQuestion *question,
        const gint *cancelled,
        gpointer data,
        GError **error)
{
  g_set_error_literal (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE, "No such thing.");
  return NULL;
}

/* Where a test can see that it began, and that it was told. */
typedef struct
{
  gint begun, told;       /* atomic */
  gboolean result_anyway; /* hands a result out all the same */
} Patience;

static gpointer
wait_for_cancel (AnalysisCohort *cohort,
                 const AnalysisQuestion *question,
                 const gint *cancelled,
                 gpointer data,
                 GError **error)
{
  Patience *patience = data;

  g_atomic_int_set (&patience->begun, 1);
  while (g_atomic_int_get (cancelled) == 0)
    g_thread_yield ();
  g_atomic_int_set (&patience->told, 1);
  return patience->result_anyway ? seen_new (cohort, question, "smoking") : NULL;
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static gboolean
has_begun (gpointer data)
{
  return g_atomic_int_get (&((Patience *) data)->begun) != 0;
}

static gboolean
has_ended (gpointer data)
{
  return g_atomic_int_get (&n_results) == 0;
}

/* Its result is the one that the cohort gives, with the column beside the question's own, the
 * question as the register completes it, and the dataset's serial. */
static void
test_result (Fixture *fixture, gconstpointer data)
{
  static const char *const more[] = { "smoking", NULL };
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 serial = 0, serial_sync = 0;
  Seen *seen;

  test_fill (fixture);
  session_register_study_async (fixture->self, question, more, look, seen_free,
                                g_strdup ("smoking"), g_free, NULL, result_cb, &result);
  test_wait (has_result, &result);
  seen = session_register_study_finish (fixture->self, result, &serial, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen->n, ==, 2);
  g_assert_cmpuint (seen->column_rows, ==, 2);
  g_assert_cmpint (seen->limit_days, ==, session_register_gestation_limit (fixture->self));
  seen_free (seen);
  answer = session_register_ask_sync (fixture->self, question, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (serial, ==, answer->serial);

  seen = session_register_study_sync (fixture->self, question, more, look, (gpointer) "smoking",
                                      NULL, &serial_sync, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen->column_rows, ==, 2);
  g_assert_cmpuint (serial_sync, ==, serial);
  seen_free (seen);

  /* After a change it is of another dataset. */
  test_set_weight (fixture->self, "61", "Weight");
  seen = session_register_study_sync (fixture->self, question, NULL, look, (gpointer) "smoking",
                                      NULL, &serial_sync, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (serial_sync, >, serial);
  seen_free (seen);
  g_assert_cmpint (n_results, ==, 0);
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "smokin", NULL };
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  test_fill (fixture);
  session_register_study_async (fixture->self, question, wrong, look, seen_free, NULL, NULL, NULL,
                                result_cb, &result);
  test_wait (has_result, &result);
  g_assert_null (session_register_study_finish (fixture->self, result, NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "smokin"));
  g_clear_error (&error);
  g_assert_null (session_register_study_sync (fixture->self, question, NULL, refuse, NULL, NULL,
                                              NULL, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "No such thing.");
}

/* Who is cancelled is told so while he works, and hands nothing out: not even what he had. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      Patience patience = { .result_anyway = i == 1 };
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      GAsyncResult *result = NULL;
      g_autoptr (GError) error = NULL;

      if (i == 0)
        test_fill (fixture);
      session_register_study_async (fixture->self, question, NULL, wait_for_cancel, seen_free,
                                    &patience, NULL, cancellable, result_cb, &result);
      test_wait (has_begun, &patience);
      g_cancellable_cancel (cancellable);
      test_wait (has_result, &result);
      g_assert_cmpint (g_atomic_int_get (&patience.told), ==, 1);
      g_assert_null (session_register_study_finish (fixture->self, result, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_object_unref (result);
      test_wait (has_ended, NULL);
    }
}

/* Who was cancelled before he began doesn't begin. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  Patience patience = { 0 };
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  test_fill (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_null (session_register_study_sync (fixture->self, question, NULL, wait_for_cancel,
                                              &patience, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (patience.begun, ==, 0);
}

/* A cancel ends also the reading of the columns that a question needs; the next who asks has them
 * read. */
static void
test_cancelled_reading (Fixture *fixture, gconstpointer data)
{
  const ModelField *stage
      = model_dictionary_find_analysable (session_register_dictionary (fixture->self), "stage");
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gpointer result;

  test_fill (fixture);
  answer = session_register_ask_sync (fixture->self, question, &error);
  g_assert_no_error (error);
  g_assert_true (analysis_question_set (question, "by", "stage", NULL));
  g_cancellable_cancel (cancellable);
  result = session_register_study_sync (fixture->self, question, NULL, look, (gpointer) "stage",
                                        cancellable, NULL, &error);
  g_assert_null (result);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (
      model_dataset_has_column (session_register_dataset (fixture->self), stage));
  g_assert_cmpint (session_register_reading (fixture->self), ==, -1);
  g_clear_pointer (&answer, analysis_answer_unref);
  answer = session_register_ask_sync (fixture->self, question, &error);
  g_assert_no_error (error);
  g_assert_true (model_dataset_has_column (session_register_dataset (fixture->self), stage));
  g_assert_cmpint (session_register_reading (fixture->self), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/session/study/result", test_result);
  TEST_ADD ("/session/study/errors", test_errors);
  TEST_ADD ("/session/study/cancel", test_cancel);
  TEST_ADD ("/session/study/cancelled", test_cancelled);
  TEST_ADD ("/session/study/cancelled-reading", test_cancelled_reading);
  return g_test_run ();
}
