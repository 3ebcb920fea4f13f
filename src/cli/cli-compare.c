/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: a cohort against a published rate, or against published hazards per transfer. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "base-number.h"
#include "cli-source.h"
#include "report-compare.h"

/* A list of chances "0.3,0.25"; NULL for none or for a wrong one. */
static GArray *
chances (const char *text)
{
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    return NULL;
  parts = g_strsplit (text, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      double value;

      if (!base_number_parse (g_strstrip (parts[i]), &value) || value < 0 || value > 1)
        return NULL;
      g_array_append_val (out, value);
    }
  return g_steal_pointer (&out);
}

int
cli_compare (const CliLine *line)
{
  const char *format = cli_format (line), *against = cli_line_option (line, "against");
  AnalysisComparison comparison;
  double rate = NAN;
  g_autoptr (GArray) hazards = chances (cli_line_option (line, "hazards"));
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;
  CliSource source;
  guint64 at;
  int status;

  if (format == NULL || !cli_number (line, "at", ANALYSIS_MAX_K, 1, &at))
    return CLI_USAGE;
  if ((against == NULL && hazards == NULL)
      || (against != NULL
          && (!base_number_parse (against, &rate) || rate < 0 || rate > 1))
      || (cli_line_option (line, "hazards") != NULL && hazards == NULL))
    return cli_usage (_("--against RATE or --hazards LIST is needed: chances from 0 to 1."));
  status = cli_source_open (line, NULL, &source);
  if (status == CLI_DONE)
    {
      ReportSource from = { source.title, source.note };

      answer = analysis_answer_new (source.cohort, source.question, 0, &error);
      if (answer == NULL)
        status = cli_fail (error);
      else
        {
          analysis_compare (answer, (guint) MAX (at, 1), rate,
                            hazards != NULL ? (const double *) hazards->data : NULL,
                            hazards != NULL ? hazards->len : 0, &comparison);
          text = g_str_equal (format, "json")
                     ? report_comparison_json (&comparison, source.question, &from)
                 : g_str_equal (format, "csv") ? report_comparison_csv (&comparison)
                                               : report_comparison_text (&comparison, &from);
          fputs (text, stdout);
        }
    }
  cli_source_clear (&source);
  return status;
}
