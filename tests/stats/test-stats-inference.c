/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands, contrasts, the weighted curve, posterior and bootstrap, against R (cohort-*,
 * curves.expected.json), and in their degenerate cases. */
#include "stats-band.h"
#include "stats-contrast.h"
#include "stats-curve.h"
#include "stats-interval.h"
#include "stats-ipcw.h"
#include "stats-random.h"
#include "stats-resample.h"
#include "test-reference.h"
#include "test-stats-common.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  TestCohort *cohort;
  StatsRiskRow rows[TEST_K_MAX];
  guint n_rows;
} Group;

/* treated: "0", "1" or NULL for all. */
static void
group_load (Group      *self,
            const char *name,
            const char *treated)
{
  g_autofree char *file = g_strdup_printf ("%s/cohort.csv", name);
  g_autoptr (TestTable) table = test_table_load (file);

  self->cohort = test_cohort_new ();
  for (guint i = 0; i < table->rows->len; i++)
    if (treated == NULL || g_str_equal (test_table_text (table, i, "treated"), treated))
      test_cohort_add (self->cohort, (guint8) test_table_number (table, i, "transfers"),
                       (guint8) test_table_number (table, i, "fate"), 0);
  self->n_rows = test_cohort_rows (self->cohort, -1, self->rows);
}

static void
assert_numbers (const double *actual,
                JsonNode     *expected_node,
                double        tolerance,
                const char   *what)
{
  g_autoptr (GArray) expected = test_reference_numbers (expected_node);

  for (guint i = 0; i < expected->len; i++)
    test_assert_close (actual[i], g_array_index (expected, double, i), tolerance, 0, "%s, %u", what,
                       i);
}

static double
number (JsonNode   *node,
        const char *path)
{
  return test_reference_number (test_reference_get (node, path));
}

/* --- bands ------------------------------------------------------------------------------------ */

static void
test_bands (void)
{
  static const char *const cohorts[] = { "cohort-52", "cohort-160" };
  static const char *const names[] = { "hall-wellner", "loghall", "epband", "logep" };

  for (guint c = 0; c < G_N_ELEMENTS (cohorts); c++)
    {
      g_autofree char *json = g_strdup_printf ("%s/expected.json", cohorts[c]);
      g_autoptr (JsonNode) root = test_reference_load_json (json);
      Group group;

      group_load (&group, cohorts[c], NULL);
      for (guint b = 0; b < G_N_ELEMENTS (names); b++)
        {
          g_autofree char *path = g_strdup_printf ("bands/%s", names[b]);
          JsonNode *expected = test_reference_get (root, path);
          g_autoptr (GArray) k = test_reference_numbers (test_reference_get (expected, "k"));
          double lo[TEST_K_MAX], hi[TEST_K_MAX], at_lo[TEST_K_MAX], at_hi[TEST_K_MAX];
          double critical = stats_band (group.rows, group.n_rows, (StatsBand) b, 0.95, lo, hi);

          test_assert_close (critical, number (expected, "critical"), 1e-10, 0, "%s", names[b]);
          for (guint i = 0; i < k->len; i++)
            {
              guint row = (guint) g_array_index (k, double, i) - 1;

              at_lo[i] = lo[row];
              at_hi[i] = hi[row];
            }
          assert_numbers (at_lo, test_reference_get (expected, "lo"), 1e-10, names[b]);
          assert_numbers (at_hi, test_reference_get (expected, "hi"), 1e-10, names[b]);
        }
      test_cohort_free (group.cohort);
    }
}

