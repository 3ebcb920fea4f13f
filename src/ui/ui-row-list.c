/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table whose rows open in place. Lines are kept by key through every change, so that the
 * focus stays. */
#include "ui-row-list.h"

#include <glib/gi18n-lib.h>

#include "ui-archived-rows.h"
#include "ui-cycle-choice.h"
#include "ui-form.h"
#include "ui-layout.h"
#include "ui-row-group.h"
#include "ui-text.h"
#include "ui-tip.h"

#define N_COLUMNS 8

/* --- a line ----------------------------------------------------------------------------------- */

#define UI_TYPE_ROW_LINE (ui_row_line_get_type ())
G_DECLARE_FINAL_TYPE (UiRowLine, ui_row_line, UI, ROW_LINE, GtkBox)

struct _UiRowLine
{
  GtkBox parent_instance;
  gint64 key;
  GtkWidget *button;
  GtkWidget *cells[N_COLUMNS];
  GtkWidget *body; /* NULL: closed */
};

G_DEFINE_FINAL_TYPE (UiRowLine, ui_row_line, GTK_TYPE_BOX)

static void
ui_row_line_class_init (UiRowLineClass *klass)
{
}

static void
ui_row_line_init (UiRowLine *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

/* --- the list --------------------------------------------------------------------------------- */

struct _UiRowList
{
  GtkWidget parent_instance;
  UiEditor *editor;
  ModelTable table;
  GtkWidget *heading;
  GtkWidget *add;
  GtkWidget *card;   /* header and lines */
  GtkWidget *lines;
  GtkWidget *empty;
  GtkWidget *archived;
  gint64 open;
};

G_DEFINE_FINAL_TYPE (UiRowList, ui_row_list, GTK_TYPE_WIDGET)

static const struct { const char *label; int weight;
} transfer_columns[] = {
  { N_ ("#"), 4 },     { N_ ("Date"), 13 },       { N_ ("Embryo"), 31 },
  { N_ ("IVIG"), 11 }, { N_ ("Prednisone"), 11 }, { N_ ("Outcome"), 30 },
};

static guint
n_columns (UiRowList *self)
{
  const char *const *columns = ui_text_columns (self->table);

  return self->table == MODEL_TABLE_TRANSFER ? G_N_ELEMENTS (transfer_columns)
                                             : g_strv_length ((char **) columns);
}

static int
column_weight (UiRowList *self,
               guint      column)
{
  if (self->table == MODEL_TABLE_TRANSFER)
    return transfer_columns[column].weight;
  return ui_text_column_weight (self->table, ui_text_columns (self->table)[column]);
}

static char *
cell_text (UiRowList      *self,
           const ModelRow *row,
           guint           column)
{
  ModelDictionary *dictionary = ui_editor_dictionary (self->editor);
  const ModelRecord *record = ui_editor_record (self->editor);

  if (self->table != MODEL_TABLE_TRANSFER)
    {
      const char *id = ui_text_columns (self->table)[column];

      if (model_value_missing (ui_text_value (dictionary, row, id)) == MODEL_MISSING_NOT_APPLICABLE)
        return g_strdup ("–");
      return ui_text_cell (dictionary, record, row, id);
    }
  switch (column)
    {
    case 0:
      return g_strdup_printf ("%u", ui_text_transfer_number (record, row->key));
    case 1:
      return ui_text_cell (dictionary, record, row, "date");
    case 2:
      return ui_text_embryos (dictionary, record, row);
    case 3:
      return ui_text_ivig (dictionary, record, row);
    case 4:
      return ui_text_prednisone (dictionary, record, row);
    default:
      return ui_text_outcome (dictionary, record, row, ui_editor_as_of (self->editor));
    }
}

static gboolean
belongs (UiRowList      *self,
         const ModelRow *row)
{
  const ModelRecord *record = ui_editor_record (self->editor);

  if (row->archived != 0)
    return FALSE;
  /* Cycles with a transfer, and what was given for one, stand with that transfer. */
  if (self->table == MODEL_TABLE_CYCLE)
    for (guint i = 0; i < record->rows[MODEL_TABLE_TRANSFER]->len; i++)
      if (((const ModelRow *) g_ptr_array_index (record->rows[MODEL_TABLE_TRANSFER], i))->parent
          == row->key)
        return FALSE;
  if (self->table == MODEL_TABLE_MEDICATION)
    return model_value_missing (
               ui_text_value (ui_editor_dictionary (self->editor), row, "transfer"))
           != MODEL_MISSING_NONE;
  return TRUE;
}

static void
update_line (UiRowList      *self,
             UiRowLine      *line,
             const ModelRow *row)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < n_columns (self); i++)
    {
      g_autofree char *text = cell_text (self, row, i);

      if (!g_str_equal (gtk_label_get_text (GTK_LABEL (line->cells[i])), text))
        gtk_label_set_text (GTK_LABEL (line->cells[i]), text);
      if (text[0] != '\0')
        g_string_append_printf (name, "%s%s", name->len > 0 ? ", " : "", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name->len > 0 ? name->str : _ (model_table_label (self->table)),
                                  -1);
  g_string_free (name, TRUE);
}

