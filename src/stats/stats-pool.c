/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One-stage and random-effects pooling: stats-pool.h. */
#define MATHLIB_STANDALONE
#include "stats-pool.h"

#include <Rmath.h>
#include <math.h>
#include <stdlib.h>

#include "stats-logrank.h"

static double
upper_normal (double z)
{
  return 2 * pnorm (fabs (z), 0, 1, /* lower */ 0, /* log */ 0);
}

/* --- one stage -------------------------------------------------------------------------------- */

/* The likeliest j: the last where the chance doesn't fall from j - 1 to j (Liao and Rosen 2001). */
static double
mode (double n_1,
      double n_0,
      double D,
      double odds)
{
  double a = odds - 1, b = (n_1 + D + 2) * odds + n_0 - D, c = odds * (n_1 + 1) * (D + 1);
  double at = floor (2 * c / (b + sqrt (fmax (0, b * b - 4 * a * c))));

  return fmax (fmax (0, D - n_0), fmin (fmin (D, n_1), at));
}

/* Mean and variance of d_1 given the margins, at log odds b: the non-central hypergeometric. Summed
 * from the mode outwards until the chances are nothing beside it. */
static void
moments (double n_1,
         double n_0,
         double D,
         double b,
         double *out_mean,
         double *out_variance)
{
  double lo = fmax (0, D - n_0), hi = fmin (D, n_1), odds = exp (b);
  double middle = mode (n_1, n_0, D, odds), sum = 1, first = 0, second = 0, w = 1;

  for (double j = middle; j < hi && w > 1e-20; j++)
    {
      w *= odds * (n_1 - j) * (D - j) / ((j + 1) * (n_0 - D + j + 1));
      sum += w;
      first += w * (j + 1 - middle);
      second += w * (j + 1 - middle) * (j + 1 - middle);
    }
  w = 1;
  for (double j = middle; j > lo && w > 1e-20; j--)
    {
      w *= j * (n_0 - D + j) / (odds * (n_1 - j + 1) * (D - j + 1));
      sum += w;
      first += w * (j - 1 - middle);
      second += w * (j - 1 - middle) * (j - 1 - middle);
    }
  *out_mean = middle + first / sum;
  *out_variance = second / sum - first / sum * (first / sum);
}

/* The score and the information at b; *out_lo, *out_hi: the least and the most the observed number
 * could have been. */
static void
score (const StatsRiskTable *tables,
       unsigned n_centres,
       double b,
       double *out_score,
       double *out_information,
       double *out_below,
       double *out_above)
{
  *out_score = *out_information = *out_below = *out_above = 0;
  for (unsigned c = 0; c < n_centres; c++)
    {
      const StatsRiskTable *zero = &tables[2 * c], *one = &tables[2 * c + 1];

      for (unsigned i = 0; i < zero->n_rows && i < one->n_rows; i++)
        {
          double n_1 = one->rows[i].at_risk, n_0 = zero->rows[i].at_risk;
          double d_1 = one->rows[i].births, D = d_1 + zero->rows[i].births;
          double mean, variance;

          if (n_1 == 0 || n_0 == 0 || D == 0)
            continue;
          moments (n_1, n_0, D, b, &mean, &variance);
          *out_score += d_1 - mean;
          *out_information += variance;
          *out_below += d_1 - fmax (0, D - n_0);
          *out_above += fmin (D, n_1) - d_1;
        }
    }
}

StatsOneStage
stats_pool_one_stage (const StatsRiskTable *tables,
                      unsigned n_centres,
                      double level)
{
  StatsOneStage out = { STATS_INVALID, NAN, NAN, NAN, NAN, NAN };
  double b = 0, U, I, below, above, z = qnorm ((1 - level) / 2, 0, 1, 0, 0);

  if (!stats_logrank_tables_valid (tables, 2 * n_centres) || !(level > 0 && level < 1))
    return out;
  score (tables, n_centres, 0, &U, &I, &below, &above);
  /* At either end of what is possible the likelihood rises for ever. */
  if (!(I > 0) || !(below > 0) || !(above > 0))
    return out;
  for (unsigned step = 0; step < 100; step++)
    {
      double move = U / I;

      /* Log-concave: Newton's step, kept short, finds the one maximum. */
      move = fmax (-2, fmin (2, move));
      b += move;
      score (tables, n_centres, b, &U, &I, &below, &above);
      if (fabs (move) < 1e-13)
        break;
    }
  out = (StatsOneStage) { STATS_OK, b, 1 / sqrt (I), NAN, NAN, NAN };
  out.lo = b - z * out.se;
  out.hi = b + z * out.se;
  out.p = upper_normal (b / out.se);
  return out;
}

