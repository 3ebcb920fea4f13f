/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What holds for models of any cohort, on seeded random ones. A failure prints the seed of its
 * cohort: NATALITY_TEST_SEED=N runs that one alone.
 */
#include "stats-cox.h"
#include "stats-fine-gray.h"
#include "stats-firth.h"
#include "stats-hazard.h"
#include "stats-standardise.h"
#include "test-stats-models-common.h"

#include <math.h>
#include <string.h>

/* Of the standard errors. Where glm's iteration for the complementary log-log ends, some 1e-6 of
 * them from the maximum, may turn on how a deviance is rounded. */
#define SAME 1e-9
#define SAME_CLOGLOG 1e-6

typedef enum
{
  MODEL_BRESLOW,
  MODEL_EFRON,
  MODEL_EXACT,
  MODEL_LOGIT,
  MODEL_CLOGLOG,
  MODEL_FIRTH,
  MODEL_FIRTH_CLOGLOG,
  MODEL_FINE_GRAY,
  MODEL_FINE_GRAY_EFRON,
  N_MODELS
} Model;

static const char *const model_names[N_MODELS]
    = { "breslow", "efron",         "exact",     "logit",          "cloglog",
        "firth",   "firth cloglog", "fine-gray", "fine-gray efron" };

static double
same_for (guint model)
{
  return model == MODEL_CLOGLOG ? SAME_CLOGLOG : SAME;
}

static StatsFitStatus
fit_model (const TestRows *rows,
           Model model,
           StatsFit **out_fit)
{
  g_autoptr (TestBaseline) baseline = test_baseline_new (rows, 3, FALSE);

  switch (model)
    {
    case MODEL_LOGIT:
    case MODEL_CLOGLOG:
      return stats_hazard_fit (&rows->rows, &baseline->baseline,
                               model == MODEL_LOGIT ? STATS_LINK_LOGIT : STATS_LINK_CLOGLOG,
                               out_fit);
    case MODEL_FIRTH:
    case MODEL_FIRTH_CLOGLOG:
      return stats_firth_fit (&rows->rows, &baseline->baseline,
                              model == MODEL_FIRTH ? STATS_LINK_LOGIT : STATS_LINK_CLOGLOG,
                              out_fit);
    case MODEL_FINE_GRAY:
    case MODEL_FINE_GRAY_EFRON:
      return stats_fine_gray_fit (&rows->rows,
                                  model == MODEL_FINE_GRAY ? STATS_TIES_BRESLOW : STATS_TIES_EFRON,
                                  out_fit);
    default:
      return stats_cox_fit (&rows->rows, (StatsTies) model, STATS_COX_EXACT_OPERATIONS, out_fit);
    }
}

static void
copy_row (TestRows *to,
          const TestRows *from,
          guint i)
{
  test_rows_add (to, from->rows.x + (gsize) i * from->rows.n_terms, from->rows.first[i],
                 from->rows.last[i], from->rows.fate[i], from->rows.count[i],
                 from->rows.stratum[i]);
}

/* The transformations -------------------------------------------------------------------------- */

static TestRows *
shuffled (const TestRows *rows,
          GRand *rand)
{
  TestRows *out = test_rows_new (rows->rows.n_terms);
  g_autofree guint *order = g_new (guint, rows->rows.n + 1);

  for (guint i = 0; i < rows->rows.n; i++)
    {
      guint j = (guint) g_rand_int_range (rand, 0, (gint32) i + 1);

      order[i] = order[j];
      order[j] = i;
    }
  for (guint i = 0; i < rows->rows.n; i++)
    copy_row (out, rows, order[i]);
  return out;
}

