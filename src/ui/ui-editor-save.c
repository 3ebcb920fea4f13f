/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of what is typed: it is kept in a file until it is saved, saved through the session,
 * or meets what somebody else saved meanwhile. */
#include "ui-editor-private.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"
#include "ui-text.h"

/* --- the file --------------------------------------------------------------------------------- */

void
ui_editor_let_go (UiEditor *self,
                  gboolean  forget)
{
  if (self->kept == NULL)
    return;
  if (forget)
    session_draft_drop (self->kept);
  session_draft_close (self->kept);
  g_signal_handlers_disconnect_by_data (self->kept, self);
  g_clear_object (&self->kept);
}

gboolean
ui_editor_leave_kept (UiEditor *self)
{
  g_return_val_if_fail (UI_IS_EDITOR (self), FALSE);

  self->leave = self->kept == NULL || session_draft_close (self->kept);
  return self->leave;
}

static void
hold (UiEditor     *self,
      SessionDraft *kept)
{
  self->kept = g_object_ref (kept);
  g_signal_connect_object (kept, "failed", G_CALLBACK (ui_editor_tell_unsafe), self,
                           G_CONNECT_SWAPPED);
}

void
ui_editor_keep (UiEditor *self)
{
  /* Until a save is sure, the file holds what is being saved. */
  if (self->saving || self->draft == NULL)
    return;
  if (!model_draft_is_changed (self->draft))
    {
      if (self->kept != NULL)
        session_draft_drop (self->kept);
      return;
    }
  if (self->kept == NULL)
    {
      g_autoptr (SessionDraft) kept = session_draft_new (self->reg);

      hold (self, kept);
    }
  session_draft_keep (self->kept, self->draft);
}

static char *
describe_homeless (const GPtrArray *homeless,
                   const char      *aside)
{
  g_autofree char *shown = g_filename_display_name (aside);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < homeless->len; i++)
    {
      const ModelConflict *cell = homeless->pdata[i];

      g_string_append_printf (text, "%s, %s: %s\n", _ (model_table_label (cell->table)),
                              _ (cell->field->label), cell->mine != NULL ? cell->mine : "");
    }
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("The whole of it was kept as %s."), shown);
  return g_string_free (text, FALSE);
}

gboolean
ui_editor_restore (UiEditor        *self,
                   SessionRegister *reg,
                   SessionDraft    *kept,
                   char           **out_homeless,
                   GError         **error)
{
  g_autoptr (SessionDraft) file = g_object_ref (kept);
  ModelDraft *draft;

  g_return_val_if_fail (UI_IS_EDITOR (self) && SESSION_IS_REGISTER (reg), FALSE);

  *out_homeless = NULL;
  ui_editor_load (self, reg, 0, NULL);
  draft = session_draft_restore (file, reg, error);
  if (draft == NULL)
    return FALSE;
  self->patient = session_draft_patient (file);
  if (model_draft_homeless (draft)->len > 0)
    {
      g_autofree char *aside = session_draft_set_aside (file);

      *out_homeless = describe_homeless (model_draft_homeless (draft), aside);
    }
  else
    hold (self, file);
  ui_editor_take_draft (self, draft);
  return TRUE;
}

/* --- conflicts -------------------------------------------------------------------------------- */

const GPtrArray *
ui_editor_conflicts (UiEditor *self)
{
  return self->draft != NULL ? model_draft_conflicts (self->draft) : NULL;
}

void
ui_editor_settle (UiEditor *self,
                  gboolean  mine)
{
  g_return_if_fail (UI_IS_EDITOR (self) && self->draft != NULL);

  model_draft_settle (self->draft, mine);
  ui_editor_take_draft (self, g_steal_pointer (&self->draft));
}

