/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-model-pattern.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "ui-drop-down.h"
#include "ui-text.h"

#define COLUMNS 2

typedef struct
{
  char *name;
  char **levels;       /* NULL: a number */
  double least, most;  /* of the patients that the model is of */
  gboolean whole;
  GtkWidget *control;  /* a drop-down or an entry */
  GtkLabel *message;
} Field;

struct _UiModelPattern
{
  GtkBox parent_instance;

  GtkGrid *grid;
  GPtrArray *fields; /* of Field */
  GHashTable *set;   /* name -> value: by somebody, not at first */
};

G_DEFINE_FINAL_TYPE (UiModelPattern, ui_model_pattern, GTK_TYPE_BOX)

static guint changed_signal;

static void
field_free (gpointer data)
{
  Field *field = data;

  g_free (field->name);
  g_strfreev (field->levels);
  g_free (field);
}

/* --- values ----------------------------------------------------------------------------------- */

/* As a pattern has it; NULL: it is no number. */
static char *
value_of (const Field *field)
{
  double number;

  if (field->levels != NULL)
    {
      guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (field->control));

      return chosen < g_strv_length (field->levels) ? g_strdup (field->levels[chosen]) : NULL;
    }
  return base_number_parse_typed (gtk_editable_get_text (GTK_EDITABLE (field->control)), &number)
             ? base_number_to_text (number)
             : NULL;
}

/* What is said under a field; NULL: nothing. (transfer full) */
static char *
sentence_of (const Field *field,
             const char  *value)
{
  g_autofree char *least = NULL, *most = NULL;
  double number;

  if (field->levels != NULL)
    return NULL;
  if (value == NULL)
    return g_strdup (_("A number is needed."));
  if (!base_number_parse (value, &number) || isnan (field->least)
      || (number >= field->least && number <= field->most))
    return NULL;
  least = base_number_to_display (field->least, field->whole ? 0 : 1);
  most = base_number_to_display (field->most, field->whole ? 0 : 1);
  return g_strdup_printf (_("The patients are from %s to %s: beyond it the model only guesses."),
                          least, most);
}

static void
say (const Field *field)
{
  g_autofree char *value = value_of (field);
  g_autofree char *sentence = sentence_of (field, value);

  gtk_label_set_text (field->message, sentence != NULL ? sentence : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (field->control),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL ? sentence : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (field->control), GTK_ACCESSIBLE_STATE_INVALID,
                               value == NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_widget_set_visible (GTK_WIDGET (field->message), sentence != NULL);
  if (value == NULL)
    {
      gtk_widget_add_css_class (field->control, "error");
      gtk_widget_add_css_class (GTK_WIDGET (field->message), "field-error");
      return;
    }
  gtk_widget_remove_css_class (field->control, "error");
  gtk_widget_remove_css_class (GTK_WIDGET (field->message), "field-error");
}

static Field *
field_of (UiModelPattern *self,
          GtkWidget      *control)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      Field *field = g_ptr_array_index (self->fields, i);

      if (field->control == control)
        return field;
    }
  return NULL;
}

static void
change (UiModelPattern *self,
        GtkWidget      *control)
{
  Field *field = field_of (self, control);
  char *value = value_of (field);

  say (field);
  if (value != NULL)
    g_hash_table_replace (self->set, g_strdup (field->name), value);
  g_signal_emit (self, changed_signal, 0);
}

static void
typed_cb (UiModelPattern *self,
          GtkWidget      *entry)
{
  change (self, entry);
}

static void
chosen_cb (UiModelPattern *self,
           GParamSpec     *pspec,
           GtkWidget      *choice)
{
  change (self, choice);
}

/* --- the fields ------------------------------------------------------------------------------- */

static GtkWidget *
choice_new (UiModelPattern    *self,
            const char *const *levels,
            const char *const *labels,
            guint              usual,
            const char        *set)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (labels);
  GtkWidget *choice = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (list)), NULL);
  guint chosen = usual;

  for (guint i = 0; set != NULL && levels[i] != NULL; i++)
    if (g_str_equal (levels[i], set))
      chosen = i;
  ui_drop_down_shorten (GTK_DROP_DOWN (choice));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), chosen);
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (chosen_cb), self);
  return choice;
}

static GtkWidget *
number_new (UiModelPattern             *self,
            const AnalysisPatternField *of,
            const char                 *set)
{
  GtkWidget *entry = gtk_entry_new ();
  double number = of->median;
  g_autofree char *text = NULL;

  if (set != NULL)
    base_number_parse (set, &number);
  text = isnan (number) ? g_strdup ("") : base_number_to_text (number);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (typed_cb), self);
  return entry;
}

