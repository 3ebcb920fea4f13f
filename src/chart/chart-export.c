/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns a figure as bytes: PNG by libpng, PDF and SVG by Cairo's stream surfaces, all in memory.
 * Opens no file and reads no clock, so that the same figure gives the same bytes. */

#include "chart-export.h"

#include "chart-draw.h"
#include "chart-layout.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

#define MAX_PIXELS 250e6
#define MAX_SIDE_PX 32767.0 /* of a Cairo image surface */
#define FIXED_DAY "1970-01-01T00:00:00Z"

G_DEFINE_QUARK (chart-error-quark, chart_error)

static gboolean
check_status (cairo_status_t   status,
              GError         **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error_literal (error, CHART_ERROR,
                       status == CAIRO_STATUS_NO_MEMORY ? CHART_ERROR_MEMORY : CHART_ERROR_FAILED,
                       cairo_status_to_string (status));

  return FALSE;
}

/* A copy that is valid UTF-8 and valid XML text; NULL stays NULL. */
static char *
clean_metadata (const char *text)
{
  if (text == NULL)
    return NULL;

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar ch = g_utf8_get_char (c);
      gboolean forbidden = (ch < 0x20 && ch != '\n' && ch != '\t') || (ch >= 0x7f && ch < 0xa0)
                           || ch == 0xfffe || ch == 0xffff;

      g_string_append_unichar (clean, forbidden ? ' ' : ch);
    }

  return g_string_free (clean, FALSE);
}

static void
draw_on (const ChartLayout *layout,
         cairo_surface_t   *surface,
         double             scale,
         cairo_status_t    *out_status)
{
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  chart_draw (layout, cr);
  *out_status = cairo_status (cr);
  cairo_destroy (cr);
}

/* PNG */

typedef struct
{
  GByteArray *bytes;
  char *message; /* libpng's, where it gave up */
} PngSink;

static void
png_write_cb (png_structp png,
              png_bytep   data,
              png_size_t  length)
{
  PngSink *sink = png_get_io_ptr (png);

  g_byte_array_append (sink->bytes, data, (guint) length);
}

static void
png_flush_cb (png_structp png)
{
}

static void
png_error_cb (png_structp     png,
              png_const_charp message)
{
  PngSink *sink = png_get_error_ptr (png);

  g_free (sink->message);
  sink->message = g_strdup (message);
  png_longjmp (png, 1);
}

static void
png_warning_cb (png_structp     png,
                png_const_charp message)
{
  g_debug ("libpng: %s", message);
}

/* One row of Cairo's native-endian ARGB as RGB or, unpremultiplied, RGBA bytes. */
static void
convert_row (const guint32 *from,
             guint8        *to,
             guint          width,
             gboolean       with_alpha)
{
  for (guint i = 0; i < width; i++)
    {
      guint32 pixel = from[i];
      guint alpha = pixel >> 24;

      for (guint shift = 0; shift < 3; shift++)
        {
          guint value = (pixel >> (16 - 8 * shift)) & 0xff;

          *to++ = (guint8) (with_alpha && alpha > 0 ? MIN (255, (value * 255 + alpha / 2) / alpha)
                                                    : value);
        }
      if (with_alpha)
        *to++ = (guint8) alpha;
    }
}

static void
set_png_texts (png_structp          png,
               png_infop            info,
               char *const         *keys,
               char *const         *values,
               guint                n)
{
  for (guint i = 0; i < n; i++)
    {
      png_text text = { 0 };

      if (values[i] == NULL || *values[i] == '\0')
        continue;
      text.compression = PNG_ITXT_COMPRESSION_NONE;
      text.key = keys[i];
      text.text = values[i];
      text.itxt_length = strlen (values[i]);
      text.lang = (char *) "";
      text.lang_key = (char *) "";
      png_set_text (png, info, &text, 1);
    }
}

