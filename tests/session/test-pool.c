/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of centres pooled: which of them go together is a function of their order, what doesn't is
 * refused with its sentence, and nothing of a pool is left when it is cancelled. */
#include <glib/gstdio.h>
#include <string.h>

#include "session-pool.h"
#include "test-pool-fixture.h"

static char *folder;

/* (transfer full) */
static GPtrArray *
files_of (const char *names)
{
  g_autoptr (GPtrArray) none = session_pool_files_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) each = g_strsplit (names, " ", -1);

  for (guint i = 0; each[i] != NULL; i++)
    g_ptr_array_add (paths, g_build_filename (folder, each[i], NULL));
  g_ptr_array_add (paths, NULL);
  return session_pool_files_with (none, (const char *const *) paths->pdata);
}

static SessionPooled *
pool (GPtrArray *files)
{
  g_autoptr (AnalysisQuestion) asked = analysis_question_new ();
  AnalysisPoolOptions options = { .method = STATS_POOL_REML };
  g_autoptr (GError) error = NULL;
  SessionPooled *pooled = session_pool_sync (files, asked, &options, NULL, &error);

  g_assert_no_error (error);
  return pooled;
}

/* "+" for each file that is pooled, "-" for each that isn't and says why. (transfer full) */
static char *
verdicts (const SessionPooled *pooled)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < pooled->files->len; i++)
    {
      const SessionPoolFile *file = g_ptr_array_index (pooled->files, i);

      g_string_append_c (out, file->refusal == NULL ? '+' : '-');
    }
  return g_string_free (out, FALSE);
}

static void
test_order (void)
{
  static const char *const cases[][2] = { { "a.json b.json other.json", "++-" },
                                          { "other.json a.json b.json", "+--" },
                                          { "a.json twice.json b.json", "+-+" },
                                          { "twice.json a.json", "+-" },
                                          { "broken.json a.json none.json", "-+-" },
                                          { "broken.json", "-" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) files = files_of (cases[i][0]);
      g_autoptr (SessionPooled) pooled = pool (files);
      g_autoptr (SessionPooled) again = pool (pooled->files);
      g_autofree char *got = verdicts (pooled), *twice = verdicts (again);

      g_assert_cmpstr (got, ==, cases[i][1]);
      g_assert_cmpstr (twice, ==, cases[i][1]);
      g_assert_true ((pooled->pool != NULL) == (strchr (got, '+') != NULL));
      g_assert_true ((pooled->answer != NULL) == (pooled->pool != NULL));
    }
}

/* A message calls a file by its name alone; one that was read stays as it was. */
static void
test_files (void)
{
  g_autoptr (GPtrArray) files = files_of ("a.json broken.json a.json");
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (SessionPooled) pooled = NULL, again = NULL;
  const SessionPoolFile *first, *second;

  g_assert_cmpuint (files->len, ==, 2);
  pooled = pool (files);
  first = g_ptr_array_index (pooled->files, 0);
  second = g_ptr_array_index (pooled->files, 1);
  g_assert_cmpstr (first->centre->name, ==, "A");
  g_assert_true (g_str_has_prefix (second->refusal, "broken.json: "));
  one = session_pool_files_without (pooled->files, 1);
  g_assert_cmpuint (one->len, ==, 1);
  again = pool (one);
  g_assert_true (((const SessionPoolFile *) g_ptr_array_index (again->files, 0))->centre
                 == first->centre);
}

/* The answer has the pool's own curves, and its groups as a reader calls them. */
static void
test_answer (void)
{
  g_autoptr (GPtrArray) files = files_of ("a.json b.json");
  g_autoptr (SessionPooled) pooled = pool (files);

  g_assert_cmpuint (pooled->answer->n_groups, ==, 2);
  g_assert_cmpstr (pooled->answer->groups[0].name, ==, "<35");
  g_assert_cmpstr (pooled->answer->groups[0].label, ==, "under 35");
  g_assert_cmpstr (pooled->answer->by_label, ==, "Age at index transfer");
  for (guint g = 0; g < 2; g++)
    {
      const AnalysisGroup *here = &pooled->answer->groups[g];
      const AnalysisGroup *there = &pooled->pool->groups[g].curve;

      g_assert_cmpuint (here->n, ==, there->n);
      g_assert_cmpuint (here->n_patients, ==, there->n_patients);
      for (guint i = 0; i < here->n; i++)
        g_assert_cmpmem (&here->estimate[i], sizeof (double), &there->estimate[i],
                         sizeof (double));
    }
}

typedef struct
{
  SessionPooled *pooled;
  GError *error;
  gboolean done;
} Result;

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Result *out = data;

  out->pooled = session_pool_finish (result, &out->error);
  out->done = TRUE;
}

static void
test_async (void)
{
  for (guint cancelled = 0; cancelled < 2; cancelled++)
    {
      g_autoptr (GPtrArray) files = files_of ("a.json b.json");
      g_autoptr (AnalysisQuestion) asked = analysis_question_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      AnalysisPoolOptions options = { .method = STATS_POOL_FIXED };
      Result result = { 0 };

      if (cancelled)
        g_cancellable_cancel (cancellable);
      session_pool_async (files, asked, &options, cancellable, done_cb, &result);
      while (!result.done)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true ((result.pooled == NULL) == cancelled);
      if (cancelled)
        g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_cmpuint (result.pooled->pool->centres->len, ==, 2);
      /* What was asked of stays as it was. */
      g_assert_null (((const SessionPoolFile *) g_ptr_array_index (files, 0))->centre);
      session_pooled_free (result.pooled);
      g_clear_error (&result.error);
    }
}

static void
write_files (void)
{
  AnalysisCentreOptions options = { .name = "A", .smallest_cell = 1 };
  g_autofree char *broken = g_build_filename (folder, "broken.json", NULL);

  g_assert_true (g_file_set_contents (broken, "[]", -1, NULL));
  pool_fixture_write (folder, "a.json", 1, "by=age:35\n", &options);
  options.name = "Another";
  pool_fixture_write (folder, "twice.json", 1, "by=age:35\n", &options);
  options.name = "B";
  pool_fixture_write (folder, "b.json", 2, "by=age:35\n", &options);
  options.name = "Other";
  pool_fixture_write (folder, "other.json", 2, "index=first\nby=age:35\n", &options);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("natality-test-pool-XXXXXX", NULL);
  write_files ();
  g_test_add_func ("/session/pool/order", test_order);
  g_test_add_func ("/session/pool/files", test_files);
  g_test_add_func ("/session/pool/answer", test_answer);
  g_test_add_func ("/session/pool/async", test_async);
  status = g_test_run ();
  pool_fixture_remove (folder);
  g_free (folder);
  return status;
}
