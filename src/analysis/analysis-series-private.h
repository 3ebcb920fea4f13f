/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cohort needs of the rules beside analysis_series_of. Private to src/analysis. */
#pragma once

#include "analysis-cohort.h"

G_BEGIN_DECLS

/* analysis_series_of, adding to `counts` (may be NULL) what the patient has of undated and overdue
 * transfers, of scans that were placed and of rows that a partial date made ambiguous. */
AnalysisSeries analysis_series_tally (const ModelChunk       *chunk,
                                      guint                   row,
                                      const AnalysisQuestion *question,
                                      gint32                  cut,
                                      const AnalysisMarks    *marks,
                                      AnalysisCounts         *counts);

/* Outcome of a transfer row by the rules (src/README.md), whatever was typed: a live birth needs a
 * live-born child or, where no children are recorded, the ending "live birth"; stillbirth and
 * miscarriage go by gestation; a mole is a miscarriage. NONE, ONGOING and LOST stay as they are. */
ModelOutcome analysis_outcome_class (const ModelChunk *chunk,
                                     guint             transfer,
                                     int               limit_days);

G_END_DECLS
