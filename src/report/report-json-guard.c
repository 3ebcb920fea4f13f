/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at before a file from elsewhere is parsed: report-json-private.h. */
#include "config.h"

#include <string.h>

#include "report-json-private.h"

#define MAX_DEPTH 8 /* of arrays and objects */

gboolean
report_json_is_shallow (const char *data,
                        gsize       length)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  if (!g_utf8_validate (data, (gssize) length, NULL))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      char c = data[i];

      if (quoted && c == '\\')
        i++;
      else if (c == '"')
        quoted = !quoted;
      else if (!quoted && (c == '[' || c == '{') && ++depth > MAX_DEPTH)
        return FALSE;
      else if (!quoted && (c == ']' || c == '}') && depth-- == 0)
        return FALSE;
      else if (!quoted && !g_ascii_isalnum (c) && !g_ascii_isspace (c)
               && strchr ("[]{}:,+-.", c) == NULL)
        return FALSE;
    }
  return !quoted && depth == 0;
}
