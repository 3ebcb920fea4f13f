/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in, plans out: what was made of other numbers goes as soon as one is touched. */
#include "ui-plan-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "report-plan.h"
#include "ui-figures.h"
#include "ui-number-entry.h"
#include "ui-plan-figures.h"
#include "ui-study.h"

#define SEED 1 /* natality-cli's default: the same figures */
#define SIMULATIONS 1000

enum { PROPORTIONS, CURVES, N_PARTS };
static const char *const part_names[N_PARTS] = { "proportions", "curves" };

enum { FIND_PATIENTS, FIND_POWER };

struct _UiPlanDialog
{
  AdwWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toasts;
  GtkStack *parts;
  UiNumberEntry *chance_a, *chance_b, *odds_ratio, *simulations;
  UiNumberEntry *power, *patients, *alpha, *ratio, *drop_out;
  GtkDropDown *transfers, *find;
  GtkLabel *transfers_note, *source;
  UiStudy *proportions_study, *curves_study;

  /* Owned */
  SessionRegister *reg;
  AnalysisQuestion *question;
  AnalysisAnswer *answer;    /* NULL: not yet, or there is none */
  GCancellable *cancellable; /* of what is asked */
  char *refusal;             /* why there is no answer; NULL: it may come */

  guint k;
  gboolean asked[N_PARTS];   /* for what stands there now */
  gboolean chance_typed;
  gboolean filling;          /* the widgets change because of us */
};

G_DEFINE_FINAL_TYPE (UiPlanDialog, ui_plan_dialog, ADW_TYPE_WINDOW)

/* --- in the worker ---------------------------------------------------------------------------- */

typedef struct
{
  AnalysisAnswer *answer;
  AnalysisPlanDesign design;
  guint part;
  double a, b;        /* of PROPORTIONS */
  guint K;            /* of CURVES */
  double odds_ratio;
  guint simulations;
  AnalysisProportionsPlan proportions; /* what was made */
  AnalysisCurvesPlan *curves;
} Plan;

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  g_clear_pointer (&plan->curves, analysis_curves_plan_free);
  g_clear_pointer (&plan->answer, analysis_answer_unref);
  g_free (plan);
}

static gpointer
run (AnalysisCohort         *cohort,
     const AnalysisQuestion *question,
     const gint             *cancelled,
     gpointer                data,
     GError                **error)
{
  const Plan *asked = data;
  Plan *made = g_memdup2 (asked, sizeof *asked);

  made->answer = analysis_answer_ref (asked->answer);
  if (made->part == PROPORTIONS)
    analysis_plan_proportions (made->a, made->b, &made->design, &made->proportions);
  else
    made->curves = analysis_plan_curves (&made->answer->overall, made->K, made->odds_ratio,
                                         &made->design, made->simulations, SEED, cancelled, NULL);
  return made;
}

static void
show (gpointer view,
      GtkBox  *box,
      gpointer result)
{
  const Plan *plan = result;

  if (plan->part == PROPORTIONS)
    ui_plan_figures_add_proportions (box, &plan->design, &plan->proportions,
                                     plan->answer->question);
  else if (plan->curves != NULL)
    ui_plan_figures_add_curves (box, &plan->design, plan->curves, plan->answer, SEED);
}

/* --- what is asked ---------------------------------------------------------------------------- */

static guint
part_of (UiPlanDialog *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->parts), part_names[CURVES]) == 0
             ? CURVES
             : PROPORTIONS;
}

static UiStudy *
study_of (UiPlanDialog *self,
          guint         part)
{
  return part == CURVES ? self->curves_study : self->proportions_study;
}

