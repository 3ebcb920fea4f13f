/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curves page: question bar, chart, results. Value in (question, dataset), answer out, one
 * function writes the widgets. */
#include "ui-curves-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "report-curve.h"
#include "ui-chart-view.h"
#include "ui-export-curves.h"
#include "ui-published-choice.h"
#include "ui-question-bar.h"
#include "ui-results-published.h"
#include "ui-results.h"

struct _UiCurvesPage
{
  AdwBin parent_instance;

  /* Template children */
  UiQuestionBar *question;
  UiPublishedChoice *published;
  UiChartView *chart;
  UiResults *results;
  GtkLabel *patients, *transfers, *births;
  GtkWidget *export_button, *spinner, *stale_note;
  GtkLabel *waiting_note, *stale_text;
  GtkButton *stale_button;
  GtkStack *stack;

  /* Owned */
  SessionRegister *reg;
  AnalysisAnswer *answer;
  GCancellable *cancellable;
  char *synthetic_note, *name;

  gboolean refused;   /* the question that stands there can't be answered */
  gboolean cancelled; /* or somebody wouldn't wait for it */
  gboolean slow;      /* it is waited for, and has been for a while */
  guint slow_id;      /* while it is asked: looks how far it is */
};

#define SLOW_MS 1500 /* then it is said how far it is, and it can be cancelled */
#define LOOK_MS 250

G_DEFINE_FINAL_TYPE (UiCurvesPage, ui_curves_page, ADW_TYPE_BIN)

static guint toast_signal, answered_signal;

/* --- writing the widgets ---------------------------------------------------------------------- */

static void
set_counts (UiCurvesPage *self)
{
  const AnalysisGroup *all = self->answer != NULL ? &self->answer->overall : NULL;
  GtkLabel *labels[] = { self->patients, self->transfers, self->births };
  const guint64 counts[] = { all != NULL ? all->n_patients : 0,
                             all != NULL ? all->n_transfers : 0,
                             all != NULL ? all->n_births : 0 };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *text = all != NULL ? g_strdup_printf ("%" G_GUINT64_FORMAT, counts[i])
                                          : g_strdup ("–");

      gtk_label_set_text (labels[i], text);
    }
}

/* The last transfer that the figure has: of the cohort, or of what it is compared with. */
static guint
last_k (UiCurvesPage *self)
{
  const AnalysisPublished *published = ui_published_choice_get (self->published);
  guint last = MAX (self->answer->overall.n, 1);

  return published != NULL ? MAX (last, published->points[published->n_points - 1].k) : last;
}

