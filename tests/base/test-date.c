/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar arithmetic against GLib's own, and the ISO forms of base-date. */
#include <locale.h>

#include "base-date.h"

static BaseDate
iso (const char *text)
{
  BaseDate date = BASE_DATE_NONE;

  g_assert_true (base_date_parse (text, &date));
  return date;
}

static void
test_known_days (void)
{
  /* Day numbers by `date -u -d DAY +%s` / 86400. */
  g_assert_cmpint (base_day_from_ymd (1970, 1, 1), ==, 0);
  g_assert_cmpint (base_day_from_ymd (1969, 12, 31), ==, -1);
  g_assert_cmpint (base_day_from_ymd (2000, 2, 29), ==, 11016);
  g_assert_cmpint (base_day_from_ymd (2011, 3, 9), ==, 15042);
  g_assert_cmpint (base_day_from_ymd (1900, 1, 1), ==, -25567);
  g_assert_cmpint (base_day_from_ymd (1900, 2, 29), ==, BASE_DAY_NONE);
  g_assert_cmpint (base_day_from_ymd (2011, 2, 29), ==, BASE_DAY_NONE);
  g_assert_cmpint (base_day_from_ymd (2011, 13, 1), ==, BASE_DAY_NONE);
  g_assert_cmpint (base_day_from_ymd (2011, 0, 1), ==, BASE_DAY_NONE);
  g_assert_cmpint (base_day_from_ymd (0, 1, 1), ==, BASE_DAY_NONE);
  g_assert_cmpint (base_day_from_ymd (10000, 1, 1), ==, BASE_DAY_NONE);
}

/* Every day of the years 1 to 9999, against GDate. */
static void
test_every_day (void)
{
  GDate date;
  gint32 first = base_day_from_ymd (1, 1, 1);

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1);
  for (gint32 day = first; g_date_get_year (&date) < 9999 || day < base_day_from_ymd (9999, 12, 31);
       day++)
    {
      int year, month, day_of_month;

      base_day_to_ymd (day, &year, &month, &day_of_month);
      if (year != g_date_get_year (&date) || month != (int) g_date_get_month (&date)
          || day_of_month != g_date_get_day (&date)
          || base_day_from_ymd (year, month, day_of_month) != day)
        g_error ("day %d is %d-%d-%d", day, year, month, day_of_month);
      g_date_add_days (&date, 1);
    }
}

