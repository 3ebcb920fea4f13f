/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-tipping-map.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart-palette.h"

#define N STATS_TIPPING_STEPS
#define CELL 11 /* px */

/* What is known of one pair of shares. */
typedef enum
{
  CELL_UNKNOWN, /* no interval */
  CELL_EVEN,    /* the interval holds 0 */
  CELL_FIRST,   /* the first group is higher */
  CELL_SECOND
} Cell;

typedef struct
{
  Cell cells[N][N]; /* by the first group's share, then the second's */
  ChartRgb colours[2], text;
} Map;

static Cell
cell_of (const StatsContrast *difference)
{
  return !isfinite (difference->lo) ? CELL_UNKNOWN
         : difference->lo > 0       ? CELL_SECOND
         : difference->hi < 0       ? CELL_FIRST
                                    : CELL_EVEN;
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* A mark beside the colour, for who doesn't see it, and for grey print. */
static void
draw_cell (cairo_t   *cr,
           const Map *map,
           Cell       cell,
           double     x,
           double     y)
{
  const ChartRgb *rgb = &map->colours[cell == CELL_SECOND];
  double middle_x = x + CELL / 2.0, middle_y = y + CELL / 2.0, arm = CELL / 4.0;

  if (cell == CELL_FIRST || cell == CELL_SECOND)
    {
      cairo_set_source_rgba (cr, rgb->red, rgb->green, rgb->blue, 0.28);
      cairo_rectangle (cr, x, y, CELL, CELL);
      cairo_fill (cr);
    }
  cairo_set_source_rgba (cr, map->text.red, map->text.green, map->text.blue, 0.85);
  switch (cell)
    {
    case CELL_SECOND:
      cairo_move_to (cr, middle_x, middle_y - arm);
      cairo_line_to (cr, middle_x, middle_y + arm);
      G_GNUC_FALLTHROUGH;
    case CELL_FIRST:
      cairo_move_to (cr, middle_x - arm, middle_y);
      cairo_line_to (cr, middle_x + arm, middle_y);
      cairo_stroke (cr);
      break;
    case CELL_EVEN:
      cairo_arc (cr, middle_x, middle_y, 0.8, 0, 2 * G_PI);
      cairo_fill (cr);
      break;
    case CELL_UNKNOWN:
    default:
      break;
    }
}

/* The first group's share rises upwards. */
static void
draw_map (GtkDrawingArea *area,
          cairo_t        *cr,
          int             width,
          int             height,
          gpointer        data)
{
  const Map *map = data;

  cairo_set_line_width (cr, 1);
  for (guint s = 0; s < N; s++)
    for (guint t = 0; t < N; t++)
      draw_cell (cr, map, map->cells[s][t], 0.5 + t * CELL, 0.5 + (N - 1 - s) * CELL);
  cairo_set_source_rgba (cr, map->text.red, map->text.green, map->text.blue, 0.4);
  cairo_rectangle (cr, 0.5, 0.5, N * CELL, N * CELL);
  cairo_stroke (cr);
}

static void
draw_key (GtkDrawingArea *area,
          cairo_t        *cr,
          int             width,
          int             height,
          gpointer        data)
{
  Cell cell = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (area), "cell"));

  cairo_set_line_width (cr, 1);
  draw_cell (cr, data, cell, (width - CELL) / 2.0, (height - CELL) / 2.0);
}

/* --- what is around it ------------------------------------------------------------------------ */

static GtkWidget *
small (const char *text,
       GtkAlign    halign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_halign (label, halign);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  gtk_label_set_xalign (GTK_LABEL (label), halign == GTK_ALIGN_END ? 1 : 0);
  return label;
}

static void
add_key (GtkWidget  *box,
         Map        *map,
         Cell        cell,
         const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *area = gtk_drawing_area_new ();

  g_object_set_data (G_OBJECT (area), "cell", GUINT_TO_POINTER (cell));
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), CELL + 1);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), CELL + 1);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_key,
                                  g_atomic_rc_box_acquire (map),
                                  (GDestroyNotify) g_atomic_rc_box_release);
  gtk_box_append (GTK_BOX (line), area);
  gtk_box_append (GTK_BOX (line), small (text, GTK_ALIGN_START));
  gtk_box_append (GTK_BOX (box), line);
}

/* Those of the marks that are in the map. */
static void
add_keys (GtkWidget             *box,
          Map                   *map,
          const AnalysisTipping *tipping)
{
  gboolean has[CELL_SECOND + 1] = { FALSE };
  g_autofree char *second
    = g_strdup_printf (_("%s higher: the interval lies above 0"), tipping->labels[1]);
  g_autofree char *first
    = g_strdup_printf (_("%s higher: the interval lies below 0"), tipping->labels[0]);

  for (guint i = 0; i < N * N; i++)
    has[map->cells[i / N][i % N]] = TRUE;
  if (has[CELL_SECOND])
    add_key (box, map, CELL_SECOND, second);
  if (has[CELL_FIRST])
    add_key (box, map, CELL_FIRST, first);
  if (has[CELL_EVEN])
    add_key (box, map, CELL_EVEN, _("the interval holds 0"));
  if (has[CELL_UNKNOWN])
    add_key (box, map, CELL_UNKNOWN, _("there is no interval"));
}

static Map *
map_new (const AnalysisTipping *tipping,
         const AnalysisAnswer  *of)
{
  Map *map = g_atomic_rc_box_new0 (Map);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  ChartRgb colours[CHART_N_COLOURS];

  chart_palette_fill (dark ? CHART_THEME_DARK : CHART_THEME_LIGHT, of->n_groups, colours);
  map->text = colours[CHART_COLOUR_TEXT];
  for (guint i = 0; i < 2; i++)
    map->colours[i] = colours[CHART_COLOUR_GROUP + i];
  for (guint s = 0; s < N; s++)
    for (guint t = 0; t < N; t++)
      map->cells[s][t] = cell_of (&tipping->map[s][t]);
  return map;
}

GtkWidget *
ui_tipping_map_new (const AnalysisTipping *tipping,
                    const AnalysisAnswer  *of)
{
  Map *map = map_new (tipping, of);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *area = gtk_drawing_area_new ();
  GtkWidget *ends = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *middle;
  g_autofree char *up = g_strdup_printf (_("↑ kept in %s, 0 to 100 %%"), tipping->labels[0]);
  g_autofree char *across = g_strdup_printf (_("kept in %s, %%"), tipping->labels[1]);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), N * CELL + 1);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), N * CELL + 1);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_map,
                                  g_atomic_rc_box_acquire (map),
                                  (GDestroyNotify) g_atomic_rc_box_release);
  gtk_widget_set_halign (area, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Map of the tipping points"), -1);
  gtk_box_append (GTK_BOX (box), small (up, GTK_ALIGN_START));
  gtk_box_append (GTK_BOX (box), area);
  middle = small (across, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (middle, TRUE);
  gtk_widget_set_size_request (ends, N * CELL + 1, -1);
  gtk_widget_set_halign (ends, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (ends), small ("0", GTK_ALIGN_START));
  gtk_box_append (GTK_BOX (ends), middle);
  gtk_box_append (GTK_BOX (ends), small ("100", GTK_ALIGN_END));
  gtk_box_append (GTK_BOX (box), ends);
  add_keys (box, map, tipping);
  g_atomic_rc_box_release (map);
  return box;
}
