/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choices and entries to a question: read all, make the new value, tell when it differs. The
 * choices are tables of option values, so that a question's text form and this page can't
 * differ. */
#include "ui-question-bar.h"

#include <glib/gi18n-lib.h>

#include "analysis-terms.h"
#include "base-clock.h"
#include "report-curve.h"
#include "ui-condition-picker.h"
#include "ui-drop-down.h"
#include "ui-field-picker.h"
#include "ui-group-choice.h"

struct _UiQuestionBar
{
  GtkBox parent_instance;

  /* Template children */
  GtkDropDown *by, *estimator, *interval, *index, *count, *truncate;
  GtkEntry *filter, *cut, *after, *terms;
  GtkScale *theta;
  GtkWidget *theta_box, *after_box, *weights_box;
  GtkLabel *error, *cut_error, *terms_error;
  UiConditionPicker *picker;
  UiFieldPicker *term_picker;
  GtkWidget *add_condition, *add_term;

  /* Owned */
  AnalysisQuestion *question;
  ModelDictionary *dictionary;
  GPtrArray *by_values; /* of char *; NULL first: one group */

  gboolean understood;  /* what the widgets hold is the question */
};

G_DEFINE_FINAL_TYPE (UiQuestionBar, ui_question_bar, GTK_TYPE_BOX)

enum
{
  SIGNAL_QUESTION_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const estimators[]
  = { "optimistic", "conservative", "crude", "adjusted", "ipcw" };
static const char *const intervals[] = { "log-log", "plain", "log", "logit", "arcsin" };
static const char *const truncations[] = { "0", "0.01", "0.05" };
static const char *const counts[] = { "all", "treated", "fresh", "frozen" };
static const char *const indexes[] = { "first-after-referral", "first", NULL };

/* Sets one option; what can't be understood leaves the question as it was and is said. */
static gboolean
set (AnalysisQuestion *question,
     const char       *name,
     const char       *value,
     GtkLabel         *message)
{
  g_autoptr (GError) error = NULL;

  if (analysis_question_set (question, name, value, &error))
    return TRUE;
  gtk_label_set_text (message, error->message);
  gtk_widget_set_visible (GTK_WIDGET (message), TRUE);
  return FALSE;
}

static gboolean
read_day (GtkEntry *entry,
          GtkLabel *message,
          gint32   *out_day)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  BaseDate date;

  *out_day = BASE_DAY_NONE;
  if (*text == '\0')
    return TRUE;
  if (base_date_parse_typed (text, base_today (), &date))
    {
      *out_day = base_date_last_day (date);
      return TRUE;
    }
  gtk_label_set_text (message, _("A day is expected, such as 31.12.2012."));
  gtk_widget_set_visible (GTK_WIDGET (message), TRUE);
  return FALSE;
}

static gboolean
read_index (UiQuestionBar    *self,
            AnalysisQuestion *question)
{
  guint chosen = gtk_drop_down_get_selected (self->index);
  gint32 day;

  gtk_widget_set_visible (self->after_box, indexes[MIN (chosen, 2)] == NULL);
  if (indexes[MIN (chosen, 2)] != NULL)
    return set (question, "index", indexes[chosen], self->cut_error);
  if (!read_day (self->after, self->cut_error, &day))
    return FALSE;
  if (day != BASE_DAY_NONE)
    {
      question->index = ANALYSIS_INDEX_FIRST_COUNTED_AFTER;
      question->index_after = day;
    }
  return TRUE;
}

/* What the model of stopping is made of. */
static gboolean
read_weights (UiQuestionBar    *self,
              AnalysisQuestion *question)
{
  const char *terms = gtk_editable_get_text (GTK_EDITABLE (self->terms));
  guint truncation = MIN (gtk_drop_down_get_selected (self->truncate), 2);
  g_autoptr (AnalysisFormula) formula = NULL;
  g_autoptr (GError) error = NULL;

  formula = analysis_formula_parse (terms, self->dictionary, TRUE, &error);
  if (formula == NULL)
    {
      gtk_label_set_text (self->terms_error, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->terms_error), TRUE);
      return FALSE;
    }
  return set (question, "drop-out-terms", terms, self->terms_error)
         && set (question, "truncate", truncations[truncation], self->terms_error);
}

