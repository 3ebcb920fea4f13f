/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals beyond the reference cohorts: other levels, large and small counts, by definition. */
#include "stats-interval.h"
#include "test-reference.h"

#define MATHLIB_STANDALONE
#include <Rmath.h>
#include <math.h>

/* R 4.2.2: prop.test (correct = FALSE) and binom.test. */
static const struct
{
  guint64 x, n;
  double level;
  double wilson_lo, wilson_hi, exact_lo, exact_hi;
} proportions[] = {
  { 32, 52, 0.95, 0.479598737158194, 0.735295362197838, 0.470184821842253, 0.746953471013033 },
  { 19, 52, 0.95, 0.248006998738134, 0.501283218679829, 0.236243611042711, 0.510441043688575 },
  { 1, 100000, 0.95, 1.76524773037832e-06, 5.66470965904096e-05, 2.53178047793332e-07,
    5.57151603477427e-05 },
  { 43019, 133379, 0.95, 0.320028553133321, 0.325045734666916, 0.320023542085230,
    0.325048240713768 },
  { 99999, 100000, 0.99, 0.999914830818504, 0.999998825944270, 0.999925701093786,
    0.999999949874583 },
  { 3, 10, 0.8, 0.153799178075967, 0.502628294760249, 0.115825278029763, 0.551730832383599 },
  { 0, 7, 0.95, 0, 0.354330435066687, 0, 0.409616397225003 },
  { 7, 7, 0.95, 0.645669564933313, 1, 0.590383602774997, 1 },
  { 1, 1, 0.95, 0.206549314377238, 1, 0.025, 1 },
  { 0, 1, 0.95, 0, 0.793450685622763, 0, 0.975 },
};

static void
test_proportions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (proportions); i++)
    {
      double lo, hi;

      g_assert_true (stats_interval_wilson (proportions[i].x, proportions[i].n,
                                            proportions[i].level, &lo, &hi));
      test_assert_close (lo, proportions[i].wilson_lo, TEST_CLOSED_FORM, 0, "Wilson lo %u", i);
      test_assert_close (hi, proportions[i].wilson_hi, TEST_CLOSED_FORM, 0, "Wilson hi %u", i);
      g_assert_true (stats_interval_clopper_pearson (proportions[i].x, proportions[i].n,
                                                     proportions[i].level, &lo, &hi));
      test_assert_close (lo, proportions[i].exact_lo, TEST_CLOSED_FORM, 0, "exact lo %u", i);
      test_assert_close (hi, proportions[i].exact_hi, TEST_CLOSED_FORM, 0, "exact hi %u", i);
    }
}

/* extras.expected.json: by their formulas in R. */
static void
test_simple (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("extras.expected.json");
  JsonArray *sets = json_node_get_array (test_reference_get (root, "proportions"));
  double lo, hi;

  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      g_autoptr (GArray) row = test_reference_numbers (json_array_get_element (sets, i));
      const double *want = (const double *) row->data;
      guint64 x = (guint64) want[0], n = (guint64) want[1];

      g_assert_true (stats_interval_agresti_coull (x, n, want[2], &lo, &hi));
      test_assert_close (lo, want[3], TEST_CLOSED_FORM, 0, "Agresti-Coull lo %u", i);
      test_assert_close (hi, want[4], TEST_CLOSED_FORM, 0, "Agresti-Coull hi %u", i);
      /* Wald's has no width at 0 and n: R's formula gives one point, we none. */
      g_assert_true (stats_interval_wald (x, n, want[2], &lo, &hi) == (x > 0 && x < n));
      test_assert_close (lo, x > 0 && x < n ? want[5] : NAN, TEST_CLOSED_FORM, 0, "Wald lo %u", i);
      test_assert_close (hi, x > 0 && x < n ? want[6] : NAN, TEST_CLOSED_FORM, 0, "Wald hi %u", i);
    }
  g_assert_false (stats_interval_agresti_coull (0, 0, 0.95, &lo, &hi));
  g_assert_true (isnan (lo) && isnan (hi));
  g_assert_false (stats_interval_agresti_coull (3, 2, 0.95, &lo, &hi));
  g_assert_false (stats_interval_wald (3, 2, 0.95, &lo, &hi));
  g_assert_false (stats_interval_wald (1, 2, 1, &lo, &hi));
  g_assert_true (isnan (lo) && isnan (hi));
}

/* Clopper-Pearson by definition: at its limits the tail beyond x has half of what is left out.
 * Wilson by definition: the score statistic at its limits is z. */
