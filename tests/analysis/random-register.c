/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See random-register.h. */
#include "random-register.h"

int
test_dice (int n)
{
  return g_test_rand_int_range (0, n);
}

/* A day around `day`, sometimes only its month or year. */
static void
random_days (gint32 day, gint32 *out_first, gint32 *out_last)
{
  BaseDate date = base_date_from_day (day);

  if (test_dice (8) == 0)
    date.day = 0;
  else if (test_dice (30) == 0)
    date.day = date.month = 0;
  *out_first = base_date_first_day (date);
  *out_last = base_date_last_day (date);
}

static ModelTransferFacts
random_transfer (gint32 key, gint32 day, gint32 cycle)
{
  static const guint8 outcomes[] = { 0, 0, 0, 0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 8, 8, 9, 10, 255, 255 };
  ModelTransferFacts facts = {
    .transfer_key = key,
    .cycle_key = cycle,
    .order_in_cycle = (guint8) (1 + test_dice (3)),
    .status = test_dice (12) > 0 ? MODEL_STATUS_PERFORMED : (guint8) test_dice (3),
    .outcome = outcomes[test_dice (G_N_ELEMENTS (outcomes))],
    .gestation_days = (gint16) (test_dice (3) > 0 ? 30 + test_dice (260) : -1),
    .outcome_first = BASE_DAY_NONE,
    .outcome_last = BASE_DAY_NONE,
    .date_first = BASE_DAY_NONE,
    .date_last = BASE_DAY_NONE,
  };

  facts.flags = (guint8) ((test_dice (3) == 0 ? MODEL_TRANSFER_FROZEN : 0)
                          | (test_dice (6) == 0 ? MODEL_TRANSFER_SAC_SEEN : 0)
                          | (test_dice (6) == 0 ? MODEL_TRANSFER_ALIVE_12 : 0));
  facts.sac_first = facts.sac_last = facts.alive_12_first = facts.alive_12_last = BASE_DAY_NONE;
  if (test_dice (3) > 0)
    random_days (day + 20 + test_dice (60), &facts.sac_first, &facts.sac_last);
  if (test_dice (3) > 0)
    random_days (day + 60 + test_dice (60), &facts.alive_12_first, &facts.alive_12_last);
  if (test_dice (8) == 0)
    facts.flags |= MODEL_TRANSFER_CHILD_ROWS | (test_dice (2) == 0 ? MODEL_TRANSFER_CHILD_LIVE : 0);
  if (test_dice (20) > 0)
    random_days (day, &facts.date_first, &facts.date_last);
  if (facts.outcome != MODEL_OUTCOME_NONE && test_dice (5) > 0)
    random_days (day + 14 + test_dice (270), &facts.outcome_first, &facts.outcome_last);
  return facts;
}

TestPerson
test_random_person (void)
{
  static const guint8 eggs[] = { ANALYSIS_EGGS_UNKNOWN, ANALYSIS_EGGS_OWN, ANALYSIS_EGGS_OWN,
                                 ANALYSIS_EGGS_OWN,     ANALYSIS_EGGS_OWN, ANALYSIS_EGGS_DONATED };
  static const gint32 partners[] = { ANALYSIS_PARTNER_UNKNOWN, ANALYSIS_PARTNER_NONE, 1, 1, 1, 2 };
  TestPerson person = { .referral = { BASE_DAY_NONE, BASE_DAY_NONE } };
  gint32 day = 14000 + test_dice (600), cycle = 1;

  if (test_dice (15) > 0)
    random_days (day + test_dice (500) - 100, &person.referral[0], &person.referral[1]);
  person.n_transfers = (guint) test_dice (8);
  for (guint i = 0; i < person.n_transfers; i++)
    {
      int step = test_dice (4);
      gboolean same;

      day += step == 0 ? test_dice (3) : 20 + test_dice (400);
      cycle += step == 0 ? test_dice (2) : 1;
      person.transfers[i] = random_transfer ((gint32) i + 1, day, cycle);
      /* They are the cycle's, so the same for all its transfers. */
      same = i > 0 && person.transfers[i - 1].cycle_key == cycle;
      person.eggs[i] = same ? person.eggs[i - 1] : eggs[test_dice (G_N_ELEMENTS (eggs))];
      person.partner[i] =
          same ? person.partner[i - 1] : partners[test_dice (G_N_ELEMENTS (partners))];
    }
  person.n_followups = (guint) test_dice (4);
  for (guint i = 0; i < person.n_followups; i++)
    {
      random_days (14000 + test_dice (3500), &person.followups[i][0], &person.followups[i][1]);
      person.followups[i][2] = test_dice (5);
      person.followups[i][3] = test_dice (4) > 0 ? test_dice (12) : 255;
    }
  person.n_births = test_dice (4) == 0 ? 1 + (guint) test_dice (2) : 0;
  for (guint i = 0; i < person.n_births; i++)
    random_days (14000 + test_dice (3500), &person.births[i][0], &person.births[i][1]);
  return person;
}

