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
/* *target becomes a copy of value; TRUE when that changed it. */
gboolean base_set_str (char **target, const char *value);

G_END_DECLS
