/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog that enters a new patient: code, month of birth, referral date, checked as they are
 * typed, and kept until she is saved or the dialog is cancelled. */
#include <glib/gi18n-lib.h>

#include "base-clock.h"
#include "ui-dialogs.h"

#define N_FIELDS 3

typedef struct
{
  SessionRegister *reg;
  ModelDraft *draft;
  SessionDraft *kept;
  GtkWidget *dialog;
  GtkWidget *parent;
  GtkWidget *entries[N_FIELDS];
  GtkWidget *messages[N_FIELDS];
  const ModelField *fields[N_FIELDS];
  UiNewPatientFunc func;
  gpointer user_data;
} NewPatient;

static const char *const ids[N_FIELDS] = { "code", "birth_month", "referral_date" };

static void present (NewPatient *self, const char *trouble);

static void
finish (NewPatient *self,
        gint64      patient)
{
  session_draft_close (self->kept);
  self->func (patient, self->user_data);
  g_object_unref (self->kept);
  g_clear_pointer (&self->draft, model_draft_free);
  g_object_unref (self->reg);
  g_object_unref (self->parent);
  g_free (self);
}

static gint64
place (NewPatient *self)
{
  return ((const ModelRow *) g_ptr_array_index (
              model_draft_record (self->draft)->rows[MODEL_TABLE_PATIENT], 0))
      ->key;
}

static void
update (NewPatient *self)
{
  g_autoptr (GPtrArray) issues = model_draft_check (self->draft);
  gboolean good = TRUE;

  for (guint f = 0; f < N_FIELDS; f++)
    {
      const char *message = NULL;
      gboolean empty = gtk_editable_get_text (GTK_EDITABLE (self->entries[f]))[0] == '\0';

      for (guint i = 0; i < issues->len; i++)
        {
          const ModelIssue *issue = g_ptr_array_index (issues, i);

          if (issue->table == MODEL_TABLE_PATIENT && issue->field == self->fields[f]
              && issue->kind == MODEL_ISSUE_HARD)
            message = issue->message;
        }
      good &= message == NULL;
      if (empty)
        message = NULL;
      gtk_label_set_text (GTK_LABEL (self->messages[f]), message != NULL ? message : "");
      gtk_widget_set_visible (self->messages[f], message != NULL);
    }
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self->dialog), "save", good);
}

/* A code that was only proposed isn't typed. */
static gboolean
is_typed (NewPatient *self)
{
  const char *proposed = g_object_get_data (G_OBJECT (self->entries[0]), "proposed");

  for (guint f = 0; f < N_FIELDS; f++)
    {
      const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entries[f]));

      if (text[0] != '\0' && (f > 0 || g_strcmp0 (text, proposed) != 0))
        return TRUE;
    }
  return FALSE;
}

static void
changed_cb (GtkEditable *entry,
            NewPatient  *self)
{
  for (guint f = 0; f < N_FIELDS; f++)
    if (GTK_WIDGET (entry) == self->entries[f])
      model_draft_set_typed (self->draft, MODEL_TABLE_PATIENT, place (self), self->fields[f],
                             gtk_editable_get_text (entry));
  if (is_typed (self))
    session_draft_keep (self->kept, self->draft);
  else
    session_draft_drop (self->kept);
  update (self);
}

/* What was refused stands in the dialog again, with the reason. */
static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  NewPatient *self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 patient = 0;

  if (!session_register_save_finish (SESSION_REGISTER (source), result, &patient, NULL, &error))
    {
      present (self, error->message);
      return;
    }
  session_draft_drop (self->kept);
  finish (self, patient);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  NewPatient *self = user_data;

  /* It goes now, and may outlive what finish() frees. */
  g_signal_handlers_disconnect_by_data (dialog, self);
  self->dialog = NULL;
  if (!g_str_equal (response, "save"))
    {
      /* Who closes it because it can't be added here and now means to go on later. */
      if (session_register_is_writable (self->reg))
        session_draft_drop (self->kept);
      finish (self, 0);
      return;
    }
  session_draft_flush (self->kept);
  session_register_save_async (self->reg, self->draft, _ ("New patient"), NULL, NULL, saved_cb,
                               self);
}

/* Without an answer, with the window: what was typed stays kept. */
static void
destroyed_cb (GtkWidget  *dialog,
              NewPatient *self)
{
  if (self->dialog != dialog)
    return;
  self->dialog = NULL;
  finish (self, 0);
}

/* "RPL-0052" makes "RPL-0053"; a code without a number, nothing. (transfer full) */
static char *
next_code (const char *code)
{
  gsize end = strlen (code), start = end;
  guint64 number;

  while (start > 0 && g_ascii_isdigit (code[start - 1]))
    start--;
  if (start == end || end - start > 12)
    return NULL;
  number = g_ascii_strtoull (code + start, NULL, 10) + 1;
  return g_strdup_printf ("%.*s%0*" G_GUINT64_FORMAT, (int) start, code, (int) (end - start),
                          number);
}

