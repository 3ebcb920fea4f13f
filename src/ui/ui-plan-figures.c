/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-plan-figures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-plan.h"
#include "ui-figures.h"

/* --- words ------------------------------------------------------------------------------------ */

/* As it was typed, or nearly. (transfer full) */
static char *
typed (double value)
{
  return g_strdup_printf ("%.6g", value);
}

static char *
typed_percent (double share)
{
  g_autofree char *number = typed (100 * share);

  /* Translators: a number and its percent sign; the space is a no-break space. */
  return g_strdup_printf (_("%s\302\240%%"), number);
}

/* "171 + 171", a dash for none. */
static char *
both (AnalysisPlanGroups groups)
{
  g_autofree char *first = base_count_to_display (groups.first);
  g_autofree char *second = base_count_to_display (groups.second);

  return groups.first > 0 ? g_strdup_printf ("%s + %s", first, second) : g_strdup ("–");
}

/* What was asked for, over the figures. */
static void
add_aim (GtkGrid                  *grid,
         const AnalysisPlanDesign *design)
{
  g_autofree char *alpha = typed (design->alpha);
  g_autofree char *power = typed_percent (design->power);
  g_autofree char *patients = base_count_to_display (design->patients);
  g_autofree char *text
    = design->patients > 0
          ? g_strdup_printf (_("The power of %s patients in the first group at a two-sided α of "
                               "%s."),
                             patients, alpha)
          : g_strdup_printf (_("The fewest patients that reach a power of %s at a two-sided α of "
                               "%s."),
                             power, alpha);

  ui_figures_add_caption_before (grid, text);
}

static void
add_reading (GtkGrid                  *grid,
             const AnalysisPlanDesign *design)
{
  g_autofree char *share = typed_percent (design->drop_out);
  g_autofree char *text
    = g_strdup_printf (_("Patients of the first + of the second group. To enrol: so many that "
                         "these remain when %s drop out before any outcome."),
                       share);

  ui_figures_add_caption (grid, design->drop_out > 0
                                    ? text
                                    : _("Patients of the first + of the second group; nobody is "
                                        "taken to drop out."));
}

static void
copy_as_csv (GtkGrid                       *grid,
             const AnalysisPlanDesign      *design,
             const AnalysisProportionsPlan *proportions,
             const AnalysisCurvesPlan      *curves,
             const AnalysisQuestion        *question)
{
  g_autoptr (GPtrArray) methods = report_plan_methods (proportions, curves);

  ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  ui_figures_add_copy (grid, _("Copy the plan as CSV"),
                       report_plan (design, proportions, curves, question, NULL, "csv"));
}

static void
add_cell (GtkGrid    *grid,
          const char *text,
          int         column,
          int         row,
          const char *css)
{
  gtk_label_set_xalign (GTK_LABEL (ui_figures_add_label (grid, text, column, row, css)), 1);
}

static void
add_taken (GtkGrid    *grid,
           char       *text, /* taken */
           int         column,
           int         row,
           const char *css)
{
  add_cell (grid, text, column, row, css);
  g_free (text);
}

/* --- two proportions -------------------------------------------------------------------------- */

/* Why there are dashes; NULL: there are none. */
static const char *
why_missing (const AnalysisProportionsPlan *plan)
{
  guint missing = 0;

  for (guint m = 0; m < ANALYSIS_PLAN_METHODS; m++)
    missing += plan->patients[m] == 0 || isnan (plan->power[m]);
  if (missing == 0)
    return NULL;
  if (plan->a == plan->b)
    return _("The two chances are the same: no number of patients tells them apart.");
  if (missing == 1)
    return _("Fisher’s exact test is worked out for up to 2,000 patients in a group.");
  return _("No number of patients up to 10 million reaches this power.");
}

void
ui_plan_figures_add_proportions (GtkBox                        *box,
                                 const AnalysisPlanDesign      *design,
                                 const AnalysisProportionsPlan *plan,
                                 const AnalysisQuestion        *question)
{
  g_autofree char *a = typed_percent (plan->a);
  g_autofree char *b = typed_percent (plan->b);
  g_autofree char *title = g_strdup_printf (_("%s against %s"), a, b);
  GtkGrid *grid = ui_figures_add_card (box, title);
  const char *why = why_missing (plan);

  copy_as_csv (grid, design, plan, NULL, question);
  add_aim (grid, design);
  ui_figures_add_label (grid, "", 0, 0, NULL);
  add_cell (grid, _("patients"), 1, 0, "dim-label");
  add_cell (grid, _("to enrol"), 2, 0, "dim-label");
  add_cell (grid, _("power"), 3, 0, "dim-label");
  for (guint m = 0; m < ANALYSIS_PLAN_METHODS; m++)
    {
      int row = (int) m + 1;

      ui_figures_add_lines (grid, report_plan_method_name (m), 0, row, 1, NULL);
      add_taken (grid, both (analysis_plan_groups (design, plan->patients[m])), 1, row,
                 design->patients > 0 ? NULL : "figure-value");
      add_taken (grid, both (analysis_plan_enrol (design, plan->patients[m])), 2, row, NULL);
      add_taken (grid, report_percent (plan->power[m], 1), 3, row,
                 design->patients > 0 ? "figure-value" : NULL);
    }
  add_reading (grid, design);
  if (why != NULL)
    ui_figures_add_caption (grid, why);
}

