/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-model-predicted.h"

#include "report-model-curves.h"
#include "ui-model-figures.h"
#include "ui-model-pattern.h"
#include "ui-study.h"

struct _UiModelPredicted
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *reason;
  UiModelPattern *pattern;
  UiStudy *study;

  UiModelFit *fit; /* without a curve; NULL: none, or it can have none */
  char **fields;   /* that it reads */
};

G_DEFINE_FINAL_TYPE (UiModelPredicted, ui_model_predicted, GTK_TYPE_BOX)

static void
show (gpointer view,
      GtkBox  *box,
      gpointer result)
{
  UiModelPredicted *self = view;

  gtk_widget_set_size_request (GTK_WIDGET (self->study), -1, -1);
  ui_model_figures_add_predicted (box, result, ui_study_get_register (self->study));
}

static void
ask (UiModelPredicted *self)
{
  g_autofree char *pattern = NULL;

  if (self->fit == NULL)
    return;
  /* What is under it doesn't jump while a number is typed. */
  gtk_widget_set_size_request (GTK_WIDGET (self->study), -1,
                               gtk_widget_get_height (GTK_WIDGET (self->study)));
  pattern = ui_model_pattern_get (self->pattern);
  if (pattern == NULL)
    ui_study_blank (self->study);
  else
    ui_study_ask (self->study, (const char *const *) self->fields, ui_model_fit_run,
                  ui_model_fit_unref, ui_model_fit_predict (self->fit, pattern),
                  ui_model_fit_unref);
}

static void
again (gpointer view)
{
  ask (view);
}

static const UiStudyClient client = { .show = show, .again = again };

/* --- public ----------------------------------------------------------------------------------- */

void
ui_model_predicted_set_fit (UiModelPredicted     *self,
                            SessionRegister      *reg,
                            const AnalysisAnswer *answer,
                            const UiModelFit     *fit)
{
  const char *reason = report_model_refusal (&fit->options, REPORT_MODEL_PREDICTED);

  ui_model_predicted_blank (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_label_set_text (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->pattern), reason == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->study), reason == NULL);
  if (reason != NULL)
    return;
  self->fit = ui_model_fit_ref ((UiModelFit *) fit);
  self->fields = ui_model_fit_fields (fit, session_register_dictionary (reg), NULL);
  ui_model_pattern_set_model (self->pattern, fit->model);
  ui_study_set_answer (self->study, reg, answer);
  ask (self);
}

void
ui_model_predicted_blank (UiModelPredicted *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_size_request (GTK_WIDGET (self->study), -1, -1);
  ui_study_forget (self->study);
  g_clear_pointer (&self->fit, ui_model_fit_unref);
  g_clear_pointer (&self->fields, g_strfreev);
}

void
ui_model_predicted_redraw (UiModelPredicted *self)
{
  ui_study_redraw (self->study);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_model_predicted_dispose (GObject *object)
{
  UiModelPredicted *self = UI_MODEL_PREDICTED (object);

  g_clear_pointer (&self->fit, ui_model_fit_unref);
  g_clear_pointer (&self->fields, g_strfreev);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_MODEL_PREDICTED);
  G_OBJECT_CLASS (ui_model_predicted_parent_class)->dispose (object);
}

static void
ui_model_predicted_class_init (UiModelPredictedClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_model_predicted_dispose;
  g_type_ensure (UI_TYPE_MODEL_PATTERN);
  g_type_ensure (UI_TYPE_STUDY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-model-predicted.ui");
  gtk_widget_class_bind_template_child (widget_class, UiModelPredicted, reason);
  gtk_widget_class_bind_template_child (widget_class, UiModelPredicted, pattern);
  gtk_widget_class_bind_template_child (widget_class, UiModelPredicted, study);
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
}

static void
ui_model_predicted_init (UiModelPredicted *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_study_set_client (self->study, &client, self);
}
