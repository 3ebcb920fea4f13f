/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patients written as one line of text (notation: patients.tsv), and series as text. */
#pragma once

#include "analysis-cohort.h"

/* A chunk of one patient; out_counted: one byte per transfer of the chunk, 1 where marked !t. */
ModelChunk *test_chunk_from_text (const char *rows,
                                  guint8    **out_counted);

/* "2 3 open", "1 2 stopped:cost ignored=1", "no-transfer partial=1". */
char *test_series_to_text (const AnalysisSeries *series);

/* Options separated by |, or "-". */
AnalysisQuestion *test_question_from_text (const char *text);

gint32 test_day (const char *iso);
