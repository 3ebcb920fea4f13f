/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A centre's risk tables into a file, and pool: several such files as one answer. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli-source.h"
#include "report-pool.h"

static gboolean
refuse_option (const char *name)
{
  g_autofree char *sentence
    = g_strdup_printf (_("--%s doesn't go with --risk-tables, which writes counts only."), name);

  cli_usage (sentence);
  return FALSE;
}

/* What else of `curve` would be heard in vain. */
static gboolean
refuse_others (const CliLine *line)
{
  static const char *const of_curves[]
    = { "estimator", "theta", "pi", "drop-out-terms", "truncate", "conf-type", "level" };
  g_autoptr (AnalysisQuestion) plain = analysis_question_new ();
  static const char *const taken[]
    = { "risk-tables", "centre", "smallest-cell", "leavers", "strata",
        "csv",         "time",   "fate",          "event",   NULL };
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, line->options);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (taken, name))
      return refuse_option (name);
  for (guint i = 0; i < G_N_ELEMENTS (of_curves); i++)
    {
      g_autofree char *asked = analysis_question_get (line->question, of_curves[i]);
      g_autofree char *usual = analysis_question_get (plain, of_curves[i]);

      if (!g_str_equal (asked, usual))
        return refuse_option (of_curves[i]);
    }
  return TRUE;
}

static int
write_tables (const CliLine               *line,
              const CliSource             *source,
              const AnalysisCentreOptions *options)
{
  GError *error = NULL;
  g_autoptr (AnalysisCentre) centre
    = analysis_centre_new (source->cohort, source->question, options, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  if (centre != NULL)
    bytes = report_centre_file (centre, &error);
  if (bytes == NULL
      || !session_write_file (cli_line_option (line, "risk-tables"), bytes, FALSE, &error))
    return cli_fail (error);
  text = report_centre_text (centre);
  fputs (text, stdout);
  return CLI_DONE;
}

int
cli_risk_tables (const CliLine *line)
{
  const char *leavers = cli_line_option (line, "leavers");
  AnalysisCentreOptions options = { .name = cli_line_option (line, "centre"),
                                    .strata = cli_line_option (line, "strata"),
                                    .together = g_strcmp0 (leavers, "together") == 0 };
  const char *more[] = { options.strata, NULL };
  g_autoptr (GError) error = NULL;
  guint64 smallest;
  CliSource source;
  int status;

  if (!refuse_others (line)
      || !cli_number (line, "smallest-cell", ANALYSIS_SMALLEST_CELL_MAX, ANALYSIS_SMALLEST_CELL,
                      &smallest))
    return CLI_USAGE;
  if (leavers != NULL && !g_str_equal (leavers, "apart") && !g_str_equal (leavers, "together"))
    return cli_usage (_("--leavers is apart or together."));
  options.smallest_cell = (guint) MAX (smallest, 1);
  if (!analysis_centre_check_options (&options, &error))
    return cli_usage (error->message);
  status = cli_source_open (line, more, &source);
  if (status == CLI_DONE)
    {
      options.synthetic_note = source.note;
      status = write_tables (line, &source, &options);
    }
  cli_source_clear (&source);
  return status;
}

/* --- pool ------------------------------------------------------------------------------------- */

static gboolean
method_option (const CliLine   *line,
               StatsPoolMethod *out_method)
{
  const char *method = cli_line_option (line, "method");

  *out_method = STATS_POOL_REML;
  for (guint i = STATS_POOL_FIXED; method != NULL; i++)
    {
      if (i > STATS_POOL_REML)
        return FALSE;
      *out_method = (StatsPoolMethod) i;
      if (g_str_equal (method, analysis_pool_method_id (*out_method)))
        return TRUE;
    }
  return TRUE;
}

/* --contrast odds-ratio|hazard-ratio, of the centres. */
static gboolean
contrast_option (const CliLine *line,
                 gboolean      *out_hazard_ratio)
{
  const char *contrast = cli_line_option (line, "contrast");

  *out_hazard_ratio = g_strcmp0 (contrast, "hazard-ratio") == 0;
  return contrast == NULL || *out_hazard_ratio || g_str_equal (contrast, "odds-ratio");
}

int
cli_pool (const CliLine *line)
{
  const char *format = cli_format (line);
  AnalysisPoolOptions options = { .different_cuts
                                  = cli_line_option (line, "different-cuts") != NULL };
  g_autoptr (GPtrArray) centres
    = g_ptr_array_new_with_free_func ((GDestroyNotify) analysis_centre_unref);
  g_autoptr (AnalysisPool) pool = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;
  guint64 at;

  if (format == NULL || !cli_at (line, ANALYSIS_CENTRE_MAX_K, &at))
    return CLI_USAGE;
  options.at = (guint) at;
  if (!method_option (line, &options.method))
    return cli_usage (_("--method is reml, dl (DerSimonian-Laird) or fixed."));
  if (!contrast_option (line, &options.hazard_ratio))
    return cli_usage (_("--contrast is odds-ratio or hazard-ratio."));
  if (line->question->estimator == ANALYSIS_ESTIMATOR_IPCW)
    return cli_usage (_("--estimator ipcw needs patients: counts don't hold its weights."));
  if (at > 0 && line->question->estimator == ANALYSIS_ESTIMATOR_CRUDE)
    return cli_usage (_("--at compares curves with a standard error: --estimator optimistic, "
                        "conservative or adjusted."));
  if (line->arguments->len == 0)
    return cli_usage (_("pool needs files of risk tables, one of each centre (natality-cli curve "
                        "--risk-tables)."));
  for (guint i = 0; i < line->arguments->len; i++)
    {
      AnalysisCentre *centre = report_centre_read (cli_line_argument (line, i), NULL, &error);

      if (centre == NULL)
        return cli_fail (error);
      g_ptr_array_add (centres, centre);
    }
  pool = analysis_pool_new (centres, line->question, &options, &error);
  if (pool == NULL)
    return cli_fail (error);
  text = g_str_equal (format, "json")  ? report_pool_json (pool)
         : g_str_equal (format, "csv") ? report_pool_csv (pool)
                                       : report_pool_text (pool);
  fputs (text, stdout);
  cli_explain_figures (line, report_pool_methods (pool));
  return CLI_DONE;
}
