/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small cells: consecutive rows of risk tables taken together until no count that is told is small
 * and none that isn't told can be worked out.
 */
#pragma once

#include "stats-risk.h"

/* Adds rows first .. last of a table to *inout_block; rows beyond its end are empty. */
void stats_merge_add_rows (StatsBlock *inout_block,
                           const StatsRiskTable *table,
                           unsigned first,
                           unsigned last);

/* How many may have been at risk at the block's last transfer: at_risk r^(steps - 1), where r, the
 * same share going on after each of its transfers, gives its transfers: at_risk (1 + r + ... +
 * r^(steps - 1)). Of a single row at_risk; 0 for an empty block. Few means that a value at its end
 * is the assumption's more than anybody's. */
double stats_merge_at_last (const StatsBlock *block);

/* Whether at_risk, births, stopped, cut, open, cut - open and those left are each 0 or at least
 * `smallest`. */
bool stats_merge_is_told_safely (const StatsBlock *block, unsigned smallest);

/* Where to part n_tables tables, all alike, so that one's blocks with the sum's give nothing of
 * another away: out_last[0 .. *out_n) are the last transfers of the blocks. Each table's rows run
 * from k = 1 without a gap, and at_risk falls by births + stopped + cut. Every table is parted
 * after each row where it can be; smallest <= 1: after each. In a block of every table
 *   - nothing that is told is small: stats_merge_is_told_safely;
 *   - no number within it that is 1 .. smallest - 1 (a cell, those at risk, those leaving) follows
 *     from what is told of the block, transfers and which rows anybody had included.
 * The second is asked in the safe direction: a number counts as hidden only where a table is found
 * that is told alike and has another number there. Found are those in which somebody left earlier
 * and somebody later (their transfers add up to the same), and those in which a birth changes
 * places with another way of leaving.
 * out_last has room for the rows of the longest table. STATS_INVALID (*out_n = 0) when all rows
 * together still hold a small count, or the rows contradict themselves; STATS_NO_MEMORY. */
StatsStatus stats_merge_partition (const StatsRiskTable *tables,
                                   unsigned n_tables,
                                   unsigned smallest,
                                   unsigned *out_last,
                                   unsigned *out_n);
