/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests between groups against R (cohort-*, tests.expected.json), their invariants, and the random
 * numbers that permutations are drawn with. */
#include "stats-adjust.h"
#include "stats-gray.h"
#include "stats-logrank.h"
#include "stats-permutation.h"
#include "stats-random.h"
#include "stats-symmetric.h"
#include "test-reference.h"
#include "test-stats-common.h"

#include <math.h>
#include <stdlib.h>

#define MAX_GROUPS 8

static const struct
{
  const char *name;
  StatsWeight weight;
  double p, q;
} family[] = {
  { "log-rank", STATS_WEIGHT_LOG_RANK, 0, 0 },
  { "gehan-breslow", STATS_WEIGHT_GEHAN_BRESLOW, 0, 0 },
  { "tarone-ware", STATS_WEIGHT_TARONE_WARE, 0, 0 },
  { "fleming-harrington-1-0", STATS_WEIGHT_FLEMING_HARRINGTON, 1, 0 },
  { "fleming-harrington-0-1", STATS_WEIGHT_FLEMING_HARRINGTON, 0, 1 },
  { "fleming-harrington-1-1", STATS_WEIGHT_FLEMING_HARRINGTON, 1, 1 },
};

/* One row per patient; groups and strata numbered by the names' order. */
typedef struct
{
  guint n, n_groups, n_strata;
  guint8 *k, *fate, *group, *stratum, *birth;
  StatsRiskRow rows[MAX_GROUPS * MAX_GROUPS][TEST_K_MAX];
  StatsRiskTable tables[MAX_GROUPS * MAX_GROUPS];
} Data;

static void
data_free (Data *self)
{
  g_free (self->k);
  g_free (self->fate);
  g_free (self->group);
  g_free (self->stratum);
  g_free (self->birth);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Data, data_free)

/* stratified: a table per stratum and group, else per group. */
static void
data_count (Data    *self,
            gboolean stratified)
{
  guint n_strata = stratified ? self->n_strata : 1;

  for (guint s = 0; s < n_strata; s++)
    for (guint g = 0; g < self->n_groups; g++)
      {
        g_autoptr (TestCohort) cohort = test_cohort_new ();
        guint t = s * self->n_groups + g;

        for (guint i = 0; i < self->n; i++)
          if (self->group[i] == g && (!stratified || self->stratum[i] == s))
            test_cohort_add (cohort, self->k[i], self->fate[i], 0);
        self->tables[t].rows = self->rows[t];
        self->tables[t].n_rows = test_cohort_rows (cohort, -1, self->rows[t]);
      }
}

static int
by_name (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Each row's place among the column's sorted values. */
static guint8 *
levels_of (TestTable  *table,
           const char *column,
           guint      *out_n)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint8 *levels = g_new0 (guint8, table->rows->len);
  guint place;

  for (guint i = 0; i < table->rows->len; i++)
    if (!g_ptr_array_find_with_equal_func (names, test_table_text (table, i, column), g_str_equal,
                                           NULL))
      g_ptr_array_add (names, (gpointer) test_table_text (table, i, column));
  g_ptr_array_sort (names, by_name);
  for (guint i = 0; i < table->rows->len; i++)
    {
      g_assert_true (g_ptr_array_find_with_equal_func (names, test_table_text (table, i, column),
                                                       g_str_equal, &place));
      levels[i] = (guint8) place;
    }
  *out_n = names->len;
  return levels;
}

static Data *
data_load (const char *file,
           const char *k,
           const char *group,
           const char *stratum)
{
  g_autoptr (TestTable) table = test_table_load (file);
  Data *self = g_new0 (Data, 1);

  self->n = table->rows->len;
  self->k = g_new (guint8, self->n);
  self->fate = g_new (guint8, self->n);
  self->birth = g_new (guint8, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      self->k[i] = (guint8) test_table_number (table, i, k);
      self->fate[i] = (guint8) test_table_number (table, i, "fate");
      self->birth[i] = self->fate[i] == STATS_FATE_LIVE_BIRTH;
    }
  self->group = levels_of (table, group, &self->n_groups);
  self->stratum = levels_of (table, stratum, &self->n_strata);
  data_count (self, FALSE);
  return self;
}

static void
assert_test (StatsTest   actual,
             JsonNode   *expected,
             const char *what)
{
  test_assert_close (actual.chisq, test_reference_number (test_reference_get (expected, "chisq")),
                     TEST_CLOSED_FORM, 0, "%s: chisq", what);
  g_assert_cmpfloat (actual.df, ==, test_reference_number (test_reference_get (expected, "df")));
  test_assert_close (actual.p, test_reference_number (test_reference_get (expected, "p")),
                     TEST_CLOSED_FORM, 0, "%s: p", what);
}

