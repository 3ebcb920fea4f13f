/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cohorts of a register: synthetic patients through the builder; columns at the index transfer,
 * counting rules, groups and filters against a slow count; agreement with the fate that the model
 * derives for the patient's page; several threads at once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis-presumption.h"
#include "model-synthetic.h"
#include "test-analysis-common.h"

#define N_PATIENTS 5000 /* more than one chunk */

typedef struct
{
  ModelDictionary *dictionary;
  GPtrArray *records;
  GPtrArray *chunks; /* without further columns */
  gint32 cut;
} Register;

static Register synthetic;

static void
make_register (void)
{
  ModelSyntheticOptions options = MODEL_SYNTHETIC_OPTIONS_INIT;
  ModelChunkBuilder *builder = NULL;

  options.n_patients = N_PATIENTS;
  synthetic.cut = options.cut_day;
  synthetic.dictionary = model_dictionary_new ();
  synthetic.records = g_ptr_array_new_with_free_func ((GDestroyNotify) model_record_free);
  synthetic.chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);
  for (guint i = 0; i < N_PATIENTS; i++)
    {
      ModelRecord *record = model_synthetic_patient (synthetic.dictionary, &options, i);

      if (builder != NULL && record->patient % MODEL_CHUNK_PATIENTS == 0)
        g_ptr_array_add (synthetic.chunks, model_chunk_builder_finish (g_steal_pointer (&builder)));
      if (builder == NULL)
        builder = model_chunk_builder_new ();
      model_chunk_builder_record (builder, synthetic.dictionary, record);
      g_ptr_array_add (synthetic.records, record);
    }
  g_ptr_array_add (synthetic.chunks, model_chunk_builder_finish (builder));
}

static void
clear_register (void)
{
  g_ptr_array_unref (synthetic.records);
  g_ptr_array_unref (synthetic.chunks);
  model_dictionary_unref (synthetic.dictionary);
}

static const ModelRecord *
record_of (gint32 patient)
{
  const ModelRecord *record = g_ptr_array_index (synthetic.records, patient - 1);

  g_assert_cmpint (record->patient, ==, patient);
  return record;
}

/* --- columns --- */

static ModelColumn *
derive_column (const ModelChunk *chunk,
               const ModelField *field)
{
  gboolean per_transfer = model_field_is_per_transfer (field);
  ModelColumn *column
    = model_column_new (field, per_transfer, per_transfer ? chunk->n_transfers : chunk->n_patients);

  for (guint i = 0; i < chunk->n_patients; i++)
    {
      guint begin = per_transfer ? chunk->transfer_start[i] : i;
      guint end = per_transfer ? chunk->transfer_start[i + 1] : i + 1;

      for (guint row = begin; row < end; row++)
        {
          g_autofree char *value
            = model_derive (synthetic.dictionary, field, record_of (chunk->patient[i]),
                            per_transfer ? chunk->transfer_key[row] : 0, synthetic.cut, 154);

          model_column_set (column, row, value);
        }
    }
  return column;
}

/* The register with the columns that the question asks for. */
static ModelDataset *
dataset_for (const AnalysisQuestion *question)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fields = analysis_question_fields (question, synthetic.dictionary, &error);
  g_autoptr (GPtrArray) chunks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);

  g_assert_no_error (error);
  for (guint c = 0; c < synthetic.chunks->len; c++)
    {
      ModelChunk *chunk = model_chunk_ref (g_ptr_array_index (synthetic.chunks, c));

      for (guint i = 0; i < fields->len; i++)
        {
          ModelColumn *column = derive_column (chunk, g_ptr_array_index (fields, i));
          ModelChunk *more = model_chunk_with_column (chunk, column);

          model_column_unref (column);
          model_chunk_unref (chunk);
          chunk = more;
        }
      g_ptr_array_add (chunks, chunk);
    }
  return model_dataset_new (synthetic.dictionary, 3, chunks);
}

