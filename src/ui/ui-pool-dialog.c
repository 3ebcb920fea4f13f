/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Value in (files, options), what a worker made of them out, one function writes the widgets. */
#include "ui-pool-dialog.h"

#include <glib/gi18n-lib.h>

#include "report-pool-figure.h"
#include "ui-chart-view.h"
#include "ui-drop-down.h"
#include "ui-figures.h"
#include "ui-pool-cards.h"
#include "ui-pool-files.h"

#define SHOW_MS 200 /* then it is said that it is being worked on */
#define FIRST_K 3   /* the read-out's first place, where there is such a transfer */

struct _UiPoolDialog
{
  AdwWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toasts;
  GtkStack *stack, *figures_stack;
  GtkBox *files_box, *warnings, *left, *right;
  GtkDropDown *estimator, *contrast, *method;
  GtkSpinButton *at;
  GtkSwitch *different_cuts;
  GtkWidget *contrast_box, *method_box, *at_box, *add_button, *empty_add_button;
  UiChartView *chart;

  /* Owned */
  GPtrArray *files;          /* of SessionPoolFile: what is to be pooled */
  SessionPooled *pooled;     /* what is shown; NULL: nothing */
  GCancellable *cancellable; /* of what is asked; NULL: nothing is */
  GtkFileChooserNative *chooser;
  guint timer_id;
  gboolean ready; /* the template is set up */
};

G_DEFINE_FINAL_TYPE (UiPoolDialog, ui_pool_dialog, ADW_TYPE_WINDOW)

static const AnalysisEstimator estimators[]
  = { ANALYSIS_ESTIMATOR_OPTIMISTIC, ANALYSIS_ESTIMATOR_CONSERVATIVE, ANALYSIS_ESTIMATOR_CRUDE };
static const StatsPoolMethod methods[]
  = { STATS_POOL_REML, STATS_POOL_DERSIMONIAN_LAIRD, STATS_POOL_FIXED };

static AnalysisEstimator
chosen_estimator (UiPoolDialog *self)
{
  return estimators[MIN (gtk_drop_down_get_selected (self->estimator),
                         G_N_ELEMENTS (estimators) - 1)];
}

/* --- writing the widgets ---------------------------------------------------------------------- */

static void
update_cards (UiPoolDialog *self)
{
  g_autofree char *description = NULL;

  ui_figures_clear (self->left);
  ui_figures_clear (self->right);
  if (self->pooled == NULL || self->pooled->pool == NULL)
    return;
  ui_pool_cards_fill (self->left, self->right, self->pooled, ui_chart_view_get_k (self->chart));
  description = ui_pool_cards_describe (self->pooled, ui_chart_view_get_k (self->chart));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
update_warnings (UiPoolDialog *self)
{
  g_auto (GStrv) sentences = report_pool_warnings (self->pooled->pool);

  ui_figures_clear (self->warnings);
  for (guint i = 0; sentences[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (sentences[i]);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (self->warnings, label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), sentences[0] != NULL);
}

static void
update_figures (UiPoolDialog *self)
{
  ReportChartOptions options = { .show_hazard = TRUE, .show_table = TRUE, .show_notes = TRUE };
  const SessionPooled *pooled = self->pooled;
  guint last = pooled->answer->overall.n, k = ui_chart_view_get_k (self->chart);
  g_autoptr (ChartSpec) spec = report_pool_chart_spec (pooled->pool, pooled->answer, &options);

  ui_chart_view_set_spec (self->chart, spec);
  update_warnings (self);
  ui_chart_view_set_k (self->chart, k == 0 ? MIN (FIRST_K, last) : MIN (k, last));
  update_cards (self);
}

static gboolean
show_waiting_cb (gpointer data)
{
  UiPoolDialog *self = data;

  self->timer_id = 0;
  gtk_stack_set_visible_child_name (self->figures_stack, "waiting");
  return G_SOURCE_REMOVE;
}

static void
update (UiPoolDialog *self)
{
  const AnalysisPool *pool = self->pooled != NULL ? self->pooled->pool : NULL;
  gboolean compared = pool == NULL || pool->n_comparisons > 0;

  gtk_stack_set_visible_child_name (self->stack, self->files->len > 0 ? "pool" : "empty");
  gtk_widget_set_visible (self->add_button, self->files->len > 0);
  ui_pool_files_fill (self->files_box, self->files);
  gtk_widget_set_sensitive (self->contrast_box, compared);
  gtk_widget_set_sensitive (self->method_box, compared);
  /* The crude proportion has no standard error to compare with. */
  gtk_widget_set_sensitive (self->at_box,
                            compared && chosen_estimator (self) != ANALYSIS_ESTIMATOR_CRUDE);
  if (self->cancellable != NULL)
    return;
  if (pool != NULL)
    update_figures (self);
  gtk_stack_set_visible_child_name (self->figures_stack, pool != NULL ? "figures" : "none");
}

/* --- asking ----------------------------------------------------------------------------------- */

static void
stop (UiPoolDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timer_id, g_source_remove);
}

static void
pooled_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (UiPoolDialog) self = data;
  SessionPooled *pooled = session_pool_finish (result, NULL);

  if (pooled == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      session_pooled_free (pooled);
      return;
    }
  stop (self);
  g_clear_pointer (&self->pooled, session_pooled_free);
  self->pooled = pooled;
  g_ptr_array_unref (self->files);
  self->files = g_ptr_array_ref (pooled->files);
  update (self);
}

