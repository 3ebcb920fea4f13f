/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws a layout. Reads nothing but the layout. */

#pragma once

#include <cairo.h>

#include "chart-layout.h"

G_BEGIN_DECLS

/* Draws in user space, one unit a point, the layout's corner at (0, 0); cr's state is as before
 * afterwards. Scale cr for pixels. */
void chart_draw (const ChartLayout *layout,
                 cairo_t           *cr);

G_END_DECLS
