/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What groups, filters and counting rules read is read as of a transfer: nothing that came after
 * its day, and not what came of it, can be seen in any of those values, whatever the data cut. */
#include <string.h>

#include "derive-maker.h"
#include "model-synthetic.h"

/* --- made by hand --- */

static void
test_history (void)
{
  Case c;

  /* An analysis may begin before the referral (index=first): read there, the transfer's own loss
   * and what came later aren't known. Without a transfer all up to the referral count. */
  case_init (&c);
  add_transfer (&c, 1, "2008-01-10");
  add_outcome (&c, 1, "miscarriage", "2008-03-01", "68");
  add_transfer (&c, 2, "2008-08-01");
  add_outcome (&c, 2, "biochemical_loss", "2008-08-25", "38");
  add_transfer (&c, 3, "2009-06-01");
  add_outcome (&c, 3, "live_birth", "2010-02-15", "275");
  ADD (&c, CHILD, 1, 3, "birth_order", "1", "born_alive", "true", "sex", "female");
  EXPECT (&c, PATIENT, "losses_before_referral", 1, "0");
  EXPECT (&c, PATIENT, "losses_before_referral", 2, "1");
  EXPECT (&c, PATIENT, "losses_before_referral", 3, "2");
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "2");
  EXPECT (&c, PATIENT, "losses_after_art", 2, "1");
  EXPECT (&c, PATIENT, "rpl_type", 2, "n/a");
  EXPECT (&c, PATIENT, "rpl_type", 3, "primary");
  EXPECT (&c, PATIENT, "births_before_referral", 3, "0");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 1, "0");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 3, "2");
  EXPECT (&c, TRANSFER, "previous_outcome", 1, "first");
  EXPECT (&c, TRANSFER, "previous_outcome", 2, "loss");

  /* The same pregnancy as a row of its own, by its year: it is still the second transfer's. */
  ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2008", "outcome", "biochemical_loss",
       "conception", "icsi", "transfer", "2");
  EXPECT (&c, PATIENT, "losses_before_referral", 1, "0");
  EXPECT (&c, PATIENT, "losses_before_referral", 2, "1");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 2, "1");
  EXPECT (&c, PATIENT, "losses_before_referral", 3, "2");

  /* An ending that may lie before the day counts as before it, so that no loss is dropped. */
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_TRANSFER_OUTCOME, 1), "outcome_date",
       "2008");
  EXPECT (&c, PATIENT, "losses_before_referral", 2, "1");
  /* As the outcome of the transfer before it isn't known by then: a month is its last day. */
  EXPECT (&c, TRANSFER, "previous_outcome", 2, "?");
  case_clear (&c);
}

/* A pregnancy that ended before a day, by its own row, and after it by its transfer's outcome: the
 * child isn't known on that day. */
static void
test_child_of_later (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2008-01-10");
  add_outcome (&c, 1, "live_birth", "2010-02-15", "275");
  ADD (&c, CHILD, 1, 1, "birth_order", "1", "born_alive", "true", "sex", "female");
  ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2008-10-01", "outcome", "live_birth",
       "conception", "icsi", "transfer", "1");
  add_transfer (&c, 2, "2009-01-10");
  add_transfer (&c, 3, "2011-01-10");
  EXPECT (&c, PATIENT, "firstborn_sex", 2, "?");
  EXPECT (&c, PATIENT, "firstborn_sex", 3, "female");
  case_clear (&c);
}

/* Two transfers of one cycle on one day are one: neither is before the other. */
static void
test_one_of_two (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2010-03-01");
  ADD (&c, TRANSFER, 2, 1, "status", "performed", "date", "2010-03-01", "order_in_cycle", "2",
       "kind", "fresh");
  add_outcome (&c, 1, "miscarriage", "?", "60");
  add_transfer (&c, 3, "2010-09-01");
  EXPECT (&c, TRANSFER, "previous_outcome", 1, "first");
  EXPECT (&c, TRANSFER, "previous_outcome", 2, "first");
  EXPECT (&c, TRANSFER, "previous_outcome", 3, "loss");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 2, "0");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 3, "1");
  EXPECT (&c, TRANSFER, "days_since_previous_transfer", 2, "n/a");
  EXPECT (&c, TRANSFER, "days_since_previous_transfer", 3, "184");
  EXPECT (&c, TRANSFER, "transfer_number", 2, "1");
  EXPECT (&c, TRANSFER, "transfer_number", 3, "2");
  case_clear (&c);
}

