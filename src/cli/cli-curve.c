/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve and chart: a question to a register or a CSV, printed or drawn. */
#include "cli-source.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "analysis-extras.h"
#include "base-number.h"
#include "cli-figure.h"
#include "config.h"
#include "report-published.h"

/* "0.5,0.8" */
static gboolean
chances_option (const CliLine         *line,
                AnalysisExtrasOptions *options)
{
  const char *text = cli_line_option (line, "chance");
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", -1);
  g_autofree char *sentence = NULL;
  guint n = g_strv_length (parts);
  gboolean good = n > 0 && n <= ANALYSIS_MAX_CHANCES;

  if (text == NULL)
    return TRUE;
  options->n_chances = n;
  for (guint i = 0; i < n && good; i++)
    good = base_number_parse (g_strstrip (parts[i]), &options->chances[i])
           && options->chances[i] > 0 && options->chances[i] <= 1;
  if (good)
    return TRUE;
  sentence = g_strdup_printf (_("--chance is one or more chances above 0 and up to 1, such as "
                                "0.5,0.8, and no more than %d of them."),
                              ANALYSIS_MAX_CHANCES);
  cli_usage (sentence);
  return FALSE;
}

/* FALSE after saying what is wrong. */
static gboolean
extras_options (const CliLine         *line,
                AnalysisExtrasOptions *options,
                guint                 *out_at)
{
  guint64 tau, bootstrap, at;

  *options = (AnalysisExtrasOptions) { .bands = cli_line_option (line, "bands") != NULL,
                                       .posterior = cli_line_option (line, "bayesian") != NULL };
  if (!cli_number (line, "tau", ANALYSIS_MAX_K, 0, &tau)
      || !cli_number (line, "bootstrap", 1000000, 0, &bootstrap)
      || !cli_at (line, ANALYSIS_MAX_K, &at)
      || !cli_number (line, "seed", G_MAXINT64, 1, &options->seed)
      || !chances_option (line, options))
    return FALSE;
  if (cli_line_option (line, "tau") != NULL && tau == 0)
    {
      cli_usage (_("--tau is a number of transfers, from 1."));
      return FALSE;
    }
  options->tau = (guint) tau;
  options->bootstrap = (guint) bootstrap;
  *out_at = (guint) at;
  if (cli_line_option (line, "presume-table") != NULL)
    {
      if (cli_line_option (line, "csv") == NULL)
        return TRUE;
      cli_usage (_("A CSV file has no dates, so when a patient is presumed to have stopped can't "
                   "be varied: --presume-table needs a register."));
      return FALSE;
    }
  if (cli_line_option (line, "at") == NULL)
    return TRUE;
  cli_usage (_("--at says which transfer --presume-table reads; without that it means nothing."));
  return FALSE;
}

typedef struct
{
  const CliSource *source;
  const AnalysisAnswer *answer;
  AnalysisExtrasOptions options;
  gboolean presumption;
  guint at; /* of the table of presumption */
  AnalysisExtras *extras; /* NULL, without an error: cancelled */
  GError *error;
} Extras;

static void
compute_extras (gpointer    data,
                const gint *cancelled,
                gint       *permille)
{
  Extras *self = data;

  g_autoptr (AnalysisPresumption) presumption = NULL;

  self->options.permille = permille;
  if (self->presumption)
    presumption = analysis_presumption_new (self->source->cohort, self->source->question, self->at,
                                            cancelled, &self->error);
  if (!self->presumption || presumption != NULL)
    self->extras = analysis_extras_new (self->answer, &self->options, cancelled);
  if (self->extras != NULL)
    self->extras->presumption = g_steal_pointer (&presumption);
}

static int
print_curve (const CliLine               *line,
             const CliSource             *source,
             const AnalysisExtrasOptions *options,
             guint                        at,
             const char                  *format)
{
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (AnalysisExtras) extras = NULL;
  g_autofree char *text = NULL;
  ReportSource from = { source->title, source->note };
  Extras work = { .source = source,
                  .options = *options,
                  .presumption = cli_line_option (line, "presume-table") != NULL,
                  .at = at };
  GError *error = NULL;
  gboolean done;

  answer = analysis_answer_new (source->cohort, source->question, 0, &error);
  if (answer == NULL)
    return cli_fail (error);
  work.answer = answer;
  work.options.cohort = source->cohort;
  done = cli_work_compute (compute_extras, &work);
  extras = work.extras;
  if (!done)
    return CLI_FAILED;
  if (extras == NULL)
    return cli_fail (work.error);
  text = g_str_equal (format, "json")    ? report_curve_json (answer, extras, &from)
         : g_str_equal (format, "text")  ? report_curve_text (answer, extras, &from)
         : extras->presumption == NULL   ? report_curve_csv (answer, extras, &from)
                                         : report_presumption_csv (extras->presumption);
  fputs (text, stdout);
  cli_explain_figures (line, report_curve_methods (answer, extras));
  return CLI_DONE;
}

int
cli_curve (const CliLine *line)
{
  const char *format = cli_format (line);
  AnalysisExtrasOptions options;
  CliSource source;
  guint at;
  int status;

  if (cli_line_option (line, "risk-tables") != NULL)
    return cli_risk_tables (line);
  if (cli_line_option (line, "centre") != NULL || cli_line_option (line, "strata") != NULL
      || cli_line_option (line, "smallest-cell") != NULL
      || cli_line_option (line, "leavers") != NULL)
    return cli_usage (_("--centre, --strata, --smallest-cell and --leavers go with --risk-tables "
                        "FILE."));
  if (format == NULL || !extras_options (line, &options, &at))
    return CLI_USAGE;
  status = cli_source_open (line, NULL, &source);
  if (status == CLI_DONE)
    status = print_curve (line, &source, &options, at, format);
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
