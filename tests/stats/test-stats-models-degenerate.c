/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models of thin, separated and contradictory rows; splines, levels, balance; worked numbers. */
#define MATHLIB_STANDALONE
#include "stats-cox.h"
#include "stats-fine-gray.h"
#include "stats-firth.h"
#include "stats-hazard.h"
#include "stats-matrix.h"
#include "stats-spline.h"
#include "stats-standardise.h"
#include "test-stats-models-common.h"

#include <Rmath.h>
#include <math.h>

static const char *const three_terms[] = { "treated", "age", "losses", NULL };

/* Thin rows ------------------------------------------------------------------------------------ */

static StatsFitStatus
cox_status (const TestRows *rows,
            StatsTies ties)
{
  g_autoptr (StatsFit) fit = NULL;
  StatsFitStatus status = stats_cox_fit (&rows->rows, ties, STATS_COX_EXACT_OPERATIONS, &fit);

  for (guint i = 0; fit != NULL && status != STATS_FIT_OK && i < fit->n; i++)
    g_assert_true (isnan (fit->coef[i]) && isnan (stats_fit_se (fit, i)));
  return status;
}

static StatsFitStatus
hazard_status (const TestRows *rows,
               gboolean firth)
{
  g_autoptr (TestBaseline) baseline = test_baseline_new (rows, 0, FALSE);
  g_autoptr (StatsFit) fit = NULL;

  return firth ? stats_firth_fit (&rows->rows, &baseline->baseline, STATS_LINK_LOGIT, &fit)
               : stats_hazard_fit (&rows->rows, &baseline->baseline, STATS_LINK_LOGIT, &fit);
}

static void
test_nothing_to_fit (void)
{
  g_autoptr (TestRows) empty = test_rows_new (1);
  g_autoptr (TestRows) nobody = test_rows_new (1);
  g_autoptr (TestRows) no_births = test_rows_new (1);
  g_autoptr (TestRows) one = test_rows_new (1);
  g_autoptr (TestRows) at_once = test_rows_new (1);
  TestRows *without[] = { empty, nobody, no_births };

  test_rows_update (empty);
  for (guint i = 0; i < 6; i++)
    {
      const double x = i % 2;

      test_rows_add (nobody, &x, 1, 0, 1, 1, 0);
      test_rows_add (no_births, &x, 1, 1 + i, i % 3 == 1 ? 3 : i % 3, 1, 0);
      test_rows_add (at_once, &x, 1, 1, 1, 1, 0);
    }
  for (guint i = 0; i < 6; i++)
    no_births->fate->data[i] = i % 3 == 1 ? 3 : (guint8) (i % 3);
  test_rows_update (nobody);
  test_rows_update (no_births);
  test_rows_update (at_once);
  for (guint i = 0; i < G_N_ELEMENTS (without); i++)
    {
      g_autoptr (StatsFit) fine_gray = NULL;

      for (guint ties = 0; ties < 3; ties++)
        g_assert_cmpint (cox_status (without[i], (StatsTies) ties), ==, STATS_FIT_NO_EVENTS);
      g_assert_cmpint (hazard_status (without[i], FALSE), ==, STATS_FIT_NO_EVENTS);
      g_assert_cmpint (hazard_status (without[i], TRUE), ==, STATS_FIT_NO_EVENTS);
      g_assert_cmpint (stats_fine_gray_fit (&without[i]->rows, STATS_TIES_BRESLOW, &fine_gray), ==,
                       STATS_FIT_NO_EVENTS);
      g_assert_true (isnan (fine_gray->coef[0]));
    }

  /* One woman: nobody to compare her with. */
  test_rows_add (one, &(const double){ 1 }, 1, 2, 1, 1, 0);
  test_rows_update (one);
  for (guint ties = 0; ties < 3; ties++)
    g_assert_cmpint (cox_status (one, (StatsTies) ties), ==, STATS_FIT_SINGULAR);
  /* Everybody at once: R's coxph gives 0 for Breslow and Efron, nothing for exact. */
  g_assert_cmpint (cox_status (at_once, STATS_TIES_EXACT), ==, STATS_FIT_SINGULAR);
  g_assert_cmpint (cox_status (at_once, STATS_TIES_EFRON), ==, STATS_FIT_OK);
  g_assert_cmpint (hazard_status (at_once, FALSE), ==, STATS_FIT_NO_EVENTS);
}

