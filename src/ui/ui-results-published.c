/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-published.h"

#include "report-ledger.h"
#include "report-published.h"
#include "ui-figures.h"

void
ui_results_published_fill (GtkBox                  *box,
                           const AnalysisAnswer    *answer,
                           const AnalysisPublished *published,
                           guint                    k,
                           SessionRegister         *reg)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (box));
  g_autofree char *label = report_published_label (published);
  GtkGrid *grid = ui_figures_add_card (box, label);
  AnalysisPublishedComparison comparison;
  g_auto (GStrv) sentences = NULL, warnings = NULL;

  gtk_box_reorder_child_after (box, gtk_widget_get_parent (GTK_WIDGET (grid)), first);
  analysis_published_compare (answer, published, k, &comparison);
  sentences = report_published_sentences (&comparison, answer->question);
  warnings = report_published_warnings (published, answer->question);
  for (guint i = 0; sentences[i] != NULL; i++)
    ui_figures_add_lines (grid, sentences[i], 0, (int) i, 1, NULL);
  for (guint i = 0; warnings[i] != NULL; i++)
    ui_figures_add_caption (grid, warnings[i]);
  if (reg != NULL)
    {
      g_autoptr (GPtrArray) entries = report_ledger_of_published (&comparison, answer);

      session_register_ledger_add (reg, entries);
    }
}

char *
ui_results_published_describe (const AnalysisAnswer    *answer,
                               const AnalysisPublished *published,
                               guint                    k)
{
  AnalysisPublishedComparison comparison;
  g_auto (GStrv) sentences = NULL;

  analysis_published_compare (answer, published, k, &comparison);
  sentences = report_published_sentences (&comparison, answer->question);
  return g_strjoinv (" ", sentences);
}
