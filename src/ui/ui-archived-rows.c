/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was archived, and taking it back. Lists what the editor reads beside the draft; restoring is
 * a change of its own, so it waits until nothing typed is unsaved. */
#include "ui-archived-rows.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"
#include "ui-dialogs.h"
#include "ui-form.h"
#include "ui-text.h"
#include "ui-tip.h"

struct _UiArchivedRows
{
  GtkWidget parent_instance;
  UiEditor *editor;
  ModelTable table;
  gint64 transfer;
  GtkWidget *toggle;
  GtkWidget *lines;
  guint serial; /* of the record that the lines show */
};

G_DEFINE_FINAL_TYPE (UiArchivedRows, ui_archived_rows, GTK_TYPE_WIDGET)

/* --- words and the act ------------------------------------------------------------------------ */

char *
ui_archived_text (SessionRegister *reg, gint64 change)
{
  SessionHistoryEntry *entry = session_register_change (reg, change, NULL);
  g_autofree char *day = entry != NULL ? base_utc_to_display (entry->utc) : NULL;
  char *text;

  if (entry == NULL)
    return g_strdup (_ ("Archived"));
  if (entry->reason != NULL && entry->reason[0] != '\0')
    /* Translators: a time, a reason */
    text = g_strdup_printf (_ ("Archived on %s: %s"), day, entry->reason);
  else
    text = g_strdup_printf (_ ("Archived on %s"), day);
  session_history_entry_free (entry);
  return text;
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  if (!session_register_restore_finish (SESSION_REGISTER (source), result, &error))
    ui_dialog_message (window, _ ("Not restored"), error->message);
}

void
ui_archived_restore (GtkWidget *parent, UiEditor *editor, ModelTable table, gint64 key)
{
  g_autofree char *label =
      g_strdup_printf (C_ ("undo step", "Restore: %s"), _ (model_table_label (table)));

  session_register_restore_async (ui_editor_register (editor), table, ui_editor_patient (editor),
                                  key, label, NULL, restored_cb,
                                  g_object_ref (gtk_widget_get_root (parent)));
}

/* --- which rows ------------------------------------------------------------------------------- */

static gboolean
is_in_force (const ModelRecord *record, ModelTable table, gint64 key)
{
  const ModelRow *row = model_record_find (record, table, key);

  return row != NULL && row->archived == 0;
}

static gboolean
belongs (UiArchivedRows *self, const ModelRecord *record, const ModelRow *row)
{
  ModelTable above = model_table_parent (row->table);
  double named = 0;

  if (row->archived == 0 || row->archived == ui_editor_archived (self->editor))
    return FALSE;
  if (above != MODEL_N_TABLES && !is_in_force (record, above, row->parent))
    return FALSE;
  if (row->table != MODEL_TABLE_MEDICATION && row->table != MODEL_TABLE_ADVERSE_EVENT)
    return self->transfer == 0 || row->parent == self->transfer;
  if (!model_value_number (ui_text_value (ui_editor_dictionary (self->editor), row, "transfer"),
                           &named))
    return self->transfer == 0;
  return is_in_force (record, MODEL_TABLE_TRANSFER, (gint64) named)
         && (self->transfer == 0 ? row->table == MODEL_TABLE_ADVERSE_EVENT
                                 : self->transfer == (gint64) named);
}

static GPtrArray *
find_rows (UiArchivedRows *self)
{
  const ModelRecord *record = ui_editor_with_archived (self->editor);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; record != NULL && i < record->rows[self->table]->len; i++)
    {
      ModelRow *row = g_ptr_array_index (record->rows[self->table], i);

      if (belongs (self, record, row))
        g_ptr_array_add (found, row);
    }
  return found;
}

/* --- lines ------------------------------------------------------------------------------------ */

