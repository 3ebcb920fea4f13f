/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns where the curves' names go: near the end of each curve, on no other name; or, where one of
 * them would lie on a curve or far from its own, all of them with samples of their lines in one
 * legend where the panel is emptiest. Places are tried on a grid over the panel; what curves and
 * bands cover is counted in rasters with running sums, so that a place costs the same however
 * many curves there are. */

#include "chart-plan.h"

#include <math.h>
#include <string.h>

#define CELL_PT 1.0 /* a raster's cell, */
#define MAX_CELLS 400 /* or, on a huge panel, what gives this many on a side */
#define FAR 1.6       /* ems from a curve's end to its name, beyond which a legend reads better */
#define MANY_NAMES 5  /* from so many on, too */

/* Counts of covered cells: sums[(row) * (columns + 1) + column] is the sum of all cells before. */
typedef struct
{
  double cell; /* points */
  guint columns, rows;
  guint *sums;
} Raster;

typedef struct
{
  double x, y, width, height;
} Place;

/* A curve's last level. */
typedef struct
{
  gboolean has;
  double x1, x2, y;
} CurveEnd;

static guint
cell_of (const Raster *raster,
         double        value,
         guint         n)
{
  return (guint) CLAMP (floor (value / raster->cell), 0, n - 1.0);
}

static void
raster_new (Raster            *raster,
            const ChartLayout *layout)
{
  raster->cell = MAX (CELL_PT, MAX (layout->panel.width, layout->panel.height) / MAX_CELLS);
  raster->columns = (guint) (layout->panel.width / raster->cell) + 1;
  raster->rows = (guint) (layout->panel.height / raster->cell) + 1;
  raster->sums = g_new0 (guint, (gsize) (raster->columns + 1) * (raster->rows + 1));
}

/* Covers the cells of a rectangle between two points. */
static void
raster_cover (Raster            *raster,
              const ChartLayout *layout,
              double             x1,
              double             y1,
              double             x2,
              double             y2)
{
  guint c1 = cell_of (raster, MIN (x1, x2) - layout->panel.x, raster->columns);
  guint c2 = cell_of (raster, MAX (x1, x2) - layout->panel.x, raster->columns);
  guint r1 = cell_of (raster, MIN (y1, y2) - layout->panel.y, raster->rows);
  guint r2 = cell_of (raster, MAX (y1, y2) - layout->panel.y, raster->rows);

  for (guint r = r1; r <= r2; r++)
    for (guint c = c1; c <= c2; c++)
      raster->sums[(r + 1) * (raster->columns + 1) + c + 1] = 1;
}

static void
raster_sum (Raster *raster)
{
  guint stride = raster->columns + 1;

  for (guint r = 1; r <= raster->rows; r++)
    for (guint c = 1; c <= raster->columns; c++)
      raster->sums[r * stride + c] += raster->sums[(r - 1) * stride + c]
                                      + raster->sums[r * stride + c - 1]
                                      - raster->sums[(r - 1) * stride + c - 1];
}

/* Marks what the curve of one group and its ticks cover (-1: of all, with the overlays). */
static void
raster_init (Raster            *raster,
             const ChartLayout *layout,
             int                group)
{
  raster_new (raster, layout);
  for (guint i = 0; i < layout->paths->len; i++)
    {
      const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

      if (path->group == -1 || (group >= 0 && path->group != group))
        continue;
      for (guint j = 1; j < path->n_points; j++)
        raster_cover (raster, layout, path->points[j - 1].x, path->points[j - 1].y,
                      path->points[j].x, path->points[j].y);
    }
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const ChartMark *mark = &g_array_index (layout->marks, ChartMark, i);

      if (group >= 0 && mark->group != group)
        continue;
      if (mark->group < -1)
        raster_cover (raster, layout, mark->x - mark->radius, mark->y - mark->radius,
                      mark->x + mark->radius, mark->y + mark->radius);
      else if (mark->shape == CHART_MARK_TICK)
        raster_cover (raster, layout, mark->x, mark->y - mark->radius, mark->x,
                      mark->y + mark->radius);
    }
  raster_sum (raster);
}

