/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layouts compared line by line with those on file (tests/chart/golden). With --generate the
 * files are written anew: look at the difference, and at the figures, before keeping them. They
 * need the fonts of fonts-dejavu-core. */

#include "chart-layout.h"
#include "fixture.h"

#include <locale.h>
#include <string.h>

static gboolean generate;

typedef enum
{
  FIGURE_COLUMN,
  FIGURE_PAGE_MARKED,
  FIGURE_FIVE_GROUPS,
  FIGURE_EMPTY,
  FIGURE_FLAT,
  FIGURE_OVERLAYS
} Figure;

static ChartSpec *
make (Figure figure)
{
  ChartSpec *spec = NULL;

  switch (figure)
    {
    case FIGURE_COLUMN:
      spec = fixture_cohort_160 ();
      spec->width_pt = 85 * CHART_PT_PER_MM;
      spec->base_size_pt = 7;
      break;
    case FIGURE_PAGE_MARKED:
      spec = fixture_cohort_160 ();
      spec->marker_k = 3;
      spec->theme = CHART_THEME_DARK;
      chart_spec_set_text (spec, CHART_TEXT_TITLE, "Live births by treatment");
      break;
    case FIGURE_FIVE_GROUPS:
      spec = fixture_many (5, 9, 3);
      break;
    case FIGURE_EMPTY:
      spec = fixture_empty ();
      spec->k_max = 6;
      break;
    case FIGURE_OVERLAYS:
      spec = fixture_cohort_160 ();
      fixture_overlay (spec, 3, 9);
      spec->theme = CHART_THEME_GREY;
      break;
    case FIGURE_FLAT:
    default:
      spec = fixture_cohort_160 ();
      spec->height_pt = 90 * CHART_PT_PER_MM;
      break;
    }

  return spec;
}

static void
compare (const char *name,
         Figure      figure)
{
  g_autoptr (ChartSpec) spec = make (figure);
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);
  g_autofree char *dump = chart_layout_dump (layout);
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "chart", "golden", file, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (generate)
    {
      g_file_set_contents (path, dump, -1, &error);
      g_assert_no_error (error);
      return;
    }

  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);

  g_auto (GStrv) want = g_strsplit (expected, "\n", -1);
  g_auto (GStrv) have = g_strsplit (dump, "\n", -1);

  for (guint i = 0; want[i] != NULL || have[i] != NULL; i++)
    {
      if (g_strcmp0 (want[i], have[i]) != 0)
        g_test_message ("%s line %u", file, i + 1);
      g_assert_cmpstr (have[i], ==, want[i]);
    }
}

static void
test_golden (void)
{
  compare ("column", FIGURE_COLUMN);
  compare ("page-marked", FIGURE_PAGE_MARKED);
  compare ("five-groups", FIGURE_FIVE_GROUPS);
  compare ("empty", FIGURE_EMPTY);
  compare ("flat", FIGURE_FLAT);
  compare ("overlays", FIGURE_OVERLAYS);
}

int
main (int    argc,
      char **argv)
{
  /* A decimal comma, where the machine has one, must not reach the dump. */
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  generate = argc > 1 && g_str_equal (argv[1], "--generate");

  g_test_add_func ("/chart/dump/golden", test_golden);

  return g_test_run ();
}
