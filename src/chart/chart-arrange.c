/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the sizes of a figure and the order of its parts from top to bottom: title, curves, table,
 * lower panel, notes. What happens inside the panels is in chart-curves.c and chart-labels.c. */

#include "chart-plan.h"

#include <math.h>
#include <string.h>

#define MIN_WIDTH_PT 110.0
#define MAX_HEIGHT_PT 14400.0 /* what is asked for beyond it is not taken */
#define REFERENCE_PT 24.0 /* widths grow with the size: measured once at this one */
#define PANEL_SHAPE 0.5   /* height of the panel for its width, where the height is free */
#define HAZARD_SHARE 0.2
#define AXIS_GAP 0.4      /* from 0 % to the axis, in ems: what lies at 0 % is not on the line */
#define MAX_NAME_LINES 3
#define START_COST 0.12   /* share of the panel's width that the column at 0 may cost */
#define DIGIT_MIDDLE 0.36 /* of the size: how far a digit's middle is over its baseline */

/* Widths that decide where the columns are, for a size of one point. */
typedef struct
{
  double cell;
  double tick;
  double zero;
  double percent;
  double row_label;
  double start_label; /* of the first row, which alone has a count at 0; 0: none has */
} Widths;

typedef struct
{
  double x_zero, x_step;
  guint tick_step;
  double table_size;
  gboolean start;
} Columns;

static double
unit_width (ChartPlan  *plan,
            const char *text)
{
  return chart_pen_measure (plan->pen, text, REFERENCE_PT, FALSE, 0).width / REFERENCE_PT;
}

static const guint *
group_counts (const ChartGroup *group,
              guint             row)
{
  const guint *counts[] = { group->at_risk, group->births, group->stopped, group->in_treatment };

  return counts[row];
}

/* A cell of the table. */
static void
print_count (char  text[16],
             guint count)
{
  if (count == CHART_NOT_TOLD)
    g_strlcpy (text, "–", 16);
  else
    g_snprintf (text, 16, "%u", count);
}

static Widths
measure_widths (ChartPlan *plan)
{
  Widths widths = { 0 };
  gboolean has_start = FALSE;
  char text[16];

  for (guint k = 1; k <= plan->layout->k_max; k++)
    {
      g_snprintf (text, sizeof text, "%u", k);
      widths.tick = MAX (widths.tick, unit_width (plan, text));
    }
  widths.zero = unit_width (plan, "0");
  widths.percent = unit_width (plan, "100");

  if (!plan->spec->show_table)
    return widths;

  for (guint i = 0; i < plan->n_groups; i++)
    {
      const ChartGroup *group = chart_spec_get_group (plan->spec, i);

      if (group->n_start > 0)
        {
          g_snprintf (text, sizeof text, "%u", group->n_start);
          widths.cell = MAX (widths.cell, unit_width (plan, text));
          has_start = TRUE;
        }
      for (guint row = 0; row < 4; row++)
        for (guint k = 1; k <= chart_plan_n_rows (plan, group); k++)
          {
            print_count (text, group_counts (group, row)[k - 1]);
            widths.cell = MAX (widths.cell, unit_width (plan, text));
          }
    }

  for (guint row = 0; row < 4 && plan->n_groups > 0; row++)
    {
      const char *label = plan->texts[CHART_TEXT_ROW_AT_RISK + row];

      if (label != NULL)
        widths.row_label = MAX (widths.row_label, unit_width (plan, label));
      if (row == 0 && has_start)
        widths.start_label = label != NULL ? widths.row_label : widths.zero;
    }

  return widths;
}

static double
row_label_max (double width)
{
  return 0.4 * width;
}