/* Each row cut somewhere, and rows that count nowhere between them. */
static TestRows *
cut_up (const TestRows *rows,
        GRand *rand)
{
  TestRows *out = test_rows_new (rows->rows.n_terms);
  const double nowhere[TEST_N_TERMS] = { NAN, 1e300, 5 };

  for (guint i = 0; i < rows->rows.n; i++)
    {
      const double *x = rows->rows.x + (gsize) i * TEST_N_TERMS;
      guint first = rows->rows.first[i], last = rows->rows.last[i];
      guint middle = (guint) g_rand_int_range (rand, (gint32) first, (gint32) last + 1);

      if (middle < last)
        test_rows_add (out, x, first, middle, 0, 1, rows->rows.stratum[i]);
      test_rows_add (out, x, middle < last ? middle + 1 : first, last, rows->rows.fate[i], 1,
                     rows->rows.stratum[i]);
      if (i % 7 == 0)
        test_rows_add (out, nowhere, 1, 0, 1, 1, 0);
      if (i % 11 == 0)
        test_rows_add (out, x, 1, 9, 1, 0, 1);
    }
  return out;
}

/* All rows three times: as three rows, and as one with a count of three. */
static TestRows *
tripled (const TestRows *rows,
         gboolean counted)
{
  TestRows *out = test_rows_new (rows->rows.n_terms);

  for (guint i = 0; i < rows->rows.n; i++)
    for (guint copy = 0; copy < (counted ? 1 : 3); copy++)
      test_rows_add (out, rows->rows.x + (gsize) i * rows->rows.n_terms, rows->rows.first[i],
                     rows->rows.last[i], rows->rows.fate[i], counted ? 3 : 1,
                     rows->rows.stratum[i]);
  return out;
}

static TestRows *
rescaled (const TestRows *rows,
          const double *scale,
          const double *shift)
{
  TestRows *out = test_rows_new (TEST_N_TERMS);

  for (guint i = 0; i < rows->rows.n; i++)
    {
      double x[TEST_N_TERMS];

      for (guint j = 0; j < TEST_N_TERMS; j++)
        x[j] = rows->rows.x[(gsize) i * TEST_N_TERMS + j] * scale[j] + shift[j];
      test_rows_add (out, x, rows->rows.first[i], rows->rows.last[i], rows->rows.fate[i], 1,
                     rows->rows.stratum[i]);
    }
  return out;
}

/* With a column that is constant, and one that is the sum of the first two. */
static TestRows *
with_aliased (const TestRows *rows)
{
  TestRows *out = test_rows_new (TEST_N_TERMS + 2);

  for (guint i = 0; i < rows->rows.n; i++)
    {
      const double *x = rows->rows.x + (gsize) i * TEST_N_TERMS;
      const double more[] = { x[0], x[1], 0.1, x[0] + x[1], x[2] };

      test_rows_add (out, more, rows->rows.first[i], rows->rows.last[i], rows->rows.fate[i], 1,
                     rows->rows.stratum[i]);
    }
  return out;
}

/* Properties ----------------------------------------------------------------------------------- */

/* Fits both ways with every model, and compares. */
static void
compare (const TestRows *a,
         TestRows *b,
         const double *scale,
         guint32 seed,
         const char *what)
{
  test_rows_update (b);
  for (guint model = 0; model < N_MODELS; model++)
    {
      g_autofree char *name = g_strdup_printf ("seed %u, %s: %s", seed, what, model_names[model]);
      g_autoptr (StatsFit) fit = NULL;
      g_autoptr (StatsFit) same = NULL;
      StatsFitStatus status = fit_model (a, (Model) model, &fit);

      if (fit_model (b, (Model) model, &same) != status)
        g_error ("%s: another status than %d", name, status);
      if (status != STATS_FIT_OK)
        continue;
      test_assert_same_fit (fit, same, scale, same_for (model), name);
      if (scale == NULL)
        test_assert_close (same->loglik, fit->loglik, 1e-11, 1e-11, "%s: loglik", name);
      if (!isnan (fit->score))
        test_assert_close (same->score, fit->score, 1e-9, 1e-9, "%s: score", name);
    }
}