/* Marks what bands cover. */
static void
raster_init_bands (Raster            *raster,
                   const ChartLayout *layout)
{
  raster_new (raster, layout);
  for (guint i = 0; i < layout->rects->len; i++)
    {
      const ChartRect *rect = &g_array_index (layout->rects, ChartRect, i);

      raster_cover (raster, layout, rect->x, rect->y, rect->x + rect->width,
                    rect->y + rect->height);
    }
  raster_sum (raster);
}

/* Covered cells under a place that is `more` larger on each side. */
static guint
raster_count (const Raster      *raster,
              const ChartLayout *layout,
              const Place       *place,
              double             more)
{
  guint stride = raster->columns + 1;
  double x = place->x - layout->panel.x;
  double y = place->y - layout->panel.y;
  guint c1 = cell_of (raster, x - more, raster->columns);
  guint c2 = cell_of (raster, x + place->width + more, raster->columns) + 1;
  guint r1 = cell_of (raster, y - more, raster->rows);
  guint r2 = cell_of (raster, y + place->height + more, raster->rows) + 1;

  return raster->sums[r2 * stride + c2] + raster->sums[r1 * stride + c1]
         - raster->sums[r1 * stride + c2] - raster->sums[r2 * stride + c1];
}

static CurveEnd
curve_end (const ChartPlan *plan,
           guint            index)
{
  const ChartLayout *layout = plan->layout;
  CurveEnd end = { 0 };

  for (guint i = 0; i < layout->paths->len; i++)
    {
      const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

      if (path->group != (int) index)
        continue;
      end.has = TRUE;
      end.x1 = path->points[path->n_points - 2].x;
      end.x2 = path->points[path->n_points - 1].x;
      end.y = path->points[path->n_points - 1].y;
    }

  return end;
}

static double
gap_between (double low,
             double high,
             double other_low,
             double other_high)
{
  return MAX (0, MAX (other_low - high, low - other_high));
}

/* How far a place is from its curve's end. */
static double
distance (const Place    *place,
          const CurveEnd *end)
{
  return hypot (gap_between (place->x, place->x + place->width, end->x1, end->x2),
                gap_between (place->y, place->y + place->height, end->y, end->y));
}

static gboolean
is_taken (const GArray *taken,
          const Place  *place,
          double        apart)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const Place *other = &g_array_index (taken, Place, i);

      if (place->x < other->x + other->width + apart && other->x < place->x + place->width + apart
          && place->y < other->y + other->height + apart
          && other->y < place->y + place->height + apart)
        return TRUE;
    }

  return FALSE;
}

/* Whether one of the panel's lines goes through a place. */
static gboolean
on_grid_line (const ChartLayout *layout,
              const Place       *place)
{
  for (guint i = 0; i <= 5; i++)
    {
      double y = layout->panel.y + layout->panel.height * i / 5;

      if (y > place->y + 0.1 * place->height && y < place->y + 0.9 * place->height)
        return TRUE;
    }

  return FALSE;
}

static double
cost (const ChartPlan *plan,
      const Raster    *all,
      const Raster    *own,
      const CurveEnd  *end,
      const Place     *place)
{
  const ChartLayout *layout = plan->layout;
  double em = plan->em;
  guint covered = raster_count (all, layout, place, 0.08 * em);
  guint near = raster_count (all, layout, place, 0.7 * em)
               - raster_count (own, layout, place, 0.7 * em);
  double centre = place->x + place->width / 2;
  double middle = (end->x1 + end->x2) / 2;

  return (on_grid_line (layout, place) ? 0.25 : 0) + (covered > 0 ? 6 + 0.15 * covered : 0)
         + 0.05 * near + distance (place, end) / em
         + 0.03 * fabs (centre - middle) / em;
}

