/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several centres' risk tables as one answer: pooled curves, the log-rank test within centres and
 * their strata, and two groups compared in one stage and by random effects over centres. A pure
 * function of the tables; the formulas are those of src/stats. */
#pragma once

#include "analysis-answer.h"
#include "analysis-centre.h"
#include "stats-contrast.h"
#include "stats-logrank.h"
#include "stats-pool.h"

G_BEGIN_DECLS

typedef struct
{
  StatsPoolMethod method;
  /* Of the centres hazard ratios, by cloglog, and at `at` log-log differences; FALSE: conditional
   * odds ratios and plain differences. */
  gboolean hazard_ratio;
  guint at; /* difference at this transfer; 0: none */
  gboolean different_cuts; /* data cuts of different days are let through */
} AnalysisPoolOptions;

/* Why a centre is left out of a summary. */
typedef enum
{
  ANALYSIS_CENTRE_USED,
  ANALYSIS_CENTRE_NOTHING_TO_COMPARE, /* no transfer with both groups at risk tells them apart */
  ANALYSIS_CENTRE_SEPARATED,          /* its ratio is 0 or infinite, or was not found */
  ANALYSIS_CENTRE_NOT_REACHED,        /* a curve isn't estimable at that transfer */
  ANALYSIS_CENTRE_MERGED, /* that transfer lies within merged rows, or few reached their end */
  ANALYSIS_CENTRE_TOGETHER,           /* the curve needs to know who stopped, which isn't told */
  ANALYSIS_CENTRE_NO_VARIANCE,        /* the difference has no standard error, or one of 0 */
  ANALYSIS_N_CENTRE_USES
} AnalysisCentreUse;
const char *analysis_centre_use_id (AnalysisCentreUse use); /* "used", "separated" */

typedef struct
{
  AnalysisCentreUse use;
  double estimate, se; /* NAN where left out */
} AnalysisCentreEstimate;

/* Group b against group a. */
typedef struct
{
  guint a, b;
  StatsOneStage one_stage; /* within centre, stratum and transfer (block) */
  double e_value, e_value_limit; /* of its odds ratio */
  AnalysisCentreEstimate *odds, *differences; /* one per centre; NULL without `at` */
  StatsPooled pooled_odds, pooled_difference; /* log ratios; F_b - F_a at `at` */
} AnalysisPoolComparison;

#define ANALYSIS_POOL_FEW 10
/* Whether the block holds several transfers and fewer than that many are thought to have reached
 * its end, where the curve has its value: that is then the assumption's more than the patients',
 * and stands without an interval. */
gboolean analysis_pool_is_few (const StatsBlock *block);

/* Whether two centres' tables are the same count by count wherever both tell of them, whatever
 * strata, merging or ways of leaving each tells. SURELY: in several rows, or in all where nothing
 * is merged; in one merged row small centres can agree by chance. */
typedef enum
{
  ANALYSIS_ALIKE_NO,
  ANALYSIS_ALIKE_PERHAPS,
  ANALYSIS_ALIKE_SURELY
} AnalysisAlike;
AnalysisAlike analysis_pool_alike (const AnalysisCentre *a, const AnalysisCentre *b);

/* The blocks that end at the same transfers in all centres, summed, and the curves from them. */
typedef struct
{
  AnalysisGroup curve; /* as an answer's; NAN within a block */
  guint n_blocks;      /* that anybody had */
  StatsBlock *blocks;
} AnalysisPoolGroup;

typedef struct
{
  GPtrArray *centres;         /* of AnalysisCentre */
  AnalysisQuestion *question; /* the centres' definitions; estimator, level and so on as asked */
  AnalysisPoolOptions options;
  guint n_groups, n_strata; /* strata: of all centres together */
  char **group_names;         /* NULL: one group of all */
  AnalysisPoolGroup overall;
  AnalysisPoolGroup *groups;  /* n_groups; without names one, the same as overall */
  gboolean merged;            /* some pooled row holds several transfers */
  gboolean together;          /* a centre doesn't tell who stopped: curves that need it are NAN */
  double observed[ANALYSIS_MAX_GROUPS], expected[ANALYSIS_MAX_GROUPS]; /* births, of log-rank */
  StatsTest stratified;       /* log-rank, strata = centre and its stratum */
  guint n_comparisons;        /* every group but the first against the first */
  AnalysisPoolComparison *comparisons;
  /* What is to be said beside. */
  gboolean cuts_differ, filters_differ, any_csv, any_merged, any_synthetic;
} AnalysisPool;

/* centres: at least one, each checked (analysis_centre_check). asked: estimator (not IPCW), theta,
 * pi, conf type and level. An error names the file and what differs: definitions, groups or data
 * cuts; or the same centre twice (by name, or surely alike). */
AnalysisPool *analysis_pool_new (GPtrArray *centres,
                                 const AnalysisQuestion *asked,
                                 const AnalysisPoolOptions *options,
                                 GError **error);
void          analysis_pool_free (AnalysisPool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisPool, analysis_pool_free)

/* Whether a centre can be pooled with those, of which each could with the ones before it; errors
 * as analysis_pool_new. */
gboolean analysis_pool_takes (GPtrArray *centres,
                              const AnalysisCentre *centre,
                              const AnalysisPoolOptions *options,
                              GError **error);

/* The pooled curves in the shape of an answer, as a figure takes them. It has no cohort: no filter
 * leaves anybody out, and nothing is told of fates. Within merged rows risk is 0. (transfer full)
 */
AnalysisAnswer *analysis_pool_answer (const AnalysisPool *self);

/* "reml", "dl", "fixed". */
const char *analysis_pool_method_id (StatsPoolMethod method);

G_END_DECLS
