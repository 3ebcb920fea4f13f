/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One answer for each time of presumption: analysis-presumption.h. */
#include "config.h"

#include "analysis-presumption.h"

#include "analysis-cancel-private.h"
#include "analysis-cohort-private.h"

static const int presumed[ANALYSIS_N_PRESUMED] = { 180, 365, 730 };

/* The last transfer that enough patients had under every one of the times; 0: none. */
static guint
last_with_enough (const AnalysisPresumption *self)
{
  guint at = 0;

  for (guint k = 1; k <= ANALYSIS_MAX_K; k++)
    {
      for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
        {
          const AnalysisGroup *all = &self->answers[i]->overall;

          if (k > all->n || all->risk[k - 1].at_risk < ANALYSIS_PRESUMED_AT_RISK)
            return at;
        }
      at = k;
    }
  return at;
}

AnalysisPresumption *
analysis_presumption_new (AnalysisCohort         *cohort,
                          const AnalysisQuestion *question,
                          guint                   at,
                          const gint             *cancelled,
                          GError                **error)
{
  ModelDataset *dataset = analysis_cohort_dataset (cohort);
  gint32 cut = analysis_cohort_cut (cohort);
  g_autoptr (AnalysisPresumption) self = NULL;

  g_return_val_if_fail (dataset != NULL, NULL);

  self = g_new0 (AnalysisPresumption, 1);
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    {
      g_autoptr (AnalysisQuestion) asked = analysis_question_copy (question);
      g_autoptr (AnalysisCohort) again = NULL;

      self->days[i] = asked->presume_days = presumed[i];
      if (!analysis_is_cancelled (cancelled))
        again = analysis_cohort_new (dataset, asked, cut, error);
      if (again != NULL)
        self->answers[i] = analysis_answer_new (again, asked, 0, error);
      if (self->answers[i] == NULL)
        return NULL;
    }
  self->at = at > 0 ? at : last_with_enough (self);
  if (self->at == 0)
    self->at = ANALYSIS_PRESUMED_AT;
  return g_steal_pointer (&self);
}

const AnalysisGroup *
analysis_presumption_group (const AnalysisPresumption *self,
                            guint                      i,
                            const char                *name)
{
  const AnalysisAnswer *answer = self->answers[i];

  if (name == NULL)
    return &answer->overall;
  for (guint g = 0; g < answer->n_groups; g++)
    if (g_str_equal (answer->groups[g].name, name))
      return &answer->groups[g];
  return NULL;
}

void
analysis_presumption_free (AnalysisPresumption *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    g_clear_pointer (&self->answers[i], analysis_answer_unref);
  g_free (self);
}
