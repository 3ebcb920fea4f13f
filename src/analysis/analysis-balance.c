/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How unlike the groups of standardised curves are: analysis-model.h. */
#include "config.h"

#include "analysis-model.h"

#define SEED 1 /* of drawn tables, which a difference of means doesn't read */

/* The field of the term that the curves are standardised to; -1: none. */
static gint
group_of (const AnalysisModel *model,
          const char          *term)
{
  for (guint t = 0; t < model->n_terms; t++)
    if (g_strcmp0 (model->term_names[t], term) == 0)
      return model->group[t];
  return -1;
}

/* All the model's variables but that of the groups, as a baseline table takes them. */
static GStrv
others_of (const AnalysisModel *model,
           gint                 group)
{
  g_autoptr (GStrvBuilder) variables = g_strv_builder_new ();

  for (guint i = 0; i < model->n_fields; i++)
    if ((gint) i != group)
      g_strv_builder_add (variables, model->fields[i].variable);
  return g_strv_builder_end (variables);
}

gboolean
analysis_model_balance (AnalysisModel              *self,
                        const AnalysisModelOptions *options,
                        AnalysisCohort             *cohort,
                        const AnalysisQuestion     *question,
                        const gint                 *cancelled,
                        GError                    **error)
{
  gint group = group_of (self, options->standardise);
  g_auto (GStrv) variables = others_of (self, group);
  g_autoptr (AnalysisQuestion) grouped = NULL;
  g_autoptr (AnalysisSelection) selection = NULL;

  if (group < 0 || variables[0] == NULL)
    return TRUE;
  grouped = analysis_question_copy (question);
  g_free (grouped->by);
  grouped->by = g_strdup (self->fields[group].by);
  selection = analysis_selection_new (cohort, grouped, NULL, error);
  if (selection != NULL)
    self->balance = analysis_baseline_new (selection, (const char *const *) variables, SEED,
                                           cancelled, NULL, error);
  return self->balance != NULL;
}
