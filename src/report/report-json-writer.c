/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of JSON objects as the house writes them: report-json-private.h. */
#include "config.h"

#include "report-json-private.h"

#include <math.h>
#include <string.h>

static void
add_value (JsonBuilder *builder,
           double       value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
report_json_number (JsonBuilder *builder,
                    const char  *name,
                    double       value)
{
  json_builder_set_member_name (builder, name);
  add_value (builder, value);
}

void
report_json_count (JsonBuilder *builder,
                   const char  *name,
                   guint64      value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

void
report_json_text (JsonBuilder *builder,
                  const char  *name,
                  const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
report_json_array (JsonBuilder  *builder,
                   const char   *name,
                   const double *values,
                   guint         n)
{
  report_json_open_array (builder, name);
  for (guint i = 0; i < n; i++)
    add_value (builder, values[i]);
  json_builder_end_array (builder);
}

void
report_json_test (JsonBuilder     *builder,
                  const char      *name,
                  const StatsTest *test)
{
  report_json_open (builder, name);
  report_json_number (builder, "chisq", test->chisq);
  report_json_count (builder, "df", test->df);
  report_json_number (builder, "p", test->p);
  json_builder_end_object (builder);
}

void
report_json_open (JsonBuilder *builder,
                  const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

void
report_json_open_array (JsonBuilder *builder,
                        const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

void
report_json_source (JsonBuilder            *builder,
                    const AnalysisQuestion *question,
                    const ReportSource     *source,
                    guint                   version)
{
  g_autofree char *text = analysis_question_to_text (question);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  report_json_open (builder, "question");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *equals = strchr (lines[i], '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      report_json_text (builder, lines[i], equals + 1);
    }
  json_builder_end_object (builder);
  report_json_text (builder, "synthetic", source != NULL ? source->synthetic_note : NULL);
  report_json_text (builder, "natality", NATALITY_VERSION);
  report_json_count (builder, "json", version);
}

/* JsonGenerator puts ".0" behind a number without a point, also behind an exponent, where JSON has
 * none: 1e+308.0. */
static void
mend_exponents (char *text)
{
  gboolean quoted = FALSE, exponent = FALSE;
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (exponent && from[0] == '.' && from[1] == '0')
        {
          from++;
          continue;
        }
      if (quoted && *from == '\\')
        *to++ = *from++;
      else if (*from == '"')
        quoted = !quoted;
      exponent = !quoted
                 && ((*from == 'e' && from > text && g_ascii_isdigit (from[-1]))
                     || (exponent && (g_ascii_isdigit (*from) || strchr ("+-", *from) != NULL)));
      *to++ = *from;
    }
  *to = '\0';
}

char *
report_json_finish (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  mend_exponents (text);
  return g_strconcat (text, "\n", NULL);
}
