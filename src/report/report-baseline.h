/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The baseline table as text, CSV and JSON. Computes no figure. */
#pragma once

#include "analysis-baseline.h"
#include "report-curve.h"

G_BEGIN_DECLS

/* Ids of the methods in it, as report_curve_methods. (transfer full) */
GPtrArray *report_baseline_methods (const AnalysisBaseline *table);

/* JSON of `table` (a contract; keys of table_one in tests/reference expected.json). All (transfer
 * full). */
char *report_baseline_json (const AnalysisBaseline *table,
                            const AnalysisQuestion *question,
                            const ReportSource *source);
char *report_baseline_csv (const AnalysisBaseline *table);
char *report_baseline_text (const AnalysisBaseline *table, const ReportSource *source);

G_END_DECLS
