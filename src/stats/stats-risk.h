/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Risk tables: how many patients had a k-th counted transfer and what became of them, and the fast
 * counting that makes them from one row per patient. Knows numbers only: no text, no I/O.
 *
 * Two rules hold in all of src/stats:
 *  - "not estimable" is NAN in a double, never 0 and never a carried-forward value;
 *  - nothing here keeps state, so every function may be called from any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum
{
  STATS_OK = 0,
  STATS_INVALID,  /* the arguments contradict themselves; written is only what is said there */
  STATS_NO_MEMORY, /* nothing was written */
  STATS_TOO_LARGE  /* it would take more steps or memory than the caller allows */
} StatsStatus;

/* What followed a patient's last counted transfer. The codes are those of CSV files. */
typedef enum
{
  STATS_FATE_IN_TREATMENT = 0, /* still in treatment at the data cut, and known to have gone on */
  STATS_FATE_LIVE_BIRTH = 1,
  STATS_FATE_DISCONTINUED = 2,
  STATS_FATE_OPEN = 3 /* still in treatment at the data cut, whether she stops is not known yet */
} StatsFate;

#define STATS_N_FATES 4

/* A group code that says "in no group": such a row is counted nowhere. */
#define STATS_NO_GROUP 255

/* One transfer of a risk table. All are numbers of patients.
 * At a tie the order is: birth, cut with the decision open, discontinuation, cut with it known. */
typedef struct
{
  uint32_t k;       /* number of the transfer, from 1 */
  uint32_t at_risk; /* had a k-th counted transfer */
  uint32_t births;  /* live birth by it: fate 1 */
  uint32_t stopped; /* discontinued after it failed: fate 2 */
  uint32_t cut;     /* still in treatment after it: fates 0 and 3 together, "censored" */
  uint32_t open;    /* those of them with the decision open: fate 3 */
} StatsRiskRow;

typedef struct
{
  StatsRiskRow *rows; /* owned; NULL when n_rows is 0 */
  unsigned n_rows;
} StatsRiskTable;

/* Consecutive rows first .. last (numbers of transfers) taken together; of a single row it is that
 * row. Its hazard is births / transfers, the same at each of its transfers (geometric within
 * it). */
typedef struct
{
  uint32_t first, last;
  uint64_t at_risk;   /* at transfer `first` */
  uint64_t transfers; /* the sum of those at risk at first .. last */
  uint64_t births, stopped, cut, open; /* sums; as in StatsRiskRow */
} StatsBlock;

static inline StatsBlock
stats_block_of_row (const StatsRiskRow *row)
{
  return (StatsBlock) { row->k, row->k, row->at_risk, row->at_risk, row->births,
                        row->stopped, row->cut, row->open };
}

/* Those at risk after the block. */
static inline uint64_t
stats_block_left (const StatsBlock *block)
{
  return block->at_risk - block->births - block->stopped - block->cut;
}

/* A table of n_rows zeroed rows (k = 1, 2, ...), or NULL without memory. Free it with
 * stats_risk_table_free(), which accepts NULL. */
StatsRiskTable *stats_risk_table_new (unsigned n_rows);
void stats_risk_table_free (StatsRiskTable *table);

/* The table of one group's histogram (see stats_risk_from_histogram()), its rows ending at the last
 * transfer anybody had. NULL without memory or with a count above 2^32 - 1. */
StatsRiskTable *stats_risk_table_new_from_histogram (const uint64_t *counts,
                                                     unsigned k_max);

/* Number of cells of one group's histogram: (k_max + 1) * STATS_N_FATES. */
static inline size_t
stats_risk_histogram_size (unsigned k_max)
{
  return ((size_t) k_max + 1) * STATS_N_FATES;
}

/* Turns one group's histogram into risk-table rows.
 *
 * counts[k * 4 + fate] = patients whose last counted transfer was the k-th and who met that fate;
 * the four cells of k = 0 (patients without a counted transfer) are ignored.
 * out_rows has room for k_max rows; *out_n is the last k with anybody at risk, 0 when nobody is.
 * STATS_INVALID (and *out_n = 0) when a number of patients does not fit in 32 bits. */
StatsStatus stats_risk_from_histogram (const uint64_t *counts,
                                       unsigned k_max,
                                       StatsRiskRow *out_rows,
                                       unsigned *out_n);

/* Whether each row's numbers fit each other: births + stopped + cut <= at_risk, open <= cut, and k
 * rising. The curves are NAN throughout for rows that do not. (births + stopped + cut < at_risk is
 * usual: the others went on. That at_risk is what the row before left over isn't asked: published
 * tables have rows at births only.) */
bool stats_risk_rows_valid (const StatsRiskRow *rows,
                            unsigned n_rows);

/* Whether each block's numbers fit each other and the blocks follow each other from transfer 1 on:
 * as above, transfers is a sum that its rows can have, and at_risk what the block before left. */
bool stats_blocks_valid (const StatsBlock *blocks,
                         unsigned n_blocks);

/* Births of all rows: the numerator of the crude proportion, over rows[0].at_risk. */
uint64_t stats_risk_total_births (const StatsRiskRow *rows,
                                  unsigned n_rows);

/* Counts one row per patient into a histogram per group, and ADDS to what counts already holds (so
 * that chunks can be counted one after the other): the caller zeroes it first.
 *
 * k        n last counted transfers, 0 (none) to k_max
 * fate     n fates, 0 to 3
 * group    n group codes, 0 to n_groups - 1, or STATS_NO_GROUP to leave a row out; or NULL: all are
 *          in group 0
 * mask     n bytes, 0 to leave a row out; or NULL: all rows
 * n_groups 1 to 254
 * k_max    1 to 255
 * counts   n_groups * stats_risk_histogram_size (k_max) cells, group after group
 *
 * STATS_INVALID when a k, a fate or a group, masked rows included, is out of its range; counts are
 * untouched then. */
StatsStatus stats_risk_histogram (const uint8_t *k,
                                  const uint8_t *fate,
                                  const uint8_t *group,
                                  const uint8_t *mask,
                                  size_t n,
                                  unsigned n_groups,
                                  unsigned k_max,
                                  uint64_t *counts);
