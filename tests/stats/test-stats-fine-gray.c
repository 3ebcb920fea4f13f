/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fine and Gray's model against its definition: weights step by step, each woman's score, the
 * variance as a sum over them. Open decisions and strata included.
 */
#include "stats-cox.h"
#include "stats-fine-gray.h"
#include "test-stats-models-common.h"

#include <math.h>
#include <string.h>

#define P TEST_N_TERMS

/* Without anyone who stops, Fine and Gray's model is Cox's. */
static void
test_no_stops (void)
{
  for (guint i = 0; i < test_n_cases (40); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      g_autoptr (TestRows) rows = test_rows_new_random (rand, 90, 6, FALSE);

      for (guint j = 0; j < rows->rows.n; j++)
        if (rows->fate->data[j] == 2)
          rows->fate->data[j] = 0;
      for (guint ties = 0; ties < 2; ties++)
        {
          g_autoptr (StatsFit) cox = NULL;
          g_autoptr (StatsFit) fine_gray = NULL;

          if (stats_cox_fit (&rows->rows, (StatsTies) ties, 1, &cox) != STATS_FIT_OK)
            continue;
          g_assert_cmpint (stats_fine_gray_fit (&rows->rows, (StatsTies) ties, &fine_gray), ==,
                           STATS_FIT_OK);
          for (guint j = 0; j < TEST_N_TERMS; j++)
            test_assert_close (fine_gray->coef[j], cox->coef[j], 0, 1e-9 * stats_fit_se (cox, j),
                               "seed %u", seed);
        }
    }
}

/* The definition ------------------------------------------------------------------------------ */

/* One woman's weight at transfer k, by walking over the steps between. */
typedef struct
{
  const TestRows *rows;
  double n[16], d[16], q[16], o[16], c[16];
  guint stratum;
} Cuts;

static void
count_cuts (Cuts *cuts)
{
  const StatsModelRows *rows = &cuts->rows->rows;

  for (guint k = 1; k < 16; k++)
    for (guint i = 0; i < rows->n; i++)
      if (rows->stratum[i] == cuts->stratum)
        {
          gboolean here = rows->last[i] == k;

          cuts->n[k] += rows->last[i] >= k;
          cuts->d[k] += here && rows->fate[i] == 1;
          cuts->q[k] += here && rows->fate[i] == 2;
          cuts->o[k] += here && rows->fate[i] == 3;
          cuts->c[k] += here && rows->fate[i] == 0;
        }
}

static double
women_at (const Cuts *cuts,
          guint k,
          gboolean known)
{
  return cuts->n[k] - cuts->d[k] - (known ? cuts->o[k] + cuts->q[k] : 0);
}

static double
gamma_at (const Cuts *cuts,
          guint k,
          gboolean known)
{
  double women = women_at (cuts, k, known);

  return women > 0 ? (known ? cuts->c[k] : cuts->o[k]) / women : 0;
}

static double
weight_at (const Cuts *cuts,
           guint i,
           guint k)
{
  const StatsModelRows *rows = &cuts->rows->rows;
  double w = 1;

  if (rows->last[i] >= k)
    return 1;
  if (rows->fate[i] != 2)
    return 0;
  for (guint j = rows->last[i]; j < k; j++)
    w *= (j > rows->last[i] ? 1 - gamma_at (cuts, j, FALSE) : 1) * (1 - gamma_at (cuts, j, TRUE));
  return w;
}

/* Sums at transfer k: of t, t x and t x x', over those at risk (with their weights) or those who
 * give birth there. */
typedef struct
{
  double s0, s1[P], s2[P][P];
} Sums;

static double
relative_hazard (const Cuts *cuts,
                 const double *coef,
                 guint i)
{
  const double *x = cuts->rows->rows.x + (gsize) i * P;

  return exp (coef[0] * x[0] + coef[1] * x[1] + coef[2] * x[2]);
}

static gboolean
is_birth (const Cuts *cuts,
          guint i,
          guint k)
{
  return cuts->rows->rows.last[i] == k && cuts->rows->rows.fate[i] == 1;
}

