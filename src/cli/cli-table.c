/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table: the baseline table of a question. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "analysis-baseline.h"
#include "cli-source.h"
#include "report-baseline.h"

/* Of `--variables "age, losses"`; of a register without it the usual ones; of a CSV all but those
 * of --time, --fate, --event and --by. */
static GStrv
variables_of (const CliLine   *line,
              ModelDictionary *dictionary)
{
  const char *text = cli_line_option (line, "variables");
  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (GPtrArray) fields = NULL;

  if (text != NULL)
    {
      g_ptr_array_unref (names);
      return cli_variables (text);
    }
  if (cli_line_option (line, "csv") == NULL)
    {
      g_ptr_array_unref (names);
      return analysis_baseline_usual (dictionary, line->question->by);
    }
  fields = model_dictionary_analysable (dictionary);
  for (guint i = 0; i < fields->len; i++)
    {
      const ModelField *field = g_ptr_array_index (fields, i);
      const char *id = field->id;
      const char *const outcome[] = { "time", "fate", "event" };
      gboolean wanted = field->table == MODEL_TABLE_SOURCE
                        && g_strcmp0 (line->question->by, id) != 0 && !g_str_equal (id, "id");

      for (guint j = 0; j < G_N_ELEMENTS (outcome); j++)
        wanted = wanted && g_strcmp0 (cli_line_option (line, outcome[j]), id) != 0;
      if (wanted)
        g_ptr_array_add (names, g_strdup (id));
    }
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}

typedef struct
{
  const AnalysisSelection *selection;
  const char *const *names;
  guint64 seed;
  AnalysisBaseline *table;
  GError *error;
} Table;

static void
compute_table (gpointer    data,
               const gint *cancelled,
               gint       *permille)
{
  Table *self = data;

  self->table = analysis_baseline_new (self->selection, self->names, self->seed, cancelled,
                                       permille, &self->error);
}

static int
print (const CliLine     *line,
       const CliSource   *source,
       const char *const *names,
       guint64            seed,
       const char        *format)
{
  g_autoptr (AnalysisSelection) selection = NULL;
  g_autoptr (AnalysisBaseline) table = NULL;
  g_autofree char *text = NULL;
  ReportSource from = { source->title, source->note };
  Table work = { .names = names, .seed = seed };
  GError *error = NULL;
  gboolean done;

  selection = analysis_selection_new (source->cohort, source->question, NULL, &error);
  if (selection == NULL)
    return cli_fail (error);
  work.selection = selection;
  done = cli_work_compute (compute_table, &work);
  table = work.table;
  if (!done)
    g_clear_error (&work.error);
  if (table == NULL || !done)
    return done ? cli_fail (work.error) : CLI_FAILED;
  text = g_str_equal (format, "json")  ? report_baseline_json (table, source->question, &from)
         : g_str_equal (format, "csv") ? report_baseline_csv (table)
                                       : report_baseline_text (table, &from);
  fputs (text, stdout);
  cli_explain_figures (line, report_baseline_methods (table));
  return CLI_DONE;
}

int
cli_table (const CliLine *line)
{
  const char *format = cli_format (line);
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  g_auto (GStrv) names = NULL, fields = NULL;
  CliSource source;
  guint64 seed;
  int status;

  if (format == NULL || !cli_number (line, "seed", G_MAXINT64, 1, &seed))
    return CLI_USAGE;
  /* The built-in grouping, which is also that of a table without any. */
  if (g_strcmp0 (line->question->by, "birth") == 0)
    g_clear_pointer (&line->question->by, g_free);
  /* A register's columns have to be named before it is read; a CSV has all of its own. */
  if (cli_line_option (line, "csv") == NULL)
    {
      names = variables_of (line, dictionary);
      fields = g_new0 (char *, g_strv_length (names) + 1);
      for (guint i = 0; names[i] != NULL; i++)
        fields[i] = analysis_baseline_by (names[i]);
    }
  status = cli_source_open (line, (const char *const *) fields, &source);
  if (status == CLI_DONE)
    {
      if (names == NULL)
        names = variables_of (line, analysis_cohort_dictionary (source.cohort));
      status = print (line, &source, (const char *const *) names, seed, format);
    }
  cli_source_clear (&source);
  return status;
}
