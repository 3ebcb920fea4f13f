/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of one table below a transfer, each a line of fields; the captions stand above the
 * first. */
#include "ui-row-group.h"

#include <glib/gi18n-lib.h>

#include "ui-archived-rows.h"
#include "ui-cycle-choice.h"
#include "ui-form.h"
#include "ui-text.h"

#define GUTTER_WIDTH 84

struct _UiRowGroup
{
  GtkWidget parent_instance;
  UiEditor *editor;
  ModelTable table;
  gint64 parent;
  gboolean single;
  gboolean fresh;       /* the transfer was new when this was made */
  guint ready;          /* the editor's serial when a row was last made ready */
  GtkWidget *gutter;
  GtkWidget *add;       /* below the title, beside the first row; NULL of a single */
  GtkWidget *add_first; /* where there is no row: the same in words */
  GtkWidget *column;    /* beside the gutter */
  GtkWidget *rows;      /* box of UiForm */
};

G_DEFINE_FINAL_TYPE (UiRowGroup, ui_row_group, GTK_TYPE_WIDGET)

static gboolean
belongs (UiRowGroup     *self,
         const ModelRow *row)
{
  double number;

  if (row->archived != 0)
    return FALSE;
  if (self->table == MODEL_TABLE_TRANSFER || self->table == MODEL_TABLE_TRANSFER_OUTCOME)
    return row->key == self->parent;
  if (self->table == MODEL_TABLE_CYCLE)
    return row->key
           == ui_editor_row (self->editor, MODEL_TABLE_TRANSFER, self->parent)->parent;
  if (self->table == MODEL_TABLE_MEDICATION)
    return model_value_number (ui_text_value (ui_editor_dictionary (self->editor), row, "transfer"),
                               &number)
           && (gint64) number == self->parent;
  return row->parent == self->parent;
}

static GtkWidget *
find_form (UiRowGroup *self,
           gint64      key)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->rows); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (ui_editor_map_key (self->editor, self->table, ui_form_get_key (UI_FORM (child))) == key)
      return child;
  return NULL;
}

static char *
row_name (UiRowGroup *self,
          guint       n)
{
  if (self->single)
    return g_strdup (_(model_table_label (self->table)));
  return g_strdup_printf (C_ ("a row's name and number", "%s %u"),
                          _ (model_table_label (self->table)), n);
}

/* Whether a row should stand ready to be filled: an outcome; a child once there was a birth; of a
 * transfer that was just added also what is usual. One that stays empty isn't saved, and stands
 * ready again after that; one that was taken away doesn't. */
static gboolean
wants_row (UiRowGroup *self)
{
  ModelDictionary *dictionary = ui_editor_dictionary (self->editor);
  const ModelRow *outcome =
      ui_editor_row (self->editor, MODEL_TABLE_TRANSFER_OUTCOME, self->parent);
  const GPtrArray *rows = ui_editor_record (self->editor)->rows[self->table];

  if (self->table == MODEL_TABLE_TRANSFER_OUTCOME)
    return outcome == NULL;
  if (self->single || self->ready == ui_editor_serial (self->editor))
    return FALSE;
  if (self->table == MODEL_TABLE_CHILD
          ? outcome == NULL || !(ui_text_is (dictionary, outcome, "outcome", "live_birth")
                                 || ui_text_is (dictionary, outcome, "outcome", "stillbirth"))
          : !self->fresh)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (belongs (self, g_ptr_array_index (rows, i)))
      return FALSE;
  self->ready = ui_editor_serial (self->editor);
  return TRUE;
}

static void
set_removable (UiRowGroup     *self,
               UiForm         *form,
               const ModelRow *row,
               guint           n)
{
  g_autofree char *name = row_name (self, n);
  g_autofree char *label = NULL;

  if (self->single && self->table != MODEL_TABLE_TRANSFER)
    return;
  label = row->key > 0 ? g_strdup_printf (_ ("Archive: %s (saving asks for a reason)"), name)
                       : g_strdup_printf (_ ("Take away: %s"), name);
  ui_form_set_removable (form, label);
}

