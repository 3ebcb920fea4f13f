/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random registers: series and fates against a second reading of the rules (second-reading.h), and
 * what must hold of any register. */
#include <string.h>

#include "analysis-answer.h"
#include "second-reading.h"

#define N_REGISTERS 60
#define PATIENTS 100

static char *
first_reading (const ModelChunk *chunk,
               guint row,
               const AnalysisQuestion *question,
               gint32 cut,
               const AnalysisMarks *marks)
{
  AnalysisSeries series = analysis_series_of (chunk, row, question, cut, marks);

  series.first_by_interval = 0;
  return test_series_to_text (&series);
}

static gint32
random_cut (void)
{
  return 14000 + test_dice (4000);
}

static void
test_two_readings (void)
{
  guint seen[3][10] = { { 0 } };

  for (guint r = 0; r < N_REGISTERS * PATIENTS * 10; r++)
    {
      TestPerson person = test_random_person ();
      ModelChunk *chunk = test_person_chunk (&person, FALSE);
      g_autoptr (AnalysisQuestion) question = test_random_question ();
      gint32 cut = random_cut ();
      gboolean fresh = test_dice (2) == 0;
      AnalysisMarks marks = test_person_marks (chunk, &person, fresh);
      g_autofree char *first = first_reading (chunk, 0, question, cut, &marks);
      g_autofree char *second = test_second_reading (&person, question, cut, fresh);

      if (strcmp (first, second) != 0)
        {
          g_autofree char *text = analysis_question_to_text (question);

          for (guint i = 0; i < person.n_transfers; i++)
            g_printerr ("# transfer %d..%d cycle %d status %d outcome %d %d..%d flags %u eggs %d"
                        " partner %d\n",
                        person.transfers[i].date_first, person.transfers[i].date_last,
                        person.transfers[i].cycle_key, person.transfers[i].status,
                        person.transfers[i].outcome, person.transfers[i].outcome_first,
                        person.transfers[i].outcome_last, person.transfers[i].flags, person.eggs[i],
                        person.partner[i]);
          g_error ("cut %d, fresh %d, referral %d, %s: %s, but the second reading says %s", cut,
                   fresh, person.referral[1], text, first, second);
        }
      if (g_ascii_isdigit (first[0]))
        seen[0][MIN (first[0] - '0', 9)]++, seen[1][first[2] - '0']++;
      seen[2][0] += strstr (first, "cut-donor") != NULL;
      model_chunk_unref (chunk);
      test_marks_clear (&marks);
    }
  /* The patients were worth it: all fates, and several transfers. */
  for (guint fate = 0; fate < 4; fate++)
    g_assert_cmpuint (seen[1][fate], >, 500);
  g_assert_cmpuint (seen[0][4], >, 100);
  g_assert_cmpuint (seen[2][0], >, 100);
}

/* What is dated after the cut doesn't exist: taking it away changes nothing. */
static void
test_nothing_after_the_cut (void)
{
  for (guint r = 0; r < 20000; r++)
    {
      TestPerson person = test_random_person (), past = person;
      g_autoptr (AnalysisQuestion) question = test_random_question ();
      gint32 cut = random_cut ();
      ModelChunk *chunk, *past_chunk;
      g_autofree char *all = NULL, *some = NULL;

      past.n_transfers = past.n_followups = past.n_births = 0;
      for (guint i = 0; i < person.n_transfers; i++)
        {
          ModelTransferFacts facts = person.transfers[i];

          if (facts.date_last > cut)
            continue;
          if (facts.outcome_last > cut)
            {
              facts.outcome = MODEL_OUTCOME_NONE;
              facts.outcome_first = facts.outcome_last = BASE_DAY_NONE;
              facts.gestation_days = -1;
              facts.flags &= (guint8) ~(MODEL_TRANSFER_CHILD_ROWS | MODEL_TRANSFER_CHILD_LIVE);
            }
          if (!test_second_scan (&person.transfers[i], MODEL_TRANSFER_SAC_SEEN, facts.sac_last, 12,
                                 cut))
            facts.flags &= (guint8) ~MODEL_TRANSFER_SAC_SEEN;
          if (!test_second_scan (&person.transfers[i], MODEL_TRANSFER_ALIVE_12, facts.alive_12_last,
                                 14, cut))
            facts.flags &= (guint8) ~MODEL_TRANSFER_ALIVE_12;
          past.transfers[past.n_transfers++] = facts;
        }
      for (guint i = 0; i < person.n_followups; i++)
        if (person.followups[i][1] <= cut)
          memcpy (past.followups[past.n_followups++], person.followups[i],
                  sizeof person.followups[i]);
      for (guint i = 0; i < person.n_births; i++)
        if (person.births[i][1] <= cut)
          memcpy (past.births[past.n_births++], person.births[i], sizeof person.births[i]);

      chunk = test_person_chunk (&person, FALSE);
      past_chunk = test_person_chunk (&past, FALSE);
      all = first_reading (chunk, 0, question, cut, NULL);
      some = first_reading (past_chunk, 0, question, cut, NULL);
      g_assert_cmpstr (all, ==, some);
      model_chunk_unref (chunk);
      model_chunk_unref (past_chunk);
    }
}