static gboolean
read_design (UiPlanDialog       *self,
             AnalysisPlanDesign *out)
{
  gboolean find_power = gtk_drop_down_get_selected (self->find) == FIND_POWER;
  double patients = 0;

  out->power = NAN; /* not asked for, where patients are given */
  if (!ui_number_entry_get (self->alpha, &out->alpha)
      || !ui_number_entry_get (self->ratio, &out->ratio)
      || !ui_number_entry_get (self->drop_out, &out->drop_out)
      || !(find_power ? ui_number_entry_get (self->patients, &patients)
                      : ui_number_entry_get (self->power, &out->power)))
    return FALSE;
  out->patients = (guint64) patients;
  return TRUE;
}

/* FALSE: something is missing or can't be used, and says so under itself. */
static gboolean
read_plan (UiPlanDialog *self,
           Plan         *out)
{
  double simulations = 0;

  if (!read_design (self, &out->design))
    return FALSE;
  if (out->part == PROPORTIONS)
    return ui_number_entry_get (self->chance_a, &out->a)
           && ui_number_entry_get (self->chance_b, &out->b);
  if (!ui_number_entry_get (self->odds_ratio, &out->odds_ratio)
      || !ui_number_entry_get (self->simulations, &simulations))
    return FALSE;
  out->simulations = (guint) simulations;
  out->K = gtk_drop_down_get_selected (self->transfers) + 1;
  return TRUE;
}

/* Why nothing can be worked out, whatever is typed. (transfer full) (nullable) */
static char *
hindrance (UiPlanDialog *self,
           guint         part)
{
  if (self->answer != NULL)
    return part == CURVES ? report_empty_reason (self->answer) : NULL;
  if (self->refusal != NULL)
    return g_strdup (self->refusal);
  if (session_register_is_unreadable (self->reg))
    return g_strdup (_("The register can’t be read to its end, so there is nothing to plan with."));
  return g_strdup (_("Reading the register…"));
}

static const char *
what_is_missing (UiPlanDialog *self,
                 guint         part)
{
  if (part == PROPORTIONS && ui_number_entry_is_empty (self->chance_b))
    return _("Type the chance in the second group that the trial should be able to tell from "
             "the first.");
  if (part == CURVES && ui_number_entry_is_empty (self->odds_ratio))
    return _("Type the odds ratio that the trial should be able to find.");
  return _("A number beside is missing or can’t be used.");
}

/* The one place that asks. */
static void
ask (UiPlanDialog *self)
{
  guint part = part_of (self);
  g_autofree char *reason = NULL;
  Plan *plan;

  if (self->filling || self->asked[part])
    return;
  self->asked[part] = TRUE;
  reason = hindrance (self, part);
  if (reason != NULL)
    {
      ui_study_say (study_of (self, part), reason, NULL, NULL);
      return;
    }
  plan = g_new0 (Plan, 1);
  plan->part = part;
  if (!read_plan (self, plan))
    {
      plan_free (plan);
      ui_study_say (study_of (self, part), what_is_missing (self, part), NULL, NULL);
      return;
    }
  plan->answer = analysis_answer_ref (self->answer);
  ui_study_set_answer (study_of (self, part), self->reg, self->answer);
  ui_study_ask (study_of (self, part), NULL, run, plan_free, plan, plan_free);
}

/* Both parts share most numbers: neither shows, or goes on making, what is of others. */
static void
edited_cb (UiPlanDialog *self)
{
  if (self->filling)
    return;
  for (guint part = 0; part < N_PARTS; part++)
    {
      ui_study_blank (study_of (self, part));
      self->asked[part] = FALSE;
    }
  ask (self);
}

static void
again (gpointer view)
{
  edited_cb (view);
}

static const UiStudyClient client = { .show = show, .again = again };

static void
chance_edited_cb (UiPlanDialog *self)
{
  self->chance_typed = TRUE;
  edited_cb (self);
}

static void
find_cb (UiPlanDialog *self)
{
  gboolean find_power = gtk_drop_down_get_selected (self->find) == FIND_POWER;

  gtk_widget_set_visible (GTK_WIDGET (self->patients), find_power);
  gtk_widget_set_visible (GTK_WIDGET (self->power), !find_power);
  edited_cb (self);
}

