/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every layout must hold, whatever its groups, transfers, font and size. */

#include "chart-layout.h"
#include "fixture.h"

#include <math.h>
#include <stdlib.h>

static const char *const fonts[] = { "DejaVu Sans", "Cantarell", "Noto Sans" };
static const double widths_mm[] = { 85, 120, 170, 250 };
static const char *const kind_names[] = {
  "title", "axis label", "tick", "overlay name", "group name", "row label", "cell",
  "curve label", "empty text", "note", "panel", "hazard",
};

static gboolean
is_inside_kind (ChartBoxKind kind)
{
  return kind == CHART_BOX_CURVE_LABEL || kind == CHART_BOX_EMPTY_TEXT;
}

static void
check_boxes (const ChartLayout *layout,
             const char        *what)
{
  const double slack = 1e-9;

  for (guint i = 0; i < layout->boxes->len; i++)
    {
      const ChartBox *a = &g_array_index (layout->boxes, ChartBox, i);

      if (!(a->x >= -slack && a->y >= -slack && a->x + a->width <= layout->width + slack
            && a->y + a->height <= layout->height + slack))
        g_error ("%s: a %s lies outside the figure", what, kind_names[a->kind]);

      for (guint j = 0; j < i; j++)
        {
          const ChartBox *b = &g_array_index (layout->boxes, ChartBox, j);
          gboolean meet = a->x < b->x + b->width - slack && b->x < a->x + a->width - slack
                          && a->y < b->y + b->height - slack && b->y < a->y + a->height - slack;

          if (b->kind == CHART_BOX_PANEL && is_inside_kind (a->kind))
            {
              if (!(a->x >= b->x - slack && a->x + a->width <= b->x + b->width + slack
                    && a->y >= b->y - slack && a->y + a->height <= b->y + b->height + slack))
                g_error ("%s: a %s leaves the panel", what, kind_names[a->kind]);
            }
          else if (meet)
            g_error ("%s: a %s (group %d, k %u, row %d) and a %s (group %d, k %u, row %d) meet",
                     what, kind_names[a->kind], a->group, a->k, a->row,
                     kind_names[b->kind], b->group, b->k, b->row);
        }
    }
}

/* Every cell stands on a numbered tick, bit for bit, and is centred on it. */
static void
check_columns (const ChartLayout *layout,
               const char        *what)
{
  for (guint i = 0; i < layout->boxes->len; i++)
    {
      const ChartBox *cell = &g_array_index (layout->boxes, ChartBox, i);
      gboolean found = FALSE;

      if (cell->kind != CHART_BOX_CELL)
        continue;

      for (guint j = 0; j < layout->boxes->len; j++)
        {
          const ChartBox *tick = &g_array_index (layout->boxes, ChartBox, j);

          if (tick->kind == CHART_BOX_TICK && tick->k == cell->k && !isnan (tick->anchor_x))
            {
              if (cell->anchor_x != tick->anchor_x)
                g_error ("%s: column %u is not on its tick", what, cell->k);
              found = TRUE;
            }
        }

      if (!found || cell->anchor_x != chart_layout_x (layout, cell->k)
          || fabs (cell->x + cell->width / 2 - cell->anchor_x) > 1e-9)
        g_error ("%s: column %u has no tick or is not centred", what, cell->k);
    }
}

static gboolean
in_panel (const ChartLayout *layout,
          const ChartPath   *path)
{
  return path->points[0].y <= layout->panel.y + layout->panel.height + 1e-9;
}

/* Each curve starts at (0, 0 %) and ends half a step after its group's last transfer. */
static void
check_curves (const ChartSpec   *spec,
              const ChartLayout *layout,
              const char        *what)
{
  for (guint g = 0; g < chart_spec_n_groups (spec); g++)
    {
      double first_x = INFINITY, first_y = 0, last_x = -INFINITY;
      guint rows = chart_spec_get_group (spec, g)->n_rows;

      for (guint i = 0; i < layout->paths->len; i++)
        {
          const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

          if (path->group != (int) g || !in_panel (layout, path))
            continue;
          for (guint j = 0; j < path->n_points; j++)
            {
              if (path->points[j].x < first_x)
                {
                  first_x = path->points[j].x;
                  first_y = path->points[j].y;
                }
              last_x = MAX (last_x, path->points[j].x);
            }
        }

      if (first_x != layout->x_zero || first_y != layout->panel.y + layout->panel.height)
        g_error ("%s: curve %u does not start at (0, 0)", what, g);
      if (last_x != chart_layout_x (layout, rows) + 0.5 * layout->x_step)
        g_error ("%s: curve %u does not end at its last transfer", what, g);
    }
}

