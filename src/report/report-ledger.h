/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger of comparisons for readers and as a file, and comparisons as entries of it. Computes
 * no figure. */
#pragma once

#include "analysis-compare.h"
#include "analysis-published.h"
#include "analysis-subgroups.h"
#include "analysis-tests.h"

G_BEGIN_DECLS

/* What these tests compared, one entry a comparison: log-rank (within the strata where there are
 * any; by permutation where that was made, as the chi-square is poor then), each pair of more than
 * two groups, the trend, the differences at a transfer. Other weights and Gray's test look at the
 * same comparison. selection: what was tested, its strata included. (transfer full) (element-type
 * AnalysisLedgerEntry) */
GPtrArray *report_ledger_of_tests (const AnalysisTests     *tests,
                                   const AnalysisSelection *selection,
                                   const AnalysisQuestion  *question);
/* Against what was published. selection: of the same question. (transfer full) (element-type
 * AnalysisLedgerEntry) */
GPtrArray *report_ledger_of_comparison (const AnalysisComparison *comparison,
                                        const AnalysisSelection  *selection,
                                        const AnalysisQuestion   *question);

GPtrArray *report_ledger_of_published (const AnalysisPublishedComparison *comparison,
                                       const AnalysisSelection           *selection,
                                       const AnalysisQuestion            *question);
/* Of subgroups: all patients, every level, and every interaction test. (transfer full)
 * (element-type AnalysisLedgerEntry) */
GPtrArray *report_ledger_of_subgroups (const AnalysisSubgroups *subgroups,
                                       const AnalysisQuestion  *question);

/* All (transfer full). The JSON is also the file of a ledger. */
char *report_ledger_text (const AnalysisLedger *ledger);
char *report_ledger_csv (const AnalysisLedger *ledger);
char *report_ledger_json (const AnalysisLedger *ledger);

/* Of such JSON; its adjusted p are made anew. Errors: G_IO_ERROR_INVALID_DATA for what is no
 * ledger, G_IO_ERROR_NOT_SUPPORTED for one of a newer Natality. (transfer full) */
AnalysisLedger *report_ledger_parse (const char *text, gssize length, GError **error);

G_END_DECLS