static void
ask (UiPoolDialog *self)
{
  g_autoptr (AnalysisQuestion) asked = NULL;
  AnalysisPoolOptions options;

  if (!self->ready)
    return;
  stop (self);
  if (self->files->len == 0)
    {
      g_clear_pointer (&self->pooled, session_pooled_free);
      update (self);
      return;
    }
  asked = analysis_question_new ();
  asked->estimator = chosen_estimator (self);
  options = (AnalysisPoolOptions) {
    .method = methods[MIN (gtk_drop_down_get_selected (self->method),
                           G_N_ELEMENTS (methods) - 1)],
    .hazard_ratio = gtk_drop_down_get_selected (self->contrast) == 1,
    .at = asked->estimator != ANALYSIS_ESTIMATOR_CRUDE
              ? (guint) gtk_spin_button_get_value_as_int (self->at)
              : 0,
    .different_cuts = gtk_switch_get_active (self->different_cuts),
  };
  self->cancellable = g_cancellable_new ();
  self->timer_id = g_timeout_add (SHOW_MS, show_waiting_cb, self);
  session_pool_async (self->files, asked, &options, self->cancellable, pooled_cb,
                      g_object_ref (self));
  update (self);
}

/* What is shown stands; what was being added isn't. */
static void
cancel_cb (UiPoolDialog *self)
{
  stop (self);
  g_ptr_array_unref (self->files);
  self->files = self->pooled != NULL ? g_ptr_array_ref (self->pooled->files)
                                     : session_pool_files_new ();
  update (self);
}

/* --- files ------------------------------------------------------------------------------------ */

static void
take_files (UiPoolDialog *self,
            GPtrArray    *files)
{
  g_ptr_array_unref (self->files);
  self->files = files;
  ask (self);
}

void
ui_pool_dialog_add (UiPoolDialog      *self,
                    const char *const *paths)
{
  take_files (self, session_pool_files_with (self->files, paths));
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           gpointer         data)
{
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      char *path = g_file_get_path (file);

      if (path != NULL)
        g_ptr_array_add (paths, path);
    }
  g_ptr_array_add (paths, NULL);
  ui_pool_dialog_add (data, (const char *const *) paths->pdata);
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  UiPoolDialog *self = UI_POOL_DIALOG (widget);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Add Risk Tables"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Add"),
                                               _("_Cancel"));
  gtk_file_filter_set_name (filter, _("Risk tables"));
  gtk_file_filter_add_pattern (filter, "*.json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  UiPoolDialog *self = UI_POOL_DIALOG (widget);
  take_files (self, session_pool_files_without (self->files, g_variant_get_uint32 (parameter)));
  /* The button that was pressed is gone. */
  gtk_widget_grab_focus (self->files->len > 0 ? self->add_button : self->empty_add_button);
}

/* What a card has done: a sentence. */
static void
say_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  adw_toast_set_timeout (toast, 4);
  adw_toast_overlay_add_toast (UI_POOL_DIALOG (widget)->toasts, toast);
}

/* --- the class -------------------------------------------------------------------------------- */

const SessionPooled *
ui_pool_dialog_get_pooled (UiPoolDialog *self)
{
  return self->cancellable == NULL ? self->pooled : NULL;
}

static void
ui_pool_dialog_dispose (GObject *object)
{
  UiPoolDialog *self = UI_POOL_DIALOG (object);

  self->ready = FALSE;
  stop (self);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_POOL_DIALOG);
  G_OBJECT_CLASS (ui_pool_dialog_parent_class)->dispose (object);
}

static void
ui_pool_dialog_finalize (GObject *object)
{
  UiPoolDialog *self = UI_POOL_DIALOG (object);

  g_ptr_array_unref (self->files);
  g_clear_pointer (&self->pooled, session_pooled_free);
  G_OBJECT_CLASS (ui_pool_dialog_parent_class)->finalize (object);
}

static void
ui_pool_dialog_class_init (UiPoolDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_pool_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_pool_dialog_finalize;
  g_type_ensure (UI_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-pool-dialog.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "files", FALSE,
                                             G_STRUCT_OFFSET (UiPoolDialog, files_box));
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, UiPoolDialog, child)
  BIND (toasts);
  BIND (stack);
  BIND (figures_stack);
  BIND (warnings);
  BIND (left);
  BIND (right);
  BIND (estimator);
  BIND (contrast);
  BIND (method);
  BIND (at);
  BIND (different_cuts);
  BIND (contrast_box);
  BIND (method_box);
  BIND (at_box);
  BIND (add_button);
  BIND (empty_add_button);
  BIND (chart);
#undef BIND
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback_full (widget_class, "cancel_cb",
                                                G_CALLBACK (cancel_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "update_cards",
                                                G_CALLBACK (update_cards));
  gtk_widget_class_install_action (widget_class, "pool.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "pool.remove", "u", remove_action);
  gtk_widget_class_install_action (widget_class, "curves.say", "s", say_action);
}

static void
ui_pool_dialog_init (UiPoolDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->files = session_pool_files_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (estimators); i++)
    gtk_string_list_append (names, report_estimator_name (estimators[i]));
  gtk_drop_down_set_model (self->estimator, G_LIST_MODEL (names));
  ui_drop_down_shorten (self->estimator);
  ui_drop_down_shorten (self->method);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_cards), self, G_CONNECT_SWAPPED);
  gtk_spin_button_set_range (self->at, 0, ANALYSIS_CENTRE_MAX_K);
  self->ready = TRUE;
  update (self);
}

UiPoolDialog *
ui_pool_dialog_new (GtkWindow *parent)
{
  return g_object_new (UI_TYPE_POOL_DIALOG, "transient-for", parent, NULL);
}
