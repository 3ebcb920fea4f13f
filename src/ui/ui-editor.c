/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of the patient's forms: a draft, its issues, what was typed in which order. Knows no
 * widget; writes nothing but through the session. */
#include "ui-editor-private.h"

#include "base-clock.h"
#include "model-value.h"
#include "ui-keys.h"

G_DEFINE_FINAL_TYPE (UiEditor, ui_editor, G_TYPE_OBJECT)

static guint changed_signal, unsafe_signal;

static void
step_clear (gpointer data)
{
  g_free (((UiEditorStep *) data)->text);
}

GArray *
ui_editor_steps_new (void)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (UiEditorStep));

  g_array_set_clear_func (steps, step_clear);
  return steps;
}

void
ui_editor_tell (UiEditor *self)
{
  g_signal_emit (self, changed_signal, 0);
}

void
ui_editor_tell_unsafe (UiEditor   *self,
                       const char *message)
{
  g_signal_emit (self, unsafe_signal, 0, message);
}

void
ui_editor_recheck (UiEditor *self)
{
  g_clear_pointer (&self->issues, g_ptr_array_unref);
  self->issues = model_draft_check (self->draft);
  ui_editor_keep (self);
  ui_editor_tell (self);
}

static void
fill_steps (UiEditor *self)
{
  g_autoptr (GPtrArray) cells = model_draft_cells (self->draft);

  g_array_set_size (self->steps, 0);
  for (guint i = 0; i < cells->len; i++)
    {
      const ModelConflict *cell = cells->pdata[i];
      UiEditorStep step = { UI_EDITOR_TYPED, cell->table, cell->key, 0, cell->field, NULL };

      step.text = model_value_to_editable (
          model_row_value_field (self->dictionary, ui_editor_row (self, cell->table, cell->key),
                                 cell->field),
          cell->theirs);
      g_array_append_val (self->steps, step);
    }
}

void
ui_editor_take_draft (UiEditor   *self,
                      ModelDraft *draft)
{
  int limit = session_register_gestation_limit (self->reg);

  if (self->draft != NULL)
    model_draft_follow (draft, self->draft);
  g_clear_pointer (&self->draft, model_draft_free);
  g_clear_pointer (&self->old_issues, g_ptr_array_unref);
  self->today = base_today ();
  self->serial++;
  self->draft = draft;
  model_draft_set_gestation_limit (draft, limit);
  self->old_issues = model_record_check_by (self->dictionary, model_draft_original (draft),
                                            self->today, limit);
  self->writable = ui_editor_is_writable (self);
  fill_steps (self);
  ui_editor_recheck (self);
}

void
ui_editor_set_draft (UiEditor          *self,
                     const ModelRecord *record)
{
  ui_editor_take_draft (self, model_draft_new (self->dictionary, record, base_today ()));
}

static void
clear (UiEditor *self)
{
  ui_editor_let_go (self, !self->leave);
  self->leave = FALSE;
  g_clear_pointer (&self->draft, model_draft_free);
  g_clear_pointer (&self->issues, g_ptr_array_unref);
  g_array_set_size (self->steps, 0);
  ui_keys_clear (self->keys);
  g_array_set_size (self->late, 0);
}

/* Somebody who holds the file, or a fault in it, may be found while it is open. */
static void
state_changed_cb (UiEditor *self)
{
  gboolean writable = ui_editor_is_writable (self);

  if (writable == self->writable)
    return;
  self->writable = writable;
  ui_editor_tell (self);
}

