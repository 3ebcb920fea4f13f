/* SPDX-License-Identifier: GPL-3.0-or-later */
/* p values adjusted for their number: R's p.adjust. */
#pragma once

#include <stdbool.h>

typedef enum
{
  STATS_ADJUST_HOLM,              /* Holm 1979 */
  STATS_ADJUST_HOCHBERG,          /* Hochberg 1988 */
  STATS_ADJUST_BENJAMINI_HOCHBERG, /* Benjamini and Hochberg 1995: false discovery rate */
  STATS_ADJUST_BONFERRONI
} StatsAdjust;

/* Those that are not estimable (NAN) stay so and don't count: the number of tests is that of the
 * others, as in p.adjust. out has room for n and may be p. Returns false, writing nothing, without
 * memory. */
bool stats_adjust (const double *p,
                    unsigned n,
                    StatsAdjust method,
                    double *out);