static void
test_constant (void)
{
  static const char *const terms[] = { "treated", NULL };
  g_autoptr (TestRows) rows = test_rows_load ("cohort-52", terms, NULL, FALSE, FALSE);
  g_autoptr (TestBaseline) baseline = test_baseline_new (rows, 4, FALSE);
  g_autoptr (StatsFit) fit = NULL;
  double F[6], se[6], chisq, global;
  guint df;

  for (guint i = 0; i < rows->x->len; i++)
    g_array_index (rows->x, double, i) = 0.1;
  for (guint ties = 0; ties < 3; ties++)
    {
      g_autoptr (StatsFit) cox = NULL;

      g_assert_cmpint (stats_cox_fit (&rows->rows, (StatsTies) ties, 1e9, &cox), ==,
                       STATS_FIT_SINGULAR);
      g_assert_cmpint (cox->state[0], ==, STATS_TERM_ALIASED);
      g_assert_true (isnan (cox->coef[0]) && isnan (cox->score) && isnan (cox->lr));
      g_assert_cmpfloat (cox->loglik, ==, cox->loglik_null);
      if (ties == STATS_TIES_EXACT)
        continue;
      stats_cox_zph (&rows->rows, cox, (StatsTies) ties, &chisq, &global, &df);
      g_assert_true (isnan (chisq) && isnan (global) && df == 0);
    }
  /* The baseline is estimated all the same: here the observed shares at 1 to 3. */
  g_assert_cmpint (
      stats_hazard_fit (&rows->rows, &baseline->baseline, STATS_LINK_LOGIT, &fit), ==,
      STATS_FIT_SINGULAR);
  g_assert_cmpint (stats_hazard_curve (fit, &baseline->baseline, STATS_LINK_LOGIT,
                                       &(const double){ 7 }, 0, 6, F, se),
                   ==, STATS_FIT_OK);
  test_assert_close (F[0], 19.0 / 52, 1e-10, 0, "births at 1");
  test_assert_close (se[0], sqrt (19.0 / 52 * 33 / 52 / 52), 1e-10, 0, "se at 1");
  test_assert_close (F[1], 1 - 33.0 / 52 * 19 / 23, 1e-10, 0, "births by 2");
}

/* Separation ----------------------------------------------------------------------------------- */

/* A cohort with one more term, 1 for some of those who gave birth at their first transfer. Its
 * coefficient is infinite, and the others' limits are those of the rows without these women: in a
 * hazard model their rows fit for sure. */
static TestRows *
with_early (gboolean leave_out)
{
  g_autoptr (TestRows) all = test_rows_load ("cohort-160", three_terms, NULL, FALSE, FALSE);
  TestRows *rows = test_rows_new (leave_out ? 3 : 4);

  for (guint i = 0; i < all->rows.n; i++)
    {
      const double *x = all->rows.x + 3 * i;
      gboolean early = i % 4 == 0 && all->rows.fate[i] == 1 && all->rows.last[i] == 1;
      const double more[] = { x[0], early, x[1], x[2] };

      if (!leave_out)
        test_rows_add (rows, more, 1, all->rows.last[i], all->rows.fate[i], 1, 0);
      else if (!early)
        test_rows_add (rows, x, 1, all->rows.last[i], all->rows.fate[i], 1, 0);
    }
  test_rows_update (rows);
  return rows;
}

static void
test_separated (void)
{
  g_autoptr (TestRows) rows = with_early (FALSE);
  g_autoptr (TestRows) rest = with_early (TRUE);
  g_autoptr (TestBaseline) baseline = test_baseline_new (rows, 4, FALSE);
  const guint at[] = { 0, 2, 3 };

  for (guint link = 0; link < 2; link++)
    {
      g_autoptr (StatsFit) fit = NULL;
      g_autoptr (StatsFit) limit = NULL;
      g_autoptr (StatsFit) firth = NULL;
      double F[6], se[6], lo[4], hi[4], chisq[4];
      double of_limit[6], se_limit[6];
      const double x[] = { 1, 1, 35, 3 }, without[] = { 1, 0, 35, 3 }, rest_x[] = { 1, 35, 3 };
      guint b = baseline->baseline.n_columns;

      g_assert_cmpint (stats_hazard_fit (&rows->rows, &baseline->baseline, link, &fit), ==,
                       STATS_FIT_SEPARATED);
      g_assert_cmpint (stats_hazard_fit (&rest->rows, &baseline->baseline, link, &limit), ==,
                       STATS_FIT_OK);
      for (guint i = 0; i < b; i++)
        test_assert_close (fit->coef[i], limit->coef[i], 0, 1e-4, "baseline %u", i);
      for (guint i = 0; i < 3; i++)
        {
          g_assert_cmpint (fit->state[b + at[i]], ==, STATS_TERM_ESTIMATED);
          test_assert_close (fit->coef[b + at[i]], limit->coef[b + i], 0,
                             1e-5 * stats_fit_se (limit, b + i), "coef %u", i);
          test_assert_close (stats_fit_se (fit, b + at[i]), stats_fit_se (limit, b + i), 1e-5, 0,
                             "se %u", i);
        }
      g_assert_cmpint (fit->state[b + 1], ==, STATS_TERM_SEPARATED);
      g_assert_true (isnan (fit->coef[b + 1]) && isnan (stats_fit_se (fit, b + 1))
                     && isnan (fit->wald));
      test_assert_close (fit->loglik, limit->loglik, 0, 1e-5, "likelihood's limit");
      g_assert_cmpfloat (fit->lr, >, 10);
      g_assert_cmpint (stats_hazard_curve (fit, &baseline->baseline, link, x, 0, 6, F, se), ==,
                       STATS_FIT_SEPARATED);
      g_assert_true (isnan (F[0]) && isnan (se[5]));
      /* Who has 0 in it has a curve, that of the limit. */
      g_assert_cmpint (stats_hazard_curve (fit, &baseline->baseline, link, without, 0, 6, F, se),
                       ==, STATS_FIT_OK);
      g_assert_cmpint (
          stats_hazard_curve (limit, &baseline->baseline, link, rest_x, 0, 6, of_limit, se_limit),
          ==, STATS_FIT_OK);
      for (guint k = 0; k < 6; k++)
        {
          test_assert_close (F[k], of_limit[k], 0, 1e-4, "curve %u", k);
          test_assert_close (se[k], se_limit[k], 0, 1e-4, "curve's se %u", k);
        }

      g_assert_cmpint (stats_firth_fit (&rows->rows, &baseline->baseline, link, &firth), ==,
                       STATS_FIT_OK);
      g_assert_true (firth->coef[b + 1] > 1 && firth->coef[b + 1] < 20);
      if (link != STATS_LINK_LOGIT)
        continue;
      g_assert_cmpint (stats_firth_profile (&rows->rows, &baseline->baseline, firth, 0.95, lo, hi,
                                            chisq),
                       ==, STATS_FIT_OK);
      g_assert_cmpfloat (lo[1], >, 0);
      g_assert_cmpfloat (hi[1], >, firth->coef[b + 1]);
      g_assert_cmpfloat (chisq[1], >, 10);
    }
}