/* mvtnorm's Miwa algorithm is good to about eight digits. */
static void
test_simultaneous (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("curves.expected.json");
  JsonArray *sets = json_node_get_array (test_reference_get (root, "simultaneous"));
  const double equal[] = { 0.01, 0.01, 0.02, 0.02 }, distinct[] = { 0.01, 0.02 };
  double lo[TEST_K_MAX], hi[TEST_K_MAX], estimate[TEST_K_MAX], se[TEST_K_MAX];
  Group group;

  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);
      g_autoptr (GArray) v = test_reference_numbers (test_reference_get (set, "v"));

      test_assert_close (
          stats_band_simultaneous ((double *) v->data, v->len, number (set, "level")),
          number (set, "critical"), 1e-7, 0, "set %u", i);
    }
  test_assert_close (stats_band_simultaneous (equal, 4, 0.95),
                     stats_band_simultaneous (distinct, 2, 0.95), 1e-12, 0, "equal variances");
  test_assert_close (stats_band_simultaneous (distinct, 1, 0.95), 1.959963984540054, 1e-12, 0,
                     "one transfer");
  /* Klein and Moeschberger's tables, as statistics of the two bands (four digits). */
  test_assert_close (stats_band_hall_wellner (0.1, 0.6, 0.95), 1.3211, 0, 5.1e-5, "HW .1 .6");
  test_assert_close (stats_band_hall_wellner (0.3, 0.9, 0.95), 1.3471, 0, 5.1e-5, "HW .3 .9");
  test_assert_close (stats_band_equal_precision (0.1, 0.6, 0.95), 2.8826, 0, 5.1e-5, "EP .1 .6");
  test_assert_close (stats_band_equal_precision (0.3, 0.9, 0.95), 2.9333, 0, 5.1e-5, "EP .3 .9");

  /* A simultaneous band holds the pointwise interval of its scale. */
  group_load (&group, "cohort-160", NULL);
  stats_curve_optimistic (group.rows, group.n_rows, estimate, se);
  stats_band (group.rows, group.n_rows, STATS_BAND_SIMULTANEOUS_LOG, 0.95, lo, hi);
  for (guint i = 0; i < group.n_rows; i++)
    {
      double l, u;

      if (stats_interval_curve (estimate[i], se[i], STATS_CONF_LOG_LOG, 0.95, &l, &u))
        g_assert_true (lo[i] < l && u < hi[i]);
      else
        g_assert_true (isnan (lo[i]));
    }
  test_cohort_free (group.cohort);
}

static void
test_no_band (void)
{
  StatsRiskRow no_birth[2] = { { 1, 9, 0, 2, 1, 0 }, { 2, 6, 0, 6, 0, 0 } };
  StatsRiskRow all_birth[1] = { { 1, 9, 9, 0, 0, 0 } };
  StatsRiskRow one_birth[1] = { { 1, 9, 1, 8, 0, 0 } };
  double lo[2], hi[2];

  for (guint b = 0; b < STATS_N_BANDS; b++)
    {
      g_assert_true (isnan (stats_band (no_birth, 2, (StatsBand) b, 0.95, lo, hi)));
      g_assert_true (isnan (lo[0]) && isnan (hi[1]));
      g_assert_true (isnan (stats_band (all_birth, 1, (StatsBand) b, 0.95, lo, hi)));
      g_assert_true (isnan (lo[0]));
      /* One transfer with a birth: the band is an interval. */
      g_assert_false (isnan (stats_band (one_birth, 1, (StatsBand) b, 0.95, lo, hi)));
      g_assert_true (lo[0] < 1.0 / 9 && 1.0 / 9 < hi[0]);
    }
}

/* --- contrasts -------------------------------------------------------------------------------- */

