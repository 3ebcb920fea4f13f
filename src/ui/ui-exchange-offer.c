/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to do with a damaged register: looks for the newest good backup beside it, and offers it. */
#include "ui-exchange-offer.h"

#include <glib/gi18n-lib.h>

#include "ui-exchange-restore.h"

struct _UiExchangeOffer
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *text;
  GtkWidget *button;

  GCancellable *cancellable; /* of the search; NULL: none */
  SessionBackup *backup;     /* NULL: not found, or not yet */
  char *path;                /* of the damaged register */
  char *reason;              /* NULL: it is open, and the banner says it */
};

G_DEFINE_FINAL_TYPE (UiExchangeOffer, ui_exchange_offer, ADW_TYPE_BIN)

static void
offer (UiExchangeOffer *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && self->backup != NULL)
    ui_exchange_restore_open (GTK_WINDOW (root), self->reason, self->backup, self->path);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (UiExchangeOffer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionBackup) backup = session_backup_finish (result, &error);
  g_autofree char *about = NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      session_backup_free (g_steal_pointer (&backup));
      return;
    }
  g_clear_object (&self->cancellable);
  self->backup = g_steal_pointer (&backup);
  if (self->reason != NULL)
    {
      offer (self);
      return;
    }
  about = self->backup != NULL ? ui_exchange_restore_describe (self->backup) : NULL;
  text = about != NULL ? g_strdup_printf (_ ("Newest good backup: %s."), about)
                       : g_strdup (error->message);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (self->button, self->backup != NULL);
}

/* Takes nothing; path NULL: ends what was looked for. */
static void
look_for (UiExchangeOffer *self,
          const char      *path,
          const char      *reason)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->backup, session_backup_free);
  g_free (self->path);
  self->path = g_strdup (path);
  g_free (self->reason);
  self->reason = g_strdup (reason);
  gtk_widget_set_visible (GTK_WIDGET (self), path != NULL && reason == NULL);
  gtk_widget_set_visible (self->button, FALSE);
  gtk_label_set_text (self->text, _("Looking for a good backup…"));
  if (path == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  session_backup_find_async (path, self->cancellable, found_cb, g_object_ref (self));
}

void
ui_exchange_offer_set_register (UiExchangeOffer *self,
                                SessionRegister *reg)
{
  gboolean damaged = reg != NULL && session_register_state (reg) == SESSION_READ_ONLY_DAMAGED;
  const char *path = damaged ? session_register_path (reg) : NULL;

  g_return_if_fail (UI_IS_EXCHANGE_OFFER (self));
  /* Told again at every change of state: damage may be found after the register is open. */
  if (g_strcmp0 (path, self->path) != 0 || self->reason != NULL)
    look_for (self, path, NULL);
}

void
ui_exchange_offer_for_path (UiExchangeOffer *self,
                            const char      *path,
                            const char      *reason)
{
  g_return_if_fail (UI_IS_EXCHANGE_OFFER (self) && path != NULL && reason != NULL);
  look_for (self, path, reason);
}

static void
ui_exchange_offer_dispose (GObject *object)
{
  UiExchangeOffer *self = UI_EXCHANGE_OFFER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_exchange_offer_parent_class)->dispose (object);
}

static void
ui_exchange_offer_finalize (GObject *object)
{
  UiExchangeOffer *self = UI_EXCHANGE_OFFER (object);

  g_clear_pointer (&self->backup, session_backup_free);
  g_free (self->path);
  g_free (self->reason);
  G_OBJECT_CLASS (ui_exchange_offer_parent_class)->finalize (object);
}

static void
ui_exchange_offer_class_init (UiExchangeOfferClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_offer_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_exchange_offer_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-offer.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExchangeOffer, text);
  gtk_widget_class_bind_template_child (widget_class, UiExchangeOffer, button);
  gtk_widget_class_bind_template_callback_full (widget_class, "offer", G_CALLBACK (offer));
}

static void
ui_exchange_offer_init (UiExchangeOffer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
