/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-model-figures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-baseline.h"
#include "report-tests.h"
#include "ui-figures.h"
#include "ui-model-chart.h"

static GtkWidget *
add_figure (GtkGrid    *grid,
            const char *text,
            int         column,
            int         row,
            const char *css)
{
  GtkWidget *label = ui_figures_add_label (grid, text, column, row, css);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  return label;
}

/* A head of several lines over the figures of a column. */
static void
add_head (GtkGrid    *grid,
          const char *text,
          int         column,
          int         most_chars)
{
  GtkWidget *label = ui_figures_add_lines (grid, text, column, 0, 1, "dim-label");

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_label_set_max_width_chars (GTK_LABEL (label), most_chars);
  gtk_widget_set_valign (label, GTK_ALIGN_END);
}

static GtkBox *
card_of (GtkGrid *grid)
{
  return GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid)));
}

/* --- the ratios ------------------------------------------------------------------------------- */

static int
add_reason (GtkGrid    *grid,
            const char *reason,
            int         row)
{
  gtk_widget_add_css_class (ui_figures_add_lines (grid, reason, 0, row, 3, "caption"),
                            "dim-label");
  return row + 1;
}

static int
add_column (GtkGrid             *grid,
            const AnalysisModel *model,
            guint                column,
            int                  row)
{
  const char *failure = report_model_column_failure (model, column);
  g_autofree char *ratio = NULL, *range = NULL, *p = NULL;

  gtk_widget_set_margin_top (
      ui_figures_add_lines (grid, model->labels[column], 0, row++, 3, NULL), 4);
  if (failure != NULL)
    return add_reason (grid, failure, row);
  ratio = base_number_to_display (exp (model->fit->coef[model->n_baseline + column]), 2);
  range = ui_figures_limits (exp (model->lo[column]), exp (model->hi[column]), 2);
  p = report_p_value (model->p[column]);
  add_figure (grid, ratio, 0, row, "figure-value");
  add_figure (grid, range, 1, row, NULL);
  add_figure (grid, p, 2, row++, NULL);
  return row;
}

/* Of a term that has no column: why. */
static int
add_term_failure (GtkGrid             *grid,
                  const AnalysisModel *model,
                  guint                term,
                  int                  row)
{
  g_autofree char *failure = report_model_term_failure (model, term);
  g_autofree char *label = NULL;

  if (failure == NULL)
    return row;
  label = report_model_term_label (model, term);
  gtk_widget_set_margin_top (ui_figures_add_lines (grid, label, 0, row, 3, NULL), 4);
  return add_reason (grid, failure, row + 1);
}

/* What is said of the whole fit. */
static void
add_notes (GtkGrid          *grid,
           const UiModelFit *fit)
{
  const AnalysisModel *model = fit->model;
  const char *warning = report_model_warning (model, &fit->options);
  g_autofree char *failure = report_model_failure (model);
  g_autofree char *strata = report_model_strata (model);
  g_autofree char *sizes = report_model_sizes (model);
  g_autofree char *levels = report_model_levels (model, &fit->options);

  ui_figures_add_caption (grid, sizes);
  if (failure != NULL)
    ui_figures_add_caption (grid, failure);
  else if (warning != NULL)
    ui_figures_add_caption (grid, warning);
  if (levels != NULL)
    ui_figures_add_caption (grid, levels);
  if (strata != NULL)
    ui_figures_add_caption (grid, strata);
  if (model->fit != NULL)
    ui_figures_add_caption (grid, _("The ratio of a number is that of one unit more."));
}