static void
test_differences (void)
{
  static const char *const cohorts[] = { "cohort-52", "cohort-160" };

  for (guint c = 0; c < G_N_ELEMENTS (cohorts); c++)
    {
      g_autofree char *json = g_strdup_printf ("%s/expected.json", cohorts[c]);
      g_autoptr (JsonNode) root = test_reference_load_json (json);
      JsonNode *expected = test_reference_get (root, "difference_at_3");
      double F[2][TEST_K_MAX], se[2][TEST_K_MAX], lo[2], hi[2];
      StatsContrast plain, mover, swapped;

      for (guint g = 0; g < 2; g++)
        {
          const char *const levels[] = { "0", "1" };
          g_autofree char *path = g_strdup_printf ("restricted_mean/groups/%s", levels[g]);
          JsonNode *mean = test_reference_get (root, path);
          StatsContrast restricted;
          Group group;

          group_load (&group, cohorts[c], levels[g]);
          stats_curve_optimistic (group.rows, group.n_rows, F[g], se[g]);
          g_assert_true (stats_interval_curve (F[g][2], se[g][2], STATS_CONF_LOG_LOG, 0.95, &lo[g],
                                               &hi[g]));
          restricted = stats_contrast_restricted_mean (group.rows, group.n_rows,
                                                       (guint) number (mean, "tau"), 0.95);
          test_assert_close (restricted.estimate, number (mean, "mean"), 1e-10, 0, "mean %u", g);
          test_assert_close (restricted.se, number (mean, "se"), 1e-10, 0, "se of mean %u", g);
          restricted = stats_contrast_restricted_mean (group.rows, group.n_rows, group.n_rows + 3,
                                                       0.95);
          g_assert_true (isnan (restricted.estimate) || F[g][group.n_rows - 1] == 1);
          test_cohort_free (group.cohort);
        }
      plain = stats_contrast_difference (F[1][2], se[1][2], F[0][2], se[0][2], 0.95);
      test_assert_close (plain.estimate, number (expected, "difference"), 1e-10, 0, "difference");
      test_assert_close (plain.se, number (expected, "se"), 1e-10, 0, "se");
      test_assert_close (plain.lo, number (expected, "lo"), 1e-10, 0, "lo");
      test_assert_close (plain.hi, number (expected, "hi"), 1e-10, 0, "hi");
      test_assert_close (plain.p, number (expected, "z_p"), 1e-10, 0, "z_p");
      mover = stats_contrast_mover (F[1][2], lo[1], hi[1], F[0][2], lo[0], hi[0]);
      swapped = stats_contrast_mover (F[0][2], lo[0], hi[0], F[1][2], lo[1], hi[1]);
      g_assert_true (mover.lo < mover.estimate && mover.estimate < mover.hi);
      test_assert_close (swapped.lo, -mover.hi, 1e-12, 0, "swapped");
      test_assert_close (stats_contrast_ratio (F[1][2], se[1][2], F[0][2], se[0][2], 0.95).lo,
                         1 / stats_contrast_ratio (F[0][2], se[0][2], F[1][2], se[1][2], 0.95).hi,
                         1e-12, 0, "ratio, swapped");
    }
}

static void
test_small_contrasts (void)
{
  const double curve[] = { 0.3, 0.5, 0.5, 0.72, NAN };
  double limit;

  g_assert_true (isnan (stats_contrast_difference (NAN, NAN, 0.3, 0.1, 0.95).estimate));
  g_assert_true (isnan (stats_contrast_ratio (0, 0.1, 0.3, 0.1, 0.95).estimate));
  g_assert_true (isnan (stats_contrast_mover (0.5, NAN, NAN, 0.3, 0.2, 0.4).lo));
  g_assert_cmpuint (stats_contrast_transfers_to (curve, 5, 0.5), ==, 2);
  g_assert_cmpuint (stats_contrast_transfers_to (curve, 5, 0.6), ==, 4);
  g_assert_cmpuint (stats_contrast_transfers_to (curve, 5, 0.9), ==, 0);
  /* The worked figures: a hazard ratio of 1.87 is a risk ratio of 1.540, its E-value 2.452. */
  test_assert_close (stats_contrast_risk_from_hazard_ratio (1.87), 1.540, 0, 5.1e-4, "RR");
  test_assert_close (stats_contrast_e_value (stats_contrast_risk_from_hazard_ratio (1.87), 1.1, 3,
                                             &limit), 2.452, 0, 5.1e-4, "E-value");
  test_assert_close (limit, 1.1 + sqrt (1.1 * 0.1), 1e-12, 0, "of the limit");
  test_assert_close (stats_contrast_e_value (1 / 1.54, 0.4, 1.2, &limit),
                     stats_contrast_e_value (1.54, NAN, NAN, NULL), 1e-12, 0, "inverted");
  g_assert_cmpfloat (limit, ==, 1);
}

