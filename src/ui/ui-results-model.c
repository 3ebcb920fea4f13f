/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-model.h"

#include <glib/gi18n-lib.h>

#include "ui-drop-down.h"
#include "ui-field-picker.h"
#include "ui-group-choice.h"
#include "ui-model-figures.h"
#include "ui-model-predicted.h"
#include "ui-model-standardised.h"
#include "ui-study.h"

/* Transfers from 2 to this one on can share a level: later ones are rare. */
#define LAST_POOL 8

struct _UiResultsModel
{
  GtkBox parent_instance;

  /* Template children */
  GtkDropDown *kind, *firth, *strata, *shape, *pool;
  GtkCheckButton *check_ph;
  GtkEntry *terms;
  GtkLabel *error;
  GtkExpander *more;
  GtkWidget *firth_box, *shape_box, *pool_box, *add_term;
  UiFieldPicker *picker;
  UiStudy *study;
  UiModelPredicted *predicted;
  UiModelStandardised *standardised;

  /* Owned */
  ModelDictionary *dictionary;
  GPtrArray *strata_values; /* NULL: no dictionary yet */
  GPtrArray *unseen;      /* of AnalysisLedgerEntry: shown while another view was open; or NULL */
  char *asked;            /* the terms that stand there were asked for; NULL: none */

  gboolean typed;   /* the terms are somebody's, not the ones that are there at first */
  gboolean filling; /* they are being set, not typed */
};

G_DEFINE_FINAL_TYPE (UiResultsModel, ui_results_model, GTK_TYPE_BOX)

static const struct
{
  AnalysisModelKind kind;
  StatsTies ties;
  StatsLink link;
} kinds[] = { { ANALYSIS_MODEL_DISCRETE, STATS_TIES_EFRON, STATS_LINK_LOGIT },
              { ANALYSIS_MODEL_DISCRETE, STATS_TIES_EFRON, STATS_LINK_CLOGLOG },
              { ANALYSIS_MODEL_COX, STATS_TIES_EFRON, STATS_LINK_LOGIT },
              { ANALYSIS_MODEL_COX, STATS_TIES_BRESLOW, STATS_LINK_LOGIT },
              { ANALYSIS_MODEL_COX, STATS_TIES_EXACT, STATS_LINK_LOGIT },
              { ANALYSIS_MODEL_FINE_GRAY, STATS_TIES_BRESLOW, STATS_LINK_LOGIT } };

static const AnalysisFirth firths[]
  = { ANALYSIS_FIRTH_BY_RULE, ANALYSIS_FIRTH_ALWAYS, ANALYSIS_FIRTH_NEVER };

/* --- the cards -------------------------------------------------------------------------------- */

static void
use_firth_cb (UiResultsModel *self)
{
  gtk_drop_down_set_selected (self->firth, 1);
}

static void
offer_firth (UiResultsModel   *self,
             GtkBox           *card,
             const UiModelFit *fit)
{
  GtkWidget *button;

  if (fit->model->status != STATS_FIT_SEPARATED || fit->model->firth
      || fit->options.kind != ANALYSIS_MODEL_DISCRETE)
    return;
  button = gtk_button_new_with_mnemonic (_("Use _Firth’s Penalty"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (use_firth_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (card, button);
}

/* What is seen was looked at. */
static void
enter_if_seen (UiResultsModel *self)
{
  if (self->unseen == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  session_register_ledger_add (ui_study_get_register (self->study), self->unseen);
  g_clear_pointer (&self->unseen, g_ptr_array_unref);
}

static void
show (gpointer view,
      GtkBox  *box,
      gpointer result)
{
  UiResultsModel *self = view;
  const UiModelFit *fit = result;
  SessionRegister *reg = ui_study_get_register (self->study);
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);

  offer_firth (self, ui_model_figures_add_ratios (box, fit), fit);
  ui_model_figures_add_whole (box, fit);
  if (ui_model_fit_is_estimated (fit))
    {
      ui_model_predicted_set_fit (self->predicted, reg, answer, fit);
      ui_model_standardised_set_fit (self->standardised, reg, answer, fit);
    }
  g_clear_pointer (&self->unseen, g_ptr_array_unref);
  self->unseen = g_ptr_array_ref (fit->comparisons);
  enter_if_seen (self);
}

/* (transfer full) */
static char *
terms_of (UiResultsModel *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->terms))));
}

/* --- asking ----------------------------------------------------------------------------------- */

static void
say (UiResultsModel *self,
     const char     *sentence)
{
  gtk_label_set_text (self->error, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), sentence != NULL);
}

