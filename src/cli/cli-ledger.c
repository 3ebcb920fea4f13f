/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ledger: the comparisons of a ledger's file, with adjusted p; and entering into one. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli-source.h"
#include "report-ledger.h"

gboolean
cli_ledger_append (const CliLine *line,
                   GPtrArray     *entries)
{
  const char *path = cli_line_option (line, "ledger");
  GError *error = NULL;

  if (path == NULL || session_ledger_append (path, entries, &error))
    return TRUE;
  cli_fail (error);
  return FALSE;
}

int
cli_ledger (const CliLine *line)
{
  const char *format = cli_format (line);
  g_autoptr (AnalysisLedger) ledger = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;

  if (format == NULL)
    return CLI_USAGE;
  if (line->arguments->len != 1)
    return cli_usage (_("ledger needs one ledger's file."));
  ledger = session_ledger_read (cli_line_argument (line, 0), &error);
  if (ledger == NULL)
    return cli_fail (error);
  text = g_str_equal (format, "json")  ? report_ledger_json (ledger)
         : g_str_equal (format, "csv") ? report_ledger_csv (ledger)
                                       : report_ledger_text (ledger);
  fputs (text, stdout);
  return CLI_DONE;
}