static AnalysisCohort *
cohort_for (const AnalysisQuestion *question)
{
  g_autoptr (ModelDataset) dataset = dataset_for (question);
  g_autoptr (GError) error = NULL;
  AnalysisCohort *cohort = analysis_cohort_new (dataset, question, synthetic.cut, &error);

  g_assert_no_error (error);
  return cohort;
}

static char *
value_of (const char *id,
          gint32      patient,
          gint64      transfer)
{
  const ModelField *field = model_dictionary_find_analysable (synthetic.dictionary, id);

  g_assert_nonnull (field);
  return model_derive (synthetic.dictionary, field, record_of (patient), transfer, synthetic.cut,
                       154);
}

static gint64
index_key (AnalysisCohort *cohort,
           guint           row)
{
  gint32 patient = analysis_cohort_patient (cohort)[row];
  ModelChunk *chunk = g_ptr_array_index (synthetic.chunks, patient / MODEL_CHUNK_PATIENTS);

  return chunk->transfer_key[analysis_cohort_series (cohort, row)->index_transfer];
}

/* --- tests --- */

/* The patient's page says what the curve counts. */
static void
test_model_agrees (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisCohort) cohort = cohort_for (question);
  guint n = 0, fates[4] = { 0 };

  for (guint i = 0; i < N_PATIENTS; i++)
    {
      gint32 patient = (gint32) i + 1;
      g_autofree char *fate = value_of ("fate", patient, 0);
      const char *expected = "n/a";

      if (n < analysis_cohort_n (cohort) && analysis_cohort_patient (cohort)[n] == patient)
        {
          const AnalysisSeries *series = analysis_cohort_series (cohort, n);
          gboolean presumed = series->detail == ANALYSIS_FATE_PRESUMED;

          fates[series->fate]++;
          expected = series->fate == STATS_FATE_LIVE_BIRTH     ? "live_birth"
                     : series->fate != STATS_FATE_DISCONTINUED ? "still_in_treatment"
                     : presumed                                ? "discontinued_presumed"
                                                               : "discontinued";
          n++;
        }
      if (g_strcmp0 (fate, expected) != 0)
        g_error ("patient %d: the model says %s, the analysis %s", patient, fate, expected);
    }
  g_assert_cmpuint (n, ==, analysis_cohort_n (cohort));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (fates[i], >, 20);
}

/* Patient-level as it is, transfer-level and index-level at the index transfer. */
static void
test_columns (void)
{
  static const char *const ids[] = { "bmi", "smoking", "immunomodulated", "age_at_index_transfer",
                                     "embryos_transferred", "referral_date", "infertility_causes" };
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisCohort) cohort = NULL;

  g_assert_true (
      analysis_question_set (question, "where",
                             "bmi < 99 and smoking = never and treated = true and age > 1 and "
                             "embryos_transferred > 0 and infertility_causes != none",
                             NULL));
  cohort = cohort_for (question);
  for (guint c = 0; c < G_N_ELEMENTS (ids); c++)
    {
      const ModelField *field = model_dictionary_find_analysable (synthetic.dictionary, ids[c]);
      const ModelColumn *column = field != NULL ? analysis_cohort_column (cohort, field) : NULL;
      ModelColumn *slow;

      if (strcmp (ids[c], "referral_date") == 0)
        {
          g_assert_null (column); /* not asked for, not loaded */
          continue;
        }
      g_assert_nonnull (column);
      g_assert_true (column == analysis_cohort_column (cohort, field));
      slow = model_column_new (field, FALSE, analysis_cohort_n (cohort));
      for (guint row = 0; row < analysis_cohort_n (cohort); row++)
        {
          g_autofree char *value
            = value_of (ids[c], analysis_cohort_patient (cohort)[row], index_key (cohort, row));

          model_column_set (slow, row, value);
          g_assert_cmpint (model_column_missing (column, row), ==,
                           model_column_missing (slow, row));
          if (model_column_missing (slow, row) == MODEL_MISSING_NONE)
            g_assert_cmpfloat (model_column_number (column, row), ==,
                               model_column_number (slow, row));
        }
      model_column_unref (slow);
    }
}

