/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns how points from elsewhere lie over the curves: grey, thin, open marks joined by dashes, each
 * with its bar. Their names stand under the axis (chart-arrange.c). */

#include "chart-plan.h"

#include <math.h>

/* Beside the transfer, in steps: not on the curves' risers, nor on one another. */
#define ASIDE 0.14
#define APART 0.16
#define CAP_EM 0.22 /* half the width of a bar's ends */
#define LINE_EM 0.1

static ChartMarkShape
shape_of (guint overlay)
{
  static const ChartMarkShape shapes[CHART_MAX_OVERLAYS]
      = { CHART_MARK_OPEN_DIAMOND, CHART_MARK_OPEN_SQUARE, CHART_MARK_OPEN_TRIANGLE };

  return shapes[overlay % CHART_MAX_OVERLAYS];
}

static ChartPath
line_of (const ChartPlan *plan,
         guint            overlay,
         int              group)
{
  static const double dashes[CHART_MAX_OVERLAYS][4]
      = { { 0.5, 0.35, 0.5, 0.35 }, { 0.14, 0.3, 0.14, 0.3 }, { 0.7, 0.3, 0.14, 0.3 } };
  ChartPath path = { .group = group, .colour = CHART_COLOUR_MUTED, .alpha = 1,
                     .width = LINE_EM * plan->em, .n_dashes = 4 };

  for (guint i = 0; i < path.n_dashes; i++)
    path.dashes[i] = dashes[overlay % CHART_MAX_OVERLAYS][i] * plan->em;

  return path;
}

static ChartMark
mark_of (guint  overlay,
         double x,
         double y,
         double radius)
{
  return (ChartMark) { .group = -1, .colour = CHART_COLOUR_MUTED, .alpha = 1,
                       .shape = shape_of (overlay), .x = x, .y = y, .radius = radius };
}

static void
put_bar (ChartPlan *plan,
         int        group,
         double     x,
         double     lo,
         double     hi)
{
  const ChartBox *panel = &plan->layout->panel;
  double cap = CAP_EM * plan->em;
  double top = chart_plan_y (panel, hi, 1);
  double bottom = chart_plan_y (panel, lo, 1);
  const ChartPoint points[] = { { x - cap, top }, { x + cap, top }, { x, top },
                                { x, bottom }, { x - cap, bottom }, { x + cap, bottom } };
  const ChartPath path = { .group = group, .colour = CHART_COLOUR_MUTED, .alpha = 1,
                           .width = LINE_EM * plan->em };

  if (isfinite (lo) && isfinite (hi) && lo <= hi)
    chart_plan_put_path (plan, &path, points, G_N_ELEMENTS (points));
}

static void
put_overlay (ChartPlan          *plan,
             guint               index,
             const ChartOverlay *overlay)
{
  ChartLayout *layout = plan->layout;
  const int group = -2 - (int) index;
  const ChartPath line = line_of (plan, index, group);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (ChartPoint));

  for (guint i = 0; i < overlay->n_points; i++)
    {
      ChartPoint point;
      ChartMark mark;

      if (overlay->k[i] == 0 || overlay->k[i] > layout->k_max || !isfinite (overlay->estimate[i]))
        continue;
      point.x = chart_layout_x (layout, overlay->k[i]) + (ASIDE + APART * index) * layout->x_step;
      point.y = chart_plan_y (&layout->panel, overlay->estimate[i], 1);
      put_bar (plan, group, point.x, overlay->lo[i], overlay->hi[i]);
      mark = mark_of (index, point.x, point.y, 0.27 * plan->em);
      mark.group = group;
      mark.k = overlay->k[i];
      g_array_append_val (layout->marks, mark);
      g_array_append_val (points, point);
    }
  chart_plan_put_path (plan, &line, (const ChartPoint *) (gpointer) points->data, points->len);
}

void
chart_overlays_put (ChartPlan *plan)
{
  for (guint i = 0; i < plan->spec->overlays->len; i++)
    put_overlay (plan, i, g_ptr_array_index (plan->spec->overlays, i));
}

void
chart_overlay_put_key (ChartPlan *plan,
                       guint      overlay,
                       double     size_pt,
                       double     x,
                       double     width,
                       double     y)
{
  const ChartPath line = line_of (plan, overlay, -1);
  const ChartMark mark = mark_of (overlay, x + width / 2, y, 0.25 * size_pt);
  const ChartPoint points[] = { { x, y }, { x + width, y } };

  chart_plan_put_path (plan, &line, points, G_N_ELEMENTS (points));
  g_array_append_val (plan->layout->marks, mark);
}
