/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-export-curves.h"

#include <glib/gi18n-lib.h>

#include "report-curve.h"

typedef struct
{
  AnalysisAnswer *answer;
  const AnalysisPublished *published; /* NULL: none */
  char *title, *note;
} Curves;

static void
curves_free (gpointer data)
{
  Curves *self = data;

  analysis_answer_unref (self->answer);
  g_free (self->title);
  g_free (self->note);
  g_free (self);
}

static ChartLayout *
lay_out (gpointer                data,
         const UiExportSettings *settings)
{
  Curves *self = data;
  ReportSource source = { self->title, self->note };
  ReportChartOptions options = {
    .width_pt = settings->width_pt,
    .height_pt = settings->height_pt,
    .theme = settings->theme,
    .show_hazard = settings->show_hazard,
    .show_table = TRUE,
    .show_notes = settings->show_notes,
    .overlays = &self->published,
    .n_overlays = self->published != NULL,
  };
  g_autoptr (ChartSpec) spec = report_chart_spec (self->answer, &source, &options);

  return chart_layout_new (spec);
}

UiExportDialog *
ui_export_curves_new (GtkWindow               *parent,
                      AnalysisAnswer          *answer,
                      const AnalysisPublished *published,
                      const char              *title,
                      const char              *synthetic_note)
{
  Curves *self = g_new0 (Curves, 1);
  UiExportFigure figure = { .heading = _("Export figure"),
                            .title = title,
                            .file_name = title,
                            .curves = TRUE,
                            .lay_out = lay_out,
                            .data = self,
                            .free_data = curves_free };

  self->answer = analysis_answer_ref (answer);
  self->published = published;
  self->title = g_strdup (title);
  self->note = g_strdup (synthetic_note);
  return ui_export_dialog_new (parent, &figure);
}
