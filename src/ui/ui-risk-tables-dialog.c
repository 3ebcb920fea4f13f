/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Widgets to options, the tables of them made in a worker, and their file. */
#include "ui-risk-tables-dialog.h"

#include <glib/gi18n-lib.h>

#include "analysis-centre.h"
#include "report-curve.h"
#include "report-pool.h"
#include "ui-drop-down.h"
#include "ui-group-choice.h"

#define SUFFIX ".json"

/* What was made: the file, and what is said of it. */
typedef struct
{
  GBytes *bytes;
  char *text;
  const char *note; /* what to think of; NULL: nothing */
} Tables;

struct _UiRiskTablesDialog
{
  AdwWindow parent_instance;

  /* Template children */
  AdwEntryRow *name;
  GtkSpinButton *smallest;
  GtkAdjustment *smallest_adjustment;
  GtkDropDown *strata, *leavers;
  GtkLabel *question_note, *preview, *message;
  GtkSpinner *spinner;
  GtkWidget *save_button;

  /* Owned */
  SessionRegister *reg; /* NULL: it isn't set up yet */
  AnalysisQuestion *question;
  GPtrArray *strata_values;
  GCancellable *cancellable; /* of what is asked; NULL: nothing is */
  Tables *tables;            /* of what is chosen; NULL: none yet, or none can be made */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (UiRiskTablesDialog, ui_risk_tables_dialog, ADW_TYPE_WINDOW)

static guint exported_signal;

/* --- in the worker ---------------------------------------------------------------------------- */

typedef struct
{
  char *name, *strata, *synthetic_note;
  AnalysisCentreOptions options; /* its texts are those */
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->name);
  g_free (asked->strata);
  g_free (asked->synthetic_note);
  g_free (asked);
}

static void
tables_free (gpointer data)
{
  Tables *tables = data;

  g_bytes_unref (tables->bytes);
  g_free (tables->text);
  g_free (tables);
}

static const char *
note_of (const AnalysisCentre *centre)
{
  if (centre->smallest_cell == 1)
    return _("With a smallest cell of 1 a count can be of one patient. Choose 3 or more, unless "
             "those who get the file may know of each.");
  if (!centre->together && analysis_centre_is_merged (centre))
    return _("Merged transfers have one rate and no curve between them. Fewer may be merged where "
             "those who left without the event are told in one count.");
  return NULL;
}

static gpointer
run (AnalysisCohort         *cohort,
     const AnalysisQuestion *question,
     const gint             *cancelled,
     gpointer                data,
     GError                **error)
{
  const Asked *asked = data;
  g_autoptr (AnalysisCentre) centre
    = analysis_centre_new (cohort, question, &asked->options, error);
  GBytes *bytes = centre != NULL ? report_centre_file (centre, error) : NULL;
  Tables *tables;

  if (bytes == NULL)
    return NULL;
  tables = g_new0 (Tables, 1);
  tables->bytes = bytes;
  tables->text = g_strchomp (report_centre_text (centre));
  tables->note = note_of (centre);
  return tables;
}

/* --- writing the widgets ---------------------------------------------------------------------- */

/* sentence: what is wrong or still needed; NULL: nothing. */
static void
update (UiRiskTablesDialog *self,
        const char         *sentence)
{
  const char *needed[] = { "dim-label", NULL }, *warning[] = { "message-card", NULL };
  gboolean asking = self->cancellable != NULL;

  if (!asking)
    gtk_label_set_text (self->preview, self->tables != NULL ? self->tables->text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->preview), asking || self->tables != NULL);
  gtk_widget_set_opacity (GTK_WIDGET (self->preview), asking ? 0.4 : 1);
  /* Of a name that isn't there yet it is said what it is for. */
  if (*gtk_editable_get_text (GTK_EDITABLE (self->name)) == '\0')
    gtk_widget_set_css_classes (GTK_WIDGET (self->message), needed);
  else
    gtk_widget_set_css_classes (GTK_WIDGET (self->message), warning);
  gtk_label_set_text (self->message, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), sentence != NULL);
  gtk_spinner_set_spinning (self->spinner, asking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), asking);
  gtk_widget_set_sensitive (self->save_button, self->tables != NULL);
}

/* --- asking ----------------------------------------------------------------------------------- */

static void
stop (UiRiskTablesDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->tables, tables_free);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (UiRiskTablesDialog) self = data;
  g_autoptr (GError) error = NULL;
  Tables *tables
    = session_register_study_finish (SESSION_REGISTER (source), result, NULL, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&tables, tables_free);
      return;
    }
  stop (self);
  self->tables = tables;
  update (self, tables != NULL ? tables->note : error->message);
}

static void
ask (UiRiskTablesDialog *self)
{
  g_autoptr (GError) error = NULL;
  const char *more[] = { NULL, NULL };
  Asked *asked;

  if (self->reg == NULL)
    return;
  stop (self);
  asked = g_new0 (Asked, 1);
  asked->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  asked->strata = g_strdup (ui_group_choice_get (self->strata, self->strata_values));
  asked->synthetic_note = session_register_synthetic_note (self->reg);
  asked->options = (AnalysisCentreOptions) {
    .name = asked->name,
    .strata = asked->strata,
    .smallest_cell = (guint) gtk_spin_button_get_value_as_int (self->smallest),
    .together = gtk_drop_down_get_selected (self->leavers) == 1,
    .synthetic_note = asked->synthetic_note
  };
  if (!analysis_centre_check_options (&asked->options, &error))
    {
      asked_free (asked);
      update (self, error->message);
      return;
    }
  more[0] = asked->strata;
  self->cancellable = g_cancellable_new ();
  session_register_study_async (self->reg, self->question, more, run, tables_free, asked,
                                asked_free, self->cancellable, made_cb, g_object_ref (self));
  update (self, NULL);
}

