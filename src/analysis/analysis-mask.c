/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See analysis-mask.h. Built with -O3, as stats-mask.c is: a brush waits for these loops over half
 * a million rows. */
#include "analysis-mask.h"

#define N_BANKS 4 /* so that equal codes in a row don't wait for each other */
#define BLOCK 4096

void
analysis_mask_and_zero (const guint8 *restrict bytes,
                        guint n,
                        guint8 *restrict mask)
{
  for (guint i = 0; i < n; i++)
    mask[i] &= (guint8) - (bytes[i] == 0);
}

/* 0xff where a row is out, which leaves the codes of the others as they are. */
static void
mask_codes (const guint8 *restrict codes,
            const guint8 *restrict groups,
            guint8        no_group,
            const guint8 *restrict mask,
            guint         n,
            guint8 *restrict out)
{
  if (groups == NULL)
    for (guint i = 0; i < n; i++)
      out[i] = codes[i] | (guint8) - (mask[i] == 0);
  else if (mask == NULL)
    for (guint i = 0; i < n; i++)
      out[i] = codes[i] | (guint8) - (groups[i] == no_group);
  else
    for (guint i = 0; i < n; i++)
      out[i] = codes[i] | (guint8) - ((mask[i] == 0) | (groups[i] == no_group));
}

void
analysis_mask_histogram (const guint8 *codes,
                         const guint8 *groups,
                         guint8        no_group,
                         const guint8 *mask,
                         guint         n,
                         guint64       counts[255])
{
  guint32 banks[N_BANKS][256] = { { 0 } };
  guint8 masked[BLOCK];

  for (guint begin = 0; begin < n; begin += BLOCK)
    {
      guint length = MIN (n - begin, BLOCK), i = 0;
      const guint8 *block = codes + begin;

      if (groups != NULL || mask != NULL)
        {
          mask_codes (block, groups != NULL ? groups + begin : NULL, no_group,
                      mask != NULL ? mask + begin : NULL, length, masked);
          block = masked;
        }
      for (; i + N_BANKS <= length; i += N_BANKS)
        for (guint bank = 0; bank < N_BANKS; bank++)
          banks[bank][block[i + bank]]++;
      for (; i < length; i++)
        banks[0][block[i]]++;
    }
  for (guint bank = 0; bank < N_BANKS; bank++)
    for (guint code = 0; code < 255; code++)
      counts[code] += banks[bank][code];
}
