/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by model-draft.c (what is typed), model-draft-check.c (what is wrong with it),
 * model-draft-text.c (what is kept of it) and model-draft-restore.c (how it comes back). */
#pragma once

#include "model-draft.h"

G_BEGIN_DECLS

/* What stands in an entry, as typed. */
typedef struct
{
  ModelTable table;
  gint64 key;
  const ModelField *field;
  char *text;
  char *error; /* NULL: it was understood and is in the record */
} ModelTyped;

struct _ModelDraft
{
  ModelDictionary *dictionary;
  ModelRecord *original;
  ModelRecord *record;
  ModelRecord *blank;   /* each new row as it was made: one that still equals it was never filled */
  GPtrArray *typed;     /* of ModelTyped */
  GPtrArray *conflicts; /* of ModelConflict */
  GPtrArray *homeless;  /* of ModelConflict */
  char *reason;
  gint32 today;
  int limit_days;
  gint64 next_place;
};

/* What a new row is referred to by has to be there before it: tables are saved and kept so. */
extern const ModelTable model_draft_order[MODEL_N_TABLES];

/* The key that a row of this table and parent has where the draft can't choose one; 0: it can. */
gint64 model_draft_fixed_key (ModelTable table, gint64 parent);
/* Of the record, with what hangs on it. */
void   model_draft_take_out (ModelDraft *self, ModelTable table, gint64 key);

ModelTyped *model_draft_find_typed (ModelDraft *self,
                                    ModelTable table,
                                    gint64 key,
                                    const ModelField *field);
void        model_draft_keep_typed (ModelDraft *self,
                                    ModelTable table,
                                    gint64 key,
                                    const ModelField *field,
                                    const char *text,
                                    const char *error);
void        model_draft_drop_typed (ModelDraft *self,
                                    ModelTable table,
                                    gint64 key,
                                    const ModelField *field);

/* A result that wasn't understood is read again by the test that it is now a result of. */
void        model_draft_read_result_again (ModelDraft *self, ModelRow *row);

/* Whether saving leaves the row out: it was added here, never filled, and no row that is kept hangs
 * on it or refers to it. */
gboolean model_draft_is_left_out (ModelDraft *self, const ModelRow *row);

/* A draft without any row. */
ModelDraft *model_draft_new_empty (ModelDictionary *dictionary, gint64 patient, gint32 today);

/* --- the lines of a kept draft ---------------------------------------------------------------- */

typedef enum
{
  MODEL_DRAFT_LINE_HIGHEST,
  MODEL_DRAFT_LINE_REASON,
  MODEL_DRAFT_LINE_ADD,
  MODEL_DRAFT_LINE_BLANK,
  MODEL_DRAFT_LINE_SET,
  MODEL_DRAFT_LINE_TYPED,
  MODEL_DRAFT_LINE_ENTERED,
  MODEL_DRAFT_LINE_REMOVE,
  MODEL_DRAFT_LINE_RESTORE
} ModelDraftLineKind;

typedef struct
{
  ModelDraftLineKind kind;
  ModelTable table;
  gint64 key, parent;
  const ModelField *field;
  char *first, *second; /* the cells behind the field's, "" for not asked; the reason is `first` */
} ModelDraftLine;

/* (transfer full) (element-type ModelDraftLine); NULL with an error of MODEL_DRAFT_ERROR. */
GArray *model_draft_read_lines (ModelDictionary *dictionary,
                                const char *text,
                                gint64 *out_patient,
                                GError **error);
/* Sets the error; FALSE. */
gboolean model_draft_fail (GError **error, ModelDraftError code);

G_END_DECLS
