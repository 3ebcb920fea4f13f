/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger of a register at work, and ledgers as files. Started with --other the program is
 * another process. */
#include <gio/gio.h>
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

/* --- two at once ------------------------------------------------------------------------------ */

#define N_EACH 40

static const char *program;

/* In another process: enters comparisons of its own, one after the other. */
static int
be_other (const char *name, const char *path)
{
  for (guint i = 0; i < N_EACH; i++)
    {
      g_autofree char *test = g_strdup_printf ("%s %u", name, i);
      g_autoptr (GPtrArray) entries = entries_new (test, 0.5);

      if (!session_ledger_append (path, entries, NULL))
        return 1;
    }
  return 0;
}

/* Neither loses what the other entered, and nothing but the ledger is left. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "ledgers", NULL);
  g_autofree char *path = g_build_filename (folder, "ledger.json", NULL);
  const char *names[] = { "a", "b" };
  GSubprocess *others[2];
  g_autoptr (AnalysisLedger) ledger = NULL;
  GError *error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      others[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--other", names[i],
                                    path, NULL);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (g_subprocess_wait_check (others[i], NULL, NULL));
      g_object_unref (others[i]);
    }
  ledger = session_ledger_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (analysis_ledger_n (ledger), ==, 2 * N_EACH);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  program = argv[0];
  if (argc == 4 && g_str_equal (argv[1], "--other"))
    return be_other (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  TEST_ADD ("/session/ledger/at-work", test_at_work);
  TEST_ADD ("/session/ledger/file", test_file);
  TEST_ADD ("/session/ledger/together", test_together);
  return g_test_run ();
}