/* Widgets to value. FALSE: something can't be understood, and is said beside it. */
static gboolean
read_widgets (UiQuestionBar    *self,
              AnalysisQuestion *question)
{
  const char *by = ui_group_choice_get (self->by, self->by_values);
  const char *where = gtk_editable_get_text (GTK_EDITABLE (self->filter));
  gboolean good = TRUE;

  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->cut_error), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->terms_error), FALSE);
  if (by != NULL)
    good = set (question, "by", by, self->error) && good;
  if (*where != '\0')
    good = set (question, "where", where, self->error) && good;
  good = set (question, "estimator",
              estimators[MIN (gtk_drop_down_get_selected (self->estimator), 4)], self->error)
         && good;
  good = set (question, "conf-type",
              intervals[MIN (gtk_drop_down_get_selected (self->interval), 4)], self->error)
         && good;
  good = set (question, "count", counts[MIN (gtk_drop_down_get_selected (self->count), 3)],
              self->error)
         && good;
  good = read_index (self, question) && good;
  good = read_day (self->cut, self->cut_error, &question->cut) && good;
  if (question->estimator == ANALYSIS_ESTIMATOR_ADJUSTED)
    question->theta = gtk_range_get_value (GTK_RANGE (self->theta)) / 100;
  if (question->estimator == ANALYSIS_ESTIMATOR_IPCW)
    good = read_weights (self, question) && good;
  gtk_widget_set_visible (self->weights_box, question->estimator == ANALYSIS_ESTIMATOR_IPCW);
  gtk_widget_set_visible (self->theta_box, question->estimator == ANALYSIS_ESTIMATOR_ADJUSTED);
  /* The crude proportion has Wilson's, whatever is chosen. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->interval),
                            question->estimator != ANALYSIS_ESTIMATOR_CRUDE);
  return good;
}

static void
refresh (UiQuestionBar *self)
{
  g_autoptr (AnalysisQuestion) question = NULL;
  gboolean was_understood = self->understood;

  if (self->by_values == NULL)
    return;
  question = analysis_question_new ();
  self->understood = read_widgets (self, question);
  if (self->understood && !analysis_question_equal (question, self->question))
    {
      analysis_question_unref (self->question);
      self->question = g_steal_pointer (&question);
    }
  else if (self->understood && was_understood)
    return;
  g_signal_emit (self, signals[SIGNAL_QUESTION_CHANGED], 0);
}

/* --- the filter ------------------------------------------------------------------------------- */

static void
show_clear (UiQuestionBar *self)
{
  gtk_entry_set_icon_from_icon_name (
      self->filter, GTK_ENTRY_ICON_SECONDARY,
      *gtk_editable_get_text (GTK_EDITABLE (self->filter)) != '\0' ? "edit-clear-symbolic" : NULL);
}

static void
clear_filter (UiQuestionBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->filter), "");
  refresh (self);
}

/* A condition is added to those that are there. An example in it is selected, to be typed over;
 * without one the question is asked at once. */
static void
chosen_cb (UiQuestionBar *self,
           const char    *condition,
           guint          offset,
           guint          length)
{
  GtkEditable *filter = GTK_EDITABLE (self->filter);
  g_autofree char *before = g_strstrip (g_strdup (gtk_editable_get_text (filter)));
  g_autofree char *text =
      *before != '\0' ? g_strdup_printf ("%s and %s", before, condition) : g_strdup (condition);
  int start = (int) (g_utf8_strlen (text, -1) - g_utf8_strlen (condition, -1) + offset);

  gtk_editable_set_text (filter, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->filter));
  if (length > 0)
    gtk_editable_select_region (filter, start, start + (int) length);
  else
    {
      gtk_editable_set_position (filter, -1);
      refresh (self);
    }
}

static void
term_chosen_cb (UiQuestionBar *self,
                const char    *name)
{
  ui_field_picker_add_term (GTK_EDITABLE (self->terms), name);
  refresh (self);
}

/* --- the choices of groups -------------------------------------------------------------------- */

void
ui_question_bar_set_dictionary (UiQuestionBar   *self,
                                ModelDictionary *dictionary)
{
  ui_condition_picker_set_dictionary (self->picker, dictionary);
  ui_field_picker_set_dictionary (self->term_picker, dictionary);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  self->dictionary = model_dictionary_ref (dictionary);
  /* While the choices are being filled there is no question. */
  g_clear_pointer (&self->by_values, g_ptr_array_unref);
  self->by_values = ui_group_choice_fill (self->by, dictionary, _("nothing: one group"));
  refresh (self);
}

void
ui_question_bar_focus_groups (UiQuestionBar *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->by));
}

void
ui_question_bar_set_default_cut (UiQuestionBar *self,
                                 gint32         day)
{
  g_autofree char *text = base_date_to_display (base_date_from_day (day));

  gtk_entry_set_placeholder_text (self->cut, text);
}

