/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Historical comparisons: analysis-compare.h. */
#include "config.h"

#include "analysis-compare.h"

#include <math.h>

void
analysis_compare (const AnalysisAnswer *answer,
                  guint                 at,
                  double                against,
                  const double         *hazards,
                  guint                 n_hazards,
                  AnalysisComparison   *out)
{
  const AnalysisGroup *group = &answer->overall;

  g_return_if_fail (at >= 1);

  *out = (AnalysisComparison) { .at = at, .against = against, .p = NAN, .lo = NAN, .hi = NAN };
  if (!isnan (against) && at <= group->n)
    {
      const StatsRiskRow *row = &group->risk[at - 1];

      out->births = row->births;
      out->at_risk = row->at_risk;
      out->p = stats_contrast_binomial_p (row->births, row->at_risk, against);
      stats_interval_clopper_pearson (row->births, row->at_risk, answer->question->level, &out->lo,
                                      &out->hi);
    }
  if (hazards != NULL)
    {
      out->n_hazards = MIN (n_hazards, group->n);
      out->hazards = stats_contrast_one_sample (group->risk, group->n, hazards, n_hazards);
    }
}
