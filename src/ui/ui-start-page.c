/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The start page: open, new, the demonstration, and the registers opened lately. Its buttons name
 * actions; it opens nothing itself. */
#include "ui-start-page.h"

#include <glib/gi18n-lib.h>

#include "ui-settings.h"

struct _UiStartPage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *message;
  GtkWidget *recent_group;
  GtkListBox *recent_list;
};

G_DEFINE_FINAL_TYPE (UiStartPage, ui_start_page, ADW_TYPE_BIN)

static GtkWidget *
recent_row (const UiRecent *recent)
{
  g_autofree char *base = g_path_get_basename (recent->path);
  g_autofree char *when = ui_recent_when (recent);
  g_autofree char *subtitle = NULL;
  g_autofree char *title = NULL;
  GtkWidget *row = adw_action_row_new ();

  if (g_str_has_suffix (base, ".natality"))
    base[strlen (base) - strlen (".natality")] = '\0';
  title = g_markup_escape_text (base, -1);
  subtitle = g_strdup_printf (ngettext ("%u patient · %s", "%u patients · %s", recent->n_patients),
                              recent->n_patients, when);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, recent->path);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-path");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", recent->path);
  return row;
}

static void
fill_recent (UiStartPage *self)
{
  g_autoptr (GPtrArray) list = ui_recent_list ();
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->recent_list))) != NULL)
    gtk_list_box_remove (self->recent_list, child);
  for (guint i = 0; i < list->len && i < 5; i++)
    gtk_list_box_append (self->recent_list, recent_row (g_ptr_array_index (list, i)));
  gtk_widget_set_visible (self->recent_group, list->len > 0);
}

void
ui_start_page_set_message (UiStartPage *self,
                           const char  *message)
{
  g_return_if_fail (UI_IS_START_PAGE (self));

  gtk_label_set_text (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  fill_recent (self);
}

static void
ui_start_page_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_start_page_parent_class)->dispose (object);
}

static void
ui_start_page_class_init (UiStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_start_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UiStartPage, message);
  gtk_widget_class_bind_template_child (widget_class, UiStartPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, UiStartPage, recent_list);
}

static void
ui_start_page_init (UiStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_recent (self);
}
