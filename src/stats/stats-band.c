/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands and their critical values: stats-band.h. */
#define MATHLIB_STANDALONE
#include "stats-band.h"

#include <Rmath.h>
#include <math.h>
#include <stdlib.h>

#include "stats-quadrature.h"

#define LEAST_BRIDGE_NODES 72
#define MOST_BRIDGE_NODES 1600
#define NODES_PER_SD 4
#define MAX_NODES 600
#define LARGEST_CRITICAL 40
#define NEGLIGIBLE 1e-18
#define FAR 9 /* standard deviations: a density of 1e-18 of its highest */

static double
normal (double x,
        double variance)
{
  return exp (-x * x / (2 * variance)) / sqrt (2 * M_PI * variance);
}

static double
two_sided (double level)
{
  return qnorm ((1 - level) / 2, 0, 1, /* lower */ 0, /* log */ 0);
}

/* --- Hall and Wellner ------------------------------------------------------------------------- */

typedef struct
{
  double a_lo, a_hi, level;
  unsigned n_nodes;
  double nodes[MOST_BRIDGE_NODES], weights[MOST_BRIDGE_NODES];
} Bridge;

/* From x to y without leaving -c..c, as a sum over images (the reflection principle). */
static double
killed_transition (double x,
                   double y,
                   double c,
                   double variance)
{
  double sum = normal (y - x, variance);

  for (int j = 1; j <= 8; j++)
    {
      double there = normal (y - x + 4 * j * c, variance) + normal (y - x - 4 * j * c, variance);
      double mirrored = normal (y + x + (4 * j - 2) * c, variance)
                        + normal (y + x - (4 * j - 2) * c, variance);

      sum += there - mirrored;
      if (there + mirrored < NEGLIGIBLE)
        break;
    }
  return sum;
}

/* The chance that a Brownian bridge stays within -c..c between a_lo and a_hi, less the level. */
static double
bridge_excess (double c,
               const void *data)
{
  const Bridge *self = data;
  double variance = self->a_hi - self->a_lo, reach = FAR * sqrt (variance), sum = 0;
  /* Where a bridge is at both ends, and what is too far out to matter. */
  double X = fmin (c, FAR * sqrt (self->a_lo * (1 - self->a_lo)));
  double Y = fmin (c, FAR * sqrt (self->a_hi * (1 - self->a_hi)));

  /* The path turned upside down is as likely: half of the beginnings, twice. */
  for (unsigned i = 0; i < self->n_nodes / 2; i++)
    for (unsigned j = 0; j < self->n_nodes; j++)
      {
        double x = X * self->nodes[i], y = Y * self->nodes[j];

        if (fabs (y - x) < reach)
          sum += self->weights[i] * self->weights[j] * normal (x, self->a_lo)
                 * killed_transition (x, y, c, variance) * normal (y, 1 - self->a_hi);
      }
  return 2 * X * Y * sum / normal (0, 1) - self->level;
}

double
stats_band_hall_wellner (double a_lo,
                         double a_hi,
                         double level)
{
  Bridge bridge = { .a_lo = a_lo, .a_hi = a_hi, .level = level };
  double least, most;

  if (!(a_lo > 0 && a_lo <= a_hi && a_hi < 1 && level > 0 && level < 1))
    return NAN;
  /* One point only: a normal deviate. Nearly one: the transition is narrower than the nodes. */
  if (a_hi - a_lo < 1e-4)
    return two_sided (level) * sqrt (fmax (a_lo * (1 - a_lo), a_hi * (1 - a_hi)));
  /* Not below one end's quantile, nor above Kolmogorov's bound of the whole bridge,
   * P (> c) <= 2 exp (-2 c^2). */
  least = two_sided (level) * sqrt (fmax (a_lo * (1 - a_lo), a_hi * (1 - a_hi))) * (1 - 1e-9);
  most = sqrt (-log ((1 - level) / 2) / 2);
  /* An even number of nodes, close enough to see the transition's width. */
  bridge.n_nodes = 2 * (unsigned) ceil (NODES_PER_SD * most / sqrt (a_hi - a_lo));
  bridge.n_nodes = bridge.n_nodes < LEAST_BRIDGE_NODES  ? LEAST_BRIDGE_NODES
                   : bridge.n_nodes > MOST_BRIDGE_NODES ? MOST_BRIDGE_NODES
                                                        : bridge.n_nodes;
  stats_quadrature_legendre (bridge.n_nodes, bridge.nodes, bridge.weights);
  return stats_quadrature_root (bridge_excess, &bridge, least, most);
}

