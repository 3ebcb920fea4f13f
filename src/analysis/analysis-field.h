/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields by the names that filters, groups and counting rules use. Private to src/analysis. */
#pragma once

#include "analysis-question.h"
#include "model-dictionary.h"

G_BEGIN_DECLS

/* By id, table.id or short name; see analysis-expr.h. NULL with an error that begins with the
 * character when there is none, it can't be analysed, or it is known too late. at_transfer: in a
 * counting rule. */
const ModelField *analysis_field_find (ModelDictionary *dictionary,
                                       const char      *name,
                                       gboolean         at_transfer,
                                       guint            character,
                                       GError         **error);

/* Sets an error whose message begins with the character it is about. */
void analysis_set_error_at (GError      **error,
                            AnalysisError code,
                            guint         character,
                            const char   *format,
                            ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
