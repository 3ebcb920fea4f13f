/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every forest plot must hold, whatever its rows, font and width; and what is left out, cut
 * and drawn. */

#include "chart-export.h"
#include "chart-forest.h"

#include <math.h>
#include <string.h>

static const char *const fonts[] = { "DejaVu Sans", "Cantarell" };
static const double widths_mm[] = { 40, 85, 120, 170, 250 };

static double
draw_number (GRand *random,
             double low,
             double high)
{
  return g_rand_double_range (random, low, high);
}

/* Some rows have no estimate, some no interval; some limits lie past the axis, or are no
 * numbers. */
static void
fill (ChartForestRow *row,
      GRand          *random,
      gboolean        ratio)
{
  guint kind = (guint) g_rand_int_range (random, 0, 8);
  double middle = draw_number (random, -2, 2), half = draw_number (random, 0.1, 3);

  row->counts[0] = g_strdup_printf ("%d/%d", g_rand_int_range (random, 0, 900),
                                    g_rand_int_range (random, 900, 9999));
  row->counts[1] = g_strdup ("0/7");
  row->value = g_strdup (kind == 0 ? "–" : "1.87 (1.10–3.02)*");
  row->weight = kind == 1 ? NAN : draw_number (random, 0, 50);
  if (kind == 0)
    return;
  row->estimate = ratio ? exp (middle) : middle / 4;
  if (kind == 2)
    return;
  row->lo = ratio ? exp (middle - half) : (middle - half) / 4;
  row->hi = kind == 3 ? INFINITY : ratio ? exp (middle + half) : (middle + half) / 4;
  if (kind == 4)
    row->lo = ratio ? 0 : -1;
}

static ChartForest *
make (GRand   *random,
      guint    n_variables,
      gboolean ratio)
{
  static const char *const labels[]
    = { "A", "30 to under 35", "Never smoked, as far as anybody who was asked remembers",
        "Unexplainedrecurrentlossafterassistedreproduction" };
  ChartForest *forest = chart_forest_new ();

  forest->ratio = ratio;
  chart_forest_set_text (forest, CHART_FOREST_HEAD_LABEL, "Subgroup");
  chart_forest_set_text (forest, CHART_FOREST_HEAD_FIRST, "none");
  chart_forest_set_text (forest, CHART_FOREST_HEAD_SECOND, "IVIG and prednisone");
  chart_forest_set_text (forest, CHART_FOREST_HEAD_COUNTS, "births / n");
  chart_forest_set_text (forest, CHART_FOREST_HEAD_VALUE, "Odds ratio");
  chart_forest_set_text (forest, CHART_FOREST_HEAD_INTERVAL, "95 % Wald, *profile");
  chart_forest_set_text (forest, CHART_FOREST_AXIS, "Treatment: odds ratio");
  chart_forest_set_text (forest, CHART_FOREST_LOW, "← more births: none");
  chart_forest_set_text (forest, CHART_FOREST_HIGH, "more births: IVIG and prednisone →");
  chart_forest_add_note (forest, "Subgroup findings are exploratory: some differ by chance.");
  for (guint v = 0; v < n_variables; v++)
    {
      ChartForestRow *heading = chart_forest_add_row (forest, CHART_FOREST_HEADING, "Centre");
      guint n = (guint) g_rand_int_range (random, 1, 7);

      heading->value = g_strdup ("interaction p = 0.010");
      for (guint l = 0; l < n; l++)
        fill (chart_forest_add_row (forest, CHART_FOREST_LEVEL,
                                    labels[g_rand_int_range (random, 0, 4)]),
              random, ratio);
    }
  fill (chart_forest_add_row (forest, CHART_FOREST_OVERALL, "All patients"), random, ratio);

  return forest;
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
        g_error ("%s: box %u of kind %d lies outside the figure", what, i, a->kind);
      for (guint j = 0; j < i; j++)
        {
          const ChartBox *b = &g_array_index (layout->boxes, ChartBox, j);

          if (a->x < b->x + b->width - slack && b->x < a->x + a->width - slack
              && a->y < b->y + b->height - slack && b->y < a->y + a->height - slack)
            g_error ("%s: boxes %u (kind %d, row %d) and %u (kind %d, row %d) meet", what, j,
                     b->kind, b->row, i, a->kind, a->row);
        }
    }
}

