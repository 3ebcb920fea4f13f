/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cohort against what was published: a rate at one transfer, hazards at several. The
 * comparison is historical, and so confounded; whoever shows it says so. */
#pragma once

#include "analysis-answer.h"
#include "stats-contrast.h"

G_BEGIN_DECLS

/* against is NAN, n_hazards 0: not asked. */
typedef struct
{
  guint at;
  guint64 births, at_risk; /* of everybody the answer is of, at that transfer */
  double against, p;       /* exact binomial, two-sided; NAN where nobody had that transfer */
  double lo, hi;           /* Clopper-Pearson, of this cohort's rate */
  guint n_hazards;         /* transfers that were compared */
  StatsOneSample hazards;
} AnalysisComparison;

/* hazards: n_hazards published chances, of transfer 1, 2, ...; NULL: none. */
void analysis_compare (const AnalysisAnswer *answer,
                       guint at,
                       double against,
                       const double *hazards,
                       guint n_hazards,
                       AnalysisComparison *out);

G_END_DECLS
