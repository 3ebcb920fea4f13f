/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is dated after the data cut doesn't exist: on random registers every answer as of a day is
 * that of the same register without all that was dated later, groups and filters included. */
#include <string.h>

#include "model-value.h"
#include "recount-maker.h"
#include "store.h"
#include "test-session-common.h"

#define PATIENTS 150
#define FIRST_DAY 14000 /* of recount-maker.c's transfers */

/* --- a register without what came after a day --- */

static gboolean
is_later (ModelDictionary *d, const ModelRow *row, const char *id, gint32 cut)
{
  BaseDate date = model_value_date (model_row_get (row, model_dictionary_find (d, row->table, id)));

  return base_date_is_set (date) && base_date_first_day (date) > cut;
}

static void
forget (ModelDictionary *d, ModelRow *row, const char *const *ids)
{
  for (guint i = 0; ids[i] != NULL; i++)
    model_row_set (row, model_dictionary_find (d, row->table, ids[i]), NULL);
}

static gboolean
is_kept (ModelDictionary *d, const ModelRecord *record, const ModelRow *row, gint32 cut)
{
  const ModelRow *outcome;

  switch (row->table)
    {
    case MODEL_TABLE_TRANSFER:
    case MODEL_TABLE_FOLLOWUP:
      return !is_later (d, row, "date", cut);
    case MODEL_TABLE_PREGNANCY:
      return !is_later (d, row, "end_date", cut);
    case MODEL_TABLE_INFUSION:
      return !is_later (d, row, "started_at", cut);
    case MODEL_TABLE_MEDICATION:
      return !is_later (d, row, "start_date", cut);
    case MODEL_TABLE_CHILD:
      outcome = model_record_find (record, MODEL_TABLE_TRANSFER_OUTCOME, row->parent);
      return outcome == NULL || !is_later (d, outcome, "outcome_date", cut);
    default:
      return TRUE;
    }
}

/* Of a row that stays, the fields that say what came later. */
static void
trim (ModelDictionary *d, ModelRow *row, gint32 cut)
{
  static const char *const ending[] = { "outcome", "outcome_date", "gestation_days", NULL };
  static const char *const scan[] = { "sacs", "scan_date", NULL };
  static const char *const nuchal[] = { "nuchal_scan_alive", "nuchal_scan_date", NULL };
  static const char *const stop[] = { "stop_date", NULL };

  if (row->table == MODEL_TABLE_MEDICATION && is_later (d, row, "stop_date", cut))
    forget (d, row, stop);
  if (row->table != MODEL_TABLE_TRANSFER_OUTCOME)
    return;
  if (is_later (d, row, "outcome_date", cut))
    forget (d, row, ending);
  if (is_later (d, row, "scan_date", cut))
    forget (d, row, scan);
  if (is_later (d, row, "nuchal_scan_date", cut))
    forget (d, row, nuchal);
}

static void
take_rows (StoreImport *bulk, ModelDictionary *d, const ModelRecord *record, gint32 cut)
{
  static const ModelTable order[] = {
    MODEL_TABLE_PATIENT,          MODEL_TABLE_PARTNER, MODEL_TABLE_CYCLE,     MODEL_TABLE_TRANSFER,
    MODEL_TABLE_TRANSFER_OUTCOME, MODEL_TABLE_CHILD,   MODEL_TABLE_PREGNANCY, MODEL_TABLE_INFUSION,
    MODEL_TABLE_MEDICATION,       MODEL_TABLE_FOLLOWUP
  };
  const ModelField *reference = model_dictionary_find (d, MODEL_TABLE_PREGNANCY, "transfer");
  const ModelField *for_transfer = model_dictionary_find (d, MODEL_TABLE_MEDICATION, "transfer");

  for (guint t = 0; t < G_N_ELEMENTS (order); t++)
    for (guint i = 0; i < record->rows[order[t]]->len; i++)
      {
        g_autoptr (ModelRow) row = model_row_copy (record->rows[order[t]]->pdata[i]);
        ModelTable parent = model_table_parent (row->table);
        const ModelRow *above = parent == MODEL_N_TABLES || row->table == MODEL_TABLE_CHILD
                                    ? NULL
                                    : model_record_find (record, parent, row->parent);
        const ModelField *link = row->table == MODEL_TABLE_PREGNANCY    ? reference
                                 : row->table == MODEL_TABLE_MEDICATION ? for_transfer
                                                                        : NULL;
        g_autoptr (GError) error = NULL;
        double key;

        if (row->table == MODEL_TABLE_CHILD)
          above = model_record_find (record, MODEL_TABLE_TRANSFER, row->parent);
        if (link != NULL && model_value_number (model_row_get (row, link), &key))
          above = model_record_find (record, MODEL_TABLE_TRANSFER, (gint64) key);
        if (!is_kept (d, record, row, cut) || (above != NULL && !is_kept (d, record, above, cut)))
          continue;
        trim (d, row, cut);
        store_import_row (bulk, row, &error);
        g_assert_no_error (error);
      }
}