/* Groups and filter against a count by hand of every row. */
static void
test_groups (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisCohort) cohort = NULL;
  g_autoptr (AnalysisAnswer) answer = NULL;
  guint64 births[2][ANALYSIS_MAX_K + 1] = { { 0 } }, at_risk[2][ANALYSIS_MAX_K + 1] = { { 0 } };
  guint64 n_kept = 0, n_missing = 0;

  g_assert_true (analysis_question_set (question, "by", "treated", NULL));
  g_assert_true (analysis_question_set (question, "where",
                                        "age >= 30 and age < 38 and smoking != current", NULL));
  cohort = cohort_for (question);
  answer = analysis_answer_new (cohort, question, 1, NULL);
  for (guint row = 0; row < analysis_cohort_n (cohort); row++)
    {
      gint32 patient = analysis_cohort_patient (cohort)[row];
      g_autofree char *age = value_of ("age_at_index_transfer", patient, index_key (cohort, row));
      g_autofree char *smoking = value_of ("smoking", patient, 0);
      g_autofree char *treated = value_of ("immunomodulated", patient, index_key (cohort, row));
      double years = age != NULL ? g_ascii_strtod (age, NULL) : 0;
      guint group = g_strcmp0 (treated, "true") == 0;
      guint k = analysis_cohort_k (cohort)[row];

      if (!(years >= 30 && years < 38) || smoking == NULL || strcmp (smoking, "?") == 0
          || strcmp (smoking, "n/a") == 0 || strcmp (smoking, "current") == 0)
        continue;
      n_kept++;
      if (!group && g_strcmp0 (treated, "false") != 0)
        {
          n_missing++;
          continue;
        }
      for (guint j = 1; j <= k; j++)
        at_risk[group][j]++;
      births[group][k] += analysis_cohort_fate (cohort)[row] == STATS_FATE_LIVE_BIRTH;
    }

  g_assert_cmpuint (answer->overall.n_patients, ==, n_kept);
  g_assert_cmpuint (answer->n_no_group, ==, n_missing);
  g_assert_cmpuint (answer->n_groups, ==, 2);
  g_assert_cmpint (answer->cut, ==, synthetic.cut);
  g_assert_cmpint (answer->gestation_limit_days, ==, 154);
  for (guint g = 0; g < 2; g++)
    {
      g_assert_cmpstr (answer->groups[g].name, ==, g == 0 ? "false" : "true");
      g_assert_cmpuint (answer->groups[g].n, >, 2);
      for (guint j = 0; j < answer->groups[g].n; j++)
        {
          g_assert_cmpuint (answer->groups[g].risk[j].at_risk, ==, at_risk[g][j + 1]);
          g_assert_cmpuint (answer->groups[g].risk[j].births, ==, births[g][j + 1]);
        }
      g_assert_cmpuint (at_risk[g][answer->groups[g].n + 1], ==, 0);
    }
}

/* Codes in the order of their list, empty ones left out. */
static void
test_order_of_codes (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisCohort) cohort = NULL;
  g_autoptr (AnalysisAnswer) answer = NULL;

  g_assert_true (analysis_question_set (question, "by", "smoking", NULL));
  g_assert_true (analysis_question_set (question, "where", "smoking != former", NULL));
  cohort = cohort_for (question);
  answer = analysis_answer_new (cohort, question, 1, NULL);
  g_assert_cmpuint (answer->n_groups, ==, 2);
  g_assert_cmpstr (answer->groups[0].name, ==, "never");
  g_assert_cmpstr (answer->groups[0].label, ==, "Never");
  g_assert_cmpstr (answer->groups[1].name, ==, "current");
  g_assert_cmpstr (answer->groups[1].label, ==, "Smokes");
}

