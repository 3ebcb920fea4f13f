/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a spec out at the widget's size and draws it. Keeps one layout for as long as spec, size,
 * theme and read-out are the same. */
#include "ui-chart-view.h"

#include <adwaita.h>
#include <math.h>

#include "chart-draw.h"

/* A point of the figure is this many pixels on the screen. */
#define PX_PER_PT (96.0 / 72.0)
#define MIN_WIDTH_PX 420
#define MIN_HEIGHT_PX 420
/* The curves keep this height for their width; where the rest of the figure leaves less, the page
 * scrolls. */
#define LEAST_SHAPE 0.44
#define MIN_PREVIEW_PX 200
#define PREVIEW_PX 380
/* On a large screen the text grows with the figure: labels are this share of its width. */
#define TEXT_SHARE (1.0 / 62)
#define MIN_TEXT_PT 8.0
#define MAX_TEXT_PT 11.0

struct _UiChartView
{
  GtkWidget parent_instance;

  /* Owned */
  ChartSpec *spec;
  ChartLayout *layout;

  gboolean preview;
  guint k;
  guint pinned; /* by a click or a key, and back there once the pointer leaves; 0: none */
  double pointer_x, pointer_y; /* where the pointer was last */
  int laid_width, laid_height;
  int measured_width, measured_height; /* the least height at a width, as measured last */
};

G_DEFINE_FINAL_TYPE (UiChartView, ui_chart_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_K_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
forget_layout (UiChartView *self)
{
  g_clear_pointer (&self->layout, chart_layout_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The spec as a screen of this width has it. */
static ChartSpec *
screen_spec (UiChartView *self,
             int          width)
{
  ChartSpec *spec = chart_spec_copy (self->spec);

  spec->theme = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? CHART_THEME_DARK
                                                                               : CHART_THEME_LIGHT;
  spec->draw_background = FALSE;
  spec->width_pt = width / PX_PER_PT;
  spec->base_size_pt = CLAMP (spec->width_pt * TEXT_SHARE, MIN_TEXT_PT, MAX_TEXT_PT);
  return spec;
}

static void
lay_out (UiChartView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)),
      height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autoptr (ChartSpec) spec = NULL;

  if (self->preview
      || (self->layout != NULL && width == self->laid_width && height == self->laid_height))
    return;
  g_clear_pointer (&self->layout, chart_layout_unref);
  if (self->spec == NULL || width <= 0 || height <= 0)
    return;
  spec = screen_spec (self, width);
  spec->height_pt = height / PX_PER_PT;
  spec->marker_k = self->k;
  self->layout = chart_layout_new (spec);
  self->laid_width = width;
  self->laid_height = height;
}

/* Pixels per point: the whole figure is always seen, also where it needed more room than there
 * is. */
static double
scale_of (UiChartView *self,
          double      *out_x,
          double      *out_y)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)),
         height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = MIN (width / self->layout->width, height / self->layout->height);

  *out_x = (width - scale * self->layout->width) / 2;
  *out_y = self->preview ? (height - scale * self->layout->height) / 2 : 0;
  return scale;
}

static void
ui_chart_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  UiChartView *self = UI_CHART_VIEW (widget);
  graphene_rect_t bounds;
  cairo_t *cr;
  double x, y, scale;

  lay_out (self);
  if (self->layout == NULL)
    return;
  graphene_rect_init (&bounds, 0, 0, (float) gtk_widget_get_width (widget),
                      (float) gtk_widget_get_height (widget));
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  scale = scale_of (self, &x, &y);
  cairo_translate (cr, x, y);
  cairo_scale (cr, scale, scale);
  chart_draw (self->layout, cr);
  cairo_destroy (cr);
}

/* At which height the curves have their least shape, pixels. */
static int
least_height (UiChartView *self,
              int          width)
{
  g_autoptr (ChartSpec) spec = NULL;
  g_autoptr (ChartLayout) layout = NULL;
  double more;

  if (self->spec == NULL || width <= 0)
    return MIN_HEIGHT_PX;
  if (width == self->measured_width)
    return self->measured_height;
  spec = screen_spec (self, width);
  layout = chart_layout_new (spec);
  more = layout->panel.height - LEAST_SHAPE * layout->panel.width;
  self->measured_width = width;
  self->measured_height = MAX (MIN_HEIGHT_PX, (int) (PX_PER_PT * (layout->height - 1.2 * more)));
  return self->measured_height;
}

/* No wider than on paper. */
static int
preview_width (UiChartView *self)
{
  return self->layout == NULL
             ? PREVIEW_PX
             : CLAMP ((int) ceil (self->layout->width * PX_PER_PT), MIN_PREVIEW_PX, PREVIEW_PX);
}