static SessionRegister *
make_register (Fixture *fixture, GPtrArray *records, gint32 cut)
{
  ModelDictionary *d = session_register_dictionary (fixture->self);
  g_autoptr (GError) error = NULL;
  g_autoptr (Store) store = store_open (fixture->path, STORE_WRITE, d, &error);
  StoreChangeInfo info = { NULL, "Random rows", NULL };
  StoreImport *bulk;
  SessionRegister *self;

  g_assert_no_error (error);
  bulk = store_import_begin (store, STORE_CHANGE_SIMULATE, &info, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    take_rows (bulk, d, g_ptr_array_index (records, i), cut);
  g_assert_cmpint (store_import_commit (bulk, &error), >, 0);
  g_assert_no_error (error);
  g_clear_pointer (&store, store_close);
  g_clear_object (&fixture->self);
  self = session_register_open_sync (fixture->path, FALSE, TRUE, &error);
  g_assert_no_error (error);
  return self;
}

/* More of what a cut has to tell apart: scans beside the ending, losses among the transfers,
 * endings that are known only after the next transfer. */
static void
enrich (GRand *rand, ModelDictionary *d, ModelRecord *record)
{
  static const char *const endings[] = { "miscarriage", "biochemical_loss", "stillbirth" };
  const GPtrArray *outcomes = record->rows[MODEL_TABLE_TRANSFER_OUTCOME];

  for (guint i = 0; i < outcomes->len; i++)
    {
      ModelRow *row = outcomes->pdata[i];
      const ModelRow *transfer = model_record_find (record, MODEL_TABLE_TRANSFER, row->key);
      BaseDate date = model_value_date (
          model_row_get (transfer, model_dictionary_find (d, MODEL_TABLE_TRANSFER, "date")));
      gint32 day = base_date_last_day (date) + 70 + g_rand_int_range (rand, 0, 20);
      g_autofree char *scan = base_day_to_iso (day), *late = base_day_to_iso (day + 200);

      if (!base_date_is_set (date) || g_rand_int_range (rand, 0, 3) > 0)
        continue;
      model_row_set (row, model_dictionary_find (d, row->table, "nuchal_scan_alive"), "true");
      model_row_set (row, model_dictionary_find (d, row->table, "nuchal_scan_date"),
                     g_rand_boolean (rand) ? scan : NULL);
      model_row_set (row, model_dictionary_find (d, row->table, "outcome_date"), late);
    }
  for (gint64 key = 10; key < 13; key++)
    {
      g_autofree char *date = base_day_to_iso (FIRST_DAY - 300 + g_rand_int_range (rand, 0, 1500));

      model_record_take (record,
                         test_row (d, MODEL_TABLE_PREGNANCY, record->patient, key, 0, "end_date",
                                   date, "outcome", endings[g_rand_int_range (rand, 0, 3)], NULL));
    }
}

/* --- answers --- */

static void
print_group (GString *out, const AnalysisGroup *group)
{
  g_string_append_printf (out, "%s:", group->name != NULL ? group->name : "all");
  for (guint i = 0; i < group->n; i++)
    g_string_append_printf (out, " %u/%u/%u/%u/%u", group->risk[i].at_risk, group->risk[i].births,
                            group->risk[i].stopped, group->risk[i].cut, group->risk[i].open);
  g_string_append_c (out, '\n');
}

static char *
print_answer (const AnalysisAnswer *answer)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < ANALYSIS_N_FLOW; i++)
    g_string_append_printf (out, "%u ", (guint) answer->flow[i]);
  for (guint i = 0; i < ANALYSIS_N_FATES; i++)
    g_string_append_printf (out, "%u ", (guint) answer->details[i]);
  g_string_append_printf (out, "no group %u, partial %u, scans %u, overdue %u\n",
                          (guint) answer->n_no_group, (guint) answer->counts.interval_rows,
                          (guint) answer->counts.placed_scans, (guint) answer->counts.overdue);
  print_group (out, &answer->overall);
  for (guint i = 0; i < answer->n_groups; i++)
    print_group (out, &answer->groups[i]);
  return g_string_free (out, FALSE);
}

