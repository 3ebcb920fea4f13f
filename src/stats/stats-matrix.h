/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linear algebra for small symmetric matrices, the information of a model: p x p doubles, row after
 * row. Knows nothing of models. Nothing is allocated; p = 0 is allowed everywhere.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A pivot that is this small a part of its diagonal element is rounding only. */
#define STATS_MATRIX_ROUNDING 1e-13

/* Number of elements of a lower triangle with its diagonal: (0,0), (1,0), (1,1), (2,0), ... */
static inline size_t
stats_matrix_triangle (size_t p)
{
  return p * (p + 1) / 2;
}

/* a = L D L', in place: D on the diagonal, the unit L below it. Only the lower triangle is read or
 * written. Variables are taken in their order, without exchange, so that of variables which
 * determine each other the last one is left out, as coxph and glm of R do.
 *
 * left_out (p): variables that are true are treated as if they weren't there; a variable whose
 * pivot isn't above least[i] (least may be NULL: 0) and above rounding is left out too, and set to
 * true. Returns the number of variables that are in. */
unsigned stats_matrix_factor (double *a,
                              unsigned p,
                              const double *least,
                              bool *left_out);

/* b <- the solution of a x = b, 0 for variables left out. */
void stats_matrix_solve (const double *factor,
                         unsigned p,
                         const bool *left_out,
                         double *b);

/* The inverse, both triangles, with 0 in the rows and columns of variables left out. out may not
 * be factor. */
void stats_matrix_invert (const double *factor,
                          unsigned p,
                          const bool *left_out,
                          double *out);

/* Logarithm of the determinant of what is in. */
double stats_matrix_log_det (const double *factor,
                             unsigned p,
                             const bool *left_out);

/* v' a v, both triangles read. */
double stats_matrix_form (const double *a,
                          unsigned p,
                          const double *v);

/* Copies a lower triangle, packed, into both triangles of a p x p matrix. */
void stats_matrix_unpack (const double *triangle,
                          unsigned p,
                          double *out);

/* triangle += weight * v v', packed. */
void stats_matrix_add_outer (double *triangle,
                             unsigned p,
                             double weight,
                             const double *v);

/* sum of a[i] b[i] */
double stats_matrix_dot (const double *a,
                         const double *b,
                         size_t n);
