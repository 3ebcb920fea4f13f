/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every way a day may be typed, and what must be refused. */
#include <locale.h>

#include "base-date.h"

#define TODAY 15042 /* 2011-03-09 */

static void
assert_typed (const char *typed,
              const char *expected)
{
  BaseDate date = BASE_DATE_NONE;
  g_autofree char *iso = NULL;

  if (!base_date_parse_typed (typed, TODAY, &date))
    g_error ("'%s' was refused", typed);
  iso = base_date_to_iso (date);
  if (g_strcmp0 (iso, expected) != 0)
    g_error ("'%s' was read as %s, not %s", typed, iso, expected);
}

static void
assert_refused (const char *typed)
{
  BaseDate date = { 1, 2, 3 };

  if (base_date_parse_typed (typed, TODAY, &date))
    g_error ("'%s' was taken as a date", typed);
  g_assert_true (base_date_equal (date, ((BaseDate) { 1, 2, 3 })));
}

static void
test_separated (void)
{
  static const char *const day[]
      = { "2011-03-09", "9.3.2011",   "09.03.2011",  "9/3/2011",  "9-3-2011", "9.3.11",
          "9/3/11",     " 9.3.2011 ", "9. 3. 2011",  "2011-3-9",  "2011/03/09" };
  static const char *const month[] = {
    "2011-03", "3.2011", "03.2011", "3/2011", "3-2011", "2011-3"
  };
  static const char *const refused[]
      = { "",         " ",        "9",          "9.",        "9.3",        "3.11",     "9.13.2011",
          "31.4.2011", "0.3.2011", "9.0.2011",  "9.3.0211",  "9.3/2011",   "9.3.2011x", "29.2.2011",
          "9.3.201",  "9.3.20111", "9..3.2011", "-9.3.2011", "2011-03-00", "2011-00",  "9.3.1011",
          "0.2011",   "13.2011",   "2011-13",   "9,3,2011",  "tomorrow",   "2011-03-09-01" };

  for (guint i = 0; i < G_N_ELEMENTS (day); i++)
    assert_typed (day[i], "2011-03-09");
  for (guint i = 0; i < G_N_ELEMENTS (month); i++)
    assert_typed (month[i], "2011-03");
  assert_typed ("2011", "2011");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused (refused[i]);
  assert_refused (NULL);
  assert_refused ("\xff.3.2011");
}

static void
test_compact (void)
{
  assert_typed ("090311", "2011-03-09");
  assert_typed ("09032011", "2011-03-09");
  assert_typed ("20110309", "2011-03-09");
  assert_typed ("20112011", "2011-11-20");
  assert_refused ("0903");
  assert_refused ("90311");
  assert_refused ("310411");
  assert_refused ("000311");
  assert_refused ("090011");
  assert_refused ("20110009");
  assert_refused ("20110300");
  assert_refused ("00032011");
  assert_refused ("090320110");
}

/* Of this century up to the year of today (2011), else of the last one. */
static void
test_century (void)
{
  assert_typed ("9.3.11", "2011-03-09");
  assert_typed ("9.3.12", "1912-03-09");
  assert_typed ("9.3.00", "2000-03-09");
  assert_typed ("9.3.79", "1979-03-09");
  assert_typed ("31.12.11", "2011-12-31");
}

static void
test_names (void)
{
  assert_typed ("9 Mar 2011", "2011-03-09");
  assert_typed ("9. mar. 2011", "2011-03-09");
  assert_typed ("9 MARCH 2011", "2011-03-09");
  assert_typed ("9.Mar.2011", "2011-03-09");
  assert_typed ("9Mar2011", "2011-03-09");
  assert_typed ("9 Mar 11", "2011-03-09");
  assert_typed ("Mar 2011", "2011-03");
  assert_typed ("Sept 2011", "2011-09");
  assert_typed ("May 2011", "2011-05");
  assert_typed ("june 2011", "2011-06");
  assert_typed ("30 Sep 2010", "2010-09-30");
  assert_refused ("Ma 2011");
  assert_refused ("Marc");
  assert_refused ("Marx 2011");
  assert_refused ("31 Jun 2011");
  assert_refused ("Mar 11");
  assert_refused ("0 Mar 2011");
  assert_refused ("9 Mar");
  assert_refused ("9 2011");
  assert_refused ("Mar 9 2011");
}

/* A language's own names are read where it is spoken. Where its name and the English one differ in
 * what they mean ("mar" is November in Finnish), the text is refused. */
static void
test_local_names (void)
{
  BaseDate date;

  if (setlocale (LC_TIME, "nl_NL.UTF-8") == NULL && setlocale (LC_TIME, "da_DK.UTF-8") == NULL)
    {
      /* No other language here: English alone is read. */
      g_assert_false (base_date_parse_typed ("9 maj 2011", TODAY, &date));
      return;
    }
  if (g_str_has_prefix (setlocale (LC_TIME, NULL), "nl"))
    assert_typed ("9 mei 2011", "2011-05-09");
  else
    assert_typed ("9 maj 2011", "2011-05-09");
  assert_typed ("9 May 2011", "2011-05-09");
  setlocale (LC_ALL, "");
}

static void
assert_time (const char *typed,
             const char *expected)
{
  BaseDate date = BASE_DATE_NONE;
  int minute = -2;
  g_autofree char *iso = NULL;

  if (!base_datetime_parse_typed (typed, TODAY, &date, &minute))
    g_error ("'%s' was refused", typed);
  iso = base_datetime_to_iso (date, minute);
  g_assert_cmpstr (iso, ==, expected);
}

static void
test_time (void)
{
  static const char *const refused[]
      = { "9.3.2011 25:00", "9.3.2011 14:60", "9.3.2011 14:5", "3.2011 14:05", "2011 14:05",
          "14:05",          "9.3.2011 905",   "9.3.2011 x",    "9.3.2011T",    "" };
  BaseDate date;
  int minute;

  assert_time ("9.3.2011 14:05", "2011-03-09T14:05");
  assert_time ("9.3.2011 1405", "2011-03-09T14:05");
  assert_time ("2011-03-09T14:05", "2011-03-09T14:05");
  assert_time ("9 Mar 2011 9:05", "2011-03-09T09:05");
  assert_time ("090311 0905", "2011-03-09T09:05");
  assert_time ("9.3.2011", "2011-03-09");
  assert_time ("3.2011", "2011-03");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    if (base_datetime_parse_typed (refused[i], TODAY, &date, &minute))
      g_error ("'%s' was taken as a time", refused[i]);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/date-typed/separated", test_separated);
  g_test_add_func ("/base/date-typed/compact", test_compact);
  g_test_add_func ("/base/date-typed/century", test_century);
  g_test_add_func ("/base/date-typed/names", test_names);
  g_test_add_func ("/base/date-typed/local-names", test_local_names);
  g_test_add_func ("/base/date-typed/time", test_time);
  return g_test_run ();
}
