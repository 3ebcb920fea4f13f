/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text helpers that GLib 2.74 lacks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For searching: lower case, without accents and other marks, ligatures and special letters opened
 * (ø o, ł l, ß ss, æ ae, þ th, đ d, ı i), runs of white space as one space, none at
 * either end. NULL and invalid bytes are taken as they come. (transfer full) */
char *base_text_fold (const char *text);
/* Unicode NFC of valid UTF-8, line ends as \n; NULL when `text` isn't valid UTF-8. (transfer
 * full) (nullable) */
char *base_text_normalize (const char *text);
/* One line that a terminal shows as it is: UTF-8 of at most max_length characters, no control
 * characters, none that turn the direction. NULL is. */
gboolean base_text_is_plain (const char *text, glong max_length);
/* A line that is plain: other characters are replaced, what is too long is cut. (transfer full) */
char *base_text_to_plain (const char *text, glong max_length);
/* *target becomes a copy of value; TRUE when that changed it. */
gboolean base_set_str (char **target, const char *value);

G_END_DECLS
