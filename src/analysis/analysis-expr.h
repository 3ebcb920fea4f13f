/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filter expressions.
 *
 *   expr        = term { "or" term }            term    = factor { "and" factor }
 *   factor      = "not" factor | "(" expr ")" | test
 *   test        = field ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value
 *               | field [ "not" ] "in" "(" value { "," value } ")"
 *               | field "is" [ "not" ] ( "missing" | "unknown" )
 *
 * Key words in any case. A field is a dictionary id (`table.id` where two tables have it); a value
 * a code, a number with a decimal point, true or false, a date as far as it is known (2011,
 * 2011-03, 2011-03-09), a gestation in days or weeks+days. Anything may stand in 'single' or
 * "double" quotes, doubled within; names and values with spaces or signs in them must.
 *
 * A missing value satisfies no comparison and no negation of one: three-valued, and unknown is left
 * out. `is missing` is true of every missing kind, `is unknown` of that one; they and their
 * negations are always true or false. Codes, texts, true and false have no order. A field of
 * several codes equals each code that it holds. A date is compared by its latest day: `< 2011` is
 * before the first day of 2011, `= 2011` any day in it, `> 2011` after its last.
 *
 * Short names, where the source has no field so called: `age` is age_at_index_transfer, `losses`
 * losses_before_referral, `treated` immunomodulated; in a counting rule age_at_transfer and
 * losses_before_transfer. In a counting rule a bare id means the transfer's field first. */
#pragma once

#include "analysis-question.h"
#include "model-dataset.h"

G_BEGIN_DECLS

typedef struct _AnalysisExpr AnalysisExpr;

/* Longest text, and how deep parentheses and `not` may nest. */
#define ANALYSIS_EXPR_MAX_LENGTH 10000
#define ANALYSIS_EXPR_MAX_DEPTH 64

/* Parses and binds to fields of `dictionary`, which it keeps. at_transfer: fields of transfer level
 * are meant per transfer (a counting rule), and those of the index transfer are refused; otherwise
 * both mean the index transfer. Fields known only after the transfer are refused (AFTER), with the
 * reason; so are, in a counting rule and as a group, those that are asked of today. Errors name the
 * character, counted from 1. */
AnalysisExpr *analysis_expr_parse (const char *text,
                                   ModelDictionary *dictionary,
                                   gboolean at_transfer,
                                   GError **error);
AnalysisExpr *analysis_expr_ref (AnalysisExpr *self);
void          analysis_expr_unref (AnalysisExpr *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisExpr, analysis_expr_unref)
GPtrArray *
analysis_expr_fields (AnalysisExpr *self); /* borrowed elements ModelField. (transfer container) */

/* mask[i] = 1 where row i satisfies it, else 0. lookup gives the column of a field for these rows.
 */
typedef const ModelColumn *(*AnalysisColumnFunc) (const ModelField *field, gpointer user_data);
gboolean analysis_expr_eval (AnalysisExpr *self,
                             guint n,
                             AnalysisColumnFunc lookup,
                             gpointer user_data,
                             guint8 *out_mask,
                             GError **error);

G_END_DECLS
