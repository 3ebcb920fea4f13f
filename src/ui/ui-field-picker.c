/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list is made when it is first shown; a search hides rows. */
#include "ui-field-picker.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base-text.h"
#include "ui-group-choice.h"
#include "ui-text.h"

struct _UiFieldPicker
{
  GtkPopover parent_instance;

  /* Template children */
  GtkSearchEntry *search;
  GtkListBox *list;

  /* Owned */
  ModelDictionary *dictionary;
  GPtrArray *names; /* of char *: the ticked ones */
  char *folded;     /* what is searched for; NULL: everything is shown */
  gboolean filled, several, groups;
};

G_DEFINE_FINAL_TYPE (UiFieldPicker, ui_field_picker, GTK_TYPE_POPOVER)

enum { SIGNAL_CHOSEN, SIGNAL_CHANGED, N_SIGNALS };
enum { PROP_0, PROP_SEVERAL, PROP_GROUPS, N_PROPS };

static guint signals[N_SIGNALS];
static GParamSpec *props[N_PROPS];

/* What a row of the list stands for. */
typedef struct
{
  char *name, *label, *folded; /* folded: what a search looks at */
  GtkWidget *tick;             /* borrowed; NULL: one is chosen */
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->name);
  g_free (choice->label);
  g_free (choice->folded);
  g_free (choice);
}

static const Choice *
choice_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "ui-choice");
}

/* --- the rows --------------------------------------------------------------------------------- */

static gboolean
is_ticked (UiFieldPicker *self,
           const char    *name,
           guint         *out_index)
{
  return g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, out_index);
}

static void
show_tick (UiFieldPicker *self,
           GtkListBoxRow *row)
{
  const Choice *choice = choice_of (row);
  gboolean ticked = is_ticked (self, choice->name, NULL);
  g_autofree char *spoken = NULL;

  if (choice->tick == NULL)
    return;
  spoken = ticked ? g_strdup_printf (_("%s, chosen"), choice->label) : g_strdup (choice->label);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (choice->tick), ticked);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static gboolean
is_offered (UiFieldPicker    *self,
            const ModelField *field)
{
  if (self->groups)
    {
      g_autofree char *by = ui_group_choice_of (field);

      return by != NULL && model_dictionary_find_analysable (self->dictionary, field->id) == field;
    }
  return field->known != MODEL_KNOWN_AFTER && field->type != MODEL_TYPE_DATE
         && field->type != MODEL_TYPE_DATETIME && field->type != MODEL_TYPE_REFERENCE
         && field->type != MODEL_TYPE_TEXT
         && (self->several || field->type != MODEL_TYPE_MULTICODE);
}

static void
add_field (UiFieldPicker    *self,
           const ModelField *field)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  Choice *choice = g_new0 (Choice, 1);
  GtkWidget *label;
  g_autofree char *all = NULL;

  choice->name = model_dictionary_find_analysable (self->dictionary, field->id) == field
                     ? g_strdup (field->id)
                     : g_strconcat (model_table_id (field->table), ".", field->id, NULL);
  choice->label = ui_text_with_unit (field, _(field->label));
  all = g_strconcat (choice->label, " ", choice->name, NULL);
  choice->folded = base_text_fold (all);
  if (self->several)
    {
      choice->tick = gtk_check_button_new ();
      gtk_widget_set_focusable (choice->tick, FALSE);
      gtk_widget_set_can_target (choice->tick, FALSE);
      gtk_box_append (GTK_BOX (box), choice->tick);
    }
  label = gtk_label_new (choice->label);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  if (field->help != NULL && *field->help != '\0')
    gtk_widget_set_tooltip_text (row, _(field->help));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  choice->label, -1);
  g_object_set_data_full (G_OBJECT (row), "ui-choice", choice, choice_free);
  gtk_list_box_append (self->list, row);
  show_tick (self, GTK_LIST_BOX_ROW (row));
}

static void
fill (UiFieldPicker *self)
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

        if (is_offered (self, field) && (field->derived != NULL) == derived)
          add_field (self, field);
      }
  self->filled = TRUE;
}

/* --- searching and choosing ------------------------------------------------------------------- */

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       data)
{
  UiFieldPicker *self = data;

  return self->folded == NULL || strstr (choice_of (row)->folded, self->folded) != NULL;
}

static void
search_cb (UiFieldPicker *self)
{
  char *folded = base_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  g_free (self->folded);
  self->folded = *folded != '\0' ? folded : NULL;
  if (self->folded == NULL)
    g_free (folded);
  gtk_list_box_invalidate_filter (self->list);
}