static AnalysisQuestion *
random_question (GRand *rand)
{
  static const char *const options[][2] = {
    { "by", "treated" },
    { "by", "losses_before_transfer:1,2" },
    { "by", "losses_before_referral:1,2" },
    { "by", "previous_outcome" },
    { "by", "partner.kind" },
    { "by", "rpl_type" },
    { "by", "days_since_previous_transfer:60,200" },
    { "where", "consecutive_losses <= 1 or consecutive_losses is missing" },
    { "where", "births_before_referral = 0" },
    { "where", "prednisone_mg_at_transfer is not missing" },
    { "count", "treated" },
    { "count", "losses_before_transfer < 2" },
    { "index", "first" },
    { "index", "first" },
    { "event-type", "clinical-pregnancy" },
    { "event-type", "ongoing-pregnancy" },
    { "mature", "known" },
    { "mature", "100" },
    { "donor-change", "ends" },
    { "decisions", "status" },
    { "interrupt", "count" },
    { "gestation-limit", "140" },
  };
  AnalysisQuestion *question = analysis_question_new ();

  for (guint i = 0; i < 6; i++)
    {
      guint o = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (options));

      g_assert_true (analysis_question_set (question, options[o][0], options[o][1], NULL));
    }
  /* Where everything counts that is known, it matters most what is known. */
  if (g_rand_boolean (rand))
    question->mature_days = ANALYSIS_MATURE_KNOWN;
  return question;
}

static void
test_cut (void)
{
  gboolean is_short = g_getenv ("NATALITY_TEST_SHORT") != NULL;
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_groups = 0;

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < (is_short ? 1 : 10); round++)
    {
      g_autoptr (GPtrArray) records =
          g_ptr_array_new_with_free_func ((GDestroyNotify) model_record_free);
      /* From the middle of the first transfers to after most. */
      gint32 cut = FIRST_DAY + 400 + (gint32) g_rand_int_range (rand, 0, 1600);
      Fixture all = { NULL }, past = { NULL };
      g_autoptr (SessionRegister) all_self = NULL, past_self = NULL;

      test_set_up (&all, NULL);
      test_set_up (&past, NULL);
      for (gint32 i = 1; i <= PATIENTS; i++)
        {
          ModelDictionary *d = session_register_dictionary (all.self);
          ModelRecord *record = recount_patient (rand, d, i, TEST_TODAY);

          enrich (rand, d, record);
          g_ptr_array_add (records, record);
        }
      all_self = make_register (&all, records, G_MAXINT32);
      past_self = make_register (&past, records, cut);
      for (guint i = 0; i < 15; i++)
        {
          g_autoptr (AnalysisQuestion) question = random_question (rand);
          g_autoptr (AnalysisAnswer) from_all = NULL, from_past = NULL;
          g_autofree char *all_text = NULL, *past_text = NULL, *words = NULL;
          g_autoptr (GError) error = NULL;

          question->cut = cut;
          from_all = session_register_ask_sync (all_self, question, &error);
          g_assert_no_error (error);
          from_past = session_register_ask_sync (past_self, question, &error);
          g_assert_no_error (error);
          all_text = print_answer (from_all);
          past_text = print_answer (from_past);
          words = analysis_question_to_text (question);
          if (strcmp (all_text, past_text) != 0)
            g_error ("seed %u, %s:\n%sbut without what came later\n%s", seed, words, all_text,
                     past_text);
          n_groups += from_all->n_groups;
        }
      g_clear_object (&all_self);
      g_clear_object (&past_self);
      test_tear_down (&all, NULL);
      test_tear_down (&past, NULL);
    }
  g_assert_cmpuint (n_groups, >, 10);
}

/* A question's own gestation limit decides its groups as it decides its outcomes. */
static void
test_limit (Fixture *fixture, gconstpointer data)
{
  static const int limits[] = { 0, 140, 154, 168 };
  g_autoptr (SessionRegister) self = g_steal_pointer (&fixture->self);

  test_put (fixture, "patients.csv",
            "code,birth_month,referral_date\nA,1979-03,2010-01-10\nB,1979-03,2010-01-10\n");
  test_put (fixture, "pregnancies.csv",
            "patient,key,sequence,end_date,conception,outcome,gestation_days\n"
            "A,1,1,2008-01-10,natural,miscarriage,145\nB,1,1,2008-01-10,natural,miscarriage,60\n");
  test_put (fixture, "cycles.csv", "patient,key,kind\nA,1,thaw\nB,1,thaw\n");
  test_put (fixture, "transfers.csv",
            "patient,key,cycle,status,date,order_in_cycle,kind\n"
            "A,1,1,performed,2010-03-01,1,frozen\nB,1,1,performed,2010-03-01,1,frozen\n");
  test_put (fixture, "transfer_outcomes.csv",
            "patient,transfer,outcome,outcome_date\nA,1,no_pregnancy,2010-03-15\n"
            "B,1,no_pregnancy,2010-03-15\n");
  fixture->self = g_object_ref (self);
  test_import (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (AnalysisQuestion) question = analysis_question_new ();
      g_autoptr (AnalysisAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;
      guint expected = limits[i] == 140 ? 2 : 1;

      question->gestation_limit_days = limits[i];
      question->by = g_strdup ("losses_before_referral");
      answer = session_register_ask_sync (self, question, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (answer->n_groups, ==, expected);
      g_assert_cmpstr (answer->groups[0].name, ==, expected == 2 ? "0" : "1");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cut/nothing-later", test_cut);
  TEST_ADD ("/cut/gestation-limit", test_limit);
  return g_test_run ();
}
