/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tipping points against R (extras.expected.json, whose standard errors come from a complex step),
 * and what must hold of them whatever the tables. */
#include "stats-curve.h"
#include "stats-resample.h"
#include "stats-tipping.h"
#include "test-reference.h"
#include "test-stats-common.h"

#include <math.h>

typedef struct
{
  StatsRiskRow rows[8];
  guint n;
} Table;

static void
table_load (Table    *self,
            JsonNode *node)
{
  JsonArray *rows = json_node_get_array (node);

  self->n = json_array_get_length (rows);
  for (guint i = 0; i < self->n; i++)
    {
      g_autoptr (GArray) row = test_reference_numbers (json_array_get_element (rows, i));
      const double *x = (const double *) row->data;

      self->rows[i] = (StatsRiskRow) { i + 1,          (guint32) x[0], (guint32) x[1],
                                       (guint32) x[2], (guint32) x[3], (guint32) x[4] };
    }
}

static StatsTipping
tipping_of (const Table *a,
            const Table *b,
            guint        at,
            double       pi)
{
  return (StatsTipping) { .a = a->rows, .b = b->rows, .n_a = a->n, .n_b = b->n, .at = at, .pi = pi,
                          .type = STATS_CONF_LOG_LOG, .level = 0.95 };
}

static void
check_map (const StatsTipping *tipping,
           JsonNode           *set,
           const char         *name)
{
  g_autoptr (GArray) steps = test_reference_numbers (test_reference_get (set, "steps"));

  for (guint s = 0; s < steps->len; s++)
    for (guint t = 0; t < steps->len; t++)
      {
        g_autofree char *path = g_strdup_printf ("map/%u/%u", s, t);
        g_autoptr (GArray) want = test_reference_numbers (test_reference_get (set, path));
        StatsContrast got
          = stats_tipping_difference (tipping, g_array_index (steps, double, s),
                                      g_array_index (steps, double, t));

        test_assert_close (got.estimate, g_array_index (want, double, 0), 1e-10, 1e-14, "%s %s",
                           name, path);
        test_assert_close (got.lo, g_array_index (want, double, 1), 1e-10, 1e-14, "lo %s", path);
        test_assert_close (got.hi, g_array_index (want, double, 2), 1e-10, 1e-14, "hi %s", path);
      }
}

/* The values that bound the set of theta whose interval holds 0 are where a limit is 0. */
static void
check_bounds (const StatsTipping *tipping,
              JsonNode           *set,
              const char         *name)
{
  g_autoptr (GArray) lo = test_reference_numbers (test_reference_get (set, "lo_is_0"));
  g_autoptr (GArray) hi = test_reference_numbers (test_reference_get (set, "hi_is_0"));
  StatsTippingRange ranges[STATS_TIPPING_SCAN];
  bool unknown;
  guint n = stats_tipping_undecided (tipping, ranges, &unknown), n_inner = 0;

  g_assert_false (unknown);
  for (guint i = 0; i < n; i++)
    {
      const double ends[] = { ranges[i].from, ranges[i].to };

      g_assert_true (ends[0] < ends[1]);
      for (guint e = 0; e < 2; e++)
        if (ends[e] > 0 && ends[e] < 1)
          {
            double nearest = INFINITY;

            for (guint j = 0; j < lo->len + hi->len; j++)
              {
                double root = j < lo->len ? g_array_index (lo, double, j)
                                          : g_array_index (hi, double, j - lo->len);

                if (fabs (root - ends[e]) < fabs (nearest - ends[e]))
                  nearest = root;
              }
            test_assert_close (ends[e], nearest, 1e-9, 0, "%s: end %u", name, e);
            n_inner++;
          }
    }
  g_assert_cmpuint (n_inner, ==, lo->len + hi->len);
}

