/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "report-curve.h"
#include "ui-figures.h"
#include "ui-results-baseline.h"
#include "ui-results-estimates.h"
#include "ui-results-flow.h"
#include "ui-results-forest.h"
#include "ui-results-further.h"
#include "ui-results-model.h"
#include "ui-results-published.h"
#include "ui-results-tests.h"

struct _UiResults
{
  GtkBox parent_instance;

  /* Template children */
  GtkWidget *switcher;
  GtkStack *stack;
  GtkBox *estimates, *flow;
  UiResultsFurther *further;
  UiResultsTests *tests;
  UiResultsModel *model;
  UiResultsForest *forest;
  UiResultsBaseline *baseline;

  /* Owned */
  SessionRegister *reg;
  AnalysisAnswer *answer; /* NULL: there is none */

  const AnalysisPublished *published; /* of the library; NULL: none */
  guint k;
  gboolean expecting; /* another answer is on its way */
};

G_DEFINE_FINAL_TYPE (UiResults, ui_results, GTK_TYPE_BOX)

static void
update_visible (UiResults *self)
{
  const char *view = gtk_stack_get_visible_child_name (self->stack);
  const AnalysisAnswer *answer = self->answer;

  /* While the template is made there is no view yet. */
  if (view == NULL || answer == NULL || answer->counts.n_register == 0)
    return;
  if (g_str_equal (view, "estimates"))
    {
      ui_figures_clear (self->estimates);
      ui_results_estimates_fill (self->estimates, answer, self->k);
      if (self->published != NULL && answer->overall.n > 0)
        ui_results_published_fill (
            self->estimates, answer, self->published, self->k,
            gtk_widget_get_mapped (GTK_WIDGET (self->estimates)) ? self->reg : NULL);
      if (!self->expecting && self->reg != NULL)
        ui_results_further_set_answer (self->further, self->reg, answer, self->k);
    }
  else if (g_str_equal (view, "flow"))
    {
      ui_figures_clear (self->flow);
      ui_results_flow_fill (self->flow, answer);
    }
  else if (self->expecting || self->reg == NULL)
    return;
  else if (g_str_equal (view, "tests"))
    ui_results_tests_set_answer (self->tests, self->reg, answer, self->k);
  else if (g_str_equal (view, "model"))
    ui_results_model_set_answer (self->model, self->reg, answer);
  else if (g_str_equal (view, "forest"))
    ui_results_forest_set_answer (self->forest, self->reg, answer, self->k);
  else
    ui_results_baseline_set_answer (self->baseline, self->reg, answer);
}

static void
blank (UiResults *self)
{
  ui_results_further_blank (self->further);
  ui_results_tests_blank (self->tests);
  ui_results_model_blank (self->model);
  ui_results_forest_blank (self->forest);
  ui_results_baseline_blank (self->baseline);
}

void
ui_results_set_register (UiResults       *self,
                         SessionRegister *reg)
{
  ModelDictionary *dictionary;

  blank (self);
  g_set_object (&self->reg, reg);
  if (reg == NULL)
    return;
  dictionary = session_register_dictionary (reg);
  ui_results_tests_set_dictionary (self->tests, dictionary);
  ui_results_model_set_dictionary (self->model, dictionary);
  ui_results_forest_set_dictionary (self->forest, dictionary);
  ui_results_baseline_set_dictionary (self->baseline, dictionary);
}

void
ui_results_set_answer (UiResults            *self,
                       const AnalysisAnswer *answer,
                       guint                 k)
{
  if (answer != self->answer)
    {
      self->expecting = FALSE;
      g_clear_pointer (&self->answer, analysis_answer_unref);
      if (answer != NULL)
        self->answer = analysis_answer_ref ((AnalysisAnswer *) answer);
      ui_figures_clear (self->estimates);
      ui_figures_clear (self->flow);
      blank (self);
    }
  self->k = k;
  update_visible (self);
}

void
ui_results_expect (UiResults *self)
{
  self->expecting = TRUE;
  blank (self);
}