static void
codes_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWidget) entry = GTK_WIDGET (user_data);
  g_autoptr (GArray) patients =
      session_register_list_finish (SESSION_REGISTER (source), result, NULL);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *code = NULL;

  /* The dialog may be closed by now. */
  if (patients == NULL || gtk_widget_get_root (entry) == NULL
      || gtk_editable_get_text (GTK_EDITABLE (entry))[0] != '\0')
    return;
  if (patients->len > 0)
    rows =
        session_register_list_rows (SESSION_REGISTER (source), (const gint32 *) patients->data, 1);
  if (rows != NULL && rows->len > 0)
    code = next_code (((const SessionListRow *) g_ptr_array_index (rows, 0))->code);
  else if (patients->len == 0)
    code = g_strdup ("RPL-0001");
  if (code == NULL)
    return;
  g_object_set_data_full (G_OBJECT (entry), "proposed", g_strdup (code), g_free);
  gtk_editable_set_text (GTK_EDITABLE (entry), code);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
}

static void
next_cb (GtkEntry *entry)
{
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (entry))),
                          GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
message_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, "error");
  gtk_widget_add_css_class (label, "caption");
  return label;
}

static void
add_field (NewPatient *self,
           GtkWidget  *box,
           guint       f)
{
  g_autofree char *text =
      model_draft_get_text (self->draft, MODEL_TABLE_PATIENT, place (self), self->fields[f]);
  GtkWidget *caption = gtk_label_new (_ (self->fields[f]->label));

  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_set_margin_top (caption, f > 0 ? 8 : 0);
  gtk_widget_add_css_class (caption, "field-caption");
  self->entries[f] = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (self->entries[f]), text);
  gtk_widget_set_tooltip_text (self->entries[f], _ (self->fields[f]->help));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entries[f]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->fields[f]->label), -1);
  if (f == N_FIELDS - 1)
    gtk_entry_set_activates_default (GTK_ENTRY (self->entries[f]), TRUE);
  else
    g_signal_connect (self->entries[f], "activate", G_CALLBACK (next_cb), NULL);
  self->messages[f] = message_label ();
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), self->entries[f]);
  gtk_box_append (GTK_BOX (box), self->messages[f]);
  g_signal_connect (self->entries[f], "changed", G_CALLBACK (changed_cb), self);
}

static void
present (NewPatient *self,
         const char *trouble)
{
  GtkRoot *root = gtk_widget_get_root (self->parent);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         _ ("New Patient"), NULL);
  for (guint f = 0; f < N_FIELDS; f++)
    add_field (self, box, f);
  if (trouble != NULL)
    {
      GtkWidget *label = message_label ();

      gtk_label_set_text (GTK_LABEL (label), trouble);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entries[1]),
                                  _ ("Month and year, such as 3.1979"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entries[2]),
                                  _ ("Day, such as 9.3.2011; may be partial"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self->dialog), box);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (self->dialog), "cancel", _ ("_Cancel"),
                                    "save", _ ("_Add"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (self->dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (self->dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (self->dialog), "cancel");
  g_signal_connect (self->dialog, "response", G_CALLBACK (response_cb), self);
  g_signal_connect (self->dialog, "destroy", G_CALLBACK (destroyed_cb), self);
  update (self);
  gtk_window_present (GTK_WINDOW (self->dialog));
  gtk_widget_grab_focus (self->entries[0]);
}

void
ui_dialog_new_patient (GtkWidget        *parent,
                       SessionRegister  *reg,
                       SessionDraft     *kept,
                       UiNewPatientFunc  func,
                       gpointer          user_data)
{
  ModelDictionary *dictionary = session_register_dictionary (reg);
  g_autoptr (GError) error = NULL;
  ModelDraft *draft = kept != NULL ? session_draft_restore (kept, reg, &error)
                                   : model_draft_new (dictionary, NULL, base_today ());
  NewPatient *self;

  if (draft == NULL)
    {
      ui_dialog_message (parent, _("It can’t be gone on with"), error->message);
      func (0, user_data);
      return;
    }
  self = g_new0 (NewPatient, 1);
  self->reg = g_object_ref (reg);
  self->parent = g_object_ref (parent);
  self->func = func;
  self->user_data = user_data;
  self->draft = draft;
  self->kept = kept != NULL ? g_object_ref (kept) : session_draft_new (reg);
  for (guint f = 0; f < N_FIELDS; f++)
    self->fields[f] = model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, ids[f]);
  present (self, NULL);
  if (kept == NULL)
    session_register_list_async (reg, "", SESSION_SORT_CODE, TRUE, TRUE, NULL, codes_cb,
                                 g_object_ref (self->entries[0]));
}
