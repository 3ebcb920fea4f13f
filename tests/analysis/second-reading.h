/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules a second time, in another way than src/analysis: lists that are cut down step by step,
 * no walk. */
#pragma once

#include "random-register.h"

/* As test_series_to_text says it, without partial=. (transfer full) */
char *test_second_reading (const TestPerson *person,
                           const AnalysisQuestion *q,
                           gint32 cut,
                           gboolean fresh_only);
/* Whether a scan was made by the cut: `weeks` by which one without a date was. */
gboolean
test_second_scan (const ModelTransferFacts *t, guint flag, gint32 day, int weeks, gint32 cut);