/* The order of rows changes nothing. */
static void
test_order_of_rows (void)
{
  for (guint r = 0; r < 20000; r++)
    {
      TestPerson person = test_random_person ();
      g_autoptr (AnalysisQuestion) question = test_random_question ();
      gint32 cut = random_cut ();
      ModelChunk *forwards = test_person_chunk (&person, FALSE),
                 *backwards = test_person_chunk (&person, TRUE);
      AnalysisSeries a = analysis_series_of (forwards, 0, question, cut, NULL);
      AnalysisSeries b = analysis_series_of (backwards, 0, question, cut, NULL);
      g_autofree char *a_text = test_series_to_text (&a), *b_text = test_series_to_text (&b);

      g_assert_cmpstr (a_text, ==, b_text);
      g_assert_cmpint (a.index_transfer, ==, b.index_transfer);
      model_chunk_unref (forwards);
      model_chunk_unref (backwards);
    }
}

/* With the default question nothing that is recorded of her staying or stopping moves K or the
 * fate: only dates do (the date window). */
static void
test_window_asks_no_status (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();

  for (guint r = 0; r < 20000; r++)
    {
      TestPerson person = test_random_person (), silent = person;
      gint32 cut = random_cut ();
      ModelChunk *a_chunk = test_person_chunk (&person, FALSE), *b_chunk;
      AnalysisSeries a, b;

      silent.n_followups = 0;
      b_chunk = test_person_chunk (&silent, FALSE);
      a = analysis_series_of (a_chunk, 0, question, cut, NULL);
      b = analysis_series_of (b_chunk, 0, question, cut, NULL);
      g_assert_cmpint (a.flow, ==, b.flow);
      g_assert_cmpint (a.k, ==, b.k);
      g_assert_cmpint (a.fate, ==, b.fate);
      model_chunk_unref (a_chunk);
      model_chunk_unref (b_chunk);
    }
}

/* PATIENTS random ones, whose numbers have gaps. */
static ModelChunk *
random_chunk (guint index)
{
  ModelChunkBuilder *builder = model_chunk_builder_new ();

  for (gint32 i = 0; i < PATIENTS; i++)
    {
      TestPerson person = test_random_person ();

      test_person_add (builder, (gint32) index * MODEL_CHUNK_PATIENTS + i * 3, &person, FALSE);
    }
  return model_chunk_builder_finish (builder);
}

