/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field of a form. What is typed goes to the editor at once; what is shown is written in one
 * place, from the editor. */
#include "ui-field.h"

#include <glib/gi18n-lib.h>

#include "ui-choices.h"
#include "ui-history-popover.h"
#include "ui-text.h"

#define CLOCK_ICON "document-open-recent-symbolic"
#define CLOCK_PLACE GTK_ENTRY_ICON_PRIMARY

struct _UiField
{
  GtkWidget parent_instance;

  GtkWidget *caption_box;
  GtkWidget *caption;
  GtkWidget *clock;
  GtkWidget *entry;    /* GtkEntry, or the GtkTextView of a note */
  GtkWidget *frame;    /* around the text view; else NULL */
  GtkWidget *message;  /* owned; whoever lays the field out gives it its place */
  GtkWidget *choices;  /* the popovers opened last; NULL */
  GtkWidget *history;

  UiEditor *editor;
  ModelTable table;
  gint64 key;
  const ModelField *field;
  guint history_idle;
  guint looked;        /* the editor's serial when the history was last looked for */
  guint undoable;      /* and that since when typing can be undone in the entry */
  gboolean changed_once;
  gboolean quiet;      /* its choices are missing kinds only */
  gboolean typing;     /* the editor changes because of our own entry */
  gboolean writing;    /* the entry changes because of us */
  gboolean keeps_place;
  gboolean shown;
  gboolean error;
};

G_DEFINE_FINAL_TYPE (UiField, ui_field, GTK_TYPE_WIDGET)

gboolean
ui_field_is_note (const ModelField *field)
{
  return field->type == MODEL_TYPE_TEXT && g_str_equal (field->id, "note");
}

static const ModelField *
shown_field (UiField *self)
{
  const ModelRow *row = ui_editor_row (self->editor, self->table, self->key);

  return row != NULL ? model_row_value_field (ui_editor_dictionary (self->editor), row, self->field)
                     : self->field;
}

/* --- text in and out -------------------------------------------------------------------------- */

static char *
entry_text (UiField *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (self->frame == NULL)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
write_text (UiField    *self,
            const char *text)
{
  g_autofree char *now = entry_text (self);

  if (g_str_equal (now, text))
    return;
  self->writing = TRUE;
  if (self->frame == NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
      if (gtk_widget_has_focus (self->entry) || gtk_widget_get_focus_child (self->entry) != NULL)
        gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
    }
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry)), text, -1);
  self->writing = FALSE;
}

static void
typed_cb (UiField *self)
{
  g_autofree char *text = NULL;

  if (self->writing)
    return;
  text = entry_text (self);
  self->typing = TRUE;
  ui_editor_set_typed (self->editor, self->table, self->key, self->field, text);
  self->typing = FALSE;
}

/* The small menu of an entry without a list is seen while somebody is in it: it costs room. */
static void
show_menu_icon (UiField  *self,
                gboolean  shown)
{
  if (self->quiet)
    gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                       shown ? "pan-down-symbolic" : NULL);
}

static void
enter_cb (UiField *self)
{
  show_menu_icon (self, TRUE);
}

static void
leave_cb (UiField *self)
{
  show_menu_icon (self, FALSE);
  ui_field_update (self);
}

/* A date as people read it, where typing that would give the same date, and nothing
 * misunderstood waits. */
static char *
shown_date (UiField    *self,
            const char *value)
{
  g_autofree char *text = ui_editor_shown_text (self->editor, self->table, self->key, self->field);
  g_autofree char *display = model_value_to_display (self->field, value);
  g_autofree char *back = NULL, *typed = NULL;

  if (model_value_from_typed (self->field, text, ui_editor_today (self->editor), &typed, NULL)
      && model_value_equal (typed, value)
      && model_value_from_typed (self->field, display, ui_editor_today (self->editor), &back, NULL)
      && model_value_equal (back, value))
    return g_steal_pointer (&display);
  return g_steal_pointer (&text);
}

