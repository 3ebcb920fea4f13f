/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of filter expressions and bands, as typed, bound to a field. Private to src/analysis. */
#pragma once

#include "analysis-expr-private.h"

G_BEGIN_DECLS

/* An empty test of the kind that the field's type needs. (transfer full) */
AnalysisNode *analysis_expr_value_node (const ModelField *field);

/* Adds a value to such a test: operator is "=", "!=" (as "="), "<", "<=", ">" or ">=". */
gboolean analysis_expr_value_add (AnalysisNode *node,
                                  const char   *operator,
                                  const char   *value,
                                  guint         character,
                                  GError      **error);

/* A number, duration or date (the days it spans) of a field that has an order. */
gboolean analysis_expr_value_range (const ModelField *field,
                                    const char       *value,
                                    guint             character,
                                    AnalysisRange    *out_range,
                                    GError          **error);

G_END_DECLS
