/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text: locale-free for files, either decimal sign as typed, the locale's for
 * display. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decimal number with an optional sign, fraction and exponent, all of `text` (no spaces, no hex, no
 * inf or nan), decimal point only. */
gboolean base_number_parse (const char *text, double *out_value);
/* As typed: surrounding spaces, and 25,3 as well as 25.3. No thousands separators: 1,234 is
 * 1.234. */
gboolean base_number_parse_typed (const char *text, double *out_value);
gboolean base_integer_parse (const char *text, gint64 *out_value);

/* The shortest text that reads back as the same double, with a point; "" for what isn't finite.
 * (transfer full) */
char *base_number_to_text (double value);
/* Into buffer of at least BASE_NUMBER_SIZE; returns buffer. */
#define BASE_NUMBER_SIZE 40
const char *base_number_to_buffer (double value, char *buffer);
/* With 17 significant digits, as JSON of the command line has it; null for what isn't finite. */
const char *base_number_to_json (double value, char *buffer);
/* A count with the thousands set apart as the user's locale has it, by a narrow space where it has
 * nothing. (transfer full) */
char *base_count_to_display (guint64 count);
/* Fixed decimals in the user's locale, for display; an en dash for NaN; an exponent beyond
 * BASE_NUMBER_PLAIN, where fixed decimals would be a row of hundreds of digits. (transfer full) */
#define BASE_NUMBER_PLAIN 1e15
char *base_number_to_display (double value, int decimals);

G_END_DECLS