/* What the entry shows when nobody types in it: references by the row they name. */
static char *
shown_text (UiField *self)
{
  const char *value = ui_editor_value (self->editor, self->table, self->key, self->field);

  if (self->field->type == MODEL_TYPE_REFERENCE
      && model_value_missing (value) == MODEL_MISSING_NONE)
    return ui_text_cell (ui_editor_dictionary (self->editor), ui_editor_record (self->editor),
                         ui_editor_row (self->editor, self->table, self->key), self->field->id);
  if ((self->field->type == MODEL_TYPE_DATE || self->field->type == MODEL_TYPE_DATETIME)
      && model_value_missing (value) == MODEL_MISSING_NONE)
    return shown_date (self, value);
  return ui_editor_shown_text (self->editor, self->table, self->key, self->field);
}

/* --- history ---------------------------------------------------------------------------------- */

static gboolean
open_history (UiField *self)
{
  GtkWidget *popover;

  if (!self->changed_once)
    return FALSE;
  popover = ui_history_popover_new (self->editor, self->table, self->key, self->field);
  g_clear_pointer (&self->history, gtk_widget_unparent);
  self->history = popover;
  gtk_widget_set_parent (popover, self->frame != NULL ? self->frame : self->entry);
  gtk_popover_popup (GTK_POPOVER (popover));
  return TRUE;
}

static void
clock_cb (UiField *self)
{
  open_history (self);
}

/* Beside the caption; in the entry where another row has the caption. */
static void
update_clock (UiField *self)
{
  gboolean captioned = gtk_widget_get_visible (self->caption_box);
  gboolean inside = self->changed_once && !captioned && self->frame == NULL;

  gtk_widget_set_visible (self->clock, self->changed_once && captioned);
  if (self->frame != NULL
      || inside == (gtk_entry_get_icon_name (GTK_ENTRY (self->entry), CLOCK_PLACE) != NULL))
    return;
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), CLOCK_PLACE,
                                     inside ? CLOCK_ICON : NULL);
}

static gboolean
history_idle_cb (gpointer user_data)
{
  UiField *self = user_data;

  self->history_idle = 0;
  self->changed_once = ui_history_exists (self->editor, self->table, self->key, self->field);
  update_clock (self);
  return G_SOURCE_REMOVE;
}

/* Once for every time that the record was read: saving may have given the field a history. */
static void
look_for_history (UiField *self)
{
  if (self->key <= 0 || self->looked == ui_editor_serial (self->editor))
    return;
  self->looked = ui_editor_serial (self->editor);
  if (self->history_idle == 0)
    self->history_idle = g_idle_add_full (G_PRIORITY_LOW, history_idle_cb, self, NULL);
}

/* --- tooltips: asked for when somebody points, since setting one asks the display each time --- */

