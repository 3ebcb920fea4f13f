/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being typed: a patient's record as it was read, what was changed since, and what is wrong
 * with it. Knows no widget and no store. The one validator of the house serves form, import and
 * `check`. */
#pragma once

#include "model-record.h"

G_BEGIN_DECLS

typedef enum
{
  MODEL_ISSUE_HARD, /* can't be saved */
  MODEL_ISSUE_SOFT  /* can be saved with a reason */
} ModelIssueKind;

typedef struct
{
  ModelIssueKind kind;
  ModelTable table;
  gint64 key;
  const ModelField *field; /* NULL: of the row as a whole */
  const char *rule;        /* stable id, e.g. "outcome-before-transfer" */
  char *message; /* a sentence, translated; says what is expected, no value of the patient's */
} ModelIssue;

void model_issue_free (ModelIssue *self);

/* Row and cross-row checks of a whole record; archived rows in it are left out. today: day that
 * "the future" is measured from. The rules and their ids: model-check.c. What more than one patient
 * decides (a patient's code being unique) isn't seen here. (transfer full) (element-type
 * ModelIssue) */
GPtrArray *
model_record_check (ModelDictionary *dictionary, const ModelRecord *record, gint32 today);
/* The same; limit_days: gestation from which a fetus counts as stillborn, by the definition set in
 * force (model_record_check takes MODEL_GESTATION_LIMIT_DAYS). */
#define MODEL_GESTATION_LIMIT_DAYS 154 /* 22 weeks, ICMART */
GPtrArray *model_record_check_by (ModelDictionary *dictionary,
                                  const ModelRecord *record,
                                  gint32 today,
                                  int limit_days);
/* Only the checks that need no other row: types, ranges, required HARD, dates in the future, and
 * what the fields of one row say of each other. Appends to `issues`; allocates nothing where all is
 * well. */
void
model_row_check (ModelDictionary *dictionary, const ModelRow *row, gint32 today, GPtrArray *issues);

typedef struct _ModelDraft ModelDraft;

/* A draft over a copy of `record` (NULL: a new patient, with one empty PATIENT row of place -1). */
ModelDraft *model_draft_new (ModelDictionary *dictionary, const ModelRecord *record, gint32 today);
void        model_draft_free (ModelDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelDraft, model_draft_free)

/* As it would be saved now, and with the rows that were added and not filled yet. */
const ModelRecord *model_draft_record (ModelDraft *self);
const ModelRecord *model_draft_original (ModelDraft *self); /* as it was read */
/* Gestation from which a fetus counts as stillborn (settings); MODEL_GESTATION_LIMIT_DAYS until
 * told. */
void model_draft_set_gestation_limit (ModelDraft *self, int limit_days);

/* A new row below `parent` (0: the patient; of medication and adverse events the transfer that they
 * are for, or 0); returns its (negative) key. Sequence, position,
 * birth_order and order_in_cycle start with the next free number. Of identity and of a transfer's
 * outcome there is one: its key is fixed (1; the transfer's), and where it is there already, that
 * one is returned. */
gint64   model_draft_add_row (ModelDraft *self, ModelTable table, gint64 parent);
/* Hangs a row that was added here below another parent, with the next free number there. */
void     model_draft_move_row (ModelDraft *self, ModelTable table, gint64 key, gint64 parent);
/* Of a new row: forgets it. Of a stored one: archives it, with what hangs below it, and with a
 * transfer the medication and adverse events that name it. Another row that refers to it then has a
 * HARD issue "reference". */
void     model_draft_remove_row (ModelDraft *self, ModelTable table, gint64 key);

/* The date of birth under identity fills in an empty month of birth, a test an untouched unit.
 *
 * What was typed into a field. Kept as typed also when it can't be understood, so that nothing
 * typed is lost; the field then keeps its former value and has a HARD issue. */
void model_draft_set_typed (ModelDraft *self,
                            ModelTable table,
                            gint64 key,
                            const ModelField *field,
                            const char *typed);
