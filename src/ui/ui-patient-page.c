/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A patient's page: facts, timeline, tabs, and the bar that saves. Owns the editor; knows no
 * list and no window. */
#include "ui-patient-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-clock.h"
#include "base-date.h"
#include "ui-archived-rows.h"
#include "ui-dialogs.h"
#include "ui-field.h"
#include "ui-form.h"
#include "ui-patient-facts.h"
#include "ui-patient-tabs.h"
#include "ui-row-group.h"
#include "ui-text.h"
#include "ui-timeline.h"

#define ROOMY 900 /* px: the height that holds the timeline and a whole transfer */

struct _UiPatientPage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkLabel *code;
  GtkWidget *archived_bar;
  GtkLabel *archived_text;
  GtkBox *chips;
  GtkButton *add_transfer;
  GtkMenuButton *more;
  GtkScrolledWindow *scroller;
  UiTimeline *timeline;
  GtkStack *tabs;
  GtkWidget *save_bar;
  GtkWidget *hints;
  GtkLabel *save_label;
  GtkEntry *reason;
  GtkButton *save_button;

  /* Owned */
  UiEditor *editor;

  UiRowList *transfers; /* borrowed */
  gboolean unsaved;
  gboolean add_next;    /* after saving */
};

enum { PROP_0, PROP_HAS_UNSAVED, N_PROPS };
static GParamSpec *props[N_PROPS];
static guint toast_signal;

G_DEFINE_FINAL_TYPE (UiPatientPage, ui_patient_page, ADW_TYPE_BIN)

static void
toast (UiPatientPage *self,
       const char    *text)
{
  g_signal_emit (self, toast_signal, 0, text);
}

/* --- what is shown ---------------------------------------------------------------------------- */

/* The list with an open form below a widget, or NULL. */
static GtkWidget *
find_open (GtkWidget *widget)
{
  if (widget == NULL
      || (UI_IS_ROW_LIST (widget) && ui_row_list_get_open (UI_ROW_LIST (widget)) != 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_open (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* On a small screen an open form has the timeline's room as well. */
static void
update_timeline (UiPatientPage *self)
{
  gboolean roomy = gtk_widget_get_height (GTK_WIDGET (self)) >= ROOMY;

  gtk_widget_set_visible (
      GTK_WIDGET (self->timeline),
      ui_timeline_has_content (self->timeline)
          && (roomy || find_open (gtk_stack_get_visible_child (self->tabs)) == NULL));
}

/* She can be read, and brought back. */
static void
update_archived (UiPatientPage *self)
{
  gint64 change = ui_editor_archived (self->editor);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->archived_bar, change != 0);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "patient.restore",
      change != 0 && session_register_is_writable (ui_editor_register (self->editor)));
  if (change == 0)
    return;
  text = ui_archived_text (ui_editor_register (self->editor), change);
  gtk_label_set_text (self->archived_text, text);
}

static void
update (UiPatientPage *self)
{
  const ModelRecord *record = ui_editor_record (self->editor);
  gboolean unsaved = ui_editor_is_changed (self->editor);
  guint n_reasons = unsaved ? ui_editor_n_reasons (self->editor) : 0;
  const ModelRow *patient;
  g_autofree char *reason_text = NULL;

  gtk_stack_set_visible_child_name (self->stack, record != NULL ? "patient" : "nobody");
  if (record != NULL)
    {
      patient = model_record_find (record, MODEL_TABLE_PATIENT, 1);
      gtk_label_set_text (self->code, patient != NULL ? ui_text_value (
                                          ui_editor_dictionary (self->editor), patient, "code")
                                                      : "");
      ui_patient_facts_fill (self->chips, self->editor);
    }
  update_archived (self);
  update_timeline (self);
  gtk_widget_set_visible (GTK_WIDGET (self->add_transfer), ui_editor_is_writable (self->editor));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.archive",
                                 record != NULL && ui_editor_is_writable (self->editor));
  gtk_widget_set_visible (self->save_bar, unsaved);
  gtk_widget_set_visible (self->hints, !unsaved && ui_editor_is_writable (self->editor));
  gtk_widget_set_visible (GTK_WIDGET (self->reason), n_reasons > 0);
  reason_text = !ui_editor_is_writable (self->editor)
                    ? g_strdup (_ ("Kept, but not saved"))
                : n_reasons > 0 && n_reasons == ui_editor_n_to_archive (self->editor)
                    ? g_strdup (_ ("Archiving asks for a reason"))
                : n_reasons > 0
                    ? g_strdup_printf (ngettext ("%u warning asks for a reason",
                                                 "%u warnings ask for a reason", n_reasons),
                                       n_reasons)
                    : g_strdup (_ ("Not saved yet"));
  gtk_label_set_text (self->save_label, reason_text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button),
                            ui_editor_is_writable (self->editor)
                                && !ui_editor_is_saving (self->editor));
  gtk_widget_set_sensitive (GTK_WIDGET (self->reason), ui_editor_is_writable (self->editor));
  if (unsaved != self->unsaved)
    {
      self->unsaved = unsaved;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_UNSAVED]);
    }
}