static gboolean
caption_tooltip_cb (GtkWidget  *widget,
                    int         x,
                    int         y,
                    gboolean    keyboard,
                    GtkTooltip *tooltip,
                    UiField    *self)
{
  g_autofree char *full = ui_text_caption (self->field, FALSE);
  g_autofree char *text = g_strdup_printf ("%s\n%s", full, _ (self->field->help));

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

char *
ui_field_tooltip (UiField *self)
{
  g_autofree char *text = entry_text (self);

  return text[0] != '\0' ? g_steal_pointer (&text) : g_strdup (_ (self->field->help));
}

static char *
history_label (UiField *self)
{
  return g_strdup_printf (_ ("History of %s (Ctrl+H)"), _ (self->field->label));
}

static gboolean
clock_tooltip_cb (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard,
                  GtkTooltip *tooltip,
                  UiField    *self)
{
  g_autofree char *text = history_label (self);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static gboolean
entry_tooltip_cb (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard,
                  GtkTooltip *tooltip,
                  UiField    *self)
{
  int icon = keyboard ? -1 : gtk_entry_get_icon_at_pos (GTK_ENTRY (widget), x, y);
  g_autofree char *text = icon == CLOCK_PLACE                ? history_label (self)
                          : icon == GTK_ENTRY_ICON_SECONDARY ? g_strdup (_ ("Choices (Alt+Down)"))
                                                             : ui_field_tooltip (self);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
give_tooltip (UiField   *self,
              GtkWidget *widget,
              GCallback  callback)
{
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect_object (widget, "query-tooltip", callback, self, 0);
}

/* --- state ------------------------------------------------------------------------------------ */

/* Once the record was saved or read again, what was typed before is no typing that Ctrl+Z could
 * take back in the entry: it then goes to the window, which undoes what is saved. */
static void
forget_typing (UiField *self)
{
  GtkWidget *text = self->entry;

  if (self->undoable == ui_editor_serial (self->editor))
    return;
  self->undoable = ui_editor_serial (self->editor);
  if (self->frame == NULL)
    {
      text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));
      gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
      gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), TRUE);
    }
  else
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));

      gtk_text_buffer_set_enable_undo (buffer, FALSE);
      gtk_text_buffer_set_enable_undo (buffer, TRUE);
    }
  /* GTK 4.8 doesn't look again whether there is something to undo; the next key does. */
  gtk_widget_action_set_enabled (text, "text.undo", FALSE);
  gtk_widget_action_set_enabled (text, "text.redo", FALSE);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_message (UiField *self)
{
  const ModelIssue *issue =
      self->shown ? ui_editor_issue (self->editor, self->table, self->key, self->field) : NULL;
  gboolean hard = issue != NULL && issue->kind == MODEL_ISSUE_HARD;
  const char *value = ui_editor_value (self->editor, self->table, self->key, self->field);
  gboolean fresh =
      self->key < 0 && value == NULL && issue != NULL && g_str_equal (issue->rule, "required");

  /* In a new row an empty field that is still to come isn't an error yet, though it can't be
   * saved so. */
  if (fresh)
    issue = NULL;
  self->error = hard;
  gtk_label_set_text (GTK_LABEL (self->message), issue != NULL ? issue->message : "");
  gtk_widget_set_visible (self->message, issue != NULL);
  set_class (GTK_WIDGET (self), "field-error", issue != NULL && hard);
  set_class (self->message, "field-error", issue != NULL && hard);
  set_class (GTK_WIDGET (self), "field-warning", issue != NULL && !hard);
  set_class (GTK_WIDGET (self), "field-required", fresh);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
      issue != NULL && hard ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

void
ui_field_update (UiField *self)
{
  gboolean writable;

  g_return_if_fail (UI_IS_FIELD (self));

  self->shown = ui_editor_is_shown (self->editor, self->table, self->key, self->field);
  gtk_widget_set_visible (GTK_WIDGET (self), self->shown || self->keeps_place);
  gtk_widget_set_opacity (GTK_WIDGET (self), self->shown ? 1 : 0);
  gtk_widget_set_can_target (GTK_WIDGET (self), self->shown);
  gtk_widget_set_can_focus (GTK_WIDGET (self), self->shown);
  if (!self->typing)
    {
      g_autofree char *text = shown_text (self);

      write_text (self, text);
    }
  forget_typing (self);
  look_for_history (self);
  writable = ui_editor_is_writable (self->editor);
  if (self->frame == NULL)
    {
      gtk_editable_set_editable (GTK_EDITABLE (self->entry),
                                 writable && self->field->type != MODEL_TYPE_REFERENCE);
      gtk_widget_set_sensitive (self->entry, writable);
    }
  else
    gtk_widget_set_sensitive (self->frame, writable);
  update_message (self);
}

/* --- choices ---------------------------------------------------------------------------------- */

static void
choices_closed_cb (UiField *self)
{
  gtk_widget_grab_focus (self->entry);
}

static void
open_choices (UiField *self)
{
  if (!ui_editor_is_writable (self->editor) || !self->shown)
    return;
  g_clear_pointer (&self->choices, gtk_widget_unparent);
  self->choices =
      ui_choices_new (self->editor, self->table, self->key, self->field, shown_field (self));
  gtk_widget_set_parent (self->choices, self->frame != NULL ? self->frame : self->entry);
  g_signal_connect_object (self->choices, "closed", G_CALLBACK (choices_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->choices));
}

static void
icon_cb (UiField              *self,
         GtkEntryIconPosition  position)
{
  if (position == CLOCK_PLACE)
    open_history (self);
  else
    open_choices (self);
}

static gboolean
has_choices (UiField *self)
{
  const ModelField *shown = shown_field (self);

  return shown->n_codes > 0 || shown->type == MODEL_TYPE_BOOLEAN
         || shown->type == MODEL_TYPE_REFERENCE;
}

static gboolean
key_cb (UiField         *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if ((keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
      && (modifiers == GDK_ALT_MASK
          || (modifiers == 0 && self->frame == NULL && has_choices (self))))
    {
      open_choices (self);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_F4 && modifiers == 0)
    {
      open_choices (self);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_h && modifiers == GDK_CONTROL_MASK && open_history (self))
    return GDK_EVENT_STOP;
  return GDK_EVENT_PROPAGATE;
}

/* A reference can't be typed: a click anywhere opens its rows. */
static void
pressed_cb (UiField *self)
{
  if (self->field->type == MODEL_TYPE_REFERENCE)
    open_choices (self);
}

/* --- construction ----------------------------------------------------------------------------- */

static void
build_caption (UiField    *self,
               const char *row_name)
{
  g_autofree char *full = ui_text_caption (self->field, FALSE);
  g_autofree char *text = ui_text_caption (self->field, TRUE);
  g_autofree char *name = row_name != NULL ? g_strdup_printf ("%s: %s", row_name, full) : NULL;
  g_autofree char *clock_name = history_label (self);

  self->caption_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  self->caption = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (self->caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->caption), PANGO_ELLIPSIZE_END);
  give_tooltip (self, self->caption, G_CALLBACK (caption_tooltip_cb));
  gtk_widget_add_css_class (self->caption, "field-caption");
  self->clock = gtk_button_new_from_icon_name (CLOCK_ICON);
  gtk_widget_add_css_class (self->clock, "flat");
  gtk_widget_add_css_class (self->clock, "field-clock");
  give_tooltip (self, self->clock, G_CALLBACK (clock_tooltip_cb));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clock), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  clock_name, -1);
  /* Tab goes from entry to entry; Ctrl+H is the key for this. */
  gtk_widget_set_focusable (self->clock, FALSE);
  gtk_widget_set_visible (self->clock, FALSE);
  g_signal_connect_swapped (self->clock, "clicked", G_CALLBACK (clock_cb), self);
  gtk_box_append (GTK_BOX (self->caption_box), self->caption);
  gtk_box_append (GTK_BOX (self->caption_box), self->clock);
  gtk_widget_set_parent (self->caption_box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : full, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (self->field->help), -1);
}

