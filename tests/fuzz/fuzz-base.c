/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever is read as a date, a time or a number is written back and read as the same. */
#include <stddef.h>
#include <stdint.h>

#include "base-date.h"
#include "base-number.h"
#include "base-text.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_date (const char *text)
{
  BaseDate date, back;
  int minute, minute_back;

  if (base_datetime_parse_typed (text, 15042, &date, &minute))
    {
      g_autofree char *iso = base_datetime_to_iso (date, minute);

      g_assert_true (base_datetime_parse (iso, &back, &minute_back));
      g_assert_true (base_date_equal (date, back) && minute == minute_back);
      g_assert_cmpint (base_date_first_day (date), <=, base_date_last_day (date));
    }
  if (base_datetime_parse (text, &date, &minute))
    {
      g_autofree char *iso = base_datetime_to_iso (date, minute);

      g_assert_cmpstr (iso, ==, text);
    }
}

static void
check_number (const char *text)
{
  double value, back;
  gint64 integer;

  if (base_number_parse_typed (text, &value))
    {
      g_autofree char *plain = base_number_to_text (value);

      g_assert_true (base_number_parse (plain, &back));
      g_assert_true (value == back);
    }
  (void) base_integer_parse (text, &integer);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *folded = base_text_fold (text);
  g_autofree char *normal = base_text_normalize (text);

  g_assert_true (g_utf8_validate (folded, -1, NULL));
  if (normal != NULL)
    {
      g_autofree char *again = base_text_normalize (normal);

      g_assert_cmpstr (again, ==, normal);
    }
  check_date (text);
  check_number (text);
  return 0;
}