/* Places the axis for one table size and tick step; TRUE if columns and labels keep apart. */
static gboolean
try_columns (const ChartPlan *plan,
             const Widths    *widths,
             double           width,
             guint            tick_step,
             double           table_size,
             gboolean         start,
             Columns         *out)
{
  guint k_max = plan->layout->k_max;
  guint k_last = 1 + tick_step * ((k_max - 1) / tick_step);
  double column = MAX (widths->cell * table_size, widths->tick * plan->tick_size);
  double span = k_max + CHART_STUB;
  double right = width - plan->margin;
  double label = MIN (widths->row_label * table_size, row_label_max (width));
  double least_zero = plan->margin + widths->percent * plan->tick_size
                      + widths->zero * plan->tick_size / 2 + 0.25 * plan->em;
  double least_one = label > 0 ? plan->margin + label + 0.7 * table_size + column / 2 : 0;
  double edge = right;

  if (start)
    least_zero = MAX (least_zero, plan->margin
                                  + MIN (widths->start_label * table_size, row_label_max (width))
                                  + 1.2 * table_size + column / 2);
  for (guint i = 0; i < 6; i++)
    {
      out->x_zero = MAX (least_zero, (least_one - edge / span) / (1 - 1 / span));
      out->x_step = (edge - out->x_zero) / span;
      edge = MIN (edge, right - MAX (0, out->x_zero + k_last * out->x_step + column / 2 - right));
    }
  out->tick_step = tick_step;
  out->table_size = table_size;
  out->start = start;

  double panel = out->x_step * span;

  return panel >= 0.42 * width && panel >= 8 * plan->em
         && out->x_zero + out->x_step - column / 2 >= least_one - column / 2 - 0.2 * table_size
         && out->x_zero + k_last * out->x_step + column / 2 <= right + 1e-6
         && (tick_step >= k_max || tick_step * out->x_step >= column + 0.4 * table_size)
         && (!start || out->x_step >= column + 0.4 * table_size);
}

/* A column at 0 too, where the panel doesn't lose much by it. */
static void
try_start (const ChartPlan *plan,
           const Widths    *widths,
           double           width,
           Columns         *columns)
{
  Columns with;

  if (widths->start_label > 0
      && try_columns (plan, widths, width, columns->tick_step, columns->table_size, TRUE, &with)
      && with.x_step >= (1 - START_COST) * columns->x_step)
    *columns = with;
}

/* The smallest tick step, and for it the largest table size, that has room. */
static gboolean
find_columns (const ChartPlan *plan,
              const Widths    *widths,
              double           width,
              Columns         *out)
{
  double largest = MAX (CHART_SMALLEST_PT, 0.9 * plan->em);

  for (guint step = 1; step <= plan->layout->k_max; step++)
    for (double size = largest;; size = MAX (CHART_SMALLEST_PT, size - 0.25))
      {
        if (try_columns (plan, widths, width, step, size, FALSE, out))
          {
            try_start (plan, widths, width, out);
            return TRUE;
          }
        if (size <= CHART_SMALLEST_PT)
          break;
      }

  return FALSE;
}

static void
set_scale (ChartPlan *plan,
           double     scale)
{
  plan->scale = scale;
  plan->em = MAX (CHART_SMALLEST_PT, plan->base * scale);
  plan->margin = 0.8 * plan->em;
  plan->tick_size = MAX (CHART_SMALLEST_PT, 0.9 * plan->em);
  plan->note_size = MAX (CHART_SMALLEST_PT, 0.85 * plan->em);
  plan->title_size = 1.2 * plan->em;
}

/* Sets sizes and columns for a scale at the plan's width. */
static void
set_sizes (ChartPlan    *plan,
           const Widths *widths,
           double        scale)
{
  ChartLayout *layout = plan->layout;
  Columns columns;

  set_scale (plan, scale);
  find_columns (plan, widths, plan->width, &columns);
  plan->table_size = columns.table_size;
  layout->x_zero = columns.x_zero;
  layout->x_step = columns.x_step;
  layout->tick_step = columns.tick_step;
  plan->start = columns.start;
  plan->name_width = 0.46 * columns.x_step * (layout->k_max + CHART_STUB);
}

