/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting: histograms, risk tables and masks against the same counted one by one. */
#include "stats-mask.h"
#include "stats-risk.h"
#include "test-stats-common.h"

#include <math.h>
#include <string.h>

typedef struct
{
  guint n, n_groups, k_max;
  guint8 *k, *fate, *group, *mask;
} Columns;

static void
columns_clear (Columns *columns)
{
  g_free (columns->k);
  g_free (columns->fate);
  g_free (columns->group);
  g_free (columns->mask);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Columns, columns_clear)

static void
columns_fill (Columns *columns,
              GRand *rand,
              guint n,
              guint n_groups,
              guint k_max)
{
  *columns = (Columns){ n, n_groups, k_max, g_new (guint8, n + 1), g_new (guint8, n + 1),
                        g_new (guint8, n + 1), g_new (guint8, n + 1) };
  for (guint i = 0; i < n; i++)
    {
      columns->k[i] = (guint8) g_rand_int_range (rand, 0, (gint32) k_max + 1);
      columns->fate[i] = (guint8) g_rand_int_range (rand, 0, 4);
      columns->group[i] = g_rand_int_range (rand, 0, 5) == 0
                              ? STATS_NO_GROUP
                              : (guint8) g_rand_int_range (rand, 0, (gint32) n_groups);
      columns->mask[i] = g_rand_int_range (rand, 0, 3) == 0
                             ? 0
                             : (guint8) g_rand_int_range (rand, 1, 256);
    }
}

static void
count_slowly (const Columns *columns,
              gboolean by_group,
              gboolean masked,
              guint64 *counts)
{
  for (guint i = 0; i < columns->n; i++)
    {
      guint group = by_group ? columns->group[i] : 0;

      if (group == STATS_NO_GROUP || (masked && columns->mask[i] == 0))
        continue;
      counts[group * stats_risk_histogram_size (columns->k_max) + columns->k[i] * 4
             + columns->fate[i]]++;
    }
}

static StatsStatus
count_fast (const Columns *columns,
            gboolean by_group,
            gboolean masked,
            guint from,
            guint n,
            guint64 *counts)
{
  return stats_risk_histogram (columns->k + from, columns->fate + from,
                               by_group ? columns->group + from : NULL,
                               masked ? columns->mask + from : NULL, n, columns->n_groups,
                               columns->k_max, counts);
}

/* All sizes around a block's and a bank's end, few and many groups (the latter do not fit the
 * stack), with and without groups and mask, at once and in two chunks. */
static void
test_histogram (void)
{
  static const guint sizes[] = { 0, 1, 2, 3, 4, 5, 7, 100, 2047, 2048, 2049, 4096, 10001 };
  static const guint groups[] = { 1, 2, 8, 254 };
  static const guint k_maxes[] = { 1, 12, 60, 255 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4096);

  for (guint s = 0; s < G_N_ELEMENTS (sizes) * 4 * 4; s++)
    {
      g_auto (Columns) columns;
      guint n = sizes[s / 16];
      size_t n_cells;
      g_autofree guint64 *expected = NULL;
      g_autofree guint64 *counts = NULL;

      columns_fill (&columns, rand, n, groups[s % 4], k_maxes[s / 4 % 4]);
      n_cells = columns.n_groups * stats_risk_histogram_size (columns.k_max);
      expected = g_new (guint64, n_cells);
      counts = g_new (guint64, n_cells);
      for (guint way = 0; way < 8; way++)
        {
          gboolean by_group = way & 1, masked = (way & 2) != 0;
          guint first = way & 4 ? n / 3 : n;

          memset (expected, 0, n_cells * sizeof *expected);
          memset (counts, 0, n_cells * sizeof *counts);
          count_slowly (&columns, by_group, masked, expected);
          g_assert_cmpint (count_fast (&columns, by_group, masked, 0, first, counts), ==,
                           STATS_OK);
          g_assert_cmpint (count_fast (&columns, by_group, masked, first, n - first, counts), ==,
                           STATS_OK);
          g_assert_cmpmem (counts, n_cells * sizeof *counts, expected,
                           n_cells * sizeof *expected);
        }
    }
}