/* --- hazard ratio ----------------------------------------------------------------------------- */

/* One stratum and transfer: births d among n of groups 0 and 1, and its level. */
typedef struct
{
  double n[2], d[2], level;
} Row;

/* The score U and the expected information W of one group's births at the linear predictor eta:
 * p = 1 - exp (-e^eta), dp/deta = e^eta (1 - p). */
static void
cloglog_terms (double n,
               double d,
               double eta,
               double *out_U,
               double *out_W)
{
  double hazard = exp (eta), p = -expm1 (-hazard);

  *out_U = (d - n * p) * hazard / p;
  *out_W = n * hazard * hazard * exp (-hazard) / p;
}

/* Those that tell something of the ratio; at the others the level fits alone. */
static unsigned
rows_of (const StatsRiskTable *tables,
         unsigned n_strata,
         Row *out)
{
  unsigned n = 0;

  for (unsigned s = 0; s < n_strata; s++)
    {
      const StatsRiskTable *zero = &tables[2 * s], *one = &tables[2 * s + 1];

      for (unsigned i = 0; i < zero->n_rows && i < one->n_rows; i++)
        {
          Row row = { { zero->rows[i].at_risk, one->rows[i].at_risk },
                      { zero->rows[i].births, one->rows[i].births },
                      0 };
          double N = row.n[0] + row.n[1], D = row.d[0] + row.d[1];

          if (row.n[0] == 0 || row.n[1] == 0 || D == 0 || D == N)
            continue;
          row.level = log (-log1p (-D / N));
          out[n++] = row;
        }
    }
  return n;
}

/* One step of Fisher's scoring, the levels taken out of the ratio's information. Returns the
 * longest part of the step; *out_information: of the ratio. */
static double
cloglog_step (Row *rows,
              unsigned n,
              double *inout_b,
              double *out_information)
{
  double score = 0, information = 0, U[2], W[2], move, longest;

  for (unsigned i = 0; i < n; i++)
    {
      for (unsigned g = 0; g < 2; g++)
        cloglog_terms (rows[i].n[g], rows[i].d[g], rows[i].level + (g > 0 ? *inout_b : 0), &U[g],
                       &W[g]);
      score += U[1] - W[1] * (U[0] + U[1]) / (W[0] + W[1]);
      information += W[0] * W[1] / (W[0] + W[1]);
    }
  move = fmax (-1, fmin (1, score / information));
  longest = fabs (move);
  for (unsigned i = 0; i < n; i++)
    {
      double of_level;

      for (unsigned g = 0; g < 2; g++)
        cloglog_terms (rows[i].n[g], rows[i].d[g], rows[i].level + (g > 0 ? *inout_b : 0), &U[g],
                       &W[g]);
      of_level = fmax (-1, fmin (1, (U[0] + U[1] - W[1] * move) / (W[0] + W[1])));
      rows[i].level += of_level;
      longest = fmax (longest, fabs (of_level));
    }
  *inout_b += move;
  *out_information = information;
  return longest;
}

StatsStatus
stats_pool_hazard_ratio (const StatsRiskTable *tables,
                         unsigned n_strata,
                         double *out_log,
                         double *out_se)
{
  double b = 0, U, I, below, above, longest = INFINITY;
  unsigned n_rows = 0;
  Row *rows;

  *out_log = *out_se = NAN;
  if (!stats_logrank_tables_valid (tables, 2 * n_strata))
    return STATS_INVALID;
  score (tables, n_strata, 0, &U, &I, &below, &above);
  if (!(I > 0) || !(below > 0) || !(above > 0))
    return STATS_INVALID;
  for (unsigned s = 0; s < n_strata; s++)
    n_rows += tables[2 * s].n_rows;
  rows = calloc (n_rows + 1, sizeof *rows);
  if (rows == NULL)
    return STATS_NO_MEMORY;
  n_rows = rows_of (tables, n_strata, rows);
  for (unsigned step = 0; step < 500 && longest > 1e-12; step++)
    longest = cloglog_step (rows, n_rows, &b, &I);
  free (rows);
  if (!(longest <= 1e-12) || !(I > 0))
    return STATS_INVALID;
  *out_log = b;
  *out_se = 1 / sqrt (I);
  return STATS_OK;
}

/* --- two stages ------------------------------------------------------------------------------- */

typedef struct
{
  double *y, *v;
  unsigned n;
} Centres;

