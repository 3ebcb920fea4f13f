/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test: whether the groups of a question differ. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "analysis-tests.h"
#include "cli-source.h"
#include "report-ledger.h"
#include "report-tests.h"

static int
print (const CliLine             *line,
       const CliSource           *source,
       const char                *strata,
       const AnalysisTestOptions *options,
       const char                *format)
{
  g_autoptr (AnalysisSelection) selection = NULL;
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (AnalysisTests) tests = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *text = NULL;
  ReportSource from = { source->title, source->note };
  GError *error = NULL;

  selection = analysis_selection_new (source->cohort, source->question, strata, &error);
  if (selection != NULL)
    answer = analysis_answer_new (source->cohort, source->question, 0, &error);
  if (answer == NULL)
    return cli_fail (error);
  tests = analysis_tests_new (selection, answer, options, NULL);
  entries = report_ledger_of_tests (tests, selection, source->question);
  if (!cli_ledger_append (line, entries))
    return CLI_FAILED;
  text = g_str_equal (format, "json")  ? report_tests_json (tests, source->question, &from)
         : g_str_equal (format, "csv") ? report_tests_csv (tests)
                                       : report_tests_text (tests, source->question, &from);
  fputs (text, stdout);
  return CLI_DONE;
}

int
cli_test (const CliLine *line)
{
  const char *strata = cli_line_option (line, "strata"), *format = cli_format (line);
  const char *more[] = { strata, NULL };
  gboolean exact = cli_line_option (line, "exact") != NULL;
  gboolean monte_carlo = cli_line_option (line, "monte-carlo") != NULL;
  AnalysisTestOptions options = { .stratified = strata != NULL,
                                  .trend = cli_line_option (line, "trend") != NULL,
                                  .permute = exact         ? ANALYSIS_PERMUTE_EXACT
                                             : monte_carlo ? ANALYSIS_PERMUTE_MONTE_CARLO
                                                           : ANALYSIS_PERMUTE_BY_RULE };
  guint64 at;
  CliSource source;
  int status;

  if (format == NULL || !cli_number (line, "at", ANALYSIS_MAX_K, 0, &at)
      || !cli_number (line, "seed", G_MAXINT64, 1, &options.seed))
    return CLI_USAGE;
  options.at = (guint) at;
  if (line->question->by == NULL)
    return cli_usage (_("--by VARIABLE is needed: a test compares groups."));
  if (exact && monte_carlo)
    return cli_usage (_("--exact or --monte-carlo, not both."));
  status = cli_source_open (line, more, &source);
  if (status == CLI_DONE)
    status = print (line, &source, strata, &options, format);
  cli_source_clear (&source);
  return status;
}