void
test_person_add (ModelChunkBuilder *builder,
                 gint32 number,
                 const TestPerson *person,
                 gboolean backwards)
{
  model_chunk_builder_patient (builder, number, person->referral[0], person->referral[1],
                               BASE_DAY_NONE);
  for (guint j = 0; j < person->n_transfers; j++)
    model_chunk_builder_transfer (builder,
                                  &person->transfers[backwards ? person->n_transfers - 1 - j : j]);
  for (guint i = 0; i < person->n_followups; i++)
    model_chunk_builder_followup (builder, person->followups[i][0], person->followups[i][1],
                                  (guint8) person->followups[i][2],
                                  (guint8) person->followups[i][3], BASE_DAY_NONE);
  for (guint j = 0; j < person->n_births; j++)
    {
      guint i = backwards ? person->n_births - 1 - j : j;

      model_chunk_builder_birth (builder, person->births[i][0], person->births[i][1]);
    }
}

ModelChunk *
test_person_chunk (const TestPerson *person, gboolean backwards)
{
  ModelChunkBuilder *builder = model_chunk_builder_new ();

  test_person_add (builder, 1, person, backwards);
  return model_chunk_builder_finish (builder);
}

AnalysisQuestion *
test_random_question (void)
{
  AnalysisQuestion *question = analysis_question_new ();
  static const int matures[] = { 301, 301, 200, ANALYSIS_MATURE_KNOWN };
  static const int presumes[] = { 365, 365, 100, 730 };

  question->event = (AnalysisEvent) test_dice (3);
  question->index = (AnalysisIndex) test_dice (3);
  question->index_after = 14200 + test_dice (800);
  question->interrupt = (AnalysisInterrupt) test_dice (3);
  question->mature_days = matures[test_dice (4)];
  question->overdue = (AnalysisOverdue) test_dice (2);
  question->presume_days = presumes[test_dice (4)];
  question->decisions = (AnalysisDecisions) test_dice (2);
  question->other_birth = (AnalysisOtherBirth) test_dice (2);
  question->donor_change = (AnalysisDonorChange) test_dice (2);
  question->gestation_limit_days = test_dice (2) == 0 ? 0 : 140;
  return question;
}

/* The rule `fresh` as bytes. */
guint8 *
test_count_fresh (const ModelChunk *chunk)
{
  guint8 *counted = g_malloc0 (chunk->n_transfers + 1);

  for (guint t = 0; t < chunk->n_transfers; t++)
    counted[t] = (chunk->flags[t] & MODEL_TRANSFER_FROZEN) == 0;
  return counted;
}

/* What the question reads of a chunk of one person. */
AnalysisMarks
test_person_marks (const ModelChunk *chunk, const TestPerson *person, gboolean fresh)
{
  AnalysisMarks marks = { fresh ? test_count_fresh (chunk) : NULL,
                          g_malloc0 (chunk->n_transfers + 1),
                          g_new0 (gint32, chunk->n_transfers + 1) };

  for (guint t = 0; t < chunk->n_transfers; t++)
    {
      marks.eggs[t] = person->eggs[chunk->transfer_key[t] - 1];
      marks.partner[t] = person->partner[chunk->transfer_key[t] - 1];
    }
  return marks;
}
