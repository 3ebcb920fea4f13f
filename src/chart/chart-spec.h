/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a figure shows: step curves with their bands, the counts under them and the proportion
 * per step, by group, with every text already translated. It knows no place (chart-layout.h), no
 * patient and no statistic: proportions and counts come from the caller.
 *
 * A spec is built by one owner (chart_spec_new, the fields, chart_spec_set_text,
 * chart_spec_add_group) and is a value from the moment it is shared: whoever wants another size
 * or theme changes a chart_spec_copy. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Smallest text a figure may hold, in points. */
#define CHART_SMALLEST_PT 6.0

/* Groups up to this number each get a colour, dash and mark of their own; beyond it pairs
 * repeat. */
#define CHART_GROUP_COLOURS 8

#define CHART_PT_PER_MM (72.0 / 25.4)

typedef enum
{
  CHART_THEME_LIGHT, /* screen, light */
  CHART_THEME_DARK,  /* screen, dark */
  CHART_THEME_PRINT, /* colours on white paper, black text */
  CHART_THEME_GREY   /* greys on white paper: a journal without colour */
} ChartTheme;

/* The texts of a figure; all are NULL in a new spec, and one that is NULL takes no space. */
typedef enum
{
  CHART_TEXT_TITLE,
  CHART_TEXT_Y_LABEL,          /* over the curves, e.g. "Cumulative live births, %" */
  CHART_TEXT_X_LABEL,          /* under the axis, e.g. "embryo transfers" */
  CHART_TEXT_HAZARD_LABEL,     /* over the lower panel, e.g. "Live births per transfer, %" */
  CHART_TEXT_ROW_AT_RISK,      /* the four rows of the table */
  CHART_TEXT_ROW_BIRTHS,
  CHART_TEXT_ROW_STOPPED,
  CHART_TEXT_ROW_IN_TREATMENT,
  CHART_TEXT_GROUPS,           /* over the table, what the groups differ in, e.g. "Groups: Age" */
  CHART_TEXT_EMPTY,            /* said in the middle of the axes when there is no curve */
  CHART_TEXT_CONF_NAME,        /* the interval's name, for descriptions; not drawn */
  CHART_N_TEXTS
} ChartTextId;

/* A count that isn't told: a dash in the table. */
#define CHART_NOT_TOLD G_MAXUINT

/* One group. All arrays have n_rows elements; element i is transfer i + 1, the last one is the
 * group's own last transfer. Proportions are 0..1; NaN means "not estimable": not drawn. Where
 * stopped or in_treatment isn't told, some of them left. */
typedef struct
{
  char *name;          /* valid UTF-8, translated; may be "" (a single, unnamed group) */
  guint n_rows;
  double *estimate;    /* cumulative, right after transfer k */
  double *lo;          /* its interval; a NaN in either means no band from k to k + 1 */
  double *hi;
  guint *at_risk;
  guint *births;
  guint *stopped;
  guint *in_treatment;
  guint n_start;       /* at risk at 0, before the first transfer; 0 (default): not shown */
  double *hazard;      /* births / at risk at k */
  double *hazard_lo;
  double *hazard_hi;
} ChartGroup;

/* Points from elsewhere over the curves, joined: element i is at transfer k[i]. Proportions are
 * 0..1; NaN: not drawn. */
typedef struct
{
  char *name; /* as it stands in the figure, translated */
  guint n_points;
  guint *k;
  double *estimate, *lo, *hi;
} ChartOverlay;

#define CHART_MAX_OVERLAYS 3 /* that can be told apart */

/* Fields without a function may be written by the owner until the spec is shared. */
typedef struct
{
  char *texts[CHART_N_TEXTS]; /* set by chart_spec_set_text() */
  GPtrArray *notes;           /* of char *: lines at the bottom, wrapped; chart_spec_add_note() */
  GPtrArray *groups;          /* of ChartGroup *; chart_spec_add_group() */
  GPtrArray *overlays;        /* of ChartOverlay *; chart_spec_add_overlay() */

  guint k_max;                /* last transfer on the axis; 0: the last there is (default) */
  guint faint_below;          /* faded where fewer are at risk; default 5, 0: never */
  guint marker_k;             /* read-out: dotted line at k, circles on curves; 0 (default): none */
  gboolean show_table;        /* default TRUE */
  gboolean show_hazard;       /* default TRUE */
  gboolean draw_background;   /* default TRUE; FALSE leaves paper or widget showing through */

  ChartTheme theme;           /* default CHART_THEME_LIGHT */
  char *font_family;          /* default "Sans"; chart_spec_set_font() */
  double base_size_pt;        /* of axis labels; default 8; others follow it, none under 6 pt */
  double width_pt;            /* default 170 mm */
  double height_pt;           /* 0: as high as the figure is at its best (default) */
} ChartSpec;

/* An empty spec with the defaults above. */
ChartSpec  *chart_spec_new       (void);
ChartSpec  *chart_spec_ref       (ChartSpec        *spec);
void        chart_spec_unref     (ChartSpec        *spec);

/* A deep copy with one owner, to change size, theme or marker in. */
ChartSpec  *chart_spec_copy      (const ChartSpec  *spec);

/* Sets or (NULL) clears a text. Invalid UTF-8 is repaired. */
void        chart_spec_set_text  (ChartSpec        *spec,
                                  ChartTextId       id,
                                  const char       *text);

/* The text, or NULL. */
const char *chart_spec_get_text  (const ChartSpec  *spec,
                                  ChartTextId       id);

/* Appends a line to the notes. Invalid UTF-8 is repaired. */
void        chart_spec_add_note  (ChartSpec        *spec,
                                  const char       *note);

/* NULL or "" gives back the default. */
void        chart_spec_set_font  (ChartSpec        *spec,
                                  const char       *family);

/* Appends a group with n_rows rows, every proportion NaN and every count 0, for the caller to fill.
 * The spec owns it. n_rows may be 0: the group is named in the table and has no curve. */
ChartGroup *chart_spec_add_group (ChartSpec        *spec,
                                  const char       *name,
                                  guint             n_rows);

/* Appends an overlay with n_points points, every k 0 and every proportion NaN, for the caller to
 * fill. The spec owns it. NULL beyond CHART_MAX_OVERLAYS. */
ChartOverlay *
            chart_spec_add_overlay (ChartSpec      *spec,
                                    const char     *name,
                                    guint           n_points);

guint       chart_spec_n_groups  (const ChartSpec  *spec);
const ChartGroup *
            chart_spec_get_group (const ChartSpec  *spec,
                                  guint             index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChartSpec, chart_spec_unref)

G_END_DECLS
