/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tipping points of an answer's two groups: analysis-tipping.h. */
#include "config.h"

#include "analysis-tipping.h"

#include <math.h>

#define AT_ONCE 500

/* FALSE: cancelled. */
static gboolean
add_shares (AnalysisTipping    *self,
            const StatsTipping *tipping,
            const gint         *cancelled)
{
  guint64 above[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS] = { 0 }, reversed = 0;
  gboolean known = TRUE;

  for (guint first = 0; first < ANALYSIS_TIPPING_DRAWS && known; first += AT_ONCE)
    {
      if (cancelled != NULL && g_atomic_int_get (cancelled) != 0)
        return FALSE;
      known = stats_tipping_count (tipping, self->seed, first, AT_ONCE, above, &reversed)
              == STATS_OK;
    }
  self->reversed = known ? (double) reversed / ANALYSIS_TIPPING_DRAWS : NAN;
  for (guint s = 0; s < STATS_TIPPING_STEPS; s++)
    for (guint t = 0; t < STATS_TIPPING_STEPS; t++)
      self->above[s][t] = known ? (double) above[s][t] / ANALYSIS_TIPPING_DRAWS : NAN;
  return TRUE;
}

AnalysisTipping *
analysis_tipping_new (const AnalysisAnswer *answer,
                      guint                 at,
                      guint64               seed,
                      const gint           *cancelled)
{
  g_autoptr (AnalysisTipping) self = NULL;
  const AnalysisQuestion *question = answer->question;
  StatsTipping tipping;

  if (answer->n_groups != 2)
    return NULL;
  tipping = (StatsTipping) { .a = answer->groups[0].risk, .b = answer->groups[1].risk,
                             .n_a = answer->groups[0].n, .n_b = answer->groups[1].n,
                             .at = at, .pi = question->pi, .type = question->conf_type,
                             .level = question->level };
  self = g_new0 (AnalysisTipping, 1);
  self->at = at;
  self->pi = question->pi;
  self->seed = seed;
  for (guint g = 0; g < 2; g++)
    {
      self->names[g] = g_strdup (answer->groups[g].name);
      self->labels[g] = g_strdup (answer->groups[g].label);
    }
  self->conservative = stats_tipping_difference (&tipping, 0, 0);
  self->optimistic = stats_tipping_difference (&tipping, 1, 1);
  self->n_roots = stats_tipping_roots (&tipping, self->roots);
  self->n_undecided = stats_tipping_undecided (&tipping, self->undecided, &self->some_unknown);
  for (guint s = 0; s < STATS_TIPPING_STEPS; s++)
    for (guint t = 0; t < STATS_TIPPING_STEPS; t++)
      self->map[s][t] = stats_tipping_difference (&tipping, stats_tipping_theta (s),
                                                  stats_tipping_theta (t));
  return add_shares (self, &tipping, cancelled) ? g_steal_pointer (&self) : NULL;
}

void
analysis_tipping_free (AnalysisTipping *self)
{
  if (self == NULL)
    return;
  for (guint g = 0; g < 2; g++)
    {
      g_free (self->names[g]);
      g_free (self->labels[g]);
    }
  g_free (self);
}
