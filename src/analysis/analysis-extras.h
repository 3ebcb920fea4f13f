/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of curves beside their pointwise intervals: restricted means, bands, intervals by
 * drawing, and the curve weighted for drop-out. A pure function of a selection, its answer and what
 * is asked; formulas: src/stats. */
#pragma once

#include "analysis-answer.h"
#include "analysis-terms.h"
#include "stats-band.h"
#include "stats-contrast.h"
#include "stats-ipcw.h"

G_BEGIN_DECLS

#define ANALYSIS_POSTERIOR_DRAWS 10000

typedef struct
{
  guint tau;           /* restricted mean number of transfers; 0: none */
  gboolean bands;
  gboolean posterior;
  guint bootstrap;     /* replicates; 0: none */
  guint64 seed;
  const AnalysisFormula *drop_out; /* terms of the model of stopping; NULL: no weighted curve */
  double truncate;     /* weights at this quantile and its complement; 0: not */
} AnalysisExtrasOptions;

/* Arrays have the group's n entries; NULL where not asked. */
typedef struct
{
  StatsContrast restricted_mean;
  double band_critical[STATS_N_BANDS];
  double *band_lo[STATS_N_BANDS], *band_hi[STATS_N_BANDS];
  double *posterior_lo, *posterior_hi; /* of the question's estimator; crude has none */
  double *percentile_lo, *percentile_hi, *bca_lo, *bca_hi, *undefined;
  double *ipcw, *ipcw_se, *ipcw_lo, *ipcw_hi, *effective;
  StatsWeights weights;
} AnalysisExtrasGroup;

/* How the model of stopping came out. */
typedef enum
{
  ANALYSIS_DROP_OUT_FITTED,
  ANALYSIS_DROP_OUT_FIRTH,   /* separated: refitted with Firth's penalty */
  ANALYSIS_DROP_OUT_NOBODY,  /* nobody stopped: all weights are 1 */
  ANALYSIS_DROP_OUT_FAILED   /* no weights: the curves are NAN */
} AnalysisDropOut;

typedef struct
{
  AnalysisExtrasOptions options; /* drop_out is not kept */
  gboolean has_ipcw;
  AnalysisDropOut drop_out;
  guint64 n_used, n_missing;     /* patients of the weighted curves; those with a term missing */
  AnalysisExtrasGroup overall;
  guint n_groups;
  AnalysisExtrasGroup *groups;
} AnalysisExtras;

/* cancelled: as analysis_tests_new; NULL with no error once it is set. */
AnalysisExtras *analysis_extras_new (const AnalysisSelection     *selection,
                                     const AnalysisAnswer        *answer,
                                     const AnalysisExtrasOptions *options,
                                     const gint                  *cancelled,
                                     GError                     **error);
void            analysis_extras_free (AnalysisExtras *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisExtras, analysis_extras_free)

/* "hall-wellner", "loghall", "epband", "logep", "simultaneous", "simultaneous-log": as in JSON. */
const char *analysis_band_id (StatsBand band);

G_END_DECLS
