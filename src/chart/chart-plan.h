/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A layout while it is made: private to this module. chart-arrange.c decides sizes and stacks the
 * parts, chart-curves.c puts lines and bands into the panels, chart-labels.c names the curves. */

#pragma once

#include "chart-layout.h"
#include "chart-text.h"

G_BEGIN_DECLS

/* The last step of a curve is drawn this far towards the next transfer, in steps: its level can be
 * seen, and it ends before a transfer nobody of the group had. */
#define CHART_STUB 0.5

/* Where on a level, in steps after its transfer, a tick says that patients left the count. */
#define CHART_LEFT_AT 0.25
#define CHART_LEFT_EM 0.32 /* half its length */

/* How much of a step the lower panel's marks share, and the nearest they may be, in points. */
#define CHART_HAZARD_SPREAD 0.8
#define CHART_HAZARD_LEAST_PT 1.5

typedef struct
{
  const ChartSpec *spec;
  ChartLayout *layout;
  ChartPen *pen;
  gboolean dry;          /* only measure: put nothing into the layout */

  guint n_groups;
  char **names;          /* cleaned, one per group */
  char **overlay_names;  /* cleaned */
  char *texts[CHART_N_TEXTS]; /* cleaned; NULL where absent */
  guint n_notes;
  char **notes;

  double base;           /* base size as it is taken, points */
  double scale;
  gboolean hazard;       /* the lower panel is shown */
  gboolean start;        /* the table has a column at 0 */
  double width;
  double margin;
  double em;             /* size of labels; spaces follow it */
  double tick_size, table_size, note_size, title_size;
  double name_width;     /* a curve label's widest */
} ChartPlan;

typedef struct
{
  ChartBoxKind kind;
  int group;
  guint k;
  int row;
  double size_pt;
  gboolean bold;
  gboolean halo;
  ChartColour colour;
  double max_width;
} ChartStyle;

/* An empty layout, one reference. */
ChartLayout *chart_layout_alloc (void);

/* Puts a line of text with its box: its reference point at x (align 0: left end, 0.5: centre, 1:
 * right end) and its box's upper edge at top, or, if baseline is not NaN, its baseline there. A
 * centred one is anchored on x. Returns its box also when the plan is dry. */
ChartBox chart_plan_put_text (ChartPlan        *plan,
                              const char       *text,
                              const ChartStyle *style,
                              double            x,
                              double            align,
                              double            top,
                              double            baseline);

/* Where the middle of a line's small letters is, in points under the top of its box. */
double   chart_plan_middle   (ChartPlan        *plan,
                              const char       *text,
                              const ChartStyle *style);

/* A sample of a group's line, width points long from x, with its mark in the middle. */
void     chart_plan_put_key  (ChartPlan        *plan,
                              guint             group,
                              double            size_pt,
                              double            x,
                              double            width,
                              double            y);

/* Takes a copy of the points. */
void     chart_plan_put_path (ChartPlan        *plan,
                              const ChartPath  *path,
                              const ChartPoint *points,
                              guint             n_points);

/* A proportion as the y of a panel whose upper edge is top (1: 100 %); brought into the panel. */
double   chart_plan_y        (const ChartBox   *panel,
                              double            proportion,
                              double            top);

gboolean chart_plan_is_faint (const ChartPlan  *plan,
                              const ChartGroup *group,
                              guint             k);

/* Rows of a group that are on the axis. */
guint    chart_plan_n_rows   (const ChartPlan  *plan,
                              const ChartGroup *group);

ChartColour chart_plan_colour (guint            group);

/* Lines, bars and marks of the overlays; a sample of one's line for its name, as
 * chart_plan_put_key. */
void     chart_overlays_put  (ChartPlan        *plan);
void     chart_overlay_put_key (ChartPlan      *plan,
                                guint           overlay,
                                double          size_pt,
                                double          x,
                                double          width,
                                double          y);

/* Bands, curves and marker of the panel; marks and whiskers of the lower one. */
void     chart_curves_put    (ChartPlan        *plan);
void     chart_hazard_put    (ChartPlan        *plan);

/* The groups' names: each at the end of its curve, on no other name; where one would lie on a curve
 * or far from its own, all in a legend instead. */
void     chart_labels_put    (ChartPlan        *plan);

/* The height the labels need for certain, whatever the curves. */
double   chart_labels_min_height (ChartPlan    *plan);

/* Decides sizes and puts everything into the plan's layout. */
void     chart_arrange       (ChartPlan        *plan);

/* The smallest height at the plan's width; sets the plan's sizes. */
double   chart_arrange_min_height (ChartPlan   *plan);

G_END_DECLS
