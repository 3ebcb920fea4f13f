/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of a cohort by one field or by bands of it. Private to src/analysis. */
#pragma once

#include "analysis-expr-private.h"

G_BEGIN_DECLS

/* What `by` says: a field, and the lower ends of all bands but the first. */
typedef struct
{
  const ModelField *field; /* borrowed from the dictionary */
  GArray *limits;          /* of double, rising; NULL: no bands */
  GPtrArray *limit_names;  /* of char *, as printed */
} AnalysisBy;

/* NULL with an error that names the character. */
AnalysisBy *analysis_by_parse (const char      *text,
                               ModelDictionary *dictionary,
                               GError         **error);
void        analysis_by_free (AnalysisBy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisBy, analysis_by_free)
/* For a reader: what the groups differ in (static); a group by its name, which it is where there is
 * nothing better. (transfer full) */
const char *analysis_by_title (const AnalysisBy *self);
char       *analysis_by_label (const AnalysisBy *self, const char *name);

/* The groups that occur, in their order, and the group of each row; n_groups where the value is
 * missing. */
typedef struct
{
  guint n_groups;
  char *title;            /* the field's label: what the groups differ in */
  char **names, **labels; /* NULL-terminated */
  guint8 *codes;
} AnalysisGroups;

/* NULL with an error when there are more than ANALYSIS_MAX_GROUPS. column: n rows of by->field. */
AnalysisGroups *analysis_groups_new (const AnalysisBy  *by,
                                     const ModelColumn *column,
                                     guint              n,
                                     GError           **error);
void            analysis_groups_free (AnalysisGroups *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisGroups, analysis_groups_free)

G_END_DECLS
