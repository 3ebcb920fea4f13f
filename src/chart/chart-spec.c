/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the making, copying and freeing of specs. Knows no place and no colour. */

#include "chart-spec.h"

#include <math.h>
#include <string.h>

#define DEFAULT_FAMILY "Sans"

static char *
copy_text (const char *text)
{
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

static double *
new_doubles (guint n)
{
  double *values = g_new (double, n);

  for (guint i = 0; i < n; i++)
    values[i] = NAN;

  return values;
}

static void
group_free (ChartGroup *group)
{
  g_free (group->name);
  g_free (group->estimate);
  g_free (group->lo);
  g_free (group->hi);
  g_free (group->at_risk);
  g_free (group->births);
  g_free (group->stopped);
  g_free (group->in_treatment);
  g_free (group->hazard);
  g_free (group->hazard_lo);
  g_free (group->hazard_hi);
  g_free (group);
}

static void
overlay_free (ChartOverlay *overlay)
{
  g_free (overlay->name);
  g_free (overlay->k);
  g_free (overlay->estimate);
  g_free (overlay->lo);
  g_free (overlay->hi);
  g_free (overlay);
}

ChartSpec *
chart_spec_new (void)
{
  ChartSpec *spec = g_atomic_rc_box_new0 (ChartSpec);

  spec->notes = g_ptr_array_new_with_free_func (g_free);
  spec->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  spec->overlays = g_ptr_array_new_with_free_func ((GDestroyNotify) overlay_free);
  spec->faint_below = 5;
  spec->show_table = TRUE;
  spec->show_hazard = TRUE;
  spec->draw_background = TRUE;
  spec->theme = CHART_THEME_LIGHT;
  spec->font_family = g_strdup (DEFAULT_FAMILY);
  spec->base_size_pt = 8;
  spec->width_pt = 170 * CHART_PT_PER_MM;
  spec->height_pt = 0;

  return spec;
}

ChartSpec *
chart_spec_ref (ChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  return g_atomic_rc_box_acquire (spec);
}

static void
spec_clear (gpointer data)
{
  ChartSpec *spec = data;

  for (guint i = 0; i < CHART_N_TEXTS; i++)
    g_free (spec->texts[i]);
  g_ptr_array_unref (spec->notes);
  g_ptr_array_unref (spec->groups);
  g_ptr_array_unref (spec->overlays);
  g_free (spec->font_family);
}

void
chart_spec_unref (ChartSpec *spec)
{
  if (spec != NULL)
    g_atomic_rc_box_release_full (spec, spec_clear);
}

ChartSpec *
chart_spec_copy (const ChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  ChartSpec *copy = chart_spec_new ();

  for (guint i = 0; i < CHART_N_TEXTS; i++)
    copy->texts[i] = g_strdup (spec->texts[i]);
  for (guint i = 0; i < spec->notes->len; i++)
    g_ptr_array_add (copy->notes, g_strdup (g_ptr_array_index (spec->notes, i)));

  for (guint i = 0; i < spec->groups->len; i++)
    {
      const ChartGroup *from = g_ptr_array_index (spec->groups, i);
      ChartGroup *to = chart_spec_add_group (copy, from->name, from->n_rows);

      to->n_start = from->n_start;
      for (guint row = 0; row < from->n_rows; row++)
        {
          to->estimate[row] = from->estimate[row];
          to->lo[row] = from->lo[row];
          to->hi[row] = from->hi[row];
          to->at_risk[row] = from->at_risk[row];
          to->births[row] = from->births[row];
          to->stopped[row] = from->stopped[row];
          to->in_treatment[row] = from->in_treatment[row];
          to->hazard[row] = from->hazard[row];
          to->hazard_lo[row] = from->hazard_lo[row];
          to->hazard_hi[row] = from->hazard_hi[row];
        }
    }

  for (guint i = 0; i < spec->overlays->len; i++)
    {
      const ChartOverlay *from = g_ptr_array_index (spec->overlays, i);
      ChartOverlay *to = chart_spec_add_overlay (copy, from->name, from->n_points);

      for (guint point = 0; point < from->n_points; point++)
        {
          to->k[point] = from->k[point];
          to->estimate[point] = from->estimate[point];
          to->lo[point] = from->lo[point];
          to->hi[point] = from->hi[point];
        }
    }

  copy->k_max = spec->k_max;
  copy->faint_below = spec->faint_below;
  copy->marker_k = spec->marker_k;
  copy->show_table = spec->show_table;
  copy->show_hazard = spec->show_hazard;
  copy->draw_background = spec->draw_background;
  copy->theme = spec->theme;
  chart_spec_set_font (copy, spec->font_family);
  copy->base_size_pt = spec->base_size_pt;
  copy->width_pt = spec->width_pt;
  copy->height_pt = spec->height_pt;

  return copy;
}

void
chart_spec_set_text (ChartSpec   *spec,
                     ChartTextId  id,
                     const char  *text)
{
  g_return_if_fail (spec != NULL);
  g_return_if_fail (id < CHART_N_TEXTS);

  char *copy = copy_text (text);

  g_free (spec->texts[id]);
  spec->texts[id] = copy;
}

const char *
chart_spec_get_text (const ChartSpec *spec,
                     ChartTextId      id)
{
  g_return_val_if_fail (spec != NULL, NULL);
  g_return_val_if_fail (id < CHART_N_TEXTS, NULL);

  return spec->texts[id];
}

void
chart_spec_add_note (ChartSpec  *spec,
                     const char *note)
{
  g_return_if_fail (spec != NULL);
  g_return_if_fail (note != NULL);

  g_ptr_array_add (spec->notes, copy_text (note));
}

void
chart_spec_set_font (ChartSpec  *spec,
                     const char *family)
{
  g_return_if_fail (spec != NULL);

  char *copy = copy_text (family != NULL && *family != '\0' ? family : DEFAULT_FAMILY);

  g_free (spec->font_family);
  spec->font_family = copy;
}

ChartGroup *
chart_spec_add_group (ChartSpec  *spec,
                      const char *name,
                      guint       n_rows)
{
  g_return_val_if_fail (spec != NULL, NULL);

  ChartGroup *group = g_new0 (ChartGroup, 1);

  group->name = copy_text (name != NULL ? name : "");
  group->n_rows = n_rows;
  group->estimate = new_doubles (n_rows);
  group->lo = new_doubles (n_rows);
  group->hi = new_doubles (n_rows);
  group->at_risk = g_new0 (guint, n_rows);
  group->births = g_new0 (guint, n_rows);
  group->stopped = g_new0 (guint, n_rows);
  group->in_treatment = g_new0 (guint, n_rows);
  group->hazard = new_doubles (n_rows);
  group->hazard_lo = new_doubles (n_rows);
  group->hazard_hi = new_doubles (n_rows);
  g_ptr_array_add (spec->groups, group);

  return group;
}

ChartOverlay *
chart_spec_add_overlay (ChartSpec  *spec,
                        const char *name,
                        guint       n_points)
{
  g_return_val_if_fail (spec != NULL, NULL);
  g_return_val_if_fail (spec->overlays->len < CHART_MAX_OVERLAYS, NULL);

  ChartOverlay *overlay = g_new0 (ChartOverlay, 1);

  overlay->name = copy_text (name != NULL ? name : "");
  overlay->n_points = n_points;
  overlay->k = g_new0 (guint, n_points);
  overlay->estimate = new_doubles (n_points);
  overlay->lo = new_doubles (n_points);
  overlay->hi = new_doubles (n_points);
  g_ptr_array_add (spec->overlays, overlay);

  return overlay;
}

guint
chart_spec_n_groups (const ChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, 0);

  return spec->groups->len;
}

const ChartGroup *
chart_spec_get_group (const ChartSpec *spec,
                      guint            index)
{
  g_return_val_if_fail (spec != NULL, NULL);
  g_return_val_if_fail (index < spec->groups->len, NULL);

  return g_ptr_array_index (spec->groups, index);
}
