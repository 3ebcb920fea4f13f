/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Register page: the list of patients and the page of the one that is selected. Before
 * another is shown, what was typed is asked about. */
#include "ui-register-page.h"

#include <glib/gi18n-lib.h>

#include "ui-dialogs.h"

struct _UiRegisterPage
{
  AdwBin parent_instance;

  /* Template widgets */
  UiPatientList *list;
  UiPatientPage *patient;

  /* Owned */
  SessionRegister *reg;

  GArray *changed;    /* patients (gint64) whose rows of the list wait for the next dataset */
  gboolean all_changed;

  gboolean writable;  /* as the page of the patient was drawn */

  gint64 wanted; /* patient that is shown once what was typed is dealt with */
};

enum { PROP_0, PROP_HAS_UNSAVED, N_PROPS };
static GParamSpec *props[N_PROPS];
static guint toast_signal;

G_DEFINE_FINAL_TYPE (UiRegisterPage, ui_register_page, ADW_TYPE_BIN)

static void
show (UiRegisterPage *self,
      gint64          patient)
{
  ui_patient_page_set_patient (self->patient, self->reg, patient);
  ui_patient_list_select (self->list, ui_patient_page_get_patient (self->patient));
}

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (UiRegisterPage) self = UI_REGISTER_PAGE (user_data);

  if (ui_patient_page_leave_finish (UI_PATIENT_PAGE (source), result))
    show (self, self->wanted);
  else
    ui_patient_list_select (self->list, ui_patient_page_get_patient (self->patient));
}

static void
go_to (UiRegisterPage *self,
       gint64          patient)
{
  self->wanted = patient;
  if (ui_patient_page_has_unsaved (self->patient))
    ui_patient_page_leave_async (self->patient, left_cb, g_object_ref (self));
  else
    show (self, patient);
}

static void
selected_cb (UiRegisterPage *self,
             gint64          patient)
{
  go_to (self, patient);
}

void
ui_register_page_show_patient (UiRegisterPage *self,
                               gint64          patient)
{
  g_return_if_fail (UI_IS_REGISTER_PAGE (self));

  ui_patient_list_clear_search (self->list);
  ui_patient_list_select (self->list, patient);
  go_to (self, patient);
}

static void
activated_cb (UiRegisterPage *self)
{
  ui_patient_page_focus (self->patient);
}

static void
toast_cb (UiRegisterPage *self,
          const char     *text)
{
  g_signal_emit (self, toast_signal, 0, text);
}

static void
unsaved_cb (UiRegisterPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_UNSAVED]);
}

static gboolean
concerns (const GArray *patients,
          gint64        patient)
{
  for (guint i = 0; patients != NULL && i < patients->len; i++)
    if (g_array_index (patients, gint64, i) == patient)
      return TRUE;
  return patients == NULL;
}

/* The page reads the store, which has the change already; the list waits for the dataset that
 * has it. */
static void
changed_cb (UiRegisterPage *self,
            gint64          change,
            GArray         *patients)
{
  if (patients == NULL)
    self->all_changed = TRUE;
  else
    g_array_append_vals (self->changed, patients->data, patients->len);
  if (concerns (patients, ui_patient_page_get_patient (self->patient)))
    ui_patient_page_refresh (self->patient);
}

static void
dataset_changed_cb (UiRegisterPage *self)
{
  g_autoptr (GArray) changed = self->changed;
  gboolean all = self->all_changed || changed->len == 0;

  self->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->all_changed = FALSE;
  ui_patient_list_refresh (self->list, all ? NULL : changed);
}

/* A fault that the check of the file finds late: the controls that edit go. What was typed
 * meanwhile stays to be seen. */
static void
state_changed_cb (UiRegisterPage *self)
{
  gboolean writable = session_register_is_writable (self->reg);

  if (writable == self->writable)
    return;
  self->writable = writable;
  if (!ui_patient_page_has_unsaved (self->patient))
    show (self, ui_patient_page_get_patient (self->patient));
}

static void
created_cb (gint64   patient,
            gpointer user_data)
{
  g_autoptr (UiRegisterPage) self = UI_REGISTER_PAGE (user_data);

  if (patient == 0 || self->reg == NULL)
    return;
  ui_patient_list_clear_search (self->list);
  show (self, patient);
  ui_patient_list_select (self->list, patient);
  ui_patient_page_show_tab (self->patient, "background");
  ui_patient_page_focus (self->patient);
}

static void
left_for_new_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (UiRegisterPage) self = UI_REGISTER_PAGE (user_data);

  if (ui_patient_page_leave_finish (UI_PATIENT_PAGE (source), result) && self->reg != NULL)
    ui_dialog_new_patient (GTK_WIDGET (self), self->reg, NULL, created_cb, g_object_ref (self));
}

void
ui_register_page_new_patient (UiRegisterPage *self)
{
  g_return_if_fail (UI_IS_REGISTER_PAGE (self));

  if (self->reg != NULL && session_register_is_writable (self->reg))
    ui_patient_page_leave_async (self->patient, left_for_new_cb, g_object_ref (self));
}

