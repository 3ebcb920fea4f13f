/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The baseline table's figures against R (cohort-*, table.expected.json) and in their degenerate
 * cases. */
#include "stats-compare.h"
#include "test-reference.h"

#include <math.h>
#include <string.h>

static double
number (JsonNode   *node,
        const char *path)
{
  return test_reference_number (test_reference_get (node, path));
}

static void
assert_summary (const StatsSummary *actual,
                JsonNode           *expected)
{
  g_assert_cmpuint (actual->n, ==, number (expected, "n"));
  test_assert_close (actual->mean, number (expected, "mean"), 1e-12, 0, "mean");
  test_assert_close (actual->sd, number (expected, "sd"), 1e-12, 0, "sd");
  test_assert_close (actual->median, number (expected, "median"), 1e-12, 0, "median");
  test_assert_close (actual->q1, number (expected, "q1"), 1e-12, 0, "q1");
  test_assert_close (actual->q3, number (expected, "q3"), 1e-12, 0, "q3");
}

static void
check_numeric (TestTable  *table,
               JsonNode   *expected,
               const char *column)
{
  g_autofree double *births = g_new (double, table->rows->len);
  g_autofree double *none = g_new (double, table->rows->len);
  double *values[2] = { births, none };
  guint n[2] = { 0 };
  StatsSummary summary[2];
  double exact = 0;

  for (guint i = 0; i < table->rows->len; i++)
    {
      const char *text = test_table_text (table, i, column);
      guint group = test_table_number (table, i, "fate") != 1;

      values[group][n[group]++] = text[0] == '\0' || g_str_equal (text, "NA")
                                      ? NAN
                                      : g_ascii_strtod (text, NULL);
    }
  for (guint g = 0; g < 2; g++)
    summary[g] = stats_summary (values[g], n[g]);
  assert_summary (&summary[0], test_reference_get (expected, "birth"));
  assert_summary (&summary[1], test_reference_get (expected, "none"));
  test_assert_close (stats_welch_p (&summary[0], &summary[1]), number (expected, "welch_p"), 1e-10,
                     0, "%s: Welch", column);
  test_assert_close (stats_smd (&summary[0], &summary[1]), number (expected, "smd"), 1e-10, 0,
                     "%s: SMD", column);
  test_assert_close (
      stats_mann_whitney_p (values[0], summary[0].n, values[1], summary[1].n, &exact),
      number (expected, "mann_whitney_p"), 1e-10, 0, "%s: U", column);
  g_assert_true (isnan (exact)); /* there are ties */
}

static void
check_categorical (TestTable  *table,
                   JsonNode   *expected,
                   const char *column)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint64 counts[8][2] = { 0 };
  double p;

  for (guint i = 0; i < table->rows->len; i++)
    {
      const char *text = test_table_text (table, i, column);
      guint place;

      if (!g_ptr_array_find_with_equal_func (names, text, g_str_equal, &place))
        {
          place = names->len;
          g_ptr_array_add (names, (gpointer) text);
        }
      counts[place][test_table_number (table, i, "fate") == 1]++;
    }
  g_assert_cmpint (stats_fisher_exact (&counts[0][0], names->len, 2, 5000000, &p), ==, STATS_OK);
  test_assert_close (p, number (expected, "fisher_p"), 1e-9, 0, "%s: Fisher", column);
  test_assert_close (stats_chi_square_p (&counts[0][0], names->len, 2, NULL),
                     number (expected, "chisq_p"), 1e-10, 0, "%s: chi-square", column);
}

static void
check_kruskal (TestTable  *table,
               JsonNode   *expected,
               const char *column)
{
  g_autofree double *values = g_new (double, table->rows->len);
  g_autofree guint8 *group = g_new (guint8, table->rows->len);
  guint n = 0;

  for (guint i = 0; i < table->rows->len; i++)
    {
      const char *text = test_table_text (table, i, column);

      if (text[0] == '\0' || g_str_equal (text, "NA"))
        continue;
      values[n] = g_ascii_strtod (text, NULL);
      group[n++] = (guint8) (test_table_text (table, i, "centre")[0] - 'A');
    }
  test_assert_close (stats_kruskal_wallis_p (values, group, n, 26), number (expected, column),
                     1e-10, 0, "%s: H", column);
}

static void
test_cohorts (void)
{
  static const char *const cohorts[] = { "cohort-52", "cohort-160" };
  static const char *const numeric[] = { "age", "bmi", "losses" };
  static const char *const categorical[] = { "centre", "type", "treated" };

  for (guint c = 0; c < G_N_ELEMENTS (cohorts); c++)
    {
      g_autofree char *csv = g_strdup_printf ("%s/cohort.csv", cohorts[c]);
      g_autofree char *json = g_strdup_printf ("%s/expected.json", cohorts[c]);
      g_autoptr (TestTable) table = test_table_load (csv);
      g_autoptr (JsonNode) root = test_reference_load_json (json);
      JsonNode *one = test_reference_get (root, "table_one");

      for (guint i = 0; i < 3; i++)
        {
          check_numeric (table, test_reference_get (one, numeric[i]), numeric[i]);
          check_categorical (table, test_reference_get (one, categorical[i]), categorical[i]);
          check_kruskal (table, test_reference_get (root, "kruskal_by_centre"), numeric[i]);
        }
    }
}

