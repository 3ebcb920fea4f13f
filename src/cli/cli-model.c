/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model: a regression of the question's patients. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "analysis-model.h"
#include "cli-source.h"
#include "report-ledger.h"
#include "report-model-curves.h"

static int
one_of (const CliLine     *line,
        const char        *name,
        const char *const *values,
        int                fallback)
{
  const char *text = cli_line_option (line, name);

  if (text == NULL)
    return fallback;
  for (int i = 0; values[i] != NULL; i++)
    if (g_str_equal (values[i], text))
      return i;
  return -1;
}

/* Whether what another model would hear is asked for; said. */
static gboolean
contradicts (const CliLine             *line,
             const AnalysisModelOptions *options)
{
  static const char *const discrete[]
    = { "link", "transfer", "pool-from", "firth", "no-firth", "standardise" };
  gboolean is_discrete = options->kind == ANALYSIS_MODEL_DISCRETE;

  for (guint i = 0; i < G_N_ELEMENTS (discrete) && !is_discrete; i++)
    if (cli_line_option (line, discrete[i]) != NULL)
      {
        g_autofree char *sentence
          = g_strdup_printf (_("--%s goes with --kind discrete."), discrete[i]);

        return cli_usage (sentence) != CLI_DONE;
      }
  if (is_discrete && cli_line_option (line, "ties") != NULL)
    return cli_usage (_("--ties goes with --kind cox or fine-gray; without --kind the model is "
                        "discrete."))
           != CLI_DONE;
  if (options->check_ph && !analysis_model_checks_ph (options))
    return cli_usage (_("--check-ph goes with --kind cox and --ties breslow or efron."))
           != CLI_DONE;
  if (options->pool_from > 0 && options->linear)
    return cli_usage (_("--pool-from goes with --transfer factor: a line has no levels."))
           != CLI_DONE;
  if (cli_line_option (line, "firth") != NULL && cli_line_option (line, "no-firth") != NULL)
    return cli_usage (_("--firth or --no-firth, not both.")) != CLI_DONE;
  return FALSE;
}

/* FALSE after saying what is wrong. */
static gboolean
options_of (const CliLine        *line,
            AnalysisModelOptions *out)
{
  static const char *const kinds[] = { "cox", "discrete", "fine-gray", NULL };
  static const char *const ties[] = { "breslow", "efron", "exact", NULL };
  static const char *const links[] = { "logit", "cloglog", NULL };
  static const char *const shapes[] = { "factor", "linear", NULL };
  int kind = one_of (line, "kind", kinds, ANALYSIS_MODEL_DISCRETE);
  int tie, link = one_of (line, "link", links, STATS_LINK_CLOGLOG);
  int shape = one_of (line, "transfer", shapes, 0);
  const char *check = cli_line_option (line, "check-ph");
  gboolean firth = cli_line_option (line, "firth") != NULL;
  gboolean never = cli_line_option (line, "no-firth") != NULL;
  guint64 pool_from;

  /* Fine and Gray's is Breslow's by default, as crr's; Cox's Efron's, as coxph's. */
  tie = one_of (line, "ties", ties,
                kind == ANALYSIS_MODEL_FINE_GRAY ? STATS_TIES_BRESLOW : STATS_TIES_EFRON);
  if (kind < 0 || tie < 0 || link < 0 || shape < 0
      || (kind == ANALYSIS_MODEL_FINE_GRAY && tie == STATS_TIES_EXACT)
      || (check != NULL && !g_str_equal (check, "identity")))
    {
      cli_usage (
          _ ("--kind is cox, discrete or fine-gray; --ties breslow, efron or, for cox, exact; "
             "--link logit or cloglog; --transfer factor or linear; --check-ph identity."));
      return FALSE;
    }
  if (!cli_number (line, "pool-from", ANALYSIS_MAX_K, 0, &pool_from))
    return FALSE;
  *out = (AnalysisModelOptions) { .kind = (AnalysisModelKind) kind,
                                  .ties = (StatsTies) tie,
                                  .link = (StatsLink) link,
                                  .firth = firth   ? ANALYSIS_FIRTH_ALWAYS
                                           : never ? ANALYSIS_FIRTH_NEVER
                                                   : ANALYSIS_FIRTH_BY_RULE,
                                  .linear = shape == 1,
                                  .pool_from = (guint) pool_from,
                                  .stratified = cli_line_option (line, "strata") != NULL,
                                  .check_ph = check != NULL,
                                  .predict = cli_line_option (line, "predict"),
                                  .standardise = cli_line_option (line, "standardise"),
                                  .level = line->question->level };
  return !contradicts (line, out);
}

