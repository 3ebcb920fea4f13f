/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trial planning and pooling against R (design.expected.json), against simulation, and in their
 * degenerate cases. */
#include "stats-logrank.h"
#include "stats-pool.h"
#include "stats-power.h"
#include "test-reference.h"
#include "test-stats-common.h"

#include <math.h>

static double
number (JsonNode   *node,
        const char *path)
{
  return test_reference_number (test_reference_get (node, path));
}

static void
test_proportions (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("design.expected.json");
  JsonArray *sets = json_node_get_array (test_reference_get (root, "proportions"));
  guint64 n;

  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);
      double of = number (set, "n"), a = number (set, "a"), b = number (set, "b");
      double alpha = number (set, "alpha");
      double pooled = stats_power_proportions (a, b, of, of, alpha, STATS_POWER_POOLED);

      test_assert_close (pooled, number (set, "pooled"), 1e-10, 0, "pooled %u", i);
      g_assert_cmpfloat (stats_power_proportions (a, b, of, of, alpha, STATS_POWER_CORRECTED), <,
                         pooled);
      g_assert_cmpfloat (stats_power_proportions (a, b, of, of, alpha, STATS_POWER_UNPOOLED), >,
                         pooled - 0.05);
    }
  sets = json_node_get_array (test_reference_get (root, "exact"));
  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);

      test_assert_close (stats_power_proportions (number (set, "a"), number (set, "b"),
                                                  number (set, "n_a"), number (set, "n_b"),
                                                  number (set, "alpha"), STATS_POWER_EXACT),
                         number (set, "power"), 1e-9, 0, "exact %u", i);
    }
  n = stats_power_sample_size (0.4, 0.55, 1, 0.8, 0.05, STATS_POWER_POOLED);
  g_assert_cmpuint (n, ==, number (root, "sample_size/pooled"));
  g_assert_cmpuint (stats_power_sample_size (0.4, 0.55, 1, 0.8, 0.05, STATS_POWER_CORRECTED), >, n);
  n = stats_power_sample_size (0.3, 0.7, 1, 0.8, 0.05, STATS_POWER_EXACT);
  g_assert_cmpfloat (stats_power_proportions (0.3, 0.7, (double) n, (double) n, 0.05,
                                              STATS_POWER_EXACT), >=, 0.8);
  g_assert_cmpuint (stats_power_sample_size (0.4, 0.45, 1, 0.8, 0.05, STATS_POWER_EXACT), ==, 1577);
  /* Both outcomes that are significant have p = 1/20. */
  test_assert_close (stats_power_proportions (0.1, 0.9, 19, 1, 0.05, STATS_POWER_EXACT),
                     pow (0.9, 20) + pow (0.1, 20), 1e-12, 0, "p is alpha");
  g_assert_cmpuint (stats_power_sample_size (0.4, 0.4, 1, 0.8, 0.05, STATS_POWER_POOLED), ==, 0);
  g_assert_cmpuint (stats_power_inflate (100, 0.2), ==, 125);
  g_assert_cmpuint (stats_power_inflate (100, 0.15), ==, 118);
  g_assert_cmpuint (stats_power_inflate (100, 1), ==, 0);
}

/* The formula agrees with what it is about; without a difference it is the size of the test. */
static void
test_curves (void)
{
  const double h_a[] = { 0.42, 0.33, 0.3, 0.28, 0.25 }, h_b[] = { 0.28, 0.2, 0.2, 0.18, 0.15 };
  const double stop[] = { 0.2, 0.2, 0.2, 0.2, 0.2 }, cut[] = { 0.05, 0.05, 0.05, 0.05, 0.05 };
  StatsPowerGroup a = { 75, h_a, stop, cut }, b = { 75, h_b, stop, cut },
                  same = { 75, h_a, stop, cut };
  StatsPowerGroup broken = { 75, stop, NULL, NULL };
  const double above[] = { 1.2, 0.2, 0.2, 0.2, 0.2 };
  guint rejected = 0, falsely = 0;
  double power = stats_power_curves (&a, &b, 5, 0.05);

  for (guint i = 0; i < 4000; i++)
    {
      rejected += stats_power_simulate (&a, &b, 5, 0.05, 17, i) == 1;
      falsely += stats_power_simulate (&a, &same, 5, 0.05, 18, i) == 1;
    }
  g_test_message ("formula %.4f, simulated %.4f, size %.4f, Schoenfeld %.4f", power,
                  rejected / 4000.0, falsely / 4000.0, stats_power_schoenfeld (&a, &b, 5, 0.05));
  /* Its simulation error is 0.008; the formula is within 0.010 of the truth. */
  g_assert_cmpfloat (fabs (power - rejected / 4000.0), <, 0.03);
  g_assert_cmpfloat (fabs (falsely / 4000.0 - 0.05), <, 0.015);
  test_assert_close (stats_power_curves (&a, &same, 5, 0.05), 0.05, 0, 0.005, "no difference");
  g_assert_cmpfloat (stats_power_schoenfeld (&a, &b, 5, 0.05), >, power);
  broken.hazard = above;
  g_assert_true (isnan (stats_power_curves (&a, &broken, 5, 0.05)));
}