static void
assert_family (Data     *data,
               JsonNode *expected)
{
  for (guint i = 0; i < G_N_ELEMENTS (family); i++)
    assert_test (stats_logrank_test (data->tables, 1, data->n_groups, family[i].weight, family[i].p,
                                     family[i].q),
                 test_reference_get (expected, family[i].name), family[i].name);
}

static StatsTest
logrank (Data    *data,
         gboolean stratified)
{
  return stats_logrank_test (data->tables, stratified ? data->n_strata : 1, data->n_groups,
                             STATS_WEIGHT_LOG_RANK, 0, 0);
}

static void
test_cohorts (void)
{
  static const char *const names[] = { "cohort-52", "cohort-160" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *csv = g_strdup_printf ("%s/cohort.csv", names[i]);
      g_autofree char *json = g_strdup_printf ("%s/expected.json", names[i]);
      g_autoptr (JsonNode) expected = test_reference_load_json (json);
      g_autoptr (Data) treated = data_load (csv, "transfers", "treated", "centre");

      assert_family (treated, test_reference_get (expected, "tests/by_treated"));
      assert_test (stats_gray_test (treated->tables, 1, 2), test_reference_get (expected, "gray"),
                   "gray");
      data_count (treated, TRUE);
      assert_test (logrank (treated, TRUE),
                   test_reference_get (expected, "tests/stratified_by_centre"), "stratified");
    }
}

static void
assert_r (const char *name,
          Data       *data)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("tests.expected.json");
  JsonNode *expected = test_reference_get (root, name);

  assert_family (data, test_reference_get (expected, "tests"));
  assert_test (stats_gray_test (data->tables, 1, data->n_groups),
               test_reference_get (expected, "gray"), "gray");
  assert_test (stats_logrank_trend (data->tables, 1, data->n_groups, STATS_WEIGHT_LOG_RANK, 0, 0),
               test_reference_get (expected, "trend"), "trend");
  data_count (data, TRUE);
  assert_test (logrank (data, TRUE), test_reference_get (expected, "stratified"), "stratified");
  assert_test (stats_logrank_trend (data->tables, data->n_strata, data->n_groups,
                                    STATS_WEIGHT_LOG_RANK, 0, 0),
               test_reference_get (expected, "trend_stratified"), "trend, stratified");
  assert_test (stats_gray_test (data->tables, data->n_strata, data->n_groups),
               test_reference_get (expected, "gray_stratified"), "gray, stratified");
}

static void
test_three_groups (void)
{
  g_autoptr (Data) cohort = data_load ("cohort-160/cohort.csv", "transfers", "centre", "type");
  g_autoptr (Data) open = data_load ("open-240.csv", "k", "group", "stratum");

  assert_r ("cohort_160", cohort);
  assert_r ("open_240", open);
}

/* Tables of one group and of both together. */
static double
exact_p (const guint8 *k,
         const guint8 *birth,
         const guint8 *group,
         guint         n,
         guint64       max_states,
         StatsStatus  *out_status)
{
  g_autoptr (TestCohort) one = test_cohort_new ();
  g_autoptr (TestCohort) all = test_cohort_new ();
  StatsRiskRow rows[2][TEST_K_MAX];
  StatsRiskTable tables[2] = { { rows[0], 0 }, { rows[1], 0 } };
  double p;

  for (guint i = 0; i < n; i++)
    {
      test_cohort_add (all, k[i], birth[i], 0);
      if (group[i] == 1)
        test_cohort_add (one, k[i], birth[i], 0);
    }
  tables[0].n_rows = test_cohort_rows (one, -1, rows[0]);
  tables[1].n_rows = test_cohort_rows (all, -1, rows[1]);
  *out_status = stats_permutation_exact (&tables[0], &tables[1], max_states, &p);
  return p;
}