/* Cox: in a group without births (a third of the women without one), the relative hazard is 0. The
 * others' limits are those of the rows without these women, who aren't at risk of anything. */
static void
test_no_births_in_group (void)
{
  g_autoptr (TestRows) all = test_rows_load ("cohort-160", three_terms, NULL, FALSE, FALSE);
  g_autoptr (TestRows) rows = test_rows_new (4);
  g_autoptr (TestRows) rest = test_rows_new (3);

  for (guint i = 0; i < all->rows.n; i++)
    {
      const double *x = all->rows.x + 3 * i;
      gboolean none = i % 3 == 0 && all->rows.fate[i] != 1;
      const double more[] = { x[0], none, x[1], x[2] };

      test_rows_add (rows, more, 1, all->rows.last[i], all->rows.fate[i], 1, 0);
      if (!none)
        test_rows_add (rest, x, 1, all->rows.last[i], all->rows.fate[i], 1, 0);
    }
  test_rows_update (rows);
  test_rows_update (rest);
  for (guint ties = 0; ties < 3; ties++)
    {
      g_autoptr (StatsFit) fit = NULL;
      g_autoptr (StatsFit) limit = NULL;
      double F[6], se[6];

      g_assert_cmpint (stats_cox_fit (&rows->rows, (StatsTies) ties, 1e9, &fit), ==,
                       STATS_FIT_SEPARATED);
      g_assert_cmpint (stats_cox_fit (&rest->rows, (StatsTies) ties, 1e9, &limit), ==,
                       STATS_FIT_OK);
      g_assert_cmpint (fit->state[1], ==, STATS_TERM_SEPARATED);
      g_assert_true (isnan (fit->coef[1]) && isnan (stats_fit_se (fit, 1)) && isnan (fit->wald));
      for (guint i = 0; i < 3; i++)
        {
          guint at = i > 0 ? i + 1 : 0;

          g_assert_cmpint (fit->state[at], ==, STATS_TERM_ESTIMATED);
          test_assert_close (fit->coef[at], limit->coef[i], 0, 1e-5 * stats_fit_se (limit, i),
                             "ties %u: coef %u", ties, i);
          test_assert_close (stats_fit_se (fit, at), stats_fit_se (limit, i), 1e-5, 0,
                             "ties %u: se %u", ties, i);
        }
      test_assert_close (fit->loglik, limit->loglik, 0, 1e-5, "likelihood's limit");
      g_assert_cmpint (stats_cox_curve (&rows->rows, fit, (const double[]){ 1, 0, 35, 3 }, 0, 6, F,
                                        se),
                       ==, STATS_FIT_SEPARATED);
      g_assert_true (isnan (F[0]) && isnan (se[5]));
    }
}

/* In the exact likelihood those who are chosen for sure leave the choice among the others: the same
 * as without them. (Breslow's and Efron's take tied births for rivals, and stay finite.) */
