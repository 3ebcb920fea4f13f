/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns where everything of a forest is: columns, then rows from top to bottom, then the axis. */

#include "chart-forest.h"

#include "chart-plan.h"

#include <math.h>
#include <string.h>

#define MAX_CHARS 500
#define MAX_NOTE_CHARS 4000
#define MAX_SIDE_PT 14400.0
#define MIN_WIDTH_PT 110.0
#define MAX_LINES 3
#define LABEL_SHARE 0.3 /* of the width, at most */
#define PANEL_SHARE 0.25 /* at least */
#define MAX_TICKS 41

typedef struct
{
  const ChartForestRow *row;
  char *label, *counts[2], *value;
} Row;

typedef struct
{
  ChartPlan plan; /* its pen and layout; a forest has no spec */
  const ChartForest *forest;
  char *texts[CHART_FOREST_N_TEXTS];
  guint n_rows;
  Row *rows;
  double size, line, gap; /* of the rows' text; a line of it; between columns */
  gboolean counts;        /* are shown */
  double label_width, count_width[2], value_width;
  double count_x[2];      /* right ends */
  ChartBox panel;
  double low, high;       /* ends of the axis, in what it is linear in */
  guint n_ticks;
  double ticks[MAX_TICKS];
} Forest;

/* --- text ------------------------------------------------------------------------------------- */

static double
text_width (Forest     *self,
            const char *text,
            double      size,
            gboolean    bold)
{
  return text != NULL ? chart_pen_measure (self->plan.pen, text, size, bold, 0).width : 0;
}

static gboolean
is_bold (const Row *row)
{
  return row->row->kind != CHART_FOREST_LEVEL;
}

static double
indent (const Forest *self,
        const Row    *row)
{
  return row->row->kind == CHART_FOREST_LEVEL ? self->size : 0;
}

/* Lines of a text wrapped to a width, each a box; returns the y under the last one. */
static double
put_lines (Forest     *self,
           const char *text,
           ChartStyle  style,
           double      x,
           double      width,
           double      align,
           guint       max_lines,
           double      top)
{
  g_autoptr (GPtrArray) lines = NULL;

  if (text == NULL)
    return top;

  lines = chart_pen_wrap (self->plan.pen, text, style.size_pt, style.bold, width, max_lines);
  style.group = -1;
  style.max_width = width;
  for (guint i = 0; i < lines->len; i++)
    {
      ChartBox box = chart_plan_put_text (&self->plan, g_ptr_array_index (lines, i), &style,
                                          x + align * width, align, top, NAN);

      top = box.y + MAX (box.height, 1.3 * style.size_pt);
    }

  return top;
}

/* --- columns ---------------------------------------------------------------------------------- */

static void
measure_columns (Forest *self,
                 double  width)
{
  double size = self->size;

  self->label_width = text_width (self, self->texts[CHART_FOREST_HEAD_LABEL], size, TRUE);
  self->value_width = MAX (MIN (text_width (self, self->texts[CHART_FOREST_HEAD_VALUE], size, TRUE),
                                9 * size),
                           text_width (self, self->texts[CHART_FOREST_HEAD_INTERVAL], size, FALSE));
  for (guint g = 0; g < 2; g++)
    {
      const char *name = self->texts[CHART_FOREST_HEAD_FIRST + g];

      self->count_width[g] = MAX (MIN (text_width (self, name, size, TRUE), 6 * size),
                                  text_width (self, self->texts[CHART_FOREST_HEAD_COUNTS], size,
                                              FALSE));
    }
  for (guint i = 0; i < self->n_rows; i++)
    {
      const Row *row = &self->rows[i];
      gboolean bold = is_bold (row);

      self->label_width = MAX (self->label_width, indent (self, row)
                                                  + text_width (self, row->label, size, bold));
      self->value_width = MAX (self->value_width, text_width (self, row->value, size, bold));
      for (guint g = 0; g < 2; g++)
        self->count_width[g] = MAX (self->count_width[g],
                                    text_width (self, row->counts[g], size, bold));
    }
  self->label_width = MIN (self->label_width, LABEL_SHARE * width);
}

