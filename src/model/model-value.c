/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Export notation: missing kinds, escapes, what is canonical, and checking one value against its
 * field. What people type and read is in model-value-typed.c. Knows no row. */
#include "model-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "base-text.h"
#include "model-value-private.h"

/* Whole numbers up to here are exact as double, and as text in the register. */
#define MAX_INTEGER_DIGITS 15

G_DEFINE_QUARK (model-value-error-quark, model_value_error)

/* ---- missing kinds and escapes ------------------------------------------------------------- */

static ModelMissing
missing_of (const char *value,
            gsize       length)
{
  switch (length)
    {
    case 0:
      return MODEL_MISSING_NOT_ASKED;
    case 1:
      return *value == '?' ? MODEL_MISSING_UNKNOWN : MODEL_MISSING_NONE;
    case 3:
      return memcmp (value, "n/a", 3) == 0 ? MODEL_MISSING_NOT_APPLICABLE : MODEL_MISSING_NONE;
    case 7:
      return memcmp (value, "pending", 7) == 0 ? MODEL_MISSING_PENDING : MODEL_MISSING_NONE;
    default:
      return MODEL_MISSING_NONE;
    }
}

ModelMissing
model_value_missing (const char *value)
{
  if (value == NULL)
    return MODEL_MISSING_NOT_ASKED;
  /* Nearly every value is told by its first letter. */
  if (*value != '\0' && *value != '?' && *value != 'n' && *value != 'p')
    return MODEL_MISSING_NONE;
  return missing_of (value, strnlen (value, 8));
}

const char *
model_value_from_missing (ModelMissing missing)
{
  static const char *const texts[MODEL_N_MISSING] = { NULL, "", "?", "n/a", "pending" };

  g_return_val_if_fail (missing > MODEL_MISSING_NONE && missing < MODEL_N_MISSING, "");
  return texts[missing];
}

/* Whether a text has to be escaped to be read as a text. */
static gboolean
needs_escape (const char *text,
              gsize       length)
{
  return length > 0 && (*text == '\\' || missing_of (text, length) != MODEL_MISSING_NONE);
}

/* A backslash escapes only what needs it: in a foreign file `\x` is a text that begins so. */
static gboolean
is_escaped (const char *value,
            gsize       length)
{
  return length > 1 && *value == '\\' && needs_escape (value + 1, length - 1);
}

char *
model_value_from_text (const char *text)
{
  if (text == NULL)
    return NULL;
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    return NULL;
  if (needs_escape (stripped, strlen (stripped)))
    return g_strconcat ("\\", stripped, NULL);
  return g_steal_pointer (&stripped);
}

char *
model_value_to_text (const char *value)
{
  if (model_value_missing (value) != MODEL_MISSING_NONE)
    return NULL;
  return g_strdup (is_escaped (value, strlen (value)) ? value + 1 : value);
}

/* ---- reading canonical values -------------------------------------------------------------- */

static gboolean
in_hard_range (const ModelField *field,
               double            number)
{
  return !(number < field->hard_min) && !(number > field->hard_max); /* NAN: no bound */
}

static gboolean
read_integer (const char *value,
              gsize       length,
              double     *out)
{
  gboolean negative = *value == '-';
  const char *digits = value + negative;
  gsize n = length - negative;
  gint64 number = 0;

  if (n == 0 || n > MAX_INTEGER_DIGITS || (digits[0] == '0' && (n > 1 || negative)))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (digits[i]))
        return FALSE;
      number = number * 10 + (digits[i] - '0');
    }
  *out = negative ? -number : number;
  return TRUE;
}

/* A plain decimal of at most 15 digits that isn't tiny is canonical when it has no needless zero:
 * such a text is the shortest of its double. Everything else is written anew and compared. */
