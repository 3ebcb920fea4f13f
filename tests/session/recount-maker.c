/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See recount-maker.h. */
#include "recount-maker.h"

#include "base-date.h"
#include "model-draft.h"
#include "test-session-common.h"

#define FIRST_DAY 14000 /* 2008-05-01 */
#define MAX_TRANSFERS 8

static int
dice (GRand *rand, int n)
{
  return g_rand_int_range (rand, 0, n);
}

#define PICK(rand, list) ((list)[dice (rand, (int) G_N_ELEMENTS (list))])

/* A day, at times only its month or its year. (transfer full) */
static char *
date_text (GRand *rand, gint32 day)
{
  BaseDate date = base_date_from_day (day);

  if (dice (rand, 9) == 0)
    date.day = 0;
  else if (dice (rand, 40) == 0)
    date.day = date.month = 0;
  return base_date_to_iso (date);
}

/* An ending and what goes with it. NULL: no row. */
static ModelRow *
random_outcome (GRand *rand, ModelDictionary *dictionary, gint64 key, gint32 day)
{
  static const char *const endings[] = { "no_pregnancy",
                                         "no_pregnancy",
                                         "no_pregnancy",
                                         "no_pregnancy",
                                         "biochemical_loss",
                                         "pul",
                                         "ectopic",
                                         "mole",
                                         "miscarriage",
                                         "miscarriage",
                                         "miscarriage",
                                         "termination",
                                         "stillbirth",
                                         "live_birth",
                                         "live_birth",
                                         "live_birth",
                                         "ongoing",
                                         "lost",
                                         "?",
                                         "pending",
                                         "" };
  const char *ending = PICK (rand, endings);
  gboolean failed = g_str_has_prefix (ending, "no") || g_str_has_prefix (ending, "bio");
  gint32 end = day + (failed ? 14 + dice (rand, 10) : 30 + dice (rand, 250));
  g_autofree char *ended = dice (rand, 6) > 0 ? date_text (rand, end) : NULL;
  g_autofree char *scanned = dice (rand, 4) > 0 ? date_text (rand, day + 30) : NULL;
  g_autofree char *nuchal = dice (rand, 4) > 0 ? date_text (rand, day + 70) : NULL;
  g_autofree char *gestation =
      dice (rand, 3) > 0 ? g_strdup_printf ("%d", 30 + dice (rand, 270)) : g_strdup ("?");
  const char *sacs = dice (rand, 5) > 0 ? NULL : dice (rand, 2) == 0 ? "1" : "0";
  const char *alive = dice (rand, 8) > 0 ? NULL : dice (rand, 2) == 0 ? "true" : "false";

  if (dice (rand, 12) == 0)
    return NULL;
  return test_row (dictionary, MODEL_TABLE_TRANSFER_OUTCOME, 0, key, key, "outcome", ending,
                   "outcome_date", ended, "gestation_days", failed ? NULL : gestation, "sacs",
                   failed ? NULL : sacs, "scan_date", failed ? NULL : scanned, "nuchal_scan_alive",
                   failed ? NULL : alive, "nuchal_scan_date", failed ? NULL : nuchal, NULL);
}

/* Children of those that ended in a delivery, where they are recorded. */
static void
add_children (GRand *rand,
              ModelDictionary *dictionary,
              ModelRecord *record,
              const ModelRow *outcome)
{
  const char *ending = model_row_get (
      outcome, model_dictionary_find (dictionary, MODEL_TABLE_TRANSFER_OUTCOME, "outcome"));
  guint n = dice (rand, 3) == 0 ? 1 + (guint) dice (rand, 2) : 0;

  if (g_strcmp0 (ending, "live_birth") != 0 && g_strcmp0 (ending, "stillbirth") != 0)
    return;
  for (guint i = 0; i < n; i++)
    model_record_take (record, test_row (dictionary, MODEL_TABLE_CHILD, 0,
                                         record->rows[MODEL_TABLE_CHILD]->len + 1, outcome->key,
                                         "birth_order", i == 0 ? "1" : "2", "born_alive",
                                         dice (rand, 2) == 0 ? "true" : "false", NULL));
}

