/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terms of a model, "treated + age + losses", as the columns of a design matrix. Computes no
 * estimate. */
#pragma once

#include "analysis-selection.h"

G_BEGIN_DECLS

/* Terms are joined by +; each is
 *   age               a number as it is, a yes or no as 0 and 1, a code list as its levels
 *   factor(losses)    as categories, the first one the reference
 *   factor(arm, ref=b) as categories, this one the reference; its term is called "arm"
 *   age:35,38         left-closed bands, the first one the reference
 *   rcs(age,4)        a restricted cubic spline with 4 knots (3 to 7)
 *   treated:age       products (an interaction); treated*age: both and their product, of more
 *                     than two all products. One with levels needs the terms it is made of
 *   k                 the transfer's number, where the caller has one row a transfer
 * Names are those of `by`. */
typedef struct _AnalysisFormula AnalysisFormula;

/* allow_k: whether `k` is a term. Errors name the character. */
AnalysisFormula *analysis_formula_parse (const char      *text,
                                         ModelDictionary *dictionary,
                                         gboolean         allow_k,
                                         GError         **error);
void             analysis_formula_free (AnalysisFormula *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisFormula, analysis_formula_free)
/* What `by` takes of each variable, for loading its column: NULL-terminated. (transfer full) */
GStrv            analysis_formula_fields (const AnalysisFormula *self);

typedef struct _AnalysisPatternField AnalysisPatternField; /* analysis-pattern.h */

/* The columns: x has n rows, one per patient of the selection with no term missing, of
 * n_columns. */
typedef struct
{
  guint n_terms;       /* of the formula */
  char **term_names;   /* NULL-terminated */
  guint n_columns;
  char **names;        /* "age", "centre=B", "treated:age"; NULL-terminated */
  char **labels;       /* for a reader: "Centre: B against A"; NULL-terminated */
  guint *term;         /* n_columns: the term it belongs to */
  gint k_column;       /* -1: the formula has no `k`; its values are 0 */
  gsize n;
  guint32 *place;      /* n: index among the selection's rows */
  double *x;
  guint64 n_missing;   /* patients left out for a missing term */
  guint n_factors;
  guint n_fields;      /* what a pattern of it needs a value for */
  AnalysisPatternField *fields;
  struct _AnalysisColumns *columns; /* how a pattern becomes a row; private */
} AnalysisDesign;

/* Errors: a term that can't be used, named. */
AnalysisDesign *analysis_design_new (const AnalysisSelection *selection,
                                     const AnalysisFormula   *formula,
                                     GError                 **error);
void            analysis_design_free (AnalysisDesign *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisDesign, analysis_design_free)

G_END_DECLS
