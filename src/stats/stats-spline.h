/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Restricted cubic splines: a curve for a term that needn't be a straight line. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define STATS_SPLINE_MIN_KNOTS 3
#define STATS_SPLINE_MAX_KNOTS 7

/* Harrell's knots (Regression Modeling Strategies, 2001, table 2.3): quantiles of the values, by
 * the definition that R calls type 7, at
 *   3 knots 10 50 90 %;  4: 5 35 65 95 %;  5: 5 27.5 50 72.5 95 %;  6: 5 23 41 59 77 95 %;
 *   7: 2.5 18.33 34.17 50 65.83 81.67 97.5 %.
 * values: n, in any order; those that aren't finite are left out. out_knots: n_knots, rising.
 * False, and nothing is written, with another number of knots, when two of them coincide (too few
 * different values), or without memory. */
bool stats_spline_knots (const double *values,
                         size_t n,
                         unsigned n_knots,
                         double *out_knots);

/* The n_knots - 1 columns of the basis at x: x itself and, for knots t_1 .. t_k, j = 1 .. k - 2,
 *   ((x - t_j)+^3 - (x - t_{k-1})+^3 (t_k - t_j) / (t_k - t_{k-1})
 *     + (x - t_k)+^3 (t_{k-1} - t_j) / (t_k - t_{k-1})) / (t_k - t_1)^2
 * (Devlin and Weeks 1986; rcs () of R's rms, norm = 2). Linear before the first and after the last
 * knot. Spans, with a constant, the same functions as splines::ns (x, knots = inner,
 * Boundary.knots = outer), so that fitted values are equal. NAN for a NAN. */
void stats_spline_basis (double x,
                         const double *knots,
                         unsigned n_knots,
                         double *out_columns);
