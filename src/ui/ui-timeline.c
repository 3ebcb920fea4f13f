/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws a timeline's plan with Cairo, in the colours of the style, and says the same in words. */
#include "ui-timeline.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui-timeline-plan.h"

struct _UiTimeline
{
  GtkWidget parent_instance;
  UiEditor *editor;
  UiTimelinePlan *plan; /* of the width it was last allocated */
};

G_DEFINE_FINAL_TYPE (UiTimeline, ui_timeline, GTK_TYPE_WIDGET)

static guint activated_signal;

typedef struct
{
  GdkRGBA text, dim, grid, accent, birth, due, ivig, steroid, ground;
} Colours;

static void
parse (GdkRGBA    *colour,
       gboolean    dark,
       const char *light_value,
       const char *dark_value)
{
  gdk_rgba_parse (colour, dark ? dark_value : light_value);
}

static Colours
colours_now (void)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  Colours c;

  parse (&c.text, dark, "#2e3436", "#eeeeec");
  parse (&c.dim, dark, "#6a6a6a", "#a5a5a5");
  parse (&c.grid, dark, "#e6e6ea", "#454545");
  parse (&c.accent, dark, "#1a6bb5", "#78aeed");
  parse (&c.birth, dark, "#1f7a44", "#73c991");
  parse (&c.due, dark, "#905c00", "#e5a50a");
  parse (&c.ivig, dark, "#6746b0", "#b49ae0");
  parse (&c.steroid, dark, "#c9b8e8", "#6d5a94");
  parse (&c.ground, dark, "#ffffff", "#303030");
  return c;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void
draw_text (cairo_t       *cr,
           PangoLayout   *layout,
           const char    *text,
           double         x,
           double         y,
           const GdkRGBA *colour)
{
  pango_layout_set_text (layout, text, -1);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr); /* the text's place isn't the beginning of the next line */
}

static void
draw_glyph (cairo_t       *cr,
            const Colours *c,
            UiGlyph        glyph,
            double         x,
            double         y)
{
  const double r = 4.5;

  cairo_set_line_width (cr, 1.8);
  gdk_cairo_set_source_rgba (cr, &c->text);
  switch (glyph)
    {
    case UI_GLYPH_LOSS:
      cairo_move_to (cr, x - r, y - r);
      cairo_line_to (cr, x + r, y + r);
      cairo_move_to (cr, x + r, y - r);
      cairo_line_to (cr, x - r, y + r);
      cairo_stroke (cr);
      break;
    case UI_GLYPH_BIRTH:
      gdk_cairo_set_source_rgba (cr, &c->birth);
      cairo_arc (cr, x, y, r + 0.5, 0, 2 * G_PI);
      cairo_fill (cr);
      break;
    case UI_GLYPH_STILL:
      cairo_rectangle (cr, x - r, y - r, 2 * r, 2 * r);
      cairo_stroke (cr);
      break;
    case UI_GLYPH_OPEN:
      {
        const double dash[] = { 2, 2 };

        gdk_cairo_set_source_rgba (cr, &c->due);
        cairo_set_dash (cr, dash, 2, 0);
        cairo_arc (cr, x, y, r, 0, 2 * G_PI);
        cairo_stroke (cr);
        cairo_set_dash (cr, NULL, 0, 0);
        break;
      }
    case UI_GLYPH_NEGATIVE:
    case UI_GLYPH_NONE:
    default:
      break;
    }
}

static void
draw_transfer (cairo_t       *cr,
               PangoLayout   *layout,
               const Colours *c,
               const UiMark  *mark)
{
  g_autofree char *number = g_strdup_printf ("%u", mark->number);
  int width, height;

  gdk_cairo_set_source_rgba (cr, &c->accent);
  if (mark->glyph != UI_GLYPH_NEGATIVE)
    {
      cairo_set_line_width (cr, 2);
      cairo_move_to (cr, mark->x, mark->y);
      cairo_line_to (cr, mark->x2 - 5, mark->y);
      cairo_stroke (cr);
      draw_glyph (cr, c, mark->glyph, mark->x2, mark->y);
    }
  cairo_arc (cr, mark->x, mark->y, 10, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, mark->frozen ? &c->ground : &c->accent);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &c->accent);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  pango_layout_set_text (layout, number, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  draw_text (cr, layout, number, mark->x - width / 2.0, mark->y - height / 2.0,
             mark->frozen ? &c->accent : &c->ground);
}