/* --- opening ---------------------------------------------------------------------------------- */

static void
archive_cb (UiRowList *self)
{
  gint64 key = self->open;

  ui_row_list_close (self);
  if (ui_editor_row (self->editor, self->table, key) != NULL)
    ui_editor_remove_row (self->editor, self->table, key);
}

static GtkWidget *
archive_button (UiRowList *self,
                gint64     key)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (key > 0 ? _("_Archive…") : _("_Take Away"));

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-button");
  gtk_widget_set_tooltip_text (
      button,
      key > 0 ? _ ("Archive this row and what hangs on it; saving asks for a reason") : NULL);
  ui_form_follow_writable (button, self->editor);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (archive_cb), self);
  return button;
}

static void
fill_transfer (UiRowList *self,
               GtkWidget *body,
               gint64     key)
{
  static const struct { ModelTable table; gboolean single; } groups[] = {
    { MODEL_TABLE_TRANSFER, TRUE },   { MODEL_TABLE_CYCLE, TRUE },
    { MODEL_TABLE_EMBRYO, FALSE },    { MODEL_TABLE_INFUSION, FALSE },
    { MODEL_TABLE_MEDICATION, FALSE }, { MODEL_TABLE_TRANSFER_OUTCOME, TRUE },
    { MODEL_TABLE_CHILD, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    gtk_box_append (GTK_BOX (body),
                    ui_row_group_new (self->editor, groups[i].table, key, groups[i].single));
}

static UiRowLine *
find_line (UiRowList *self,
           gint64     key)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->lines); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (ui_editor_map_key (self->editor, self->table, UI_ROW_LINE (child)->key) == key)
      return UI_ROW_LINE (child);
  return NULL;
}

/* Tells the page, which gives an open form more room. */
static void
set_open (UiRowList *self,
          gint64     key)
{
  if (self->open == key)
    return;
  self->open = key;
  gtk_widget_activate_action (GTK_WIDGET (self), "patient.opened", NULL);
}

static void
close_line (UiRowLine *line)
{
  if (line->body == NULL)
    return;
  gtk_box_remove (GTK_BOX (line), line->body);
  line->body = NULL;
  gtk_widget_remove_css_class (GTK_WIDGET (line), "open");
  gtk_accessible_update_state (GTK_ACCESSIBLE (line->button), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE,
                               -1);
}

void
ui_row_list_close (UiRowList *self)
{
  UiRowLine *line = self->open != 0 ? find_line (self, self->open) : NULL;

  gint64 key = self->open;

  set_open (self, 0);
  if (line == NULL)
    return;
  gtk_widget_grab_focus (line->button);
  close_line (line);
  /* One that nothing was typed in goes as it came. */
  if (key < 0 && !ui_editor_is_changed (self->editor)
      && ui_editor_row (self->editor, self->table, key) != NULL)
    ui_editor_remove_row (self->editor, self->table, key);
}

/* What is open and not wholly in view begins at the view's top: its line, then as much of the form
 * as there is room for. */
static gboolean
scroll_idle_cb (gpointer user_data)
{
  GtkWidget *line = user_data;
  GtkWidget *scroller = gtk_widget_get_ancestor (line, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double top, bottom, page;

  if (scroller == NULL || UI_ROW_LINE (line)->body == NULL
      || !gtk_widget_compute_bounds (line, scroller, &bounds))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  page = gtk_adjustment_get_page_size (adjustment);
  top = bounds.origin.y;
  bottom = top + bounds.size.height;
  if (bottom > page)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + top);
  return G_SOURCE_REMOVE;
}

