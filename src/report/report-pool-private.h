/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pooled centres' text and JSON share. Private to src/report. */
#pragma once

#include "report-pool.h"

G_BEGIN_DECLS

/* The note of a synthetic centre; NULL where none is. */
const char *report_pool_synthetic (const AnalysisPool *pool);
/* A group's name; "" of the one of all. */
const char *report_pool_group (const AnalysisPool *pool, guint group);

G_END_DECLS