/* A cohort is the series of its patients, in their order, whatever the chunks. */
static void
test_cohorts (void)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();

  for (guint r = 0; r < N_REGISTERS; r++)
    {
      g_autoptr (GPtrArray) chunks =
          g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);
      g_autoptr (AnalysisQuestion) question = test_random_question ();
      g_autoptr (ModelDataset) dataset = NULL;
      g_autoptr (AnalysisCohort) cohort = NULL;
      gint32 cut = random_cut ();
      guint row = 0;
      guint64 flow[ANALYSIS_N_FLOW] = { 0 };

      g_free (question->count);
      question->count = g_strdup (test_dice (2) == 0 ? "fresh" : "frozen");
      question->donor_change = ANALYSIS_DONOR_GOES_ON; /* needs columns */
      for (guint c = 0; c < 3; c++)
        g_ptr_array_add (chunks, random_chunk (c));
      dataset = model_dataset_new (dictionary, 1, chunks);
      cohort = analysis_cohort_new (dataset, question, cut, NULL);
      for (guint c = 0; c < chunks->len; c++)
        {
          ModelChunk *chunk = g_ptr_array_index (chunks, c);
          g_autofree guint8 *counted = test_count_fresh (chunk);
          AnalysisMarks marks = { counted, NULL, NULL };

          for (guint t = 0; strcmp (question->count, "frozen") == 0 && t < chunk->n_transfers; t++)
            counted[t] = !counted[t];
          for (guint i = 0; i < chunk->n_patients; i++)
            {
              AnalysisSeries series = analysis_series_of (chunk, i, question, cut, &marks);

              flow[series.flow]++;
              if (series.flow != ANALYSIS_FLOW_IN)
                continue;
              g_assert_cmpint (analysis_cohort_k (cohort)[row], ==, series.k);
              g_assert_cmpint (analysis_cohort_fate (cohort)[row], ==, series.fate);
              g_assert_cmpint (analysis_cohort_patient (cohort)[row], ==, chunk->patient[i]);
              g_assert_cmpmem (analysis_cohort_series (cohort, row), sizeof series, &series,
                               sizeof series);
              row++;
            }
        }
      g_assert_cmpuint (row, ==, analysis_cohort_n (cohort));
      for (guint i = 0; i < ANALYSIS_N_FLOW; i++)
        g_assert_cmpuint (flow[i], ==, analysis_cohort_flow (cohort)[i]);
      g_assert_cmpuint (analysis_cohort_counts (cohort)->n_register, ==, 3 * PATIENTS);
    }
}

/* --- who is in an answer --- */

/* The chunk with random codes of a field, some of them missing. */
static ModelChunk *
with_codes (ModelChunk *chunk, const ModelField *field)
{
  gboolean per_transfer = model_field_is_per_transfer (field);
  ModelColumn *column = model_column_new (field, per_transfer,
                                          per_transfer ? chunk->n_transfers : chunk->n_patients);
  ModelChunk *more;

  for (guint i = 0; i < column->n; i++)
    if (test_dice (5) > 0)
      model_column_set (column, i, field->codes[test_dice ((int) field->n_codes)].id);
  more = model_chunk_with_column (chunk, column);
  model_column_unref (column);
  model_chunk_unref (chunk);
  return more;
}

/* What a group's risk table says became of its patients. */
typedef struct
{
  guint64 patients, births, stopped, open, cut;
} Fates;

static Fates
fates_of_tables (const AnalysisAnswer *answer)
{
  Fates sum = { 0 };
  guint n = answer->question->by != NULL ? answer->n_groups : 1;

  for (guint g = 0; g < n; g++)
    {
      const AnalysisGroup *group
        = answer->question->by != NULL ? &answer->groups[g] : &answer->overall;

      sum.patients += group->n > 0 ? group->risk[0].at_risk : 0;
      for (guint i = 0; i < group->n; i++)
        {
          sum.births += group->risk[i].births;
          sum.stopped += group->risk[i].stopped;
          sum.open += group->risk[i].open;
          sum.cut += group->risk[i].cut - group->risk[i].open;
        }
    }
  return sum;
}

static Fates
fates_of_details (const AnalysisAnswer *answer)
{
  const guint64 *n = answer->details;
  Fates sum = {
    .births = n[ANALYSIS_FATE_BIRTH],
    .stopped = n[ANALYSIS_FATE_STOPPED] + n[ANALYSIS_FATE_STOPPED_BIRTH_OTHER]
               + n[ANALYSIS_FATE_DIED] + n[ANALYSIS_FATE_PRESUMED],
    .open = n[ANALYSIS_FATE_DECISION_OPEN],
    .cut = n[ANALYSIS_FATE_WENT_ON] + n[ANALYSIS_FATE_CUT_OVERDUE]
           + n[ANALYSIS_FATE_CUT_INTERRUPT] + n[ANALYSIS_FATE_CUT_DONOR]
           + n[ANALYSIS_FATE_WENT_ON_STATUS],
  };

  for (guint i = 0; i < ANALYSIS_N_FATES; i++)
    sum.patients += n[i];
  return sum;
}

