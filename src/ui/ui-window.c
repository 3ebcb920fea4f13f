/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of one register: header bar, pages, banner, toasts. Owns the SessionRegister and hands
 * it to the pages, which know no window. */
#include <glib/gi18n-lib.h>

#include "ui-settings.h"
#include "ui-window-private.h"

G_DEFINE_FINAL_TYPE (UiWindow, ui_window, ADW_TYPE_APPLICATION_WINDOW)

const char *
ui_window_get_path (UiWindow *self)
{
  return self->path;
}

SessionRegister *
ui_window_get_register (UiWindow *self)
{
  return self->reg;
}

void
ui_window_toast (UiWindow   *self,
                 const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 4);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
toast_cb (UiWindow   *self,
          const char *text)
{
  ui_window_toast (self, text);
}

/* What the header says; reads state, writes widgets, asks nothing. */
static void
update_state (UiWindow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  const char *state = "";

  if (self->reg != NULL)
    {
      name = session_register_name (self->reg);
      if (!session_register_is_writable (self->reg))
        state = _("read-only");
      else if (session_register_is_saving (self->reg))
        state = _("saving…");
      else if (ui_register_page_has_unsaved (self->register_page))
        state = _("not saved");
      else
        state = _("saved");
      if (session_register_is_synthetic (self->reg))
        title = g_strdup_printf (_("demonstration · %s"), state);
      ui_exchange_offer_set_register (self->offer, self->reg);
    }
  gtk_label_set_text (self->name_label, name != NULL ? name : "");
  gtk_label_set_text (self->state_label, title != NULL ? title : state);
  g_clear_pointer (&title, g_free);
  title = name != NULL ? g_strdup_printf (_("%s – Natality"), name) : g_strdup (_("Natality"));
  gtk_window_set_title (GTK_WINDOW (self), title);
  ui_window_update_banner (self);
  ui_window_update_actions (self);
}

static void
keep_recent (UiWindow *self)
{
  ModelDataset *dataset = self->reg != NULL ? session_register_dataset (self->reg) : NULL;

  if (dataset == NULL || session_register_state (self->reg) == SESSION_READ_ONLY_BACKUP)
    return;
  ui_recent_add (self->path, (guint) model_dataset_n_patients (dataset));
  self->kept = TRUE;
}

static void
dataset_changed_cb (UiWindow *self)
{
  if (!self->kept)
    keep_recent (self);
}

static void
show_register (UiWindow        *self,
               SessionRegister *reg)
{
  if (self->reg != NULL)
    g_signal_handlers_disconnect_by_data (self->reg, self);
  g_set_object (&self->reg, reg);
  self->kept = FALSE;
  ui_window_set_found (self, reg != NULL ? session_register_take_drafts (reg) : NULL);
  ui_register_page_set_register (self->register_page, reg);
  ui_curves_page_set_register (self->curves_page, reg);
  ui_exchange_offer_set_register (self->offer, reg);
  if (reg != NULL)
    {
      g_signal_connect_object (reg, "state-changed", G_CALLBACK (update_state), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (reg, "dataset-changed", G_CALLBACK (dataset_changed_cb), self,
                               G_CONNECT_SWAPPED);
      keep_recent (self);
    }
  gtk_stack_set_visible_child_name (self->main_stack, reg != NULL ? "register" : "start");
  gtk_widget_set_visible (GTK_WIDGET (self->switcher), reg != NULL);
  update_state (self);
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (UiWindow) self = UI_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) reg = session_register_open_finish (result, &error);

  if (reg == NULL)
    {
      g_autofree char *path = g_steal_pointer (&self->path);

      g_autofree char *name = g_filename_display_basename (path);
      g_autofree char *message = g_strdup_printf ("%s\n%s", name, error->message);

      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        ui_start_page_set_message (self->start_page, message);
      show_register (self, NULL);
      if (g_error_matches (error, SESSION_ERROR, SESSION_ERROR_DAMAGED)
          || g_error_matches (error, SESSION_ERROR, SESSION_ERROR_NOT_A_REGISTER))
        ui_exchange_offer_for_path (self->offer, path, error->message);
      return;
    }
  ui_start_page_set_message (self->start_page, NULL);
  show_register (self, reg);
}

