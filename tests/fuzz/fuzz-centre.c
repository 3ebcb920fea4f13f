/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of a centre's risk tables on any bytes: refused with a sentence, or whole; what it
 * took is written and read as the same, and pools. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "report-pool.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == ANALYSIS_ERROR);
  g_assert_true (*error->message != '\0' && g_utf8_validate (error->message, -1, NULL));
}

static void
check_pool (AnalysisCentre *centre,
            gboolean        hazard_ratio)
{
  g_autoptr (GPtrArray) centres
    = g_ptr_array_new_with_free_func ((GDestroyNotify) analysis_centre_unref);
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  AnalysisPoolOptions options
    = { .method = STATS_POOL_REML, .hazard_ratio = hazard_ratio, .at = 1 };
  g_autoptr (AnalysisPool) pool = NULL;
  g_autofree char *json = NULL, *csv = NULL, *text = NULL;

  g_ptr_array_add (centres, analysis_centre_ref (centre));
  pool = analysis_pool_new (centres, question, &options, NULL);
  g_assert_nonnull (pool);
  json = report_pool_json (pool);
  csv = report_pool_csv (pool);
  text = report_pool_text (pool);
  g_assert_true (g_utf8_validate (json, -1, NULL) && g_utf8_validate (csv, -1, NULL)
                 && g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisCentre) centre
    = report_centre_parse ((const char *) data, size, "file", &error);
  g_autoptr (AnalysisCentre) again = NULL;
  g_autofree char *json = NULL, *once_more = NULL;

  if (centre == NULL)
    {
      check_error (error);
      return 0;
    }
  g_assert_no_error (error);
  json = report_centre_json (centre);
  again = report_centre_parse (json, strlen (json), "file", &error);
  g_assert_no_error (error);
  once_more = report_centre_json (again);
  g_assert_cmpstr (json, ==, once_more);
  check_pool (centre, FALSE);
  check_pool (centre, TRUE);
  return 0;
}
