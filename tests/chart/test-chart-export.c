/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files a figure becomes: the same bytes each time, fonts inside, every word and count to be
 * found, the stated resolution. PDFs are read by poppler's pdffonts, pdftotext and pdfinfo. */

#include "chart-draw.h"
#include "chart-export.h"
#include "fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ChartMetadata metadata = {
  .title = "Cumulative live births ≥ 1 é",
  .author = "Natality",
  .subject = "Figure <of> a synthetic cohort & its table",
  .keywords = "live birth, transfer",
  .software = "Natality 0.1.0",
  .created = "2026-07-02T12:00:00Z",
};

typedef GBytes *(*Export) (const ChartSpec *spec,
                           GError         **error);

static GBytes *
export_png (const ChartSpec *spec,
            GError         **error)
{
  return chart_export_png (spec, 300, &metadata, error);
}

static GBytes *
export_pdf (const ChartSpec *spec,
            GError         **error)
{
  return chart_export_pdf (spec, &metadata, error);
}

static GBytes *
export_svg (const ChartSpec *spec,
            GError         **error)
{
  return chart_export_svg (spec, &metadata, error);
}

static const Export exports[] = { export_png, export_pdf, export_svg };

static void
test_same_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
      g_autoptr (ChartSpec) copy = chart_spec_copy (spec);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) one = exports[i](spec, &error);
      g_autoptr (GBytes) two = NULL;

      g_assert_no_error (error);
      /* Over a second's border: a time in the file would show. */
      for (gint64 start = g_get_real_time () / G_USEC_PER_SEC;
           i == 1 && g_get_real_time () / G_USEC_PER_SEC == start;)
        g_thread_yield ();
      two = exports[i](copy, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (one, two));

      /* Without metadata as well. */
      g_autoptr (GBytes) plain = i == 1 ? chart_export_pdf (spec, NULL, &error) : NULL;

      g_assert_true (i != 1 || plain != NULL);
    }
}

/* Runs a tool of poppler on a PDF; what it prints. */
static char *
run_tool (GBytes     *pdf,
          const char *tool,
          const char *option)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("natality-chart-XXXXXX.pdf", &path, &error);
  char *out = NULL;
  int status;

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);

  const char *argv[] = { tool, option != NULL ? option : path, option != NULL ? path : NULL,
                         NULL, NULL };

  if (g_str_equal (tool, "pdftotext"))
    argv[3] = "-";
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_unlink (path);

  return out;
}

/* The third column from the right but two of pdffonts, "emb", by its place under the header. */
static void
check_embedded (const char *fonts)
{
  g_auto (GStrv) lines = g_strsplit (fonts, "\n", -1);
  const char *column = strstr (lines[0], "emb");
  guint n = 0;

  g_assert_nonnull (column);
  for (guint i = 2; lines[i] != NULL && *lines[i] != '\0'; i++, n++)
    {
      g_assert_cmpuint (strlen (lines[i]), >, (gsize) (column - lines[0]));
      if (strncmp (lines[i] + (column - lines[0]), "yes", 3) != 0)
        g_error ("not embedded: %s", lines[i]);
    }
  g_assert_cmpuint (n, >, 0);
}

static char *
one_space (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n\f\t", -1);
  GString *out = g_string_new (" ");

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (out, "%s ", words[i]);

  return g_string_free (out, FALSE);
}

static guint
count_word (const char *haystack,
            const char *word)
{
  g_autofree char *needle = g_strdup_printf (" %s ", word);
  guint n = 0;

  for (const char *at = haystack; (at = strstr (at, needle)) != NULL; at++)
    n++;

  return n;
}

/* Each label, count and note of the spec as often as the figure shows it. */
static void
check_words (const ChartSpec *spec,
             const char      *printed)
{
  g_autofree char *text = one_space (printed);
  g_autoptr (ChartLayout) layout = chart_layout_new (spec);

  for (guint i = 0; i < CHART_N_TEXTS; i++)
    if (spec->texts[i] != NULL && i != CHART_TEXT_EMPTY)
      g_assert_cmpuint (count_word (text, spec->texts[i]), >=, 1);
  for (guint i = 0; i < spec->notes->len; i++)
    g_assert_nonnull (strstr (text, g_ptr_array_index (spec->notes, i)));

  for (guint i = 0; i < chart_spec_n_groups (spec); i++)
    {
      const ChartGroup *group = chart_spec_get_group (spec, i);
      g_autofree char *name = one_space (group->name);
      guint found = 0;

      for (const char *at = text; (at = strstr (at, name)) != NULL; at++)
        found++;
      g_assert_cmpuint (found, >=, 2);
    }

  for (guint i = 0; i < layout->texts->len; i++)
    {
      const char *word = g_array_index (layout->texts, ChartText, i).text;
      guint shown = 0;

      if (!g_ascii_isdigit (*word))
        continue;
      for (guint j = 0; j < layout->texts->len; j++)
        shown += g_str_equal (g_array_index (layout->texts, ChartText, j).text, word);
      if (count_word (text, word) < shown)
        g_error ("\"%s\" is in the figure %u times and found %u times", word, shown,
                 count_word (text, word));
    }
}