/* Everything that may longjmp; the caller frees. */
static gboolean
write_png (png_structp       png,
           png_infop         info,
           cairo_surface_t  *surface,
           double            dpi,
           gboolean          with_alpha,
           char *const      *keys,
           char *const      *values,
           guint             n_texts,
           guint8           *row)
{
  guint width = (guint) cairo_image_surface_get_width (surface);
  guint height = (guint) cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  png_uint_32 per_metre = (png_uint_32) (dpi / 0.0254 + 0.5);

  if (setjmp (png_jmpbuf (png)))
    return FALSE;

  png_set_user_limits (png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR (png, info, width, height, 8, with_alpha ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB,
                PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  /* Flat colours and lines: faster, and smaller, without a filter than with libpng's choice. A
   * higher level would take two to four times as long for a third of the size. */
  png_set_filter (png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  png_set_compression_level (png, 1);
  png_set_sRGB (png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_pHYs (png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  set_png_texts (png, info, keys, values, n_texts);
  png_write_info (png, info);

  for (guint y = 0; y < height; y++)
    {
      convert_row ((const guint32 *) (gconstpointer) (data + y * stride), row, width, with_alpha);
      png_write_row (png, row);
    }
  png_write_end (png, info);

  return TRUE;
}

static GBytes *
encode_png (cairo_surface_t      *surface,
            double                dpi,
            gboolean              with_alpha,
            const ChartMetadata  *metadata,
            GError              **error)
{
  static char *const keys[] = {
    (char *) "Title", (char *) "Author", (char *) "Description",
    (char *) "Keywords", (char *) "Software", (char *) "Creation Time",
  };
  char *values[] = { clean_metadata (metadata->title), clean_metadata (metadata->author),
                     clean_metadata (metadata->subject), clean_metadata (metadata->keywords),
                     clean_metadata (metadata->software), clean_metadata (metadata->created) };
  PngSink sink = { .bytes = g_byte_array_new () };
  guint8 *row = g_new (guint8, 4 * (gsize) cairo_image_surface_get_width (surface));
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, &sink, png_error_cb,
                                             png_warning_cb);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  gboolean done = FALSE;

  if (info != NULL)
    {
      png_set_write_fn (png, &sink, png_write_cb, png_flush_cb);
      done = write_png (png, info, surface, dpi, with_alpha, keys, values, G_N_ELEMENTS (keys),
                        row);
    }

  png_destroy_write_struct (&png, &info);
  g_free (row);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_free (values[i]);

  if (!done)
    {
      g_set_error_literal (error, CHART_ERROR, CHART_ERROR_FAILED,
                           sink.message != NULL ? sink.message : "libpng");
      g_free (sink.message);
      g_byte_array_unref (sink.bytes);
      return NULL;
    }

  g_free (sink.message);

  return g_byte_array_free_to_bytes (sink.bytes);
}

GBytes *
chart_export_layout_png (const ChartLayout    *layout,
                         double                dpi,
                         const ChartMetadata  *metadata,
                         GError              **error)
{
  static const ChartMetadata none = { 0 };

  g_return_val_if_fail (layout != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  dpi = isnan (dpi) ? CHART_MIN_DPI : CLAMP (dpi, CHART_MIN_DPI, CHART_MAX_DPI);

  double width = ceil (layout->width * dpi / 72 - 1e-6);
  double height = ceil (layout->height * dpi / 72 - 1e-6);

  if (width > MAX_SIDE_PX || height > MAX_SIDE_PX || width * height > MAX_PIXELS)
    {
      g_set_error (error, CHART_ERROR, CHART_ERROR_TOO_LARGE, "%.0f x %.0f pixels", width, height);
      return NULL;
    }

  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width,
                                                         (int) height);
  cairo_status_t status;
  GBytes *bytes = NULL;

  if (layout->draw_background)
    {
      /* The last row and column of pixels may reach past the figure. */
      const ChartRgb *paper = &layout->colours[CHART_COLOUR_BACKGROUND];
      cairo_t *cr = cairo_create (surface);

      cairo_set_source_rgb (cr, paper->red, paper->green, paper->blue);
      cairo_paint (cr);
      cairo_destroy (cr);
    }
  draw_on (layout, surface, dpi / 72, &status);
  cairo_surface_flush (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);

  if (check_status (status, error))
    bytes = encode_png (surface, dpi, !layout->draw_background, metadata != NULL ? metadata : &none,
                        error);
  cairo_surface_destroy (surface);

  return bytes;
}

GBytes *
chart_export_png (const ChartSpec      *spec,
                  double                dpi,
                  const ChartMetadata  *metadata,
                  GError              **error)
{
  g_return_val_if_fail (spec != NULL, NULL);

  g_autoptr (ChartLayout) layout = chart_layout_new (spec);

  return chart_export_layout_png (layout, dpi, metadata, error);
}

/* PDF and SVG */

static cairo_status_t
stream_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static void
set_pdf_text (cairo_surface_t      *surface,
              cairo_pdf_metadata_t  field,
              const char           *text)
{
  g_autofree char *clean = clean_metadata (text);

  if (clean != NULL && *clean != '\0')
    cairo_pdf_surface_set_metadata (surface, field, clean);
}

/* Draws, ends the surface and takes its bytes. The surface is destroyed. */
static GBytes *
finish_stream (const ChartLayout  *layout,
               cairo_surface_t    *surface,
               GByteArray         *sink,
               GError            **error)
{
  cairo_status_t status;

  draw_on (layout, surface, 1, &status);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (!check_status (status, error))
    {
      g_byte_array_unref (sink);
      return NULL;
    }

  return g_byte_array_free_to_bytes (sink);
}

GBytes *
chart_export_layout_pdf (const ChartLayout    *layout,
                         const ChartMetadata  *metadata,
                         GError              **error)
{
  static const ChartMetadata none = { 0 };

  g_return_val_if_fail (layout != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  GByteArray *sink = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (stream_cb, sink, layout->width,
                                                                  layout->height);

  if (metadata == NULL)
    metadata = &none;
  set_pdf_text (surface, CAIRO_PDF_METADATA_TITLE, metadata->title);
  set_pdf_text (surface, CAIRO_PDF_METADATA_AUTHOR, metadata->author);
  set_pdf_text (surface, CAIRO_PDF_METADATA_SUBJECT, metadata->subject);
  set_pdf_text (surface, CAIRO_PDF_METADATA_KEYWORDS, metadata->keywords);
  set_pdf_text (surface, CAIRO_PDF_METADATA_CREATOR, metadata->software);
  /* Without a day Cairo would write the time of now, and no two files were the same. */
  set_pdf_text (surface, CAIRO_PDF_METADATA_CREATE_DATE,
                metadata->created != NULL ? metadata->created : FIXED_DAY);

  return finish_stream (layout, surface, sink, error);
}

GBytes *
chart_export_pdf (const ChartSpec      *spec,
                  const ChartMetadata  *metadata,
                  GError              **error)
{
  g_return_val_if_fail (spec != NULL, NULL);

  g_autoptr (ChartLayout) layout = chart_layout_new (spec);

  return chart_export_layout_pdf (layout, metadata, error);
}

/* Cairo names its groups after a number that grows with every surface the program makes: such a
 * name becomes one after its place in the file. Text is drawn as outlines, so the word can be
 * nothing else. */
static void
append_renamed (GString    *out,
                const char *data,
                gsize       length)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *end = data + length;
  const char *found;

  while ((found = g_strstr_len (data, end - data, "surface")) != NULL)
    {
      const char *digits = found + strlen ("surface");
      const char *after = digits;

      while (after < end && g_ascii_isdigit (*after))
        after++;
      g_string_append_len (out, data, digits - data);
      data = after;
      if (after == digits)
        continue;

      char *number = g_strndup (digits, (gsize) (after - digits));
      gpointer place = g_hash_table_lookup (names, number);

      if (place == NULL)
        {
          place = GUINT_TO_POINTER (g_hash_table_size (names) + 1);
          g_hash_table_insert (names, number, place);
        }
      else
        g_free (number);
      g_string_append_printf (out, "%u", GPOINTER_TO_UINT (place));
    }

  g_string_append_len (out, data, end - data);
}

/* Makes the names in Cairo's file independent of what was drawn before, and puts title and
 * description behind the root element's tag, where readers look for them. */
static GBytes *
finish_svg (GBytes              *svg,
            const ChartMetadata *metadata)
{
  gsize length;
  const char *data = g_bytes_get_data (svg, &length);
  const char *root = g_strstr_len (data, (gssize) length, "<svg");
  const char *end = root != NULL ? memchr (root, '>', length - (gsize) (root - data)) : NULL;
  gsize head = end != NULL ? (gsize) (end + 1 - data) : 0;
  g_autofree char *title = clean_metadata (metadata->title);
  g_autofree char *subject = clean_metadata (metadata->subject);
  const char *const tags[] = { "title", "desc" };
  const char *const texts[] = { title, subject };
  GString *out = g_string_new_len (data, (gssize) head);

  for (guint i = 0; i < G_N_ELEMENTS (tags) && head > 0; i++)
    if (texts[i] != NULL)
      {
        g_autofree char *escaped = g_markup_escape_text (texts[i], -1);

        g_string_append_printf (out, "\n<%s>%s</%s>", tags[i], escaped, tags[i]);
      }
  append_renamed (out, data + head, length - head);
  g_bytes_unref (svg);

  return g_string_free_to_bytes (out);
}

GBytes *
chart_export_layout_svg (const ChartLayout    *layout,
                         const ChartMetadata  *metadata,
                         GError              **error)
{
  static const ChartMetadata none = { 0 };

  g_return_val_if_fail (layout != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  GByteArray *sink = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (stream_cb, sink, layout->width,
                                                                  layout->height);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PT);

  GBytes *bytes = finish_stream (layout, surface, sink, error);

  return bytes != NULL ? finish_svg (bytes, metadata != NULL ? metadata : &none) : NULL;
}

GBytes *
chart_export_svg (const ChartSpec      *spec,
                  const ChartMetadata  *metadata,
                  GError              **error)
{
  g_return_val_if_fail (spec != NULL, NULL);

  g_autoptr (ChartLayout) layout = chart_layout_new (spec);

  return chart_export_layout_svg (layout, metadata, error);
}