static void
test_published_rates (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("curves.expected.json");
  g_autoptr (JsonNode) cohort = test_reference_load_json ("cohort-160/expected.json");
  JsonArray *sets = json_node_get_array (test_reference_get (root, "binomial"));

  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);

      test_assert_close (stats_contrast_binomial_p ((guint64) number (set, "x"),
                                                    (guint64) number (set, "n"),
                                                    number (set, "rate")),
                         number (set, "p"), 1e-10, 0, "binomial %u", i);
    }
  test_assert_close (stats_contrast_binomial_p (61, 160, 0.19),
                     number (cohort, "first_transfer_vs_0.19"), 1e-10, 0, "cohort-160");
  sets = json_node_get_array (test_reference_get (root, "one_sample"));
  for (guint i = 0; i < json_array_get_length (sets); i++)
    {
      JsonNode *set = json_array_get_element (sets, i);
      g_autoptr (GArray) n = test_reference_numbers (test_reference_get (set, "n"));
      g_autoptr (GArray) d = test_reference_numbers (test_reference_get (set, "d"));
      g_autoptr (GArray) h = test_reference_numbers (test_reference_get (set, "h"));
      StatsRiskRow rows[8] = { 0 };
      StatsOneSample out;

      for (guint k = 0; k < n->len; k++)
        rows[k] = (StatsRiskRow) { k + 1, (guint32) g_array_index (n, double, k),
                                   (guint32) g_array_index (d, double, k), 0, 0, 0 };
      out = stats_contrast_one_sample (rows, n->len, (double *) h->data, h->len);
      test_assert_close (out.expected, number (set, "expected"), 1e-12, 0, "expected");
      test_assert_close (out.variance, number (set, "variance"), 1e-12, 0, "variance");
      test_assert_close (out.p, number (set, "p"), 1e-10, 0, "p");
      test_assert_close (out.exact_p, number (set, "exact_p"), 1e-10, 0, "exact p");
    }
}

/* --- weighted --------------------------------------------------------------------------------- */

static guint8 *
bytes (JsonNode   *node,
       const char *path)
{
  g_autoptr (GArray) numbers = test_reference_numbers (test_reference_get (node, path));
  guint8 *out = g_new (guint8, numbers->len + 1);

  for (guint i = 0; i < numbers->len; i++)
    out[i] = (guint8) g_array_index (numbers, double, i);
  return out;
}

static void
check_ipcw (JsonNode *expected)
{
  g_autofree guint8 *patient = bytes (expected, "patient"), *k = bytes (expected, "k");
  g_autofree guint8 *birth = bytes (expected, "birth"), *stop = bytes (expected, "stop");
  g_autoptr (GArray) chance = test_reference_numbers (test_reference_get (expected, "chance"));
  g_autofree guint32 *ids = g_new (guint32, chance->len);
  g_autofree double *weights = g_new (double, chance->len);
  StatsPersonTransfers rows = { ids, k, birth, stop, NULL, (double *) chance->data, chance->len };
  double estimate[8], se[8], effective[8];
  StatsWeights summary;

  for (guint i = 0; i < chance->len; i++)
    ids[i] = patient[i];
  g_assert_cmpint (stats_ipcw_weights (&rows, 0, weights), ==, STATS_OK);
  assert_numbers (weights, test_reference_get (expected, "weight"), 1e-12, "weights");
  g_assert_cmpint (stats_ipcw_curve (&rows, weights, 6, estimate, se), ==, STATS_OK);
  assert_numbers (estimate, test_reference_get (expected, "estimate"), 1e-10, "estimate");
  for (guint i = 0; i < 6; i++)
    if (estimate[i] < 1)
      {
        g_autoptr (GArray) r = test_reference_numbers (test_reference_get (expected, "se"));

        test_assert_close (se[i], g_array_index (r, double, i), 1e-10, 0, "se %u", i);
      }
  g_assert_cmpint (stats_ipcw_summary (&rows, weights, NULL, &summary), ==, STATS_OK);
  assert_numbers ((double *) &summary, test_reference_get (expected, "summary"), 1e-12, "summary");
  stats_ipcw_effective (&rows, weights, 6, effective);
  assert_numbers (effective, test_reference_get (expected, "effective"), 1e-12, "effective");
  g_assert_cmpint (stats_ipcw_weights (&rows, 0.05, weights), ==, STATS_OK);
  assert_numbers (weights, test_reference_get (expected, "truncated"), 1e-12, "truncated");
}

