/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-forest.h"

#include <glib/gi18n-lib.h>

#include "report-ledger.h"
#include "report-subgroups.h"
#include "ui-export-dialog.h"
#include "ui-figures.h"
#include "ui-study.h"

#define ADJUST STATS_ADJUST_HOLM /* natality-cli's default: the same figures */

UiForest *
ui_forest_new (AnalysisSubgroups      *subgroups,
               const AnalysisQuestion *question)
{
  UiForest *self = g_atomic_rc_box_new0 (UiForest);

  self->subgroups = subgroups;
  self->question = analysis_question_copy (question);
  self->comparisons = report_ledger_of_subgroups (subgroups, question);
  return self;
}

static void
clear (gpointer data)
{
  UiForest *self = data;

  analysis_subgroups_free (self->subgroups);
  analysis_question_unref (self->question);
  g_ptr_array_unref (self->comparisons);
  g_free (self->title);
  g_free (self->note);
}

void
ui_forest_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* --- the figure ------------------------------------------------------------------------------- */

static ChartLayout *
lay_out (gpointer                data,
         const UiExportSettings *settings)
{
  const UiForest *self = data;
  ReportSource source = { self->title, self->note };
  ReportForestOptions options = { .width_pt = settings->width_pt,
                                  .theme = settings->theme,
                                  .show_notes = settings->show_notes };
  g_autoptr (ChartForest) forest
    = report_forest_spec (self->subgroups, self->question, &source, ADJUST, &options);

  return chart_forest_layout (forest);
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
  UiForest *self = data;
  /* The button goes when there is another table. */
  GtkWidget *view = gtk_widget_get_ancestor (button, UI_TYPE_STUDY);
  /* Translators: proposed as a file's name; %s is the register's. */
  g_autofree char *file_name = g_strdup_printf (_("%s, forest plot"), self->title);
  UiExportFigure figure = { .heading = _("Forest plot"),
                            .title = self->title,
                            .file_name = file_name,
                            .lay_out = lay_out,
                            .data = g_atomic_rc_box_acquire (self),
                            .free_data = ui_forest_unref };
  UiExportDialog *dialog
    = ui_export_dialog_new (GTK_WINDOW (gtk_widget_get_root (button)), &figure);

  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), view, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
unref_closure (gpointer  data,
               GClosure *closure)
{
  ui_forest_unref (data);
}

static void
add_figure_button (GtkBox   *box,
                   UiForest *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Forest Plot…"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_data (button, "clicked", G_CALLBACK (open_cb), g_atomic_rc_box_acquire (self),
                         unref_closure, 0);
  gtk_box_append (box, button);
}

/* --- the table -------------------------------------------------------------------------------- */

static int
add_level (GtkGrid                 *grid,
           const AnalysisSubgroups *subgroups,
           const AnalysisSubgroup  *level,
           const char              *name,
           int                      row)
{
  g_autofree char *n = g_strdup_printf ("%" G_GUINT64_FORMAT, level->n[0] + level->n[1]);
  g_autofree char *value = report_subgroup_value (subgroups, level);
  const char *reason = report_subgroup_reason (level->reason);

  ui_figures_add_lines (grid, name, 0, row, 1, NULL);
  ui_figures_add_label (grid, n, 1, row, NULL);
  ui_figures_add_label (grid, value, 2, row, "figure-value");
  if (reason != NULL)
    gtk_widget_add_css_class (ui_figures_add_lines (grid, reason, 0, ++row, 3, "caption"),
                              "dim-label");
  return row + 1;
}

static int
add_variable (GtkGrid                        *grid,
              const AnalysisSubgroups        *subgroups,
              const AnalysisSubgroupVariable *variable,
              int                             row)
{
  g_autofree char *interaction = report_subgroup_interaction (subgroups, variable, ADJUST);
  const char *reason = report_subgroup_reason (variable->reason);

  gtk_widget_set_margin_top (
      ui_figures_add_lines (grid, variable->title, 0, row++, 3, "figure-name"), 8);
  ui_figures_add_lines (grid, interaction, 0, row++, 3, NULL);
  if (reason != NULL)
    gtk_widget_add_css_class (ui_figures_add_lines (grid, reason, 0, row++, 3, "caption"),
                              "dim-label");
  for (guint l = 0; l < variable->n_levels; l++)
    row = add_level (grid, subgroups, &variable->levels[l], variable->level_labels[l], row);
  return row;
}

static void
add_notes (GtkBox         *box,
           const UiForest *self)
{
  GtkGrid *grid = ui_figures_add_card (box, _("What is compared"));
  g_auto (GStrv) notes = report_subgroup_notes (self->subgroups, self->question, NULL, ADJUST);

  /* The warning stands under the table. */
  for (guint i = 0; notes[i] != NULL; i++)
    if (!g_str_equal (notes[i], report_subgroup_warning ()))
      ui_figures_add_caption (grid, notes[i]);
}

void
ui_forest_fill (GtkBox          *box,
                UiForest        *self,
                SessionRegister *reg)
{
  const AnalysisSubgroups *subgroups = self->subgroups;
  g_autoptr (GPtrArray) methods = report_subgroups_methods (subgroups, STATS_ADJUST_HOLM);
  g_autofree char *interval = report_subgroup_interval (subgroups, self->question);
  g_autofree char *contrast = report_contrast_name (subgroups);
  g_autofree char *title = g_strdup_printf (
      /* Translators: what groups differ in, one of them, the other; "difference after transfer 3",
       * "odds ratio". */
      subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE ? _("%s: %s less %s, %s")
                                                          : _("%s: %s against %s, %s"),
      subgroups->by_title, subgroups->group_labels[1], subgroups->group_labels[0], contrast);
  GtkGrid *grid = ui_figures_add_card (box, title);
  int row = 2;

  g_free (self->title);
  g_free (self->note);
  self->title = session_register_name (reg);
  self->note = session_register_synthetic_note (reg);
  ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  ui_figures_add_copy (grid, _("Copy the subgroups as CSV"),
                       report_subgroups_csv (subgroups, ADJUST));
  gtk_widget_add_css_class (GTK_WIDGET (grid), "figures-small");
  gtk_grid_set_column_spacing (grid, 8);
  ui_figures_add_label (grid, "", 0, 0, NULL);
  ui_figures_add_label (grid, _("patients"), 1, 0, "dim-label");
  ui_figures_add_label (grid, report_subgroup_head (subgroups), 2, 0, "dim-label");
  gtk_label_set_xalign (
      GTK_LABEL (ui_figures_add_wide_label (grid, interval, 0, 1, 3, "dim-label")), 1);
  row = add_level (grid, subgroups, &subgroups->overall, _("All patients"), row);
  for (guint v = 0; v < subgroups->n_variables; v++)
    row = add_variable (grid, subgroups, &subgroups->variables[v], row);
  ui_figures_add_caption (grid, report_subgroup_warning ());
  add_figure_button (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid))), self);
  add_notes (box, self);
}