static void
check_texts (const ChartSpec   *spec,
             const ChartLayout *layout,
             const char        *what)
{
  guint names = 0, overlays[CHART_MAX_OVERLAYS] = { 0 };

  for (guint i = 0; i < layout->texts->len; i++)
    if (g_array_index (layout->texts, ChartText, i).size_pt < CHART_SMALLEST_PT)
      g_error ("%s: a text is smaller than 6 pt", what);

  for (guint i = 0; i < layout->boxes->len; i++)
    {
      const ChartBox *box = &g_array_index (layout->boxes, ChartBox, i);

      names += box->kind == CHART_BOX_CURVE_LABEL;
      if (box->kind == CHART_BOX_OVERLAY_NAME)
        overlays[box->row]++;
    }
  for (guint i = 0; i < CHART_MAX_OVERLAYS; i++)
    if ((overlays[i] > 0) != (i < spec->overlays->len))
      g_error ("%s: overlay %u is not named, or not there", what, i);
  if (names != chart_spec_n_groups (spec))
    g_error ("%s: %u of %u curves are named", what, names, chart_spec_n_groups (spec));
}

static void
check_all (ChartSpec  *spec,
           const char *what)
{
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);

  check_boxes (layout, what);
  check_columns (layout, what);
  check_curves (spec, layout, what);
  check_texts (spec, layout, what);
  g_assert_cmpfloat (layout->width, >=, spec->width_pt);
  if (spec->height_pt > 0)
    {
      g_assert_cmpfloat (layout->height, >=, spec->height_pt - 1e-6);
      g_assert_true (layout->fits == (layout->height < spec->height_pt + 1e-6));
    }
}

/* Heights: free, a flat one (which most don't fit) and a tall one. On a slow machine
 * NATALITY_TEST_SAMPLE=N takes every N-th figure. */
static void
test_properties (void)
{
  static const double heights_mm[] = { 0, 70, 200 };
  const char *sample_text = g_getenv ("NATALITY_TEST_SAMPLE");
  guint sample = MAX (1, sample_text != NULL ? (guint) atoi (sample_text) : 1);
  guint made = 0;

  for (guint n = 1; n <= 8; n++)
    for (guint k = 1; k <= 20; k++)
      for (guint font = 0; font < G_N_ELEMENTS (fonts); font++)
        for (guint width = 0; width < G_N_ELEMENTS (widths_mm); width++)
          {
            guint digits = 1 + (n + k + font + width) % 6;
            guint height = (n + 2 * k + font) % 3;

            if (made++ % sample != 0)
              continue;

            g_autoptr (ChartSpec) spec = fixture_many (n, k, digits);
            g_autofree char *what = NULL;

            what = g_strdup_printf ("%u groups, %u transfers, %u digits, %s, %g x %g mm", n, k,
                                    digits, fonts[font], widths_mm[width], heights_mm[height]);

            chart_spec_set_font (spec, fonts[font]);
            spec->width_pt = widths_mm[width] * CHART_PT_PER_MM;
            spec->height_pt = heights_mm[height] * CHART_PT_PER_MM;
            spec->base_size_pt = width == 0 ? 7 : 8;
            spec->theme = (ChartTheme) ((n + k) % 4);
            fixture_overlay (spec, (n + k + width) % 4, k + 2 * (n % 2));
            if (k % 5 == 0)
              chart_spec_set_text (spec, CHART_TEXT_TITLE,
                                   "Live births over embryo transfers by treatment, one centre");
            check_all (spec, what);
          }
}

/* The narrowest journal column with the most transfers and the largest counts. */
static void
test_narrow (void)
{
  for (guint font = 0; font < G_N_ELEMENTS (fonts); font++)
    {
      g_autoptr (ChartSpec) spec = fixture_many (8, 20, 6);
      g_autoptr (ChartLayout) layout = NULL;

      chart_spec_set_font (spec, fonts[font]);
      spec->width_pt = 85 * CHART_PT_PER_MM;
      check_all (spec, fonts[font]);
      layout = chart_layout_new (spec);
      g_assert_true (layout->fits);
      g_assert_cmpuint (layout->tick_step, >, 1);
    }
}