/* With weights 1 / (v + tau2). */
static double
weighted_mean (const Centres *self,
               double tau2,
               double *out_weight)
{
  double sum = 0, weight = 0;

  for (unsigned i = 0; i < self->n; i++)
    {
      sum += self->y[i] / (self->v[i] + tau2);
      weight += 1 / (self->v[i] + tau2);
    }
  *out_weight = weight;
  return sum / weight;
}

static double
spread (const Centres *self,
        double tau2,
        double mu)
{
  double q = 0;

  for (unsigned i = 0; i < self->n; i++)
    q += (self->y[i] - mu) * (self->y[i] - mu) / (self->v[i] + tau2);
  return q;
}

static double
dersimonian_laird (const Centres *self)
{
  double weight, squares = 0, mu = weighted_mean (self, 0, &weight);

  for (unsigned i = 0; i < self->n; i++)
    squares += 1 / (self->v[i] * self->v[i]);
  return fmax (0, (spread (self, 0, mu) - (self->n - 1)) / (weight - squares / weight));
}

/* Fisher scoring on the restricted likelihood (Viechtbauer 2005), steps halved at the edge. With
 * P = W - W 1 1' W / sum w: score (y' P P y - tr P) / 2, information tr (P P) / 2. */
static double
reml (const Centres *self)
{
  double tau2 = dersimonian_laird (self);

  for (unsigned step = 0; step < 200; step++)
    {
      double weight, w2 = 0, w3 = 0, quadratic = 0, trace, information, move;
      double mu = weighted_mean (self, tau2, &weight);

      for (unsigned i = 0; i < self->n; i++)
        {
          double w = 1 / (self->v[i] + tau2);

          w2 += w * w;
          w3 += w * w * w;
          quadratic += w * w * (self->y[i] - mu) * (self->y[i] - mu);
        }
      trace = weight - w2 / weight;
      information = w2 - 2 * w3 / weight + w2 * w2 / (weight * weight);
      move = (quadratic - trace) / information;
      while (tau2 + move < 0 && fabs (move) > 1e-14)
        move /= 2;
      if (tau2 == 0 && quadratic <= trace)
        return 0;
      tau2 = fmax (0, tau2 + move);
      if (fabs (move) < 1e-12)
        break;
    }
  return tau2 < 1e-10 ? 0 : tau2;
}

static void
summarise (const Centres *self,
           StatsPoolMethod method,
           double level,
           StatsPooled *out)
{
  double weight, tail = (1 - level) / 2, quantile;
  double mu = weighted_mean (self, 0, &weight);

  out->n = self->n;
  out->Q = spread (self, 0, mu);
  out->Q_p = self->n > 1 ? pchisq (out->Q, self->n - 1, 0, 0) : NAN;
  out->I2 = self->n > 1 && out->Q > 0 ? fmax (0, (out->Q - (self->n - 1)) / out->Q) : 0;
  out->tau2 = 0;
  if (method == STATS_POOL_FIXED || self->n < 3)
    {
      out->estimate = mu;
      out->se = 1 / sqrt (weight);
      out->p = upper_normal (mu / out->se);
      quantile = qnorm (tail, 0, 1, 0, 0);
    }
  else
    {
      double df = self->n - 1;

      out->tau2 = method == STATS_POOL_REML ? reml (self) : dersimonian_laird (self);
      out->estimate = mu = weighted_mean (self, out->tau2, &weight);
      out->se = sqrt (spread (self, out->tau2, mu) / df / weight);
      out->p = 2 * pt (fabs (mu / out->se), df, 0, 0);
      quantile = qt (tail, df, 0, 0);
      out->prediction_lo = mu - quantile * hypot (sqrt (out->tau2), out->se);
      out->prediction_hi = mu + quantile * hypot (sqrt (out->tau2), out->se);
    }
  out->lo = out->estimate - quantile * out->se;
  out->hi = out->estimate + quantile * out->se;
}

StatsPooled
stats_pool_estimates (const double *y,
                      const double *v,
                      unsigned n,
                      StatsPoolMethod method,
                      double level)
{
  StatsPooled out = { 0, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
  Centres centres = { calloc (n + 1, sizeof (double)), calloc (n + 1, sizeof (double)), 0 };

  if (centres.y != NULL && centres.v != NULL && level > 0 && level < 1)
    {
      for (unsigned i = 0; i < n; i++)
        if (isfinite (y[i]) && isfinite (v[i]) && v[i] > 0)
          {
            centres.y[centres.n] = y[i];
            centres.v[centres.n++] = v[i];
          }
      if (centres.n > 0)
        summarise (&centres, method, level, &out);
    }
  free (centres.y);
  free (centres.v);
  return out;
}