static void
draw_mark (cairo_t       *cr,
           PangoLayout   *layout,
           const Colours *c,
           const UiMark  *mark,
           double         axis_y)
{
  const double dash[] = { 3, 3 };
  const GdkRGBA *label = &c->dim;

  switch (mark->kind)
    {
    case UI_MARK_YEAR:
      gdk_cairo_set_source_rgba (cr, &c->grid);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, floor (mark->x) + 0.5, 16);
      cairo_line_to (cr, floor (mark->x) + 0.5, axis_y);
      cairo_stroke (cr);
      break;
    case UI_MARK_REFERRAL:
      gdk_cairo_set_source_rgba (cr, &c->accent);
      cairo_set_line_width (cr, 1.2);
      cairo_set_dash (cr, dash, 2, 0);
      cairo_move_to (cr, floor (mark->x) + 0.5, 6);
      cairo_line_to (cr, floor (mark->x) + 0.5, axis_y);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      label = &c->accent;
      break;
    case UI_MARK_PREGNANCY:
      draw_glyph (cr, c, mark->glyph, mark->x, mark->y);
      break;
    case UI_MARK_TRANSFER:
      draw_transfer (cr, layout, c, mark);
      label = mark->glyph == UI_GLYPH_BIRTH  ? &c->birth
              : mark->glyph == UI_GLYPH_OPEN ? &c->due
                                             : &c->dim;
      break;
    case UI_MARK_INFUSION:
      gdk_cairo_set_source_rgba (cr, &c->ivig);
      cairo_rectangle (cr, mark->x - 1.5, mark->y - 6, 3, 12);
      cairo_fill (cr);
      break;
    case UI_MARK_STEROID:
      gdk_cairo_set_source_rgba (cr, &c->steroid);
      cairo_set_line_width (cr, 7);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_move_to (cr, mark->x + 3, mark->y);
      cairo_line_to (cr, MAX (mark->x + 3, mark->x2 - 3), mark->y);
      cairo_stroke (cr);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
      break;
    case UI_MARK_ENDING:
    default:
      break;
    }
  if (mark->label != NULL)
    draw_text (cr, layout, mark->label, mark->label_x, mark->label_y, label);
}

static void
ensure_plan (UiTimeline *self,
             int         width)
{
  const ModelRecord *record = self->editor != NULL ? ui_editor_record (self->editor) : NULL;

  if (record == NULL)
    g_clear_pointer (&self->plan, ui_timeline_plan_free);
  if (record == NULL || (self->plan != NULL && (int) self->plan->width == width))
    return;
  g_clear_pointer (&self->plan, ui_timeline_plan_free);
  self->plan = ui_timeline_plan_new (ui_editor_dictionary (self->editor), record,
                                     ui_editor_as_of (self->editor), width,
                                     gtk_widget_get_pango_context (GTK_WIDGET (self)));
}

static void
ui_timeline_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  UiTimeline *self = UI_TIMELINE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const char *names[4] = { _("history"), _("transfers"), _("IVIG"), _("prednisone") };
  Colours c = colours_now ();
  g_autoptr (PangoLayout) layout = NULL;
  PangoFontDescription *font;
  cairo_t *cr;

  ensure_plan (self, width);
  if (self->plan == NULL)
    return;
  layout = gtk_widget_create_pango_layout (widget, NULL);
  font = pango_font_description_copy (
      pango_context_get_font_description (gtk_widget_get_pango_context (widget)));
  ui_timeline_scale_font (font);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  for (guint i = 0; i < self->plan->marks->len; i++)
    draw_mark (cr, layout, &c, &g_array_index (self->plan->marks, UiMark, i), self->plan->axis_y);
  for (guint i = 0; i < 4; i++)
    if (self->plan->row_y[i] > 0)
      {
        int text_width, text_height;

        pango_layout_set_text (layout, names[i], -1);
        pango_layout_get_pixel_size (layout, &text_width, &text_height);
        draw_text (cr, layout, names[i], 12, self->plan->row_y[i] - text_height / 2.0, &c.dim);
      }
  cairo_destroy (cr);
}

