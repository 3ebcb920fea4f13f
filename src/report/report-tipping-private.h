/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tipping points as part of what `test` prints. Private to src/report. */
#pragma once

#include <json-glib/json-glib.h>

#include "analysis-tipping.h"

G_BEGIN_DECLS

void report_tipping_append (GString *out,
                            const AnalysisTipping *tipping,
                            const AnalysisQuestion *question);
void report_tipping_add (JsonBuilder *builder, const AnalysisTipping *tipping);

G_END_DECLS
