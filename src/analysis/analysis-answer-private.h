/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves from counts alone, as an answer has them. Private to src/analysis. */
#pragma once

#include "analysis-answer.h"

G_BEGIN_DECLS

/* Into a zeroed group: all counts and curves of n blocks that follow each other from transfer 1 on,
 * but IPCW's. Arrays are by transfer as ever, up to the end of the last block that anybody had;
 * within a block they are NAN, and risk is 0. Returns how many blocks anybody had. */
guint analysis_group_fill (AnalysisGroup *self,
                           const StatsBlock *blocks,
                           guint n,
                           const AnalysisQuestion *question);
void analysis_group_clear (AnalysisGroup *self);

G_END_DECLS
