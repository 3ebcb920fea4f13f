/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns how single things get into a layout being made. Decides nothing of where. */

#include "chart-plan.h"

#include <math.h>
#include <string.h>

ChartBox
chart_plan_put_text (ChartPlan        *plan,
                     const char       *text,
                     const ChartStyle *style,
                     double            x,
                     double            align,
                     double            top,
                     double            baseline)
{
  ChartExtent extent = chart_pen_measure (plan->pen, text, style->size_pt, style->bold,
                                          style->max_width);
  ChartBox box = { .kind = style->kind, .group = style->group, .k = style->k, .row = style->row };

  if (isnan (baseline))
    baseline = top + extent.ascent;
  box.x = x - align * extent.width;
  box.y = baseline - extent.ascent;
  box.width = extent.width;
  box.height = extent.height;
  box.anchor_x = align == 0.5 ? x : NAN;

  if (!plan->dry)
    {
      ChartText put = { .text = g_strdup (text), .x = box.x, .baseline = baseline,
                        .width = extent.width, .max_width = style->max_width,
                        .size_pt = style->size_pt, .bold = style->bold, .halo = style->halo,
                        .colour = style->colour };

      g_array_append_val (plan->layout->boxes, box);
      g_array_append_val (plan->layout->texts, put);
    }

  return box;
}

void
chart_plan_put_path (ChartPlan        *plan,
                     const ChartPath  *path,
                     const ChartPoint *points,
                     guint             n_points)
{
  if (plan->dry || n_points < 2)
    return;

  ChartPath put = *path;

  put.n_points = n_points;
  put.points = g_memdup2 (points, n_points * sizeof *points);
  g_array_append_val (plan->layout->paths, put);
}

double
chart_plan_middle (ChartPlan        *plan,
                   const char       *text,
                   const ChartStyle *style)
{
  return chart_pen_measure (plan->pen, text, style->size_pt, style->bold, style->max_width).ascent
         - 0.33 * style->size_pt;
}

void
chart_plan_put_key (ChartPlan *plan,
                    guint      group,
                    double     size_pt,
                    double     x,
                    double     width,
                    double     y)
{
  ChartDash dash = chart_palette_dash (group);
  ChartPath path = { .group = -1, .colour = chart_plan_colour (group), .alpha = 1,
                     .width = 0.17 * plan->em, .n_dashes = dash.n };
  ChartMark mark = { .group = (int) group, .colour = path.colour, .alpha = 1,
                     .shape = chart_palette_mark (group), .x = x + width / 2, .y = y,
                     .radius = 0.25 * size_pt };
  const ChartPoint points[] = { { x, y }, { x + width, y } };

  if (plan->dry)
    return;
  for (guint i = 0; i < dash.n; i++)
    path.dashes[i] = dash.lengths[i] * path.width;
  chart_plan_put_path (plan, &path, points, 2);
  g_array_append_val (plan->layout->marks, mark);
}

double
chart_plan_y (const ChartBox *panel,
              double          proportion,
              double          top)
{
  return panel->y + panel->height * (1 - CLAMP (proportion / top, 0, 1));
}

gboolean
chart_plan_is_faint (const ChartPlan  *plan,
                     const ChartGroup *group,
                     guint             k)
{
  return group->at_risk[k - 1] < plan->spec->faint_below;
}

guint
chart_plan_n_rows (const ChartPlan  *plan,
                   const ChartGroup *group)
{
  return MIN (group->n_rows, plan->layout->k_max);
}

ChartColour
chart_plan_colour (guint group)
{
  return (ChartColour) (CHART_COLOUR_GROUP + group % CHART_GROUP_COLOURS);
}