/* The same, and what is counted of recorded stops and of ignored transfers, patient by patient. */
static void
check_by_hand (AnalysisCohort *cohort, const AnalysisAnswer *answer, const ModelField *smoking,
               const ModelField *kind)
{
  const ModelColumn *smokes = analysis_cohort_column (cohort, smoking);
  const ModelColumn *kinds = analysis_cohort_column (cohort, kind);
  guint64 stops = 0, medical = 0, ignored = 0, shown = 0, outside = 0;

  for (guint i = 0; i < analysis_cohort_n (cohort); i++)
    {
      const AnalysisSeries *series = analysis_cohort_series (cohort, i);

      if (answer->question->where != NULL
          && (model_column_missing (smokes, i) != MODEL_MISSING_NONE || smokes->u8[i] != 0))
        {
          outside++;
          continue;
        }
      if (answer->question->by != NULL && model_column_missing (kinds, i) != MODEL_MISSING_NONE)
        continue;
      shown++;
      ignored += series->n_ignored;
      if (series->detail != ANALYSIS_FATE_STOPPED || series->reason == 255)
        continue;
      stops++;
      medical += series->reason < 3; /* medical_advice, no_embryos, health */
    }
  g_assert_cmpuint (answer->n_filtered_out, ==, outside);
  g_assert_cmpuint (answer->n_shown, ==, shown);
  g_assert_cmpuint (answer->ignored_transfers, ==, ignored);
  g_assert_cmpuint (answer->stops, ==, stops);
  g_assert_cmpuint (answer->medical_stops, ==, medical);
}

/* The steps go on from the register to the patients shown, whose fates are those of the risk
 * tables. */
static void
test_flow (void)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  const ModelField *smoking = model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, "smoking");
  const ModelField *kind = model_dictionary_find (dictionary, MODEL_TABLE_TRANSFER, "kind");
  guint64 n_out = 0, n_no_group = 0;

  for (guint r = 0; r < N_REGISTERS; r++)
    {
      g_autoptr (GPtrArray) chunks =
          g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);
      g_autoptr (AnalysisQuestion) question = test_random_question ();
      g_autoptr (ModelDataset) dataset = NULL;
      g_autoptr (AnalysisCohort) cohort = NULL;
      g_autoptr (AnalysisAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;
      guint64 sum = 0;
      Fates tables, details;

      for (guint c = 0; c < 2; c++)
        g_ptr_array_add (chunks, with_codes (with_codes (random_chunk (c), smoking), kind));
      question->donor_change = ANALYSIS_DONOR_GOES_ON; /* needs columns */
      question->where = test_dice (2) == 0 ? g_strdup ("smoking = never") : NULL;
      question->by = test_dice (2) == 0 ? g_strdup ("transfer.kind") : NULL;
      if (test_dice (2) == 0)
        analysis_question_set (question, "count", "fresh", NULL);
      dataset = model_dataset_new (dictionary, 1, chunks);
      cohort = analysis_cohort_new (dataset, question, random_cut (), &error);
      g_assert_no_error (error);
      answer = analysis_answer_new (cohort, question, 1, &error);
      g_assert_no_error (error);

      for (guint i = 0; i < ANALYSIS_N_FLOW; i++)
        sum += answer->flow[i];
      g_assert_cmpuint (sum, ==, answer->counts.n_register);
      g_assert_cmpuint (answer->flow[ANALYSIS_FLOW_IN], ==, answer->n_cohort);
      g_assert_cmpuint (answer->n_filtered_out + answer->n_no_group + answer->n_shown, ==,
                        answer->n_cohort);
      tables = fates_of_tables (answer);
      details = fates_of_details (answer);
      g_assert_cmpmem (&tables, sizeof tables, &details, sizeof details);
      g_assert_cmpuint (tables.patients, ==, answer->n_shown);
      check_by_hand (cohort, answer, smoking, kind);
      n_out += answer->n_filtered_out;
      n_no_group += answer->n_no_group;
    }
  g_assert_cmpuint (n_out, >, 100);
  g_assert_cmpuint (n_no_group, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/property/second-reading", test_two_readings);
  g_test_add_func ("/analysis/property/nothing-after-the-cut", test_nothing_after_the_cut);
  g_test_add_func ("/analysis/property/order-of-rows", test_order_of_rows);
  g_test_add_func ("/analysis/property/window-asks-no-status", test_window_asks_no_status);
  g_test_add_func ("/analysis/property/cohorts", test_cohorts);
  g_test_add_func ("/analysis/property/flow", test_flow);
  return g_test_run ();
}
