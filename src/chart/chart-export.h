/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A figure as the bytes of a PNG, PDF or SVG file. Opens no file: the caller writes the bytes.
 * The same spec, metadata and fonts give the same bytes. */

#pragma once

#include "chart-layout.h"

G_BEGIN_DECLS

/* Messages are technical and not translated (this module holds no text): say it by the code. */
#define CHART_ERROR (chart_error_quark ())

typedef enum
{
  CHART_ERROR_TOO_LARGE, /* too many pixels for an image: a smaller size or fewer dpi */
  CHART_ERROR_MEMORY,    /* no memory for it */
  CHART_ERROR_FAILED     /* the graphics library failed */
} ChartError;

GQuark chart_error_quark (void);

/* What the file says of itself; each may be NULL: left out. */
typedef struct
{
  const char *title;
  const char *author;
  const char *subject;     /* PNG, SVG: description */
  const char *keywords;
  const char *software;    /* "Natality 0.1.0"; PDF: creator */
  const char *created;     /* UTC, "2026-07-02T12:00:00Z"; NULL: PDF 1970-01-01, PNG none */
} ChartMetadata;

/* Range of dots per inch; what is outside is brought inside. */
#define CHART_MIN_DPI 36.0
#define CHART_MAX_DPI 2400.0

/* Each lays the spec out at its size, makes the file in memory and checks the surface's status. The
 * result is the caller's; NULL with error set when it can't be made. metadata may be NULL. */
GBytes *chart_export_png (const ChartSpec      *spec,
                          double                dpi,
                          const ChartMetadata  *metadata,
                          GError              **error);
GBytes *chart_export_pdf (const ChartSpec      *spec,
                          const ChartMetadata  *metadata,
                          GError              **error);
GBytes *chart_export_svg (const ChartSpec      *spec,
                          const ChartMetadata  *metadata,
                          GError              **error);

/* The same of a layout that is there: of any kind of figure. */
GBytes *chart_export_layout_png (const ChartLayout    *layout,
                                 double                dpi,
                                 const ChartMetadata  *metadata,
                                 GError              **error);
GBytes *chart_export_layout_pdf (const ChartLayout    *layout,
                                 const ChartMetadata  *metadata,
                                 GError              **error);
GBytes *chart_export_layout_svg (const ChartLayout    *layout,
                                 const ChartMetadata  *metadata,
                                 GError              **error);

G_END_DECLS
