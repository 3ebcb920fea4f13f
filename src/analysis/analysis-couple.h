/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose oocytes and which partner: what `donor-change=ends` compares from transfer to transfer.
 * Private to src/analysis. */
#pragma once

#include "analysis-cohort.h"

G_BEGIN_DECLS

/* Adds the fields whose columns analysis_couple_read needs. */
void     analysis_couple_add_fields (GPtrArray       *fields,
                                     ModelDictionary *dictionary);
/* New arrays of the chunk's transfers into marks->eggs and marks->partner. FALSE: a column isn't
 * there. */
gboolean analysis_couple_read (const ModelChunk *chunk,
                               ModelDictionary  *dictionary,
                               AnalysisMarks    *marks,
                               GError          **error);

G_END_DECLS
