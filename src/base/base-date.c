/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar arithmetic, ISO text, and how a day is shown. What a person types is read in
 * base-date-typed.c. Knows no clock. */
#include "base-date.h"

#include <langinfo.h>
#include <string.h>

#define DAYS_PER_ERA 146097 /* 400 years */
#define DAYS_TO_EPOCH 719468 /* from 0000-03-01 to 1970-01-01 */

gboolean
base_date_is_set (BaseDate date)
{
  return date.year != 0;
}

gboolean
base_date_is_full (BaseDate date)
{
  return date.year != 0 && date.month != 0 && date.day != 0;
}

gboolean
base_date_equal (BaseDate a,
                 BaseDate b)
{
  return a.year == b.year && a.month == b.month && a.day == b.day;
}

static int
days_in_month (int year,
               int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return days[month - 1] + (month == 2 && leap);
}

/* Years are counted from March, so that the leap day is a year's last (Hinnant 2013,
 * "chrono-Compatible Low-Level Date Algorithms", days_from_civil). */
gint32
base_day_from_ymd (int year,
                   int month,
                   int day)
{
  int era, year_of_era, day_of_year, day_of_era;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1
      || day > days_in_month (year, month))
    return BASE_DAY_NONE;

  if (month <= 2)
    year--;
  era = year / 400;
  year_of_era = year - era * 400;
  day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

/* The inverse (Hinnant, civil_from_days). */
void
base_day_to_ymd (gint32 day,
                 int   *out_year,
                 int   *out_month,
                 int   *out_day)
{
  gint64 shifted = (gint64) day + DAYS_TO_EPOCH;
  gint64 era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
  int day_of_era = (int) (shifted - era * DAYS_PER_ERA);
  int year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month = (5 * day_of_year + 2) / 153;
  int year = (int) (year_of_era + era * 400);

  if (day == BASE_DAY_NONE)
    {
      *out_year = *out_month = *out_day = 0;
      return;
    }
  *out_day = day_of_year - (153 * month + 2) / 5 + 1;
  *out_month = month < 10 ? month + 3 : month - 9;
  *out_year = year + (*out_month <= 2);
}

BaseDate
base_date_from_day (gint32 day)
{
  int year, month, day_of_month;

  if (day == BASE_DAY_NONE)
    return BASE_DATE_NONE;
  base_day_to_ymd (day, &year, &month, &day_of_month);
  if (year < 1 || year > 9999)
    return BASE_DATE_NONE;
  return (BaseDate) { (gint16) year, (guint8) month, (guint8) day_of_month };
}

gint32
base_date_first_day (BaseDate date)
{
  if (!base_date_is_set (date))
    return BASE_DAY_NONE;
  return base_day_from_ymd (date.year, date.month ? date.month : 1, date.day ? date.day : 1);
}

gint32
base_date_last_day (BaseDate date)
{
  int month = date.month ? date.month : 12;

  if (!base_date_is_set (date) || month > 12)
    return BASE_DAY_NONE;
  return base_day_from_ymd (date.year, month,
                            date.day ? date.day : days_in_month (date.year, month));
}

/* Reads exactly `count` ASCII digits; -1 when one of them isn't. */
static int
read_digits (const char *text,
             int         count)
{
  int value = 0;

  for (int i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      value = value * 10 + (text[i] - '0');
    }
  return value;
}

gboolean
base_date_parse (const char *text,
                 BaseDate   *out_date)
{
  size_t length = text ? strlen (text) : 0;
  int year, month = 0, day = 0;

  if (length != 4 && length != 7 && length != 10)
    return FALSE;
  year = read_digits (text, 4);
  if (year < 1)
    return FALSE;
  if (length >= 7)
    {
      month = text[4] == '-' ? read_digits (text + 5, 2) : -1;
      if (month < 1 || month > 12)
        return FALSE;
    }
  if (length == 10)
    {
      day = text[7] == '-' ? read_digits (text + 8, 2) : -1;
      if (day < 1 || day > days_in_month (year, month))
        return FALSE;
    }
  *out_date = (BaseDate) { (gint16) year, (guint8) month, (guint8) day };
  return TRUE;
}

char *
base_date_to_iso (BaseDate date)
{
  if (!base_date_is_set (date))
    return g_strdup ("");
  if (date.month == 0)
    return g_strdup_printf ("%04d", date.year);
  if (date.day == 0)
    return g_strdup_printf ("%04d-%02d", date.year, date.month);
  return g_strdup_printf ("%04d-%02d-%02d", date.year, date.month, date.day);
}

char *
base_day_to_iso (gint32 day)
{
  return base_date_to_iso (base_date_from_day (day));
}

char *
base_date_to_display (BaseDate date)
{
  g_autofree char *month = NULL;

  if (!base_date_is_set (date))
    return g_strdup ("");
  if (date.month == 0)
    return g_strdup_printf ("%d", date.year);
  month = g_locale_to_utf8 (nl_langinfo (ABMON_1 + date.month - 1), -1, NULL, NULL, NULL);
  if (month == NULL)
    return base_date_to_iso (date);
  if (date.day == 0)
    return g_strdup_printf ("%s %d", month, date.year);
  return g_strdup_printf ("%d %s %d", date.day, month, date.year);
}

gboolean
base_datetime_parse (const char *text,
                     BaseDate   *out_date,
                     int        *out_minute)
{
  char day[11];
  int hour, minute;

  if (text == NULL)
    return FALSE;
  if (strlen (text) != 16)
    {
      if (!base_date_parse (text, out_date))
        return FALSE;
      *out_minute = -1;
      return TRUE;
    }
  hour = read_digits (text + 11, 2);
  minute = read_digits (text + 14, 2);
  if (text[10] != 'T' || text[13] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return FALSE;
  memcpy (day, text, 10);
  day[10] = '\0';
  if (!base_date_parse (day, out_date))
    return FALSE;
  *out_minute = hour * 60 + minute;
  return TRUE;
}

char *
base_datetime_to_iso (BaseDate date,
                      int      minute)
{
  g_autofree char *day = base_date_to_iso (date);

  if (minute < 0 || !base_date_is_full (date))
    return g_steal_pointer (&day);
  return g_strdup_printf ("%sT%02d:%02d", day, minute / 60, minute % 60);
}

char *
base_datetime_to_display (BaseDate date,
                          int      minute)
{
  g_autofree char *day = base_date_to_display (date);

  if (minute < 0 || !base_date_is_full (date))
    return g_steal_pointer (&day);
  return g_strdup_printf ("%s %02d:%02d", day, minute / 60, minute % 60);
}
