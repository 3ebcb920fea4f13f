/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window around the exchange's contents: title, Escape, and closing, which waits for work that
 * has to be cancelled first. */
#include "ui-exchange-dialog.h"

struct _UiExchangeDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  AdwBin *bin;

  UiExchangeWork *work; /* borrowed: below bin */
  GtkWindow *closing;   /* borrowed: closes once the work has ended; itself or its parent */
};

G_DEFINE_FINAL_TYPE (UiExchangeDialog, ui_exchange_dialog, ADW_TYPE_WINDOW)

static gboolean
close_cb (gpointer window)
{
  gtk_window_close (window);
  return G_SOURCE_REMOVE;
}

/* Later, when whoever ended the work is done with it. */
static void
busy_cb (UiExchangeDialog *self)
{
  if (self->closing == NULL || ui_exchange_work_is_busy (self->work))
    return;
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (self->closing), g_object_unref);
  self->closing = NULL;
}

/* TRUE: not now. */
static gboolean
wait_for_work (UiExchangeDialog *self,
               GtkWindow        *closing)
{
  if (self->work == NULL || !ui_exchange_work_is_busy (self->work))
    return FALSE;
  self->closing = closing;
  ui_exchange_work_cancel (self->work);
  return TRUE;
}

static gboolean
parent_close_cb (UiExchangeDialog *self,
                 GtkWindow        *parent)
{
  return wait_for_work (self, parent);
}

static gboolean
ui_exchange_dialog_close_request (GtkWindow *window)
{
  UiExchangeDialog *self = UI_EXCHANGE_DIALOG (window);

  /* A parent that waits to be closed takes this one with it. */
  if (self->closing != NULL || wait_for_work (self, window))
    return TRUE;
  return GTK_WINDOW_CLASS (ui_exchange_dialog_parent_class)->close_request (window);
}

static void
ui_exchange_dialog_dispose (GObject *object)
{
  UiExchangeDialog *self = UI_EXCHANGE_DIALOG (object);

  if (self->work != NULL)
    ui_exchange_work_cancel (self->work);
  self->work = NULL;
  G_OBJECT_CLASS (ui_exchange_dialog_parent_class)->dispose (object);
}

static void
ui_exchange_dialog_class_init (UiExchangeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ui_exchange_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExchangeDialog, bin);
}

static void
ui_exchange_dialog_init (UiExchangeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ui_exchange_dialog_new (GtkWindow      *parent,
                        const char     *title,
                        int             width,
                        int             height,
                        GtkWidget      *content,
                        UiExchangeWork *work)
{
  UiExchangeDialog *self = g_object_new (UI_TYPE_EXCHANGE_DIALOG, "title", title, "transient-for",
                                         parent, "default-width", width, "default-height", height,
                                         NULL);

  adw_bin_set_child (self->bin, content);
  self->work = work;
  g_signal_connect_object (work, "notify::busy", G_CALLBACK (busy_cb), self, G_CONNECT_SWAPPED);
  if (parent != NULL)
    g_signal_connect_object (parent, "close-request", G_CALLBACK (parent_close_cb), self,
                             G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WIDGET (self);
}
