/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes back when there is little or nothing to return: NAN, never 0 and never a guess. */
#include "stats-curve.h"
#include "stats-interval.h"
#include "test-reference.h"

#include <math.h>

#define MAX_ROWS 4
#define ROWS(...) { __VA_ARGS__ }

/* One cohort and what the curves must be, as k, at_risk, births, stopped, cut, open. */
typedef struct
{
  const char *name;
  guint n_rows;
  StatsRiskRow rows[MAX_ROWS];
  double optimistic[MAX_ROWS], optimistic_se[MAX_ROWS];
  double crude[MAX_ROWS];
  double conservative[MAX_ROWS], conservative_se[MAX_ROWS];
  double half[MAX_ROWS], half_se[MAX_ROWS]; /* adjusted, theta 0.5, pi 0 */
  gboolean too_small[MAX_ROWS];
} Degenerate;

static const Degenerate cases[] = {
  { .name = "one patient, birth",
    .n_rows = 1,
    .rows = ROWS ({ 1, 1, 1, 0, 0, 0 }),
    .optimistic = { 1 }, .optimistic_se = { NAN }, .crude = { 1 },
    .conservative = { 1 }, .conservative_se = { 0 },
    .half = { 1 }, .half_se = { 0 }, .too_small = { TRUE } },
  { .name = "one patient, no birth",
    .n_rows = 1,
    .rows = ROWS ({ 1, 1, 0, 0, 1, 0 }) },
  { .name = "no births",
    .n_rows = 2,
    .rows = ROWS ({ 1, 10, 0, 3, 2, 1 }, { 2, 5, 0, 1, 4, 0 }) },
  { .name = "everybody gives birth at once",
    .n_rows = 1,
    .rows = ROWS ({ 1, 8, 8, 0, 0, 0 }),
    .optimistic = { 1 }, .optimistic_se = { NAN }, .crude = { 1 },
    .conservative = { 1 }, .conservative_se = { 0 },
    .half = { 1 }, .half_se = { 0 }, .too_small = { TRUE } },
  /* conservative: h = 1/2, g = 1/2, then h = 1: F = 1/2 + 1/4; dF/dh_1 = 1/2, dF/dg_1 = -1/2,
   * so var = (1/4)(1/4)/8 + (1/4)(1/4)/4 = 3/128. theta 1/2: F = 1/2 + (1/4 + 1/8);
   * dF/dh_1 = 1/4, dF/dg_1 = -1/4: var = (1/16)(1/4)/8 + (1/16)(1/4)/4 = 3/512. */
  { .name = "the last two give birth",
    .n_rows = 2,
    .rows = ROWS ({ 1, 8, 4, 2, 0, 0 }, { 2, 2, 2, 0, 0, 0 }),
    .optimistic = { 0.5, 1 }, .optimistic_se = { 0.17677669529663687, NAN },
    .crude = { 0.5, 0.75 },
    .conservative = { 0.5, 0.75 }, .conservative_se = { 0.17677669529663687, 0.15309310892394862 },
    .half = { 0.5, 0.875 }, .half_se = { 0.17677669529663687, 0.07654655446197431 },
    .too_small = { FALSE, TRUE } },
  { .name = "all stop at once",
    .n_rows = 1,
    .rows = ROWS ({ 1, 5, 0, 5, 0, 0 }) },
  /* Nobody can have a second transfer: whoever is without a birth stopped. Theta 0 stays, theta > 0
   * would need the hazard of a transfer nobody had. */
  { .name = "a row nobody reaches, all stopped",
    .n_rows = 2,
    .rows = ROWS ({ 1, 4, 1, 3, 0, 0 }, { 2, 0, 0, 0, 0, 0 }),
    .optimistic = { 0.25, NAN }, .optimistic_se = { 0.21650635094610965, NAN },
    .crude = { 0.25, 0.25 },
    .conservative = { 0.25, 0.25 },
    .conservative_se = { 0.21650635094610965, 0.21650635094610965 },
    .half = { 0.25, NAN }, .half_se = { 0.21650635094610965, NAN } },
  { .name = "a row nobody reaches, all gave birth",
    .n_rows = 2,
    .rows = ROWS ({ 1, 4, 4, 0, 0, 0 }, { 2, 0, 0, 0, 0, 0 }),
    .optimistic = { 1, 1 }, .optimistic_se = { NAN, NAN }, .crude = { 1, 1 },
    .conservative = { 1, 1 }, .conservative_se = { 0, 0 },
    .half = { 1, 1 }, .half_se = { 0, 0 }, .too_small = { TRUE, TRUE } },
  { .name = "a row nobody reaches, some cut",
    .n_rows = 3,
    .rows = ROWS ({ 1, 4, 1, 1, 2, 0 }, { 2, 0, 0, 0, 0, 0 }, { 3, 0, 0, 0, 0, 0 }),
    .optimistic = { 0.25, NAN, NAN }, .optimistic_se = { 0.21650635094610965, NAN, NAN },
    .crude = { 0.25, NAN, NAN },
    .conservative = { 0.25, NAN, NAN }, .conservative_se = { 0.21650635094610965, NAN, NAN },
    .half = { 0.25, NAN, NAN }, .half_se = { 0.21650635094610965, NAN, NAN } },
  { .name = "nobody at risk at all",
    .n_rows = 1,
    .rows = ROWS ({ 1, 0, 0, 0, 0, 0 }),
    .optimistic = { NAN }, .optimistic_se = { NAN }, .crude = { NAN },
    .conservative = { NAN }, .conservative_se = { NAN },
    .half = { NAN }, .half_se = { NAN } },
  /* Everybody who failed has an open decision: g is 0/0 and taken as 0. */
  { .name = "all decisions open",
    .n_rows = 1,
    .rows = ROWS ({ 1, 4, 1, 0, 3, 3 }),
    .optimistic = { 0.25 }, .optimistic_se = { 0.21650635094610965 }, .crude = { 0.25 },
    .conservative = { 0.25 }, .conservative_se = { 0.21650635094610965 },
    .half = { 0.25 }, .half_se = { 0.21650635094610965 } },
  { .name = "more left than were at risk",
    .n_rows = 1,
    .rows = ROWS ({ 1, 4, 3, 2, 0, 0 }),
    .optimistic = { NAN }, .optimistic_se = { NAN }, .crude = { NAN },
    .conservative = { NAN }, .conservative_se = { NAN },
    .half = { NAN }, .half_se = { NAN } },
  { .name = "more open than cut",
    .n_rows = 1,
    .rows = ROWS ({ 1, 4, 1, 0, 1, 2 }),
    .optimistic = { NAN }, .optimistic_se = { NAN }, .crude = { NAN },
    .conservative = { NAN }, .conservative_se = { NAN },
    .half = { NAN }, .half_se = { NAN } },
  { .name = "rows out of order",
    .n_rows = 2,
    .rows = ROWS ({ 2, 4, 1, 0, 1, 0 }, { 1, 2, 1, 0, 1, 0 }),
    .optimistic = { NAN, NAN }, .optimistic_se = { NAN, NAN }, .crude = { NAN, NAN },
    .conservative = { NAN, NAN }, .conservative_se = { NAN, NAN },
    .half = { NAN, NAN }, .half_se = { NAN, NAN } },
};