static void
test_early_exact (void)
{
  g_autoptr (TestRows) rows = with_early (FALSE);
  g_autoptr (TestRows) rest = with_early (TRUE);
  g_autoptr (StatsFit) fit = NULL;
  g_autoptr (StatsFit) limit = NULL;
  g_autoptr (StatsFit) efron = NULL;

  g_assert_cmpint (stats_cox_fit (&rows->rows, STATS_TIES_EXACT, 1e9, &fit), ==,
                   STATS_FIT_SEPARATED);
  g_assert_cmpint (stats_cox_fit (&rest->rows, STATS_TIES_EXACT, 1e9, &limit), ==, STATS_FIT_OK);
  g_assert_cmpint (stats_cox_fit (&rows->rows, STATS_TIES_EFRON, 1e9, &efron), ==, STATS_FIT_OK);
  g_assert_cmpint (fit->state[1], ==, STATS_TERM_SEPARATED);
  test_assert_close (fit->coef[0], limit->coef[0], 0, 1e-5, "limit");
  test_assert_close (fit->coef[3], limit->coef[2], 0, 1e-5, "limit");
  test_assert_close (fit->loglik, limit->loglik, 0, 1e-5, "likelihood's limit");
}

/* Contradictions ------------------------------------------------------------------------------- */

