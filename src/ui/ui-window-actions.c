/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done in a window: open, new, demonstration, undo, redo, and what is handed to the
 * pages. */
#include <glib/gi18n-lib.h>

#include "base-text.h"
#include "ui-application.h"
#include "ui-plan-dialog.h"
#include "ui-settings.h"
#include "ui-window-private.h"

static void
open_path (UiWindow   *self,
           const char *path)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (UI_IS_APPLICATION (application))
    ui_application_open_path (UI_APPLICATION (application), GTK_WINDOW (self), path);
  else
    ui_window_open (self, path);
}

static GtkFileFilter *
register_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Natality registers"));
  gtk_file_filter_add_pattern (filter, "*.natality");
  return filter;
}

static void
open_response_cb (GtkNativeDialog *dialog,
                  int              response,
                  gpointer         user_data)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        open_path (UI_WINDOW (user_data), path);
    }
  g_object_unref (dialog);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Open Register"), GTK_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  g_autoptr (GtkFileFilter) filter = register_filter ();

  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (open_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
open_path_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  open_path (UI_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* --- creating --------------------------------------------------------------------------------- */

typedef struct
{
  UiWindow *window; /* owned */
  char *path;
} Creation;

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Creation *creation = user_data;
  UiWindow *self = creation->window;
  g_autoptr (GError) error = NULL;

  if (self->path == NULL)
    gtk_stack_set_visible_child_name (self->main_stack, self->reg != NULL ? "register" : "start");
  if (session_create_finish (result, &error))
    open_path (self, creation->path);
  else if (self->reg != NULL)
    ui_window_toast (self, error->message);
  else
    ui_start_page_set_message (self->start_page, error->message);
  g_object_unref (creation->window);
  g_free (creation->path);
  g_free (creation);
}

static void
create (UiWindow   *self,
        const char *path,
        gboolean    demonstration)
{
  Creation *creation = g_new0 (Creation, 1);

  creation->window = g_object_ref (self);
  creation->path = g_strdup (path);
  if (self->reg == NULL)
    gtk_stack_set_visible_child_name (self->main_stack, "loading");
  session_create_async (path, demonstration, NULL, created_cb, creation);
}

static void
new_response_cb (GtkNativeDialog *dialog,
                 int              response,
                 gpointer         user_data)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL && !g_str_has_suffix (path, ".natality"))
        {
          char *whole = g_strconcat (path, ".natality", NULL);

          g_free (path);
          path = whole;
        }
      if (path != NULL)
        create (UI_WINDOW (user_data), path, FALSE);
    }
  g_object_unref (dialog);
}

static void
new_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("New Register"), GTK_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Create"), NULL);
  g_autoptr (GtkFileFilter) filter = register_filter ();

  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _("clinic.natality"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (new_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* A copy in the user's data folder; the one of last time is opened again, with what was done in
 * it. */
static void
demonstration_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "natality", NULL);
  g_autofree char *path = g_build_filename (folder, "demonstration.natality", NULL);

  g_mkdir_with_parents (folder, 0700);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    open_path (UI_WINDOW (widget), path);
  else
    create (UI_WINDOW (widget), path, TRUE);
}

/* --- undo and redo ---------------------------------------------------------------------------- */

static void
stepped (UiWindow *self,
         gboolean  done,
         GError   *error,
         gboolean  redo,
         char     *label)
{
  g_autofree char *text = NULL;

  if (done && label != NULL)
    text = g_strdup_printf (redo ? _("Done again: %s") : _("Undone: %s"), label);
  else if (!done)
    text = g_strdup (error->message);
  if (text != NULL)
    ui_window_toast (self, text);
}

static void
undo_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (UiWindow) self = UI_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *label = g_object_steal_data (G_OBJECT (self), "undo-label");

  stepped (self, session_register_undo_finish (SESSION_REGISTER (source), result, &error), error,
           FALSE, label);
}

static void
redo_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (UiWindow) self = UI_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *label = g_object_steal_data (G_OBJECT (self), "undo-label");

  stepped (self, session_register_redo_finish (SESSION_REGISTER (source), result, &error), error,
           TRUE, label);
}

/* Typing comes first: what isn't saved is undone before what is. */
static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);

  if (self->reg == NULL || ui_register_page_undo_typing (self->register_page))
    return;
  g_object_set_data_full (G_OBJECT (self), "undo-label", session_register_undo_label (self->reg),
                          g_free);
  session_register_undo_async (self->reg, NULL, undo_cb, g_object_ref (self));
}

static void
redo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);

  if (self->reg == NULL || ui_register_page_has_unsaved (self->register_page))
    return;
  g_object_set_data_full (G_OBJECT (self), "undo-label", session_register_redo_label (self->reg),
                          g_free);
  session_register_redo_async (self->reg, NULL, redo_cb, g_object_ref (self));
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ui_register_page_save (UI_WINDOW (widget)->register_page);
}

static void
plan_trial_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (ui_plan_dialog_new (
      GTK_WINDOW (self), self->reg, ui_curves_page_get_question (self->curves_page),
      ui_curves_page_get_k (self->curves_page))));
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, "register");
  ui_register_page_focus_search (self->register_page);
}

static void
new_patient_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, "register");
  ui_register_page_new_patient (self->register_page);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (UI_WINDOW (widget)->menu_button);
}

/* The step is named in the tooltip and in the accessible name. Takes text. */
static void
set_name (GtkButton *button,
          char      *text)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_free (text);
}

void
ui_window_update_actions (UiWindow *self)
{
  gboolean writable = self->reg != NULL && session_register_is_writable (self->reg);
  gboolean unsaved = self->reg != NULL && ui_register_page_has_unsaved (self->register_page);
  g_autofree char *undo = writable ? session_register_undo_label (self->reg) : NULL;
  g_autofree char *redo = writable && !unsaved ? session_register_redo_label (self->reg) : NULL;

  if (unsaved && writable)
    base_set_str (&undo, _("typing"));
  set_name (self->undo_button, undo != NULL ? g_strdup_printf (_ ("Undo: %s"), undo)
                                            : g_strdup (_ ("Nothing to undo")));
  set_name (self->redo_button, redo != NULL ? g_strdup_printf (_ ("Redo: %s"), redo)
                                            : g_strdup (_ ("Nothing to redo")));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", undo != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.redo", redo != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.save", writable && unsaved);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.plan-trial", self->reg != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.search", self->reg != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-patient", writable);
  ui_window_update_exchange (self);
  ui_window_update_centres (self);
  gtk_widget_set_visible (GTK_WIDGET (self->undo_button), self->reg != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->redo_button), self->reg != NULL);
}

void
ui_window_class_init_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.open-path", "s", open_path_action);
  gtk_widget_class_install_action (widget_class, "win.new-register", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "win.demonstration", NULL, demonstration_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.plan-trial", NULL, plan_trial_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.new-patient", NULL, new_patient_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  ui_window_class_init_exchange (widget_class);
  ui_window_class_init_centres (widget_class);
}