/* --- the file --------------------------------------------------------------------------------- */

gboolean
ui_risk_tables_dialog_write (UiRiskTablesDialog *self,
                             const char         *path)
{
  gboolean whole = g_str_has_suffix (path, SUFFIX);
  g_autofree char *full = g_strconcat (path, whole ? "" : SUFFIX, NULL);
  g_autofree char *name = g_filename_display_basename (full);
  g_autoptr (GError) error = NULL;

  if (self->tables == NULL)
    return FALSE;
  /* The file chooser has asked before a file is replaced, if it knew its whole name. */
  if (session_write_file (full, self->tables->bytes, whole, &error))
    {
      g_signal_emit (self, exported_signal, 0, name);
      return TRUE;
    }
  update (self, error->message);
  return FALSE;
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           gpointer         data)
{
  UiRiskTablesDialog *self = data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && ui_risk_tables_dialog_write (self, path))
    gtk_window_close (GTK_WINDOW (self));
}

static void
save_cb (UiRiskTablesDialog *self)
{
  g_autofree char *centre = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  g_autofree char *name = g_strdup_printf (_("%s-risk-tables.json"),
                                           g_strdelimit (g_strstrip (centre), "/\\:", '-'));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Save Risk Tables"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                               _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_risk_tables_dialog_dispose (GObject *object)
{
  UiRiskTablesDialog *self = UI_RISK_TABLES_DIALOG (object);

  stop (self);
  g_clear_object (&self->chooser);
  g_clear_object (&self->reg);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RISK_TABLES_DIALOG);
  G_OBJECT_CLASS (ui_risk_tables_dialog_parent_class)->dispose (object);
}

static void
ui_risk_tables_dialog_finalize (GObject *object)
{
  UiRiskTablesDialog *self = UI_RISK_TABLES_DIALOG (object);

  g_clear_pointer (&self->question, analysis_question_unref);
  g_clear_pointer (&self->strata_values, g_ptr_array_unref);
  G_OBJECT_CLASS (ui_risk_tables_dialog_parent_class)->finalize (object);
}

static void
ui_risk_tables_dialog_class_init (UiRiskTablesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_risk_tables_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_risk_tables_dialog_finalize;
  exported_signal = g_signal_new ("exported", UI_TYPE_RISK_TABLES_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/natality/Natality/ui-risk-tables-dialog.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, UiRiskTablesDialog, child)
  BIND (name);
  BIND (smallest);
  BIND (smallest_adjustment);
  BIND (strata);
  BIND (leavers);
  BIND (question_note);
  BIND (preview);
  BIND (message);
  BIND (spinner);
  BIND (save_button);
#undef BIND
  gtk_widget_class_bind_template_callback_full (widget_class, "ask", G_CALLBACK (ask));
  gtk_widget_class_bind_template_callback_full (widget_class, "save_cb", G_CALLBACK (save_cb));
}

static void
ui_risk_tables_dialog_init (UiRiskTablesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_adjustment_set_upper (self->smallest_adjustment, ANALYSIS_SMALLEST_CELL_MAX);
  gtk_spin_button_set_value (self->smallest, ANALYSIS_SMALLEST_CELL);
  ui_drop_down_make_searchable (self->strata);
  ui_drop_down_shorten (self->strata);
}

/* Which figures' tables they are. (transfer full) */
static char *
question_note (const AnalysisAnswer *answer)
{
  g_autofree char *groups = report_groups_line (answer);
  GString *note = g_string_new (_("The tables are those of the question on the Curves page."));

  if (groups != NULL)
    g_string_append_printf (note, " %s.", groups);
  else
    g_string_append_printf (note, " %s", _("It has no groups, so nothing can be compared: choose "
                                           "what to group by there first, if it is to be."));
  if (answer->question->where != NULL)
    {
      g_autofree char *filter = g_strdup_printf (_("Filter: %s."), answer->question->where);

      g_string_append_printf (note, " %s", filter);
    }
  return g_string_free (note, FALSE);
}

UiRiskTablesDialog *
ui_risk_tables_dialog_new (GtkWindow            *parent,
                           SessionRegister      *reg,
                           const AnalysisAnswer *answer)
{
  UiRiskTablesDialog *self
    = g_object_new (UI_TYPE_RISK_TABLES_DIALOG, "transient-for", parent, NULL);
  g_autofree char *note = question_note (answer);

  self->strata_values = ui_group_choice_fill (self->strata, session_register_dictionary (reg),
                                              _("none"));
  gtk_label_set_text (self->question_note, note);
  self->question = analysis_question_copy (answer->question);
  self->reg = g_object_ref (reg);
  g_signal_connect_object (reg, "dataset-changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  ask (self);
  return self;
}
