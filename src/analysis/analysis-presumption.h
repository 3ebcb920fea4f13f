/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much the estimates depend on the time after which who doesn't return is presumed to have
 * stopped: one answer for each of three such times. A pure function of a register's patients and a
 * question. */
#pragma once

#include "analysis-answer.h"

G_BEGIN_DECLS

#define ANALYSIS_N_PRESUMED 3 /* 180, 365 and 730 days */
#define ANALYSIS_PRESUMED_AT_RISK 10
#define ANALYSIS_PRESUMED_AT 3

typedef struct
{
  guint at; /* the transfer that is read */
  int days[ANALYSIS_N_PRESUMED];
  AnalysisAnswer *answers[ANALYSIS_N_PRESUMED];
} AnalysisPresumption;

/* Of the patients of a cohort that was made from a register with that question. at 0: the last
 * transfer that at least 10 patients had under each of the times, or 3 where there is none. Errors
 * as analysis_answer_new. cancelled: as analysis_tests_new; NULL without an error once it is
 * set. */
AnalysisPresumption *analysis_presumption_new (AnalysisCohort         *cohort,
                                               const AnalysisQuestion *question,
                                               guint                   at,
                                               const gint             *cancelled,
                                               GError                **error);
void                 analysis_presumption_free (AnalysisPresumption *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisPresumption, analysis_presumption_free)

/* A group of the first answer in the i-th one, by name (NULL: of all); NULL: nobody is in it. */
const AnalysisGroup *analysis_presumption_group (const AnalysisPresumption *self,
                                                 guint                      i,
                                                 const char                *name);

G_END_DECLS