static void
test_investigations (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2010-03-01");
  add_transfer (&c, 2, "2010-09-01");
  ADD (&c, INVESTIGATION, 1, 0, "subject", "woman", "test", "tsh", "date", "2009-02-01", "value",
       "1.5", "unit", "mIU/L");
  ADD (&c, INVESTIGATION, 2, 0, "subject", "woman", "test", "tsh", "date", "2010-05-01", "value",
       "2.5", "unit", "mIU/L");
  ADD (&c, INVESTIGATION, 3, 0, "subject", "woman", "test", "amh", "date", "?", "value", "9",
       "unit", "pmol/L");
  ADD (&c, INVESTIGATION, 4, 0, "subject", "woman", "test", "hla_drb1", "date", "2010-04-01",
       "value", "15:01,04");
  ADD (&c, INVESTIGATION, 5, 0, "subject", "woman", "test", "acl_igg", "date", "2010-01-10",
       "value", "80", "interpretation", "abnormal");
  ADD (&c, INVESTIGATION, 6, 0, "subject", "woman", "test", "acl_igg", "date", "2010-06-10",
       "value", "90", "interpretation", "abnormal");
  EXPECT (&c, TEST, "tsh", 1, "1.5");
  EXPECT (&c, TEST, "tsh", 2, "2.5");
  EXPECT (&c, TEST, "amh", 1, NULL); /* it isn't known to have been there */
  EXPECT (&c, TEST, "amh", 0, "9");
  EXPECT (&c, PATIENT, "hy_restricting_hla", 1, "?");
  EXPECT (&c, PATIENT, "hy_restricting_hla", 2, "true");
  EXPECT (&c, PATIENT, "apl_confirmed", 1, "?");
  EXPECT (&c, PATIENT, "apl_confirmed", 2, "true");
  case_clear (&c);
}

static void
test_partners (void)
{
  Case c;

  case_init (&c);
  ADD (&c, PARTNER, 1, 0, "code", "A", "kind", "male", "partner_in_losses", "all");
  ADD (&c, PARTNER, 2, 0, "code", "B", "kind", "female");
  for (gint64 key = 1; key <= 4; key++)
    add_transfer (&c, key, key == 1 ? "2010-03-01" : "2010-09-01");
  ADD (&c, INVESTIGATION, 1, 0, "subject", "partner", "partner", "1", "test",
       "sperm_dna_fragmentation", "date", "2010-01-01", "value", "12", "unit", "%");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_CYCLE, 1), "partner", "1");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_CYCLE, 2), "partner", "2");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_CYCLE, 3), "partner", "n/a");
  EXPECT (&c, PARTNER, "kind", 1, "male");
  EXPECT (&c, PARTNER, "kind", 2, "female");
  EXPECT (&c, PARTNER, "kind", 3, "n/a");
  EXPECT (&c, PARTNER, "kind", 4, "?");
  EXPECT (&c, PARTNER, "partner_in_losses", 1, "all");
  EXPECT (&c, TEST, "sperm_dna_fragmentation", 1, "12");
  EXPECT (&c, TEST, "sperm_dna_fragmentation", 2, NULL);
  EXPECT (&c, TEST, "sperm_dna_fragmentation", 4, NULL);
  model_record_find (c.record, MODEL_TABLE_PARTNER, 1)->archived = 9;
  EXPECT (&c, PARTNER, "kind", 1, "?");
  case_clear (&c);
}

/* --- any register --- */

static int
dice (int n)
{
  return g_test_rand_int_range (0, n);
}

static char *
random_date (gint32 day)
{
  BaseDate date = base_date_from_day (day + dice (1600) - 800);

  if (dice (10) == 0)
    return g_strdup ("?");
  if (dice (6) == 0)
    date.day = 0;
  if (date.day == 0 && dice (2) == 0)
    date.month = 0;
  return base_date_to_iso (date);
}

static BaseDate
date_of (ModelDictionary *d,
         const ModelRow  *row,
         const char      *id)
{
  return row != NULL
             ? model_value_date (model_row_get (row, model_dictionary_find (d, row->table, id)))
             : BASE_DATE_NONE;
}

static void
set_date (ModelDictionary *d,
          ModelRow        *row,
          const char      *id,
          gint32           day)
{
  g_autofree char *date = random_date (day);

  set (d, row, id, date);
}

static ModelRow *
any (const ModelRecord *record,
     ModelTable         table)
{
  const GPtrArray *rows = record->rows[table];

  return rows->len > 0 ? g_ptr_array_index (rows, dice ((int) rows->len)) : NULL;
}

/* Dates of a synthetic patient thrown about, so that everything comes before and after everything:
 * tests after transfers, losses between and without a date, a late referral, two transfers in one.
 */