/* Lines of a wrapped text, each a box; returns the y under the last one. */
static double
put_block (ChartPlan  *plan,
           const char *text,
           ChartStyle  style,
           double      align,
           guint       max_lines,
           double      top)
{
  if (text == NULL || *text == '\0')
    return top;

  double width = plan->width - 2 * plan->margin;
  double x = plan->margin + align * width;
  g_autoptr (GPtrArray) lines = chart_pen_wrap (plan->pen, text, style.size_pt, style.bold, width,
                                                max_lines);

  style.max_width = width;
  style.group = -1;
  style.row = -1;
  for (guint i = 0; i < lines->len; i++)
    {
      ChartBox box = chart_plan_put_text (plan, g_ptr_array_index (lines, i), &style, x, align, top,
                                          NAN);

      top = box.y + MAX (box.height, 1.3 * style.size_pt);
    }

  return top;
}

static void
put_line (ChartPlan   *plan,
          ChartColour  colour,
          double       width,
          double       x1,
          double       y1,
          double       x2,
          double       y2)
{
  const ChartPath path = { .group = -1, .colour = colour, .alpha = 1, .width = width };
  const ChartPoint points[] = { { x1, y1 }, { x2, y2 } };

  chart_plan_put_path (plan, &path, points, 2);
}

/* Grid lines and numbers of a panel that goes from 0 to top percent in n steps. */
static void
put_percent_axis (ChartPlan      *plan,
                  const ChartBox *panel,
                  guint           top,
                  guint           n)
{
  ChartStyle style = { .kind = CHART_BOX_TICK, .group = -1, .row = -1, .size_pt = plan->tick_size,
                       .colour = CHART_COLOUR_MUTED };
  double gap = chart_pen_measure (plan->pen, "0", plan->tick_size, FALSE, 0).width / 2
               + 0.25 * plan->em;

  for (guint i = 0; i <= n; i++)
    {
      char text[16];
      double y = panel->y + panel->height * (n - i) / n;

      g_snprintf (text, sizeof text, "%u", top * i / n);
      chart_plan_put_text (plan, text, &style, panel->x - gap, 1, NAN,
                           y + DIGIT_MIDDLE * plan->tick_size);
      put_line (plan, CHART_COLOUR_GRID, 0.07 * plan->em, panel->x, y, panel->x + panel->width, y);
    }
}

/* The line under 0 %, its tick marks and the numbers of the transfers; returns the y under them. */
static double
put_transfer_axis (ChartPlan      *plan,
                   const ChartBox *panel)
{
  const ChartLayout *layout = plan->layout;
  ChartStyle style = { .kind = CHART_BOX_TICK, .group = -1, .row = -1, .size_pt = plan->tick_size,
                       .colour = CHART_COLOUR_TEXT };
  double y = panel->y + panel->height + AXIS_GAP * plan->em;
  double top = y + 0.45 * plan->em;
  double bottom = top;
  double thin = 0.09 * plan->em;
  double two_digits = chart_pen_measure (plan->pen, "01", plan->tick_size, FALSE, 0).width;

  put_line (plan, CHART_COLOUR_AXIS, thin, panel->x, y, panel->x + panel->width, y);
  for (guint k = 0; k <= layout->k_max; k++)
    {
      double x = chart_layout_x (layout, k);
      gboolean numbered = k > 0 ? (k - 1) % layout->tick_step == 0
                                : plan->start || layout->x_step > two_digits / 2 + 0.2 * plan->em;
      char text[16];

      put_line (plan, CHART_COLOUR_AXIS, thin, x, y, x, y + (numbered ? 0.35 : 0.2) * plan->em);
      if (!numbered)
        continue;

      g_snprintf (text, sizeof text, "%u", k);
      style.k = k;
      ChartBox box = chart_plan_put_text (plan, text, &style, x, 0.5, top, NAN);
      bottom = MAX (bottom, box.y + box.height);
    }

  return bottom;
}

