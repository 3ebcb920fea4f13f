/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merging rows of risk tables: what is told and what stays hidden is in stats-merge.h. */
#include "stats-merge.h"

#include <stdlib.h>

void
stats_merge_add_rows (StatsBlock *inout_block,
                      const StatsRiskTable *table,
                      unsigned first,
                      unsigned last)
{
  inout_block->first = first;
  inout_block->last = last;
  if (first <= table->n_rows)
    inout_block->at_risk += table->rows[first - 1].at_risk;
  for (unsigned k = first; k <= last && k <= table->n_rows; k++)
    {
      const StatsRiskRow *row = &table->rows[k - 1];

      inout_block->transfers += row->at_risk;
      inout_block->births += row->births;
      inout_block->stopped += row->stopped;
      inout_block->cut += row->cut;
      inout_block->open += row->open;
    }
}

double
stats_merge_at_last (const StatsBlock *block)
{
  double n = (double) block->at_risk, low = 0, high = 1, share = 1;

  if (n == 0)
    return 0;
  /* The sum rises with r; half an interval 60 times is all that a double holds. */
  for (unsigned halving = 0; halving < 60; halving++)
    {
      double r = (low + high) / 2, sum = 0;

      share = 1;
      for (unsigned step = block->first; step <= block->last; step++)
        {
          sum += share;
          share *= step < block->last ? r : 1;
        }
      if (n * sum < (double) block->transfers)
        low = r;
      else
        high = r;
    }
  return n * share;
}

static bool
is_small (uint64_t count,
          unsigned smallest)
{
  return count > 0 && count < smallest;
}

bool
stats_merge_is_told_safely (const StatsBlock *block,
                            unsigned smallest)
{
  const uint64_t told[]
    = { block->at_risk, block->births, block->stopped, block->cut, block->open,
        block->cut - block->open, stats_block_left (block) };

  for (unsigned i = 0; i < sizeof told / sizeof *told; i++)
    if (is_small (told[i], smallest))
      return false;
  return true;
}

/* --- what stays hidden ------------------------------------------------------------------------ */

/* The rows of one block: how many leave at each (by birth, stop or cut), how many are at risk, and
 * whether another table that is told alike has another number there. */
typedef struct
{
  unsigned n;
  int64_t *leave;
  uint64_t *at_risk;
  bool *leave_varies, *at_risk_varies;
} Hidden;

/* One leaves a row earlier at `a` and one later at `b`, and so on: +1 or -1 at rows a, d and b, c
 * with a + d = b + c keeps both their number and the sum of their transfers. TRUE when nobody's
 * count falls below 0, and the rows that anybody had stay the same. */
static bool
can_move (const Hidden *self,
          const unsigned rows[4],
          int sign)
{
  const int by[4] = { -sign, sign, sign, -sign };
  int64_t shift = 0;

  for (unsigned i = 0; i < self->n; i++)
    {
      int64_t leave = self->leave[i], at_risk = (int64_t) self->at_risk[i] - shift;

      if ((at_risk > 0) != (self->at_risk[i] > 0) || at_risk < 0)
        return false;
      for (unsigned r = 0; r < 4; r++)
        if (rows[r] == i)
          {
            leave += by[r];
            shift += by[r];
          }
      if (leave < 0)
        return false;
    }
  return true;
}

static void
mark_moved (Hidden *self,
            const unsigned rows[4])
{
  for (unsigned r = 0; r < 4; r++)
    self->leave_varies[rows[r]] = true;
  for (unsigned i = rows[0] + 1; i <= rows[3]; i++)
    if (i <= rows[1] || i > rows[2])
      self->at_risk_varies[i] = true;
}

static void
try_moves (Hidden *self)
{
  for (unsigned a = 0; a + 2 < self->n; a++)
    for (unsigned d = a + 2; d < self->n; d++)
      for (unsigned b = a + 1; b <= (a + d) / 2; b++)
        {
          const unsigned rows[4] = { a, b, a + d - b, d };

          if (can_move (self, rows, 1) || can_move (self, rows, -1))
            mark_moved (self, rows);
        }
}

/* Given how many leave at a row, those of one kind among them can be any number that the block's
 * sums let be, for rows and kinds with given sums can always be filled. So a cell is given away
 * only where all that leave in the block are of its kind, and how many leave there is. */
