/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: a cohort against a published cohort, rate, or hazards per transfer. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "base-number.h"
#include "cli-source.h"
#include "report-compare.h"
#include "report-ledger.h"
#include "report-published.h"

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

/* What is asked of a source's answer. */
typedef struct
{
  const char *format;
  const AnalysisPublished *with; /* NULL: rate and hazards */
  guint at;                      /* 0: not given */
  double rate;
  GArray *hazards;
} Compare;

/* Both: text, in *out_entries what a ledger has of it, and the methods in it. */
static char *
compare_published (const Compare          *asked,
                   const AnalysisAnswer   *answer,
                   const AnalysisQuestion *question,
                   const ReportSource     *from,
                   GPtrArray             **out_entries,
                   GPtrArray             **out_methods)
{
  AnalysisPublishedComparison comparison;

  analysis_published_compare (answer, asked->with,
                              asked->at > 0 ? asked->at
                                            : analysis_published_default_at (answer, asked->with),
                              &comparison);
  *out_entries = report_ledger_of_published (&comparison, answer);
  *out_methods = report_published_methods (&comparison);
  return report_published_comparison (&comparison, question, from, asked->format);
}

static char *
compare_figures (const Compare          *asked,
                 const AnalysisAnswer   *answer,
                 const AnalysisQuestion *question,
                 const ReportSource     *from,
                 GPtrArray             **out_entries,
                 GPtrArray             **out_methods)
{
  AnalysisComparison comparison;

  analysis_compare (answer, MAX (asked->at, 1), asked->rate,
                    asked->hazards != NULL ? (const double *) asked->hazards->data : NULL,
                    asked->hazards != NULL ? asked->hazards->len : 0, &comparison);
  *out_entries = report_ledger_of_comparison (&comparison, answer);
  *out_methods = report_comparison_methods (&comparison);
  return g_str_equal (asked->format, "json") ? report_comparison_json (&comparison, question, from)
         : g_str_equal (asked->format, "csv") ? report_comparison_csv (&comparison)
                                              : report_comparison_text (&comparison, from);
}

static int
print_answer (const CliLine   *line,
              const Compare   *asked,
              const CliSource *source)
{
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (GPtrArray) entries = NULL, methods = NULL;
  g_autofree char *text = NULL;
  ReportSource from = { source->title, source->note };
  GError *error = NULL;

  answer = analysis_answer_new (source->cohort, source->question, 0, &error);
  if (answer == NULL)
    return cli_fail (error);
  text = asked->with != NULL
             ? compare_published (asked, answer, source->question, &from, &entries, &methods)
             : compare_figures (asked, answer, source->question, &from, &entries, &methods);
  if (!cli_ledger_append (line, entries))
    return CLI_FAILED;
  fputs (text, stdout);
  cli_explain_figures (line, g_steal_pointer (&methods));
  return CLI_DONE;
}

static int
print_comparison (const CliLine *line,
                  const Compare *asked)
{
  CliSource source;
  int status = cli_source_open (line, NULL, &source);

  if (status == CLI_DONE)
    status = print_answer (line, asked, &source);
  cli_source_clear (&source);
  return status;
}

static int
print_list (const CliLine *line,
            const char    *format)
{
  g_autofree char *text = NULL;

  if (line->arguments->len > 0)
    return cli_usage (_("--list needs no source."));
  text = report_published_list (format);
  fputs (text, stdout);
  return CLI_DONE;
}

int
cli_compare (const CliLine *line)
{
  const char *against = cli_line_option (line, "against"), *with = cli_line_option (line, "with");
  g_autoptr (GArray) hazards = chances (cli_line_option (line, "hazards"));
  Compare asked = { .format = cli_format (line), .rate = NAN, .hazards = hazards };
  guint64 at;

  if (asked.format == NULL || !cli_at (line, ANALYSIS_MAX_K, &at))
    return CLI_USAGE;
  if (cli_line_option (line, "list") != NULL)
    return print_list (line, asked.format);
  asked.at = (guint) at;
  if (with != NULL && (against != NULL || cli_line_option (line, "hazards") != NULL))
    return cli_usage (_("--with ID stands alone, without --against and --hazards."));
  if (with != NULL)
    {
      asked.with = report_published_find (with);
      return asked.with != NULL
                 ? print_comparison (line, &asked)
                 : cli_usage (_("--with ID is one that natality-cli compare --list names."));
    }
  if ((against == NULL && hazards == NULL)
      || (against != NULL
          && (!base_number_parse (against, &asked.rate) || asked.rate < 0 || asked.rate > 1))
      || (cli_line_option (line, "hazards") != NULL && hazards == NULL))
    return cli_usage (_("--with ID, or --against RATE or --hazards LIST is needed: chances from 0 "
                        "to 1."));
  return print_comparison (line, &asked);
}
