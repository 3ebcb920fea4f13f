/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trial plan as text, CSV and JSON. Computes no figure. */
#pragma once

#include "analysis-plan.h"
#include "report-curve.h"

G_BEGIN_DECLS

/* Ids of the methods in it, as report_curve_methods. (transfer full) */
GPtrArray *report_plan_methods (const AnalysisProportionsPlan *proportions,
                                const AnalysisCurvesPlan *curves);

/* Of a StatsPowerMethod. (static string) */
const char *report_plan_method_name (guint method);
/* What stands beside a plan that is made with a source's rates. (static string) */
const char *report_plan_caution (void);

/* proportions, curves: one of them may be NULL. format: "json", "csv", "text". (transfer full) */
char *report_plan (const AnalysisPlanDesign *design,
                   const AnalysisProportionsPlan *proportions,
                   const AnalysisCurvesPlan *curves,
                   const AnalysisQuestion *question,
                   const ReportSource *source,
                   const char *format);

G_END_DECLS
