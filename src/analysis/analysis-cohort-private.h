/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the answer needs of a cohort beside its public face. Private to src/analysis. */
#pragma once

#include "analysis-cohort.h"
#include "analysis-group.h"

G_BEGIN_DECLS

/* Borrowed; NULL from a CSV. */
ModelDataset *analysis_cohort_dataset (AnalysisCohort *self);
/* BASE_DAY_NONE from a CSV. */
gint32 analysis_cohort_cut (AnalysisCohort *self);
/* The highest k of any row, at least 1. */
guint analysis_cohort_k_max (AnalysisCohort *self);
/* The groups of `by`, made once and kept; borrowed. */
const AnalysisGroups *analysis_cohort_groups (AnalysisCohort *self,
                                              const char     *by,
                                              GError        **error);
/* Who satisfies `where`: one byte per row into *out_mask, NULL for everybody. Errors as asking. */
gboolean analysis_cohort_mask (AnalysisCohort *self,
                               const char     *where,
                               guint8        **out_mask,
                               GError        **error);
/* How each row's fate came about, with what is counted of a recorded stop. */
#define ANALYSIS_HOW_DETAIL  0x3f /* AnalysisFateDetail */
#define ANALYSIS_HOW_REASON  0x40 /* a reason is recorded */
#define ANALYSIS_HOW_MEDICAL 0x80 /* and it is a medical one */
const guint8 *analysis_cohort_how (AnalysisCohort *self);
/* Uncounted transfers between counted ones, per row; NULL where there is none. */
const guint16 *analysis_cohort_ignored (AnalysisCohort *self);
/* Sets an error (AFTER) and returns TRUE for a column that holds the outcome of a CSV. */
gboolean analysis_cohort_refuses (AnalysisCohort   *self,
                                  const ModelField *field,
                                  GError          **error);

/* The counting rule of a question, ready for chunk after chunk. */
typedef struct
{
  enum
  {
    ANALYSIS_COUNT_ALL,
    ANALYSIS_COUNT_FRESH,
    ANALYSIS_COUNT_FROZEN,
    ANALYSIS_COUNT_EXPR
  } kind;
  AnalysisExpr *expr;
} AnalysisCountRule;

gboolean analysis_count_rule_init (AnalysisCountRule *self,
                                   const char        *count,
                                   ModelDictionary   *dictionary,
                                   GError           **error);
void     analysis_count_rule_clear (AnalysisCountRule *self);
/* One byte per transfer of the chunk into *out_counted, NULL for all. FALSE: a column isn't there.
 */
gboolean analysis_count_rule_apply (const AnalysisCountRule *self,
                                    const ModelChunk        *chunk,
                                    guint8                 **out_counted,
                                    GError                 **error);

G_END_DECLS