/* The cheapest free place of a label; FALSE: there is none. */
static gboolean
find_place (const ChartPlan *plan,
            const Raster    *all,
            const Raster    *own,
            const CurveEnd  *end,
            const GArray    *taken,
            Place           *place)
{
  const ChartBox *panel = &plan->layout->panel;
  double room_x = panel->width - place->width - 0.4 * plan->em;
  double room_y = panel->height - place->height - 0.2 * plan->em;
  double beside = (CHART_LEFT_EM + 0.2) * plan->em;
  guint n_x = 40, n_y = (guint) CLAMP (room_y / 2, 1, 160);
  double best = INFINITY;
  Place found = *place;

  if (room_x < 0 || room_y < 0)
    return FALSE;

  for (guint i = 0; i <= n_x + 1; i++)
    for (guint j = 0; j <= n_y + 2; j++)
      {
        Place tried = *place;

        /* Beside the grid: the column centred on the curve's end, the rows right over and under
         * it. */
        tried.x = i <= n_x ? panel->x + 0.2 * plan->em + room_x * i / n_x
                           : (end->x1 + end->x2 - place->width) / 2;
        tried.y = panel->y + 0.1 * plan->em + room_y * j / n_y;
        if (j == n_y + 1)
          tried.y = end->y - place->height - beside;
        else if (j == n_y + 2)
          tried.y = end->y + beside;
        tried.x = CLAMP (tried.x, panel->x, panel->x + panel->width - place->width);
        tried.y = CLAMP (tried.y, panel->y, panel->y + panel->height - place->height);

        if (is_taken (taken, &tried, 0.1 * plan->em))
          continue;

        double price = cost (plan, all, own, end, &tried);

        if (price < best)
          {
            best = price;
            found = tried;
          }
      }

  *place = found;

  return isfinite (best);
}

/* A thin line from a name that had to move to the end of its curve. */
static void
put_leader (ChartPlan      *plan,
            guint           index,
            const CurveEnd *end,
            const Place    *place)
{
  if (distance (place, end) < 0.8 * plan->em)
    return;

  const ChartPath path = { .group = -1, .colour = chart_plan_colour (index), .alpha = 0.7,
                           .width = 0.07 * plan->em };
  double middle = (end->x1 + end->x2) / 2;
  const ChartPoint points[] = {
    { CLAMP (middle, place->x, place->x + place->width),
      CLAMP (end->y, place->y, place->y + place->height) },
    { middle, end->y },
  };

  chart_plan_put_path (plan, &path, points, 2);
}

static ChartStyle
label_style (const ChartPlan *plan,
             guint            index)
{
  return (ChartStyle) { .kind = CHART_BOX_CURVE_LABEL, .group = (int) index, .row = -1,
                        .size_pt = plan->em, .bold = TRUE,
                        .colour = (ChartColour) (CHART_COLOUR_NAME + index % CHART_GROUP_COLOURS),
                        .max_width = plan->name_width };
}

static void
put_empty_text (ChartPlan *plan)
{
  const ChartBox *panel = &plan->layout->panel;
  const char *text = plan->texts[CHART_TEXT_EMPTY];

  if (text == NULL)
    return;

  ChartStyle style = { .kind = CHART_BOX_EMPTY_TEXT, .group = -1, .row = -1, .size_pt = plan->em,
                       .colour = CHART_COLOUR_MUTED, .halo = TRUE,
                       .max_width = 0.8 * panel->width };
  double height = 1.4 * chart_pen_measure (plan->pen, text, style.size_pt, FALSE,
                                           style.max_width).height;
  guint most = (guint) CLAMP (panel->height / height, 1, 6);
  g_autoptr (GPtrArray) lines = chart_pen_wrap (plan->pen, text, style.size_pt, FALSE,
                                                style.max_width, most);

  for (guint i = 0; i < lines->len; i++)
    chart_plan_put_text (plan, g_ptr_array_index (lines, i), &style, panel->x + panel->width / 2,
                         0.5, panel->y + panel->height / 2 + height * (i - lines->len / 2.0), NAN);
}