static Sums
sums_at (const Cuts *cuts,
         const double *coef,
         guint k,
         gboolean born)
{
  const StatsModelRows *rows = &cuts->rows->rows;
  Sums sums = { 0 };

  for (guint i = 0; i < rows->n; i++)
    {
      const double *x = rows->x + (gsize) i * P;
      double t = relative_hazard (cuts, coef, i) * (born ? is_birth (cuts, i, k)
                                                         : weight_at (cuts, i, k));

      if (rows->stratum[i] != cuts->stratum)
        continue;
      sums.s0 += t;
      for (guint a = 0; a < P; a++)
        {
          sums.s1[a] += t * x[a];
          for (guint b = 0; b < P; b++)
            sums.s2[a][b] += t * x[a] * x[b];
        }
    }
  return sums;
}

/* eta_i at each transfer. Each of the d steps l of a transfer takes a = l/d (Breslow: 0) of those
 * who give birth from those at risk. */
static void
eta_of (const Cuts *cuts,
        StatsTies ties,
        const double *coef,
        guint i,
        double out_eta[16][P])
{
  const double *x = cuts->rows->rows.x + (gsize) i * P;
  double t = relative_hazard (cuts, coef, i);

  memset (out_eta, 0, 16 * P * sizeof **out_eta);
  for (guint k = 1; k < 16; k++)
    {
      double w = weight_at (cuts, i, k);
      gboolean birth = is_birth (cuts, i, k);
      Sums risk, born;

      if (cuts->d[k] == 0 || w == 0)
        continue;
      risk = sums_at (cuts, coef, k, FALSE);
      born = sums_at (cuts, coef, k, TRUE);
      for (double l = 0; l < cuts->d[k]; l++)
        {
          double part = ties == STATS_TIES_EFRON ? l / cuts->d[k] : 0;
          double c = risk.s0 - part * born.s0;

          for (guint a = 0; a < P; a++)
            out_eta[k][a] += w * (x[a] - (risk.s1[a] - part * born.s1[a]) / c)
                             * (birth / cuts->d[k] - t * (1 - birth * part) / c);
        }
    }
}

/* Adds the information of a stratum. */
static void
add_information (const Cuts *cuts,
                 StatsTies ties,
                 const double *coef,
                 double information[P][P])
{
  for (guint k = 1; k < 16; k++)
    {
      Sums risk = sums_at (cuts, coef, k, FALSE), born = sums_at (cuts, coef, k, TRUE);

      for (double l = 0; l < cuts->d[k]; l++)
        {
          double part = ties == STATS_TIES_EFRON ? l / cuts->d[k] : 0;
          double c = risk.s0 - part * born.s0;

          for (guint a = 0; a < P; a++)
            for (guint b = 0; b < P; b++)
              information[a][b] += (risk.s2[a][b] - part * born.s2[a][b]) / c
                                   - (risk.s1[a] - part * born.s1[a]) / c
                                         * ((risk.s1[b] - part * born.s1[b]) / c);
        }
    }
}

/* Adds sum_i (eta_i + psi_i)(eta_i + psi_i)' of a stratum. */
static void
add_middle (const Cuts *cuts,
            StatsTies ties,
            const double *coef,
            double middle[P][P])
{
  const StatsModelRows *rows = &cuts->rows->rows;
  g_autofree double(*eta)[16][P] = g_malloc0 (rows->n * sizeof *eta);
  double Q[16][2][P] = { 0 };

  for (guint i = 0; i < rows->n; i++)
    if (rows->stratum[i] == cuts->stratum)
      eta_of (cuts, ties, coef, i, eta[i]);
  for (guint u = 1; u < 16; u++)
    for (guint known = 0; known < 2; known++)
      for (guint i = 0; i < rows->n; i++)
        if (rows->stratum[i] == cuts->stratum && rows->fate[i] == 2
            && (known ? rows->last[i] <= u : rows->last[i] < u))
          for (guint k = u + 1; k < 16; k++)
            for (guint a = 0; a < P; a++)
              Q[u][known][a] -= eta[i][k][a];
  for (guint i = 0; i < rows->n; i++)
    {
      double sum[P] = { 0 };

      if (rows->stratum[i] != cuts->stratum)
        continue;
      for (guint k = 1; k < 16; k++)
        for (guint a = 0; a < P; a++)
          sum[a] += eta[i][k][a];
      for (guint u = 1; u <= rows->last[i]; u++)
        for (guint known = 0; known < 2; known++)
          {
            gboolean here = rows->last[i] == u;
            gboolean at_risk = !here || (known ? rows->fate[i] == 0 : rows->fate[i] != 1);
            gboolean is_cut = here && rows->fate[i] == (known ? 0 : 3);

            for (guint a = 0; at_risk && a < P; a++)
              sum[a] += (is_cut - gamma_at (cuts, u, known)) * Q[u][known][a]
                        / women_at (cuts, u, known);
          }
      for (guint a = 0; a < P; a++)
        for (guint b = 0; b < P; b++)
          middle[a][b] += sum[a] * sum[b];
    }
}