typedef struct
{
  const AnalysisSelection *selection;
  const AnalysisQuestion *question;
  const AnalysisFormula *formula;
  const AnalysisModelOptions *options;
  AnalysisModel *model;
  GError *error;
} Fit;

static void
compute_model (gpointer    data,
               const gint *cancelled,
               gint       *permille)
{
  Fit *self = data;

  self->model = analysis_model_new (self->selection, self->formula, self->options, cancelled,
                                    permille, &self->error);
  if (self->model != NULL && self->options->standardise != NULL
      && !analysis_model_balance (self->model, self->options, self->selection->cohort,
                                  self->question, cancelled, &self->error))
    g_clear_pointer (&self->model, analysis_model_free);
}

/* The table that was asked for; the coefficients, where none was. */
static char *
csv_of (const AnalysisModel        *model,
        const AnalysisModelOptions *options)
{
  if (options->predict != NULL)
    return report_model_curves_csv (model, options, REPORT_MODEL_PREDICTED);
  if (options->standardise != NULL)
    return report_model_curves_csv (model, options, REPORT_MODEL_STANDARDISED);
  return options->check_ph ? report_model_zph_csv (model) : report_model_csv (model);
}

static int
print (const CliLine              *line,
       const CliSource            *source,
       const char                 *terms,
       const char                 *strata,
       const AnalysisModelOptions *options,
       const char                 *format)
{
  ModelDictionary *dictionary = analysis_cohort_dictionary (source->cohort);
  ReportSource from = { source->title, source->note };
  g_autoptr (AnalysisFormula) formula = NULL;
  g_autoptr (AnalysisSelection) selection = NULL;
  g_autoptr (AnalysisModel) model = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *text = NULL;
  Fit work = { .options = options, .question = source->question };
  GError *error = NULL;
  gboolean done;

  formula = analysis_formula_parse (terms, dictionary, FALSE, &error);
  if (formula != NULL)
    selection = analysis_selection_new (source->cohort, source->question, strata, &error);
  if (selection == NULL)
    return cli_fail (error);
  work.selection = selection;
  work.formula = formula;
  done = cli_work_compute (compute_model, &work);
  model = work.model;
  if (!done)
    g_clear_error (&work.error);
  if (model == NULL || !done)
    return done ? cli_fail (work.error) : CLI_FAILED;
  entries = report_ledger_of_model (model, options, selection, source->question);
  if (!cli_ledger_append (line, entries))
    return CLI_FAILED;
  text = g_str_equal (format, "json")
             ? report_model_json (model, options, source->question, &from)
         : g_str_equal (format, "csv") ? csv_of (model, options)
                                       : report_model_text (model, options, &from);
  fputs (text, stdout);
  cli_explain_figures (line, report_model_methods (model, options));
  return CLI_DONE;
}

/* A register's columns have to be named before it is read. NULL with an error said. */
static GStrv
fields_of (const char *terms,
           const char *strata)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  g_autoptr (AnalysisFormula) formula = NULL;
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  GError *error = NULL;

  formula = analysis_formula_parse (terms, dictionary, FALSE, &error);
  if (formula == NULL)
    {
      cli_fail (error);
      return NULL;
    }
  names = analysis_formula_fields (formula);
  g_strv_builder_addv (fields, (const char **) names);
  if (strata != NULL)
    g_strv_builder_add (fields, strata);
  return g_strv_builder_end (fields);
}

int
cli_model (const CliLine *line)
{
  const char *format = cli_format (line), *terms = cli_line_option (line, "terms");
  const char *strata = cli_line_option (line, "strata");
  AnalysisModelOptions options;
  g_auto (GStrv) fields = NULL;
  CliSource source;
  int status;

  if (format == NULL || !options_of (line, &options))
    return CLI_USAGE;
  if (g_str_equal (format, "csv")
      && (options.predict != NULL) + (options.standardise != NULL) + options.check_ph > 1)
    return cli_usage (_("--format csv is one table: of --predict, --standardise or --check-ph. "
                        "--format json has all of them."));
  if (terms == NULL)
    return cli_usage (_("--terms \"A + B\" is needed: what the model explains births by."));
  if (cli_line_option (line, "csv") == NULL)
    {
      fields = fields_of (terms, strata);
      if (fields == NULL)
        return CLI_FAILED;
    }
  status = cli_source_open (line, (const char *const *) fields, &source);
  if (status == CLI_DONE)
    status = print (line, &source, terms, strata, &options, format);
  cli_source_clear (&source);
  return status;
}