/* A name beside its curve. */
typedef struct
{
  guint group;
  CurveEnd end;
  Place place;
  gboolean placed, halo;
} Label;

/* The named curves in the order of their ends, from the top down. */
static GArray *
find_labels (const ChartPlan *plan,
             gboolean        *out_any_curve)
{
  GArray *labels = g_array_new (FALSE, TRUE, sizeof (Label));

  *out_any_curve = FALSE;
  for (guint i = 0; i < plan->n_groups; i++)
    {
      Label label = { .group = i, .end = curve_end (plan, i) };
      guint at = 0;

      if (!label.end.has)
        continue;
      *out_any_curve = TRUE;
      if (*plan->names[i] == '\0')
        continue;
      while (at < labels->len && g_array_index (labels, Label, at).end.y <= label.end.y)
        at++;
      g_array_insert_val (labels, at, label);
    }

  return labels;
}

/* Finds each name a place near its curve's end. FALSE where one has none, or one that a legend is
 * better than. */
static gboolean
place_labels (ChartPlan    *plan,
              const Raster *all,
              GArray       *labels)
{
  const ChartLayout *layout = plan->layout;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Place));
  gboolean good = TRUE;

  for (guint i = 0; i < labels->len; i++)
    {
      Label *label = &g_array_index (labels, Label, i);
      ChartStyle style = label_style (plan, label->group);
      ChartExtent extent = chart_pen_measure (plan->pen, plan->names[label->group], style.size_pt,
                                              TRUE, style.max_width);
      Raster own;

      label->place = (Place) { .width = extent.width, .height = extent.height };
      raster_init (&own, layout, (int) label->group);
      label->placed = find_place (plan, all, &own, &label->end, taken, &label->place);
      g_free (own.sums);
      good = good && label->placed;
      if (!label->placed)
        continue;

      guint covered = raster_count (all, layout, &label->place, 0);

      label->halo = on_grid_line (layout, &label->place) || covered > 0;
      good = good && covered == 0 && distance (&label->place, &label->end) <= FAR * plan->em;
      g_array_append_val (taken, label->place);
    }

  return good;
}

static void
put_labels (ChartPlan    *plan,
            const GArray *labels)
{
  for (guint i = 0; i < labels->len; i++)
    {
      const Label *label = &g_array_index (labels, Label, i);
      ChartStyle style = label_style (plan, label->group);

      if (!label->placed)
        continue;
      style.halo = label->halo;
      put_leader (plan, label->group, &label->end, &label->place);
      chart_plan_put_text (plan, plan->names[label->group], &style, label->place.x, 0,
                           label->place.y, NAN);
    }
}

/* --- the legend ------------------------------------------------------------------------------- */

typedef struct
{
  double size, key, indent, line; /* text size, length of a sample, start of names, line height */
  double max_width;               /* of a name */
  Place place;
} Legend;

/* With names no wider than a share of the panel. */
static Legend
measure_legend (ChartPlan    *plan,
                const GArray *labels,
                double        size,
                double        share)
{
  Legend legend = { .size = size };
  double widest = 0;

  legend.key = 3.2 * legend.size;
  legend.indent = legend.key + 0.6 * legend.size;
  legend.max_width = MAX (share * plan->layout->panel.width - legend.indent, legend.size);
  for (guint i = 0; i < labels->len; i++)
    {
      const char *name = plan->names[g_array_index (labels, Label, i).group];
      ChartExtent extent = chart_pen_measure (plan->pen, name, legend.size, TRUE,
                                              legend.max_width);

      widest = MAX (widest, extent.width);
      legend.line = MAX (legend.line, MAX (extent.height, 1.25 * legend.size));
    }
  legend.place.width = legend.indent + widest;
  legend.place.height = legend.line * labels->len;

  return legend;
}

