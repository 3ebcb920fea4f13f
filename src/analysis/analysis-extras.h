/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of curves beside their pointwise intervals: restricted means, numbers of transfers
 * to a chance, bands, intervals by drawing. A pure function of an answer and what is asked;
 * formulas: src/stats. */
#pragma once

#include "analysis-presumption.h"
#include "stats-band.h"
#include "stats-contrast.h"

G_BEGIN_DECLS

#define ANALYSIS_POSTERIOR_DRAWS 10000
#define ANALYSIS_MAX_CHANCES 20
/* Of more patients in the model of stopping there is no BCa interval of the weighted curve. */
#define ANALYSIS_MOST_WITHOUT 1000

typedef struct
{
  guint tau;           /* restricted mean number of transfers; 0: none */
  gboolean bands;
  gboolean posterior;
  guint bootstrap;     /* replicates; 0: none */
  AnalysisCohort *cohort; /* of the answer; the weighted curve is resampled from it; nullable */
  guint64 seed;
  guint n_chances;     /* the number of transfers to each of these, by the question's estimator */
  double chances[ANALYSIS_MAX_CHANCES];
  guint threads;       /* that draw; 0: as many as there are processors. It changes no figure. */
  gint *permille;      /* nullable: how much of the bootstrap is done, set atomically */
} AnalysisExtrasOptions;

/* Transfers, 0: not reached by the estimate, its upper limit (lo), its lower one (hi). */
typedef struct
{
  guint transfers, lo, hi;
} AnalysisReach;

/* Arrays have the group's n entries; NULL where not asked. */
typedef struct
{
  StatsContrast restricted_mean;
  StatsContrast restricted_difference; /* of a group less the first one; NAN of that and overall */
  AnalysisReach reach[ANALYSIS_MAX_CHANCES];
  double band_critical[STATS_N_BANDS];
  double *band_lo[STATS_N_BANDS], *band_hi[STATS_N_BANDS];
  double *posterior_lo, *posterior_hi; /* of the question's estimator; crude, ipcw: NAN */
  double *percentile_lo, *percentile_hi, *bca_lo, *bca_hi, *undefined;
} AnalysisExtrasGroup;

typedef struct
{
  AnalysisExtrasOptions options;
  AnalysisExtrasGroup overall;
  guint n_groups;
  AnalysisExtrasGroup *groups;
  AnalysisPresumption *presumption; /* owned; for who has the dataset to set; nullable */
} AnalysisExtras;

/* cancelled: as analysis_tests_new; NULL once it is set. */
AnalysisExtras *analysis_extras_new (const AnalysisAnswer        *answer,
                                     const AnalysisExtrasOptions *options,
                                     const gint                  *cancelled);
void            analysis_extras_free (AnalysisExtras *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisExtras, analysis_extras_free)

/* "hall-wellner", "loghall", "epband", "logep", "simultaneous", "simultaneous-log": as in JSON. */
const char *analysis_band_id (StatsBand band);

G_END_DECLS