/* At which height a preview is as wide as it can be, or as large as on paper. */
static int
preview_height (UiChartView *self,
                int          width)
{
  if (self->layout == NULL || width <= 0)
    return MIN_PREVIEW_PX;
  return (int) floor (self->layout->height * MIN (PX_PER_PT, width / self->layout->width));
}

static GtkSizeRequestMode
ui_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ui_chart_view_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  UiChartView *self = UI_CHART_VIEW (widget);
  gboolean preview = self->preview, wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  if (wide)
    *minimum = preview ? MIN_PREVIEW_PX : MIN_WIDTH_PX;
  else
    *minimum = preview ? preview_height (self, for_size) : least_height (self, for_size);
  *natural = preview && wide ? preview_width (self) : *minimum;
}

/* --- the read-out ----------------------------------------------------------------------------- */

guint
ui_chart_view_get_k (UiChartView *self)
{
  return self->k;
}

static void
move_to (UiChartView *self,
         guint        k)
{
  if (self->k == k)
    return;
  self->k = k;
  forget_layout (self);
  g_signal_emit (self, signals[SIGNAL_K_CHANGED], 0, k);
}

/* Whoever sets it knows why: what was pinned may be beyond the last transfer now. */
void
ui_chart_view_set_k (UiChartView *self,
                     guint        k)
{
  self->pinned = 0;
  move_to (self, k);
}

static void
enter_cb (GtkEventControllerMotion *controller,
          double                    x,
          double                    y,
          gpointer                  data)
{
  UiChartView *self = data;

  self->pointer_x = x;
  self->pointer_y = y;
}

/* The transfer under the pointer; 0: none. */
static guint
k_at (UiChartView *self,
      double       x,
      double       y)
{
  double left, top, scale;

  if (self->layout == NULL || self->preview)
    return 0;
  scale = scale_of (self, &left, &top);
  return chart_layout_k_at (self->layout, (x - left) / scale, (y - top) / scale);
}

/* A pointer that rests is told again whenever something is laid out under it; only one that moves
 * points. Else it would take the read-out from the arrow keys. */
static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           gpointer                  data)
{
  UiChartView *self = data;
  guint k;

  if (self->layout == NULL || self->preview
      || (fabs (x - self->pointer_x) < 1 && fabs (y - self->pointer_y) < 1))
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  k = k_at (self, x, y);
  if (k > 0)
    move_to (self, k);
}

static void
pin (UiChartView *self,
     guint        k)
{
  self->pinned = k;
  move_to (self, k);
}

static void
pressed_cb (GtkGestureClick *click,
            int              n_press,
            double           x,
            double           y,
            UiChartView     *self)
{
  /* The pointer's coming may have moved the read-out, which isn't laid out yet. */
  guint k = self->layout != NULL ? k_at (self, x, y) : self->k;

  if (self->preview)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (k > 0)
    pin (self, k);
}

/* On its way to the figures beside, the pointer has passed over other transfers. */
static void
leave_cb (UiChartView *self)
{
  if (self->pinned > 0)
    move_to (self, self->pinned);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        gpointer               data)
{
  UiChartView *self = data;
  guint last = self->layout != NULL ? self->layout->k_max : 0;

  if (last == 0 || self->preview)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Left:
      pin (self, self->k > 1 ? self->k - 1 : 1);
      return TRUE;
    case GDK_KEY_Right:
      pin (self, MIN (self->k + 1, last));
      return TRUE;
    case GDK_KEY_Home:
      pin (self, 1);
      return TRUE;
    case GDK_KEY_End:
      pin (self, last);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_chart_view_set_spec (UiChartView     *self,
                        const ChartSpec *spec)
{
  g_clear_pointer (&self->spec, chart_spec_unref);
  if (spec != NULL)
    self->spec = chart_spec_copy (spec);
  self->measured_width = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  forget_layout (self);
}

void
ui_chart_view_set_preview (UiChartView *self,
                           ChartLayout *layout)
{
  self->preview = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  forget_layout (self);
  self->layout = chart_layout_ref (layout);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
dark_cb (UiChartView *self)
{
  if (!self->preview)
    forget_layout (self);
}

static void
ui_chart_view_dispose (GObject *object)
{
  UiChartView *self = UI_CHART_VIEW (object);

  g_clear_pointer (&self->layout, chart_layout_unref);
  g_clear_pointer (&self->spec, chart_spec_unref);
  G_OBJECT_CLASS (ui_chart_view_parent_class)->dispose (object);
}

static void
ui_chart_view_class_init (UiChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_chart_view_dispose;
  widget_class->snapshot = ui_chart_view_snapshot;
  widget_class->measure = ui_chart_view_measure;
  widget_class->get_request_mode = ui_chart_view_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[SIGNAL_K_CHANGED] = g_signal_new ("k-changed", UI_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ui_chart_view_init (UiChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (dark_cb), self, G_CONNECT_SWAPPED);
}
