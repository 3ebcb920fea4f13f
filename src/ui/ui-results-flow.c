/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-flow.h"

#include <glib/gi18n-lib.h>

#include "report-curve.h"
#include "ui-figures.h"

/* What is left at a step stands out; who is left out before the next is dimmed and set in. */
void
ui_results_flow_fill (GtkBox               *box,
                      const AnalysisAnswer *answer)
{
  GtkGrid *grid = ui_figures_add_card (box, _("Who is in it"));
  g_autoptr (GPtrArray) lines = report_flow (answer);
  g_auto (GStrv) lines_text = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      const ReportFlowLine *line = g_ptr_array_index (lines, i);
      gboolean total = line->kind == REPORT_FLOW_TOTAL;
      const char *css = total                                 ? "figure-name"
                        : line->kind == REPORT_FLOW_FATE ? NULL
                                                         : "dim-label";
      g_autofree char *n
        = g_strdup_printf (line->kind == REPORT_FLOW_OUT ? "−%" G_GUINT64_FORMAT
                                                         : "%" G_GUINT64_FORMAT, line->n);
      GtkWidget *label = ui_figures_add_lines (grid, line->text, 0, (int) i, 1, css);
      GtkWidget *number = ui_figures_add_label (grid, n, 1, (int) i, css);

      gtk_widget_set_margin_start (label, total ? 0 : 12);
      gtk_widget_set_margin_top (label, total && i > 0 ? 4 : 0);
      gtk_widget_set_margin_top (number, total && i > 0 ? 4 : 0);
      gtk_widget_set_valign (number, GTK_ALIGN_START);
    }
  lines_text = report_flow_lines (answer);
  ui_figures_add_copy (grid, _("Copy who is in it as text"), g_strjoinv ("\n", lines_text));
}