static bool
hides (const Hidden *self,
       const StatsRiskRow *rows,
       const StatsBlock *block,
       unsigned smallest)
{
  uint64_t all = block->births + block->stopped + block->cut;

  for (unsigned i = 0; i < self->n; i++)
    {
      const uint64_t cells[][2] = { { rows[i].births, block->births },
                                    { rows[i].stopped, block->stopped },
                                    { rows[i].cut, block->cut },
                                    { rows[i].open, block->open },
                                    { rows[i].cut - rows[i].open, block->cut - block->open } };

      if (i > 0 && is_small (self->at_risk[i], smallest) && !self->at_risk_varies[i])
        return false;
      if (self->leave_varies[i])
        continue;
      if (is_small ((uint64_t) self->leave[i], smallest))
        return false;
      for (unsigned c = 0; c < sizeof cells / sizeof *cells; c++)
        if (is_small (cells[c][0], smallest) && cells[c][1] == all)
          return false;
    }
  return true;
}

/* `self` has room for all rows of the tables. */
static bool
is_safe (Hidden *self,
         const StatsRiskTable *table,
         unsigned first,
         unsigned last,
         unsigned smallest)
{
  StatsBlock block = { 0 };

  stats_merge_add_rows (&block, table, first, last);
  if (!stats_merge_is_told_safely (&block, smallest))
    return false;
  if (first == last || block.at_risk == 0)
    return true;
  /* Rows that nobody of this table had hide nothing: which they are counts as told. */
  self->n = (last < table->n_rows ? last : table->n_rows) - first + 1;
  for (unsigned i = 0; i < self->n; i++)
    {
      const StatsRiskRow *row = &table->rows[first - 1 + i];

      self->at_risk[i] = row->at_risk;
      self->leave[i] = (int64_t) row->births + row->stopped + row->cut;
      self->leave_varies[i] = self->at_risk_varies[i] = false;
    }
  try_moves (self);
  return hides (self, &table->rows[first - 1], &block, smallest);
}

static bool
all_safe (Hidden *hidden,
          const StatsRiskTable *tables,
          unsigned n_tables,
          unsigned first,
          unsigned last,
          unsigned smallest)
{
  for (unsigned t = 0; t < n_tables; t++)
    if (!is_safe (hidden, &tables[t], first, last, smallest))
      return false;
  return true;
}

/* --- the partition ---------------------------------------------------------------------------- */

static bool
is_cohort_table (const StatsRiskTable *table)
{
  if (!stats_risk_rows_valid (table->rows, table->n_rows))
    return false;
  for (unsigned i = 0; i < table->n_rows; i++)
    {
      const StatsRiskRow *row = &table->rows[i];
      uint64_t left = (uint64_t) row->at_risk - row->births - row->stopped - row->cut;

      if (row->k != i + 1 || left != (i + 1 < table->n_rows ? row[1].at_risk : 0))
        return false;
    }
  return true;
}

static StatsStatus
part (Hidden *hidden,
      const StatsRiskTable *tables,
      unsigned n_tables,
      unsigned n_rows,
      unsigned smallest,
      unsigned *out_last,
      unsigned *out_n)
{
  unsigned n = 0, first = 1, last = 1;

  while (first <= n_rows)
    {
      while (last < n_rows && !all_safe (hidden, tables, n_tables, first, last, smallest))
        last++;
      /* What is left over at the end joins the block before it. */
      while (last == n_rows && !all_safe (hidden, tables, n_tables, first, last, smallest))
        {
          if (n == 0)
            return STATS_INVALID;
          n--;
          first = n > 0 ? out_last[n - 1] + 1 : 1;
        }
      out_last[n++] = last;
      first = ++last;
    }
  *out_n = n;
  return STATS_OK;
}

StatsStatus
stats_merge_partition (const StatsRiskTable *tables,
                       unsigned n_tables,
                       unsigned smallest,
                       unsigned *out_last,
                       unsigned *out_n)
{
  StatsStatus status = STATS_NO_MEMORY;
  unsigned n_rows = 0;
  Hidden hidden = { 0 };

  *out_n = 0;
  for (unsigned t = 0; t < n_tables; t++)
    {
      if (!is_cohort_table (&tables[t]))
        return STATS_INVALID;
      n_rows = n_rows < tables[t].n_rows ? tables[t].n_rows : n_rows;
    }
  hidden.leave = calloc (n_rows + 1, sizeof *hidden.leave);
  hidden.at_risk = calloc (n_rows + 1, sizeof *hidden.at_risk);
  hidden.leave_varies = calloc (n_rows + 1, sizeof (bool));
  hidden.at_risk_varies = calloc (n_rows + 1, sizeof (bool));
  if (hidden.leave != NULL && hidden.at_risk != NULL && hidden.leave_varies != NULL
      && hidden.at_risk_varies != NULL)
    status = part (&hidden, tables, n_tables, n_rows, smallest, out_last, out_n);
  free (hidden.leave);
  free (hidden.at_risk);
  free (hidden.leave_varies);
  free (hidden.at_risk_varies);
  return status;
}