static void
test_nothing_changes (void)
{
  for (guint i = 0; i < test_n_cases (60); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      gboolean late = seed % 3 == 0;
      g_autoptr (TestRows) rows = test_rows_new_random (rand, 120, 6, late);
      g_autoptr (TestRows) other = shuffled (rows, rand);
      g_autoptr (TestRows) pieces = cut_up (rows, rand);
      g_autoptr (TestRows) thrice = tripled (rows, FALSE);
      g_autoptr (TestRows) counted = tripled (rows, TRUE);
      const double scale[TEST_N_TERMS] = { -1, 1e-3, 250 }, shift[TEST_N_TERMS] = { 1, 2000, -7 };
      g_autoptr (TestRows) units = rescaled (rows, scale, shift);

      compare (rows, other, NULL, seed, "order of rows");
      compare (rows, units, scale, seed, "units of terms");
      test_rows_update (thrice);
      compare (thrice, counted, NULL, seed, "counts");
      /* Fine and Gray's takes a row for a patient. */
      for (guint model = 0; model < MODEL_FINE_GRAY; model++)
        {
          g_autofree char *name = g_strdup_printf ("seed %u, cut: %s", seed, model_names[model]);
          g_autoptr (StatsFit) fit = NULL;
          g_autoptr (StatsFit) same = NULL;
          StatsFitStatus status = fit_model (rows, (Model) model, &fit);

          test_rows_update (pieces);
          g_assert_cmpint (fit_model (pieces, (Model) model, &same), ==, status);
          if (status == STATS_FIT_OK)
            test_assert_same_fit (fit, same, NULL, same_for (model), name);
        }
    }
}

/* Terms that others determine change nothing for the others. */
static void
test_aliased (void)
{
  const guint at[] = { 0, 1, 4 };

  for (guint i = 0; i < test_n_cases (60); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      g_autoptr (TestRows) rows = test_rows_new_random (rand, 80, 5, FALSE);
      g_autoptr (TestRows) more = with_aliased (rows);

      test_rows_update (more);
      for (guint model = 0; model < N_MODELS; model++)
        {
          g_autoptr (StatsFit) fit = NULL;
          g_autoptr (StatsFit) aliased = NULL;
          StatsFitStatus status = fit_model (rows, (Model) model, &fit);
          guint b;

          g_assert_cmpint (fit_model (more, (Model) model, &aliased), ==, status);
          if (status != STATS_FIT_OK)
            continue;
          b = fit->n_baseline;
          g_assert_cmpuint (stats_fit_df (aliased), ==, TEST_N_TERMS);
          g_assert_cmpint (aliased->state[b + 2], ==, STATS_TERM_ALIASED);
          g_assert_cmpint (aliased->state[b + 3], ==, STATS_TERM_ALIASED);
          g_assert_true (isnan (aliased->coef[b + 2]) && isnan (stats_fit_se (aliased, b + 3)));
          for (guint j = 0; j < TEST_N_TERMS; j++)
            {
              double se = stats_fit_se (fit, b + j), wald;
              bool which[64] = { false };
              guint df;

              /* The test of one term, and of one beside another that isn't there. */
              which[b + at[j]] = which[b + 3] = true;
              wald = stats_fit_wald (aliased, which, &df);
              g_assert_cmpuint (df, ==, 1);
              test_assert_close (wald, pow (fit->coef[b + j] / se, 2), 1e-5, 1e-12,
                                 "seed %u, %s: wald of %u", seed, model_names[model], j);

              test_assert_close (aliased->coef[b + at[j]], fit->coef[b + j], 0,
                                 same_for (model) * se, "seed %u, %s: coef %u", seed,
                                 model_names[model], j);
              test_assert_close (stats_fit_se (aliased, b + at[j]), se, same_for (model), 0,
                                 "seed %u, %s: se %u", seed, model_names[model], j);
            }
          test_assert_close (aliased->wald, fit->wald, 1e-7, 1e-9, "seed %u, %s: wald", seed,
                             model_names[model]);
        }
    }
}