/* --- the answer ------------------------------------------------------------------------------- */

/* What is known of the first group, beside what is typed. A trial counts who stops as without a
 * live birth: the conservative estimate, whatever the page shows. */
static void
fill_chance (UiPlanDialog *self)
{
  const AnalysisGroup *all = &self->answer->overall;
  guint k = CLAMP (self->k, 1, MAX (all->n, 1));
  double chance = ui_figures_at (all, all->conservative, k);
  g_autofree char *percent = report_percent (chance, 1);
  /* Translators: a percentage, a transfer's number, the name of an estimate. */
  g_autofree char *note = g_strdup_printf (
      _("In this register %s after transfer %u: %s, since a trial counts those who stop as without "
        "a live birth."),
      percent, k, report_estimator_name (ANALYSIS_ESTIMATOR_CONSERVATIVE));

  ui_number_entry_set_note (self->chance_a, isnan (chance) ? NULL : note);
  if (!self->chance_typed && !isnan (chance))
    ui_number_entry_set_typed (self->chance_a, CLAMP (round (100 * chance), 1, 99));
}

/* Any of the register's transfers; at first that of the read-out. */
static void
fill_transfers (UiPlanDialog *self)
{
  guint n = self->answer->overall.n, chosen = gtk_drop_down_get_selected (self->transfers);
  g_autoptr (GtkStringList) numbers = gtk_string_list_new (NULL);
  g_autofree char *note = g_strdup_printf (
      ngettext ("This register has %u transfer.", "This register has up to %u transfers.", n), n);

  for (guint i = 1; i <= n; i++)
    gtk_string_list_take (numbers, g_strdup_printf ("%u", i));
  gtk_drop_down_set_model (self->transfers, G_LIST_MODEL (numbers));
  if (n > 0)
    gtk_drop_down_set_selected (self->transfers, chosen != GTK_INVALID_LIST_POSITION
                                                     ? MIN (chosen, n - 1)
                                                     : CLAMP (self->k, 1, n) - 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->transfers), n > 0);
  gtk_label_set_text (self->transfers_note, note);
}

/* Whose rates these are. */
static void
say_source (UiPlanDialog *self)
{
  const AnalysisAnswer *answer = self->answer;
  gulong n = (gulong) answer->overall.n_patients;
  g_autofree char *synthetic = session_register_synthetic_note (self->reg);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("Rates come from the %lu patient that the Curves page "
                                          "asks about.",
                                          "Rates come from the %lu patients that the Curves page "
                                          "asks about.", n), n);
  if (answer->question->where != NULL)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("Filter: %s."), answer->question->where);
    }
  if (answer->question->by != NULL)
    g_string_append_printf (text, " %s", _("It compares groups; here they are taken together."));
  g_string_append_printf (text, "\n%s", report_plan_caution ());
  if (synthetic != NULL)
    g_string_append_printf (text, "\n%s", synthetic);
  gtk_label_set_text (self->source, text->str);
  g_string_free (text, TRUE);
}

