/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import from the window: choose a folder, see what its rows would do, import all or the good
 * ones, see where the backup lies. The rows themselves are session's. */
#include "ui-exchange-import.h"

#include <glib/gi18n-lib.h>

#include "ui-exchange-dialog.h"
#include "ui-exchange-done.h"
#include "ui-exchange-place.h"

struct _UiExchangeImport
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  UiExchangeWork *work;
  UiExchangeDone *done;
  GtkLabel *choose_message, *heading, *source, *problems_title, *message;
  GtkLabel *n_inserted, *n_updated, *n_unchanged, *n_rejected;
  GtkLabel *inserted, *updated, *unchanged, *rejected;
  UiExchangeList *problems;
  UiExchangePlace *place;
  GtkWidget *problems_box, *rejected_box, *all_button, *good_button;
  GtkButton *cancel_button;

  SessionRegister *reg;
  char *folder; /* that was looked at */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (UiExchangeImport, ui_exchange_import, ADW_TYPE_BIN)

static void
set_message (GtkLabel   *label,
             const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

/* --- what was found --------------------------------------------------------------------------- */

static void
set_count (GtkLabel   *number,
           GtkLabel   *words,
           guint64     n,
           const char *text)
{
  g_autofree char *shown = g_strdup_printf ("%'" G_GUINT64_FORMAT, n);

  gtk_label_set_text (number, shown);
  gtk_label_set_text (words, text);
}

static void
show_counts (UiExchangeImport          *self,
             const SessionImportReport *report)
{
  set_count (self->n_inserted, self->inserted, report->n_inserted,
             ngettext ("new row", "new rows", (gulong) report->n_inserted));
  set_count (self->n_updated, self->updated, report->n_updated,
             ngettext ("row that changes what is in the register",
                       "rows that change what is in the register", (gulong) report->n_updated));
  set_count (self->n_unchanged, self->unchanged, report->n_unchanged,
             ngettext ("row that is in the register as it is",
                       "rows that are in the register as they are", (gulong) report->n_unchanged));
  set_count (self->n_rejected, self->rejected, report->n_rejected,
             ngettext ("row that can’t be taken", "rows that can’t be taken",
                       (gulong) report->n_rejected));
}

static void
show_problems (UiExchangeImport          *self,
               const SessionImportReport *report)
{
  g_autofree char *title = NULL;
  gulong n = (gulong) report->n_problems;

  ui_exchange_list_clear (self->problems);
  for (guint i = 0; i < report->problems->len; i++)
    {
      const SessionImportProblem *problem = g_ptr_array_index (report->problems, i);
      g_autofree char *line =
          problem->line > 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT, problem->line) : NULL;
      const char *cells[] = { problem->file, line, problem->column, problem->expected };

      ui_exchange_list_add (self->problems, cells, 0);
    }
  ui_exchange_list_show (self->problems);
  title = g_strdup_printf (ngettext ("%'lu problem", "%'lu problems", n), n);
  if (report->problems->len < report->n_problems)
    {
      char *first = g_strdup_printf (_ ("%s, of which the first %'u are listed"), title,
                                     report->problems->len);

      g_free (title);
      title = first;
    }
  gtk_label_set_text (self->problems_title, title);
  gtk_widget_set_visible (self->problems_box, n > 0);
}

static void
update_buttons (UiExchangeImport *self)
{
  g_autofree char *rejected = ui_exchange_place_get_path (self->place);

  gtk_widget_set_sensitive (self->good_button, rejected != NULL);
}

static const char *
heading_of (const SessionImportReport *report)
{
  if (report->n_problems > 0)
    return _("Not all of it can be imported");
  if (report->n_inserted == 0 && report->n_updated == 0)
    return _("Every row is in the register already");
  return _("All rows can be imported");
}

