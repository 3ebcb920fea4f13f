/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as a frame, numbers where all its cells are, else texts; and as a cohort. */
#pragma once

#include "analysis-cohort.h"
#include "test-reference.h"

ModelFrame *test_frame_of_table (TestTable *table);

/* A file of tests/reference; the columns as analysis_cohort_from_frame takes them. */
AnalysisCohort *test_cohort_of_file (const char *file,
                                     const char *time,
                                     const char *fate,
                                     const char *event);

/* Of lines of text, the first the names. */
AnalysisCohort *test_cohort_of_text (const char *text,
                                     const char *time,
                                     const char *fate);