static gboolean
read_real (const char *value,
           gsize       length,
           double     *out)
{
  static const double powers[] = { 1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  char copy[BASE_NUMBER_SIZE], text[BASE_NUMBER_SIZE];
  gboolean negative = *value == '-';
  const char *p = value + negative, *end = value + length, *start = p;
  gint64 mantissa = 0;
  gsize whole, fraction = 0;

  while (p < end && g_ascii_isdigit (*p) && p - start <= MAX_INTEGER_DIGITS)
    mantissa = mantissa * 10 + (*p++ - '0');
  whole = p - start;
  if (p < end && *p == '.')
    for (p++; p < end && g_ascii_isdigit (*p) && whole + fraction <= MAX_INTEGER_DIGITS; fraction++)
      mantissa = mantissa * 10 + (*p++ - '0');
  if (p == end && whole > 0 && whole + fraction <= MAX_INTEGER_DIGITS
      && mantissa < (G_GINT64_CONSTANT (1) << 53))
    {
      if ((whole > 1 && *start == '0') || (end[-1] == '.') || (fraction > 0 && end[-1] == '0'))
        return FALSE;
      double number = mantissa / powers[fraction]; /* both exact, so the quotient is rounded once */
      if (number >= 1e-4 || (mantissa == 0 && !negative))
        {
          *out = negative ? -number : number;
          return TRUE;
        }
    }

  if (length >= sizeof copy)
    return FALSE;
  memcpy (copy, value, length);
  copy[length] = '\0';
  if (!base_number_parse (copy, out) || (*out == 0 && negative))
    return FALSE;
  return strcmp (base_number_to_buffer (*out, text), copy) == 0;
}

static int
digits_at (const char *text,
           int         n)
{
  int number = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      number = number * 10 + (text[i] - '0');
    }
  return number;
}

/* The notation of base_date_parse, without a terminated copy. */
static gboolean
read_date (const char *value,
           gsize       length,
           BaseDate   *out)
{
  static const guint8 lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int year, month = 0, day = 0;

  if (length != 4 && length != 7 && length != 10)
    return FALSE;
  year = digits_at (value, 4);
  if (year < 1)
    return FALSE;
  if (length >= 7)
    {
      month = digits_at (value + 5, 2);
      if (value[4] != '-' || month < 1 || month > 12)
        return FALSE;
    }
  if (length == 10)
    {
      gboolean leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
      day = digits_at (value + 8, 2);
      if (value[7] != '-' || day < 1 || day > lengths[month - 1] + leap)
        return FALSE;
    }
  *out = (BaseDate) { year, month, day };
  return TRUE;
}

static gboolean
read_datetime (const char  *value,
               gsize        length,
               ModelParsed *out)
{
  int hour, minute;

  out->minute = -1;
  if (length != 16)
    return read_date (value, length, &out->date);
  hour = digits_at (value + 11, 2);
  minute = digits_at (value + 14, 2);
  if (value[10] != 'T' || value[13] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return FALSE;
  out->minute = hour * 60 + minute;
  return read_date (value, 10, &out->date);
}

/* Codes that say "nothing of the list" exclude all others. */
static gboolean
is_exclusive (const char *code)
{
  return strcmp (code, "none") == 0 || strcmp (code, "normal") == 0;
}

static gboolean
read_multicode (const ModelField *field,
                const char       *value,
                gsize             length)
{
  const char *p = value, *end = value + length;
  int last = -1, n = 0;
  gboolean exclusive = FALSE;

  for (;;)
    {
      const char *space = memchr (p, ' ', end - p);
      int code = model_field_code_index (field, p, (space != NULL ? space : end) - p);
      if (code <= last)
        return FALSE;
      exclusive |= is_exclusive (field->codes[code].id);
      last = code;
      n++;
      if (space == NULL)
        return !exclusive || n == 1;
      p = space + 1;
    }
}

/* White space that a canonical text has on neither side. */
static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\t';
}

static gboolean
read_text (const ModelField *field,
           const char       *value,
           gsize             length)
{
  gsize digits = 0;
  guchar highest = 0;

  if (is_space (value[0]) || is_space (value[length - 1])
      || (*value == '\\' && !is_escaped (value, length)))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      guchar c = value[i];
      if (c < 0x20 ? (c != '\n' && c != '\t') : c == 0x7f)
        return FALSE;
      digits += g_ascii_isdigit (c);
      highest = MAX (highest, c);
    }
  if (highest >= 0x80)
    {
      if (!g_utf8_validate_len (value, length, NULL))
        return FALSE;
      for (gsize i = 0; i + 1 < length; i++)
        if ((guchar) value[i] == 0xc2 && (guchar) value[i + 1] < 0xa0)
          return FALSE; /* control characters U+0080 to U+009F */
      if (highest >= 0xcc) /* from U+0300 on a text need not be in NFC */
        {
          g_autofree char *copy = g_strndup (value, length);
          g_autofree char *normal = base_text_normalize (copy);
          if (normal == NULL || strcmp (copy, normal) != 0)
            return FALSE;
        }
    }
  return digits < 9 || !model_field_refuses_national_id (field)
         || !model_text_has_national_id (value, length);
}

