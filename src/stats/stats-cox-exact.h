/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Within stats only: the exact likelihood of Cox's discrete model. */
#pragma once

#include "stats-prepare.h"

/* Multiplications that one evaluation takes at most. */
double stats_cox_exact_count (const StatsPrepared *prepared);

/* The log likelihood at beta (for the prepared terms), its gradient (n_terms) and its information
 * (a packed lower triangle). False without memory. */
bool stats_cox_exact_evaluate (const StatsPrepared *prepared,
                               const double *beta,
                               double *loglik,
                               double *gradient,
                               double *triangle);
