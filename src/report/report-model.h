/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fitted model as text, CSV and JSON, and what its numbers are called. Computes no figure. */
#pragma once

#include "analysis-model.h"
#include "report-curve.h"

G_BEGIN_DECLS

/* Why a fit has no numbers, in a sentence, with what to do; NULL for one that has. (transfer full)
 * (nullable) */
char       *report_model_failure (const AnalysisModel *model);
/* Why this column has none; NULL where it has one, and where nothing was fitted. */
const char *report_model_column_failure (const AnalysisModel *model, guint column);
/* Why this term has no column; NULL where it has one. (transfer full) (nullable) */
char       *report_model_term_failure (const AnalysisModel *model, guint term);
/* What a term's variable is called; its text where they are several. (transfer full) */
char       *report_model_term_label (const AnalysisModel *model, guint term);
/* Why the check of proportional hazards has no p. */
const char *report_model_zph_failure (void);
/* What strata differ in, in a sentence; NULL: not stratified. (transfer full) (nullable) */
char       *report_model_strata (const AnalysisModel *model);
/* "Cox, Efron's ties"; "hazard ratio"; "Wald's". */
const char *report_model_name (const AnalysisModel *model, const AnalysisModelOptions *options);
const char *report_model_effect (const AnalysisModelOptions *options);
const char *report_model_interval_name (const AnalysisModel *model);
/* Of how many patients and births it is. (transfer full) */
char       *report_model_sizes (const AnalysisModel *model);
/* What is said where births are few for the coefficients; NULL where they aren't. */
const char *report_model_warning (const AnalysisModel *model, const AnalysisModelOptions *options);
/* Which transfers share a level though nobody asked for it, in a sentence; NULL: none. (transfer
 * full) (nullable) */
char *report_model_levels (const AnalysisModel *model, const AnalysisModelOptions *options);

/* Id of the method of its fit; ids of all the methods in it, as report_curve_methods. (transfer
 * full) */
const char *report_model_id (const AnalysisModel *model, const AnalysisModelOptions *options);
GPtrArray *report_model_methods (const AnalysisModel *model, const AnalysisModelOptions *options);

/* JSON of `model` (a contract; keys coef{}, se{}, loglik_null, loglik, score, deviance, baseline{},
 * zph{}, predicted{} of tests/reference expected.json; balance{variable: smd} of standardised
 * curves, not_estimable{column or term: why}, zph_reason). All (transfer full). */
char *report_model_json (const AnalysisModel *model,
                         const AnalysisModelOptions *options,
                         const AnalysisQuestion *question,
                         const ReportSource *source);
char *report_model_csv (const AnalysisModel *model);
char *report_model_text (const AnalysisModel *model,
                         const AnalysisModelOptions *options,
                         const ReportSource *source);

G_END_DECLS