/* A value in export notation (from a list, a switch). */
void model_draft_set_value (ModelDraft *self,
                            ModelTable table,
                            gint64 key,
                            const ModelField *field,
                            const char *value);
/* The text an entry shows: as typed, else model_value_to_editable. (transfer full) */
char *
model_draft_get_text (ModelDraft *self, ModelTable table, gint64 key, const ModelField *field);

/* Where it follows an earlier draft of the patient: no new row gets the key of one of its new
 * rows. */
void model_draft_follow (ModelDraft *self, ModelDraft *earlier);

/* Typed text that isn't understood counts as changed. */
gboolean model_draft_is_changed (ModelDraft *self);
/* Issues of the record and of what was typed, rule "typed". A reference that was read so and leads
 * to no row of the record (an archived one) is SOFT here. (transfer full) (element-type ModelIssue)
 */
GPtrArray *model_draft_check (ModelDraft *self);
/* The edits that saving makes: restored rows first, then new ones, what is referred to before what
 * refers to it, then changed ones, then archived ones. Rows that were added and never filled are
 * left out. (transfer full) (element-type ModelEdit) */
GPtrArray *model_draft_edits (ModelDraft *self);

/* Why it is saved all the same, where a warning or an archived row asks for a reason; kept with
 * the rest of what was typed. NULL: none given. */
void        model_draft_set_reason (ModelDraft *self, const char *reason);
const char *model_draft_reason (ModelDraft *self);

/* --- keeping a draft (model-draft-text.c, model-draft-restore.c) ------------------------------ */

#define MODEL_DRAFT_ERROR (model_draft_error_quark ())
GQuark model_draft_error_quark (void);

typedef enum
{
  MODEL_DRAFT_ERROR_DAMAGED, /* not such a text, or not all of it */
  MODEL_DRAFT_ERROR_NEWER,   /* of a later version, or with fields this dictionary doesn't have */
  MODEL_DRAFT_ERROR_PATIENT  /* about another patient than the record, or her row isn't in it */
} ModelDraftError;

/* A field, or with field NULL a row, that was changed here and meanwhile in the register. Values in
 * export notation, for the screen only; `mine` as typed where that isn't understood. */
typedef struct
{
  ModelTable table;
  gint64 key;
  const ModelField *field;
  char *mine, *theirs;
  gint64 archived; /* of a row: the change that archived it */
} ModelConflict;
void model_conflict_free (ModelConflict *self);

/* Everything unsaved in a draft as lines of text, locale-free, UTF-8, first line the version. New
 * rows that were never filled hold nothing and aren't in it. (transfer full) */
char *model_draft_to_text (ModelDraft *self);
/* The patient such a text is about; 0: a new one; -1: it isn't such a text. */
gint64 model_draft_text_patient (const char *text);
/* The draft again, upon what is stored by now, archived rows included (`stored` NULL: a new
 * patient). What was saved after all is left out of it: fields that hold the same value, and new
 * rows that stand in the register with the same values. What both changed is in
 * model_draft_conflicts, and saving the draft as it is is a conflict. Nothing of `text` is lost:
 * what belongs to rows that aren't in the register at all is in model_draft_homeless. */
ModelDraft *model_draft_from_text (ModelDictionary *dictionary,
                                   const ModelRecord *stored,
                                   gint32 today,
                                   const char *text,
                                   GError **error);
/* Every cell in which something stands that isn't saved, in the order of saving; `theirs` is what
 * was there before, `mine` NULL. (transfer full) (element-type ModelConflict) */
GPtrArray       *model_draft_cells (ModelDraft *self);
const GPtrArray *model_draft_conflicts (ModelDraft *self); /* of ModelConflict; never NULL */
const GPtrArray *model_draft_homeless (ModelDraft *self);  /* of ModelConflict, theirs NULL */
/* Decides all conflicts: `mine`, saving will replace what is stored (and restore rows); else what
 * is stored takes the place of what was typed there. */
void             model_draft_settle (ModelDraft *self, gboolean mine);

G_END_DECLS
