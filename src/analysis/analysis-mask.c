/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See analysis-mask.h. Built with -O3, as stats-mask.c is: a brush waits for these loops over half
 * a million rows. */
#include "analysis-mask.h"

void
analysis_mask_and_zero (const guint8 *restrict bytes,
                        guint n,
                        guint8 *restrict mask)
{
  for (guint i = 0; i < n; i++)
    mask[i] &= (guint8) - (bytes[i] == 0);
}
