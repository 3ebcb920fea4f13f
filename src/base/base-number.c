/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text. The locale is asked only by the functions for display. */
#include "base-number.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <string.h>

/* [+-] digits [point digits] [e [+-] digits], where one side of the point may be empty. */
static gboolean
is_number (const char *text,
           char        point)
{
  gboolean any = FALSE;

  if (*text == '+' || *text == '-')
    text++;
  for (; g_ascii_isdigit (*text); text++)
    any = TRUE;
  if (*text == point)
    for (text++; g_ascii_isdigit (*text); text++)
      any = TRUE;
  if (any && (*text == 'e' || *text == 'E'))
    {
      text++;
      if (*text == '+' || *text == '-')
        text++;
      any = FALSE;
      for (; g_ascii_isdigit (*text); text++)
        any = TRUE;
    }
  return any && *text == '\0';
}

gboolean
base_number_parse (const char *text,
                   double     *out_value)
{
  double value;

  if (text == NULL || !is_number (text, '.'))
    return FALSE;
  value = g_ascii_strtod (text, NULL);
  if (!isfinite (value))
    return FALSE;
  *out_value = value;
  return TRUE;
}

gboolean
base_number_parse_typed (const char *text,
                         double     *out_value)
{
  g_autofree char *trimmed = NULL;

  if (text == NULL)
    return FALSE;
  trimmed = g_strstrip (g_strdup (text));
  if (is_number (trimmed, ','))
    g_strdelimit (trimmed, ",", '.');
  return base_number_parse (trimmed, out_value);
}

gboolean
base_integer_parse (const char *text,
                    gint64     *out_value)
{
  const char *digits;
  gint64 value;

  if (text == NULL)
    return FALSE;
  digits = *text == '+' || *text == '-' ? text + 1 : text;
  if (*digits == '\0' || strspn (digits, "0123456789") != strlen (digits))
    return FALSE;
  errno = 0;
  value = g_ascii_strtoll (text, NULL, 10);
  if (errno != 0)
    return FALSE;
  *out_value = value;
  return TRUE;
}

/* A number of at most three decimals, as nearly all in a register are: what %.15g writes, without
 * printf, which is slow in half a million rows. FALSE: not one. A whole number divided by 1,000 is
 * rounded as the reading of its decimals is, so equality proves the text. */
static gboolean
short_to_buffer (double value,
                 char  *buffer)
{
  double thousands = value * 1000;
  char digits[24];
  gint64 rest;
  guint n = 0, used = 0, place = 0;

  if (!(fabs (value) < 1e9) || (value == 0 && signbit (value)))
    return FALSE;
  rest = (gint64) (thousands + (thousands < 0 ? -0.5 : 0.5));
  if ((double) rest / 1000 != value)
    return FALSE;
  if (rest < 0)
    buffer[n++] = '-';
  rest = ABS (rest);
  for (; place < 3 && rest % 10 == 0; place++)
    rest /= 10;
  for (; place < 3; place++, rest /= 10)
    digits[used++] = (char) ('0' + rest % 10);
  if (used > 0)
    digits[used++] = '.';
  do
    digits[used++] = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  while (used > 0)
    buffer[n++] = digits[--used];
  buffer[n] = '\0';
  return TRUE;
}

const char *
base_number_to_buffer (double value,
                       char  *buffer)
{
  static const char *const formats[]
      = { "%.1g", "%.2g",  "%.3g",  "%.4g",  "%.5g",  "%.6g",  "%.7g",  "%.8g", "%.9g",
          "%.10g", "%.11g", "%.12g", "%.13g", "%.14g", "%.15g", "%.16g", "%.17g" };
  /* Fifteen digits tell every normal double that has so short a text, without trailing zeros. */
  guint i = fpclassify (value) == FP_SUBNORMAL ? 0 : 14;

  if (!isfinite (value))
    {
      buffer[0] = '\0';
      return buffer;
    }
  if (short_to_buffer (value, buffer))
    return buffer;
  for (; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, BASE_NUMBER_SIZE, formats[i], value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return buffer;
}

char *
base_number_to_text (double value)
{
  char buffer[BASE_NUMBER_SIZE];

  return g_strdup (base_number_to_buffer (value, buffer));
}

const char *
base_number_to_json (double value,
                     char  *buffer)
{
  if (!isfinite (value))
    g_strlcpy (buffer, "null", BASE_NUMBER_SIZE);
  else
    g_ascii_formatd (buffer, BASE_NUMBER_SIZE, "%.17g", value);
  return buffer;
}

char *
base_count_to_display (guint64 count)
{
  const char *separator = localeconv ()->thousands_sep;
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize n = strlen (digits);
  GString *text = g_string_new (NULL);

  /* Such as a Latin-1 space, in a locale that isn't UTF-8. */
  if (separator == NULL || separator[0] == '\0' || !g_utf8_validate (separator, -1, NULL))
    separator = "\u202f";
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (text, separator);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
base_number_to_display (double value,
                        int    decimals)
{
  char *text;

  if (!isfinite (value))
    return g_strdup ("–");
  /* Beyond it digits are no longer known one by one. */
  if (fabs (value) > BASE_NUMBER_PLAIN)
    return g_strdup_printf ("%.3g", value);
  text = g_strdup_printf ("%.*f", decimals, value);
  /* What rounds to nothing has no sign. */
  if (text[0] == '-' && strpbrk (text, "123456789") == NULL)
    memmove (text, text + 1, strlen (text));
  return text;
}
