/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must hold for every cohort, on random ones: the order of the four curves, where they meet,
 * what changes nothing, and the standard errors from their definition. Open decisions included.
 * A failure prints the seed of its cohort: NATALITY_TEST_SEED=N runs that one alone.
 */
#include "stats-curve.h"
#include "stats-interval.h"
#include "test-reference.h"
#include "test-stats-common.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_COHORTS 1500
#define FIRST_SEED 20140
#define TOLERANCE 1e-12

typedef struct
{
  guint32 seed;
  TestCohort *cohort;
  StatsRiskRow rows[TEST_K_MAX];
  guint n;
  double theta, pi; /* at random */
  double crude[TEST_K_MAX];
  double conservative[TEST_K_MAX], conservative_se[TEST_K_MAX];
  double adjusted[TEST_K_MAX], adjusted_se[TEST_K_MAX];
  double optimistic[TEST_K_MAX], optimistic_se[TEST_K_MAX];
} Case;

typedef void (*CaseFunc) (const Case *c,
                          GRand *rand);

static void
assert_at_most (double low,
                double high,
                const Case *c,
                guint i,
                const char *what)
{
  if (!(low <= high + TOLERANCE))
    g_error ("seed %u: %s, row %u: %.17g > %.17g", c->seed, what, i + 1, low, high);
}

static void
assert_same (double actual,
             double expected,
             const Case *c,
             guint i,
             const char *what)
{
  test_assert_close (actual, expected, 0, TOLERANCE, "seed %u: %s, row %u", c->seed, what, i + 1);
}

static void
run_case (guint32 seed,
          CaseFunc func)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (TestCohort) cohort = test_cohort_new_random (rand);
  g_autofree Case *c = g_new0 (Case, 1);

  c->seed = seed;
  c->cohort = cohort;
  c->n = test_cohort_rows (cohort, -1, c->rows);
  c->theta = g_rand_double (rand);
  c->pi = g_rand_double (rand);
  stats_curve_crude (c->rows, c->n, c->crude);
  stats_curve_conservative (c->rows, c->n, c->conservative, c->conservative_se, NULL);
  stats_curve_adjusted (c->rows, c->n, c->theta, c->pi, c->adjusted, c->adjusted_se, NULL);
  stats_curve_optimistic (c->rows, c->n, c->optimistic, c->optimistic_se);
  func (c, rand);
}

static void
run_cases (gconstpointer data)
{
  CaseFunc func = *(const CaseFunc *) data;
  const char *only = g_getenv ("NATALITY_TEST_SEED");

  if (only != NULL)
    run_case ((guint32) strtoul (only, NULL, 10), func);
  else
    for (guint32 i = 0; i < N_COHORTS; i++)
      run_case (FIRST_SEED + i, func);
}

/* crude <= conservative <= adjusted <= optimistic; none falls, all within 0..1; adjusted rises with
 * theta and falls with pi. */
static void
check_order (const Case *c,
             GRand *rand)
{
  double more_theta[TEST_K_MAX], more_pi[TEST_K_MAX];
  double theta = g_rand_double_range (rand, c->theta, 1), pi = g_rand_double_range (rand, c->pi, 1);
  const double *curves[] = { c->crude, c->conservative, c->adjusted, c->optimistic };

  stats_curve_adjusted (c->rows, c->n, theta, c->pi, more_theta, NULL, NULL);
  stats_curve_adjusted (c->rows, c->n, c->theta, pi, more_pi, NULL, NULL);
  for (guint i = 0; i < c->n; i++)
    {
      for (guint curve = 0; curve < 4; curve++)
        {
          g_assert_false (isnan (curves[curve][i]));
          g_assert_cmpfloat (curves[curve][i], >=, 0);
          g_assert_cmpfloat (curves[curve][i], <=, 1);
          if (i > 0)
            assert_at_most (curves[curve][i - 1], curves[curve][i], c, i, "a curve falls");
          if (curve > 0)
            assert_at_most (curves[curve - 1][i], curves[curve][i], c, i, "order of the curves");
        }
      assert_at_most (c->adjusted[i], more_theta[i], c, i, "adjusted falls with theta");
      assert_at_most (more_pi[i], c->adjusted[i], c, i, "adjusted rises with pi");
    }
}

/* theta 1, pi 0 is Kaplan-Meier with Greenwood's se; theta 0, and pi 1 with any theta, are the
 * conservative curve and its se. */
