/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Not a test: times a cohort and a brushed answer on a register of half a million made-up patients.
 * Build and run with ninja tests/analysis/analysis-timing. */
#include <string.h>

#include "analysis-answer.h"
#include "test-analysis-common.h"

#define N_PATIENTS 500000
#define N_ROUNDS 50

static guint32 state = 12345;

static guint
dice (guint n)
{
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % n;
}

static void
add_patient (ModelChunkBuilder *builder,
             gint32             number)
{
  gint32 day = 12000 + (gint32) dice (8000);
  guint n = 1 + dice (3) + dice (2);

  model_chunk_builder_patient (builder, number, day, day, day - 12000);
  for (guint i = 0; i < n; i++)
    {
      ModelTransferFacts facts = {
        .transfer_key = (gint32) i + 1,
        .cycle_key = (gint32) i + 1,
        .status = MODEL_STATUS_PERFORMED,
        .outcome = dice (3) == 0 ? MODEL_OUTCOME_LIVE_BIRTH : MODEL_OUTCOME_NO_PREGNANCY,
        .gestation_days = -1,
      };

      day += 60 + (gint32) dice (200);
      facts.date_first = facts.date_last = day;
      facts.outcome_first = facts.outcome_last = day + 30;
      model_chunk_builder_transfer (builder, &facts);
    }
  if (dice (2) == 0)
    model_chunk_builder_followup (builder, day + 100, day + 100, MODEL_FOLLOWUP_DISCONTINUED,
                                  (guint8) dice (12), day);
}

static ModelChunk *
add_column (ModelChunk       *chunk,
            const ModelField *field,
            gboolean          per_transfer)
{
  ModelColumn *column
    = model_column_new (field, per_transfer, per_transfer ? chunk->n_transfers : chunk->n_patients);
  ModelChunk *more;

  for (guint i = 0; i < column->n; i++)
    {
      column->missing[i] = dice (20) == 0 ? MODEL_MISSING_UNKNOWN : MODEL_MISSING_NONE;
      if (column->missing[i] != MODEL_MISSING_NONE)
        continue;
      if (column->kind == MODEL_COLUMN_F64)
        column->f64[i] = 22 + dice (2000) / 100.0;
      else
        column->u8[i] = (guint8) dice (2);
    }
  more = model_chunk_with_column (chunk, column);
  model_column_unref (column);
  model_chunk_unref (chunk);
  return more;
}

static ModelDataset *
make_dataset (ModelDictionary *dictionary)
{
  static const char *const ids[] = { "age_at_index_transfer", "smoking", "immunomodulated" };
  g_autoptr (GPtrArray) chunks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);

  for (guint begin = 0; begin < N_PATIENTS; begin += MODEL_CHUNK_PATIENTS)
    {
      ModelChunkBuilder *builder = model_chunk_builder_new ();
      ModelChunk *chunk;

      for (guint i = begin; i < MIN (begin + MODEL_CHUNK_PATIENTS, N_PATIENTS); i++)
        add_patient (builder, (gint32) i);
      chunk = model_chunk_builder_finish (builder);
      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        {
          const ModelField *field = model_dictionary_find_analysable (dictionary, ids[i]);

          chunk = add_column (chunk, field, field->analysis != MODEL_LEVEL_PATIENT);
        }
      g_ptr_array_add (chunks, chunk);
    }
  return model_dataset_new (dictionary, 1, chunks);
}

static double
time_answer (AnalysisCohort   *cohort,
             AnalysisQuestion *question)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisAnswer) answer = analysis_answer_new (cohort, question, 1, &error);

  g_assert_no_error (error);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

int
main (void)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  g_autoptr (ModelDataset) dataset = make_dataset (dictionary);
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisCohort) cohort = NULL;
  double best = 1e9, sum = 0;
  gint64 start;

  analysis_question_set (question, "by", "treated", NULL);
  analysis_question_set (question, "where", "age < 38 and smoking = never", NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_clear_pointer (&cohort, analysis_cohort_unref);
      start = g_get_monotonic_time ();
      cohort = analysis_cohort_new (dataset, question, 20453, NULL);
      g_print ("cohort of %" G_GUINT64_FORMAT " transfers: %.1f ms\n",
               model_dataset_n_transfers (dataset),
               (double) (g_get_monotonic_time () - start) / 1000);
    }
  g_print ("first answer (gathers columns): %.2f ms\n", time_answer (cohort, question));
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *where =
          g_strdup_printf ("age >= %u and age < %u and smoking = never", 22 + i % 5, 30 + i % 10);
      double ms;

      analysis_question_set (question, "where", where, NULL);
      ms = time_answer (cohort, question);
      best = MIN (best, ms);
      sum += ms;
    }
  g_print ("answer: best %.2f ms, mean %.2f ms\n", best, sum / N_ROUNDS);
  return 0;
}
