/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunks, columns and the dataset against the records they come from. */
#include <math.h>

#include "maker.h"
#include "model-dataset.h"
#include "model-synthetic.h"

static void
add_transfer (ModelChunkBuilder *builder,
              gint32             key,
              gint32             cycle,
              guint8             order,
              gint32             day)
{
  ModelTransferFacts facts = { .transfer_key = key,
                               .cycle_key = cycle,
                               .order_in_cycle = order,
                               .date_first = day,
                               .date_last = day,
                               .outcome = MODEL_OUTCOME_NONE,
                               .outcome_first = BASE_DAY_NONE,
                               .outcome_last = BASE_DAY_NONE,
                               .gestation_days = -1 };

  model_chunk_builder_transfer (builder, &facts);
}

static void
test_order (void)
{
  static const gint32 keys[] = { 5, 1, 4, 3, 7, 6, 2, 8, 9 };
  ModelChunkBuilder *builder = model_chunk_builder_new ();
  ModelChunk *chunk;

  model_chunk_builder_patient (builder, 2, 100, 130, -5000);
  add_transfer (builder, 1, 1, 1, 300);
  add_transfer (builder, 2, 2, 1, BASE_DAY_NONE);
  add_transfer (builder, 3, 2, 2, 500);
  add_transfer (builder, 4, 2, 1, 500);
  add_transfer (builder, 5, 3, 1, 200);
  add_transfer (builder, 6, 4, 1, 700);
  add_transfer (builder, 7, 3, 9, 700);
  add_transfer (builder, 8, 3, 9, BASE_DAY_NONE);
  model_chunk_builder_followup (builder, 900, 930, MODEL_FOLLOWUP_LOST, 255, BASE_DAY_NONE);
  model_chunk_builder_followup (builder, BASE_DAY_NONE, BASE_DAY_NONE, MODEL_FOLLOWUP_DIED, 255,
                                BASE_DAY_NONE);
  model_chunk_builder_followup (builder, 800, 830, MODEL_FOLLOWUP_DISCONTINUED, 3, 820);
  model_chunk_builder_birth (builder, BASE_DAY_NONE, BASE_DAY_NONE);
  model_chunk_builder_birth (builder, 600, 630);
  model_chunk_builder_patient (builder, 5, BASE_DAY_NONE, BASE_DAY_NONE, BASE_DAY_NONE);
  model_chunk_builder_patient (builder, 4095, 1, 1, 1);
  add_transfer (builder, 9, 1, 1, -3);
  chunk = model_chunk_builder_finish (builder);

  g_assert_cmpuint (chunk->n_patients, ==, 3);
  g_assert_cmpuint (chunk->n_transfers, ==, 9);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpint (chunk->transfer_key[i], ==, keys[i]);
  g_assert_cmpuint (chunk->transfer_start[1], ==, 8);
  g_assert_cmpuint (chunk->transfer_start[2], ==, 8);
  g_assert_cmpuint (chunk->transfer_start[3], ==, 9);
  g_assert_cmpint (chunk->referral_last[0], ==, 130);
  g_assert_cmpint (chunk->birth_last[1], ==, BASE_DAY_NONE);
  g_assert_cmpint (chunk->followup_status[0], ==, MODEL_FOLLOWUP_DISCONTINUED);
  g_assert_cmpint (chunk->followup_reason[0], ==, 3);
  g_assert_cmpint (chunk->last_contact[0], ==, 820);
  g_assert_cmpint (chunk->followup_status[2], ==, MODEL_FOLLOWUP_DIED);
  g_assert_cmpint (chunk->birth_first[0], ==, 600);
  g_assert_cmpint (chunk->birth_last_day[1], ==, BASE_DAY_NONE);
  g_assert_cmpuint (chunk->birth_start[3], ==, 2);
  model_chunk_unref (chunk);
}

static void
test_empty (void)
{
  ModelChunkBuilder *builder = model_chunk_builder_new ();
  ModelChunk *chunk;

  model_chunk_builder_free (builder);
  chunk = model_chunk_builder_finish (model_chunk_builder_new ());
  g_assert_cmpuint (chunk->n_patients, ==, 0);
  g_assert_cmpuint (chunk->transfer_start[0], ==, 0);
  model_chunk_unref (chunk);
}

