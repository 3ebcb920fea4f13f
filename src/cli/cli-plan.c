/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan: how many patients a trial needs, from two rates or from a source's hazards. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "analysis-plan.h"
#include "base-number.h"
#include "cli-source.h"
#include "report-plan.h"

/* "0.4,0.55" */
static gboolean
rates_option (const CliLine *line,
              double         rates[2])
{
  g_auto (GStrv) parts = g_strsplit (cli_line_option (line, "rates"), ",", 3);

  return g_strv_length (parts) == 2 && base_number_parse (parts[0], &rates[0])
         && base_number_parse (parts[1], &rates[1]) && rates[0] > 0 && rates[0] < 1 && rates[1] > 0
         && rates[1] < 1;
}

static int
plan_rates (const CliLine            *line,
            const AnalysisPlanDesign *design,
            const char               *format)
{
  AnalysisProportionsPlan plan;
  g_autofree char *text = NULL;
  double rates[2];

  if (line->arguments->len > 0 || !rates_option (line, rates))
    return cli_usage (_("--rates A,B are two chances between 0 and 1, without a source."));
  analysis_plan_proportions (rates[0], rates[1], design, &plan);
  text = report_plan (design, &plan, NULL, line->question, NULL, format);
  fputs (text, stdout);
  cli_explain_figures (line, report_plan_methods (&plan, NULL));
  return CLI_DONE;
}

typedef struct
{
  const AnalysisGroup *group;
  const AnalysisPlanDesign *design;
  double odds_ratio;
  guint K, simulations;
  guint64 seed;
  AnalysisCurvesPlan *plan;
} Plan;

static void
compute_plan (gpointer    data,
              const gint *cancelled,
              gint       *permille)
{
  Plan *self = data;

  self->plan = analysis_plan_curves (self->group, self->K, self->odds_ratio, self->design,
                                     self->simulations, self->seed, cancelled, permille);
}

static int
print_plan (const CliLine   *line,
            const CliSource *source,
            Plan            *work,
            const char      *format)
{
  g_autoptr (AnalysisAnswer) answer = NULL;
  g_autoptr (AnalysisCurvesPlan) plan = NULL;
  g_autofree char *text = NULL;
  ReportSource from = { source->title, source->note };
  GError *error = NULL;
  gboolean done;

  answer = analysis_answer_new (source->cohort, source->question, 0, &error);
  if (answer == NULL)
    return cli_fail (error);
  work->group = &answer->overall;
  done = cli_work_compute (compute_plan, work);
  plan = work->plan;
  if (!done)
    return CLI_FAILED;
  if (plan == NULL)
    return cli_fail (g_error_new_literal (SESSION_ERROR, SESSION_ERROR_INVALID,
                                          _("No patient is in the analysis, so there are no "
                                            "hazards to plan with.")));
  text = report_plan (work->design, NULL, plan, source->question, &from, format);
  fputs (text, stdout);
  cli_explain_figures (line, report_plan_methods (NULL, plan));
  return CLI_DONE;
}

static int
plan_source (const CliLine *line,
             Plan          *work,
             const char    *format)
{
  CliSource source;
  int status = cli_source_open (line, NULL, &source);

  if (status == CLI_DONE)
    status = print_plan (line, &source, work, format);
  cli_source_clear (&source);
  return status;
}

int
cli_plan (const CliLine *line)
{
  const char *format = cli_format (line);
  AnalysisPlanDesign design = { .alpha = 0.05, .power = 0.8, .ratio = 1 };
  Plan work = { .design = &design, .odds_ratio = 1.5 };
  guint64 K, simulations;

  if (format == NULL || !cli_real (line, "alpha", 1e-12, 0.999, &design.alpha)
      || !cli_real (line, "power", 0.001, 0.999999, &design.power)
      || !cli_real (line, "ratio", 0.01, 100, &design.ratio)
      || !cli_real (line, "drop-out", 0, 0.99, &design.drop_out)
      || !cli_real (line, "odds-ratio", 0.001, 1000, &work.odds_ratio)
      || !cli_number (line, "patients", 1000000, 0, &design.patients)
      || !cli_number (line, "transfers", ANALYSIS_MAX_K, 0, &K)
      || !cli_number (line, "simulations", 1000000, 0, &simulations)
      || !cli_number (line, "seed", G_MAXINT64, 1, &work.seed))
    return CLI_USAGE;
  if (cli_line_option (line, "rates") != NULL)
    return plan_rates (line, &design, format);
  work.K = (guint) K;
  work.simulations = (guint) simulations;
  return plan_source (line, &work, format);
}
