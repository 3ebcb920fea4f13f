/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The colours keep apart for every sight, stand out from their background, and come with dashes and
 * marks of their own. */

#include "chart-palette.h"

#include <math.h>
#include <string.h>

/* What the search behind the sets reached, rounded down; a set that is worse was changed by
 * hand. */
static const double least_light[] = { 0, 0, 27, 26, 21, 17, 16, 14, 13 };
static const double least_dark[] = { 0, 0, 29, 29, 23, 20, 18, 15, 14 };

static void
test_simulation (void)
{
  /* Red and the green a deuteranope takes it for come closer than they are; grey stays grey. */
  const ChartRgb red_green[] = { { 0.85, 0.2, 0.2 }, { 0.45, 0.5, 0.1 } };
  const ChartRgb black_white[] = { { 0, 0, 0 }, { 1, 1, 1 } };

  g_assert_cmpfloat (chart_palette_distance (red_green, 2), <, 12);
  g_assert_cmpfloat_with_epsilon (chart_palette_distance (black_white, 2), 100, 0.01);
  g_assert_true (isinf (chart_palette_distance (black_white, 1)));
  g_assert_cmpfloat_with_epsilon (chart_palette_contrast (&black_white[0], &black_white[1]), 21,
                                  1e-9);
}

static void
test_distances (void)
{
  for (guint n = 1; n <= CHART_GROUP_COLOURS; n++)
    for (ChartTheme theme = CHART_THEME_LIGHT; theme <= CHART_THEME_GREY; theme++)
      {
        ChartRgb colours[CHART_N_COLOURS];
        const ChartRgb *background = &colours[CHART_COLOUR_BACKGROUND];

        chart_palette_fill (theme, n, colours);

        double distance = chart_palette_distance (&colours[CHART_COLOUR_GROUP], n);

        if (theme == CHART_THEME_GREY)
          g_assert_cmpfloat (distance, >, n == 1 ? 1 : 30.0 / (n - 1));
        else
          g_assert_cmpfloat (distance, >=,
                             theme == CHART_THEME_DARK ? least_dark[n] : least_light[n]);

        for (guint i = 0; i < n; i++)
          {
            const ChartRgb *line = &colours[CHART_COLOUR_GROUP + i];
            const ChartRgb *name = &colours[CHART_COLOUR_NAME + i];

            g_assert_cmpfloat (chart_palette_contrast (line, background), >=, 3);
            g_assert_cmpfloat (chart_palette_contrast (name, background), >=, 4.5);
          }
        g_assert_cmpfloat (chart_palette_contrast (&colours[CHART_COLOUR_TEXT], background), >=, 7);
        g_assert_cmpfloat (chart_palette_contrast (&colours[CHART_COLOUR_MUTED], background), >=,
                           4.5);
      }
}

static void
test_dashes (void)
{
  g_assert_cmpuint (chart_palette_dash (0).n, ==, 0);
  for (guint i = 0; i < CHART_GROUP_COLOURS; i++)
    for (guint j = 0; j < i; j++)
      {
        ChartDash a = chart_palette_dash (i);
        ChartDash b = chart_palette_dash (j);

        g_assert_true (a.n != b.n || memcmp (a.lengths, b.lengths, sizeof a.lengths) != 0);
        g_assert_true (chart_palette_mark (i) != chart_palette_mark (j));
      }

  /* The ninth group has the first one's colour, and another dash. */
  g_assert_cmpuint (chart_palette_dash (8).n, !=, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/palette/simulation", test_simulation);
  g_test_add_func ("/chart/palette/distances", test_distances);
  g_test_add_func ("/chart/palette/dashes", test_dashes);

  return g_test_run ();
}