static void
build_note (UiField *self)
{
  GtkTextBuffer *buffer;

  self->entry = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->entry), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->entry), FALSE);
  self->frame = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->frame), self->entry);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->frame), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->frame), 46);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->frame), 120);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->frame), TRUE);
  gtk_widget_add_css_class (self->frame, "note-frame");
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));
  g_signal_connect_swapped (buffer, "changed", G_CALLBACK (typed_cb), self);
}

static void
build_entry (UiField *self)
{
  gboolean choices = self->field->n_codes > 0 || self->field->type == MODEL_TYPE_BOOLEAN
                     || self->field->type == MODEL_TYPE_REFERENCE
                     || g_str_equal (self->field->id, "value");
  guint kinds = self->field->missing_allowed & ~(1u << MODEL_MISSING_NOT_ASKED);

  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 1); /* the form's grid decides */
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 16);
  give_tooltip (self, self->entry, G_CALLBACK (entry_tooltip_cb));
  if (choices || kinds != 0)
    {
      self->quiet = TRUE;
      if (choices)
        show_menu_icon (self, TRUE);
      self->quiet = !choices;
    }
  g_signal_connect_swapped (self->entry, "icon-press", G_CALLBACK (icon_cb), self);
  if (self->field->type == MODEL_TYPE_REFERENCE)
    {
      GtkGesture *click = gtk_gesture_click_new ();

      g_signal_connect_swapped (click, "released", G_CALLBACK (pressed_cb), self);
      gtk_widget_add_controller (self->entry, GTK_EVENT_CONTROLLER (click));
    }
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (typed_cb), self);
}

