/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work under way: its title, a bar, Cancel. Knows nothing of the work. */
#include "ui-exchange-work.h"

#include <glib/gi18n-lib.h>

#define BLINK_MS 300

struct _UiExchangeWork
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkProgressBar *bar;
  GtkButton *cancel_button;

  GCancellable *cancellable; /* NULL: nothing is under way */
  GtkWidget *before;         /* borrowed: the stack's page when it began */
  guint blink_id;
};

G_DEFINE_FINAL_TYPE (UiExchangeWork, ui_exchange_work, ADW_TYPE_BIN)

enum { PROP_0, PROP_BUSY, N_PROPS };

static GParamSpec *props[N_PROPS];

static GtkStack *
stack_of (UiExchangeWork *self)
{
  return GTK_STACK (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_STACK));
}

static gboolean
blink_cb (gpointer data)
{
  UiExchangeWork *self = data;

  self->blink_id = 0;
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return G_SOURCE_REMOVE;
  gtk_stack_set_visible_child (stack_of (self), GTK_WIDGET (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  return G_SOURCE_REMOVE;
}

GCancellable *
ui_exchange_work_begin (UiExchangeWork *self,
                        const char     *what)
{
  g_return_val_if_fail (UI_IS_EXCHANGE_WORK (self) && self->cancellable == NULL, NULL);

  self->cancellable = g_cancellable_new ();
  self->before = gtk_stack_get_visible_child (stack_of (self));
  gtk_label_set_text (self->title, what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, what,
                                  -1);
  gtk_progress_bar_set_fraction (self->bar, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button), TRUE);
  if (self->before != GTK_WIDGET (self))
    gtk_widget_set_sensitive (self->before, FALSE);
  self->blink_id = g_timeout_add (BLINK_MS, blink_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
  return self->cancellable;
}

void
ui_exchange_work_progress (guint64  done,
                           guint64  total,
                           gpointer work)
{
  UiExchangeWork *self = work;

  if (self->cancellable != NULL && total > 0)
    gtk_progress_bar_set_fraction (self->bar, (double) done / (double) total);
}

void
ui_exchange_work_cancel (UiExchangeWork *self)
{
  if (self->cancellable == NULL)
    return;
  gtk_label_set_text (self->title, _("Cancelling…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button), FALSE);
  g_cancellable_cancel (self->cancellable);
}

gboolean
ui_exchange_work_end (UiExchangeWork *self)
{
  g_return_val_if_fail (UI_IS_EXCHANGE_WORK (self), FALSE);

  g_clear_handle_id (&self->blink_id, g_source_remove);
  g_clear_object (&self->cancellable);
  if (self->before != NULL)
    {
      gtk_widget_set_sensitive (self->before, TRUE);
      gtk_stack_set_visible_child (stack_of (self), self->before);
      self->before = NULL;
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
  return gtk_widget_get_root (GTK_WIDGET (self)) != NULL;
}

gboolean
ui_exchange_work_is_busy (UiExchangeWork *self)
{
  return self->cancellable != NULL;
}

static void
ui_exchange_work_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_BUSY)
    g_value_set_boolean (value, ui_exchange_work_is_busy (UI_EXCHANGE_WORK (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ui_exchange_work_dispose (GObject *object)
{
  UiExchangeWork *self = UI_EXCHANGE_WORK (object);

  g_clear_handle_id (&self->blink_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_exchange_work_parent_class)->dispose (object);
}

static void
ui_exchange_work_class_init (UiExchangeWorkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ui_exchange_work_dispose;
  object_class->get_property = ui_exchange_work_get_property;
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-work.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExchangeWork, title);
  gtk_widget_class_bind_template_child (widget_class, UiExchangeWork, bar);
  gtk_widget_class_bind_template_child (widget_class, UiExchangeWork, cancel_button);
  gtk_widget_class_bind_template_callback_full (widget_class, "cancel_cb",
                                                G_CALLBACK (ui_exchange_work_cancel));
}

static void
ui_exchange_work_init (UiExchangeWork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
