/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trial planner: patients per group for two live-birth proportions, and for two cumulative
 * curves whose hazards, stopping and cutting are those of an answer. Pure; formulas: src/stats. */
#pragma once

#include "analysis-answer.h"
#include "stats-power.h"

G_BEGIN_DECLS

/* What is asked. patients 0: to be found for `power`. */
typedef struct
{
  /* Two-sided; ratio: patients of the second group per one of the first */
  double alpha, power, ratio;
  guint64 patients;           /* of the first group */
  double drop_out;            /* share lost before any outcome: inflates the number */
} AnalysisPlanDesign;

typedef struct
{
  guint64 first, second;
} AnalysisPlanGroups;

/* Both groups, with so many patients in the first; and those to begin with, that these remain. */
AnalysisPlanGroups analysis_plan_groups (const AnalysisPlanDesign *design, guint64 first);
AnalysisPlanGroups analysis_plan_enrol (const AnalysisPlanDesign *design, guint64 first);

#define ANALYSIS_PLAN_METHODS 4 /* by StatsPowerMethod */

typedef struct
{
  double a, b;                               /* the two proportions */
  guint64 patients[ANALYSIS_PLAN_METHODS];   /* of the first group; 0: none reaches the power */
  guint64 inflated[ANALYSIS_PLAN_METHODS];
  double power[ANALYSIS_PLAN_METHODS];       /* at that number; NAN: too many for the exact one */
} AnalysisProportionsPlan;

void analysis_plan_proportions (double a,
                                double b,
                                const AnalysisPlanDesign *design,
                                AnalysisProportionsPlan *out);

typedef struct
{
  guint K;
  double odds_ratio;
  double *hazard_a, *hazard_b, *stop; /* K each */
  guint64 patients, inflated;         /* of the first group; 0: none up to 1 million reaches it */
  double power, schoenfeld;           /* at that number; the second for comparison only */
  double cumulative_a, cumulative_b;  /* conservative chance of a birth within K */
  guint simulations;
  double simulated;                   /* NAN: none */
} AnalysisCurvesPlan;

/* The first group has the answer's hazards and stopping over its first K transfers (0: all it has),
 * the second the same with the odds of a birth at each transfer multiplied by odds_ratio. Nobody is
 * cut: the trial waits. simulations trials of that size are drawn from `seed`; cancelled and
 * permille (both nullable) as in AnalysisTestOptions; none are told of once it is cancelled. NULL:
 * the answer has no transfer. */
AnalysisCurvesPlan *analysis_plan_curves (const AnalysisGroup *group,
                                          guint K,
                                          double odds_ratio,
                                          const AnalysisPlanDesign *design,
                                          guint simulations,
                                          guint64 seed,
                                          const gint *cancelled,
                                          gint *permille);
void                analysis_curves_plan_free (AnalysisCurvesPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisCurvesPlan, analysis_curves_plan_free)

G_END_DECLS
