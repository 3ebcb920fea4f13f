/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posterior draws of a curve: stats-resample.h. */
#include <math.h>
#include <stdlib.h>

#include "stats-random.h"
#include "stats-resample.h"

#define PRIOR (1.0 / 3)

typedef struct
{
  double S, D0, D1, F;
} State;

static bool
valid (const StatsRiskRow *rows,
       unsigned n_rows,
       double pi)
{
  for (unsigned i = 0; i < n_rows; i++)
    if (rows[i].at_risk == 0)
      return false;
  return stats_risk_rows_valid (rows, n_rows) && pi >= 0 && pi <= 1;
}

/* The next h and g of a draw: two deviates a row, in the rows' order. */
static void
draw_rates (StatsRandom *random,
            const StatsRiskRow *row,
            double *h,
            double *g)
{
  double n = row->at_risk, d = row->births, q = row->stopped, o = row->open;

  *h = stats_random_beta (random, d + PRIOR, n - d + 2 * PRIOR);
  *g = stats_random_beta (random, q + PRIOR, n - d - o - q + PRIOR);
}

static void
advance (State *at,
         double h,
         double g,
         double theta,
         double pi)
{
  double stop = at->S * (1 - h) * g;

  at->F += h * (at->S + theta * at->D1);
  at->D0 += pi * stop;
  at->D1 = at->D1 * (1 - theta * h) + (1 - pi) * stop;
  at->S *= (1 - h) * (1 - g);
}

StatsStatus
stats_posterior_draw (const StatsRiskRow *rows,
                      unsigned n_rows,
                      double theta,
                      double pi,
                      uint64_t seed,
                      uint32_t salt,
                      uint32_t first,
                      uint32_t count,
                      double *out)
{
  if (!valid (rows, n_rows, pi) || !(theta >= 0 && theta <= 1))
    return STATS_INVALID;
  for (uint32_t draw = 0; draw < count; draw++)
    {
      StatsRandom random;
      State at = { .S = 1 };

      stats_random_init (&random, seed, (uint64_t) salt << 32 | (first + draw));
      for (unsigned i = 0; i < n_rows; i++)
        {
          double h, g;

          draw_rates (&random, &rows[i], &h, &g);
          advance (&at, h, g, theta, pi);
          out[(uint64_t) draw * n_rows + i] = fmin (at.F, 1);
        }
    }
  return STATS_OK;
}

StatsStatus
stats_posterior_draw_last (const StatsRiskRow *rows,
                           unsigned n_rows,
                           const double *thetas,
                           unsigned n_thetas,
                           double pi,
                           uint64_t seed,
                           uint32_t salt,
                           uint32_t first,
                           uint32_t count,
                           double *out)
{
  State *at = malloc ((n_thetas + 1) * sizeof *at);

  if (at == NULL || !valid (rows, n_rows, pi))
    {
      StatsStatus status = at == NULL ? STATS_NO_MEMORY : STATS_INVALID;

      free (at);
      return status;
    }
  for (uint32_t draw = 0; draw < count; draw++)
    {
      StatsRandom random;

      stats_random_init (&random, seed, (uint64_t) salt << 32 | (first + draw));
      for (unsigned t = 0; t < n_thetas; t++)
        at[t] = (State) { .S = 1 };
      for (unsigned i = 0; i < n_rows; i++)
        {
          double h, g;

          draw_rates (&random, &rows[i], &h, &g);
          for (unsigned t = 0; t < n_thetas; t++)
            advance (&at[t], h, g, thetas[t], pi);
        }
      for (unsigned t = 0; t < n_thetas; t++)
        out[(uint64_t) t * count + draw] = fmin (at[t].F, 1);
    }
  free (at);
  return STATS_OK;
}