static void
refused (gpointer    view,
         const char *sentence)
{
  say (view, sentence);
}

/* Nothing of a model that was asked for before is shown beside the next. */
static void
blank_curves (UiResultsModel *self)
{
  ui_model_predicted_blank (self->predicted);
  ui_model_standardised_blank (self->standardised);
}

/* What stands in the controls, of it only what such a model has. */
static AnalysisModelOptions
options_of (UiResultsModel *self)
{
  guint chosen = MIN (gtk_drop_down_get_selected (self->kind), G_N_ELEMENTS (kinds) - 1);
  guint firth = MIN (gtk_drop_down_get_selected (self->firth), G_N_ELEMENTS (firths) - 1);
  guint pool = gtk_drop_down_get_selected (self->pool);
  AnalysisModelOptions options
    = { .kind = kinds[chosen].kind, .ties = kinds[chosen].ties, .link = kinds[chosen].link };

  if (options.kind == ANALYSIS_MODEL_DISCRETE)
    {
      options.firth = firths[firth];
      options.linear = gtk_drop_down_get_selected (self->shape) == 1;
      options.pool_from = pool >= 1 && pool < LAST_POOL && !options.linear ? pool + 1 : 0;
    }
  options.check_ph
    = analysis_model_checks_ph (&options) && gtk_check_button_get_active (self->check_ph);
  return options;
}

/* Which controls there are, and how many of those that are folded away decide something. */
static void
update_controls (UiResultsModel             *self,
                 const AnalysisModelOptions *options,
                 const char                 *strata)
{
  gboolean discrete = options->kind == ANALYSIS_MODEL_DISCRETE;
  guint n = (strata != NULL) + (options->pool_from > 0) + options->linear + options->check_ph
            + (discrete && options->firth != ANALYSIS_FIRTH_BY_RULE);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->firth_box, discrete);
  gtk_widget_set_visible (self->shape_box, discrete);
  gtk_widget_set_visible (self->pool_box, discrete && !options->linear);
  gtk_widget_set_visible (GTK_WIDGET (self->check_ph), analysis_model_checks_ph (options));
  /* Translators: how many of the options that are folded away are not as they are at first. */
  text = n > 0 ? g_strdup_printf (ngettext ("More (%u set)", "More (%u set)", n), n)
               : g_strdup (_("More"));
  gtk_expander_set_label (self->more, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

/* Says why there is nothing to be asked; FALSE: there is. */
static gboolean
refuse (UiResultsModel       *self,
        const AnalysisAnswer *answer,
        const char           *terms)
{
  g_autofree char *nothing = report_empty_reason (answer);

  if (nothing != NULL)
    ui_study_say (self->study, nothing, NULL, NULL);
  else if (*terms == '\0')
    ui_study_say (self->study, _("Choose the terms that births are explained by."), NULL, NULL);
  return nothing != NULL || *terms == '\0';
}

static void
ask (UiResultsModel *self)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  AnalysisModelOptions options = options_of (self);
  const char *strata;
  g_autofree char *terms = terms_of (self);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) fields = NULL;
  UiModelFit *asked;

  if (self->strata_values == NULL)
    return;
  strata = ui_group_choice_get (self->strata, self->strata_values);
  update_controls (self, &options, strata);
  blank_curves (self);
  if (answer == NULL)
    return;
  say (self, NULL);
  g_free (self->asked);
  self->asked = g_strdup (terms);
  if (refuse (self, answer, terms))
    return;
  options.level = answer->question->level;
  asked = ui_model_fit_new (terms, strata, &options);
  fields = ui_model_fit_fields (asked, self->dictionary, &error);
  if (fields == NULL)
    {
      ui_model_fit_unref (asked);
      ui_study_blank (self->study);
      say (self, error->message);
      return;
    }
  ui_study_ask (self->study, (const char *const *) fields, ui_model_fit_run, ui_model_fit_unref,
                asked, ui_model_fit_unref);
}

static void
again (gpointer view)
{
  ask (view);
}

static const UiStudyClient client = { .show = show, .again = again, .refused = refused };

/* --- the terms -------------------------------------------------------------------------------- */

static void
typed_cb (UiResultsModel *self)
{
  self->typed = self->typed || !self->filling;
}

static void
left_cb (UiResultsModel *self)
{
  g_autofree char *terms = terms_of (self);

  if (ui_study_get_answer (self->study) != NULL && g_strcmp0 (terms, self->asked) != 0)
    ask (self);
}

