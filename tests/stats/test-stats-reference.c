/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves, intervals and risk tables against R (tests/reference) and against published tables. */
#include "stats-curve.h"
#include "stats-interval.h"
#include "test-reference.h"
#include "test-stats-common.h"

#include <math.h>
#include <stdlib.h>

static const char *const conf_names[STATS_N_CONF_TYPES] = { "plain", "log", "log-log", "logit",
                                                            "arcsin" };

/* How many numbers were compared: a test that compares nothing is no test. */
static guint n_compared;

static void
assert_array (JsonNode *expected_node,
              const double *actual,
              guint n,
              const char *what)
{
  g_autoptr (GArray) expected = test_reference_numbers (expected_node);

  g_assert_cmpuint (expected->len, ==, n);
  for (guint i = 0; i < n; i++, n_compared++)
    test_assert_close (actual[i], g_array_index (expected, double, i), TEST_CLOSED_FORM, 0,
                       "%s, row %u", what, i + 1);
}

/* As R prints them, but for one convention: before the first birth R has 0 to 0 for two of the five
 * intervals and nothing for the others, we have nothing for all. */
static void
assert_limits (JsonNode *curve,
               const char *lo_name,
               const char *hi_name,
               StatsConfType type,
               const double *estimate,
               const double *se,
               guint n)
{
  g_autoptr (GArray) lo = test_reference_numbers (test_reference_get (curve, lo_name));
  g_autoptr (GArray) hi = test_reference_numbers (test_reference_get (curve, hi_name));

  g_assert_cmpuint (lo->len, ==, n);
  for (guint i = 0; i < n; i++, n_compared += 2)
    {
      double actual_lo, actual_hi;
      double expected_lo = estimate[i] == 0 ? NAN : g_array_index (lo, double, i);
      double expected_hi = estimate[i] == 0 ? NAN : g_array_index (hi, double, i);
      gboolean known = stats_interval_curve (estimate[i], se[i], type, 0.95, &actual_lo,
                                             &actual_hi);

      g_assert_cmpint (known, ==, !isnan (expected_lo));
      test_assert_close (actual_lo, expected_lo, TEST_CLOSED_FORM, 0, "%s, row %u", lo_name, i + 1);
      test_assert_close (actual_hi, expected_hi, TEST_CLOSED_FORM, 0, "%s, row %u", hi_name, i + 1);
    }
}

static void
check_risk_table (JsonNode *expected,
                  const StatsRiskRow *rows,
                  guint n_rows)
{
  g_assert_cmpuint (json_array_get_length (json_node_get_array (expected)), ==, n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (expected), i);
      double lo, hi;

#define CHECK(name, value)                                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    n_compared++;                                                                                  \
    test_assert_close (value, test_reference_number (test_reference_get (row, name)),              \
                       TEST_CLOSED_FORM, 0, "%s, row %u", name, i + 1);                            \
  }                                                                                                \
  G_STMT_END
      CHECK ("k", rows[i].k);
      CHECK ("at_risk", rows[i].at_risk);
      CHECK ("events", rows[i].births);
      CHECK ("discontinued", rows[i].stopped);
      CHECK ("censored", rows[i].cut);
      CHECK ("rate", stats_proportion (rows[i].births, rows[i].at_risk));
      g_assert_true (
          stats_interval_wilson (rows[i].births, rows[i].at_risk, 0.95, &lo, &hi));
      CHECK ("wilson_lo", lo);
      CHECK ("wilson_hi", hi);
      g_assert_true (
          stats_interval_clopper_pearson (rows[i].births, rows[i].at_risk, 0.95, &lo, &hi));
      CHECK ("exact_lo", lo);
      CHECK ("exact_hi", hi);
#undef CHECK
    }
}

static void
check_curve (JsonNode *expected,
             const StatsRiskRow *rows,
             guint n_rows)
{
  double F[TEST_K_MAX], se[TEST_K_MAX];

  stats_curve_optimistic (rows, n_rows, F, se);
  assert_array (test_reference_get (expected, "optimistic"), F, n_rows, "optimistic");
  assert_array (test_reference_get (expected, "se"), se, n_rows, "se");
  for (guint type = 0; type < STATS_N_CONF_TYPES; type++)
    {
      g_autofree char *lo = g_strconcat ("lo_", conf_names[type], NULL);
      g_autofree char *hi = g_strconcat ("hi_", conf_names[type], NULL);

      assert_limits (expected, lo, hi, type, F, se, n_rows);
    }
  stats_curve_conservative (rows, n_rows, F, se, NULL);
  assert_array (test_reference_get (expected, "conservative"), F, n_rows, "conservative");
  assert_array (test_reference_get (expected, "conservative_se"), se, n_rows, "conservative_se");
  stats_curve_crude (rows, n_rows, F);
  assert_array (test_reference_get (expected, "crude"), F, n_rows, "crude");
  stats_curve_adjusted (rows, n_rows, 0.5, 0, F, NULL, NULL);
  assert_array (test_reference_get (expected, "theta_0.5"), F, n_rows, "theta_0.5");
  stats_curve_adjusted (rows, n_rows, 1, 0.3, F, NULL, NULL);
  assert_array (test_reference_get (expected, "pi_0.3"), F, n_rows, "pi_0.3");
}

