/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tipping points of a question with two groups: what those who stop would have to keep of the
 * chance of those who go on to reverse the groups' order. A pure function of an answer; formulas:
 * stats-tipping.h. */
#pragma once

#include "analysis-answer.h"
#include "stats-tipping.h"

G_BEGIN_DECLS

#define ANALYSIS_TIPPING_DRAWS 10000

typedef struct
{
  guint at;
  char *names[2], *labels[2]; /* the second group is compared with the first */
  double pi;
  StatsContrast conservative, optimistic; /* second less first, one theta 0 and 1 for both */
  guint n_roots;
  double roots[STATS_TIPPING_SCAN];
  guint n_undecided;
  StatsTippingRange undecided[STATS_TIPPING_SCAN];
  bool some_unknown; /* some theta has no interval */
  /* By theta of the first group, then of the second; steps of 0.05. */
  StatsContrast map[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS];
  /* Shares of the posterior draws: the second is above; the order isn't the same at every one
   * theta. NAN: not estimable. */
  double above[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS], reversed;
  guint64 seed;
} AnalysisTipping;

/* After transfer `at`. NULL: not exactly two groups, or cancelled (as analysis_tests_new). */
AnalysisTipping *analysis_tipping_new (const AnalysisAnswer *answer,
                                       guint                 at,
                                       guint64               seed,
                                       const gint           *cancelled);
void             analysis_tipping_free (AnalysisTipping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisTipping, analysis_tipping_free)

G_END_DECLS
