/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of CSV and of tables in text. Private to src/report. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text cell of a CSV, in quotes; those within are doubled. text: nullable, as "". */
void report_append_quoted (GString *out, const char *text);
/* At least `width` characters wide: spaces before it, or after (left). */
void report_append_padded (GString *out, const char *text, int width);
void report_append_padded_left (GString *out, const char *text, int width);

G_END_DECLS