static gint32
day_of (ModelDictionary *d,
        ModelRow        *row,
        const char      *id,
        gboolean         first)
{
  BaseDate date =
      row != NULL
          ? model_value_date (model_row_get (row, model_dictionary_find (d, row->table, id)))
          : BASE_DATE_NONE;

  return first ? base_date_first_day (date) : base_date_last_day (date);
}

static const char *
text_of (ModelDictionary *d,
         ModelRow        *row,
         const char      *id)
{
  return row != NULL ? model_row_get (row, model_dictionary_find (d, row->table, id)) : NULL;
}

/* Each fact of each transfer of a chunk is that of its record, whose order is the chunk's. */
static void
compare_transfers (ModelDictionary *d,
                   ModelRecord     *record,
                   ModelChunk      *chunk,
                   guint            p)
{
  static const char *const outcomes[] = {
    "no_pregnancy", "biochemical_loss", "pul",        "ectopic", "mole", "miscarriage",
    "termination",  "stillbirth",       "live_birth", "ongoing", "lost"
  };
  static const char *const statuses[] = { "planned", "performed", "cancelled" };

  model_record_sort (record, d);
  g_assert_cmpuint (chunk->transfer_start[p + 1] - chunk->transfer_start[p], ==,
                    record->rows[MODEL_TABLE_TRANSFER]->len);
  for (guint i = 0; i < record->rows[MODEL_TABLE_TRANSFER]->len; i++)
    {
      guint t = chunk->transfer_start[p] + i;
      ModelRow *row = record->rows[MODEL_TABLE_TRANSFER]->pdata[i];
      ModelRow *outcome = model_record_find (record, MODEL_TABLE_TRANSFER_OUTCOME, row->key);
      const char *ending = text_of (d, outcome, "outcome"),
                 *gestation = text_of (d, outcome, "gestation_days");
      double days = -1;

      g_assert_cmpint (chunk->transfer_key[t], ==, row->key);
      g_assert_cmpint (chunk->cycle_key[t], ==, row->parent);
      g_assert_cmpint (chunk->date_first[t], ==, day_of (d, row, "date", TRUE));
      g_assert_cmpint (chunk->date_last[t], ==, day_of (d, row, "date", FALSE));
      g_assert_cmpint (chunk->outcome_first[t], ==, day_of (d, outcome, "outcome_date", TRUE));
      g_assert_cmpint (chunk->outcome_last[t], ==, day_of (d, outcome, "outcome_date", FALSE));
      g_assert_cmpstr (statuses[chunk->status[t]], ==, text_of (d, row, "status"));
      if (model_value_missing (ending) == MODEL_MISSING_NONE)
        g_assert_cmpstr (outcomes[chunk->outcome[t]], ==, ending);
      else
        g_assert_cmpint (chunk->outcome[t], ==, MODEL_OUTCOME_NONE);
      if (model_value_missing (gestation) == MODEL_MISSING_NONE)
        g_assert_true (model_value_number (gestation, &days));
      g_assert_cmpint (chunk->gestation_days[t], ==, (int) days);
      g_assert_cmpint ((chunk->flags[t] & MODEL_TRANSFER_FROZEN) != 0, ==,
                       g_strcmp0 (text_of (d, row, "kind"), "frozen") == 0);
    }
}

