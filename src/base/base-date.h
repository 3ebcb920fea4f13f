/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, partial dates and times of day as the register knows them.
 *
 * A day is an int32 count of days since 1970-01-01 (day 0) of the proleptic Gregorian calendar. A
 * partial date is what a person could say: a year, a year and month, or a day; it is the
 * interval it spans. Nothing here asks what day it is (base-clock.h) or how a locale writes one,
 * except base_date_parse_typed and base_date_to_display. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BASE_DAY_NONE G_MININT32 /* no day: of a NULL column or a date that is not known */

typedef struct
{
  gint16 year;  /* 1..9999; 0: no date */
  guint8 month; /* 1..12; 0: not known */
  guint8 day;   /* 1..31; 0: not known */
} BaseDate;

#define BASE_DATE_NONE ((BaseDate) { 0, 0, 0 })

gboolean base_date_is_set (BaseDate date);
gboolean base_date_is_full (BaseDate date);
gboolean base_date_equal (BaseDate a, BaseDate b);

/* ISO 8601, exactly `2011`, `2011-03` or `2011-03-09`; a day that doesn't exist is refused. */
gboolean base_date_parse (const char *text, BaseDate *out_date);
/* What a person types: ISO; 9.3.2011, 9/3/2011, 9-3-2011 (day first); 3.2011, 3/2011; "9 Mar 2011",
 * "Mar 2011" with English or the locale's month names, whole or their first three letters and more
 * (refused where the two languages mean different months); 090311, 09032011 and 20110309; 2011.
 * Two-digit years are of this century up to the year of `today`, else of the last one; a year
 * before 1800 or after 2199 is refused as a slip. Nothing is written to out_date on FALSE. */
gboolean base_date_parse_typed (const char *text, gint32 today, BaseDate *out_date);
/* ISO with the precision it has; "" when not set. (transfer full) */
char *base_date_to_iso (BaseDate date);
/* "9 Mar 2011", "Mar 2011", "2011", in the user's language. (transfer full) */
char *base_date_to_display (BaseDate date);

/* The earliest day it may be; BASE_DAY_NONE when not set */
gint32 base_date_first_day (BaseDate date);
/* The latest day it may be; BASE_DAY_NONE when not set */
gint32 base_date_last_day (BaseDate date);

/* BASE_DAY_NONE for a day that doesn't exist, or a year outside 1..9999. */
gint32   base_day_from_ymd (int year, int month, int day);
/* Zeros for BASE_DAY_NONE. */
void     base_day_to_ymd (gint32 day, int *out_year, int *out_month, int *out_day);
BaseDate base_date_from_day (gint32 day);
/* ISO text of a day; "" for BASE_DAY_NONE. (transfer full) */
char *base_day_to_iso (gint32 day);

/* Date and time to the minute: `2011-03-09T14:05`, or the precisions of a date where that is all
 * there is. minute: 0..1439, or -1 when only a date is given. */
gboolean base_datetime_parse (const char *text, BaseDate *out_date, int *out_minute);
/* The same as typed: a typed date, and after a full one optionally a space and H:MM or HHMM. */
gboolean
base_datetime_parse_typed (const char *text, gint32 today, BaseDate *out_date, int *out_minute);
char    *base_datetime_to_iso (BaseDate date, int minute);
char    *base_datetime_to_display (BaseDate date, int minute);

G_END_DECLS