static void
test_ipcw (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("curves.expected.json");
  const guint32 patient[] = { 1, 1, 2 };
  const guint8 k[] = { 1, 2, 1 }, birth[] = { 0, 1, 1 }, stop[] = { 0, 0, 0 };
  const guint8 gap[] = { 1, 3, 1 };
  const double none[] = { 0, 0, 0 }, certain[] = { 1, 0, 0 };
  StatsPersonTransfers rows = { patient, k, birth, stop, NULL, none, 3 };
  double weights[3], estimate[2], se[2];

  check_ipcw (test_reference_get (root, "ipcw/cohort_52"));
  check_ipcw (test_reference_get (root, "ipcw/cohort_160"));
  /* Nobody stops: Kaplan and Meier's curve. */
  g_assert_cmpint (stats_ipcw_weights (&rows, 0, weights), ==, STATS_OK);
  g_assert_cmpint (stats_ipcw_curve (&rows, weights, 2, estimate, se), ==, STATS_OK);
  test_assert_close (estimate[0], 0.5, 1e-15, 0, "k 1");
  g_assert_cmpfloat (estimate[1], ==, 1);
  g_assert_true (isnan (se[1]));
  rows.chance = certain;
  g_assert_cmpint (stats_ipcw_weights (&rows, 0, weights), ==, STATS_OK);
  g_assert_cmpint (stats_ipcw_curve (&rows, weights, 2, estimate, se), ==, STATS_OK);
  g_assert_false (isnan (estimate[0]));
  g_assert_true (isnan (estimate[1]));
  rows.k = gap;
  g_assert_cmpint (stats_ipcw_weights (&rows, 0, weights), ==, STATS_INVALID);
}

/* --- drawn ------------------------------------------------------------------------------------ */

#define DRAWS 20000

static double draws[DRAWS][8], column[DRAWS];

/* At k = 1 the curve is the hazard, whose posterior is a beta distribution. */
static void
test_posterior (void)
{
  StatsRiskRow rows[2] = { { 1, 52, 19, 4, 0, 0 }, { 2, 29, 7, 2, 1, 1 } };
  StatsRiskRow nothing[1] = { { 1, 10, 0, 0, 10, 0 } };
  double split[2 * 2], one[2];
  StatsDrawn drawn;

  g_assert_cmpint (stats_posterior_draw (rows, 2, 1, 0, 5, 0, 0, DRAWS, &draws[0][0]), ==,
                   STATS_OK);
  for (guint i = 0; i < DRAWS; i++)
    {
      column[i] = ((double *) draws)[2 * i];
      g_assert_true (((double *) draws)[2 * i + 1] >= column[i]);
    }
  drawn = stats_drawn_percentile (column, DRAWS, 0.95);
  /* qbeta (c (.025, .975), 19 + 1/3, 33 + 2/3) in R. */
  test_assert_close (drawn.lo, 0.2418, 0, 0.005, "lower");
  test_assert_close (drawn.hi, 0.4974, 0, 0.005, "upper");
  /* Draw 7 is the same in any company; another salt or seed is another draw. */
  stats_posterior_draw (rows, 2, 1, 0, 5, 0, 6, 2, split);
  g_assert_cmpfloat (split[2], ==, ((double *) draws)[2 * 7]);
  stats_posterior_draw (rows, 2, 1, 0, 5, 1, 7, 1, one);
  g_assert_cmpfloat (one[0], !=, split[2]);
  stats_posterior_draw (rows, 2, 1, 0, 6, 0, 7, 1, one);
  g_assert_cmpfloat (one[0], !=, split[2]);
  /* It exists without a birth. */
  stats_posterior_draw (nothing, 1, 1, 0, 5, 0, 0, DRAWS, column);
  drawn = stats_drawn_percentile (column, DRAWS, 0.95);
  g_assert_true (drawn.lo > 0 && drawn.hi < 0.3);
  g_assert_cmpint (stats_posterior_draw (rows, 2, 1.5, 0, 5, 0, 0, 1, one), ==, STATS_INVALID);
}