static void
test_exact (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("tests.expected.json");
  g_autoptr (GArray) k = test_reference_numbers (test_reference_get (root, "exact_14/k"));
  g_autoptr (GArray) birth = test_reference_numbers (test_reference_get (root, "exact_14/birth"));
  g_autoptr (GArray) in_1 = test_reference_numbers (test_reference_get (root, "exact_14/group_1"));
  g_autoptr (Data) data = data_load ("cohort-52/cohort.csv", "transfers", "treated", "centre");
  guint8 bytes[3][14], swapped[14];
  StatsStatus status;

  g_assert_cmpuint (k->len, ==, 14);
  for (guint i = 0; i < 14; i++)
    {
      bytes[0][i] = (guint8) g_array_index (k, double, i);
      bytes[1][i] = (guint8) g_array_index (birth, double, i);
      bytes[2][i] = (guint8) g_array_index (in_1, double, i);
      swapped[i] = !bytes[2][i];
    }
  test_assert_close (exact_p (bytes[0], bytes[1], bytes[2], 14, 5000000, &status),
                     test_reference_number (test_reference_get (root, "exact_14/p")), 1e-12, 0,
                     "14 patients");
  g_assert_cmpint (status, ==, STATS_OK);
  test_assert_close (exact_p (bytes[0], bytes[1], swapped, 14, 5000000, &status),
                     test_reference_number (test_reference_get (root, "exact_14/p")), 1e-12, 0,
                     "the other group");
  test_assert_close (exact_p (data->k, data->birth, data->group, data->n, 5000000, &status),
                     test_reference_number (test_reference_get (root, "exact_cohort_52")), 1e-10, 0,
                     "cohort-52");
  g_assert_true (isnan (exact_p (data->k, data->birth, data->group, data->n, 1000, &status)));
  g_assert_cmpint (status, ==, STATS_TOO_LARGE);
  memset (swapped, 0, sizeof swapped);
  g_assert_true (isnan (exact_p (bytes[0], bytes[1], swapped, 14, 5000000, &status)));
  g_assert_cmpint (status, ==, STATS_INVALID);
}

/* Splitting the work changes nothing; the p is near the asymptotic one where nothing is sparse; and
 * with labels at random it is uniform. */
static void
test_monte_carlo (void)
{
  g_autoptr (Data) data = data_load ("cohort-160/cohort.csv", "transfers", "treated", "centre");
  StatsPermutation *plan = stats_permutation_new (data->k, data->birth, data->group, data->stratum,
                                                  data->n, 2, data->n_strata, TEST_K_MAX);
  guint64 whole, split = 0;
  double p;

  g_assert_nonnull (plan);
  data_count (data, TRUE);
  test_assert_close (stats_permutation_observed (plan).chisq, logrank (data, TRUE).chisq, 1e-12, 0,
                     "the observed statistic");
  whole = stats_permutation_count (plan, 7, 0, 9999);
  for (guint64 first = 0; first < 9999; first += 1111)
    split += stats_permutation_count (plan, 7, first, 1111);
  g_assert_cmpuint (whole, ==, split);
  g_assert_cmpuint (whole, !=, stats_permutation_count (plan, 8, 0, 9999));
  /* The asymptotic p is 0.00762; its Monte Carlo error with 9,999 draws is 0.0009. */
  p = (1.0 + (double) whole) / 10000;
  g_assert_cmpfloat (fabs (p - logrank (data, TRUE).p), <, 0.004);
  stats_permutation_free (plan);
  data->k[0] = 0;
  g_assert_null (stats_permutation_new (data->k, data->birth, data->group, NULL, data->n, 2, 1,
                                        TEST_K_MAX));
}

static void
test_adjust (void)
{
  static const char *const names[] = { "holm", "hochberg", "bh", "bonferroni" };
  g_autoptr (JsonNode) root = test_reference_load_json ("tests.expected.json");
  g_autoptr (GArray) p = test_reference_numbers (test_reference_get (root, "adjust/p"));

  for (guint m = 0; m < G_N_ELEMENTS (names); m++)
    {
      g_autofree char *path = g_strdup_printf ("adjust/%s", names[m]);
      g_autoptr (GArray) expected = test_reference_numbers (test_reference_get (root, path));
      double out[16];

      g_assert_true (stats_adjust ((double *) p->data, p->len, (StatsAdjust) m, out));
      for (guint i = 0; i < p->len; i++)
        test_assert_close (out[i], g_array_index (expected, double, i), 1e-14, 0, "%s %u", names[m],
                           i);
    }
}