void
ui_results_show (UiResults  *self,
                 const char *view)
{
  gtk_stack_set_visible_child_name (self->stack, view);
}

void
ui_results_set_published (UiResults               *self,
                          const AnalysisPublished *published)
{
  self->published = published;
}

char *
ui_results_describe (const AnalysisAnswer *answer,
                     guint                 k)
{
  GString *text = NULL;
  char *nothing = report_empty_reason (answer);

  if (nothing != NULL)
    return nothing;
  text = g_string_new (NULL);
  g_string_append_printf (text, _ ("%s, after transfer %u. "),
                          report_estimator_name (answer->question->estimator), k);
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      const AnalysisGroup *group = report_shown (answer, g);
      g_autofree char *figure = report_percent_interval (
          ui_figures_at (group, group->estimate, k), ui_figures_at (group, group->lo, k),
          ui_figures_at (group, group->hi, k), 1);

      if (k <= group->n)
        /* Translators: a group, its figure, how many of it had that transfer. */
        g_string_append_printf (text, _ ("%s: %s, %u at risk. "),
                                ui_figures_group_name (answer, g), figure,
                                group->risk[k - 1].at_risk);
      else
        g_string_append_printf (text, "%s: %s. ", ui_figures_group_name (answer, g), figure);
    }
  return g_string_free (text, FALSE);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
redraw (UiResults *self)
{
  update_visible (self);
  ui_results_further_redraw (self->further);
  ui_results_tests_redraw (self->tests);
  ui_results_model_redraw (self->model);
  ui_results_baseline_redraw (self->baseline);
}

static void
ui_results_dispose (GObject *object)
{
  UiResults *self = UI_RESULTS (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RESULTS);
  g_clear_object (&self->reg);
  g_clear_pointer (&self->answer, analysis_answer_unref);
  G_OBJECT_CLASS (ui_results_parent_class)->dispose (object);
}

static void
ui_results_class_init (UiResultsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_results_dispose;
  g_type_ensure (UI_TYPE_RESULTS_FURTHER);
  g_type_ensure (UI_TYPE_RESULTS_TESTS);
  g_type_ensure (UI_TYPE_RESULTS_MODEL);
  g_type_ensure (UI_TYPE_RESULTS_FOREST);
  g_type_ensure (UI_TYPE_RESULTS_BASELINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-results.ui");
  gtk_widget_class_bind_template_child (widget_class, UiResults, switcher);
  gtk_widget_class_bind_template_child (widget_class, UiResults, stack);
  gtk_widget_class_bind_template_child (widget_class, UiResults, estimates);
  gtk_widget_class_bind_template_child (widget_class, UiResults, flow);
  gtk_widget_class_bind_template_child (widget_class, UiResults, further);
  gtk_widget_class_bind_template_child (widget_class, UiResults, tests);
  gtk_widget_class_bind_template_child (widget_class, UiResults, model);
  gtk_widget_class_bind_template_child (widget_class, UiResults, forest);
  gtk_widget_class_bind_template_child (widget_class, UiResults, baseline);
  gtk_widget_class_bind_template_callback_full (widget_class, "update_visible",
                                                G_CALLBACK (update_visible));
}

/* In languages with longer words the names are shortened rather than that they take the chart's
 * room. */
static void
shorten_tabs (UiResults *self)
{
  for (GtkWidget *tab = gtk_widget_get_first_child (self->switcher); tab != NULL;
       tab = gtk_widget_get_next_sibling (tab))
    {
      GtkLabel *label = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (tab)));

      gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
      gtk_widget_set_tooltip_text (tab, gtk_label_get_text (label));
    }
}

static void
ui_results_init (UiResults *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  shorten_tabs (self);
  /* What was made while nobody saw it is entered into the ledger once it is seen. */
  g_signal_connect (self, "map", G_CALLBACK (update_visible), NULL);
  /* Names in the figures have the colours of the curves. */
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (redraw),
                           self, G_CONNECT_SWAPPED);
}