/* The estimates' own boxes are in the panel, each above the next; so is every line beside them. */
static void
check_drawing (const ChartLayout *layout,
               const char        *what)
{
  const ChartBox *panel = &layout->panel;
  double under = panel->y - 1;

  for (guint i = 0; i < layout->marks->len; i++)
    {
      const ChartMark *mark = &g_array_index (layout->marks, ChartMark, i);

      if (!(mark->x - 0.89 * mark->radius >= panel->x - 1e-9
            && mark->x + 0.89 * mark->radius <= panel->x + panel->width + 1e-9
            && mark->y - 0.89 * mark->radius >= under
            && mark->y + 0.89 * mark->radius <= panel->y + panel->height + 1e-9))
        g_error ("%s: mark %u leaves the panel or lies on another", what, i);
      under = mark->y + 0.89 * mark->radius;
    }
  for (guint i = 0; i < layout->paths->len; i++)
    {
      const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

      for (guint p = 0; p < path->n_points; p++)
        if (!(path->points[p].x >= panel->x - 1e-6
              && path->points[p].x <= panel->x + panel->width + 1e-6
              && path->points[p].y >= panel->y - 1e-6))
          g_error ("%s: path %u leaves the panel", what, i);
    }
  for (guint i = 0; i < layout->texts->len; i++)
    if (g_array_index (layout->texts, ChartText, i).size_pt < CHART_SMALLEST_PT)
      g_error ("%s: a text is smaller than 6 pt", what);
}

static void
test_properties (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 40; round++)
    for (guint width = 0; width < G_N_ELEMENTS (widths_mm); width++)
      {
        guint n_variables = (guint) g_rand_int_range (random, 0, 6);
        g_autoptr (ChartForest) forest = make (random, n_variables, round % 3 != 0);
        g_autoptr (ChartLayout) layout = NULL;
        g_autofree char *what = NULL;

        chart_forest_set_font (forest, fonts[round % G_N_ELEMENTS (fonts)]);
        forest->width_pt = widths_mm[width] * CHART_PT_PER_MM;
        forest->base_size_pt = 6 + round % 5;
        if (round % 4 == 0)
          chart_forest_set_text (forest, CHART_FOREST_TITLE,
                                 "Treatment in subgroups of one centre, of which there are many");
        what = g_strdup_printf ("seed %u, round %u, %g mm", seed, round, widths_mm[width]);
        layout = chart_forest_layout (forest);
        check_boxes (layout, what);
        check_drawing (layout, what);
        g_assert_cmpfloat (layout->width, >=, forest->width_pt - 1e-9);
        if (widths_mm[width] >= 85 && forest->base_size_pt <= 8)
          g_assert_true (layout->fits);
      }
}

static guint
count_cells (const ChartLayout *layout)
{
  guint n = 0;

  for (guint i = 0; i < layout->boxes->len; i++)
    n += g_array_index (layout->boxes, ChartBox, i).kind == CHART_BOX_CELL;

  return n;
}

static ChartForest *
make_small (double lo,
            double estimate,
            double hi)
{
  ChartForest *forest = chart_forest_new ();
  ChartForestRow *row = chart_forest_add_row (forest, CHART_FOREST_LEVEL, "30 to under 35");

  chart_forest_set_text (forest, CHART_FOREST_HEAD_COUNTS, "births / n");
  row->counts[0] = g_strdup ("16/36");
  row->counts[1] = g_strdup ("33/53");
  row->value = g_strdup ("2.25 (1.07–4.73)");
  row->lo = lo;
  row->estimate = estimate;
  row->hi = hi;

  return forest;
}

/* A page has all columns, a column of a journal leaves the counts out. */
static void
test_columns (void)
{
  g_autoptr (ChartForest) forest = make_small (0.5, 1, 2);
  g_autoptr (ChartLayout) page = chart_forest_layout (forest);
  g_autoptr (ChartLayout) column = NULL;

  g_assert_cmpuint (count_cells (page), ==, 3);
  forest->width_pt = 85 * CHART_PT_PER_MM;
  column = chart_forest_layout (forest);
  g_assert_cmpuint (count_cells (column), ==, 1);
  g_assert_true (page->fits && column->fits);
}

static guint
count_arrows (const ChartLayout *layout)
{
  guint n = 0;

  for (guint i = 0; i < layout->paths->len; i++)
    n += g_array_index (layout->paths, ChartPath, i).n_points == 3;

  return n;
}

