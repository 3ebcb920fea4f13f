/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup from the window: which, is it sound, where the register goes that is made of it. What
 * comes of it is opened by the window this one belongs to. */
#include "ui-exchange-restore.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui-exchange-dialog.h"
#include "ui-exchange-place.h"

#define REGISTER_SUFFIX ".natality"

struct _UiExchangeRestore
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  UiExchangeWork *work;
  GtkLabel *reason, *message;
  AdwActionRow *backup_row;
  UiExchangePlace *place;
  GtkWidget *place_box, *open_button, *restore_button, *choose_button;

  char *backup; /* that was looked at and is sound; NULL: none */
  char *path;   /* of the register that is made */
  char *damaged; /* the register that it takes the place of; NULL: none */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (UiExchangeRestore, ui_exchange_restore, ADW_TYPE_BIN)

static void
set_message (GtkLabel   *label,
             const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
update (UiExchangeRestore *self)
{
  g_autofree char *path = self->backup != NULL ? ui_exchange_place_get_path (self->place) : NULL;

  gtk_widget_set_sensitive (self->open_button, self->backup != NULL);
  gtk_widget_set_sensitive (self->restore_button, path != NULL);
  gtk_widget_set_visible (self->place_box, self->backup != NULL);
}

/* --- which ------------------------------------------------------------------------------------ */

static char *
when (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  /* Translators: a day and a time, as in 27 May 2026, 14:03 */
  return time != NULL ? g_date_time_format (time, _ ("%-d %b %Y, %H:%M")) : g_strdup ("?");
}

char *
ui_exchange_restore_describe (const SessionBackup *backup)
{
  g_autofree char *made = when (backup->made);
  g_autofree char *changed = backup->last_change != 0 ? when (backup->last_change) : NULL;
  g_autofree char *patients =
      g_strdup_printf (ngettext ("%'lu patient", "%'lu patients", (gulong) backup->n_patients),
                       (gulong) backup->n_patients);

  if (changed == NULL)
    return g_strdup_printf (_ ("made %s; %s"), made, patients);
  return g_strdup_printf (_ ("made %s; %s; newest change %s"), made, patients, changed);
}

/* clinic.natality.2026-05-27.backup becomes clinic-restored.natality beside it. */
static char *
proposal_for (const char *backup,
              const char *beside)
{
  g_autofree char *folder = g_path_get_dirname (beside != NULL ? beside : backup);
  g_autofree char *base = g_path_get_basename (beside != NULL ? beside : backup);
  char *end = strstr (base, REGISTER_SUFFIX);
  g_autofree char *name = NULL;

  if (end == NULL)
    end = strrchr (base, '.');
  if (end != NULL)
    *end = '\0';
  name = g_strconcat (base, _("-restored"), REGISTER_SUFFIX, NULL);
  return g_build_filename (folder, name, NULL);
}

static void
take (UiExchangeRestore   *self,
      const SessionBackup *backup,
      const char          *beside)
{
  g_autofree char *base = g_filename_display_basename (backup->path);
  g_autofree char *title = g_markup_escape_text (base, -1);
  g_autofree char *about = ui_exchange_restore_describe (backup);
  g_autofree char *subtitle = g_strdup_printf (_ ("Sound: %s"), about);
  g_autofree char *proposal = proposal_for (backup->path, beside);

  g_free (self->backup);
  self->backup = g_strdup (backup->path);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->backup_row), title);
  adw_action_row_set_subtitle (self->backup_row, subtitle);
  ui_exchange_place_propose (self->place, proposal, REGISTER_SUFFIX);
  update (self);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (UiExchangeRestore) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionBackup) backup = session_backup_finish (result, &error);

  if (!ui_exchange_work_end (self->work))
    return;
  if (backup != NULL)
    take (self, backup, NULL);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_message (self->message, error->message);
}

void
ui_exchange_restore_look (UiExchangeRestore *self,
                          const char        *path)
{
  GCancellable *cancellable;

  g_return_if_fail (UI_IS_EXCHANGE_RESTORE (self));
  set_message (self->message, NULL);
  cancellable = ui_exchange_work_begin (self->work, _ ("Looking at the backup…"));
  session_backup_look_async (path, cancellable, looked_cb, g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           gpointer         data)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    ui_exchange_restore_look (data, path);
}