/* Every patient m times: a hazard model's and Breslow's estimates stay, variances are an m-th. */
static void
test_multiplied (void)
{
  const Model models[] = { MODEL_BRESLOW, MODEL_LOGIT, MODEL_CLOGLOG, MODEL_FINE_GRAY };

  for (guint i = 0; i < test_n_cases (40); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      g_autoptr (TestRows) rows = test_rows_new_random (rand, 100, 6, FALSE);
      g_autoptr (TestRows) more = tripled (rows, TRUE);

      test_rows_update (more);
      for (guint m = 0; m < G_N_ELEMENTS (models); m++)
        {
          g_autoptr (StatsFit) fit = NULL;
          g_autoptr (StatsFit) tripled_fit = NULL;

          if (fit_model (rows, models[m], &fit) != STATS_FIT_OK)
            continue;
          g_assert_cmpint (fit_model (more, models[m], &tripled_fit), ==, STATS_FIT_OK);
          for (guint j = 0; j < fit->n * fit->n; j++)
            tripled_fit->variance[j] *= 3;
          test_assert_same_fit (fit, tripled_fit, NULL, same_for (models[m]),
                                model_names[models[m]]);
        }
    }
}

/* The score test of the exact likelihood at 0 is the log-rank test, also stratified. */
static void
test_log_rank (void)
{
  for (guint i = 0; i < test_n_cases (200); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      guint women = (guint) g_rand_int_range (rand, 2, 150);
      g_autoptr (TestRows) all = test_rows_new_random (rand, women, 8, seed % 2 == 0);
      g_autoptr (TestRows) rows = test_rows_new (1);
      g_autoptr (StatsFit) fit = NULL;
      StatsFitStatus status;
      double U = 0, V = 0;

      for (guint j = 0; j < all->rows.n; j++)
        test_rows_add (rows, all->rows.x + (gsize) j * TEST_N_TERMS, all->rows.first[j],
                       all->rows.last[j], all->rows.fate[j], 1, all->rows.stratum[j]);
      test_rows_update (rows);
      for (guint s = 0; s < 2; s++)
        for (guint k = 1; k <= 8; k++)
          {
            double n[2] = { 0, 0 }, d[2] = { 0, 0 }, N, D;

            for (guint j = 0; j < all->rows.n; j++)
              if (rows->rows.stratum[j] == s && rows->rows.first[j] <= k && rows->rows.last[j] >= k)
                {
                  guint g = rows->rows.x[j] > 0;

                  n[g]++;
                  d[g] += rows->rows.last[j] == k && rows->rows.fate[j] == 1;
                }
            N = n[0] + n[1];
            D = d[0] + d[1];
            if (D == 0)
              continue;
            U += d[1] - D * n[1] / N;
            if (N > 1)
              V += D * (N - D) / (N - 1) * (n[1] / N) * (n[0] / N);
          }
      status = stats_cox_fit (&rows->rows, STATS_TIES_EXACT, STATS_COX_EXACT_OPERATIONS, &fit);
      if (V > 0)
        test_assert_close (fit->score, U * U / V, 1e-10, 1e-10, "seed %u: log-rank", seed);
      else
        g_assert_true (status == STATS_FIT_SINGULAR || status == STATS_FIT_NO_EVENTS);
    }
}