/* Columns at a size, with the counts or without; whether the axis has room. */
static gboolean
try_columns (Forest  *self,
             double   width,
             double   size,
             gboolean counts)
{
  double margin = self->plan.margin;
  double x;

  self->size = size;
  self->gap = 1.2 * size;
  self->line = MAX (chart_pen_measure (self->plan.pen, "0", size, FALSE, 0).height, 1.3 * size);
  self->counts = counts;
  measure_columns (self, width);
  x = margin + self->label_width + self->gap;
  for (guint g = 0; counts && g < 2; g++)
    {
      x += self->count_width[g];
      self->count_x[g] = x;
      x += self->gap;
    }
  self->panel.x = x;
  self->panel.width = width - margin - self->value_width - self->gap - x;

  return self->panel.width >= MAX (9 * size, PANEL_SHARE * width);
}

static gboolean
find_columns (Forest *self,
              double  width,
              double  largest)
{
  for (int counts = 1; counts >= 0; counts--)
    for (double size = largest;; size = MAX (CHART_SMALLEST_PT, size - 0.25))
      {
        if (try_columns (self, width, size, counts))
          return TRUE;
        if (size <= CHART_SMALLEST_PT)
          break;
      }

  return FALSE;
}

static void
set_width (Forest *self)
{
  ChartPlan *plan = &self->plan;
  double needed = MIN_WIDTH_PT, largest = MAX (CHART_SMALLEST_PT, 0.9 * plan->em);

  while (!try_columns (self, needed, CHART_SMALLEST_PT, FALSE) && needed < MAX_SIDE_PT)
    needed += 2;
  plan->layout->needed_width = needed;
  plan->layout->fits = plan->width >= needed;
  plan->width = MAX (plan->width, needed);
  find_columns (self, plan->width, largest);
}

/* --- the axis --------------------------------------------------------------------------------- */

/* A value as the axis is linear in it. */
static double
scaled (const Forest *self,
        double        value)
{
  return self->forest->ratio ? log (value) : value;
}

static gboolean
is_drawn (const Forest *self,
          double        value)
{
  return isfinite (value) && (!self->forest->ratio || value > 0);
}

/* From the least to the greatest of what is drawn. */
static void
find_range (const Forest *self,
            double       *out_least,
            double       *out_greatest)
{
  *out_least = *out_greatest = self->forest->ratio ? 1 : 0;
  for (guint i = 0; i < self->n_rows; i++)
    {
      const ChartForestRow *row = self->rows[i].row;
      const double values[] = { row->estimate, row->lo, row->hi };

      for (guint v = 0; v < G_N_ELEMENTS (values) && is_drawn (self, row->estimate); v++)
        if (is_drawn (self, values[v]))
          {
            *out_least = MIN (*out_least, values[v]);
            *out_greatest = MAX (*out_greatest, values[v]);
          }
    }
}

static void
set_ratio_axis (Forest *self)
{
  static const double ticks[] = { 0.1, 0.2, 0.5, 1, 2, 5, 10 };
  guint first = 2, last = 4;
  double least, greatest;

  find_range (self, &least, &greatest);
  while (first > 0 && ticks[first] > least)
    first--;
  while (last + 1 < G_N_ELEMENTS (ticks) && ticks[last] < greatest)
    last++;
  for (guint i = first; i <= last; i++)
    self->ticks[self->n_ticks++] = ticks[i];
  self->low = log (ticks[first]);
  self->high = log (ticks[last]);
}

