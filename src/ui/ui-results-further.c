/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-further.h"

#include <glib/gi18n-lib.h>

#include "report-curve.h"
#include "ui-further.h"
#include "ui-study.h"

struct _UiResultsFurther
{
  GtkBox parent_instance;

  /* Template children */
  GtkExpander *expander;
  GtkSpinButton *chance;
  UiStudy *study;

  guint k;
};

G_DEFINE_FINAL_TYPE (UiResultsFurther, ui_results_further, GTK_TYPE_BOX)

/* --- in the worker ---------------------------------------------------------------------------- */

typedef struct
{
  AnalysisAnswer *answer;
  guint at;
  double chance;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  analysis_answer_unref (asked->answer);
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

  return ui_further_new (cohort, question, asked->answer, asked->at, asked->chance, cancelled,
                         error);
}

static void
show (gpointer view,
      GtkBox  *box,
      gpointer result)
{
  UiResultsFurther *self = view;

  ui_further_fill (box, result, ui_study_get_answer (self->study));
}

/* --- asking ----------------------------------------------------------------------------------- */

static void
ask (UiResultsFurther *self)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  g_autofree char *nothing = NULL;
  Asked *asked;

  if (answer == NULL || !gtk_expander_get_expanded (self->expander))
    return;
  nothing = report_empty_reason (answer);
  if (nothing != NULL)
    {
      ui_study_say (self->study, nothing, NULL, NULL);
      return;
    }
  asked = g_new0 (Asked, 1);
  asked->answer = analysis_answer_ref ((AnalysisAnswer *) answer);
  asked->at = self->k;
  asked->chance = gtk_spin_button_get_value (self->chance) / 100;
  ui_study_ask (self->study, NULL, run, ui_further_free, asked, asked_free);
}

static void
again (gpointer view)
{
  ask (view);
}

static const UiStudyClient client = { .show = show, .again = again };

static void
changed_cb (UiResultsFurther *self)
{
  if (ui_study_get_answer (self->study) != NULL)
    ui_study_ask_soon (self->study);
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_results_further_set_answer (UiResultsFurther     *self,
                               SessionRegister      *reg,
                               const AnalysisAnswer *answer,
                               guint                 k)
{
  gboolean moved = self->k != MAX (k, 1);

  self->k = MAX (k, 1);
  if (ui_study_set_answer (self->study, reg, answer))
    ask (self);
  else if (moved)
    ui_study_ask_soon (self->study);
}

void
ui_results_further_blank (UiResultsFurther *self)
{
  ui_study_forget (self->study);
}

void
ui_results_further_redraw (UiResultsFurther *self)
{
  ui_study_redraw (self->study);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_results_further_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RESULTS_FURTHER);
  G_OBJECT_CLASS (ui_results_further_parent_class)->dispose (object);
}

static void
ui_results_further_class_init (UiResultsFurtherClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_results_further_dispose;
  g_type_ensure (UI_TYPE_STUDY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-results-further.ui");
  gtk_widget_class_bind_template_child (widget_class, UiResultsFurther, expander);
  gtk_widget_class_bind_template_child (widget_class, UiResultsFurther, chance);
  gtk_widget_class_bind_template_child (widget_class, UiResultsFurther, study);
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb",
                                                G_CALLBACK (changed_cb));
}

static void
ui_results_further_init (UiResultsFurther *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_study_set_client (self->study, &client, self);
  self->k = 1;
}
