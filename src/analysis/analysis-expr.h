/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filter expressions: comparisons (= != < <= > >=), `in (a, b)`, `is missing`, `is unknown`, and, or, not,
 * parentheses; fields by dictionary id, codes unquoted (or in quotes), dates as written. A missing value satisfies no comparison
 * (and none of their negations: three-valued, unknown is left out). */
#pragma once

#include "analysis-question.h"
#include "model-dataset.h"

G_BEGIN_DECLS

typedef struct _AnalysisExpr AnalysisExpr;

/* Parses and binds to fields. at_transfer: fields of transfer level are allowed per transfer (a counting rule);
 * otherwise they mean the index transfer. Fields known only after the transfer are refused (AFTER). */
AnalysisExpr *analysis_expr_parse (const char *text, ModelDictionary *dictionary, gboolean at_transfer, GError **error);
AnalysisExpr *analysis_expr_ref (AnalysisExpr *self);
void          analysis_expr_unref (AnalysisExpr *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisExpr, analysis_expr_unref)
GPtrArray    *analysis_expr_fields (AnalysisExpr *self); /* borrowed elements ModelField. (transfer container) */

/* mask[i] = 1 where row i satisfies it, else 0. lookup gives the column of a field for these rows. */
typedef const ModelColumn *(*AnalysisColumnFunc) (const ModelField *field, gpointer user_data);
gboolean analysis_expr_eval (AnalysisExpr *self, guint n, AnalysisColumnFunc lookup, gpointer user_data, guint8 *out_mask, GError **error);

G_END_DECLS
