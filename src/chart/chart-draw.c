/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws a layout with Cairo and Pango. Decides nothing: no position, size or colour is made
 * here. */

#include "chart-draw.h"

#include "chart-text.h"

#include <math.h>
#include <pango/pangocairo.h>

static void
set_colour (const ChartLayout *layout,
            cairo_t           *cr,
            ChartColour        colour,
            double             alpha)
{
  const ChartRgb *rgb = &layout->colours[colour];

  if (alpha < 1)
    cairo_set_source_rgba (cr, rgb->red, rgb->green, rgb->blue, alpha);
  else
    cairo_set_source_rgb (cr, rgb->red, rgb->green, rgb->blue);
}

static void
draw_rect (const ChartLayout *layout,
           cairo_t           *cr,
           const ChartRect   *rect)
{
  set_colour (layout, cr, rect->colour, rect->alpha);
  cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_fill (cr);
}

static void
draw_path (const ChartLayout *layout,
           cairo_t           *cr,
           const ChartPath   *path)
{
  set_colour (layout, cr, path->colour, path->alpha);
  cairo_set_line_width (cr, path->width);
  cairo_set_dash (cr, path->dashes, (int) path->n_dashes, path->dash_offset);
  for (guint i = 0; i < path->n_points; i++)
    cairo_line_to (cr, path->points[i].x, path->points[i].y);
  if (path->filled)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
trace_mark (cairo_t         *cr,
            const ChartMark *mark)
{
  double r = mark->radius;

  switch (mark->shape)
    {
    case CHART_MARK_SQUARE:
    case CHART_MARK_OPEN_SQUARE:
      cairo_rectangle (cr, mark->x - 0.89 * r, mark->y - 0.89 * r, 1.78 * r, 1.78 * r);
      break;
    case CHART_MARK_TRIANGLE:
    case CHART_MARK_OPEN_TRIANGLE:
      cairo_move_to (cr, mark->x, mark->y - 1.2 * r);
      cairo_line_to (cr, mark->x + 1.1 * r, mark->y + 0.75 * r);
      cairo_line_to (cr, mark->x - 1.1 * r, mark->y + 0.75 * r);
      cairo_close_path (cr);
      break;
    case CHART_MARK_DIAMOND:
    case CHART_MARK_OPEN_DIAMOND:
      cairo_move_to (cr, mark->x, mark->y - 1.25 * r);
      cairo_line_to (cr, mark->x + 1.25 * r, mark->y);
      cairo_line_to (cr, mark->x, mark->y + 1.25 * r);
      cairo_line_to (cr, mark->x - 1.25 * r, mark->y);
      cairo_close_path (cr);
      break;
    case CHART_MARK_TICK:
      cairo_move_to (cr, mark->x, mark->y - r);
      cairo_line_to (cr, mark->x, mark->y + r);
      break;
    case CHART_MARK_CIRCLE:
    case CHART_MARK_OPEN_CIRCLE:
    default:
      cairo_new_sub_path (cr);
      cairo_arc (cr, mark->x, mark->y, r, 0, 2 * G_PI);
      cairo_close_path (cr);
      break;
    }
}

static void
draw_mark (const ChartLayout *layout,
           cairo_t           *cr,
           const ChartMark   *mark)
{
  trace_mark (cr, mark);
  if (mark->shape == CHART_MARK_TICK)
    {
      set_colour (layout, cr, mark->colour, mark->alpha);
      cairo_set_line_width (cr, 0.32 * mark->radius);
      cairo_stroke (cr);
    }
  else if (mark->shape >= CHART_MARK_OPEN_CIRCLE)
    {
      set_colour (layout, cr, CHART_COLOUR_BACKGROUND, 1);
      cairo_fill_preserve (cr);
      set_colour (layout, cr, mark->colour, mark->alpha);
      cairo_set_line_width (cr, 0.45 * mark->radius);
      cairo_stroke (cr);
    }
  else
    {
      set_colour (layout, cr, mark->colour, mark->alpha);
      cairo_fill (cr);
    }
}

static void
draw_text (const ChartLayout *layout,
           cairo_t           *cr,
           ChartPen          *pen,
           const ChartText   *text)
{
  g_autoptr (PangoLayout) pango = chart_pen_line (pen, text->text, text->size_pt, text->bold,
                                                  text->max_width);
  PangoLayoutLine *line = pango_layout_get_line_readonly (pango, 0);

  if (text->halo)
    {
      cairo_move_to (cr, text->x, text->baseline);
      pango_cairo_layout_line_path (cr, line);
      set_colour (layout, cr, CHART_COLOUR_BACKGROUND, 0.85);
      cairo_set_line_width (cr, 0.3 * text->size_pt);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke (cr);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
    }

  set_colour (layout, cr, text->colour, 1);
  cairo_move_to (cr, text->x, text->baseline);
  pango_cairo_show_layout_line (cr, line);
  cairo_new_path (cr);
}

void
chart_draw (const ChartLayout *layout,
            cairo_t           *cr)
{
  g_return_if_fail (layout != NULL);
  g_return_if_fail (cr != NULL);

  g_autoptr (ChartPen) pen = chart_pen_new (layout->font_family);

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  pango_cairo_update_context (cr, chart_pen_context (pen));

  if (layout->draw_background)
    {
      set_colour (layout, cr, CHART_COLOUR_BACKGROUND, 1);
      cairo_rectangle (cr, 0, 0, layout->width, layout->height);
      cairo_fill (cr);
    }

  for (guint i = 0; i < layout->rects->len; i++)
    draw_rect (layout, cr, &g_array_index (layout->rects, ChartRect, i));
  for (guint i = 0; i < layout->paths->len; i++)
    draw_path (layout, cr, &g_array_index (layout->paths, ChartPath, i));
  for (guint i = 0; i < layout->marks->len; i++)
    draw_mark (layout, cr, &g_array_index (layout->marks, ChartMark, i));
  for (guint i = 0; i < layout->texts->len; i++)
    draw_text (layout, cr, pen, &g_array_index (layout->texts, ChartText, i));

  cairo_restore (cr);
}