/* The curves' panel with its axes; returns the y under it. */
static double
put_panel (ChartPlan *plan,
           double     top,
           double     height)
{
  ChartLayout *layout = plan->layout;
  ChartExtent tick = chart_pen_measure (plan->pen, "0", plan->tick_size, FALSE, 0);
  ChartBox panel = { .kind = CHART_BOX_PANEL, .group = -1, .row = -1, .anchor_x = NAN };

  top = put_block (plan, plan->texts[CHART_TEXT_Y_LABEL],
                   (ChartStyle) { .kind = CHART_BOX_AXIS_LABEL, .size_pt = plan->em, .bold = TRUE,
                                  .colour = CHART_COLOUR_TEXT },
                   0, 3, top);
  panel.x = layout->x_zero;
  panel.y = top + tick.height / 2 + 0.1 * plan->em;
  panel.width = layout->x_step * (layout->k_max + CHART_STUB);
  panel.height = height;
  layout->panel = panel;

  if (!plan->dry)
    {
      g_array_append_val (layout->boxes, panel);
      put_percent_axis (plan, &panel, 100, height / 5 >= 1.3 * tick.height ? 5 : 2);
      chart_overlays_put (plan);
      chart_curves_put (plan);
      chart_labels_put (plan);
    }

  double bottom = put_transfer_axis (plan, &panel);

  return put_block (plan, plan->texts[CHART_TEXT_X_LABEL],
                    (ChartStyle) { .kind = CHART_BOX_AXIS_LABEL, .size_pt = plan->em, .bold = TRUE,
                                   .colour = CHART_COLOUR_TEXT },
                    1, 2, bottom + 0.12 * plan->em);
}

/* The smallest top of the lower panel, of a few round ones, under which all of it stays. */
static guint
hazard_top (const ChartPlan *plan)
{
  static const guint tops[] = { 10, 20, 50, 100 };
  double greatest = 0;
  guint top = 0;

  for (guint i = 0; i < plan->n_groups; i++)
    {
      const ChartGroup *group = chart_spec_get_group (plan->spec, i);

      for (guint row = 0; row < chart_plan_n_rows (plan, group); row++)
        {
          if (isfinite (group->hazard[row]))
            greatest = MAX (greatest, group->hazard[row]);
          if (isfinite (group->hazard[row]) && isfinite (group->hazard_hi[row]))
            greatest = MAX (greatest, group->hazard_hi[row]);
        }
    }

  if (greatest == 0)
    return 100;
  while (top + 1 < G_N_ELEMENTS (tops) && greatest > tops[top] / 100.0)
    top++;

  return tops[top];
}

static double
put_hazard_panel (ChartPlan *plan,
                  double     top,
                  double     height)
{
  ChartLayout *layout = plan->layout;
  ChartExtent tick = chart_pen_measure (plan->pen, "0", plan->tick_size, FALSE, 0);
  ChartBox panel = layout->panel;

  top = put_block (plan, plan->texts[CHART_TEXT_HAZARD_LABEL],
                   (ChartStyle) { .kind = CHART_BOX_AXIS_LABEL, .size_pt = plan->em, .bold = TRUE,
                                  .colour = CHART_COLOUR_TEXT },
                   0, 3, top + 0.9 * plan->em);
  panel.kind = CHART_BOX_HAZARD;
  panel.y = top + tick.height / 2 + 0.1 * plan->em;
  panel.height = height;
  layout->hazard = panel;
  layout->hazard_top = hazard_top (plan);

  if (!plan->dry)
    {
      g_array_append_val (layout->boxes, panel);
      put_percent_axis (plan, &panel, layout->hazard_top, 2);
      chart_hazard_put (plan);
    }

  return put_transfer_axis (plan, &panel);
}

typedef void (*PutKey) (ChartPlan *plan,
                        guint      index,
                        double     size_pt,
                        double     x,
                        double     width,
                        double     y);

