/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The counting loop behind every risk table: one row per patient, half a million of them in well
 * under a millisecond. Built with -O3. Nothing here knows what the numbers mean.
 *
 * Two things make it fast. The cell of each row is computed for a block of rows at once, without
 * branches, which the compiler turns into vector code. And neighbouring rows are counted in
 * different banks, because most rows hit the same few cells, and an increment has to wait for the
 * last increment of the same cell to reach memory.
 */
#include "stats-risk.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK 2048 /* rows; a multiple of N_BANKS */
#define N_BANKS 4
#define STACK_CELLS 1024 /* per bank: two groups of 60 transfers need 732 */

/* Cells of one bank. Rows that are left out are counted in the cells of one group more than there
 * are, and forgotten. */
static size_t
bank_cells (unsigned n_groups,
            unsigned k_max)
{
  return ((size_t) n_groups + 1) * stats_risk_histogram_size (k_max);
}

static bool
bytes_at_most (const uint8_t *bytes,
               size_t n,
               uint8_t highest)
{
  uint8_t found = 0;

  for (size_t i = 0; i < n; i++)
    found = bytes[i] > found ? bytes[i] : found;
  return found <= highest;
}

static bool
groups_valid (const uint8_t *group,
              size_t n,
              unsigned n_groups)
{
  uint8_t bad = 0;

  for (size_t i = 0; i < n; i++)
    bad |= (uint8_t) ((group[i] >= n_groups) & (group[i] != STATS_NO_GROUP));
  return bad == 0;
}

/* The cell of each of n rows. The cells fit in 32 bits: 255 * 256 * 4 at most. */
static void
fill_cells (const uint8_t *restrict k,
            const uint8_t *restrict fate,
            const uint8_t *restrict group,
            const uint8_t *restrict mask,
            size_t n,
            uint32_t n_groups,
            uint32_t group_cells,
            uint32_t *restrict out_cells)
{
  for (size_t i = 0; i < n; i++)
    out_cells[i] = (uint32_t) k[i] * STATS_N_FATES + fate[i];
  if (group != NULL)
    for (size_t i = 0; i < n; i++)
      {
        uint32_t g = group[i] < n_groups ? group[i] : n_groups;

        out_cells[i] += g * group_cells;
      }
  if (mask != NULL)
    for (size_t i = 0; i < n; i++)
      out_cells[i] = mask[i] != 0 ? out_cells[i] : n_groups * group_cells;
}

static void
count_cells (const uint32_t *cells,
             size_t n,
             uint32_t *bank,
             size_t bank_size)
{
  uint32_t *bank1 = bank + bank_size;
  uint32_t *bank2 = bank1 + bank_size;
  uint32_t *bank3 = bank2 + bank_size;
  size_t i = 0;

  for (; i + N_BANKS <= n; i += N_BANKS)
    {
      bank[cells[i]]++;
      bank1[cells[i + 1]]++;
      bank2[cells[i + 2]]++;
      bank3[cells[i + 3]]++;
    }
  for (; i < n; i++)
    bank[cells[i]]++;
}

static void
add_banks (const uint32_t *bank,
           size_t bank_size,
           size_t n_cells,
           uint64_t *counts)
{
  for (size_t b = 0; b < N_BANKS; b++)
    for (size_t cell = 0; cell < n_cells; cell++)
      counts[cell] += bank[b * bank_size + cell];
}

StatsStatus
stats_risk_histogram (const uint8_t *k,
                      const uint8_t *fate,
                      const uint8_t *group,
                      const uint8_t *mask,
                      size_t n,
                      unsigned n_groups,
                      unsigned k_max,
                      uint64_t *counts)
{
  uint32_t stack_bank[N_BANKS * STACK_CELLS];
  uint32_t cells[BLOCK];
  uint32_t *heap_bank = NULL;
  uint32_t *bank = stack_bank;
  size_t group_cells = stats_risk_histogram_size (k_max);
  size_t bank_size = bank_cells (n_groups, k_max);

  /* A bank's cell holds 32 bits; four of them could only overflow beyond any register's size. */
  if (n_groups < 1 || n_groups >= STATS_NO_GROUP || k_max < 1 || k_max > UINT8_MAX
      || n > UINT32_MAX)
    return STATS_INVALID;
  if (!bytes_at_most (k, n, (uint8_t) k_max) || !bytes_at_most (fate, n, STATS_N_FATES - 1)
      || (group != NULL && !groups_valid (group, n, n_groups)))
    return STATS_INVALID;

  if (bank_size > STACK_CELLS)
    {
      bank = heap_bank = calloc (N_BANKS * bank_size, sizeof *heap_bank);
      if (heap_bank == NULL)
        return STATS_NO_MEMORY;
    }
  else
    memset (bank, 0, N_BANKS * bank_size * sizeof *bank);

  for (size_t start = 0; start < n; start += BLOCK)
    {
      size_t rows = n - start < BLOCK ? n - start : BLOCK;

      fill_cells (k + start, fate + start, group != NULL ? group + start : NULL,
                  mask != NULL ? mask + start : NULL, rows, n_groups, (uint32_t) group_cells,
                  cells);
      count_cells (cells, rows, bank, bank_size);
    }
  add_banks (bank, bank_size, n_groups * group_cells, counts);
  free (heap_bank);
  return STATS_OK;
}
