/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subgroups for readers: text, CSV, JSON, the forest plot, and the words about them. Computes no
 * figure. */
#pragma once

#include "analysis-subgroups.h"
#include "chart-forest.h"
#include "report-curve.h"

G_BEGIN_DECLS

/* "odds ratio", "difference after transfer 3". (transfer full) */
char *report_contrast_name (const AnalysisSubgroups *subgroups);
/* Why there is no estimate, interval or test, in a few words; NULL where there is. */
const char *report_subgroup_reason (AnalysisReason reason);
/* "1.87 (1.10–3.02)", "1.9 (–)", points of a hundred of a difference; an en dash. (transfer
 * full) */
char *report_subgroup_value (const AnalysisSubgroups *subgroups, const AnalysisSubgroup *level);
/* Over such values, "Odds ratio"; and the interval's name, "95 % Wald interval". (static; transfer
 * full) */
const char *report_subgroup_head (const AnalysisSubgroups *subgroups);
char *report_subgroup_interval (const AnalysisSubgroups *subgroups,
                                const AnalysisQuestion  *question);
/* "Interaction p = 0.12", and, where there is more than one, the adjusted "Holm p = 0.36".
 * (transfer full) */
char *report_subgroup_interaction (const AnalysisSubgroups        *subgroups,
                                   const AnalysisSubgroupVariable *variable,
                                   StatsAdjust                     adjust);
/* That subgroup findings are exploratory, in a sentence. */
const char *report_subgroup_warning (void);
/* What was compared and how, which intervals and tests these are, who is in no level, why some are
 * not estimable, the filter, the synthetic note, the warning. (transfer full) */
GStrv report_subgroup_notes (const AnalysisSubgroups *subgroups,
                             const AnalysisQuestion  *question,
                             const ReportSource      *source,
                             StatsAdjust              adjust);

/* Ids of the methods in them, as report_curve_methods. (transfer full) */
GPtrArray *report_subgroups_methods (const AnalysisSubgroups *subgroups, StatsAdjust adjust);

/* JSON of `subgroups` (a contract: subgroups[{variable, levels[{level, n, transfers, births,
 * estimate, lo, hi, p}], interaction{chisq, df, p}}], overall{}). All (transfer full). */
char *report_subgroups_json (const AnalysisSubgroups *subgroups,
                             const AnalysisQuestion  *question,
                             const ReportSource      *source,
                             StatsAdjust              adjust);
char *report_subgroups_csv (const AnalysisSubgroups *subgroups, StatsAdjust adjust);
char *report_subgroups_text (const AnalysisSubgroups *subgroups,
                             const AnalysisQuestion  *question,
                             const ReportSource      *source,
                             StatsAdjust              adjust);

typedef struct
{
  double width_pt;         /* 0: the default */
  const char *font_family; /* nullable */
  ChartTheme theme;
  gboolean show_notes;     /* else only those that must be there */
} ReportForestOptions;
/* (transfer full) */
ChartForest *report_forest_spec (const AnalysisSubgroups   *subgroups,
                                 const AnalysisQuestion    *question,
                                 const ReportSource        *source,
                                 StatsAdjust                adjust,
                                 const ReportForestOptions *options);

G_END_DECLS
