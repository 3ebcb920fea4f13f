/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-baseline.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-baseline.h"
#include "base-number.h"
#include "report-baseline.h"
#include "report-tests.h"
#include "ui-field-picker.h"
#include "ui-figures.h"
#include "ui-study.h"
#include "ui-text.h"

#define SEED 1        /* of drawn tables; natality-cli's default: the same figures */
#define NAME_CHARS 13 /* of a group's name over its column, a line */
#define LINE_CHARS 9  /* of what stands before the figures, at least */

struct _UiResultsBaseline
{
  GtkBox parent_instance;

  /* Template children */
  GtkMenuButton *choose;
  UiFieldPicker *picker;
  UiStudy *study;

  /* Owned */
  ModelDictionary *dictionary;
};

G_DEFINE_FINAL_TYPE (UiResultsBaseline, ui_results_baseline, GTK_TYPE_BOX)

static gpointer
run (AnalysisCohort         *cohort,
     const AnalysisQuestion *question,
     const gint             *cancelled,
     gpointer                data,
     GError                **error)
{
  g_autoptr (AnalysisSelection) selection = analysis_selection_new (cohort, question, NULL, error);

  return selection != NULL
             ? analysis_baseline_new (selection, data, SEED, cancelled, NULL, error)
             : NULL;
}

/* --- the table -------------------------------------------------------------------------------- */

static void
add_cell (GtkGrid    *grid,
          const char *text,
          guint       group,
          int         row)
{
  ui_figures_add_label (grid, text, (int) group + 1, row, NULL);
}

static void
add_line_name (GtkGrid    *grid,
               const char *name,
               int         row)
{
  GtkWidget *label = ui_figures_add_lines (grid, name, 0, row, 1, "dim-label");

  /* Where there are many groups the grid is as narrow as it can be. */
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD);
  gtk_label_set_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_widget_set_margin_start (label, 8);
}

/* A line under a variable: how far the groups differ in it, and the tests of that. */
static void
add_note (GtkGrid                *grid,
          const AnalysisBaseline *table,
          const char             *tests,
          double                  smd,
          int                     row)
{
  g_autofree char *number = base_number_to_display (smd, 2);
  g_autofree char *text = table->n_groups == 2
                              /* Translators: standardised mean difference; then tests. */
                              ? g_strdup_printf (_("SMD %s; %s"), number, tests)
                              : g_strdup (tests);
  GtkWidget *label
    = ui_figures_add_lines (grid, text, 0, row, (int) table->n_groups + 1, "caption");

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_start (label, 8);
}

static int
add_numeric (GtkGrid                   *grid,
             const AnalysisBaseline    *table,
             const AnalysisBaselineRow *variable,
             int                        row)
{
  int places = MAX (variable->decimals, 1);
  g_autofree char *welch = report_p (variable->welch_p);
  gboolean is_exact = !isnan (variable->mann_whitney_exact_p);
  g_autofree char *ranks = report_p (table->n_groups != 2 ? variable->kruskal_p
                                     : is_exact           ? variable->mann_whitney_exact_p
                                                          : variable->mann_whitney_p);
  g_autofree char *tests = NULL;

  add_line_name (grid, _("mean (sd)"), row);
  add_line_name (grid, _("median (quartiles)"), row + 1);
  for (guint g = 0; g < table->n_groups; g++)
    {
      const StatsSummary *s = &variable->summaries[g];
      g_autofree char *mean = base_number_to_display (s->mean, places);
      g_autofree char *sd = base_number_to_display (s->sd, places);
      g_autofree char *median = base_number_to_display (s->median, places);
      g_autofree char *quartiles = ui_figures_limits (s->q1, s->q3, places);
      g_autofree char *first = g_strdup_printf ("%s (%s)", mean, sd);
      g_autofree char *second = g_strdup_printf ("%s (%s)", median, quartiles);

      add_cell (grid, first, g, row);
      add_cell (grid, second, g, row + 1);
    }
  tests = table->n_groups != 2 ? g_strdup_printf (_("Kruskal-Wallis %s"), ranks)
          : is_exact ? g_strdup_printf (_("Welch %s, exact Mann-Whitney %s"), welch, ranks)
                     : g_strdup_printf (_("Welch %s, Mann-Whitney %s"), welch, ranks);
  add_note (grid, table, tests, variable->smd, row + 2);
  return row + 3;
}