void
ui_window_open (UiWindow   *self,
                const char *path)
{
  g_return_if_fail (UI_IS_WINDOW (self));
  g_return_if_fail (self->path == NULL);

  self->path = g_strdup (path);
  gtk_stack_set_visible_child_name (self->main_stack, "loading");
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  session_register_open_async (path, FALSE, self->opening, open_cb, g_object_ref (self));
  ui_window_update_actions (self);
}

void
ui_window_reopen (UiWindow   *self,
                  const char *path)
{
  g_autoptr (SessionRegister) reg = g_object_ref (self->reg);
  g_autofree char *was = NULL;

  if (!ui_editor_leave_kept (
          ui_patient_page_get_editor (ui_register_page_get_patient_page (self->register_page))))
    return;
  was = g_steal_pointer (&self->path);
  show_register (self, NULL);
  session_register_close (reg);
  if (path != NULL)
    session_drafts_follow (was, path);
  ui_window_open (self, path != NULL ? path : was);
}

static void
leave_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (UiWindow) self = UI_WINDOW (user_data);

  if (!ui_register_page_leave_finish (UI_REGISTER_PAGE (source), result))
    return;
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
ui_window_close_request (GtkWindow *window)
{
  UiWindow *self = UI_WINDOW (window);

  if (!self->closing && ui_register_page_has_unsaved (self->register_page))
    {
      ui_register_page_leave_async (self->register_page, leave_cb, g_object_ref (self));
      return TRUE;
    }
  ui_settings_keep_window (window);
  if (ui_settings_get () != NULL && self->reg != NULL)
    g_settings_set_string (ui_settings_get (), "last-page",
                           adw_view_stack_get_visible_child_name (self->pages));
  if (self->reg != NULL)
    {
      g_autoptr (SessionRegister) reg = g_object_ref (self->reg);

      show_register (self, NULL);
      session_register_close (reg);
    }
  return GTK_WINDOW_CLASS (ui_window_parent_class)->close_request (window);
}

static void
active_cb (UiWindow *self)
{
  if (self->reg != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    session_register_look (self->reg);
}

static void
ui_window_dispose (GObject *object)
{
  UiWindow *self = UI_WINDOW (object);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  /* It holds the pages, which would outlive their window with all that they hold. */
  g_action_map_remove_action (G_ACTION_MAP (self), "page");
  g_clear_object (&self->opening);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_object (&self->reg);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (ui_window_parent_class)->dispose (object);
}

static void
ui_window_class_init (UiWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ui_window_close_request;
  g_type_ensure (UI_TYPE_START_PAGE);
  g_type_ensure (UI_TYPE_REGISTER_PAGE);
  g_type_ensure (UI_TYPE_CURVES_PAGE);
  g_type_ensure (UI_TYPE_EXCHANGE_OFFER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/natality/Natality/ui-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UiWindow, main_stack);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, register_page);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, curves_page);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, offer);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, go_on_button);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, discard_button);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, name_label);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, state_label);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, toast_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_state);
  gtk_widget_class_bind_template_callback (widget_class, ui_window_banner_response);
  gtk_widget_class_bind_template_callback (widget_class, ui_window_update_centres);
  ui_window_class_init_actions (widget_class);
}

/* Of global scope, not application accelerators: those would take Ctrl+Z before a focused entry
 * could undo its typing. */
static void
add_undo_shortcuts (UiWindow *self)
{
  static const struct { const char *trigger, *action; } shortcuts[] = {
    { "<Control>z", "win.undo" },
    { "<Control><Shift>z", "win.redo" },
    { "<Control>y", "win.redo" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].trigger),
                          gtk_named_action_new (shortcuts[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
ui_window_init (UiWindow *self)
{
  g_autoptr (GPropertyAction) page = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  page = g_property_action_new ("page", self->pages, "visible-child-name");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (page));
  add_undo_shortcuts (self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
  ui_settings_restore_window (GTK_WINDOW (self));
  if (ui_settings_get () != NULL)
    {
      g_autofree char *last = g_settings_get_string (ui_settings_get (), "last-page");

      if (adw_view_stack_get_child_by_name (self->pages, last) != NULL)
        adw_view_stack_set_visible_child_name (self->pages, last);
    }
  update_state (self);
}

UiWindow *
ui_window_new (GtkApplication *application)
{
  return g_object_new (UI_TYPE_WINDOW, "application", application, NULL);
}
