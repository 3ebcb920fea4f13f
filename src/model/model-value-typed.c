/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as people type and read them, in their language and locale. Export notation is the other
 * side (model-value.c). */
#include "model-value.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "base-text.h"
#include "model-value-private.h"

static const char *
translated (const char *text)
{
  return text != NULL && *text != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : "";
}

static const char *
missing_word (ModelMissing missing)
{
  switch (missing)
    {
    case MODEL_MISSING_UNKNOWN:
      return _ ("unknown");
    case MODEL_MISSING_NOT_APPLICABLE:
      return _ ("not applicable");
    case MODEL_MISSING_PENDING:
      return _ ("pending");
    case MODEL_MISSING_NONE:
    case MODEL_MISSING_NOT_ASKED:
    case MODEL_N_MISSING:
    default:
      return "";
    }
}

/* ---- typed --------------------------------------------------------------------------------- */

/* Index of the code that is meant: its id, its label, or a unique beginning of a label, in any case
 * and without accents; -1 when there is none, or more than one. */
static int
find_code (const ModelField *field,
           const char       *typed)
{
  g_autofree char *folded = base_text_fold (typed);
  int found = -1, n = 0;

  for (guint i = 0; i < field->n_codes; i++)
    if (g_ascii_strcasecmp (field->codes[i].id, typed) == 0)
      return i;
  if (*folded == '\0')
    return -1;
  for (guint i = 0; i < field->n_codes; i++)
    {
      g_autofree char *label = base_text_fold (translated (field->codes[i].label));
      if (strcmp (label, folded) == 0)
        return i;
      if (g_str_has_prefix (label, folded))
        {
          found = i;
          n++;
        }
    }
  return n == 1 ? found : -1;
}

static gboolean
typed_missing (const ModelField *field,
               const char       *typed,
               ModelMissing     *out_missing)
{
  g_autofree char *folded = NULL;

  if (strcmp (typed, "-") == 0)
    *out_missing = MODEL_MISSING_NOT_ASKED;
  else
    *out_missing = model_value_missing (typed);
  if (*out_missing != MODEL_MISSING_NONE)
    return TRUE;
  if (field->type == MODEL_TYPE_TEXT)
    return FALSE;

  folded = base_text_fold (typed);
  if (strcmp (folded, "p") == 0)
    *out_missing = MODEL_MISSING_PENDING;
  for (guint i = MODEL_MISSING_UNKNOWN; *out_missing == MODEL_MISSING_NONE && i < MODEL_N_MISSING;
       i++)
    {
      g_autofree char *word = base_text_fold (missing_word (i));
      if (strcmp (folded, word) == 0 || strcmp (folded, model_value_from_missing (i)) == 0)
        *out_missing = i;
    }
  return *out_missing != MODEL_MISSING_NONE;
}

static gboolean
typed_boolean (const char *typed,
               char      **out_text)
{
  g_autofree char *folded = base_text_fold (typed);
  g_autofree char *yes = base_text_fold (_ ("Yes"));
  g_autofree char *no = base_text_fold (_ ("No"));
  static const char *const trues[] = { "y", "yes", "true", "1", NULL }, *const falses[] = {
    "n", "no", "false", "0", NULL
  };

  if (g_strv_contains (trues, folded) || strcmp (folded, yes) == 0)
    *out_text = g_strdup ("true");
  else if (g_strv_contains (falses, folded) || strcmp (folded, no) == 0)
    *out_text = g_strdup ("false");
  return *out_text != NULL;
}

static const char *
skip_spaces (const char *p)
{
  while (*p == ' ')
    p++;
  return p;
}

/* 8+3, 8w3d, 8w3, 8w, 59d. A bare number is refused: it may mean weeks or days. */
static gboolean
typed_duration (const char *typed,
                char      **out_text)
{
  const char *p = skip_spaces (typed);
  guint64 weeks = 0, days = 0;
  char *end;

  if (!g_ascii_isdigit (*p))
    return FALSE;
  weeks = g_ascii_strtoull (p, &end, 10);
  p = skip_spaces (end);
  if (weeks > 9999)
    return FALSE;
  if (g_ascii_tolower (*p) == 'd')
    {
      days = weeks;
      weeks = 0;
      p = skip_spaces (p + 1);
    }
  else if (*p == '+' || g_ascii_tolower (*p) == 'w')
    {
      gboolean plus = *p == '+';
      p = skip_spaces (p + 1);
      if (g_ascii_isdigit (*p))
        {
          days = g_ascii_strtoull (p, &end, 10);
          p = skip_spaces (end);
          if (!plus && g_ascii_tolower (*p) == 'd')
            p = skip_spaces (p + 1);
        }
      else if (plus)
        return FALSE;
      if (days > 6)
        return FALSE;
    }
  else
    return FALSE;
  if (*p != '\0')
    return FALSE;
  *out_text = g_strdup_printf ("%" G_GUINT64_FORMAT, weeks * 7 + days);
  return TRUE;
}

