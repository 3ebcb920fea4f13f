/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text folded for searching and normalized for keeping. Knows no field and no language. */
#include "base-text.h"

#include <string.h>

/* Letters that Unicode doesn't take apart, after case folding. */
static const char *
open_letter (gunichar letter)
{
  switch (letter)
    {
    case 0x00e6: /* æ */
      return "ae";
    case 0x00f0: /* ð */
    case 0x0111: /* đ */
      return "d";
    case 0x00f8: /* ø */
      return "o";
    case 0x00fe: /* þ */
      return "th";
    case 0x0127: /* ħ */
      return "h";
    case 0x0131: /* ı */
      return "i";
    case 0x0142: /* ł */
      return "l";
    case 0x014b: /* ŋ */
      return "n";
    case 0x0153: /* œ */
      return "oe";
    case 0x0167: /* ŧ */
      return "t";
    case 0x00df: /* ß, should folding have left one */
      return "ss";
    default:
      return NULL;
    }
}

char *
base_text_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  g_autofree char *lower = g_utf8_casefold (valid, -1);
  g_autofree char *apart = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_sized_new (strlen (apart));
  gboolean space = FALSE;

  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      const char *opened = open_letter (letter);

      if (g_unichar_isspace (letter))
        {
          space = TRUE;
          continue;
        }
      if (g_unichar_ismark (letter) || g_unichar_type (letter) == G_UNICODE_FORMAT)
        continue;
      if (space && folded->len > 0)
        g_string_append_c (folded, ' ');
      space = FALSE;
      if (opened != NULL)
        g_string_append (folded, opened);
      else
        g_string_append_unichar (folded, letter);
    }
  return g_string_free (folded, FALSE);
}

char *
base_text_normalize (const char *text)
{
  g_autofree char *lines = NULL;
  char *to;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  lines = g_malloc (strlen (text) + 1);
  to = lines;
  for (const char *from = text; *from != '\0'; from++)
    if (*from != '\r')
      *to++ = *from;
    else if (from[1] != '\n')
      *to++ = '\n';
  *to = '\0';
  return g_utf8_normalize (lines, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

gboolean
base_text_is_plain (const char *text,
                    glong       max_length)
{
  if (text == NULL)
    return TRUE;
  if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > max_length)
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isprint (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

char *
base_text_to_plain (const char *text,
                    glong       max_length)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *plain = g_string_new (NULL);
  const char *at = valid;

  for (glong i = 0; *at != '\0' && i < max_length; i++, at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (plain, g_unichar_isprint (c) ? c : 0xFFFD);
    }
  return g_string_free (plain, FALSE);
}

gboolean
base_set_str (char      **target,
              const char *value)
{
  char *copy;

  if (g_strcmp0 (*target, value) == 0)
    return FALSE;
  copy = g_strdup (value);
  g_free (*target);
  *target = copy;
  return TRUE;
}
