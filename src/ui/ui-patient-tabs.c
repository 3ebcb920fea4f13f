/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which table stands in which tab of a patient's page. */
#include "ui-patient-tabs.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"
#include "ui-form.h"
#include "ui-history-popover.h"
#include "ui-text.h"

#define MAX_CHANGES 200

static GtkWidget *
tab_box (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_widget_add_css_class (box, "tab-content");
  return box;
}

static GtkWidget *
section (const char *title,
         GtkWidget  *content)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (content, "row-card");
  gtk_widget_add_css_class (content, "padded");
  gtk_box_append (GTK_BOX (box), content);
  return box;
}

static void
enter_identity_cb (GtkWidget *button,
                   UiEditor  *editor)
{
  GtkWidget *box = gtk_widget_get_ancestor (button, GTK_TYPE_BOX);
  GtkWidget *form;

  ui_editor_add_row (editor, MODEL_TABLE_IDENTITY, 0);
  form = ui_form_new (editor, MODEL_TABLE_IDENTITY, 1, UI_FORM_WHOLE, NULL);
  gtk_box_remove (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), form);
  ui_form_focus_first (UI_FORM (form));
}

static GtkWidget *
identity (UiEditor *editor)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button;

  if (ui_editor_row (editor, MODEL_TABLE_IDENTITY, 1) != NULL)
    {
      gtk_box_append (GTK_BOX (box),
                      ui_form_new (editor, MODEL_TABLE_IDENTITY, 1, UI_FORM_WHOLE, NULL));
      return section (_("Identity (kept apart from the record, never analysed)"), box);
    }
  button = gtk_button_new_with_label (ui_text_add_label (MODEL_TABLE_IDENTITY));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  ui_form_follow_writable (button, editor);
  gtk_widget_add_css_class (button, "small-button");
  g_signal_connect_object (button, "clicked", G_CALLBACK (enter_identity_cb), editor, 0);
  gtk_box_append (GTK_BOX (box), button);
  return section (_("Identity (kept apart from the record, never analysed)"), box);
}

static GtkWidget *
background (UiEditor *editor)
{
  GtkWidget *box = tab_box ();

  gtk_box_append (GTK_BOX (box),
                  section (_ ("At referral"),
                           ui_form_new (editor, MODEL_TABLE_PATIENT, 1, UI_FORM_WHOLE, NULL)));
  gtk_box_append (
      GTK_BOX (box),
      ui_row_list_new (
          editor, MODEL_TABLE_PARTNER, _ ("Partners"),
          _ ("No partner is entered. Each partner in treatment has a code of their own.")));
  gtk_box_append (GTK_BOX (box), identity (editor));
  return box;
}

static GtkWidget *
lists (UiEditor   *editor,
       ModelTable  table,
       const char *title,
       const char *empty)
{
  GtkWidget *box = tab_box ();

  gtk_box_append (GTK_BOX (box), ui_row_list_new (editor, table, title, empty));
  return box;
}

static GtkWidget *
history_row (const SessionHistoryEntry *entry)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *when = base_utc_to_display (entry->utc);
  g_autofree char *what = entry->reason != NULL && entry->reason[0] != '\0'
                              ? g_strdup_printf ("%s — %s", entry->label, entry->reason)
                              : g_strdup (entry->label);
  const char *texts[] = { when, entry->actor, what };
  const int widths[] = { 18, 14, -1 };

  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *label = gtk_label_new (texts[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), widths[i]);
      gtk_widget_set_hexpand (label, i == 2);
      if (i < 2)
        gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (row), label);
    }
  gtk_widget_add_css_class (row, "history-row");
  return row;
}

void
ui_patient_tabs_fill_history (GtkStack *tabs,
                              UiEditor *editor)
{
  GtkWidget *box = gtk_stack_get_child_by_name (tabs, "history");
  GtkWidget *child, *card;
  g_autoptr (GPtrArray) changes = NULL;

  if (box == NULL || ui_editor_register (editor) == NULL)
    return;
  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  changes = session_register_changes (ui_editor_register (editor), ui_editor_patient (editor),
                                      MAX_CHANGES, NULL);
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (card, "row-card");
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    gtk_box_append (GTK_BOX (card), history_row (g_ptr_array_index (changes, i)));
  if (changes == NULL || changes->len == 0)
    {
      child = gtk_label_new (_ ("Nothing was changed yet. Every saved change of this patient will "
                                "stand here, with who made it and when."));
      gtk_widget_add_css_class (child, "dim-label");
      gtk_label_set_xalign (GTK_LABEL (child), 0);
      gtk_box_append (GTK_BOX (box), child);
      gtk_widget_set_visible (card, FALSE);
    }
  gtk_box_append (GTK_BOX (box), card);
}

static void
add_tab (GtkStack   *tabs,
         GtkWidget  *child,
         const char *name,
         const char *title)
{
  gtk_stack_add_titled (tabs, child, name, title);
}

