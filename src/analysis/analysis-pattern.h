/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pattern, "treated=1,age=35": one value for each variable of a model, for whom a curve is
 * predicted. What it needs, and how it becomes a row of the design. Computes no estimate. */
#pragma once

#include "analysis-terms.h"

G_BEGIN_DECLS

/* A variable of the formula, and what the patients that the design has are like in it. */
struct _AnalysisPatternField
{
  char *name;     /* in a pattern */
  char *by;       /* as `by` takes it */
  char *variable; /* as a baseline table takes it */
  char *label;    /* for a reader, as the next */
  char *unit;     /* NULL: none */
  /* Of a choice, the reference first; NULL of a number. */
  char **levels, **level_labels;
  guint usual; /* the level that most have; of several the first */
  /* Of a number; NAN where nobody has one. The median is rounded, as the field is shown. */
  double least, median, most;
  gboolean whole;
};

/* What a pattern calls the stratum of a stratified model. */
#define ANALYSIS_PATTERN_STRATUM "strata"

void  analysis_pattern_fields_free (AnalysisPatternField *fields, guint n);
/* Adds "name=value" to a pattern; a comma in the value isn't taken for its end. */
void  analysis_pattern_add (GString *pattern, const char *name, const char *value);
/* The value of that name in it; NULL: none. (transfer full) (nullable) */
char *analysis_pattern_get (const char *pattern, const char *name);
/* The value that a field has at first, as a pattern has it: the level that most have, the median.
 * (transfer full) */
char *analysis_pattern_usual (const AnalysisPatternField *field);

/* One row of the design for a pattern: every variable of the formula needs a value (levels by
 * name). out: n_columns. Errors name the variable. */
gboolean analysis_design_pattern (const AnalysisDesign  *self,
                                  const AnalysisFormula *formula,
                                  const char            *pattern,
                                  double                *out,
                                  GError               **error);

/* The one column of a term, where it has but one, of 0 and 1 with somebody in each, and its
 * variable is in no other term: everybody can be set to one of its two groups. -1 otherwise.
 * out_field (nullable): its field. */
gint analysis_design_group (const AnalysisDesign  *self,
                            const AnalysisFormula *formula,
                            guint                  term,
                            guint                 *out_field);
/* Whether the term's variable is in another term as well. */
gboolean analysis_design_is_shared (const AnalysisFormula *formula, guint term);

G_END_DECLS
