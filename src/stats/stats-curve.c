/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four curves. Formulas, sources and what is not estimable: stats-curve.h. */
#include "stats-curve.h"

#include <math.h>

static void
fill_nan (double *values,
          unsigned from,
          unsigned n)
{
  if (values == NULL)
    return;
  for (unsigned i = from; i < n; i++)
    values[i] = NAN;
}

/* Sums of non-negative terms may pass 1 in the last digit. */
static double
at_most_one (double value)
{
  return value < 1 ? value : 1;
}

/* Rows or blocks, whichever isn't NULL. */
typedef struct
{
  const StatsRiskRow *rows;
  const StatsBlock *blocks;
  unsigned n;
} Table;

static StatsBlock
block_at (const Table *table,
          unsigned i)
{
  return table->rows != NULL ? stats_block_of_row (&table->rows[i]) : table->blocks[i];
}

static bool
table_valid (const Table *table)
{
  return table->blocks != NULL ? stats_blocks_valid (table->blocks, table->n)
                               : stats_risk_rows_valid (table->rows, table->n);
}

static void
optimistic (const Table *table,
            double *out_estimate,
            double *out_se)
{
  double F = 0, S = 1, greenwood = 0;
  unsigned i = 0;

  if (!table_valid (table))
    {
      fill_nan (out_estimate, 0, table->n);
      fill_nan (out_se, 0, table->n);
      return;
    }
  for (; i < table->n; i++)
    {
      StatsBlock block = block_at (table, i);
      double n = (double) block.transfers, d = (double) block.births;
      double steps = block.last - block.first + 1;

      if (n == 0 && S > 0)
        break;
      /* F is added up rather than 1 - S, so that it never falls and keeps its digits near 0. */
      for (unsigned step = block.first; n > 0 && step <= block.last; step++)
        {
          F = d == n ? 1 : at_most_one (F + S * (d / n));
          S *= (n - d) / n;
        }
      greenwood += d > 0 ? steps * steps * d / (n * (n - d)) : 0;
      out_estimate[i] = F;
      if (out_se != NULL)
        out_se[i] = S > 0 ? S * sqrt (greenwood) : NAN;
    }
  fill_nan (out_estimate, i, table->n);
  fill_nan (out_se, i, table->n);
}

void
stats_curve_optimistic (const StatsRiskRow *rows,
                        unsigned n_rows,
                        double *out_estimate,
                        double *out_se)
{
  optimistic (&(Table) { rows, NULL, n_rows }, out_estimate, out_se);
}

void
stats_curve_blocks_optimistic (const StatsBlock *blocks,
                               unsigned n_blocks,
                               double *out_estimate,
                               double *out_se)
{
  optimistic (&(Table) { NULL, blocks, n_blocks }, out_estimate, out_se);
}

/* It exists where the conservative curve does, which out_estimate holds. */
static void
crude (const Table *table,
       double *inout_estimate)
{
  uint64_t births = 0;

  for (unsigned i = 0; i < table->n && !isnan (inout_estimate[i]); i++)
    {
      births += block_at (table, i).births;
      inout_estimate[i] = (double) births / (double) block_at (table, 0).at_risk;
    }
}

void
stats_curve_crude (const StatsRiskRow *rows,
                   unsigned n_rows,
                   double *out_estimate)
{
  stats_curve_conservative (rows, n_rows, out_estimate, NULL, NULL);
  crude (&(Table) { rows, NULL, n_rows }, out_estimate);
}

void
stats_curve_blocks_crude (const StatsBlock *blocks,
                          unsigned n_blocks,
                          double *out_estimate)
{
  stats_curve_blocks_adjusted (blocks, n_blocks, 0, 0, out_estimate, NULL);
  crude (&(Table) { NULL, blocks, n_blocks }, out_estimate);
}

void
stats_curve_conservative (const StatsRiskRow *rows,
                          unsigned n_rows,
                          double *out_estimate,
                          double *out_se,
                          bool *out_too_small)
{
  stats_curve_adjusted (rows, n_rows, 0, 0, out_estimate, out_se, out_too_small);
}

/* The chances before a transfer. F: a birth so far; S: neither born nor stopped; D1: stopped, and
 * keeping theta times the hazard; D0: stopped without a chance. */
typedef struct
{
  double F, S, D0, D1;
} State;

/* Hazard and chance of stopping at each of `steps` transfers; both 0 where nobody is at risk. */
typedef struct
{
  double h, g;
  double var_h, var_g; /* of the two estimates */
  unsigned steps;
} Rates;

static Rates
rates_at (const Table *table,
          unsigned i)
{
  StatsBlock block = block_at (table, i);
  double n = (double) block.transfers, d = (double) block.births, q = (double) block.stopped;
  double decided = n - d - (double) block.open;
  Rates rates = { .steps = block.last - block.first + 1 };

  if (n > 0)
    {
      rates.h = d / n;
      rates.var_h = rates.h * ((n - d) / n) / n;
    }
  if (decided > 0)
    {
      rates.g = q / decided;
      rates.var_g = rates.g * ((decided - q) / decided) / decided;
    }
  return rates;
}