/* Known answers of Random123's distribution (kat_vectors: philox4x32 10). */
static void
test_random (void)
{
  static const struct
  {
    guint64 block, stream, seed;
    guint32 words[4];
  } known[] = {
    { 0, 0, 0, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { G_MAXUINT64, G_MAXUINT64, G_MAXUINT64, { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { 0x85a308d3243f6a88, 0x0370734413198a2e, 0x299f31d0a4093822,
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };
  StatsRandom random;
  guint counts[7] = { 0 };
  double sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      stats_random_init (&random, known[i].seed, known[i].stream);
      random.block = known[i].block;
      for (guint w = 0; w < 4; w++)
        g_assert_cmphex (stats_random_u32 (&random), ==, known[i].words[w]);
    }
  stats_random_init (&random, 1, 2);
  for (guint i = 0; i < 70000; i++)
    {
      double u = stats_random_uniform (&random);

      g_assert_true (u > 0 && u < 1);
      sum += u;
      counts[stats_random_below (&random, 7)]++;
    }
  g_assert_cmpfloat (fabs (sum / 70000 - 0.5), <, 0.006);
  for (guint i = 0; i < 7; i++)
    g_assert_cmpuint (counts[i], >, 9500);
}

/* Permuting and scaling what goes in; nobody, one group, all births. */
static void
test_invariants (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261125);

  g_test_message ("seed 20261125");
  for (guint n = 0; n < 300; n++)
    {
      g_autoptr (TestCohort) cohort = test_cohort_new_random (rand);
      StatsRiskRow rows[3][TEST_K_MAX];
      StatsRiskTable tables[3], swapped[2];
      StatsTest test, other;

      for (int g = 0; g < 2; g++)
        tables[g] = (StatsRiskTable) { rows[g], test_cohort_rows (cohort, g, rows[g]) };
      tables[2] = (StatsRiskTable) { rows[2], 0 };
      swapped[0] = tables[1];
      swapped[1] = tables[0];
      for (guint i = 0; i < G_N_ELEMENTS (family); i++)
        {
          test = stats_logrank_test (tables, 1, 2, family[i].weight, family[i].p, family[i].q);
          other = stats_logrank_test (swapped, 1, 2, family[i].weight, family[i].p, family[i].q);
          test_assert_close (other.chisq, test.chisq, 1e-9, 1e-12, "cohort %u, swapped", n);
          /* An empty group takes no degree of freedom. */
          other = stats_logrank_test (tables, 1, 3, family[i].weight, family[i].p, family[i].q);
          test_assert_close (other.chisq, test.chisq, 1e-9, 1e-12, "cohort %u, empty group", n);
          g_assert_cmpuint (other.df, ==, test.df);
          g_assert_cmpuint (test.df, <=, 1);
          g_assert_cmpint (isnan (test.p), ==, test.df == 0);
        }
      /* For two groups the trend is the test. */
      test = stats_logrank_test (tables, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0);
      other = stats_logrank_trend (tables, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0);
      test_assert_close (other.chisq, test.chisq, 1e-9, 1e-12, "cohort %u, trend", n);
      test = stats_gray_test (tables, 1, 2);
      other = stats_gray_test (swapped, 1, 2);
      test_assert_close (other.chisq, test.chisq, 1e-8, 1e-10, "cohort %u, Gray swapped", n);
      other = stats_gray_test (tables, 1, 3);
      test_assert_close (other.chisq, test.chisq, 1e-8, 1e-10, "cohort %u, Gray empty group", n);
    }
}

static void
test_degenerate (void)
{
  StatsRiskRow all_born[2][1] = { { { 1, 5, 5, 0, 0, 0 } }, { { 1, 7, 7, 0, 0, 0 } } };
  StatsRiskRow gap[1] = { { 2, 5, 1, 0, 0, 0 } };
  StatsRiskTable tables[2] = { { all_born[0], 1 }, { all_born[1], 1 } };
  StatsRiskTable alone[2] = { { all_born[0], 1 }, { NULL, 0 } };
  StatsRiskTable broken = { gap, 1 };
  unsigned rank;
  const double V[4] = { 2, -2, -2, 2 }, x[2] = { 1, -1 };

  g_assert_cmpuint (stats_logrank_test (tables, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0).df, ==, 0);
  g_assert_cmpuint (stats_logrank_test (alone, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0).df, ==, 0);
  g_assert_true (isnan (stats_logrank_test (alone, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0).p));
  g_assert_cmpuint (stats_logrank_test (&broken, 1, 1, STATS_WEIGHT_LOG_RANK, 0, 0).df, ==, 0);
  g_assert_cmpuint (stats_gray_test (alone, 1, 2).df, ==, 0);
  g_assert_cmpuint (stats_logrank_trend (alone, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0).df, ==, 0);
  /* The inverse of V on its range is 1/4 along (1, -1) / sqrt 2: 2 / 4. */
  test_assert_close (stats_symmetric_form (V, x, 2, &rank), 0.5, 1e-14, 0, "a form of rank 1");
  g_assert_cmpuint (rank, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/groups/cohorts", test_cohorts);
  g_test_add_func ("/stats/groups/three-groups", test_three_groups);
  g_test_add_func ("/stats/groups/exact", test_exact);
  g_test_add_func ("/stats/groups/monte-carlo", test_monte_carlo);
  g_test_add_func ("/stats/groups/adjust", test_adjust);
  g_test_add_func ("/stats/groups/random", test_random);
  g_test_add_func ("/stats/groups/invariants", test_invariants);
  g_test_add_func ("/stats/groups/degenerate", test_degenerate);
  return g_test_run ();
}
