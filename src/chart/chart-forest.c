/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the making and freeing of forests. Knows no place and no colour. */

#include "chart-forest.h"

#include <math.h>

#define DEFAULT_FAMILY "Sans"

static void
row_free (ChartForestRow *row)
{
  g_free (row->label);
  g_free (row->counts[0]);
  g_free (row->counts[1]);
  g_free (row->value);
  g_free (row);
}

ChartForest *
chart_forest_new (void)
{
  ChartForest *forest = g_new0 (ChartForest, 1);

  forest->notes = g_ptr_array_new_with_free_func (g_free);
  forest->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  forest->ratio = TRUE;
  forest->draw_background = TRUE;
  forest->theme = CHART_THEME_LIGHT;
  forest->font_family = g_strdup (DEFAULT_FAMILY);
  forest->base_size_pt = 8;
  forest->width_pt = 170 * CHART_PT_PER_MM;

  return forest;
}

void
chart_forest_free (ChartForest *forest)
{
  if (forest == NULL)
    return;

  for (guint i = 0; i < CHART_FOREST_N_TEXTS; i++)
    g_free (forest->texts[i]);
  g_ptr_array_unref (forest->notes);
  g_ptr_array_unref (forest->rows);
  g_free (forest->font_family);
  g_free (forest);
}

void
chart_forest_set_text (ChartForest     *forest,
                       ChartForestText  id,
                       const char      *text)
{
  g_return_if_fail (forest != NULL);
  g_return_if_fail (id < CHART_FOREST_N_TEXTS);

  char *copy = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  g_free (forest->texts[id]);
  forest->texts[id] = copy;
}

void
chart_forest_add_note (ChartForest *forest,
                       const char  *note)
{
  g_return_if_fail (forest != NULL);
  g_return_if_fail (note != NULL);

  g_ptr_array_add (forest->notes, g_utf8_make_valid (note, -1));
}

void
chart_forest_set_font (ChartForest *forest,
                       const char  *family)
{
  g_return_if_fail (forest != NULL);

  char *copy = g_utf8_make_valid (family != NULL && *family != '\0' ? family : DEFAULT_FAMILY, -1);

  g_free (forest->font_family);
  forest->font_family = copy;
}

ChartForestRow *
chart_forest_add_row (ChartForest     *forest,
                      ChartForestKind  kind,
                      const char      *label)
{
  g_return_val_if_fail (forest != NULL, NULL);

  ChartForestRow *row = g_new0 (ChartForestRow, 1);

  row->kind = kind;
  row->label = g_utf8_make_valid (label != NULL ? label : "", -1);
  row->estimate = row->lo = row->hi = NAN;
  g_ptr_array_add (forest->rows, row);

  return row;
}
