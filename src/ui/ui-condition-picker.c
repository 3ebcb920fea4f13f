/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list is made when it is first shown; a search hides rows. */
#include "ui-condition-picker.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base-text.h"
#include "ui-text.h"

struct _UiConditionPicker
{
  GtkPopover parent_instance;

  /* Template children */
  GtkSearchEntry *search;
  GtkListBox *list;

  /* Owned */
  ModelDictionary *dictionary;
  char *folded; /* what is searched for; NULL: everything is shown */
  gboolean filled;
};

G_DEFINE_FINAL_TYPE (UiConditionPicker, ui_condition_picker, GTK_TYPE_POPOVER)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a row of the list stands for. */
typedef struct
{
  const ModelField *field;
  char *condition;
  guint offset, length; /* of an example in it */
  char *folded;         /* what a search looks at */
} Condition;

static void
condition_free (gpointer data)
{
  Condition *condition = data;

  g_free (condition->condition);
  g_free (condition->folded);
  g_free (condition);
}

static const Condition *
condition_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "ui-condition");
}

/* --- making the rows -------------------------------------------------------------------------- */

static void
add_row (UiConditionPicker *self,
         const ModelField  *field,
         const char        *name,
         const char        *operator,
         const char        *value,
         const char        *label,
         gboolean           example)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_label_new (label), *written;
  Condition *condition = g_new0 (Condition, 1);
  g_autofree char *all = NULL, *spoken = NULL;

  condition->field = field;
  condition->condition = g_strdup_printf ("%s %s %s", name, operator, value);
  condition->offset = (guint) (strlen (name) + strlen (operator) + 2);
  condition->length = example ? (guint) strlen (value) : 0;
  all = g_strdup_printf ("%s %s %s", _ (field->label), label, condition->condition);
  condition->folded = base_text_fold (all);
  g_object_set_data_full (G_OBJECT (row), "ui-condition", condition, condition_free);

  written = gtk_label_new (condition->condition);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (written), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (written), 34);
  gtk_widget_add_css_class (written, "dim-label");
  gtk_widget_add_css_class (written, "caption");
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), written);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  spoken = g_strdup_printf ("%s: %s", _ (field->label), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->list, row);
}

/* A usual value, as a number that is easily typed over: the middle one of the field's bands, or of
 * what is plausible; of a count, three. */
static char *
example_number (const ModelField *field)
{
  if (field->deidentify != NULL && g_str_has_prefix (field->deidentify, "band:"))
    {
      g_auto (GStrv) bands = g_strsplit (field->deidentify + strlen ("band:"), ",", -1);

      return g_strdup (bands[g_strv_length (bands) / 2]);
    }
  if (field->type == MODEL_TYPE_INTEGER && field->unit == NULL)
    return g_strdup ("3");
  if (isfinite (field->soft_min) && isfinite (field->soft_max))
    return g_strdup_printf ("%d", (int) ((field->soft_min + field->soft_max) / 2));
  return g_strdup ("10");
}

static void
add_number_rows (UiConditionPicker *self,
                 const ModelField  *field,
                 const char        *name)
{
  g_autofree char *value = example_number (field);

  add_row (self, field, name, "<", value, _("less than …"), TRUE);
  add_row (self, field, name, ">=", value, _("at least …"), TRUE);
}

static void
add_field (UiConditionPicker *self,
           const ModelField  *field)
{
  const char *name = field->id;
  g_autofree char *full = NULL;

  if (model_dictionary_find_analysable (self->dictionary, field->id) != field)
    name = full = g_strconcat (model_table_id (field->table), ".", field->id, NULL);
  switch (field->type)
    {
    case MODEL_TYPE_BOOLEAN:
      add_row (self, field, name, "=", "true", _("Yes"), FALSE);
      add_row (self, field, name, "=", "false", _("No"), FALSE);
      break;
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_MULTICODE:
      for (guint i = 0; i < field->n_codes; i++)
        add_row (self, field, name, "=", field->codes[i].id, _ (field->codes[i].label), FALSE);
      break;
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REAL:
    case MODEL_TYPE_DURATION_DAYS:
      add_number_rows (self, field, name);
      break;
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_DATETIME:
      add_row (self, field, name, ">=", "2010-01-01", _("on or after …"), TRUE);
      add_row (self, field, name, "<", "2010-01-01", _("before …"), TRUE);
      break;
    case MODEL_TYPE_TEXT:
    case MODEL_TYPE_REFERENCE:
    default:
      break;
    }
}

