/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Byte masks over columns: the inner loops of a filter. Byte 0 = the row is out, all else = in.
 * Each function can only take rows out of the mask it is given (logical and). What a condition
 * means, and what a missing value is, the caller knows; this file does not.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Keeps the rows with lo <= value <= hi. A missing value kept as a sentinel (INT32_MIN) leaves when
 * lo is above the sentinel. lo > hi keeps nothing. */
void stats_mask_range_i32 (const int32_t *values,
                           size_t n,
                           int32_t lo,
                           int32_t hi,
                           uint8_t *mask);

/* Keeps the rows with lo <= value <= hi; NAN values leave, -INFINITY and INFINITY are open ends.
 * For a strict bound pass nextafter (). */
void stats_mask_range_double (const double *values,
                              size_t n,
                              double lo,
                              double hi,
                              uint8_t *mask);

/* Keeps the rows whose code c has keep[c] != 0. */
void stats_mask_code_set (const uint8_t *codes,
                          size_t n,
                          const uint8_t keep[256],
                          uint8_t *mask);

/* Number of rows that are in. */
size_t stats_mask_count (const uint8_t *mask,
                         size_t n);
