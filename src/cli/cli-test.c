/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test: whether the groups of a question differ. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "analysis-tests.h"
#include "base-number.h"
#include "cli-source.h"
#include "report-ledger.h"
#include "report-tests.h"

typedef struct
{
  const AnalysisSelection *selection;
  const AnalysisAnswer *answer;
  AnalysisTestOptions options;
  AnalysisTests *tests;
} Tests;

static void
compute_tests (gpointer    data,
               const gint *cancelled,
               gint       *permille)
{
  Tests *self = data;

  self->options.permille = permille;
  self->tests = analysis_tests_new (self->selection, self->answer, &self->options, cancelled);
}

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
  Tests work = { .options = *options };
  GError *error = NULL;
  gboolean done;

  selection = analysis_selection_new (source->cohort, source->question, strata, &error);
  if (selection != NULL)
    answer = analysis_answer_new (source->cohort, source->question, 0, &error);
  if (answer == NULL)
    return cli_fail (error);
  if (options->tipping && answer->n_groups != 2)
    return cli_fail (g_error_new (SESSION_ERROR, SESSION_ERROR_INVALID,
                                  ngettext ("Tipping points compare two groups, but there is %u "
                                            "here.",
                                            "Tipping points compare two groups, but there are %u "
                                            "here.",
                                            answer->n_groups),
                                  answer->n_groups));
  work.selection = selection;
  work.answer = answer;
  done = cli_work_compute (compute_tests, &work);
  tests = work.tests;
  if (!done)
    return CLI_FAILED;
  entries = report_ledger_of_tests (tests, selection, source->question);
  if (!cli_ledger_append (line, entries))
    return CLI_FAILED;
  text = g_str_equal (format, "json")  ? report_tests_json (tests, source->question, &from)
         : g_str_equal (format, "csv") ? report_tests_csv (tests)
                                       : report_tests_text (tests, source->question, &from);
  fputs (text, stdout);
  cli_explain_figures (line, report_tests_methods (tests));
  return CLI_DONE;
}

#define MAX_POWER 20

/* "2,0.5". FALSE after saying what is wrong. */
static gboolean
weights_option (const CliLine       *line,
                AnalysisTestOptions *options)
{
  const char *text = cli_line_option (line, "fleming-harrington");
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", 3);

  options->weighted = text != NULL;
  if (text == NULL
      || (g_strv_length (parts) == 2 && base_number_parse (parts[0], &options->p)
          && base_number_parse (parts[1], &options->q) && options->p >= 0 && options->q >= 0
          && options->p <= MAX_POWER && options->q <= MAX_POWER))
    return TRUE;
  cli_usage (_("--fleming-harrington P,Q takes two numbers from 0 to 20, the powers of the share "
               "without and with a birth so far, such as 2,0.5."));
  return FALSE;
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
                                  .tipping = cli_line_option (line, "tipping") != NULL,
                                  .permute = exact         ? ANALYSIS_PERMUTE_EXACT
                                             : monte_carlo ? ANALYSIS_PERMUTE_MONTE_CARLO
                                                           : ANALYSIS_PERMUTE_BY_RULE };
  guint64 at;
  CliSource source;
  int status;

  if (format == NULL || !cli_at (line, ANALYSIS_MAX_K, &at)
      || !cli_number (line, "seed", G_MAXINT64, 1, &options.seed)
      || !weights_option (line, &options))
    return CLI_USAGE;
  options.at = (guint) at;
  if (line->question->by == NULL)
    return cli_usage (_("--by VARIABLE is needed: a test compares groups."));
  if (options.tipping && at == 0)
    return cli_usage (_("--tipping needs --at K: the transfer after which the groups are "
                        "compared."));
  if (exact && monte_carlo)
    return cli_usage (_("--exact or --monte-carlo, not both."));
  status = cli_source_open (line, more, &source);
  if (status == CLI_DONE)
    status = print (line, &source, strata, &options, format);
  cli_source_clear (&source);
  return status;
}
