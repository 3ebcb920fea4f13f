/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loops over all rows of a mask that stats-mask.h doesn't have. Private to src/analysis. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps the rows whose byte in `bytes` is 0: of a column's missing kinds, those with a value. */
void analysis_mask_and_zero (const guint8 *bytes,
                             guint         n,
                             guint8       *mask);

/* Adds to counts[c] the rows of code c (0 to 254) that are in: whose byte in `mask` isn't 0 (NULL:
 * all), and whose group isn't `no_group` (groups NULL: all). */
void analysis_mask_histogram (const guint8 *codes,
                              const guint8 *groups,
                              guint8        no_group,
                              const guint8 *mask,
                              guint         n,
                              guint64       counts[255]);

G_END_DECLS