static void
test_pdf (void)
{
  static const char *const fonts[] = { "DejaVu Sans", "Cantarell", "Noto Sans" };

  for (guint i = 0; i < G_N_ELEMENTS (fonts); i++)
    {
      g_autoptr (ChartSpec) spec = i == 1 ? fixture_many (6, 9, 3) : fixture_cohort_160 ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) pdf = NULL;
      g_autofree char *embedded = NULL;
      g_autofree char *words = NULL;
      g_autofree char *about = NULL;

      chart_spec_set_font (spec, fonts[i]);
      spec->width_pt = (i == 2 ? 85 : 170) * CHART_PT_PER_MM;
      spec->base_size_pt = i == 2 ? 7 : 8;
      pdf = chart_export_pdf (spec, &metadata, &error);
      g_assert_no_error (error);

      embedded = run_tool (pdf, "pdffonts", NULL);
      check_embedded (embedded);
      words = run_tool (pdf, "pdftotext", "-layout");
      check_words (spec, words);

      about = run_tool (pdf, "pdfinfo", "-isodates");
      g_assert_nonnull (strstr (about, "Cumulative live births ≥ 1 é"));
      g_assert_nonnull (strstr (about, "Figure <of> a synthetic cohort & its table"));
      g_assert_nonnull (strstr (about, "live birth, transfer"));
      g_assert_nonnull (strstr (about, "Natality 0.1.0"));
      g_assert_nonnull (strstr (about, "2026-07-02T12:00:00"));
      g_assert_nonnull (strstr (about, "Pages:           1"));
    }
}

