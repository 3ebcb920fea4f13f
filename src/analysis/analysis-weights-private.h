/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights for drop-out: the model of stopping and what follows from it. Private to src/analysis. */
#pragma once

#include "analysis-answer.h"
#include "analysis-terms.h"

G_BEGIN_DECLS

/* One row per patient and transfer. */
typedef struct
{
  AnalysisDropOut drop_out;
  guint64 n_used, n_missing;
  gsize n;
  guint32 *patient;
  gsize *start; /* n_used + 1: where each patient's rows begin */
  double truncate;
  guint8 *group, *k, *birth, *stop, *known; /* known: the decision after it is, and no birth */
  double *chance;
  double *weights, *full; /* as they are used, and before truncation */
  guint n_columns;        /* of the model of stopping, the intercept first */
  double *x;              /* n times n_columns */
} AnalysisWeights;

AnalysisWeights *analysis_weights_new (const AnalysisSelection *selection,
                                       const AnalysisFormula   *formula,
                                       double                   truncate,
                                       GError                 **error);
/* Of a question's patients, with their groups where `grouped`; an error names the terms. */
AnalysisWeights *analysis_weights_of (AnalysisCohort         *cohort,
                                      const AnalysisQuestion *question,
                                      gboolean                grouped,
                                      GError                **error);
void             analysis_weights_free (AnalysisWeights *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisWeights, analysis_weights_free)

/* The curve of one group (-1: of all): n entries each, and the weights after the first transfer. */
typedef struct
{
  double *estimate, *se, *se_estimated, *effective;
  StatsWeights summary;
  guint lost; /* the first transfer without comparable patients; 0: none */
} AnalysisWeighted;
void analysis_weights_curve (const AnalysisWeights *self,
                             int                    group,
                             guint                  n,
                             AnalysisWeighted      *out);
/* The estimate alone, each patient taken `times` (n_used) times, the model of stopping fitted anew:
 * a replicate, or one patient less. out: n, NAN where it isn't estimable. */
void analysis_weights_again (const AnalysisWeights *self,
                             const guint32         *times,
                             int                    group,
                             guint                  n,
                             double                *out);

G_END_DECLS