static void
shake (ModelDictionary *d,
       ModelRecord     *record,
       gint32           day)
{
  static const struct
  {
    ModelTable table;
    const char *id;
  } dates[] = {
    { MODEL_TABLE_PATIENT, "referral_date" },         { MODEL_TABLE_PREGNANCY, "end_date" },
    { MODEL_TABLE_INVESTIGATION, "date" },            { MODEL_TABLE_TRANSFER, "date" },
    { MODEL_TABLE_TRANSFER_OUTCOME, "outcome_date" }, { MODEL_TABLE_INFUSION, "started_at" },
    { MODEL_TABLE_MEDICATION, "start_date" },         { MODEL_TABLE_MEDICATION, "stop_date" },
  };
  static const char *const tests[] = { "acl_igg", "hla_drb1", "hla_dqb1", "tsh", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    for (guint j = 0; j < record->rows[dates[i].table]->len; j++)
      if (dice (2) == 0)
        set_date (d, record->rows[dates[i].table]->pdata[j], dates[i].id, day);
  for (guint i = 0; i < record->rows[MODEL_TABLE_PREGNANCY]->len; i++)
    {
      ModelRow *transfer = any (record, MODEL_TABLE_TRANSFER);
      g_autofree char *key
        = transfer != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, transfer->key) : NULL;

      if (key != NULL && dice (4) == 0)
        set (d, record->rows[MODEL_TABLE_PREGNANCY]->pdata[i], "transfer", key);
    }
  for (guint i = 0; i < record->rows[MODEL_TABLE_INVESTIGATION]->len; i++)
    {
      const char *test = tests[dice (G_N_ELEMENTS (tests))];
      ModelRow *row = record->rows[MODEL_TABLE_INVESTIGATION]->pdata[i];

      if (test == NULL)
        continue;
      set (d, row, "test", test);
      set (d, row, "interpretation", dice (2) == 0 ? "abnormal" : "normal");
      set (d, row, "value", g_str_has_prefix (test, "hla") ? "07,05:01" : "3.5");
    }
  if (dice (2) == 0)
    {
      const ModelRow *one = any (record, MODEL_TABLE_TRANSFER);
      ModelRow *two = any (record, MODEL_TABLE_TRANSFER);

      if (one != NULL && two != one)
        {
          two->parent = one->parent;
          set (d, two, "date", model_row_get (one, model_dictionary_find (d, one->table, "date")));
        }
    }
}

/* --- the past of a transfer --- */

typedef struct
{
  ModelDictionary *dictionary;
  const ModelRecord *record;
  const ModelRow *at;
  BaseDate date; /* of that transfer */
} Past;

/* 1: another transfer that came before; 0: the same, one with it, or later; -1: not known. */
static int
came_before (const Past     *past,
             const ModelRow *transfer)
{
  BaseDate date = date_of (past->dictionary, transfer, "date");
  const ModelField *order
    = model_dictionary_find (past->dictionary, MODEL_TABLE_TRANSFER, "order_in_cycle");
  double a = 0, b = 0;
  gint64 difference;

  if (transfer == past->at)
    return 0;
  if (!base_date_is_set (date))
    return -1;
  if (transfer->parent == past->at->parent && base_date_equal (date, past->date))
    return 0;
  difference = base_date_last_day (date) - base_date_last_day (past->date);
  if (difference == 0)
    difference = transfer->parent - past->at->parent;
  model_value_number (model_row_get (transfer, order), &a);
  model_value_number (model_row_get (past->at, order), &b);
  if (difference == 0)
    difference = (gint64) (a - b);
  if (difference == 0)
    difference = transfer->key - past->at->key;
  return difference < 0;
}

static gboolean
begins_later (const Past     *past,
              const ModelRow *row,
              const char     *id)
{
  BaseDate date = date_of (past->dictionary, row, id);

  return base_date_is_set (date)
         && base_date_first_day (date) > base_date_last_day (past->date);
}

static gboolean
is_past (const Past     *past,
         const ModelRow *row)
{
  const ModelField *reference
    = model_dictionary_find (past->dictionary, MODEL_TABLE_PREGNANCY, "transfer");
  const ModelRow *transfer;
  BaseDate date;
  double key;

  switch (row->table)
    {
    case MODEL_TABLE_FOLLOWUP:
    case MODEL_TABLE_ADVERSE_EVENT:
      return FALSE;
    case MODEL_TABLE_TRANSFER:
      return row == past->at || came_before (past, row) != 0;
    case MODEL_TABLE_TRANSFER_OUTCOME:
    case MODEL_TABLE_CHILD:
      transfer = model_record_find (past->record, MODEL_TABLE_TRANSFER, row->parent);
      return transfer != NULL && came_before (past, transfer) != 0
             && !begins_later (past,
                               model_record_find (past->record, MODEL_TABLE_TRANSFER_OUTCOME,
                                                  row->parent),
                               "outcome_date");
    case MODEL_TABLE_EMBRYO:
      return row->parent == past->at->key;
    case MODEL_TABLE_INFUSION:
      return row->parent == past->at->key && !begins_later (past, row, "started_at");
    case MODEL_TABLE_MEDICATION:
      date = date_of (past->dictionary, row, "start_date");
      return !base_date_is_set (date)
             || base_date_last_day (date) <= base_date_last_day (past->date);
    case MODEL_TABLE_INVESTIGATION:
      date = date_of (past->dictionary, row, "date");
      return base_date_is_set (date)
             && base_date_last_day (date) <= base_date_last_day (past->date);
    case MODEL_TABLE_PREGNANCY:
      transfer = model_value_number (model_row_get (row, reference), &key)
                     ? model_record_find (past->record, MODEL_TABLE_TRANSFER, (gint64) key)
                     : NULL;
      return !begins_later (past, row, "end_date")
             && (transfer == NULL || came_before (past, transfer) != 0);
    default:
      return TRUE;
    }
}

