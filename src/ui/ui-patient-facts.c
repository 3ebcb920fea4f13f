/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a patient beside her code, in a few chips. */
#include "ui-patient-facts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model-dataset.h"
#include "ui-text.h"

static void
add_chip (GtkBox     *chips,
          const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "chip");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (chips, label);
}

static char *
derived (UiEditor   *editor,
         const char *id)
{
  const ModelField *field =
      model_dictionary_find (ui_editor_dictionary (editor), MODEL_TABLE_PATIENT, id);

  return field != NULL
             ? model_derive (ui_editor_dictionary (editor), field, ui_editor_record (editor), 0,
                             ui_editor_as_of (editor),
                             session_register_gestation_limit (ui_editor_register (editor)))
             : NULL;
}

static void
add_losses (GtkBox   *chips,
            UiEditor *editor)
{
  g_autofree char *losses = derived (editor, "losses_before_referral");
  g_autofree char *after_art = derived (editor, "losses_after_art");
  g_autofree char *text = NULL;
  double n, m;

  if (!model_value_number (losses, &n))
    return;
  if (model_value_number (after_art, &m) && m > 0 && n > 0)
    text =
        g_strdup_printf (ngettext ("%d loss, %d after ART", "%d losses, %d after ART", (gulong) n),
                         (int) n, (int) m);
  else
    text = g_strdup_printf (ngettext ("%d loss", "%d losses", (gulong) n), (int) n);
  add_chip (chips, text, NULL);
}

static const char *
stage_class (SessionStage stage)
{
  switch (stage)
    {
    case SESSION_STAGE_IN_TREATMENT:
      return "stage-treatment";
    case SESSION_STAGE_PREGNANT:
      return "stage-pregnant";
    case SESSION_STAGE_DUE:
      return "stage-due";
    case SESSION_STAGE_LIVE_BIRTH:
      return "stage-birth";
    case SESSION_STAGE_NEW:
    case SESSION_STAGE_DISCONTINUED:
    case SESSION_N_STAGES:
    default:
      return "stage-stopped";
    }
}

void
ui_patient_facts_fill (GtkBox   *chips,
                       UiEditor *editor)
{
  gint32 patient = (gint32) ui_editor_patient (editor);
  g_autoptr (GPtrArray) rows =
      session_register_list_rows (ui_editor_register (editor), &patient, 1);
  const SessionListRow *row = rows != NULL && rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL;
  const ModelField *type =
      model_dictionary_find (ui_editor_dictionary (editor), MODEL_TABLE_PATIENT, "rpl_type");
  g_autofree char *rpl = derived (editor, "rpl_type");
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (chips))) != NULL)
    gtk_box_remove (chips, child);
  if (row != NULL && !isnan (row->age_years))
    {
      g_autofree char *age = g_strdup_printf (
          ngettext ("%d year", "%d years", (gulong) row->age_years), (int) row->age_years);

      add_chip (chips, age, NULL);
    }
  if (rpl != NULL && model_value_missing (rpl) == MODEL_MISSING_NONE)
    {
      g_autofree char *label = model_value_to_display (type, rpl);
      g_autofree char *lower = g_utf8_strdown (label, -1);

      add_chip (chips, lower, NULL);
    }
  add_losses (chips, editor);
  if (ui_editor_archived (editor) != 0)
    add_chip (chips, _("archived"), "stage-stopped");
  else if (row != NULL && row->stage < SESSION_N_STAGES)
    add_chip (chips, session_stage_label (row->stage), stage_class (row->stage));
}
