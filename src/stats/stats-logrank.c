/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weighted log-rank family. Formulas, sources and what is not estimable: stats-logrank.h. */
#define MATHLIB_STANDALONE
#include "stats-logrank.h"

#include <Rmath.h>
#include <math.h>
#include <string.h>

#include "stats-symmetric.h"

_Static_assert (STATS_LOGRANK_MAX_GROUPS <= STATS_SYMMETRIC_MAX, "a score per group");

StatsTest
stats_test_chisq (double chisq,
                  unsigned df)
{
  StatsTest test = { NAN, 0, NAN };

  if (df > 0 && chisq >= 0)
    {
      test.chisq = chisq;
      test.df = df;
      test.p = pchisq (chisq, df, /* lower */ 0, /* log */ 0);
    }
  return test;
}

bool
stats_logrank_tables_valid (const StatsRiskTable *tables,
                            unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    {
      if (!stats_risk_rows_valid (tables[i].rows, tables[i].n_rows))
        return false;
      for (unsigned r = 0; r < tables[i].n_rows; r++)
        if (tables[i].rows[r].k != r + 1)
          return false;
    }
  return true;
}

/* 0^0 is 1: FH(0, q) weighs by (1 - S)^q alone. */
static double
weight_of (StatsWeight weight,
           double p,
           double q,
           double N,
           double S)
{
  switch (weight)
    {
    case STATS_WEIGHT_GEHAN_BRESLOW:
      return N;
    case STATS_WEIGHT_TARONE_WARE:
      return sqrt (N);
    case STATS_WEIGHT_FLEMING_HARRINGTON:
      return pow (S, p) * pow (1 - S, q);
    case STATS_WEIGHT_LOG_RANK:
    default:
      return 1;
    }
}

static void
add_transfer (const StatsRiskTable *groups,
              unsigned n_groups,
              unsigned row,
              double N,
              double D,
              double w,
              double *U,
              double *V,
              double *expected)
{
  double spread = N > 1 ? w * w * D * (N - D) / (N - 1) : 0;
  double share[STATS_LOGRANK_MAX_GROUPS];

  for (unsigned g = 0; g < n_groups; g++)
    share[g] = row < groups[g].n_rows ? groups[g].rows[row].at_risk / N : 0;
  for (unsigned g = 0; g < n_groups; g++)
    {
      double births = row < groups[g].n_rows ? groups[g].rows[row].births : 0;

      U[g] += w * (births - D * share[g]);
      expected[g] += w * D * share[g];
      for (unsigned h = 0; h < n_groups; h++)
        V[g * n_groups + h] += spread * share[g] * ((g == h) - share[h]);
    }
}

static void
add_stratum (const StatsRiskTable *groups,
             unsigned n_groups,
             StatsWeight weight,
             double p,
             double q,
             double *U,
             double *V,
             double *expected)
{
  double S = 1;

  for (unsigned row = 0;; row++)
    {
      double N = 0, D = 0;

      for (unsigned g = 0; g < n_groups; g++)
        if (row < groups[g].n_rows)
          {
            N += groups[g].rows[row].at_risk;
            D += groups[g].rows[row].births;
          }
      if (N == 0)
        return;
      if (D > 0)
        add_transfer (groups, n_groups, row, N, D, weight_of (weight, p, q, N, S), U, V, expected);
      S *= 1 - D / N;
    }
}

StatsStatus
stats_logrank_scores (const StatsRiskTable *tables,
                      unsigned n_strata,
                      unsigned n_groups,
                      StatsWeight weight,
                      double p,
                      double q,
                      double *out_U,
                      double *out_V,
                      double *out_expected)
{
  double expected[STATS_LOGRANK_MAX_GROUPS] = { 0 };

  if (n_groups == 0 || n_groups > STATS_LOGRANK_MAX_GROUPS
      || !stats_logrank_tables_valid (tables, n_strata * n_groups))
    return STATS_INVALID;
  memset (out_U, 0, n_groups * sizeof *out_U);
  memset (out_V, 0, (size_t) n_groups * n_groups * sizeof *out_V);
  for (unsigned s = 0; s < n_strata; s++)
    add_stratum (tables + (size_t) s * n_groups, n_groups, weight, p, q, out_U, out_V, expected);
  if (out_expected != NULL)
    memcpy (out_expected, expected, n_groups * sizeof *expected);
  return STATS_OK;
}

StatsTest
stats_logrank_test (const StatsRiskTable *tables,
                    unsigned n_strata,
                    unsigned n_groups,
                    StatsWeight weight,
                    double p,
                    double q)
{
  double U[STATS_LOGRANK_MAX_GROUPS], V[STATS_LOGRANK_MAX_GROUPS * STATS_LOGRANK_MAX_GROUPS];
  unsigned rank = 0;
  double form;

  if (stats_logrank_scores (tables, n_strata, n_groups, weight, p, q, U, V, NULL) != STATS_OK)
    return stats_test_chisq (NAN, 0);
  form = stats_symmetric_form (V, U, n_groups, &rank);
  return stats_test_chisq (form, rank);
}

StatsTest
stats_logrank_trend (const StatsRiskTable *tables,
                     unsigned n_strata,
                     unsigned n_groups,
                     StatsWeight weight,
                     double p,
                     double q)
{
  double U[STATS_LOGRANK_MAX_GROUPS], V[STATS_LOGRANK_MAX_GROUPS * STATS_LOGRANK_MAX_GROUPS];
  double scores[STATS_LOGRANK_MAX_GROUPS], form = 0, variance = 0, spread = 0, next = 0;

  if (stats_logrank_scores (tables, n_strata, n_groups, weight, p, q, U, V, NULL) != STATS_OK)
    return stats_test_chisq (NAN, 0);
  for (unsigned g = 0; g < n_groups; g++)
    {
      bool present = false;

      for (unsigned s = 0; s < n_strata; s++)
        present = present || tables[(size_t) s * n_groups + g].n_rows > 0;
      scores[g] = present ? ++next : 0;
    }
  for (unsigned g = 0; g < n_groups; g++)
    {
      form += scores[g] * U[g];
      for (unsigned h = 0; h < n_groups; h++)
        {
          variance += scores[g] * V[g * n_groups + h] * scores[h];
          spread += scores[g] * fabs (V[g * n_groups + h]) * scores[h];
        }
    }
  /* What rounding leaves of a variance of zero is none. */
  if (next < 2 || !(variance > 1e-10 * spread))
    return stats_test_chisq (NAN, 0);
  return stats_test_chisq (form * form / variance, 1);
}
