/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Risk tables from histograms, and their memory. The counting itself is in stats-histogram.c. */
#include "stats-risk.h"

#include <stdlib.h>

StatsRiskTable *
stats_risk_table_new (unsigned n_rows)
{
  StatsRiskTable *table = calloc (1, sizeof *table);

  if (table == NULL || n_rows == 0)
    return table;
  table->rows = calloc (n_rows, sizeof *table->rows);
  if (table->rows == NULL)
    {
      free (table);
      return NULL;
    }
  table->n_rows = n_rows;
  for (unsigned i = 0; i < n_rows; i++)
    table->rows[i].k = i + 1;
  return table;
}

void
stats_risk_table_free (StatsRiskTable *table)
{
  if (table == NULL)
    return;
  free (table->rows);
  free (table);
}

StatsRiskTable *
stats_risk_table_new_from_histogram (const uint64_t *counts,
                                     unsigned k_max)
{
  StatsRiskTable *table = stats_risk_table_new (k_max);

  if (table == NULL)
    return NULL;
  if (stats_risk_from_histogram (counts, k_max, table->rows, &table->n_rows) != STATS_OK)
    {
      stats_risk_table_free (table);
      return NULL;
    }
  if (table->n_rows == 0)
    {
      free (table->rows);
      table->rows = NULL;
    }
  return table;
}

StatsStatus
stats_risk_from_histogram (const uint64_t *counts,
                           unsigned k_max,
                           StatsRiskRow *out_rows,
                           unsigned *out_n)
{
  uint64_t at_risk = 0;

  /* Backwards, since who is at risk at k is everybody whose last transfer was the k-th or later. */
  *out_n = 0;
  for (unsigned k = k_max; k >= 1; k--)
    {
      const uint64_t *cell = counts + (size_t) k * STATS_N_FATES;

      for (unsigned fate = 0; fate < STATS_N_FATES; fate++)
        {
          if (cell[fate] > UINT32_MAX - at_risk)
            {
              *out_n = 0;
              return STATS_INVALID;
            }
          at_risk += cell[fate];
        }
      if (at_risk > 0 && *out_n == 0)
        *out_n = k;
      out_rows[k - 1] = (StatsRiskRow){
        .k = k,
        .at_risk = (uint32_t) at_risk,
        .births = (uint32_t) cell[STATS_FATE_LIVE_BIRTH],
        .stopped = (uint32_t) cell[STATS_FATE_DISCONTINUED],
        .cut = (uint32_t) (cell[STATS_FATE_IN_TREATMENT] + cell[STATS_FATE_OPEN]),
        .open = (uint32_t) cell[STATS_FATE_OPEN],
      };
    }
  return STATS_OK;
}

bool
stats_risk_rows_valid (const StatsRiskRow *rows,
                       unsigned n_rows)
{
  for (unsigned i = 0; i < n_rows; i++)
    {
      const StatsRiskRow *row = &rows[i];
      uint64_t gone = (uint64_t) row->births + row->stopped + row->cut;

      if (gone > row->at_risk || row->open > row->cut)
        return false;
      if (row->k == 0 || (i > 0 && row->k <= rows[i - 1].k))
        return false;
    }
  return true;
}

bool
stats_blocks_valid (const StatsBlock *blocks,
                    unsigned n_blocks)
{
  for (unsigned i = 0; i < n_blocks; i++)
    {
      const StatsBlock *block = &blocks[i];
      uint64_t more = block->last - block->first;

      if (block->first != (i > 0 ? blocks[i - 1].last + 1 : 1) || block->last < block->first)
        return false;
      if (block->births > block->at_risk || block->stopped > block->at_risk - block->births
          || block->cut > block->at_risk - block->births - block->stopped
          || block->open > block->cut)
        return false;
      if (i > 0 && block->at_risk != stats_block_left (&blocks[i - 1]))
        return false;
      /* From everybody leaving at the first transfer to everybody leaving at the last. */
      if (block->transfers < block->at_risk + more * stats_block_left (block)
          || block->transfers > block->at_risk * (more + 1))
        return false;
    }
  return true;
}

uint64_t
stats_risk_total_births (const StatsRiskRow *rows,
                         unsigned n_rows)
{
  uint64_t births = 0;

  for (unsigned i = 0; i < n_rows; i++)
    births += rows[i].births;
  return births;
}
