/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain: the method behind a number; and --explain, the methods behind a command's figures. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli-source.h"
#include "report-method.h"

void
cli_explain_figures (const CliLine *line,
                     GPtrArray     *methods)
{
  g_autofree char *text = NULL;

  if (cli_line_option (line, "explain") != NULL)
    {
      text = report_methods_text ((const char *const *) methods->pdata);
      fputs (text, stdout);
    }
  g_ptr_array_unref (methods);
}

/* One line per entry. */
static void
list_methods (void)
{
  const ReportMethod *method;

  for (guint i = 0; (method = report_method_nth (i)) != NULL; i++)
    g_print ("%-24s %s\n", method->id, _ (method->name));
}

int
cli_explain (const CliLine *line)
{
  const char *format = cli_format (line), *id = cli_line_argument (line, 0);
  const char *ids[] = { id, NULL };
  g_autofree char *text = NULL;

  if (format == NULL)
    return CLI_USAGE;
  if (g_str_equal (format, "csv"))
    return cli_usage (_("--format is text or json here."));
  if (line->arguments->len > 1)
    return cli_usage (_("One ID is explained at a time; without one all are listed."));
  if (id != NULL && report_method (id) == NULL)
    {
      g_autofree char *sentence = g_strdup_printf (
          _ ("“%s” is no method. “natality-cli explain” lists them."), id);

      return cli_usage (sentence);
    }
  if (g_str_equal (format, "json"))
    text = report_methods_json (id != NULL ? ids : NULL);
  else if (id != NULL)
    text = report_method_text (report_method (id));
  else
    list_methods ();
  if (text != NULL)
    fputs (text, stdout);
  return CLI_DONE;
}
