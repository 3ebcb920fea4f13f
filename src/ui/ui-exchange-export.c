/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Export of records from the window: where to, and whether with identity. */
#include "ui-exchange-export.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"
#include "base-date.h"
#include "ui-exchange-dialog.h"
#include "ui-exchange-done.h"
#include "ui-exchange-place.h"

struct _UiExchangeExport
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  UiExchangeWork *work;
  UiExchangeDone *done;
  UiExchangePlace *place;
  GtkSwitch *identity;
  GtkLabel *message;
  GtkWidget *export_button;

  SessionRegister *reg;
  char *path; /* of the folder that is written */
};

G_DEFINE_FINAL_TYPE (UiExchangeExport, ui_exchange_export, ADW_TYPE_BIN)

static void
update (UiExchangeExport *self)
{
  g_autofree char *path = ui_exchange_place_get_path (self->place);

  gtk_widget_set_sensitive (self->export_button, path != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (UiExchangeExport) self = data;
  g_autoptr (GError) error = NULL;

  session_register_export_finish (SESSION_REGISTER (source), result, &error);
  if (!ui_exchange_work_end (self->work))
    return;
  if (error == NULL)
    {
      ui_exchange_done_add_file (self->done, _("Folder"), self->path);
      ui_exchange_done_show (
          self->done, _("Exported"),
          gtk_switch_get_active (self->identity)
              ? _("Each table is a CSV file. identity.csv says who the patients are: keep the "
                  "folder as you keep the register.")
              : _("Each table is a CSV file. None of them holds a patient’s name or birth date; "
                  "notes are as they were typed."));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      gtk_label_set_text (self->message, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
    }
}

static void
export_cb (UiExchangeExport *self)
{
  GCancellable *cancellable;

  g_free (self->path);
  self->path = ui_exchange_place_get_path (self->place);
  if (self->path == NULL)
    {
      update (self);
      return;
    }
  cancellable = ui_exchange_work_begin (self->work, _ ("Exporting…"));
  session_register_export_async (self->reg, self->path, gtk_switch_get_active (self->identity),
                                 cancellable, ui_exchange_work_progress, self->work, exported_cb,
                                 g_object_ref (self));
}

static void
ui_exchange_export_dispose (GObject *object)
{
  g_clear_object (&UI_EXCHANGE_EXPORT (object)->reg);
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_exchange_export_parent_class)->dispose (object);
}

static void
ui_exchange_export_finalize (GObject *object)
{
  g_free (UI_EXCHANGE_EXPORT (object)->path);
  G_OBJECT_CLASS (ui_exchange_export_parent_class)->finalize (object);
}

static void
ui_exchange_export_class_init (UiExchangeExportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_export_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_exchange_export_finalize;
  g_type_ensure (UI_TYPE_EXCHANGE_WORK);
  g_type_ensure (UI_TYPE_EXCHANGE_DONE);
  g_type_ensure (UI_TYPE_EXCHANGE_PLACE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-export.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, UiExchangeExport, name)
  BIND (stack);
  BIND (work);
  BIND (done);
  BIND (place);
  BIND (identity);
  BIND (message);
  BIND (export_button);
#undef BIND
  gtk_widget_class_bind_template_callback_full (widget_class, "update", G_CALLBACK (update));
  gtk_widget_class_bind_template_callback_full (widget_class, "export_cb", G_CALLBACK (export_cb));
}

static void
ui_exchange_export_init (UiExchangeExport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ui_exchange_export_open (GtkWindow       *parent,
                         SessionRegister *reg)
{
  UiExchangeExport *self = g_object_new (UI_TYPE_EXCHANGE_EXPORT, NULL);
  g_autofree char *name = session_register_name (reg);
  g_autofree char *folder = g_path_get_dirname (session_register_path (reg));
  g_autofree char *today = base_day_to_iso (base_today ());
  g_autofree char *base = g_strdup_printf (_("%s-records-%s"), name, today);
  g_autofree char *path = g_build_filename (folder, base, NULL);

  self->reg = g_object_ref (reg);
  ui_exchange_place_propose (self->place, path, "");
  return ui_exchange_dialog_new (parent, _("Export Records"), 620, 480, GTK_WIDGET (self),
                                 self->work);
}
