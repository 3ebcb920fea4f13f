/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests between groups as what a reader sees: text, CSV, JSON, and the words about each test.
 * Computes no figure. */
#pragma once

#include "analysis-tests.h"
#include "analysis-tipping.h"
#include "report-curve.h"

G_BEGIN_DECLS

/* "Log-rank", "Peto-Peto": in the user's language. */
const char *report_test_name (AnalysisTest test);
/* What it asks and where its weight lies, in one sentence. */
const char *report_test_method (AnalysisTest test);

/* What is said where the tables are sparse; of the permutations, how many and by which seed.
 * (transfer full) */
const char *report_tests_sparse (void);
char       *report_tests_permutations (const AnalysisTests *tests);

/* Why a test is a dash, a sentence for each reason: log-rank, Gray, within strata, for trend; the
 * log-rank tests with other weights. (transfer full) */
GStrv report_tests_reasons (const AnalysisTests *tests);
GStrv report_tests_family_reasons (const AnalysisTests *tests);

/* "p = 0.012", "p < 0.0001", "p –": in the user's locale; "0.012", "< 0.0001", "–" under a head.
 * (transfer full) */
char *report_p (double p);
char *report_p_value (double p);

/* Which groups nobody is in, in a sentence; NULL: none. (transfer full) (nullable) */
char *report_tests_empty (const AnalysisTests *tests);

/* What the tipping points are, a sentence each, and their map as CSV. (transfer full) */
GStrv report_tipping_sentences (const AnalysisTipping *tipping);
char *report_tipping_csv (const AnalysisTipping *tipping);

/* Ids of the methods in it, as report_curve_methods. (transfer full) */
GPtrArray *report_tests_methods (const AnalysisTests *tests);

/* JSON of `test` (a contract; keys as tests{NAME{chisq, df, p}}, gray, stratified, trend,
 * pairwise[], permutation{}, difference{} in tests/reference expected.json). Where tipping points
 * were asked for, JSON has tipping{}, and the CSV is their map. All (transfer full). */
char *report_tests_json (const AnalysisTests *tests,
                         const AnalysisQuestion *question,
                         const ReportSource *source);
char *report_tests_csv (const AnalysisTests *tests);
char *report_tests_text (const AnalysisTests *tests,
                         const AnalysisQuestion *question,
                         const ReportSource *source);

G_END_DECLS