static void
test_invalid (void)
{
  static const struct
  {
    double x, count;
    guint first, last, fate, stratum;
  } bad[] = { { NAN, 1, 1, 1, 1, 0 },      { INFINITY, 1, 1, 1, 1, 0 }, { 1, -1, 1, 1, 1, 0 },
              { 1, NAN, 1, 1, 1, 0 },      { 1, INFINITY, 1, 1, 1, 0 }, { 1, 1, 0, 1, 1, 0 },
              { 1, 1, 3, 2, 1, 0 },        { 1, 1, 1, 1, 4, 0 },        { 1, 1, 1, 1, 1, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (TestRows) rows = test_rows_new (1);
      const double unit = 1, level[] = { 1, 1, 1 };
      const StatsBaseline baseline = { 1, 3, 1, level };
      StatsFit *fit;

      test_rows_add (rows, &unit, 1, 1, 1, 1, 0);
      test_rows_add (rows, &bad[i].x, bad[i].first, bad[i].last, bad[i].fate, bad[i].count,
                     bad[i].stratum);
      rows->rows.n_strata = 1;
      test_rows_update (rows);
      for (guint ties = 0; ties < 3; ties++)
        g_assert_cmpint (stats_cox_fit (&rows->rows, (StatsTies) ties, 1e9, &fit), ==,
                         STATS_FIT_INVALID);
      g_assert_null (fit);
      g_assert_cmpint (stats_hazard_fit (&rows->rows, &baseline, STATS_LINK_LOGIT, &fit), ==,
                       STATS_FIT_INVALID);
      g_assert_null (fit);
      g_assert_cmpint (stats_firth_fit (&rows->rows, &baseline, STATS_LINK_LOGIT, &fit), ==,
                       STATS_FIT_INVALID);
      g_assert_null (fit);
      g_assert_cmpint (stats_fine_gray_fit (&rows->rows, STATS_TIES_BRESLOW, &fit), ==,
                       STATS_FIT_INVALID);
      g_assert_null (fit);
      g_assert_true (isnan (stats_cox_exact_operations (&rows->rows)));
    }
}

static void
test_more_contradictions (void)
{
  g_autoptr (TestRows) rows = test_rows_load ("cohort-52", three_terms, NULL, FALSE, FALSE);
  g_autoptr (TestRows) late = test_rows_load ("models", three_terms, NULL, TRUE, FALSE);
  g_autoptr (TestBaseline) baseline = test_baseline_new (rows, 4, FALSE);
  StatsBaseline shorter = baseline->baseline;
  g_autoptr (StatsFit) good = NULL;
  StatsFit *fit;
  double F[9];

  /* A fraction of a patient: only a hazard model knows weights. */
  g_array_index (rows->count, double, 3) = 0.5;
  g_assert_cmpint (stats_cox_fit (&rows->rows, STATS_TIES_EFRON, 1, &fit), ==, STATS_FIT_INVALID);
  g_assert_cmpint (stats_fine_gray_fit (&rows->rows, STATS_TIES_EFRON, &fit), ==,
                   STATS_FIT_INVALID);
  g_assert_cmpint (stats_hazard_fit (&rows->rows, &baseline->baseline, STATS_LINK_CLOGLOG, &good),
                   ==, STATS_FIT_OK);
  g_assert_cmpint (stats_fine_gray_fit (&late->rows, STATS_TIES_BRESLOW, &fit), ==,
                   STATS_FIT_INVALID);
  g_assert_cmpint (stats_fine_gray_fit (&rows->rows, STATS_TIES_EXACT, &fit), ==,
                   STATS_FIT_INVALID);
  shorter.k_max = 5;
  g_assert_cmpint (stats_hazard_fit (&rows->rows, &shorter, STATS_LINK_LOGIT, &fit), ==,
                   STATS_FIT_INVALID);
  g_assert_cmpint (stats_hazard_curve (good, &baseline->baseline, STATS_LINK_CLOGLOG,
                                       (const double[]){ 1, 35, 3 }, 0, 7, F, F),
                   ==, STATS_FIT_INVALID);
  g_assert_cmpint (stats_hazard_curve (good, &baseline->baseline, STATS_LINK_CLOGLOG,
                                       (const double[]){ 1, NAN, 3 }, 0, 6, F, F),
                   ==, STATS_FIT_INVALID);
  g_assert_true (isnan (F[0]));
}

/* The exact likelihood ------------------------------------------------------------------------- */

/* Where R's recursion overflows: its value at 0 is that of counting, and where nobody is chosen for
 * her terms, nothing else is to be found. */
static void
test_many_ties (void)
{
  g_autoptr (TestRows) rows = test_rows_new (2);
  g_autoptr (StatsFit) fit = NULL;
  g_autoptr (StatsFit) refused = NULL;
  double expected = 0, operations, n = 3000;

  for (guint i = 0; i < 3000; i++)
    {
      const double x[] = { i % 2, sin (i) };

      test_rows_add (rows, x, 1, 1 + i % 3 / 2, i % 5 < 2, 1, 0);
    }
  test_rows_update (rows);
  for (guint k = 1; k <= 2; k++)
    {
      double d = 0, gone = 0;

      for (guint i = 0; i < rows->rows.n; i++)
        if (rows->rows.last[i] == k)
          {
            gone++;
            d += rows->rows.fate[i];
          }
      expected -= lgamma (n + 1) - lgamma (d + 1) - lgamma (n - d + 1);
      n -= gone;
    }
  operations = stats_cox_exact_operations (&rows->rows);
  g_assert_cmpfloat (operations, >, 1e6);
  g_assert_cmpfloat (operations, <, STATS_COX_EXACT_OPERATIONS);
  g_assert_cmpint (stats_cox_fit (&rows->rows, STATS_TIES_EXACT, operations - 1, &refused), ==,
                   STATS_FIT_TOO_LARGE);
  g_assert_null (refused);
  g_assert_cmpint (stats_cox_fit (&rows->rows, STATS_TIES_EXACT, operations, &fit), ==,
                   STATS_FIT_OK);
  test_assert_close (fit->loglik_null, expected, 1e-12, 0, "likelihood at 0");
  g_assert_cmpfloat (fabs (fit->coef[0]), <, 3 * stats_fit_se (fit, 0));
}

/* By its definition: a sum over all subsets. */
static void
test_exact_by_definition (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint repeat = 0; repeat < 20; repeat++)
    {
      g_autoptr (TestRows) rows = test_rows_new (1);
      g_autoptr (StatsFit) fit = NULL;
      double x[12], total = 0, chosen = 0, best;
      guint births = 0;

      for (guint i = 0; i < 12; i++)
        {
          x[i] = 10 * g_rand_double (rand);
          births += i % 3 == 0;
          chosen += i % 3 == 0 ? x[i] : 0;
          test_rows_add (rows, &x[i], 1, 1, i % 3 == 0, 1, 0);
        }
      test_rows_update (rows);
      if (stats_cox_fit (&rows->rows, STATS_TIES_EXACT, 1e9, &fit) != STATS_FIT_OK)
        continue;
      best = fit->coef[0];
      for (guint subset = 0; subset < 1 << 12; subset++)
        {
          guint size = 0;
          double sum = 0;

          for (guint i = 0; i < 12; i++)
            if (subset >> i & 1)
              {
                size++;
                sum += x[i];
              }
          if (size == births)
            total += exp (best * (sum - chosen));
        }
      test_assert_close (fit->loglik, -log (total), 1e-11, 1e-11, "likelihood of %u", repeat);
    }
}

/* Proportional hazards ------------------------------------------------------------------------- */

static void
test_zph_one_time (void)
{
  g_autoptr (TestRows) rows = test_rows_load ("cohort-52", three_terms, NULL, FALSE, FALSE);
  g_autoptr (StatsFit) fit = NULL;
  double chisq[3], global;
  guint df;

  for (guint i = 0; i < rows->rows.n; i++)
    if (rows->last->data[i] != 2)
      rows->fate->data[i] = 0;
  g_assert_cmpint (stats_cox_fit (&rows->rows, STATS_TIES_EFRON, 1, &fit), ==, STATS_FIT_OK);
  g_assert_cmpint (stats_cox_zph (&rows->rows, fit, STATS_TIES_EFRON, chisq, &global, &df), ==,
                   STATS_FIT_OK);
  g_assert_true (isnan (chisq[0]) && isnan (chisq[1]) && isnan (chisq[2]) && isnan (global));
  g_assert_cmpuint (df, ==, 0);
  g_assert_cmpint (stats_cox_zph (&rows->rows, fit, STATS_TIES_EXACT, chisq, &global, &df), ==,
                   STATS_FIT_INVALID);
}