/* What was infused and taken, or planned, around a transfer. (planned: as the field has it) */
static const char *
add_treatment (GRand *rand,
               ModelDictionary *dictionary,
               ModelRecord *record,
               gint64 key,
               gint32 day)
{
  static const char *const plans[] = {
    NULL, NULL, "none", "ivig", "?", "prednisone", "ivig prednisone", "ivig prednisone", "lmwh"
  };
  static const char *const states[] = { "given", "given", "given", "planned", "not_given" };
  static const char *const agents[] = { "ivig", "ivig", "ivig", "placebo", "blinded" };
  static const char *const drugs[] = { "prednisone", "prednisolone", "methylprednisolone",
                                       "dexamethasone", "lmwh" };
  static const char *const doses[] = { "5", "10", "0.5", "20" };
  g_autofree char *started = date_text (rand, day - 10 + dice (rand, 20));
  g_autofree char *from = date_text (rand, day - 20 + dice (rand, 40));
  g_autofree char *to = dice (rand, 2) == 0 ? date_text (rand, day + 21 + dice (rand, 40)) : NULL;
  g_autofree char *transfer = g_strdup_printf ("%d", (int) key);

  if (dice (rand, 3) > 0)
    model_record_take (record, test_row (dictionary, MODEL_TABLE_INFUSION, 0,
                                         record->rows[MODEL_TABLE_INFUSION]->len + 1, key, "status",
                                         PICK (rand, states), "agent", PICK (rand, agents),
                                         "started_at", started, NULL));
  if (dice (rand, 3) > 0)
    model_record_take (record,
                       test_row (dictionary, MODEL_TABLE_MEDICATION, 0,
                                 record->rows[MODEL_TABLE_MEDICATION]->len + 1, 0, "transfer",
                                 dice (rand, 3) > 0 ? transfer : NULL, "drug", PICK (rand, drugs),
                                 "dose_per_day", PICK (rand, doses), "dose_unit", "mg",
                                 "start_date", from, "stop_date", to, NULL));
  return PICK (rand, plans);
}

static void
add_partners (GRand *rand, ModelDictionary *dictionary, ModelRecord *record, const char *code)
{
  static const char *const kinds[] = { "male", "male", "female", "none" };

  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%u", code, i);

      model_record_take (record, test_row (dictionary, MODEL_TABLE_PARTNER, 0, i, 0, "code", name,
                                           "kind", PICK (rand, kinds), NULL));
    }
}

static void
add_transfers (GRand *rand, ModelDictionary *dictionary, ModelRecord *record)
{
  static const char *const states[] = { "planned", "performed", "cancelled" };
  static const char *const sources[] = {
    "own", "own", "own", "own", "partner", "donor", "donated_embryo", "?", NULL
  };
  static const char *const partners[] = { "1", "1", "1", "1", "2", "n/a", "?", NULL };
  int n = dice (rand, MAX_TRANSFERS), turn = dice (rand, MAX_TRANSFERS);
  gint32 day = FIRST_DAY + dice (rand, 600);
  gint64 cycle = 0;

  for (int i = 0; i < n; i++)
    {
      int step = dice (rand, 5);
      /* Keys don't follow the dates: rows are entered as they are found. */
      gint64 key = (i + turn) % n + 1;
      g_autofree char *date = NULL, *order = NULL;
      const char *status = dice (rand, 10) > 0 ? "performed" : PICK (rand, states);
      const char *planned;
      ModelRow *row, *outcome;

      day += i == 0 ? 0 : step == 0 ? dice (rand, 3) : 15 + dice (rand, 400);
      if (cycle == 0 || step > 0 || dice (rand, 2) == 0)
        {
          cycle =
              100 - (gint64) record->rows[MODEL_TABLE_CYCLE]->len * (dice (rand, 2) * 2 - 1) * 7;
          if (model_record_find (record, MODEL_TABLE_CYCLE, cycle) == NULL)
            model_record_take (record, test_row (dictionary, MODEL_TABLE_CYCLE, 0, cycle, 0, "kind",
                                                 "thaw", "egg_source", PICK (rand, sources),
                                                 "partner", PICK (rand, partners), NULL));
        }
      planned = add_treatment (rand, dictionary, record, key, day);
      date = dice (rand, 25) > 0 ? date_text (rand, day) : g_strdup (dice (rand, 2) ? "?" : NULL);
      order = g_strdup_printf ("%d", 1 + dice (rand, 3));
      row = test_row (dictionary, MODEL_TABLE_TRANSFER, 0, key, cycle, "status", status, "date",
                      date, "order_in_cycle", order, "kind",
                      dice (rand, 3) > 0 ? "fresh" : "frozen", "planned_treatment", planned, NULL);
      model_record_take (record, row);
      outcome = random_outcome (rand, dictionary, key, day);
      if (outcome == NULL)
        continue;
      model_record_take (record, outcome);
      add_children (rand, dictionary, record, outcome);
    }
}