static void
optimistic (const StatsRiskRow *rows,
            unsigned            n_rows,
            const void         *data,
            double             *out)
{
  stats_curve_optimistic (rows, n_rows, out, NULL);
}

static void
histogram_of (const TestCohort *cohort,
              guint64          *counts)
{
  memset (counts, 0, stats_risk_histogram_size (8) * sizeof *counts);
  g_assert_cmpint (stats_risk_histogram (cohort->k->data, cohort->fate->data, NULL, NULL,
                                         cohort->k->len, 1, 8, counts), ==, STATS_OK);
}

/* The spread of the replicates is near the formula's standard error, sums are kept, and the
 * acceleration is that of the definition, patient by patient. */
static void
test_bootstrap (void)
{
  guint64 counts[9 * STATS_N_FATES], drawn[9 * STATS_N_FATES], again[9 * STATS_N_FATES];
  double estimate[TEST_K_MAX], se[TEST_K_MAX], acceleration[8], sum = 0, squares = 0;
  double cubes = 0, spread = 0, mean = 0, without[160];
  StatsDrawn percentile, bca;
  guint32 weights[160];
  Group group;

  group_load (&group, "cohort-160", NULL);
  histogram_of (group.cohort, counts);
  stats_curve_optimistic (group.rows, group.n_rows, estimate, se);
  for (guint i = 0; i < 4000; i++)
    {
      StatsRiskRow rows[8];
      unsigned n_rows;
      guint64 n = 0;

      stats_bootstrap_histogram (counts, 8, 11, i, drawn);
      for (guint c = 0; c < G_N_ELEMENTS (drawn); c++)
        n += drawn[c];
      g_assert_cmpuint (n, ==, 160);
      g_assert_cmpint (stats_risk_from_histogram (drawn, 8, rows, &n_rows), ==, STATS_OK);
      stats_curve_optimistic (rows, n_rows, draws[i], NULL);
      column[i] = n_rows >= 3 ? draws[i][2] : NAN;
      sum += column[i];
      squares += column[i] * column[i];
    }
  test_assert_close (sqrt (squares / 4000 - sum * sum / 16e6), se[2], 0.05, 0, "spread");
  stats_bootstrap_histogram (counts, 8, 11, 3999, again);
  g_assert_cmpmem (again, sizeof again, drawn, sizeof drawn);

  g_assert_cmpint (stats_bootstrap_acceleration (counts, 8, optimistic, NULL, acceleration), ==,
                   STATS_OK);
  for (guint i = 0; i < 160; i++)
    {
      StatsRiskRow rows[8];
      double curve[8];
      unsigned n_rows;

      memcpy (again, counts, sizeof again);
      again[group.cohort->k->data[i] * STATS_N_FATES + group.cohort->fate->data[i]]--;
      stats_risk_from_histogram (again, 8, rows, &n_rows);
      stats_curve_optimistic (rows, n_rows, curve, NULL);
      without[i] = curve[2];
      mean += curve[2] / 160;
    }
  for (guint i = 0; i < 160; i++)
    {
      cubes += pow (mean - without[i], 3);
      spread += pow (mean - without[i], 2);
    }
  test_assert_close (acceleration[2], cubes / (6 * pow (spread, 1.5)), 1e-9, 0, "acceleration");
  percentile = stats_drawn_percentile (column, 4000, 0.95);
  bca = stats_drawn_bca (column, 4000, estimate[2], acceleration[2], 0.95);
  g_assert_true (percentile.lo < estimate[2] && estimate[2] < percentile.hi);
  g_assert_true (bca.lo < estimate[2] && estimate[2] < bca.hi);
  g_assert_true (bca.lo != percentile.lo);
  stats_bootstrap_weights (160, 3, 4, weights);
  sum = 0;
  for (guint i = 0; i < 160; i++)
    sum += weights[i];
  g_assert_cmpfloat (sum, ==, 160);
  test_cohort_free (group.cohort);
}

