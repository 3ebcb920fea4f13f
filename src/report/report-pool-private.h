/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pooled centres' text and JSON share. Private to src/report. */
#pragma once

#include "report-pool.h"

G_BEGIN_DECLS

/* Whether a summary is the fixed effect: asked for, or of fewer than three centres. */
gboolean    report_pool_is_fixed (const AnalysisPool *pool, const StatsPooled *pooled);
/* The note of a synthetic centre; NULL where none is. */
const char *report_pool_synthetic (const AnalysisPool *pool);
/* A group's name; "" of the one of all. */
const char *report_pool_group (const AnalysisPool *pool, guint group);
/* What is to be said beside the figures, in sentences. (transfer full) */
GStrv       report_pool_warnings (const AnalysisPool *pool);

G_END_DECLS