static void
test_width_too_small (void)
{
  g_autoptr (ChartSpec) spec = fixture_many (3, 12, 4);

  spec->width_pt = 40;

  g_autoptr (ChartLayout) layout = chart_layout_new (spec);

  g_assert_false (layout->fits);
  g_assert_cmpfloat (layout->width, ==, layout->needed_width);
  check_boxes (layout, "too narrow");

  spec->width_pt = layout->needed_width;
  chart_layout_unref (layout);
  layout = chart_layout_new (spec);
  g_assert_true (layout->fits);
}

/* Eight marks beside each of twenty transfers can't be told apart in a column of a journal, and can
 * on its page; where the lower panel is, its marks keep apart. */
static void
test_crowded_hazard (void)
{
  for (guint n = 1; n <= 8; n++)
    for (guint width = 0; width < G_N_ELEMENTS (widths_mm); width++)
      {
        g_autoptr (ChartSpec) spec = fixture_many (n, 20, 3);
        g_autoptr (ChartLayout) layout = NULL;

        spec->width_pt = widths_mm[width] * CHART_PT_PER_MM;
        layout = chart_layout_new (spec);
        g_assert_true (layout->fits);
        g_assert_true (layout->hazard_dropped == (layout->hazard.height == 0));
        if (n == 8)
          g_assert_true (layout->hazard_dropped == (widths_mm[width] < 170));
        if (n <= 4)
          g_assert_false (layout->hazard_dropped);
        for (guint i = 0; i < layout->marks->len && !layout->hazard_dropped; i++)
          for (guint j = 0; j < i; j++)
            {
              const ChartMark *a = &g_array_index (layout->marks, ChartMark, i);
              const ChartMark *b = &g_array_index (layout->marks, ChartMark, j);

              if (a->y >= layout->hazard.y && b->y >= layout->hazard.y && a->k > 0 && b->k > 0)
                g_assert_cmpfloat (fabs (a->x - b->x), >, 1.4);
            }
      }
}

/* What gives way to a height, in which order. */
static void
test_height (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartLayout) full = chart_layout_new (spec);
  double least_width, least_height;
  gboolean dropped = FALSE;
  double scale = 1;

  g_assert_true (full->fits);
  g_assert_false (full->hazard_dropped);
  g_assert_cmpfloat (full->scale, ==, 1);

  chart_layout_min_size (spec, &least_width, &least_height);
  g_assert_cmpfloat (least_height, <, full->needed_height);

  for (double height = full->needed_height + 20; height >= least_height; height -= 3)
    {
      g_autoptr (ChartLayout) layout = NULL;

      spec->height_pt = height;
      layout = chart_layout_new (spec);
      g_assert_true (layout->fits);
      g_assert_cmpfloat_with_epsilon (layout->height, height, 1e-6);
      check_boxes (layout, "height");
      if (height >= full->needed_height)
        g_assert_cmpfloat (layout->scale, ==, 1);
      /* Once left out, the lower panel does not come back in a smaller figure. */
      g_assert_true (layout->hazard_dropped || !dropped);
      g_assert_true (layout->scale <= scale || layout->hazard_dropped != dropped);
      dropped = layout->hazard_dropped;
      scale = layout->scale;
    }
  g_assert_true (dropped);

  spec->height_pt = least_height;
  full = (chart_layout_unref (full), chart_layout_new (spec));
  g_assert_true (full->fits);

  spec->height_pt = least_height - 1;
  full = (chart_layout_unref (full), chart_layout_new (spec));
  g_assert_false (full->fits);
  g_assert_false (full->hazard_dropped);
  g_assert_cmpfloat_with_epsilon (full->height, full->needed_height, 1e-6);
}

static guint
count_rects (const ChartLayout *layout,
             int                group)
{
  guint n = 0;

  for (guint i = 0; i < layout->rects->len; i++)
    n += g_array_index (layout->rects, ChartRect, i).group == group;

  return n;
}