gboolean
model_value_read (const ModelField *field,
                  const char       *value,
                  gsize             length,
                  ModelParsed      *out)
{
  out->missing = value == NULL ? MODEL_MISSING_NOT_ASKED : missing_of (value, length);
  if (G_UNLIKELY (out->missing != MODEL_MISSING_NONE))
    return out->missing == MODEL_MISSING_NOT_ASKED
           || (field->missing_allowed & (1u << out->missing)) != 0;

  switch (field->type)
    {
    case MODEL_TYPE_TEXT:
      return read_text (field, value, length);
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_DURATION_DAYS:
      return read_integer (value, length, &out->number) && in_hard_range (field, out->number);
    case MODEL_TYPE_REFERENCE:
      return read_integer (value, length, &out->number) && out->number != 0;
    case MODEL_TYPE_REAL:
      return read_real (value, length, &out->number) && in_hard_range (field, out->number);
    case MODEL_TYPE_BOOLEAN:
      out->number = *value == 't';
      return (length == 4 && memcmp (value, "true", 4) == 0)
             || (length == 5 && memcmp (value, "false", 5) == 0);
    case MODEL_TYPE_CODE:
      out->number = model_field_code_index (field, value, length);
      return out->number >= 0;
    case MODEL_TYPE_MULTICODE:
      return read_multicode (field, value, length);
    case MODEL_TYPE_DATE:
      return read_date (value, length, &out->date) && !(field->month_only && out->date.day != 0);
    case MODEL_TYPE_DATETIME:
      return read_datetime (value, length, out);
    default:
      g_return_val_if_reached (FALSE);
    }
}

gboolean
model_value_is_canonical (const ModelField *field,
                          const char       *value,
                          gsize             length)
{
  ModelParsed parsed;

  g_return_val_if_fail (field != NULL, FALSE);

  return model_value_read (field, value, length, &parsed);
}

/* ---- checking and making canonical --------------------------------------------------------- */

static char *
bound_text (const ModelField *field,
            double            bound)
{
  if (field->type == MODEL_TYPE_DURATION_DAYS)
    return g_strdup_printf ("%d+%d", (int) bound / 7, (int) bound % 7);
  return base_number_to_text (bound);
}

static void
set_range_error (const ModelField *field,
                 GError          **error)
{
  g_autofree char *low = isnan (field->hard_min) ? NULL : bound_text (field, field->hard_min);
  g_autofree char *high = isnan (field->hard_max) ? NULL : bound_text (field, field->hard_max);
  const char *unit =
      field->unit != NULL && field->type != MODEL_TYPE_DURATION_DAYS ? field->unit : "";
  const char *space = *unit != '\0' ? " " : "";

  if (low != NULL && high != NULL)
    g_set_error (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_RANGE,
                 _ ("Expected a number from %s to %s%s%s."), low, high, space, unit);
  else if (low != NULL)
    g_set_error (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_RANGE, _ ("Expected %s%s%s or more."),
                 low, space, unit);
  else if (high != NULL)
    g_set_error (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_RANGE, _ ("Expected %s%s%s or less."),
                 high, space, unit);
  else
    g_set_error_literal (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_RANGE,
                         _ ("Expected a number of at most 15 digits."));
}

static void
set_code_error (const ModelField *field,
                GError          **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < field->n_codes && i < 12; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", field->codes[i].id);
  if (field->n_codes > 12)
    g_string_append (list, ", …");
  g_set_error (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_CODE,
               field->type == MODEL_TYPE_MULTICODE
                   ? _ ("Expected codes of the list, separated by spaces: %s.")
                   : _ ("Expected one code of the list: %s."),
               list->str);
}

static void
set_missing_error (const ModelField *field,
                   GError          **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = MODEL_MISSING_UNKNOWN; i < MODEL_N_MISSING; i++)
    if ((field->missing_allowed & (1u << i)) != 0)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                              model_value_from_missing (i));
  if (list->len > 0)
    g_set_error (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_MISSING,
                 _ ("Expected a value, nothing, or one of: %s."), list->str);
  else
    g_set_error_literal (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_MISSING,
                         _ ("Expected a value or nothing: no missing kind is used here."));
}

