/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger of a register at work, and ledgers as files. */
#include <glib/gstdio.h>

#include "test-session-common.h"

static GPtrArray *
entries_new (const char *test,
             double      p)
{
  GPtrArray *entries
    = g_ptr_array_new_with_free_func ((GDestroyNotify) analysis_ledger_entry_free);

  g_ptr_array_add (entries, analysis_ledger_entry_new ("treated", "q", "d", test, p));
  return entries;
}

static void
test_at_work (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = entries_new ("log-rank", 0.04);

  g_assert_cmpuint (analysis_ledger_n (session_register_ledger (fixture->self)), ==, 0);
  session_register_ledger_add (fixture->self, entries);
  session_register_ledger_add (fixture->self, entries);
  g_assert_cmpuint (analysis_ledger_n (session_register_ledger (fixture->self)), ==, 1);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ledger.json", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.json", NULL);
  g_autofree char *foreign = g_build_filename (fixture->folder, "foreign.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) first = entries_new ("log-rank", 0.04);
  g_autoptr (GPtrArray) second = entries_new ("trend", 0.5);
  g_autoptr (AnalysisLedger) ledger = NULL;
  GError *error = NULL;

  g_assert_true (session_ledger_append (path, first, &error));
  g_assert_no_error (error);
  g_assert_true (session_ledger_append (path, second, &error));
  g_assert_true (session_ledger_append (path, first, &error));
  ledger = session_ledger_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (analysis_ledger_n (ledger), ==, 2);

  g_assert_null (session_ledger_read (missing, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (session_ledger_read (fixture->folder, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
  g_clear_error (&error);

  /* What is no ledger is left as it is; a register least of all. */
  g_assert_true (g_file_set_contents (foreign, "{\"a\": 1}", -1, NULL));
  g_assert_false (session_ledger_append (foreign, first, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (foreign, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "{\"a\": 1}");
  g_assert_false (session_ledger_append (fixture->path, first, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (
    foreign, "{\"kind\":\"natality-ledger\",\"json\":2,\"comparisons\":[]}", -1, NULL));
  g_assert_false (session_ledger_append (foreign, first, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_TOO_NEW);
  g_clear_error (&error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/session/ledger/at-work", test_at_work);
  TEST_ADD ("/session/ledger/file", test_file);
  return g_test_run ();
}