GtkBox *
ui_model_figures_add_ratios (GtkBox           *box,
                             const UiModelFit *fit)
{
  const AnalysisModel *model = fit->model;
  GtkGrid *grid = ui_figures_add_card (box, report_model_name (model, &fit->options));
  g_autofree char *level = report_percent (fit->options.level, 0);
  g_autofree char *head = g_strdup_printf ("%s %s", level, report_model_interval_name (model));
  const char *const methods[]
    = { report_model_id (model, &fit->options), model->profile ? "profile" : "wald", NULL };
  int row = 1;

  ui_figures_add_methods (grid, methods);
  if (model->fit != NULL)
    {
      add_head (grid, report_model_effect (&fit->options), 0, UI_FIGURES_CHARS);
      add_head (grid, head, 1, 14);
      add_head (grid, "p", 2, 1);
      for (guint t = 0; t < model->n_terms; t++)
        {
          row = add_term_failure (grid, model, t, row);
          for (guint c = 0; c < model->n_columns; c++)
            if (model->term[c] == t)
              row = add_column (grid, model, c, row);
        }
    }
  add_notes (grid, fit);
  ui_figures_add_copy (grid, _("Copy the model as CSV"), report_model_csv (model));
  return card_of (grid);
}

/* --- the whole model -------------------------------------------------------------------------- */

static void
add_test_heads (GtkGrid    *grid,
                const char *of)
{
  gtk_grid_set_column_spacing (grid, 10);
  ui_figures_add_label (grid, of, 0, 0, "dim-label");
  ui_figures_add_label (grid, "χ²", 1, 0, "dim-label");
  /* Translators: degrees of freedom. */
  ui_figures_add_label (grid, _("df"), 2, 0, "dim-label");
  ui_figures_add_label (grid, "p", 3, 0, "dim-label");
}

static void
add_test (GtkGrid    *grid,
          const char *name,
          double      chisq,
          guint       df,
          double      p,
          int         row)
{
  g_autofree char *statistic = base_number_to_display (chisq, 2);
  g_autofree char *degrees = g_strdup_printf ("%u", df);
  g_autofree char *chance = report_p_value (p);

  ui_figures_add_lines (grid, name, 0, row, 1, NULL);
  ui_figures_add_label (grid, statistic, 1, row, NULL);
  ui_figures_add_label (grid, degrees, 2, row, NULL);
  ui_figures_add_label (grid, chance, 3, row, "figure-value");
}

static void
add_terms (GtkGrid             *grid,
           const AnalysisModel *model,
           int                  row)
{
  gboolean any = FALSE;

  for (guint t = 0; t < model->n_terms; t++)
    {
      g_autofree char *label = NULL;

      if (report_model_term_columns (model, t) < 2)
        continue;
      if (!any)
        gtk_widget_set_margin_top (
            ui_figures_add_lines (grid, _("All of a term (Wald)"), 0, row++, 4, "dim-label"), 6);
      any = TRUE;
      label = report_model_term_label (model, t);
      add_test (grid, label, model->term_chisq[t], model->term_df[t], model->term_p[t], row++);
    }
}

static void
add_proportional (GtkBox           *box,
                  const UiModelFit *fit)
{
  static const char *const methods[] = { "zph", NULL };
  const AnalysisModel *model = fit->model;
  const StatsTest *global = &model->zph_global;
  GtkGrid *grid = ui_figures_add_card (box, _("Proportional hazards"));
  int row = 1;

  ui_figures_add_methods (grid, methods);
  ui_figures_add_copy (grid, _("Copy the check as CSV"), report_model_zph_csv (model));
  add_test_heads (grid, "");
  for (guint c = 0; c < model->n_columns; c++)
    add_test (grid, model->labels[c], model->zph[c].chisq, model->zph[c].df, model->zph[c].p,
              row++);
  add_test (grid, _("All together"), global->chisq, global->df, global->p, row);
  if (isnan (global->chisq))
    ui_figures_add_caption (grid, report_model_zph_failure ());
  ui_figures_add_caption (grid, _("A small p says that a ratio changes from transfer to transfer, "
                                  "so that one number for all of them hides it. A large one is no "
                                  "proof that it doesn’t."));
}

static void
add_tests (GtkBox              *box,
           const AnalysisModel *model)
{
  const StatsTest *tests = model->whole;
  static const char *const methods[] = { "whole-model", "wald", NULL };
  GtkGrid *grid = ui_figures_add_card (box, _("The whole model"));
  int row = 1;

  ui_figures_add_methods (grid, methods);
  ui_figures_add_copy (grid, _("Copy the tests of the model as CSV"),
                       report_model_tests_csv (model));
  add_test_heads (grid, _("Against no terms"));
  for (guint t = 0; t < ANALYSIS_MODEL_TESTS; t++)
    if (!isnan (tests[t].chisq))
      add_test (grid, report_model_test_name (t), tests[t].chisq, tests[t].df, tests[t].p, row++);
  add_terms (grid, model, row);
}

