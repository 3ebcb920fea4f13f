/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the register against patients.tsv: hand-made patients with the series and fate that
 * each must have. */
#include <string.h>

#include "test-analysis-common.h"

#define DAYS_AFTER_THE_LAST 400

typedef struct
{
  char *name;
  ModelChunk *chunk;
  AnalysisMarks marks;
  GPtrArray *days; /* of char **: `day` lines */
  guint n_asked;
} Patient;

static char *
ask (const Patient *patient,
     const char    *question_text,
     gint32         cut)
{
  g_autoptr (AnalysisQuestion) question = test_question_from_text (question_text);
  AnalysisMarks marks = patient->marks;
  AnalysisSeries series;

  if (strcmp (question->count, "all") == 0)
    marks.counted = NULL;
  series = analysis_series_of (patient->chunk, 0, question, cut, &marks);
  return test_series_to_text (&series);
}

/* From the first day named until well after the last, what is expected is the line of the latest
 * day. */
static void
check_days (const Patient *patient)
{
  char **first, **last;
  guint at = 0;

  if (patient->days->len == 0)
    return;
  first = g_ptr_array_index (patient->days, 0);
  last = g_ptr_array_index (patient->days, patient->days->len - 1);
  for (gint32 cut = test_day (first[1]); cut <= test_day (last[1]) + DAYS_AFTER_THE_LAST; cut++)
    {
      char **line;
      g_autofree char *got = NULL;
      g_autofree char *iso = base_day_to_iso (cut);

      if (at + 1 < patient->days->len
          && cut >= test_day (((char **) g_ptr_array_index (patient->days, at + 1))[1]))
        {
          at++;
          g_assert_cmpstr (((char **) g_ptr_array_index (patient->days, at))[3], !=,
                           ((char **) g_ptr_array_index (patient->days, at - 1))[3]);
        }
      line = g_ptr_array_index (patient->days, at);
      got = ask (patient, line[2], cut);
      if (strcmp (got, line[3]) != 0)
        g_error ("\"%s\" on %s: %s, expected %s", patient->name, iso, got, line[3]);
    }
  g_assert_cmpuint (at, ==, patient->days->len - 1);
}

static void
patient_clear (Patient *patient)
{
  check_days (patient);
  if (patient->name != NULL && patient->n_asked + patient->days->len == 0)
    g_error ("nothing is asked of \"%s\"", patient->name);
  g_clear_pointer (&patient->chunk, model_chunk_unref);
  test_marks_clear (&patient->marks);
  g_clear_pointer (&patient->name, g_free);
  g_ptr_array_set_size (patient->days, 0);
  patient->n_asked = 0;
}

static void
read_line (Patient    *patient,
           const char *line)
{
  char **cells = g_strsplit (line, "\t", -1);

  if (strcmp (cells[0], "patient") == 0)
    {
      g_assert_cmpuint (g_strv_length (cells), ==, 3);
      patient_clear (patient);
      patient->name = g_strdup (cells[1]);
      patient->chunk = test_chunk_from_text (cells[2], &patient->marks);
    }
  else if (strcmp (cells[0], "ask") == 0)
    {
      g_autofree char *got = NULL;

      g_assert_cmpuint (g_strv_length (cells), ==, 4);
      got = ask (patient, cells[2], test_day (cells[1]));
      if (strcmp (got, cells[3]) != 0)
        g_error ("\"%s\", cut %s, %s: %s, expected %s", patient->name, cells[1], cells[2], got,
                 cells[3]);
      patient->n_asked++;
    }
  else
    {
      g_assert_cmpstr (cells[0], ==, "day");
      g_assert_cmpuint (g_strv_length (cells), ==, 4);
      g_ptr_array_add (patient->days, cells);
      return;
    }
  g_strfreev (cells);
}

static void
test_patients (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "analysis", "patients.tsv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  Patient patient = { .days = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev) };
  guint n_patients = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && *lines[i] != '#')
      {
        n_patients += g_str_has_prefix (lines[i], "patient\t");
        read_line (&patient, lines[i]);
      }
  patient_clear (&patient);
  g_ptr_array_unref (patient.days);
  g_assert_cmpuint (n_patients, >=, 40);
}

/* Every choice is taken by at least one patient of the table. */
static void
test_choices_are_asked (void)
{
  static const char *const words[] = { "event-type=clinical-pregnancy",
                                       "event-type=ongoing-pregnancy",
                                       "index=first\t",
                                       "index=first-counted-after",
                                       "count=treated",
                                       "interrupt=stop",
                                       "interrupt=count",
                                       "mature=known",
                                       "mature=300",
                                       "overdue=no-birth",
                                       "presume=334",
                                       "decisions=status",
                                       "other-birth=counts",
                                       "donor-change=ends",
                                       "gestation-limit=168",
                                       "went-on",
                                       "cut-overdue",
                                       "cut-interrupt",
                                       "cut-donor",
                                       "open",
                                       "stopped",
                                       "stopped-birth-other",
                                       "died",
                                       "presumed",
                                       "went-on-status",
                                       "no-transfer",
                                       "no-counted",
                                       "before-start",
                                       "maturing-only",
                                       "overdue-first",
                                       "day\t" };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "analysis", "patients.tsv", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (text, words[i]) == NULL)
      g_error ("patients.tsv asks nothing about %s", words[i]);
}

/* She went on after the 60th, the last that a series can have. */
static void
test_longest (void)
{
  for (guint n = ANALYSIS_MAX_K - 1; n <= ANALYSIS_MAX_K + 20; n++)
    {
      GString *rows = g_string_new ("ref:1990-01-01");
      AnalysisMarks marks;
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      ModelChunk *chunk;
      AnalysisSeries series;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (rows, " T%u-%02u-01=no_pregnancy", 1990 + i / 12, i % 12 + 1);
      chunk = test_chunk_from_text (rows->str, &marks);
      series = analysis_series_of (chunk, 0, question, test_day ("2012-12-31"), NULL);
      g_assert_cmpint (series.k, ==, MIN (n, ANALYSIS_MAX_K));
      g_assert_cmpint (series.detail, ==,
                       n > ANALYSIS_MAX_K ? ANALYSIS_FATE_WENT_ON : ANALYSIS_FATE_PRESUMED);
      model_chunk_unref (chunk);
      test_marks_clear (&marks);
      g_string_free (rows, TRUE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/series/patients", test_patients);
  g_test_add_func ("/analysis/series/choices-are-asked", test_choices_are_asked);
  g_test_add_func ("/analysis/series/longest", test_longest);
  return g_test_run ();
}
