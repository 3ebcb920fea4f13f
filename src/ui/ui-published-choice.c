/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-published-choice.h"

#include <glib/gi18n-lib.h>

#include "report-published.h"
#include "ui-drop-down.h"

struct _UiPublishedChoice
{
  GtkBox parent_instance;

  /* Template children */
  GtkDropDown *choice;
};

G_DEFINE_FINAL_TYPE (UiPublishedChoice, ui_published_choice, GTK_TYPE_BOX)

static guint changed_signal;

/* None stands first, then the library in its order. */
const AnalysisPublished *
ui_published_choice_get (UiPublishedChoice *self)
{
  const GPtrArray *library = report_published_all ();
  guint chosen = gtk_drop_down_get_selected (self->choice);

  return chosen >= 1 && chosen <= library->len ? library->pdata[chosen - 1] : NULL;
}

static void
selected_cb (UiPublishedChoice *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
ui_published_choice_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_PUBLISHED_CHOICE);
  G_OBJECT_CLASS (ui_published_choice_parent_class)->dispose (object);
}

static void
ui_published_choice_class_init (UiPublishedChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_published_choice_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-published-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, UiPublishedChoice, choice);
  gtk_widget_class_bind_template_callback_full (widget_class, "selected_cb",
                                                G_CALLBACK (selected_cb));
  changed_signal = g_signal_new ("changed", UI_TYPE_PUBLISHED_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_published_choice_init (UiPublishedChoice *self)
{
  const GPtrArray *library = report_published_all ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (labels, _("nothing"));
  for (guint i = 0; i < library->len; i++)
    gtk_string_list_take (labels, report_published_label (library->pdata[i]));
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (labels));
  ui_drop_down_make_searchable (self->choice);
  ui_drop_down_shorten (self->choice);
}