static void
choose_cb (UiExchangeRestore *self)
{
  g_autoptr (GtkFileFilter) backups = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (backups, _("Backups"));
  gtk_file_filter_add_pattern (backups, "*.backup");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      _ ("Choose a Backup"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), backups);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- what becomes of it ----------------------------------------------------------------------- */

/* Takes what is to be opened. */
static void
close_and_open (UiExchangeRestore *self,
                const char        *action,
                GVariant          *path)
{
  GtkWindow *dialog = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWindow *parent = gtk_window_get_transient_for (dialog);
  g_autoptr (GVariant) kept = g_variant_ref_sink (path);

  gtk_window_close (dialog);
  if (parent != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), action, kept);
}

static void
open_cb (UiExchangeRestore *self)
{
  close_and_open (self, "win.open-path", g_variant_new_string (self->backup));
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (UiExchangeRestore) self = data;
  g_autoptr (GError) error = NULL;

  session_restore_finish (result, &error);
  if (!ui_exchange_work_end (self->work))
    return;
  if (error == NULL && self->damaged != NULL)
    close_and_open (self, "win.open-restored", g_variant_new ("(ss)", self->damaged, self->path));
  else if (error == NULL)
    close_and_open (self, "win.open-path", g_variant_new_string (self->path));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_message (self->message, error->message);
}

static void
restore_cb (UiExchangeRestore *self)
{
  GCancellable *cancellable;

  g_free (self->path);
  self->path = ui_exchange_place_get_path (self->place);
  set_message (self->message, NULL);
  if (self->path == NULL)
    {
      update (self);
      return;
    }
  cancellable = ui_exchange_work_begin (self->work, _ ("Restoring…"));
  session_restore_async (self->backup, self->path, cancellable, ui_exchange_work_progress,
                         self->work, restored_cb, g_object_ref (self));
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_exchange_restore_dispose (GObject *object)
{
  g_clear_object (&UI_EXCHANGE_RESTORE (object)->chooser);
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_exchange_restore_parent_class)->dispose (object);
}

static void
ui_exchange_restore_finalize (GObject *object)
{
  UiExchangeRestore *self = UI_EXCHANGE_RESTORE (object);

  g_free (self->backup);
  g_free (self->path);
  g_free (self->damaged);
  G_OBJECT_CLASS (ui_exchange_restore_parent_class)->finalize (object);
}

static void
ui_exchange_restore_class_init (UiExchangeRestoreClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_restore_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_exchange_restore_finalize;
  g_type_ensure (UI_TYPE_EXCHANGE_WORK);
  g_type_ensure (UI_TYPE_EXCHANGE_PLACE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-restore.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, UiExchangeRestore, name)
  BIND (stack);
  BIND (work);
  BIND (reason);
  BIND (message);
  BIND (backup_row);
  BIND (place);
  BIND (place_box);
  BIND (open_button);
  BIND (restore_button);
  BIND (choose_button);
#undef BIND
  gtk_widget_class_bind_template_callback_full (widget_class, "update", G_CALLBACK (update));
  gtk_widget_class_bind_template_callback_full (widget_class, "choose_cb", G_CALLBACK (choose_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "open_cb", G_CALLBACK (open_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "restore_cb",
                                                G_CALLBACK (restore_cb));
}

static void
ui_exchange_restore_init (UiExchangeRestore *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

GtkWidget *
ui_exchange_restore_open (GtkWindow           *parent,
                          const char          *reason,
                          const SessionBackup *backup,
                          const char          *beside)
{
  UiExchangeRestore *self = g_object_new (UI_TYPE_EXCHANGE_RESTORE, NULL);
  GtkWidget *dialog;

  set_message (self->reason, reason);
  self->damaged = g_strdup (beside);
  if (backup != NULL)
    take (self, backup, beside);
  dialog = ui_exchange_dialog_new (parent, _("Restore a Backup"), 620, 500, GTK_WIDGET (self),
                                   self->work);
  gtk_widget_grab_focus (backup != NULL ? self->restore_button : self->choose_button);
  return dialog;
}