static void
test_small (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("table.expected.json");
  JsonArray *sets = json_node_get_array (test_reference_get (root, "pairs"));

  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);
      g_autoptr (GArray) x = test_reference_numbers (test_reference_get (set, "x"));
      g_autoptr (GArray) y = test_reference_numbers (test_reference_get (set, "y"));
      StatsSummary a = stats_summary ((double *) x->data, x->len);
      StatsSummary b = stats_summary ((double *) y->data, y->len);
      double exact;

      test_assert_close (stats_welch_p (&a, &b), number (set, "welch"), 1e-10, 0, "Welch %u", i);
      test_assert_close (stats_smd (&a, &b), number (set, "smd"), 1e-12, 0, "SMD %u", i);
      test_assert_close (stats_mann_whitney_p ((double *) x->data, x->len, (double *) y->data,
                                               y->len, &exact),
                         number (set, "mann_whitney"), 1e-10, 0, "U %u", i);
      /* The third has ties, the fourth 60 in a group. */
      if (i == 2 || i == 3)
        g_assert_true (isnan (exact));
      else
        test_assert_close (exact, number (set, "mann_whitney_exact"), 1e-10, 0, "exact U %u", i);
    }
  sets = json_node_get_array (test_reference_get (root, "many"));
  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);
      g_autoptr (GArray) x = test_reference_numbers (test_reference_get (set, "x"));
      g_autoptr (GArray) g = test_reference_numbers (test_reference_get (set, "group"));
      guint8 group[64];

      for (guint j = 0; j < g->len; j++)
        group[j] = (guint8) g_array_index (g, double, j);
      test_assert_close (stats_kruskal_wallis_p ((double *) x->data, group, x->len, 9),
                         number (set, "p"), 1e-10, 0, "H %u", i);
    }
}

static guint
cells_of (JsonNode *set,
          guint64  *out)
{
  g_autoptr (GArray) cells = test_reference_numbers (test_reference_get (set, "cells"));

  for (guint i = 0; i < cells->len; i++)
    out[i] = (guint64) g_array_index (cells, double, i);
  return (guint) number (set, "rows");
}

static void
test_tables (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("table.expected.json");
  static const char *const kinds[] = { "tables", "wide" };

  for (guint kind = 0; kind < 2; kind++)
    {
      JsonArray *sets = json_node_get_array (test_reference_get (root, kinds[kind]));

      for (guint i = 0; i < json_array_get_length (sets); i++)
        {
          JsonNode *set = json_array_get_element (sets, i);
          guint64 cells[16], a[16], b[16];
          guint n_rows = cells_of (set, cells), n_columns = (guint) number (set, "columns");
          double p, drawn;

          g_assert_cmpint (stats_fisher_exact (cells, n_rows, n_columns, 5000000, &p), ==,
                           STATS_OK);
          test_assert_close (p, number (set, "fisher"), 1e-9, 0, "Fisher %s %u", kinds[kind], i);
          test_assert_close (stats_chi_square_p (cells, n_rows, n_columns, NULL),
                             number (set, "chisq"), 1e-10, 0, "chi-square %u", i);
          g_assert_cmpint (stats_fisher_drawn (cells, n_rows, n_columns, 3, 9999, &drawn), ==,
                           STATS_OK);
          g_assert_cmpfloat (fabs (drawn - p), <, 5 * sqrt (p * (1 - p) / 9999) + 2e-4);
          g_assert_cmpint (stats_fisher_exact (cells, n_rows, n_columns, 5, &p), ==,
                           STATS_TOO_LARGE);
          if (kind == 1)
            continue;
          for (guint r = 0; r < n_rows; r++)
            {
              a[r] = cells[2 * r];
              b[r] = cells[2 * r + 1];
            }
          test_assert_close (stats_smd_levels (a, b, n_rows), number (set, "smd"), 1e-10, 0,
                             "SMD %u", i);
        }
    }
}

static void
test_degenerate (void)
{
  double nothing[2] = { NAN, NAN }, one[1] = { 3 }, same[3] = { 2, 2, 2 }, other[2] = { 2, 2 };
  const guint8 group[3] = { 0, 0, 0 };
  const guint64 empty_row[4] = { 3, 4, 0, 0 }, empty_level[2][2] = { { 3, 4 }, { 0, 0 } };
  StatsSummary none = stats_summary (nothing, 2), single = stats_summary (one, 1);
  StatsSummary a = stats_summary (same, 3), b = stats_summary (other, 2);
  double p;

  g_assert_cmpuint (none.n_missing, ==, 2);
  g_assert_true (isnan (none.mean) && isnan (single.sd));
  g_assert_cmpfloat (single.median, ==, 3);
  g_assert_true (isnan (stats_welch_p (&a, &single)));
  g_assert_true (isnan (stats_welch_p (&a, &b)));
  g_assert_cmpfloat (stats_smd (&a, &b), ==, 0);
  b.mean = 3;
  g_assert_true (isnan (stats_smd (&a, &b)));
  g_assert_true (isnan (stats_mann_whitney_p (same, 3, other, 2, NULL)));
  g_assert_true (isnan (stats_mann_whitney_p (same, 3, other, 0, NULL)));
  g_assert_true (isnan (stats_kruskal_wallis_p (same, group, 3, 2)));
  g_assert_true (isnan (stats_chi_square_p (empty_row, 2, 2, NULL)));
  g_assert_cmpint (stats_fisher_exact (empty_row, 2, 2, 1000, &p), ==, STATS_OK);
  g_assert_true (isnan (p));
  g_assert_true (isnan (stats_smd_levels (empty_level[0], empty_level[1], 2)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/compare/cohorts", test_cohorts);
  g_test_add_func ("/stats/compare/small", test_small);
  g_test_add_func ("/stats/compare/tables", test_tables);
  g_test_add_func ("/stats/compare/degenerate", test_degenerate);
  return g_test_run ();
}
