/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of patients: searching without case and accents, each column both ways, archived ones;
 * and what a question that can't be answered says. */
#include <math.h>
#include <string.h>

#include "test-session-common.h"

/* --- the list --- */

static const char patients[] = "code,birth_month,referral_date,note\n"
                               "C3,1979-03,2010-05-02,Frau M\xc3\xbcller\n"
                               "A1,1985-01,2011-02-03,s\xc3\xb8ren\n"
                               "D4,1990-06,2012-02-03,\n"
                               "B2,1970-12,2012-02-03,\xc5\x81\xc3\xb3"
                               "d\xc5\xba Stra\xc3\x9f"
                               "e\n";

static void
fill (Fixture *fixture)
{
  test_put (fixture, "patients.csv", patients);
  test_put (fixture, "identity.csv",
            "patient,family_name,given_names,birth_date,hospital_number\n"
            "D4,M\xc3\xbcller-S\xc3\xb8rensen,Ren\xc3\xa9"
            "e,1990-06-11,H-007\n");
  test_put (fixture, "cycles.csv", "patient,key,kind\nA1,1,stimulation\nB2,1,thaw\nC3,1,thaw\n");
  test_put (fixture, "transfers.csv",
            "patient,key,cycle,status,date,order_in_cycle,kind\n"
            "A1,1,1,performed,2011-03-09,1,fresh\n"
            "A1,2,1,performed,2011-03-12,2,fresh\n"
            "B2,1,1,performed,2012-06-01,1,frozen\n"
            "C3,1,1,planned,2026-09-01,1,frozen\n");
  test_put (fixture, "transfer_outcomes.csv",
            "patient,transfer,outcome,outcome_date\n"
            "A1,1,no_pregnancy,2011-03-25\nA1,2,no_pregnancy,2011-03-25\n"
            "B2,1,live_birth,2013-02-10\n");
  test_put (fixture, "followups.csv",
            "patient,date,status,reason\nA1,2011-06-01,discontinued,cost\n");
  test_import (fixture);
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

static GArray *
list (SessionRegister *self,
      const char *search,
      SessionSort sort,
      gboolean descending,
      gboolean archived)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *found;

  session_register_list_async (self, search, sort, descending, archived, NULL, result_cb, &result);
  test_wait (has_result, &result);
  found = session_register_list_finish (self, result, &error);
  g_assert_no_error (error);
  return found;
}

/* The codes, in order, by their first letters. */
static void
assert_list (SessionRegister *self,
             const char *search,
             SessionSort sort,
             gboolean descending,
             gboolean archived,
             const char *expected)
{
  g_autoptr (GArray) found = list (self, search, sort, descending, archived);
  g_autoptr (GPtrArray) rows =
      session_register_list_rows (self, (const gint32 *) (gpointer) found->data, found->len);
  g_autoptr (GString) codes = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_c (codes, ((SessionListRow *) g_ptr_array_index (rows, i))->code[0]);
  g_assert_cmpstr (codes->str, ==, expected);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *search, *found;
  } cases[] = {
    { NULL, "ABCD" },
    { "", "ABCD" },
    { "muller", "CD" },
    { "M\xc3\x9cLLER", "CD" },
    { "Mu\xcc\x88ller", "CD" } /* with a combining mark */,
    { "soren", "AD" },
    { "S\xc3\x98REN", "AD" },
    { "lodz strasse", "B" },
    { "strasse  LODZ", "B" } /* words in any order */,
    { "renee", "D" },
    { "h-007", "D" },
    { "a1", "A" },
    { "muller a1", "" },
    { "nobody", "" },
    { "%", "" },
    { "_", "" },
    { "'", "" },
  };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_list (fixture->self, cases[i].search, SESSION_SORT_CODE, FALSE, FALSE, cases[i].found);
}

static void
test_sort (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    SessionSort sort;
    const char *up, *down;
  } cases[] = {
    /* Ties by code either way, but of codes themselves. */
    { SESSION_SORT_CODE, "ABCD", "DCBA" },
    { SESSION_SORT_AGE, "DACB", "BCAD" },
    { SESSION_SORT_TRANSFERS, "CDBA", "ABCD" },
    /* new, live birth, discontinued */
    { SESSION_SORT_STAGE, "CDBA", "ABCD" },
  };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_list (fixture->self, NULL, cases[i].sort, FALSE, FALSE, cases[i].up);
      assert_list (fixture->self, NULL, cases[i].sort, TRUE, FALSE, cases[i].down);
    }
  assert_list (fixture->self, "muller", SESSION_SORT_AGE, TRUE, FALSE, "CD");
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *code;
    guint n_transfers;
    SessionStage stage;
  } expected[] = {
    { "A1", 2, SESSION_STAGE_DISCONTINUED },
    { "B2", 1, SESSION_STAGE_LIVE_BIRTH },
    { "C3", 0, SESSION_STAGE_NEW },
    { "D4", 0, SESSION_STAGE_NEW },
  };
  g_autoptr (GArray) found = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const SessionListRow *row;

  fill (fixture);
  /* Any but by code, which needs no dataset. */
  g_array_unref (list (fixture->self, NULL, SESSION_SORT_AGE, FALSE, FALSE));
  found = list (fixture->self, NULL, SESSION_SORT_CODE, FALSE, FALSE);
  rows = session_register_list_rows (fixture->self, (const gint32 *) (gpointer) found->data,
                                     found->len);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < rows->len; i++)
    {
      row = g_ptr_array_index (rows, i);
      g_assert_cmpstr (row->code, ==, expected[i].code);
      g_assert_cmpuint (row->n_transfers, ==, expected[i].n_transfers);
      g_assert_cmpint (row->stage, ==, expected[i].stage);
    }
  row = g_ptr_array_index (rows, 0); /* 1985-01-31 to 2026-05-27 */
  g_assert_cmpfloat_with_epsilon (row->age_years, (TEST_TODAY - 5509) / 365.25, 1e-9);
}