/* --- two curves ------------------------------------------------------------------------------- */

static void
add_line (GtkGrid    *grid,
          const char *name,
          char       *value, /* taken */
          int         row,
          const char *css)
{
  ui_figures_add_lines (grid, name, 0, row, 1, NULL);
  add_taken (grid, value, 1, row, css);
}

static void
add_curves_size (GtkBox                   *box,
                 const AnalysisPlanDesign *design,
                 const AnalysisCurvesPlan *plan,
                 const AnalysisQuestion   *question,
                 guint64                   seed)
{
  g_autofree char *odds = typed (plan->odds_ratio);
  g_autofree char *title
    = g_strdup_printf (ngettext ("Odds ratio %s over %u transfer",
                                 "Odds ratio %s at each of %u transfers", plan->K),
                       odds, plan->K);
  GtkGrid *grid = ui_figures_add_card (box, title);
  int row = 0;

  copy_as_csv (grid, design, NULL, plan, question);
  add_aim (grid, design);
  add_line (grid, _("Patients"), both (analysis_plan_groups (design, plan->patients)), row++,
            design->patients > 0 ? NULL : "figure-value");
  add_line (grid, _("To enrol"), both (analysis_plan_enrol (design, plan->patients)), row++, NULL);
  add_line (grid, _("Power, log-rank over transfers"), report_percent (plan->power, 1), row++,
            design->patients > 0 ? "figure-value" : NULL);
  if (plan->simulations > 0)
    {
      g_autofree char *trials = base_count_to_display (plan->simulations);
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);
      g_autofree char *name = g_strdup_printf (_("Power in %s simulated trials, seed %s"), trials,
                                               number);

      add_line (grid, name, report_percent (plan->simulated, 1), row++, NULL);
    }
  add_line (grid, _("Schoenfeld’s formula, for comparison only"),
            report_percent (plan->schoenfeld, 1), row++, "dim-label");
  add_reading (grid, design);
  ui_figures_add_caption (
      grid, _("On a clock that counts transfers Schoenfeld’s formula promises too much."));
  if (plan->odds_ratio == 1)
    ui_figures_add_caption (grid, _("An odds ratio of 1 is no difference: no number of patients "
                                    "finds it."));
  else if (plan->patients == 0)
    ui_figures_add_caption (grid, _("No number of patients up to 1 million reaches this power."));
}

/* Those of few patients are of little use to plan with. */
static void
add_few (GtkGrid             *grid,
         const AnalysisGroup *group,
         guint                K)
{
  guint from = 1;

  while (from <= K && group->risk[from - 1].at_risk >= REPORT_FEW)
    from++;
  if (from <= K)
    {
      g_autofree char *text
        = g_strdup_printf (_("From transfer %u on fewer than %u patients are behind the rates: "
                             "they may be far off."),
                           from, REPORT_FEW);

      ui_figures_add_caption (grid, text);
    }
}

static void
add_curves_rates (GtkBox                   *box,
                  const AnalysisCurvesPlan *plan,
                  const AnalysisGroup      *group)
{
  static const char *const methods[] = { "conservative", NULL };
  GtkGrid *grid = ui_figures_add_card (box, _("Chance of a live birth"));
  const char *heads[] = { C_ ("group", "first"), C_ ("group", "second"), _("then stop"),
                          _("at risk") };
  g_autofree char *within = g_strdup_printf (
      ngettext ("Within %u transfer", "Within %u transfers", plan->K), plan->K);
  int last = (int) plan->K + 1;

  ui_figures_add_methods (grid, methods);
  ui_figures_add_lines (grid, _("At transfer"), 0, 0, 1, "dim-label");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    add_cell (grid, heads[i], (int) i + 1, 0, "dim-label");
  for (int i = 0; i < (int) plan->K; i++)
    {
      g_autofree char *transfer = g_strdup_printf ("%d", i + 1);

      ui_figures_add_label (grid, transfer, 0, i + 1, NULL);
      add_taken (grid, report_percent (plan->hazard_a[i], 1), 1, i + 1, NULL);
      add_taken (grid, report_percent (plan->hazard_b[i], 1), 2, i + 1, NULL);
      add_taken (grid, report_percent (plan->stop[i], 1), 3, i + 1, NULL);
      add_taken (grid, base_count_to_display (group->risk[i].at_risk), 4, i + 1, "dim-label");
    }
  ui_figures_add_lines (grid, within, 0, last, 1, "figure-name");
  add_taken (grid, report_percent (plan->cumulative_a, 1), 1, last, "figure-value");
  add_taken (grid, report_percent (plan->cumulative_b, 1), 2, last, "figure-value");
  ui_figures_add_caption (grid, _("The first group has this register’s rates of birth and of "
                                  "stopping, of so many patients at risk; the second the same, "
                                  "with the odds of a birth multiplied. Within all of them: "
                                  "conservative, those who stop have no live birth."));
  add_few (grid, group, plan->K);
}

void
ui_plan_figures_add_curves (GtkBox                   *box,
                            const AnalysisPlanDesign *design,
                            const AnalysisCurvesPlan *plan,
                            const AnalysisAnswer     *answer,
                            guint64                   seed)
{
  add_curves_size (box, design, plan, answer->question, seed);
  add_curves_rates (box, plan, &answer->overall);
}
