/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where everything of a figure is: a pure function of its spec (and of the fonts of the
 * machine), in points from the top left corner. Text is measured with an own Pango context at 72
 * dpi, unhinted and with unrounded glyph positions, so that screen, PNG, PDF and SVG agree.
 * Holds no cairo_t; chart-draw.h draws it without asking the spec again. Immutable; may be made
 * and used in any thread. */

#pragma once

#include <glib.h>

#include "chart-palette.h"
#include "chart-spec.h"

G_BEGIN_DECLS

typedef enum
{
  CHART_BOX_TITLE,
  CHART_BOX_AXIS_LABEL,  /* y, x and hazard labels; what the groups differ in */
  CHART_BOX_TICK,        /* a tick's number; `k` and `anchor_x` for those of the x axis */
  CHART_BOX_OVERLAY_NAME, /* a line of an overlay's name, the first with its key; `row`: which */
  CHART_BOX_GROUP_NAME,  /* a line of a group's name over its counts; the first with its key */
  CHART_BOX_ROW_LABEL,
  CHART_BOX_CELL,        /* a count of the table */
  CHART_BOX_CURVE_LABEL, /* lies inside the panel; in a legend, key and name */
  CHART_BOX_EMPTY_TEXT,  /* lies inside the panel */
  CHART_BOX_NOTE,
  CHART_BOX_PANEL,       /* the curves' axes; contains curve labels */
  CHART_BOX_HAZARD       /* the lower panel */
} ChartBoxKind;

/* The space a thing takes. No two boxes intersect, but that a panel contains its curve labels. */
typedef struct
{
  ChartBoxKind kind;
  int group;            /* -1: of no group */
  guint k;              /* transfer, for cells and the ticks of the x axis; 0: before the first */
  int row;              /* of the table, 0..3 in the order of the texts; an overlay's; else -1 */
  double x, y, width, height;
  double anchor_x;      /* what it is centred on, bit for bit the tick's; NaN: nothing */
} ChartBox;

typedef struct
{
  char *text;           /* one line, valid UTF-8 without control characters */
  double x, baseline;   /* left end of the line's logical box, and its baseline */
  double width;         /* of the logical box */
  double max_width;     /* ellipsized at this width; 0: never */
  double size_pt;
  gboolean bold;
  gboolean halo;        /* with a rim of the background, to be read over lines */
  ChartColour colour;
} ChartText;

typedef struct
{
  double x, y;
} ChartPoint;

typedef struct
{
  int group;            /* -1: grid, axis, leader, key; below that: an overlay */
  ChartColour colour;
  double alpha;
  double width;         /* of the line */
  guint n_dashes;
  double dashes[CHART_DASH_MAX]; /* in points */
  double dash_offset;
  guint n_points;
  ChartPoint *points;   /* joined in order */
  gboolean filled;      /* closed and filled, not a line */
} ChartPath;

typedef struct
{
  int group;
  guint k;              /* the band from k to k + 1 */
  ChartColour colour;
  double alpha;
  double x, y, width, height;
} ChartRect;

typedef struct
{
  int group;
  guint k;
  ChartColour colour;
  double alpha;
  ChartMarkShape shape;
  double x, y, radius;
} ChartMark;

typedef struct
{
  double width, height;       /* of the whole figure; >= what the spec asked for */
  gboolean fits;              /* FALSE: the size asked for was too small; it was enlarged */
  double needed_width;        /* at least this, for the width not to be enlarged */
  double needed_height;       /* at least this, at this width, with everything at full size */
  gboolean hazard_dropped;    /* asked for, but the height asked for has no room for it, or the
                               * width none for its marks side by side */
  double scale;               /* 1, or how much texts were made smaller to keep to the height */
  guint tick_step;            /* 1, or every how many transfers a column (and its tick) has room */

  guint k_max;                /* last transfer on the axis */
  double x_zero, x_step;      /* transfer k is at chart_layout_x (layout, k) */
  ChartBox panel;             /* y = panel.y + panel.height is 0 %, panel.y is 100 %; the axis
                               * lies a little under it, so that a curve at 0 % is seen */
  ChartBox hazard;            /* height 0 when there is none */
  guint hazard_top;           /* percent at its upper edge */

  gboolean draw_background;
  char *font_family;
  ChartRgb colours[CHART_N_COLOURS];

  GArray *boxes;              /* of ChartBox */
  GArray *rects;              /* of ChartRect, drawn first */
  GArray *paths;              /* of ChartPath, drawn in order */
  GArray *marks;              /* of ChartMark, drawn on the paths */
  GArray *texts;              /* of ChartText, drawn last */
} ChartLayout;

/* Lays a spec out. Never fails: what the spec asks for beyond its size is first set smaller (to
 * no less than 6 pt), then the lower panel is left out, then the figure is made larger than
 * asked and `fits` is FALSE. Numbers that are no numbers (NaN, infinite) are not drawn, sizes
 * are brought into a range. */
ChartLayout *chart_layout_new   (const ChartSpec   *spec);
ChartLayout *chart_layout_ref   (ChartLayout       *layout);
void         chart_layout_unref (ChartLayout       *layout);

/* Where transfer k is, in points from the left. */
double       chart_layout_x     (const ChartLayout *layout,
                                 guint              k);

/* The transfer (1..k_max) nearest to a point on the panels or the table; 0: the point is on
 * none. */
guint        chart_layout_k_at  (const ChartLayout *layout,
                                 double             x,
                                 double             y);

/* The smallest size the spec can be shown in without being enlarged, in points. */
void         chart_layout_min_size (const ChartSpec *spec,
                                    double          *out_width_pt,
                                    double          *out_height_pt);

/* Everything in the layout as lines of text, free of locale, with two decimals; for tests. */
char        *chart_layout_dump  (const ChartLayout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChartLayout, chart_layout_unref)

G_END_DECLS
