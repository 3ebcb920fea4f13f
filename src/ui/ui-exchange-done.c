/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done, and where its files are. */
#include "ui-exchange-done.h"

#include <glib/gi18n-lib.h>

struct _UiExchangeDone
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *title, *text;
  AdwPreferencesGroup *files;
  GtkWidget *close_button;
};

G_DEFINE_FINAL_TYPE (UiExchangeDone, ui_exchange_done, ADW_TYPE_BIN)

void
ui_exchange_done_show (UiExchangeDone *self,
                       const char     *title,
                       const char     *text)
{
  GtkWidget *stack = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_STACK);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->text, text);
  gtk_stack_set_visible_child (GTK_STACK (stack), GTK_WIDGET (self));
  gtk_widget_grab_focus (self->close_button);
}

/* The folder it is in, in the person's file manager. */
static void
folder_cb (GtkButton *button,
           gpointer   data)
{
  const char *path = g_object_get_data (G_OBJECT (button), "path");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))), uri, GDK_CURRENT_TIME);
}

void
ui_exchange_done_add_file (UiExchangeDone *self,
                           const char     *what,
                           const char     *path)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("folder-open-symbolic");
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *subtitle = g_markup_escape_text (shown, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), what);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Show its folder"));
  g_object_set_data_full (G_OBJECT (button), "path", g_strdup (path), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (folder_cb), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->files, row);
  gtk_widget_set_visible (GTK_WIDGET (self->files), TRUE);
}

static void
ui_exchange_done_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_exchange_done_parent_class)->dispose (object);
}

static void
ui_exchange_done_class_init (UiExchangeDoneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_done_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-done.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExchangeDone, title);
  gtk_widget_class_bind_template_child (widget_class, UiExchangeDone, text);
  gtk_widget_class_bind_template_child (widget_class, UiExchangeDone, files);
  gtk_widget_class_bind_template_child (widget_class, UiExchangeDone, close_button);
}

static void
ui_exchange_done_init (UiExchangeDone *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