static void
test_bands (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);

  g_assert_cmpuint (count_rects (layout, 0), ==, 4);
  /* The reference has no interval where the curve is at 1. */
  g_assert_cmpuint (count_rects (layout, 1), ==, 5);

  for (guint i = 0; i < layout->rects->len; i++)
    {
      const ChartRect *rect = &g_array_index (layout->rects, ChartRect, i);
      const ChartGroup *group = chart_spec_get_group (spec, (guint) rect->group);
      double bottom = layout->panel.y + layout->panel.height;

      g_assert_cmpfloat (rect->x, ==, chart_layout_x (layout, rect->k));
      g_assert_cmpfloat_with_epsilon (rect->y,
                                      bottom - layout->panel.height * group->hi[rect->k - 1], 1e-9);
      g_assert_cmpfloat_with_epsilon (rect->y + rect->height,
                                      bottom - layout->panel.height * group->lo[rect->k - 1], 1e-9);
    }
}

/* The steps of the reference's first group: up at 1, 2, 3 at full strength, at 4 (three at risk)
 * faint. */
static void
test_steps (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);
  const ChartGroup *group = chart_spec_get_group (spec, 0);
  const ChartPath *paths[2] = { NULL, NULL };
  guint n = 0;
  double bottom = layout->panel.y + layout->panel.height;

  for (guint i = 0; i < layout->paths->len; i++)
    {
      const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

      if (path->group != 0 || !in_panel (layout, path))
        continue;
      g_assert_cmpuint (n, <, 2);
      paths[n++] = path;
    }

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (paths[0]->alpha, ==, 1);
  g_assert_cmpfloat (paths[1]->alpha, <, 0.7);
  g_assert_cmpfloat (paths[1]->width, <, paths[0]->width);
  g_assert_cmpuint (paths[0]->n_points, ==, 8);
  for (guint k = 1; k <= 3; k++)
    {
      const ChartPoint *up = &paths[0]->points[2 * k];
      double y = bottom - layout->panel.height * group->estimate[k - 1];

      g_assert_cmpfloat (up[0].x, ==, chart_layout_x (layout, k));
      g_assert_cmpfloat_with_epsilon (up[0].y, y, 1e-9);
      g_assert_cmpfloat (up[1].x, ==, chart_layout_x (layout, k + 1));
      g_assert_cmpfloat_with_epsilon (up[1].y, y, 1e-9);
    }
  g_assert_cmpuint (paths[1]->n_points, ==, 3);
  g_assert_cmpfloat (paths[1]->points[0].x, ==, paths[0]->points[7].x);
  g_assert_cmpfloat (paths[1]->points[0].y, ==, paths[0]->points[7].y);

  spec->faint_below = 0;
  chart_layout_unref (layout);
  layout = chart_layout_new (spec);
  for (guint i = 0; i < layout->paths->len; i++)
    g_assert_cmpfloat (g_array_index (layout->paths, ChartPath, i).alpha, >, 0.69);
}

/* A tick on the level of each transfer after which somebody left, and on no other. */
static void
test_ticks (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);
  guint found[2] = { 0, 0 };

  for (guint i = 0; i < layout->marks->len; i++)
    {
      const ChartMark *mark = &g_array_index (layout->marks, ChartMark, i);

      if (mark->shape != CHART_MARK_TICK)
        continue;

      const ChartGroup *group = chart_spec_get_group (spec, (guint) mark->group);

      g_assert_cmpuint (group->stopped[mark->k - 1] + group->in_treatment[mark->k - 1], >, 0);
      g_assert_cmpfloat (mark->x, >, chart_layout_x (layout, mark->k));
      g_assert_cmpfloat (mark->x, <, chart_layout_x (layout, mark->k) + 0.5 * layout->x_step);
      g_assert_cmpfloat_with_epsilon (mark->y, layout->panel.y + layout->panel.height
                                               * (1 - group->estimate[mark->k - 1]), 1e-9);
      found[mark->group]++;
    }
  /* Nobody of the second group left after the fifth and the sixth transfer. */
  g_assert_cmpuint (found[0], ==, 4);
  g_assert_cmpuint (found[1], ==, 4);
}

/* What isn't told is a dash in the table, neither faded nor a tick of its own; where it is how they
 * left that isn't told, there is the tick. */