/* By one transfer. */
static void
advance (State *state,
         const Rates *rates,
         double theta,
         double pi)
{
  double h = rates->h, g = rates->g;
  double stop = state->S * (1 - h) * g;

  state->F += h * (state->S + theta * state->D1);
  state->D0 += pi * stop;
  state->D1 = state->D1 * (1 - theta * h) + (1 - pi) * stop;
  state->S *= (1 - h) * (1 - g);
}

/* Adds to var[from..n) the part that comes from the estimate of one rate at row from. The tangent
 * is how F, S and D1 after that row move with the rate; it obeys the same linear recursion as the
 * state itself. */
static void
add_variance (const Table *table,
              unsigned from,
              double theta,
              double pi,
              State tangent,
              double var_rate,
              double *var)
{
  if (var_rate == 0)
    return;
  var[from] += tangent.F * tangent.F * var_rate;
  for (unsigned m = from + 1; m < table->n; m++)
    {
      Rates rates = rates_at (table, m);

      for (unsigned step = 0; step < rates.steps; step++)
        advance (&tangent, &rates, theta, pi);
      var[m] += tangent.F * tangent.F * var_rate;
    }
}

/* Both parts that row i adds; before is the state before it. Each of its transfers moves with the
 * one rate. */
static void
add_row_variance (const Table *table,
                  unsigned i,
                  double theta,
                  double pi,
                  const State *before,
                  double *var)
{
  Rates rates = rates_at (table, i);
  State state = *before, by_h = { 0 }, by_g = { 0 };
  double h = rates.h, g = rates.g;

  for (unsigned step = 0; step < rates.steps; step++)
    {
      double S = state.S, D1 = state.D1;

      advance (&by_h, &rates, theta, pi);
      by_h.F += S + theta * D1;
      by_h.S -= S * (1 - g);
      by_h.D1 += -theta * D1 - (1 - pi) * S * g;
      advance (&by_g, &rates, theta, pi);
      by_g.S -= S * (1 - h);
      by_g.D1 += (1 - pi) * S * (1 - h);
      advance (&state, &rates, theta, pi);
    }
  add_variance (table, i, theta, pi, by_h, rates.var_h, var);
  add_variance (table, i, theta, pi, by_g, rates.var_g, var);
}

static void
adjusted (const Table *table,
          double theta,
          double pi,
          double *out_estimate,
          double *out_se,
          bool *out_too_small)
{
  State state = { .S = 1 };
  bool too_small = false;
  unsigned n_known = 0;

  for (unsigned i = 0; i < table->n; i++)
    {
      StatsBlock block = block_at (table, i);

      too_small = too_small || (block.births > 0 && block.births == block.transfers);
      if (out_too_small != NULL)
        out_too_small[i] = too_small;
      if (out_se != NULL)
        out_se[i] = 0;
    }
  if (!table_valid (table) || !(theta >= 0 && theta <= 1) || !(pi >= 0 && pi <= 1))
    {
      fill_nan (out_estimate, 0, table->n);
      fill_nan (out_se, 0, table->n);
      return;
    }

  /* out_se holds variances until the end of this loop. */
  for (; n_known < table->n; n_known++)
    {
      Rates rates = rates_at (table, n_known);

      if (block_at (table, n_known).at_risk == 0
          && (state.S > 0 || (theta > 0 && state.D1 > 0)))
        break;
      if (out_se != NULL)
        add_row_variance (table, n_known, theta, pi, &state, out_se);
      for (unsigned step = 0; step < rates.steps; step++)
        advance (&state, &rates, theta, pi);
      /* With nobody left elsewhere F is 1, whatever the rates before were; rounding must not hide
       * it. */
      if (state.S == 0 && state.D0 == 0 && state.D1 == 0)
        {
          state.F = 1;
          if (out_se != NULL)
            out_se[n_known] = 0;
        }
      state.F = at_most_one (state.F);
      out_estimate[n_known] = state.F;
    }
  for (unsigned i = 0; out_se != NULL && i < n_known; i++)
    out_se[i] = sqrt (out_se[i]);
  fill_nan (out_estimate, n_known, table->n);
  fill_nan (out_se, n_known, table->n);
}

void
stats_curve_adjusted (const StatsRiskRow *rows,
                      unsigned n_rows,
                      double theta,
                      double pi,
                      double *out_estimate,
                      double *out_se,
                      bool *out_too_small)
{
  adjusted (&(Table) { rows, NULL, n_rows }, theta, pi, out_estimate, out_se, out_too_small);
}

void
stats_curve_blocks_adjusted (const StatsBlock *blocks,
                             unsigned n_blocks,
                             double theta,
                             double pi,
                             double *out_estimate,
                             double *out_se)
{
  adjusted (&(Table) { NULL, blocks, n_blocks }, theta, pi, out_estimate, out_se, NULL);
}
