/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person waits for at the size of a national registry: bench REGISTER, which it changes.
 * Prints lines `name value` in seconds; memory in MB. What is short is done several times and its
 * median told, or where each time differs the best. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session-register.h"

#define BRUSHES 41
#define SAVES 9

static void
print_value (const char *name,
             double      value)
{
  printf ("%s %.17g\n", name, value);
  fflush (stdout);
}

static double
seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(SessionRegister **) data = session_register_open_finish (result, &error);
  g_assert_no_error (error);
}

/* As a window opens it. */
static SessionRegister *
open_and_load (const char *path)
{
  gint64 begin = g_get_monotonic_time ();
  SessionRegister *self = NULL;

  session_register_open_async (path, FALSE, NULL, opened_cb, &self);
  while (self == NULL)
    g_main_context_iteration (NULL, TRUE);
  print_value ("open", seconds_since (begin));
  while (session_register_dataset (self) == NULL)
    g_main_context_iteration (NULL, TRUE);
  print_value ("open-load", seconds_since (begin));
  return self;
}

static AnalysisAnswer *
ask (SessionRegister *self,
     const char      *by,
     const char      *where)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GError) error = NULL;
  AnalysisAnswer *answer;

  if (by != NULL)
    analysis_question_set (question, "by", by, &error);
  g_assert_no_error (error);
  if (where != NULL)
    analysis_question_set (question, "where", where, &error);
  g_assert_no_error (error);
  answer = session_register_ask_sync (self, question, &error);
  g_assert_no_error (error);
  return answer;
}

static void
ask_first (SessionRegister *self,
           const char      *name,
           const char      *by,
           const char      *where)
{
  gint64 begin = g_get_monotonic_time ();

  analysis_answer_unref (ask (self, by, where));
  print_value (name, seconds_since (begin));
}

/* One step of a brush: another filter over the same cohort, risk tables and curves with their
 * intervals for two groups. */
static void
brush (SessionRegister *self)
{
  double times[BRUSHES];

  for (int i = 0; i < BRUSHES; i++)
    {
      g_autofree char *where = g_strdup_printf ("age >= 30 and age < %d", 34 + i % 8);
      gint64 begin = g_get_monotonic_time ();

      analysis_answer_unref (ask (self, "treated", where));
      times[i] = seconds_since (begin);
    }
  qsort (times, BRUSHES, sizeof *times, compare_doubles);
  print_value ("brush", times[BRUSHES / 2]);
}

/* From a save to the curve that holds it. */
static void
save_to_curve (SessionRegister *self)
{
  ModelDictionary *dictionary = session_register_dictionary (self);
  const ModelField *note = model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "note");
  gint64 highest = (gint64) model_dataset_n_patients (session_register_dataset (self));
  double times[SAVES];

  for (int i = 0; i < SAVES; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ModelRecord) record
        = session_register_read (self, 1 + i * (highest - 1) / SAVES, FALSE, &error);
      g_autoptr (ModelDraft) draft = NULL;
      g_autofree char *value = g_strdup_printf ("bench %" G_GINT64_FORMAT, g_get_monotonic_time ());
      gint64 begin;

      g_assert_no_error (error);
      draft = model_draft_new (dictionary, record, 30000);
      model_draft_set_value (draft, MODEL_TABLE_PATIENT, 1, note, value);
      begin = g_get_monotonic_time ();
      session_register_save_sync (self, draft, "bench", NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      analysis_answer_unref (ask (self, "treated", "age >= 30 and age < 38"));
      times[i] = seconds_since (begin);
    }
  qsort (times, SAVES, sizeof *times, compare_doubles);
  print_value ("save-to-curve", times[SAVES / 2]);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SessionRegister) self = NULL;

  if (argc != 2)
    return 2;
  self = open_and_load (argv[1]);
  ask_first (self, "first-curve", NULL, NULL);
  ask_first (self, "first-derived", "treated", "age >= 30");
  brush (self);
  save_to_curve (self);
  session_register_close (self);
  return 0;
}