static void
set_register (UiEditor        *self,
              SessionRegister *reg)
{
  if (self->reg != NULL)
    g_signal_handlers_disconnect_by_data (self->reg, self);
  if (reg != NULL)
    g_signal_connect_object (reg, "state-changed", G_CALLBACK (state_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_set_object (&self->reg, reg);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  if (reg != NULL)
    self->dictionary = model_dictionary_ref (session_register_dictionary (reg));
}

ModelRecord *
ui_editor_read (UiEditor  *self,
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

  clear (self);
  set_register (self, reg);
  self->patient = patient;
  self->archived = 0;
  if (reg != NULL && patient > 0)
    record = ui_editor_read (self, error);
  if (record != NULL)
    {
      ui_editor_set_draft (self, record);
      return TRUE;
    }
  self->patient = 0;
  ui_editor_tell (self);
  return reg == NULL || patient <= 0;
}

gboolean
ui_editor_reload (UiEditor *self)
{
  g_autoptr (ModelRecord) record = NULL;

  g_return_val_if_fail (UI_IS_EDITOR (self), FALSE);

  if (self->draft == NULL || ui_editor_is_changed (self))
    return TRUE;
  record = ui_editor_read (self, NULL);
  if (record == NULL)
    return FALSE;
  ui_editor_set_draft (self, record);
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
  UiEditorStep step = { UI_EDITOR_TYPED, table, key, 0, field, NULL };

  if (self->steps->len > 0)
    {
      const UiEditorStep *last = &g_array_index (self->steps, UiEditorStep, self->steps->len - 1);

      if (last->table == table && last->key == key && last->field == field)
        return;
    }
  step.text = model_draft_get_text (self->draft, table, key, field);
  g_array_append_val (self->steps, step);
}

/* What is done while a save is under way is done again upon what was saved. */
static void
note_late (UiEditor         *self,
           UiEditorStepKind  kind,
           ModelTable        table,
           gint64            key,
           gint64            parent,
           const ModelField *field,
           const char       *text)
{
  UiEditorStep step = { kind, table, key, parent, field, g_strdup (text) };

  if (self->saving)
    g_array_append_val (self->late, step);
  else
    step_clear (&step);
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
  note_late (self, UI_EDITOR_TYPED, table, key, 0, field, typed);
  note_step (self, table, key, field);
  model_draft_set_typed (self->draft, table, key, field, typed);
  ui_editor_recheck (self);
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

      note_late (self, UI_EDITOR_TYPED, table, key, 0, field, text);
    }
  ui_editor_recheck (self);
}

gint64
ui_editor_add_row (UiEditor   *self,
                   ModelTable  table,
                   gint64      parent)
{
  gint64 key;

  g_return_val_if_fail (UI_IS_EDITOR (self) && self->draft != NULL, 0);

  key = model_draft_add_row (self->draft, table, parent);
  note_late (self, UI_EDITOR_ADDED, table, key, parent, NULL, NULL);
  ui_editor_recheck (self);
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
  ui_editor_recheck (self);
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
      const UiEditorStep *step = &g_array_index (self->steps, UiEditorStep, i);

      if (step->table == table && step->key == key)
        g_array_remove_index (self->steps, i);
    }
  note_late (self, UI_EDITOR_REMOVED, table, key, 0, NULL, NULL);
  model_draft_remove_row (self->draft, table, key);
  remove_unused_cycle (self, cycle);
  ui_editor_recheck (self);
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
ui_editor_find_typing (UiEditor   *self,
                       ModelTable *out_table,
                       gint64     *out_key)
{
  g_autoptr (GPtrArray) cells = self->draft != NULL ? model_draft_cells (self->draft) : NULL;
  const ModelConflict *cell = cells != NULL && cells->len > 0 ? cells->pdata[0] : NULL;

  if (cell == NULL)
    return FALSE;
  *out_table = cell->table;
  *out_key = cell->key;
  return TRUE;
}

gboolean
ui_editor_undo_typing (UiEditor *self)
{
  if (!ui_editor_is_changed (self))
    return FALSE;
  while (self->steps->len > 0)
    {
      UiEditorStep step = g_array_index (self->steps, UiEditorStep, self->steps->len - 1);
      g_autofree char *before = g_steal_pointer (&step.text);
      g_autofree char *now = NULL;

      g_array_index (self->steps, UiEditorStep, self->steps->len - 1).text = NULL;
      g_array_set_size (self->steps, self->steps->len - 1);
      if (ui_editor_row (self, step.table, step.key) == NULL)
        continue;
      now = model_draft_get_text (self->draft, step.table, step.key, step.field);
      if (g_strcmp0 (before, now) == 0)
        continue;
      model_draft_set_typed (self->draft, step.table, step.key, step.field, before);
      ui_editor_recheck (self);
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
  record = ui_editor_read (self, NULL);
  if (record == NULL)
    record = model_record_copy (model_draft_original (self->draft));
  ui_editor_set_draft (self, record);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_editor_finalize (GObject *object)
{
  UiEditor *self = UI_EDITOR (object);

  ui_editor_let_go (self, FALSE);
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
  unsafe_signal = g_signal_new ("unsafe", UI_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ui_editor_init (UiEditor *self)
{
  self->steps = ui_editor_steps_new ();
  self->keys = ui_keys_new ();
  self->late = ui_editor_steps_new ();
}

UiEditor *
ui_editor_new (void)
{
  return g_object_new (UI_TYPE_EDITOR, NULL);
}