static void
test_records (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) model_record_free);
  ModelSyntheticOptions options = MODEL_SYNTHETIC_OPTIONS_INIT;
  ModelChunkBuilder *builder = model_chunk_builder_new ();
  ModelChunk *chunk;
  guint flags = 0;

  options.seed = 99;
  for (guint i = 0; i < options.n_patients; i++)
    {
      g_ptr_array_add (records, model_synthetic_patient (d, &options, i));
      model_chunk_builder_record (builder, d, g_ptr_array_index (records, i));
    }
  chunk = model_chunk_builder_finish (builder);
  g_assert_cmpuint (chunk->n_patients, ==, options.n_patients);
  for (guint i = 0; i < options.n_patients; i++)
    {
      ModelRecord *record = g_ptr_array_index (records, i);
      ModelRow *patient = record->rows[MODEL_TABLE_PATIENT]->pdata[0];

      g_assert_cmpint (chunk->patient[i], ==, (gint32) record->patient);
      g_assert_cmpint (chunk->referral_first[i], ==, day_of (d, patient, "referral_date", TRUE));
      g_assert_cmpint (chunk->referral_last[i], ==, day_of (d, patient, "referral_date", FALSE));
      g_assert_cmpint (chunk->birth_last[i], ==, day_of (d, patient, "birth_month", FALSE));
      g_assert_cmpuint (chunk->followup_start[i + 1] - chunk->followup_start[i], ==,
                        record->rows[MODEL_TABLE_FOLLOWUP]->len);
      compare_transfers (d, record, chunk, i);
    }
  for (guint t = 0; t < chunk->n_transfers; t++)
    flags |= chunk->flags[t];
  g_assert_cmpuint (flags, ==, 127);
  g_assert_cmpuint (chunk->n_births, >, 0);
  model_chunk_unref (chunk);
}

/* A birth that isn't from an entered transfer, however it was conceived; undated ones too. */
static void
test_births (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  ModelChunkBuilder *builder = model_chunk_builder_new ();
  static const struct
  {
    const char *conception, *transfer, *outcome, *end;
  } rows[] = {
    { "natural", "n/a", "live_birth", "2011-01-01" },
    { "iui", NULL, "live_birth", "2011-02-02" },
    { "icsi", NULL, "live_birth", "2011-03-03" },         /* elsewhere */
    { "donor_embryo", "n/a", "live_birth", "2011-04-04" },
    { NULL, NULL, "live_birth", "2011-05" },              /* not known how */
    { "frozen", "2", "live_birth", "2011-06-06" },        /* entered: it is that transfer's */
    { "natural", NULL, "stillbirth", "2011-07-07" },
    { "natural", NULL, "live_birth", "?" },
  };
  ModelChunk *chunk;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    put (d, r, MODEL_TABLE_PREGNANCY, 10 + i, 0, "conception", rows[i].conception, "transfer",
         rows[i].transfer, "outcome", rows[i].outcome, "end_date", rows[i].end, NULL);
  model_chunk_builder_record (builder, d, r);
  chunk = model_chunk_builder_finish (builder);
  g_assert_cmpuint (chunk->n_births, ==, 6);
  g_assert_cmpint (chunk->birth_first[2], ==, base_day_from_ymd (2011, 3, 3));
  g_assert_cmpint (chunk->birth_first[4], ==, base_day_from_ymd (2011, 5, 1));
  g_assert_cmpint (chunk->birth_last_day[4], ==, base_day_from_ymd (2011, 5, 31));
  g_assert_cmpint (chunk->birth_last_day[5], ==, BASE_DAY_NONE);
  model_chunk_unref (chunk);
}

