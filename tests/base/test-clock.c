/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock: set, released, from the environment, and its local day in a far time zone. */
#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "base-clock.h"
#include "base-date.h"

static void
test_set (void)
{
  base_clock_set (1234567, 15042);
  g_assert_cmpint (base_now (), ==, 1234567);
  g_assert_cmpint (base_today (), ==, 15042);
  base_clock_release ();
  g_assert_cmpint (ABS (base_now () - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);
}

/* The day is the workstation's, by the C library's own reading of TZ. */
static void
test_local_day (void)
{
  base_clock_release ();
  for (;;)
    {
      time_t before = time (NULL), after;
      gint32 today = base_today ();
      struct tm local;

      after = time (NULL);
      localtime_r (&before, &local);
      if (before / 60 != after / 60)
        continue; /* midnight may have passed between the two */
      g_assert_cmpint (today, ==,
                       base_day_from_ymd (local.tm_year + 1900, local.tm_mon + 1, local.tm_mday));
      break;
    }
}

static void
test_utc (void)
{
  g_autofree char *zero = base_time_to_utc (0);
  g_autofree char *some = base_time_to_utc (G_GINT64_CONSTANT (1300000000123999));
  g_autofree char *before = base_time_to_utc (-1);

  /* date -u -d @1300000000 */
  g_assert_cmpstr (zero, ==, "1970-01-01T00:00:00.000Z");
  g_assert_cmpstr (some, ==, "2011-03-13T07:06:40.123Z");
  g_assert_cmpstr (before, ==, "1969-12-31T23:59:59.999Z");
}

/* In the suite's two time zones; the second is 14 hours ahead. */
static void
test_display (void)
{
  g_autofree char *shown = base_utc_to_display ("2011-03-13T07:06:40.123Z");
  g_autofree char *other = base_utc_to_display ("some day");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 ("2011-03-13T07:06:40.123Z", NULL);
  g_autoptr (GDateTime) local = g_date_time_to_local (time);
  g_autofree char *minute = g_date_time_format (local, "%H:%M");
  g_autofree char *day = g_date_time_format (local, "%-d ");

  g_assert_true (g_str_has_suffix (shown, minute));
  g_assert_true (g_str_has_prefix (shown, day));
  g_assert_cmpstr (other, ==, "some day");
}

static void
test_environment (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *now = base_time_to_utc (base_now ());
      g_autofree char *today = base_day_to_iso (base_today ());

      g_print ("%s %s\n", now, today);
      return;
    }
  g_setenv ("NATALITY_TEST_TODAY", "2024-02-29", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("NATALITY_TEST_TODAY");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*2024-02-29T12:00:00.000Z 2024-02-29*");
}

static void
test_bad_environment (void)
{
  if (g_test_subprocess ())
    {
      g_test_expect_message ("natality-base", G_LOG_LEVEL_WARNING, "*no ISO day*");
      g_assert_cmpint (ABS (base_now () - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);
      g_test_assert_expected_messages ();
      return;
    }
  g_setenv ("NATALITY_TEST_TODAY", "2024-02-30", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("NATALITY_TEST_TODAY");
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/clock/set", test_set);
  g_test_add_func ("/base/clock/local-day", test_local_day);
  g_test_add_func ("/base/clock/utc", test_utc);
  g_test_add_func ("/base/clock/display", test_display);
  g_test_add_func ("/base/clock/environment", test_environment);
  g_test_add_func ("/base/clock/bad-environment", test_bad_environment);
  return g_test_run ();
}
