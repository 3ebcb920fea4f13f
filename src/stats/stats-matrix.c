/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small symmetric matrices: what each function does is said in stats-matrix.h. */
#include "stats-matrix.h"

#include <math.h>
#include <string.h>

unsigned
stats_matrix_factor (double *a,
                     unsigned p,
                     const double *least,
                     bool *left_out)
{
  unsigned rank = 0;

  for (size_t j = 0; j < p; j++)
    {
      double *row_j = a + j * p;
      double pivot = row_j[j];

      for (size_t k = 0; k < j; k++)
        pivot -= row_j[k] * row_j[k] * a[k * p + k];
      /* Written so that a NAN is left out as well. */
      if (!(pivot > STATS_MATRIX_ROUNDING * row_j[j] && pivot > (least != NULL ? least[j] : 0)))
        left_out[j] = true;
      if (left_out[j])
        {
          for (size_t k = 0; k < j; k++)
            row_j[k] = 0;
          for (size_t i = j + 1; i < p; i++)
            a[i * p + j] = 0;
          row_j[j] = 0;
          continue;
        }
      rank++;
      row_j[j] = pivot;
      for (size_t i = j + 1; i < p; i++)
        {
          double *row_i = a + i * p;
          double sum = row_i[j];

          for (size_t k = 0; k < j; k++)
            sum -= row_i[k] * row_j[k] * a[k * p + k];
          row_i[j] = sum / pivot;
        }
    }
  return rank;
}

void
stats_matrix_solve (const double *factor,
                    unsigned p,
                    const bool *left_out,
                    double *b)
{
  for (size_t i = 0; i < p; i++)
    {
      if (left_out[i])
        b[i] = 0;
      for (size_t k = 0; k < i; k++)
        b[i] -= factor[i * p + k] * b[k];
    }
  for (size_t i = 0; i < p; i++)
    b[i] = left_out[i] ? 0 : b[i] / factor[i * p + i];
  for (size_t i = p; i-- > 0;)
    for (size_t k = i + 1; k < p; k++)
      b[i] -= factor[k * p + i] * b[k];
}

void
stats_matrix_invert (const double *factor,
                     unsigned p,
                     const bool *left_out,
                     double *out)
{
  memset (out, 0, (size_t) p * p * sizeof *out);
  /* Row after row, since the inverse is symmetric. */
  for (size_t i = 0; i < p; i++)
    {
      if (left_out[i])
        continue;
      out[i * p + i] = 1;
      stats_matrix_solve (factor, p, left_out, out + i * p);
    }
  for (size_t i = 0; i < p; i++)
    for (size_t j = 0; j < i; j++)
      out[i * p + j] = out[j * p + i] = (out[i * p + j] + out[j * p + i]) / 2;
}

double
stats_matrix_log_det (const double *factor,
                      unsigned p,
                      const bool *left_out)
{
  double sum = 0;

  for (size_t i = 0; i < p; i++)
    if (!left_out[i])
      sum += log (factor[i * p + i]);
  return sum;
}

double
stats_matrix_form (const double *a,
                   unsigned p,
                   const double *v)
{
  double sum = 0;

  for (size_t i = 0; i < p; i++)
    sum += v[i] * stats_matrix_dot (a + i * p, v, p);
  return sum;
}

void
stats_matrix_unpack (const double *triangle,
                     unsigned p,
                     double *out)
{
  for (size_t i = 0; i < p; i++)
    for (size_t j = 0; j <= i; j++)
      out[i * p + j] = out[j * p + i] = *triangle++;
}

void
stats_matrix_add_outer (double *triangle,
                        unsigned p,
                        double weight,
                        const double *v)
{
  for (size_t i = 0; i < p; i++)
    {
      double scaled = weight * v[i];

      for (size_t j = 0; j <= i; j++)
        *triangle++ += scaled * v[j];
    }
}

double
stats_matrix_dot (const double *a,
                  const double *b,
                  size_t n)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}
