/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days as people type them: day before month, names of months in English or the user's language.
 * What could mean two days is refused, never guessed. */
#include "base-date.h"

#include <langinfo.h>
#include <string.h>

#include "base-text.h"

/* A typed year outside these is a slip of the keys; they also tell 09032011 from 20110309. */
#define FIRST_YEAR 1800
#define LAST_YEAR 2199

#define MIN_MONTH_NAME 3 /* letters, of a name cut short */

static const char *const english_months[12]
    = { "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december" };

typedef struct
{
  const char *at; /* the first character not read yet */
  gint32      today;
} Reader;

static int
read_number (Reader *reader,
             int    *out_digits)
{
  int value = 0, digits = 0;

  while (g_ascii_isdigit (*reader->at) && digits < 8)
    {
      value = value * 10 + (*reader->at++ - '0');
      digits++;
    }
  *out_digits = digits;
  return value;
}

/* A year of two digits is of this century up to the year of today, else of the last one; 0:
 * none. */
static int
full_year (int    value,
           int    digits,
           gint32 today)
{
  int year, month, day;

  if (digits == 4)
    return value >= FIRST_YEAR && value <= LAST_YEAR ? value : 0;
  if (digits != 2)
    return 0;
  base_day_to_ymd (today, &year, &month, &day);
  return year / 100 * 100 + value - (value > year % 100 ? 100 : 0);
}

/* month and day 0: not said. FALSE for a day that doesn't exist. */
static gboolean
set_date (int       year,
          int       month,
          int       day,
          BaseDate *out_date)
{
  if (year == 0 || (day != 0 && month == 0))
    return FALSE;
  if (base_day_from_ymd (year, month ? month : 1, day ? day : 1) == BASE_DAY_NONE)
    return FALSE;
  *out_date = (BaseDate) { (gint16) year, (guint8) month, (guint8) day };
  return TRUE;
}

/* 2011, 090311, 09032011, 20110309: `value` of `digits` digits and nothing else. */
static gboolean
parse_compact (int       value,
               int       digits,
               gint32    today,
               BaseDate *out_date)
{
  if (digits == 4)
    return set_date (full_year (value, 4, today), 0, 0, out_date);
  if (digits == 6 && value / 100 % 100 != 0 && value / 10000 != 0)
    return set_date (full_year (value % 100, 2, today), value / 100 % 100, value / 10000, out_date);
  if (digits != 8)
    return FALSE;
  /* No text is a day both ways: a month would have to be 18..21. */
  if (full_year (value % 10000, 4, today) != 0)
    return value / 10000 % 100 != 0 && value / 1000000 != 0
           && set_date (value % 10000, value / 10000 % 100, value / 1000000, out_date);
  return value / 100 % 100 != 0 && value % 100 != 0
         && set_date (full_year (value / 10000, 4, today), value / 100 % 100, value % 100,
                      out_date);
}

/* The month that `folded` names among twelve names: exactly, else as the beginning of one only. */
static int
match_month (const char *folded,
             char      **names,
             char      **short_names)
{
  size_t length = strlen (folded);
  int found = 0;

  for (int i = 0; i < 12; i++)
    if (strcmp (folded, names[i]) == 0
        || (short_names != NULL && strcmp (folded, short_names[i]) == 0))
      return i + 1;
  if (g_utf8_strlen (folded, -1) < MIN_MONTH_NAME)
    return 0;
  for (int i = 0; i < 12; i++)
    if (strncmp (folded, names[i], length) == 0)
      {
        if (found != 0)
          return 0;
        found = i + 1;
      }
  return found;
}

static char *
fold_locale_name (nl_item item)
{
  g_autofree char *name = g_locale_to_utf8 (nl_langinfo (item), -1, NULL, NULL, NULL);
  char *folded = base_text_fold (name ? name : "");
  size_t length = strlen (folded);

  if (length > 0 && folded[length - 1] == '.')
    folded[length - 1] = '\0';
  return folded;
}

/* 0: no month, or one in English and another in the user's language. */
static int
month_by_name (const char *name)
{
  g_autofree char *folded = base_text_fold (name);
  char *names[12], *genitives[12], *short_names[12];
  int english, local;

  english = match_month (folded, (char **) english_months, NULL);
  for (int i = 0; i < 12; i++)
    {
      names[i] = fold_locale_name (ALTMON_1 + i);
      genitives[i] = fold_locale_name (MON_1 + i);
      short_names[i] = fold_locale_name (ABMON_1 + i);
    }
  local = match_month (folded, genitives, short_names);
  if (local == 0)
    local = match_month (folded, names, short_names);
  for (int i = 0; i < 12; i++)
    {
      g_free (names[i]);
      g_free (genitives[i]);
      g_free (short_names[i]);
    }
  if (english != 0 && local != 0 && english != local)
    return 0;
  return english != 0 ? english : local;
}

