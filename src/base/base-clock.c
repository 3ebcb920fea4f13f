/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock. A fixed one, set by a test, answers instead of the machine's from every thread. */
#include "base-clock.h"

#include "base-date.h"

#define MINUTE G_GINT64_CONSTANT (60000000) /* microseconds */
#define DAY (24 * 60 * MINUTE)

static GMutex lock;
static gboolean asked;
static gboolean fixed;
static gint64 fixed_now;
static gint32 fixed_today;

/* Under the lock. */
static void
look_at_environment (void)
{
  const char *text;
  BaseDate date;

  if (asked)
    return;
  asked = TRUE;
  text = g_getenv ("NATALITY_TEST_TODAY");
  if (text == NULL || fixed)
    return;
  if (!base_date_parse (text, &date) || !base_date_is_full (date))
    {
      g_warning ("NATALITY_TEST_TODAY is no ISO day; the machine's clock is used");
      return;
    }
  fixed = TRUE;
  fixed_today = base_date_first_day (date);
  fixed_now = fixed_today * DAY + DAY / 2;
}

gint64
base_now (void)
{
  gint64 now;

  g_mutex_lock (&lock);
  look_at_environment ();
  now = fixed ? fixed_now : g_get_real_time ();
  g_mutex_unlock (&lock);
  return now;
}

gint32
base_today (void)
{
  g_autoptr (GDateTime) local = NULL;
  gint32 today;

  g_mutex_lock (&lock);
  look_at_environment ();
  today = fixed ? fixed_today : BASE_DAY_NONE;
  g_mutex_unlock (&lock);
  if (today != BASE_DAY_NONE)
    return today;
  local = g_date_time_new_now_local ();
  return base_day_from_ymd (g_date_time_get_year (local), g_date_time_get_month (local),
                            g_date_time_get_day_of_month (local));
}

char *
base_time_to_utc (gint64 microseconds)
{
  gint64 day = microseconds / DAY;
  gint64 rest = microseconds % DAY;
  int year, month, day_of_month, milliseconds;

  if (rest < 0)
    {
      rest += DAY;
      day--;
    }
  base_day_to_ymd ((gint32) day, &year, &month, &day_of_month);
  milliseconds = (int) (rest / 1000);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day_of_month,
                          milliseconds / 3600000, milliseconds / 60000 % 60,
                          milliseconds / 1000 % 60, milliseconds % 1000);
}

char *
base_utc_to_display (const char *utc)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;
  BaseDate date;

  if (local == NULL)
    return g_strdup (utc);
  date.year = (gint16) g_date_time_get_year (local);
  date.month = (guint8) g_date_time_get_month (local);
  date.day = (guint8) g_date_time_get_day_of_month (local);
  return base_datetime_to_display (date, g_date_time_get_hour (local) * 60
                                             + g_date_time_get_minute (local));
}

void
base_clock_set (gint64 microseconds,
                gint32 today)
{
  g_mutex_lock (&lock);
  fixed = TRUE;
  fixed_now = microseconds;
  fixed_today = today;
  g_mutex_unlock (&lock);
}

void
base_clock_release (void)
{
  g_mutex_lock (&lock);
  fixed = FALSE;
  asked = TRUE;
  g_mutex_unlock (&lock);
}
