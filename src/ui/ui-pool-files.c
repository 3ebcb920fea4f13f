/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-pool-files.h"

#include <glib/gi18n-lib.h>

#include "session-pool.h"
#include "ui-figures.h"

static void
add_line (GtkWidget  *card,
          const char *text,
          const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), UI_FIGURES_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  if (g_strcmp0 (css, "caption") == 0)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (card), label);
}

static GtkWidget *
head_new (const char *name,
          guint       i)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *tip = g_strdup_printf (_("Remove %s"), name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, name);
  gtk_widget_add_css_class (label, "figures-title");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "figures-button");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "pool.remove");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), button);
  return head;
}

static void
add_centre (GtkWidget            *card,
            const AnalysisCentre *centre,
            const char           *file)
{
  gulong n = (gulong) analysis_centre_patients (centre);
  gulong births = (gulong) analysis_centre_births (centre);
  g_autofree char *patients
    = g_strdup_printf (ngettext ("%lu patient", "%lu patients", n), n);
  g_autofree char *events
    = g_strdup_printf (centre->question->event == ANALYSIS_EVENT_LIVE_BIRTH
                           ? ngettext ("%lu live birth", "%lu live births", births)
                           : ngettext ("%lu event", "%lu events", births),
                       births);
  g_autofree char *counts = g_strdup_printf ("%s, %s", patients, events);
  g_autofree char *day = centre->cut != BASE_DAY_NONE
                             ? base_date_to_display (base_date_from_day (centre->cut))
                             : NULL;
  /* Translators: a day, the name of a file. */
  g_autofree char *where = day != NULL ? g_strdup_printf (_("Data cut %s · %s"), day, file)
                                       : g_strdup_printf (_("No data cut is told · %s"), file);

  add_line (card, counts, NULL);
  add_line (card, where, "caption");
  if (centre->synthetic_note != NULL)
    add_line (card, centre->synthetic_note, "caption");
}

static GtkWidget *
card_new (const SessionPoolFile *file,
          guint                  i)
{
  g_autofree char *name = g_filename_display_basename (file->path);
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gboolean pooled = file->centre != NULL && file->refusal == NULL;

  gtk_widget_add_css_class (card, pooled || file->refusal == NULL ? "row-card" : "message-card");
  gtk_widget_add_css_class (card, "padded");
  gtk_box_append (GTK_BOX (card), head_new (pooled ? file->centre->name : name, i));
  if (pooled)
    add_centre (card, file->centre, name);
  else if (file->refusal != NULL)
    {
      add_line (card, _("Not pooled"), "figure-name");
      add_line (card, file->refusal, NULL);
    }
  else
    add_line (card, _("Reading…"), "caption");
  return card;
}

void
ui_pool_files_fill (GtkBox          *box,
                    const GPtrArray *files)
{
  ui_figures_clear (box);
  for (guint i = 0; i < files->len; i++)
    gtk_box_append (box, card_new (g_ptr_array_index (files, i), i));
}