/* The tabs go before the rows that they show. */
static void
empty_tabs (UiPatientPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tabs))) != NULL)
    gtk_stack_remove (self->tabs, child);
  self->transfers = NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
}

static void
fill_tabs (UiPatientPage *self,
           const char    *tab)
{
  if (ui_editor_record (self->editor) == NULL)
    return;
  self->transfers = ui_patient_tabs_fill (self->tabs, self->editor);
  gtk_stack_set_visible_child_name (self->tabs, tab != NULL ? tab : "transfers");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

void
ui_patient_page_set_patient (UiPatientPage   *self,
                             SessionRegister *reg,
                             gint64           patient)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *tab = g_strdup (gtk_stack_get_visible_child_name (self->tabs));

  g_return_if_fail (UI_IS_PATIENT_PAGE (self));

  empty_tabs (self);
  if (!ui_editor_load (self->editor, reg, patient, &error))
    {
      ui_editor_load (self->editor, reg, 0, NULL);
      toast (self, error->message);
    }
  fill_tabs (self, tab);
}

gint64
ui_patient_page_get_patient (UiPatientPage *self)
{
  return ui_editor_patient (self->editor);
}

void
ui_patient_page_refresh (UiPatientPage *self)
{
  if (ui_editor_record (self->editor) == NULL || ui_editor_is_saving (self->editor))
    return;
  if (!ui_editor_reload (self->editor))
    {
      ui_patient_page_set_patient (self, ui_editor_register (self->editor), 0);
      return;
    }
  ui_patient_tabs_fill_history (self->tabs, self->editor);
}

gboolean
ui_patient_page_has_unsaved (UiPatientPage *self)
{
  return ui_editor_is_changed (self->editor);
}

gboolean
ui_patient_page_undo_typing (UiPatientPage *self)
{
  return ui_editor_undo_typing (self->editor);
}

UiEditor *
ui_patient_page_get_editor (UiPatientPage *self)
{
  return self->editor;
}

void
ui_patient_page_show_tab (UiPatientPage *self,
                          const char    *name)
{
  if (gtk_stack_get_child_by_name (self->tabs, name) != NULL)
    gtk_stack_set_visible_child_name (self->tabs, name);
}

void
ui_patient_page_open_transfer (UiPatientPage *self,
                               gint64         key)
{
  if (self->transfers == NULL)
    return;
  ui_patient_page_show_tab (self, "transfers");
  if (key != 0)
    ui_row_list_open (self->transfers, key);
  else
    ui_row_list_open_last (self->transfers);
}

void
ui_patient_page_focus (UiPatientPage *self)
{
  GtkWidget *tab = gtk_stack_get_visible_child (self->tabs);

  if (tab != NULL)
    gtk_widget_child_focus (tab, GTK_DIR_TAB_FORWARD);
}

static void
transfer_activated_cb (UiPatientPage *self,
                       gint64         key)
{
  ui_patient_page_open_transfer (self, key);
}

/* --- typing that was found -------------------------------------------------------------------- */

static void ask_conflicts (UiPatientPage *self, UiAnswerFunc func);

static void
found_answer_cb (UiAnswer    answer,
                 const char *text,
                 gpointer    user_data)
{
  g_autoptr (UiPatientPage) self = UI_PATIENT_PAGE (user_data);

  if (answer != UI_ANSWER_CANCEL && ui_editor_record (self->editor) != NULL)
    ui_editor_settle (self->editor, answer == UI_ANSWER_SAVE);
}

void
ui_patient_page_restore (UiPatientPage   *self,
                         SessionRegister *reg,
                         SessionDraft    *kept)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *homeless = NULL;

  g_return_if_fail (UI_IS_PATIENT_PAGE (self));

  empty_tabs (self);
  if (!ui_editor_restore (self->editor, reg, kept, &homeless, &error))
    {
      ui_dialog_message (GTK_WIDGET (self), _("It can’t be gone on with"), error->message);
      return;
    }
  fill_tabs (self, NULL);
  if (ui_editor_reason (self->editor) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->reason), ui_editor_reason (self->editor));
  if (!ui_editor_is_changed (self->editor))
    toast (self, _("Nothing is left to do: all that was typed is saved."));
  ui_patient_tabs_show_typing (self->tabs, self->editor);
  if (ui_editor_conflicts (self->editor)->len > 0)
    ask_conflicts (self, found_answer_cb);
  if (homeless != NULL)
    ui_dialog_message (GTK_WIDGET (self), _("Some of it has no place any more"), homeless);
}