/* A sample of a line with its mark, then its name on as many lines as it takes, up to
 * MAX_NAME_LINES; returns the y under it. */
static double
put_keyed_name (ChartPlan  *plan,
                guint       index,
                PutKey      put_key,
                const char *name,
                ChartStyle  style,
                double      top)
{
  double key = 3.2 * style.size_pt;
  double x = plan->margin;
  double indent = key + 0.6 * style.size_pt;
  g_autoptr (GPtrArray) lines = NULL;

  style.max_width = plan->width - 2 * plan->margin - indent;
  lines = chart_pen_wrap (plan->pen, *name != '\0' ? name : " ", style.size_pt, style.bold,
                          style.max_width, MAX_NAME_LINES);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      ChartBox box = chart_plan_put_text (plan, line, &style, x + indent, 0, top, NAN);

      if (i == 0 && !plan->dry)
        {
          /* The key belongs to the name's box: nothing else may lie on it. */
          ChartBox *last = &g_array_index (plan->layout->boxes, ChartBox,
                                           plan->layout->boxes->len - 1);

          put_key (plan, index, style.size_pt, x, key,
                   box.y + chart_plan_middle (plan, line, &style));
          last->x = x;
          last->width += indent;
        }
      top = box.y + MAX (box.height, 1.3 * style.size_pt);
    }

  return top;
}

static double
put_group_header (ChartPlan *plan,
                  guint      index,
                  double     top)
{
  const ChartStyle style
      = { .kind = CHART_BOX_GROUP_NAME, .group = (int) index, .row = -1,
          .size_pt = MAX (plan->table_size, CHART_SMALLEST_PT), .bold = TRUE,
          .colour = (ChartColour) (CHART_COLOUR_NAME + index % CHART_GROUP_COLOURS) };

  return put_keyed_name (plan, index, chart_plan_put_key, plan->names[index], style, top);
}

/* The overlays' names, one under the other; returns the y under them. */
static double
put_overlay_names (ChartPlan *plan,
                   double     top)
{
  ChartStyle style = { .kind = CHART_BOX_OVERLAY_NAME, .group = -1, .size_pt = plan->tick_size,
                       .colour = CHART_COLOUR_TEXT };

  for (guint i = 0; i < plan->spec->overlays->len; i++)
    {
      style.row = (int) i;
      top = put_keyed_name (plan, i, chart_overlay_put_key, plan->overlay_names[i], style,
                            top + 0.3 * plan->em);
    }

  return top;
}

/* A count of the table, centred on its tick. */
static void
put_count (ChartPlan  *plan,
           ChartStyle  style,
           guint       k,
           guint       count,
           double      baseline)
{
  char text[16];

  print_count (text, count);
  style.kind = CHART_BOX_CELL;
  style.max_width = 0;
  style.k = k;
  if (count == 0 || count == CHART_NOT_TOLD)
    style.colour = CHART_COLOUR_LIGHT;
  chart_plan_put_text (plan, text, &style, chart_layout_x (plan->layout, k), 0.5, NAN, baseline);
}

