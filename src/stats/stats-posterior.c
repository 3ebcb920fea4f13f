/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posterior draws of a curve: stats-resample.h. */
#include <math.h>

#include "stats-random.h"
#include "stats-resample.h"

#define PRIOR (1.0 / 3)

typedef struct
{
  double S, D0, D1, F;
} State;

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
  if (!stats_risk_rows_valid (rows, n_rows) || !(theta >= 0 && theta <= 1) || !(pi >= 0 && pi <= 1))
    return STATS_INVALID;
  for (unsigned i = 0; i < n_rows; i++)
    if (rows[i].at_risk == 0)
      return STATS_INVALID;
  for (uint32_t draw = 0; draw < count; draw++)
    {
      StatsRandom random;
      State at = { .S = 1 };

      stats_random_init (&random, seed, (uint64_t) salt << 32 | (first + draw));
      for (unsigned i = 0; i < n_rows; i++)
        {
          double n = rows[i].at_risk, d = rows[i].births, q = rows[i].stopped, o = rows[i].open;
          double h = stats_random_beta (&random, d + PRIOR, n - d + 2 * PRIOR);
          double g = stats_random_beta (&random, q + PRIOR, n - d - o - q + PRIOR);
          double stop = at.S * (1 - h) * g;

          at.F += h * (at.S + theta * at.D1);
          at.D0 += pi * stop;
          at.D1 = at.D1 * (1 - theta * h) + (1 - pi) * stop;
          at.S *= (1 - h) * (1 - g);
          out[(uint64_t) draw * n_rows + i] = fmin (at.F, 1);
        }
    }
  return STATS_OK;
}