/* --- saving ----------------------------------------------------------------------------------- */

static void
opened_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  update_timeline (UI_PATIENT_PAGE (widget));
}

/* The list in whose open form the focus is, or the first with an open form in the tab that is
 * shown. */
static GtkWidget *
active_list (UiPatientPage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *list = focus != NULL ? gtk_widget_get_ancestor (focus, UI_TYPE_ROW_LIST) : NULL;

  return list != NULL ? list : find_open (gtk_stack_get_visible_child (self->tabs));
}

static void
add_next (UiPatientPage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *group = focus != NULL ? gtk_widget_get_ancestor (focus, UI_TYPE_ROW_GROUP) : NULL;
  GtkWidget *list = active_list (self);

  if (group != NULL && ui_row_group_add (UI_ROW_GROUP (group)))
    return;
  if (list != NULL)
    ui_row_list_add (UI_ROW_LIST (list));
}

static void
ask_conflicts (UiPatientPage *self,
               UiAnswerFunc   func)
{
  ui_dialog_conflicts (GTK_WIDGET (self), ui_editor_dictionary (self->editor),
                       ui_editor_record (self->editor), ui_editor_conflicts (self->editor), func,
                       g_object_ref (self));
}

static void
conflict_answer_cb (UiAnswer    answer,
                    const char *text,
                    gpointer    user_data)
{
  UiPatientPage *self = UI_PATIENT_PAGE (user_data);

  found_answer_cb (answer, text, g_object_ref (self));
  if (answer == UI_ANSWER_SAVE)
    ui_patient_page_save (self);
  g_object_unref (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  UiPatientPage *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean done = ui_editor_save_finish (UI_EDITOR (source), result, &error);
  const GPtrArray *conflicts = ui_editor_conflicts (self->editor);

  if (done)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
      if (ui_editor_record (self->editor) == NULL)
        ui_patient_page_set_patient (self, ui_editor_register (self->editor), 0);
      else
        ui_patient_tabs_fill_history (self->tabs, self->editor);
      if (self->add_next)
        add_next (self);
    }
  else if (conflicts != NULL && conflicts->len > 0)
    ask_conflicts (self, conflict_answer_cb);
  else
    ui_dialog_message (GTK_WIDGET (self), _("Not saved"), error->message);
  self->add_next = FALSE;
  update (self);
  g_task_return_boolean (task, done);
}

static void
save (UiPatientPage *self,
      const char    *given_reason,
      GTask         *task)
{
  const ModelIssue *hard = ui_editor_hard_issue (self->editor);
  const char *reason =
      given_reason != NULL ? given_reason : gtk_editable_get_text (GTK_EDITABLE (self->reason));
  GtkWidget *wrong;

  if (hard != NULL)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("Not saved. %s: %s"),
          hard->field != NULL ? _ (hard->field->label) : _ (model_table_label (hard->table)),
          hard->message);

      toast (self, text);
      wrong = ui_form_find_error (GTK_WIDGET (self->tabs));
      if (wrong != NULL)
        ui_field_grab (UI_FIELD (wrong));
      self->add_next = FALSE;
      g_task_return_boolean (task, FALSE);
      g_object_unref (task);
      return;
    }
  if (ui_editor_n_reasons (self->editor) > 0 && reason[0] == '\0')
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      self->add_next = FALSE;
      g_task_return_boolean (task, FALSE);
      g_object_unref (task);
      return;
    }
  ui_editor_save_async (self->editor, reason, saved_cb, task);
}

void
ui_patient_page_save (UiPatientPage *self)
{
  if (ui_editor_is_changed (self->editor) && ui_editor_is_writable (self->editor)
      && !ui_editor_is_saving (self->editor))
    save (self, NULL, g_task_new (self, NULL, NULL, NULL));
}

static void
save_cb (UiPatientPage *self)
{
  ui_patient_page_save (self);
}

static void
discard_cb (UiPatientPage *self)
{
  GtkWidget *list = active_list (self);

  if (list != NULL && ui_row_list_get_open (UI_ROW_LIST (list)) < 0)
    ui_row_list_close (UI_ROW_LIST (list));
  ui_editor_discard (self->editor);
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
}

/* --- leaving ---------------------------------------------------------------------------------- */

static void
leave_answer_cb (UiAnswer    answer,
                 const char *text,
                 gpointer    user_data)
{
  GTask *task = user_data;
  UiPatientPage *self = g_task_get_source_object (task);

  if (answer == UI_ANSWER_SAVE)
    {
      save (self, NULL, task);
      return;
    }
  if (answer == UI_ANSWER_DISCARD)
    discard_cb (self);
  g_task_return_boolean (task, answer == UI_ANSWER_DISCARD);
  g_object_unref (task);
}

