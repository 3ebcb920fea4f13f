/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patients written as one line of text (notation: patients.tsv), and series as text. */
#pragma once

#include "analysis-cohort.h"

/* A chunk of one patient (notation: patients.tsv), and of its transfers what they are marked with;
 * test_marks_clear frees the marks. */
ModelChunk *test_chunk_from_text (const char    *rows,
                                  AnalysisMarks *out_marks);
void        test_marks_clear (AnalysisMarks *marks);

/* "2 3 open", "1 2 stopped:cost ignored=1", "no-transfer partial=1". */
char *test_series_to_text (const AnalysisSeries *series);

/* Options separated by |, or "-". */
AnalysisQuestion *test_question_from_text (const char *text);

gint32 test_day (const char *iso);