void
ui_model_figures_add_whole (GtkBox           *box,
                            const UiModelFit *fit)
{
  const AnalysisModel *model = fit->model;
  const StatsTest *tests = model->whole;
  gboolean any = FALSE;

  if (!ui_model_fit_is_estimated (fit))
    return;
  for (guint t = 0; t < ANALYSIS_MODEL_TESTS; t++)
    any = any || !isnan (tests[t].chisq);
  if (any)
    add_tests (box, model);
  if (model->zph != NULL)
    add_proportional (box, fit);
}

/* --- curves ----------------------------------------------------------------------------------- */

static GtkGrid *
add_curves_part (GtkBox            *box,
                 const char        *title,
                 const UiModelFit  *fit,
                 ReportModelCurves  curves,
                 const char        *copy)
{
  g_autoptr (GPtrArray) methods
    = report_model_curves_methods (fit->model, &fit->options, curves);
  GtkGrid *grid = ui_figures_add_part (box, title);

  ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  ui_figures_add_copy (grid, copy, report_model_curves_csv (fit->model, &fit->options, curves));
  return grid;
}

static gboolean
is_estimable (const AnalysisModelCurve *curve)
{
  for (guint i = 0; i < curve->K; i++)
    if (!isnan (curve->estimate[i]))
      return TRUE;
  return FALSE;
}

static void
add_unestimable (GtkGrid *grid)
{
  ui_figures_add_caption (grid, _("Not estimable: the model needs a ratio or a chance that has no "
                                  "finite estimate. A discrete model with Firth’s penalty has "
                                  "one."));
}

/* Of what no ratio is estimated, curves don't depend on it. */
static void
add_aliased (GtkGrid             *grid,
             const AnalysisModel *model)
{
  for (guint c = 0; c < model->n_columns; c++)
    if (model->fit->state[model->n_baseline + c] == STATS_TERM_ALIASED)
      {
        ui_figures_add_caption (grid, _("What has no ratio above makes no difference here."));
        return;
      }
}

/* After which transfer, in the first column. */
static void
add_transfer (GtkGrid *grid,
              guint    k,
              int      row)
{
  g_autofree char *number = g_strdup_printf ("%u", k);

  ui_figures_add_label (grid, number, 0, row, NULL);
}

void
ui_model_figures_add_predicted (GtkBox          *box,
                                UiModelFit      *fit,
                                SessionRegister *reg)
{
  const AnalysisModelCurve *curve = fit->model->predicted;
  g_autofree char *level = report_percent (fit->options.level, 0);
  g_autofree char *limits = g_strdup_printf (_("%s interval"), level);
  GtkGrid *grid = add_curves_part (box, _("Chance of a live birth, %"), fit, REPORT_MODEL_PREDICTED,
                                   _("Copy the predicted curve as CSV"));

  ui_figures_add_label (grid, _("by transfer"), 0, 0, "dim-label");
  ui_figures_add_label (grid, _("chance"), 1, 0, "dim-label");
  ui_figures_add_label (grid, limits, 2, 0, "dim-label");
  for (guint i = 0; i < curve->K; i++)
    {
      g_autofree char *estimate = ui_figures_percent (curve->estimate[i], 1);
      g_autofree char *range = ui_figures_range (curve->lo[i], curve->hi[i], 1);

      add_transfer (grid, i + 1, (int) i + 1);
      ui_figures_add_label (grid, estimate, 1, (int) i + 1, "figure-value");
      ui_figures_add_label (grid, range, 2, (int) i + 1, NULL);
    }
  if (is_estimable (curve))
    ui_model_chart_add (card_of (grid), fit, REPORT_MODEL_PREDICTED, reg,
                        _("The predicted curve"));
  else
    add_unestimable (grid);
  add_aliased (grid, fit->model);
  ui_figures_add_caption (grid, report_model_caution (&fit->options, REPORT_MODEL_PREDICTED));
}

