/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quadratic forms in the generalised inverse of a small symmetric matrix: what a score test needs
 * whose variance is singular by construction. Row after row in plain arrays.
 */
#pragma once

#include <stdbool.h>

/* The largest matrix: one row and column per group. */
#define STATS_SYMMETRIC_MAX 64

/* x' V^- x with V^- the Moore-Penrose inverse of the symmetric, positive semidefinite V (n x n).
 * An eigenvalue up to 1e-10 of the largest counts as zero; *out_rank is the number of the others.
 * NAN and rank 0 when there is none, when n is 0 or above STATS_SYMMETRIC_MAX, or when anything is
 * not finite. Eigenvalues by Jacobi's rotations (Golub and Van Loan 2013, 8.5). */
double stats_symmetric_form (const double *V,
                             const double *x,
                             unsigned n,
                             unsigned *out_rank);