/* Counting rules against the value of each transfer. */
static void
test_counting_rules (void)
{
  static const struct
  {
    const char *rule, *id, *value;
  } cases[] = { { "treated", "immunomodulated", "true" },
                { "fresh", "transfer.kind", "fresh" },
                { "kind = frozen", "transfer.kind", "frozen" },
                { "smoking = never", "smoking", "never" } }; /* hers, at each of her transfers */

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      g_autoptr (AnalysisCohort) cohort = NULL;
      guint n = 0;

      g_assert_true (analysis_question_set (question, "count", cases[c].rule, NULL));
      cohort = cohort_for (question);
      for (guint i = 0; i < synthetic.chunks->len; i++)
        {
          ModelChunk *chunk = g_ptr_array_index (synthetic.chunks, i);
          g_autofree guint8 *counted = g_malloc0 (chunk->n_transfers);
          AnalysisMarks marks = { counted, NULL, NULL };

          for (guint row = 0; row < chunk->n_patients; row++)
            {
              AnalysisSeries series;

              for (guint t = chunk->transfer_start[row]; t < chunk->transfer_start[row + 1]; t++)
                {
                  g_autofree char *value =
                      value_of (cases[c].id, chunk->patient[row], chunk->transfer_key[t]);

                  counted[t] = g_strcmp0 (value, cases[c].value) == 0;
                }
              series = analysis_series_of (chunk, row, question, synthetic.cut, &marks);
              if (series.flow == ANALYSIS_FLOW_IN)
                {
                  g_assert_cmpmem (&series, sizeof series, analysis_cohort_series (cohort, n),
                                   sizeof series);
                  n++;
                }
            }
        }
      g_assert_cmpuint (n, ==, analysis_cohort_n (cohort));
      g_assert_cmpuint (n, >, 100);
    }
}

/* Of two rows that are one transfer the counted one is the index transfer, whose values are read.
 */
static void
test_merged_index (void)
{
  AnalysisMarks marks;
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  ModelChunk *chunk = test_chunk_from_text (
    "ref:2010-01-10 T2010-03-01/c1=no_pregnancy T2010-03-01!t/c1=no_pregnancy", &marks);
  AnalysisSeries series = analysis_series_of (chunk, 0, question, test_day ("2012-12-31"), &marks);

  g_assert_cmpint (series.k, ==, 1);
  g_assert_cmpint (series.index_transfer, ==, 1);
  model_chunk_unref (chunk);
  test_marks_clear (&marks);
}

/* A column that wasn't loaded is an error, not a filter that keeps nobody. */
static void
test_not_loaded (void)
{
  static const char *const options[] = { "count=treated", "by=smoking", "where=bmi < 25" };
  g_autoptr (ModelDataset) dataset = model_dataset_new (synthetic.dictionary, 1, synthetic.chunks);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (AnalysisQuestion) question = test_question_from_text (options[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (AnalysisCohort) cohort =
          analysis_cohort_new (dataset, question, synthetic.cut, &error);

      if (cohort != NULL)
        g_assert_null (analysis_answer_new (cohort, question, 1, &error));
      g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD);
    }
}

