/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regression models against R: the cases of tests/reference/models, and the figures of the two
 * cohorts. */
#include "stats-cox.h"
#include "stats-fine-gray.h"
#include "stats-firth.h"
#include "stats-hazard.h"
#include "stats-interval.h"
#include "stats-standardise.h"
#include "test-stats-models-common.h"

#include <math.h>

static guint n_compared;

/* Fits of models/make_models.R are iterated to the end, those of the cohorts to R's defaults. */
static double tolerance = TEST_FIT;

static const char *const cohorts[] = { "cohort-52", "cohort-160" };

static const char *const three_terms[] = { "treated", "age", "losses", NULL };

/* Reading a case ------------------------------------------------------------------------------- */

static JsonNode *
get (JsonNode *node,
     const char *name)
{
  JsonNode *found = test_reference_find (node, name);

  return found == NULL || JSON_NODE_HOLDS_NULL (found) ? NULL : found;
}

static const char *
text (JsonNode *node,
      const char *name)
{
  JsonNode *found = get (node, name);

  return found != NULL ? json_node_get_string (found) : NULL;
}

static double
number (JsonNode *node,
        const char *name)
{
  JsonNode *found = get (node, name);

  return found != NULL ? test_reference_number (found) : NAN;
}

static char **
strings (JsonNode *node)
{
  JsonArray *array = json_node_get_array (node);
  guint n = json_array_get_length (array);
  char **out = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    out[i] = g_strdup (json_array_get_string_element (array, i));
  return out;
}

static TestRows *
rows_of (JsonNode *node)
{
  g_auto (GStrv) terms = strings (test_reference_get (node, "terms"));
  gboolean changing = FALSE, is_models = g_str_equal (text (node, "data"), "models");

  for (guint i = 0; terms[i] != NULL; i++)
    changing = changing || g_str_has_suffix (terms[i], "*k");
  return test_rows_load (text (node, "data"), (const char *const *) terms, text (node, "strata"),
                         is_models && !g_str_equal (text (node, "kind"), "fine-gray"), changing);
}

static char *
describe (JsonNode *node)
{
  return g_strdup_printf ("%s: %s, %s %s", text (node, "kind"), text (node, "name"),
                          text (node, "data"),
                          text (node, "ties") != NULL   ? text (node, "ties")
                          : text (node, "link") != NULL ? text (node, "link")
                                                        : "");
}

/* Comparing ------------------------------------------------------------------------------------ */

/* Within the tolerance, of the number or of 1e-3 (a coefficient may be 0). */
static void
assert_fit_number (double actual,
                   double expected,
                   const char *what,
                   const char *part,
                   guint i)
{
  n_compared++;
  test_assert_close (actual, expected, tolerance, tolerance / 1000, "%s: %s %u", what, part, i);
}

static void
assert_numbers (const double *actual,
                JsonNode *expected,
                guint n,
                const char *what,
                const char *part)
{
  g_autoptr (GArray) numbers = test_reference_numbers (expected);

  g_assert_cmpuint (numbers->len, ==, n);
  for (guint i = 0; i < n; i++)
    assert_fit_number (actual[i], g_array_index (numbers, double, i), what, part, i);
}

static void
assert_matrix (const double *actual,
               JsonNode *expected,
               guint n,
               const char *what)
{
  for (guint i = 0; i < n; i++)
    assert_numbers (actual + (gsize) i * n,
                    json_array_get_element (json_node_get_array (expected), i), n, what,
                    "variance");
}

static void
assert_named (const StatsFit *fit,
              JsonNode *node,
              const char *what)
{
  for (guint i = 0; i < fit->n_terms; i++)
    {
      g_autofree char *coef = g_strconcat ("coef/", three_terms[i], NULL);
      g_autofree char *se = g_strconcat ("se/", three_terms[i], NULL);

      assert_fit_number (fit->coef[fit->n_baseline + i],
                         test_reference_number (test_reference_get (node, coef)), what, coef, i);
      assert_fit_number (stats_fit_se (fit, fit->n_baseline + i),
                         test_reference_number (test_reference_get (node, se)), what, se, i);
    }
}

/* Kinds of cases ------------------------------------------------------------------------------- */

static StatsTies
ties_of (const char *name)
{
  return g_str_equal (name, "breslow") ? STATS_TIES_BRESLOW
         : g_str_equal (name, "efron") ? STATS_TIES_EFRON
                                       : STATS_TIES_EXACT;
}

