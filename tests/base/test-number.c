/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text, in whatever locale the suite runs. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base-number.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    double      value;
  } good[] = { { "0", 0 },      { "25.3", 25.3 },  { "-25.3", -25.3 }, { "+1", 1 },
               { ".5", 0.5 },   { "5.", 5 },       { "1e3", 1000 },    { "1.5E-3", 0.0015 },
               { "007", 7 },    { "1e-400", 0 } };
  static const char *const bad[]
      = { "",     " 1",  "1 ",   "1,5",  "1.5.2", "0x10", "inf", "nan",   "-",     ".",
          "1e",   "e5",  "1e+",  "--1",  "1_000", "1e999", "１", "1.5 kg", "1,000.5" };
  double value = 42;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (base_number_parse (good[i].text, &value));
      g_assert_cmpfloat (value, ==, good[i].value);
    }
  value = 42;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (base_number_parse (bad[i], &value))
      g_error ("'%s' was taken as a number", bad[i]);
  g_assert_false (base_number_parse (NULL, &value));
  g_assert_cmpfloat (value, ==, 42);
}

static void
test_parse_typed (void)
{
  double value = 42;

  g_assert_true (base_number_parse_typed ("25,3", &value));
  g_assert_cmpfloat (value, ==, 25.3);
  g_assert_true (base_number_parse_typed (" 25.3 ", &value));
  g_assert_cmpfloat (value, ==, 25.3);
  g_assert_true (base_number_parse_typed ("1,234", &value));
  g_assert_cmpfloat (value, ==, 1.234);
  g_assert_true (base_number_parse_typed ("-,5", &value));
  g_assert_cmpfloat (value, ==, -0.5);
  g_assert_false (base_number_parse_typed ("1,234.5", &value));
  g_assert_false (base_number_parse_typed ("1.234,5", &value));
  g_assert_false (base_number_parse_typed ("2 5", &value));
  g_assert_false (base_number_parse_typed ("", &value));
  g_assert_false (base_number_parse_typed (NULL, &value));
  g_assert_cmpfloat (value, ==, -0.5);
}

static void
test_integer (void)
{
  gint64 value = 42;

  g_assert_true (base_integer_parse ("-12", &value));
  g_assert_cmpint (value, ==, -12);
  g_assert_true (base_integer_parse ("9223372036854775807", &value));
  g_assert_cmpint (value, ==, G_MAXINT64);
  g_assert_false (base_integer_parse ("9223372036854775808", &value));
  g_assert_false (base_integer_parse ("1.0", &value));
  g_assert_false (base_integer_parse (" 1", &value));
  g_assert_false (base_integer_parse ("", &value));
  g_assert_false (base_integer_parse ("-", &value));
  g_assert_false (base_integer_parse (NULL, &value));
  g_assert_cmpint (value, ==, G_MAXINT64);
}

/* The text reads back as the same bits, and one digit less never does. */
static void
assert_round_trip (double value)
{
  char text[BASE_NUMBER_SIZE], shorter[BASE_NUMBER_SIZE], format[8];
  double back = 0;
  int digits = 0;

  base_number_to_buffer (value, text);
  g_assert_true (base_number_parse (text, &back));
  if (memcmp (&value, &back, sizeof value) != 0)
    g_error ("%a became '%s' and %a", value, text, back);
  for (const char *at = text; *at != '\0' && *at != 'e'; at++)
    digits += g_ascii_isdigit (*at) && (digits > 0 || *at != '0');
  if (digits < 2 || strpbrk (text, ".e") == NULL)
    return;
  g_snprintf (format, sizeof format, "%%.%dg", digits - 1);
  g_ascii_formatd (shorter, sizeof shorter, format, value);
  if (g_ascii_strtod (shorter, NULL) == value)
    g_error ("'%s' is longer than '%s'", text, shorter);
}

