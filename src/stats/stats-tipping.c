/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tipping points: stats-tipping.h. */
#include "stats-tipping.h"

#include <math.h>
#include <stdlib.h>

#include "stats-curve.h"
#include "stats-resample.h"

#define HALVINGS 50
#define ROUNDING 1e-12

typedef struct
{
  double F, lo, hi;
} Point;

/* A curve's value after the last of n rows. */
static Point
point_at (const StatsTipping *self,
          const StatsRiskRow *rows,
          unsigned n,
          double theta)
{
  Point point = { NAN, NAN, NAN };
  double *F, *se;

  if (self->at == 0 || self->at > n)
    return point;
  F = malloc (2 * self->at * sizeof *F);
  if (F == NULL)
    return point;
  se = F + self->at;
  stats_curve_adjusted (rows, self->at, theta, self->pi, F, se, NULL);
  point.F = F[self->at - 1];
  stats_interval_curve (point.F, se[self->at - 1], self->type, self->level, &point.lo, &point.hi);
  free (F);
  return point;
}

StatsContrast
stats_tipping_difference (const StatsTipping *self,
                          double theta_a,
                          double theta_b)
{
  Point a = point_at (self, self->a, self->n_a, theta_a);
  Point b = point_at (self, self->b, self->n_b, theta_b);

  return stats_contrast_mover (b.F, b.lo, b.hi, a.F, a.lo, a.hi);
}

/* --- one theta for both ----------------------------------------------------------------------- */

static double
theta_of (unsigned i)
{
  return (double) i / (STATS_TIPPING_SCAN - 1);
}

/* 1, 0 or -1; 0 also where it isn't estimable, and where two equal chances differ by rounding. */
static int
sign_at (const StatsTipping *self,
         double theta)
{
  double delta = stats_tipping_difference (self, theta, theta).estimate;

  return (delta > ROUNDING) - (delta < -ROUNDING);
}

/* 1: the interval holds 0; 0: it doesn't; -1: there is none. */
static int
undecided_at (const StatsTipping *self,
              double theta)
{
  StatsContrast delta = stats_tipping_difference (self, theta, theta);

  return isnan (delta.lo) ? -1 : delta.lo <= 0 && delta.hi >= 0;
}

/* Where state goes over from what it is at lo to something else, which it is at hi. */
static double
halve (const StatsTipping *self,
       int (*state) (const StatsTipping *self, double theta),
       double lo,
       double hi)
{
  int at_lo = state (self, lo);

  for (unsigned i = 0; i < HALVINGS; i++)
    {
      double middle = lo + (hi - lo) / 2;

      if (state (self, middle) == at_lo)
        lo = middle;
      else
        hi = middle;
    }
  return lo + (hi - lo) / 2;
}

unsigned
stats_tipping_roots (const StatsTipping *self,
                     double *out_roots)
{
  unsigned n = 0, last = 0;
  int before = 0;

  for (unsigned i = 0; i < STATS_TIPPING_SCAN; i++)
    {
      int sign = sign_at (self, theta_of (i));

      if (sign == 0)
        continue;
      /* From the last value with the other sign: a run of zeros in between counts once. */
      if (before != 0 && sign != before)
        out_roots[n++] = halve (self, sign_at, theta_of (last), theta_of (i));
      before = sign;
      last = i;
    }
  return n;
}

unsigned
stats_tipping_undecided (const StatsTipping *self,
                         StatsTippingRange *out,
                         bool *out_unknown)
{
  unsigned n = 0;
  int before = -2;

  *out_unknown = false;
  for (unsigned i = 0; i < STATS_TIPPING_SCAN; i++)
    {
      int now = undecided_at (self, theta_of (i));

      *out_unknown = *out_unknown || now < 0;
      if (now == 1 && before != 1)
        out[n].from = i == 0 ? 0 : halve (self, undecided_at, theta_of (i - 1), theta_of (i));
      if (now != 1 && before == 1)
        out[n++].to = halve (self, undecided_at, theta_of (i - 1), theta_of (i));
      before = now;
    }
  if (before == 1)
    out[n++].to = 1;
  return n;
}

/* --- posterior -------------------------------------------------------------------------------- */

static void
compare_draws (const double *a,
               const double *b,
               uint32_t count,
               uint64_t above[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS],
               uint64_t *reversed)
{
  for (uint32_t i = 0; i < count; i++)
    {
      unsigned b_first = 0;

      for (unsigned s = 0; s < STATS_TIPPING_STEPS; s++)
        for (unsigned t = 0; t < STATS_TIPPING_STEPS; t++)
          above[s][t] += b[(size_t) t * count + i] > a[(size_t) s * count + i];
      for (unsigned t = 0; t < STATS_TIPPING_STEPS; t++)
        b_first += b[(size_t) t * count + i] > a[(size_t) t * count + i];
      *reversed += b_first > 0 && b_first < STATS_TIPPING_STEPS;
    }
}

StatsStatus
stats_tipping_count (const StatsTipping *self,
                     uint64_t seed,
                     uint32_t first,
                     uint32_t count,
                     uint64_t above[STATS_TIPPING_STEPS][STATS_TIPPING_STEPS],
                     uint64_t *reversed)
{
  size_t n = (size_t) STATS_TIPPING_STEPS * count;
  double thetas[STATS_TIPPING_STEPS], *a, *b;
  StatsStatus status = STATS_NO_MEMORY;

  if (self->at == 0 || self->at > self->n_a || self->at > self->n_b)
    return STATS_INVALID;
  for (unsigned t = 0; t < STATS_TIPPING_STEPS; t++)
    thetas[t] = stats_tipping_theta (t);
  a = malloc ((n + 1) * sizeof *a);
  b = malloc ((n + 1) * sizeof *b);
  if (a != NULL && b != NULL)
    status = stats_posterior_draw_last (self->a, self->at, thetas, STATS_TIPPING_STEPS, self->pi,
                                        seed, 1, first, count, a);
  if (status == STATS_OK)
    status = stats_posterior_draw_last (self->b, self->at, thetas, STATS_TIPPING_STEPS, self->pi,
                                        seed, 2, first, count, b);
  if (status == STATS_OK)
    compare_draws (a, b, count, above, reversed);
  free (a);
  free (b);
  return status;
}