/* The four rows of a group; returns the y under them. */
static double
put_group_rows (ChartPlan *plan,
                guint      index,
                double     top)
{
  const ChartLayout *layout = plan->layout;
  const ChartGroup *group = chart_spec_get_group (plan->spec, index);
  ChartExtent digits = chart_pen_measure (plan->pen, "0", plan->table_size, FALSE, 0);

  for (guint row = 0; row < 4; row++)
    {
      const char *label = plan->texts[CHART_TEXT_ROW_AT_RISK + row];
      ChartStyle style = { .kind = CHART_BOX_ROW_LABEL, .group = (int) index, .row = (int) row,
                           .size_pt = plan->table_size,
                           .colour = row == 0 ? CHART_COLOUR_TEXT : CHART_COLOUR_MUTED };
      double ascent = digits.ascent;
      double descent = digits.height - digits.ascent;

      style.max_width = row_label_max (plan->width);
      if (label != NULL)
        {
          ChartExtent extent = chart_pen_measure (plan->pen, label, style.size_pt, FALSE,
                                                  style.max_width);

          ascent = MAX (ascent, extent.ascent);
          descent = MAX (descent, extent.height - extent.ascent);
          chart_plan_put_text (plan, label, &style, plan->margin, 0, NAN, top + ascent);
        }

      if (row == 0 && plan->start && group->n_start > 0 && !plan->dry)
        put_count (plan, style, 0, group->n_start, top + ascent);
      for (guint k = 1; k <= chart_plan_n_rows (plan, group) && !plan->dry; k += layout->tick_step)
        put_count (plan, style, k, group_counts (group, row)[k - 1], top + ascent);

      top += MAX (ascent + descent, plan->scale >= 1 ? 1.28 * plan->table_size : 0);
    }

  return top;
}

static double
put_table (ChartPlan *plan,
           double     top)
{
  top += 0.5 * plan->em;
  top = put_block (plan, plan->texts[CHART_TEXT_GROUPS],
                   (ChartStyle) { .kind = CHART_BOX_AXIS_LABEL, .size_pt = plan->tick_size,
                                  .colour = CHART_COLOUR_MUTED },
                   0, 2, top);
  for (guint i = 0; i < plan->n_groups; i++)
    {
      const ChartGroup *group = chart_spec_get_group (plan->spec, i);

      top += 0.4 * plan->em;
      if (plan->n_groups > 1 || *plan->names[i] != '\0')
        top = put_group_header (plan, i, top);
      if (group->n_rows > 0)
        top = put_group_rows (plan, i, top);
    }

  return top;
}

/* Everything from top to bottom for the given heights of the panels; returns the figure's
 * height. */
static double
stack (ChartPlan *plan,
       double     panel_height,
       double     hazard_height)
{
  double y = plan->margin;

  if (plan->texts[CHART_TEXT_TITLE] != NULL)
    y = put_block (plan, plan->texts[CHART_TEXT_TITLE],
                   (ChartStyle) { .kind = CHART_BOX_TITLE, .size_pt = plan->title_size,
                                  .bold = TRUE, .colour = CHART_COLOUR_TEXT },
                   0, 4, y) + 0.5 * plan->em;

  y = put_overlay_names (plan, put_panel (plan, y, panel_height));
  if (plan->spec->show_table && plan->n_groups > 0)
    y = put_table (plan, y);
  if (plan->hazard)
    y = put_hazard_panel (plan, y, hazard_height);

  if (plan->n_notes > 0)
    y += 0.8 * plan->em;
  for (guint i = 0; i < plan->n_notes; i++)
    y = put_block (plan, plan->notes[i],
                   (ChartStyle) { .kind = CHART_BOX_NOTE, .size_pt = plan->note_size,
                                  .colour = CHART_COLOUR_MUTED },
                   0, 60, y) + 0.15 * plan->em;

  return y + plan->margin;
}

static double
fixed_height (ChartPlan *plan)
{
  plan->dry = TRUE;
  double height = stack (plan, 0, 0);
  plan->dry = FALSE;

  return height;
}

static double
least_panel (ChartPlan *plan)
{
  return MAX (10 * plan->em, chart_labels_min_height (plan));
}

/* Room for three numbers above one another. */
static double
least_hazard (ChartPlan *plan)
{
  double tick = chart_pen_measure (plan->pen, "0", plan->tick_size, FALSE, 0).height;

  return plan->hazard ? MAX (4 * plan->em, 2.3 * tick) : 0;
}

static double
least_height (ChartPlan *plan)
{
  return fixed_height (plan) + least_panel (plan) + least_hazard (plan);
}