/* Codes or labels, separated by commas or semicolons, or ids by spaces. */
static gboolean
typed_multicode (const ModelField *field,
                 const char       *typed,
                 char            **out_text)
{
  g_auto (GStrv) words = g_strsplit_set (typed, ",;", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      int code;
      g_strstrip (words[i]);
      if (*words[i] == '\0')
        continue;
      code = find_code (field, words[i]);
      if (code < 0)
        {
          if (words[1] != NULL)
            return FALSE;
          *out_text = g_strdup (typed); /* ids with spaces between, or nothing that is known */
          return TRUE;
        }
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", field->codes[code].id);
    }
  *out_text = g_string_free (g_steal_pointer (&text), FALSE);
  return TRUE;
}

/* To export notation, not yet checked. FALSE: can't be understood. */
static gboolean
understand (const ModelField *field,
            const char       *typed,
            gint32            today,
            char            **out_text)
{
  char buffer[BASE_NUMBER_SIZE];
  double number;
  BaseDate date;
  int code, minute;

  switch (field->type)
    {
    case MODEL_TYPE_TEXT:
      /* "-" alone is not asked, so a text that is a hyphen is escaped like the missing kinds. */
      *out_text = g_strdup (strcmp (typed, "\\-") == 0 ? "-" : typed);
      return TRUE;
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REFERENCE:
      *out_text = g_strdup (typed);
      return TRUE;
    case MODEL_TYPE_REAL:
      if (!base_number_parse_typed (typed, &number))
        return FALSE;
      *out_text = g_strdup (base_number_to_buffer (number, buffer));
      return TRUE;
    case MODEL_TYPE_BOOLEAN:
      return typed_boolean (typed, out_text);
    case MODEL_TYPE_CODE:
      code = find_code (field, typed);
      if (code < 0)
        return FALSE;
      *out_text = g_strdup (field->codes[code].id);
      return TRUE;
    case MODEL_TYPE_MULTICODE:
      return typed_multicode (field, typed, out_text);
    case MODEL_TYPE_DATE:
      if (!base_date_parse_typed (typed, today, &date))
        return FALSE;
      *out_text = base_date_to_iso (date);
      return TRUE;
    case MODEL_TYPE_DATETIME:
      if (!base_datetime_parse_typed (typed, today, &date, &minute))
        return FALSE;
      *out_text = base_datetime_to_iso (date, minute);
      return TRUE;
    case MODEL_TYPE_DURATION_DAYS:
      return typed_duration (typed, out_text);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static void
set_typed_error (const ModelField *field,
                 GError          **error)
{
  const char *message;

  switch (field->type)
    {
    case MODEL_TYPE_REAL:
      message = _ ("Expected a number, such as 25 or 25.3.");
      break;
    case MODEL_TYPE_BOOLEAN:
      message = _ ("Expected yes or no.");
      break;
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_MULTICODE:
      g_set_error_literal (
          error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_CODE,
          field->type == MODEL_TYPE_CODE
              ? _ ("Expected one entry of the list, or a beginning that only one entry has.")
              : _ ("Expected entries of the list, separated by commas."));
      return;
    case MODEL_TYPE_DATE:
      message = field->month_only
                    ? _ ("Expected a month and year, such as 3.1979, without the day.")
                    : _ ("Expected a date that exists, such as 9.3.2011, 3.2011 or 2011.");
      break;
    case MODEL_TYPE_DATETIME:
      message = _ ("Expected a date, or date and time, such as 9.3.2011 14:05.");
      break;
    case MODEL_TYPE_DURATION_DAYS:
      message = _ ("Expected weeks and days, such as 8+3, or days with a d, such as 59d.");
      break;
    case MODEL_TYPE_TEXT:
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REFERENCE:
    default:
      message = _ ("Expected a whole number.");
      break;
    }
  g_set_error_literal (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_TYPE, message);
}

gboolean
model_value_from_typed (const ModelField *field,
                        const char       *typed,
                        gint32            today,
                        char            **out_value,
                        GError          **error)
{
  g_autofree char *stripped = NULL, *text = NULL;
  ModelMissing missing;

  g_return_val_if_fail (field != NULL && out_value != NULL, FALSE);

  *out_value = NULL;
  if (typed == NULL)
    return TRUE;
  if (!g_utf8_validate (typed, -1, NULL))
    {
      g_set_error_literal (error, MODEL_VALUE_ERROR, MODEL_VALUE_ERROR_TEXT,
                           _ ("Expected text in UTF-8."));
      return FALSE;
    }
  stripped = g_strstrip (g_strdup (typed));
  if (typed_missing (field, stripped, &missing))
    return model_value_check (field, model_value_from_missing (missing), FALSE, out_value, error);
  if (!understand (field, stripped, today, &text))
    {
      set_typed_error (field, error);
      return FALSE;
    }
  return model_value_check (field, text, FALSE, out_value, error);
}

/* ---- display and editing ------------------------------------------------------------------- */

static int
decimals_of (const char *value)
{
  const char *point = strchr (value, '.');

  return point != NULL ? strlen (point + 1) : 0;
}

/* A stored number is never shown with fewer decimals than it has: a dose of 0.125 isn't 0.1. */
static char *
real_to_display (const ModelField *field,
                 const char       *value)
{
  double number;
  int decimals = field->decimals;

  if (!model_value_number (value, &number))
    return g_strdup (value);
  if (field->derived == NULL && strchr (value, 'e') == NULL)
    decimals = MAX (decimals, decimals_of (value));
  return base_number_to_display (number, decimals);
}

static char *
codes_to_text (const ModelField *field,
               const char       *value)
{
  g_auto (GStrv) ids = g_strsplit (value, " ", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      int code = model_field_code_index (field, ids[i], strlen (ids[i]));
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              code >= 0 ? translated (field->codes[code].label) : ids[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
duration_to_text (const char *value)
{
  double days;

  if (!model_value_number (value, &days) || days < 0)
    return g_strdup (value);
  return g_strdup_printf ("%d+%d", (int) days / 7, (int) days % 7);
}

char *
model_value_to_display (const ModelField *field,
                        const char       *value)
{
  ModelMissing missing = model_value_missing (value);
  ModelParsed parsed;

  g_return_val_if_fail (field != NULL, NULL);

  if (missing != MODEL_MISSING_NONE)
    return g_strdup (missing_word (missing));
  switch (field->type)
    {
    case MODEL_TYPE_TEXT:
      return model_value_to_text (value);
    case MODEL_TYPE_REAL:
      return real_to_display (field, value);
    case MODEL_TYPE_BOOLEAN:
      return g_strdup (*value == 't' ? _ ("Yes") : _ ("No"));
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_MULTICODE:
      return codes_to_text (field, value);
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_DATETIME:
      if (!model_value_read (field, value, strlen (value), &parsed))
        return g_strdup (value);
      return field->type == MODEL_TYPE_DATE || parsed.minute < 0
                 ? base_date_to_display (parsed.date)
                 : base_datetime_to_display (parsed.date, parsed.minute);
    case MODEL_TYPE_DURATION_DAYS:
      return duration_to_text (value);
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REFERENCE:
    default:
      return g_strdup (value);
    }
}

char *
model_value_to_editable (const ModelField *field,
                         const char       *value)
{
  ModelMissing missing = model_value_missing (value);

  g_return_val_if_fail (field != NULL, NULL);

  if (missing != MODEL_MISSING_NONE)
    return g_strdup (model_value_from_missing (missing));
  switch (field->type)
    {
    case MODEL_TYPE_TEXT:
      return g_strdup (strcmp (value, "-") == 0 ? "\\-" : value);
    case MODEL_TYPE_REAL:
      {
        const char *point = localeconv ()->decimal_point;
        return strcmp (point, ",") == 0 ? g_strdelimit (g_strdup (value), ".", ',')
                                        : g_strdup (value);
      }
    case MODEL_TYPE_BOOLEAN:
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_MULTICODE:
    case MODEL_TYPE_DURATION_DAYS:
      return model_value_to_display (field, value);
    case MODEL_TYPE_DATETIME:
      return g_strdelimit (g_strdup (value), "T", ' ');
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_REFERENCE:
    default:
      return g_strdup (value);
    }
}