static void
check_cox_curve (const TestRows *rows,
                 const StatsFit *fit,
                 JsonNode *curve,
                 const char *what)
{
  g_autoptr (GArray) x = test_reference_numbers (test_reference_get (curve, "x"));
  g_autoptr (GArray) k = test_reference_numbers (test_reference_get (curve, "k"));
  g_autoptr (GArray) cumulative = test_reference_numbers (test_reference_get (curve, "cumulative"));
  g_autoptr (GArray) lo = test_reference_numbers (test_reference_get (curve, "log_lo"));
  g_autoptr (GArray) hi = test_reference_numbers (test_reference_get (curve, "log_hi"));
  JsonNode *stratum_node = get (curve, "stratum");
  guint stratum = 0, n = k->len, last;
  double F[255], se[255];

  if (rows->stratum_name != NULL)
    while (!g_str_equal (rows->stratum_name[stratum], json_node_get_string (stratum_node)))
      stratum++;
  last = (guint) g_array_index (k, double, n - 1);
  g_assert_cmpint (stats_cox_curve (&rows->rows, fit, (const double *) x->data, stratum, last + 1,
                                    F, se),
                   ==, STATS_FIT_OK);
  for (guint i = 0; i < n; i++)
    {
      guint at = (guint) g_array_index (k, double, i) - 1;
      double actual_lo, actual_hi;

      assert_fit_number (F[at], g_array_index (cumulative, double, i), what, "cumulative", i);
      stats_interval_curve (F[at], se[at], STATS_CONF_LOG, 0.95, &actual_lo, &actual_hi);
      assert_fit_number (actual_lo, g_array_index (lo, double, i), what, "log_lo", i);
      assert_fit_number (actual_hi, g_array_index (hi, double, i), what, "log_hi", i);
    }
  g_assert_true (isnan (F[last]) && isnan (se[last]));
}

static void
check_zph (const TestRows *rows,
           const StatsFit *fit,
           StatsTies ties,
           JsonNode *node,
           const char *what)
{
  double chisq[16], global;
  guint df;

  g_assert_cmpint (stats_cox_zph (&rows->rows, fit, ties, chisq, &global, &df), ==, STATS_FIT_OK);
  assert_numbers (chisq, test_reference_get (node, "chisq"), fit->n_terms, what, "zph");
  assert_fit_number (global, number (node, "global"), what, "zph", 99);
  g_assert_cmpuint (df, ==, (guint) number (node, "df"));
}

static void
check_tests (const StatsFit *fit,
             JsonNode *node,
             const char *what)
{
  assert_fit_number (fit->score, number (node, "score"), what, "score", 0);
  assert_fit_number (fit->wald, number (node, "wald"), what, "wald", 0);
  assert_fit_number (fit->lr, 2 * (fit->loglik - fit->loglik_null), what, "lr", 0);
  g_assert_cmpuint (stats_fit_df (fit), ==, (guint) number (node, "df"));
}

static void
check_cox (JsonNode *node,
           const char *what)
{
  g_autoptr (TestRows) rows = rows_of (node);
  g_autoptr (StatsFit) fit = NULL;
  StatsTies ties = ties_of (text (node, "ties"));

  g_assert_cmpint (stats_cox_fit (&rows->rows, ties, STATS_COX_EXACT_OPERATIONS, &fit), ==,
                   STATS_FIT_OK);
  assert_numbers (fit->coef, test_reference_get (node, "coef"), fit->n, what, "coef");
  assert_matrix (fit->variance, test_reference_get (node, "variance"), fit->n, what);
  assert_fit_number (fit->loglik_null, number (node, "loglik_null"), what, "loglik_null", 0);
  assert_fit_number (fit->loglik, number (node, "loglik"), what, "loglik", 0);
  check_tests (fit, node, what);
  if (get (node, "zph") != NULL)
    check_zph (rows, fit, ties, get (node, "zph"), what);
  if (get (node, "curves") != NULL)
    {
      JsonArray *curves = json_node_get_array (get (node, "curves"));

      for (guint i = 0; i < json_array_get_length (curves); i++)
        check_cox_curve (rows, fit, json_array_get_element (curves, i), what);
    }
}

static TestBaseline *
baseline_of (JsonNode *node,
             const TestRows *rows)
{
  return test_baseline_new (rows,
                            g_str_equal (text (node, "baseline"), "linear")
                                ? -1
                                : (int) number (node, "pool"),
                            text (node, "strata") != NULL);
}

static StatsLink
link_of (JsonNode *node)
{
  return g_str_equal (text (node, "link"), "logit") ? STATS_LINK_LOGIT : STATS_LINK_CLOGLOG;
}

