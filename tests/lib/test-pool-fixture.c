/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-pool-fixture.h"

#include <glib/gstdio.h>

#include "report-pool.h"
#include "session-register.h"

#define N_PATIENTS 600

static char *
make_register (const char *folder,
               guint64     seed)
{
  g_autofree char *name = g_strdup_printf ("%" G_GUINT64_FORMAT ".natality", seed);
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)
      && !session_simulate (path, N_PATIENTS, seed, NULL, NULL, NULL, NULL, &error))
    g_error ("%s", error->message);
  return path;
}

void
pool_fixture_write (const char                  *folder,
                    const char                  *file,
                    guint64                      seed,
                    const char                  *question,
                    const AnalysisCentreOptions *options)
{
  const char *more[] = { options->strata, NULL };
  g_autofree char *path = make_register (folder, seed);
  g_autofree char *to = g_build_filename (folder, file, NULL);
  g_autoptr (AnalysisQuestion) asked = analysis_question_from_text (question, NULL);
  g_autoptr (AnalysisQuestion) full = NULL;
  g_autoptr (AnalysisCohort) cohort = NULL;
  g_autoptr (AnalysisCentre) centre = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) reg = session_register_open_sync (path, TRUE, TRUE, &error);
  AnalysisCentreOptions own = *options;
  g_autofree char *note = NULL;

  g_assert_no_error (error);
  note = session_register_synthetic_note (reg);
  own.synthetic_note = note;
  cohort = session_register_cohort_sync (reg, asked, more, NULL, &full, &error);
  g_assert_no_error (error);
  centre = analysis_centre_new (cohort, full, &own, &error);
  g_assert_no_error (error);
  bytes = report_centre_file (centre, &error);
  g_assert_no_error (error);
  session_write_file (to, bytes, TRUE, &error);
  g_assert_no_error (error);
  session_register_close (reg);
}

void
pool_fixture_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}