void
ui_row_list_open (UiRowList *self,
                  gint64     key)
{
  UiRowLine *line = find_line (self, key);
  GtkWidget *focus;

  g_return_if_fail (UI_IS_ROW_LIST (self));

  if (self->open == key || line == NULL)
    return;
  if (self->open != 0)
    ui_row_list_close (self);
  set_open (self, key);
  line->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_add_css_class (line->body, "row-body");
  gtk_box_append (GTK_BOX (line), line->body);
  gtk_widget_add_css_class (GTK_WIDGET (line), "open");
  if (self->table == MODEL_TABLE_TRANSFER)
    fill_transfer (self, line->body, key);
  else
    gtk_box_append (GTK_BOX (line->body),
                    ui_form_new (self->editor, self->table, key, UI_FORM_WHOLE, NULL));
  if (self->table != MODEL_TABLE_TRANSFER) /* the form of a transfer has its own */
    gtk_box_append (GTK_BOX (line->body), archive_button (self, key));
  gtk_accessible_update_state (GTK_ACCESSIBLE (line->button), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE,
                               -1);
  g_idle_add_full (G_PRIORITY_LOW, scroll_idle_cb, g_object_ref (line), g_object_unref);
  focus = gtk_widget_get_first_child (line->body);
  if (UI_IS_FORM (focus))
    ui_form_focus_first (UI_FORM (focus));
  else
    ui_row_group_focus_first (UI_ROW_GROUP (focus));
}

static void
clicked_cb (GtkWidget *button,
            UiRowList *self)
{
  UiRowLine *line = UI_ROW_LINE (gtk_widget_get_parent (button));

  if (self->open == line->key)
    ui_row_list_close (self);
  else
    ui_row_list_open (self, line->key);
}

/* A new transfer stands in the cycle that waits for one, else in a new one. */
static gint64
add_transfer (UiRowList *self)
{
  gint64 cycle =
      ui_cycle_waiting (ui_editor_dictionary (self->editor), ui_editor_record (self->editor));

  if (cycle == 0)
    cycle = ui_editor_add_row (self->editor, MODEL_TABLE_CYCLE, 0);
  return ui_editor_add_row (self->editor, MODEL_TABLE_TRANSFER, cycle);
}

void
ui_row_list_add (UiRowList *self)
{
  gint64 key;

  if (!ui_editor_is_writable (self->editor) || ui_editor_record (self->editor) == NULL)
    return;
  key = self->table == MODEL_TABLE_TRANSFER ? add_transfer (self)
                                            : ui_editor_add_row (self->editor, self->table, 0);
  ui_row_list_open (self, key);
}

void
ui_row_list_open_last (UiRowList *self)
{
  GtkWidget *last = gtk_widget_get_last_child (self->lines);

  if (last != NULL)
    ui_row_list_open (self, UI_ROW_LINE (last)->key);
}

/* --- lines ------------------------------------------------------------------------------------ */

static GtkWidget *
cells_box (UiRowList  *self,
           GtkWidget **cells,
           gboolean    header)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, NULL);

  gtk_widget_set_layout_manager (box, ui_share_layout_new (12));
  for (guint i = 0; i < n_columns (self); i++)
    {
      const char *title = NULL;
      GtkWidget *label;

      if (header && self->table == MODEL_TABLE_TRANSFER)
        title = _(transfer_columns[i].label);
      else if (header && g_str_equal (ui_text_columns (self->table)[i], "sequence"))
        title = _("#");
      else if (header)
        title = ui_text_label (model_dictionary_find (ui_editor_dictionary (self->editor),
                                                      self->table,
                                                      ui_text_columns (self->table)[i]),
                               TRUE);
      label = gtk_label_new (title);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      ui_share_layout_set_weight (label, column_weight (self, i));
      ui_tip_tell_text (label, 0);
      gtk_widget_set_parent (label, box);
      if (cells != NULL)
        cells[i] = label;
    }
  return box;
}

