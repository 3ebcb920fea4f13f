/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model-value.h"
#include "session-draft.h"

G_BEGIN_DECLS

/* What is being typed about one patient: the state that every form widget shows and changes.
 *
 * A widget's callback hands what was typed to the editor and returns; the editor emits `changed`;
 * each widget then writes itself from the editor. Signals:
 * changed ()   values, rows or issues differ; keys of saved rows may have been replaced
 * (ui_editor_map_key)
 * unsafe (message)   what is typed can't be kept against a crash; a sentence
 *
 * What is typed is kept in a file (session-draft.h) until it is saved or discarded; when the editor
 * goes without either, the file stays.
 */
#define UI_TYPE_EDITOR (ui_editor_get_type ())
G_DECLARE_FINAL_TYPE (UiEditor, ui_editor, UI, EDITOR, GObject)

UiEditor *ui_editor_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Forgets what was typed, and its file. reg NULL or patient 0: nobody. */
gboolean  ui_editor_load (UiEditor *self, SessionRegister *reg, gint64 patient, GError **error);
/* Loads the patient of typing that was found, with that typing, and takes over its file. Where some
 * of it has no row any more, *out_homeless (transfer full) is a text that shows it. On an error
 * nobody is loaded. */
gboolean  ui_editor_restore (UiEditor *self,
                             SessionRegister *reg,
                             SessionDraft *kept,
                             char **out_homeless,
                             GError **error);
/* Reads the stored record again, if nothing is unsaved. FALSE: she is gone. */
gboolean  ui_editor_reload (UiEditor *self);

SessionRegister   *ui_editor_register (UiEditor *self);   /* borrowed; NULL */
ModelDictionary   *ui_editor_dictionary (UiEditor *self); /* borrowed; NULL */
gint64             ui_editor_patient (UiEditor *self);
const ModelRecord *ui_editor_record (UiEditor *self);     /* as typed so far; NULL: nobody */
gint32             ui_editor_today (UiEditor *self);
guint              ui_editor_serial (UiEditor *self);     /* counts how often a record was read */
/* The day as of which outcomes are due: the data cut of the demonstration, else today. */
gint32             ui_editor_as_of (UiEditor *self);
gboolean           ui_editor_is_writable (UiEditor *self);
/* The change that archived the patient, who is shown as she was then; 0: she is in force. */
gint64             ui_editor_archived (UiEditor *self);
/* What is stored, with the archived rows; borrowed, NULL where it can't be read. */
const ModelRecord *ui_editor_with_archived (UiEditor *self);

const ModelRow   *ui_editor_row (UiEditor *self, ModelTable table, gint64 key); /* NULL */
const char *ui_editor_value (UiEditor *self, ModelTable table, gint64 key, const ModelField *field);
/* As an entry shows it: as typed where that isn't understood. (transfer full) */
char *ui_editor_text (UiEditor *self, ModelTable table, gint64 key, const ModelField *field);
/* The same once the field is left: what was understood stands there in the register's own words.
 * (transfer full) */
char *ui_editor_shown_text (UiEditor *self, ModelTable table, gint64 key, const ModelField *field);
gboolean ui_editor_is_shown (UiEditor *self, ModelTable table, gint64 key, const ModelField *field);
/* The gravest thing to say about a field; NULL: nothing. Soft issues that were there before
 * count last. */
const ModelIssue *
ui_editor_issue (UiEditor *self, ModelTable table, gint64 key, const ModelField *field);
gboolean          ui_editor_issue_is_new (UiEditor *self, const ModelIssue *issue);
/* Of the row as a whole, or NULL. */
const ModelIssue *ui_editor_row_issue (UiEditor *self, ModelTable table, gint64 key);

void ui_editor_set_typed (UiEditor *self,
                          ModelTable table,
                          gint64 key,
                          const ModelField *field,
                          const char *typed);
void ui_editor_set_value (UiEditor *self,
                          ModelTable table,
                          gint64 key,
                          const ModelField *field,
                          const char *value);
/* Hangs a new row below another one. */
void ui_editor_move_row (UiEditor *self, ModelTable table, gint64 key, gint64 parent);
gint64 ui_editor_add_row (UiEditor *self, ModelTable table, gint64 parent);
void   ui_editor_remove_row (UiEditor *self, ModelTable table, gint64 key);
/* The key that a row of the draft got when it was saved; others are returned as they are. */
gint64 ui_editor_map_key (UiEditor *self, ModelTable table, gint64 key);

gboolean ui_editor_is_changed (UiEditor *self);
/* A row in which something stands that isn't saved. FALSE: none. */
gboolean ui_editor_find_typing (UiEditor *self, ModelTable *out_table, gint64 *out_key);
/* Takes back the last thing typed. FALSE: there is nothing typed. */
gboolean ui_editor_undo_typing (UiEditor *self);
void     ui_editor_discard (UiEditor *self);
/* What is typed can't be saved now: its file is made sure and left, for the next opening, when
 * another patient or nobody is loaded. FALSE: it can't be written, which `unsafe` says. */
gboolean ui_editor_leave_kept (UiEditor *self);

/* The first thing that forbids saving; NULL: it can be saved. */
const ModelIssue *ui_editor_hard_issue (UiEditor *self);
/* How many rows would be archived. */
guint ui_editor_n_to_archive (UiEditor *self);
/* How many new warnings, and rows to be archived, ask for a reason. */
guint             ui_editor_n_reasons (UiEditor *self);
/* The reason that was given for them, or NULL. */
const char       *ui_editor_reason (UiEditor *self);
void              ui_editor_set_reason (UiEditor *self, const char *reason);
/* What was done, without values. (transfer full) */
char             *ui_editor_save_label (UiEditor *self);
/* Where somebody changed the same meanwhile it fails, and ui_editor_conflicts says what. */
void ui_editor_save_async (UiEditor *self,
                           const char *reason,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean          ui_editor_save_finish (UiEditor *self, GAsyncResult *result, GError **error);
/* What waits for a decision, of ModelConflict; borrowed, NULL: nobody is loaded. */
const GPtrArray  *ui_editor_conflicts (UiEditor *self);
/* Decides all of it: model_draft_settle. */
void              ui_editor_settle (UiEditor *self, gboolean mine);
gboolean          ui_editor_is_saving (UiEditor *self);

G_END_DECLS
