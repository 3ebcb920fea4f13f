/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cohort against a published rate or hazards, as text, CSV and JSON. Computes no figure. */
#pragma once

#include "analysis-compare.h"
#include "report-curve.h"

G_BEGIN_DECLS

/* The sentence that stands beside every historical comparison: it is confounded. */
const char *report_historical_warning (void);

/* Ids of the methods in it, as report_curve_methods. (transfer full) */
GPtrArray *report_comparison_methods (const AnalysisComparison *comparison);

/* All (transfer full). */
char *report_comparison_json (const AnalysisComparison *comparison,
                              const AnalysisQuestion *question,
                              const ReportSource *source);
char *report_comparison_csv (const AnalysisComparison *comparison);
char *report_comparison_text (const AnalysisComparison *comparison, const ReportSource *source);

G_END_DECLS
