/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trial plan for readers: report-plan.h. */
#include "config.h"

#include "report-plan.h"

#include <glib/gi18n-lib.h>

#include "base-number.h"
#include "report-json-private.h"
#include "report-method.h"

#define PLAN_JSON_VERSION 1

static const char *const method_ids[ANALYSIS_PLAN_METHODS] = { "unpooled", "pooled", "corrected",
                                                               "exact" };

const char *
report_plan_method_name (guint method)
{
  static const char *const names[ANALYSIS_PLAN_METHODS]
    = { N_ ("Unpooled variance"), N_ ("Pooled variance"), N_ ("With continuity correction"),
        N_ ("Fisher's exact test") };

  return _(names[method]);
}

const char *
report_plan_caution (void)
{
  return _("These rates are of patients who were selected; those of a trial may differ.");
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void
json_proportions (JsonBuilder                   *builder,
                  const AnalysisProportionsPlan *plan)
{
  report_json_open (builder, "proportions");
  report_json_number (builder, "a", plan->a);
  report_json_number (builder, "b", plan->b);
  for (guint m = 0; m < ANALYSIS_PLAN_METHODS; m++)
    {
      report_json_open (builder, method_ids[m]);
      report_json_count (builder, "patients", plan->patients[m]);
      report_json_count (builder, "inflated", plan->inflated[m]);
      report_json_number (builder, "power", plan->power[m]);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
json_curves (JsonBuilder              *builder,
             const AnalysisCurvesPlan *plan)
{
  report_json_open (builder, "curves");
  report_json_count (builder, "transfers", plan->K);
  report_json_number (builder, "odds_ratio", plan->odds_ratio);
  report_json_array (builder, "hazard_a", plan->hazard_a, plan->K);
  report_json_array (builder, "hazard_b", plan->hazard_b, plan->K);
  report_json_array (builder, "stop", plan->stop, plan->K);
  report_json_number (builder, "conservative_a", plan->cumulative_a);
  report_json_number (builder, "conservative_b", plan->cumulative_b);
  report_json_count (builder, "patients", plan->patients);
  report_json_count (builder, "inflated", plan->inflated);
  report_json_number (builder, "power", plan->power);
  report_json_number (builder, "schoenfeld", plan->schoenfeld);
  report_json_count (builder, "simulations", plan->simulations);
  report_json_number (builder, "simulated", plan->simulated);
  json_builder_end_object (builder);
}

static char *
plan_json (const AnalysisPlanDesign      *design,
           const AnalysisProportionsPlan *proportions,
           const AnalysisCurvesPlan      *curves,
           const AnalysisQuestion        *question,
           const ReportSource            *source)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  report_json_number (builder, "alpha", design->alpha);
  report_json_number (builder, "power", design->power);
  report_json_number (builder, "ratio", design->ratio);
  report_json_number (builder, "drop_out", design->drop_out);
  if (proportions != NULL)
    json_proportions (builder, proportions);
  if (curves != NULL)
    json_curves (builder, curves);
  report_json_source (builder, question, source, PLAN_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

/* --- CSV and text ----------------------------------------------------------------------------- */

static void
csv_row (GString    *out,
         const char *method,
         guint64     patients,
         guint64     inflated,
         double      power)
{
  char buffer[BASE_NUMBER_SIZE];

  g_string_append_printf (out, "%s,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%s\n", method,
                          patients, inflated, base_number_to_buffer (power, buffer));
}

static char *
plan_csv (const AnalysisProportionsPlan *proportions,
          const AnalysisCurvesPlan      *curves)
{
  GString *out = g_string_new ("method,patients,inflated,power\n");

  for (guint m = 0; proportions != NULL && m < ANALYSIS_PLAN_METHODS; m++)
    csv_row (out, method_ids[m], proportions->patients[m], proportions->inflated[m],
             proportions->power[m]);
  if (curves != NULL)
    {
      csv_row (out, "curves", curves->patients, curves->inflated, curves->power);
      csv_row (out, "curves-schoenfeld", curves->patients, curves->inflated, curves->schoenfeld);
      if (curves->simulations > 0)
        csv_row (out, "curves-simulated", curves->patients, curves->inflated, curves->simulated);
    }
  return g_string_free (out, FALSE);
}

static void
text_row (GString    *out,
          const char *method,
          guint64     patients,
          guint64     inflated,
          double      power)
{
  g_autofree char *percent = report_percent (power, 1);

  if (patients == 0)
    g_string_append_printf (out, _("%-28s no number of patients reaches the power\n"), method);
  else
    g_string_append_printf (out,
                            _("%-28s %lu in the first group (%lu with drop-out), power %s\n"),
                            method, (gulong) patients, (gulong) inflated, percent);
}

static void
text_curves (GString                  *out,
             const AnalysisCurvesPlan *plan)
{
  g_autofree char *a = report_percent (plan->cumulative_a, 1);
  g_autofree char *b = report_percent (plan->cumulative_b, 1);
  g_autofree char *odds = base_number_to_display (plan->odds_ratio, 2);
  g_autofree char *schoenfeld = report_percent (plan->schoenfeld, 1);

  g_string_append_printf (out,
                          _("Up to %u transfers, odds ratio %s at each: %s against %s "
                            "(conservative).\n"),
                          plan->K, odds, a, b);
  text_row (out, _("Log-rank over transfers"), plan->patients, plan->inflated, plan->power);
  if (plan->simulations > 0)
    {
      g_autofree char *simulated = report_percent (plan->simulated, 1);

      g_string_append_printf (out, _("%-28s %s in %u simulated trials\n"), _("Simulated power"),
                              simulated, plan->simulations);
    }
  g_string_append_printf (out,
                          _("%-28s %s: too high on a clock that counts transfers, for comparison "
                            "only\n"),
                          _("Schoenfeld's formula"), schoenfeld);
  g_string_append_printf (out, "%s\n", report_plan_caution ());
}

char *
report_plan (const AnalysisPlanDesign      *design,
             const AnalysisProportionsPlan *proportions,
             const AnalysisCurvesPlan      *curves,
             const AnalysisQuestion        *question,
             const ReportSource            *source,
             const char                    *format)
{
  GString *out;

  if (g_str_equal (format, "json"))
    return plan_json (design, proportions, curves, question, source);
  if (g_str_equal (format, "csv"))
    return plan_csv (proportions, curves);
  out = g_string_new (NULL);
  if (source != NULL && source->synthetic_note != NULL)
    g_string_append_printf (out, "%s\n\n", source->synthetic_note);
  if (proportions != NULL)
    {
      g_autofree char *a = report_percent (proportions->a, 1);
      g_autofree char *b = report_percent (proportions->b, 1);

      g_string_append_printf (out, _("Two proportions, %s against %s:\n"), a, b);
      for (guint m = 0; m < ANALYSIS_PLAN_METHODS; m++)
        text_row (out, report_plan_method_name (m), proportions->patients[m],
                  proportions->inflated[m], proportions->power[m]);
    }
  if (curves != NULL)
    text_curves (out, curves);
  return g_string_free (out, FALSE);
}

/* --- methods ---------------------------------------------------------------------------------- */

GPtrArray *
report_plan_methods (const AnalysisProportionsPlan *proportions,
                     const AnalysisCurvesPlan      *curves)
{
  GPtrArray *ids = report_method_list ();

  for (guint m = 0; proportions != NULL && m < ANALYSIS_PLAN_METHODS; m++)
    {
      g_autofree char *id = g_strconcat ("power-", method_ids[m], NULL);

      report_method_add (ids, id);
    }
  if (curves != NULL)
    {
      report_method_add (ids, "power-curves");
      report_method_add (ids, "schoenfeld");
    }
  return ids;
}