static void
test_not_drawn (void)
{
  StatsDrawn out;

  for (guint i = 0; i < 1000; i++)
    column[i] = i < 60 ? NAN : i;
  out = stats_drawn_percentile (column, 1000, 0.95);
  g_assert_true (isnan (out.lo));
  test_assert_close (out.undefined, 0.06, 1e-12, 0, "undefined");
  for (guint i = 0; i < 1000; i++)
    column[i] = 1;
  g_assert_true (isnan (stats_drawn_percentile (column, 1000, 0.95).lo));
  for (guint i = 0; i < 1000; i++)
    column[i] = i;
  /* Type 7 of 0..999 at 2.5 %: 24.975. */
  test_assert_close (stats_drawn_percentile (column, 1000, 0.95).lo, 24.975, 1e-12, 0, "type 7");
  g_assert_true (isnan (stats_drawn_bca (column, 1000, -1, 0, 0.95).lo));
  g_assert_true (isnan (stats_drawn_bca (column, 1000, 500, NAN, 0.95).lo));
}

/* Mean and variance of the beta deviates, shapes below and above 1. */
static void
test_beta (void)
{
  static const double shapes[][2] = { { 1.0 / 3, 2.0 / 3 }, { 19.3, 33.7 }, { 0.34, 500 } };

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      double a = shapes[s][0], b = shapes[s][1], mean = a / (a + b), sum = 0, squares = 0;
      double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
      StatsRandom random;

      stats_random_init (&random, 9, s);
      for (guint i = 0; i < 100000; i++)
        {
          double x = stats_random_beta (&random, a, b);

          g_assert_true (x >= 0 && x <= 1);
          sum += x;
          squares += (x - mean) * (x - mean);
        }
      /* Five standard errors. */
      g_assert_cmpfloat (fabs (sum / 1e5 - mean), <, 5 * sqrt (variance / 1e5));
      test_assert_close (squares / 1e5, variance, 0.05, 0, "variance of beta %u", s);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/inference/bands", test_bands);
  g_test_add_func ("/stats/inference/simultaneous", test_simultaneous);
  g_test_add_func ("/stats/inference/no-band", test_no_band);
  g_test_add_func ("/stats/inference/differences", test_differences);
  g_test_add_func ("/stats/inference/small-contrasts", test_small_contrasts);
  g_test_add_func ("/stats/inference/published-rates", test_published_rates);
  g_test_add_func ("/stats/inference/ipcw", test_ipcw);
  g_test_add_func ("/stats/inference/posterior", test_posterior);
  g_test_add_func ("/stats/inference/bootstrap", test_bootstrap);
  g_test_add_func ("/stats/inference/not-drawn", test_not_drawn);
  g_test_add_func ("/stats/inference/beta", test_beta);
  return g_test_run ();
}