/* Each column of the table is the answer to the question with that time. */
static void
test_presumption (void)
{
  g_autoptr (AnalysisQuestion) question = test_question_from_text ("by=treated");
  g_autoptr (ModelDataset) dataset = dataset_for (question);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisCohort) of_all = analysis_cohort_new (dataset, question, synthetic.cut, NULL);
  g_autoptr (AnalysisCohort) of_none = NULL;
  g_autoptr (AnalysisPresumption) table
    = analysis_presumption_new (of_all, question, 0, NULL, &error);
  g_autoptr (AnalysisPresumption) second = NULL;
  const gint cancelled = 1;
  guint64 open = 0;
  static const int days[] = { 180, 365, 730 };

  g_assert_no_error (error);
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    {
      g_autofree char *options = g_strdup_printf ("by=treated|presume=%d", days[i]);
      g_autoptr (AnalysisQuestion) asked = test_question_from_text (options);
      g_autoptr (AnalysisCohort) cohort = analysis_cohort_new (dataset, asked, synthetic.cut, NULL);
      g_autoptr (AnalysisAnswer) answer = analysis_answer_new (cohort, asked, 0, NULL);

      g_assert_cmpint (table->days[i], ==, days[i]);
      g_assert_cmpuint (table->answers[i]->overall.n_open, ==, answer->overall.n_open);
      g_assert_cmpmem (table->answers[i]->overall.conservative, answer->overall.n * sizeof (double),
                       answer->overall.conservative, answer->overall.n * sizeof (double));
      for (guint g = 0; g < answer->n_groups; g++)
        g_assert_cmpuint (
            analysis_presumption_group (table, i, answer->groups[g].name)->n_stopped, ==,
            answer->groups[g].n_stopped);
      /* The longer one waits, the more decisions are open. */
      g_assert_cmpuint (answer->overall.n_open, >=, open);
      open = answer->overall.n_open;
      g_assert_cmpuint (answer->overall.risk[table->at - 1].at_risk, >=, 10);
    }
  g_assert_cmpuint (open, >, table->answers[0]->overall.n_open);
  g_assert_null (analysis_presumption_group (table, 0, "nobody"));
  g_assert_null (analysis_presumption_new (of_all, question, 0, &cancelled, &error));
  g_assert_no_error (error);
  second = analysis_presumption_new (of_all, question, 2, NULL, NULL);
  g_assert_cmpuint (second->at, ==, 2);
  /* With nobody in it there is no last transfer with ten. */
  g_clear_pointer (&second, analysis_presumption_free);
  g_assert_true (analysis_question_set (question, "cut", "1950-01-01", NULL));
  of_none = analysis_cohort_new (dataset, question, test_day ("1950-01-01"), NULL);
  second = analysis_presumption_new (of_none, question, 0, NULL, NULL);
  g_assert_cmpuint (second->at, ==, 3);
}

static void
test_fields (void)
{
  g_autoptr (AnalysisQuestion) question = test_question_from_text (
      "count=treated and age < 40|by=age:35,38|where=bmi < 30 and treated = true");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fields = analysis_question_fields (question, synthetic.dictionary, &error);

  /* immunomodulated once, age at each transfer and at the index transfer, bmi */
  g_assert_null (fields);
  g_assert_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_SYNTAX);
  g_assert_true (g_str_has_prefix (error->message, "count: Character 9: "));
  g_clear_error (&error);
  g_assert_true (analysis_question_set (question, "count", "treated = true and age < 40", NULL));
  fields = analysis_question_fields (question, synthetic.dictionary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fields->len, ==, 4);
}

/* What is asked of today may leave patients out, but not compare them or count their transfers;
 * what was ever so may do neither. Each refusal names the character and says why. */
static void
test_refused (void)
{
  static const struct
  {
    const char *option, *value;
    int code; /* -1: allowed */
    const char *begins;
  } cases[] = {
    { "where", "research_consent = true", -1, NULL },
    { "by", "research_consent", ANALYSIS_ERROR_AFTER, "by: Character 1: " },
    { "count", "treated = true and research_consent = true", ANALYSIS_ERROR_AFTER,
      "count: Character 20: " },
    { "by", "ever_treated", ANALYSIS_ERROR_AFTER, "by: Character 1: " },
    { "by", "ever treated", ANALYSIS_ERROR_AFTER, "by: Character 1: " },
    { "where", "age < 38 and Ever.treated = true", ANALYSIS_ERROR_AFTER, "where: Character 14: " },
    { "count", "not ever-pregnant = true", ANALYSIS_ERROR_AFTER, "count: Character 5: " },
    { "by", "everything", ANALYSIS_ERROR_FIELD, "by: Character 1: " },
    { "by", "outcome_class", ANALYSIS_ERROR_AFTER, "by: Character 1: " },
    { "where", "(fate = live_birth)", ANALYSIS_ERROR_AFTER, "where: Character 2: " },
    { "count", "clinical_pregnancy = false", ANALYSIS_ERROR_AFTER, "count: Character 1: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      g_autoptr (GPtrArray) fields = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (analysis_question_set (question, cases[i].option, cases[i].value, NULL));
      fields = analysis_question_fields (question, synthetic.dictionary, &error);
      if (cases[i].code < 0)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (fields->len, ==, 1);
          continue;
        }
      g_assert_null (fields);
      g_assert_error (error, ANALYSIS_ERROR, cases[i].code);
      if (!g_str_has_prefix (error->message, cases[i].begins))
        g_error ("%s=%s: %s", cases[i].option, cases[i].value, error->message);
    }
}

