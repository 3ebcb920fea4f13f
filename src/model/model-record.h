/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the register, a patient's whole record, and edits: what passes between store, io, session
 * and the forms. Values are in export notation (model-value.h). */
#pragma once

#include "model-dictionary.h"

G_BEGIN_DECLS

/* One row. `values` has one entry for each stored field of the table, in column order; NULL is not
 * asked. Keys: `patient` is the patient's number in the register (> 0; 0 or less: not yet stored);
 * `key` is the row's number within patient and table (of PATIENT and IDENTITY always 1, of
 * TRANSFER_OUTCOME the key of its transfer); `parent` is the key of the row it hangs below
 * (model_table_parent), 0 where that is the patient. Negative keys are places in a draft, replaced
 * when it is saved. */
typedef struct
{
  ModelTable table;
  gint64 patient;
  gint64 key;
  gint64 parent;
  gint64 created;  /* change id */
  gint64 archived; /* change id; 0: in force */
  guint n_values;
  char **values;   /* owned */
} ModelRow;

ModelRow *model_row_new (ModelDictionary *dictionary, ModelTable table);
ModelRow *model_row_copy (const ModelRow *self);
void      model_row_free (ModelRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelRow, model_row_free)
const char *model_row_get (const ModelRow *self, const ModelField *field); /* NULL: not asked */
/* The field by which a cell is typed, shown and checked: of the result of an investigation that of
 * its test (MODEL_TABLE_TEST), once the test is known; else `field` itself. */
const ModelField *
model_row_value_field (ModelDictionary *dictionary, const ModelRow *self, const ModelField *field);
void
model_row_set (ModelRow *self, const ModelField *field, const char *value); /* "" becomes NULL */

/* All rows of one patient, by table; within a table by key, transfers by date (last day), cycle
 * key, order_in_cycle, key, undated last. Archived rows are in `rows` only when asked for. Identity
 * is never in it unless asked for. */
typedef struct
{
  gint64 patient;
  GPtrArray *rows[MODEL_N_TABLES]; /* of ModelRow; never NULL */
} ModelRecord;

ModelRecord *model_record_new (gint64 patient);
ModelRecord *model_record_copy (const ModelRecord *self);
void         model_record_free (ModelRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelRecord, model_record_free)
ModelRow *
model_record_find (const ModelRecord *self, ModelTable table, gint64 key); /* borrowed; NULL */
/* Adds (takes) a row; model_record_sort puts the tables in the order above. */
void         model_record_take (ModelRecord *self, ModelRow *row);
void         model_record_sort (ModelRecord *self, ModelDictionary *dictionary);

typedef enum
{
  MODEL_EDIT_ADD,     /* `row` is new; its values are the first ones */
  MODEL_EDIT_SET,     /* one field from `based_on` to `value` */
  MODEL_EDIT_ARCHIVE, /* the row and what hangs below it */
  MODEL_EDIT_RESTORE
} ModelEditKind;

typedef struct
{
  ModelEditKind kind;
  ModelTable table;
  gint64 patient; /* of an ADD of a PATIENT row: a negative place, by which later edits of the same
                     change name her */
  gint64 key;     /* likewise */
  const ModelField *field; /* SET; borrowed from the dictionary */
  char *based_on;          /* SET; NULL: not asked */
  char *value;             /* SET */
  ModelRow *row;           /* ADD; owned */
} ModelEdit;

ModelEdit *model_edit_add (ModelRow *row); /* takes row */
ModelEdit *model_edit_set (ModelTable table,
                           gint64 patient,
                           gint64 key,
                           const ModelField *field,
                           const char *based_on,
                           const char *value);
ModelEdit *model_edit_archive (ModelTable table, gint64 patient, gint64 key);
ModelEdit *model_edit_restore (ModelTable table, gint64 patient, gint64 key);
void       model_edit_free (ModelEdit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelEdit, model_edit_free)

G_END_DECLS
