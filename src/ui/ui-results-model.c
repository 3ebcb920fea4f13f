/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-model.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-model.h"
#include "base-number.h"
#include "report-ledger.h"
#include "report-model.h"
#include "report-tests.h"
#include "ui-drop-down.h"
#include "ui-field-picker.h"
#include "ui-figures.h"
#include "ui-study.h"

struct _UiResultsModel
{
  GtkBox parent_instance;

  /* Template children */
  GtkDropDown *kind, *firth;
  GtkEntry *terms;
  GtkLabel *error;
  GtkWidget *firth_box, *add_term;
  UiFieldPicker *picker;
  UiStudy *study;

  /* Owned */
  ModelDictionary *dictionary;
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

/* --- in the worker ---------------------------------------------------------------------------- */

typedef struct
{
  char *terms;
  AnalysisModelOptions options;
  AnalysisModel *model; /* NULL, as the next: before it was made */
  GPtrArray *comparisons; /* of AnalysisLedgerEntry */
} Fit;

static void
fit_free (gpointer data)
{
  Fit *fit = data;

  analysis_model_free (fit->model);
  g_clear_pointer (&fit->comparisons, g_ptr_array_unref);
  g_free (fit->terms);
  g_free (fit);
}

static gpointer
run (AnalysisCohort         *cohort,
     const AnalysisQuestion *question,
     const gint             *cancelled,
     gpointer                data,
     GError                **error)
{
  const Fit *asked = data;
  g_autoptr (AnalysisFormula) formula
    = analysis_formula_parse (asked->terms, analysis_cohort_dictionary (cohort), FALSE, error);
  g_autoptr (AnalysisSelection) selection = NULL;
  AnalysisModel *model = NULL;
  Fit *made;

  if (formula != NULL)
    selection = analysis_selection_new (cohort, question, NULL, error);
  if (selection != NULL)
    model = analysis_model_new (selection, formula, &asked->options, cancelled, NULL, error);
  if (model == NULL)
    return NULL;
  made = g_new0 (Fit, 1);
  made->terms = g_strdup (asked->terms);
  made->options = asked->options;
  made->model = model;
  made->comparisons = report_ledger_of_model (model, &made->options, selection, question);
  return made;
}

/* --- the card --------------------------------------------------------------------------------- */

static GtkWidget *
add_figure (GtkGrid    *grid,
            const char *text,
            int         column,
            int         row,
            const char *css)
{
  GtkWidget *label = ui_figures_add_label (grid, text, column, row, css);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  return label;
}

static int
add_column (GtkGrid             *grid,
            const AnalysisModel *model,
            guint                column,
            int                  row)
{
  const char *failure = report_model_column_failure (model, column);
  g_autofree char *ratio = NULL, *range = NULL, *p = NULL;

  gtk_widget_set_margin_top (
      ui_figures_add_lines (grid, model->labels[column], 0, row++, 3, NULL), 4);
  if (failure != NULL)
    {
      gtk_widget_add_css_class (ui_figures_add_lines (grid, failure, 0, row++, 3, "caption"),
                                "dim-label");
      return row;
    }
  ratio = base_number_to_display (exp (model->fit->coef[model->n_baseline + column]), 2);
  range = ui_figures_limits (exp (model->lo[column]), exp (model->hi[column]), 2);
  p = report_p_value (model->p[column]);
  add_figure (grid, ratio, 0, row, "figure-value");
  add_figure (grid, range, 1, row, NULL);
  add_figure (grid, p, 2, row++, NULL);
  return row;
}

static void
use_firth_cb (UiResultsModel *self)
{
  gtk_drop_down_set_selected (self->firth, 1);
}

/* What is said of the whole fit. */
static void
add_notes (UiResultsModel *self,
           GtkGrid        *grid,
           const Fit      *fit)
{
  const AnalysisModel *model = fit->model;
  const char *failure = report_model_failure (model->status);
  const char *warning = report_model_warning (model, &fit->options);
  g_autofree char *sizes = report_model_sizes (model);
  g_autofree char *levels = report_model_levels (model, &fit->options);

  ui_figures_add_caption (grid, sizes);
  if (failure != NULL)
    ui_figures_add_caption (grid, failure);
  else if (warning != NULL)
    ui_figures_add_caption (grid, warning);
  if (levels != NULL)
    ui_figures_add_caption (grid, levels);
  if (model->status == STATS_FIT_SEPARATED && fit->options.kind == ANALYSIS_MODEL_DISCRETE
      && !model->firth)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_("Use _Firth’s Penalty"));