static int
add_categorical (GtkGrid                   *grid,
                 const AnalysisBaseline    *table,
                 const AnalysisBaselineRow *variable,
                 int                        row)
{
  g_autofree char *p = report_p (variable->fisher_p);
  g_autofree char *tests = g_strdup_printf (
      variable->fisher_drawn ? _("Fisher, by drawn tables, %s") : _("Fisher %s"), p);

  for (guint l = 0; l < variable->n_levels; l++, row++)
    {
      add_line_name (grid, variable->level_labels[l], row);
      for (guint g = 0; g < table->n_groups; g++)
        {
          guint64 n = variable->counts[l * table->n_groups + g];
          guint64 known = table->n[g] - variable->missing[g];
          g_autofree char *share
            = report_percent (known > 0 ? (double) n / (double) known : NAN, 0);
          g_autofree char *cell = g_strdup_printf ("%" G_GUINT64_FORMAT " (%s)", n, share);

          add_cell (grid, cell, g, row);
        }
    }
  add_note (grid, table, tests, variable->smd, row);
  return row + 1;
}

static int
add_missing (GtkGrid                   *grid,
             const AnalysisBaseline    *table,
             const AnalysisBaselineRow *variable,
             int                        row)
{
  guint64 sum = 0;

  for (guint g = 0; g < table->n_groups; g++)
    sum += variable->missing[g];
  if (sum == 0)
    return row;
  add_line_name (grid, _("missing"), row);
  for (guint g = 0; g < table->n_groups; g++)
    {
      g_autofree char *n = g_strdup_printf ("%" G_GUINT64_FORMAT, variable->missing[g]);

      add_cell (grid, n, g, row);
    }
  return row + 1;
}

static void
add_heads (UiResultsBaseline      *self,
           GtkGrid                *grid,
           const AnalysisBaseline *table)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);

  for (guint g = 0; g < table->n_groups; g++)
    {
      g_autofree char *n = g_strdup_printf ("%" G_GUINT64_FORMAT, table->n[g]);
      GtkWidget *label = table->by_outcome
                             ? ui_figures_add_label (grid, table->group_labels[g], (int) g + 1, 0,
                                                     "figure-name")
                             : ui_figures_add_name (grid, answer, g, (int) g + 1, 0, 1);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
      gtk_widget_set_valign (label, GTK_ALIGN_END);
      ui_figures_add_label (grid, n, (int) g + 1, 1, NULL);
    }
  add_line_name (grid, _("patients"), 1);
}

/* What the table needs beyond the pane is scrolled to. */
static void
make_wide (GtkGrid *grid)
{
  GtkBox *card = GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid)));
  GtkWidget *window = gtk_scrolled_window_new ();
  GtkWidget *before = gtk_widget_get_prev_sibling (GTK_WIDGET (grid));

  g_object_ref (grid);
  gtk_box_remove (card, GTK_WIDGET (grid));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), GTK_WIDGET (grid));
  g_object_unref (grid);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (window), TRUE);
  gtk_box_insert_child_after (card, window, before);
}

