/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds personal numbers in free text, where they must not stand. Knows no field.
 *
 * The number must stand by itself: no letter or digit directly before or behind it. Looked for are
 *
 *   Denmark   ddmmyy-xxxx, also with a space; ddmmyyxxxx only when its modulus 11 holds, since
 *             any ten digits in a row may be a batch or a telephone number
 *             (CPR, weights 4 3 2 7 6 5 4 3 2 1; numbers given since 2007 may break it)
 *   Sweden    yymmdd-xxxx, yymmdd+xxxx, yyyymmdd-xxxx; without a sign only when the Luhn check
 *             digit of the last ten digits holds; coordination numbers have 60 added to the day
 *   Norway    ddmmyy xxxxx, also with a hyphen; ddmmyyxxxxx only when both check digits hold
 *             (weights 3 7 6 1 8 9 4 5 2 and 5 4 3 2 7 6 5 4 3 2); D numbers have 40 added to the
 *             day, synthetic and help numbers 40 or 80 to the month
 *   Finland   ddmmyyCzzzQ, C one of + - A-F U-Y; where C is a letter, which a batch number may
 *             have too, only when the check character Q (modulus 31) holds
 *
 * each with a day that exists (29 February in any year, as the century is not known). A sign or
 * space in the middle is enough to be refused without a check digit: a number with a slip of the
 * keyboard still names someone. */
#include "model-value-private.h"

#include <string.h>

static int
two (const char *digits)
{
  return (digits[0] - '0') * 10 + (digits[1] - '0');
}

static gboolean
is_day (int day,
        int month)
{
  static const int lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1];
}

static gboolean
ddmmyy (const char *d)
{
  return is_day (two (d), two (d + 2));
}

/* Day possibly with 60 added. */
static gboolean
yymmdd (const char *d)
{
  int day = two (d + 4);

  return is_day (day > 60 ? day - 60 : day, two (d + 2));
}

/* Day possibly with 40, month possibly with 40 or 80 added. */
static gboolean
norwegian_day (const char *d)
{
  int day = two (d), month = two (d + 2);

  if (day > 40)
    day -= 40;
  if (month > 80)
    month -= 80;
  else if (month > 40)
    month -= 40;
  return is_day (day, month);
}

static int
weighted (const char *digits,
          const char *weights)
{
  int sum = 0;

  for (; *weights != '\0'; weights++, digits++)
    sum += (*digits - '0') * (*weights - '0');
  return sum;
}

static gboolean
luhn_10 (const char *d)
{
  int sum = 0;

  for (int i = 0; i < 10; i++)
    {
      int x = (d[i] - '0') * (i % 2 == 0 ? 2 : 1);
      sum += x > 9 ? x - 9 : x;
    }
  return sum % 10 == 0;
}

static gboolean
norwegian_checks (const char *d)
{
  int first = (11 - weighted (d, "376189452") % 11) % 11;
  int second = (11 - weighted (d, "5432765432") % 11) % 11;

  return first == d[9] - '0' && second == d[10] - '0';
}

/* `run` digits in a row and nothing else. */
static gboolean
is_bare (const char *d,
         gsize       run)
{
  switch (run)
    {
    case 10:
      return (ddmmyy (d) && weighted (d, "4327654321") % 11 == 0) || (yymmdd (d) && luhn_10 (d));
    case 11:
      return norwegian_day (d) && norwegian_checks (d);
    case 12:
      return (memcmp (d, "19", 2) == 0 || memcmp (d, "20", 2) == 0) && yymmdd (d + 2)
             && luhn_10 (d + 2);
    default:
      return FALSE;
    }
}

/* Six or eight digits, a sign, `tail` digits. */
static gboolean
is_split (const char *d,
          gsize       run,
          char        sign,
          gsize       tail)
{
  if (run == 8)
    return tail == 4 && (sign == '-' || sign == '+') && yymmdd (d + 2)
           && (memcmp (d, "18", 2) == 0 || memcmp (d, "19", 2) == 0 || memcmp (d, "20", 2) == 0);
  if (run != 6)
    return FALSE;
  if (tail == 4)
    return (sign != '+' && ddmmyy (d)) || (sign != ' ' && yymmdd (d));
  return tail == 5 && sign != '+' && norwegian_day (d);
}

static gboolean
is_finnish (const char *d,
            gsize       left)
{
  static const char checks[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  char sign, check;
  int number = 0;

  if (left < 11 || (left > 11 && g_ascii_isalnum (d[11])) || !ddmmyy (d))
    return FALSE;
  sign = g_ascii_toupper (d[6]);
  check = g_ascii_toupper (d[10]);
  if (strchr ("+-ABCDEFUVWXY", sign) == NULL || !g_ascii_isdigit (d[7]) || !g_ascii_isdigit (d[8])
      || !g_ascii_isdigit (d[9]) || strchr (checks, check) == NULL)
    return FALSE;
  if (sign == '-' || sign == '+')
    return TRUE;
  for (int i = 0; i < 10; i++)
    if (i != 6)
      number = (number * 10 + (d[i] - '0')) % 31;
  return checks[number] == check;
}

gboolean
model_text_has_national_id (const char *text,
                            gsize       length)
{
  for (gsize i = 0; i < length;)
    {
      gsize run = 0, tail = 0;
      const char *d = text + i;
      gboolean alone = i == 0 || !g_ascii_isalnum (text[i - 1]);
      char sign;

      while (i + run < length && g_ascii_isdigit (d[run]))
        run++;
      if (run == 0)
        {
          i++;
          continue;
        }
      i += run;
      if (!alone || run < 6)
        continue;
      if ((i == length || !g_ascii_isalpha (text[i])) && is_bare (d, run))
        return TRUE;
      if (i == length)
        break;
      if (run == 6 && is_finnish (d, length - (d - text)))
        return TRUE;
      sign = text[i];
      if (sign != '-' && sign != '+' && sign != ' ')
        continue;
      while (i + 1 + tail < length && g_ascii_isdigit (text[i + 1 + tail]))
        tail++;
      if (i + 1 + tail < length && g_ascii_isalpha (text[i + 1 + tail]))
        continue;
      if (is_split (d, run, sign, tail))
        return TRUE;
    }
  return FALSE;
}

gboolean
model_field_refuses_national_id (const ModelField *field)
{
  return field->type == MODEL_TYPE_TEXT && field->table != MODEL_TABLE_IDENTITY
         && field->table != MODEL_TABLE_SOURCE;
}
