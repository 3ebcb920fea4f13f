/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patients a question leaves of a cohort, with the group and the stratum of each: what tests,
 * tables and models start from. Computes no statistic. */
#pragma once

#include "analysis-cohort.h"

G_BEGIN_DECLS

/* One row per patient that the filter leaves and that is in a group and in a stratum (those with a
 * missing value are counted and left out). Groups and strata without anybody are dropped; the
 * others keep their order. Arrays have n entries; without `by` (`strata`) all are in group
 * (stratum) 0, whose name is NULL. */
typedef struct
{
  AnalysisCohort *cohort;
  char *strata; /* as `by`; NULL */
  char *by_label; /* what the groups differ in, for a reader; NULL without `by` */
  char *strata_label; /* and the strata; NULL without */
  guint n;
  guint32 *row; /* of the cohort */
  guint8 *k, *fate, *group, *stratum;
  guint n_groups, n_strata;
  char **group_names, **group_labels; /* NULL-terminated; NULL without `by` */
  char **strata_names, **strata_labels;
  char **empty_groups, **empty_strata; /* labels of those dropped, as nobody is in them */
  guint k_max;
  guint64 n_filtered_out, n_no_group, n_no_stratum;
} AnalysisSelection;

/* strata: as `by`; NULL: none. Errors as analysis_answer_new. */
AnalysisSelection *analysis_selection_new (AnalysisCohort         *cohort,
                                           const AnalysisQuestion *question,
                                           const char             *strata,
                                           GError                **error);
void               analysis_selection_free (AnalysisSelection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisSelection, analysis_selection_free)

G_END_DECLS
