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

struct _UiFlowLayout
{
  GtkLayoutManager parent_instance;
  int min_width;
  int max_columns;
};

G_DEFINE_FINAL_TYPE (UiFlowLayout, ui_flow_layout, GTK_TYPE_LAYOUT_MANAGER)

void
ui_flow_layout_set_span (GtkWidget *child,
                         int        span)
{
  set_int (child, span_quark (), span);
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

static int
span_width (int width,
            int columns,
            int first,
            int span)
{
  /* From the edges of whole columns, so that rounding never lets two rows differ. */
  int left = (width + COLUMN_SPACING) * first / columns;
  int right = (width + COLUMN_SPACING) * (first + span) / columns - COLUMN_SPACING;

  return MAX (0, right - left);
}

/* The height at a width; allocates as well where allocate is TRUE. */
static int
flow (UiFlowLayout *self,
      GtkWidget    *widget,
      int           width,
      gboolean      allocate)
{
  int columns = n_columns (self, width);
  int y = 0, column = 0, row_height = 0;
  GtkWidget *row_first = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);;
       child = gtk_widget_get_next_sibling (child))
    {
      gboolean shown = child != NULL && gtk_widget_should_layout (child);
      int span = shown ? MIN (columns, get_int (child, span_quark ())) : 0;
      int height;

      if (child != NULL && !shown)
        continue;
      if (child == NULL || column + span > columns)
        {
          int at = 0;

          for (GtkWidget *member = row_first; allocate && member != NULL && member != child;
               member = gtk_widget_get_next_sibling (member))
            {
              int member_span;
              GtkAllocation box;

              if (!gtk_widget_should_layout (member))
                continue;
              member_span = MIN (columns, get_int (member, span_quark ()));
              box.x = (width + COLUMN_SPACING) * at / columns;
              box.y = y;
              box.width = span_width (width, columns, at, member_span);
              box.height = row_height;
              gtk_widget_size_allocate (member, &box, -1);
              at += member_span;
            }
          if (child == NULL)
            return y + row_height;
          y += row_height + (row_height > 0 ? ROW_SPACING : 0);
          column = row_height = 0;
          row_first = NULL;
        }
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL,
                          span_width (width, columns, column, span), &height, NULL, NULL, NULL);
      row_height = MAX (row_height, height);
      row_first = row_first != NULL ? row_first : child;
      column += span;
    }
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

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->min_width;
      *natural = self->max_columns * (self->min_width + COLUMN_SPACING) - COLUMN_SPACING;
    }
  else
    *minimum = *natural =
        flow (self, widget, for_size >= 0 ? for_size : self->max_columns * self->min_width, FALSE);
}

static void
flow_allocate (GtkLayoutManager *manager,
               GtkWidget        *widget,
               int               width,
               int               height,
               int               baseline)
{
  flow (UI_FLOW_LAYOUT (manager), widget, width, TRUE);
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