/* What there was on the day of the transfer. */
static ModelRecord *
make_past (ModelDictionary   *d,
           const ModelRecord *record,
           const ModelRow    *at)
{
  Past past = { d, record, at, date_of (d, at, "date") };
  ModelRecord *copy = model_record_new (record->patient);

  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < record->rows[table]->len; i++)
      if (is_past (&past, record->rows[table]->pdata[i]))
        {
          ModelRow *row = model_row_copy (record->rows[table]->pdata[i]);

          if (table == MODEL_TABLE_MEDICATION && begins_later (&past, row, "stop_date"))
            set (d, row, "stop_date", NULL);
          model_record_take (copy, row);
        }
  return copy;
}

/* Each value as of each transfer is the same without all that came later, and from that day on
 * whatever the cut. */
static void
test_nothing_later (void)
{
  ModelSyntheticOptions options = MODEL_SYNTHETIC_OPTIONS_INIT;
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (GPtrArray) fields = model_dictionary_analysable (d);
  guint n_known = 0, n_hidden = 0;

  options.seed = (guint64) dice (1000000);
  for (guint p = 0; p < 300; p++)
    {
      g_autoptr (ModelRecord) record = model_synthetic_patient (d, &options, p);
      const ModelRow *first = any (record, MODEL_TABLE_TRANSFER);
      BaseDate day = date_of (d, first, "date");

      if (!base_date_is_set (day))
        continue;
      shake (d, record, base_date_last_day (day));
      for (guint t = 0; t < record->rows[MODEL_TABLE_TRANSFER]->len; t++)
        {
          const ModelRow *at = record->rows[MODEL_TABLE_TRANSFER]->pdata[t];
          g_autoptr (ModelRecord) past = NULL;
          BaseDate date = date_of (d, at, "date");

          if (!base_date_is_set (date))
            continue;
          past = make_past (d, record, at);
          for (guint i = 0; i < fields->len; i++)
            {
              const ModelField *field = fields->pdata[i];
              gint64 key = model_field_is_per_transfer (field) ? at->key : 0;
              gint32 cut = base_date_last_day (date) + dice (1000);
              g_autofree char *all = NULL, *then = NULL, *as_of = NULL, *today = NULL;

              if (field->known != MODEL_KNOWN_AT_TRANSFER)
                continue;
              all = model_derive (d, field, record, key, BASE_DAY_NONE, LIMIT_DAYS);
              then = model_derive (d, field, past, key, BASE_DAY_NONE, LIMIT_DAYS);
              as_of = model_derive (d, field, record, key, cut, LIMIT_DAYS);
              today = model_derive (d, field, record, 0, BASE_DAY_NONE, LIMIT_DAYS);
              if (g_strcmp0 (all, then) != 0 || g_strcmp0 (all, as_of) != 0)
                g_error ("%s.%s of patient %u of seed %u at transfer %d: %s, but %s that day and "
                         "%s at a later cut",
                         model_table_id (field->table), field->id, p, (guint) options.seed,
                         (int) at->key, all, then, as_of);
              n_known += all != NULL && model_value_missing (all) == MODEL_MISSING_NONE;
              n_hidden += field->analysis == MODEL_LEVEL_PATIENT && g_strcmp0 (all, today) != 0;
            }
        }
    }
  /* It had something to see, and something that it mustn't see. */
  g_assert_cmpuint (n_known, >, 5000);
  g_assert_cmpuint (n_hidden, >, 500);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/derive-at/history", test_history);
  g_test_add_func ("/model/derive-at/child-of-later", test_child_of_later);
  g_test_add_func ("/model/derive-at/one-of-two", test_one_of_two);
  g_test_add_func ("/model/derive-at/investigations", test_investigations);
  g_test_add_func ("/model/derive-at/partners", test_partners);
  g_test_add_func ("/model/derive-at/nothing-later", test_nothing_later);
  return g_test_run ();
}