static void
set_type_error (const ModelField *field,
                GError          **error)
{
  const char *message = NULL;

  switch (field->type)
    {
    case MODEL_TYPE_INTEGER:
      message = _ ("Expected a whole number.");
      break;
    case MODEL_TYPE_REAL:
      message = _ ("Expected a number.");
      break;
    case MODEL_TYPE_BOOLEAN:
      message = _ ("Expected true or false.");
      break;
    case MODEL_TYPE_DATE:
      message = field->month_only
                    ? _ ("Expected a year and month, such as 1979-03, without the day.")
                    : _ ("Expected a date that exists: 2011-03-09, 2011-03 or 2011.");
      break;
    case MODEL_TYPE_DATETIME:
      message = _ ("Expected a date that exists, or date and time: 2011-03-09T14:05, 2011-03-09, "
                   "2011-03 or 2011.");
      break;
    case MODEL_TYPE_DURATION_DAYS:
      message = _ ("Expected a whole number of days.");
      break;
    case MODEL_TYPE_REFERENCE:
      message = _ ("Expected the number of a row.");
      break;
    case MODEL_TYPE_TEXT:
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_MULTICODE:
    default:
      g_return_if_reached ();
    }
  g_set_error_literal (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_TYPE, message);
}

static gboolean
check_text (const ModelField *field,
            const char       *value,
            char            **out_canonical,
            GError          **error)
{
  g_autofree char *text =
      base_text_normalize (is_escaped (value, strlen (value)) ? value + 1 : value);

  if (text == NULL)
    {
      g_set_error_literal (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_TEXT,
                           _ ("Expected text in UTF-8."));
      return FALSE;
    }
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0))
        {
          g_set_error_literal (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_TEXT,
                               _ ("Expected text without control characters."));
          return FALSE;
        }
    }
  if (model_field_refuses_national_id (field) && model_text_has_national_id (text, strlen (text)))
    {
      g_set_error_literal (
          error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_TEXT,
          _ ("Expected text without a personal number; it belongs under identity only."));
      return FALSE;
    }
  *out_canonical = model_value_from_text (text);
  return TRUE;
}

static gboolean
check_multicode (const ModelField *field,
                 const char       *value,
                 char            **out_canonical,
                 GError          **error)
{
  g_auto (GStrv) words = g_strsplit (value, " ", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 seen = 0;
  guint n = 0;
  gboolean exclusive = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      int code;
      if (*words[i] == '\0')
        continue;
      code = model_field_code_index (field, words[i], strlen (words[i]));
      if (code < 0 || code > 63)
        {
          set_code_error (field, error);
          return FALSE;
        }
      seen |= G_GUINT64_CONSTANT (1) << code;
    }
  for (guint i = 0; i < field->n_codes; i++)
    if ((seen & (G_GUINT64_CONSTANT (1) << i)) != 0)
      {
        g_string_append_printf (text, "%s%s", n++ > 0 ? " " : "", field->codes[i].id);
        exclusive |= is_exclusive (field->codes[i].id);
      }
  if (exclusive && n > 1)
    {
      g_set_error_literal (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_CODE,
                           _ ("Expected either none (or normal) alone, or what was found."));
      return FALSE;
    }
  *out_canonical = g_string_free (g_steal_pointer (&text), FALSE);
  return TRUE;
}

static gboolean
check_number (const ModelField *field,
              const char       *value,
              gboolean          decimal_comma,
              char            **out_canonical,
              GError          **error)
{
  char buffer[BASE_NUMBER_SIZE];
  double number;
  gint64 integer;

  if (field->type == MODEL_TYPE_REAL)
    {
      if (decimal_comma ? !base_number_parse_typed (value, &number)
                        : !base_number_parse (value, &number))
        {
          set_type_error (field, error);
          return FALSE;
        }
      if (number == 0)
        number = 0; /* without a sign */
      if (!in_hard_range (field, number))
        {
          set_range_error (field, error);
          return FALSE;
        }
      *out_canonical = g_strdup (base_number_to_buffer (number, buffer));
      return TRUE;
    }
  if (!base_integer_parse (value, &integer)
      || (field->type == MODEL_TYPE_REFERENCE && integer == 0))
    {
      set_type_error (field, error);
      return FALSE;
    }
  if (!in_hard_range (field, integer) || ABS ((double) integer) >= 1e15)
    {
      set_range_error (field, error);
      return FALSE;
    }
  *out_canonical = g_strdup_printf ("%" G_GINT64_FORMAT, integer);
  return TRUE;
}

