/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the check share. Private to the model. */
#pragma once

#include "base-date.h"
#include "model-draft.h"

G_BEGIN_DECLS

typedef struct
{
  ModelDictionary *dictionary;
  const ModelRecord *record; /* NULL: one row by itself */
  gint32 today;              /* BASE_DAY_NONE: no day is the future */
  int limit_days;
  gint32 birth_first;        /* first day she may have been born; BASE_DAY_NONE when not known */
  gint32 birth_last;
  int today_year, birth_year; /* most dates need no more to be told apart */
  GPtrArray *issues;
} ModelCheck;

/* limit_days is the default, and she may have been born on any day. */
void model_check_init (ModelCheck *self,
                       ModelDictionary *dictionary,
                       const ModelRecord *record,
                       gint32 today,
                       GPtrArray *issues);
/* Adds an issue; takes message. field is one of the row's stored fields, or NULL. */
void model_check_add (ModelCheck       *self,
                      ModelIssueKind    kind,
                      const ModelRow   *row,
                      const ModelField *field,
                      const char       *rule,
                      char             *message);
/* A stored field of a table by id. */
const ModelField *model_check_field (const ModelCheck *self, ModelTable table, const char *id);
/* Value of a row's field by id; NULL when the row is NULL, or nothing or a missing kind is there.
 */
const char *model_check_value (const ModelCheck *self, const ModelRow *row, const char *id);
gboolean model_check_number (const ModelCheck *self,
                             const ModelRow *row,
                             const char *id,
                             double *out_number);
BaseDate model_check_date (const ModelCheck *self, const ModelRow *row, const char *id);
gboolean
model_check_is (const ModelCheck *self, const ModelRow *row, const char *id, const char *code);

/* One row (model-check-row.c); with a record also what its cells refer to. */
void model_check_row (ModelCheck *self, const ModelRow *row);
/* Expected weight at birth in grams, by gestation in days and sex (NULL or another: the mean of
 * both), and a standard deviation of 12 % of it: Marsal 1996, Acta Paediatr 85:843-8, 24 to 43
 * weeks. NAN outside. */
double model_check_expected_weight (int gestation_days, const char *sex);

G_END_DECLS