static void
check_hazard_curves (JsonNode *node,
                     const TestRows *rows,
                     const StatsFit *fit,
                     const TestBaseline *baseline,
                     const char *what)
{
  JsonArray *curves = json_node_get_array (test_reference_get (node, "curves"));

  for (guint i = 0; i < json_array_get_length (curves); i++)
    {
      JsonNode *curve = json_array_get_element (curves, i);
      g_autoptr (GArray) x = test_reference_numbers (test_reference_get (curve, "x"));
      guint n = baseline->baseline.k_max, stratum = 0;
      double F[255], se[255];

      if (rows->stratum_name != NULL)
        while (!g_str_equal (rows->stratum_name[stratum], text (curve, "stratum")))
          stratum++;
      g_assert_cmpint (stats_hazard_curve (fit, &baseline->baseline, link_of (node),
                                           (const double *) x->data, stratum, n, F, se),
                       ==, STATS_FIT_OK);
      assert_numbers (F, test_reference_get (curve, "cumulative"), n, what, "cumulative");
      assert_numbers (se, test_reference_get (curve, "se"), n, what, "se");
    }
}

/* The whole cohort treated, and not treated: its first term, and the third where that is the
 * interaction of the first two. */
static void
check_standardised (JsonNode *node,
                    const TestRows *rows,
                    const StatsFit *fit,
                    const TestBaseline *baseline,
                    const char *what)
{
  JsonNode *expected = test_reference_get (node, "standardised");
  guint n = baseline->baseline.k_max, p = fit->n_terms;
  gboolean interaction = g_str_equal (text (node, "name"), "interaction");
  g_autofree double *untreated = g_memdup2 (rows->rows.x, rows->rows.n * p * sizeof (double));
  g_autofree double *treated = g_memdup2 (rows->rows.x, rows->rows.n * p * sizeof (double));
  double *x[2] = { untreated, treated };
  StatsPopulation side[2];
  double v[6][255];
  const char *names[] = { "estimate_1", "se_1",       "estimate_0",
                          "se_0",       "difference", "se_difference" };

  for (guint g = 0; g < 2; g++)
    {
      for (guint i = 0; i < rows->rows.n; i++)
        {
          x[g][i * p] = g;
          if (interaction)
            x[g][i * p + 2] = g * x[g][i * p + 1];
        }
      side[g] = (StatsPopulation){ .n = rows->rows.n, .x = x[g], .stratum = rows->rows.stratum };
    }
  g_assert_cmpint (stats_standardise (fit, &baseline->baseline, link_of (node), &side[1],
                                      &side[0], n, NULL,
                                      &(StatsStandardised){ v[0], v[1], v[2], v[3], v[4], v[5] }),
                   ==, STATS_FIT_OK);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_numbers (v[i], test_reference_get (expected, names[i]), n, what, names[i]);
}

static void
check_hazard (JsonNode *node,
              const char *what)
{
  g_autoptr (TestRows) rows = rows_of (node);
  g_autoptr (TestBaseline) baseline = baseline_of (node, rows);
  g_autoptr (StatsFit) fit = NULL;

  g_assert_cmpint (stats_hazard_fit (&rows->rows, &baseline->baseline, link_of (node), &fit), ==,
                   STATS_FIT_OK);
  assert_numbers (fit->coef, test_reference_get (node, "coef"), fit->n, what, "coef");
  assert_matrix (fit->variance, test_reference_get (node, "variance"), fit->n, what);
  assert_fit_number (-2 * fit->loglik_null, number (node, "null_deviance"), what, "deviance", 0);
  assert_fit_number (-2 * fit->loglik, number (node, "deviance"), what, "deviance", 1);
  check_tests (fit, node, what);
  check_hazard_curves (node, rows, fit, baseline, what);
  if (get (node, "standardised") != NULL)
    check_standardised (node, rows, fit, baseline, what);
}