GtkWidget *
ui_field_new (UiEditor         *editor,
              ModelTable        table,
              gint64            key,
              const ModelField *field,
              const char       *row_name)
{
  UiField *self = g_object_new (UI_TYPE_FIELD, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->editor = g_object_ref (editor);
  self->table = table;
  self->key = key;
  self->field = field;
  if (ui_field_is_note (field))
    build_note (self);
  else
    build_entry (self);
  build_caption (self, row_name);
  gtk_widget_set_parent (self->frame != NULL ? self->frame : self->entry, GTK_WIDGET (self));
  self->message = g_object_ref_sink (gtk_label_new (NULL));
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->message), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_label_set_yalign (GTK_LABEL (self->message), 0);
  gtk_widget_add_css_class (self->message, "field-message");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->message, NULL, -1);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_object (editor, "changed", G_CALLBACK (ui_field_update), self,
                           G_CONNECT_SWAPPED);
  ui_field_update (self);
  return GTK_WIDGET (self);
}

GtkWidget *
ui_field_get_message (UiField *self)
{
  return self->message;
}

const ModelField *
ui_field_get_field (UiField *self)
{
  return self->field;
}

void
ui_field_set_key (UiField *self,
                  gint64   key)
{
  if (self->key == key)
    return;
  self->key = key;
  ui_field_update (self);
}

void
ui_field_set_caption_visible (UiField  *self,
                              gboolean  visible)
{
  if (gtk_widget_get_visible (self->caption_box) == visible)
    return;
  gtk_widget_set_visible (self->caption_box, visible);
  update_clock (self);
}

void
ui_field_set_keeps_place (UiField  *self,
                          gboolean  keeps_place)
{
  self->keeps_place = keeps_place;
  ui_field_update (self);
}

gboolean
ui_field_is_shown (UiField *self)
{
  return self->shown;
}

gboolean
ui_field_has_error (UiField *self)
{
  return self->error;
}

gboolean
ui_field_grab (UiField *self)
{
  return self->shown && gtk_widget_grab_focus (self->entry);
}

GtkWidget *
ui_field_get_entry (UiField *self)
{
  return self->entry;
}

static gboolean
ui_field_grab_focus (GtkWidget *widget)
{
  return ui_field_grab (UI_FIELD (widget));
}

static void
ui_field_dispose (GObject *object)
{
  UiField *self = UI_FIELD (object);

  g_clear_handle_id (&self->history_idle, g_source_remove);
  g_clear_pointer (&self->choices, gtk_widget_unparent);
  g_clear_pointer (&self->history, gtk_widget_unparent);
  g_clear_pointer (&self->caption_box, gtk_widget_unparent);
  if (self->frame != NULL)
    g_clear_pointer (&self->frame, gtk_widget_unparent);
  else
    g_clear_pointer (&self->entry, gtk_widget_unparent);
  self->entry = NULL;
  g_clear_object (&self->message);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (ui_field_parent_class)->dispose (object);
}

static void
ui_field_class_init (UiFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_field_dispose;
  widget_class->grab_focus = ui_field_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "field");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_field_init (UiField *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
}