static UiRowLine *
line_new (UiRowList *self,
          gint64     key)
{
  UiRowLine *line = g_object_new (UI_TYPE_ROW_LINE, NULL);

  line->key = key;
  line->button = gtk_button_new ();
  gtk_widget_add_css_class (line->button, "row-line");
  gtk_widget_add_css_class (line->button, "flat");
  gtk_button_set_child (GTK_BUTTON (line->button), cells_box (self, line->cells, FALSE));
  gtk_accessible_update_state (GTK_ACCESSIBLE (line->button), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE,
                               -1);
  g_signal_connect (line->button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (line), line->button);
  return line;
}

static void
update (UiRowList *self)
{
  const ModelRecord *record = ui_editor_record (self->editor);
  GtkWidget *previous = NULL;
  guint n = 0;

  if (self->open != 0)
    self->open = ui_editor_map_key (self->editor, self->table, self->open);
  for (guint i = 0; record != NULL && i < record->rows[self->table]->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (record->rows[self->table], i);
      UiRowLine *line;

      if (!belongs (self, row))
        continue;
      if (n++ == 0 && gtk_widget_get_first_child (self->card) == self->lines)
        {
          GtkWidget *header = cells_box (self, NULL, TRUE);

          gtk_widget_add_css_class (header, "row-header");
          gtk_box_prepend (GTK_BOX (self->card), header);
        }
      line = find_line (self, row->key);
      if (line == NULL)
        {
          line = line_new (self, row->key);
          gtk_box_insert_child_after (GTK_BOX (self->lines), GTK_WIDGET (line), previous);
        }
      else if (gtk_widget_get_prev_sibling (GTK_WIDGET (line)) != previous)
        gtk_box_reorder_child_after (GTK_BOX (self->lines), GTK_WIDGET (line), previous);
      line->key = row->key;
      update_line (self, line, row);
      previous = GTK_WIDGET (line);
    }
  for (GtkWidget *child = previous != NULL ? gtk_widget_get_next_sibling (previous)
                                           : gtk_widget_get_first_child (self->lines);
       child != NULL;)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (UI_ROW_LINE (child)->key == self->open)
        set_open (self, 0);
      gtk_box_remove (GTK_BOX (self->lines), child);
      child = next;
    }
  gtk_widget_set_visible (self->card, n > 0);
  gtk_widget_set_visible (self->empty, n == 0);
  /* The button for transfers stands in the page's header. */
  gtk_widget_set_visible (self->add, ui_editor_is_writable (self->editor)
                                         && self->table != MODEL_TABLE_TRANSFER);
}

ModelTable
ui_row_list_get_table (UiRowList *self)
{
  return self->table;
}

gint64
ui_row_list_get_open (UiRowList *self)
{
  return self->open;
}

GtkWidget *
ui_row_list_new (UiEditor   *editor,
                 ModelTable  table,
                 const char *title,
                 const char *empty)
{
  UiRowList *self = g_object_new (UI_TYPE_ROW_LIST, NULL);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->editor = g_object_ref (editor);
  self->table = table;
  self->heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (self->heading), label);
  self->add = gtk_button_new ();
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new (ui_text_add_label (table)));
  gtk_button_set_child (GTK_BUTTON (self->add), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ui_text_add_label (table), -1);
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_add_css_class (self->add, "small-button");
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (ui_row_list_add), self);
  gtk_box_append (GTK_BOX (self->heading), self->add);
  gtk_widget_set_parent (self->heading, GTK_WIDGET (self));
  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->card, "row-card");
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->card), self->lines);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  self->empty = gtk_label_new (empty);
  gtk_label_set_xalign (GTK_LABEL (self->empty), 0);
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
  self->archived = ui_archived_rows_new (editor, table, 0);
  gtk_widget_set_parent (self->archived, GTK_WIDGET (self));
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

static void
ui_row_list_dispose (GObject *object)
{
  UiRowList *self = UI_ROW_LIST (object);

  g_clear_pointer (&self->heading, gtk_widget_unparent);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->empty, gtk_widget_unparent);
  g_clear_pointer (&self->archived, gtk_widget_unparent);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (ui_row_list_parent_class)->dispose (object);
}

static void
ui_row_list_class_init (UiRowListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_row_list_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "rowlist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_row_list_init (UiRowList *self)
{
  GtkLayoutManager *manager = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (manager), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (manager), 6);
}
