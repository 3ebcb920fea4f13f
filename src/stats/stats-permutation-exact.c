/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact permutation distribution of the log-rank score: stats-permutation.h. */
#include <math.h>
#include <stdlib.h>

#include "stats-permutation.h"

/* Above this a sum of scores could leave what a double counts without gaps. */
#define MAX_MULTIPLE (INT64_C (1) << 40)

typedef struct
{
  int64_t score; /* L a */
  uint32_t n, n_1; /* such patients, of both groups and of group 1 */
} Kind;

static uint64_t
gcd (uint64_t a,
     uint64_t b)
{
  while (b != 0)
    {
      uint64_t rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

/* 0 when it is out of bounds. */
static int64_t
common_multiple (const StatsRiskTable *all)
{
  int64_t L = 1;

  for (unsigned r = 0; r < all->n_rows; r++)
    if (all->rows[r].births > 0)
      {
        uint32_t N = all->rows[r].at_risk;
        int64_t factor = N / (int64_t) gcd ((uint64_t) L, N);

        if (L > MAX_MULTIPLE / factor)
          return 0;
        L *= factor;
      }
  return L;
}

/* At most two kinds a transfer: with a birth by it, and last seen at it without one. */
static unsigned
kinds_of (const StatsRiskTable *group_1,
          const StatsRiskTable *all,
          int64_t L,
          Kind *kinds)
{
  int64_t H = 0; /* L times the cumulative hazard */
  unsigned n = 0;

  for (unsigned r = 0; r < all->n_rows; r++)
    {
      const StatsRiskRow *row = &all->rows[r];
      static const StatsRiskRow nobody = { 0 };
      const StatsRiskRow *row_1 = r < group_1->n_rows ? &group_1->rows[r] : &nobody;

      if (row->births > 0)
        H += L / row->at_risk * row->births;
      kinds[n++] = (Kind) { L - H, row->births, row_1->births };
      kinds[n++] = (Kind) { -H, row->stopped + row->cut, row_1->stopped + row_1->cut };
    }
  return n;
}

static int
by_score (const void *a,
          const void *b)
{
  const Kind *x = a, *y = b;

  return (x->score > y->score) - (x->score < y->score);
}

/* The states: m patients in group 1 whose scores add up to s, from the sum of the m smallest scores
 * to that of the m largest. */
typedef struct
{
  int64_t lo, hi;
  uint64_t offset; /* of lo among all states */
} Row;

/* rows: n_1 + 1. Returns how many states there are, or max_states + 1 for more. kinds rise. */
static uint64_t
lay_out (const Kind *kinds,
         unsigned n_kinds,
         uint32_t n_1,
         uint64_t max_states,
         Row *rows)
{
  unsigned low = 0, high = n_kinds - 1;
  uint32_t used_low = 0, used_high = 0;
  uint64_t n_states = 1;

  rows[0] = (Row) { 0, 0, 0 };
  for (uint32_t m = 1; m <= n_1; m++)
    {
      while (used_low == kinds[low].n)
        {
          low++;
          used_low = 0;
        }
      while (used_high == kinds[high].n)
        {
          high--;
          used_high = 0;
        }
      used_low++;
      used_high++;
      rows[m] = (Row) { rows[m - 1].lo + kinds[low].score, rows[m - 1].hi + kinds[high].score,
                        n_states };
      if ((uint64_t) (rows[m].hi - rows[m].lo) >= max_states - n_states)
        return max_states + 1;
      n_states += (uint64_t) (rows[m].hi - rows[m].lo) + 1;
    }
  return n_states;
}

/* chance: of each state, once the labels of all patients are dealt at random: the next patient is
 * in group 1 with chance (n_1 - m) / (patients left). Chances, unlike the numbers of choices, can't
 * overflow. */
static void
deal (double *chance,
      const Row *rows,
      const Kind *kinds,
      unsigned n_kinds,
      uint32_t n,
      uint32_t n_1)
{
  uint32_t seen = 0;

  chance[0] = 1;
  for (unsigned i = 0; i < n_kinds; i++)
    for (uint32_t j = 0; j < kinds[i].n; j++, seen++)
      for (uint32_t m = (seen < n_1 ? seen : n_1) + 1; m-- > 0;)
        {
          double *from = chance + rows[m].offset;
          double in = (double) (n_1 - m) / (n - seen);

          for (int64_t s = rows[m].lo; s <= rows[m].hi; s++)
            {
              double mass = from[s - rows[m].lo];

              if (mass == 0)
                continue;
              if (m < n_1)
                chance[rows[m + 1].offset + (uint64_t) (s + kinds[i].score - rows[m + 1].lo)]
                    += mass * in;
              from[s - rows[m].lo] = mass * (1 - in);
            }
        }
}

static StatsStatus
two_sided (const Kind *kinds,
           unsigned n_kinds,
           uint32_t n,
           uint32_t n_1,
           int64_t U,
           uint64_t max_states,
           double *out_p)
{
  Row *rows = calloc (n_1 + (size_t) 1, sizeof *rows);
  uint64_t n_states;
  double *chance, p = 0;

  if (rows == NULL)
    return STATS_NO_MEMORY;
  n_states = lay_out (kinds, n_kinds, n_1, max_states, rows);
  if (n_states > max_states)
    {
      free (rows);
      return STATS_TOO_LARGE;
    }
  chance = calloc (n_states, sizeof *chance);
  if (chance == NULL)
    {
      free (rows);
      return STATS_NO_MEMORY;
    }
  deal (chance, rows, kinds, n_kinds, n, n_1);
  for (int64_t s = rows[n_1].lo; s <= rows[n_1].hi; s++)
    if (llabs (s) >= llabs (U))
      p += chance[rows[n_1].offset + (uint64_t) (s - rows[n_1].lo)];
  free (chance);
  free (rows);
  *out_p = fmin (p, 1);
  return STATS_OK;
}

StatsStatus
stats_permutation_exact (const StatsRiskTable *group_1,
                         const StatsRiskTable *all,
                         uint64_t max_states,
                         double *out_p)
{
  uint32_t n = all->n_rows > 0 ? all->rows[0].at_risk : 0;
  uint32_t n_1 = group_1->n_rows > 0 ? group_1->rows[0].at_risk : 0;
  int64_t L, U = 0;
  Kind *kinds;
  unsigned n_kinds;
  StatsStatus status = STATS_INVALID;

  *out_p = NAN;
  if (!stats_logrank_tables_valid (group_1, 1) || !stats_logrank_tables_valid (all, 1) || n_1 == 0
      || n_1 >= n || group_1->n_rows > all->n_rows
      || stats_risk_total_births (all->rows, all->n_rows) == 0)
    return STATS_INVALID;
  L = common_multiple (all);
  if (L == 0)
    return STATS_TOO_LARGE;
  kinds = calloc (2 * (size_t) all->n_rows, sizeof *kinds);
  if (kinds == NULL)
    return STATS_NO_MEMORY;
  n_kinds = kinds_of (group_1, all, L, kinds);
  for (unsigned i = 0; i < n_kinds; i++)
    {
      if (kinds[i].n_1 > kinds[i].n)
        goto out;
      U += kinds[i].score * kinds[i].n_1;
    }
  /* The smaller group is dealt; its sum is the other's with the sign changed. */
  qsort (kinds, n_kinds, sizeof *kinds, by_score);
  status = two_sided (kinds, n_kinds, n, n_1 <= n - n_1 ? n_1 : n - n_1, U, max_states, out_p);
out:
  free (kinds);
  return status;
}
