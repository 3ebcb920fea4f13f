/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of the patient's forms: a draft, its issues, what was typed in which order. Knows no
 * widget; writes nothing but through the session. */
#include "ui-editor.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"
#include "model-value.h"
#include "ui-keys.h"
#include "ui-text.h"

typedef struct
{
  ModelTable table;
  gint64 key;
  const ModelField *field;
  char *before; /* the text that was there */
} Step;

struct _UiEditor
{
  GObject parent_instance;
  SessionRegister *reg;
  ModelDictionary *dictionary;
  ModelDraft *draft;
  GPtrArray *issues;     /* of the draft */
  GPtrArray *old_issues; /* of the record as it was read */
  GArray *steps;         /* of Step, oldest first */
  UiKeys *keys;          /* what the last saves made of the draft's places */
  GArray *late;          /* of Step, `before` being what was typed while a save was under way */
  gint64 patient;
  gint32 today;
  guint serial;        /* of the record as it was read */
  gint64 archived;     /* the change that archived her; 0 */
  ModelRecord *whole;  /* with archived rows; read when asked for */
  guint whole_serial;
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (UiEditor, ui_editor, G_TYPE_OBJECT)

static guint changed_signal;

static void
step_clear (gpointer data)
{
  g_free (((Step *) data)->before);
}

static void
recheck (UiEditor *self)
{
  g_clear_pointer (&self->issues, g_ptr_array_unref);
  self->issues = model_draft_check (self->draft);
  g_signal_emit (self, changed_signal, 0);
}

static void
set_draft (UiEditor          *self,
           const ModelRecord *record)
{
  ModelDraft *earlier = self->draft;

  g_clear_pointer (&self->old_issues, g_ptr_array_unref);
  self->today = base_today ();
  self->serial++;
  self->draft = earlier != NULL ? model_draft_new_after (earlier, record, self->today)
                                : model_draft_new (self->dictionary, record, self->today);
  model_draft_free (earlier);
  self->old_issues = model_record_check (self->dictionary, record, self->today);
  g_array_set_size (self->steps, 0);
  recheck (self);
}

/* Of an archived patient as she was; then nothing can be changed. NULL: she is gone. */
static ModelRecord *
read_record (UiEditor  *self,
             GError   **error)
{
  ModelRecord *record = session_register_read (self->reg, self->patient, FALSE, NULL);

  self->archived = 0;
  if (record == NULL)
    record = session_register_read_archived (self->reg, self->patient, &self->archived, error);
  return record;
}

gboolean
ui_editor_load (UiEditor         *self,
                SessionRegister  *reg,
                gint64            patient,
                GError          **error)
{
  g_autoptr (ModelRecord) record = NULL;

  g_return_val_if_fail (UI_IS_EDITOR (self), FALSE);

  g_clear_pointer (&self->draft, model_draft_free);
  g_clear_pointer (&self->issues, g_ptr_array_unref);
  g_array_set_size (self->steps, 0);
  ui_keys_clear (self->keys);
  g_set_object (&self->reg, reg);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  if (reg != NULL)
    self->dictionary = model_dictionary_ref (session_register_dictionary (reg));
  self->patient = patient;
  self->archived = 0;
  if (reg != NULL && patient > 0)
    record = read_record (self, error);
  if (record != NULL)
    {
      set_draft (self, record);
      return TRUE;
    }
  self->patient = 0;
  g_signal_emit (self, changed_signal, 0);
  return reg == NULL || patient <= 0;
}

gboolean
ui_editor_reload (UiEditor *self)
{
  g_autoptr (ModelRecord) record = NULL;

  g_return_val_if_fail (UI_IS_EDITOR (self), FALSE);

  if (self->draft == NULL || ui_editor_is_changed (self))
    return TRUE;
  record = read_record (self, NULL);
  if (record == NULL)
    return FALSE;
  set_draft (self, record);
  return TRUE;
}

SessionRegister *
ui_editor_register (UiEditor *self)
{
  return self->reg;
}

guint
ui_editor_serial (UiEditor *self)
{
  return self->serial;
}

ModelDictionary *
ui_editor_dictionary (UiEditor *self)
{
  return self->dictionary;
}

gint64
ui_editor_patient (UiEditor *self)
{
  return self->patient;
}

const ModelRecord *
ui_editor_record (UiEditor *self)
{
  return self->draft != NULL ? model_draft_record (self->draft) : NULL;
}

gint32
ui_editor_today (UiEditor *self)
{
  return self->today;
}

gint32
ui_editor_as_of (UiEditor *self)
{
  return self->reg != NULL && session_register_is_synthetic (self->reg)
             ? session_register_data_cut (self->reg)
             : self->today;
}

gboolean
ui_editor_is_writable (UiEditor *self)
{
  return self->reg != NULL && self->archived == 0 && session_register_is_writable (self->reg);
}

gint64
ui_editor_archived (UiEditor *self)
{
  return self->archived;
}

const ModelRecord *
ui_editor_with_archived (UiEditor *self)
{
  if (self->draft == NULL)
    return NULL;
  if (self->whole == NULL || self->whole_serial != self->serial)
    {
      g_clear_pointer (&self->whole, model_record_free);
      self->whole = session_register_read (self->reg, self->patient, TRUE, NULL);
      self->whole_serial = self->serial;
    }
  return self->whole;
}

const ModelRow *
ui_editor_row (UiEditor   *self,
               ModelTable  table,
               gint64      key)
{
  return self->draft != NULL ? model_record_find (model_draft_record (self->draft), table, key)
                             : NULL;
}

const char *
ui_editor_value (UiEditor         *self,
                 ModelTable        table,
                 gint64            key,
                 const ModelField *field)
{
  const ModelRow *row = ui_editor_row (self, table, key);

  return row != NULL && field != NULL ? model_row_get (row, field) : NULL;
}

char *
ui_editor_text (UiEditor         *self,
                ModelTable        table,
                gint64            key,
                const ModelField *field)
{
  if (ui_editor_row (self, table, key) == NULL)
    return g_strdup ("");
  return model_draft_get_text (self->draft, table, key, field);
}

char *
ui_editor_shown_text (UiEditor         *self,
                      ModelTable        table,
                      gint64            key,
                      const ModelField *field)
{
  const ModelRow *row = ui_editor_row (self, table, key);
  g_autofree char *text = ui_editor_text (self, table, key, field);
  g_autofree char *value = NULL;
  const ModelField *by;

  if (row == NULL)
    return g_steal_pointer (&text);
  by = model_row_value_field (self->dictionary, row, field);
  if (!model_value_from_typed (by, text, self->today, &value, NULL))
    return g_steal_pointer (&text);
  return model_value_to_editable (by, model_row_get (row, field));
}

gboolean
ui_editor_is_shown (UiEditor         *self,
                    ModelTable        table,
                    gint64            key,
                    const ModelField *field)
{
  const ModelRow *row = ui_editor_row (self, table, key);
  const ModelRow *parent = NULL;

  if (row == NULL)
    return FALSE;
  /* A value that the condition no longer asks for stays in sight: nothing stored is hidden. */
  if (field->shown_if == NULL || model_row_get (row, field) != NULL)
    return TRUE;
  if (model_table_parent (table) != MODEL_N_TABLES)
    parent = ui_editor_row (self, model_table_parent (table), row->parent);
  return model_field_is_shown (self->dictionary, field, row->values,
                               parent != NULL ? parent->values : NULL);
}

static gboolean
issue_is_about (const ModelIssue *issue,
                ModelTable        table,
                gint64            key,
                const ModelField *field)
{
  return issue->table == table && issue->key == key && issue->field == field;
}

gboolean
ui_editor_issue_is_new (UiEditor         *self,
                        const ModelIssue *issue)
{
  for (guint i = 0; i < self->old_issues->len; i++)
    {
      const ModelIssue *old = g_ptr_array_index (self->old_issues, i);

      if (issue_is_about (old, issue->table, issue->key, issue->field)
          && g_str_equal (old->rule, issue->rule))
        return FALSE;
    }
  return TRUE;
}

const ModelIssue *
ui_editor_issue (UiEditor         *self,
                 ModelTable        table,
                 gint64            key,
                 const ModelField *field)
{
  const ModelIssue *found = NULL;
  int found_rank = 0;

  for (guint i = 0; self->issues != NULL && i < self->issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (self->issues, i);
      int rank;

      if (!issue_is_about (issue, table, key, field))
        continue;
      rank = issue->kind == MODEL_ISSUE_HARD ? 3 : ui_editor_issue_is_new (self, issue) ? 2 : 1;
      if (rank > found_rank)
        {
          found = issue;
          found_rank = rank;
        }
    }
  return found;
}

const ModelIssue *
ui_editor_row_issue (UiEditor   *self,
                     ModelTable  table,
                     gint64      key)
{
  return ui_editor_issue (self, table, key, NULL);
}

/* --- changing --------------------------------------------------------------------------------- */

/* Typing in one field is one step, however many keys it took. */
static void
note_step (UiEditor         *self,
           ModelTable        table,
           gint64            key,
           const ModelField *field)
{
  Step step = { table, key, field, NULL };

  if (self->steps->len > 0)
    {
      const Step *last = &g_array_index (self->steps, Step, self->steps->len - 1);

      if (last->table == table && last->key == key && last->field == field)
        return;
    }
  step.before = model_draft_get_text (self->draft, table, key, field);
  g_array_append_val (self->steps, step);
}

static void
note_late (UiEditor         *self,
           ModelTable        table,
           gint64            key,
           const ModelField *field,
           const char       *typed)
{
  Step step = { table, key, field, g_strdup (typed) };

  g_array_append_val (self->late, step);
}

/* What was typed after the save began is typed again into what was saved. */
static void
retype_late (UiEditor *self)
{
  g_autoptr (GArray) late = g_steal_pointer (&self->late);

  self->late = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->late, step_clear);
  for (guint i = 0; i < late->len; i++)
    {
      const Step *step = &g_array_index (late, Step, i);

      ui_editor_set_typed (self, step->table, ui_editor_map_key (self, step->table, step->key),
                           step->field, step->before);
    }
}

