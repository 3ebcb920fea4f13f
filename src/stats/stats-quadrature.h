/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss and Legendre's nodes and weights on -1..1, and a bracketed root. */
#pragma once

#include <stdbool.h>

/* n nodes, rising, and their weights (Newton's method on the Legendre polynomial; Abramowitz and
 * Stegun 25.4.29). Exact for polynomials up to degree 2 n - 1. */
void stats_quadrature_legendre (unsigned n,
                                double *out_nodes,
                                double *out_weights);

/* A zero of f between lo and hi, where it has opposite signs, to 1e-13 relative (Chandrupatla
 * 1997: bisection that goes on by inverse quadratic interpolation where that is safe). NAN where it
 * hasn't, or where f is not a number. */
double stats_quadrature_root (double (*f) (double x, const void *data),
                              const void *data,
                              double lo,
                              double hi);