static void
check_ends (const Case *c,
            GRand *rand)
{
  double F[TEST_K_MAX], se[TEST_K_MAX];

  stats_curve_adjusted (c->rows, c->n, 1, 0, F, se, NULL);
  for (guint i = 0; i < c->n; i++)
    {
      assert_same (F[i], c->optimistic[i], c, i, "theta 1, pi 0");
      if (!isnan (c->optimistic_se[i]))
        assert_same (se[i], c->optimistic_se[i], c, i, "theta 1, pi 0: se");
    }
  stats_curve_adjusted (c->rows, c->n, 0, c->pi, F, se, NULL);
  for (guint i = 0; i < c->n; i++)
    {
      assert_same (F[i], c->conservative[i], c, i, "theta 0");
      assert_same (se[i], c->conservative_se[i], c, i, "theta 0: se");
    }
  stats_curve_adjusted (c->rows, c->n, c->theta, 1, F, se, NULL);
  for (guint i = 0; i < c->n; i++)
    {
      assert_same (F[i], c->conservative[i], c, i, "pi 1");
      assert_same (se[i], c->conservative_se[i], c, i, "pi 1: se");
    }
}

/* The conservative curve is the crude proportion if and only if no cut is followed by a birth. */
static void
check_conservative_is_crude (const Case *c,
                             GRand *rand)
{
  gboolean cut_before = FALSE, birth_after_cut = FALSE;

  for (guint i = 0; i < c->n; i++)
    {
      double difference = c->conservative[i] - c->crude[i];

      birth_after_cut = birth_after_cut || (cut_before && c->rows[i].births > 0);
      cut_before = cut_before || c->rows[i].cut > 0;
      if (birth_after_cut != (difference > TOLERANCE))
        g_error ("seed %u, row %u: conservative - crude = %g", c->seed, i + 1, difference);
    }
}

/* Optimistic and conservative agree up to the first birth after a discontinuation; all four agree
 * when nobody stops and nobody is cut. */
static void
check_meeting (const Case *c,
               GRand *rand)
{
  gboolean stop_before = FALSE, birth_after_stop = FALSE, left = FALSE;

  for (guint i = 0; i < c->n; i++)
    {
      birth_after_stop = birth_after_stop || (stop_before && c->rows[i].births > 0);
      stop_before = stop_before || c->rows[i].stopped > 0;
      if (!birth_after_stop)
        assert_same (c->optimistic[i], c->conservative[i], c, i, "no birth after a stop yet");
      if (!left)
        {
          assert_same (c->optimistic[i], c->crude[i], c, i, "nobody left: crude");
          assert_same (c->optimistic[i], c->conservative[i], c, i, "nobody left: conservative");
          assert_same (c->optimistic[i], c->adjusted[i], c, i, "nobody left: adjusted");
        }
      left = left || c->rows[i].stopped > 0 || c->rows[i].cut > 0;
    }
}

static void
count_rows (const Case *c,
            const TestCohort *cohort,
            const guint8 *group,
            guint n_groups,
            guint64 *counts)
{
  memset (counts, 0, n_groups * stats_risk_histogram_size (TEST_K_MAX) * sizeof *counts);
  g_assert_cmpint (stats_risk_histogram (cohort->k->data, cohort->fate->data, group, NULL,
                                         cohort->k->len, n_groups, TEST_K_MAX, counts),
                   ==, STATS_OK);
}

/* The order of patients, a split at random put together again, and patients without a counted
 * transfer change nothing. Labels of groups only change places. */
static void
check_nothing_changes (const Case *c,
                       GRand *rand)
{
  g_autoptr (TestCohort) other = test_cohort_new ();
  size_t size = stats_risk_histogram_size (TEST_K_MAX);
  g_autofree guint64 *counts = g_new (guint64, 2 * size);
  g_autofree guint64 *swapped = g_new (guint64, 2 * size);
  StatsRiskRow rows[TEST_K_MAX];
  guint n;

  for (guint i = 0; i < c->cohort->k->len; i++)
    test_cohort_add (other, c->cohort->k->data[i], c->cohort->fate->data[i],
                     c->cohort->group->data[i]);
  for (guint i = 0; i < 5; i++)
    test_cohort_add (other, 0, (guint8) g_rand_int_range (rand, 0, 4), 0);
  for (guint i = other->k->len - 1; i > 0; i--)
    {
      guint j = (guint) g_rand_int_range (rand, 0, (gint32) i + 1);
      GByteArray *columns[] = { other->k, other->fate, other->group };

      for (guint column = 0; column < 3; column++)
        {
          guint8 byte = columns[column]->data[i];

          columns[column]->data[i] = columns[column]->data[j];
          columns[column]->data[j] = byte;
        }
    }

  count_rows (c, other, NULL, 1, counts);
  g_assert_cmpint (stats_risk_from_histogram (counts, TEST_K_MAX, rows, &n), ==, STATS_OK);
  test_assert_rows_equal (rows, n, c->rows, c->n);

  count_rows (c, other, other->group->data, 2, counts);
  for (guint i = 0; i < other->group->len; i++)
    other->group->data[i] = !other->group->data[i];
  count_rows (c, other, other->group->data, 2, swapped);
  g_assert_cmpmem (counts, size * sizeof *counts, swapped + size, size * sizeof *counts);
  g_assert_cmpmem (counts + size, size * sizeof *counts, swapped, size * sizeof *counts);
  for (size_t cell = 0; cell < size; cell++)
    counts[cell] += counts[size + cell];
  g_assert_cmpint (stats_risk_from_histogram (counts, TEST_K_MAX, rows, &n), ==, STATS_OK);
  test_assert_rows_equal (rows, n, c->rows, c->n);
}

