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

/* out_live_birth: whether it ended in a live birth, whatever the event is. out_cut_through: its
 * date is partial, and the cut lies within; it was read by its latest day, so as not there. */
AnalysisKnown analysis_outcome_known (const ModelChunk *chunk,
                                      guint             transfer,
                                      AnalysisEvent     event,
                                      int               limit_days,
                                      gint32            cut,
                                      gboolean         *out_live_birth,
                                      gboolean         *out_cut_through);

G_END_DECLS