static char *
describe (UiArchivedRows *self, const ModelRow *row)
{
  ModelDictionary *dictionary = ui_editor_dictionary (self->editor);
  const ModelRecord *record = ui_editor_with_archived (self->editor);
  const char *const *columns = ui_text_columns (row->table);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; columns[i] != NULL && i < 4; i++)
    {
      g_autofree char *cell = ui_text_cell (dictionary, record, row, columns[i]);

      if (cell[0] != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", cell);
    }
  if (text->len == 0)
    g_string_append (text, _ (model_table_label (row->table)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
restore_cb (UiArchivedRows *self, GtkWidget *button)
{
  gint64 key = *(gint64 *) g_object_get_data (G_OBJECT (button), "ui-key");

  ui_archived_restore (GTK_WIDGET (self), self->editor, self->table, key);
}

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  ui_tip_tell_text (label, 0);
  return label;
}

static GtkWidget *
line_new (UiArchivedRows *self, const ModelRow *row)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = gtk_button_new_with_label (_ ("Restore"));
  g_autofree char *what = describe (self, row);
  g_autofree char *when = ui_archived_text (ui_editor_register (self->editor), row->archived);
  g_autofree char *name = g_strdup_printf (_ ("Restore: %s"), what);
  GtkWidget *why = label_new (when);

  gtk_widget_set_hexpand (why, TRUE);
  gtk_widget_add_css_class (why, "dim-label");
  gtk_box_append (GTK_BOX (line), label_new (what));
  gtk_box_append (GTK_BOX (line), why);
  gtk_widget_add_css_class (button, "small-button");
  gtk_widget_set_visible (button, ui_editor_is_writable (self->editor));
  ui_form_follow_writable (button, self->editor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "ui-key", g_memdup2 (&row->key, sizeof row->key),
                          g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), button);
  gtk_widget_add_css_class (line, "archived-line");
  return line;
}

static void
fill (UiArchivedRows *self, const GPtrArray *rows)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines), child);
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->toggle)))
    return;
  for (guint i = 0; i < rows->len; i++)
    gtk_box_append (GTK_BOX (self->lines), line_new (self, g_ptr_array_index (rows, i)));
}

static void
update (UiArchivedRows *self)
{
  gboolean unsaved = ui_editor_is_changed (self->editor);

  self->transfer = ui_editor_map_key (self->editor, MODEL_TABLE_TRANSFER, self->transfer);
  if (self->serial != ui_editor_serial (self->editor))
    {
      g_autoptr (GPtrArray) rows = find_rows (self);
      g_autofree char *text =
          g_strdup_printf (ngettext ("%u archived", "%u archived", rows->len), rows->len);

      self->serial = ui_editor_serial (self->editor);
      gtk_widget_set_visible (GTK_WIDGET (self), rows->len > 0);
      gtk_button_set_label (GTK_BUTTON (self->toggle), text);
      fill (self, rows);
    }
  if (gtk_widget_get_sensitive (self->lines) == !unsaved)
    return;
  gtk_widget_set_sensitive (self->lines, !unsaved);
  gtk_widget_set_tooltip_text (
      self->lines,
      unsaved ? _ ("Save or discard what is typed first; then it can be restored") : NULL);
}

static void
toggled_cb (UiArchivedRows *self)
{
  g_autoptr (GPtrArray) rows = find_rows (self);

  fill (self, rows);
}

/* --- class ------------------------------------------------------------------------------------ */

GtkWidget *
ui_archived_rows_new (UiEditor *editor, ModelTable table, gint64 transfer)
{
  UiArchivedRows *self = g_object_new (UI_TYPE_ARCHIVED_ROWS, NULL);

  self->editor = g_object_ref (editor);
  self->table = table;
  self->transfer = transfer;
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

static void
ui_archived_rows_dispose (GObject *object)
{
  UiArchivedRows *self = UI_ARCHIVED_ROWS (object);

  g_clear_pointer (&self->toggle, gtk_widget_unparent);
  g_clear_pointer (&self->lines, gtk_widget_unparent);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (ui_archived_rows_parent_class)->dispose (object);
}

static void
ui_archived_rows_class_init (UiArchivedRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_archived_rows_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "archivedrows");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_archived_rows_init (UiArchivedRows *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->serial = G_MAXUINT;
  self->toggle = gtk_toggle_button_new ();
  gtk_widget_set_halign (self->toggle, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->toggle, "flat");
  gtk_widget_add_css_class (self->toggle, "small-button");
  gtk_widget_add_css_class (self->toggle, "dim-label");
  gtk_widget_set_tooltip_text (self->toggle, _ ("Show what was archived here"));
  gtk_widget_set_parent (self->toggle, GTK_WIDGET (self));
  g_signal_connect_object (self->toggle, "toggled", G_CALLBACK (toggled_cb), self,
                           G_CONNECT_SWAPPED);
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->lines, GTK_WIDGET (self));
}
