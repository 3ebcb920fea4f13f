/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done in a window with several centres: their tables pooled, and this one's written
 * for it. */
#include <glib/gi18n-lib.h>

#include "ui-pool-dialog.h"
#include "ui-risk-tables-dialog.h"
#include "ui-window-private.h"

static void
exported_cb (UiWindow   *self,
             const char *file_name)
{
  g_autofree char *text = g_strdup_printf (_("Exported “%s”"), file_name);

  ui_window_toast (self, text);
}

static void
export_risk_tables_action (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  UiWindow *self = UI_WINDOW (widget);
  UiRiskTablesDialog *dialog;

  if (self->reg == NULL || !ui_curves_page_is_answered (self->curves_page))
    return;
  dialog = ui_risk_tables_dialog_new (GTK_WINDOW (self), self->reg,
                                      ui_curves_page_get_answer (self->curves_page));
  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pool_centres_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  gtk_window_present (GTK_WINDOW (ui_pool_dialog_new (GTK_WINDOW (widget))));
}

void
ui_window_update_centres (UiWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export-risk-tables",
                                 self->reg != NULL
                                     && ui_curves_page_is_answered (self->curves_page));
}

void
ui_window_class_init_centres (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.export-risk-tables", NULL,
                                   export_risk_tables_action);
  gtk_widget_class_install_action (widget_class, "win.pool-centres", NULL, pool_centres_action);
}