/* V is the variance if I V I is the middle of the sandwich. */
static void
check_variance (const StatsFit *fit,
                double information[P][P],
                double middle[P][P],
                guint32 seed)
{
  for (guint a = 0; a < P; a++)
    for (guint b = 0; b < P; b++)
      {
        double sum = 0, unit = sqrt (middle[a][a] * middle[b][b]);

        for (guint c = 0; c < P; c++)
          for (guint d = 0; d < P; d++)
            sum += information[a][c] * fit->variance[c * P + d] * information[d][b];
        test_assert_close (sum, middle[a][b], 0, 1e-8 * unit, "seed %u: middle %u %u", seed, a, b);
      }
}

static void
test_variance (void)
{
  guint n = 0;

  for (guint i = 0; i < test_n_cases (60); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      g_autoptr (TestRows) rows = test_rows_new_random (rand, 60, 6, FALSE);
      StatsTies ties = seed % 2 == 0 ? STATS_TIES_BRESLOW : STATS_TIES_EFRON;
      g_autoptr (StatsFit) fit = NULL;
      double middle[P][P] = { 0 }, information[P][P] = { 0 };

      if (stats_fine_gray_fit (&rows->rows, ties, &fit) != STATS_FIT_OK)
        continue;
      n++;
      for (guint s = 0; s < rows->rows.n_strata; s++)
        {
          Cuts cuts = { .rows = rows, .stratum = s };

          count_cuts (&cuts);
          add_middle (&cuts, ties, fit->coef, middle);
          add_information (&cuts, ties, fit->coef, information);
        }
      check_variance (fit, information, middle, seed);
    }
  g_assert_cmpuint (n, >, 1);
}

/* stats_fine_gray_weights() against the walk over the steps. */
static void
test_weights (void)
{
  guint n = 0;

  for (guint i = 0; i < test_n_cases (30); i++)
    {
      guint32 seed;
      g_autoptr (GRand) rand = test_rand_new (i, &seed);
      g_autoptr (TestRows) rows = test_rows_new_random (rand, 80, 6, FALSE);
      double w[15 * 15];

      for (guint s = 0; s < rows->rows.n_strata; s++)
        {
          Cuts cuts = { .rows = rows, .stratum = s };

          count_cuts (&cuts);
          g_assert_cmpint (stats_fine_gray_weights (&rows->rows, s, 15, w), ==, STATS_FIT_OK);
          for (guint j = 0; j < rows->rows.n; j++)
            if (rows->rows.stratum[j] == s && rows->rows.fate[j] == 2)
              for (guint k = 1; k <= 6; k++, n++)
                {
                  guint last = rows->rows.last[j];
                  double weight = w[(last - 1) * 15 + k - 1];

                  /* Beyond the last transfer of anyone there is no weight, and none is needed. */
                  if (!isnan (weight) || cuts.n[k] > 0)
                    test_assert_close (weight, weight_at (&cuts, j, k), 1e-12, 1e-12,
                                       "seed %u: weight at %u after %u", seed, k, last);
                }
        }
      g_assert_cmpint (stats_fine_gray_weights (&rows->rows, 5, 15, w), ==, STATS_FIT_INVALID);
      g_assert_true (isnan (w[0]));
    }
  g_assert_cmpuint (n, >, 100);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/fine-gray/no-stops", test_no_stops);
  g_test_add_func ("/stats/fine-gray/variance", test_variance);
  g_test_add_func ("/stats/fine-gray/weights", test_weights);
  return g_test_run ();
}
