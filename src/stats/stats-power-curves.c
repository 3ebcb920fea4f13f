/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power of comparing two curves, by formula and by simulation: stats-power.h. */
#define MATHLIB_STANDALONE
#include <Rmath.h>
#include <math.h>
#include <stdlib.h>

#include "stats-logrank.h"
#include "stats-power.h"
#include "stats-random.h"

static double
at (const double *values,
    unsigned i)
{
  return values != NULL ? values[i] : 0;
}

static bool
group_valid (const StatsPowerGroup *self,
             unsigned K)
{
  bool valid = self->n >= 1;

  for (unsigned i = 0; i < K; i++)
    valid = valid && self->hazard[i] >= 0 && self->hazard[i] <= 1 && at (self->stop, i) >= 0
            && at (self->stop, i) <= 1 && at (self->cut, i) >= 0 && at (self->cut, i) <= 1;
  return valid;
}

/* Of those at risk at a transfer, the share that goes on to the next. */
static double
goes_on (const StatsPowerGroup *self,
         unsigned i)
{
  return (1 - self->hazard[i]) * (1 - at (self->stop, i)) * (1 - at (self->cut, i));
}

double
stats_power_curves (const StatsPowerGroup *a,
                    const StatsPowerGroup *b,
                    unsigned K,
                    double alpha)
{
  double m_a = a->n, m_b = b->n, EU = 0, V0 = 0, V1 = 0;
  double z = qnorm (alpha / 2, 0, 1, /* lower */ 0, /* log */ 0);

  if (!(alpha > 0 && alpha < 1) || !group_valid (a, K) || !group_valid (b, K))
    return NAN;
  for (unsigned i = 0; i < K; i++)
    {
      double N = m_a + m_b, h_a = a->hazard[i], h_b = b->hazard[i];
      double p = (m_a * h_a + m_b * h_b) / N;

      if (!(N > 1))
        break;
      EU += m_a * m_b / N * (h_a - h_b);
      V0 += m_a * m_b / (N - 1) * p * (1 - p);
      V1 += m_a * m_b / N * (m_a * m_b / N)
            * (h_a * (1 - h_a) / m_a + h_b * (1 - h_b) / m_b);
      m_a *= goes_on (a, i);
      m_b *= goes_on (b, i);
      if (!(m_a > 0 && m_b > 0))
        break;
    }
  if (!(V1 > 0))
    return NAN;
  return pnorm ((fabs (EU) - z * sqrt (V0)) / sqrt (V1), 0, 1, 1, 0)
         + pnorm ((-fabs (EU) - z * sqrt (V0)) / sqrt (V1), 0, 1, 1, 0);
}

double
stats_power_schoenfeld (const StatsPowerGroup *a,
                        const StatsPowerGroup *b,
                        unsigned K,
                        double alpha)
{
  double m_a = a->n, m_b = b->n, births = 0, weighted = 0, share = a->n / (a->n + b->n);
  double z = qnorm (alpha / 2, 0, 1, /* lower */ 0, /* log */ 0);

  if (!(alpha > 0 && alpha < 1) || !group_valid (a, K) || !group_valid (b, K))
    return NAN;
  for (unsigned i = 0; i < K; i++)
    {
      double h_a = a->hazard[i], h_b = b->hazard[i], here = m_a * h_a + m_b * h_b;

      if (h_a > 0 && h_a < 1 && h_b > 0 && h_b < 1)
        {
          weighted += here * (log (-log1p (-h_a)) - log (-log1p (-h_b)));
          births += here;
        }
      m_a *= goes_on (a, i);
      m_b *= goes_on (b, i);
    }
  if (!(births > 0))
    return NAN;
  return pnorm (fabs (weighted / births) * sqrt (births * share * (1 - share)) - z, 0, 1, 1, 0);
}

/* Birth, then stopping, then the cut, transfer after transfer. */
static void
simulate_group (const StatsPowerGroup *self,
                unsigned K,
                StatsRandom *random,
                StatsRiskRow *rows)
{
  uint32_t n = (uint32_t) lround (self->n);

  for (uint32_t patient = 0; patient < n; patient++)
    for (unsigned i = 0; i < K; i++)
      {
        rows[i].at_risk++;
        if (stats_random_uniform (random) < self->hazard[i])
          {
            rows[i].births++;
            break;
          }
        if (i + 1 == K || stats_random_uniform (random) < at (self->stop, i)
            || stats_random_uniform (random) < at (self->cut, i))
          {
            rows[i].cut++;
            break;
          }
      }
}

int
stats_power_simulate (const StatsPowerGroup *a,
                      const StatsPowerGroup *b,
                      unsigned K,
                      double alpha,
                      uint64_t seed,
                      uint64_t trial)
{
  StatsRiskTable *tables[2] = { stats_risk_table_new (K), stats_risk_table_new (K) };
  StatsRiskTable both[2];
  StatsRandom random;
  int rejects = -1;

  stats_random_init (&random, seed, trial);
  if (tables[0] != NULL && tables[1] != NULL)
    {
      simulate_group (a, K, &random, tables[0]->rows);
      simulate_group (b, K, &random, tables[1]->rows);
      both[0] = *tables[0];
      both[1] = *tables[1];
      rejects = stats_logrank_test (both, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0).p <= alpha;
    }
  stats_risk_table_free (tables[0]);
  stats_risk_table_free (tables[1]);
  return rejects;
}