static void
assert_row (const Degenerate *c,
            guint i,
            const char *what,
            double actual,
            double expected)
{
  test_assert_close (actual, expected, 1e-15, 0, "%s: %s, row %u", c->name, what, i + 1);
}

static void
test_curves (gconstpointer data)
{
  const Degenerate *c = data;
  double F[MAX_ROWS], se[MAX_ROWS];
  bool small[MAX_ROWS];

  stats_curve_optimistic (c->rows, c->n_rows, F, se);
  for (guint i = 0; i < c->n_rows; i++)
    {
      assert_row (c, i, "optimistic", F[i], c->optimistic[i]);
      assert_row (c, i, "optimistic se", se[i], c->optimistic_se[i]);
    }
  stats_curve_crude (c->rows, c->n_rows, F);
  for (guint i = 0; i < c->n_rows; i++)
    assert_row (c, i, "crude", F[i], c->crude[i]);
  stats_curve_conservative (c->rows, c->n_rows, F, se, small);
  for (guint i = 0; i < c->n_rows; i++)
    {
      assert_row (c, i, "conservative", F[i], c->conservative[i]);
      assert_row (c, i, "conservative se", se[i], c->conservative_se[i]);
      g_assert_cmpint (small[i], ==, c->too_small[i]);
    }
  stats_curve_adjusted (c->rows, c->n_rows, 0.5, 0, F, se, small);
  for (guint i = 0; i < c->n_rows; i++)
    {
      assert_row (c, i, "theta 0.5", F[i], c->half[i]);
      assert_row (c, i, "theta 0.5 se", se[i], c->half_se[i]);
      g_assert_cmpint (small[i], ==, c->too_small[i]);
    }
}

/* Without an se there is no interval, of none of the five kinds; nor before the first birth, nor
 * with an se of 0, nor at 1. */
static void
test_no_interval (void)
{
  static const double inputs[][2] = {
    { 0, 0 },     { 0, 0.1 },      { 1, NAN },   { 1, 0.1 },   { 0.5, 0 },  { 0.5, NAN },
    { NAN, 0.1 }, { NAN, NAN },    { -0.1, 0.1 }, { 1.1, 0.1 }, { 0.5, -1 }, { 0.5, INFINITY },
  };

  for (guint type = 0; type < STATS_N_CONF_TYPES; type++)
    {
      double lo, hi;

      for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
        {
          lo = hi = 7;
          g_assert_false (stats_interval_curve (inputs[i][0], inputs[i][1], (StatsConfType) type,
                                                0.95, &lo, &hi));
          g_assert_true (isnan (lo) && isnan (hi));
        }
      for (double level = -1; level <= 2; level++)
        {
          g_assert_false (
              stats_interval_curve (0.5, 0.1, (StatsConfType) type, level, &lo, &hi));
          g_assert_true (isnan (lo) && isnan (hi));
        }
      g_assert_false (stats_interval_curve (0.5, 0.1, (StatsConfType) type, NAN, &lo, &hi));
      g_assert_true (stats_interval_curve (0.5, 0.1, (StatsConfType) type, 0.95, &lo, &hi));
    }
}