void
ui_editor_set_typed (UiEditor         *self,
                     ModelTable        table,
                     gint64            key,
                     const ModelField *field,
                     const char       *typed)
{
  g_return_if_fail (UI_IS_EDITOR (self));

  if (ui_editor_row (self, table, key) == NULL)
    return;
  if (self->saving)
    note_late (self, table, key, field, typed);
  note_step (self, table, key, field);
  model_draft_set_typed (self->draft, table, key, field, typed);
  recheck (self);
}

void
ui_editor_set_value (UiEditor         *self,
                     ModelTable        table,
                     gint64            key,
                     const ModelField *field,
                     const char       *value)
{
  g_return_if_fail (UI_IS_EDITOR (self));

  if (field == NULL || ui_editor_row (self, table, key) == NULL)
    return;
  note_step (self, table, key, field);
  model_draft_set_value (self->draft, table, key, field, value);
  if (self->saving)
    {
      g_autofree char *text = model_draft_get_text (self->draft, table, key, field);

      note_late (self, table, key, field, text);
    }
  recheck (self);
}

gint64
ui_editor_add_row (UiEditor   *self,
                   ModelTable  table,
                   gint64      parent)
{
  gint64 key;

  g_return_val_if_fail (UI_IS_EDITOR (self) && self->draft != NULL, 0);

  key = model_draft_add_row (self->draft, table, parent);
  recheck (self);
  return key;
}