/* --- Nair's equal precision ------------------------------------------------------------------- */

typedef struct
{
  double log_odds, level;
} Precision;

static double
precision_excess (double c,
                  const void *data)
{
  const Precision *self = data;
  double phi = normal (c, 1);

  return 4 * phi / c + phi * (c - 1 / c) * self->log_odds - (1 - self->level);
}

double
stats_band_equal_precision (double a_lo,
                            double a_hi,
                            double level)
{
  Precision precision = { log (a_hi * (1 - a_lo) / (a_lo * (1 - a_hi))), level };

  if (!(a_lo > 0 && a_lo <= a_hi && a_hi < 1 && level > 0 && level < 1))
    return NAN;
  if (a_lo == a_hi)
    return two_sided (level);
  /* It falls from 1 on; the formula is for small tails, and less than one point's is no band. */
  return fmax (two_sided (level),
               stats_quadrature_root (precision_excess, &precision, 1, LARGEST_CRITICAL));
}

/* --- simultaneous ----------------------------------------------------------------------------- */

typedef struct
{
  const double *v;
  unsigned n, n_nodes;
  double level;
  double nodes[MAX_NODES], weights[MAX_NODES];
  double density[MAX_NODES], next[MAX_NODES];
} Steps;

/* The chance that a walk with variance v_k at step k stays within -c sqrt v_k..c sqrt v_k, less the
 * level: the density of the walks that did so far, step after step. */
static double
steps_excess (double c,
              const void *data)
{
  Steps *self = (Steps *) data;
  double chance = 0;

  for (unsigned i = 0; i < self->n_nodes; i++)
    self->density[i] = normal (c * sqrt (self->v[0]) * self->nodes[i], self->v[0]);
  for (unsigned k = 1; k < self->n; k++)
    {
      double before = c * sqrt (self->v[k - 1]), now = c * sqrt (self->v[k]);
      double variance = self->v[k] - self->v[k - 1];

      double reach = FAR * sqrt (variance);

      /* Symmetric, as the walk is: half of the nodes, each seeing only those near it. */
      for (unsigned i = 0; i < (self->n_nodes + 1) / 2; i++)
        {
          double sum = 0, here = now * self->nodes[i];

          for (unsigned j = 0; j < self->n_nodes && before * self->nodes[j] <= here + reach; j++)
            if (before * self->nodes[j] >= here - reach)
              sum += self->weights[j] * self->density[j]
                     * normal (here - before * self->nodes[j], variance);
          self->next[i] = self->next[self->n_nodes - 1 - i] = before * sum;
        }
      for (unsigned i = 0; i < self->n_nodes; i++)
        self->density[i] = self->next[i];
    }
  for (unsigned i = 0; i < self->n_nodes; i++)
    chance += c * sqrt (self->v[self->n - 1]) * self->weights[i] * self->density[i];
  return chance - self->level;
}

/* Leaves out steps too small to tell from none: two transfers without a birth between them have the
 * same variance, and a correlation above 0.9998 changes no printed digit. Returns the number left
 * and the smallest step in standard deviations. */
static unsigned
distinct_steps (const double *v,
                unsigned n,
                double *out,
                double *out_smallest)
{
  unsigned kept = 0;

  *out_smallest = 1;
  for (unsigned k = 0; k < n; k++)
    {
      double step = kept > 0 ? sqrt ((v[k] - out[kept - 1]) / v[k]) : 1;

      if (!(step >= 0.02))
        {
          out[kept - 1] = v[k];
          continue;
        }
      *out_smallest = fmin (*out_smallest, step);
      out[kept++] = v[k];
    }
  return kept;
}