static void
check_definition (guint64 births,
                  guint64 patients,
                  double level)
{
  double x = (double) births, n = (double) patients, tail = (1 - level) / 2;
  double z = qnorm (tail, 0, 1, 0, 0);
  double limits[2];

  g_assert_true (
      stats_interval_clopper_pearson (births, patients, level, &limits[0], &limits[1]));
  if (births > 0)
    test_assert_close (pbinom (x - 1, n, limits[0], 0, 0), tail, 1e-8, 0, "P(X >= %g of %g)", x, n);
  if (births < patients)
    test_assert_close (pbinom (x, n, limits[1], 1, 0), tail, 1e-8, 0, "P(X <= %g of %g)", x, n);

  g_assert_true (stats_interval_wilson (births, patients, level, &limits[0], &limits[1]));
  for (guint i = 0; i < 2; i++)
    {
      double p = limits[i];

      if (p > 0 && p < 1)
        test_assert_close (fabs (x / n - p) / sqrt (p * (1 - p) / n), z, 1e-7, 0,
                           "score of %g of %g", x, n);
    }
}

static void
test_definitions (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1934);

  for (guint64 n = 1; n <= 60; n++)
    for (guint64 x = 0; x <= n; x++)
      check_definition (x, n, 0.95);
  /* Far beyond any register: what is subtracted from 1 has lost its digits here. */
  check_definition (1, G_GUINT64_CONSTANT (10000000000), 0.95);
  for (guint i = 0; i < 3000; i++)
    {
      guint64 n = (guint64) exp (g_rand_double_range (rand, 0, log (2e6)));
      guint64 x = (guint64) (pow (g_rand_double (rand), 3) * (double) n);

      check_definition (g_rand_boolean (rand) ? x : n - x, n, g_rand_boolean (rand) ? 0.95 : 0.99);
    }
}

/* R 4.2.2: survfit (conf.int = 0.8) of cohort-52 at transfers 1, 3 and 6. */
static void
test_other_level (void)
{
  static const double F[] = { 0.365384615384615, 0.596732698739388, 0.84317382728754 };
  static const double se[] = { 0.0667772845741223, 0.083916914133993, 0.0874802826356151 };
  static const double expected[STATS_N_CONF_TYPES][2][3] = {
    { { 0.279806081795832, 0.489188846055297, 0.731063334121583 },
      { 0.450963148973399, 0.704276551423478, 0.955284320453496 } },
    { { 0.273767548656353, 0.473484415205012, 0.679459357762936 },
      { 0.445443830490630, 0.691130669324177, 0.923271981125411 } },
    { { 0.286834519519692, 0.491892860083892, 0.716208999378151 },
      { 0.457579755325306, 0.704215493316759, 0.934454125160578 } },
    { { 0.284726780576796, 0.486245269130083, 0.697242595761475 },
      { 0.454376599734159, 0.698206545605364, 0.926209378966878 } },
    { { 0.282376123152998, 0.487732963993062, 0.716650212406761 },
      { 0.452633637764423, 0.701101894599089, 0.937335969071518 } },
  };

  for (guint type = 0; type < STATS_N_CONF_TYPES; type++)
    for (guint i = 0; i < 3; i++)
      {
        double lo, hi;

        g_assert_true (
            stats_interval_curve (F[i], se[i], (StatsConfType) type, 0.8, &lo, &hi));
        test_assert_close (lo, expected[type][0][i], TEST_CLOSED_FORM, 0, "lo, type %u", type);
        test_assert_close (hi, expected[type][1][i], TEST_CLOSED_FORM, 0, "hi, type %u", type);
      }
}

/* Wide intervals end at 0 and 1, those on a scale stay inside, and nothing overflows. */
static void
test_clipping (void)
{
  double lo, hi;

  g_assert_true (stats_interval_curve (0.02, 0.02, STATS_CONF_PLAIN, 0.95, &lo, &hi));
  g_assert_true (lo == 0 && hi < 1);
  g_assert_true (stats_interval_curve (0.98, 0.02, STATS_CONF_PLAIN, 0.95, &lo, &hi));
  g_assert_true (lo > 0 && hi == 1);
  g_assert_true (stats_interval_curve (0.02, 0.02, STATS_CONF_LOG, 0.95, &lo, &hi));
  g_assert_true (lo == 0 && hi < 1);
  g_assert_true (stats_interval_curve (0.98, 0.03, STATS_CONF_ARCSIN, 0.95, &lo, &hi));
  g_assert_true (lo > 0 && hi == 1);
  for (guint type = 0; type < STATS_N_CONF_TYPES; type++)
    for (double F = 1e-9; F < 1; F = F < 0.5 ? F * 10 : 1 - (1 - F) / 10)
      for (double se = 1e-9; se < 10; se *= 10)
        {
          if (1 - F < 1e-9)
            break;
          g_assert_true (stats_interval_curve (F, se, (StatsConfType) type, 0.95, &lo, &hi));
          g_assert_true (lo >= 0 && lo <= F + 1e-12 && hi >= F - 1e-12 && hi <= 1);
        }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/interval/proportions", test_proportions);
  g_test_add_func ("/stats/interval/simple", test_simple);
  g_test_add_func ("/stats/interval/definitions", test_definitions);
  g_test_add_func ("/stats/interval/other-level", test_other_level);
  g_test_add_func ("/stats/interval/clipping", test_clipping);
  return g_test_run ();
}
