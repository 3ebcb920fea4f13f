/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A centre's risk tables as a file, and pooled ones as text, CSV and JSON. Computes no figure. */
#pragma once

#include "analysis-pool.h"

G_BEGIN_DECLS

/* The file's format. A reader refuses a higher one, and files of more bytes. */
#define REPORT_CENTRE_VERSION 1
#define REPORT_CENTRE_MAX_BYTES (16 * 1024 * 1024)

/* JSON of one centre's tables: counts of blocks, and what they mean. (transfer full) */
char *report_centre_json (const AnalysisCentre *centre);
/* The same as the bytes of a file. An error where pool wouldn't read them: nothing is to be written
 * then. */
GBytes *report_centre_file (const AnalysisCentre *centre, GError **error);
/* What was written, in sentences: how many patients, and which transfers are merged. (transfer
 * full) */
char *report_centre_text (const AnalysisCentre *centre);
/* Reads any bytes: NULL with an error that names the file (name: as a message calls it) and what is
 * wrong with it, or tables that passed analysis_centre_check. */
AnalysisCentre *report_centre_parse (const char *data, gsize length, const char *name,
                                     GError **error);
/* The same of a file. name: as a message calls it; NULL: by its path. */
AnalysisCentre *report_centre_read (const char *path, const char *name, GError **error);

/* Whether a summary is the fixed effect: asked for, or of fewer than three centres; "random
 * effects, REML" (static); its entries in report-method.h. (transfer full) */
gboolean    report_pool_is_fixed (const AnalysisPool *pool, const StatsPooled *pooled);
const char *report_pool_method_name (const AnalysisPool *pool, const StatsPooled *pooled);
GPtrArray  *report_pooled_methods (const AnalysisPool *pool, const StatsPooled *pooled);
/* Why a centre is left out of a summary, in a sentence without its stop; NULL: it isn't. */
const char *report_centre_use_reason (AnalysisCentreUse use);
/* What is to be said beside the figures, in sentences. (transfer full) */
GStrv       report_pool_warnings (const AnalysisPool *pool);

/* Ids of the methods in it, as report_curve_methods. (transfer full) */
GPtrArray *report_pool_methods (const AnalysisPool *pool);

/* JSON of `pool` (a contract; keys as those of `curve` and `test`). All (transfer full). */
char *report_pool_json (const AnalysisPool *pool);
/* One value per line: what, group, against, centre, transfer, estimate, se, lo, hi, p. */
char *report_pool_csv (const AnalysisPool *pool);
char *report_pool_text (const AnalysisPool *pool);

G_END_DECLS
