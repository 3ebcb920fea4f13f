/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the layout as a value: its life, its dump, the place of a transfer and the transfer of a
 * place. What goes where is decided in chart-arrange.c. */

#include "chart-layout.h"

#include "chart-plan.h"

#include <math.h>
#include <string.h>

#define MAX_NAME_CHARS 200
#define MAX_TEXT_CHARS 500
#define MAX_NOTE_CHARS 4000
#define MAX_K 200
#define MAX_SIDE_PT 14400.0 /* what a PDF page may measure */

static void
text_clear (gpointer data)
{
  g_free (((ChartText *) data)->text);
}

static void
path_clear (gpointer data)
{
  g_free (((ChartPath *) data)->points);
}

ChartLayout *
chart_layout_alloc (void)
{
  ChartLayout *layout = g_atomic_rc_box_new0 (ChartLayout);

  layout->boxes = g_array_new (FALSE, TRUE, sizeof (ChartBox));
  layout->rects = g_array_new (FALSE, TRUE, sizeof (ChartRect));
  layout->paths = g_array_new (FALSE, TRUE, sizeof (ChartPath));
  layout->marks = g_array_new (FALSE, TRUE, sizeof (ChartMark));
  layout->texts = g_array_new (FALSE, TRUE, sizeof (ChartText));
  g_array_set_clear_func (layout->texts, text_clear);
  g_array_set_clear_func (layout->paths, path_clear);

  return layout;
}

static double
in_range (double value,
          double low,
          double high,
          double otherwise)
{
  return isfinite (value) ? CLAMP (value, low, high) : otherwise;
}

static void
plan_init (ChartPlan       *plan,
           const ChartSpec *spec)
{
  ChartLayout *layout = chart_layout_alloc ();
  guint k_max = spec->k_max;

  memset (plan, 0, sizeof *plan);
  plan->spec = spec;
  plan->layout = layout;
  plan->pen = chart_pen_new (spec->font_family);
  plan->n_groups = spec->groups->len;
  plan->base = in_range (spec->base_size_pt, CHART_SMALLEST_PT, 72, 8);
  plan->width = in_range (spec->width_pt, 1, MAX_SIDE_PT, 170 * CHART_PT_PER_MM);

  plan->names = g_new0 (char *, plan->n_groups + 1);
  for (guint i = 0; i < plan->n_groups; i++)
    {
      const ChartGroup *group = chart_spec_get_group (spec, i);

      plan->names[i] = g_strstrip (chart_text_clean (group->name, MAX_NAME_CHARS));
      if (spec->k_max == 0)
        k_max = MAX (k_max, group->n_rows);
    }

  plan->overlay_names = g_new0 (char *, spec->overlays->len + 1);
  for (guint i = 0; i < spec->overlays->len; i++)
    {
      const ChartOverlay *overlay = g_ptr_array_index (spec->overlays, i);

      plan->overlay_names[i] = g_strstrip (chart_text_clean (overlay->name, MAX_NAME_CHARS));
      for (guint point = 0; spec->k_max == 0 && point < overlay->n_points; point++)
        k_max = MAX (k_max, overlay->k[point]);
    }

  for (guint i = 0; i < CHART_N_TEXTS; i++)
    {
      g_autofree char *text = g_strstrip (chart_text_clean (spec->texts[i], MAX_TEXT_CHARS));

      plan->texts[i] = *text != '\0' ? g_steal_pointer (&text) : NULL;
    }

  plan->n_notes = spec->notes->len;
  plan->notes = g_new0 (char *, plan->n_notes + 1);
  for (guint i = 0; i < plan->n_notes; i++)
    plan->notes[i] = g_strstrip (chart_text_clean (g_ptr_array_index (spec->notes, i),
                                                   MAX_NOTE_CHARS));

  layout->k_max = CLAMP (k_max, 1, MAX_K);
  layout->draw_background = spec->draw_background;
  layout->font_family = g_strdup (spec->font_family);
  chart_palette_fill (spec->theme, plan->n_groups, layout->colours);
}

/* Frees the plan and returns its layout. */
static ChartLayout *
plan_finish (ChartPlan *plan)
{
  for (guint i = 0; i < CHART_N_TEXTS; i++)
    g_free (plan->texts[i]);
  g_strfreev (plan->names);
  g_strfreev (plan->overlay_names);
  g_strfreev (plan->notes);
  chart_pen_free (plan->pen);

  return plan->layout;
}

ChartLayout *
chart_layout_new (const ChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  ChartPlan plan;

  plan_init (&plan, spec);
  chart_arrange (&plan);

  return plan_finish (&plan);
}

void
chart_layout_min_size (const ChartSpec *spec,
                       double          *out_width_pt,
                       double          *out_height_pt)
{
  g_return_if_fail (spec != NULL);

  ChartPlan plan;
  g_autoptr (ChartLayout) layout = NULL;

  plan_init (&plan, spec);
  double height = chart_arrange_min_height (&plan);
  layout = plan_finish (&plan);

  if (out_width_pt != NULL)
    *out_width_pt = layout->needed_width;
  if (out_height_pt != NULL)
    *out_height_pt = height;
}

ChartLayout *
chart_layout_ref (ChartLayout *layout)
{
  g_return_val_if_fail (layout != NULL, NULL);

  return g_atomic_rc_box_acquire (layout);
}

static void
layout_clear (gpointer data)
{
  ChartLayout *layout = data;

  g_array_unref (layout->boxes);
  g_array_unref (layout->rects);
  g_array_unref (layout->paths);
  g_array_unref (layout->marks);
  g_array_unref (layout->texts);
  g_free (layout->font_family);
}

