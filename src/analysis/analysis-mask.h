/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loops over all rows of a mask that stats-mask.h doesn't have. Private to src/analysis. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps the rows whose byte in `bytes` is 0: of a column's missing kinds, those with a value. */
void analysis_mask_and_zero (const guint8 *bytes,
                             guint         n,
                             guint8       *mask);

G_END_DECLS
