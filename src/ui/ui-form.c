/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form is made from the dictionary: a field that is added there stands here without a line of
 * code. */
#include "ui-form.h"

#include <glib/gi18n-lib.h>

#include "ui-field.h"
#include "ui-layout.h"
#include "ui-text.h"

#define MIN_FIELD_WIDTH 106
#define MAX_COLUMNS 6

struct _UiForm
{
  GtkWidget parent_instance;
  UiEditor *editor;
  ModelTable table;
  gint64 key;
  UiFormKind kind;
  GtkWidget *line;     /* fields in fixed columns; NULL of a WHOLE */
  GtkWidget *line_box;
  GtkWidget *buttons;  /* at the end of the line, as wide in every row */
  GtkWidget *more;     /* toggle */
  GtkWidget *remove;
  GtkWidget *rest;     /* the other fields, flowing */
  GtkWidget *issue;    /* what is wrong with the row as a whole */
  GPtrArray *fields;   /* of UiField, borrowed, in order */
};

G_DEFINE_FINAL_TYPE (UiForm, ui_form, GTK_TYPE_WIDGET)

static void
update (UiForm *self)
{
  const ModelIssue *issue;
  gint64 key = ui_editor_map_key (self->editor, self->table, self->key);

  if (key != self->key)
    {
      self->key = key;
      for (guint i = 0; i < self->fields->len; i++)
        ui_field_set_key (g_ptr_array_index (self->fields, i), key);
    }
  issue = ui_editor_row (self->editor, self->table, key) != NULL
              ? ui_editor_row_issue (self->editor, self->table, key)
              : NULL;
  gtk_label_set_text (GTK_LABEL (self->issue), issue != NULL ? issue->message : "");
  gtk_widget_set_visible (self->issue, issue != NULL);
  if (self->remove != NULL)
    gtk_widget_set_sensitive (self->remove, ui_editor_is_writable (self->editor));
}

static void
remove_cb (UiForm *self)
{
  if (ui_editor_row (self->editor, self->table, self->key) != NULL)
    ui_editor_remove_row (self->editor, self->table, self->key);
}

static void
more_cb (UiForm *self)
{
  gtk_widget_set_visible (self->rest,
                          gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->more)));
}

/* Whether the program itself sets it: what a row hangs on isn't asked. */
static gboolean
is_internal (UiForm           *self,
             const ModelField *field)
{
  return self->kind == UI_FORM_LINE && self->table == MODEL_TABLE_MEDICATION
         && g_str_equal (field->id, "transfer");
}

static GtkWidget *
add_field (UiForm           *self,
           GtkWidget        *box,
           const ModelField *field,
           const char       *row_name)
{
  GtkWidget *widget = ui_field_new (self->editor, self->table, self->key, field, row_name);

  gtk_widget_set_parent (widget, box);
  g_ptr_array_add (self->fields, widget);
  return widget;
}

static GtkWidget *
flow_box (void)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, NULL);

  gtk_widget_set_layout_manager (box, ui_flow_layout_new (MIN_FIELD_WIDTH, MAX_COLUMNS));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
add_fields (UiForm     *self,
            const char *row_name)
{
  ModelDictionary *dictionary = ui_editor_dictionary (self->editor);
  const char *const *essentials =
      self->kind == UI_FORM_LINE ? ui_text_essentials (self->table) : NULL;
  guint n = model_dictionary_n_stored (dictionary, self->table);

  for (guint i = 0; essentials != NULL && essentials[i] != NULL; i++)
    {
      const ModelField *field = model_dictionary_find (dictionary, self->table, essentials[i]);

      if (field != NULL)
        ui_field_set_keeps_place (UI_FIELD (add_field (self, self->line, field, row_name)), TRUE);
    }
  for (guint i = 0; i < n; i++)
    {
      const ModelField *field = model_dictionary_stored (dictionary, self->table, i);

      if (is_internal (self, field)
          || (essentials != NULL && g_strv_contains (essentials, field->id)))
        continue;
      add_field (self, self->rest, field, row_name);
    }
}

