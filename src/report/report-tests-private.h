/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the forms of `test` share. Private to src/report. */
#pragma once

#include "report-tests.h"

G_BEGIN_DECLS

/* Weights were asked for, and not those of a test that is there anyway. */
gboolean report_tests_has_another (const AnalysisTests *tests);

G_END_DECLS