static void
show_report (UiExchangeImport          *self,
             const SessionImportReport *report)
{
  gboolean good = report->n_problems == 0;
  gboolean any_good = report->n_inserted > 0 || report->n_updated > 0;
  g_autofree char *base = g_filename_display_basename (self->folder);
  gulong n = (gulong) report->n_rows;
  g_autofree char *source =
      g_strdup_printf (ngettext ("%'lu row was read from “%s”. Nothing was changed yet.",
                                 "%'lu rows were read from “%s”. Nothing was changed yet.", n),
                       n, base);
  g_autofree char *full = g_canonicalize_filename (self->folder, NULL);
  g_autofree char *rejected = g_strconcat (full, _("-rejected"), NULL);

  gtk_label_set_text (self->heading, heading_of (report));
  gtk_label_set_text (self->source, source);
  show_counts (self, report);
  show_problems (self, report);
  set_message (self->message, NULL);
  ui_exchange_place_propose (self->place, rejected, "");
  gtk_widget_set_visible (self->rejected_box, !good && any_good);
  gtk_widget_set_visible (self->good_button, !good && any_good);
  gtk_widget_set_visible (self->all_button, good && any_good);
  gtk_button_set_label (self->cancel_button,
                        good && !any_good ? _ ("_Close") : _ ("_Cancel"));
  gtk_stack_set_visible_child_name (self->stack, "report");
  if (!good)
    gtk_widget_grab_focus (GTK_WIDGET (self->problems));
  else
    gtk_widget_grab_focus (any_good ? self->all_button : GTK_WIDGET (self->cancel_button));
  update_buttons (self);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (UiExchangeImport) self = data;
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  session_register_import_finish (SESSION_REGISTER (source), result, &report, &error);
  if (!ui_exchange_work_end (self->work))
    return;
  if (error == NULL)
    show_report (self, report);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_message (self->choose_message, error->message);
}

void
ui_exchange_import_look (UiExchangeImport *self,
                         const char       *folder)
{
  GCancellable *cancellable;

  g_return_if_fail (UI_IS_EXCHANGE_IMPORT (self));
  g_free (self->folder);
  self->folder = g_strdup (folder);
  set_message (self->choose_message, NULL);
  cancellable = ui_exchange_work_begin (self->work, _ ("Looking at the files…"));
  /* What importing the good rows would do: where there is no bad one, that is all. */
  session_register_import_async (self->reg, self->folder,
                                 SESSION_IMPORT_DRY_RUN | SESSION_IMPORT_GOOD_ROWS, NULL,
                                 cancellable, ui_exchange_work_progress, self->work, looked_cb,
                                 g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           gpointer         data)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *folder = file != NULL ? g_file_get_path (file) : NULL;

  if (folder != NULL)
    ui_exchange_import_look (data, folder);
}

