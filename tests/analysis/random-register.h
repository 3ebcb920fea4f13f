/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random patients and questions: dates partial and missing, every ending and fate. */
#pragma once

#include "test-analysis-common.h"

#define TEST_MAX_ROWS 14

typedef struct
{
  ModelTransferFacts transfers[TEST_MAX_ROWS];
  guint8 eggs[TEST_MAX_ROWS]; /* by transfer, as what follows */
  gint32 partner[TEST_MAX_ROWS];
  guint n_transfers;
  gint32 followups[TEST_MAX_ROWS][4]; /* first, last, status, reason */
  guint n_followups;
  gint32 births[TEST_MAX_ROWS][2];
  guint n_births;
  gint32 referral[2];
} TestPerson;

/* From 0 to n - 1, of the test's seed. */
int test_dice (int n);
TestPerson test_random_person (void);
void test_person_add (ModelChunkBuilder *builder,
                      gint32 number,
                      const TestPerson *person,
                      gboolean backwards);
ModelChunk *test_person_chunk (const TestPerson *person, gboolean backwards);
AnalysisQuestion *test_random_question (void);
/* The rule `fresh` as bytes. (transfer full) */
guint8 *test_count_fresh (const ModelChunk *chunk);
/* What the question reads of a chunk of one person; test_marks_clear. */
AnalysisMarks test_person_marks (const ModelChunk *chunk, const TestPerson *person, gboolean fresh);
