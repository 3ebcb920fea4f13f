/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula and the columns of its factors, as terms and patterns share them. A term is a product
 * of factors; a factor is a variable's few columns. Private to src/analysis. */
#pragma once

#include "analysis-pattern.h"
#include "model-dictionary.h"
#include "stats-spline.h"

G_BEGIN_DECLS

#define ANALYSIS_MOST_COLUMNS 200

typedef enum
{
  FACTOR_PLAIN,    /* by its column: a number, or its levels */
  FACTOR_LEVELS,   /* factor (x) or bands */
  FACTOR_SPLINE,
  FACTOR_K
} FactorKind;

typedef struct
{
  FactorKind kind;
  char *by; /* as `by` takes it */
  char *name;
  char *reference; /* of levels: the one that was chosen; NULL: the first */
  guint n_knots;
} Factor;

typedef struct
{
  char *name;
  GPtrArray *factors; /* of Factor, borrowed from the formula's list */
} Term;

struct _AnalysisFormula
{
  GPtrArray *factors, *terms;
};

/* values: n rows (of the selection) of n_columns, NAN where missing; freed once the design has
 * them. */
struct _AnalysisColumns
{
  const Factor *factor;
  const ModelField *field; /* borrowed from the dictionary; NULL of the transfer's number */
  guint n_columns;
  char **names, **labels;
  double *values;
  char **levels;  /* of levels: the names, the reference first; NULL of numbers */
  char **level_labels;
  guint8 *level_place; /* of the groups' codes: 0 the reference, 255 nobody */
  double knots[STATS_SPLINE_MAX_KNOTS];
};
typedef struct _AnalysisColumns Columns;

/* The columns of a product, its first factor's running fastest; `row` of each factor's values is at
 * values[f]. Writes as many values as are returned and, where names isn't NULL, their names and
 * labels. */
guint analysis_terms_product (const Term    *term,
                              const Columns *all,
                              guint          n_all,
                              const double **values,
                              double        *out,
                              GPtrArray     *names,
                              GPtrArray     *labels);
/* What the patterns of a design need; while its columns have their values. */
void  analysis_pattern_fill (AnalysisDesign *self);

G_END_DECLS
