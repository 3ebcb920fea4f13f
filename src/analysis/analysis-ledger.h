/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: every comparison looked at in a session of work, so that a p can be read beside the
 * number of p's it was one of. A value; holds no patient and computes no test. */
#pragma once

#include "analysis-answer.h"
#include "analysis-selection.h"
#include "stats-adjust.h"

G_BEGIN_DECLS

#define ANALYSIS_N_ADJUST 4 /* methods of StatsAdjust */

typedef struct
{
  char *what;     /* what was compared, in the words of the language it was made in */
  char *question; /* analysis_ledger_question */
  char *data;     /* analysis_ledger_data */
  char *test;     /* "log-rank", "interaction centre" */
  double p;       /* NAN: not estimable */
  char *utc;      /* when it was looked at, as base_time_to_utc */
} AnalysisLedgerEntry;

/* The time is now. */
AnalysisLedgerEntry *analysis_ledger_entry_new (const char *what,
                                                const char *question,
                                                const char *data,
                                                const char *test,
                                                double      p);
void                 analysis_ledger_entry_free (AnalysisLedgerEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisLedgerEntry, analysis_ledger_entry_free)

/* Fingerprint of what of a question decides a comparison: not how its curves are estimated, unless
 * it is one of_curves, nor their interval. (transfer full) */
char *analysis_ledger_question (const AnalysisQuestion *question, gboolean of_curves);
/* Fingerprint of the data compared: of how many patients had which number of transfers and which
 * fate, by stratum and group. The order of the rows doesn't matter. (transfer full) */
char *analysis_ledger_data (const AnalysisSelection *selection);

/* The same of everybody the answer is of, in one table. (transfer full) */
char *analysis_ledger_data_of_everybody (const AnalysisAnswer *answer);

typedef struct _AnalysisLedger AnalysisLedger;
AnalysisLedger *analysis_ledger_new (void);
void            analysis_ledger_free (AnalysisLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisLedger, analysis_ledger_free)

/* Enters a copy. The same test of the same question and data is one comparison, however often it is
 * looked at: it keeps its place and has the newest words, p and time. */
void  analysis_ledger_add (AnalysisLedger *self, const AnalysisLedgerEntry *entry);
guint analysis_ledger_n (const AnalysisLedger *self);
const AnalysisLedgerEntry *analysis_ledger_get (const AnalysisLedger *self, guint i);
/* The p of all entries adjusted for the number of those that have one; NAN for the others. out:
 * analysis_ledger_n. */
void  analysis_ledger_adjust (const AnalysisLedger *self, StatsAdjust method, double *out);
/* How many have a p. */
guint analysis_ledger_n_tested (const AnalysisLedger *self);

G_END_DECLS