      gtk_widget_set_halign (button, GTK_ALIGN_START);
      g_signal_connect_object (button, "clicked", G_CALLBACK (use_firth_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid))), button);
    }
  if (model->fit != NULL)
    ui_figures_add_caption (grid, _("The ratio of a number is that of one unit more."));
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
  const Fit *fit = result;
  const AnalysisModel *model = fit->model;
  GtkGrid *grid = ui_figures_add_card (box, report_model_name (model, &fit->options));
  g_autofree char *level = report_percent (fit->options.level, 0);
  g_autofree char *head = g_strdup_printf ("%s %s", level, report_model_interval_name (model));
  g_autoptr (GPtrArray) methods = report_model_methods (model, &fit->options);
  GtkWidget *effect, *interval;
  int row = 1;

  ui_figures_add_methods (grid, (const char *const *) methods->pdata);
  if (model->fit != NULL)
    {
      effect = ui_figures_add_lines (grid, report_model_effect (&fit->options), 0, 0, 1,
                                     "dim-label");
      interval = ui_figures_add_lines (grid, head, 1, 0, 1, "dim-label");
      gtk_label_set_xalign (GTK_LABEL (effect), 1);
      gtk_label_set_justify (GTK_LABEL (effect), GTK_JUSTIFY_RIGHT);
      gtk_label_set_xalign (GTK_LABEL (interval), 1);
      gtk_label_set_justify (GTK_LABEL (interval), GTK_JUSTIFY_RIGHT);
      gtk_label_set_max_width_chars (GTK_LABEL (interval), 14);
      gtk_widget_set_valign (effect, GTK_ALIGN_END);
      gtk_widget_set_valign (add_figure (grid, "p", 2, 0, "dim-label"), GTK_ALIGN_END);
      for (guint c = 0; c < model->n_columns; c++)
        row = add_column (grid, model, c, row);
    }
  add_notes (self, grid, fit);
  ui_figures_add_copy (grid, _("Copy the model as CSV"), report_model_csv (model));
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

static void
ask (UiResultsModel *self)
{
  const AnalysisAnswer *answer = ui_study_get_answer (self->study);
  guint chosen = MIN (gtk_drop_down_get_selected (self->kind), G_N_ELEMENTS (kinds) - 1);
  guint firth = MIN (gtk_drop_down_get_selected (self->firth), G_N_ELEMENTS (firths) - 1);
  g_autofree char *terms = terms_of (self);
  g_autofree char *nothing = NULL;
  g_autoptr (AnalysisFormula) formula = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) fields = NULL;
  Fit *asked;

  gtk_widget_set_visible (self->firth_box, kinds[chosen].kind == ANALYSIS_MODEL_DISCRETE);
  if (answer == NULL || self->dictionary == NULL)
    return;
  say (self, NULL);
  g_free (self->asked);
  self->asked = g_strdup (terms);
  nothing = report_empty_reason (answer);
  if (nothing != NULL || *terms == '\0')
    {
      ui_study_say (self->study,
                    nothing != NULL ? nothing : _("Choose the terms that births are explained by."),
                    NULL, NULL);
      return;
    }
  formula = analysis_formula_parse (terms, self->dictionary, FALSE, &error);
  if (formula == NULL)
    {
      ui_study_blank (self->study);
      say (self, error->message);
      return;
    }
  fields = analysis_formula_fields (formula);
  asked = g_new0 (Fit, 1);
  asked->terms = g_strdup (terms);
  asked->options = (AnalysisModelOptions) { .kind = kinds[chosen].kind,
                                            .ties = kinds[chosen].ties,
                                            .link = kinds[chosen].link,
                                            .firth = firths[firth],
                                            .level = answer->question->level };
  ui_study_ask (self->study, (const char *const *) fields, run, fit_free,
                asked, fit_free);
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
  say (self, NULL);
  g_clear_pointer (&self->unseen, g_ptr_array_unref);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_results_model_dispose (GObject *object)
{
  UiResultsModel *self = UI_RESULTS_MODEL (object);

  g_clear_pointer (&self->unseen, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RESULTS_MODEL);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
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
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-results-model.ui");
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, kind);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, firth);
  gtk_widget_class_bind_template_child (widget_class, UiResultsModel, firth_box);
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
ui_results_model_init (UiResultsModel *self)
{
  const char *names[] = { _("Discrete hazards, logit"),
                          _("Discrete hazards, complementary log-log"),
                          _("Cox, Efron's ties"), _("Cox, Breslow's ties"), _("Cox, exact ties"),
                          _("Fine and Gray"), NULL };
  const char *rules[] = { _("below 5 births per coefficient"), _("always"), _("never"), NULL };
  g_autoptr (GtkStringList) a = gtk_string_list_new (names), b = gtk_string_list_new (rules);

  gtk_widget_init_template (GTK_WIDGET (self));
  ui_study_set_client (self->study, &client, self);
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (a));
  gtk_drop_down_set_model (self->firth, G_LIST_MODEL (b));
  ui_drop_down_shorten (self->kind);
  ui_drop_down_shorten (self->firth);
}