/* The days of scans: as recorded; without a date by gestation, and not after the ending. */
static void
test_scans (void)
{
  static const struct
  {
    const char *date, *ended, *scan;
    gboolean at_12;
    const char *first, *last;
  } cases[] = {
    { "2010-03-01", NULL, "2010-04-05", FALSE, "2010-04-05", "2010-04-05" },
    { "2010-03-01", NULL, "2010-04", FALSE, "2010-04-01", "2010-04-30" },
    { "2010-03-01", "2010-03-20", "2010-04-05", FALSE, "2010-04-05", "2010-04-05" },
    { "2010-03-01", NULL, "?", FALSE, "2010-03-01", "2010-05-10" },
    { "2010-03-01", "2010-04-20", NULL, FALSE, "2010-03-01", "2010-04-20" },
    { "2010-03-01", "2010-12-01", NULL, FALSE, "2010-03-01", "2010-05-10" },
    { "2010-03", "?", NULL, FALSE, "2010-03-01", "2010-06-09" },
    { "2010-03-01", NULL, "2010-05-20", TRUE, "2010-05-20", "2010-05-20" },
    { "2010-03-01", NULL, NULL, TRUE, "2010-05-02", "2010-05-24" },
    { "2010-03-01", "2010-05-10", NULL, TRUE, "2010-05-02", "2010-05-10" },
    { "2010-03-01", "2010-04-10", NULL, TRUE, "2010-04-10", "2010-04-10" },
    { "?", NULL, NULL, TRUE, "", "" },
  };
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ModelRecord) r = model_record_new (1);
      gboolean placed = model_value_missing (cases[i].scan) != MODEL_MISSING_NONE, at_12;
      ModelChunkBuilder *builder = model_chunk_builder_new ();
      g_autofree char *first = NULL, *last = NULL;
      ModelChunk *chunk;

      at_12 = cases[i].at_12;
      put (d, r, MODEL_TABLE_PATIENT, 1, 0, "code", "A", NULL);
      put (d, r, MODEL_TABLE_CYCLE, 1, 0, "kind", "thaw", NULL);
      put (d, r, MODEL_TABLE_TRANSFER, 1, 1, "status", "performed", "date", cases[i].date, NULL);
      put (d, r, MODEL_TABLE_TRANSFER_OUTCOME, 1, 1, "outcome_date", cases[i].ended,
           at_12 ? "nuchal_scan_alive" : "sacs", at_12 ? "true" : "1",
           at_12 ? "nuchal_scan_date" : "scan_date", cases[i].scan, NULL);
      model_chunk_builder_record (builder, d, r);
      chunk = model_chunk_builder_finish (builder);
      first = base_day_to_iso (at_12 ? chunk->alive_12_first[0] : chunk->sac_first[0]);
      last = base_day_to_iso (at_12 ? chunk->alive_12_last[0] : chunk->sac_last[0]);
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpstr (last, ==, cases[i].last);
      g_assert_cmpint (at_12 ? chunk->sac_last[0] : chunk->alive_12_last[0], ==, BASE_DAY_NONE);
      g_assert_cmpint (chunk->flags[0], ==,
                       at_12 ? MODEL_TRANSFER_ALIVE_12
                                   | (placed ? MODEL_TRANSFER_ALIVE_12_PLACED : 0)
                             : MODEL_TRANSFER_SAC_SEEN | (placed ? MODEL_TRANSFER_SAC_PLACED : 0));
      model_chunk_unref (chunk);
    }
}

static void
test_archived (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  ModelChunkBuilder *builder = model_chunk_builder_new ();
  ModelChunk *chunk;

  model_record_find (r, MODEL_TABLE_CYCLE, 1)->archived = 5; /* and with it transfer 1 */
  model_record_find (r, MODEL_TABLE_CHILD, 1)->archived = 5;
  model_chunk_builder_record (builder, d, r);
  chunk = model_chunk_builder_finish (builder);
  g_assert_cmpuint (chunk->n_transfers, ==, 1);
  g_assert_cmpint (chunk->transfer_key[0], ==, 2);
  g_assert_cmpint (chunk->outcome[0], ==, MODEL_OUTCOME_LIVE_BIRTH);
  g_assert_cmpint (chunk->flags[0], ==, MODEL_TRANSFER_FROZEN);
  model_chunk_unref (chunk);

  model_record_find (r, MODEL_TABLE_PATIENT, 1)->archived = 5;
  builder = model_chunk_builder_new ();
  model_chunk_builder_record (builder, d, r);
  chunk = model_chunk_builder_finish (builder);
  g_assert_cmpuint (chunk->n_patients, ==, 0);
  model_chunk_unref (chunk);
}