/* Levels, splines, matrices, balance ----------------------------------------------------------- */

static void
test_levels (void)
{
  static const struct
  {
    const char *births, *at_risk; /* one digit per transfer */
    guint pool_from;
    const char *levels;
    guint n_levels;
  } cases[] = {
    { "4211", "9542", 0, "0123", 4 },   /* all as they are */
    { "4211", "9542", 3, "0122", 3 },   /* from the third on together */
    { "4201", "9542", 0, "0112", 3 },   /* no birth at 3: with 2 */
    { "0321", "9962", 0, "0012", 3 },   /* none at 1: with 2 */
    { "4221", "9521", 0, "0111", 2 },   /* all gave birth at 3 and 4: with 2 */
    { "0000", "9632", 0, "0000", 1 },   /* nothing to tell apart */
    { "4311", "9332", 0, "0012", 3 },   /* all at 2: with 1; 3 as it is */
    { "4200", "9500", 0, "0111", 2 },   /* nobody after 2 */
    { "40010", "96532", 4, "00011", 2 } /* none at 2 and 3: with 1 */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n = (guint) strlen (cases[i].births), level[8];
      double births[8], at_risk[8];

      for (guint k = 0; k < n; k++)
        {
          births[k] = cases[i].births[k] - '0';
          at_risk[k] = cases[i].at_risk[k] - '0';
        }
      g_assert_cmpuint (
          stats_hazard_levels (births, at_risk, n, cases[i].pool_from, level), ==,
          cases[i].n_levels);
      for (guint k = 0; k < n; k++)
        g_assert_cmpuint (level[k], ==, (guint) (cases[i].levels[k] - '0'));
    }
  g_assert_cmpuint (stats_hazard_levels (NULL, NULL, 0, 0, NULL), ==, 0);
}

