/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same contrast of two groups within each level of several variables, with the interaction
 * test of each: what a forest plot shows. A pure function of a cohort, a question and what is
 * asked; the formulas are those of src/stats. */
#pragma once

#include "analysis-ledger.h"
#include "stats-logrank.h"

G_BEGIN_DECLS

/* What is compared, the second group with the first: ids as of `--contrast`. */
typedef enum
{
  ANALYSIS_CONTRAST_ODDS_RATIO,   /* of a birth per transfer: discrete-time logit model */
  ANALYSIS_CONTRAST_HAZARD_RATIO, /* the same with the complementary log-log link */
  ANALYSIS_CONTRAST_DIFFERENCE,   /* of the question's curve at a transfer */
  ANALYSIS_N_CONTRASTS
} AnalysisContrast;
const char *analysis_contrast_id (AnalysisContrast contrast);

/* Why there is no estimate, no interval or no test. */
typedef enum
{
  ANALYSIS_ESTIMABLE,
  ANALYSIS_NOBODY,       /* nobody in one of the groups */
  ANALYSIS_NO_BIRTHS,    /* in neither group */
  ANALYSIS_ALL_BIRTHS,   /* every transfer led to one */
  ANALYSIS_NOT_REACHED,  /* the curve of a group ends before the transfer */
  ANALYSIS_NO_INTERVAL,  /* there is an estimate: a curve is at 0 or has no standard error */
  ANALYSIS_NOT_FITTED,   /* the fit didn't converge */
  ANALYSIS_ONE_LEVEL     /* an interaction needs two levels with an estimate */
} AnalysisReason;
const char *analysis_reason_id (AnalysisReason reason); /* "no-births"; NULL: estimable */

/* One contrast. Ratios and their limits are ratios; se is of the logarithm, or of the
 * difference. */
typedef struct
{
  guint64 n[2], transfers[2], births[2]; /* by group; n patients */
  double estimate, lo, hi, se, p;
  double e_value, e_value_limit; /* of the risk ratio that it comes to; limit: nearer to 1 */
  gboolean firth;        /* sparse or separated: fitted with Firth's penalty */
  AnalysisReason reason;
} AnalysisSubgroup;

typedef enum
{
  ANALYSIS_INTERACTION_LR,           /* likelihood ratio of group x variable */
  ANALYSIS_INTERACTION_PENALISED_LR, /* the same of Firth's penalised likelihood (logit) */
  ANALYSIS_INTERACTION_WALD,         /* of Firth's fit (complementary log-log) */
  ANALYSIS_INTERACTION_Q             /* Cochran's, of the differences */
} AnalysisInteraction;
const char *analysis_interaction_id (AnalysisInteraction method); /* "likelihood-ratio" */

typedef struct
{
  char *by;    /* "centre", "age:35,38" */
  char *title; /* translated label of the field */
  guint n_levels;
  char **level_names, **level_labels; /* NULL-terminated */
  AnalysisSubgroup *levels;
  guint64 n_missing; /* patients of both groups whose value is missing: in no level */
  AnalysisInteraction method;
  AnalysisReason reason;
  StatsTest interaction;
  double adjusted[ANALYSIS_N_ADJUST]; /* p for the number of interaction tests */
  char *data;                         /* analysis_ledger_data */
} AnalysisSubgroupVariable;

typedef struct
{
  AnalysisContrast contrast;
  guint at; /* of a difference; else 0 */
  char **group_names, **group_labels; /* two; NULL-terminated */
  char *by_title;
  guint64 n_no_group;
  AnalysisSubgroup overall;
  guint n_variables;
  AnalysisSubgroupVariable *variables;
  char *data;
} AnalysisSubgroups;

/* A level's model is fitted with Firth's penalty where it has fewer births than this per parameter,
 * the transfers' levels among them. That is stricter than a model's rule (analysis-model.h), which
 * counts coefficients of terms: levels are small, and many of them are looked at. */
#define ANALYSIS_SUBGROUP_FIRTH_BELOW 5

/* variables: NULL-terminated, each as `by`; their columns must be in the cohort. at: of a
 * difference, from 1. NULL with an error that names the variable: `by` doesn't make two groups, a
 * variable is `by` itself, given twice, or known only after the index transfer. cancelled
 * (nullable): looked at before each level; NULL is returned, without an error, once it is set.
 * permille (nullable): how much is done, set atomically.
 *
 * Each level's contrast is of its patients alone: one fit a level, the transfer's number a factor.
 * The interaction is tested in one model of all levels that have an estimate: transfer's number,
 * level, group, group x level. */
AnalysisSubgroups *analysis_subgroups_new (AnalysisCohort         *cohort,
                                           const AnalysisQuestion *question,
                                           const char *const      *variables,
                                           AnalysisContrast        contrast,
                                           guint                   at,
                                           const gint             *cancelled,
                                           gint                   *permille,
                                           GError                **error);
void               analysis_subgroups_free (AnalysisSubgroups *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisSubgroups, analysis_subgroups_free)

G_END_DECLS
