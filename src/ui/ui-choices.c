/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The popover of choices of a field. Sets the editor; the field writes itself from there. */
#include "ui-choices.h"

#include <glib/gi18n-lib.h>

#include "ui-text.h"

struct _UiChoices
{
  GtkPopover parent_instance;
  UiEditor *editor;
  GtkListBox *list;
  ModelTable table;
  gint64 key;
  const ModelField *field;
  const ModelField *shown;
};

G_DEFINE_FINAL_TYPE (UiChoices, ui_choices, GTK_TYPE_POPOVER)

static void
activated_cb (UiChoices     *self,
              GtkListBoxRow *row)
{
  const char *value = g_object_get_data (G_OBJECT (row), "ui-value");
  GtkWidget *check = g_object_get_data (G_OBJECT (row), "ui-check");

  if (check != NULL)
    {
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   !gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
      return;
    }
  ui_editor_set_value (self->editor, self->table, self->key, self->field, value);
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* "None" excludes the others, and any other excludes it. */
static void
toggled_cb (UiChoices      *self,
            GtkCheckButton *check)
{
  const char *code = g_object_get_data (G_OBJECT (check), "ui-code");
  const char *now = ui_editor_value (self->editor, self->table, self->key, self->field);
  gboolean active = gtk_check_button_get_active (check);
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < self->shown->n_codes; i++)
    {
      const char *id = self->shown->codes[i].id;
      gboolean in = now != NULL && model_value_has_code (now, id);

      if (g_str_equal (id, code))
        in = active;
      else if (active && (g_str_equal (code, "none") || g_str_equal (id, "none")))
        in = FALSE;
      if (in)
        g_string_append_printf (value, "%s%s", value->len > 0 ? " " : "", id);
    }
  ui_editor_set_value (self->editor, self->table, self->key, self->field, value->str);
  /* The boxes show what the editor holds now. */
  now = ui_editor_value (self->editor, self->table, self->key, self->field);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *other = g_object_get_data (G_OBJECT (row), "ui-check");

      if (other == NULL)
        continue;
      g_signal_handlers_block_by_func (other, toggled_cb, self);
      gtk_check_button_set_active (
          GTK_CHECK_BUTTON (other),
          now != NULL
              && model_value_has_code (now, g_object_get_data (G_OBJECT (other), "ui-code")));
      g_signal_handlers_unblock_by_func (other, toggled_cb, self);
    }
}

static GtkWidget *
add_row (UiChoices  *self,
         const char *label,
         const char *value,
         const char *hint,
         gboolean    current)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), text);
  if (hint != NULL)
    {
      GtkWidget *key = gtk_label_new (hint);

      gtk_widget_add_css_class (key, "dim-label");
      gtk_box_append (GTK_BOX (box), key);
    }
  if (current)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), "ui-value", g_strdup (value), g_free);
  gtk_list_box_append (self->list, row);
  return row;
}

static void
add_check_row (UiChoices       *self,
               const ModelCode *code,
               gboolean         active)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *check = gtk_check_button_new_with_label (_(code->label));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  gtk_widget_set_focusable (check, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (code->label), -1);
  g_object_set_data (G_OBJECT (row), "ui-check", check);
  g_object_set_data (G_OBJECT (check), "ui-code", (gpointer) code->id);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
}

static void
add_values (UiChoices  *self,
            const char *now)
{
  const ModelField *shown = self->shown;

  for (guint i = 0; i < shown->n_codes; i++)
    if (shown->type == MODEL_TYPE_MULTICODE)
      add_check_row (self, &shown->codes[i],
                     now != NULL && model_value_has_code (now, shown->codes[i].id));
    else
      add_row (self, _ (shown->codes[i].label), shown->codes[i].id, NULL,
               g_strcmp0 (now, shown->codes[i].id) == 0);
  if (shown->type == MODEL_TYPE_BOOLEAN)
    {
      add_row (self, _("Yes"), "true", NULL, g_strcmp0 (now, "true") == 0);
      add_row (self, _("No"), "false", NULL, g_strcmp0 (now, "false") == 0);
    }
  if (shown->type == MODEL_TYPE_REFERENCE && shown->references < MODEL_N_TABLES)
    {
      const GPtrArray *rows = ui_editor_record (self->editor)->rows[shown->references];

      for (guint i = 0; i < rows->len; i++)
        {
          const ModelRow *row = g_ptr_array_index (rows, i);
          g_autofree char *label = ui_text_row (ui_editor_dictionary (self->editor),
                                                ui_editor_record (self->editor), row);
          g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, row->key);

          add_row (self, label, value, NULL, g_strcmp0 (now, value) == 0);
        }
    }
}

static void
add_missing (UiChoices  *self,
             const char *now)
{
  static const struct { ModelMissing missing; const char *label, *key; } kinds[] = {
    { MODEL_MISSING_UNKNOWN, N_("Unknown"), "?" },
    { MODEL_MISSING_NOT_APPLICABLE, N_("Not applicable"), "n/a" },
    { MODEL_MISSING_PENDING, N_("Pending"), "p" },
    { MODEL_MISSING_NOT_ASKED, N_("Not asked"), "-" },
  };
  ModelMissing is = model_value_missing (now);
  guint allowed = self->field->missing_allowed;

  if (self->field->required != MODEL_REQUIRED_HARD)
    allowed |= 1u << MODEL_MISSING_NOT_ASKED;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((allowed & (1u << kinds[i].missing)) != 0)
      {
        GtkWidget *row =
            add_row (self, _ (kinds[i].label), model_value_from_missing (kinds[i].missing),
                     kinds[i].key, now != NULL && is == kinds[i].missing);

        gtk_widget_add_css_class (row, "missing-choice");
      }
}

static void
show_cb (UiChoices *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
ui_choices_dispose (GObject *object)
{
  g_clear_object (&UI_CHOICES (object)->editor);
  G_OBJECT_CLASS (ui_choices_parent_class)->dispose (object);
}

static void
ui_choices_class_init (UiChoicesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ui_choices_dispose;
}

static void
ui_choices_init (UiChoices *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "choices");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Choices"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 380);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_popover_set_child (GTK_POPOVER (self), scroller);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (self, "show", G_CALLBACK (show_cb), NULL);
}

GtkWidget *
ui_choices_new (UiEditor         *editor,
                ModelTable        table,
                gint64            key,
                const ModelField *field,
                const ModelField *shown)
{
  UiChoices *self = g_object_new (UI_TYPE_CHOICES, NULL);
  const char *now = ui_editor_value (editor, table, key, field);

  self->editor = g_object_ref (editor);
  self->table = table;
  self->key = key;
  self->field = field;
  self->shown = shown;
  add_values (self, now);
  add_missing (self, now);
  return GTK_WIDGET (self);
}