static gboolean
check_boolean (const ModelField *field,
               const char       *value,
               char            **out_canonical,
               GError          **error)
{
  if (g_ascii_strcasecmp (value, "true") == 0 || strcmp (value, "1") == 0)
    *out_canonical = g_strdup ("true");
  else if (g_ascii_strcasecmp (value, "false") == 0 || strcmp (value, "0") == 0)
    *out_canonical = g_strdup ("false");
  else
    {
      set_type_error (field, error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_value (const ModelField *field,
             const char       *value,
             gboolean          decimal_comma,
             char            **out_canonical,
             GError          **error)
{
  switch (field->type)
    {
    case MODEL_TYPE_TEXT:
      return check_text (field, value, out_canonical, error);
    case MODEL_TYPE_MULTICODE:
      return check_multicode (field, value, out_canonical, error);
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REAL:
    case MODEL_TYPE_DURATION_DAYS:
    case MODEL_TYPE_REFERENCE:
      return check_number (field, value, decimal_comma, out_canonical, error);
    case MODEL_TYPE_BOOLEAN:
      return check_boolean (field, value, out_canonical, error);
    case MODEL_TYPE_CODE:
      set_code_error (field, error); /* it would have been canonical */
      return FALSE;
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_DATETIME:
    default:
      set_type_error (field, error);
      return FALSE;
    }
}

gboolean
model_value_check (const ModelField *field,
                   const char       *value,
                   gboolean          decimal_comma,
                   char            **out_canonical,
                   GError          **error)
{
  ModelMissing missing;

  g_return_val_if_fail (field != NULL && out_canonical != NULL, FALSE);

  *out_canonical = NULL;
  if (value == NULL || *value == '\0')
    return TRUE;
  if (model_value_is_canonical (field, value, strlen (value)))
    {
      *out_canonical = g_strdup (value);
      return TRUE;
    }

  g_autofree char *stripped = g_strstrip (g_strdup (value));
  missing = model_value_missing (stripped);
  if (missing == MODEL_MISSING_NOT_ASKED)
    return TRUE;
  if (missing != MODEL_MISSING_NONE && (field->missing_allowed & (1u << missing)) == 0)
    {
      set_missing_error (field, error);
      return FALSE;
    }
  if (model_value_is_canonical (field, stripped, strlen (stripped)))
    {
      *out_canonical = g_steal_pointer (&stripped);
      return TRUE;
    }
  return check_value (field, stripped, decimal_comma, out_canonical, error);
}

/* ---- reading values ------------------------------------------------------------------------ */

gboolean
model_value_number (const char *value,
                    double     *out_number)
{
  g_return_val_if_fail (out_number != NULL, FALSE);

  if (value == NULL || *value == '\0' || *value == '?')
    return FALSE;
  if (strcmp (value, "true") == 0 || strcmp (value, "false") == 0)
    {
      *out_number = *value == 't';
      return TRUE;
    }
  return read_integer (value, strlen (value), out_number)
         || read_real (value, strlen (value), out_number);
}

BaseDate
model_value_date (const char *value)
{
  ModelParsed parsed = { .date = BASE_DATE_NONE };

  if (value == NULL || !g_ascii_isdigit (*value) || !read_datetime (value, strlen (value), &parsed))
    return BASE_DATE_NONE;
  return parsed.date;
}

gboolean
model_value_has_code (const char *value,
                      const char *code)
{
  gsize length;

  g_return_val_if_fail (code != NULL, FALSE);

  if (model_value_missing (value) != MODEL_MISSING_NONE)
    return FALSE;
  length = strlen (code);
  for (const char *p = value; p != NULL; p = strchr (p, ' '))
    {
      if (*p == ' ')
        p++;
      if (strncmp (p, code, length) == 0 && (p[length] == '\0' || p[length] == ' '))
        return TRUE;
    }
  return FALSE;
}

gboolean
model_value_equal (const char *a,
                   const char *b)
{
  return strcmp (a != NULL ? a : "", b != NULL ? b : "") == 0;
}
