/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to a question: a pure function of (cohort, question). Immutable; carries the dataset's
 * serial, the question's text and fingerprint, and how many patients each step left out. */
#pragma once

#include "analysis-cohort.h"
#include "stats-curve.h"
#include "stats-ipcw.h"

G_BEGIN_DECLS

/* All estimators' arrays are made for every group (they cost microseconds): which one is shown is
 * the question's. NaN: not estimable. All arrays have n entries, for transfer 1..n, the group's own
 * last transfer. */
typedef struct
{
  char *name;   /* code id or band, `age:35,38` gives "<35", "35-<38", ">=38"; NULL for overall */
  char *label;  /* for a reader, translated where a code label exists */
  guint64 n_patients, n_transfers, n_births, n_stopped;
  guint64 n_in_treatment, n_open; /* fates 0 and 3 together; fate 3 of them */
  guint n;
  StatsRiskRow *risk;
  double *hazard, *wilson_lo, *wilson_hi, *exact_lo, *exact_hi;
  double *agresti_lo, *agresti_hi, *wald_lo, *wald_hi; /* Agresti-Coull, Wald */
  double *optimistic, *optimistic_se;
  double *optimistic_lo[STATS_N_CONF_TYPES], *optimistic_hi[STATS_N_CONF_TYPES];
  double *conservative, *conservative_se;
  double *crude, *crude_lo, *crude_hi; /* Wilson's interval */
  double *crude_exact_lo, *crude_exact_hi, *crude_agresti_lo, *crude_agresti_hi;
  double *crude_wald_lo, *crude_wald_hi;
  double *adjusted, *adjusted_se; /* with the question's theta and pi */
  double *theta_half, *pi_03;     /* theta 0.5, pi 0; and theta 1, pi 0.3: always printed */
  /* Only where the question's estimator is IPCW, else NULL. ipcw_se: with the weights taken as
   * known; the other reckons with their estimation. effective: (sum w)^2 / sum w^2. weights_lost:
   * the first transfer that lost its weights, as no comparable patient goes on to it; 0: none. */
  double *ipcw, *ipcw_se, *ipcw_se_estimated, *effective;
  StatsWeights weights;
  guint weights_lost;
  /* what the question asks to show: estimate, se (NaN for crude) and limits of its estimator, conf
   * type and level */
  double *estimate, *se, *lo, *hi;
} AnalysisGroup;

/* How the model of stopping came out. */
typedef enum
{
  ANALYSIS_DROP_OUT_FITTED,
  ANALYSIS_DROP_OUT_FIRTH,  /* separated: refitted with Firth's penalty */
  ANALYSIS_DROP_OUT_NOBODY, /* nobody stopped: all weights are 1 */
  ANALYSIS_DROP_OUT_EVERYBODY, /* nobody without an event went on: only k = 1 has weights, 1 */
  ANALYSIS_DROP_OUT_FAILED  /* no weights: the curves are NAN */
} AnalysisDropOut;

typedef struct
{
  gatomicrefcount refs;
  guint64 serial;
  AnalysisQuestion *question;
  gint32 cut;                /* the day that was used */
  int gestation_limit_days;
  AnalysisGroup overall;     /* of all that the filter leaves */
  char *by_label;            /* what the groups differ in, for a reader; NULL when not grouped */
  guint n_groups;            /* 0 when not grouped; empty groups are dropped */
  AnalysisGroup *groups;
  /* What was left out, step by step: of the register all that are in `flow`, ANALYSIS_FLOW_IN of
   * whom are in the analysis; of these first who is outside the filter, then who is in `overall`
   * but in no group, the value being missing. What is left are the patients shown, the sum of the
   * groups' (of `overall`, where nothing groups). */
  AnalysisCounts counts;
  guint64 flow[ANALYSIS_N_FLOW];
  guint64 n_cohort, n_filtered_out, n_no_group, n_shown;
  AnalysisDropOut drop_out; /* of IPCW, as are the patients its model left out: */
  guint64 n_no_terms;       /* those with one of its terms missing */
  /* Of the patients shown: how their fates came about, ANALYSIS_N_FATES entries, whose sums are
   * those of the risk tables; uncounted transfers between their counted ones; those with a recorded
   * stop and its reason, and those of them with a medical one (medical_stops / stops is pi). */
  guint64 details[ANALYSIS_N_FATES];
  guint64 ignored_transfers, stops, medical_stops;
} AnalysisAnswer;

/* NULL with an error for a filter or group that can't be used. */
AnalysisAnswer *analysis_answer_new (AnalysisCohort *cohort,
                                     const AnalysisQuestion *question,
                                     guint64 serial,
                                     GError **error);
AnalysisAnswer *analysis_answer_ref (AnalysisAnswer *self);
void            analysis_answer_unref (AnalysisAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisAnswer, analysis_answer_unref)

/* The id of the interval that is drawn: conf type of the Greenwood ones ("log-log"), "wilson" for
 * crude. */
const char *analysis_answer_interval (const AnalysisAnswer *self);

G_END_DECLS
