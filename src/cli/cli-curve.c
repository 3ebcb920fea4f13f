/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve and chart: a question to a register or a CSV, printed or drawn. */
#include "cli-command.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "base-number.h"
#include "chart-export.h"
#include "config.h"

/* The answer, and what is said of its source; the texts are owned. */
typedef struct
{
  AnalysisAnswer *answer;
  char *title, *note;
} Asked;

static void
asked_clear (Asked *asked)
{
  g_clear_pointer (&asked->answer, analysis_answer_unref);
  g_free (asked->title);
  g_free (asked->note);
}

static gboolean
ask_register (const CliLine *line,
              Asked         *asked,
              GError       **error)
{
  g_autoptr (SessionRegister) self
    = session_register_open_sync (cli_line_argument (line, 0), TRUE, TRUE, error);

  if (self == NULL)
    return FALSE;
  asked->answer = session_register_ask_sync (self, line->question, error);
  asked->title = session_register_name (self);
  asked->note = session_register_synthetic_note (self);
  return asked->answer != NULL;
}

/* CLI_DONE with an answer, or the exit status. */
static int
ask (const CliLine *line,
     Asked         *asked)
{
  const char *csv = cli_line_option (line, "csv");
  GError *error = NULL;

  if (csv != NULL)
    {
      const char *time = cli_line_option (line, "time");
      const char *fate = cli_line_option (line, "fate"), *event = cli_line_option (line, "event");

      if (line->arguments->len > 0 || time == NULL || (fate == NULL) == (event == NULL))
        return cli_usage (
            _ ("A CSV source needs --time COLUMN, and --fate COLUMN or --event COLUMN."));
      asked->answer = session_ask_csv (csv, time, fate, event, line->question, &error);
      asked->title = g_path_get_basename (csv);
      return asked->answer != NULL ? CLI_DONE : cli_fail (error);
    }
  if (line->arguments->len != 1)
    return cli_usage (_("One register is needed, or --csv FILE."));
  return ask_register (line, asked, &error) ? CLI_DONE : cli_fail (error);
}

int
cli_curve (const CliLine *line)
{
  const char *format = cli_line_option (line, "format");
  Asked asked = { 0 };
  g_autofree char *text = NULL;
  int status;

  if (format == NULL)
    format = "text";
  if (!g_str_equal (format, "text") && !g_str_equal (format, "csv")
      && !g_str_equal (format, "json"))
    return cli_usage (_("--format is text, csv or json."));
  status = ask (line, &asked);
  if (status == CLI_DONE)
    {
      ReportSource source = { asked.title, asked.note };

      text = g_str_equal (format, "json")  ? report_curve_json (asked.answer, &source)
             : g_str_equal (format, "csv") ? report_curve_csv (asked.answer, &source)
                                           : report_curve_text (asked.answer, &source);
      fputs (text, stdout);
    }
  asked_clear (&asked);
  return status;
}

/* --- chart ------------------------------------------------------------------------------------ */

static gboolean
number_option (const CliLine *line,
               const char    *name,
               double         low,
               double         high,
               double        *inout_value)
{
  const char *text = cli_line_option (line, name);
  double value;

  if (text == NULL)
    return TRUE;
  if (!base_number_parse (text, &value) || value < low || value > high)
    return FALSE;
  *inout_value = value;
  return TRUE;
}

static gboolean
theme_option (const CliLine *line,
              ChartTheme    *out_theme)
{
  const char *theme = cli_line_option (line, "theme");

  if (theme == NULL || g_str_equal (theme, "print"))
    *out_theme = CHART_THEME_PRINT;
  else if (g_str_equal (theme, "light"))
    *out_theme = CHART_THEME_LIGHT;
  else if (g_str_equal (theme, "dark"))
    *out_theme = CHART_THEME_DARK;
  else if (g_str_equal (theme, "grey"))
    *out_theme = CHART_THEME_GREY;
  else
    return FALSE;
  return TRUE;
}

static GBytes *
export_figure (const char      *out,
               const ChartSpec *spec,
               double           dpi,
               const char      *title,
               GError         **error)
{
  ChartMetadata metadata = { .title = title,
                             .author = NULL,
                             .software = "Natality " NATALITY_VERSION };

  if (g_str_has_suffix (out, ".pdf"))
    return chart_export_pdf (spec, &metadata, error);
  if (g_str_has_suffix (out, ".svg"))
    return chart_export_svg (spec, &metadata, error);
  return chart_export_png (spec, dpi, &metadata, error);
}

int
cli_chart (const CliLine *line)
{
  const char *out = cli_line_option (line, "out");
  double width_mm = 170, height_mm = 0, dpi = 300;
  ReportChartOptions options = { .show_title = FALSE };
  Asked asked = { 0 };
  GError *error = NULL;
  int status;

  if (out == NULL
      || !(g_str_has_suffix (out, ".png") || g_str_has_suffix (out, ".pdf")
           || g_str_has_suffix (out, ".svg")))
    return cli_usage (_("--out FILE is needed, ending in .png, .pdf or .svg."));
  if (!number_option (line, "width", 40, 2000, &width_mm)
      || !number_option (line, "height", 30, 2000, &height_mm)
      || !number_option (line, "dpi", CHART_MIN_DPI, CHART_MAX_DPI, &dpi)
      || !theme_option (line, &options.theme))
    return cli_usage (_ ("--width and --height are millimetres (40 to 2000), --dpi 36 to 2400, "
                         "--theme print, light, dark or grey."));
  options.width_pt = width_mm * CHART_PT_PER_MM;
  options.height_pt = height_mm * CHART_PT_PER_MM;
  options.font_family = cli_line_option (line, "font");
  options.show_notes = cli_line_option (line, "no-notes") == NULL;
  options.show_table = cli_line_option (line, "no-table") == NULL;
  options.show_hazard = cli_line_option (line, "no-hazard") == NULL;
  status = ask (line, &asked);
  if (status == CLI_DONE)
    {
      ReportSource source = { asked.title, asked.note };
      g_autoptr (ChartSpec) spec = report_chart_spec (asked.answer, &source, &options);
      g_autoptr (GBytes) bytes = export_figure (out, spec, dpi, asked.title, &error);

      if (bytes == NULL || !session_write_file (out, bytes, FALSE, &error))
        status = cli_fail (error);
    }
  asked_clear (&asked);
  return status;
}