/* The emptiest place of the panel, of equal ones the nearest to the lower right, where a rising
 * curve leaves room. FALSE: each would lie on a curve. */
static gboolean
place_legend (const ChartPlan *plan,
              const Raster    *curves,
              const Raster    *bands,
              Place           *place)
{
  const ChartLayout *layout = plan->layout;
  double em = plan->em;
  double room_x = layout->panel.width - place->width - em;
  double room_y = layout->panel.height - place->height - em;
  double best = INFINITY;
  Place found = *place;

  if (room_x < 0 || room_y < 0)
    return FALSE;

  for (guint i = 0; i <= 40; i++)
    for (guint j = 0; j <= 40; j++)
      {
        Place tried = *place;
        double price;

        tried.x = layout->panel.x + 0.5 * em + room_x * (40 - i) / 40;
        tried.y = layout->panel.y + 0.5 * em + room_y * (40 - j) / 40;
        if (raster_count (curves, layout, &tried, 0.4 * em) > 0)
          continue;
        price = 0.02 * raster_count (bands, layout, &tried, 0) + 0.05 * (i + j);
        if (price < best)
          {
            best = price;
            found = tried;
          }
      }
  *place = found;

  return isfinite (best);
}

static void
put_legend (ChartPlan    *plan,
            const GArray *labels,
            const Legend *legend)
{
  for (guint i = 0; i < labels->len; i++)
    {
      guint group = g_array_index (labels, Label, i).group;
      const char *name = plan->names[group];
      ChartStyle style = label_style (plan, group);
      double x = legend->place.x, top = legend->place.y + i * legend->line;
      ChartBox *last;

      style.size_pt = legend->size;
      style.max_width = legend->max_width;
      style.halo = TRUE;
      chart_plan_put_text (plan, name, &style, x + legend->indent, 0, top, NAN);
      chart_plan_put_key (plan, group, legend->size, x, legend->key,
                          top + chart_plan_middle (plan, name, &style));
      last = &g_array_index (plan->layout->boxes, ChartBox, plan->layout->boxes->len - 1);
      last->x = x;
      last->width += legend->indent;
    }
}

/* Names that leave no room are set smaller, then shortened; under the curves they are in full. */
static gboolean
try_legend (ChartPlan    *plan,
            const GArray *labels,
            const Raster *curves,
            const Raster *bands)
{
  static const double shares[] = { 0.8, 0.8, 0.6, 0.48, 0.38 };

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      double size = i == 0 ? plan->tick_size : CHART_SMALLEST_PT;
      Legend legend = measure_legend (plan, labels, size, shares[i]);

      if (place_legend (plan, curves, bands, &legend.place))
        {
          put_legend (plan, labels, &legend);
          return TRUE;
        }
    }

  return FALSE;
}

void
chart_labels_put (ChartPlan *plan)
{
  gboolean any;
  g_autoptr (GArray) labels = find_labels (plan, &any);
  Raster curves, bands;

  if (!any)
    {
      put_empty_text (plan);
      return;
    }
  if (labels->len == 0)
    return;

  raster_init (&curves, plan->layout, -1);
  raster_init_bands (&bands, plan->layout);
  if (labels->len < MANY_NAMES && place_labels (plan, &curves, labels))
    put_labels (plan, labels);
  else if (!try_legend (plan, labels, &curves, &bands))
    {
      /* Better crowded than nameless. */
      place_labels (plan, &curves, labels);
      put_labels (plan, labels);
    }
  g_free (curves.sums);
  g_free (bands.sums);
}

double
chart_labels_min_height (ChartPlan *plan)
{
  double height = 0;

  for (guint i = 0; i < plan->n_groups; i++)
    if (*plan->names[i] != '\0')
      height += 2.3 * chart_pen_measure (plan->pen, plan->names[i], plan->em, TRUE,
                                         plan->name_width).height;

  return height;
}
