/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history of one field, in a popover. */
#include "ui-history-popover.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"

static GPtrArray *
entries_of (UiEditor         *editor,
            ModelTable        table,
            gint64            key,
            const ModelField *field)
{
  if (ui_editor_register (editor) == NULL || key <= 0)
    return NULL;
  return session_register_history (ui_editor_register (editor), table, ui_editor_patient (editor),
                                   key, field, NULL);
}

gboolean
ui_history_exists (UiEditor         *editor,
                   ModelTable        table,
                   gint64            key,
                   const ModelField *field)
{
  g_autoptr (GPtrArray) entries = entries_of (editor, table, key, field);

  /* The oldest entry is the row's own beginning. */
  return entries != NULL && entries->len > 1;
}

static GtkWidget *
cell (const char *text,
      gboolean    dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  if (dim)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static const char *
shown (const char *value)
{
  return value != NULL && value[0] != '\0' ? value : _("not asked");
}

GtkWidget *
ui_history_popover_new (UiEditor         *editor,
                        ModelTable        table,
                        gint64            key,
                        const ModelField *field)
{
  g_autoptr (GPtrArray) entries = entries_of (editor, table, key, field);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (guint i = 0; entries != NULL && i < entries->len && i < 12; i++)
    {
      const SessionHistoryEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *when = base_utc_to_display (entry->utc);
      g_autofree char *change =
          g_strdup_printf (C_ ("old value, new value", "%s → %s"), shown (entry->old_value),
                           shown (entry->new_value));
      int row = (int) i * 2;

      gtk_grid_attach (GTK_GRID (grid), cell (when, TRUE), 0, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), cell (entry->actor, TRUE), 1, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), cell (change, FALSE), 2, row, 1, 1);
      if (entry->reason != NULL)
        gtk_grid_attach (GTK_GRID (grid), cell (entry->reason, TRUE), 2, row + 1, 1, 1);
    }
  gtk_widget_set_margin_start (grid, 6);
  gtk_widget_set_margin_end (grid, 6);
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("History"), -1);
  return popover;
}
