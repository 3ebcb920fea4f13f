/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subgroups: one contrast of two groups within the levels of variables, printed or drawn. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli-figure.h"
#include "cli-source.h"
#include "report-ledger.h"
#include "report-subgroups.h"

typedef struct
{
  AnalysisContrast contrast;
  guint at;
  StatsAdjust adjust;
  const char *format; /* NULL: nothing is printed */
  const char *out;    /* NULL: nothing is drawn */
  double dpi;
  ReportForestOptions figure;
} Options;

/* Index of a word, or n; NULL is the first. */
static guint
find_word (const char        *word,
           const char *const *words,
           guint              n)
{
  guint i = 0;

  while (word != NULL && i < n && !g_str_equal (words[i], word))
    i++;
  return i;
}

static gboolean
parse_figure (const CliLine *line,
              Options       *self)
{
  double width_mm = 170;

  self->out = cli_line_option (line, "out");
  self->dpi = 300;
  if (self->out != NULL && !cli_figure_is_file (self->out))
    {
      cli_usage (_("--out is a file that ends in .png, .pdf or .svg."));
      return FALSE;
    }
  if (!cli_real (line, "width", 40, 2000, &width_mm)
      || !cli_real (line, "dpi", CHART_MIN_DPI, CHART_MAX_DPI, &self->dpi))
    return FALSE;
  if (!cli_figure_theme (line, &self->figure.theme))
    {
      cli_usage (_("--theme is print, light, dark or grey."));
      return FALSE;
    }
  self->figure.width_pt = width_mm * CHART_PT_PER_MM;
  self->figure.font_family = cli_line_option (line, "font");
  self->figure.show_notes = cli_line_option (line, "no-notes") == NULL;
  return TRUE;
}

static gboolean
parse (const CliLine *line,
       Options       *self)
{
  static const char *const adjusts[] = { "holm", "hochberg", "bh", "bonferroni" };
  const char *contrasts[ANALYSIS_N_CONTRASTS], *format = cli_format (line);
  guint64 at;

  for (guint i = 0; i < ANALYSIS_N_CONTRASTS; i++)
    contrasts[i] = analysis_contrast_id ((AnalysisContrast) i);
  *self = (Options) { 0 };
  self->contrast = (AnalysisContrast) find_word (cli_line_option (line, "contrast"), contrasts,
                                                 ANALYSIS_N_CONTRASTS);
  self->adjust = (StatsAdjust) find_word (cli_line_option (line, "adjust"), adjusts,
                                          G_N_ELEMENTS (adjusts));
  if (format == NULL || !cli_at (line, ANALYSIS_MAX_K, &at)
      || !parse_figure (line, self))
    return FALSE;
  self->at = (guint) at;
  self->format = self->out == NULL || cli_line_option (line, "format") != NULL ? format : NULL;
  if (line->question->by == NULL || cli_line_option (line, "variables") == NULL)
    cli_usage (_("--by VARIABLE of two groups and --variables LIST are needed."));
  else if (self->contrast == ANALYSIS_N_CONTRASTS)
    cli_usage (_("--contrast is odds-ratio, hazard-ratio or difference."));
  else if (self->adjust == G_N_ELEMENTS (adjusts))
    cli_usage (_("--adjust is holm, hochberg, bh or bonferroni."));
  else if ((self->contrast == ANALYSIS_CONTRAST_DIFFERENCE) != (self->at > 0))
    cli_usage (_("--contrast difference needs --at K, a transfer from 1; ratios take none."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
draw (const Options           *options,
      const AnalysisSubgroups *subgroups,
      const CliSource         *source,
      GError                 **error)
{
  ReportSource from = { source->title, source->note };
  g_autoptr (ChartForest) forest = report_forest_spec (subgroups, source->question, &from,
                                                       options->adjust, &options->figure);
  g_autoptr (ChartLayout) layout = chart_forest_layout (forest);
  g_autoptr (GBytes) bytes
    = cli_figure_export (options->out, layout, options->dpi, source->title, error);

  return bytes != NULL && session_write_file (options->out, bytes, FALSE, error);
}

typedef struct
{
  const Options *options;
  const CliSource *source;
  const char *const *names;
  AnalysisSubgroups *subgroups;
  GError *error;
} Work;

static void
compute_subgroups (gpointer    data,
                   const gint *cancelled,
                   gint       *permille)
{
  Work *self = data;

  self->subgroups
    = analysis_subgroups_new (self->source->cohort, self->source->question, self->names,
                              self->options->contrast, self->options->at, cancelled, permille,
                              &self->error);
}

static int
print (const CliLine     *line,
       const Options     *options,
       const CliSource   *source,
       const char *const *names)
{
  g_autoptr (AnalysisSubgroups) subgroups = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *text = NULL;
  ReportSource from = { source->title, source->note };
  Work work = { .options = options, .source = source, .names = names };
  GError *error = NULL;
  gboolean done = cli_work_compute (compute_subgroups, &work);

  subgroups = work.subgroups;
  if (!done)
    g_clear_error (&work.error);
  if (subgroups == NULL || !done)
    return done ? cli_fail (work.error) : CLI_FAILED;
  entries = report_ledger_of_subgroups (subgroups, source->question);
  if (!cli_ledger_append (line, entries))
    return CLI_FAILED;
  if (options->out != NULL && !draw (options, subgroups, source, &error))
    return cli_fail (error);
  if (options->format == NULL)
    return CLI_DONE;
  text = g_str_equal (options->format, "json")
             ? report_subgroups_json (subgroups, source->question, &from, options->adjust)
         : g_str_equal (options->format, "csv")
             ? report_subgroups_csv (subgroups, options->adjust)
             : report_subgroups_text (subgroups, source->question, &from, options->adjust);
  fputs (text, stdout);
  cli_explain_figures (line, report_subgroups_methods (subgroups, options->adjust));
  return CLI_DONE;
}

int
cli_subgroups (const CliLine *line)
{
  g_auto (GStrv) names = NULL;
  Options options;
  CliSource source;
  int status;

  if (!parse (line, &options))
    return CLI_USAGE;
  names = cli_variables (cli_line_option (line, "variables"));
  status = cli_source_open (line, (const char *const *) names, &source);
  if (status == CLI_DONE)
    status = print (line, &options, &source, (const char *const *) names);
  cli_source_clear (&source);
  return status;
}