/* Risk tables by group and stratum are enough where the group is the only term. */
static void
test_pooled (void)
{
  for (guint i = 0; i < test_n_cases (40); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      g_autoptr (TestRows) all = test_rows_new_random (rand, 200, 6, FALSE);
      g_autoptr (TestRows) patients = test_rows_new (1);
      g_autoptr (TestRows) table = test_rows_new (1);

      for (guint j = 0; j < all->rows.n; j++)
        test_rows_add (patients, all->rows.x + (gsize) j * TEST_N_TERMS, 1, all->rows.last[j],
                       all->rows.fate[j], 1, all->rows.stratum[j]);
      test_rows_update (patients);
      for (guint s = 0; s < 2; s++)
        for (guint k = 1; k <= 6; k++)
          for (guint g = 0; g < 2; g++)
            {
              double x = g, at_risk = 0, births = 0;

              for (guint j = 0; j < all->rows.n; j++)
                if (patients->rows.stratum[j] == s && patients->rows.x[j] == g
                    && patients->rows.last[j] >= k)
                  {
                    at_risk++;
                    births += patients->rows.last[j] == k && patients->rows.fate[j] == 1;
                  }
              test_rows_add (table, &x, k, k, 1, births, s);
              test_rows_add (table, &x, k, k, 0, at_risk - births, s);
            }
      test_rows_update (table);
      for (guint model = 0; model < MODEL_FINE_GRAY; model++)
        {
          g_autoptr (StatsFit) a = NULL;
          g_autoptr (StatsFit) b = NULL;
          StatsFitStatus status = fit_model (patients, (Model) model, &a);

          g_assert_cmpint (fit_model (table, (Model) model, &b), ==, status);
          if (status == STATS_FIT_OK)
            test_assert_same_fit (a, b, NULL, same_for (model), model_names[model]);
        }
    }
}

/* A population of women who are alike has the curve of one of them, without its own variance; the
 * difference of two populations changes sign with them. */
static void
test_standardised (void)
{
  for (guint i = 0; i < test_n_cases (30); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      g_autoptr (TestRows) rows = test_rows_new_random (rand, 150, 6, FALSE);
      g_autoptr (TestBaseline) baseline = test_baseline_new (rows, 3, FALSE);
      StatsLink link = seed % 2 == 0 ? STATS_LINK_LOGIT : STATS_LINK_CLOGLOG;
      g_autoptr (StatsFit) fit = NULL;
      const double x[3 * TEST_N_TERMS] = { 1, 34.5, 2, 1, 34.5, 2, 1, 34.5, 2 };
      const double y[3 * TEST_N_TERMS] = { 0, 34.5, 2, 0, 34.5, 2, 0, 34.5, 2 };
      guint n = baseline->baseline.k_max;
      double F[255], se[255], v[8][255];
      StatsPopulation a = { .n = 3, .x = x }, b = { .n = 3, .x = y };
      StatsStandardised out = { v[0], v[1], v[2], v[3], v[4], v[5] };
      StatsStandardised swapped = { .difference = v[6], .se_difference = v[7] };

      if (stats_hazard_fit (&rows->rows, &baseline->baseline, link, &fit) != STATS_FIT_OK)
        continue;
      g_assert_cmpint (stats_hazard_curve (fit, &baseline->baseline, link, x, 0, n, F, se), ==,
                       STATS_FIT_OK);
      g_assert_cmpint (stats_standardise (fit, &baseline->baseline, link, &a, &b, n, NULL, &out),
                       ==, STATS_FIT_OK);
      g_assert_cmpint (stats_standardise (fit, &baseline->baseline, link, &b, &a, n, NULL,
                                          &swapped),
                       ==, STATS_FIT_OK);
      for (guint k = 0; k < n; k++)
        {
          test_assert_close (v[0][k], F[k], 1e-12, 0, "seed %u: estimate", seed);
          test_assert_close (v[1][k], se[k], 1e-10, 0, "seed %u: se", seed);
          test_assert_close (v[4][k], v[0][k] - v[2][k], 0, 1e-12, "seed %u: difference", seed);
          test_assert_close (v[6][k], -v[4][k], 0, 1e-12, "seed %u: swapped", seed);
          test_assert_close (v[7][k], v[5][k], 1e-10, 1e-14, "seed %u: swapped se", seed);
          if (k > 0)
            g_assert_cmpfloat (F[k], >=, F[k - 1]);
        }
    }
}