void
ui_editor_move_row (UiEditor   *self,
                    ModelTable  table,
                    gint64      key,
                    gint64      parent)
{
  g_return_if_fail (UI_IS_EDITOR (self) && self->draft != NULL);

  model_draft_move_row (self->draft, table, key, parent);
  recheck (self);
}

/* A cycle that was added for a transfer goes with it. */
static void
remove_unused_cycle (UiEditor *self,
                     gint64    cycle)
{
  const ModelRecord *record = model_draft_record (self->draft);

  for (guint i = 0; i < record->rows[MODEL_TABLE_TRANSFER]->len; i++)
    if (((const ModelRow *) record->rows[MODEL_TABLE_TRANSFER]->pdata[i])->parent == cycle)
      return;
  if (cycle < 0 && model_record_find (record, MODEL_TABLE_CYCLE, cycle) != NULL)
    model_draft_remove_row (self->draft, MODEL_TABLE_CYCLE, cycle);
}

void
ui_editor_remove_row (UiEditor   *self,
                      ModelTable  table,
                      gint64      key)
{
  const ModelRow *row = ui_editor_row (self, table, key);
  gint64 cycle = row != NULL && table == MODEL_TABLE_TRANSFER ? row->parent : 0;

  g_return_if_fail (UI_IS_EDITOR (self) && self->draft != NULL);

  for (guint i = self->steps->len; i-- > 0;)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (step->table == table && step->key == key)
        g_array_remove_index (self->steps, i);
    }
  model_draft_remove_row (self->draft, table, key);
  remove_unused_cycle (self, cycle);
  recheck (self);
}

