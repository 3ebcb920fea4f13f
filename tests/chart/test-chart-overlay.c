/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points from elsewhere over the curves: where they lie, and that they are the spec's value. That
 * their names meet nothing is in test-chart-layout.c. */

#include "chart-layout.h"
#include "fixture.h"

#include <math.h>

/* Points over the curves: at their transfers and proportions, joined; a bar where there are both
 * limits; the axis reaches the last one, and with k_max given none is beyond it. */
static void
check_overlay (const ChartSpec   *spec,
               const ChartLayout *layout,
               guint              index)
{
  const ChartOverlay *overlay = g_ptr_array_index (spec->overlays, index);
  double bottom = layout->panel.y + layout->panel.height;
  guint marks = 0, bars = 0, lines = 0, shown = MIN (overlay->n_points, layout->k_max);

  for (guint i = 0; i < layout->marks->len; i++)
    {
      const ChartMark *mark = &g_array_index (layout->marks, ChartMark, i);

      if (mark->group != -2 - (int) index)
        continue;
      g_assert_cmpuint (mark->k, ==, overlay->k[marks]);
      g_assert_cmpfloat (mark->x, >, chart_layout_x (layout, mark->k));
      g_assert_cmpfloat (mark->x, <, chart_layout_x (layout, mark->k) + 0.5 * layout->x_step);
      g_assert_cmpfloat_with_epsilon (
        mark->y, bottom - layout->panel.height * overlay->estimate[marks], 1e-9);
      g_assert_cmpint (mark->colour, ==, CHART_COLOUR_MUTED);
      marks++;
    }
  for (guint i = 0; i < layout->paths->len; i++)
    {
      const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

      if (path->group != -2 - (int) index)
        continue;
      if (path->n_dashes > 0)
        {
          g_assert_cmpuint (path->n_points, ==, shown);
          lines++;
          continue;
        }
      g_assert_cmpfloat_with_epsilon (path->points[0].y,
                                      bottom - layout->panel.height * overlay->hi[bars], 1e-9);
      g_assert_cmpfloat_with_epsilon (path->points[5].y,
                                      bottom - layout->panel.height * overlay->lo[bars], 1e-9);
      bars++;
    }
  g_assert_cmpuint (marks, ==, shown);
  g_assert_cmpuint (bars, ==, MIN (overlay->n_points - 1, layout->k_max));
  g_assert_cmpuint (lines, ==, shown > 1 ? 1 : 0);
}

static void
test_overlays (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (ChartSpec) copy = NULL;
  g_autoptr (ChartLayout) layout = NULL;
  g_autofree char *dump = NULL, *again = NULL;

  fixture_overlay (spec, CHART_MAX_OVERLAYS, 9);
  copy = chart_spec_copy (spec);
  for (guint k_max = 0; k_max <= 6; k_max += 3)
    {
      g_clear_pointer (&layout, chart_layout_unref);
      spec->k_max = k_max;
      layout = chart_layout_new (spec);
      g_assert_cmpuint (layout->k_max, ==, k_max == 0 ? 9 : k_max);
      for (guint i = 0; i < CHART_MAX_OVERLAYS; i++)
        check_overlay (spec, layout, i);
    }

  chart_layout_unref (layout);
  spec->k_max = 0;
  layout = chart_layout_new (spec);
  dump = chart_layout_dump (layout);
  chart_layout_unref (layout);
  layout = chart_layout_new (copy);
  again = chart_layout_dump (layout);
  g_assert_cmpstr (dump, ==, again);

  g_test_expect_message ("natality-chart", G_LOG_LEVEL_CRITICAL, "*CHART_MAX_OVERLAYS*");
  g_assert_null (chart_spec_add_overlay (spec, "a fourth", 1));
  g_test_assert_expected_messages ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/overlays", test_overlays);
  return g_test_run ();
}