static void
test_not_told (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  const ChartGroup *group = chart_spec_get_group (spec, 0);
  g_autoptr (ChartLayout) layout = NULL;
  guint n_dashes = 0, n_ticks = 0;

  group->at_risk[1] = group->births[1] = CHART_NOT_TOLD;
  group->stopped[1] = group->in_treatment[1] = CHART_NOT_TOLD;
  layout = chart_layout_new (spec);
  for (guint i = 0; i < layout->texts->len; i++)
    n_dashes += g_str_equal (g_array_index (layout->texts, ChartText, i).text, "–");
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const ChartMark *mark = &g_array_index (layout->marks, ChartMark, i);

      n_ticks += mark->shape == CHART_MARK_TICK && mark->group == 0 && mark->k == 2;
    }
  g_assert_cmpuint (n_dashes, ==, 4);
  g_assert_cmpuint (n_ticks, ==, 1);
}

/* Those who set out stand under 0, in the first row alone; where that would cost the curves too
 * much of their width, or nobody says how many they are, they don't. */
static void
test_start (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartLayout) layout = NULL;
  guint found = 0;

  for (guint width = 0; width < G_N_ELEMENTS (widths_mm); width++)
    {
      g_clear_pointer (&layout, chart_layout_unref);
      spec->width_pt = widths_mm[width] * CHART_PT_PER_MM;
      layout = chart_layout_new (spec);
      found = 0;
      for (guint i = 0; i < layout->boxes->len; i++)
        {
          const ChartBox *box = &g_array_index (layout->boxes, ChartBox, i);

          if (box->kind != CHART_BOX_CELL || box->k > 0)
            continue;
          g_assert_cmpint (box->row, ==, 0);
          g_assert_cmpfloat (box->anchor_x, ==, layout->x_zero);
          found++;
        }
      g_assert_cmpuint (found, ==, 2);
      check_boxes (layout, "start");
      check_columns (layout, "start");
    }

  double with = layout->x_step;

  chart_spec_set_text (spec, CHART_TEXT_ROW_AT_RISK,
                       "women who were about to have this transfer when the year began and came");
  spec->width_pt = 85 * CHART_PT_PER_MM;
  chart_layout_unref (layout);
  layout = chart_layout_new (spec);
  for (guint i = 0; i < layout->boxes->len; i++)
    g_assert_false (g_array_index (layout->boxes, ChartBox, i).kind == CHART_BOX_CELL
                    && g_array_index (layout->boxes, ChartBox, i).k == 0);

  g_autoptr (ChartSpec) plain = fixture_cohort_160 ();
  g_autoptr (ChartLayout) without = NULL;

  plain->width_pt = 250 * CHART_PT_PER_MM;
  for (guint i = 0; i < chart_spec_n_groups (plain); i++)
    ((ChartGroup *) g_ptr_array_index (plain->groups, i))->n_start = 0;
  without = chart_layout_new (plain);
  g_assert_cmpfloat (without->x_step, >, with);
  g_assert_cmpfloat (with, >, 0.87 * without->x_step);
}

static void
test_marker (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartLayout) without = chart_layout_new (spec);
  g_autoptr (ChartLayout) both = NULL;
  g_autoptr (ChartLayout) one = NULL;
  g_autoptr (ChartLayout) beyond = NULL;

  spec->marker_k = 3;
  both = chart_layout_new (spec);
  g_assert_cmpuint (both->marks->len, ==, without->marks->len + 2);
  spec->marker_k = 5;
  one = chart_layout_new (spec);
  g_assert_cmpuint (one->marks->len, ==, without->marks->len + 1);
  spec->marker_k = 7;
  beyond = chart_layout_new (spec);
  g_assert_cmpuint (beyond->marks->len, ==, without->marks->len);

  /* The marker moves nothing. */
  g_assert_cmpfloat (both->height, ==, without->height);
  g_assert_cmpuint (both->texts->len, ==, without->texts->len);
  for (guint i = 0; i < both->texts->len; i++)
    {
      g_assert_cmpfloat (g_array_index (both->texts, ChartText, i).x, ==,
                         g_array_index (without->texts, ChartText, i).x);
      g_assert_cmpfloat (g_array_index (both->texts, ChartText, i).baseline, ==,
                         g_array_index (without->texts, ChartText, i).baseline);
    }
}

