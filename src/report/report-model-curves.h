/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window shows of a model beside its ratios: the tests of the whole of it, and its curves,
 * of a pattern and with everybody in each group. Computes no figure. */
#pragma once

#include "report-model.h"

G_BEGIN_DECLS

/* Of the tests of the whole model. */
const char *report_model_test_name (guint test);
/* How many columns a term has in the fit. */
guint       report_model_term_columns (const AnalysisModel *model, guint term);
/* These and those of each term; those of proportional hazards, which were asked for. (transfer
 * full) */
char       *report_model_tests_csv (const AnalysisModel *model);
char       *report_model_zph_csv (const AnalysisModel *model);

typedef enum
{
  REPORT_MODEL_PREDICTED,
  REPORT_MODEL_STANDARDISED
} ReportModelCurves;

/* Why such a model has none of these curves; NULL where it has. */
const char *report_model_refusal (const AnalysisModelOptions *options, ReportModelCurves curves);
/* What they are and what not, in one or two sentences. */
const char *report_model_caution (const AnalysisModelOptions *options, ReportModelCurves curves);
/* "Age 35; Stage Blastocyst", the stratum with it. (transfer full) */
char       *report_model_pattern (const AnalysisModel        *model,
                                  const AnalysisModelOptions *options);
/* The name of a group of the standardised term, 0 the reference. (transfer full) */
char       *report_model_group (const AnalysisModel        *model,
                                const AnalysisModelOptions *options,
                                guint                       group);
/* (transfer full) */
char       *report_model_curves_csv (const AnalysisModel        *model,
                                     const AnalysisModelOptions *options,
                                     ReportModelCurves           curves);
/* Ids of the methods in them, as report_curve_methods. */
GPtrArray  *report_model_curves_methods (const AnalysisModel        *model,
                                         const AnalysisModelOptions *options,
                                         ReportModelCurves           curves);
/* The curves as a figure; of the options those of size, theme and notes are read. terms: of the
 * model. (transfer full) */
ChartSpec  *report_model_curves_spec (const AnalysisModel        *model,
                                      const AnalysisModelOptions *options,
                                      const char                 *terms,
                                      ReportModelCurves           curves,
                                      const AnalysisQuestion     *question,
                                      const ReportSource         *source,
                                      const ReportChartOptions   *chart);

G_END_DECLS
