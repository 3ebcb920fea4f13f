/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns what lies inside the panels: bands, step curves, the read-out, marks and whiskers. The
 * panels themselves are placed by chart-arrange.c. */

#include "chart-plan.h"

#include <math.h>
#include <string.h>

/* A run of one curve that is drawn in one go. */
typedef struct
{
  ChartPath path;
  GArray *points; /* of ChartPoint */
  double length;  /* of the curve so far: dashes go on from run to run */
} Run;

/* What is faint is thinner too: so much colour stays that it can still be read in print. Greys
 * that fade and colours on black are lost sooner than colours on white. */
static double
faint_alpha (const ChartPlan *plan)
{
  if (plan->spec->theme == CHART_THEME_GREY)
    return 0.8;

  return plan->spec->theme == CHART_THEME_DARK ? 0.6 : 0.58;
}

/* Where the level of transfer k ends: at the next transfer, or a stub after the last one. */
static double
tread_end (const ChartPlan *plan,
           guint            k,
           guint            n_rows)
{
  const ChartLayout *layout = plan->layout;

  return k < n_rows ? chart_layout_x (layout, k + 1)
                    : chart_layout_x (layout, k) + CHART_STUB * layout->x_step;
}

/* Bands lie over one another: the more there are, the paler each. */
static double
band_alpha (const ChartPlan *plan)
{
  if (plan->n_groups <= 2)
    return 0.15;

  return plan->n_groups <= 4 ? 0.10 : 0.06;
}

static void
put_bands (ChartPlan        *plan,
           guint             index,
           const ChartGroup *group)
{
  ChartLayout *layout = plan->layout;
  guint n_rows = chart_plan_n_rows (plan, group);

  for (guint k = 1; k <= n_rows; k++)
    {
      double lo = group->lo[k - 1];
      double hi = group->hi[k - 1];

      if (!isfinite (lo) || !isfinite (hi) || lo > hi || !isfinite (group->estimate[k - 1]))
        continue;

      double top = chart_plan_y (&layout->panel, hi, 1);
      ChartRect rect = { .group = (int) index, .k = k, .colour = chart_plan_colour (index),
                         .alpha = band_alpha (plan)
                                  * (chart_plan_is_faint (plan, group, k) ? 0.55 : 1),
                         .x = chart_layout_x (layout, k), .y = top };

      rect.width = tread_end (plan, k, n_rows) - rect.x;
      rect.height = chart_plan_y (&layout->panel, lo, 1) - top;
      g_array_append_val (layout->rects, rect);
    }
}

static void
run_add (Run    *run,
         double  x,
         double  y)
{
  ChartPoint point = { x, y };

  if (run->points->len > 0)
    {
      ChartPoint last = g_array_index (run->points, ChartPoint, run->points->len - 1);

      run->length += fabs (last.x - x) + fabs (last.y - y);
    }
  g_array_append_val (run->points, point);
}

/* Puts what the run has; the next one goes on from (x, y) where there is such a place. */
static void
run_flush (ChartPlan *plan,
           Run       *run)
{
  chart_plan_put_path (plan, &run->path, (const ChartPoint *) (gpointer) run->points->data,
                       run->points->len);
  g_array_set_size (run->points, 0);
  run->path.dash_offset = run->length;
}

static void
run_set_faint (const ChartPlan *plan,
               Run             *run,
               guint            index,
               gboolean         faint)
{
  ChartDash dash = chart_palette_dash (index);
  double full = 0.19 * plan->em;

  run->path.alpha = faint ? faint_alpha (plan) : 1;
  run->path.width = faint ? 0.11 * plan->em : full;
  run->path.n_dashes = dash.n;
  for (guint i = 0; i < dash.n; i++)
    run->path.dashes[i] = dash.lengths[i] * full;
}

/* From (0, 0 %) level to the first transfer, up at each transfer, level to the next; nothing
 * where the estimate is none. */
static void
put_curve (ChartPlan        *plan,
           guint             index,
           const ChartGroup *group)
{
  const ChartLayout *layout = plan->layout;
  guint n_rows = chart_plan_n_rows (plan, group);
  gboolean connected = TRUE;
  gboolean was_faint = FALSE;
  Run run = { .points = g_array_new (FALSE, FALSE, sizeof (ChartPoint)) };

  run.path.group = (int) index;
  run.path.colour = chart_plan_colour (index);

  for (guint k = 1; k <= n_rows; k++)
    {
      gboolean faint = chart_plan_is_faint (plan, group, k);
      double x = chart_layout_x (layout, k);

      if (!isfinite (group->estimate[k - 1]))
        {
          run_flush (plan, &run);
          connected = FALSE;
          continue;
        }

      double y = chart_plan_y (&layout->panel, group->estimate[k - 1], 1);

      if (k == 1)
        {
          was_faint = faint;
          run_set_faint (plan, &run, index, faint);
          run_add (&run, layout->x_zero, layout->panel.y + layout->panel.height);
          run_add (&run, x, layout->panel.y + layout->panel.height);
        }
      else if (!connected || faint != was_faint)
        {
          ChartPoint last = { x, y };

          if (connected)
            last = g_array_index (run.points, ChartPoint, run.points->len - 1);
          run_flush (plan, &run);
          run_set_faint (plan, &run, index, faint);
          run_add (&run, last.x, last.y);
        }

      run_add (&run, x, y);
      run_add (&run, tread_end (plan, k, n_rows), y);
      connected = TRUE;
      was_faint = faint;
    }

  run_flush (plan, &run);
  g_array_unref (run.points);
}

