/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by ui-editor.c (what is typed) and ui-editor-save.c (what becomes of it). */
#pragma once

#include "ui-editor.h"
#include "ui-keys.h"

G_BEGIN_DECLS

/* Something typed into a field; and, while a save is under way, rows that come and go. */
typedef enum { UI_EDITOR_TYPED, UI_EDITOR_ADDED, UI_EDITOR_REMOVED } UiEditorStepKind;
typedef struct
{
  UiEditorStepKind kind;
  ModelTable table;
  gint64 key, parent;
  const ModelField *field;
  char *text;
} UiEditorStep;

struct _UiEditor
{
  GObject parent_instance;
  SessionRegister *reg;
  ModelDictionary *dictionary;
  ModelDraft *draft;
  GPtrArray *issues;     /* of the draft */
  GPtrArray *old_issues; /* of the record as it was read */
  GArray *steps;         /* of UiEditorStep, oldest first, `text` being what was there before */
  UiKeys *keys;          /* what the last saves made of the draft's places */
  GArray *late;          /* of UiEditorStep: what was done while a save was under way */
  gint64 patient;
  gint32 today;
  guint serial;          /* of the record as it was read */
  gint64 archived;       /* the change that archived her; 0 */
  ModelRecord *whole;    /* with archived rows; read when asked for */
  guint whole_serial;
  gboolean saving;
  gboolean writable;     /* as it was told last */
  gboolean leave;        /* the file stays when somebody else is loaded */
  SessionDraft *kept; /* the file of what isn't saved; NULL: nothing was typed yet */
};

GArray *ui_editor_steps_new (void);
/* Of an archived patient as she was; then nothing can be changed. NULL: she is gone. */
ModelRecord *ui_editor_read (UiEditor *self, GError **error);
/* A draft takes the place of the one there was, with each of its cells as a step that can be taken
 * back; tells. Takes draft. */
void ui_editor_take_draft (UiEditor *self, ModelDraft *draft);
/* The same of a new one upon a record that was read. */
void ui_editor_set_draft (UiEditor *self, const ModelRecord *record);
/* The draft changed: checks it, keeps it, tells. */
void ui_editor_recheck (UiEditor *self);
/* Hands what isn't saved to its file, or removes that; unless a save is under way. */
void ui_editor_keep (UiEditor *self);
/* Gives the file up; forget: with what is in it. */
void ui_editor_let_go (UiEditor *self, gboolean forget);
/* Tells those who show it. */
void ui_editor_tell (UiEditor *self);
void ui_editor_tell_unsafe (UiEditor *self, const char *message);

G_END_DECLS
