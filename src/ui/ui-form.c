/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form is made from the dictionary: a field that is added there stands here without a line of
 * code. */
#include "ui-form.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-date.h"
#include "ui-field.h"
#include "ui-layout.h"
#include "ui-text.h"

/* Fields stand in a grid of narrow columns, of which each takes as many as its kind needs: in a
 * line just these, so that six to eight fit side by side, in the rest always the same few, so that
 * they stand below one another. */
#define COLUMN_WIDTH 25
#define COLUMN_PITCH 36.3 /* of a line on the smallest screen, with the space between */
#define LINE_COLUMNS 21
#define REST_COLUMNS 24
#define REST_SPAN 4
#define USUAL_LENGTH 16   /* characters of a code's label that always have room */
#define LONG_LENGTH 28    /* that have it where there is some left */
#define NORMAL_FONT 15.0  /* px: up to this size of text the columns are as above */
#define ENTRY_SCALE 0.9   /* of the style sheet */
#define CAPTION_SCALE 0.82

struct _UiForm
{
  GtkWidget parent_instance;
  UiEditor *editor;
  ModelTable table;
  gint64 key;
  UiFormKind kind;
  double zoom;         /* larger text has wider columns, and so fewer of them */
  GtkWidget *line;     /* fields in fixed columns; NULL of a WHOLE */
  GtkWidget *line_box;
  GtkWidget *buttons;  /* at the end of the line, as wide in every row */
  GtkWidget *above;    /* them: as high as a caption */
  GtkWidget *more;     /* toggle */
  GtkWidget *remove;
  GtkWidget *rest;     /* the other fields, flowing */
  GtkWidget *issue;    /* what is wrong with the row as a whole */
  GPtrArray *fields;   /* of UiField, borrowed, in order */
};

G_DEFINE_FINAL_TYPE (UiForm, ui_form, GTK_TYPE_WIDGET)

static void
write_sensitive (UiEditor  *editor,
                 GtkWidget *control)
{
  gtk_widget_set_sensitive (control, ui_editor_is_writable (editor));
}

void
ui_form_follow_writable (GtkWidget *control,
                         UiEditor  *editor)
{
  g_signal_connect_object (editor, "changed", G_CALLBACK (write_sensitive), control, 0);
  write_sensitive (editor, control);
}

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

/* Of embryos the stage decides which grades are asked: their rows don't stand in columns. */
static gboolean
has_own_captions (UiForm *self)
{
  return self->table == MODEL_TABLE_EMBRYO;
}

/* Whether the program itself sets it: what a row hangs on isn't asked. */
static gboolean
is_internal (UiForm           *self,
             const ModelField *field)
{
  return self->kind == UI_FORM_LINE && self->table == MODEL_TABLE_MEDICATION
         && g_str_equal (field->id, "transfer");
}

/* --- the grid --------------------------------------------------------------------------------- */

/* The longest of the labels that have no more than `most` characters, or so much of a longer one
 * where all are longer. (transfer full) */
static char *
longest_code (const ModelField *field,
              glong             most)
{
  const char *longest = "", *longer = "";

  for (guint i = 0; i < field->n_codes; i++)
    {
      const char *label = _(field->codes[i].label);
      glong length = g_utf8_strlen (label, -1);

      if (length > most)
        longer = label;
      else if (length > g_utf8_strlen (longest, -1))
        longest = label;
    }
  return longest[0] != '\0' || longer[0] == '\0' ? g_strdup (longest)
                                                 : g_utf8_substring (longer, 0, most);
}

/* A value as long as they come, as far as the dictionary tells; of codes one of `most`
 * characters. (transfer full) */
static char *
sample (const ModelField *field,
        glong             most)
{
  g_autofree char *date = base_date_to_display ((BaseDate){ 2000, 11, field->month_only ? 0 : 20 });

  switch (field->type)
    {
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REAL:
    case MODEL_TYPE_DURATION_DAYS:
      return g_strdup ("00000");
    case MODEL_TYPE_BOOLEAN:
      return g_strdup (_("Yes"));
    case MODEL_TYPE_DATE:
      return g_steal_pointer (&date);
    case MODEL_TYPE_DATETIME:
      return g_strdup_printf ("%s 00:00", date);
    case MODEL_TYPE_CODE:
      return longest_code (field, most);
    case MODEL_TYPE_MULTICODE:
      return longest_code (field, most / 2);
    case MODEL_TYPE_TEXT:
    case MODEL_TYPE_REFERENCE:
    default:
      return g_strnfill (14, 'n');
    }
}

static int
text_span (UiForm     *self,
           const char *text,
           double      scale,
           double      beside)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return (int) ceil ((width * scale + beside + 10) / (COLUMN_PITCH * self->zoom));
}

/* Columns of a line that show a value, or code labels of `most` characters. */
static int
value_span (UiForm           *self,
            const ModelField *field,
            glong             most)
{
  g_autofree char *text = sample (field, most);
  gboolean arrow = field->n_codes > 0 || field->type == MODEL_TYPE_BOOLEAN
                   || field->type == MODEL_TYPE_REFERENCE;

  return text_span (self, text, ENTRY_SCALE, arrow ? 24 : 12);
}

static int
caption_span (UiForm           *self,
              const ModelField *field)
{
  g_autofree char *caption = ui_text_caption (field, TRUE);

  return text_span (self, caption, CAPTION_SCALE, 0);
}

