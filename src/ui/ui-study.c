/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-study.h"

#include <glib/gi18n-lib.h>

#include "ui-figures.h"

#define SHOW_MS 200    /* then it is said that it is being worked on */
#define CANCEL_MS 2000 /* then it can be cancelled */
#define REST_MS 300    /* a read-out that stays so long is asked for */

struct _UiStudy
{
  GtkBox parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkBox *box;
  GtkLabel *message;
  GtkButton *cancel_button, *message_button;

  const UiStudyClient *client;
  gpointer view;             /* borrowed */
  SessionRegister *reg;      /* NULL: none, as the answer */
  AnalysisAnswer *answer;
  GCancellable *cancellable; /* NULL: nothing is asked */
  guint64 serial;            /* of the dataset that it was asked of */
  guint timer_id;
  gpointer result;           /* NULL: none is shown */
  GDestroyNotify free_result;
};

G_DEFINE_FINAL_TYPE (UiStudy, ui_study, GTK_TYPE_BOX)

/* What was asked is no longer wanted, what was there no longer shown. */
static void
stop (UiStudy *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->result != NULL)
    self->free_result (self->result);
  self->result = NULL;
}

static void
show_page (UiStudy    *self,
           const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
}

static gboolean
offer_cancel_cb (gpointer data)
{
  UiStudy *self = data;

  self->timer_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
show_waiting_cb (gpointer data)
{
  UiStudy *self = data;

  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), FALSE);
  show_page (self, "waiting");
  self->timer_id = g_timeout_add (CANCEL_MS - SHOW_MS, offer_cancel_cb, self);
  return G_SOURCE_REMOVE;
}

static void
cancel_cb (UiStudy *self)
{
  ui_study_say (self, _("Cancelled."), _("_Try Again"), NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->message_button));
}

/* A button without an action of its own asks again. */
static void
again_cb (UiStudy *self)
{
  if (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->message_button)) == NULL)
    self->client->again (self->view);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (UiStudy) self = data;
  g_autoptr (GError) error = NULL;
  guint64 serial = 0;
  gpointer made
    = session_register_study_finish (SESSION_REGISTER (source), result, &serial, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable
      || (made != NULL && serial != self->serial))
    {
      if (made != NULL)
        self->free_result (made);
      return;
    }
  stop (self);
  if (made != NULL)
    {
      self->result = made;
      ui_study_redraw (self);
    }
  else if (self->client->refused != NULL)
    {
      show_page (self, "blank");
      self->client->refused (self->view, error->message);
    }
  else
    ui_study_say (self, error->message, NULL, NULL);
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_study_set_client (UiStudy             *self,
                     const UiStudyClient *client,
                     gpointer             view)
{
  self->client = client;
  self->view = view;
}

gboolean
ui_study_set_answer (UiStudy              *self,
                     SessionRegister      *reg,
                     const AnalysisAnswer *answer)
{
  if (self->answer == answer)
    return FALSE;
  ui_study_forget (self);
  self->reg = g_object_ref (reg);
  self->answer = analysis_answer_ref ((AnalysisAnswer *) answer);
  return TRUE;
}

void
ui_study_forget (UiStudy *self)
{
  ui_study_blank (self);
  g_clear_pointer (&self->answer, analysis_answer_unref);
  g_clear_object (&self->reg);
}

const AnalysisAnswer *
ui_study_get_answer (UiStudy *self)
{
  return self->answer;
}

SessionRegister *
ui_study_get_register (UiStudy *self)
{
  return self->reg;
}

void
ui_study_ask (UiStudy           *self,
              const char *const *more,
              SessionStudy       run,
              GDestroyNotify     free_result,
              gpointer           data,
              GDestroyNotify     free_data)
{
  ui_study_blank (self);
  self->free_result = free_result;
  self->serial = self->answer->serial;
  self->cancellable = g_cancellable_new ();
  self->timer_id = g_timeout_add (SHOW_MS, show_waiting_cb, self);
  session_register_study_async (self->reg, self->answer->question, more, run, free_result, data,
                                free_data, self->cancellable, done_cb, g_object_ref (self));
}

static gboolean
rested_cb (gpointer data)
{
  UiStudy *self = data;

  self->timer_id = 0;
  self->client->again (self->view);
  return G_SOURCE_REMOVE;
}

void
ui_study_ask_soon (UiStudy *self)
{
  ui_study_blank (self);
  self->timer_id = g_timeout_add (REST_MS, rested_cb, self);
}

void
ui_study_redraw (UiStudy *self)
{
  if (self->result == NULL)
    return;
  ui_figures_clear (self->box);
  self->client->show (self->view, self->box, self->result);
  show_page (self, "figures");
}

void
ui_study_blank (UiStudy *self)
{
  stop (self);
  ui_figures_clear (self->box);
  show_page (self, "blank");
}

void
ui_study_say (UiStudy    *self,
              const char *sentence,
              const char *button,
              const char *action)
{
  ui_study_blank (self);
  gtk_label_set_text (self->message, sentence);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->message_button), action);
  gtk_widget_set_visible (GTK_WIDGET (self->message_button), button != NULL);
  if (button != NULL)
    gtk_button_set_label (self->message_button, button);
  show_page (self, "message");
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_study_dispose (GObject *object)
{
  UiStudy *self = UI_STUDY (object);

  stop (self);
  g_clear_pointer (&self->answer, analysis_answer_unref);
  g_clear_object (&self->reg);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_STUDY);
  G_OBJECT_CLASS (ui_study_parent_class)->dispose (object);
}

static void
ui_study_class_init (UiStudyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_study_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-study.ui");
  gtk_widget_class_bind_template_child (widget_class, UiStudy, stack);
  gtk_widget_class_bind_template_child (widget_class, UiStudy, box);
  gtk_widget_class_bind_template_child (widget_class, UiStudy, message);
  gtk_widget_class_bind_template_child (widget_class, UiStudy, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, UiStudy, message_button);
  gtk_widget_class_bind_template_callback_full (widget_class, "cancel_cb",
                                                G_CALLBACK (cancel_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "again_cb", G_CALLBACK (again_cb));
}

static void
ui_study_init (UiStudy *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
