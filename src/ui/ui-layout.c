/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two layout managers for dense forms and tables: GTK's own wrap boxes don't align columns from row
 * to row. */
#include "ui-layout.h"

#define COLUMN_SPACING 10
#define ROW_SPACING 6

static GQuark
span_quark (void)
{
  return g_quark_from_static_string ("ui-span");
}

static GQuark
note_quark (void)
{
  return g_quark_from_static_string ("ui-note");
}

static GQuark
weight_quark (void)
{
  return g_quark_from_static_string ("ui-weight");
}

static int
get_int (GtkWidget *child,
         GQuark     quark)
{
  return MAX (1, GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (child), quark)));
}

static void
set_int (GtkWidget *child,
         GQuark     quark,
         int        value)
{
  if (get_int (child, quark) == value)
    return;
  g_object_set_qdata (G_OBJECT (child), quark, GINT_TO_POINTER (value));
  gtk_widget_queue_resize (child);
}

/* --- flow ------------------------------------------------------------------------------------- */

#define MAX_CELLS 48
#define NOTE_WIDTH 420 /* more than this a note never asks for: then it has a second line */

struct _UiFlowLayout
{
  GtkLayoutManager parent_instance;
  int min_width;
  int max_columns;
};

G_DEFINE_FINAL_TYPE (UiFlowLayout, ui_flow_layout, GTK_TYPE_LAYOUT_MANAGER)

/* A child and the note below it, with where they stand in their row. */
typedef struct
{
  GtkWidget *child, *note;
  int x, width;
  int note_x, note_width;
} Cell;

typedef struct
{
  UiFlowLayout *layout;
  GtkWidget *widget;
  int width, columns;
  gboolean allocate;
  Cell cells[MAX_CELLS]; /* of the row */
  guint n;
  int column, y;
} Flow;

void
ui_flow_layout_set_span (GtkWidget *child,
                         int        span)
{
  set_int (child, span_quark (), span);
}

void
ui_flow_layout_set_note (GtkWidget *note)
{
  g_object_set_qdata (G_OBJECT (note), note_quark (), GINT_TO_POINTER (TRUE));
}

static gboolean
is_note (GtkWidget *child)
{
  return g_object_get_qdata (G_OBJECT (child), note_quark ()) != NULL;
}

static int
n_columns (UiFlowLayout *self,
           int           width)
{
  if (width < 0)
    return self->max_columns;
  return CLAMP ((width + COLUMN_SPACING) / (self->min_width + COLUMN_SPACING), 1,
                self->max_columns);
}

/* From the edges of whole columns, so that rounding never lets two rows differ. */
static int
column_edge (const Flow *flow,
             int         column)
{
  return (flow->width + COLUMN_SPACING) * column / flow->columns;
}

static int
height_at (GtkWidget *widget,
           int        width)
{
  int minimum_width, height;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (width, minimum_width), &height, NULL,
                      NULL, NULL);
  return height;
}

static void
put (const Flow *flow,
     GtkWidget  *child,
     int         x,
     int         y,
     int         width,
     int         height)
{
  GtkAllocation box = { x, y, width, height };

  if (gtk_widget_get_direction (flow->widget) == GTK_TEXT_DIR_RTL)
    box.x = flow->width - x - width;
  gtk_widget_size_allocate (child, &box, -1);
}

/* A note goes on to the right as far as the next one; one that lacks room begins further to the
 * left, and ends where its field does. */
static void
place_notes (Flow *flow)
{
  int end = flow->width;

  for (guint i = flow->n; i-- > 0;)
    {
      Cell *cell = &flow->cells[i];
      int natural;

      if (cell->note == NULL)
        continue;
      gtk_widget_measure (cell->note, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      cell->note_x = MIN (cell->x, MAX (0, end - MIN (natural, NOTE_WIDTH)));
      cell->note_width = end - cell->note_x;
      end = cell->note_x - COLUMN_SPACING;
    }
}

static void
end_row (Flow *flow)
{
  int height = 0, note_height = 0;

  place_notes (flow);
  for (guint i = 0; i < flow->n; i++)
    {
      Cell *cell = &flow->cells[i];

      height = MAX (height, height_at (cell->child, cell->width));
      if (cell->note != NULL)
        note_height = MAX (note_height, height_at (cell->note, cell->note_width));
    }
  for (guint i = 0; flow->allocate && i < flow->n; i++)
    {
      Cell *cell = &flow->cells[i];

      put (flow, cell->child, cell->x, flow->y, cell->width, height);
      if (cell->note != NULL)
        put (flow, cell->note, cell->note_x, flow->y + height, cell->note_width, note_height);
    }
  flow->y += height + note_height + ROW_SPACING;
  flow->n = 0;
  flow->column = 0;
}

/* The height at a width; allocates as well where allocate is TRUE. */
static int
flow_children (UiFlowLayout *self,
               GtkWidget    *widget,
               int           width,
               gboolean      allocate)
{
  Flow flow = { .layout = self, .widget = widget, .width = width, .allocate = allocate };

  flow.columns = n_columns (self, width);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int span;

      if (!gtk_widget_should_layout (child))
        continue;
      if (is_note (child))
        {
          if (flow.n > 0)
            flow.cells[flow.n - 1].note = child;
          continue;
        }
      span = MIN (flow.columns, get_int (child, span_quark ()));
      if (flow.n > 0 && (flow.column + span > flow.columns || flow.n == MAX_CELLS))
        end_row (&flow);
      flow.cells[flow.n++] = (Cell){
        .child = child,
        .x = column_edge (&flow, flow.column),
        .width = column_edge (&flow, flow.column + span) - column_edge (&flow, flow.column)
                 - COLUMN_SPACING,
      };
      flow.column += span;
    }
  if (flow.n > 0)
    end_row (&flow);
  return MAX (0, flow.y - ROW_SPACING);
}