static void
set_answer (UiPlanDialog   *self,
            AnalysisAnswer *answer) /* taken; NULL: none */
{
  g_clear_pointer (&self->answer, analysis_answer_unref);
  self->answer = answer;
  if (answer != NULL)
    {
      self->filling = TRUE;
      fill_chance (self);
      fill_transfers (self);
      self->filling = FALSE;
      say_source (self);
    }
  edited_cb (self);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (UiPlanDialog) self = data;
  g_autoptr (GError) error = NULL;
  AnalysisAnswer *answer = session_register_ask_finish (SESSION_REGISTER (source), result, &error);

  /* An answer of another dataset, or of a window that was closed. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&answer, analysis_answer_unref);
      return;
    }
  g_clear_object (&self->cancellable);
  if (error != NULL)
    self->refusal = g_strdup (error->message);
  set_answer (self, answer);
}

/* What is there now is of another dataset. */
static void
dataset_changed_cb (UiPlanDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->refusal, g_free);
  set_answer (self, NULL);
  if (session_register_dataset (self->reg) == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  session_register_ask_async (self->reg, self->question, self->cancellable, answered_cb,
                              g_object_ref (self));
}

static void
state_changed_cb (UiPlanDialog *self)
{
  if (self->answer == NULL)
    edited_cb (self);
}

GtkWidget *
ui_plan_dialog_new (GtkWindow              *parent,
                    SessionRegister        *reg,
                    const AnalysisQuestion *question,
                    guint                   k)
{
  UiPlanDialog *self = g_object_new (UI_TYPE_PLAN_DIALOG, "transient-for", parent, NULL);

  self->reg = g_object_ref (reg);
  self->question = analysis_question_copy (question);
  self->k = k;
  g_signal_connect_object (reg, "dataset-changed", G_CALLBACK (dataset_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (reg, "state-changed", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->filling = FALSE;
  dataset_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->chance_b));
  return GTK_WIDGET (self);
}

/* --- the class -------------------------------------------------------------------------------- */

/* What a card has done. */
static void
say_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  adw_toast_set_timeout (toast, 4);
  adw_toast_overlay_add_toast (UI_PLAN_DIALOG (widget)->toasts, toast);
}

/* Work that is under way holds its study, which wouldn't end it by itself. */
static void
ui_plan_dialog_dispose (GObject *object)
{
  UiPlanDialog *self = UI_PLAN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  for (guint part = 0; part < N_PARTS; part++)
    if (study_of (self, part) != NULL)
      ui_study_blank (study_of (self, part));
  if (self->reg != NULL)
    g_signal_handlers_disconnect_by_data (self->reg, self);
  g_clear_object (&self->reg);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_PLAN_DIALOG);
  G_OBJECT_CLASS (ui_plan_dialog_parent_class)->dispose (object);
}

static void
ui_plan_dialog_finalize (GObject *object)
{
  UiPlanDialog *self = UI_PLAN_DIALOG (object);

  g_clear_pointer (&self->answer, analysis_answer_unref);
  analysis_question_unref (self->question);
  g_free (self->refusal);
  G_OBJECT_CLASS (ui_plan_dialog_parent_class)->finalize (object);
}

static void
ui_plan_dialog_class_init (UiPlanDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_plan_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_plan_dialog_finalize;
  g_type_ensure (UI_TYPE_NUMBER_ENTRY);
  g_type_ensure (UI_TYPE_STUDY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-plan-dialog.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, UiPlanDialog, child)
  BIND (toasts);
  BIND (parts);
  BIND (chance_a);
  BIND (chance_b);
  BIND (odds_ratio);
  BIND (simulations);
  BIND (power);
  BIND (patients);
  BIND (alpha);
  BIND (ratio);
  BIND (drop_out);
  BIND (transfers);
  BIND (transfers_note);
  BIND (find);
  BIND (source);
  BIND (proportions_study);
  BIND (curves_study);
#undef BIND
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback_full (widget_class, "edited_cb", G_CALLBACK (edited_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "chance_edited_cb",
                                                G_CALLBACK (chance_edited_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "find_cb", G_CALLBACK (find_cb));
  gtk_widget_class_install_action (widget_class, "curves.say", "s", say_action);
}

static void
ui_plan_dialog_init (UiPlanDialog *self)
{
  self->filling = TRUE; /* until there is a register */
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint part = 0; part < N_PARTS; part++)
    ui_study_set_client (study_of (self, part), &client, self);
  ui_number_entry_set_typed (self->alpha, 0.05);
  ui_number_entry_set_typed (self->power, 80);
  ui_number_entry_set_typed (self->ratio, 1);
  ui_number_entry_set_typed (self->drop_out, 0);
  ui_number_entry_set_typed (self->simulations, SIMULATIONS);
  find_cb (self);
}
