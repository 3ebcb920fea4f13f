/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions that a person must answer before something goes on. */
#include "ui-dialogs.h"

#include <glib/gi18n-lib.h>

#include "model-value.h"
#include "ui-text.h"

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

/* --- conflicts -------------------------------------------------------------------------------- */

/* The transfer that a row belongs to; 0: none. */
static gint64
transfer_of (const ModelRecord   *record,
             const ModelConflict *conflict)
{
  const ModelRow *row = model_record_find (record, conflict->table, conflict->key);

  if (conflict->table == MODEL_TABLE_TRANSFER)
    return conflict->key;
  if (row != NULL
      && (conflict->table == MODEL_TABLE_EMBRYO || conflict->table == MODEL_TABLE_INFUSION
          || conflict->table == MODEL_TABLE_TRANSFER_OUTCOME
          || conflict->table == MODEL_TABLE_CHILD))
    return row->parent;
  return 0;
}

/* "Transfer 2: Weight"; of a row, "Transfer 2". (transfer full) */
static char *
conflict_name (const ModelRecord   *record,
               const ModelConflict *conflict)
{
  gint64 transfer = transfer_of (record, conflict);
  g_autofree char *row = NULL;
  g_autofree char *caption =
      conflict->field != NULL ? ui_text_caption (conflict->field, FALSE) : NULL;

  if (conflict->table == MODEL_TABLE_TRANSFER)
    row = g_strdup_printf (_("Transfer %u"), ui_text_transfer_number (record, transfer));
  else if (transfer != 0)
    row = g_strdup_printf (_("Transfer %u, %s"), ui_text_transfer_number (record, transfer),
                           _ (model_table_label (conflict->table)));
  else
    row = g_strdup (_ (model_table_label (conflict->table)));
  return caption != NULL ? g_strdup_printf (C_ ("row, field", "%s: %s"), row, caption)
                         : g_steal_pointer (&row);
}

/* As it is shown, or as typed where it isn't understood. (transfer full) */
static char *
conflict_value (ModelDictionary     *dictionary,
                const ModelRecord   *record,
                const ModelConflict *conflict,
                const char          *value)
{
  const ModelRow *row = model_record_find (record, conflict->table, conflict->key);
  const ModelField *field = row != NULL
                                ? model_row_value_field (dictionary, row, conflict->field)
                                : conflict->field;
  g_autofree char *canonical = NULL;

  if (value == NULL || value[0] == '\0')
    return g_strdup (_("not asked"));
  if (!model_value_check (field, value, FALSE, &canonical, NULL))
    return g_strdup (value);
  return model_value_to_display (field, canonical);
}

static void
attach (GtkGrid    *grid,
        int         column,
        int         row,
        const char *text,
        const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* A short text needs one line, whatever width is asked about: no room is kept for more. */
  gtk_label_set_width_chars (GTK_LABEL (label), MIN ((int) g_utf8_strlen (text, 24), 24));
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_lines (GTK_LABEL (label), 6);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

static GtkWidget *
conflict_grid (ModelDictionary   *dictionary,
               const ModelRecord *record,
               const GPtrArray   *conflicts)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  attach (GTK_GRID (grid), 1, 0, _("Yours"), "heading");
  attach (GTK_GRID (grid), 2, 0, _("Saved meanwhile"), "heading");
  for (guint i = 0; i < conflicts->len; i++)
    {
      const ModelConflict *conflict = conflicts->pdata[i];
      g_autofree char *name = conflict_name (record, conflict);
      g_autofree char *mine = NULL;
      g_autofree char *theirs = NULL;

      if (conflict->field != NULL)
        {
          mine = conflict_value (dictionary, record, conflict, conflict->mine);
          theirs = conflict_value (dictionary, record, conflict, conflict->theirs);
        }
      attach (GTK_GRID (grid), 0, (int) i + 1, name, "dim-label");
      attach (GTK_GRID (grid), 1, (int) i + 1, mine != NULL ? mine : _("changed"), NULL);
      attach (GTK_GRID (grid), 2, (int) i + 1, theirs != NULL ? theirs : _("archived"), NULL);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  return scroller;
}

void
ui_dialog_conflicts (GtkWidget         *parent,
                     ModelDictionary   *dictionary,
                     const ModelRecord *record,
                     const GPtrArray   *conflicts,
                     UiAnswerFunc       func,
                     gpointer           user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (
      window_of (parent), _ ("Somebody else changed it too"),
      _ ("Nothing is lost yet. If you keep yours, the other stays in the history; if you take the "
         "other, what you typed here goes."));

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog),
                                      conflict_grid (dictionary, record, conflicts));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Decide Later"),
                                    "discard", _ ("_Take the Other"), "save", _ ("_Keep Yours"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  ask (dialog, func, user_data);
  gtk_window_present (GTK_WINDOW (dialog));
}