static void
add_balance (GtkBox           *box,
             const UiModelFit *fit)
{
  static const char *const methods[] = { "smd", NULL };
  const AnalysisBaseline *balance = fit->model->balance;
  /* Translators: two groups. */
  g_autofree char *sign = g_strdup_printf (
      _("SMD: standardised mean difference, %s less %s. Above 0.1 groups are often called unlike."),
      balance->group_labels[0], balance->group_labels[1]);
  GtkGrid *grid = ui_figures_add_part (box, _("How unlike the groups are"));

  gtk_widget_set_margin_top (GTK_WIDGET (card_of (grid)), 6);
  ui_figures_add_methods (grid, methods);
  ui_figures_add_copy (grid, _("Copy the balance as CSV"), report_baseline_csv (balance));
  ui_figures_add_label (grid, "", 0, 0, NULL);
  /* Translators: standardised mean difference. */
  ui_figures_add_label (grid, _("SMD"), 1, 0, "dim-label");
  for (guint i = 0; i < balance->n_rows; i++)
    {
      g_autofree char *smd = base_number_to_display (balance->rows[i].smd, 2);

      ui_figures_add_lines (grid, balance->rows[i].label, 0, (int) i + 1, 1, NULL);
      ui_figures_add_label (grid, smd, 1, (int) i + 1, "figure-value");
    }
  ui_figures_add_caption (grid, sign);
}

static void
add_standardised_row (GtkGrid             *grid,
                      const AnalysisModel *model,
                      guint                i)
{
  AnalysisModelCurve *const *curves = model->standardised;
  int row = (int) i + 1;
  g_autofree char *first = ui_figures_percent (curves[0]->estimate[i], 1);
  g_autofree char *second = ui_figures_percent (curves[1]->estimate[i], 1);
  g_autofree char *difference = ui_figures_percent (curves[2]->estimate[i], 1);
  g_autofree char *range = ui_figures_range (curves[2]->lo[i], curves[2]->hi[i], 1);

  add_transfer (grid, i + 1, row);
  ui_figures_add_label (grid, first, 1, row, NULL);
  ui_figures_add_label (grid, second, 2, row, NULL);
  ui_figures_add_label (grid, difference, 3, row, "figure-value");
  ui_figures_add_label (grid, range, 4, row, NULL);
}

void
ui_model_figures_add_standardised (GtkBox          *box,
                                   UiModelFit      *fit,
                                   SessionRegister *reg)
{
  const AnalysisModelCurve *difference = fit->model->standardised[2];
  g_autofree char *level = report_percent (fit->options.level, 0);
  g_autofree char *limits = g_strdup_printf (_("%s interval"), level);
  g_autofree char *first = report_model_group (fit->model, &fit->options, 0);
  g_autofree char *second = report_model_group (fit->model, &fit->options, 1);
  /* Translators: two groups. */
  g_autofree char *sign = g_strdup_printf (_("Difference: %s less %s."), second, first);
  GtkGrid *grid = add_curves_part (box, _("Had all been in each group, % by transfer"), fit,
                                   REPORT_MODEL_STANDARDISED,
                                   _("Copy the standardised curves as CSV"));

  gtk_widget_add_css_class (GTK_WIDGET (grid), "figures-small");
  gtk_grid_set_column_spacing (grid, 8);
  ui_figures_add_label (grid, "", 0, 0, NULL);
  add_head (grid, first, 1, 12);
  add_head (grid, second, 2, 12);
  add_head (grid, _("difference"), 3, 10);
  add_head (grid, limits, 4, 8);
  for (guint i = 0; i < difference->K; i++)
    add_standardised_row (grid, fit->model, i);
  ui_figures_add_caption (grid, sign);
  if (is_estimable (difference))
    ui_model_chart_add (card_of (grid), fit, REPORT_MODEL_STANDARDISED, reg,
                        _("The standardised curves"));
  else
    add_unestimable (grid);
  add_aliased (grid, fit->model);
  ui_figures_add_caption (grid, report_model_caution (&fit->options, REPORT_MODEL_STANDARDISED));
  if (fit->model->balance != NULL)
    add_balance (box, fit);
}
