/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the house writes JSON: 17 significant digits, null for what is not estimable, and after a
 * command's own keys the question, the patients left out, and the version. And what is looked at
 * before a file is parsed. Private to src/report. */
#pragma once

#include <json-glib/json-glib.h>

#include "report-curve.h"
#include "stats-contrast.h"
#include "stats-logrank.h"

G_BEGIN_DECLS

void report_json_number (JsonBuilder *builder, const char *name, double value);
void report_json_count (JsonBuilder *builder, const char *name, guint64 value);
void report_json_text (JsonBuilder *builder, const char *name, const char *value);
void report_json_array (JsonBuilder *builder, const char *name, const double *values, guint n);
/* {chisq, df, p} */
void report_json_test (JsonBuilder *builder, const char *name, const StatsTest *test);
void report_json_open (JsonBuilder *builder, const char *name); /* an object */
void report_json_open_array (JsonBuilder *builder, const char *name);
/* curve{} of a group, as `curve` has it. */
void report_json_curve (JsonBuilder *builder,
                        const AnalysisQuestion *question,
                        const AnalysisGroup *group);
/* question{}, synthetic, natality, json. */
void report_json_source (JsonBuilder *builder,
                         const AnalysisQuestion *question,
                         const ReportSource *source,
                         guint version);
/* Pretty-printed, newline at the end; valid also of numbers that are written with an exponent.
 * (transfer full) */
char *report_json_finish (JsonBuilder *builder);

/* Whether it is UTF-8 whose brackets the parser can follow without exhausting the stack. It calls
 * itself at each, and takes comments, which hide brackets from who counts them: outside of strings
 * only what JSON has is let through. */
gboolean report_json_is_shallow (const char *data, gsize length);

G_END_DECLS