/* --- typing that was found -------------------------------------------------------------------- */

static void
left_to_go_on_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  UiRegisterPage *self = g_task_get_source_object (task);
  SessionDraft *kept = g_task_get_task_data (task);
  gboolean left = ui_patient_page_leave_finish (UI_PATIENT_PAGE (source), result)
                  && self->reg != NULL;

  if (left && session_draft_patient (kept) == 0)
    ui_dialog_new_patient (GTK_WIDGET (self), self->reg, kept, created_cb, g_object_ref (self));
  else if (left)
    {
      ui_patient_list_clear_search (self->list);
      ui_patient_page_restore (self->patient, self->reg, kept);
      ui_patient_list_select (self->list, ui_patient_page_get_patient (self->patient));
    }
  g_task_return_boolean (task, left);
}

void
ui_register_page_go_on_async (UiRegisterPage      *self,
                              SessionDraft        *kept,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, g_object_ref (kept), g_object_unref);
  ui_patient_page_leave_async (self->patient, left_to_go_on_cb, task);
}

gboolean
ui_register_page_go_on_finish (UiRegisterPage *self,
                               GAsyncResult   *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

void
ui_register_page_set_register (UiRegisterPage  *self,
                               SessionRegister *reg)
{
  g_return_if_fail (UI_IS_REGISTER_PAGE (self));

  if (self->reg != NULL)
    g_signal_handlers_disconnect_by_data (self->reg, self);
  ui_patient_page_set_patient (self->patient, reg, 0);
  g_set_object (&self->reg, reg);
  ui_patient_list_set_register (self->list, reg);
  if (reg == NULL)
    return;
  self->writable = session_register_is_writable (reg);
  g_signal_connect_object (reg, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (reg, "dataset-changed", G_CALLBACK (dataset_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (reg, "state-changed", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

gboolean
ui_register_page_has_unsaved (UiRegisterPage *self)
{
  return ui_patient_page_has_unsaved (self->patient);
}

gboolean
ui_register_page_undo_typing (UiRegisterPage *self)
{
  return ui_patient_page_undo_typing (self->patient);
}

void
ui_register_page_save (UiRegisterPage *self)
{
  ui_patient_page_save (self->patient);
}

void
ui_register_page_focus_search (UiRegisterPage *self)
{
  ui_patient_list_focus_search (self->list);
}

static void
forward_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  g_task_return_boolean (task, ui_patient_page_leave_finish (UI_PATIENT_PAGE (source), result));
}

void
ui_register_page_leave_async (UiRegisterPage      *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ui_patient_page_leave_async (self->patient, forward_cb,
                               g_task_new (self, NULL, callback, user_data));
}

gboolean
ui_register_page_leave_finish (UiRegisterPage *self,
                               GAsyncResult   *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

UiPatientList *
ui_register_page_get_list (UiRegisterPage *self)
{
  return self->list;
}

UiPatientPage *
ui_register_page_get_patient_page (UiRegisterPage *self)
{
  return self->patient;
}

/* From the list as well as from her page. */
static gboolean
add_transfer_cb (GtkWidget *widget,
                 GVariant  *parameters,
                 gpointer   user_data)
{
  return gtk_widget_activate_action (GTK_WIDGET (UI_REGISTER_PAGE (widget)->patient),
                                     "patient.add-transfer", NULL);
}

static void
ui_register_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_HAS_UNSAVED)
    g_value_set_boolean (value, ui_register_page_has_unsaved (UI_REGISTER_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ui_register_page_dispose (GObject *object)
{
  UiRegisterPage *self = UI_REGISTER_PAGE (object);

  adw_bin_set_child (ADW_BIN (object), NULL);
  g_clear_object (&self->reg);
  G_OBJECT_CLASS (ui_register_page_parent_class)->dispose (object);
}

static void
ui_register_page_finalize (GObject *object)
{
  g_array_unref (UI_REGISTER_PAGE (object)->changed);
  G_OBJECT_CLASS (ui_register_page_parent_class)->finalize (object);
}

static void
ui_register_page_class_init (UiRegisterPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ui_register_page_dispose;
  object_class->finalize = ui_register_page_finalize;
  object_class->get_property = ui_register_page_get_property;
  props[PROP_HAS_UNSAVED] = g_param_spec_boolean ("has-unsaved", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  toast_signal = g_signal_new ("toast", UI_TYPE_REGISTER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (UI_TYPE_PATIENT_LIST);
  g_type_ensure (UI_TYPE_PATIENT_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-register-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UiRegisterPage, list);
  gtk_widget_class_bind_template_child (widget_class, UiRegisterPage, patient);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, toast_cb);
  gtk_widget_class_bind_template_callback (widget_class, unsaved_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_t, GDK_CONTROL_MASK, add_transfer_cb, NULL);
}

static void
ui_register_page_init (UiRegisterPage *self)
{
  self->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}