static void
update_figures (UiCurvesPage *self)
{
  const AnalysisPublished *published = ui_published_choice_get (self->published);
  guint k = ui_chart_view_get_k (self->chart);
  g_autofree char *description = NULL;

  if (self->answer == NULL)
    {
      ui_results_set_answer (self->results, NULL, 1);
      return;
    }
  k = CLAMP (k, 1, last_k (self));
  ui_results_set_published (self->results, published);
  ui_results_set_answer (self->results, self->answer, k);
  description = ui_results_describe (self->answer, k);
  if (published != NULL && self->answer->overall.n > 0)
    {
      g_autofree char *estimates = g_steal_pointer (&description);
      g_autofree char *compared = ui_results_published_describe (self->answer, published, k);

      description = g_strconcat (estimates, compared, NULL);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Cumulative live births by transfer"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
update_chart (UiCurvesPage *self)
{
  ReportSource source = { self->name, self->synthetic_note };
  const AnalysisPublished *published = ui_published_choice_get (self->published);
  ReportChartOptions options = { .show_hazard = TRUE, .show_table = TRUE, .show_notes = TRUE,
                                 .overlays = &published, .n_overlays = published != NULL };
  g_autoptr (ChartSpec) spec = report_chart_spec (self->answer, &source, &options);

  ui_chart_view_set_spec (self->chart, spec);
}

/* What is said over the figure: that it is of an earlier question, or how far the next one is. */
static void
update_stale_note (UiCurvesPage *self,
                   gboolean      stale)
{
  int reading = self->slow ? session_register_reading (self->reg) : -1;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->stale_note, stale || self->slow);
  gtk_widget_set_visible (GTK_WIDGET (self->stale_button), self->slow || self->cancelled);
  gtk_button_set_label (self->stale_button, self->slow ? _("_Cancel") : _("_Ask Again"));
  if (reading >= 0)
    text = g_strdup_printf (_("Reading what the question needs: %d %%."), reading / 10);
  else if (self->slow)
    text = g_strdup (_("Answering the question…"));
  else
    text = g_strdup (_("The figure still shows the last question that could be answered."));
  gtk_label_set_text (self->stale_text, text);
}

/* What is shown isn't the answer to the question that stands beside it. */
static gboolean
is_stale (UiCurvesPage *self)
{
  return self->refused || self->cancelled || !ui_question_bar_is_understood (self->question);
}

gboolean
ui_curves_page_is_answered (UiCurvesPage *self)
{
  return self->answer != NULL && !is_stale (self) && !self->slow && self->answer->overall.n > 0;
}

/* A figure that answers an earlier question than the one that stands beside it says so, and is not
 * exported. */
static void
update_stale (UiCurvesPage *self)
{
  gboolean stale = is_stale (self);
  gboolean any = self->answer != NULL;
  gboolean unreadable = self->reg != NULL && session_register_is_unreadable (self->reg);
  double opacity = stale || self->slow ? 0.4 : 1;

  update_stale_note (self, stale && any);
  gtk_widget_set_opacity (GTK_WIDGET (self->chart), opacity);
  gtk_widget_set_opacity (GTK_WIDGET (self->results), opacity);
  gtk_widget_set_visible (self->spinner, !stale && !unreadable);
  gtk_label_set_text (self->waiting_note,
                      unreadable
                          ? _ ("The register can’t be read to its end, so no curve is drawn.")
                      : self->cancelled
                          ? _("The question beside wasn’t answered: it was cancelled.")
                      : stale           ? _ ("The question beside can't be answered.")
                              : _ ("Reading the register…"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "curves.export",
                                 ui_curves_page_is_answered (self));
  g_signal_emit (self, answered_signal, 0);
}

static void
update (UiCurvesPage *self)
{
  gboolean any = self->answer != NULL;

  update_stale (self);
  set_counts (self);
  gtk_stack_set_visible_child_name (self->stack, !any                                   ? "waiting"
                                                 : self->answer->counts.n_register == 0 ? "empty"
                                                                                        : "chart");
  if (any)
    update_chart (self);
  if (any && ui_chart_view_get_k (self->chart) == 0 && self->answer->overall.n > 0)
    ui_chart_view_set_k (self->chart, MIN (3, self->answer->overall.n));
  else if (any && ui_chart_view_get_k (self->chart) > last_k (self))
    ui_chart_view_set_k (self->chart, last_k (self));
  update_figures (self);
}

static void
published_cb (UiCurvesPage *self)
{
  update (self);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Which option it is about is seen from where the sentence stands. */
static const char *
sentence_of (const GError *error)
{
  return g_str_has_prefix (error->message, "where: ") ? error->message + strlen ("where: ")
                                                      : error->message;
}

/* What was asked isn't waited for any more. */
static void
stop_asking (UiCurvesPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->slow_id, g_source_remove);
  self->slow = FALSE;
}

static gboolean
look_cb (gpointer data)
{
  update_stale (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
slow_cb (gpointer data)
{
  UiCurvesPage *self = data;

  self->slow = TRUE;
  self->slow_id = g_timeout_add (LOOK_MS, look_cb, self);
  update_stale (self);
  return G_SOURCE_REMOVE;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (UiCurvesPage) self = data;
  g_autoptr (GError) error = NULL;
  AnalysisAnswer *answer = session_register_ask_finish (SESSION_REGISTER (source), result, &error);

  /* An answer to an earlier question, or of a register that was closed. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || SESSION_REGISTER (source) != self->reg
      || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&answer, analysis_answer_unref);
      return;
    }
  stop_asking (self);
  if (ui_question_bar_is_understood (self->question))
    ui_question_bar_set_error (self->question, error != NULL ? sentence_of (error) : NULL);
  self->refused = answer == NULL;
  if (answer == NULL)
    {
      update_stale (self);
      return;
    }
  g_clear_pointer (&self->answer, analysis_answer_unref);
  self->answer = answer;
  update (self);
}

static void
ask (UiCurvesPage *self)
{
  if (self->reg == NULL)
    return;
  stop_asking (self);
  self->cancelled = FALSE;
  /* Of what can't be understood the question before it goes on being answered. */
  update_stale (self);
  ui_results_expect (self->results);
  self->cancellable = g_cancellable_new ();
  self->slow_id = g_timeout_add (SLOW_MS, slow_cb, self);
  session_register_ask_async (self->reg, ui_question_bar_get_question (self->question),
                              self->cancellable, answered_cb, g_object_ref (self));
}

static void
stale_cb (UiCurvesPage *self)
{
  if (!self->slow)
    {
      ask (self);
      return;
    }
  stop_asking (self);
  self->cancelled = TRUE;
  update_stale (self);
}

static void
dataset_changed_cb (UiCurvesPage *self)
{
  g_free (self->synthetic_note);
  self->synthetic_note = session_register_synthetic_note (self->reg);
  ui_question_bar_set_default_cut (self->question, session_register_data_cut (self->reg));
  ask (self);
}

static void
exported_cb (UiCurvesPage *self,
             const char   *file_name)
{
  g_autofree char *text = g_strdup_printf (_("Exported “%s”"), file_name);

  g_signal_emit (self, toast_signal, 0, text);
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  UiCurvesPage *self = UI_CURVES_PAGE (widget);
  UiExportDialog *dialog;

  /* Its key works wherever the focus is, but only where the figure is seen. */
  if (self->answer == NULL || !gtk_widget_get_mapped (widget))
    return;
  dialog = ui_export_curves_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->answer,
                                 ui_published_choice_get (self->published), self->name,
                                 self->synthetic_note);
  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
choose_groups_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  ui_question_bar_focus_groups (UI_CURVES_PAGE (widget)->question);
}

static void
say_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  g_signal_emit (widget, toast_signal, 0, g_variant_get_string (parameter, NULL));
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_curves_page_set_register (UiCurvesPage    *self,
                             SessionRegister *reg)
{
  if (self->reg == reg)
    return;
  if (self->reg != NULL)
    g_signal_handlers_disconnect_by_data (self->reg, self);
  stop_asking (self);
  g_clear_pointer (&self->answer, analysis_answer_unref);
  g_clear_pointer (&self->name, g_free);
  g_set_object (&self->reg, reg);
  ui_results_set_register (self->results, reg);
  self->refused = self->cancelled = FALSE;
  update (self);
  if (reg == NULL)
    return;
  self->name = session_register_name (reg);
  ui_question_bar_set_dictionary (self->question, session_register_dictionary (reg));
  g_signal_connect_object (reg, "dataset-changed", G_CALLBACK (dataset_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (reg, "state-changed", G_CALLBACK (update_stale), self,
                           G_CONNECT_SWAPPED);
  if (session_register_dataset (reg) != NULL)
    dataset_changed_cb (self);
}

const AnalysisQuestion *
ui_curves_page_get_question (UiCurvesPage *self)
{
  return ui_question_bar_get_question (self->question);
}

guint
ui_curves_page_get_k (UiCurvesPage *self)
{
  return ui_chart_view_get_k (self->chart);
}

const AnalysisAnswer *
ui_curves_page_get_answer (UiCurvesPage *self)
{
  return self->answer;
}

UiCurvesPage *
ui_curves_page_new (void)
{
  return g_object_new (UI_TYPE_CURVES_PAGE, NULL);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_curves_page_dispose (GObject *object)
{
  UiCurvesPage *self = UI_CURVES_PAGE (object);

  if (self->reg != NULL)
    g_signal_handlers_disconnect_by_data (self->reg, self);
  stop_asking (self);
  g_clear_object (&self->reg);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_CURVES_PAGE);
  G_OBJECT_CLASS (ui_curves_page_parent_class)->dispose (object);
}

static void
ui_curves_page_finalize (GObject *object)
{
  UiCurvesPage *self = UI_CURVES_PAGE (object);

  g_clear_pointer (&self->answer, analysis_answer_unref);
  g_free (self->synthetic_note);
  g_free (self->name);
  G_OBJECT_CLASS (ui_curves_page_parent_class)->finalize (object);
}

static void
ui_curves_page_class_init (UiCurvesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_curves_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_curves_page_finalize;
  g_type_ensure (UI_TYPE_QUESTION_BAR);
  g_type_ensure (UI_TYPE_PUBLISHED_CHOICE);
  g_type_ensure (UI_TYPE_CHART_VIEW);
  g_type_ensure (UI_TYPE_RESULTS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-curves-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, question);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, published);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, chart);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, results);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, patients);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, transfers);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, births);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, stale_note);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, stale_text);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, stale_button);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, waiting_note);
  gtk_widget_class_bind_template_child (widget_class, UiCurvesPage, stack);
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback_full (widget_class, "stale_cb", G_CALLBACK (stale_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "published_cb",
                                                G_CALLBACK (published_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "update_figures",
                                                G_CALLBACK (update_figures));
  toast_signal = g_signal_new ("toast", UI_TYPE_CURVES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  answered_signal = g_signal_new ("answered", UI_TYPE_CURVES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "curves.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "curves.choose-groups", NULL,
                                   choose_groups_action);
  /* What a part of the page has done: a sentence. */
  gtk_widget_class_install_action (widget_class, "curves.say", "s", say_action);
}

static void
ui_curves_page_init (UiCurvesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}
