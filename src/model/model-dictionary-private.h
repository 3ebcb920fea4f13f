/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the dictionary keeps of a field beside what all may read. Private to the model. */
#pragma once

#include "model-dictionary.h"

G_BEGIN_DECLS

/* ModelField.shown_if, read once. */
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
  ModelCondition condition;
  GPtrArray *owned; /* strings of a field that was added; NULL for a built-in one */
} ModelEntry;

/* The entry of the dictionary's own field with the table and id of `field`; NULL when it has none. */
const ModelEntry *model_dictionary_entry (ModelDictionary *self, const ModelField *field);

G_END_DECLS