static void
test_parse (void)
{
  static const char *const good[]
      = { "2011", "2011-03", "2011-03-09", "0001-01-01", "9999-12-31", "2012-02-29" };
  static const char *const bad[]
      = { "",           "0000",        "2011-",      "2011-3",     "2011-13",    "2011-00",
          "2011-03-00", "2011-03-32",  "2011-02-29", "2011/03/09", "2011-03-9",  " 2011",
          "2011 ",      "+201",        "20110309",   "2011-03-09T", "２０１１", "2011-0x-09" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *back = base_date_to_iso (iso (good[i]));

      g_assert_cmpstr (back, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      BaseDate date = { 1, 2, 3 };

      if (base_date_parse (bad[i], &date))
        g_error ("'%s' was taken as a date", bad[i]);
      g_assert_true (base_date_equal (date, ((BaseDate) { 1, 2, 3 })));
    }
  g_assert_false (base_date_parse (NULL, &(BaseDate) { 0 }));
}

static void
test_interval (void)
{
  g_assert_cmpint (base_date_first_day (iso ("2011")), ==, base_day_from_ymd (2011, 1, 1));
  g_assert_cmpint (base_date_last_day (iso ("2011")), ==, base_day_from_ymd (2011, 12, 31));
  g_assert_cmpint (base_date_first_day (iso ("2012-02")), ==, base_day_from_ymd (2012, 2, 1));
  g_assert_cmpint (base_date_last_day (iso ("2012-02")), ==, base_day_from_ymd (2012, 2, 29));
  g_assert_cmpint (base_date_first_day (iso ("2011-03-09")), ==, 15042);
  g_assert_cmpint (base_date_last_day (iso ("2011-03-09")), ==, 15042);
  g_assert_cmpint (base_date_first_day (BASE_DATE_NONE), ==, BASE_DAY_NONE);
  g_assert_cmpint (base_date_last_day (BASE_DATE_NONE), ==, BASE_DAY_NONE);
  g_assert_false (base_date_is_set (BASE_DATE_NONE));
  g_assert_true (base_date_is_set (iso ("2011")));
  g_assert_false (base_date_is_full (iso ("2011-03")));
  g_assert_true (base_date_is_full (iso ("2011-03-09")));
  g_assert_false (base_date_is_set (base_date_from_day (BASE_DAY_NONE)));
  g_assert_true (base_date_equal (base_date_from_day (15042), iso ("2011-03-09")));
}

static void
test_day_to_iso (void)
{
  g_autofree char *day = base_day_to_iso (15042);
  g_autofree char *none = base_day_to_iso (BASE_DAY_NONE);
  g_autofree char *early = base_day_to_iso (base_day_from_ymd (1, 1, 1));

  g_assert_cmpstr (day, ==, "2011-03-09");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (early, ==, "0001-01-01");
}

/* The name of the month is the locale's, and what is displayed can be typed again. */
static void
test_display (void)
{
  for (int month = 1; month <= 12; month++)
    {
      BaseDate date = { 2011, (guint8) month, 9 }, back = BASE_DATE_NONE;
      g_autofree char *text = base_date_to_display (date);

      g_assert_true (g_str_has_prefix (text, "9 "));
      g_assert_true (g_str_has_suffix (text, " 2011"));
      g_assert_true (base_date_parse_typed (text, 15042, &back));
      g_assert_true (base_date_equal (date, back));
    }
  if (g_str_has_prefix (setlocale (LC_TIME, NULL), "C"))
    {
      g_autofree char *day = base_date_to_display (iso ("2011-03-09"));
      g_autofree char *month = base_date_to_display (iso ("2011-03"));
      g_autofree char *year = base_date_to_display (iso ("2011"));
      g_autofree char *none = base_date_to_display (BASE_DATE_NONE);

      g_assert_cmpstr (day, ==, "9 Mar 2011");
      g_assert_cmpstr (month, ==, "Mar 2011");
      g_assert_cmpstr (year, ==, "2011");
      g_assert_cmpstr (none, ==, "");
    }
}

static void
test_datetime (void)
{
  static const char *const good[]
      = { "2011-03-09T14:05", "2011-03-09T00:00", "2011-03-09T23:59", "2011-03-09", "2011" };
  static const char *const bad[]
      = { "2011-03-09T24:00", "2011-03-09T14:60", "2011-03-09 14:05", "2011-03-09T1405",
          "2011-02-29T14:05", "2011-03-09T14:05Z", "2011-03T14:05", "" };
  BaseDate date;
  int minute;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *back = NULL;

      g_assert_true (base_datetime_parse (good[i], &date, &minute));
      back = base_datetime_to_iso (date, minute);
      g_assert_cmpstr (back, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (base_datetime_parse (bad[i], &date, &minute))
      g_error ("'%s' was taken as a time", bad[i]);
  g_assert_true (base_datetime_parse ("2011-03-09T14:05", &date, &minute));
  g_assert_cmpint (minute, ==, 14 * 60 + 5);
  g_assert_true (base_datetime_parse ("2011-03-09", &date, &minute));
  g_assert_cmpint (minute, ==, -1);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/date/known-days", test_known_days);
  g_test_add_func ("/base/date/every-day", test_every_day);
  g_test_add_func ("/base/date/parse", test_parse);
  g_test_add_func ("/base/date/interval", test_interval);
  g_test_add_func ("/base/date/day-to-iso", test_day_to_iso);
  g_test_add_func ("/base/date/display", test_display);
  g_test_add_func ("/base/date/datetime", test_datetime);
  return g_test_run ();
}