static void
choose (UiFieldPicker *self,
        GtkListBoxRow *row)
{
  const Choice *choice = choice_of (row);
  guint index;

  if (!self->several)
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, choice->name);
      return;
    }
  if (is_ticked (self, choice->name, &index))
    g_ptr_array_remove_index (self->names, index);
  else
    g_ptr_array_add (self->names, g_strdup (choice->name));
  show_tick (self, row);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Enter in the search takes the first that is found. */
static void
activate_cb (UiFieldPicker *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        choose (self, row);
        return;
      }
}

/* Down from the search goes to the first that is found. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        UiFieldPicker         *self)
{
  GtkListBoxRow *row;

  if (keyval != GDK_KEY_Down)
    return FALSE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      return gtk_widget_grab_focus (GTK_WIDGET (row));
  return FALSE;
}

/* Escape, which the search entry takes. */
static void
close_cb (UiFieldPicker *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
show_cb (UiFieldPicker *self)
{
  fill (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_field_picker_set_dictionary (UiFieldPicker   *self,
                                ModelDictionary *dictionary)
{
  if (dictionary == self->dictionary)
    return;
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  self->dictionary = dictionary != NULL ? model_dictionary_ref (dictionary) : NULL;
  self->filled = FALSE;
}

void
ui_field_picker_set_names (UiFieldPicker     *self,
                           const char *const *names)
{
  GtkListBoxRow *row;

  g_ptr_array_set_size (self->names, 0);
  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (self->names, g_strdup (names[i]));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    show_tick (self, row);
}

GStrv
ui_field_picker_get_names (UiFieldPicker *self)
{
  GStrv names = g_new0 (char *, self->names->len + 1);

  for (guint i = 0; i < self->names->len; i++)
    names[i] = g_strdup (g_ptr_array_index (self->names, i));
  return names;
}

void
ui_field_picker_add_term (GtkEditable *terms,
                          const char  *name)
{
  g_autofree char *before = g_strstrip (g_strdup (gtk_editable_get_text (terms)));
  g_autofree char *text
    = *before != '\0' ? g_strdup_printf ("%s + %s", before, name) : g_strdup (name);

  gtk_editable_set_text (terms, text);
  gtk_widget_grab_focus (GTK_WIDGET (terms));
  gtk_editable_set_position (terms, -1);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_field_picker_set_property (GObject      *object,
                              guint         property,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  UiFieldPicker *self = UI_FIELD_PICKER (object);

  *(property == PROP_SEVERAL ? &self->several : &self->groups) = g_value_get_boolean (value);
}

static void
ui_field_picker_get_property (GObject    *object,
                              guint       property,
                              GValue     *value,
                              GParamSpec *pspec)
{
  UiFieldPicker *self = UI_FIELD_PICKER (object);

  g_value_set_boolean (value, property == PROP_SEVERAL ? self->several : self->groups);
}

static void
ui_field_picker_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_FIELD_PICKER);
  G_OBJECT_CLASS (ui_field_picker_parent_class)->dispose (object);
}

static void
ui_field_picker_finalize (GObject *object)
{
  UiFieldPicker *self = UI_FIELD_PICKER (object);

  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  g_ptr_array_unref (self->names);
  g_free (self->folded);
  G_OBJECT_CLASS (ui_field_picker_parent_class)->finalize (object);
}

static void
ui_field_picker_class_init (UiFieldPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = ui_field_picker_set_property;
  object_class->get_property = ui_field_picker_get_property;
  object_class->dispose = ui_field_picker_dispose;
  object_class->finalize = ui_field_picker_finalize;
  props[PROP_SEVERAL] = g_param_spec_boolean ("several", NULL, NULL, FALSE,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                  | G_PARAM_STATIC_STRINGS);
  props[PROP_GROUPS] = g_param_spec_boolean ("groups", NULL, NULL, FALSE,
                                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                 | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-field-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, UiFieldPicker, search);
  gtk_widget_class_bind_template_child (widget_class, UiFieldPicker, list);
  gtk_widget_class_bind_template_callback_full (widget_class, "search_cb", G_CALLBACK (search_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "activate_cb",
                                                G_CALLBACK (activate_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "choose", G_CALLBACK (choose));
  gtk_widget_class_bind_template_callback_full (widget_class, "close_cb", G_CALLBACK (close_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "show_cb", G_CALLBACK (show_cb));
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", UI_TYPE_FIELD_PICKER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", UI_TYPE_FIELD_PICKER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_field_picker_init (UiFieldPicker *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->names = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
}
