/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The colours, dashes and marks of a figure. Colour never carries meaning alone: each group has
 * a dash and a mark of its own as well. */

#pragma once

#include "chart-spec.h"

G_BEGIN_DECLS

/* What a thing is, for its colour. Group i has CHART_COLOUR_GROUP + i % 8 for lines and bands
 * and CHART_COLOUR_NAME + i % 8, of the same hue but with the contrast small text needs, for its
 * name. */
typedef enum
{
  CHART_COLOUR_BACKGROUND,
  CHART_COLOUR_TEXT,
  CHART_COLOUR_MUTED,  /* second rank: ticks, three of the four table rows, notes */
  CHART_COLOUR_LIGHT,  /* a count of zero */
  CHART_COLOUR_AXIS,
  CHART_COLOUR_GRID,
  CHART_COLOUR_GROUP,
  CHART_COLOUR_NAME = CHART_COLOUR_GROUP + CHART_GROUP_COLOURS,
  CHART_N_COLOURS = CHART_COLOUR_NAME + CHART_GROUP_COLOURS
} ChartColour;

typedef struct
{
  double red, green, blue; /* sRGB, 0..1 */
} ChartRgb;

typedef enum
{
  CHART_MARK_CIRCLE,
  CHART_MARK_SQUARE,
  CHART_MARK_TRIANGLE,
  CHART_MARK_DIAMOND,
  CHART_MARK_OPEN_CIRCLE,
  CHART_MARK_OPEN_SQUARE,
  CHART_MARK_OPEN_TRIANGLE,
  CHART_MARK_OPEN_DIAMOND,
  CHART_MARK_TICK /* a short upright line: no group's own */
} ChartMarkShape;

#define CHART_DASH_MAX 6

/* Lengths on and off, in line widths; n = 0 is solid. */
typedef struct
{
  guint n;
  double lengths[CHART_DASH_MAX];
} ChartDash;

/* Fills out_colours for a figure of n_groups groups. The group colours depend on the number of
 * groups: each set was searched for the greatest smallest distance between two of its colours as
 * seen with full colour sight and with the three dichromacies. */
void           chart_palette_fill  (ChartTheme  theme,
                                    guint       n_groups,
                                    ChartRgb    out_colours[CHART_N_COLOURS]);

/* Solid for group 0, a distinct dash for each of the next seven; from the ninth on they meet the
 * colours in another order. */
ChartDash      chart_palette_dash  (guint       group);
ChartMarkShape chart_palette_mark  (guint       group);

/* Smallest distance (Euclid in OKLab, times 100) between two of n colours over normal sight and
 * simulated protanopia, deuteranopia and tritanopia (Machado, Oliveira & Fernandes 2009,
 * severity 1, in linear sRGB). For tests and for whoever searches a new set. n < 2 gives
 * infinity. */
double         chart_palette_distance (const ChartRgb *colours,
                                       guint           n);

/* WCAG 2 contrast ratio of two colours, 1..21. */
double         chart_palette_contrast (const ChartRgb *a,
                                       const ChartRgb *b);

G_END_DECLS