/* Codes out of range are refused and nothing is counted. */
static void
test_histogram_invalid (void)
{
  guint8 k[] = { 1, 2, 3 }, fate[] = { 0, 1, 3 }, group[] = { 0, 1, STATS_NO_GROUP };
  guint8 *bytes[] = { k, fate, group };
  static const guint8 bad[] = { 4, 4, 2 };
  guint64 counts[2 * 16] = { 0 };
  static const guint64 zero[2 * 16] = { 0 };

  for (guint column = 0; column < 3; column++)
    for (guint i = 0; i < 3; i++)
      {
        guint8 good = bytes[column][i];

        bytes[column][i] = bad[column];
        g_assert_cmpint (stats_risk_histogram (k, fate, group, NULL, 3, 2, 3, counts), ==,
                         STATS_INVALID);
        bytes[column][i] = good;
      }
  g_assert_cmpint (stats_risk_histogram (k, fate, NULL, NULL, 3, 0, 3, counts), ==, STATS_INVALID);
  g_assert_cmpint (stats_risk_histogram (k, fate, NULL, NULL, 3, 255, 3, counts), ==,
                   STATS_INVALID);
  g_assert_cmpint (stats_risk_histogram (k, fate, NULL, NULL, 3, 1, 0, counts), ==, STATS_INVALID);
  g_assert_cmpint (stats_risk_histogram (k, fate, NULL, NULL, 3, 1, 256, counts), ==,
                   STATS_INVALID);
  g_assert_cmpmem (counts, sizeof counts, zero, sizeof zero);
  g_assert_cmpint (stats_risk_histogram (k, fate, group, NULL, 3, 2, 3, counts), ==, STATS_OK);
}

static void
test_rows (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1650);

  for (guint c = 0; c < 1000; c++)
    {
      g_autoptr (TestCohort) cohort = test_cohort_new_random (rand);
      size_t size = stats_risk_histogram_size (TEST_K_MAX);
      g_autofree guint64 *counts = g_new0 (guint64, 2 * size);

      g_assert_cmpint (stats_risk_histogram (cohort->k->data, cohort->fate->data,
                                             cohort->group->data, NULL, cohort->k->len, 2,
                                             TEST_K_MAX, counts),
                       ==, STATS_OK);
      for (int group = 0; group < 2; group++)
        {
          StatsRiskRow expected[TEST_K_MAX];
          guint n_expected = test_cohort_rows (cohort, group, expected);
          StatsRiskTable *table
              = stats_risk_table_new_from_histogram (counts + (size_t) group * size, TEST_K_MAX);
          guint64 births = 0;

          test_assert_rows_equal (table->rows, table->n_rows, expected, n_expected);
          g_assert_true (stats_risk_rows_valid (table->rows, table->n_rows));
          for (guint i = 0; i < n_expected; i++)
            births += expected[i].births;
          g_assert_cmpuint (stats_risk_total_births (table->rows, table->n_rows), ==, births);
          stats_risk_table_free (table);
        }
    }
}

static void
test_rows_edges (void)
{
  guint64 counts[4 * 4] = { 0 };
  StatsRiskRow rows[3];
  StatsRiskTable *table;
  guint n = 7;

  /* Patients without a counted transfer are no patients of a curve. */
  counts[0] = counts[1] = counts[2] = 5;
  g_assert_cmpint (stats_risk_from_histogram (counts, 3, rows, &n), ==, STATS_OK);
  g_assert_cmpuint (n, ==, 0);
  table = stats_risk_table_new_from_histogram (counts, 3);
  g_assert_cmpuint (table->n_rows, ==, 0);
  g_assert_null (table->rows);
  stats_risk_table_free (table);
  stats_risk_table_free (NULL);

  counts[2 * 4 + 1] = G_MAXUINT32;
  g_assert_cmpint (stats_risk_from_histogram (counts, 3, rows, &n), ==, STATS_OK);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (rows[0].at_risk, ==, G_MAXUINT32);
  counts[1 * 4 + 2] = 1;
  g_assert_cmpint (stats_risk_from_histogram (counts, 3, rows, &n), ==, STATS_INVALID);
  g_assert_cmpuint (n, ==, 0);
  counts[2 * 4 + 1] = G_MAXUINT64;
  g_assert_cmpint (stats_risk_from_histogram (counts, 3, rows, &n), ==, STATS_INVALID);
  g_assert_null (stats_risk_table_new_from_histogram (counts, 3));

  table = stats_risk_table_new (3);
  g_assert_cmpuint (table->n_rows, ==, 3);
  g_assert_cmpuint (table->rows[2].k, ==, 3);
  g_assert_cmpuint (table->rows[2].at_risk, ==, 0);
  stats_risk_table_free (table);
}