/* Each field of the line has what its usual values need; what is left over goes, column by column,
 * to the one whose caption or longest value lacks most. */
static void
share_line (UiForm *self,
            guint   n)
{
  g_autofree int *spans = g_new (int, MAX (1, n));
  g_autofree int *wanted = g_new (int, MAX (1, n));
  int left = LINE_COLUMNS;

  for (guint i = 0; i < n; i++)
    {
      const ModelField *field = ui_field_get_field (g_ptr_array_index (self->fields, i));

      wanted[i] = MAX (value_span (self, field, LONG_LENGTH), caption_span (self, field));
      spans[i] = has_own_captions (self) ? wanted[i] : value_span (self, field, USUAL_LENGTH);
      left -= spans[i];
    }
  for (; left > 0; left--)
    {
      guint neediest = 0;

      for (guint i = 1; i < n; i++)
        if (wanted[i] - spans[i] > wanted[neediest] - spans[neediest])
          neediest = i;
      if (n == 0 || wanted[neediest] <= spans[neediest])
        break;
      spans[neediest]++;
    }
  for (guint i = 0; i < n; i++)
    ui_flow_layout_set_span (g_ptr_array_index (self->fields, i), spans[i]);
}

static int
rest_span (UiForm           *self,
           const ModelField *field)
{
  int wanted;

  if (ui_field_is_note (field))
    return REST_COLUMNS;
  wanted = MAX (value_span (self, field, LONG_LENGTH), caption_span (self, field));
  return wanted > REST_SPAN || field->type == MODEL_TYPE_MULTICODE ? 2 * REST_SPAN : REST_SPAN;
}

static GtkWidget *
flow_box (UiForm *self,
          int     columns)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, NULL);

  gtk_widget_set_layout_manager (
      box, ui_flow_layout_new ((int) (COLUMN_WIDTH * self->zoom), columns));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static GtkWidget *
add_field (UiForm           *self,
           GtkWidget        *box,
           const ModelField *field,
           const char       *row_name)
{
  GtkWidget *widget = ui_field_new (self->editor, self->table, self->key, field, row_name);
  GtkWidget *message = ui_field_get_message (UI_FIELD (widget));

  gtk_widget_set_parent (widget, box);
  gtk_widget_set_parent (message, box);
  ui_flow_layout_set_note (message);
  ui_flow_layout_set_span (widget, rest_span (self, field));
  g_ptr_array_add (self->fields, widget);
  return widget;
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
        ui_field_set_keeps_place (UI_FIELD (add_field (self, self->line, field, row_name)),
                                  !has_own_captions (self));
    }
  share_line (self, self->fields->len);
  for (guint i = 0; i < n; i++)
    {
      const ModelField *field = model_dictionary_stored (dictionary, self->table, i);

      if (is_internal (self, field)
          || (essentials != NULL && g_strv_contains (essentials, field->id)))
        continue;
      add_field (self, self->rest, field, row_name);
    }
}

/* --- construction ----------------------------------------------------------------------------- */

static void
name_button (GtkWidget  *button,
             const char *label)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (button), label) == 0)
    return;
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static GtkWidget *
small_button (GtkWidget  *button,
              const char *label)
{
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "form-button");
  name_button (button, label);
  return button;
}

static void
build_line (UiForm *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->line_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  self->line = flow_box (self, LINE_COLUMNS);
  gtk_box_append (GTK_BOX (self->line_box), self->line);
  self->more = small_button (gtk_toggle_button_new (), _("More fields"));
  gtk_button_set_icon_name (GTK_BUTTON (self->more), "view-more-symbolic");
  g_signal_connect_swapped (self->more, "toggled", G_CALLBACK (more_cb), self);
  self->above = gtk_label_new (" ");
  gtk_widget_add_css_class (self->above, "field-caption");
  gtk_box_append (GTK_BOX (column), self->above);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_size_request (self->buttons, 50, -1);
  gtk_box_append (GTK_BOX (self->buttons), self->more);
  gtk_box_append (GTK_BOX (column), self->buttons);
  gtk_box_append (GTK_BOX (self->line_box), column);
  gtk_widget_set_parent (self->line_box, GTK_WIDGET (self));
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
    build_line (self);
  self->rest = flow_box (self, REST_COLUMNS);
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
  captions |= has_own_captions (self);
  for (GtkWidget *child = self->line != NULL ? gtk_widget_get_first_child (self->line) : NULL;
       child != NULL; child = gtk_widget_get_next_sibling (child))
    if (UI_IS_FIELD (child))
      ui_field_set_caption_visible (UI_FIELD (child), captions);
  if (self->above != NULL)
    gtk_widget_set_visible (self->above, captions);
}

void
ui_form_set_removable (UiForm     *self,
                       const char *label)
{
  if (self->line_box == NULL)
    return;
  if (self->remove != NULL)
    {
      name_button (self->remove, label);
      return;
    }
  self->remove = small_button (gtk_button_new_from_icon_name ("user-trash-symbolic"), label);
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_cb), self);
  ui_form_follow_writable (self->remove, self->editor);
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
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  self->zoom = MAX (1, height / (1.4 * NORMAL_FONT));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (manager), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (manager), 6);
  self->fields = g_ptr_array_new ();
}
