/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "model-record.h"

G_BEGIN_DECLS

/* Rows in a few words, for tables, choices and titles. Pure functions of the record; (transfer
 * full). */

/* A cell for display; references by the row they name. */
char *ui_text_cell (ModelDictionary *dictionary,
                    const ModelRecord *record,
                    const ModelRow *row,
                    const char *field);
/* "2 Sep 2011, frozen", "Male partner": what a reference to this row shows. */
char *ui_text_row (ModelDictionary *dictionary, const ModelRecord *record, const ModelRow *row);

/* The columns of the table of transfers. */
/* "frozen, day 5, 4AB" */
char *
ui_text_embryos (ModelDictionary *dictionary, const ModelRecord *record, const ModelRow *transfer);
/* "25 g × 3" */
char *
ui_text_ivig (ModelDictionary *dictionary, const ModelRecord *record, const ModelRow *transfer);
/* "10 mg" */
char *ui_text_prednisone (ModelDictionary *dictionary,
                          const ModelRecord *record,
                          const ModelRow *transfer);
/* "miscarriage 8+3, karyotype normal"; "outcome due since 14 Mar 2013". */
char *ui_text_outcome (ModelDictionary *dictionary,
                       const ModelRecord *record,
                       const ModelRow *transfer,
                       gint32 today);
/* A short one for the timeline. */
char *ui_text_outcome_short (ModelDictionary *dictionary,
                             const ModelRecord *record,
                             const ModelRow *transfer,
                             gint32 today);
/* Its place among the patient's transfers by date, from 1. */
guint ui_text_transfer_number (const ModelRecord *record, gint64 key);

/* What saving the edits does, without values: "Add: Transfer". (element-type ModelEdit) */
char *ui_text_act (const GPtrArray *edits);

/* By id, NULL when not asked. Borrowed. */
const char *ui_text_value (ModelDictionary *dictionary, const ModelRow *row, const char *field);
gboolean
ui_text_is (ModelDictionary *dictionary, const ModelRow *row, const char *field, const char *value);

/* The name of a field, translated; brief: where it has little room. */
const char *ui_text_label (const ModelField *field, gboolean brief);
/* What names a field, with the field's unit where it has one. (transfer full) */
char *ui_text_with_unit (const ModelField *field, const char *label);
/* The same of a unit; NULL: none. */
char *ui_text_in_unit (const char *label, const char *unit);
/* The name of a field with its unit; brief: as short as the field itself can be. */
char *ui_text_caption (const ModelField *field, gboolean brief);

/* The columns in which the rows of a table are listed, NULL-terminated ids, and their shares of
 * the width. */
const char *const *ui_text_columns (ModelTable table);
int                ui_text_column_weight (ModelTable table, const char *field);
/* The fields of the first line of a form, in their order; the others follow. NULL: all are
 * alike. */
const char *const *ui_text_essentials (ModelTable table);
const char        *ui_text_add_label (ModelTable table); /* translated: "Add infusion" */

G_END_DECLS