static TestCohort *
load_cohort (const char *file)
{
  g_autoptr (TestTable) table = test_table_load (file);
  TestCohort *cohort = test_cohort_new ();

  for (guint i = 0; i < table->rows->len; i++)
    test_cohort_add (cohort, (guint8) test_table_number (table, i, "transfers"),
                     (guint8) test_table_number (table, i, "fate"),
                     g_strv_contains ((const char *const *) table->names, "treated")
                         ? (guint8) test_table_number (table, i, "treated")
                         : 0);
  return cohort;
}

/* The program's own way from patients to rows. */
static guint
rows_by_histogram (const TestCohort *cohort,
                   guint group,
                   gboolean by_group,
                   StatsRiskRow *out_rows)
{
  guint n_groups = by_group ? 2 : 1;
  g_autofree guint64 *counts = g_new0 (guint64,
                                       n_groups * stats_risk_histogram_size (TEST_K_MAX));
  guint n_rows;

  g_assert_cmpint (stats_risk_histogram (cohort->k->data, cohort->fate->data,
                                         by_group ? cohort->group->data : NULL, NULL,
                                         cohort->k->len, n_groups, TEST_K_MAX, counts),
                   ==, STATS_OK);
  g_assert_cmpint (stats_risk_from_histogram (
                       counts + group * stats_risk_histogram_size (TEST_K_MAX), TEST_K_MAX,
                       out_rows, &n_rows),
                   ==, STATS_OK);
  return n_rows;
}

static void
test_cohort (gconstpointer data)
{
  g_autofree char *csv = g_strconcat (data, "/cohort.csv", NULL);
  g_autofree char *json = g_strconcat (data, "/expected.json", NULL);
  g_autoptr (TestCohort) cohort = load_cohort (csv);
  g_autoptr (JsonNode) expected = test_reference_load_json (json);
  StatsRiskRow rows[TEST_K_MAX];
  guint n_rows = rows_by_histogram (cohort, 0, FALSE, rows);

  n_compared = 0;
  test_assert_close (cohort->k->len, test_reference_number (test_reference_get (expected, "n")), 0,
                     0, "n");
  check_risk_table (test_reference_get (expected, "overall/risk_table"), rows, n_rows);
  check_curve (test_reference_get (expected, "overall/curve"), rows, n_rows);
  for (guint group = 0; group < 2; group++)
    {
      g_autofree char *path = g_strdup_printf ("by_treated/%u", group);
      JsonNode *node = test_reference_get (expected, path);

      n_rows = rows_by_histogram (cohort, group, TRUE, rows);
      test_assert_close (rows[0].at_risk, test_reference_number (test_reference_get (node, "n")), 0,
                         0, "n of group %u", group);
      check_risk_table (test_reference_get (node, "risk_table"), rows, n_rows);
      check_curve (test_reference_get (node, "curve"), rows, n_rows);
    }
  /* Three tables and curves of up to 6 transfers: 10 keys of a row, 17 of a curve. */
  g_assert_cmpuint (n_compared, >=, 3 * 5 * 27);
}

/* Rows of one group of an (event, time) file at its event times only, as the reference has them. */
static guint
rows_at_events (TestTable *table,
                const char *group,
                StatsRiskRow *out_rows)
{
  guint n_rows = 0;

  for (guint time = 1; time <= TEST_K_MAX; time++)
    {
      StatsRiskRow row = { .k = time };

      for (guint i = 0; i < table->rows->len; i++)
        {
          guint t = (guint) test_table_number (table, i, "time");

          if (!g_str_equal (test_table_text (table, i, "group"), group) || t < time)
            continue;
          row.at_risk++;
          if (t == time && test_table_number (table, i, "event") == 1)
            row.births++;
          else if (t == time)
            row.cut++;
        }
      if (row.births > 0)
        out_rows[n_rows++] = row;
    }
  return n_rows;
}