static void
test_masks (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (255);

  for (guint round = 0; round < 200; round++)
    {
      guint n = (guint) g_rand_int_range (rand, 0, 300);
      g_autofree gint32 *ints = g_new (gint32, n + 1);
      g_autofree double *doubles = g_new (double, n + 1);
      g_autofree guint8 *codes = g_new (guint8, n + 1);
      g_autofree guint8 *mask = g_new (guint8, n + 1);
      guint8 keep[256];
      gint32 lo = g_rand_int_range (rand, -20, 20), hi = g_rand_int_range (rand, -20, 20);
      guint expected = 0;

      for (guint code = 0; code < 256; code++)
        keep[code] = g_rand_int_range (rand, 0, 4) == 0 ? 0 : (guint8) (code | 1);
      for (guint i = 0; i < n; i++)
        {
          ints[i] = g_rand_int_range (rand, 0, 10) == 0 ? G_MININT32
                                                        : g_rand_int_range (rand, -25, 25);
          doubles[i] = g_rand_int_range (rand, 0, 10) == 0 ? (double) NAN : ints[i] / 2.0;
          codes[i] = (guint8) g_rand_int_range (rand, 0, 256);
          mask[i] = g_rand_int_range (rand, 0, 3) == 0
                        ? 0
                        : (guint8) g_rand_int_range (rand, 1, 256);
        }
      for (guint i = 0; i < n; i++)
        expected += mask[i] && ints[i] >= lo && ints[i] <= hi;
      stats_mask_range_i32 (ints, n, lo, hi, mask);
      g_assert_cmpuint (stats_mask_count (mask, n), ==, expected);
      for (guint i = 0; i < n; i++)
        g_assert_true (mask[i] == 0 || (ints[i] >= lo && ints[i] <= hi));

      memset (mask, 2, n);
      stats_mask_range_double (doubles, n, lo, hi, mask);
      for (guint i = 0; i < n; i++)
        g_assert_cmpint (mask[i], ==, doubles[i] >= lo && doubles[i] <= hi ? 2 : 0);
      memset (mask, 1, n);
      stats_mask_range_double (doubles, n, -INFINITY, INFINITY, mask);
      for (guint i = 0; i < n; i++)
        g_assert_cmpint (mask[i], ==, !isnan (doubles[i]));

      memset (mask, 4, n);
      stats_mask_code_set (codes, n, keep, mask);
      for (guint i = 0; i < n; i++)
        g_assert_cmpint (mask[i], ==, keep[codes[i]] ? 4 : 0);
    }
}

/* The best of ten runs; only -m perf judges it, since a shared machine may be busy. */
static void
test_speed (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (500000);
  g_auto (Columns) columns;
  g_autofree guint64 *counts = NULL;
  double best = G_MAXDOUBLE;

  columns_fill (&columns, rand, 500000, 2, 60);
  /* As in a register: most patients have few transfers, so neighbours hit the same cells. */
  for (guint i = 0; i < columns.n; i++)
    columns.k[i] = (guint8) (1 + g_rand_int_range (rand, 0, 60) % (1 + i % 5));
  counts = g_new0 (guint64, 2 * stats_risk_histogram_size (60));
  for (guint run = 0; run < 10; run++)
    {
      g_test_timer_start ();
      g_assert_cmpint (count_fast (&columns, TRUE, TRUE, 0, columns.n, counts), ==, STATS_OK);
      best = MIN (best, g_test_timer_elapsed ());
    }
  g_test_minimized_result (best, "500,000 patients, two groups, a mask: %.3f ms", best * 1000);
  g_test_message ("500,000 patients, two groups, a mask: %.3f ms", best * 1000);
  if (g_test_perf ())
    g_assert_cmpfloat (best, <, 1e-3);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/risk/histogram", test_histogram);
  g_test_add_func ("/stats/risk/histogram-invalid", test_histogram_invalid);
  g_test_add_func ("/stats/risk/rows", test_rows);
  g_test_add_func ("/stats/risk/rows-edges", test_rows_edges);
  g_test_add_func ("/stats/risk/masks", test_masks);
  g_test_add_func ("/stats/risk/speed", test_speed);
  return g_test_run ();
}
