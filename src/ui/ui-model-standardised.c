/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-model-standardised.h"

#include <glib/gi18n-lib.h>

#include "report-model-curves.h"
#include "ui-drop-down.h"
#include "ui-model-figures.h"
#include "ui-study.h"

struct _UiModelStandardised
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *reason;
  GtkWidget *term_box;
  GtkDropDown *term;
  UiStudy *study;

  UiModelFit *fit; /* without curves; NULL: none, or it can have none */
  char **fields;   /* that it reads */
  GArray *terms;   /* of guint: those that are offered */
  char *wanted;    /* the term that was chosen; NULL: the groups' */
};

G_DEFINE_FINAL_TYPE (UiModelStandardised, ui_model_standardised, GTK_TYPE_BOX)

static void
show (gpointer view,
      GtkBox  *box,
      gpointer result)
{
  UiModelStandardised *self = view;

  gtk_widget_set_size_request (GTK_WIDGET (self->study), -1, -1);
  ui_model_figures_add_standardised (box, result, ui_study_get_register (self->study));
}

static void
ask (UiModelStandardised *self)
{
  guint chosen = gtk_drop_down_get_selected (self->term);

  if (self->fit == NULL || chosen >= self->terms->len)
    return;
  gtk_widget_set_size_request (GTK_WIDGET (self->study), -1,
                               gtk_widget_get_height (GTK_WIDGET (self->study)));
  ui_study_ask (self->study, (const char *const *) self->fields, ui_model_fit_run,
                ui_model_fit_unref,
                ui_model_fit_standardise (self->fit, g_array_index (self->terms, guint, chosen)),
                ui_model_fit_unref);
}

static void
chosen_cb (UiModelStandardised *self)
{
  guint chosen = gtk_drop_down_get_selected (self->term);

  /* While they are listed nobody chose. */
  if (self->fit == NULL || chosen >= self->terms->len)
    return;
  g_free (self->wanted);
  self->wanted = g_strdup (
      self->fit->model->term_names[g_array_index (self->terms, guint, chosen)]);
  ask (self);
}

static void
again (gpointer view)
{
  ask (view);
}

static const UiStudyClient client = { .show = show, .again = again };

/* --- the terms -------------------------------------------------------------------------------- */

/* The one that was chosen before, else the groups of the page, else the first. */
static void
list_terms (UiModelStandardised  *self,
            const AnalysisAnswer *answer,
            const AnalysisModel  *model)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint of_groups = 0, chosen = G_MAXUINT;

  g_array_set_size (self->terms, 0);
  for (guint t = 0; t < model->n_terms; t++)
    {
      const char *name = model->term_names[t];

      if (model->group[t] < 0)
        continue;
      if (g_strcmp0 (name, self->wanted) == 0)
        chosen = self->terms->len;
      if (g_strcmp0 (name, answer->question->by) == 0)
        of_groups = self->terms->len;
      gtk_string_list_append (labels, model->fields[model->group[t]].label);
      g_array_append_val (self->terms, t);
    }
  gtk_drop_down_set_model (self->term, G_LIST_MODEL (labels));
  if (self->terms->len > 0)
    gtk_drop_down_set_selected (self->term, chosen != G_MAXUINT ? chosen : of_groups);
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_model_standardised_set_fit (UiModelStandardised  *self,
                               SessionRegister      *reg,
                               const AnalysisAnswer *answer,
                               const UiModelFit     *fit)
{
  const char *reason = report_model_refusal (&fit->options, REPORT_MODEL_STANDARDISED);

  ui_model_standardised_blank (self);
  list_terms (self, answer, fit->model);
  if (reason == NULL && self->terms->len == 0)
    reason = _("These curves compare two groups: add a term that has two, and is in no product.");
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_label_set_text (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  gtk_widget_set_visible (self->term_box, reason == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->study), reason == NULL);
  if (reason != NULL)
    return;
  self->fit = ui_model_fit_ref ((UiModelFit *) fit);
  self->fields = ui_model_fit_fields (fit, session_register_dictionary (reg), NULL);
  ui_study_set_answer (self->study, reg, answer);
  ask (self);
}

void
ui_model_standardised_blank (UiModelStandardised *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_size_request (GTK_WIDGET (self->study), -1, -1);
  ui_study_forget (self->study);
  g_clear_pointer (&self->fit, ui_model_fit_unref);
  g_clear_pointer (&self->fields, g_strfreev);
}

void
ui_model_standardised_redraw (UiModelStandardised *self)
{
  ui_study_redraw (self->study);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_model_standardised_dispose (GObject *object)
{
  UiModelStandardised *self = UI_MODEL_STANDARDISED (object);

  g_clear_pointer (&self->fit, ui_model_fit_unref);
  g_clear_pointer (&self->fields, g_strfreev);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_MODEL_STANDARDISED);
  G_OBJECT_CLASS (ui_model_standardised_parent_class)->dispose (object);
}

static void
ui_model_standardised_finalize (GObject *object)
{
  UiModelStandardised *self = UI_MODEL_STANDARDISED (object);

  g_array_unref (self->terms);
  g_free (self->wanted);
  G_OBJECT_CLASS (ui_model_standardised_parent_class)->finalize (object);
}

static void
ui_model_standardised_class_init (UiModelStandardisedClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_model_standardised_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_model_standardised_finalize;
  g_type_ensure (UI_TYPE_STUDY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/natality/Natality/ui-model-standardised.ui");
  gtk_widget_class_bind_template_child (widget_class, UiModelStandardised, reason);
  gtk_widget_class_bind_template_child (widget_class, UiModelStandardised, term_box);
  gtk_widget_class_bind_template_child (widget_class, UiModelStandardised, term);
  gtk_widget_class_bind_template_child (widget_class, UiModelStandardised, study);
  gtk_widget_class_bind_template_callback_full (widget_class, "chosen_cb", G_CALLBACK (chosen_cb));
}

static void
ui_model_standardised_init (UiModelStandardised *self)
{
  self->terms = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_study_set_client (self->study, &client, self);
  ui_drop_down_shorten (self->term);
}
