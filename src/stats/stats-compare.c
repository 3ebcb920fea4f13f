/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summaries of a variable and its differences between groups: stats-compare.h. Tables of counts are
 * in stats-table.c. */
#define MATHLIB_STANDALONE
#include "stats-compare.h"

#include <Rmath.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats-symmetric.h"

#define EXACT_BELOW 50 /* wilcox.test's */

static int
rising (const void *a,
        const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
quantile (const double *sorted,
          size_t n,
          double p)
{
  double place = (double) (n - 1) * p;
  size_t below = (size_t) floor (place);

  if (below + 1 >= n)
    return sorted[n - 1];
  if (isinf (sorted[below + 1] - sorted[below]))
    return sorted[below] * (1 - (place - (double) below))
           + sorted[below + 1] * (place - (double) below);
  return sorted[below] + (place - (double) below) * (sorted[below + 1] - sorted[below]);
}

StatsSummary
stats_summary (double *values,
               size_t n)
{
  StatsSummary out = { 0, 0, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
  double sum = 0, squares = 0;

  for (size_t i = 0; i < n; i++)
    if (!isnan (values[i]))
      {
        values[out.n++] = values[i];
        sum += values[i];
      }
  for (size_t i = out.n; i < n; i++)
    values[i] = NAN;
  out.n_missing = n - out.n;
  if (out.n == 0)
    return out;
  qsort (values, out.n, sizeof *values, rising);
  out.mean = sum / (double) out.n;
  for (size_t i = 0; i < out.n; i++)
    squares += (values[i] - out.mean) * (values[i] - out.mean);
  out.sd = out.n > 1 ? sqrt (squares / (double) (out.n - 1)) : NAN;
  out.min = values[0];
  out.max = values[out.n - 1];
  out.q1 = quantile (values, out.n, 0.25);
  out.median = quantile (values, out.n, 0.5);
  out.q3 = quantile (values, out.n, 0.75);
  return out;
}

static double
standardised (double difference,
              double variance_a,
              double variance_b)
{
  double variance = (variance_a + variance_b) / 2;

  /* Values so large that their squares aren't numbers have no difference to tell. */
  if (isinf (variance) || isinf (difference))
    return NAN;
  if (variance > 0)
    return difference / sqrt (variance);
  return difference == 0 && variance == 0 ? 0 : NAN;
}

double
stats_smd (const StatsSummary *a,
           const StatsSummary *b)
{
  return standardised (a->mean - b->mean, a->sd * a->sd, b->sd * b->sd);
}

double
stats_smd_levels (const uint64_t *a,
                  const uint64_t *b,
                  unsigned n_levels)
{
  double n_a = 0, n_b = 0, t[STATS_COMPARE_MAX_LEVELS];
  double C[STATS_COMPARE_MAX_LEVELS * STATS_COMPARE_MAX_LEVELS];
  unsigned n = n_levels - 1, rank;
  double form;

  if (n_levels < 2 || n_levels > STATS_COMPARE_MAX_LEVELS)
    return NAN;
  for (unsigned i = 0; i < n_levels; i++)
    {
      n_a += (double) a[i];
      n_b += (double) b[i];
    }
  if (n_a == 0 || n_b == 0)
    return NAN;
  for (unsigned i = 0; i < n; i++)
    {
      double p_i = (double) a[i] / n_a, q_i = (double) b[i] / n_b;

      t[i] = p_i - q_i;
      for (unsigned j = 0; j < n; j++)
        {
          double p_j = (double) a[j] / n_a, q_j = (double) b[j] / n_b;

          C[i * n + j] = i == j ? (p_i * (1 - p_i) + q_i * (1 - q_i)) / 2
                                : -(p_i * p_j + q_i * q_j) / 2;
        }
    }
  if (n == 1)
    {
      double p = (double) a[0] / n_a, q = (double) b[0] / n_b;

      return standardised (p - q, p * (1 - p), q * (1 - q));
    }
  form = stats_symmetric_form (C, t, n, &rank);
  if (rank == 0)
    {
      for (unsigned i = 0; i < n; i++)
        if (t[i] != 0)
          return NAN;
      return 0;
    }
  return sqrt (form);
}

double
stats_welch_p (const StatsSummary *a,
               const StatsSummary *b)
{
  double v_a, v_b, df, t;

  if (a->n < 2 || b->n < 2)
    return NAN;
  v_a = a->sd * a->sd / (double) a->n;
  v_b = b->sd * b->sd / (double) b->n;
  if (!(v_a + v_b > 0) || isinf (v_a + v_b))
    return NAN;
  t = (a->mean - b->mean) / sqrt (v_a + v_b);
  df = (v_a + v_b) * (v_a + v_b)
       / (v_a * v_a / (double) (a->n - 1) + v_b * v_b / (double) (b->n - 1));
  return 2 * pt (fabs (t), df, /* lower */ 0, /* log */ 0);
}

/* --- ranks ------------------------------------------------------------------------------------ */

typedef struct
{
  double value;
  unsigned group;
} Ranked;

static int
by_value (const void *a,
          const void *b)
{
  const Ranked *x = a, *y = b;

  return (x->value > y->value) - (x->value < y->value);
}

/* Adds mean ranks to sums by group; returns the sum of t^3 - t over ties of t values. */
static double
rank_sums (Ranked *ranked,
           size_t n,
           double *sums)
{
  double ties = 0;

  qsort (ranked, n, sizeof *ranked, by_value);
  for (size_t i = 0, j; i < n; i = j)
    {
      double t, rank;

      for (j = i + 1; j < n && ranked[j].value == ranked[i].value; j++)
        ;
      t = (double) (j - i);
      rank = ((double) i + 1 + (double) j) / 2;
      ties += t * t * t - t;
      for (size_t m = i; m < j; m++)
        sums[ranked[m].group] += rank;
    }
  return ties;
}

/* P (U <= u) of n_a among N = n_a + n_b untied ranks: chance[m][s] that m of the ranks dealt so far
 * are in a, above the least they can add up to by s. NAN without memory. */
static double
exact_u_cdf (unsigned n_a,
             unsigned n_b,
             unsigned u)
{
  unsigned N = n_a + n_b, width = n_a * n_b + 1;
  double *chance = calloc ((size_t) (n_a + 1) * width, sizeof *chance), sum = 0;

  if (chance == NULL)
    return NAN;
  chance[0] = 1;
  for (unsigned rank = 0; rank < N; rank++)
    for (unsigned m = (rank < n_a ? rank : n_a) + 1; m-- > 0;)
      {
        double *from = chance + (size_t) m * width;
        double in = (double) (n_a - m) / (N - rank);

        for (unsigned s = width; s-- > 0;)
          {
            double mass = from[s];

            if (mass == 0)
              continue;
            /* rank - m of the others are below her: that many pairs go to U. */
            if (m < n_a)
              from[width + s + (rank - m)] += mass * in;
            from[s] = mass * (1 - in);
          }
      }
  for (unsigned s = 0; s <= u && s < width; s++)
    sum += chance[(size_t) n_a * width + s];
  free (chance);
  return sum;
}

static double
normal_u_p (double U,
            double n_a,
            double n_b,
            double ties)
{
  double N = n_a + n_b, z = U - n_a * n_b / 2;
  double variance = n_a * n_b / 12 * (N + 1 - ties / (N * (N - 1)));

  if (!(variance > 0))
    return NAN;
  z -= z > 0 ? 0.5 : z < 0 ? -0.5 : 0;
  return fmin (1, 2 * pnorm (fabs (z) / sqrt (variance), 0, 1, /* lower */ 0, /* log */ 0));
}

/* The distribution is symmetric: the smaller tail, twice. */
static double
exact_u_p (double U,
           unsigned n_a,
           unsigned n_b)
{
  unsigned u = (unsigned) lround (U), lower = u <= n_a * n_b - u ? u : n_a * n_b - u;
  double below = exact_u_cdf (n_a, n_b, lower);

  return isnan (below) ? NAN : fmin (1, 2 * below);
}

double
stats_mann_whitney_p (const double *a,
                      size_t n_a,
                      const double *b,
                      size_t n_b,
                      double *out_exact)
{
  Ranked *ranked;
  double sums[2] = { 0 }, ties, U;

  if (out_exact != NULL)
    *out_exact = NAN;
  if (n_a == 0 || n_b == 0)
    return NAN;
  ranked = calloc (n_a + n_b, sizeof *ranked);
  if (ranked == NULL)
    return NAN;
  for (size_t i = 0; i < n_a; i++)
    ranked[i] = (Ranked) { a[i], 0 };
  for (size_t i = 0; i < n_b; i++)
    ranked[n_a + i] = (Ranked) { b[i], 1 };
  ties = rank_sums (ranked, n_a + n_b, sums);
  free (ranked);
  U = sums[0] - (double) n_a * ((double) n_a + 1) / 2;
  if (out_exact != NULL && ties == 0 && n_a < EXACT_BELOW && n_b < EXACT_BELOW)
    *out_exact = exact_u_p (U, (unsigned) n_a, (unsigned) n_b);
  return normal_u_p (U, (double) n_a, (double) n_b, ties);
}

double
stats_kruskal_wallis_p (const double *values,
                        const uint8_t *group,
                        size_t n,
                        unsigned n_groups)
{
  double sums[256] = { 0 }, counts[256] = { 0 }, ties, N = (double) n, H = 0;
  unsigned present = 0;
  Ranked *ranked;

  if (n == 0 || n_groups > 256)
    return NAN;
  ranked = calloc (n, sizeof *ranked);
  if (ranked == NULL)
    return NAN;
  for (size_t i = 0; i < n; i++)
    {
      ranked[i] = (Ranked) { values[i], group[i] };
      counts[group[i]]++;
    }
  ties = rank_sums (ranked, n, sums);
  free (ranked);
  for (unsigned g = 0; g < n_groups; g++)
    if (counts[g] > 0)
      {
        H += sums[g] * sums[g] / counts[g];
        present++;
      }
  H = (12 * H / (N * (N + 1)) - 3 * (N + 1)) / (1 - ties / (N * N * N - N));
  if (present < 2 || !isfinite (H))
    return NAN;
  return pchisq (fmax (H, 0), present - 1, /* lower */ 0, /* log */ 0);
}