double
stats_band_simultaneous (const double *v,
                         unsigned n,
                         double level)
{
  double *distinct, smallest, critical;
  Steps *steps;

  if (n == 0 || !(level > 0 && level < 1) || !(v[0] > 0))
    return NAN;
  for (unsigned k = 1; k < n; k++)
    if (!(v[k] >= v[k - 1]))
      return NAN;
  distinct = calloc (n, sizeof *distinct);
  steps = calloc (1, sizeof *steps);
  if (distinct == NULL || steps == NULL)
    {
      free (distinct);
      free (steps);
      return NAN;
    }
  steps->n = distinct_steps (v, n, distinct, &smallest);
  steps->v = distinct;
  steps->level = level;
  steps->n_nodes = smallest > 0.1 ? 120 : smallest > 0.05 ? 240 : MAX_NODES;
  stats_quadrature_legendre (steps->n_nodes, steps->nodes, steps->weights);
  critical = steps->n == 1
                 ? two_sided (level)
                 : stats_quadrature_root (steps_excess, steps, two_sided (level) * (1 - 1e-9), 8);
  free (distinct);
  free (steps);
  return critical;
}

/* --- the band --------------------------------------------------------------------------------- */

static bool
is_log (StatsBand band)
{
  return band == STATS_BAND_HALL_WELLNER_LOG || band == STATS_BAND_EQUAL_PRECISION_LOG
         || band == STATS_BAND_SIMULTANEOUS_LOG;
}

static bool
is_hall_wellner (StatsBand band)
{
  return band == STATS_BAND_HALL_WELLNER || band == STATS_BAND_HALL_WELLNER_LOG;
}

static double
critical_of (StatsBand band,
             const double *v,
             unsigned first,
             unsigned last,
             double n_1,
             double level)
{
  double a_lo = n_1 * v[first] / (1 + n_1 * v[first]), a_hi = n_1 * v[last] / (1 + n_1 * v[last]);

  switch (band)
    {
    case STATS_BAND_HALL_WELLNER:
    case STATS_BAND_HALL_WELLNER_LOG:
      return stats_band_hall_wellner (a_lo, a_hi, level);
    case STATS_BAND_EQUAL_PRECISION:
    case STATS_BAND_EQUAL_PRECISION_LOG:
      return stats_band_equal_precision (a_lo, a_hi, level);
    case STATS_BAND_SIMULTANEOUS:
    case STATS_BAND_SIMULTANEOUS_LOG:
    default:
      return stats_band_simultaneous (v + first, last - first + 1, level);
    }
}

/* S and v by row. Returns whether there is a band, and from which row to which. */
static bool
variances (const StatsRiskRow *rows,
           unsigned n_rows,
           double *S,
           double *v,
           unsigned *out_first,
           unsigned *out_last)
{
  double sum = 0, product = 1;
  bool begun = false;

  for (unsigned i = 0; i < n_rows; i++)
    {
      double n = rows[i].at_risk, d = rows[i].births;

      if (!(n > d))
        break;
      sum += d / (n * (n - d));
      product *= (n - d) / n;
      S[i] = product;
      v[i] = sum;
      if (d > 0 && !begun)
        {
          *out_first = i;
          begun = true;
        }
      *out_last = i;
    }
  return begun;
}

double
stats_band (const StatsRiskRow *rows,
            unsigned n_rows,
            StatsBand band,
            double level,
            double *out_lo,
            double *out_hi)
{
  double *S = calloc (n_rows + 1, sizeof *S), *v = calloc (n_rows + 1, sizeof *v);
  double critical = NAN;
  unsigned first = 0, last = 0;

  for (unsigned i = 0; i < n_rows; i++)
    out_lo[i] = out_hi[i] = NAN;
  if (S != NULL && v != NULL && stats_risk_rows_valid (rows, n_rows)
      && variances (rows, n_rows, S, v, &first, &last))
    {
      double n_1 = rows[0].at_risk;

      critical = critical_of (band, v, first, last, n_1, level);
      for (unsigned i = first; i <= last && !isnan (critical); i++)
        {
          double w = is_hall_wellner (band) ? critical * (1 + n_1 * v[i]) / sqrt (n_1)
                                            : critical * sqrt (v[i]);
          double t = exp (w / log (S[i]));

          out_lo[i] = 1 - (is_log (band) ? pow (S[i], t) : S[i] * (1 + w));
          out_hi[i] = 1 - (is_log (band) ? pow (S[i], 1 / t) : S[i] * (1 - w));
        }
    }
  free (S);
  free (v);
  return critical;
}