static void
add_pregnancies (GRand *rand, ModelDictionary *dictionary, ModelRecord *record)
{
  static const char *const ways[] = { "natural",      "natural", "ovulation_induction",
                                      "iui",          "ivf",     "frozen",
                                      "donor_oocyte", "?",       NULL };
  static const char *const endings[] = { "live_birth",  "live_birth", "live_birth",
                                         "miscarriage", "ongoing",    "?" };
  guint n = dice (rand, 3) == 0 ? 1 + (guint) dice (rand, 3) : 0;
  const GPtrArray *transfers = record->rows[MODEL_TABLE_TRANSFER];

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *ended =
          dice (rand, 8) > 0 ? date_text (rand, FIRST_DAY - 200 + dice (rand, 3500)) : NULL;
      g_autofree char *sequence = g_strdup_printf ("%u", i + 1);
      g_autofree char *transfer = NULL;

      if (transfers->len > 0 && dice (rand, 4) == 0)
        transfer = g_strdup_printf ("%d", 1 + dice (rand, (int) transfers->len));
      model_record_take (record,
                         test_row (dictionary, MODEL_TABLE_PREGNANCY, 0, i + 1, 0, "sequence",
                                   sequence, "end_date", ended, "conception", PICK (rand, ways),
                                   "transfer", transfer, "outcome", PICK (rand, endings), NULL));
    }
}

static void
add_followups (GRand *rand, ModelDictionary *dictionary, ModelRecord *record)
{
  static const char *const states[] = { "continuing",   "continuing",   "delivered", "discontinued",
                                        "discontinued", "discontinued", "lost",      "died" };
  static const char *const reasons[] = { "medical_advice", "no_embryos", "health",     "emotional",
                                         "cost",           "adoption",   "moved",      "own_choice",
                                         "other",          "?",          "separation", NULL };
  guint n = (guint) dice (rand, 5);

  for (guint i = 0; i < n; i++)
    {
      const char *status = PICK (rand, states);
      g_autofree char *date = date_text (rand, FIRST_DAY + dice (rand, 3500));

      model_record_take (record,
                         test_row (dictionary, MODEL_TABLE_FOLLOWUP, 0, i + 1, 0, "date", date,
                                   "status", status, "reason",
                                   *status == 'd' && status[2] == 's' ? PICK (rand, reasons) : NULL,
                                   NULL));
    }
}

static gboolean
is_possible (ModelDictionary *dictionary, const ModelRecord *record, gint32 today)
{
  g_autoptr (GPtrArray) issues = model_record_check (dictionary, record, today);

  for (guint i = 0; i < issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (issues, i);

      if (issue->kind == MODEL_ISSUE_HARD)
        return FALSE;
    }
  return TRUE;
}

ModelRecord *
recount_patient (GRand *rand, ModelDictionary *dictionary, gint32 number, gint32 today)
{
  static const char *const smoking[] = { "never", "former", "current", "?", NULL };
  g_autofree char *code = g_strdup_printf ("R%d", number);

  for (guint tries = 0; tries < 1000; tries++)
    {
      g_autoptr (ModelRecord) record = model_record_new (number);
      g_autofree char *referral = date_text (rand, FIRST_DAY + dice (rand, 900) - 200);

      model_record_take (record, test_row (dictionary, MODEL_TABLE_PATIENT, 0, 1, 0, "code", code,
                                           "birth_month", "1979-03", "referral_date", referral,
                                           "smoking", PICK (rand, smoking), NULL));
      add_partners (rand, dictionary, record, code);
      add_transfers (rand, dictionary, record);
      add_pregnancies (rand, dictionary, record);
      add_followups (rand, dictionary, record);
      for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
        for (guint i = 0; i < record->rows[table]->len; i++)
          ((ModelRow *) g_ptr_array_index (record->rows[table], i))->patient = number;
      model_record_sort (record, dictionary);
      if (is_possible (dictionary, record, today))
        return g_steal_pointer (&record);
    }
  g_assert_not_reached ();
}

GPtrArray *
recount_archivings (GRand *rand, const ModelRecord *record)
{
  static const ModelTable tables[] = { MODEL_TABLE_CHILD,    MODEL_TABLE_TRANSFER_OUTCOME,
                                       MODEL_TABLE_INFUSION, MODEL_TABLE_MEDICATION,
                                       MODEL_TABLE_FOLLOWUP, MODEL_TABLE_PREGNANCY,
                                       MODEL_TABLE_TRANSFER, MODEL_TABLE_CYCLE,
                                       MODEL_TABLE_PARTNER,
                                       MODEL_TABLE_PATIENT };
  GPtrArray *edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  ModelTable table = PICK (rand, tables);
  const GPtrArray *rows = record->rows[table];

  if (rows->len > 0 && dice (rand, 3) == 0)
    {
      const ModelRow *row = g_ptr_array_index (rows, dice (rand, (int) rows->len));

      g_ptr_array_add (edits, model_edit_archive (table, row->patient, row->key));
    }
  return edits;
}