static void
show (gpointer view,
      GtkBox  *box,
      gpointer result)
{
  UiResultsBaseline *self = view;
  const AnalysisBaseline *table = result;
  GtkGrid *grid = ui_figures_add_card (box, _("At the index transfer"));
  g_autoptr (GPtrArray) methods = report_baseline_methods (table);
  int row = 2;

  ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  gtk_widget_add_css_class (GTK_WIDGET (grid), "figures-small");
  gtk_grid_set_column_spacing (grid, 8);
  add_heads (self, grid, table);
  for (guint i = 0; i < table->n_rows; i++)
    {
      const AnalysisBaselineRow *variable = &table->rows[i];
      const ModelField *field
        = model_dictionary_find_analysable (self->dictionary, variable->name);
      g_autofree char *label = field != NULL ? ui_text_with_unit (field, variable->label)
                                             : g_strdup (variable->label);

      gtk_widget_set_margin_top (ui_figures_add_lines (grid, label, 0, row++,
                                                       (int) table->n_groups + 1, "figure-name"),
                                 8);
      row = variable->numeric ? add_numeric (grid, table, variable, row)
                              : add_categorical (grid, table, variable, row);
      row = add_missing (grid, table, variable, row);
    }
  if (table->by_outcome)
    ui_figures_add_caption (grid, _("“None so far” mixes those who stopped with those still in "
                                    "treatment."));
  if (table->n_groups == 2)
    ui_figures_add_caption (grid, _("SMD: standardised mean difference, the first group less the "
                                    "second. Above 0.1 groups are often called unlike."));
  ui_figures_add_copy (grid, _("Copy the baseline table as CSV"), report_baseline_csv (table));
  make_wide (grid);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* The ticked variables without the one that groups. */
static GStrv
names_of_table (UiResultsBaseline *self)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ticked = ui_field_picker_get_names (self->picker);

  for (guint i = 0; ticked[i] != NULL; i++)
    if (!analysis_baseline_is_group (ticked[i], answer->question->by))
      g_strv_builder_add (builder, ticked[i]);
  return g_strv_builder_end (builder);
}

static void
ask (UiResultsBaseline *self)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  g_autofree char *nothing = NULL;
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_auto (GStrv) names = NULL, more = NULL;

  if (answer == NULL || self->dictionary == NULL)
    return;
  names = names_of_table (self);
  nothing = report_empty_reason (answer);
  if (nothing != NULL || names[0] == NULL)
    {
      ui_study_say (self->study,
                    nothing != NULL ? nothing : _("Choose the variables that the table shows."),
                    NULL, NULL);
      return;
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *by = analysis_baseline_by (names[i]);

      g_strv_builder_add (fields, by);
    }
  more = g_strv_builder_end (fields);
  ui_study_ask (self->study, (const char *const *) more, run,
                (GDestroyNotify) analysis_baseline_free, g_steal_pointer (&names),
                (GDestroyNotify) g_strfreev);
}

static void
again (gpointer view)
{
  ask (view);
}

static const UiStudyClient client = { .show = show, .again = again };

/* --- public ----------------------------------------------------------------------------------- */

void
ui_results_baseline_set_dictionary (UiResultsBaseline *self,
                                    ModelDictionary   *dictionary)
{
  g_auto (GStrv) usual = analysis_baseline_usual (dictionary, NULL);

  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  self->dictionary = model_dictionary_ref (dictionary);
  ui_field_picker_set_dictionary (self->picker, dictionary);
  ui_field_picker_set_names (self->picker, (const char *const *) usual);
}

void
ui_results_baseline_set_answer (UiResultsBaseline    *self,
                                SessionRegister      *reg,
                                const AnalysisAnswer *answer)
{
  if (ui_study_set_answer (self->study, reg, answer))
    ask (self);
}

void
ui_results_baseline_blank (UiResultsBaseline *self)
{
  ui_study_forget (self->study);
}

void
ui_results_baseline_redraw (UiResultsBaseline *self)
{
  ui_study_redraw (self->study);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_results_baseline_dispose (GObject *object)
{
  UiResultsBaseline *self = UI_RESULTS_BASELINE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RESULTS_BASELINE);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  G_OBJECT_CLASS (ui_results_baseline_parent_class)->dispose (object);
}

static void
ui_results_baseline_class_init (UiResultsBaselineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_results_baseline_dispose;
  g_type_ensure (UI_TYPE_STUDY);
  g_type_ensure (UI_TYPE_FIELD_PICKER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/natality/Natality/ui-results-baseline.ui");
  gtk_widget_class_bind_template_child (widget_class, UiResultsBaseline, choose);
  gtk_widget_class_bind_template_child (widget_class, UiResultsBaseline, picker);
  gtk_widget_class_bind_template_child (widget_class, UiResultsBaseline, study);
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
}

static void
ui_results_baseline_init (UiResultsBaseline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_study_set_client (self->study, &client, self);
}