const AnalysisQuestion *
ui_question_bar_get_question (UiQuestionBar *self)
{
  return self->question;
}

gboolean
ui_question_bar_is_understood (UiQuestionBar *self)
{
  return self->understood;
}

void
ui_question_bar_set_error (UiQuestionBar *self,
                           const char    *sentence)
{
  gtk_label_set_text (self->error, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), sentence != NULL);
}

/* --- the class -------------------------------------------------------------------------------- */

static GtkStringList *
make_choices (const char *const *labels)
{
  return gtk_string_list_new (labels);
}

static void
fill_choices (UiQuestionBar *self)
{
  const char *shown[] = { report_estimator_name (ANALYSIS_ESTIMATOR_OPTIMISTIC),
                          report_estimator_name (ANALYSIS_ESTIMATOR_CONSERVATIVE),
                          report_estimator_name (ANALYSIS_ESTIMATOR_CRUDE),
                          report_estimator_name (ANALYSIS_ESTIMATOR_ADJUSTED),
                          report_estimator_name (ANALYSIS_ESTIMATOR_IPCW), NULL };
  /* Translators: where weights are cut. */
  const char *cuts[] = { _("not cut"), _("at 1 % and 99 %"), _("at 5 % and 95 %"), NULL };
  const char *bands[] = { "log-log", _("plain"), "log", "logit", _("arcsine"), NULL };
  const char *rules[] = { _ ("every transfer"), _ ("with IVIG and prednisone"), _ ("fresh ones"),
                          _ ("frozen ones"), NULL };
  const char *starts[] = { _ ("first after referral"), _ ("first of her life entered"),
                           _ ("first on or after a day…"), NULL };
  g_autoptr (GtkStringList) a = make_choices (shown), b = make_choices (bands),
                            c = make_choices (rules), d = make_choices (starts),
                            e = make_choices (cuts);

  gtk_drop_down_set_model (self->estimator, G_LIST_MODEL (a));
  gtk_drop_down_set_model (self->interval, G_LIST_MODEL (b));
  gtk_drop_down_set_model (self->count, G_LIST_MODEL (c));
  gtk_drop_down_set_model (self->index, G_LIST_MODEL (d));
  gtk_drop_down_set_model (self->truncate, G_LIST_MODEL (e));
}

static void
ui_question_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_QUESTION_BAR);
  G_OBJECT_CLASS (ui_question_bar_parent_class)->dispose (object);
}

static void
ui_question_bar_finalize (GObject *object)
{
  UiQuestionBar *self = UI_QUESTION_BAR (object);

  g_clear_pointer (&self->question, analysis_question_unref);
  g_clear_pointer (&self->by_values, g_ptr_array_unref);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  G_OBJECT_CLASS (ui_question_bar_parent_class)->finalize (object);
}

static void
ui_question_bar_class_init (UiQuestionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_question_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_question_bar_finalize;
  g_type_ensure (UI_TYPE_CONDITION_PICKER);
  g_type_ensure (UI_TYPE_FIELD_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-question-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, by);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, estimator);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, interval);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, index);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, count);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, filter);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, cut);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, after);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, theta);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, theta_box);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, after_box);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, weights_box);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, terms);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, terms_error);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, truncate);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, term_picker);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, add_term);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, error);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, cut_error);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, picker);
  gtk_widget_class_bind_template_child (widget_class, UiQuestionBar, add_condition);
  gtk_widget_class_bind_template_callback_full (widget_class, "refresh", G_CALLBACK (refresh));
  gtk_widget_class_bind_template_callback_full (widget_class, "show_clear",
                                                G_CALLBACK (show_clear));
  gtk_widget_class_bind_template_callback_full (widget_class, "clear_filter",
                                                G_CALLBACK (clear_filter));
  gtk_widget_class_bind_template_callback_full (widget_class, "chosen_cb", G_CALLBACK (chosen_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "term_chosen_cb",
                                                G_CALLBACK (term_chosen_cb));
  signals[SIGNAL_QUESTION_CHANGED] =
      g_signal_new ("question-changed", UI_TYPE_QUESTION_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
ui_question_bar_init (UiQuestionBar *self)
{
  self->question = analysis_question_new ();
  self->understood = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  GtkDropDown *const choices[] = { self->by, self->estimator, self->interval, self->index,
                                   self->count, self->truncate };

  fill_choices (self);
  ui_drop_down_make_searchable (self->by);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    ui_drop_down_shorten (choices[i]);
  gtk_range_set_value (GTK_RANGE (self->theta), 50);
}