static void
fill (UiConditionPicker *self)
{
  g_autoptr (GPtrArray) fields = NULL;
  GtkListBoxRow *row;

  if (self->filled || self->dictionary == NULL)
    return;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  /* What is made for analyses comes first: age, losses, treatment at the index transfer. */
  fields = model_dictionary_analysable (self->dictionary);
  for (int derived = 1; derived >= 0; derived--)
    for (guint i = 0; i < fields->len; i++)
      {
        const ModelField *field = g_ptr_array_index (fields, i);

        if (field->known != MODEL_KNOWN_AFTER && (field->derived != NULL) == derived)
          add_field (self, field);
      }
  self->filled = TRUE;
}

/* --- the list --------------------------------------------------------------------------------- */

/* The field's name stands once, over its values. */
static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       data)
{
  const ModelField *field = condition_of (row)->field;
  GtkWidget *label;
  g_autofree char *text = NULL;

  if (before != NULL && condition_of (before)->field == field)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  text = ui_text_with_unit (field, _ (field->label));
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (field->help != NULL && *field->help != '\0')
    gtk_widget_set_tooltip_text (label, _ (field->help));
  gtk_widget_add_css_class (label, "section-title");
  gtk_widget_add_css_class (label, "condition-field");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       data)
{
  UiConditionPicker *self = data;

  return self->folded == NULL || strstr (condition_of (row)->folded, self->folded) != NULL;
}

static void
search_cb (UiConditionPicker *self)
{
  char *folded = base_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  g_free (self->folded);
  self->folded = *folded != '\0' ? folded : NULL;
  if (self->folded == NULL)
    g_free (folded);
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_headers (self->list);
}

static void
choose (UiConditionPicker *self,
        GtkListBoxRow     *row)
{
  const Condition *condition = condition_of (row);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, condition->condition, condition->offset,
                 condition->length);
}

/* Enter in the search takes the first that is found. */
static void
activate_cb (UiConditionPicker *self)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (row == NULL)
        return;
      if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
        {
          choose (self, row);
          return;
        }
    }
}

/* Escape, which the search entry takes. */
static void
close_cb (UiConditionPicker *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
show_cb (UiConditionPicker *self)
{
  fill (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_condition_picker_set_dictionary (UiConditionPicker *self,
                                    ModelDictionary   *dictionary)
{
  if (dictionary == self->dictionary)
    return;
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  self->dictionary = dictionary != NULL ? model_dictionary_ref (dictionary) : NULL;
  self->filled = FALSE;
}

GtkWidget *
ui_condition_picker_new (void)
{
  return g_object_new (UI_TYPE_CONDITION_PICKER, NULL);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_condition_picker_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_CONDITION_PICKER);
  G_OBJECT_CLASS (ui_condition_picker_parent_class)->dispose (object);
}

static void
ui_condition_picker_finalize (GObject *object)
{
  UiConditionPicker *self = UI_CONDITION_PICKER (object);

  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  g_free (self->folded);
  G_OBJECT_CLASS (ui_condition_picker_parent_class)->finalize (object);
}

static void
ui_condition_picker_class_init (UiConditionPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_condition_picker_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_condition_picker_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/natality/Natality/ui-condition-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, UiConditionPicker, search);
  gtk_widget_class_bind_template_child (widget_class, UiConditionPicker, list);
  gtk_widget_class_bind_template_callback_full (widget_class, "search_cb", G_CALLBACK (search_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "activate_cb",
                                                G_CALLBACK (activate_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "choose", G_CALLBACK (choose));
  gtk_widget_class_bind_template_callback_full (widget_class, "close_cb", G_CALLBACK (close_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "show_cb", G_CALLBACK (show_cb));
  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", UI_TYPE_CONDITION_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_UINT);
}

static void
ui_condition_picker_init (UiConditionPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_cb, self, NULL);
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
}
