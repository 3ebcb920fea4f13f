/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve and chart: a question to a register or a CSV, printed or drawn. */
#include "cli-source.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "analysis-extras.h"
#include "cli-figure.h"
#include "config.h"
#include "report-published.h"

/* What the extras of curve's JSON are asked by; NULL after saying what is wrong. */
static AnalysisExtras *
extras_of (const CliLine        *line,
           const AnalysisAnswer *answer)
{
  AnalysisExtrasOptions options = { .bands = cli_line_option (line, "bands") != NULL,
                                    .posterior = cli_line_option (line, "bayesian") != NULL };
  guint64 tau, bootstrap;

  if (!cli_number (line, "tau", ANALYSIS_MAX_K, 0, &tau)
      || !cli_number (line, "bootstrap", 1000000, 0, &bootstrap)
      || !cli_number (line, "seed", G_MAXINT64, 1, &options.seed))
    return NULL;
  options.tau = (guint) tau;
  options.bootstrap = (guint) bootstrap;
  return analysis_extras_new (answer, &options, NULL);
}

static int
print_curve (const CliLine   *line,
             const CliSource *source,
             const char      *format)
{
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (AnalysisExtras) extras = NULL;
  g_autofree char *text = NULL;
  ReportSource from = { source->title, source->note };
  GError *error = NULL;

  answer = analysis_answer_new (source->cohort, source->question, 0, &error);
  if (answer == NULL)
    return cli_fail (error);
  extras = extras_of (line, answer);
  if (extras == NULL)
    return CLI_USAGE;
  text = g_str_equal (format, "json")  ? report_curve_json (answer, extras, &from)
         : g_str_equal (format, "csv") ? report_curve_csv (answer, &from)
                                       : report_curve_text (answer, &from);
  fputs (text, stdout);
  return CLI_DONE;
}

int
cli_curve (const CliLine *line)
{
  const char *format = cli_format (line);
  CliSource source;
  int status;

  if (cli_line_option (line, "risk-tables") != NULL)
    return cli_risk_tables (line);
  if (cli_line_option (line, "centre") != NULL || cli_line_option (line, "strata") != NULL
      || cli_line_option (line, "smallest-cell") != NULL
      || cli_line_option (line, "leavers") != NULL)
    return cli_usage (_("--centre, --strata, --smallest-cell and --leavers go with --risk-tables "
                        "FILE."));
  if (format == NULL)
    return CLI_USAGE;
  status = cli_source_open (line, NULL, &source);
  if (status == CLI_DONE)
    status = print_curve (line, &source, format);
  cli_source_clear (&source);
  return status;
}

/* --- chart ------------------------------------------------------------------------------------ */

/* --overlay ID[,ID]; FALSE: one isn't published, or there are too many. */
static gboolean
overlay_option (const CliLine            *line,
                const AnalysisPublished **overlays,
                guint                    *out_n)
{
  const char *list = cli_line_option (line, "overlay");
  g_auto (GStrv) ids = list != NULL ? g_strsplit (list, ",", -1) : g_new0 (char *, 1);

  *out_n = g_strv_length (ids);
  for (guint i = 0; i < *out_n && *out_n <= CHART_MAX_OVERLAYS; i++)
    {
      overlays[i] = report_published_find (g_strstrip (ids[i]));
      if (overlays[i] == NULL)
        return FALSE;
    }
  return *out_n <= CHART_MAX_OVERLAYS;
}

int
cli_chart (const CliLine *line)
{
  const char *out = cli_line_option (line, "out");
  double width_mm = 170, height_mm = 0, dpi = 300;
  const AnalysisPublished *overlays[CHART_MAX_OVERLAYS];
  ReportChartOptions options = { .show_title = FALSE, .overlays = overlays };
  g_autoptr (AnalysisAnswer) answer = NULL;
  GError *error = NULL;
  CliSource source;
  int status;

  if (!cli_figure_is_file (out))
    return cli_usage (_("--out FILE is needed, ending in .png, .pdf or .svg."));
  if (!cli_real (line, "width", 40, 2000, &width_mm)
      || !cli_real (line, "height", 30, 2000, &height_mm)
      || !cli_real (line, "dpi", CHART_MIN_DPI, CHART_MAX_DPI, &dpi)
      || !cli_figure_theme (line, &options.theme))
    return cli_usage (_ ("--width and --height are millimetres (40 to 2000), --dpi 36 to 2400, "
                         "--theme print, light, dark or grey."));
  if (!overlay_option (line, overlays, &options.n_overlays))
    return cli_usage (_("--overlay takes up to three ids that natality-cli compare --list names."));
  if (options.n_overlays > 0 && line->question->event != ANALYSIS_EVENT_LIVE_BIRTH)
    return cli_usage (_("--overlay is for live births: that is what was published."));
  options.width_pt = width_mm * CHART_PT_PER_MM;
  options.height_pt = height_mm * CHART_PT_PER_MM;
  options.font_family = cli_line_option (line, "font");
  options.show_notes = cli_line_option (line, "no-notes") == NULL;
  options.show_table = cli_line_option (line, "no-table") == NULL;
  options.show_hazard = cli_line_option (line, "no-hazard") == NULL;
  status = cli_source_open (line, NULL, &source);
  if (status == CLI_DONE)
    {
      ReportSource from = { source.title, source.note };
      g_autoptr (ChartSpec) spec = NULL;
      g_autoptr (ChartLayout) layout = NULL;
      g_autoptr (GBytes) bytes = NULL;

      answer = analysis_answer_new (source.cohort, source.question, 0, &error);
      if (answer != NULL)
        {
          spec = report_chart_spec (answer, &from, &options);
          layout = chart_layout_new (spec);
          bytes = cli_figure_export (out, layout, dpi, source.title, &error);
        }
      if (bytes == NULL || !session_write_file (out, bytes, FALSE, &error))
        status = cli_fail (error);
    }
  cli_source_clear (&source);
  return status;
}