static void
test_columns (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  ModelColumn *code =
      model_column_new (model_dictionary_find (d, MODEL_TABLE_PATIENT, "smoking"), FALSE, 5);
  ModelColumn *real =
      model_column_new (model_dictionary_find (d, MODEL_TABLE_PATIENT, "bmi"), FALSE, 2);
  ModelColumn *codes =
      model_column_new (model_dictionary_find (d, MODEL_TABLE_PATIENT, "comorbidities"), FALSE, 2);
  ModelColumn *date =
      model_column_new (model_dictionary_find (d, MODEL_TABLE_PATIENT, "referral_date"), FALSE, 2);
  ModelColumn *flag = model_column_new (
      model_dictionary_find (d, MODEL_TABLE_TRANSFER, "immunomodulated"), TRUE, 2);

  g_assert_cmpint (code->kind, ==, MODEL_COLUMN_U8);
  model_column_set (code, 0, "former");
  model_column_set (code, 1, "?");
  model_column_set (code, 2, "current");
  model_column_set (code, 2, NULL);
  model_column_set (code, 3, "pipe"); /* no such code */
  g_assert_cmpint (code->u8[0], ==, 1);
  g_assert_cmpfloat (model_column_number (code, 0), ==, 1);
  g_assert_cmpint (model_column_missing (code, 1), ==, MODEL_MISSING_UNKNOWN);
  g_assert_cmpint (model_column_missing (code, 2), ==, MODEL_MISSING_NOT_ASKED);
  g_assert_cmpint (code->u8[2], ==, 0);
  g_assert_cmpint (model_column_missing (code, 3), ==, MODEL_MISSING_UNKNOWN);
  g_assert_cmpint (model_column_missing (code, 4), ==, MODEL_MISSING_NOT_ASKED);
  g_assert_true (isnan (model_column_number (code, 4)));

  g_assert_cmpint (real->kind, ==, MODEL_COLUMN_F64);
  model_column_set (real, 0, "23.062");
  g_assert_cmpfloat (real->f64[0], ==, 23.062);
  g_assert_cmpint (codes->kind, ==, MODEL_COLUMN_BITS);
  model_column_set (codes, 0, "hypertension asthma"); /* second and twelfth of the list */
  g_assert_cmpuint (codes->bits[0], ==, (1u << 1) | (1u << 11));
  g_assert_cmpint (date->kind, ==, MODEL_COLUMN_I32);
  model_column_set (date, 0, "2011-02");
  g_assert_cmpint (date->i32[0], ==, base_day_from_ymd (2011, 2, 28));
  model_column_set (flag, 0, "true");
  model_column_set (flag, 1, "false");
  g_assert_cmpfloat (model_column_number (flag, 0) - model_column_number (flag, 1), ==, 1);

  model_column_unref (code);
  model_column_unref (real);
  model_column_unref (codes);
  model_column_unref (date);
  model_column_unref (flag);
}

static ModelChunk *
chunk_of (gint32 first,
          guint  n)
{
  ModelChunkBuilder *builder = model_chunk_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      model_chunk_builder_patient (builder, first + (gint32) i, 0, 0, 0);
      add_transfer (builder, 1, 1, 1, 10);
    }
  return model_chunk_builder_finish (builder);
}

static void
test_dataset (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  const ModelField *smoking = model_dictionary_find (d, MODEL_TABLE_PATIENT, "smoking");
  g_autoptr (GPtrArray) chunks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);
  g_autoptr (ModelDataset) dataset = NULL, edited = NULL, longer = NULL;
  ModelColumn *column;
  ModelChunk *wider, *other;

  g_ptr_array_add (chunks, chunk_of (1, 3));
  g_ptr_array_add (chunks, chunk_of (MODEL_CHUNK_PATIENTS, 2));
  dataset = model_dataset_new (d, 7, chunks);
  g_assert_cmpuint (model_dataset_serial (dataset), ==, 7);
  g_assert_cmpuint (model_dataset_n_patients (dataset), ==, 5);
  g_assert_cmpuint (model_dataset_n_transfers (dataset), ==, 5);
  g_assert_true (model_dataset_dictionary (dataset) == d);
  g_assert_false (model_dataset_has_column (dataset, smoking));

  column = model_column_new (smoking, FALSE, 3);
  model_column_set (column, 1, "never");
  wider = model_chunk_with_column (g_ptr_array_index (chunks, 0), column);
  model_column_unref (column);
  g_assert_true (wider->patient == ((ModelChunk *) g_ptr_array_index (chunks, 0))->patient);
  g_assert_null (model_chunk_column (g_ptr_array_index (chunks, 0), smoking));
  g_assert_nonnull (model_chunk_column (wider, smoking));

  edited = model_dataset_with_chunk (dataset, 8, 0, wider);
  g_assert_cmpuint (model_dataset_serial (edited), ==, 8);
  g_assert_true (model_dataset_chunk (edited, 0) == wider);
  g_assert_true (model_dataset_chunk (edited, 1) == model_dataset_chunk (dataset, 1));
  g_assert_false (model_dataset_has_column (edited, smoking));
  other = chunk_of (2 * MODEL_CHUNK_PATIENTS, 4);
  longer = model_dataset_with_chunk (edited, 9, 2, other);
  g_assert_cmpuint (model_dataset_n_chunks (longer), ==, 3);
  g_assert_cmpuint (model_dataset_n_patients (longer), ==, 9);
  g_assert_cmpuint (model_dataset_n_chunks (edited), ==, 2);
  model_chunk_unref (wider);
  model_chunk_unref (other);
}

