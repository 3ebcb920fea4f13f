/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only clock of the house. Tests set it; nobody else asks GLib what time it is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 base_now (void);   /* microseconds since 1970-01-01 UTC */
gint32 base_today (void); /* the workstation's local day, as days since 1970-01-01 */

/* UTC with milliseconds, `2026-11-23T09:18:00.123Z`. (transfer full) */
char *base_time_to_utc (gint64 microseconds);
/* Such a time for display: the local day and minute, "23 Nov 2026 09:18"; what is no such time, as
 * it is. (transfer full) */
char *base_utc_to_display (const char *utc);
/* Sets both clocks to a fixed value; base_clock_release lets them run again. Also honoured from the
 * environment variable NATALITY_TEST_TODAY (ISO day; now is its noon, UTC) at the first
 * question, for tests of whole programs. Any thread may ask; a test sets before it starts
 * others. */
void base_clock_set (gint64 microseconds, gint32 today);
void base_clock_release (void);

G_END_DECLS