UiRowList *
ui_patient_tabs_fill (GtkStack *tabs,
                      UiEditor *editor)
{
  GtkWidget *child, *box, *transfers;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (tabs))) != NULL)
    gtk_stack_remove (tabs, child);
  add_tab (tabs, background (editor), "background", _("Background"));
  add_tab (tabs,
           lists (editor, MODEL_TABLE_PREGNANCY,
                  _ ("Pregnancies without a transfer of this register"),
                  _ ("Pregnancies before referral, and those conceived without a transfer since, "
                     "stand here.")),
           "pregnancies", _ ("Pregnancies"));
  add_tab (
      tabs,
      lists (
          editor, MODEL_TABLE_INVESTIGATION, _ ("Tests"),
          _ ("Results of the work-up stand here: karyotypes, antibodies, uterus, and the rest.")),
      "work-up", _ ("Work-up"));
  box = tab_box ();
  transfers = ui_row_list_new (editor, MODEL_TABLE_TRANSFER, _("Transfers"),
                               _("No transfer yet. The first one opens the patient’s series."));
  gtk_box_append (GTK_BOX (box), transfers);
  gtk_box_append (GTK_BOX (box), ui_row_list_new (editor, MODEL_TABLE_CYCLE,
                                                  _ ("Cycles without a transfer"), _ ("None.")));
  gtk_box_append (GTK_BOX (box),
                  ui_row_list_new (editor, MODEL_TABLE_MEDICATION, _ ("Lasting medication"),
                                   _ ("None. What is given for a transfer stands with it.")));
  add_tab (tabs, box, "transfers", _("Transfers"));
  box = tab_box ();
  gtk_box_append (GTK_BOX (box),
                  ui_row_list_new (editor, MODEL_TABLE_FOLLOWUP, _ ("Follow-up"),
                                   _ ("Where she stands in treatment, and from when.")));
  gtk_box_append (GTK_BOX (box), ui_row_list_new (editor, MODEL_TABLE_ADVERSE_EVENT,
                                                  _ ("Adverse events"), _ ("None is entered.")));
  gtk_box_append (GTK_BOX (box), ui_row_list_new (editor, MODEL_TABLE_CONSENT, _ ("Consents"),
                                                  _ ("None is entered.")));
  add_tab (tabs, box, "follow-up", _("Follow-up"));
  add_tab (tabs, tab_box (), "history", _("History"));
  ui_patient_tabs_fill_history (tabs, editor);
  return UI_ROW_LIST (transfers);
}

/* --- finding a row's place -------------------------------------------------------------------- */

/* What stands within a transfer's form, as that transfer. */
static void
lead_to_transfer (UiEditor   *editor,
                  ModelTable *table,
                  gint64     *key)
{
  const ModelRecord *record = ui_editor_record (editor);
  const ModelRow *row = ui_editor_row (editor, *table, *key);
  double transfer = 0;

  if (row == NULL)
    return;
  if (*table == MODEL_TABLE_EMBRYO || *table == MODEL_TABLE_INFUSION
      || *table == MODEL_TABLE_TRANSFER_OUTCOME || *table == MODEL_TABLE_CHILD)
    transfer = (double) row->parent;
  else if (*table == MODEL_TABLE_MEDICATION)
    model_value_number (ui_text_value (ui_editor_dictionary (editor), row, "transfer"), &transfer);
  else if (*table == MODEL_TABLE_CYCLE)
    for (guint i = 0; i < record->rows[MODEL_TABLE_TRANSFER]->len; i++)
      {
        const ModelRow *other = record->rows[MODEL_TABLE_TRANSFER]->pdata[i];

        if (other->parent == *key)
          transfer = (double) other->key;
      }
  if (transfer == 0)
    return;
  *table = MODEL_TABLE_TRANSFER;
  *key = (gint64) transfer;
}

static UiRowList *
find_list (GtkWidget  *widget,
           ModelTable  table)
{
  UiRowList *found = NULL;

  if (UI_IS_ROW_LIST (widget) && ui_row_list_get_table (UI_ROW_LIST (widget)) == table)
    return UI_ROW_LIST (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child, table);
  return found;
}

void
ui_patient_tabs_show_typing (GtkStack *tabs,
                             UiEditor *editor)
{
  ModelTable table;
  gint64 key;

  if (!ui_editor_find_typing (editor, &table, &key))
    return;
  lead_to_transfer (editor, &table, &key);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (tabs)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      UiRowList *list = find_list (child, table);

      if (list == NULL && table != MODEL_TABLE_PATIENT && table != MODEL_TABLE_IDENTITY)
        continue;
      gtk_stack_set_visible_child (tabs, child);
      if (list != NULL)
        ui_row_list_open (list, key);
      return;
    }
}
