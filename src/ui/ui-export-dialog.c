/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Widgets to chart options, a preview of them, and the file. */
#include "ui-export-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-export.h"
#include "config.h"
#include "session-register.h"
#include "ui-chart-view.h"

struct _UiExportDialog
{
  AdwWindow parent_instance;

  /* Template children */
  UiChartView *preview;
  GtkDropDown *kind, *theme;
  GtkSpinButton *width, *height, *dpi;
  GtkSwitch *notes, *hazard;
  GtkLabel *message, *size_note;
  GtkWidget *dpi_row, *height_row, *hazard_row;

  /* Owned */
  UiExportFigure figure;
  char *title, *file_name;
  ChartLayout *layout; /* as it is set up now */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (UiExportDialog, ui_export_dialog, ADW_TYPE_WINDOW)

static guint exported_signal;

static const char *const suffixes[] = { ".pdf", ".png", ".svg" };
enum { KIND_PDF, KIND_PNG, KIND_SVG };
static const ChartTheme themes[] = { CHART_THEME_PRINT, CHART_THEME_GREY, CHART_THEME_DARK };

static void
lay_out (UiExportDialog *self)
{
  UiExportSettings settings = {
    .width_pt = gtk_spin_button_get_value (self->width) * CHART_PT_PER_MM,
    .height_pt = gtk_spin_button_get_value (self->height) * CHART_PT_PER_MM,
    .theme = themes[MIN (gtk_drop_down_get_selected (self->theme), 2)],
    .show_hazard = gtk_switch_get_active (self->hazard),
    .show_notes = gtk_switch_get_active (self->notes),
  };

  g_clear_pointer (&self->layout, chart_layout_unref);
  self->layout = self->figure.lay_out (self->figure.data, &settings);
}

/* How large the figure comes out, and what had to give way for it. */
static void
update_size_note (UiExportDialog *self)
{
  const ChartLayout *layout = self->layout;
  double width = layout->width / CHART_PT_PER_MM, height = layout->height / CHART_PT_PER_MM;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("%.0f × %.0f mm"), width, height);
  if (gtk_drop_down_get_selected (self->kind) == KIND_PNG)
    {
      double dpi = gtk_spin_button_get_value (self->dpi);

      g_string_append_printf (text, _(", %.0f × %.0f dots"), ceil (width / 25.4 * dpi),
                              ceil (height / 25.4 * dpi));
    }
  g_string_append_c (text, '.');
  if (!layout->fits)
    g_string_append_printf (text, " %s", _("Larger than asked for: all of it needs this room."));
  if (layout->hazard_dropped)
    g_string_append_printf (text, " %s", _("The rate per transfer has no room at this size."));
  if (layout->scale < 1)
    g_string_append_printf (text, " %s", _("Text was made smaller, to no less than 6 points."));
  gtk_label_set_text (self->size_note, text->str);
  g_string_free (text, TRUE);
}

static void
refresh (UiExportDialog *self)
{
  /* While the template is made there is no figure yet. */
  if (self->figure.lay_out == NULL)
    return;
  lay_out (self);
  ui_chart_view_set_preview (self->preview, self->layout);
  update_size_note (self);
  gtk_widget_set_sensitive (self->dpi_row, gtk_drop_down_get_selected (self->kind) == KIND_PNG);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
}

static const char *
reason_of (const GError *error)
{
  if (g_error_matches (error, CHART_ERROR, CHART_ERROR_TOO_LARGE))
    return _("The picture would have too many dots. Choose a smaller size or fewer dots per inch.");
  if (error->domain == CHART_ERROR)
    return _("The picture could not be made. Nothing was written.");
  return error->message;
}

/* The kind that a name ends in, in any case; -1: none. */
static int
kind_of_name (const char *name)
{
  g_autofree char *small = g_ascii_strdown (name, -1);

  for (int i = 0; i < (int) G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (small, suffixes[i]))
      return i;
  return -1;
}

static GBytes *
export (UiExportDialog *self,
        int             kind,
        GError        **error)
{
  ChartMetadata metadata = { .title = self->title, .software = "Natality " NATALITY_VERSION };

  switch (kind)
    {
    case KIND_PNG:
      return chart_export_layout_png (self->layout, gtk_spin_button_get_value (self->dpi),
                                      &metadata, error);
    case KIND_SVG:
      return chart_export_layout_svg (self->layout, &metadata, error);
    case KIND_PDF:
    default:
      return chart_export_layout_pdf (self->layout, &metadata, error);
    }
}

gboolean
ui_export_dialog_write (UiExportDialog *self,
                        const char     *path)
{
  int kind = kind_of_name (path);
  int chosen = (int) MIN (gtk_drop_down_get_selected (self->kind), KIND_SVG);
  g_autofree char *full = g_strconcat (path, kind < 0 ? suffixes[chosen] : "", NULL);
  g_autofree char *name = g_path_get_basename (full);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = export (self, kind < 0 ? chosen : kind, &error);

  /* The file chooser has asked before a file is replaced, if it knew its whole name. */
  if (bytes != NULL && session_write_file (full, bytes, kind >= 0, &error))
    {
      g_signal_emit (self, exported_signal, 0, name);
      return TRUE;
    }
  gtk_label_set_text (self->message, reason_of (error));
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
  return FALSE;
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           gpointer         data)
{
  UiExportDialog *self = data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && ui_export_dialog_write (self, path))
    gtk_window_close (GTK_WINDOW (self));
}

static void
save_cb (UiExportDialog *self)
{
  const char *suffix = suffixes[MIN (gtk_drop_down_get_selected (self->kind), 2)];
  g_autofree char *name
    = g_strconcat (self->file_name != NULL ? self->file_name : "natality", suffix, NULL);

  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (_ ("Export figure"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
ui_export_dialog_dispose (GObject *object)
{
  UiExportDialog *self = UI_EXPORT_DIALOG (object);

  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_EXPORT_DIALOG);
  G_OBJECT_CLASS (ui_export_dialog_parent_class)->dispose (object);
}

static void
ui_export_dialog_finalize (GObject *object)
{
  UiExportDialog *self = UI_EXPORT_DIALOG (object);

  self->figure.free_data (self->figure.data);
  chart_layout_unref (self->layout);
  g_free (self->title);
  g_free (self->file_name);
  G_OBJECT_CLASS (ui_export_dialog_parent_class)->finalize (object);
}

static void
ui_export_dialog_class_init (UiExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_export_dialog_finalize;
  exported_signal = g_signal_new ("exported", UI_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (UI_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, size_note);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, theme);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, dpi);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, dpi_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, height_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, hazard_row);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, notes);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, hazard);
  gtk_widget_class_bind_template_child (widget_class, UiExportDialog, message);
  gtk_widget_class_bind_template_callback_full (widget_class, "refresh", G_CALLBACK (refresh));
  gtk_widget_class_bind_template_callback_full (widget_class, "save_cb", G_CALLBACK (save_cb));
}

static void
ui_export_dialog_init (UiExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

UiExportDialog *
ui_export_dialog_new (GtkWindow            *parent,
                      const UiExportFigure *figure)
{
  UiExportDialog *self = g_object_new (UI_TYPE_EXPORT_DIALOG, "transient-for", parent, "modal",
                                       TRUE, "title", figure->heading, NULL);

  self->figure = *figure;
  self->title = g_strdup (figure->title);
  self->file_name = g_strdup (figure->file_name);
  gtk_widget_set_visible (self->height_row, figure->curves);
  gtk_widget_set_visible (self->hazard_row, figure->curves);
  refresh (self);
  return self;
}
