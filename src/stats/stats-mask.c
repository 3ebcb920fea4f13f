/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Byte masks over columns. Built with -O3, without branches so that it becomes vector code. */
#include "stats-mask.h"

void
stats_mask_range_i32 (const int32_t *restrict values,
                      size_t n,
                      int32_t lo,
                      int32_t hi,
                      uint8_t *restrict mask)
{
  for (size_t i = 0; i < n; i++)
    mask[i] &= (uint8_t) -((values[i] >= lo) & (values[i] <= hi));
}

void
stats_mask_range_double (const double *restrict values,
                         size_t n,
                         double lo,
                         double hi,
                         uint8_t *restrict mask)
{
  for (size_t i = 0; i < n; i++)
    mask[i] &= (uint8_t) -((values[i] >= lo) & (values[i] <= hi));
}

void
stats_mask_code_set (const uint8_t *restrict codes,
                     size_t n,
                     const uint8_t keep[256],
                     uint8_t *restrict mask)
{
  for (size_t i = 0; i < n; i++)
    mask[i] &= (uint8_t) - (keep[codes[i]] != 0);
}

size_t
stats_mask_count (const uint8_t *mask,
                  size_t n)
{
  size_t count = 0;

  for (size_t i = 0; i < n; i++)
    count += mask[i] != 0;
  return count;
}
