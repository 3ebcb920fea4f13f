/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a register's files in a window. What was typed is dealt with first, so that
 * it is in the backup, in the export, and in no conflict with an import. */
#include "ui-exchange.h"
#include "ui-window-private.h"

typedef GtkWidget *(*ExchangeFunc) (GtkWindow *parent, SessionRegister *reg);

static const struct
{
  const char *action;
  ExchangeFunc open;
  gboolean writes;
} exchanges[] = {
  { "win.import", ui_exchange_import_open, TRUE },
  { "win.export-records", ui_exchange_export_open, FALSE },
  { "win.back-up", ui_exchange_backup_open, FALSE },
  { "win.check", ui_exchange_check_open, FALSE },
};

typedef struct
{
  UiWindow *window; /* owned */
  ExchangeFunc open;
} Leaving;

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Leaving *leaving = data;

  if (ui_register_page_leave_finish (UI_REGISTER_PAGE (source), result)
      && leaving->window->reg != NULL)
    leaving->open (GTK_WINDOW (leaving->window), leaving->window->reg);
  g_object_unref (leaving->window);
  g_free (leaving);
}

static void
exchange_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);

  for (guint i = 0; self->reg != NULL && i < G_N_ELEMENTS (exchanges); i++)
    if (g_str_equal (exchanges[i].action, name))
      {
        Leaving *leaving = g_new0 (Leaving, 1);

        leaving->window = g_object_ref (self);
        leaving->open = exchanges[i].open;
        ui_register_page_leave_async (self->register_page, left_cb, leaving);
      }
}

static void
restore_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  ui_exchange_restore_open (GTK_WINDOW (widget), NULL, NULL, NULL);
}

/* A register that was made of a backup takes the place of the damaged one. */
static void
open_restored_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);
  const char *damaged, *restored;

  g_variant_get (parameter, "(&s&s)", &damaged, &restored);
  if (self->reg != NULL && g_strcmp0 (self->path, damaged) == 0)
    {
      ui_window_reopen (self, restored);
      return;
    }
  session_drafts_follow (damaged, restored);
  gtk_widget_activate_action (widget, "win.open-path", "s", restored);
}

static void
show_patient_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, "register");
  ui_register_page_show_patient (self->register_page, g_variant_get_int64 (parameter));
}

void
ui_window_update_exchange (UiWindow *self)
{
  gboolean writable = self->reg != NULL && session_register_is_writable (self->reg);

  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), exchanges[i].action,
                                   exchanges[i].writes ? writable : self->reg != NULL);
}

void
ui_window_class_init_exchange (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    gtk_widget_class_install_action (widget_class, exchanges[i].action, NULL, exchange_action);
  gtk_widget_class_install_action (widget_class, "win.restore", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "win.open-restored", "(ss)", open_restored_action);
  gtk_widget_class_install_action (widget_class, "win.show-patient", "x", show_patient_action);
}