gint64
ui_editor_map_key (UiEditor   *self,
                   ModelTable  table,
                   gint64      key)
{
  return ui_keys_map (self->keys, table, key);
}

gboolean
ui_editor_is_changed (UiEditor *self)
{
  return self->draft != NULL && model_draft_is_changed (self->draft);
}

gboolean
ui_editor_undo_typing (UiEditor *self)
{
  if (!ui_editor_is_changed (self))
    return FALSE;
  while (self->steps->len > 0)
    {
      Step step = g_array_index (self->steps, Step, self->steps->len - 1);
      g_autofree char *before = g_steal_pointer (&step.before);
      g_autofree char *now = NULL;

      g_array_index (self->steps, Step, self->steps->len - 1).before = NULL;
      g_array_set_size (self->steps, self->steps->len - 1);
      if (ui_editor_row (self, step.table, step.key) == NULL)
        continue;
      now = model_draft_get_text (self->draft, step.table, step.key, step.field);
      if (g_strcmp0 (before, now) == 0)
        continue;
      model_draft_set_typed (self->draft, step.table, step.key, step.field, before);
      recheck (self);
      return TRUE;
    }
  /* Rows were added or taken away and nothing typed: back to what is stored. */
  ui_editor_discard (self);
  return TRUE;
}

void
ui_editor_discard (UiEditor *self)
{
  g_autoptr (ModelRecord) record = NULL;

  if (self->draft == NULL)
    return;
  /* What is stored by now, not what was read then: somebody may have changed it meanwhile. */
  record = read_record (self, NULL);
  if (record == NULL)
    record = model_record_copy (model_draft_original (self->draft));
  set_draft (self, record);
}

/* --- saving ----------------------------------------------------------------------------------- */

const ModelIssue *
ui_editor_hard_issue (UiEditor *self)
{
  for (guint i = 0; self->issues != NULL && i < self->issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (self->issues, i);

      if (issue->kind == MODEL_ISSUE_HARD)
        return issue;
    }
  return NULL;
}

guint
ui_editor_n_to_archive (UiEditor *self)
{
  g_autoptr (GPtrArray) edits = NULL;
  guint n = 0;

  if (self->draft == NULL)
    return 0;
  edits = model_draft_edits (self->draft);
  for (guint i = 0; i < edits->len; i++)
    n += ((const ModelEdit *) g_ptr_array_index (edits, i))->kind == MODEL_EDIT_ARCHIVE;
  return n;
}