static void
set_difference_axis (Forest *self)
{
  static const double steps[] = { 0.05, 0.1, 0.2, 0.25, 0.5 };
  double least, greatest, step = steps[0];
  int first, last;

  find_range (self, &least, &greatest);
  least = MAX (least, -1);
  greatest = MIN (greatest, 1);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      step = steps[i];
      if ((greatest - least) / step <= 6)
        break;
    }
  first = MIN ((int) floor (least / step + 1e-9), -1);
  last = MAX ((int) ceil (greatest / step - 1e-9), 1);
  for (int i = first; i <= last; i++)
    self->ticks[self->n_ticks++] = i * step;
  self->low = first * step;
  self->high = last * step;
}

/* Where a value is; brought to the axis' ends. */
static double
axis_x (const Forest *self,
        double        value)
{
  double share = (scaled (self, value) - self->low) / (self->high - self->low);

  return self->panel.x + self->panel.width * CLAMP (share, 0, 1);
}

/* "0.5"; of differences points of a hundred. */
static char *
tick_text (const Forest *self,
           double        value)
{
  const char *point = self->texts[CHART_FOREST_DECIMAL];

  if (!self->forest->ratio)
    return g_strdup_printf ("%d", (int) lround (100 * value));
  if (value >= 1)
    return g_strdup_printf ("%d", (int) value);
  return g_strdup_printf ("0%s%d", point != NULL ? point : ".", (int) lround (10 * value));
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void
put_path (Forest           *self,
          ChartColour       colour,
          double            width,
          const ChartPoint *points,
          guint             n)
{
  const ChartPath path = { .group = -1, .colour = colour, .alpha = 1, .width = width };

  chart_plan_put_path (&self->plan, &path, points, n);
}

static void
put_upright (Forest      *self,
             ChartColour  colour,
             double       width,
             gboolean     dashed,
             double       x)
{
  const ChartPoint points[] = { { x, self->panel.y }, { x, self->panel.y + self->panel.height } };
  ChartPath path = { .group = -1, .colour = colour, .alpha = 1, .width = width };

  if (dashed)
    {
      path.n_dashes = 2;
      path.dashes[0] = path.dashes[1] = 2.5 * width;
    }
  chart_plan_put_path (&self->plan, &path, points, 2);
}

/* The line of an interval; where it reaches past the axis, an arrow. */
static void
put_interval (Forest               *self,
              const ChartForestRow *row,
              double                y)
{
  double thin = 0.11 * self->plan.em, head = 0.32 * self->size;
  const double limits[] = { row->lo, row->hi };
  const ChartPoint line[] = { { axis_x (self, row->lo), y }, { axis_x (self, row->hi), y } };

  put_path (self, CHART_COLOUR_TEXT, thin, line, 2);
  for (guint i = 0; i < 2; i++)
    {
      double x = line[i].x, back = i == 0 ? head : -head;
      const ChartPoint points[] = { { x + back, y - head }, { x, y }, { x + back, y + head } };
      double value = scaled (self, limits[i]);

      if (value < self->low || value > self->high)
        put_path (self, CHART_COLOUR_TEXT, thin, points, 3);
    }
}

static void
put_diamond (Forest               *self,
             const ChartForestRow *row,
             double                y)
{
  double half = 0.4 * self->line;
  ChartPath path = { .group = 0, .colour = CHART_COLOUR_GROUP, .alpha = 1, .filled = TRUE };
  const ChartPoint points[] = { { axis_x (self, row->lo), y },
                                { axis_x (self, row->estimate), y - half },
                                { axis_x (self, row->hi), y },
                                { axis_x (self, row->estimate), y + half } };

  chart_plan_put_path (&self->plan, &path, points, 4);
}

static void
put_estimate (Forest               *self,
              const ChartForestRow *row,
              double                heaviest,
              double                y)
{
  gboolean limits = is_drawn (self, row->lo) && is_drawn (self, row->hi);
  double value = is_drawn (self, row->estimate) ? scaled (self, row->estimate) : NAN;
  double most = 0.42 * self->line, least = 0.12 * self->line;
  double share = heaviest > 0 && row->weight > 0 ? sqrt (row->weight / heaviest) : 0;
  ChartMark mark = { .group = 0, .colour = CHART_COLOUR_GROUP, .alpha = 1,
                     .shape = CHART_MARK_SQUARE, .y = y, .radius = MAX (least, most * share) };

  if (isnan (value))
    return;
  if (row->kind == CHART_FOREST_OVERALL && limits)
    {
      put_diamond (self, row, y);
      return;
    }
  if (limits)
    put_interval (self, row, y);
  if (row->kind == CHART_FOREST_OVERALL)
    {
      mark.shape = CHART_MARK_DIAMOND;
      mark.radius = 0.8 * most; /* a diamond's points are further out */
    }
  /* The box stays in the panel; past the axis' end there is the arrow alone. */
  mark.x = CLAMP (axis_x (self, row->estimate), self->panel.x + mark.radius,
                  self->panel.x + self->panel.width - mark.radius);
  if (value >= self->low && value <= self->high)
    g_array_append_val (self->plan.layout->marks, mark);
}

static double
find_heaviest (const Forest *self)
{
  double heaviest = 0;

  for (guint i = 0; i < self->n_rows; i++)
    if (self->rows[i].row->kind == CHART_FOREST_LEVEL && isfinite (self->rows[i].row->weight))
      heaviest = MAX (heaviest, self->rows[i].row->weight);

  return heaviest;
}

/* --- rows ------------------------------------------------------------------------------------- */

/* One column's head, of numbers over a line that says what they are; returns the y under it. */
static double
put_head (Forest *self,
          guint   column,
          double  top)
{
  static const ChartForestText heads[] = { CHART_FOREST_HEAD_LABEL, CHART_FOREST_HEAD_FIRST,
                                           CHART_FOREST_HEAD_SECOND, CHART_FOREST_HEAD_VALUE };
  const char *under = column == 0   ? NULL
                      : column == 3 ? self->texts[CHART_FOREST_HEAD_INTERVAL]
                                    : self->texts[CHART_FOREST_HEAD_COUNTS];
  ChartStyle style = { .kind = CHART_BOX_AXIS_LABEL, .row = -1, .size_pt = self->size,
                       .bold = TRUE, .colour = CHART_COLOUR_TEXT };
  double width = column == 0   ? self->label_width
                 : column == 3 ? self->value_width
                               : self->count_width[column - 1];
  double x = column == 0   ? self->plan.margin
             : column == 3 ? self->plan.width - self->plan.margin - width
                           : self->count_x[column - 1] - width;

  if ((column == 1 || column == 2) && !self->counts)
    return top;
  top = put_lines (self, self->texts[heads[column]], style, x, width, column == 0 ? 0 : 1,
                   MAX_LINES, top);
  style.bold = FALSE;
  style.colour = CHART_COLOUR_MUTED;

  return put_lines (self, under, style, x, width, 1, 1, top);
}

/* The heads of the columns, all ending on one line; returns the y under them. */
static double
put_heads (Forest *self,
           double  top)
{
  double heights[4], highest = 0;

  self->plan.dry = TRUE;
  for (guint column = 0; column < 4; column++)
    {
      heights[column] = put_head (self, column, 0);
      highest = MAX (highest, heights[column]);
    }
  self->plan.dry = FALSE;
  for (guint column = 0; column < 4; column++)
    put_head (self, column, top + highest - heights[column]);

  return highest > 0 ? top + highest + 0.35 * self->size : top;
}

/* One row's texts; returns the y under them, and where its estimate goes. */
static double
put_row (Forest *self,
         guint   i,
         double  top,
         double *out_middle)
{
  const Row *row = &self->rows[i];
  ChartPlan *plan = &self->plan;
  ChartStyle style = { .kind = row->row->kind == CHART_FOREST_HEADING ? CHART_BOX_GROUP_NAME
                                                                      : CHART_BOX_ROW_LABEL,
                       .group = -1, .row = (int) i, .size_pt = self->size, .bold = is_bold (row),
                       .colour = CHART_COLOUR_TEXT };
  double x = indent (self, row), bottom, baseline;

  bottom = put_lines (self, *row->label != '\0' ? row->label : " ", style, plan->margin + x,
                      self->label_width - x, 0, MAX_LINES, top);
  baseline = top + chart_pen_measure (plan->pen, *row->label != '\0' ? row->label : " ",
                                      style.size_pt, style.bold, 0).ascent;
  *out_middle = baseline - 0.33 * style.size_pt;
  style.kind = CHART_BOX_CELL;
  for (guint g = 0; g < 2 && self->counts; g++)
    if (row->counts[g] != NULL)
      chart_plan_put_text (plan, row->counts[g], &style, self->count_x[g], 1, NAN, baseline);
  if (row->row->kind == CHART_FOREST_HEADING)
    {
      style.bold = FALSE;
      style.colour = CHART_COLOUR_MUTED;
    }
  if (row->value != NULL)
    chart_plan_put_text (plan, row->value, &style, plan->width - plan->margin, 1, NAN, baseline);

  return MAX (bottom, top + self->line);
}

/* All rows, and what is drawn in the panel beside them; returns the y under it. */
static double
put_rows (Forest *self,
          double  top)
{
  ChartLayout *layout = self->plan.layout;
  g_autofree double *middles = g_new0 (double, MAX (self->n_rows, 1));
  double thin = 0.07 * self->plan.em, heaviest = find_heaviest (self), y = top;

  for (guint i = 0; i < self->n_rows; i++)
    {
      ChartForestKind kind = self->rows[i].row->kind;

      if (i > 0)
        y += kind == CHART_FOREST_LEVEL ? 0.2 * self->size : 0.6 * self->size;
      y = put_row (self, i, y, &middles[i]);
    }
  self->panel.y = top;
  self->panel.height = MAX (y - top, self->line) + 0.3 * self->size;
  layout->panel = self->panel;
  g_array_append_val (layout->boxes, self->panel);
  for (guint i = 0; i < self->n_ticks; i++)
    put_upright (self, CHART_COLOUR_GRID, thin, FALSE, axis_x (self, self->ticks[i]));
  for (guint i = 0; i < self->n_rows; i++)
    {
      const ChartForestRow *row = self->rows[i].row;

      if (row->kind == CHART_FOREST_OVERALL && is_drawn (self, row->estimate))
        put_upright (self, CHART_COLOUR_GROUP, 0.09 * self->plan.em, TRUE,
                     axis_x (self, row->estimate));
    }
  put_upright (self, CHART_COLOUR_AXIS, 0.11 * self->plan.em, FALSE,
               axis_x (self, self->forest->ratio ? 1 : 0));
  for (guint i = 0; i < self->n_rows; i++)
    put_estimate (self, self->rows[i].row, heaviest, middles[i]);

  return self->panel.y + self->panel.height;
}

/* --- under the rows --------------------------------------------------------------------------- */

/* Numbers where they have room: no difference first, then the ends; returns the y under them. */
static double
put_ticks (Forest *self,
           double  y)
{
  ChartPlan *plan = &self->plan;
  ChartStyle style = { .kind = CHART_BOX_TICK, .group = -1, .row = -1, .size_pt = self->size,
                       .colour = CHART_COLOUR_TEXT };
  const ChartPoint axis[] = { { self->panel.x, y }, { self->panel.x + self->panel.width, y } };
  double thin = 0.09 * plan->em, none = self->forest->ratio ? 1 : 0, bottom = y;
  guint first = plan->layout->boxes->len;

  put_path (self, CHART_COLOUR_AXIS, thin, axis, 2);
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < self->n_ticks; i++)
      {
        guint of = fabs (self->ticks[i] - none) < 1e-9         ? 0
                   : i == 0 || i + 1 == self->n_ticks ? 1
                                                      : 2;
        double x = axis_x (self, self->ticks[i]);
        const ChartPoint mark[] = { { x, y }, { x, y + 0.35 * plan->em } };
        g_autofree char *text = tick_text (self, self->ticks[i]);
        double half = text_width (self, text, self->size, FALSE) / 2 + 0.2 * self->size;
        gboolean free = TRUE;

        if (of != round)
          continue;
        put_path (self, CHART_COLOUR_AXIS, thin, mark, 2);
        for (guint b = first; b < plan->layout->boxes->len; b++)
          {
            const ChartBox *box = &g_array_index (plan->layout->boxes, ChartBox, b);

            free = free && (x + half <= box->x || x - half >= box->x + box->width);
          }
        if (!free)
          continue;
        ChartBox box = chart_plan_put_text (plan, text, &style, x, 0.5, y + 0.45 * plan->em, NAN);
        bottom = MAX (bottom, box.y + box.height);
      }

  return bottom;
}

