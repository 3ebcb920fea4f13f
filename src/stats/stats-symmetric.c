/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jacobi's rotations, cyclic by rows, until nothing is left off the diagonal. */
#include "stats-symmetric.h"

#include <math.h>
#include <string.h>

#define SWEEPS 60
#define RANK_TOLERANCE 1e-10

typedef double Matrix[STATS_SYMMETRIC_MAX][STATS_SYMMETRIC_MAX];

static double
off_diagonal (Matrix A,
              unsigned n)
{
  double sum = 0;

  for (unsigned i = 0; i < n; i++)
    for (unsigned j = i + 1; j < n; j++)
      sum += A[i][j] * A[i][j];
  return sum;
}

/* A <- R'AR with the rotation of rows and columns p, q that makes A[p][q] zero; x <- R'x. */
static void
rotate (Matrix A,
        double *x,
        unsigned n,
        unsigned p,
        unsigned q)
{
  double theta, t, c, s;

  if (A[p][q] == 0)
    return;
  theta = (A[q][q] - A[p][p]) / (2 * A[p][q]);
  t = (theta >= 0 ? 1 : -1) / (fabs (theta) + sqrt (theta * theta + 1));
  c = 1 / sqrt (t * t + 1);
  s = t * c;
  for (unsigned i = 0; i < n; i++)
    {
      double ip = A[i][p], iq = A[i][q];

      A[i][p] = c * ip - s * iq;
      A[i][q] = s * ip + c * iq;
    }
  for (unsigned i = 0; i < n; i++)
    {
      double pi = A[p][i], qi = A[q][i];

      A[p][i] = c * pi - s * qi;
      A[q][i] = s * pi + c * qi;
    }
  A[p][q] = A[q][p] = 0;
  {
    double xp = x[p], xq = x[q];

    x[p] = c * xp - s * xq;
    x[q] = s * xp + c * xq;
  }
}

double
stats_symmetric_form (const double *V,
                      const double *x,
                      unsigned n,
                      unsigned *out_rank)
{
  Matrix A;
  double y[STATS_SYMMETRIC_MAX], largest = 0, scale = 0, form = 0;

  *out_rank = 0;
  if (n == 0 || n > STATS_SYMMETRIC_MAX)
    return NAN;
  for (unsigned i = 0; i < n; i++)
    {
      if (!isfinite (x[i]))
        return NAN;
      for (unsigned j = 0; j < n; j++)
        {
          if (!isfinite (V[i * n + j]))
            return NAN;
          A[i][j] = V[i * n + j];
          scale += A[i][j] * A[i][j];
        }
    }
  memcpy (y, x, n * sizeof *y);
  for (unsigned sweep = 0; sweep < SWEEPS && off_diagonal (A, n) > 1e-32 * scale; sweep++)
    for (unsigned p = 0; p < n; p++)
      for (unsigned q = p + 1; q < n; q++)
        rotate (A, y, n, p, q);

  for (unsigned i = 0; i < n; i++)
    largest = fmax (largest, A[i][i]);
  if (!(largest > 0))
    return NAN;
  for (unsigned i = 0; i < n; i++)
    if (A[i][i] > RANK_TOLERANCE * largest)
      {
        form += y[i] * y[i] / A[i][i];
        ++*out_rank;
      }
  return form;
}