static void
test_no_proportion (void)
{
  double lo, hi;

  g_assert_true (isnan (stats_proportion (0, 0)));
  g_assert_false (stats_interval_wilson (0, 0, 0.95, &lo, &hi));
  g_assert_true (isnan (lo) && isnan (hi));
  g_assert_false (stats_interval_clopper_pearson (0, 0, 0.95, &lo, &hi));
  g_assert_true (isnan (lo) && isnan (hi));
  g_assert_false (stats_interval_wilson (2, 1, 0.95, &lo, &hi));
  g_assert_false (stats_interval_clopper_pearson (2, 1, 0.95, &lo, &hi));
  g_assert_false (stats_interval_wilson (1, 2, 1, &lo, &hi));
  g_assert_false (stats_interval_clopper_pearson (1, 2, 0, &lo, &hi));
  g_assert_true (isnan (lo) && isnan (hi));
}

static void
test_bad_parameters (void)
{
  static const StatsRiskRow row = { 1, 4, 1, 1, 2, 1 };
  static const double parameters[][2] = { { -0.1, 0 }, { 1.1, 0 }, { 0.5, -0.1 },
                                          { 0.5, 1.1 }, { NAN, 0 }, { 0.5, NAN } };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      double F = 7, se = 7;

      stats_curve_adjusted (&row, 1, parameters[i][0], parameters[i][1], &F, &se, NULL);
      g_assert_true (isnan (F) && isnan (se));
    }
}

/* Nobody stops and everybody is born in the end: 1 and 0 exactly, whatever the hazards' complements
 * round to. The limits depend on it: an se of 1e-17 would give an interval. */
static void
test_exactly_one (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1926);

  for (guint round = 0; round < 2000; round++)
    {
      StatsRiskRow rows[8] = { 0 };
      double F[8], se[8];
      guint32 at_risk = (guint32) g_rand_int_range (rand, 20, 1000);

      for (guint i = 0; i < 8; i++)
        {
          rows[i] = (StatsRiskRow){ .k = i + 1, .at_risk = at_risk };
          rows[i].births = i < 7 ? (guint32) g_rand_int_range (rand, 0, (gint32) at_risk / 2 + 1)
                                 : at_risk;
          at_risk -= rows[i].births;
        }
      stats_curve_optimistic (rows, 8, F, se);
      g_assert_true (F[7] == 1 && isnan (se[7]));
      stats_curve_conservative (rows, 8, F, se, NULL);
      g_assert_true (F[7] == 1 && se[7] == 0);
      stats_curve_adjusted (rows, 8, 1. / 3, 0.1, F, se, NULL);
      g_assert_true (F[7] == 1 && se[7] == 0);
    }
}

/* Hazards next to 1 at any size, as no clinic has them: sums of rounded terms never pass 1. */
static void
test_never_above_one (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1958);

  for (guint round = 0; round < 2000; round++)
    {
      StatsRiskRow rows[8] = { 0 };
      double F[8];

      for (guint i = 0; i < 8; i++)
        {
          guint32 at_risk = (guint32) g_rand_int_range (rand, 1000, G_MAXINT32);

          rows[i] = (StatsRiskRow){ .k = i + 1, .at_risk = at_risk };
          rows[i].births = at_risk - (guint32) g_rand_int_range (rand, 1, 1000);
        }
      stats_curve_optimistic (rows, 8, F, NULL);
      for (guint i = 0; i < 8; i++)
        g_assert_cmpfloat (F[i], <=, 1);
      stats_curve_adjusted (rows, 8, 0.5, 0.1, F, NULL, NULL);
      for (guint i = 0; i < 8; i++)
        g_assert_cmpfloat (F[i], <=, 1);
    }
}

/* No rows: nothing is read or written. */
static void
test_no_rows (void)
{
  double F = 7, se = 7;

  stats_curve_optimistic (NULL, 0, &F, &se);
  stats_curve_crude (NULL, 0, &F);
  stats_curve_adjusted (NULL, 0, 0.5, 0, &F, &se, NULL);
  g_assert_true (F == 7 && se == 7);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ,", '-');
      g_autofree char *path = g_strconcat ("/stats/degenerate/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_curves);
    }
  g_test_add_func ("/stats/degenerate/no-interval", test_no_interval);
  g_test_add_func ("/stats/degenerate/no-proportion", test_no_proportion);
  g_test_add_func ("/stats/degenerate/bad-parameters", test_bad_parameters);
  g_test_add_func ("/stats/degenerate/exactly-one", test_exactly_one);
  g_test_add_func ("/stats/degenerate/never-above-one", test_never_above_one);
  g_test_add_func ("/stats/degenerate/no-rows", test_no_rows);
  return g_test_run ();
}