static void
test_reference (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("extras.expected.json");
  JsonArray *sets = json_node_get_array (test_reference_get (root, "tipping"));

  g_assert_cmpuint (json_array_get_length (sets), ==, 7);
  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);
      const char *name = json_node_get_string (test_reference_get (set, "name"));
      g_autoptr (GArray) want = test_reference_numbers (test_reference_get (set, "roots"));
      double roots[STATS_TIPPING_SCAN];
      StatsTipping tipping;
      Table a, b;
      guint n;

      table_load (&a, test_reference_get (set, "a"));
      table_load (&b, test_reference_get (set, "b"));
      tipping = tipping_of (&a, &b, (guint) test_reference_number (test_reference_get (set, "at")),
                            test_reference_number (test_reference_get (set, "pi")));
      check_map (&tipping, set, name);
      check_bounds (&tipping, set, name);
      n = stats_tipping_roots (&tipping, roots);
      g_assert_cmpuint (n, ==, want->len);
      for (guint r = 0; r < n; r++)
        test_assert_close (roots[r], g_array_index (want, double, r), 1e-9, 0, "%s: root", name);
    }
}

/* Two tables; FALSE: `at` is beyond one of them. */
static gboolean
random_tables (GRand *rand,
               guint  at,
               Table  tables[2])
{
  for (guint g = 0; g < 2; g++)
    {
      g_autoptr (TestCohort) cohort = test_cohort_new_random (rand);
      StatsRiskRow rows[TEST_K_MAX];
      guint n = test_cohort_rows (cohort, -1, rows);

      tables[g].n = MIN (n, G_N_ELEMENTS (tables[g].rows));
      memcpy (tables[g].rows, rows, tables[g].n * sizeof *rows);
    }
  return at <= tables[0].n && at <= tables[1].n;
}

/* At a root the difference is 0; exchanged groups have the same roots and ranges; within a range
 * the interval holds 0 and outside it doesn't. */
static void
test_random (void)
{
  guint32 seed = 2014;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_roots = 0, n_ranges = 0;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 3000; i++)
    {
      guint at = (guint) g_rand_int_range (rand, 1, 6);
      double roots[2][STATS_TIPPING_SCAN];
      StatsTippingRange ranges[2][STATS_TIPPING_SCAN];
      StatsTipping one, other;
      Table tables[2];
      bool unknown[2];
      guint n, m;

      if (!random_tables (rand, at, tables))
        continue;
      one = tipping_of (&tables[0], &tables[1], at, 0);
      other = tipping_of (&tables[1], &tables[0], at, 0);
      n = stats_tipping_roots (&one, roots[0]);
      g_assert_cmpuint (stats_tipping_roots (&other, roots[1]), ==, n);
      for (guint r = 0; r < n; r++)
        {
          test_assert_close (roots[1][r], roots[0][r], 1e-12, 0, "root, exchanged");
          test_assert_close (
              stats_tipping_difference (&one, roots[0][r], roots[0][r]).estimate, 0, 0, 1e-11,
              "difference at a root");
        }
      m = stats_tipping_undecided (&one, ranges[0], &unknown[0]);
      g_assert_cmpuint (stats_tipping_undecided (&other, ranges[1], &unknown[1]), ==, m);
      g_assert_true (unknown[0] == unknown[1]);
      for (guint t = 0; t < STATS_TIPPING_SCAN; t++)
        {
          double theta = t / 100.0;
          StatsContrast delta = stats_tipping_difference (&one, theta, theta);
          gboolean within = FALSE;

          for (guint r = 0; r < m; r++)
            within = within || (theta >= ranges[0][r].from && theta <= ranges[0][r].to);
          g_assert_true (within == (delta.lo <= 0 && delta.hi >= 0));
        }
      n_roots += n;
      n_ranges += m;
    }
  g_test_message ("%u roots, %u ranges", n_roots, n_ranges);
  g_assert_cmpuint (n_roots, >, 20);
  g_assert_cmpuint (n_ranges, >, 100);
}

