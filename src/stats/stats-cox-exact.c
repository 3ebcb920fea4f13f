/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exact partial likelihood: of all ways to choose d of the n women at risk, the chance that it
 * is those who gave birth.
 *
 * The sum over all choices is found by a recursion over the women (Gail, Lubin and Rubinstein
 * 1981), here in the form that can't overflow: let woman i be chosen by a coin of her own, with the
 * chance p_i = tau t_i / (1 + tau t_i), t_i = exp (beta'x_i) and tau such that the p_i add up to d.
 * Given that d are chosen, every choice has the chance that the likelihood gives it, so
 *   sum over choices of d = P (d chosen) prod (1 + tau t_i) / tau^d,
 * and the mean and covariance of the sum of x over those chosen, given that there are d, are the
 * derivatives of its logarithm. With f_j, m_j, s_j the parts of 1, sum x and (sum x)(sum x)' on the
 * event that j of the women so far are chosen, the next woman gives
 *   f_j <- q f_j + p f_{j-1};  m_j <- q m_j + p (m_{j-1} + x f_{j-1});
 *   s_j <- q s_j + p (s_{j-1} + x m_{j-1}' + m_{j-1} x' + x x' f_{j-1}).
 * Only a band of j around the expected number is kept. By Bernstein's inequality leaving a band of
 * half width 80/3 + sqrt ((80/3)^2 + 160 v), v the variance so far, has a chance below 2 e^-80.
 */
#include "stats-cox-exact.h"

#include "stats-matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const StatsPrepared *prepared;
  size_t n_terms, size;     /* size of a block (f, m, s) */
  double *eta;              /* n of the prepared rows */
  double *blocks;           /* one per size of a subset */
  double *centre, *x, *sum; /* n_terms each */
} Work;

/* One set at risk. */
typedef struct
{
  size_t begin, end; /* rows of its stratum */
  unsigned k;
  double n, d; /* women at risk, births */
} RiskSet;

static bool
at_risk (const StatsPrepared *prepared,
         const RiskSet *set,
         size_t i)
{
  return prepared->first[i] <= set->k && set->k <= prepared->last[i];
}

static RiskSet
risk_set (const StatsPrepared *prepared,
          unsigned stratum,
          unsigned k)
{
  RiskSet set = { .begin = prepared->begin[stratum], .end = prepared->begin[stratum + 1], .k = k };

  for (size_t i = set.begin; i < set.end; i++)
    if (at_risk (prepared, &set, i))
      {
        set.n += prepared->count[i];
        if (prepared->last[i] == k && prepared->fate[i] == STATS_FATE_LIVE_BIRTH)
          set.d += prepared->count[i];
      }
  return set;
}

static double
half_width (double variance)
{
  return 80.0 / 3 + sqrt (80.0 / 3 * (80.0 / 3) + 160 * variance);
}

/* Sizes of subsets that are kept at most. */
static double
band_width (const RiskSet *set)
{
  double band = 2 * half_width (set->d * (set->n - set->d) / set->n) + 1;

  return fmin (fmin (set->d, set->n - set->d) + 1, band);
}

double
stats_cox_exact_count (const StatsPrepared *prepared)
{
  double n_terms = prepared->n_terms, operations = 0;

  for (unsigned s = 0; s < prepared->n_strata; s++)
    for (unsigned k = 1; k <= prepared->k_max; k++)
      {
        RiskSet set = risk_set (prepared, s, k);

        if (set.d > 0 && set.d < set.n)
          operations += set.n * band_width (&set) * (1 + n_terms + n_terms * (n_terms + 1) / 2);
      }
  return operations;
}

/* 1 / (1 + exp (-a)) */
static double
expit (double a)
{
  return a >= 0 ? 1 / (1 + exp (-a)) : exp (a) / (1 + exp (a));
}

/* log (1 + exp (a)) */
static double
softplus (double a)
{
  return fmax (a, 0) + log1p (exp (-fabs (a)));
}

/* log tau, with which the chances add up to d: a safeguarded Newton iteration. Any tau is right,
 * this one keeps the recursion where doubles are dense, so it needn't be found exactly. */
static double
find_log_tau (const Work *work,
              const RiskSet *set)
{
  const StatsPrepared *prepared = work->prepared;
  double lowest = INFINITY, highest = -INFINITY, centre = log (set->d / (set->n - set->d));
  double lo, hi, at;

  for (size_t i = set->begin; i < set->end; i++)
    if (at_risk (prepared, set, i))
      {
        lowest = fmin (lowest, work->eta[i]);
        highest = fmax (highest, work->eta[i]);
      }
  lo = centre - highest;
  hi = centre - lowest;
  at = (lo + hi) / 2;
  for (unsigned iteration = 0; iteration < 60; iteration++)
    {
      double excess = -set->d, slope = 0;

      for (size_t i = set->begin; i < set->end; i++)
        if (at_risk (prepared, set, i))
          {
            double p = expit (at + work->eta[i]);

            excess += prepared->count[i] * p;
            slope += prepared->count[i] * p * (1 - p);
          }
      if (fabs (excess) <= 1e-6 * fmax (1, sqrt (slope)))
        break;
      if (excess > 0)
        hi = at;
      else
        lo = at;
      at -= excess / slope;
      if (!(at > lo && at < hi))
        at = (lo + hi) / 2;
    }
  return at;
}

/* The mean of x over those chosen by their coins. x is measured from it, so that sums are small. */
static void
find_centre (const Work *work,
             const RiskSet *set,
             double log_tau)
{
  const StatsPrepared *prepared = work->prepared;
  double total = 0;

  memset (work->centre, 0, work->n_terms * sizeof *work->centre);
  for (size_t i = set->begin; i < set->end; i++)
    if (at_risk (prepared, set, i))
      {
        double p = prepared->count[i] * expit (log_tau + work->eta[i]);

        total += p;
        for (size_t j = 0; j < work->n_terms; j++)
          work->centre[j] += p * prepared->x[i * work->n_terms + j];
      }
  for (size_t j = 0; j < work->n_terms; j++)
    work->centre[j] /= total;
}

/* to <- q to + p (from, and the woman with x). to and from are blocks (f, m, s). */
static void
choose (double *restrict to,
        const double *restrict from,
        size_t n_terms,
        double p,
        double q,
        const double *restrict x)
{
  const double *m = from + 1, *s = from + 1 + n_terms;
  double *to_s = to + 1 + n_terms;
  double f = from[0];

  to[0] = q * to[0] + p * f;
  for (size_t a = 0; a < n_terms; a++)
    to[1 + a] = q * to[1 + a] + p * (m[a] + x[a] * f);
  for (size_t a = 0; a < n_terms; a++)
    {
      double ma = m[a] + x[a] * f;

      for (size_t b = 0; b <= a; b++, to_s++, s++)
        *to_s = q * *to_s + p * (*s + x[b] * ma + x[a] * m[b]);
    }
}

/* The recursion over the women of a set. Blocks outside the band that is kept are 0. Leaves the
 * block of size d, and returns the sum of log (1 + tau t). */
static double
recursion (Work *work,
           const RiskSet *set,
           double log_tau)
{
  const StatsPrepared *prepared = work->prepared;
  size_t size = work->size, n = (size_t) set->n, d = (size_t) set->d, done = 0;
  double mean = 0, variance = 0, log_product = 0;

  memset (work->blocks, 0, (d + 1) * size * sizeof *work->blocks);
  work->blocks[0] = 1;
  for (size_t i = set->begin; i < set->end; i++)
    {
      double a = log_tau + work->eta[i], p = expit (a), q = expit (-a);

      if (!at_risk (prepared, set, i))
        continue;
      for (size_t j = 0; j < work->n_terms; j++)
        work->x[j] = prepared->x[i * work->n_terms + j] - work->centre[j];
      log_product += prepared->count[i] * softplus (a);
      for (double copy = 0; copy < prepared->count[i]; copy++)
        {
          double half, lo, hi;

          done++;
          mean += p;
          variance += p * q;
          half = half_width (variance);
          /* No more than the women so far, and no fewer than the others can bring to d. */
          hi = fmin (fmin ((double) done, (double) d), ceil (mean + half));
          lo = fmax (d + done > n ? (double) (d + done - n) : 0, floor (mean - half));
          for (size_t j = (size_t) hi; j > 0 && (double) j >= lo; j--)
            choose (work->blocks + j * size, work->blocks + (j - 1) * size, work->n_terms, p, q,
                    work->x);
          if (lo > 0)
            memset (work->blocks + ((size_t) lo - 1) * size, 0, size * sizeof *work->blocks);
          else
            work->blocks[0] *= q;
        }
    }
  return log_product;
}

static void
add_set (Work *work,
         const RiskSet *set,
         double *loglik,
         double *gradient,
         double *triangle)
{
  const StatsPrepared *prepared = work->prepared;
  double log_tau = find_log_tau (work, set), log_product, births_eta = 0;
  const double *block = work->blocks + (size_t) set->d * work->size;
  const double *m = block + 1, *s = block + 1 + work->n_terms;

  find_centre (work, set, log_tau);
  memset (work->sum, 0, work->n_terms * sizeof *work->sum);
  for (size_t i = set->begin; i < set->end; i++)
    if (prepared->last[i] == set->k && prepared->fate[i] == STATS_FATE_LIVE_BIRTH)
      {
        births_eta += prepared->count[i] * work->eta[i];
        for (size_t j = 0; j < work->n_terms; j++)
          work->sum[j] += prepared->count[i]
                          * (prepared->x[i * work->n_terms + j] - work->centre[j]);
      }
  log_product = recursion (work, set, log_tau);
  *loglik += births_eta + set->d * log_tau - log_product - log (block[0]);
  for (size_t a = 0; a < work->n_terms; a++)
    {
      gradient[a] += work->sum[a] - m[a] / block[0];
      for (size_t b = 0; b <= a; b++)
        *triangle++ += *s++ / block[0] - m[a] / block[0] * (m[b] / block[0]);
    }
}

bool
stats_cox_exact_evaluate (const StatsPrepared *prepared,
                          const double *beta,
                          double *loglik,
                          double *gradient,
                          double *triangle)
{
  size_t n_terms = prepared->n_terms;
  Work work = { .prepared = prepared,
                .n_terms = n_terms,
                .size = 1 + n_terms + stats_matrix_triangle (n_terms) };
  size_t n_blocks = (size_t) prepared->births + 1;

  work.eta = malloc ((prepared->n + 3 * n_terms + n_blocks * work.size) * sizeof *work.eta);
  if (work.eta == NULL)
    return false;
  work.centre = work.eta + prepared->n;
  work.x = work.centre + n_terms;
  work.sum = work.x + n_terms;
  work.blocks = work.sum + n_terms;
  for (size_t i = 0; i < prepared->n; i++)
    work.eta[i] = stats_matrix_dot (beta, prepared->x + i * n_terms, n_terms);

  *loglik = 0;
  memset (gradient, 0, n_terms * sizeof *gradient);
  memset (triangle, 0, stats_matrix_triangle (n_terms) * sizeof *triangle);
  for (unsigned s = 0; s < prepared->n_strata; s++)
    for (unsigned k = 1; k <= prepared->k_max; k++)
      {
        RiskSet set = risk_set (prepared, s, k);

        /* One choice only: it has the chance 1, whatever beta. */
        if (set.d > 0 && set.d < set.n)
          add_set (&work, &set, loglik, gradient, triangle);
      }
  free (work.eta);
  return true;
}