void
ui_patient_page_leave_async (UiPatientPage       *self,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  gboolean kept = !ui_editor_is_writable (self->editor) && ui_editor_leave_kept (self->editor);

  if (ui_editor_is_changed (self->editor) && !kept)
    {
      ui_dialog_unsaved (GTK_WIDGET (self), leave_answer_cb, task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

gboolean
ui_patient_page_leave_finish (UiPatientPage *self,
                              GAsyncResult  *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  UiPatientPage *self = UI_PATIENT_PAGE (source);
  GtkWidget *list = active_list (self);

  if (ui_patient_page_leave_finish (self, result) && list != NULL)
    ui_row_list_close (UI_ROW_LIST (list));
}

/* --- keys ------------------------------------------------------------------------------------- */

static gboolean
key_cb (UiPatientPage   *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;
  gboolean in_field = focus != NULL && gtk_widget_get_ancestor (focus, UI_TYPE_FIELD) != NULL
                      && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) == NULL;

  if (enter && modifiers == GDK_CONTROL_MASK)
    {
      if (!ui_editor_is_changed (self->editor))
        add_next (self);
      else
        {
          self->add_next = TRUE;
          ui_patient_page_save (self);
        }
      return GDK_EVENT_STOP;
    }
  if (enter && modifiers == 0 && in_field && GTK_IS_TEXT (focus))
    {
      if (!ui_form_focus_next (gtk_stack_get_visible_child (self->tabs)) && self->unsaved)
        gtk_widget_grab_focus (GTK_WIDGET (self->save_button));
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Escape && modifiers == 0
      && (focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) == NULL)
      && (self->unsaved || active_list (self) != NULL))
    {
      ui_patient_page_leave_async (self, closed_cb, NULL);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
reason_changed_cb (UiPatientPage *self)
{
  ui_editor_set_reason (self->editor, gtk_editable_get_text (GTK_EDITABLE (self->reason)));
}

static void
reason_activate_cb (UiPatientPage *self)
{
  ui_patient_page_save (self);
}

/* --- actions ---------------------------------------------------------------------------------- */

static void
add_transfer_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  UiPatientPage *self = UI_PATIENT_PAGE (widget);

  if (self->transfers == NULL)
    return;
  ui_patient_page_show_tab (self, "transfers");
  ui_row_list_add (self->transfers);
}

static void
archive_answer_cb (UiAnswer    answer,
                   const char *text,
                   gpointer    user_data)
{
  g_autoptr (UiPatientPage) self = UI_PATIENT_PAGE (user_data);

  if (answer != UI_ANSWER_SAVE || ui_editor_record (self->editor) == NULL)
    return;
  ui_editor_discard (self->editor);
  ui_editor_remove_row (self->editor, MODEL_TABLE_PATIENT, 1);
  save (self, text, g_task_new (self, NULL, NULL, NULL));
}

static void
archive_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  UiPatientPage *self = UI_PATIENT_PAGE (widget);

  ui_dialog_archive (widget, gtk_label_get_text (self->code), archive_answer_cb,
                     g_object_ref (self));
}

static void
restore_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  UiPatientPage *self = UI_PATIENT_PAGE (widget);

  if (ui_editor_archived (self->editor) != 0)
    ui_archived_restore (widget, self->editor, MODEL_TABLE_PATIENT, 1);
}

/* --- class ------------------------------------------------------------------------------------ */

static void
ui_patient_page_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (prop_id == PROP_HAS_UNSAVED)
    g_value_set_boolean (value, UI_PATIENT_PAGE (object)->unsaved);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ui_patient_page_dispose (GObject *object)
{
  UiPatientPage *self = UI_PATIENT_PAGE (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (ui_patient_page_parent_class)->dispose (object);
}

static void
ui_patient_page_class_init (UiPatientPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ui_patient_page_dispose;
  object_class->get_property = ui_patient_page_get_property;
  props[PROP_HAS_UNSAVED] = g_param_spec_boolean ("has-unsaved", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  toast_signal = g_signal_new ("toast", UI_TYPE_PATIENT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (UI_TYPE_TIMELINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-patient-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, stack);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, code);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, archived_bar);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, archived_text);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, chips);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, add_transfer);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, more);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, timeline);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, tabs);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, save_bar);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, hints);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, save_label);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, reason);
  gtk_widget_class_bind_template_child (widget_class, UiPatientPage, save_button);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, transfer_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_timeline);
  gtk_widget_class_install_action (widget_class, "patient.add-transfer", NULL, add_transfer_action);
  gtk_widget_class_install_action (widget_class, "patient.archive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "patient.restore", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "patient.opened", NULL, opened_action);
}

static void
ui_patient_page_init (UiPatientPage *self)
{
  self->editor = ui_editor_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_timeline_set_editor (self->timeline, self->editor);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "unsafe", G_CALLBACK (toast), self, G_CONNECT_SWAPPED);
  update (self);
}
