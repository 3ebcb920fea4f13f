/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup from the window: where to, then where it is. */
#include "ui-exchange-backup.h"

#include <glib/gi18n-lib.h>

#include "ui-exchange-dialog.h"
#include "ui-exchange-done.h"
#include "ui-exchange-place.h"

struct _UiExchangeBackup
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  UiExchangeWork *work;
  UiExchangeDone *done;
  UiExchangePlace *place;
  GtkLabel *message;
  GtkWidget *backup_button;

  SessionRegister *reg;
  char *path; /* of the copy that is made */
};

G_DEFINE_FINAL_TYPE (UiExchangeBackup, ui_exchange_backup, ADW_TYPE_BIN)

static void
update (UiExchangeBackup *self)
{
  g_autofree char *path = ui_exchange_place_get_path (self->place);

  gtk_widget_set_sensitive (self->backup_button, path != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (UiExchangeBackup) self = data;
  g_autoptr (GError) error = NULL;

  session_register_backup_finish (SESSION_REGISTER (source), result, &error);
  if (!ui_exchange_work_end (self->work))
    return;
  if (error == NULL)
    {
      ui_exchange_done_add_file (self->done, _("Backup"), self->path);
      ui_exchange_done_show (
          self->done, _("Backed up"),
          _("The copy was read back and verified; everything saved so far is in it. A backup on "
            "the same disk doesn’t help when the disk fails: copy it to another one too."));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      gtk_label_set_text (self->message, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
    }
}

static void
backup_cb (UiExchangeBackup *self)
{
  GCancellable *cancellable;

  g_free (self->path);
  self->path = ui_exchange_place_get_path (self->place);
  if (self->path == NULL)
    {
      update (self);
      return;
    }
  cancellable = ui_exchange_work_begin (self->work, _ ("Backing up…"));
  session_register_backup_async (self->reg, self->path, cancellable, ui_exchange_work_progress,
                                 self->work, backed_up_cb, g_object_ref (self));
}

static void
ui_exchange_backup_dispose (GObject *object)
{
  g_clear_object (&UI_EXCHANGE_BACKUP (object)->reg);
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_exchange_backup_parent_class)->dispose (object);
}

static void
ui_exchange_backup_finalize (GObject *object)
{
  g_free (UI_EXCHANGE_BACKUP (object)->path);
  G_OBJECT_CLASS (ui_exchange_backup_parent_class)->finalize (object);
}

static void
ui_exchange_backup_class_init (UiExchangeBackupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_backup_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_exchange_backup_finalize;
  g_type_ensure (UI_TYPE_EXCHANGE_WORK);
  g_type_ensure (UI_TYPE_EXCHANGE_DONE);
  g_type_ensure (UI_TYPE_EXCHANGE_PLACE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-backup.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, UiExchangeBackup, name)
  BIND (stack);
  BIND (work);
  BIND (done);
  BIND (place);
  BIND (message);
  BIND (backup_button);
#undef BIND
  gtk_widget_class_bind_template_callback_full (widget_class, "update", G_CALLBACK (update));
  gtk_widget_class_bind_template_callback_full (widget_class, "backup_cb", G_CALLBACK (backup_cb));
}

static void
ui_exchange_backup_init (UiExchangeBackup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ui_exchange_backup_open (GtkWindow       *parent,
                         SessionRegister *reg)
{
  UiExchangeBackup *self = g_object_new (UI_TYPE_EXCHANGE_BACKUP, NULL);
  g_autofree char *path = session_register_backup_path (reg, NULL);

  self->reg = g_object_ref (reg);
  ui_exchange_place_propose (self->place, path, ".backup");
  return ui_exchange_dialog_new (parent, _("Back Up"), 620, 420, GTK_WIDGET (self),
                                 self->work);
}
