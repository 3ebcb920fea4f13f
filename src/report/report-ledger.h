/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger of comparisons for readers and as a file, and comparisons as entries of it. Computes
 * no figure. */
#pragma once

#include "analysis-compare.h"
#include "analysis-model.h"
#include "analysis-published.h"
#include "analysis-subgroups.h"
#include "analysis-tests.h"

G_BEGIN_DECLS

/* All leave out what has no p, and what is of fewer than five patients, whom it could tell of; of a
 * filter they say only that there is one. (transfer full) (element-type AnalysisLedgerEntry) */

/* What these tests compared, one entry a comparison: log-rank (within the strata where there are
 * any; by permutation where that was made, as the chi-square is poor then), Gray's, each pair of
 * more than two groups, the trend, the differences at a transfer. The log-rank test with other
 * weights looks at the same comparison. selection: what was tested, its strata included. */
GPtrArray *report_ledger_of_tests (const AnalysisTests     *tests,
                                   const AnalysisSelection *selection,
                                   const AnalysisQuestion  *question);
/* Of everybody against what was published. answer: what was compared. */
GPtrArray *report_ledger_of_comparison (const AnalysisComparison *comparison,
                                        const AnalysisAnswer     *answer);
GPtrArray *report_ledger_of_published (const AnalysisPublishedComparison *comparison,
                                       const AnalysisAnswer              *answer);
/* Each term of a model; none where it wasn't fitted. selection: what it was fitted to. */
GPtrArray *report_ledger_of_model (const AnalysisModel        *model,
                                   const AnalysisModelOptions *options,
                                   const AnalysisSelection    *selection,
                                   const AnalysisQuestion     *question);
/* Of subgroups: all patients, every level, and every interaction test. */
GPtrArray *report_ledger_of_subgroups (const AnalysisSubgroups *subgroups,
                                       const AnalysisQuestion  *question);

/* All (transfer full). The JSON is also the file of a ledger. */
char *report_ledger_text (const AnalysisLedger *ledger);
char *report_ledger_csv (const AnalysisLedger *ledger);
char *report_ledger_json (const AnalysisLedger *ledger);

/* What a ledger's file may hold. */
#define REPORT_LEDGER_MAX_BYTES (16 * 1024 * 1024)
#define REPORT_LEDGER_MAX_ENTRIES 10000
/* Of such JSON, or of any bytes; its adjusted p are made anew. length: -1 up to a zero. Errors:
 * G_IO_ERROR_INVALID_DATA for what is no ledger or too long for one, G_IO_ERROR_NOT_SUPPORTED for
 * one of a newer Natality. (transfer full) */
AnalysisLedger *report_ledger_parse (const char *text, gssize length, GError **error);

G_END_DECLS
