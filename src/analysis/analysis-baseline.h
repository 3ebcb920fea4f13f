/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The baseline table: each variable as it was at the index transfer, by group, and how the groups
 * differ in it. A pure function of a selection and the variables' names; formulas: src/stats. */
#pragma once

#include "analysis-selection.h"
#include "stats-compare.h"

G_BEGIN_DECLS

typedef struct
{
  char *name, *label; /* field id; translated label */
  const char *unit;   /* borrowed from the dictionary; NULL */
  int decimals;
  gboolean numeric;
  StatsSummary *summaries;   /* numeric: per group, and of all groups together at n_groups */
  guint n_levels;            /* of a categorical one */
  char **level_names, **level_labels;
  guint64 *counts;           /* n_levels * n_groups, level after level */
  guint64 *missing;          /* per group */
  double smd;                /* two groups: the first less the second; else NAN */
  /* Numeric; all but the last for two groups. exact: NAN unless groups are small and untied. */
  double welch_p, mann_whitney_p, mann_whitney_exact_p, kruskal_p;
  double chisq_p, smallest_expected, fisher_p; /* categorical */
  gboolean fisher_drawn;     /* by 9,999 seeded tables: too many for going through all */
} AnalysisBaselineRow;

typedef struct
{
  guint n_groups;
  char **group_names, **group_labels; /* NULL-terminated */
  guint64 *n;           /* patients by group */
  guint64 seed;         /* of drawn tables */
  gboolean by_outcome;  /* groups are birth and none; none mixes stopped and still in treatment */
  guint n_rows;
  AnalysisBaselineRow *rows;
} AnalysisBaseline;

/* Without a group in the question the groups are `birth` and `none`. names: NULL-terminated; each a
 * field ("age"), with bands ("age:35,38") or as categories ("factor(losses)"); a whole-number
 * column with at most two values counts as categories. Their columns must be in the cohort.
 * Errors name the variable. cancelled (nullable): looked at before each variable; NULL is returned,
 * without an error, once it is set. permille (nullable): how much is done, set atomically. */
AnalysisBaseline *analysis_baseline_new (const AnalysisSelection *selection,
                                         const char *const       *names,
                                         guint64                  seed,
                                         const gint              *cancelled,
                                         gint                    *permille,
                                         GError                 **error);
void              analysis_baseline_free (AnalysisBaseline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisBaseline, analysis_baseline_free)

/* What a baseline table shows if nobody chooses: those of the usual variables that the dictionary
 * has, but not the one that groups (`by`; nullable). (transfer full) */
GStrv analysis_baseline_usual (ModelDictionary *dictionary, const char *by);
/* Whether a variable of that name is of the field that groups: a table of it says nothing. */
gboolean analysis_baseline_is_group (const char *name, const char *by);
/* The field of a variable's name, for loading its column: what `by` would take. (transfer full) */
char *analysis_baseline_by (const char *name);

G_END_DECLS