/* Takes field: its control is there. Captions, controls and messages have rows of their own, so
 * that controls are beside each other. */
static void
attach (UiModelPattern *self,
        Field          *field,
        const char     *label)
{
  int column = (int) (self->fields->len % COLUMNS), row = (int) (self->fields->len / COLUMNS) * 3;
  GtkWidget *caption = gtk_label_new (label), *message = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_yalign (GTK_LABEL (caption), 1);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (caption), 14);
  gtk_widget_set_margin_top (caption, row > 0 ? 5 : 0);
  gtk_widget_add_css_class (caption, "field-caption");
  gtk_label_set_xalign (GTK_LABEL (message), 0);
  gtk_label_set_yalign (GTK_LABEL (message), 0);
  gtk_label_set_wrap (GTK_LABEL (message), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (message), 14);
  gtk_widget_add_css_class (message, "field-message");
  gtk_widget_set_hexpand (field->control, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field->control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_grid_attach (self->grid, caption, column, row, 1, 1);
  gtk_grid_attach (self->grid, field->control, column, row + 1, 1, 1);
  gtk_grid_attach (self->grid, message, column, row + 2, 1, 1);
  field->message = GTK_LABEL (message);
  g_ptr_array_add (self->fields, field);
  say (field);
}

static void
add_field (UiModelPattern             *self,
           const AnalysisPatternField *of)
{
  Field *field = g_new0 (Field, 1);
  const char *set = g_hash_table_lookup (self->set, of->name);
  g_autofree char *label = ui_text_in_unit (of->label, of->unit);

  field->name = g_strdup (of->name);
  field->levels = g_strdupv (of->levels);
  field->least = of->least;
  field->most = of->most;
  field->whole = of->whole;
  field->control = of->levels != NULL ? choice_new (self, (const char *const *) of->levels,
                                                    (const char *const *) of->level_labels,
                                                    of->usual, set)
                                      : number_new (self, of, set);
  attach (self, field, label);
}

static void
add_stratum (UiModelPattern      *self,
             const AnalysisModel *model)
{
  Field *field = g_new0 (Field, 1);

  field->name = g_strdup (ANALYSIS_PATTERN_STRATUM);
  field->levels = g_strdupv (model->strata_names);
  field->control = choice_new (self, (const char *const *) model->strata_names,
                               (const char *const *) model->strata_labels, 0,
                               g_hash_table_lookup (self->set, ANALYSIS_PATTERN_STRATUM));
  attach (self, field, model->strata_label);
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_model_pattern_set_model (UiModelPattern      *self,
                            const AnalysisModel *model)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  g_ptr_array_set_size (self->fields, 0);
  for (guint i = 0; i < model->n_fields; i++)
    add_field (self, &model->fields[i]);
  if (model->strata_names != NULL)
    add_stratum (self, model);
}

char *
ui_model_pattern_get (UiModelPattern *self)
{
  g_autoptr (GString) pattern = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = g_ptr_array_index (self->fields, i);
      g_autofree char *value = value_of (field);

      if (value == NULL)
        return NULL;
      analysis_pattern_add (pattern, field->name, value);
    }
  return g_strdup (pattern->str);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_model_pattern_dispose (GObject *object)
{
  UiModelPattern *self = UI_MODEL_PATTERN (object);

  if (self->grid != NULL)
    gtk_box_remove (GTK_BOX (self), GTK_WIDGET (self->grid));
  self->grid = NULL;
  G_OBJECT_CLASS (ui_model_pattern_parent_class)->dispose (object);
}

static void
ui_model_pattern_finalize (GObject *object)
{
  UiModelPattern *self = UI_MODEL_PATTERN (object);

  g_ptr_array_unref (self->fields);
  g_hash_table_unref (self->set);
  G_OBJECT_CLASS (ui_model_pattern_parent_class)->finalize (object);
}

static void
ui_model_pattern_class_init (UiModelPatternClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ui_model_pattern_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_model_pattern_finalize;
  changed_signal = g_signal_new ("changed", UI_TYPE_MODEL_PATTERN, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_model_pattern_init (UiModelPattern *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  self->fields = g_ptr_array_new_with_free_func (field_free);
  self->set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_grid_set_column_spacing (self->grid, 10);
  gtk_grid_set_row_spacing (self->grid, 3);
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->grid));
}