static void
test_k_at (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);
  double y = layout->panel.y + 5;

  for (guint k = 1; k <= 6; k++)
    {
      double x = chart_layout_x (layout, k);

      g_assert_cmpuint (chart_layout_k_at (layout, x, y), ==, k);
      g_assert_cmpuint (chart_layout_k_at (layout, x + 0.49 * layout->x_step, y), ==, k);
      g_assert_cmpuint (chart_layout_k_at (layout, x, layout->hazard.y + 1), ==, k);
    }
  g_assert_cmpuint (chart_layout_k_at (layout, layout->x_zero - 1, y), ==, 0);
  g_assert_cmpuint (chart_layout_k_at (layout, layout->width, y), ==, 0);
  g_assert_cmpuint (chart_layout_k_at (layout, layout->x_zero + 5, layout->panel.y - 3), ==, 0);
  g_assert_cmpuint (chart_layout_k_at (layout, layout->x_zero + 5, layout->height - 1), ==, 0);
  g_assert_cmpuint (chart_layout_k_at (layout, NAN, y), ==, 0);
}

static gboolean
has_text (const ChartLayout *layout,
          const char        *text)
{
  for (guint i = 0; i < layout->texts->len; i++)
    if (g_str_equal (g_array_index (layout->texts, ChartText, i).text, text))
      return TRUE;

  return FALSE;
}

static void
test_empty (void)
{
  g_autoptr (ChartSpec) spec = fixture_empty ();
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);

  check_boxes (layout, "empty");
  g_assert_true (has_text (layout, "No patient is left by the filter."));
  g_assert_true (has_text (layout, "100"));

  /* A group without a curve says the same; one with a curve does not. */
  chart_spec_add_group (spec, "none", 0);
  chart_layout_unref (layout);
  layout = chart_layout_new (spec);
  check_boxes (layout, "no rows");
  g_assert_true (has_text (layout, "No patient is left by the filter."));
  g_assert_true (has_text (layout, "none"));

  g_autoptr (ChartSpec) full = fixture_cohort_160 ();
  g_autoptr (ChartLayout) drawn = chart_layout_new (full);

  g_assert_false (has_text (drawn, "No patient is left by the filter."));
}

/* One unnamed group: neither header nor name at the curve. */
static void
test_unnamed (void)
{
  g_autoptr (ChartSpec) spec = fixture_empty ();
  ChartGroup *group = chart_spec_add_group (spec, NULL, 2);
  g_autoptr (ChartLayout) layout = NULL;

  group->estimate[0] = 0.3;
  group->estimate[1] = 0.5;
  group->at_risk[0] = 10;
  layout = chart_layout_new (spec);
  check_boxes (layout, "unnamed");
  for (guint i = 0; i < layout->boxes->len; i++)
    {
      ChartBoxKind kind = g_array_index (layout->boxes, ChartBox, i).kind;

      g_assert_true (kind != CHART_BOX_GROUP_NAME && kind != CHART_BOX_CURVE_LABEL);
    }
  g_assert_true (has_text (layout, "10"));
}

/* Whether a text stands on more than one line, no word of it lost. */
static gboolean
has_words (const ChartLayout *layout,
           ChartBoxKind       kind,
           int                group,
           const char        *words)
{
  g_autoptr (GString) all = g_string_new (NULL);
  guint texts = 0, lines = 0;

  for (guint i = 0; i < layout->boxes->len; i++)
    {
      const ChartBox *box = &g_array_index (layout->boxes, ChartBox, i);

      if (box->kind == CHART_BOX_PANEL || box->kind == CHART_BOX_HAZARD)
        continue;
      if (box->kind == kind && box->group == group)
        {
          g_string_append_printf (all, "%s%s", all->len > 0 ? " " : "",
                                  g_array_index (layout->texts, ChartText, texts).text);
          lines++;
        }
      texts++;
    }

  return g_str_equal (all->str, words) && lines > 1;
}

/* Under the curves a name is there in full, also where beside them it isn't. */
static void
test_long_names (void)
{
  static const char long_name[] = "Intravenous immunoglobulin 25 g before transfer and prednisone "
                                  "10 mg daily until the eighth week of pregnancy";
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();

  g_free (((ChartGroup *) g_ptr_array_index (spec->groups, 0))->name);
  ((ChartGroup *) g_ptr_array_index (spec->groups, 0))->name = g_strdup (long_name);
  for (guint font = 0; font < G_N_ELEMENTS (fonts); font++)
    {
      g_autoptr (ChartLayout) layout = NULL;

      spec->width_pt = 85 * CHART_PT_PER_MM;
      chart_spec_set_font (spec, fonts[font]);
      layout = chart_layout_new (spec);
      check_boxes (layout, fonts[font]);
      g_assert_true (has_words (layout, CHART_BOX_GROUP_NAME, 0, long_name));
      g_assert_true (has_text (layout, "Groups: treatment"));
    }
}