void
chart_layout_unref (ChartLayout *layout)
{
  if (layout != NULL)
    g_atomic_rc_box_release_full (layout, layout_clear);
}

double
chart_layout_x (const ChartLayout *layout,
                guint              k)
{
  g_return_val_if_fail (layout != NULL, 0);

  return layout->x_zero + k * layout->x_step;
}

guint
chart_layout_k_at (const ChartLayout *layout,
                   double             x,
                   double             y)
{
  g_return_val_if_fail (layout != NULL, 0);

  double bottom = layout->panel.y + layout->panel.height;

  for (guint i = 0; i < layout->boxes->len; i++)
    {
      const ChartBox *box = &g_array_index (layout->boxes, ChartBox, i);

      if (box->kind == CHART_BOX_CELL || box->kind == CHART_BOX_HAZARD
          || (box->kind == CHART_BOX_TICK && !isnan (box->anchor_x)))
        bottom = MAX (bottom, box->y + box->height);
    }

  if (!(x >= layout->x_zero && x <= layout->panel.x + layout->panel.width
        && y >= layout->panel.y && y <= bottom))
    return 0;

  double k = round ((x - layout->x_zero) / layout->x_step);

  return (guint) CLAMP (k, 1, layout->k_max);
}

/* "%.2f" free of locale; a value that rounds to nothing has no sign. */
static void
dump_number (GString *out,
             double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    g_string_append (out, " -");
  else
    {
      double rounded = round (value * 100) / 100;

      g_string_append_c (out, ' ');
      g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.2f",
                                             rounded == 0 ? 0.0 : rounded));
    }
}

static void
dump_numbers (GString *out,
              guint    n,
              ...)
{
  va_list values;

  va_start (values, n);
  for (guint i = 0; i < n; i++)
    dump_number (out, va_arg (values, double));
  va_end (values);
}

static void
dump_boxes (const ChartLayout *layout,
            GString           *out)
{
  static const char *const kinds[] = {
    "title", "axis-label", "tick", "overlay-name", "group-name", "row-label", "cell",
    "curve-label", "empty-text", "note", "panel", "hazard",
  };

  for (guint i = 0; i < layout->boxes->len; i++)
    {
      const ChartBox *box = &g_array_index (layout->boxes, ChartBox, i);

      g_string_append_printf (out, "box %s g%d k%u r%d", kinds[box->kind], box->group, box->k,
                              box->row);
      dump_numbers (out, 5, box->x, box->y, box->width, box->height, box->anchor_x);
      g_string_append_c (out, '\n');
    }
}

static void
dump_drawing (const ChartLayout *layout,
              GString           *out)
{
  for (guint i = 0; i < layout->rects->len; i++)
    {
      const ChartRect *rect = &g_array_index (layout->rects, ChartRect, i);

      g_string_append_printf (out, "rect g%d k%u c%d", rect->group, rect->k, rect->colour);
      dump_numbers (out, 5, rect->alpha, rect->x, rect->y, rect->width, rect->height);
      g_string_append_c (out, '\n');
    }

  for (guint i = 0; i < layout->paths->len; i++)
    {
      const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

      g_string_append_printf (out, "path g%d c%d%s", path->group, path->colour,
                              path->filled ? " filled" : "");
      dump_numbers (out, 2, path->alpha, path->width);
      g_string_append (out, " dash");
      for (guint j = 0; j < path->n_dashes; j++)
        dump_number (out, path->dashes[j]);
      dump_number (out, path->dash_offset);
      g_string_append (out, " at");
      for (guint j = 0; j < path->n_points; j++)
        dump_numbers (out, 2, path->points[j].x, path->points[j].y);
      g_string_append_c (out, '\n');
    }

  for (guint i = 0; i < layout->marks->len; i++)
    {
      const ChartMark *mark = &g_array_index (layout->marks, ChartMark, i);

      g_string_append_printf (out, "mark g%d k%u c%d s%d", mark->group, mark->k, mark->colour,
                              mark->shape);
      dump_numbers (out, 4, mark->alpha, mark->x, mark->y, mark->radius);
      g_string_append_c (out, '\n');
    }
}

char *
chart_layout_dump (const ChartLayout *layout)
{
  g_return_val_if_fail (layout != NULL, NULL);

  GString *out = g_string_new ("figure");

  dump_numbers (out, 2, layout->width, layout->height);
  g_string_append_printf (out, " fits %d hazard-dropped %d tick-step %u k-max %u hazard-top %u",
                          layout->fits, layout->hazard_dropped, layout->tick_step, layout->k_max,
                          layout->hazard_top);
  g_string_append (out, "\nneeds");
  dump_numbers (out, 3, layout->needed_width, layout->needed_height, layout->scale);
  g_string_append (out, "\naxis");
  dump_numbers (out, 2, layout->x_zero, layout->x_step);
  g_string_append_c (out, '\n');

  dump_boxes (layout, out);
  dump_drawing (layout, out);

  for (guint i = 0; i < layout->texts->len; i++)
    {
      const ChartText *text = &g_array_index (layout->texts, ChartText, i);

      g_string_append_printf (out, "text c%d b%d h%d", text->colour, text->bold, text->halo);
      dump_numbers (out, 5, text->size_pt, text->x, text->baseline, text->width, text->max_width);
      g_string_append_printf (out, " |%s|\n", text->text);
    }

  return g_string_free (out, FALSE);
}