static void
choose_cb (UiExchangeImport *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      _ ("Import from a Folder"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Look at It"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- importing -------------------------------------------------------------------------------- */

static void
add_sentence (GString *text,
              guint64  n,
              char    *sentence)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
  g_free (sentence);
}

static char *
what_was_done (const SessionImportReport *report)
{
  GString *text = g_string_new (NULL);
  gulong inserted = (gulong) report->n_inserted, updated = (gulong) report->n_updated;
  gulong unchanged = (gulong) report->n_unchanged, rejected = (gulong) report->n_rejected;

  add_sentence (text, inserted,
                g_strdup_printf (ngettext ("%'lu row is new.", "%'lu rows are new.", inserted),
                                 inserted));
  add_sentence (text, updated,
                g_strdup_printf (ngettext ("%'lu row was changed.", "%'lu rows were changed.",
                                           updated), updated));
  add_sentence (text, unchanged,
                g_strdup_printf (ngettext ("%'lu row was there already.",
                                           "%'lu rows were there already.", unchanged),
                                 unchanged));
  add_sentence (text, rejected,
                g_strdup_printf (ngettext ("%'lu row was not taken.", "%'lu rows were not taken.",
                                           rejected), rejected));
  if (report->change == 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                            _("The register is as it was."));
  else if (report->backup != NULL)
    g_string_append_printf (text, "\n\n%s",
                            _ ("Undo doesn’t take back an import. To go back to what was before, "
                               "restore the backup (main menu, Restore a Backup)."));
  else
    g_string_append_printf (text, "\n\n%s",
                            _ ("The register was empty before, so there was nothing to back "
                               "up. Undo doesn’t take back an import."));
  return g_string_free (text, FALSE);
}

static void
show_done (UiExchangeImport          *self,
           const SessionImportReport *report)
{
  g_autofree char *text = what_was_done (report);

  if (report->backup != NULL)
    ui_exchange_done_add_file (self->done, _ ("The register as it was before"), report->backup);
  if (report->rejected_folder != NULL)
    ui_exchange_done_add_file (self->done, _ ("Rows that were not taken, to be mended"),
                               report->rejected_folder);
  ui_exchange_done_show (self->done,
                         report->change != 0 ? _ ("Imported") : _ ("Nothing was new"), text);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (UiExchangeImport) self = data;
  g_autoptr (SessionImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  session_register_import_finish (SESSION_REGISTER (source), result, &report, &error);
  if (!ui_exchange_work_end (self->work))
    return;
  if (error == NULL)
    {
      show_done (self, report);
      return;
    }
  /* The files are others than those that were looked at. */
  if (g_error_matches (error, SESSION_ERROR, SESSION_ERROR_INVALID) && report->n_problems > 0)
    show_report (self, report);
  set_message (self->message, error->message);
}

static void
import (UiExchangeImport *self,
        gboolean          good_rows)
{
  g_autofree char *rejected = good_rows ? ui_exchange_place_get_path (self->place) : NULL;
  GCancellable *cancellable = ui_exchange_work_begin (self->work, _ ("Importing…"));

  set_message (self->message, NULL);
  session_register_import_async (self->reg, self->folder,
                                 good_rows ? SESSION_IMPORT_GOOD_ROWS : SESSION_IMPORT_DEFAULT,
                                 rejected, cancellable, ui_exchange_work_progress, self->work,
                                 imported_cb, g_object_ref (self));
}

static void
all_cb (UiExchangeImport *self)
{
  import (self, FALSE);
}

static void
good_cb (UiExchangeImport *self)
{
  import (self, TRUE);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_exchange_import_dispose (GObject *object)
{
  UiExchangeImport *self = UI_EXCHANGE_IMPORT (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->reg);
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_exchange_import_parent_class)->dispose (object);
}

static void
ui_exchange_import_finalize (GObject *object)
{
  g_free (UI_EXCHANGE_IMPORT (object)->folder);
  G_OBJECT_CLASS (ui_exchange_import_parent_class)->finalize (object);
}

static void
ui_exchange_import_class_init (UiExchangeImportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_import_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_exchange_import_finalize;
  g_type_ensure (UI_TYPE_EXCHANGE_WORK);
  g_type_ensure (UI_TYPE_EXCHANGE_DONE);
  g_type_ensure (UI_TYPE_EXCHANGE_LIST);
  g_type_ensure (UI_TYPE_EXCHANGE_PLACE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-import.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, UiExchangeImport, name)
  BIND (stack);
  BIND (work);
  BIND (done);
  BIND (choose_message);
  BIND (heading);
  BIND (source);
  BIND (problems_title);
  BIND (message);
  BIND (n_inserted);
  BIND (n_updated);
  BIND (n_unchanged);
  BIND (n_rejected);
  BIND (inserted);
  BIND (updated);
  BIND (unchanged);
  BIND (rejected);
  BIND (problems);
  BIND (place);
  BIND (problems_box);
  BIND (rejected_box);
  BIND (all_button);
  BIND (cancel_button);
  BIND (good_button);
#undef BIND
  gtk_widget_class_bind_template_callback_full (widget_class, "choose_cb", G_CALLBACK (choose_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "update_buttons",
                                                G_CALLBACK (update_buttons));
  gtk_widget_class_bind_template_callback_full (widget_class, "all_cb", G_CALLBACK (all_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "good_cb", G_CALLBACK (good_cb));
}

static void
ui_exchange_import_init (UiExchangeImport *self)
{
  const char *titles[] = { _("File"), _("Line"), _("Column"), _("What is expected") };

  gtk_widget_init_template (GTK_WIDGET (self));
  ui_exchange_list_set_titles (self->problems, titles);
}

GtkWidget *
ui_exchange_import_open (GtkWindow       *parent,
                         SessionRegister *reg)
{
  UiExchangeImport *self = g_object_new (UI_TYPE_EXCHANGE_IMPORT, NULL);

  self->reg = g_object_ref (reg);
  return ui_exchange_dialog_new (parent, _("Import"), 700, 680, GTK_WIDGET (self),
                                 self->work);
}
