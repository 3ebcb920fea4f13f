/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text, measured: private to this module. The layout measures with a pen and the drawing draws with
 * one, so both see the same lines. */

#pragma once

#include <pango/pango.h>

#include "chart-layout.h"

G_BEGIN_DECLS

/* A Pango context at 72 dpi, unhinted, with unrounded glyph positions, and a memory of what it
 * measured. For one thread. */
typedef struct _ChartPen ChartPen;

/* The logical box of one line, in points. */
typedef struct
{
  double width;
  double ascent; /* above the baseline */
  double height;
} ChartExtent;

ChartPen    *chart_pen_new     (const char *family);
void         chart_pen_free    (ChartPen   *pen);

/* The context, for drawing to adapt to its target. */
PangoContext *chart_pen_context (ChartPen  *pen);

/* One line as Pango has it; max_width > 0 ellipsizes. The caller's. */
PangoLayout *chart_pen_line    (ChartPen   *pen,
                                const char *text,
                                double      size_pt,
                                gboolean    bold,
                                double      max_width);
ChartExtent  chart_pen_measure (ChartPen   *pen,
                                const char *text,
                                double      size_pt,
                                gboolean    bold,
                                double      max_width);

/* Breaks a text into lines of at most width, between words where it can. Past max_lines the rest is
 * the last line, to be ellipsized by whoever puts it. Returns an array of char *. */
GPtrArray   *chart_pen_wrap    (ChartPen   *pen,
                                const char *text,
                                double      size_pt,
                                gboolean    bold,
                                double      width,
                                guint       max_lines);

/* A copy as one line of at most max_chars: control characters and breaks are spaces. NULL gives
 * "". */
char        *chart_text_clean  (const char *text,
                                guint       max_chars);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChartPen, chart_pen_free)

G_END_DECLS