/* Whatever the rows: a status, estimates exactly where the state says so, and never an infinity. */
static void
test_anything (void)
{
  guint statuses[STATS_FIT_NO_MEMORY + 1] = { 0 };

  for (guint i = 0; i < test_n_cases (1000); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      guint n = (guint) g_rand_int_range (rand, 0, seed % 2 == 0 ? 8 : 60);
      guint k_max = (guint) g_rand_int_range (rand, 1, 13);
      double births = seed % 5 == 0 ? (seed / 5) % 2 : g_rand_double (rand);
      double unit = seed % 3 == 0 ? pow (10, g_rand_double_range (rand, -100, 100)) : 1;
      g_autoptr (TestRows) rows = test_rows_new (TEST_N_TERMS);

      for (guint j = 0; j < n; j++)
        {
          guint last = (guint) g_rand_int_range (rand, 0, (gint32) k_max + 1);
          guint fate = g_rand_double (rand) < births ? 1 : (guint) g_rand_int_range (rand, 0, 4);
          gboolean early = fate == 1 && last == 1 && seed % 4 == 0;
          const double x[] = { g_rand_int_range (rand, 0, 2), unit * g_rand_double (rand), early };

          test_rows_add (rows, x, 1, last, births == 0 && fate == 1 ? 0 : fate, 1,
                         (guint) g_rand_int_range (rand, 0, 2));
        }
      test_rows_update (rows);
      for (guint model = 0; model < N_MODELS; model++)
        {
          g_autoptr (StatsFit) fit = NULL;
          StatsFitStatus status = fit_model (rows, (Model) model, &fit);
          gboolean fitted = status == STATS_FIT_OK || status == STATS_FIT_SEPARATED
                            || status == STATS_FIT_SINGULAR;

          statuses[status]++;
          if (status == STATS_FIT_INVALID || status == STATS_FIT_TOO_LARGE || fit == NULL)
            g_error ("seed %u, %s: status %d", seed, model_names[model], status);
          for (guint j = 0; j < fit->n; j++)
            {
              gboolean known = fitted && fit->state[j] == STATS_TERM_ESTIMATED;

              if (isfinite (fit->coef[j]) != known || isinf (fit->coef[j])
                  || (stats_fit_se (fit, j) > 0 && isfinite (stats_fit_se (fit, j))) != known)
                g_error ("seed %u, %s: status %d, parameter %u, state %d: %g (%g)", seed,
                         model_names[model], status, j, fit->state[j], fit->coef[j],
                         stats_fit_se (fit, j));
            }
          g_assert_false (isinf (fit->loglik) || isinf (fit->score) || isinf (fit->wald)
                          || isinf (fit->lr) || isinf (fit->penalised));
          if (status == STATS_FIT_NOT_CONVERGED)
            g_error ("seed %u, %s: not converged", seed, model_names[model]);
        }
    }
  if (g_getenv ("NATALITY_TEST_SEED") != NULL)
    return;
  g_assert_cmpuint (statuses[STATS_FIT_OK], >, 0);
  g_assert_cmpuint (statuses[STATS_FIT_SEPARATED], >, 0);
  g_assert_cmpuint (statuses[STATS_FIT_NO_EVENTS], >, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/models/invariants/nothing-changes", test_nothing_changes);
  g_test_add_func ("/stats/models/invariants/aliased", test_aliased);
  g_test_add_func ("/stats/models/invariants/multiplied", test_multiplied);
  g_test_add_func ("/stats/models/invariants/log-rank", test_log_rank);
  g_test_add_func ("/stats/models/invariants/pooled", test_pooled);
  g_test_add_func ("/stats/models/invariants/standardised", test_standardised);
  g_test_add_func ("/stats/models/invariants/anything", test_anything);
  return g_test_run ();
}
