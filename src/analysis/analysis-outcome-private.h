/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of one transfer's event at a data cut. Private to src/analysis. */
#pragma once

#include "analysis-question.h"
#include "model-dataset.h"

G_BEGIN_DECLS

typedef enum
{
  ANALYSIS_KNOWN_NOT, /* no ending is recorded, or one that isn't the end: ongoing, lost */
  ANALYSIS_KNOWN_NO_EVENT,
  ANALYSIS_KNOWN_EVENT
} AnalysisKnown;

typedef struct
{
  AnalysisKnown known;     /* of the event */
  gboolean live_birth;     /* whether it ended in one, whatever the event is */
  gboolean cut_through;    /* a partial date that decides has the cut within */
  gboolean scan_placed;    /* a scan that decides isn't dated, and was placed by gestation */
} AnalysisOutcome;

/* What was known at the cut of how a transfer ended. What is dated after the cut doesn't exist; an
 * undated ending does; an undated scan is placed by gestation (model_place_scan). */
AnalysisOutcome analysis_outcome_at (const ModelChunk *chunk,
                                     guint             transfer,
                                     AnalysisEvent     event,
                                     int               limit_days,
                                     gint32            cut);

G_END_DECLS