static void
test_published (gconstpointer data)
{
  g_autofree char *csv = g_strconcat (data, ".csv", NULL);
  g_autofree char *json = g_strconcat (data, ".expected.json", NULL);
  g_autoptr (TestTable) table = test_table_load (csv);
  g_autoptr (JsonNode) expected = test_reference_load_json (json);
  static const StatsConfType types[] = { STATS_CONF_LOG_LOG, STATS_CONF_PLAIN };

  n_compared = 0;
  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      JsonNode *groups = test_reference_get (expected, conf_names[types[t]]);
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (groups));

      g_assert_cmpuint (g_list_length (names), ==, 2);
      for (GList *name = names; name != NULL; name = name->next)
        {
          JsonNode *group = test_reference_get (groups, name->data);
          StatsRiskRow rows[TEST_K_MAX];
          guint n = rows_at_events (table, name->data, rows);
          double F[TEST_K_MAX], se[TEST_K_MAX], values[3][TEST_K_MAX];

          for (guint i = 0; i < n; i++)
            {
              values[0][i] = rows[i].k;
              values[1][i] = rows[i].at_risk;
              values[2][i] = rows[i].births;
            }
          assert_array (test_reference_get (group, "time"), values[0], n, "time");
          assert_array (test_reference_get (group, "at_risk"), values[1], n, "at_risk");
          assert_array (test_reference_get (group, "events"), values[2], n, "events");
          stats_curve_optimistic (rows, n, F, se);
          assert_array (test_reference_get (group, "cumulative"), F, n, "cumulative");
          assert_array (test_reference_get (group, "se"), se, n, "se");
          assert_limits (group, "lo", "hi", types[t], F, se, n);
        }
    }
  g_assert_cmpuint (n_compared, >=, 2 * 19 * 7);
}

static void
test_three_fates (void)
{
  g_autoptr (TestCohort) cohort = load_cohort ("three-fates-24.csv");
  g_autoptr (JsonNode) expected = test_reference_load_json ("three-fates-24.expected.json");
  StatsRiskRow rows[TEST_K_MAX];
  guint n = rows_by_histogram (cohort, 0, FALSE, rows);
  double F[TEST_K_MAX], se[TEST_K_MAX];

  stats_curve_optimistic (rows, n, F, se);
  assert_array (test_reference_get (expected, "optimistic"), F, n, "optimistic");
  assert_array (test_reference_get (expected, "se"), se, n, "se");
  stats_curve_conservative (rows, n, F, se, NULL);
  assert_array (test_reference_get (expected, "conservative"), F, n, "conservative");
  assert_array (test_reference_get (expected, "conservative_se"), se, n, "conservative_se");
  stats_curve_crude (rows, n, F);
  assert_array (test_reference_get (expected, "crude"), F, n, "crude");
}

/* Smith et al., 2015, table 3: counts and the optimal estimate with plain limits, as printed. */
static void
test_smith (void)
{
  g_autoptr (TestTable) table = test_table_load ("smith-2015-table3.csv");
  StatsRiskRow rows[TEST_K_MAX];
  double F[TEST_K_MAX], se[TEST_K_MAX];
  guint n = table->rows->len;

  g_assert_cmpuint (n, ==, 9);
  for (guint i = 0; i < n; i++)
    rows[i] = (StatsRiskRow){
      .k = (guint32) test_table_number (table, i, "cycle"),
      .at_risk = (guint32) test_table_number (table, i, "at_risk"),
      .births = (guint32) test_table_number (table, i, "events"),
    };
  stats_curve_optimistic (rows, n, F, se);
  for (guint i = 0; i < n; i++)
    {
      static const char *const columns[] = { "printed_optimal", "printed_lo", "printed_hi" };
      double actual[3] = { F[i] };

      g_assert_true (stats_interval_curve (F[i], se[i], STATS_CONF_PLAIN, 0.95, &actual[1],
                                           &actual[2]));
      for (guint c = 0; c < 3; c++)
        {
          char digits[G_ASCII_DTOSTR_BUF_SIZE], printed[G_ASCII_DTOSTR_BUF_SIZE];

          g_ascii_formatd (digits, sizeof digits, "%.1f", 100 * actual[c]);
          g_ascii_formatd (printed, sizeof printed, "%.1f",
                           test_table_number (table, i, columns[c]));
          g_assert_cmpstr (digits, ==, printed);
        }
    }
}

/* Numbers worked out once with R's survfit and by the recursion, to nine places; those of theta 0
 * with open decisions equal survfit with the order of the ties written into the times. */
typedef struct
{
  const char *name;
  const char *cohort;
  gboolean open; /* cuts are taken as open decisions */
  double theta, pi;
  guint n;
  double F[6]; /* 0 = not given: the cohort's file has it */
  double se[6];
} Worked;