/* An arrow for each end past the axis; no box where the estimate itself lies there. */
static void
test_arrows (void)
{
  static const struct
  {
    double lo, estimate, hi;
    guint arrows, marks;
  } cases[] = {
    { 0.5, 1, 2, 0, 1 },   { 0.1, 1, 10, 0, 1 }, { 0.05, 1, 10, 1, 1 }, { 0.05, 1, 20, 2, 1 },
    { 11, 12, 13, 2, 0 },  { 2, 12, 13, 1, 0 },  { NAN, 3, NAN, 0, 1 }, { NAN, NAN, NAN, 0, 0 },
    { 0.5, NAN, 2, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChartForest) forest
        = make_small (cases[i].lo, cases[i].estimate, cases[i].hi);
      g_autoptr (ChartLayout) layout = chart_forest_layout (forest);

      g_test_message ("case %u", i);
      g_assert_cmpuint (count_arrows (layout), ==, cases[i].arrows);
      g_assert_cmpuint (layout->marks->len, ==, cases[i].marks);
    }
}

static gboolean
has_text (const ChartLayout *layout,
          const char        *text)
{
  for (guint i = 0; i < layout->texts->len; i++)
    if (strcmp (g_array_index (layout->texts, ChartText, i).text, text) == 0)
      return TRUE;

  return FALSE;
}

static void
test_ticks (void)
{
  g_autoptr (ChartForest) ratio = make_small (0.3, 1, 4), difference = make_small (-0.3, 0.1, 0.3);
  g_autoptr (ChartLayout) a = NULL, b = NULL;

  chart_forest_set_text (ratio, CHART_FOREST_DECIMAL, ",");
  a = chart_forest_layout (ratio);
  g_assert_true (has_text (a, "0,2") && has_text (a, "0,5") && has_text (a, "1")
                 && has_text (a, "5"));
  g_assert_false (has_text (a, "0,1") || has_text (a, "10"));
  difference->ratio = FALSE;
  b = chart_forest_layout (difference);
  g_assert_true (has_text (b, "-30") && has_text (b, "0") && has_text (b, "30"));
}

/* The overall estimate is a diamond from limit to limit, and has no box. */
static void
test_overall (void)
{
  g_autoptr (ChartForest) forest = make_small (0.5, 1, 2);
  ChartForestRow *row = chart_forest_add_row (forest, CHART_FOREST_OVERALL, "All patients");
  g_autoptr (ChartLayout) layout = NULL;
  const ChartPath *diamond = NULL;

  row->lo = 0.8;
  row->estimate = 1.1;
  row->hi = 1.5;
  layout = chart_forest_layout (forest);
  for (guint i = 0; i < layout->paths->len; i++)
    if (g_array_index (layout->paths, ChartPath, i).filled)
      diamond = &g_array_index (layout->paths, ChartPath, i);
  g_assert_nonnull (diamond);
  g_assert_cmpuint (diamond->n_points, ==, 4);
  g_assert_cmpuint (layout->marks->len, ==, 1);
  g_assert_cmpfloat (diamond->points[0].x, <, diamond->points[1].x);
  g_assert_cmpfloat (diamond->points[1].x, <, diamond->points[2].x);
}

static void
test_export (void)
{
  g_autoptr (ChartForest) forest = make_small (0.05, 1, 2);
  g_autoptr (ChartLayout) layout = chart_forest_layout (forest);
  g_autoptr (GBytes) png = chart_export_layout_png (layout, 72, NULL, NULL);
  g_autoptr (GBytes) again = chart_export_layout_png (layout, 72, NULL, NULL);
  g_autoptr (GBytes) pdf = chart_export_layout_pdf (layout, NULL, NULL);
  g_autoptr (GBytes) svg = chart_export_layout_svg (layout, NULL, NULL);

  g_assert_nonnull (pdf);
  g_assert_nonnull (svg);
  g_assert_true (g_bytes_equal (png, again));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/forest/properties", test_properties);
  g_test_add_func ("/chart/forest/columns", test_columns);
  g_test_add_func ("/chart/forest/arrows", test_arrows);
  g_test_add_func ("/chart/forest/ticks", test_ticks);
  g_test_add_func ("/chart/forest/overall", test_overall);
  g_test_add_func ("/chart/forest/export", test_export);

  return g_test_run ();
}
