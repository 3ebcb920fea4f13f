/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A second kind of figure: rows of one estimate each, with their intervals, on a shared axis. As a
 * spec (chart-spec.h) it knows no place and no statistic, and every text in it is translated; its
 * layout is drawn and exported as every other.
 *
 * Built by one owner (chart_forest_new, the fields, chart_forest_set_text, chart_forest_add_row),
 * a value from the moment it is shared. */

#pragma once

#include "chart-layout.h"

G_BEGIN_DECLS

/* All are NULL in a new one, and one that is NULL takes no space. */
typedef enum
{
  CHART_FOREST_TITLE,
  CHART_FOREST_HEAD_LABEL,  /* over the rows' labels */
  CHART_FOREST_HEAD_FIRST,  /* over the counts: the groups' names */
  CHART_FOREST_HEAD_SECOND,
  CHART_FOREST_HEAD_COUNTS, /* under both of them: what is counted, e.g. "births / patients" */
  CHART_FOREST_HEAD_VALUE,  /* over the estimates */
  CHART_FOREST_HEAD_INTERVAL, /* under that: the interval's name */
  CHART_FOREST_AXIS,        /* under the axis */
  CHART_FOREST_LOW,         /* under its ends: what lies there */
  CHART_FOREST_HIGH,
  CHART_FOREST_DECIMAL,     /* sign of the ticks; NULL: a point */
  CHART_FOREST_N_TEXTS
} ChartForestText;

typedef enum
{
  CHART_FOREST_HEADING, /* bold, with nothing on the axis */
  CHART_FOREST_LEVEL,   /* indented: a box by its weight on the line of its interval */
  CHART_FOREST_OVERALL  /* bold, after a gap: a diamond as wide as its interval */
} ChartForestKind;

typedef struct
{
  ChartForestKind kind;
  char *label;
  char *counts[2];  /* of the groups; NULL: none */
  char *value;      /* the estimate in numbers, or what is said of a heading; NULL: none */
  double estimate;  /* NaN: nothing is drawn */
  double lo, hi;    /* NaN: no line */
  double weight;    /* the box's area is in proportion; >= 0 */
} ChartForestRow;

typedef struct
{
  char *texts[CHART_FOREST_N_TEXTS]; /* set by chart_forest_set_text() */
  GPtrArray *notes;         /* of char *; chart_forest_add_note() */
  GPtrArray *rows;          /* of ChartForestRow *; chart_forest_add_row() */
  gboolean ratio;           /* default TRUE: a logarithmic axis about 1; FALSE: proportions about
                             * 0, shown as points of a hundred */
  gboolean draw_background; /* default TRUE */
  ChartTheme theme;         /* default CHART_THEME_LIGHT */
  char *font_family;        /* default "Sans"; chart_forest_set_font() */
  double base_size_pt;      /* default 8 */
  double width_pt;          /* default 170 mm; it is as high as its rows */
} ChartForest;

ChartForest *chart_forest_new      (void);
void         chart_forest_free     (ChartForest      *forest);

/* As those of chart-spec.h; invalid UTF-8 is repaired. */
void         chart_forest_set_text (ChartForest      *forest,
                                    ChartForestText   id,
                                    const char       *text);
void         chart_forest_add_note (ChartForest      *forest,
                                    const char       *note);
void         chart_forest_set_font (ChartForest      *forest,
                                    const char       *family);

/* A row without counts, value or estimate, for the caller to fill; texts of its own are
 * g_malloc()ed. The forest owns it. */
ChartForestRow *
             chart_forest_add_row  (ChartForest      *forest,
                                    ChartForestKind   kind,
                                    const char       *label);

/* Lays it out. Never fails: where the width has no room for the counts they are left out, then text
 * is set down to 6 pt, then the figure is made wider and `fits` is FALSE. An interval that reaches
 * past the axis ends in an arrow; the axis ends at one of the ticks 0.1 0.2 0.5 1 2 5 10. */
ChartLayout *chart_forest_layout   (const ChartForest *forest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChartForest, chart_forest_free)

G_END_DECLS
