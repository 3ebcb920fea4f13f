/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the dictionary keeps of a field beside what all may read. Private to the model. */
#pragma once

#include "model-dictionary.h"

G_BEGIN_DECLS

/* ModelField.shown_if or .ahead_if, read once. */
typedef struct
{
  gboolean set;
  gboolean negated;     /* `!=` */
  gboolean of_parent;   /* asks the row above */
  ModelTable table;     /* where the field that is asked stands */
  char *field;
  const ModelField *on; /* that field; NULL: there is none */
  char **codes;
} ModelCondition;

typedef struct
{
  ModelField field; /* first: a ModelField of a dictionary is its entry */
  ModelCondition shown;
  ModelCondition ahead; /* not set where ahead_if is NULL or `always` */
  GPtrArray *owned; /* strings of a field that was added; NULL for a built-in one */
} ModelEntry;

/* The stored fields of a table as entries, by column. Borrowed. */
const ModelEntry *const *
model_dictionary_entries (ModelDictionary *self, ModelTable table, guint *out_n);
/* Whether the condition holds for a row (and the row above, NULL: unknown). TRUE when it isn't set,
 * or the row that it asks is unknown. */
gboolean model_condition_holds (const ModelCondition *condition,
                                char *const *values,
                                char *const *parent_values);
/* The entry of the dictionary's own field with the table and id of `field`; NULL when it has none.
 */
const ModelEntry *model_dictionary_entry (ModelDictionary *self, const ModelField *field);

G_END_DECLS
