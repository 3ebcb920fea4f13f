/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-model-fit.h"

#include "report-ledger.h"

UiModelFit *
ui_model_fit_new (const char                 *terms,
                  const char                 *strata,
                  const AnalysisModelOptions *options)
{
  UiModelFit *self = g_atomic_rc_box_new0 (UiModelFit);

  self->terms = g_strdup (terms);
  self->strata = g_strdup (strata);
  self->options = *options;
  self->options.stratified = strata != NULL;
  self->options.predict = NULL;
  self->options.standardise = NULL;
  return self;
}

UiModelFit *
ui_model_fit_predict (const UiModelFit *self,
                      const char       *pattern)
{
  UiModelFit *asked = ui_model_fit_new (self->terms, self->strata, &self->options);

  asked->predict = g_strdup (pattern);
  asked->options.predict = asked->predict;
  return asked;
}

UiModelFit *
ui_model_fit_standardise (const UiModelFit *self,
                          guint             term)
{
  UiModelFit *asked = ui_model_fit_new (self->terms, self->strata, &self->options);

  asked->standardise = g_strdup (self->model->term_names[term]);
  asked->options.standardise = asked->standardise;
  return asked;
}

UiModelFit *
ui_model_fit_ref (UiModelFit *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  UiModelFit *self = data;

  g_free (self->terms);
  g_free (self->strata);
  g_free (self->predict);
  g_free (self->standardise);
  analysis_model_free (self->model);
  g_clear_pointer (&self->question, analysis_question_unref);
  g_clear_pointer (&self->comparisons, g_ptr_array_unref);
}

void
ui_model_fit_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gboolean
ui_model_fit_is_estimated (const UiModelFit *self)
{
  const AnalysisModel *model = self->model;

  return model->fit != NULL
         && (model->status == STATS_FIT_OK || model->status == STATS_FIT_SEPARATED
             || model->status == STATS_FIT_SINGULAR);
}

GStrv
ui_model_fit_fields (const UiModelFit *self,
                     ModelDictionary  *dictionary,
                     GError          **error)
{
  g_autoptr (AnalysisFormula) formula
    = analysis_formula_parse (self->terms, dictionary, FALSE, error);
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  if (formula == NULL)
    return NULL;
  names = analysis_formula_fields (formula);
  g_strv_builder_addv (fields, (const char **) names);
  if (self->strata != NULL)
    g_strv_builder_add (fields, self->strata);
  return g_strv_builder_end (fields);
}

gpointer
ui_model_fit_run (AnalysisCohort         *cohort,
                  const AnalysisQuestion *question,
                  const gint             *cancelled,
                  gpointer                data,
                  GError                **error)
{
  const UiModelFit *asked = data;
  g_autoptr (AnalysisFormula) formula
    = analysis_formula_parse (asked->terms, analysis_cohort_dictionary (cohort), FALSE, error);
  g_autoptr (AnalysisSelection) selection = NULL;
  AnalysisModel *model = NULL;
  UiModelFit *made;

  if (formula != NULL)
    selection = analysis_selection_new (cohort, question, asked->strata, error);
  if (selection != NULL)
    model = analysis_model_new (selection, formula, &asked->options, cancelled, NULL, error);
  if (model == NULL)
    return NULL;
  made = ui_model_fit_new (asked->terms, asked->strata, &asked->options);
  made->predict = g_strdup (asked->predict);
  made->standardise = g_strdup (asked->standardise);
  made->options.predict = made->predict;
  made->options.standardise = made->standardise;
  made->model = model;
  made->question = analysis_question_copy (question);
  made->comparisons = report_ledger_of_model (model, &made->options, selection, question);
  if (analysis_model_balance (model, &made->options, cohort, question, cancelled, error))
    return made;
  ui_model_fit_unref (made);
  return NULL;
}
