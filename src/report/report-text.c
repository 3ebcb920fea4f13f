/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of CSV and of tables in text: report-text-private.h. */
#include "config.h"

#include "report-text-private.h"

void
report_append_quoted (GString    *out,
                      const char *text)
{
  g_string_append_c (out, '"');
  for (; text != NULL && *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

static int
missing (const char *text,
         int         width)
{
  return MAX (width - (int) g_utf8_strlen (text, -1), 0);
}

void
report_append_padded (GString    *out,
                      const char *text,
                      int         width)
{
  g_string_append_printf (out, "%*s%s", missing (text, width), "", text);
}

void
report_append_padded_left (GString    *out,
                           const char *text,
                           int         width)
{
  g_string_append_printf (out, "%s%*s", text, missing (text, width), "");
}