static void
test_to_text (void)
{
  static const double values[] = { 0,
                                   -0.0,
                                   1,
                                   -1,
                                   0.1,
                                   25.3,
                                   1.0 / 3,
                                   0.6153846153846154,
                                   1e15,
                                   1e22,
                                   1e23,
                                   DBL_MAX,
                                   DBL_MIN,
                                   5e-324,
                                   123456789012345680,
                                   0.1 + 0.2,
                                   DBL_EPSILON,
                                   4.35,
                                   1e-5 };
  g_autofree char *tenth = base_number_to_text (0.1);
  g_autofree char *bmi = base_number_to_text (25.3);
  g_autofree char *least = base_number_to_text (5e-324);
  g_autofree char *none = base_number_to_text (NAN);
  guint n_random = g_getenv ("NATALITY_TEST_SHORT") != NULL ? 10000 : 200000;

  g_assert_cmpstr (tenth, ==, "0.1");
  g_assert_cmpstr (bmi, ==, "25.3");
  g_assert_cmpstr (least, ==, "5e-324");
  g_assert_cmpstr (none, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    assert_round_trip (values[i]);
  for (guint i = 0; i < n_random; i++)
    {
      guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      double value;

      memcpy (&value, &bits, sizeof value);
      if (isfinite (value))
        assert_round_trip (value);
      assert_round_trip (g_test_rand_int_range (-100000, 100000) / 100.0);
    }
}

/* The way without printf writes what printf does, beside and between the decimals it knows. */
static void
test_to_text_short (void)
{
  static const double powers[] = { 1, 10, 100, 1000, 10000, 100000 };

  for (int i = 0; i < 50000; i++)
    {
      double power = powers[g_test_rand_int_range (0, G_N_ELEMENTS (powers))];
      double value = g_test_rand_int_range (G_MININT32, G_MAXINT32) / power;
      char buffer[BASE_NUMBER_SIZE], expected[BASE_NUMBER_SIZE];

      if (i % 5 == 0)
        value = nextafter (value, i % 2 == 0 ? 1e300 : -1e300);
      if (i % 7 == 0)
        value = g_test_rand_int_range (-2000, 2000) / power;
      base_number_to_buffer (value, buffer);
      for (int digits = 15; digits <= 17; digits++)
        {
          g_autofree char *format = g_strdup_printf ("%%.%dg", digits);

          g_ascii_formatd (expected, sizeof expected, format, value);
          if (g_ascii_strtod (expected, NULL) == value)
            break;
        }
      g_assert_cmpstr (buffer, ==, expected);
    }
}

static void
test_to_json (void)
{
  char text[BASE_NUMBER_SIZE];

  g_assert_cmpstr (base_number_to_json (52, text), ==, "52");
  g_assert_cmpstr (base_number_to_json (0.1, text), ==, "0.10000000000000001");
  g_assert_cmpstr (base_number_to_json (32.0 / 52, text), ==, "0.61538461538461542");
  g_assert_cmpstr (base_number_to_json (NAN, text), ==, "null");
  g_assert_cmpstr (base_number_to_json (INFINITY, text), ==, "null");
}

static void
test_to_display (void)
{
  const char *point = localeconv ()->decimal_point;
  const char *between =
      localeconv ()->thousands_sep[0] != '\0' ? localeconv ()->thousands_sep : "\u202f";
  g_autofree char *expected = g_strdup_printf ("61%s5", point);
  g_autofree char *expected_count = g_strdup_printf ("1%s234%s567", between, between);
  g_autofree char *text = base_number_to_display (61.538, 1);
  g_autofree char *whole = base_number_to_display (61.538, 0);
  g_autofree char *count = base_count_to_display (1234567);
  g_autofree char *small = base_count_to_display (999);
  g_autofree char *none = base_number_to_display (NAN, 1);
  g_autofree char *zero = base_number_to_display (-0.04, 0);
  g_autofree char *negative = base_number_to_display (-1.5, 0);
  g_autofree char *plain = base_number_to_display (1e15, 0);
  g_autofree char *vast = base_number_to_display (-1e308, 2);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (whole, ==, "62");
  g_assert_cmpstr (count, ==, expected_count);
  g_assert_cmpstr (small, ==, "999");
  g_assert_cmpstr (none, ==, "–");
  g_assert_cmpstr (zero, ==, "0");
  g_assert_cmpstr (negative, ==, "-2");
  g_assert_cmpstr (plain, ==, "1000000000000000");
  g_assert_cmpstr (vast, ==, "-1e+308");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/number/parse", test_parse);
  g_test_add_func ("/base/number/parse-typed", test_parse_typed);
  g_test_add_func ("/base/number/integer", test_integer);
  g_test_add_func ("/base/number/to-text", test_to_text);
  g_test_add_func ("/base/number/to-text-short", test_to_text_short);
  g_test_add_func ("/base/number/to-json", test_to_json);
  g_test_add_func ("/base/number/to-display", test_to_display);
  return g_test_run ();
}