static void
ui_timeline_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = UI_TIMELINE_HEIGHT;
  else
    {
      *minimum = 300;
      *natural = 900;
    }
}

/* --- words ------------------------------------------------------------------------------------ */

static void
describe (UiTimeline *self)
{
  GString *text = g_string_new (NULL);

  ensure_plan (self, MAX (300, gtk_widget_get_width (GTK_WIDGET (self))));
  for (guint i = 0; self->plan != NULL && i < self->plan->marks->len; i++)
    {
      const UiMark *mark = &g_array_index (self->plan->marks, UiMark, i);

      if (mark->description != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", mark->description);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->len > 0 ? text->str : _("Nothing has a date yet."), -1);
  g_string_free (text, TRUE);
}

static void
changed_cb (UiTimeline *self)
{
  g_clear_pointer (&self->plan, ui_timeline_plan_free);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static const UiMark *
mark_at (UiTimeline *self,
         double      x,
         double      y)
{
  const UiMark *found = NULL;

  for (guint i = 0; self->plan != NULL && i < self->plan->marks->len; i++)
    {
      const UiMark *mark = &g_array_index (self->plan->marks, UiMark, i);
      double reach = mark->kind == UI_MARK_INFUSION ? 4 : 10;
      gboolean in_row = mark->kind == UI_MARK_REFERRAL || fabs (y - mark->y) <= 11;

      if (mark->description != NULL && in_row && x >= mark->x - reach && x <= mark->x2 + reach)
        found = mark;
    }
  return found;
}

static gboolean
tooltip_cb (UiTimeline *self,
            int         x,
            int         y,
            gboolean    keyboard,
            GtkTooltip *tooltip)
{
  const UiMark *mark = keyboard ? NULL : mark_at (self, x, y);

  if (mark == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, mark->description);
  return TRUE;
}

static void
pressed_cb (UiTimeline *self,
            int         n_press,
            double      x,
            double      y)
{
  const UiMark *mark = mark_at (self, x, y);

  if (mark != NULL && mark->key != 0)
    g_signal_emit (self, activated_signal, 0, mark->key);
}

void
ui_timeline_set_editor (UiTimeline *self,
                        UiEditor   *editor)
{
  g_return_if_fail (UI_IS_TIMELINE (self) && self->editor == NULL);

  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

gboolean
ui_timeline_has_content (UiTimeline *self)
{
  static const ModelTable tables[] = { MODEL_TABLE_PREGNANCY, MODEL_TABLE_TRANSFER,
                                       MODEL_TABLE_INFUSION, MODEL_TABLE_MEDICATION };
  const ModelRecord *record = self->editor != NULL ? ui_editor_record (self->editor) : NULL;

  for (guint i = 0; record != NULL && i < G_N_ELEMENTS (tables); i++)
    if (record->rows[tables[i]]->len > 0)
      return TRUE;
  return FALSE;
}

static void
ui_timeline_dispose (GObject *object)
{
  UiTimeline *self = UI_TIMELINE (object);

  g_clear_pointer (&self->plan, ui_timeline_plan_free);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (ui_timeline_parent_class)->dispose (object);
}

static void
ui_timeline_class_init (UiTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_timeline_dispose;
  widget_class->snapshot = ui_timeline_snapshot;
  widget_class->measure = ui_timeline_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "timeline");
  activated_signal = g_signal_new ("transfer-activated", UI_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
ui_timeline_init (UiTimeline *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timeline"), -1);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}