static void
chosen_cb (UiResultsModel *self,
           const char     *name)
{
  ui_field_picker_add_term (GTK_EDITABLE (self->terms), name);
  ask (self);
}

/* At first the groups, and age where they aren't ages. */
static void
fill_terms (UiResultsModel *self)
{
  const char *by = ui_study_get_answer (self->study)->question->by;
  g_autofree char *text = by == NULL ? g_strdup ("age")
                          : g_str_has_prefix (by, "age") ? g_strdup (by)
                                                         : g_strdup_printf ("%s + age", by);

  if (self->typed)
    return;
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->terms), text);
  self->filling = FALSE;
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_results_model_set_dictionary (UiResultsModel  *self,
                                 ModelDictionary *dictionary)
{
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  self->dictionary = model_dictionary_ref (dictionary);
  ui_field_picker_set_dictionary (self->picker, dictionary);
  g_clear_pointer (&self->strata_values, g_ptr_array_unref);
  self->strata_values = ui_group_choice_fill (self->strata, dictionary, _("nothing"));
}

void
ui_results_model_set_answer (UiResultsModel       *self,
                             SessionRegister      *reg,
                             const AnalysisAnswer *answer)
{
  if (!ui_study_set_answer (self->study, reg, answer))
    {
      enter_if_seen (self);
      return;
    }
  say (self, NULL);
  g_clear_pointer (&self->unseen, g_ptr_array_unref);
  fill_terms (self);
  ask (self);
}

void
ui_results_model_blank (UiResultsModel *self)
{
  ui_study_forget (self->study);
  blank_curves (self);
  say (self, NULL);
  g_clear_pointer (&self->unseen, g_ptr_array_unref);
}

void
ui_results_model_redraw (UiResultsModel *self)
{
  ui_model_predicted_redraw (self->predicted);
  ui_model_standardised_redraw (self->standardised);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_results_model_dispose (GObject *object)
{
  UiResultsModel *self = UI_RESULTS_MODEL (object);

  g_clear_pointer (&self->unseen, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RESULTS_MODEL);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  g_clear_pointer (&self->strata_values, g_ptr_array_unref);
  G_OBJECT_CLASS (ui_results_model_parent_class)->dispose (object);
}

static void
ui_results_model_finalize (GObject *object)
{
  g_free (UI_RESULTS_MODEL (object)->asked);
  G_OBJECT_CLASS (ui_results_model_parent_class)->finalize (object);
}

static void
ui_results_model_class_init (UiResultsModelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_results_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_results_model_finalize;
  g_type_ensure (UI_TYPE_STUDY);
  g_type_ensure (UI_TYPE_FIELD_PICKER);
  g_type_ensure (UI_TYPE_MODEL_PREDICTED);
  g_type_ensure (UI_TYPE_MODEL_STANDARDISED);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-results-model.ui");
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, kind);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, firth);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, firth_box);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, strata);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, shape);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, pool);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, check_ph);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, more);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, shape_box);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, pool_box);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, predicted);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, standardised);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, terms);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, error);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, add_term);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, picker);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, study);
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback_full (widget_class, "typed_cb", G_CALLBACK (typed_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "left_cb", G_CALLBACK (left_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "chosen_cb", G_CALLBACK (chosen_cb));
}

static void
fill (GtkDropDown       *drop_down,
      const char *const *labels)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (labels);

  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  ui_drop_down_shorten (drop_down);
}

static void
fill_pool (GtkDropDown *drop_down)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  g_strv_builder_add (labels, _("where births need it"));
  for (guint k = 2; k <= LAST_POOL; k++)
    {
      g_autofree char *label = g_strdup_printf (_("from transfer %u on"), k);

      g_strv_builder_add (labels, label);
    }
  names = g_strv_builder_end (labels);
  fill (drop_down, (const char *const *) names);
}

static void
ui_results_model_init (UiResultsModel *self)
{
  const char *names[] = { _("Discrete hazards, logit"),
                          _("Discrete hazards, complementary log-log"),
                          _("Cox, Efron's ties"), _("Cox, Breslow's ties"), _("Cox, exact ties"),
                          _("Fine and Gray"), NULL };
  const char *rules[] = { _("below 5 births per coefficient"), _("always"), _("never"), NULL };
  const char *shapes[] = { _("a level for each transfer"), _("a line over the transfers"), NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  ui_study_set_client (self->study, &client, self);
  fill (self->kind, names);
  fill (self->firth, rules);
  fill (self->shape, shapes);
  fill_pool (self->pool);
  ui_drop_down_make_searchable (self->strata);
  ui_drop_down_shorten (self->strata);
}