/* What lies at the axis' ends, side by side under the half that it is said of. */
static double
put_sides (Forest *self,
           double  top)
{
  ChartStyle style = { .kind = CHART_BOX_AXIS_LABEL, .row = -1, .size_pt = self->size,
                       .colour = CHART_COLOUR_MUTED };
  double middle = axis_x (self, self->forest->ratio ? 1 : 0), gap = 0.8 * self->size;
  double left = self->plan.margin, right = self->plan.width - self->plan.margin;
  double low, high;

  low = put_lines (self, self->texts[CHART_FOREST_LOW], style, left, middle - gap - left, 1,
                   MAX_LINES, top);
  high = put_lines (self, self->texts[CHART_FOREST_HIGH], style, middle + gap,
                    right - middle - gap, 0, MAX_LINES, top);

  return MAX (low, high);
}

/* Under the middle of the panel, where it has room there. */
static double
put_axis_label (Forest *self,
                double  top)
{
  const ChartPlan *plan = &self->plan;
  const char *text = self->texts[CHART_FOREST_AXIS];
  double middle = self->panel.x + self->panel.width / 2, right = plan->width - plan->margin;
  double half = MIN (middle - plan->margin, right - middle);
  ChartStyle style = { .kind = CHART_BOX_AXIS_LABEL, .row = -1, .size_pt = self->size,
                       .bold = TRUE, .colour = CHART_COLOUR_TEXT };

  if (text_width (self, text, self->size, TRUE) <= 2 * half)
    return put_lines (self, text, style, middle - half, 2 * half, 0.5, 1, top);
  return put_lines (self, text, style, plan->margin, right - plan->margin, 1, MAX_LINES, top);
}

