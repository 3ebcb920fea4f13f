/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the Pango context and how a line of text is measured. Knows nothing of figures. */

#include "chart-text.h"

#include <pango/pangocairo.h>
#include <string.h>

struct _ChartPen
{
  PangoContext *context;
  char *family;
  GHashTable *extents; /* "size bold max_width text" -> ChartExtent */
};

ChartPen *
chart_pen_new (const char *family)
{
  ChartPen *pen = g_new0 (ChartPen, 1);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);

  /* The default map belongs to this thread. */
  pen->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_font_options (pen->context, options);
  pango_cairo_context_set_resolution (pen->context, 72);
  pango_context_set_round_glyph_positions (pen->context, FALSE);
  pango_context_set_base_dir (pen->context, PANGO_DIRECTION_WEAK_LTR);
  /* The same figure whatever language the session has. */
  pango_context_set_language (pen->context, pango_language_from_string ("en"));
  cairo_font_options_destroy (options);

  pen->family = g_strdup (family);
  pen->extents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return pen;
}

void
chart_pen_free (ChartPen *pen)
{
  if (pen == NULL)
    return;

  g_object_unref (pen->context);
  g_free (pen->family);
  g_hash_table_unref (pen->extents);
  g_free (pen);
}

PangoContext *
chart_pen_context (ChartPen *pen)
{
  return pen->context;
}

PangoLayout *
chart_pen_line (ChartPen   *pen,
                const char *text,
                double      size_pt,
                gboolean    bold,
                double      max_width)
{
  PangoLayout *line = pango_layout_new (pen->context);
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family (font, pen->family);
  pango_font_description_set_size (font, (int) (size_pt * PANGO_SCALE + 0.5));
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (line, font);

  /* Figures of one width, so that columns of counts stand still. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (line, attributes);

  pango_layout_set_single_paragraph_mode (line, TRUE);
  pango_layout_set_text (line, text, -1);
  if (max_width > 0)
    {
      pango_layout_set_width (line, (int) (max_width * PANGO_SCALE));
      pango_layout_set_ellipsize (line, PANGO_ELLIPSIZE_END);
    }

  pango_attr_list_unref (attributes);
  pango_font_description_free (font);

  return line;
}

ChartExtent
chart_pen_measure (ChartPen   *pen,
                   const char *text,
                   double      size_pt,
                   gboolean    bold,
                   double      max_width)
{
  g_autofree char *key = g_strdup_printf ("%d %d %d %s", (int) (size_pt * PANGO_SCALE + 0.5), bold,
                                          (int) (max_width * PANGO_SCALE), text);
  ChartExtent *known = g_hash_table_lookup (pen->extents, key);

  if (known == NULL)
    {
      g_autoptr (PangoLayout) layout = chart_pen_line (pen, text, size_pt, bold, max_width);
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
      PangoRectangle logical;

      pango_layout_line_get_extents (line, NULL, &logical);
      known = g_new (ChartExtent, 1);
      known->width = (double) logical.width / PANGO_SCALE;
      known->ascent = -(double) logical.y / PANGO_SCALE;
      known->height = (double) logical.height / PANGO_SCALE;
      g_hash_table_insert (pen->extents, g_steal_pointer (&key), known);
    }

  return *known;
}

GPtrArray *
chart_pen_wrap (ChartPen   *pen,
                const char *text,
                double      size_pt,
                gboolean    bold,
                double      width,
                guint       max_lines)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PangoLayout) layout = chart_pen_line (pen, text, size_pt, bold, 0);

  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);

  guint n = MAX (pango_layout_get_line_count (layout), 0);

  for (guint i = 0; i < n && i < max_lines; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, (int) i);
      const char *start = text + line->start_index;
      char *part = i + 1 == max_lines ? g_strdup (start)
                                      : g_strndup (start, (gsize) line->length);

      g_ptr_array_add (lines, g_strstrip (part));
    }

  return lines;
}

char *
chart_text_clean (const char *text,
                  guint       max_chars)
{
  GString *clean = g_string_new (NULL);
  guint n = 0;

  for (const char *c = text != NULL ? text : ""; *c != '\0' && n < max_chars;
       c = g_utf8_next_char (c), n++)
    {
      gunichar ch = g_utf8_get_char (c);

      /* Line and paragraph separators would end Pango's line; others would draw as boxes. */
      if (g_unichar_iscntrl (ch) || ch == 0x2028 || ch == 0x2029 || ch == 0xfffc)
        g_string_append_c (clean, ' ');
      else
        g_string_append_unichar (clean, ch);

      if (n + 1 == max_chars && *g_utf8_next_char (c) != '\0')
        g_string_append (clean, "…");
    }

  return g_string_free (clean, FALSE);
}
