/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes of Gauss and Legendre, and Chandrupatla's root: stats-quadrature.h. */
#include "stats-quadrature.h"

#include <math.h>

#define ROOT_TOLERANCE 5e-14 /* half of the interval's, relative */

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
  /* 1 is the newest point, 2 the other end of what brackets the zero, 3 the point before. */
  double x1 = lo, x2 = hi, f1 = f (lo, data), f2 = f (hi, data), share = 0.5;

  if (f1 == 0)
    return lo;
  if (f2 == 0)
    return hi;
  if (!(f1 * f2 < 0))
    return NAN;
  for (unsigned step = 0; step < 200; step++)
    {
      double x = x1 + share * (x2 - x1), fx = f (x, data), x3, f3, best, least, place, height;

      if (isnan (fx))
        return NAN;
      if (fx * f1 > 0 || fx == 0)
        {
          x3 = x1;
          f3 = f1;
        }
      else
        {
          x3 = x2;
          f3 = f2;
          x2 = x1;
          f2 = f1;
        }
      x1 = x;
      f1 = fx;
      best = fabs (f1) < fabs (f2) ? x1 : x2;
      least = ROOT_TOLERANCE * fabs (best) / fabs (x2 - x1);
      if (f1 == 0 || least > 0.5)
        return best;
      /* Inverse quadratic where the three points allow it, else the middle. */
      place = (x1 - x2) / (x3 - x2);
      height = (f1 - f2) / (f3 - f2);
      share = height * height < place && (1 - height) * (1 - height) < 1 - place
                  ? f1 / (f2 - f1) * f3 / (f2 - f3)
                        + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
                  : 0.5;
      share = fmin (fmax (share, least), 1 - least);
    }
  return x1;
}
