/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in, a number or a sentence out; one function writes the line under it. */
#include "ui-number-entry.h"

#include <math.h>

#include "base-number.h"

struct _UiNumberEntry
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *caption, *message;
  GtkEntry *entry;

  char *sentence, *note;
  double lower, upper;
  gboolean whole, percent;
  gboolean writing; /* the entry changes because of us */
};

G_DEFINE_FINAL_TYPE (UiNumberEntry, ui_number_entry, GTK_TYPE_BOX)

enum { PROP_0, PROP_LABEL, PROP_SENTENCE, PROP_LOWER, PROP_UPPER, PROP_WHOLE, PROP_PERCENT,
       N_PROPS };

static GParamSpec *props[N_PROPS];
static guint edited_signal;

gboolean
ui_number_entry_is_empty (UiNumberEntry *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  return *g_strstrip (text) == '\0';
}

gboolean
ui_number_entry_get (UiNumberEntry *self,
                     double        *out_value)
{
  double value;

  if (!base_number_parse_typed (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &value))
    return FALSE;
  if (self->percent)
    value /= 100;
  if (!(value >= self->lower && value <= self->upper) || (self->whole && value != floor (value)))
    return FALSE;
  *out_value = value;
  return TRUE;
}

static void
set_class (gpointer    widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* What is missing is said more quietly than what is wrong. */
static void
update (UiNumberEntry *self)
{
  double value;
  gboolean usable = ui_number_entry_get (self, &value);
  gboolean wrong = !usable && !ui_number_entry_is_empty (self);
  const char *text = usable ? self->note : self->sentence;

  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  set_class (self->message, "field-message", wrong);
  set_class (self->message, "field-error", wrong);
  set_class (self->message, "field-caption", !wrong);
  set_class (self->entry, "error", wrong);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "",
                                  -1);
}

static void
changed_cb (UiNumberEntry *self)
{
  update (self);
  if (!self->writing)
    g_signal_emit (self, edited_signal, 0);
}

void
ui_number_entry_set_typed (UiNumberEntry *self,
                           double         value)
{
  g_autofree char *text = base_number_to_text (value);

  self->writing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->writing = FALSE;
}

void
ui_number_entry_set_note (UiNumberEntry *self,
                          const char    *note)
{
  g_free (self->note);
  self->note = g_strdup (note);
  update (self);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_number_entry_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  UiNumberEntry *self = UI_NUMBER_ENTRY (object);

  switch (id)
    {
    case PROP_LABEL:
      gtk_label_set_text (self->caption, g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      gtk_label_get_text (self->caption), -1);
      break;
    case PROP_SENTENCE:
      g_free (self->sentence);
      self->sentence = g_value_dup_string (value);
      update (self);
      break;
    case PROP_LOWER:
      self->lower = g_value_get_double (value);
      break;
    case PROP_UPPER:
      self->upper = g_value_get_double (value);
      break;
    case PROP_WHOLE:
      self->whole = g_value_get_boolean (value);
      break;
    case PROP_PERCENT:
      self->percent = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
ui_number_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (UI_NUMBER_ENTRY (widget)->entry));
}

static void
ui_number_entry_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_NUMBER_ENTRY);
  G_OBJECT_CLASS (ui_number_entry_parent_class)->dispose (object);
}

static void
ui_number_entry_finalize (GObject *object)
{
  UiNumberEntry *self = UI_NUMBER_ENTRY (object);

  g_free (self->sentence);
  g_free (self->note);
  G_OBJECT_CLASS (ui_number_entry_parent_class)->finalize (object);
}

static void
ui_number_entry_class_init (UiNumberEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = ui_number_entry_set_property;
  object_class->dispose = ui_number_entry_dispose;
  object_class->finalize = ui_number_entry_finalize;
  widget_class->grab_focus = ui_number_entry_grab_focus;
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, NULL, flags);
  props[PROP_LOWER]
    = g_param_spec_double ("lower", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  props[PROP_UPPER]
    = g_param_spec_double ("upper", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 1, flags);
  props[PROP_WHOLE] = g_param_spec_boolean ("whole", NULL, NULL, FALSE, flags);
  props[PROP_PERCENT] = g_param_spec_boolean ("percent", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  edited_signal = g_signal_new ("edited", UI_TYPE_NUMBER_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-number-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, UiNumberEntry, caption);
  gtk_widget_class_bind_template_child (widget_class, UiNumberEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, UiNumberEntry, message);
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb",
                                                G_CALLBACK (changed_cb));
}

static void
ui_number_entry_init (UiNumberEntry *self)
{
  self->upper = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
}
