/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes of Gauss and Legendre, and bisection: stats-quadrature.h. */
#include "stats-quadrature.h"

#include <math.h>

void
stats_quadrature_legendre (unsigned n,
                           double *out_nodes,
                           double *out_weights)
{
  for (unsigned i = 0; i < (n + 1) / 2; i++)
    {
      /* Tricomi's first guess is good to four digits. */
      double x = cos (M_PI * (i + 0.75) / (n + 0.5)), slope = 1;

      for (unsigned step = 0; step < 100; step++)
        {
          double p = 1, before = 0, move;

          for (unsigned j = 1; j <= n; j++)
            {
              double next = ((2 * j - 1) * x * p - (j - 1) * before) / j;

              before = p;
              p = next;
            }
          slope = n * (x * p - before) / (x * x - 1);
          move = p / slope;
          x -= move;
          if (fabs (move) < 1e-15)
            break;
        }
      out_nodes[i] = -x;
      out_nodes[n - 1 - i] = x;
      out_weights[i] = out_weights[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
    }
  if (n % 2 == 1)
    out_nodes[n / 2] = 0;
}

double
stats_quadrature_root (double (*f) (double x, const void *data),
                       const void *data,
                       double lo,
                       double hi)
{
  double at_lo = f (lo, data), at_hi = f (hi, data);

  if (at_lo == 0)
    return lo;
  if (at_hi == 0)
    return hi;
  if (!(at_lo * at_hi < 0))
    return NAN;
  for (unsigned step = 0; step < 200 && hi - lo > 1e-13 * fabs (hi); step++)
    {
      double middle = lo + (hi - lo) / 2, at_middle = f (middle, data);

      if (isnan (at_middle))
        return NAN;
      if (at_lo * at_middle <= 0)
        hi = middle;
      else
        {
          lo = middle;
          at_lo = at_middle;
        }
    }
  return lo + (hi - lo) / 2;
}