static void
test_pool (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("design.expected.json");
  JsonArray *sets = json_node_get_array (test_reference_get (root, "pool"));
  const double y[] = { 0.4, 0.8, NAN, 1 }, v[] = { 0.1, 0.2, 0.1, 0 };
  StatsPooled two;

  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);
      g_autoptr (GArray) estimates = test_reference_numbers (test_reference_get (set, "y"));
      g_autoptr (GArray) variances = test_reference_numbers (test_reference_get (set, "v"));
      static const char *const names[] = { "dl", "reml" };

      for (guint m = 0; m < 2; m++)
        {
          JsonNode *r = test_reference_get (set, names[m]);
          StatsPooled out = stats_pool_estimates ((double *) estimates->data,
                                                  (double *) variances->data, estimates->len,
                                                  m == 0 ? STATS_POOL_DERSIMONIAN_LAIRD
                                                         : STATS_POOL_REML, 0.95);

#define CHECK(member)                                                                              \
  test_assert_close (out.member, number (r, #member), 1e-7, 1e-9, "%s of set %u, " #member,        \
                     names[m], i)
          CHECK (tau2);
          CHECK (estimate);
          CHECK (se);
          CHECK (lo);
          CHECK (hi);
          CHECK (p);
          CHECK (Q);
          CHECK (Q_p);
          CHECK (prediction_lo);
          CHECK (prediction_hi);
#undef CHECK
        }
    }
  /* Two centres, the third and fourth not estimable: the fixed effect. */
  two = stats_pool_estimates (y, v, 4, STATS_POOL_REML, 0.95);
  g_assert_cmpuint (two.n, ==, 2);
  test_assert_close (two.estimate, (0.4 / 0.1 + 0.8 / 0.2) / 15, 1e-12, 0, "fixed");
  test_assert_close (two.se, sqrt (1 / 15.0), 1e-12, 0, "its se");
  g_assert_true (isnan (two.prediction_lo));
  g_assert_true (isnan (stats_pool_estimates (y + 2, v + 2, 2, STATS_POOL_REML, 0.95).estimate));
}

static void
test_one_stage (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("design.expected.json");
  g_autoptr (TestTable) table = test_table_load ("cohort-160/cohort.csv");
  StatsRiskRow rows[6][TEST_K_MAX];
  StatsRiskTable tables[6];
  StatsRiskRow born[1] = { { 1, 4, 4, 0, 0, 0 } }, none[1] = { { 1, 4, 0, 4, 0, 0 } };
  StatsRiskTable separated[2] = { { none, 1 }, { born, 1 } };
  StatsOneStage out;

  for (guint t = 0; t < 6; t++)
    {
      g_autoptr (TestCohort) cohort = test_cohort_new ();

      for (guint i = 0; i < table->rows->len; i++)
        if ((guint) (test_table_text (table, i, "centre")[0] - 'A') == t / 2
            && test_table_number (table, i, "treated") == t % 2)
          test_cohort_add (cohort, (guint8) test_table_number (table, i, "transfers"),
                           (guint8) test_table_number (table, i, "fate"), 0);
      tables[t] = (StatsRiskTable) { rows[t], test_cohort_rows (cohort, -1, rows[t]) };
    }
  out = stats_pool_one_stage (tables, 3, 0.95);
  g_assert_cmpint (out.status, ==, STATS_OK);
  test_assert_close (out.log_odds, number (root, "one_stage/log_odds"), 1e-9, 0, "log odds");
  test_assert_close (out.se, number (root, "one_stage/se"), 1e-8, 0, "se");
  out = stats_pool_one_stage (separated, 1, 0.95);
  g_assert_cmpint (out.status, ==, STATS_INVALID);
  g_assert_true (isnan (out.log_odds));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/design/proportions", test_proportions);
  g_test_add_func ("/stats/design/curves", test_curves);
  g_test_add_func ("/stats/design/pool", test_pool);
  g_test_add_func ("/stats/design/one-stage", test_one_stage);
  return g_test_run ();
}