static void
check_firth (JsonNode *node,
             const char *what)
{
  g_autoptr (TestRows) rows = rows_of (node);
  g_autoptr (TestBaseline) baseline = baseline_of (node, rows);
  g_autoptr (StatsFit) fit = NULL;
  double lo[16], hi[16], chisq[16], lr;
  gboolean all[16] = { FALSE };
  bool zero[16];
  guint df;

  g_assert_cmpint (stats_firth_fit (&rows->rows, &baseline->baseline, link_of (node), &fit), ==,
                   STATS_FIT_OK);
  assert_numbers (fit->coef, test_reference_get (node, "coef"), fit->n, what, "coef");
  assert_matrix (fit->variance, test_reference_get (node, "variance"), fit->n, what);
  assert_fit_number (-2 * fit->loglik, number (node, "deviance"), what, "deviance", 0);
  g_assert_false (all[0]);
  if (link_of (node) != STATS_LINK_LOGIT)
    {
      g_assert_true (isnan (fit->penalised) && isnan (fit->lr));
      g_assert_cmpint (stats_firth_profile (&rows->rows, &baseline->baseline, fit, 0.95, lo, hi,
                                            chisq),
                       ==, STATS_FIT_INVALID);
      return;
    }
  assert_fit_number (fit->penalised, number (node, "penalised"), what, "penalised", 0);
  assert_fit_number (fit->lr, number (node, "lr"), what, "lr", 0);
  g_assert_cmpint (stats_firth_profile (&rows->rows, &baseline->baseline, fit, 0.95, lo, hi,
                                        chisq),
                   ==, STATS_FIT_OK);
  assert_numbers (lo, test_reference_get (node, "lo"), fit->n_terms, what, "lo");
  assert_numbers (hi, test_reference_get (node, "hi"), fit->n_terms, what, "hi");
  assert_numbers (chisq, test_reference_get (node, "lr_each"), fit->n_terms, what, "lr_each");
  for (guint i = 0; i < 16; i++)
    zero[i] = true;
  g_assert_cmpint (stats_firth_test (&rows->rows, &baseline->baseline, fit, zero, &lr, &df), ==,
                   STATS_FIT_OK);
  assert_fit_number (lr, number (node, "lr"), what, "lr", 1);
  g_assert_cmpuint (df, ==, stats_fit_df (fit));
}

static void
check_fine_gray (JsonNode *node,
                 const char *what)
{
  g_autoptr (TestRows) all = rows_of (node);
  g_autoptr (StatsFit) fit = NULL;
  g_autoptr (StatsFit) efron = NULL;

  if (g_str_equal (text (node, "data"), "models"))
    {
      /* The case is of those who didn't enter late. */
      g_autoptr (TestTable) table = test_table_load ("models/cohort.csv");

      for (guint i = 0; i < all->rows.n; i++)
        if (test_table_number (table, i, "first") != 1)
          all->last->data[i] = 0;
    }
  g_assert_cmpint (stats_fine_gray_fit (&all->rows, STATS_TIES_BRESLOW, &fit), ==, STATS_FIT_OK);
  assert_numbers (fit->coef, test_reference_get (node, "coef"), fit->n, what, "coef");
  assert_fit_number (fit->loglik_null, number (node, "loglik_null"), what, "loglik_null", 0);
  assert_fit_number (fit->loglik, number (node, "loglik"), what, "loglik", 0);
  if (get (node, "variance") != NULL)
    assert_matrix (fit->variance, test_reference_get (node, "variance"), fit->n, what);
  g_assert_cmpint (stats_fine_gray_fit (&all->rows, STATS_TIES_EFRON, &efron), ==, STATS_FIT_OK);
  assert_numbers (efron->coef, test_reference_get (node, "coef_efron"), fit->n, what, "efron");
}

static void
test_cases (gconstpointer kind)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("models/expected.json");
  JsonArray *cases = json_node_get_array (test_reference_get (root, "cases"));
  guint n = 0;

  tolerance = TEST_FIT;
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonNode *node = json_array_get_element (cases, i);
      g_autofree char *what = describe (node);

      if (!g_str_equal (text (node, "kind"), kind))
        continue;
      n++;
      n_compared = 0;
      if (g_str_equal (kind, "cox"))
        check_cox (node, what);
      else if (g_str_equal (kind, "hazard"))
        check_hazard (node, what);
      else if (g_str_equal (kind, "firth"))
        check_firth (node, what);
      else
        check_fine_gray (node, what);
      g_assert_cmpuint (n_compared, >=, 8);
    }
  g_assert_cmpuint (n, >=, 4);
}

/* The two cohorts ------------------------------------------------------------------------------ */