/* --- threads --- */

static const char *const bys[] = { "treated", "smoking", "age:30,35,38", "bmi:25,30" };

typedef struct
{
  AnalysisCohort *cohort;
  guint offset;
} Asker;

static gpointer
ask_cb (gpointer data)
{
  Asker *asker = data;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bys); i++)
    {
      guint at = (i + asker->offset) % G_N_ELEMENTS (bys);
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      g_autoptr (AnalysisAnswer) answer = NULL;

      analysis_question_set (question, "by", bys[at], NULL);
      analysis_question_set (question, "where", "bmi >= 20 and age < 42", NULL);
      answer = analysis_answer_new (asker->cohort, question, 1, NULL);
      for (guint g = 0; g < answer->n_groups; g++)
        if (asker->offset == 0 || answer->groups[g].n > 0)
          g_string_append_printf (text, "%u %s %" G_GUINT64_FORMAT "\n", at, answer->groups[g].name,
                                  answer->groups[g].n_births);
    }
  return g_string_free (text, FALSE);
}

static int
compare_lines_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
sort_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines_cb);
  return g_strjoinv ("\n", lines);
}

static void
test_threads (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (ModelDataset) dataset = NULL;

  g_assert_true (analysis_question_set (
      question, "where", "treated = true or smoking = never or age < 30 or bmi < 25", NULL));
  dataset = dataset_for (question);
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (AnalysisCohort) cohort =
          analysis_cohort_new (dataset, question, synthetic.cut, NULL);
      GThread *threads[4];
      Asker askers[4];
      g_autofree char *first = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        {
          askers[i] = (Asker) { cohort, i };
          threads[i] = g_thread_new ("ask", ask_cb, &askers[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        {
          g_autofree char *text = g_thread_join (threads[i]);
          g_autofree char *sorted = sort_lines (text);

          if (first == NULL)
            first = g_steal_pointer (&sorted);
          else
            g_assert_cmpstr (sorted, ==, first);
        }
      g_assert_cmpuint (strlen (first), >, 50);
    }
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  make_register ();
  g_test_add_func ("/analysis/cohort/model-agrees", test_model_agrees);
  g_test_add_func ("/analysis/cohort/columns", test_columns);
  g_test_add_func ("/analysis/cohort/groups", test_groups);
  g_test_add_func ("/analysis/cohort/order-of-codes", test_order_of_codes);
  g_test_add_func ("/analysis/cohort/counting-rules", test_counting_rules);
  g_test_add_func ("/analysis/cohort/merged-index", test_merged_index);
  g_test_add_func ("/analysis/cohort/not-loaded", test_not_loaded);
  g_test_add_func ("/analysis/cohort/presumption", test_presumption);
  g_test_add_func ("/analysis/cohort/fields", test_fields);
  g_test_add_func ("/analysis/cohort/refused", test_refused);
  g_test_add_func ("/analysis/cohort/threads", test_threads);
  result = g_test_run ();
  clear_register ();
  return result;
}