/* Many names stand in a legend: one under the other, each with a sample of its line, on no
 * curve. */
static void
test_legend (void)
{
  g_autoptr (ChartSpec) spec = fixture_many (6, 8, 3);
  g_autoptr (ChartLayout) layout = NULL;
  double x = NAN;
  guint samples = 0;

  spec->width_pt = 85 * CHART_PT_PER_MM;
  layout = chart_layout_new (spec);
  for (guint i = 0; i < layout->boxes->len; i++)
    {
      const ChartBox *box = &g_array_index (layout->boxes, ChartBox, i);

      if (box->kind != CHART_BOX_CURVE_LABEL)
        continue;
      g_assert_true (isnan (x) || box->x == x);
      x = box->x;
      for (guint j = 0; j < layout->paths->len; j++)
        {
          const ChartPath *path = &g_array_index (layout->paths, ChartPath, j);

          for (guint p = 1; p < path->n_points; p++)
            {
              ChartPoint a = path->points[p - 1], b = path->points[p];
              gboolean meets = MIN (a.x, b.x) <= box->x + box->width && MAX (a.x, b.x) >= box->x
                               && MIN (a.y, b.y) <= box->y + box->height
                               && MAX (a.y, b.y) >= box->y;

              g_assert_false (path->group >= 0 && meets);
              samples += path->group < 0 && meets && a.x == box->x
                         && path->colour == CHART_COLOUR_GROUP + (guint) box->group;
            }
        }
    }
  g_assert_false (isnan (x));
  g_assert_cmpuint (samples, ==, 6);
}

/* A curve at 0 % is not on the axis. */
static void
test_axis (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);
  double zero = layout->panel.y + layout->panel.height;
  guint axes = 0;

  for (guint i = 0; i < layout->paths->len; i++)
    {
      const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

      if (path->group < 0 && path->colour == CHART_COLOUR_AXIS
          && path->points[0].y == path->points[1].y && path->points[0].y < layout->hazard.y)
        {
          g_assert_cmpfloat (path->points[0].y, >, zero + path->width);
          axes++;
        }
    }
  g_assert_cmpuint (axes, ==, 1);
}

/* Same spec, same layout; a copy is the same spec; a changed copy changes nothing. */
static void
test_value (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartSpec) copy = chart_spec_copy (spec);
  g_autoptr (ChartLayout) one = chart_layout_new (spec);
  g_autoptr (ChartLayout) two = chart_layout_new (copy);
  g_autofree char *dump_one = chart_layout_dump (one);
  g_autofree char *dump_two = chart_layout_dump (two);

  g_assert_cmpstr (dump_one, ==, dump_two);

  copy->width_pt = 100;
  chart_spec_set_text (copy, CHART_TEXT_TITLE, "Changed");
  ((ChartGroup *) g_ptr_array_index (copy->groups, 0))->births[0] = 7;

  g_autoptr (ChartLayout) again = chart_layout_new (spec);
  g_autofree char *dump_again = chart_layout_dump (again);

  g_assert_cmpstr (dump_one, ==, dump_again);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/layout/properties", test_properties);
  g_test_add_func ("/chart/layout/narrow", test_narrow);
  g_test_add_func ("/chart/layout/width-too-small", test_width_too_small);
  g_test_add_func ("/chart/layout/crowded-hazard", test_crowded_hazard);
  g_test_add_func ("/chart/layout/height", test_height);
  g_test_add_func ("/chart/layout/bands", test_bands);
  g_test_add_func ("/chart/layout/steps", test_steps);
  g_test_add_func ("/chart/layout/ticks", test_ticks);
  g_test_add_func ("/chart/layout/not-told", test_not_told);
  g_test_add_func ("/chart/layout/start", test_start);
  g_test_add_func ("/chart/layout/marker", test_marker);
  g_test_add_func ("/chart/layout/k-at", test_k_at);
  g_test_add_func ("/chart/layout/empty", test_empty);
  g_test_add_func ("/chart/layout/unnamed", test_unnamed);
  g_test_add_func ("/chart/layout/long-names", test_long_names);
  g_test_add_func ("/chart/layout/legend", test_legend);
  g_test_add_func ("/chart/layout/axis", test_axis);
  g_test_add_func ("/chart/layout/value", test_value);

  return g_test_run ();
}