static void
update (UiRowGroup *self)
{
  const ModelRecord *record;
  GtkWidget *previous = NULL;
  guint n = 0;

  self->parent = ui_editor_map_key (self->editor, MODEL_TABLE_TRANSFER, self->parent);
  record = ui_editor_record (self->editor);
  if (record == NULL || ui_editor_row (self->editor, MODEL_TABLE_TRANSFER, self->parent) == NULL)
    return;
  if (ui_editor_is_writable (self->editor) && wants_row (self))
    {
      /* Emits changed: comes back here */
      ui_editor_add_row (self->editor, self->table, self->parent);
      return;
    }
  for (guint i = 0; i < record->rows[self->table]->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (record->rows[self->table], i);
      GtkWidget *form;

      if (!belongs (self, row))
        continue;
      n++;
      form = find_form (self, row->key);
      if (form == NULL)
        {
          g_autofree char *name = row_name (self, n);

          form = ui_form_new (self->editor, self->table, row->key, UI_FORM_LINE, name);
          gtk_box_insert_child_after (GTK_BOX (self->rows), form, previous);
        }
      else
        gtk_box_reorder_child_after (GTK_BOX (self->rows), form, previous);
      ui_form_set_captions (UI_FORM (form), n == 1);
      set_removable (self, UI_FORM (form), row, n);
      previous = form;
    }
  for (GtkWidget *child = previous != NULL ? gtk_widget_get_next_sibling (previous)
                                           : gtk_widget_get_first_child (self->rows);
       child != NULL;)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      gtk_box_remove (GTK_BOX (self->rows), child);
      child = next;
    }
  if (self->add != NULL)
    {
      gtk_widget_set_visible (self->add, n > 0 && ui_editor_is_writable (self->editor));
      gtk_widget_set_visible (self->add_first, n == 0 && ui_editor_is_writable (self->editor));
    }
  gtk_widget_set_visible (self->rows, n > 0);
}

gboolean
ui_row_group_add (UiRowGroup *self)
{
  gint64 key;
  GtkWidget *form;

  if (self->single || !ui_editor_is_writable (self->editor))
    return FALSE;
  if (self->table == MODEL_TABLE_CHILD
      && ui_editor_row (self->editor, MODEL_TABLE_TRANSFER_OUTCOME, self->parent) == NULL)
    ui_editor_add_row (self->editor, MODEL_TABLE_TRANSFER_OUTCOME, self->parent);
  key = ui_editor_add_row (self->editor, self->table, self->parent);
  form = find_form (self, key);
  return form != NULL && ui_form_focus_first (UI_FORM (form));
}

static void
add_cb (UiRowGroup *self)
{
  ui_row_group_add (self);
}

ModelTable
ui_row_group_get_table (UiRowGroup *self)
{
  return self->table;
}

gboolean
ui_row_group_focus_first (UiRowGroup *self)
{
  GtkWidget *form = gtk_widget_get_first_child (self->rows);

  return form != NULL && ui_form_focus_first (UI_FORM (form));
}

static void
build_add (UiRowGroup *self)
{
  const char *label = ui_text_add_label (self->table);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_add_css_class (self->add, "form-button");
  gtk_widget_set_tooltip_text (self->add, label);
  gtk_box_append (GTK_BOX (self->gutter), self->add);
  self->add_first = gtk_button_new ();
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new (label));
  gtk_button_set_child (GTK_BUTTON (self->add_first), content);
  gtk_widget_set_halign (self->add_first, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->add_first, "flat");
  gtk_widget_add_css_class (self->add_first, "small-button");
  gtk_box_append (GTK_BOX (self->column), self->add_first);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_first), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (self->add_first, "clicked", G_CALLBACK (add_cb), self);
}

GtkWidget *
ui_row_group_new (UiEditor   *editor,
                  ModelTable  table,
                  gint64      transfer,
                  gboolean    single)
{
  UiRowGroup *self = g_object_new (UI_TYPE_ROW_GROUP, NULL);
  GtkWidget *title = gtk_label_new (_(model_table_label (table)));

  self->editor = g_object_ref (editor);
  self->table = table;
  self->parent = transfer;
  self->single = single;
  self->fresh = transfer < 0;
  self->gutter = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_size_request (self->gutter, GUTTER_WIDTH, -1);
  gtk_widget_set_hexpand (self->gutter, FALSE); /* whatever stands in it: all gutters are alike */
  gtk_widget_set_valign (self->gutter, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 1); /* the gutter's width decides */
  gtk_widget_add_css_class (title, "section-title");
  gtk_box_append (GTK_BOX (self->gutter), title);
  gtk_widget_set_parent (self->gutter, GTK_WIDGET (self));
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_hexpand (self->column, TRUE);
  gtk_widget_set_parent (self->column, GTK_WIDGET (self));
  if (table == MODEL_TABLE_CYCLE)
    gtk_box_append (GTK_BOX (self->column), ui_cycle_choice_new (editor, transfer));
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->column), self->rows);
  if (!single)
    {
      build_add (self);
      gtk_box_append (GTK_BOX (self->column), ui_archived_rows_new (editor, table, transfer));
    }
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

static void
ui_row_group_dispose (GObject *object)
{
  UiRowGroup *self = UI_ROW_GROUP (object);

  g_clear_pointer (&self->gutter, gtk_widget_unparent);
  g_clear_pointer (&self->column, gtk_widget_unparent);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (ui_row_group_parent_class)->dispose (object);
}

static void
ui_row_group_class_init (UiRowGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_row_group_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "rowgroup");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_row_group_init (UiRowGroup *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              10);
}