static GtkSizeRequestMode
flow_request_mode (GtkLayoutManager *manager,
                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
flow_measure (GtkLayoutManager *manager,
              GtkWidget        *widget,
              GtkOrientation    orientation,
              int               for_size,
              int              *minimum,
              int              *natural,
              int              *minimum_baseline,
              int              *natural_baseline)
{
  UiFlowLayout *self = UI_FLOW_LAYOUT (manager);
  int widest = self->max_columns * (self->min_width + COLUMN_SPACING) - COLUMN_SPACING;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (widest, 4 * (self->min_width + COLUMN_SPACING));
      *natural = widest;
    }
  else
    *minimum = *natural = flow_children (self, widget, for_size >= 0 ? for_size : widest, FALSE);
}

static void
flow_allocate (GtkLayoutManager *manager,
               GtkWidget        *widget,
               int               width,
               int               height,
               int               baseline)
{
  flow_children (UI_FLOW_LAYOUT (manager), widget, width, TRUE);
}

static void
ui_flow_layout_class_init (UiFlowLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = flow_request_mode;
  manager_class->measure = flow_measure;
  manager_class->allocate = flow_allocate;
}

static void
ui_flow_layout_init (UiFlowLayout *self)
{
}

GtkLayoutManager *
ui_flow_layout_new (int min_width,
                    int max_columns)
{
  UiFlowLayout *self = g_object_new (UI_TYPE_FLOW_LAYOUT, NULL);

  self->min_width = min_width;
  self->max_columns = max_columns;
  return GTK_LAYOUT_MANAGER (self);
}

/* --- share ------------------------------------------------------------------------------------ */

struct _UiShareLayout
{
  GtkLayoutManager parent_instance;
  int spacing;
};

G_DEFINE_FINAL_TYPE (UiShareLayout, ui_share_layout, GTK_TYPE_LAYOUT_MANAGER)

void
ui_share_layout_set_weight (GtkWidget *child,
                            int        weight)
{
  set_int (child, weight_quark (), weight);
}

static void
share_measure (GtkLayoutManager *manager,
               GtkWidget        *widget,
               GtkOrientation    orientation,
               int               for_size,
               int              *minimum,
               int              *natural,
               int              *minimum_baseline,
               int              *natural_baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum += child_minimum;
          *natural += child_natural;
        }
      else
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
    }
}

static void
share_allocate (GtkLayoutManager *manager,
                GtkWidget        *widget,
                int               width,
                int               height,
                int               baseline)
{
  UiShareLayout *self = UI_SHARE_LAYOUT (manager);
  int total = 0, before = 0;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      total += get_int (child, weight_quark ());
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation box = { 0, 0, 0, height };
      int weight;

      if (!gtk_widget_should_layout (child))
        continue;
      weight = get_int (child, weight_quark ());
      box.x = (int) ((gint64) width * before / total);
      box.width =
          MAX (0, (int) ((gint64) width * (before + weight) / total) - box.x - self->spacing);
      if (mirrored)
        box.x = width - box.x - box.width;
      gtk_widget_size_allocate (child, &box, -1);
      before += weight;
    }
}

static void
ui_share_layout_class_init (UiShareLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->measure = share_measure;
  manager_class->allocate = share_allocate;
}

static void
ui_share_layout_init (UiShareLayout *self)
{
}

GtkLayoutManager *
ui_share_layout_new (int spacing)
{
  UiShareLayout *self = g_object_new (UI_TYPE_SHARE_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
