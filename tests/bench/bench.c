/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person waits for at the size of a national registry: bench REGISTER. Prints lines
 * `name value baseline ratio target ok|MISSED`; seconds but for memory, which is in MB. The
 * baseline is one read of the register's bytes in this very run, so that a slow or busy machine
 * shows in it; `target` is what the house promises. Ends with 1 when one is missed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session-register.h"

static gboolean missed;
static double baseline;

static void
report (const char *name,
        double      value,
        double      target)
{
  gboolean good = value <= target;

  printf ("%-28s %10.4f %10.4f %8.2f %10.4f %s\n", name, value, baseline, value / baseline, target,
          good ? "ok" : "MISSED");
  fflush (stdout);
  missed = missed || !good;
}

static double
seconds (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / 1e6;
}

static double
read_bytes (const char *path)
{
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *buffer = g_malloc (1 << 20);
  FILE *file = fopen (path, "rb");

  g_assert_nonnull (file);
  while (fread (buffer, 1, 1 << 20, file) > 0)
    ;
  fclose (file);
  return seconds (begin);
}

static double
memory_mb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status != NULL ? strstr (status, "VmRSS:") : NULL;
  return line != NULL ? g_ascii_strtod (line + strlen ("VmRSS:"), NULL) / 1024 : NAN;
}

static AnalysisAnswer *
ask (SessionRegister *self,
     const char      *where)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GError) error = NULL;
  AnalysisAnswer *answer;

  analysis_question_set (question, "by", "treated", &error);
  g_assert_no_error (error);
  analysis_question_set (question, "where", where, &error);
  g_assert_no_error (error);
  answer = session_register_ask_sync (self, question, &error);
  g_assert_no_error (error);
  return answer;
}

/* The median of one brush step: another filter, the same cohort. */
static double
brush (SessionRegister *self)
{
  double times[41];

  for (int i = 0; i < 41; i++)
    {
      g_autofree char *where = g_strdup_printf ("age >= 30 and age < %d", 34 + i % 8);
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (AnalysisAnswer) answer = ask (self, where);

      times[i] = seconds (begin);
    }
  for (int i = 1; i < 41; i++)
    for (int j = i; j > 0 && times[j] < times[j - 1]; j--)
      {
        double swap = times[j];

        times[j] = times[j - 1];
        times[j - 1] = swap;
      }
  return times[20];
}

static double
save_to_curve (SessionRegister *self,
               double           answered[2])
{
  ModelDictionary *dictionary = session_register_dictionary (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) record = session_register_read (self, 1234, FALSE, &error);
  g_autoptr (ModelDraft) draft = NULL;
  gint64 begin;

  g_assert_no_error (error);
  draft = model_draft_new (dictionary, record, 30000);
  model_draft_set_value (draft, MODEL_TABLE_PATIENT, 1,
                         model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "note"), "bench");
  begin = g_get_monotonic_time ();
  session_register_save_sync (self, draft, "bench", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  answered[0] = seconds (begin);
  analysis_answer_unref (ask (self, "age >= 30 and age < 38"));
  return seconds (begin);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) self = NULL;
  double answered[2];
  gint64 begin;

  if (argc != 2)
    return 2;
  read_bytes (argv[1]);
  baseline = read_bytes (argv[1]);
  printf ("%-28s %10s %10s %8s %10s\n", "name", "value", "baseline", "ratio", "target");
  begin = g_get_monotonic_time ();
  self = session_register_open_sync (argv[1], FALSE, TRUE, &error);
  g_assert_no_error (error);
  report ("open-and-load", seconds (begin), 2.0);
  begin = g_get_monotonic_time ();
  analysis_answer_unref (ask (self, "age >= 30"));
  /* Grouping by a derived variable reads its rows the first time: no promise is made of it. */
  report ("first-question", seconds (begin), 60.0);
  report ("brush", brush (self), 0.002);
  report ("save-to-curve", save_to_curve (self, answered), 0.1);
  report ("memory-mb", memory_mb (), 700);
  session_register_close (self);
  return missed ? 1 : 0;
}