/* From the name of a month on: "Mar 2011", with the day that stood before it or 0. */
static gboolean
parse_named (Reader   *reader,
             int       day,
             BaseDate *out_date)
{
  const char *begin = reader->at;
  g_autofree char *name = NULL;
  int month, year, digits;

  while (*reader->at != '\0' && *reader->at != '.' && *reader->at != ' '
         && !g_ascii_isdigit (*reader->at))
    reader->at++;
  name = g_strndup (begin, reader->at - begin);
  month = month_by_name (name);
  if (*reader->at == '.')
    reader->at++;
  while (*reader->at == ' ')
    reader->at++;
  year = read_number (reader, &digits);
  /* "Mar 11" may be a day of March: without a day before it the year is written in full. */
  if (month == 0 || *reader->at != '\0' || (day == 0 && digits != 4))
    return FALSE;
  return set_date (full_year (year, digits, reader->today), month, day, out_date);
}

/* 9.3.2011, 3/2011, 2011-3-9 from the first separator on. */
static gboolean
parse_separated (Reader   *reader,
                 int       first,
                 int       first_digits,
                 BaseDate *out_date)
{
  char separator = *reader->at++;
  int second, second_digits, third, third_digits;

  if (separator == '.')
    while (*reader->at == ' ')
      reader->at++;
  second = read_number (reader, &second_digits);
  if (second_digits == 0 || first == 0 || second == 0)
    return FALSE;
  if (*reader->at == '\0')
    {
      if (first_digits == 4 && second_digits <= 2)
        return set_date (full_year (first, 4, reader->today), second, 0, out_date);
      if (first_digits <= 2 && second_digits == 4)
        return set_date (full_year (second, 4, reader->today), first, 0, out_date);
      return FALSE;
    }
  if (*reader->at++ != separator || second_digits > 2)
    return FALSE;
  if (separator == '.')
    while (*reader->at == ' ')
      reader->at++;
  third = read_number (reader, &third_digits);
  if (third_digits == 0 || *reader->at != '\0')
    return FALSE;
  if (first_digits == 4)
    return third_digits <= 2 && third != 0
           && set_date (full_year (first, 4, reader->today), second, third, out_date);
  return first_digits <= 2
         && set_date (full_year (third, third_digits, reader->today), second, first, out_date);
}

gboolean
base_date_parse_typed (const char *text,
                       gint32      today,
                       BaseDate   *out_date)
{
  g_autofree char *trimmed = NULL;
  Reader reader = { NULL, today };
  int first, digits;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  trimmed = g_strstrip (g_strdup (text));
  reader.at = trimmed;
  if (*trimmed == '\0')
    return FALSE;
  first = read_number (&reader, &digits);
  if (digits == 0)
    return parse_named (&reader, 0, out_date);
  if (*reader.at == '\0')
    return parse_compact (first, digits, today, out_date);
  if (strchr ("./-", *reader.at) != NULL)
    {
      Reader named = reader;

      while (*named.at == '.' || *named.at == ' ')
        named.at++;
      if (!g_ascii_isdigit (*named.at) && *reader.at == '.')
        return digits <= 2 && first != 0 && parse_named (&named, first, out_date);
      return parse_separated (&reader, first, digits, out_date);
    }
  while (*reader.at == ' ')
    reader.at++;
  if (digits > 2 || first == 0 || g_ascii_isdigit (*reader.at))
    return FALSE;
  return parse_named (&reader, first, out_date);
}

/* H:MM or HHMM; -1 when it is no time of day. */
static int
parse_time (const char *text)
{
  Reader reader = { text, 0 };
  int digits, hour, minute;

  hour = read_number (&reader, &digits);
  if (digits == 4 && *reader.at == '\0')
    {
      minute = hour % 100;
      hour /= 100;
    }
  else
    {
      if (digits < 1 || digits > 2 || *reader.at++ != ':')
        return -1;
      minute = read_number (&reader, &digits);
      if (digits != 2 || *reader.at != '\0')
        return -1;
    }
  return hour <= 23 && minute <= 59 ? hour * 60 + minute : -1;
}

gboolean
base_datetime_parse_typed (const char *text,
                           gint32      today,
                           BaseDate   *out_date,
                           int        *out_minute)
{
  g_autofree char *day = NULL;
  BaseDate date;
  char *split;
  int minute;

  if (base_date_parse_typed (text, today, out_date))
    {
      *out_minute = -1;
      return TRUE;
    }
  if (text == NULL)
    return FALSE;
  day = g_strstrip (g_strdup (text));
  split = strrchr (day, ' ');
  if (split == NULL)
    split = strrchr (day, 'T');
  if (split == NULL)
    return FALSE;
  *split = '\0';
  minute = parse_time (split + 1);
  if (minute < 0 || !base_date_parse_typed (day, today, &date) || !base_date_is_full (date))
    return FALSE;
  *out_date = date;
  *out_minute = minute;
  return TRUE;
}