static double
put_notes (Forest *self,
           double  y)
{
  ChartPlan *plan = &self->plan;
  ChartStyle style = { .kind = CHART_BOX_NOTE, .row = -1, .size_pt = plan->note_size,
                       .colour = CHART_COLOUR_MUTED };

  if (plan->n_notes > 0)
    y += 0.8 * plan->em;
  for (guint i = 0; i < plan->n_notes; i++)
    y = put_lines (self, plan->notes[i], style, plan->margin, plan->width - 2 * plan->margin, 0,
                   60, y) + 0.15 * plan->em;

  return y;
}

static void
arrange (Forest *self)
{
  ChartPlan *plan = &self->plan;
  ChartLayout *layout = plan->layout;
  double inner, y = plan->margin;

  set_width (self);
  if (self->forest->ratio)
    set_ratio_axis (self);
  else
    set_difference_axis (self);
  inner = plan->width - 2 * plan->margin;
  if (self->texts[CHART_FOREST_TITLE] != NULL)
    y = put_lines (self, self->texts[CHART_FOREST_TITLE],
                   (ChartStyle) { .kind = CHART_BOX_TITLE, .row = -1, .size_pt = plan->title_size,
                                  .bold = TRUE, .colour = CHART_COLOUR_TEXT },
                   plan->margin, inner, 0, 4, y) + 0.5 * plan->em;
  y = put_heads (self, y);
  y = put_rows (self, y);
  y = put_ticks (self, y);
  y = put_sides (self, y + 0.1 * self->size);
  y = put_axis_label (self, y + 0.1 * self->size);
  y = put_notes (self, y);
  layout->width = plan->width;
  layout->height = layout->needed_height = MIN (y + plan->margin, MAX_SIDE_PT);
}