/* A tick on the level of each transfer after which patients stopped or were still in treatment: it
 * stands beside the riser, where it can be seen. */
static void
put_left (ChartPlan        *plan,
          guint             index,
          const ChartGroup *group)
{
  ChartLayout *layout = plan->layout;

  for (guint k = 1; k <= chart_plan_n_rows (plan, group); k++)
    {
      if ((group->stopped[k - 1] == 0 && group->in_treatment[k - 1] == 0)
          || !isfinite (group->estimate[k - 1]))
        continue;

      ChartMark mark = { .group = (int) index, .k = k, .colour = chart_plan_colour (index),
                         .alpha = chart_plan_is_faint (plan, group, k) ? faint_alpha (plan) : 1,
                         .shape = CHART_MARK_TICK,
                         .x = chart_layout_x (layout, k) + CHART_LEFT_AT * layout->x_step,
                         .y = chart_plan_y (&layout->panel, group->estimate[k - 1], 1),
                         .radius = CHART_LEFT_EM * plan->em };

      g_array_append_val (layout->marks, mark);
    }
}

/* A dotted line at the transfer that is read out, and a circle on each curve that has it. */
static void
put_marker (ChartPlan *plan)
{
  ChartLayout *layout = plan->layout;
  guint k = plan->spec->marker_k;

  if (k == 0 || k > layout->k_max)
    return;

  double x = chart_layout_x (layout, k);
  const ChartPoint points[] = { { x, layout->panel.y },
                                { x, layout->panel.y + layout->panel.height } };
  ChartPath path = { .group = -1, .colour = CHART_COLOUR_AXIS, .alpha = 1, .width = 0.11 * plan->em,
                     .n_dashes = 2, .dashes = { 0.13 * plan->em, 0.26 * plan->em } };

  chart_plan_put_path (plan, &path, points, 2);
  for (guint i = 0; i < plan->n_groups; i++)
    {
      const ChartGroup *group = chart_spec_get_group (plan->spec, i);

      if (k > chart_plan_n_rows (plan, group) || !isfinite (group->estimate[k - 1]))
        continue;

      ChartMark mark = { .group = (int) i, .k = k, .colour = chart_plan_colour (i), .alpha = 1,
                         .shape = CHART_MARK_OPEN_CIRCLE, .x = x,
                         .y = chart_plan_y (&layout->panel, group->estimate[k - 1], 1),
                         .radius = 0.36 * plan->em };

      g_array_append_val (layout->marks, mark);
    }
}

void
chart_curves_put (ChartPlan *plan)
{
  for (guint i = 0; i < plan->n_groups; i++)
    put_bands (plan, i, chart_spec_get_group (plan->spec, i));
  for (guint i = 0; i < plan->n_groups; i++)
    put_curve (plan, i, chart_spec_get_group (plan->spec, i));
  for (guint i = 0; i < plan->n_groups; i++)
    put_left (plan, i, chart_spec_get_group (plan->spec, i));
  put_marker (plan);
}

/* One group's proportion at one transfer: a mark with a whisker over its interval. */
static void
put_hazard_mark (ChartPlan        *plan,
                 guint             index,
                 const ChartGroup *group,
                 guint             k,
                 double            x,
                 double            radius)
{
  ChartLayout *layout = plan->layout;
  double top = layout->hazard_top / 100.0;
  double lo = group->hazard_lo[k - 1];
  double hi = group->hazard_hi[k - 1];
  ChartMark mark = { .group = (int) index, .k = k, .colour = chart_plan_colour (index),
                     .alpha = chart_plan_is_faint (plan, group, k) ? faint_alpha (plan) : 1,
                     .shape = chart_palette_mark (index), .x = x,
                     .y = chart_plan_y (&layout->hazard, group->hazard[k - 1], top),
                     .radius = radius };

  if (isfinite (lo) && isfinite (hi) && lo <= hi)
    {
      ChartPath path = { .group = (int) index, .colour = mark.colour, .alpha = mark.alpha,
                         .width = MIN (0.13 * plan->em, 0.6 * radius) };
      const ChartPoint points[] = { { x, chart_plan_y (&layout->hazard, lo, top) },
                                    { x, chart_plan_y (&layout->hazard, hi, top) } };

      chart_plan_put_path (plan, &path, points, 2);
    }
  g_array_append_val (layout->marks, mark);
}

void
chart_hazard_put (ChartPlan *plan)
{
  const ChartLayout *layout = plan->layout;
  double apart = MIN (1.05 * plan->em,
                      CHART_HAZARD_SPREAD * layout->x_step / MAX (plan->n_groups, 1));
  double radius = MIN (0.26 * plan->em, MAX (0.48 * apart, 0.08 * plan->em));

  for (guint i = 0; i < plan->n_groups; i++)
    {
      const ChartGroup *group = chart_spec_get_group (plan->spec, i);
      double aside = apart * (i - (plan->n_groups - 1) / 2.0);

      for (guint k = 1; k <= chart_plan_n_rows (plan, group); k++)
        if (isfinite (group->hazard[k - 1]))
          put_hazard_mark (plan, i, group, k, chart_layout_x (layout, k) + aside, radius);
    }
}