static const Worked worked[] = {
  { "three fates, theta 0.5", "three-fates-24.csv", FALSE, 0.5, 0, 4,
    { .333333333, .534722222, .681944444, .788541667 },
    { .096225045, .106710829, .109345124, .104692927 } },
  { "three fates, pi 0.3", "three-fates-24.csv", FALSE, 1, 0.3, 4,
    { .333333333, .543055556, .700000000, .809583333 },
    { .096225045, .108272107, .110850824, .100702315 } },
  { "three fates, open, theta 0", "three-fates-24.csv", TRUE, 0, 0, 4,
    { .333333333, .511111111, .612698413, .663492063 },
    { .096225045, .103796255, .103918246, .101581042 } },
  { "three fates, open, theta 0.5", "three-fates-24.csv", TRUE, 0.5, 0, 4,
    { .333333333, .533333333, .677460317, .783492063 },
    { .096225045, .106467793, .108691689, .104664508 } },
  { "cohort-52, theta 0.5", "cohort-52/cohort.csv", FALSE, 0.5, 0, 6, { 0 },
    { .066777285, .071518729, .076146832, .079009459, .082206235, .083477645 } },
  { "cohort-52, pi 0.3", "cohort-52/cohort.csv", FALSE, 1, 0.3, 6, { 0 },
    { .066777285, .072637579, .078426873, .080550914, .081139177, .077886082 } },
};

static void
test_worked (void)
{
  for (guint w = 0; w < G_N_ELEMENTS (worked); w++)
    {
      const Worked *example = &worked[w];
      g_autoptr (TestCohort) cohort = load_cohort (example->cohort);
      StatsRiskRow rows[TEST_K_MAX];
      double F[TEST_K_MAX], se[TEST_K_MAX];
      guint n_rows;

      for (guint i = 0; example->open && i < cohort->fate->len; i++)
        if (cohort->fate->data[i] == STATS_FATE_IN_TREATMENT)
          cohort->fate->data[i] = STATS_FATE_OPEN;
      n_rows = rows_by_histogram (cohort, 0, FALSE, rows);
      g_assert_cmpuint (n_rows, >=, example->n);
      stats_curve_adjusted (rows, n_rows, example->theta, example->pi, F, se, NULL);
      for (guint i = 0; i < example->n; i++)
        {
          if (example->F[i] > 0)
            test_assert_close (F[i], example->F[i], 0, 5.01e-10, "%s, F_%u", example->name, i + 1);
          test_assert_close (se[i], example->se[i], 0, 5.01e-10, "%s, se_%u", example->name, i + 1);
        }
    }
}

/* R 4.2.2: survfit (Surv (t, factor (fate, 0:2)) ~ 1, id = id), t = transfers + .75, 0, .5, .25 by
 * fate 0 to 3, of three-fates-24 with its two cuts as fate 3. */
static void
test_open_decisions (void)
{
  static const double expected_F[] = { 0.333333333333333, 0.511111111111111, 0.612698412698413,
                                       0.663492063492064, 0.663492063492064 };
  static const double expected_se[] = { 0.0962250448649377, 0.1037962549971834, 0.1039182456918126,
                                        0.1015810419462235 };
  g_autoptr (TestCohort) cohort = load_cohort ("three-fates-24.csv");
  StatsRiskRow rows[TEST_K_MAX];
  double F[TEST_K_MAX], se[TEST_K_MAX];
  guint n_rows;

  for (guint i = 0; i < cohort->fate->len; i++)
    if (cohort->fate->data[i] == STATS_FATE_IN_TREATMENT)
      cohort->fate->data[i] = STATS_FATE_OPEN;
  n_rows = rows_by_histogram (cohort, 0, FALSE, rows);
  g_assert_cmpuint (n_rows, ==, 5);
  stats_curve_conservative (rows, n_rows, F, se, NULL);
  for (guint i = 0; i < 5; i++)
    {
      test_assert_close (F[i], expected_F[i], TEST_CLOSED_FORM, 0, "F_%u", i + 1);
      test_assert_close (se[i], expected_se[MIN (i, 3)], TEST_CLOSED_FORM, 0, "se_%u", i + 1);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/stats/reference/cohort-52", "cohort-52", test_cohort);
  g_test_add_data_func ("/stats/reference/cohort-160", "cohort-160", test_cohort);
  g_test_add_data_func ("/stats/reference/weinberg-gladen-1986", "weinberg-gladen-1986",
                        test_published);
  g_test_add_data_func ("/stats/reference/freireich-6mp-1963", "freireich-6mp-1963",
                        test_published);
  g_test_add_func ("/stats/reference/three-fates-24", test_three_fates);
  g_test_add_func ("/stats/reference/smith-2015", test_smith);
  g_test_add_func ("/stats/reference/worked-numbers", test_worked);
  g_test_add_func ("/stats/reference/open-decisions", test_open_decisions);
  return g_test_run ();
}