static void
test_not_estimable (void)
{
  Table a = { { { 1, 20, 8, 4, 0, 0 }, { 2, 8, 2, 0, 6, 0 } }, 2 };
  Table b = { { { 1, 20, 8, 4, 8, 0 } }, 1 };
  Table nobody = { { { 0 } }, 0 };
  Table no_birth = { { { 1, 20, 0, 4, 0, 0 }, { 2, 16, 0, 0, 16, 0 } }, 2 };
  const Table *others[] = { &b, &nobody, &no_birth };
  StatsTippingRange ranges[STATS_TIPPING_SCAN];
  double roots[STATS_TIPPING_SCAN];
  bool unknown;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      StatsTipping tipping = tipping_of (&a, others[i], 2, 0);
      guint64 above[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS] = { 0 }, reversed = 0;

      g_assert_true (isnan (stats_tipping_difference (&tipping, 0.5, 0.5).lo));
      g_assert_cmpuint (stats_tipping_roots (&tipping, roots), ==, 0);
      g_assert_cmpuint (stats_tipping_undecided (&tipping, ranges, &unknown), ==, 0);
      g_assert_true (unknown);
      /* Without a birth there is still a posterior. */
      g_assert_cmpint (stats_tipping_count (&tipping, 1, 0, 10, above, &reversed), ==,
                       others[i] == &no_birth ? STATS_OK : STATS_INVALID);
    }
  /* The same twice: no order to reverse, and 0 in every interval. */
  {
    StatsTipping same = tipping_of (&a, &a, 2, 0);

    g_assert_cmpuint (stats_tipping_roots (&same, roots), ==, 0);
    g_assert_cmpuint (stats_tipping_undecided (&same, ranges, &unknown), ==, 1);
    g_assert_true (ranges[0].from <= 0 && ranges[0].to >= 1 && !unknown);
  }
}

/* Any split of the draws counts the same; a group is above the more often the more it keeps; and
 * the share with all of it in both is near that of the normal approximation. */
static void
test_posterior (void)
{
  Table a = { { { 1, 600, 160, 100, 60, 0 }, { 2, 280, 70, 10, 60, 0 } }, 2 };
  Table b = { { { 1, 1000, 300, 300, 40, 0 }, { 2, 360, 110, 30, 60, 0 } }, 2 };
  StatsTipping tipping = tipping_of (&a, &b, 2, 0);
  guint64 whole[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS] = { 0 }, reversed = 0;
  guint64 parts[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS] = { 0 }, again = 0;
  const guint n = 4000, last = STATS_TIPPING_STEPS - 1;
  const double thetas[] = { 0, 0.35, 1 };
  double at_last[3 * 50], curves[50 * 2];
  StatsContrast delta;
  double F[2][2], se[2][2];

  g_assert_cmpint (stats_tipping_count (&tipping, 5, 0, n, whole, &reversed), ==, STATS_OK);
  for (guint first = 0; first < n; first += 1000)
    stats_tipping_count (&tipping, 5, first, 1000, parts, &again);
  g_assert_cmpmem (whole, sizeof whole, parts, sizeof parts);
  g_assert_cmpuint (reversed, ==, again);
  for (guint s = 0; s < STATS_TIPPING_STEPS; s++)
    for (guint t = 1; t < STATS_TIPPING_STEPS; t++)
      {
        g_assert_cmpuint (whole[s][t], >=, whole[s][t - 1]);
        g_assert_cmpuint (whole[t][s], <=, whole[t - 1][s]);
      }
  stats_curve_optimistic (a.rows, 2, F[0], se[0]);
  stats_curve_optimistic (b.rows, 2, F[1], se[1]);
  delta = stats_contrast_difference (F[1][1], se[1][1], F[0][1], se[0][1], 0.95);
  /* The share above is then 1 - p/2, up to the prior and 3 standard errors of the draws. */
  test_assert_close ((double) whole[last][last] / n, 1 - delta.p / 2, 0, 0.02, "share above");
  /* Theta changes no draw. */
  stats_posterior_draw_last (a.rows, 2, thetas, 3, 0.1, 5, 1, 20, 50, at_last);
  for (guint t = 0; t < 3; t++)
    {
      stats_posterior_draw (a.rows, 2, thetas[t], 0.1, 5, 1, 20, 50, curves);
      for (guint i = 0; i < 50; i++)
        g_assert_cmpfloat (at_last[t * 50 + i], ==, curves[i * 2 + 1]);
    }
  /* The order differs where it isn't the same at both ends. */
  g_assert_cmpuint (reversed, >=,
                    MAX (whole[0][0], whole[last][last]) - MIN (whole[0][0], whole[last][last]));
  g_assert_cmpuint (reversed, <, n);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/tipping/reference", test_reference);
  g_test_add_func ("/stats/tipping/random", test_random);
  g_test_add_func ("/stats/tipping/not-estimable", test_not_estimable);
  g_test_add_func ("/stats/tipping/posterior", test_posterior);
  return g_test_run ();
}
