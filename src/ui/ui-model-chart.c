/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-model-chart.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui-chart-view.h"
#include "ui-export-dialog.h"
#include "ui-study.h"

/* Of the drawing in the card, points. */
#define WIDTH_PT 222
#define HEIGHT_PT 136

typedef struct
{
  UiModelFit *fit;
  ReportModelCurves curves;
  char *title, *note; /* of ReportSource */
} Chart;

static void
clear (gpointer data)
{
  Chart *self = data;

  ui_model_fit_unref (self->fit);
  g_free (self->title);
  g_free (self->note);
}

static void
chart_unref (gpointer self)
{
  g_rc_box_release_full (self, clear);
}

static ChartSpec *
spec_of (const Chart              *self,
         const ReportSource       *source,
         const ReportChartOptions *options)
{
  return report_model_curves_spec (self->fit->model, &self->fit->options, self->fit->terms,
                                   self->curves, self->fit->question, source, options);
}

/* --- the figure ------------------------------------------------------------------------------- */

static ChartLayout *
lay_out (gpointer                data,
         const UiExportSettings *settings)
{
  const Chart *self = data;
  ReportSource source = { self->title, self->note };
  ReportChartOptions options = { .width_pt = settings->width_pt,
                                 .theme = settings->theme,
                                 .show_notes = settings->show_notes };
  g_autoptr (ChartSpec) spec = spec_of (self, &source, &options);

  return chart_layout_new (spec);
}

static void
exported_cb (GtkWidget  *view,
             const char *file_name)
{
  g_autofree char *text = g_strdup_printf (_("Exported “%s”"), file_name);

  gtk_widget_activate_action (view, "curves.say", "s", text);
}

static void
open_cb (GtkWidget *button,
         gpointer   data)
{
  Chart *self = data;
  /* The button goes when there are other curves. */
  GtkWidget *view = gtk_widget_get_ancestor (button, UI_TYPE_STUDY);
  gboolean predicted = self->curves == REPORT_MODEL_PREDICTED;
  g_autofree char *file_name
    /* Translators: proposed as a file's name; %s is the register's. */
    = g_strdup_printf (predicted ? _("%s, predicted curve") : _("%s, standardised curves"),
                       self->title);
  UiExportFigure figure = { .heading = predicted ? _("Predicted curve") : _("Standardised curves"),
                            .title = self->title,
                            .file_name = file_name,
                            .lay_out = lay_out,
                            .data = g_rc_box_acquire (self),
                            .free_data = chart_unref };
  UiExportDialog *dialog
    = ui_export_dialog_new (GTK_WINDOW (gtk_widget_get_root (button)), &figure);

  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), view, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
unref_closure (gpointer  data,
               GClosure *closure)
{
  chart_unref (data);
}

/* --- in the card ------------------------------------------------------------------------------ */

/* What is synthetic is said in the window already, over all of it. */
static GtkWidget *
small_view (const Chart *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  ReportChartOptions options = { .width_pt = WIDTH_PT,
                                 .height_pt = HEIGHT_PT,
                                 .theme = dark ? CHART_THEME_DARK : CHART_THEME_LIGHT };
  g_autoptr (ChartSpec) spec = spec_of (self, NULL, &options);
  g_autoptr (ChartLayout) layout = NULL;
  GtkWidget *view = g_object_new (UI_TYPE_CHART_VIEW, NULL);

  spec->draw_background = FALSE;
  layout = chart_layout_new (spec);
  ui_chart_view_set_preview (UI_CHART_VIEW (view), layout);
  return view;
}

void
ui_model_chart_add (GtkBox            *box,
                    UiModelFit        *fit,
                    ReportModelCurves  curves,
                    SessionRegister   *reg,
                    const char        *description)
{
  Chart *self = g_rc_box_new0 (Chart);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Figure…"));
  GtkWidget *view;

  self->fit = ui_model_fit_ref (fit);
  self->curves = curves;
  self->title = session_register_name (reg);
  self->note = session_register_synthetic_note (reg);
  view = small_view (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_data (button, "clicked", G_CALLBACK (open_cb), self, unref_closure, 0);
  gtk_box_append (box, view);
  gtk_box_append (box, button);
}
