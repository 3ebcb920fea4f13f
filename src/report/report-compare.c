/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Historical comparisons for readers: report-compare.h. */
#include "config.h"

#include "report-compare.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-json-private.h"
#include "report-method.h"
#include "report-tests.h"

#define COMPARE_JSON_VERSION 1

const char *
report_historical_warning (void)
{
  return _("A historical comparison is confounded: the published patients were others, treated "
           "elsewhere and earlier, and a published rate has a sampling error of its own. For "
           "immunoglobulin and prednisone a later randomised trial found no significant effect.");
}

char *
report_comparison_json (const AnalysisComparison *comparison,
                        const AnalysisQuestion *question,
                        const ReportSource     *source)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (!isnan (comparison->against))
    {
      report_json_count (builder, "at", comparison->at);
      report_json_count (builder, "births", comparison->births);
      report_json_count (builder, "at_risk", comparison->at_risk);
      report_json_number (builder, "rate",
                          stats_proportion (comparison->births, comparison->at_risk));
      report_json_number (builder, "exact_lo", comparison->lo);
      report_json_number (builder, "exact_hi", comparison->hi);
      report_json_number (builder, "against", comparison->against);
      report_json_number (builder, "p", comparison->p);
    }
  if (comparison->n_hazards > 0)
    {
      const StatsOneSample *sample = &comparison->hazards;

      report_json_open (builder, "one_sample");
      report_json_count (builder, "transfers", comparison->n_hazards);
      report_json_number (builder, "observed", sample->observed);
      report_json_number (builder, "expected", sample->expected);
      report_json_number (builder, "variance", sample->variance);
      report_json_number (builder, "z", sample->z);
      report_json_number (builder, "p", sample->p);
      report_json_number (builder, "exact_p", sample->exact_p);
      json_builder_end_object (builder);
    }
  report_json_text (builder, "warning", report_historical_warning ());
  report_json_source (builder, question, source, COMPARE_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

static void
csv_row (GString    *out,
         const char *what,
         double      observed,
         double      expected,
         double      p)
{
  char a[BASE_NUMBER_SIZE], b[BASE_NUMBER_SIZE], c[BASE_NUMBER_SIZE];

  g_string_append_printf (out, "%s,%s,%s,%s\n", what, base_number_to_buffer (observed, a),
                          base_number_to_buffer (expected, b), base_number_to_buffer (p, c));
}

char *
report_comparison_csv (const AnalysisComparison *comparison)
{
  GString *out = g_string_new ("comparison,observed,expected,p\n");

  if (!isnan (comparison->against))
    csv_row (out, "rate", stats_proportion (comparison->births, comparison->at_risk),
             comparison->against, comparison->p);
  if (comparison->n_hazards > 0)
    {
      csv_row (out, "one-sample", comparison->hazards.observed, comparison->hazards.expected,
               comparison->hazards.p);
      csv_row (out, "one-sample-exact", comparison->hazards.observed, comparison->hazards.expected,
               comparison->hazards.exact_p);
    }
  return g_string_free (out, FALSE);
}

char *
report_comparison_text (const AnalysisComparison *comparison,
                        const ReportSource     *source)
{
  GString *out = g_string_new (NULL);

  if (source != NULL && source->synthetic_note != NULL)
    g_string_append_printf (out, "%s\n\n", source->synthetic_note);
  if (!isnan (comparison->against))
    {
      g_autofree char *rate
        = report_percent_interval (stats_proportion (comparison->births, comparison->at_risk),
                                   comparison->lo, comparison->hi, 1);
      g_autofree char *against = report_percent (comparison->against, 1);
      g_autofree char *p = report_p (comparison->p);

      g_string_append_printf (
        out,
        _("Transfer %u: %lu of %lu, %s, Clopper-Pearson; against %s: %s, exact binomial.\n"),
        comparison->at, (gulong) comparison->births, (gulong) comparison->at_risk, rate, against,
        p);
    }
  if (comparison->n_hazards > 0)
    {
      const StatsOneSample *sample = &comparison->hazards;
      g_autofree char *expected = base_number_to_display (sample->expected, 1);
      g_autofree char *observed = base_number_to_display (sample->observed, 0);
      g_autofree char *p = report_p (sample->p), *exact = report_p (sample->exact_p);

      g_string_append_printf (
        out, _("Transfers 1 to %u: births %s, expected %s: %s, one-sample log-rank; %s, exact.\n"),
        comparison->n_hazards, observed, expected, p, exact);
    }
  g_string_append_printf (out, "%s\n", report_historical_warning ());
  return g_string_free (out, FALSE);
}

/* --- methods ---------------------------------------------------------------------------------- */

GPtrArray *
report_comparison_methods (const AnalysisComparison *comparison)
{
  GPtrArray *ids = report_method_list ();

  if (!isnan (comparison->against))
    {
      report_method_add (ids, "hazard");
      report_method_add (ids, "clopper-pearson");
      report_method_add (ids, "binomial");
    }
  if (comparison->n_hazards > 0)
    report_method_add (ids, "one-sample-log-rank");
  return ids;
}
