/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One centre's risk tables by stratum and group, with what they mean: all of it that leaves the
 * centre when several are pooled. Counts of patients, small cells merged; no patient, and nothing
 * that a count could be worked out of. */
#pragma once

#include "analysis-selection.h"

G_BEGIN_DECLS

/* At most this many patients in one table, and transfers in a row. */
#define ANALYSIS_CENTRE_MAX_PATIENTS 1000000
#define ANALYSIS_CENTRE_MAX_K 255
/* What is told is 0 or at least this. Of 2 a hidden count could only be 1: 1 (nothing is merged)
 * or 3 and more are taken. */
#define ANALYSIS_SMALLEST_CELL 5
#define ANALYSIS_SMALLEST_CELL_MAX 1000

/* Where the data cut came from; ids "register", "date", "none". */
typedef enum
{
  ANALYSIS_CUT_RULE_REGISTER, /* the register's own */
  ANALYSIS_CUT_RULE_DATE,     /* a day that was asked for */
  ANALYSIS_CUT_RULE_NONE,     /* of a CSV none was told */
  ANALYSIS_N_CUT_RULES
} AnalysisCutRule;
const char *analysis_cut_rule_id (AnalysisCutRule rule);

typedef struct
{
  gatomicrefcount refs;
  char *file;     /* what a message calls it; NULL before it is written */
  char *name;     /* the centre's */
  char *synthetic_note; /* nullable */
  gboolean from_csv;    /* transfers and fates were given, not made by the rules */
  AnalysisQuestion *question; /* what decides series, with where and by; its cut is not set */
  AnalysisCutRule cut_rule;
  gint32 cut;     /* BASE_DAY_NONE: none told */
  guint smallest_cell;
  gboolean together; /* who left without a birth is in one count, as cut; stopped, open are 0 */
  char *strata;   /* what the strata differ in, as `by`; NULL: one stratum */
  guint n_groups, n_strata, n_blocks;
  char **group_names, **strata_names; /* NULL-terminated; NULL: one of all, without a name */
  StatsBlock *blocks; /* n_strata * n_groups * n_blocks; the same transfers in each table */
} AnalysisCentre;

typedef struct
{
  const char *name;
  const char *strata;     /* those of the selection; nullable */
  guint smallest_cell;
  /* Those who discontinued and those still in treatment in one count: more tables hold no small
   * count then. Log-rank, odds ratios, the optimistic curve and the crude one need no more. */
  gboolean together;
  const char *synthetic_note; /* nullable */
} AnalysisCentreOptions;

/* What a person has chosen: a name, and a smallest cell of 1 or 3 and more. */
gboolean analysis_centre_check_options (const AnalysisCentreOptions *options, GError **error);
/* Of the cohort made with the question. An error when even all transfers together would tell a
 * small count, which names the table; or when the filter tests a text. */
AnalysisCentre *analysis_centre_new (AnalysisCohort *cohort,
                                     const AnalysisQuestion *question,
                                     const AnalysisCentreOptions *options,
                                     GError **error);
/* Empty, for a reader to fill; question is set. */
AnalysisCentre *analysis_centre_new_empty (void);
AnalysisCentre *analysis_centre_ref (AnalysisCentre *self);
void            analysis_centre_unref (AnalysisCentre *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisCentre, analysis_centre_unref)

/* Whether it is whole and doesn't contradict itself; the error names file, table and transfer. */
gboolean analysis_centre_check (const AnalysisCentre *self, GError **error);

/* The n_blocks blocks of one table. */
StatsBlock *analysis_centre_table (const AnalysisCentre *self, guint stratum, guint group);
guint64     analysis_centre_patients (const AnalysisCentre *self);
guint64     analysis_centre_births (const AnalysisCentre *self);
/* Whether any of its rows are merged. */
gboolean    analysis_centre_is_merged (const AnalysisCentre *self);

/* The question's options that tables to be pooled must agree in, beside clock and cut rule.
 * (element-type static) */
const char *const *analysis_centre_definitions (void);

G_END_DECLS