static void
test_cohort_cox (gconstpointer cohort)
{
  g_autofree char *file = g_strconcat (cohort, "/expected.json", NULL);
  g_autoptr (JsonNode) expected = test_reference_load_json (file);
  g_autoptr (TestRows) rows = test_rows_load (cohort, three_terms, NULL, FALSE, FALSE);
  const char *const ties[] = { "breslow", "efron", "exact" };

  tolerance = TEST_FIT_COHORT;
  for (guint i = 0; i < G_N_ELEMENTS (ties); i++)
    {
      g_autofree char *path = g_strconcat ("cox/", ties[i], NULL);
      JsonNode *node = test_reference_get (expected, path);
      g_autoptr (StatsFit) fit = NULL;

      g_assert_cmpint (stats_cox_fit (&rows->rows, ties_of (ties[i]), STATS_COX_EXACT_OPERATIONS,
                                      &fit),
                       ==, STATS_FIT_OK);
      assert_named (fit, node, path);
      assert_fit_number (fit->loglik_null, number (node, "loglik_null"), path, "loglik_null", 0);
      assert_fit_number (fit->loglik, number (node, "loglik"), path, "loglik", 0);
      assert_fit_number (fit->score, number (node, "score"), path, "score", 0);
      if (!g_str_equal (ties[i], "efron"))
        continue;
      {
        double chisq[3], global, p;
        guint df;
        JsonNode *zph = test_reference_get (expected, "zph_identity");
        JsonNode *predicted = test_reference_get (expected, "predicted");
        double x[] = { 1, 35, 3 }, F[6], se[6], lo[6], hi[6];

        g_assert_cmpint (stats_cox_zph (&rows->rows, fit, STATS_TIES_EFRON, chisq, &global, &df),
                         ==, STATS_FIT_OK);
        for (guint j = 0; j < 3; j++)
          {
            g_autofree char *name = g_strconcat (three_terms[j], "/chisq", NULL);

            p = number (zph, name);
            assert_fit_number (chisq[j], p, "zph", name, j);
          }
        assert_fit_number (global, number (zph, "GLOBAL/chisq"), "zph", "GLOBAL", 0);
        g_assert_cmpint (stats_cox_curve (&rows->rows, fit, x, 0, 6, F, se), ==, STATS_FIT_OK);
        for (guint k = 0; k < 6; k++)
          g_assert_true (stats_interval_curve (F[k], se[k], STATS_CONF_LOG, 0.95, &lo[k], &hi[k]));
        assert_numbers (F, test_reference_get (predicted, "cumulative"), 6, "predicted", "F");
        assert_numbers (lo, test_reference_get (predicted, "log_lo"), 6, "predicted", "log_lo");
        assert_numbers (hi, test_reference_get (predicted, "log_hi"), 6, "predicted", "log_hi");
      }
    }
}

static void
test_cohort_discrete (gconstpointer cohort)
{
  g_autofree char *file = g_strconcat (cohort, "/expected.json", NULL);
  g_autoptr (JsonNode) expected = test_reference_load_json (file);
  g_autoptr (TestRows) rows = test_rows_load (cohort, three_terms, NULL, FALSE, FALSE);
  g_autoptr (TestBaseline) baseline = test_baseline_new (rows, 4, FALSE);
  const char *const links[] = { "logit", "cloglog" };
  g_autoptr (StatsFit) firth = NULL;
  g_autoptr (StatsFit) fine_gray = NULL;

  tolerance = TEST_FIT_COHORT;
  for (guint link = 0; link < 2; link++)
    {
      g_autofree char *path = g_strconcat ("discrete/", links[link], NULL);
      JsonNode *node = test_reference_get (expected, path);
      g_autoptr (StatsFit) fit = NULL;

      g_assert_cmpint (stats_hazard_fit (&rows->rows, &baseline->baseline, link, &fit), ==,
                       STATS_FIT_OK);
      assert_named (fit, node, path);
      assert_fit_number (-2 * fit->loglik, number (node, "deviance"), path, "deviance", 0);
    }
  g_assert_cmpint (stats_firth_fit (&rows->rows, &baseline->baseline, STATS_LINK_LOGIT, &firth),
                   ==, STATS_FIT_OK);
  assert_named (firth, test_reference_get (expected, "firth"), "firth");
  assert_fit_number (-2 * firth->loglik, number (expected, "firth/deviance"), "firth", "deviance",
                     0);
  g_assert_cmpint (stats_fine_gray_fit (&rows->rows, STATS_TIES_BRESLOW, &fine_gray), ==,
                   STATS_FIT_OK);
  assert_named (fine_gray, test_reference_get (expected, "fine_gray"), "fine_gray");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/stats/models/cox", "cox", test_cases);
  g_test_add_data_func ("/stats/models/hazard", "hazard", test_cases);
  g_test_add_data_func ("/stats/models/firth", "firth", test_cases);
  g_test_add_data_func ("/stats/models/fine-gray", "fine-gray", test_cases);
  for (guint i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      g_autofree char *cox = g_strdup_printf ("/stats/models/%s/cox", cohorts[i]);
      g_autofree char *discrete = g_strdup_printf ("/stats/models/%s/discrete", cohorts[i]);

      g_test_add_data_func (cox, cohorts[i], test_cohort_cox);
      g_test_add_data_func (discrete, cohorts[i], test_cohort_discrete);
    }
  return g_test_run ();
}