/* Every patient m times: the same estimates, variances divided by m. */
static void
check_multiplied (const Case *c,
                  GRand *rand)
{
  guint m = (guint) g_rand_int_range (rand, 2, 1000);
  StatsRiskRow rows[TEST_K_MAX];
  double F[TEST_K_MAX], se[TEST_K_MAX];

  for (guint i = 0; i < c->n; i++)
    rows[i] = (StatsRiskRow){ c->rows[i].k,           m * c->rows[i].at_risk, m * c->rows[i].births,
                              m * c->rows[i].stopped, m * c->rows[i].cut,     m * c->rows[i].open };
  stats_curve_optimistic (rows, c->n, F, se);
  for (guint i = 0; i < c->n; i++)
    {
      assert_same (F[i], c->optimistic[i], c, i, "multiplied: optimistic");
      assert_same (se[i] * sqrt (m), c->optimistic_se[i], c, i, "multiplied: optimistic se");
    }
  stats_curve_adjusted (rows, c->n, c->theta, c->pi, F, se, NULL);
  for (guint i = 0; i < c->n; i++)
    {
      assert_same (F[i], c->adjusted[i], c, i, "multiplied: adjusted");
      assert_same (se[i] * sqrt (m), c->adjusted_se[i], c, i, "multiplied: adjusted se");
    }
  stats_curve_crude (rows, c->n, F);
  for (guint i = 0; i < c->n; i++)
    assert_same (F[i], c->crude[i], c, i, "multiplied: crude");
}

static void
check_curve_intervals (const Case *c,
                       const double *F,
                       const double *se,
                       double level)
{
  for (guint i = 0; i < c->n; i++)
    for (guint type = 0; type < STATS_N_CONF_TYPES; type++)
      {
        double lo, hi;
        gboolean known = stats_interval_curve (F[i], se[i], (StatsConfType) type, level, &lo, &hi);

        g_assert_cmpint (known, ==, F[i] > 0 && F[i] < 1 && se[i] > 0);
        g_assert_cmpint (known, ==, !isnan (lo));
        g_assert_cmpint (known, ==, !isnan (hi));
        if (!known)
          continue;
        g_assert_cmpfloat (lo, >=, 0);
        g_assert_cmpfloat (hi, <=, 1);
        assert_at_most (lo, F[i], c, i, "lower limit above the estimate");
        assert_at_most (F[i], hi, c, i, "upper limit below the estimate");
      }
}

/* An interval that exists contains its estimate. All five exist at the same places. */
static void
check_intervals (const Case *c,
                 GRand *rand)
{
  double level = g_rand_double_range (rand, 0.5, 0.999);

  check_curve_intervals (c, c->optimistic, c->optimistic_se, level);
  check_curve_intervals (c, c->conservative, c->conservative_se, level);
  check_curve_intervals (c, c->adjusted, c->adjusted_se, level);
  for (guint i = 0; i < c->n; i++)
    {
      double rate = stats_proportion (c->rows[i].births, c->rows[i].at_risk);
      double lo, hi;

      g_assert_true (
          stats_interval_wilson (c->rows[i].births, c->rows[i].at_risk, level, &lo, &hi));
      assert_at_most (lo, rate, c, i, "Wilson's lower limit");
      assert_at_most (rate, hi, c, i, "Wilson's upper limit");
      g_assert_true (stats_interval_clopper_pearson (c->rows[i].births, c->rows[i].at_risk, level,
                                                     &lo, &hi));
      assert_at_most (lo, rate, c, i, "the exact lower limit");
      assert_at_most (rate, hi, c, i, "the exact upper limit");
    }
}

/* F at each row from weighted patients: the recursion in its other form, F = 1 - S - D0 - D1, in
 * complex numbers. weight_at patients' weight is 1 + i step. */
