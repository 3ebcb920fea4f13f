/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions that a person must answer before something goes on. */
#include "ui-dialogs.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  UiAnswerFunc func;
  gpointer user_data;
  GtkEditable *entry;
} Question;

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question *question = user_data;
  UiAnswer answer = g_str_equal (response, "save")      ? UI_ANSWER_SAVE
                    : g_str_equal (response, "discard") ? UI_ANSWER_DISCARD
                                                        : UI_ANSWER_CANCEL;
  g_autofree char *text =
      question->entry != NULL ? g_strdup (gtk_editable_get_text (question->entry)) : NULL;

  g_signal_handlers_disconnect_by_data (dialog, question); /* it is answered once */
  question->func (answer, text, question->user_data);
  g_free (question);
}

static Question *
ask (GtkWidget    *dialog,
     UiAnswerFunc  func,
     gpointer      user_data)
{
  Question *question = g_new0 (Question, 1);

  question->func = func;
  question->user_data = user_data;
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  return question;
}

void
ui_dialog_unsaved (GtkWidget    *parent,
                   UiAnswerFunc  func,
                   gpointer      user_data)
{
  GtkWidget *dialog =
      adw_message_dialog_new (window_of (parent), _ ("Save what you typed?"),
                              _ ("This patient’s page has entries that aren’t saved yet."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  ask (dialog, func, user_data);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
reason_changed_cb (GtkEditable      *entry,
                   AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "save", text[0] != '\0');
}

void
ui_dialog_archive (GtkWidget    *parent,
                   const char   *what,
                   UiAnswerFunc  func,
                   gpointer      user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (window_of (parent), NULL, NULL);
  GtkWidget *entry = gtk_entry_new ();
  Question *question;

  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Archive %s?"), what);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _ ("Archived records count in no figure. They stay in the register, "
                                  "and this can be undone."));
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Reason"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Reason"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                    _ ("_Archive"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save", FALSE);
  g_signal_connect_object (entry, "changed", G_CALLBACK (reason_changed_cb), dialog, 0);
  question = ask (dialog, func, user_data);
  question->entry = GTK_EDITABLE (entry);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

void
ui_dialog_message (GtkWidget  *parent,
                   const char *heading,
                   const char *message)
{
  GtkWidget *dialog = adw_message_dialog_new (window_of (parent), heading, message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ui_dialog_conflict (GtkWidget             *parent,
                    const SessionConflict *conflict,
                    const char            *message)
{
  g_autofree char *body = NULL;
  const char *yours =
      conflict->yours != NULL && conflict->yours[0] != '\0' ? conflict->yours : _ ("not asked");
  const char *theirs =
      conflict->theirs != NULL && conflict->theirs[0] != '\0' ? conflict->theirs : _ ("not asked");

  body = g_strdup_printf (
      _ ("%s\n\n%s\nYours: %s\nSaved by somebody else: %s\n\nNothing of yours was saved yet; it is "
         "all still in "
         "the form. Discard to see what is saved, or change the field again and save."),
      message, conflict->field_label, yours, theirs);
  ui_dialog_message (parent, _("Somebody else changed the same"), body);
}
