/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a method's entry and telling it: report-method.h. */
#include "config.h"

#include "report-method.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "report-json-private.h"
#include "report-method-private.h"

static const ReportMethod *const families[] = { report_methods_curves, report_methods_intervals,
                                                report_methods_tests, report_methods_models,
                                                report_methods_groups };

const ReportMethod *
report_method_nth (guint i)
{
  for (guint f = 0; f < G_N_ELEMENTS (families); f++)
    for (const ReportMethod *method = families[f]; method->id != NULL; method++)
      if (i-- == 0)
        return method;
  return NULL;
}

const ReportMethod *
report_method (const char *id)
{
  const ReportMethod *method;

  for (guint i = 0; (method = report_method_nth (i)) != NULL; i++)
    if (g_str_equal (method->id, id))
      return method;
  return NULL;
}

GPtrArray *
report_method_list (void)
{
  return g_ptr_array_new_null_terminated (0, NULL, TRUE);
}

void
report_method_add (GPtrArray  *ids,
                   const char *id)
{
  g_return_if_fail (report_method (id) != NULL);
  g_ptr_array_add (ids, (gpointer) report_method (id)->id);
}

guint
report_method_parts (const ReportMethod *self,
                     ReportMethodPart    out[REPORT_METHOD_MAX_PARTS])
{
  const ReportMethodPart all[REPORT_METHOD_MAX_PARTS] = {
    { _ ("What it is"), self->what != NULL ? _ (self->what) : NULL, FALSE },
    { _ ("Formula"), self->formula, TRUE },
    { _ ("Computed from"), self->inputs != NULL ? _ (self->inputs) : NULL, FALSE },
    { _ ("Interval"), self->interval != NULL ? _ (self->interval) : NULL, FALSE },
    { _ ("At one transfer"), self->ties != NULL ? _ (self->ties) : NULL, FALSE },
    { _ ("In R"),
      self->r_call != NULL ? self->r_call
                           : _ ("No R function is named for this figure; the formula holds as "
                                "stated."),
      self->r_call != NULL },
    { _ ("Source"), self->source, FALSE },
  };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].text != NULL)
      out[n++] = all[i];
  return n;
}

char *
report_method_text (const ReportMethod *self)
{
  ReportMethodPart parts[REPORT_METHOD_MAX_PARTS];
  guint n = report_method_parts (self, parts);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s [%s]\n", _ (self->name), self->id);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) lines = g_strsplit (parts[i].text, "\n", -1);

      if (!parts[i].code)
        {
          g_string_append_printf (out, "  %s: %s\n", parts[i].heading, parts[i].text);
          continue;
        }
      g_string_append_printf (out, "  %s:\n", parts[i].heading);
      for (guint line = 0; lines[line] != NULL; line++)
        if (lines[line][0] != '\0')
          g_string_append_printf (out, "      %s\n", lines[line]);
    }
  return g_string_free (out, FALSE);
}

char *
report_methods_text (const char *const *ids)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const ReportMethod *method = report_method (ids[i]);
      g_autofree char *text = NULL;
      gboolean told = FALSE;

      for (guint before = 0; before < i; before++)
        told = told || g_str_equal (ids[before], ids[i]);
      if (method == NULL || told)
        continue;
      text = report_method_text (method);
      g_string_append_printf (out, "\n%s", text);
    }
  if (out->len > 0)
    {
      g_autofree char *head = g_strdup_printf (
          "\n%s\n", _ ("The methods behind these figures. In R, d has one row per patient: "
                       "transfers, fate (0 in treatment, 1 live birth, 2 discontinued, 3 decision "
                       "open), and the group, stratum and age that a call names."));

      g_string_prepend (out, head);
    }
  return g_string_free (out, FALSE);
}

static void
add_json (JsonBuilder        *builder,
          const ReportMethod *method)
{
  json_builder_begin_object (builder);
  report_json_text (builder, "id", method->id);
  report_json_text (builder, "name", _ (method->name));
  report_json_text (builder, "what", _ (method->what));
  report_json_text (builder, "formula", method->formula);
  report_json_text (builder, "inputs", _ (method->inputs));
  report_json_text (builder, "interval", method->interval != NULL ? _ (method->interval) : NULL);
  report_json_text (builder, "ties", method->ties != NULL ? _ (method->ties) : NULL);
  report_json_text (builder, "r_call", method->r_call);
  report_json_text (builder, "source", method->source);
  json_builder_end_object (builder);
}

char *
report_methods_json (const char *const *ids)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const ReportMethod *method;

  json_builder_begin_array (builder);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    add_json (builder, report_method (ids[i]));
  for (guint i = 0; ids == NULL && (method = report_method_nth (i)) != NULL; i++)
    add_json (builder, method);
  json_builder_end_array (builder);
  return report_json_finish (builder);
}