static void
weighted_curve (const Case *c,
                double theta,
                double pi,
                guint k_at,
                guint fate_at,
                double step,
                double complex *out_F)
{
  double complex S = 1, D0 = 0, D1 = 0;

  for (guint i = 0; i < c->n; i++)
    {
      const StatsRiskRow *row = &c->rows[i];
      double complex extra = step * I;
      double complex n = row->at_risk + (k_at >= row->k ? extra : 0);
      double complex d = row->births + (k_at == row->k && fate_at == 1 ? extra : 0);
      double complex q = row->stopped + (k_at == row->k && fate_at == 2 ? extra : 0);
      double complex o = row->open + (k_at == row->k && fate_at == 3 ? extra : 0);
      gboolean decided = row->at_risk > row->births + row->open;
      double complex h = d / n, g = decided ? q / (n - d - o) : 0;
      double complex stop = S * (1 - h) * g;

      D0 += pi * stop;
      D1 = D1 * (1 - theta * h) + (1 - pi) * stop;
      S *= (1 - h) * (1 - g);
      out_F[i] = 1 - S - D0 - D1;
    }
}

/* The infinitesimal jackknife by its definition, the sum over patients of the squared derivative of
 * F by her weight. The derivative is taken by a complex step, which loses no digits. It equals the
 * delta method because the parts of different transfers are uncorrelated. */
static void
check_jackknife (const Case *c,
                 GRand *rand)
{
  const double step = 1e-30;
  double variance[TEST_K_MAX] = { 0 };
  double complex F[TEST_K_MAX];

  for (guint k = 1; k <= c->n; k++)
    for (guint fate = 0; fate < 4; fate++)
      {
        const StatsRiskRow *row = &c->rows[k - 1];
        guint patients = fate == 0   ? row->cut - row->open
                         : fate == 1 ? row->births
                         : fate == 2 ? row->stopped
                                     : row->open;

        if (patients == 0)
          continue;
        weighted_curve (c, c->theta, c->pi, k, fate, step, F);
        for (guint i = 0; i < c->n; i++)
          variance[i] += patients * pow (cimag (F[i]) / step, 2);
      }
  weighted_curve (c, c->theta, c->pi, 0, 0, 0, F);
  for (guint i = 0; i < c->n; i++)
    {
      assert_same (c->adjusted[i], creal (F[i]), c, i, "adjusted by the other recursion");
      test_assert_close (c->adjusted_se[i] * c->adjusted_se[i], variance[i], 1e-10, 1e-16,
                         "seed %u: variance, row %u", c->seed, i + 1);
    }
}

/* The forward recursion for the conservative curve's variance, where no decision is open. */
static void
check_conservative_forward (const Case *c,
                            GRand *rand)
{
  double S = 1, vF = 0, cov = 0, vS = 0;

  for (guint i = 0; i < c->n; i++)
    {
      double n = c->rows[i].at_risk;
      double h = c->rows[i].births / n, a = h + c->rows[i].stopped / n;
      double vF1 = vF + 2 * h * cov + h * h * vS + S * S * h * (1 - h) / n;
      double cov1 = cov * (1 - a) + h * (1 - a) * vS - S * S * h * (1 - a) / n;

      if (c->rows[i].open > 0)
        return;
      vS = vS * (1 - a) * (1 - a) + S * S * a * (1 - a) / n;
      vF = vF1;
      cov = cov1;
      S *= 1 - a;
      test_assert_close (c->conservative_se[i] * c->conservative_se[i], vF, 1e-10, 1e-16,
                         "seed %u: conservative variance, row %u", c->seed, i + 1);
    }
}

/* Greenwood's formula, and 1 - the product. */
static void
check_optimistic (const Case *c,
                  GRand *rand)
{
  double S = 1, sum = 0;

  for (guint i = 0; i < c->n; i++)
    {
      double n = c->rows[i].at_risk, d = c->rows[i].births;

      S *= 1 - d / n;
      sum += d / (n * (n - d));
      assert_same (c->optimistic[i], 1 - S, c, i, "optimistic");
      if (n > d)
        assert_same (c->optimistic_se[i], S * sqrt (sum), c, i, "Greenwood");
      else
        {
          g_assert_true (c->optimistic[i] == 1);
          g_assert_true (isnan (c->optimistic_se[i]));
          break;
        }
    }
}

static const struct
{
  const char *path;
  CaseFunc func;
} properties[] = {
  { "/stats/invariants/order", check_order },
  { "/stats/invariants/ends", check_ends },
  { "/stats/invariants/conservative-is-crude", check_conservative_is_crude },
  { "/stats/invariants/meeting", check_meeting },
  { "/stats/invariants/nothing-changes", check_nothing_changes },
  { "/stats/invariants/multiplied", check_multiplied },
  { "/stats/invariants/intervals", check_intervals },
  { "/stats/invariants/jackknife", check_jackknife },
  { "/stats/invariants/conservative-forward", check_conservative_forward },
  { "/stats/invariants/optimistic", check_optimistic },
};

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_test_add_data_func (properties[i].path, &properties[i].func, run_cases);
  return g_test_run ();
}