GtkWidget *
ui_form_new (UiEditor   *editor,
             ModelTable  table,
             gint64      key,
             UiFormKind  kind,
             const char *row_name)
{
  UiForm *self = g_object_new (UI_TYPE_FORM, NULL);

  self->editor = g_object_ref (editor);
  self->table = table;
  self->key = key;
  self->kind = ui_text_essentials (table) != NULL ? kind : UI_FORM_WHOLE;
  if (self->kind == UI_FORM_LINE)
    {
      self->line_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
      self->line = flow_box ();
      gtk_box_append (GTK_BOX (self->line_box), self->line);
      self->more = gtk_toggle_button_new ();
      gtk_button_set_icon_name (GTK_BUTTON (self->more), "view-more-symbolic");
      gtk_widget_set_valign (self->more, GTK_ALIGN_END);
      gtk_widget_add_css_class (self->more, "flat");
      gtk_widget_add_css_class (self->more, "form-button");
      gtk_widget_set_tooltip_text (self->more, _("More fields"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("More fields"), -1);
      g_signal_connect_swapped (self->more, "toggled", G_CALLBACK (more_cb), self);
      self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_set_size_request (self->buttons, 54, -1);
      gtk_widget_set_valign (self->buttons, GTK_ALIGN_END);
      gtk_box_append (GTK_BOX (self->buttons), self->more);
      gtk_box_append (GTK_BOX (self->line_box), self->buttons);
      gtk_widget_set_parent (self->line_box, GTK_WIDGET (self));
    }
  self->rest = flow_box ();
  gtk_widget_set_visible (self->rest, self->kind == UI_FORM_WHOLE);
  gtk_widget_set_parent (self->rest, GTK_WIDGET (self));
  self->issue = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->issue), 0);
  gtk_label_set_wrap (GTK_LABEL (self->issue), TRUE);
  gtk_widget_add_css_class (self->issue, "row-issue");
  gtk_widget_set_parent (self->issue, GTK_WIDGET (self));
  add_fields (self, row_name);
  if (self->more != NULL && gtk_widget_get_first_child (self->rest) == NULL)
    gtk_widget_set_visible (self->more, FALSE);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

gint64
ui_form_get_key (UiForm *self)
{
  return self->key;
}

ModelTable
ui_form_get_table (UiForm *self)
{
  return self->table;
}

void
ui_form_set_captions (UiForm   *self,
                      gboolean  captions)
{
  for (GtkWidget *field = self->line != NULL ? gtk_widget_get_first_child (self->line) : NULL;
       field != NULL; field = gtk_widget_get_next_sibling (field))
    ui_field_set_caption_visible (UI_FIELD (field), captions);
}

void
ui_form_set_removable (UiForm     *self,
                       const char *label)
{
  if (self->line_box == NULL || self->remove != NULL)
    return;
  self->remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_valign (self->remove, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->remove, "flat");
  gtk_widget_add_css_class (self->remove, "form-button");
  gtk_widget_set_tooltip_text (self->remove, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (self->buttons), self->remove);
}

void
ui_form_set_expanded (UiForm   *self,
                      gboolean  expanded)
{
  if (self->more != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->more), expanded);
}

gboolean
ui_form_focus_first (UiForm *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (ui_field_grab (g_ptr_array_index (self->fields, i)))
      return TRUE;
  return FALSE;
}

GtkWidget *
ui_form_find_field (UiForm     *self,
                    const char *id)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (g_str_equal (ui_field_get_field (g_ptr_array_index (self->fields, i))->id, id))
      return g_ptr_array_index (self->fields, i);
  return NULL;
}

static void
collect (GtkWidget *widget,
         GPtrArray *fields)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (UI_IS_FIELD (widget))
    {
      g_ptr_array_add (fields, widget);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, fields);
}

gboolean
ui_form_focus_next (GtkWidget *ancestor)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (ancestor));
  gboolean passed = FALSE;

  collect (ancestor, fields);
  for (guint i = 0; i < fields->len; i++)
    {
      GtkWidget *field = g_ptr_array_index (fields, i);

      if (passed && ui_field_grab (UI_FIELD (field)))
        return TRUE;
      passed |= focus != NULL && gtk_widget_is_ancestor (focus, field);
    }
  return FALSE;
}

GtkWidget *
ui_form_find_error (GtkWidget *ancestor)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();

  collect (ancestor, fields);
  for (guint i = 0; i < fields->len; i++)
    if (ui_field_has_error (g_ptr_array_index (fields, i)))
      return g_ptr_array_index (fields, i);
  return NULL;
}

static void
unparent_children (GtkWidget *box)
{
  GtkWidget *child;

  while (box != NULL && (child = gtk_widget_get_first_child (box)) != NULL)
    gtk_widget_unparent (child);
}

static void
ui_form_dispose (GObject *object)
{
  UiForm *self = UI_FORM (object);

  unparent_children (self->line);
  unparent_children (self->rest);
  self->line = NULL;
  g_clear_pointer (&self->line_box, gtk_widget_unparent);
  g_clear_pointer (&self->rest, gtk_widget_unparent);
  g_clear_pointer (&self->issue, gtk_widget_unparent);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (ui_form_parent_class)->dispose (object);
}

static void
ui_form_class_init (UiFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_form_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "form");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_form_init (UiForm *self)
{
  GtkLayoutManager *manager = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (manager), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (manager), 6);
  self->fields = g_ptr_array_new ();
}