guint
ui_editor_n_reasons (UiEditor *self)
{
  guint n = ui_editor_n_to_archive (self);

  if (!ui_editor_is_changed (self))
    return 0;
  for (guint i = 0; i < self->issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (self->issues, i);

      n += issue->kind == MODEL_ISSUE_SOFT && ui_editor_issue_is_new (self, issue);
    }
  return n;
}

char *
ui_editor_save_label (UiEditor *self)
{
  g_autoptr (GPtrArray) edits = model_draft_edits (self->draft);

  return ui_text_act (edits);
}

typedef struct
{
  SessionConflict *conflict;
  GPtrArray *edits;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_pointer (&save->conflict, session_conflict_free);
  g_clear_pointer (&save->edits, g_ptr_array_unref);
  g_free (save);
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  UiEditor *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 patient = 0;

  self->saving = FALSE;
  if (!session_register_save_finish (SESSION_REGISTER (source), result, &patient, &save->conflict,
                                     &error))
    {
      g_array_set_size (self->late, 0); /* the draft still has it all */
      g_signal_emit (self, changed_signal, 0);
      g_task_return_error (task, error);
      return;
    }
  if (self->draft != NULL && self->reg == SESSION_REGISTER (source))
    {
      g_autoptr (ModelRecord) record = read_record (self, NULL);

      if (record != NULL)
        {
          ui_keys_note (self->keys, model_draft_original (self->draft), save->edits, record);
          set_draft (self, record);
          retype_late (self);
        }
    }
  g_task_return_boolean (task, TRUE);
}

void
ui_editor_save_async (UiEditor            *self,
                      const char          *reason,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *label = NULL;
  Save *save;

  g_return_if_fail (UI_IS_EDITOR (self) && self->draft != NULL);

  if (self->saving)
    {
      g_task_return_new_error (task, SESSION_ERROR, SESSION_ERROR_BUSY,
                               _ ("The change before this one is still being saved."));
      return;
    }
  label = ui_editor_save_label (self);
  save = g_new0 (Save, 1);
  save->edits = model_draft_edits (self->draft);
  g_task_set_task_data (task, save, save_free);
  self->saving = TRUE;
  session_register_save_async (self->reg, self->draft, label,
                               reason != NULL && reason[0] != '\0' ? reason : NULL, NULL, save_cb,
                               g_steal_pointer (&task));
}

gboolean
ui_editor_save_finish (UiEditor         *self,
                       GAsyncResult     *result,
                       SessionConflict **out_conflict,
                       GError          **error)
{
  Save *save = g_task_get_task_data (G_TASK (result));

  if (out_conflict != NULL)
    *out_conflict = save != NULL ? g_steal_pointer (&save->conflict) : NULL;
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
ui_editor_is_saving (UiEditor *self)
{
  return self->saving;
}

static void
ui_editor_finalize (GObject *object)
{
  UiEditor *self = UI_EDITOR (object);

  g_clear_pointer (&self->draft, model_draft_free);
  g_clear_pointer (&self->whole, model_record_free);
  g_clear_pointer (&self->issues, g_ptr_array_unref);
  g_clear_pointer (&self->old_issues, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->keys, ui_keys_free);
  g_clear_pointer (&self->late, g_array_unref);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  g_clear_object (&self->reg);
  G_OBJECT_CLASS (ui_editor_parent_class)->finalize (object);
}

static void
ui_editor_class_init (UiEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ui_editor_finalize;
  changed_signal = g_signal_new ("changed", UI_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
ui_editor_init (UiEditor *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->steps, step_clear);
  self->keys = ui_keys_new ();
  self->late = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->late, step_clear);
}

UiEditor *
ui_editor_new (void)
{
  return g_object_new (UI_TYPE_EDITOR, NULL);
}