/* Sets the plan's width to what is asked or, if that has no room for the columns, to what has. */
static Widths
set_width (ChartPlan *plan)
{
  Widths widths = measure_widths (plan);
  double asked = plan->width;
  double needed = MIN_WIDTH_PT;
  Columns columns;

  set_scale (plan, CHART_SMALLEST_PT / plan->base);
  while (!find_columns (plan, &widths, needed, &columns) && needed < 10000)
    needed += 2;
  set_scale (plan, 1);
  /* Full size first; where that has no room, the text gets smaller before the figure gets wider. */
  plan->layout->needed_width = needed;
  plan->width = MAX (asked, needed);
  plan->layout->fits = asked >= needed;

  return widths;
}

/* The largest scale at which the columns have room. */
static double
widest_scale (ChartPlan    *plan,
              const Widths *widths)
{
  double least = CHART_SMALLEST_PT / plan->base;
  Columns columns;

  for (double scale = 1; scale > least; scale -= 0.04)
    {
      set_scale (plan, scale);
      if (find_columns (plan, widths, plan->width, &columns))
        return scale;
    }

  return least;
}

/* Whether the lower panel is asked for and its marks can be told apart, at the plan's columns. */
static gboolean
wants_hazard (const ChartPlan *plan)
{
  double apart = CHART_HAZARD_SPREAD * plan->layout->x_step / MAX (plan->n_groups, 1);

  return plan->spec->show_hazard && apart >= CHART_HAZARD_LEAST_PT;
}

/* Takes the first of these that has room in the height asked for: all at full size, all a little
 * smaller, without the lower panel, without it and smaller down to 6 pt. FALSE: none has. */
static gboolean
choose_scale (ChartPlan    *plan,
              const Widths *widths,
              double        largest,
              double        height)
{
  double least = MIN (largest, CHART_SMALLEST_PT / plan->base);

  for (guint with_hazard = plan->hazard ? 1 : 0;; with_hazard--)
    {
      double until = with_hazard ? MAX (least, 0.84 * largest) : least;

      plan->hazard = with_hazard;
      for (double scale = largest;; scale = MAX (until, scale - 0.04))
        {
          set_sizes (plan, widths, scale);
          if (least_height (plan) <= height)
            return TRUE;
          if (scale <= until)
            break;
        }
      if (with_hazard == 0)
        return FALSE;
    }
}

void
chart_arrange (ChartPlan *plan)
{
  ChartLayout *layout = plan->layout;
  Widths widths = set_width (plan);
  double asked = MIN (plan->spec->height_pt, MAX_HEIGHT_PT);
  double largest = widest_scale (plan, &widths);
  double panel, hazard;

  set_sizes (plan, &widths, largest);
  plan->hazard = wants_hazard (plan);
  layout->needed_height = least_height (plan);

  if (!isfinite (plan->spec->height_pt) || asked <= 0)
    {
      panel = MAX (least_panel (plan), PANEL_SHAPE * layout->x_step * (layout->k_max + CHART_STUB));
      hazard = MAX (least_hazard (plan), HAZARD_SHARE * panel);
    }
  else
    {
      if (!choose_scale (plan, &widths, largest, asked))
        {
          set_sizes (plan, &widths, largest);
          plan->hazard = wants_hazard (plan);
          layout->fits = FALSE;
          asked = layout->needed_height;
        }

      double room = asked - fixed_height (plan);

      hazard = plan->hazard ? MAX (least_hazard (plan), HAZARD_SHARE * room) : 0;
      hazard = MIN (hazard, room - least_panel (plan));
      panel = room - hazard;
    }

  layout->scale = plan->scale;
  layout->hazard_dropped = plan->spec->show_hazard && !plan->hazard;
  layout->width = plan->width;
  layout->height = stack (plan, panel, hazard);
}

double
chart_arrange_min_height (ChartPlan *plan)
{
  Widths widths = set_width (plan);

  plan->hazard = FALSE;
  set_sizes (plan, &widths, MIN (1, CHART_SMALLEST_PT / plan->base));

  return least_height (plan);
}
