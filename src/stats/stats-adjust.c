/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step-down and step-up adjustments of p values: stats-adjust.h. */
#include "stats-adjust.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  double p;
  unsigned place;
} Ranked;

static int
by_p (const void *a,
      const void *b)
{
  const Ranked *x = a, *y = b;

  if (x->p != y->p)
    return x->p < y->p ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

/* What the p of rank i (from 0, rising) of m is multiplied by. */
static double
factor (StatsAdjust method,
        unsigned i,
        unsigned m)
{
  switch (method)
    {
    case STATS_ADJUST_HOLM:
    case STATS_ADJUST_HOCHBERG:
      return m - i;
    case STATS_ADJUST_BENJAMINI_HOCHBERG:
      return (double) m / (i + 1);
    case STATS_ADJUST_BONFERRONI:
    default:
      return m;
    }
}

bool
stats_adjust (const double *p,
              unsigned n,
              StatsAdjust method,
              double *out)
{
  Ranked *ranked = calloc (n > 0 ? n : 1, sizeof *ranked);
  unsigned m = 0;

  if (ranked == NULL)
    return false;
  for (unsigned i = 0; i < n; i++)
    if (!isnan (p[i]))
      ranked[m++] = (Ranked) { p[i], i };
  qsort (ranked, m, sizeof *ranked, by_p);
  for (unsigned i = 0; i < m; i++)
    ranked[i].p = fmin (1, ranked[i].p * factor (method, i, m));
  /* Holm steps down: none below the one before. The step-up ones: none above the one after. */
  if (method == STATS_ADJUST_HOLM)
    for (unsigned i = 1; i < m; i++)
      ranked[i].p = fmax (ranked[i].p, ranked[i - 1].p);
  else if (method != STATS_ADJUST_BONFERRONI)
    for (unsigned i = m; i-- > 1;)
      ranked[i - 1].p = fmin (ranked[i - 1].p, ranked[i].p);
  for (unsigned i = 0; i < n; i++)
    out[i] = NAN;
  for (unsigned i = 0; i < m; i++)
    out[ranked[i].place] = ranked[i].p;
  free (ranked);
  return true;
}
