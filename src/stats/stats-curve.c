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

void
stats_curve_optimistic (const StatsRiskRow *rows,
                        unsigned n_rows,
                        double *out_estimate,
                        double *out_se)
{
  double F = 0, S = 1, greenwood = 0;
  unsigned i = 0;

  if (!stats_risk_rows_valid (rows, n_rows))
    {
      fill_nan (out_estimate, 0, n_rows);
      fill_nan (out_se, 0, n_rows);
      return;
    }
  for (; i < n_rows; i++)
    {
      double n = rows[i].at_risk, d = rows[i].births;

      if (n == 0 && S > 0)
        break;
      if (n > 0)
        {
          /* F is added up rather than 1 - S, so that it never falls and keeps its digits near 0. */
          F = d == n ? 1 : at_most_one (F + S * (d / n));
          S *= (n - d) / n;
          greenwood += d > 0 ? d / (n * (n - d)) : 0;
        }
      out_estimate[i] = F;
      if (out_se != NULL)
        out_se[i] = S > 0 ? S * sqrt (greenwood) : NAN;
    }
  fill_nan (out_estimate, i, n_rows);
  fill_nan (out_se, i, n_rows);
}

void
stats_curve_crude (const StatsRiskRow *rows,
                   unsigned n_rows,
                   double *out_estimate)
{
  uint64_t births = 0;

  /* It exists where the conservative curve does. */
  stats_curve_conservative (rows, n_rows, out_estimate, NULL, NULL);
  for (unsigned i = 0; i < n_rows && !isnan (out_estimate[i]); i++)
    {
      births += rows[i].births;
      out_estimate[i] = (double) births / rows[0].at_risk;
    }
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

/* Hazard and chance of stopping at one row; both 0 where nobody is at risk. */
typedef struct
{
  double h, g;
  double var_h, var_g; /* of the two estimates */
} Rates;

static Rates
rates_of_row (const StatsRiskRow *row)
{
  double n = row->at_risk, d = row->births, q = row->stopped;
  double decided = n - d - row->open;
  Rates rates = { 0 };

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

/* Adds to var[from..n_rows) the part that comes from the estimate of one rate at row from. The
 * tangent is how F, S and D1 after that row move with the rate; it obeys the same linear recursion
 * as the state itself. */
static void
add_variance (const StatsRiskRow *rows,
              unsigned from,
              unsigned n_rows,
              double theta,
              double pi,
              State tangent,
              double var_rate,
              double *var)
{
  if (var_rate == 0)
    return;
  var[from] += tangent.F * tangent.F * var_rate;
  for (unsigned m = from + 1; m < n_rows; m++)
    {
      Rates rates = rates_of_row (&rows[m]);

      advance (&tangent, &rates, theta, pi);
      var[m] += tangent.F * tangent.F * var_rate;
    }
}

/* Both parts that row i adds; before is the state before it. */
static void
add_row_variance (const StatsRiskRow *rows,
                  unsigned i,
                  unsigned n_rows,
                  double theta,
                  double pi,
                  const State *before,
                  double *var)
{
  Rates rates = rates_of_row (&rows[i]);
  double S = before->S, D1 = before->D1, h = rates.h, g = rates.g;
  State by_h = { .F = S + theta * D1, .S = -S * (1 - g), .D1 = -theta * D1 - (1 - pi) * S * g };
  State by_g = { .F = 0, .S = -S * (1 - h), .D1 = (1 - pi) * S * (1 - h) };

  add_variance (rows, i, n_rows, theta, pi, by_h, rates.var_h, var);
  add_variance (rows, i, n_rows, theta, pi, by_g, rates.var_g, var);
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
  State state = { .S = 1 };
  bool too_small = false;
  unsigned n_known = 0;

  for (unsigned i = 0; i < n_rows; i++)
    {
      too_small = too_small || (rows[i].births > 0 && rows[i].births == rows[i].at_risk);
      if (out_too_small != NULL)
        out_too_small[i] = too_small;
      if (out_se != NULL)
        out_se[i] = 0;
    }
  if (!stats_risk_rows_valid (rows, n_rows) || !(theta >= 0 && theta <= 1)
      || !(pi >= 0 && pi <= 1))
    {
      fill_nan (out_estimate, 0, n_rows);
      fill_nan (out_se, 0, n_rows);
      return;
    }

  /* out_se holds variances until the end of this loop. */
  for (; n_known < n_rows; n_known++)
    {
      Rates rates = rates_of_row (&rows[n_known]);

      if (rows[n_known].at_risk == 0 && (state.S > 0 || (theta > 0 && state.D1 > 0)))
        break;
      if (out_se != NULL)
        add_row_variance (rows, n_known, n_rows, theta, pi, &state, out_se);
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
  fill_nan (out_estimate, n_known, n_rows);
  fill_nan (out_se, n_known, n_rows);
}