static void
archive (SessionRegister *self, gint64 patient)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) record = session_register_read (self, patient, FALSE, &error);
  g_autoptr (ModelDraft) draft = NULL;

  g_assert_no_error (error);
  draft = model_draft_new (session_register_dictionary (self), record, TEST_TODAY);
  model_draft_remove_row (draft, MODEL_TABLE_PATIENT, 1);
  g_assert_true (session_register_save_sync (self, draft, "Archived", "entered by mistake", NULL,
                                             NULL, &error));
  g_assert_no_error (error);
}

static void
test_archived (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) hidden = NULL;
  g_autoptr (ModelRecord) shown = NULL;

  fill (fixture);
  found = list (fixture->self, "d4", SESSION_SORT_CODE, FALSE, FALSE);
  g_assert_cmpuint (found->len, ==, 1);
  archive (fixture->self, g_array_index (found, gint32, 0));
  assert_list (fixture->self, NULL, SESSION_SORT_CODE, FALSE, FALSE, "ABC");
  assert_list (fixture->self, NULL, SESSION_SORT_AGE, TRUE, FALSE, "BCA");
  assert_list (fixture->self, "muller", SESSION_SORT_CODE, FALSE, FALSE, "C");
  assert_list (fixture->self, NULL, SESSION_SORT_CODE, FALSE, TRUE, "ABCD");
  assert_list (fixture->self, "muller", SESSION_SORT_CODE, TRUE, TRUE, "DC");
  /* What isn't known of her, being in no dataset, comes last. */
  assert_list (fixture->self, NULL, SESSION_SORT_AGE, TRUE, TRUE, "BCAD");
  assert_list (fixture->self, NULL, SESSION_SORT_AGE, FALSE, TRUE, "ACBD");
  hidden = session_register_read (fixture->self, g_array_index (found, gint32, 0), FALSE, &error);
  g_assert_true (hidden == NULL || hidden->rows[MODEL_TABLE_PATIENT]->len == 0);
  g_clear_error (&error);
  shown = session_register_read (fixture->self, g_array_index (found, gint32, 0), TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (shown->rows[MODEL_TABLE_PATIENT]->len, ==, 1);

  g_assert_true (session_register_undo_sync (fixture->self, &error));
  assert_list (fixture->self, "muller", SESSION_SORT_CODE, FALSE, FALSE, "CD");
}

static void
test_list_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fill (fixture);
  session_register_list_async (fixture->self, "muller", SESSION_SORT_CODE, FALSE, FALSE,
                               cancellable, result_cb, &result);
  g_cancellable_cancel (cancellable);
  test_wait (has_result, &result);
  g_assert_null (session_register_list_finish (fixture->self, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- questions that can't be answered --- */

static void
test_ask_errors (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *by, *where, *says;
  } cases[] = {
    { "shoe_size", NULL, "There is no field" },
    { NULL, "shoe_size > 40", "There is no field" },
    { "ever_treated", NULL, "what was ever given" },
    { NULL, "ever treated", "what was ever given" },
    { "outcome_class", NULL, "known only after the transfer" },
    { "fate", NULL, "known only after the transfer" },
    { NULL, "smoking = chimney", "Character 11" },
    { NULL, "smoking =", "Character 10" },
    { "note", NULL, "can't be analysed" },
    { "age:38,35", NULL, "must rise" },
  };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      g_autoptr (GError) error = NULL;

      question->by = g_strdup (cases[i].by);
      question->where = g_strdup (cases[i].where);
      g_assert_null (session_register_ask_sync (fixture->self, question, &error));
      g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
      g_test_message ("%s", error->message);
      if (cases[i].says != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

/* Nobody at all is an answer, not an error. */
static void
test_ask_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = session_register_ask_sync (fixture->self, question, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->counts.n_register, ==, 0);
  g_assert_cmpuint (answer->overall.n, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/list/search", test_search);
  TEST_ADD ("/list/sort", test_sort);
  TEST_ADD ("/list/rows", test_rows);
  TEST_ADD ("/list/archived", test_archived);
  TEST_ADD ("/list/cancelled", test_list_cancelled);
  TEST_ADD ("/ask/errors", test_ask_errors);
  TEST_ADD ("/ask/nobody", test_ask_nobody);
  return g_test_run ();
}