/* --- the layout ------------------------------------------------------------------------------- */

/* NULL for what is empty. */
static char *
clean (const char *text,
       guint       max_chars)
{
  g_autofree char *cleaned = g_strstrip (chart_text_clean (text, max_chars));

  return *cleaned != '\0' ? g_steal_pointer (&cleaned) : NULL;
}

static void
forest_init (Forest            *self,
             const ChartForest *forest)
{
  ChartPlan *plan = &self->plan;

  memset (self, 0, sizeof *self);
  self->forest = forest;
  plan->layout = chart_layout_alloc ();
  plan->pen = chart_pen_new (forest->font_family);
  plan->em = isfinite (forest->base_size_pt) ? CLAMP (forest->base_size_pt, CHART_SMALLEST_PT, 72)
                                             : 8;
  plan->width = isfinite (forest->width_pt) ? CLAMP (forest->width_pt, 1, MAX_SIDE_PT)
                                            : 170 * CHART_PT_PER_MM;
  plan->margin = 0.8 * plan->em;
  plan->note_size = MAX (CHART_SMALLEST_PT, 0.85 * plan->em);
  plan->title_size = 1.2 * plan->em;
  for (guint i = 0; i < CHART_FOREST_N_TEXTS; i++)
    self->texts[i] = clean (forest->texts[i], MAX_CHARS);
  plan->notes = g_new0 (char *, forest->notes->len + 1);
  for (guint i = 0; i < forest->notes->len; i++)
    {
      char *note = clean (g_ptr_array_index (forest->notes, i), MAX_NOTE_CHARS);

      if (note != NULL)
        plan->notes[plan->n_notes++] = note;
    }
  self->n_rows = forest->rows->len;
  self->rows = g_new0 (Row, MAX (self->n_rows, 1));
  for (guint i = 0; i < self->n_rows; i++)
    {
      const ChartForestRow *row = g_ptr_array_index (forest->rows, i);

      self->rows[i].row = row;
      self->rows[i].label = g_strstrip (chart_text_clean (row->label, MAX_CHARS));
      self->rows[i].counts[0] = clean (row->counts[0], MAX_CHARS);
      self->rows[i].counts[1] = clean (row->counts[1], MAX_CHARS);
      self->rows[i].value = clean (row->value, MAX_CHARS);
    }
  self->panel = (ChartBox) { .kind = CHART_BOX_PANEL, .group = -1, .row = -1, .anchor_x = NAN };
  plan->layout->scale = 1;
  plan->layout->tick_step = 1;
  plan->layout->draw_background = forest->draw_background;
  plan->layout->font_family = g_strdup (forest->font_family);
  chart_palette_fill (forest->theme, 1, plan->layout->colours);
}

ChartLayout *
chart_forest_layout (const ChartForest *forest)
{
  g_return_val_if_fail (forest != NULL, NULL);

  Forest self;

  forest_init (&self, forest);
  arrange (&self);
  for (guint i = 0; i < CHART_FOREST_N_TEXTS; i++)
    g_free (self.texts[i]);
  for (guint i = 0; i < self.n_rows; i++)
    {
      g_free (self.rows[i].label);
      g_free (self.rows[i].counts[0]);
      g_free (self.rows[i].counts[1]);
      g_free (self.rows[i].value);
    }
  g_free (self.rows);
  g_strfreev (self.plan.notes);
  chart_pen_free (self.plan.pen);

  return self.plan.layout;
}