static void
test_spline (void)
{
  const double values[] = { 5, 1, NAN, 4, 2, 3, INFINITY };
  const double few[] = { 1, 1, 1, 1, 1, 1, 1, 1, 2 };
  double knots[7], a[6], b[6], c[6];

  /* quantile (1:5, c (.1, .5, .9)) of R. */
  g_assert_true (stats_spline_knots (values, G_N_ELEMENTS (values), 3, knots));
  test_assert_close (knots[0], 1.4, 1e-14, 0, "knot");
  test_assert_close (knots[1], 3, 1e-14, 0, "knot");
  test_assert_close (knots[2], 4.6, 1e-14, 0, "knot");
  g_assert_false (stats_spline_knots (few, G_N_ELEMENTS (few), 3, knots));
  g_assert_false (stats_spline_knots (few, 0, 3, knots));
  g_assert_false (stats_spline_knots (values, G_N_ELEMENTS (values), 2, knots));
  g_assert_false (stats_spline_knots (values, G_N_ELEMENTS (values), 8, knots));
  for (guint n = 3; n <= 7; n++)
    g_assert_true (stats_spline_knots ((const double[]){ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 11, n,
                                       knots));

  /* Nothing before the first knot, a straight line after the last, no jump at any. */
  stats_spline_basis (knots[0] - 1, knots, 7, a);
  for (guint j = 1; j < 6; j++)
    g_assert_cmpfloat (a[j], ==, 0);
  g_assert_cmpfloat (a[0], ==, knots[0] - 1);
  stats_spline_basis (knots[6] + 1, knots, 7, a);
  stats_spline_basis (knots[6] + 2, knots, 7, b);
  stats_spline_basis (knots[6] + 3, knots, 7, c);
  for (guint j = 0; j < 6; j++)
    test_assert_close (c[j] - b[j], b[j] - a[j], 1e-10, 0, "slope of column %u", j);
  for (guint i = 0; i < 7; i++)
    {
      stats_spline_basis (knots[i], knots, 7, a);
      stats_spline_basis (nextafter (knots[i], 99), knots, 7, b);
      for (guint j = 0; j < 6; j++)
        test_assert_close (b[j], a[j], 1e-12, 1e-12, "column %u at knot %u", j, i);
    }
  stats_spline_basis (NAN, knots, 7, a);
  g_assert_true (isnan (a[0]) && isnan (a[3]));
}

static void
test_matrix (void)
{
  const double a[] = { 4, 2, 6, 2, 5, 7, 6, 7, 13 }; /* the third is the sum of the others */
  double factor[9], inverse[9], b[] = { 10, 9, 0 };
  bool left_out[] = { false, false, false };

  for (guint i = 0; i < 9; i++)
    factor[i] = a[i];
  g_assert_cmpuint (stats_matrix_factor (factor, 3, NULL, left_out), ==, 2);
  g_assert_true (!left_out[0] && !left_out[1] && left_out[2]);
  stats_matrix_solve (factor, 3, left_out, b);
  test_assert_close (b[0], 2, 1e-15, 0, "solution");
  test_assert_close (b[1], 1, 1e-15, 0, "solution");
  g_assert_cmpfloat (b[2], ==, 0);
  stats_matrix_invert (factor, 3, left_out, inverse);
  test_assert_close (inverse[0], 5.0 / 16, 1e-15, 0, "inverse");
  test_assert_close (inverse[1], -2.0 / 16, 1e-15, 0, "inverse");
  test_assert_close (inverse[4], 4.0 / 16, 1e-15, 0, "inverse");
  g_assert_cmpfloat (inverse[8], ==, 0);
  test_assert_close (stats_matrix_log_det (factor, 3, left_out), log (16), 1e-15, 0, "log det");
  test_assert_close (stats_matrix_form (a, 3, (const double[]){ 1, -1, 2 }), 53, 1e-15, 0, "form");
  factor[0] = NAN;
  left_out[2] = false;
  g_assert_cmpuint (stats_matrix_factor (factor, 3, NULL, left_out), <, 3);
  g_assert_true (left_out[0]);
}

static void
test_balance (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("models/expected.json");
  g_autoptr (JsonNode) cohort = test_reference_load_json ("cohort-160/expected.json");
  g_autoptr (TestTable) table = test_table_load ("cohort-160/cohort.csv");
  guint n = table->rows->len;
  g_autofree double *age = g_new (double, n);
  g_autofree double *bmi = g_new (double, n);
  g_autofree double *primary = g_new (double, n);
  g_autofree double *weight = g_new (double, n);
  g_autofree guint *centre = g_new (guint, n);
  g_autofree guint8 *treated = g_new (guint8, n);
  g_autofree guint8 *birth = g_new (guint8, n);

#define EXPECT(name, value)                                                                        \
  test_assert_close (value, test_reference_number (test_reference_get (root, "balance/" name)),    \
                     TEST_CLOSED_FORM, 0, name)
  for (guint i = 0; i < n; i++)
    {
      const char *text = test_table_text (table, i, "bmi");

      age[i] = test_table_number (table, i, "age");
      bmi[i] = *text != '\0' ? test_table_number (table, i, "bmi") : NAN;
      primary[i] = g_str_equal (test_table_text (table, i, "type"), "primary");
      weight[i] = 1 + (test_table_number (table, i, "losses") - 3) / 2;
      centre[i] = (guint) (*test_table_text (table, i, "centre") - 'A');
      treated[i] = (guint8) test_table_number (table, i, "treated");
      birth[i] = test_table_number (table, i, "fate") == 1;
    }
  EXPECT ("age", stats_balance_difference (age, treated, NULL, n, false));
  EXPECT ("primary", stats_balance_difference (primary, treated, NULL, n, true));
  EXPECT ("centre", stats_balance_levels (centre, treated, NULL, n, 3));
  EXPECT ("centre", stats_balance_levels (centre, treated, NULL, n, 9));
  EXPECT ("age_weighted", stats_balance_difference (age, treated, weight, n, false));
  EXPECT ("centre_weighted", stats_balance_levels (centre, treated, weight, n, 3));
#undef EXPECT
  test_assert_close (
      stats_balance_difference (age, birth, NULL, n, false),
      test_reference_number (test_reference_get (cohort, "table_one/age/smd")), TEST_CLOSED_FORM,
      0, "age");
  test_assert_close (
      stats_balance_difference (bmi, birth, NULL, n, false),
      test_reference_number (test_reference_get (cohort, "table_one/bmi/smd")), TEST_CLOSED_FORM,
      0, "bmi");
  /* Two levels are a yes and a no, but for the sign. */
  for (guint i = 0; i < n; i++)
    centre[i] = (guint) primary[i];
  test_assert_close (stats_balance_levels (centre, treated, NULL, n, 2),
                     fabs (stats_balance_difference (primary, treated, NULL, n, true)), 1e-12, 0,
                     "two levels");
}

static void
test_balance_thin (void)
{
  const double same[] = { 2, 2, 2, 2 }, apart[] = { 2, 2, 3, 3 };
  const guint8 groups[] = { 0, 0, 1, 1 }, one_group[] = { 1, 1, 1, 1 }, alone[] = { 0, 1, 1, 1 };
  const guint first[] = { 0, 0, 0, 0 }, split[] = { 0, 0, 1, 1 };

  g_assert_cmpfloat (stats_balance_difference (same, groups, NULL, 4, false), ==, 0);
  g_assert_true (isnan (stats_balance_difference (apart, groups, NULL, 4, false)));
  g_assert_true (isnan (stats_balance_difference (same, one_group, NULL, 4, false)));
  g_assert_true (isnan (stats_balance_difference (apart, alone, NULL, 4, false)));
  g_assert_true (isnan (stats_balance_difference (apart, groups, NULL, 0, false)));
  g_assert_cmpfloat (stats_balance_levels (first, groups, NULL, 4, 3), ==, 0);
  g_assert_true (isnan (stats_balance_levels (split, groups, NULL, 4, 2)));
  g_assert_true (isnan (stats_balance_levels (split, one_group, NULL, 4, 2)));
}

/* Worked numbers ------------------------------------------------------------------------------- */

/* cohort-52, Firth's logit, treated; and cohort-160 at k = 3, the whole cohort treated or not: as
 * they were printed when the methods were chosen (R, brglm2 and an optimiser of its own). */
static void
test_worked_numbers (void)
{
  g_autoptr (TestRows) small = test_rows_load ("cohort-52", three_terms, NULL, FALSE, FALSE);
  g_autoptr (TestRows) large = test_rows_load ("cohort-160", three_terms, NULL, FALSE, FALSE);
  g_autoptr (TestBaseline) small_baseline = test_baseline_new (small, 4, FALSE);
  g_autoptr (TestBaseline) large_baseline = test_baseline_new (large, 4, FALSE);
  g_autoptr (StatsFit) firth = NULL;
  double lo[3], hi[3], chisq[3];
  const double difference[] = { 0.2188, 0.2201 }, its_se[] = { 0.0801, 0.0791 };

  stats_firth_fit (&small->rows, &small_baseline->baseline, STATS_LINK_LOGIT, &firth);
  stats_firth_profile (&small->rows, &small_baseline->baseline, firth, 0.95, lo, hi, chisq);
  test_assert_close (firth->coef[firth->n_baseline], -0.02626352, 0, 5.1e-9, "Firth");
  test_assert_close (lo[0], -0.885710, 0, 5.1e-7, "penalised-likelihood interval");
  test_assert_close (hi[0], 0.824790, 0, 5.1e-7, "penalised-likelihood interval");
  /* Printed as 0.951699: cut off, not rounded. */
  g_assert_cmpfloat (floor (1e6 * pchisq (chisq[0], 1, 0, 0)), ==, 951699);

  for (guint link = 0; link < 2; link++)
    {
      g_autoptr (StatsFit) fit = NULL;
      g_autofree double *untreated = g_new (double, 3 * large->rows.n);
      g_autofree double *treated = g_new (double, 3 * large->rows.n);
      double *x[2] = { untreated, treated };
      double d[3], d_se[3];
      StatsPopulation side[2];
      StatsStandardised out = { .difference = d, .se_difference = d_se };

      for (guint g = 0; g < 2; g++)
        {
          for (guint i = 0; i < 3 * large->rows.n; i++)
            x[g][i] = i % 3 == 0 ? g : large->rows.x[i];
          side[g] = (StatsPopulation){ .n = large->rows.n, .x = x[g] };
        }
      stats_hazard_fit (&large->rows, &large_baseline->baseline, link, &fit);
      g_assert_cmpint (stats_standardise (fit, &large_baseline->baseline, link, &side[1], &side[0],
                                          3, &(int){ 1 }, &out),
                       ==, STATS_FIT_NOT_CONVERGED);
      g_assert_true (isnan (d[2]));
      g_assert_cmpint (stats_standardise (fit, &large_baseline->baseline, link, &side[1], &side[0],
                                          3, &(int){ 0 }, &out),
                       ==, STATS_FIT_OK);
      test_assert_close (d[2], difference[link], 0, 5.1e-5, "difference");
      test_assert_close (d_se[2], its_se[link], 0, 5.1e-5, "its se");
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/models/degenerate/nothing-to-fit", test_nothing_to_fit);
  g_test_add_func ("/stats/models/degenerate/constant", test_constant);
  g_test_add_func ("/stats/models/degenerate/separated", test_separated);
  g_test_add_func ("/stats/models/degenerate/no-births-in-group", test_no_births_in_group);
  g_test_add_func ("/stats/models/degenerate/early-exact", test_early_exact);
  g_test_add_func ("/stats/models/degenerate/invalid", test_invalid);
  g_test_add_func ("/stats/models/degenerate/contradictions", test_more_contradictions);
  g_test_add_func ("/stats/models/degenerate/many-ties", test_many_ties);
  g_test_add_func ("/stats/models/degenerate/exact-by-definition", test_exact_by_definition);
  g_test_add_func ("/stats/models/degenerate/zph-one-time", test_zph_one_time);
  g_test_add_func ("/stats/models/degenerate/levels", test_levels);
  g_test_add_func ("/stats/models/degenerate/spline", test_spline);
  g_test_add_func ("/stats/models/degenerate/matrix", test_matrix);
  g_test_add_func ("/stats/models/degenerate/balance", test_balance);
  g_test_add_func ("/stats/models/degenerate/balance-thin", test_balance_thin);
  g_test_add_func ("/stats/models/degenerate/worked-numbers", test_worked_numbers);
  return g_test_run ();
}