static void
test_frame (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelDictionary) source = NULL;
  g_autoptr (ModelFrame) frame = NULL;
  ModelField field = { .id = "time",
                       .table = MODEL_TABLE_SOURCE,
                       .label = "time",
                       .help = "",
                       .type = MODEL_TYPE_REAL,
                       .decimals = 3,
                       .hard_min = NAN,
                       .hard_max = NAN,
                       .soft_min = NAN,
                       .soft_max = NAN,
                       .deidentify = "keep",
                       .analysis = MODEL_LEVEL_PATIENT,
                       .source = "",
                       .references = MODEL_N_TABLES,
                       .since = 1 };
  ModelColumn *column;

  source = model_dictionary_with_field (d, &field);
  frame = model_frame_new (source, 2);
  column = model_column_new (model_dictionary_find (source, MODEL_TABLE_SOURCE, "time"), FALSE, 2);
  model_column_set (column, 0, "3");
  model_frame_take_column (frame, column);
  g_assert_true (model_frame_column (frame, "time") == column);
  g_assert_null (model_frame_column (frame, "fate"));
  g_assert_cmpuint (model_frame_n_rows (frame), ==, 2);
  g_assert_true (model_frame_dictionary (frame) == source);
  model_frame_unref (model_frame_ref (frame));
}

/* 500,000 patients with 1.1 M transfers: far below half a second in all. */
static void
test_speed (void)
{
  g_autoptr (GPtrArray) chunks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);
  gint32 patient = 0;
  gint64 start;

  if (!g_test_perf ())
    {
      g_test_message ("only with -m perf");
      return;
    }
  start = g_get_monotonic_time ();
  while (patient < 500000)
    {
      ModelChunkBuilder *builder = model_chunk_builder_new ();

      for (guint i = 0; i < MODEL_CHUNK_PATIENTS && patient < 500000; i++, patient++)
        {
          model_chunk_builder_patient (builder, patient, 0, 0, 0);
          for (gint32 t = 0; t < 2 + (patient % 5 == 0); t++)
            add_transfer (builder, t + 1, t + 1, 1, 1000 - t);
          model_chunk_builder_followup (builder, 1, 1, MODEL_FOLLOWUP_LOST, 255, 1);
        }
      g_ptr_array_add (chunks, model_chunk_builder_finish (builder));
    }
  g_test_minimized_result ((double) (g_get_monotonic_time () - start) / 1e6,
                           "500,000 patients in %.3f s",
                           (double) (g_get_monotonic_time () - start) / 1e6);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/dataset/order", test_order);
  g_test_add_func ("/model/dataset/empty", test_empty);
  g_test_add_func ("/model/dataset/records", test_records);
  g_test_add_func ("/model/dataset/births", test_births);
  g_test_add_func ("/model/dataset/scans", test_scans);
  g_test_add_func ("/model/dataset/archived", test_archived);
  g_test_add_func ("/model/dataset/columns", test_columns);
  g_test_add_func ("/model/dataset/dataset", test_dataset);
  g_test_add_func ("/model/dataset/frame", test_frame);
  g_test_add_func ("/model/dataset/speed", test_speed);
  return g_test_run ();
}