/* What couldn't be saved is put upon what is stored by now, so that both can be seen. */
static void
meet_others (UiEditor *self)
{
  g_autoptr (ModelRecord) stored = session_register_read (self->reg, self->patient, TRUE, NULL);
  g_autofree char *text = model_draft_to_text (self->draft);
  ModelDraft *draft = stored != NULL ? model_draft_from_text (self->dictionary, stored,
                                                              self->today, text, NULL)
                                     : NULL;

  if (draft != NULL && model_draft_homeless (draft)->len == 0)
    ui_editor_take_draft (self, draft);
  else
    model_draft_free (draft);
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

const char *
ui_editor_reason (UiEditor *self)
{
  return self->draft != NULL ? model_draft_reason (self->draft) : NULL;
}

void
ui_editor_set_reason (UiEditor   *self,
                      const char *reason)
{
  if (self->draft == NULL || g_strcmp0 (model_draft_reason (self->draft), reason) == 0)
    return;
  model_draft_set_reason (self->draft, reason);
  ui_editor_keep (self);
}

char *
ui_editor_save_label (UiEditor *self)
{
  g_autoptr (GPtrArray) edits = model_draft_edits (self->draft);

  return ui_text_act (edits);
}

typedef struct
{
  GPtrArray *edits;
  gint64 patient;
} Save;

static void
save_free (gpointer data)
{
  g_ptr_array_unref (((Save *) data)->edits);
  g_free (data);
}

/* What was done after the save began is done again upon what was saved. */
static void
redo_late (UiEditor *self)
{
  g_autoptr (GArray) late = g_steal_pointer (&self->late);

  self->late = ui_editor_steps_new ();
  for (guint i = 0; i < late->len; i++)
    {
      const UiEditorStep *step = &g_array_index (late, UiEditorStep, i);
      gint64 key = ui_editor_map_key (self, step->table, step->key);

      if (step->kind == UI_EDITOR_TYPED)
        ui_editor_set_typed (self, step->table, key, step->field, step->text);
      else if (step->kind == UI_EDITOR_REMOVED)
        {
          if (ui_editor_row (self, step->table, key) != NULL)
            ui_editor_remove_row (self, step->table, key);
        }
      else
        {
          ModelTable above = model_table_parent (step->table);
          gint64 parent = above != MODEL_N_TABLES ? ui_editor_map_key (self, above, step->parent)
                                                  : step->parent;
          if (above != MODEL_N_TABLES && ui_editor_row (self, above, parent) == NULL)
            continue;
          ui_keys_add (self->keys, step->table, step->key,
                       ui_editor_add_row (self, step->table, parent));
        }
    }
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  UiEditor *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  gboolean same = self->draft != NULL && self->reg == SESSION_REGISTER (source)
                  && self->patient == save->patient;
  g_autoptr (ModelRecord) record = NULL;
  GError *error = NULL;

  self->saving = FALSE;
  if (!session_register_save_finish (SESSION_REGISTER (source), result, NULL, NULL, &error))
    {
      g_array_set_size (self->late, 0); /* the draft still has it all */
      if (same && (g_error_matches (error, SESSION_ERROR, SESSION_ERROR_CONFLICT)
                   || g_error_matches (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND)))
        meet_others (self);
      ui_editor_keep (self);
      ui_editor_tell (self);
      g_task_return_error (task, error);
      return;
    }
  if (same)
    record = ui_editor_read (self, NULL);
  if (record != NULL)
    {
      ui_keys_note (self->keys, model_draft_original (self->draft), save->edits, record);
      ui_editor_set_draft (self, record);
      redo_late (self);
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
  save->patient = self->patient;
  g_task_set_task_data (task, save, save_free);
  self->saving = TRUE;
  if (self->kept != NULL)
    session_draft_flush (self->kept);
  session_register_save_async (self->reg, self->draft, label,
                               reason != NULL && reason[0] != '\0' ? reason : NULL, NULL, save_cb,
                               g_steal_pointer (&task));
}

gboolean
ui_editor_save_finish (UiEditor     *self,
                       GAsyncResult *result,
                       GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
ui_editor_is_saving (UiEditor *self)
{
  return self->saving;
}
