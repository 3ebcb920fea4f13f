/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooled curves as a figure. Computes no figure. */
#pragma once

#include "report-curve.h"
#include "report-pool.h"

G_BEGIN_DECLS

/* answer: analysis_pool_answer's. What the pool decides of the options is set here. (transfer full)
 */
ChartSpec *report_pool_chart_spec (const AnalysisPool *pool,
                                   const AnalysisAnswer *answer,
                                   const ReportChartOptions *options);

G_END_DECLS
