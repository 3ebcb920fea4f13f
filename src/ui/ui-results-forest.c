/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-forest.h"

#include <glib/gi18n-lib.h>

#include "analysis-baseline.h"
#include "report-curve.h"
#include "ui-drop-down.h"
#include "ui-field-picker.h"
#include "ui-forest.h"
#include "ui-group-choice.h"
#include "ui-ledger-card.h"
#include "ui-study.h"

struct _UiResultsForest
{
  GtkBox parent_instance;

  /* Template children */
  GtkWidget *controls;
  GtkDropDown *contrast;
  GtkMenuButton *choose;
  UiFieldPicker *picker;
  UiStudy *study;

  /* Owned */
  ModelDictionary *dictionary;
  guint k;
};

G_DEFINE_FINAL_TYPE (UiResultsForest, ui_results_forest, GTK_TYPE_BOX)

/* --- in the worker ---------------------------------------------------------------------------- */

typedef struct
{
  char **variables;
  AnalysisContrast contrast;
  guint at;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_strfreev (asked->variables);
  g_free (asked);
}

static gpointer
run (AnalysisCohort         *cohort,
     const AnalysisQuestion *question,
     const gint             *cancelled,
     gpointer                data,
     GError                **error)
{
  const Asked *asked = data;
  AnalysisSubgroups *subgroups
    = analysis_subgroups_new (cohort, question, (const char *const *) asked->variables,
                              asked->contrast, asked->at, cancelled, NULL, error);

  return subgroups != NULL ? ui_forest_new (subgroups, question) : NULL;
}

static void
show (gpointer view,
      GtkBox  *box,
      gpointer result)
{
  UiResultsForest *self = view;
  UiForest *forest = result;
  SessionRegister *reg = ui_study_get_register (self->study);

  /* What is seen was looked at. */
  if (!forest->entered)
    {
      forest->entered = TRUE;
      session_register_ledger_add (reg, forest->comparisons);
    }
  ui_forest_fill (box, forest, reg);
  ui_ledger_card_add (box, reg, forest->comparisons);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Age in fewer bands than groups have: each level is fitted alone. */
static char *
variable_of (const ModelField *field)
{
  return g_str_equal (field->id, "age_at_index_transfer") ? g_strconcat (field->id, ":35,38", NULL)
                                                          : ui_group_choice_of (field);
}

/* The ticked variables, as `by`, without the one that groups. (transfer full) */
static GStrv
variables (UiResultsForest *self)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ticked = ui_field_picker_get_names (self->picker);

  for (guint i = 0; ticked[i] != NULL; i++)
    {
      const ModelField *field = model_dictionary_find_analysable (self->dictionary, ticked[i]);
      g_autofree char *by = field != NULL ? variable_of (field) : NULL;

      if (by != NULL && !analysis_baseline_is_group (ticked[i], answer->question->by))
        g_strv_builder_add (builder, by);
    }
  return g_strv_builder_end (builder);
}

/* Why there is nothing to be asked; NULL: there is. */
static char *
reason_of (const AnalysisAnswer *answer)
{
  char *nothing = report_empty_reason (answer);

  if (nothing != NULL)
    return nothing;
  if (answer->question->by == NULL)
    return g_strdup (_("A forest plot compares two groups of patients within the levels of other "
                       "variables. Choose what to group by."));
  if (answer->n_groups != 2)
    return g_strdup_printf (
        ngettext ("A forest plot compares exactly two groups of patients, and there is %u.",
                  "A forest plot compares exactly two groups of patients, and there are %u.",
                  answer->n_groups),
        answer->n_groups);
  return NULL;
}

static void
ask (UiResultsForest *self)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  g_autofree char *reason = NULL;
  g_auto (GStrv) names = NULL;
  AnalysisContrast contrast = gtk_drop_down_get_selected (self->contrast);
  Asked *asked;

  if (answer == NULL || self->dictionary == NULL || contrast >= ANALYSIS_N_CONTRASTS)
    return;
  reason = reason_of (answer);
  names = variables (self);
  gtk_widget_set_visible (self->controls, reason == NULL);
  if (reason != NULL)
    ui_study_say (self->study, reason, _("Choose _Groups"), "curves.choose-groups");
  else if (names[0] == NULL)
    ui_study_say (self->study, _("Choose the variables in whose levels the groups are compared."),
                  NULL, NULL);
  if (reason != NULL || names[0] == NULL)
    return;
  asked = g_new0 (Asked, 1);
  asked->variables = g_strdupv (names);
  asked->contrast = contrast;
  asked->at = contrast == ANALYSIS_CONTRAST_DIFFERENCE ? self->k : 0;
  ui_study_ask (self->study, (const char *const *) names, run,
                ui_forest_unref, asked, asked_free);
}

static void
again (gpointer view)
{
  ask (view);
}

static const UiStudyClient client = { .show = show, .again = again };

/* Differences are of one transfer. One that is only passed over isn't looked at, and no comparison
 * in the ledger. */
static void
set_k (UiResultsForest *self,
       guint            k)
{
  if (self->k == k)
    return;
  self->k = k;
  if (gtk_drop_down_get_selected (self->contrast) != ANALYSIS_CONTRAST_DIFFERENCE
      || !gtk_widget_get_visible (self->controls))
    return;
  ui_study_ask_soon (self->study);
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_results_forest_set_dictionary (UiResultsForest *self,
                                  ModelDictionary *dictionary)
{
  static const char *const usual[] = { "age_at_index_transfer", "stage", "rpl_type", NULL };

  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  self->dictionary = model_dictionary_ref (dictionary);
  ui_field_picker_set_dictionary (self->picker, dictionary);
  ui_field_picker_set_names (self->picker, usual);
}

void
ui_results_forest_set_answer (UiResultsForest      *self,
                              SessionRegister      *reg,
                              const AnalysisAnswer *answer,
                              guint                 k)
{
  if (!ui_study_set_answer (self->study, reg, answer))
    {
      set_k (self, MAX (k, 1));
      return;
    }
  self->k = MAX (k, 1);
  ask (self);
}

void
ui_results_forest_blank (UiResultsForest *self)
{
  ui_study_forget (self->study);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_results_forest_dispose (GObject *object)
{
  UiResultsForest *self = UI_RESULTS_FOREST (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RESULTS_FOREST);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  G_OBJECT_CLASS (ui_results_forest_parent_class)->dispose (object);
}

static void
ui_results_forest_class_init (UiResultsForestClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_results_forest_dispose;
  g_type_ensure (UI_TYPE_STUDY);
  g_type_ensure (UI_TYPE_FIELD_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-results-forest.ui");
  gtk_widget_class_bind_template_child (widget_class, UiResultsForest, controls);
  gtk_widget_class_bind_template_child (widget_class, UiResultsForest, contrast);
  gtk_widget_class_bind_template_child (widget_class, UiResultsForest, choose);
  gtk_widget_class_bind_template_child (widget_class, UiResultsForest, picker);
  gtk_widget_class_bind_template_child (widget_class, UiResultsForest, study);
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
}

static void
ui_results_forest_init (UiResultsForest *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_study_set_client (self->study, &client, self);
  ui_drop_down_shorten (self->contrast);
}