static guint32
big_endian (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

/* The n-th chunk of a type; NULL: there are fewer. */
static const guint8 *
find_chunk (GBytes     *png,
            const char *type,
            guint       n,
            guint32    *out_length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (png, &size);

  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  for (gsize at = 8; at + 12 <= size;)
    {
      guint32 length = big_endian (data + at);

      if (memcmp (data + at + 4, type, 4) == 0 && n-- == 0)
        {
          *out_length = length;
          return data + at + 8;
        }
      at += 12 + (gsize) length;
    }

  return NULL;
}

/* The value of an uncompressed iTXt: key 0, 0, 0, language 0, key in it 0, text. */
static char *
find_text (GBytes     *png,
           const char *key)
{
  guint32 length;
  const guint8 *chunk;

  for (guint n = 0; (chunk = find_chunk (png, "iTXt", n, &length)) != NULL; n++)
    if (g_str_equal ((const char *) chunk, key))
      {
        gsize header = strlen (key) + 5;

        return g_strndup ((const char *) chunk + header, length - header);
      }

  return NULL;
}

static void
test_png (void)
{
  static const double dpis[] = { 72, 96, 300, 600 };
  static const guint32 per_metre[] = { 2835, 3780, 11811, 23622 };

  for (guint i = 0; i < G_N_ELEMENTS (dpis); i++)
    {
      g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
      g_autoptr (GError) error = NULL;
      g_autoptr (ChartLayout) layout = chart_layout_new (spec);
      g_autoptr (GBytes) png = chart_export_png (spec, dpis[i], &metadata, &error);
      g_autofree char *title = NULL;
      g_autofree char *software = NULL;
      g_autofree char *description = NULL;
      const guint8 *chunk;
      guint32 length;

      g_assert_no_error (error);
      chunk = find_chunk (png, "pHYs", 0, &length);
      g_assert_nonnull (chunk);
      g_assert_cmpuint (big_endian (chunk), ==, per_metre[i]);
      g_assert_cmpuint (big_endian (chunk + 4), ==, per_metre[i]);
      g_assert_cmpuint (chunk[8], ==, 1);

      chunk = find_chunk (png, "IHDR", 0, &length);
      g_assert_cmpuint (big_endian (chunk), ==, (guint32) ceil (layout->width * dpis[i] / 72));
      g_assert_cmpuint (big_endian (chunk + 4), ==, (guint32) ceil (layout->height * dpis[i] / 72));

      title = find_text (png, "Title");
      software = find_text (png, "Software");
      description = find_text (png, "Description");
      g_assert_cmpstr (title, ==, metadata.title);
      g_assert_cmpstr (software, ==, metadata.software);
      g_assert_cmpstr (description, ==, metadata.subject);
    }
}

typedef struct
{
  const guint8 *data;
  gsize left;
} Source;

static cairo_status_t
read_cb (void          *closure,
         unsigned char *data,
         unsigned int   length)
{
  Source *source = closure;

  if (length > source->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, source->data, length);
  source->data += length;
  source->left -= length;

  return CAIRO_STATUS_SUCCESS;
}

/* What is drawn on a screen is, pixel for pixel, what the PNG holds. */
static void
test_png_is_screen (void)
{
  for (guint background = 0; background < 2; background++)
    {
      g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
      g_autoptr (GError) error = NULL;

      spec->draw_background = background;
      spec->theme = CHART_THEME_DARK;

      g_autoptr (ChartLayout) layout = chart_layout_new (spec);
      g_autoptr (GBytes) png = chart_export_png (spec, 144, NULL, &error);
      Source source;

      g_assert_no_error (error);
      source.data = g_bytes_get_data (png, &source.left);

      cairo_surface_t *file = cairo_image_surface_create_from_png_stream (read_cb, &source);
      int width = cairo_image_surface_get_width (file);
      int height = cairo_image_surface_get_height (file);
      cairo_surface_t *screen = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
      cairo_t *cr = cairo_create (screen);
      guint differ = 0;

      cairo_scale (cr, 2, 2);
      chart_draw (layout, cr);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_flush (screen);

      const guint8 *first = cairo_image_surface_get_data (file);
      const guint8 *second = cairo_image_surface_get_data (screen);
      int stride = cairo_image_surface_get_stride (file);

      g_assert_cmpint (stride, ==, cairo_image_surface_get_stride (screen));
      for (int y = 0; y < height - 1; y++)
        for (int x = 0; x < (width - 1) * 4; x++)
          {
            int one = first[y * stride + x];
            int two = second[y * stride + x];

            /* Where paper shows through, colours are rounded once more; RGB has no alpha. */
            if (background ? x % 4 != 3 && one != two : abs (one - two) > 1)
              differ++;
          }
      g_assert_cmpuint (differ, ==, 0);
      cairo_surface_destroy (file);
      cairo_surface_destroy (screen);
    }
}

static void
test_svg (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) svg = chart_export_svg (spec, &metadata, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  g_assert_nonnull (strstr (text, "<title>Cumulative live births ≥ 1 é</title>"));
  g_assert_nonnull (strstr (text,
                            "<desc>Figure &lt;of&gt; a synthetic cohort &amp; its table</desc>"));
  g_assert_true (g_str_has_suffix (text, "</svg>\n"));
}

static void
test_too_large (void)
{
  g_autoptr (ChartSpec) spec = fixture_cohort_160 ();
  g_autoptr (GError) error = NULL;

  spec->width_pt = 5000;
  g_assert_null (chart_export_png (spec, 1200, &metadata, &error));
  g_assert_error (error, CHART_ERROR, CHART_ERROR_TOO_LARGE);
}

static void
make_hostile (ChartSpec *spec,
              guint      turn)
{
  static const double values[] = { NAN, INFINITY, -INFINITY, -5, 1e308, 0.5, 0, 1 };
  static const char *const names[] = {
    "<b>bold</b> &amp; & \"quoted\"", "مجموعة العلاج", "\xff\xfe broken", "line\nbreak\ttab\x01",
    "\xe2\x80\xae right to left", "👩‍👧 family", "", "\xe2\x80\xa8 separator",
  };
  g_autofree char *huge = g_strnfill (100000, 'W');

  for (guint i = 0; i < 3 + turn; i++)
    {
      guint rows = (turn * 5 + i * 3) % 9;
      ChartGroup *group = chart_spec_add_group (spec, i == 2 ? huge : names[(turn + i) % 8], rows);

      for (guint k = 0; k < rows; k++)
        {
          group->estimate[k] = values[(turn + i + k) % 8];
          group->lo[k] = values[(turn + 2 * i + k) % 8];
          group->hi[k] = values[(turn + i + 3 * k) % 8];
          group->hazard[k] = values[(turn + k) % 8];
          group->hazard_lo[k] = values[(2 * turn + k) % 8];
          group->hazard_hi[k] = values[(i + k) % 8];
          group->at_risk[k] = k % 2 ? G_MAXUINT : 0;
          group->births[k] = G_MAXUINT;
        }
    }

  spec->width_pt = (double[]) { NAN, -1, 0, 170, 1e9, INFINITY, 300, 241 }[turn % 8];
  spec->height_pt = (double[]) { 0, NAN, -1, 1, 400, 0, 1e300, INFINITY }[turn % 8];
  spec->base_size_pt = (double[]) { 8, NAN, 0, -3, 8, 1e9, 8, 9 }[turn % 8];
  spec->k_max = (guint[]) { 0, G_MAXUINT, 1, 3, 20, 0, 0, 7 }[turn % 8];
  spec->marker_k = turn % 2 ? G_MAXUINT : 1;
  spec->theme = (ChartTheme) (turn % 2 ? turn : 77);
  chart_spec_set_text (spec, CHART_TEXT_TITLE, turn % 2 ? huge : "\xff");
  chart_spec_set_text (spec, CHART_TEXT_ROW_STOPPED, turn % 3 ? huge : "a\nb");
  chart_spec_set_text (spec, CHART_TEXT_Y_LABEL, huge);
  chart_spec_set_font (spec, turn % 4 == 1 ? "No such font, 12 <&>" : NULL);
  chart_spec_add_note (spec, huge);
  chart_spec_add_note (spec, names[turn % 8]);
}

static void
check_apart (const ChartLayout *layout,
             guint              turn)
{
  for (guint i = 0; i < layout->boxes->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const ChartBox *a = &g_array_index (layout->boxes, ChartBox, i);
        const ChartBox *b = &g_array_index (layout->boxes, ChartBox, j);

        if (b->kind == CHART_BOX_PANEL
            && (a->kind == CHART_BOX_CURVE_LABEL || a->kind == CHART_BOX_EMPTY_TEXT))
          continue;
        if (a->x < b->x + b->width - 1e-9 && b->x < a->x + a->width - 1e-9
            && a->y < b->y + b->height - 1e-9 && b->y < a->y + a->height - 1e-9)
          g_error ("turn %u: boxes of kind %d and %d intersect", turn, a->kind, b->kind);
      }
}

/* Bad values change the figure, never the program. */
static void
test_hostile (void)
{
  for (guint turn = 0; turn < 16; turn++)
    {
      g_autoptr (ChartSpec) spec = fixture_empty ();
      g_autoptr (GError) error = NULL;
      g_autoptr (ChartLayout) layout = NULL;

      make_hostile (spec, turn);
      layout = chart_layout_new (spec);
      g_assert_true (isfinite (layout->width) && isfinite (layout->height));
      check_apart (layout, turn);
      for (guint i = 0; i < layout->paths->len; i++)
        {
          const ChartPath *path = &g_array_index (layout->paths, ChartPath, i);

          for (guint j = 0; j < path->n_points; j++)
            g_assert_true (isfinite (path->points[j].x) && isfinite (path->points[j].y));
        }

      g_autoptr (GBytes) pdf = chart_export_pdf (spec, &metadata, &error);
      g_assert_no_error (error);
      g_autoptr (GBytes) svg = chart_export_svg (spec, &metadata, &error);
      g_assert_no_error (error);
      g_assert_true (pdf != NULL && svg != NULL);
      if (layout->width * layout->height < 4e6)
        {
          g_autoptr (GBytes) png = chart_export_png (spec, NAN, NULL, &error);

          g_assert_no_error (error);
          g_assert_nonnull (png);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/export/same-bytes", test_same_bytes);
  g_test_add_func ("/chart/export/pdf", test_pdf);
  g_test_add_func ("/chart/export/png", test_png);
  g_test_add_func ("/chart/export/png-is-screen", test_png_is_screen);
  g_test_add_func ("/chart/export/svg", test_svg);
  g_test_add_func ("/chart/export/too-large", test_too_large);
  g_test_add_func ("/chart/export/hostile", test_hostile);

  return g_test_run ();
}
