/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known at the cut of a synthetic transfer's outcome, and its children. */
#include <math.h>
#include <string.h>

#include "model-synthetic-private.h"

static const char *const outcome_ids[]
  = { "no_pregnancy", "biochemical_loss", "pul", "ectopic", "mole", "miscarriage", "termination",
      "stillbirth", "live_birth", "ongoing", "lost" };

gboolean
synthetic_outcome_known (const SyntheticPlan     *plan,
                         const SyntheticTransfer *transfer)
{
  return transfer->outcome_day <= plan->cut_day;
}

/* --- the course of it --- */

static void
put_tests (SyntheticWriter         *self,
           ModelRow                *row,
           const SyntheticTransfer *transfer,
           gint32                   test)
{
  gboolean pregnant = transfer->gestation_days > 0;
  gboolean early =
      transfer->outcome == MODEL_OUTCOME_BIOCHEMICAL_LOSS || transfer->outcome == MODEL_OUTCOME_PUL;
  int value =
      pregnant ? (int) ((early ? 30.0 : 90.0) * exp (0.55 * synthetic_normal (self->random)) + 10.0)
               : synthetic_between (self->random, 0, 4);

  synthetic_put_day (self, row, "hcg_date", test);
  synthetic_put_integer (self, row, "hcg_value",
                         synthetic_chance (self->random, 0.3) && !pregnant ? 0 : value);
  if (!pregnant)
    {
      synthetic_put_missing (self, row, "hcg2_date", MODEL_MISSING_NOT_APPLICABLE);
      synthetic_put_missing (self, row, "hcg2_value", MODEL_MISSING_NOT_APPLICABLE);
    }
  else if (test + 2 <= MIN (transfer->outcome_day, self->plan->cut_day))
    {
      synthetic_put_day (self, row, "hcg2_date", test + 2);
      synthetic_put_integer (self, row, "hcg2_value", early ? value * 6 / 10 + 1 : value * 19 / 10);
    }
}

static void
put_scans (SyntheticWriter         *self,
           ModelRow                *row,
           const SyntheticTransfer *transfer)
{
  gint32 until = MIN (transfer->outcome_day, self->plan->cut_day);
  gint32 scan = synthetic_gestation_day (transfer, synthetic_between (self->random, 43, 50));
  gint32 nuchal = synthetic_gestation_day (transfer, synthetic_between (self->random, 84, 92));
  gboolean outside =
      transfer->outcome == MODEL_OUTCOME_PUL || transfer->outcome == MODEL_OUTCOME_ECTOPIC;
  int sacs = outside ? 0 : MAX ((int) transfer->n_children, 1);

  if (transfer->gestation_days == 0)
    {
      synthetic_put_missing (self, row, "scan_date", MODEL_MISSING_NOT_APPLICABLE);
      synthetic_put_missing (self, row, "sacs", MODEL_MISSING_NOT_APPLICABLE);
      synthetic_put_missing (self, row, "heartbeats", MODEL_MISSING_NOT_APPLICABLE);
    }
  else if (scan <= until)
    {
      gboolean beating = transfer->gestation_days > 60 && !outside;

      synthetic_put_day (self, row, "scan_date", scan);
      synthetic_put_integer (self, row, "sacs", sacs);
      synthetic_put_integer (self, row, "heartbeats", beating ? sacs : 0);
    }
  if (transfer->gestation_days > 92 && nuchal <= until)
    {
      synthetic_put_day (self, row, "nuchal_scan_date", nuchal);
      synthetic_put_boolean (self, row, "nuchal_scan_alive", TRUE);
    }
  else if (transfer->gestation_days <= 84 && transfer->outcome_day <= self->plan->cut_day)
    {
      synthetic_put_missing (self, row, "nuchal_scan_date", MODEL_MISSING_NOT_APPLICABLE);
      synthetic_put_missing (self, row, "nuchal_scan_alive", MODEL_MISSING_NOT_APPLICABLE);
    }
}

/* --- the ending --- */

static void
put_loss (SyntheticWriter         *self,
          ModelRow                *row,
          const SyntheticTransfer *transfer)
{
  static const SyntheticChoice management[] = { { "expectant", 45 },
                                                { "medical", 30 },
                                                { "surgical", 25 } };
  static const SyntheticChoice karyotypes[] = {
    { "not_done", 60 },   { "failed", 5 },   { "maternal", 5 },   { "normal_female", 8 },
    { "normal_male", 7 }, { "trisomy", 12 }, { "monosomy_x", 2 }, { "polyploid", 1 },
  };
  static const SyntheticChoice reasons[] = { { "fetal", 80 },
                                             { "maternal", 15 },
                                             { "own_choice", 5 } };
  static const char *const blurred[] = { "management", "loss_karyotype", NULL };
  ModelOutcome outcome = transfer->outcome;

  if (outcome == MODEL_OUTCOME_BIOCHEMICAL_LOSS)
    synthetic_put (self, row, "management", "expectant");
  else if (outcome == MODEL_OUTCOME_PUL || outcome == MODEL_OUTCOME_ECTOPIC)
    synthetic_put (self, row, "management",
                   synthetic_chance (self->random, 0.4) ? "methotrexate" : "expectant");
  else if (outcome == MODEL_OUTCOME_MISCARRIAGE || outcome == MODEL_OUTCOME_MOLE)
    synthetic_put (self, row, "management",
                   outcome == MODEL_OUTCOME_MOLE ? "surgical"
                                                 : SYNTHETIC_PICK (self->random, management));
  if (outcome == MODEL_OUTCOME_MISCARRIAGE || outcome == MODEL_OUTCOME_MOLE
      || outcome == MODEL_OUTCOME_ECTOPIC || outcome == MODEL_OUTCOME_TERMINATION
      || outcome == MODEL_OUTCOME_STILLBIRTH)
    synthetic_put (self, row, "loss_karyotype", SYNTHETIC_PICK (self->random, karyotypes));
  if (outcome == MODEL_OUTCOME_TERMINATION)
    synthetic_put (self, row, "termination_reason", SYNTHETIC_PICK (self->random, reasons));
  synthetic_blur (self, row, blurred);
}

static void
put_delivery (SyntheticWriter         *self,
              ModelRow                *row,
              const SyntheticTransfer *transfer)
{
  static const SyntheticChoice modes[] = {
    { "vaginal", 56 },
    { "instrumental", 10 },
    { "planned_caesarean", 18 },
    { "emergency_caesarean", 16 },
  };
  static const SyntheticChoice complications[] = {
    { "none", 72 }, { "preeclampsia", 6 }, { "hypertension", 4 }, { "gestational_diabetes", 5 },
    { "growth_restriction", 4 }, { "haemorrhage", 6 }, { "praevia", 1 }, { "retained_placenta", 2 },
  };
  static const char *const blurred[] = { "delivery_mode", "complications", NULL };
  const char *one = SYNTHETIC_PICK (self->random, complications);

  synthetic_put (self, row, "delivery_mode", SYNTHETIC_PICK (self->random, modes));
  if (transfer->gestation_days < 259)
    synthetic_put_codes (self, row, "complications", "preterm",
                         strcmp (one, "none") == 0 ? "preterm" : one);
  else
    synthetic_put (self, row, "complications", one);
  synthetic_blur (self, row, blurred);
}

/* Expected weight in grams by gestation, interpolated between weeks 22 and 42. */
static double
expected_weight (int gestation_days)
{
  static const double grams[] = { 480, 650, 890, 1150, 1480, 1850, 2300, 2760, 3230, 3560, 3720 };
  double place = CLAMP ((gestation_days / 7.0 - 22.0) / 2.0, 0.0, 9.999);
  int i = (int) place;

  return grams[i] + (place - i) * (grams[i + 1] - grams[i]);
}

static void
write_child (SyntheticWriter         *self,
             const SyntheticTransfer *transfer,
             gint64                   key,
             guint                    order,
             gboolean                 alive)
{
  static const char *const blurred[] = { "weight_g", "neonatal_care", "neonatal_death", "anomaly",
                                         NULL };
  ModelRow *row = synthetic_row (self, MODEL_TABLE_CHILD, key);
  gboolean boy = synthetic_chance (self->random, 0.51);
  double weight =
      expected_weight (transfer->gestation_days) * (transfer->n_children > 1 ? 0.9 : 1.0);
  double spread = 1.0 + 0.11 * synthetic_normal (self->random);
  gboolean early = transfer->gestation_days < 238, anomaly = synthetic_chance (self->random, 0.03);

  weight = (weight + (boy ? 50.0 : -50.0)) * CLAMP (spread, 0.72, 1.28);
  synthetic_put_integer (self, row, "birth_order", order);
  synthetic_put_boolean (self, row, "born_alive", alive);
  synthetic_put (self, row, "sex", boy ? "male" : "female");
  synthetic_put_integer (self, row, "weight_g", MAX ((gint64) (weight / 5.0) * 5, 350));
  if (alive)
    {
      synthetic_put_boolean (self, row, "neonatal_care",
                             synthetic_chance (self->random, early ? 0.85 : 0.07));
      if (transfer->outcome_day + 28 <= self->plan->cut_day)
        synthetic_put_boolean (self, row, "neonatal_death",
                               synthetic_chance (self->random, early ? 0.05 : 0.001));
      else
        synthetic_put_missing (self, row, "neonatal_death", MODEL_MISSING_PENDING);
    }
  synthetic_put_boolean (self, row, "anomaly", anomaly);
  synthetic_blur (self, row, blurred);
  if (g_strcmp0 (model_row_get (
                     row, model_dictionary_find (self->dictionary, MODEL_TABLE_CHILD, "anomaly")),
                 "true")
      == 0)
    synthetic_put (self, row, "anomaly_icd10", "Q21.0");
}

static void
put_ending (SyntheticWriter         *self,
            ModelRow                *row,
            const SyntheticTransfer *transfer,
            gint64                   key)
{
  gboolean birth = transfer->outcome == MODEL_OUTCOME_LIVE_BIRTH;

  synthetic_put (self, row, "outcome", outcome_ids[transfer->outcome]);
  synthetic_put_day (self, row, "outcome_date", transfer->outcome_day);
  if (transfer->gestation_days > 0)
    synthetic_put_integer (self, row, "gestation_days", transfer->gestation_days);
  if (birth || transfer->outcome == MODEL_OUTCOME_STILLBIRTH)
    {
      put_delivery (self, row, transfer);
      /* Now and then the children aren't entered yet: the ending alone is a live birth. */
      if (self->plan->tidy || !birth || !synthetic_chance (self->random, 0.04))
        for (guint i = 0; i < transfer->n_children; i++)
          write_child (self, transfer, key, i + 1,
                       birth && (i == 0 || !synthetic_chance (self->random, 0.02)));
    }
  if (!birth && transfer->gestation_days > 0)
    put_loss (self, row, transfer);
}

/* Still pregnant at the cut. */
static void
put_ongoing (SyntheticWriter         *self,
             ModelRow                *row,
             const SyntheticTransfer *transfer,
             gint32                   test)
{
  gint32 last =
      synthetic_later (self->plan->cut_day - synthetic_between (self->random, 0, 20), test);

  if (last - synthetic_gestation_day (transfer, 0) < 40)
    {
      synthetic_put_missing (self, row, "outcome", MODEL_MISSING_PENDING);
      return;
    }
  synthetic_put (self, row, "outcome", "ongoing");
  synthetic_put_day (self, row, "outcome_date", last);
  synthetic_put_integer (self, row, "gestation_days", last - synthetic_gestation_day (transfer, 0));
}

void
synthetic_write_outcome (SyntheticWriter         *self,
                         const SyntheticTransfer *transfer,
                         gint64                   key)
{
  static const char *const blurred[] = { "hcg_value", "hcg2_value", "scan_date", "nuchal_scan_date",
                                         NULL };
  gint32 test =
      transfer->gestation_days > 0 ? synthetic_gestation_day (transfer, 30) : transfer->outcome_day;
  ModelRow *row;

  if (transfer->report == SYNTHETIC_REPORT_NONE
      || (test > self->plan->cut_day && synthetic_chance (self->random, 0.5)))
    return;
  row = synthetic_row (self, MODEL_TABLE_TRANSFER_OUTCOME, key);
  if (test > self->plan->cut_day || transfer->report == SYNTHETIC_REPORT_PENDING)
    {
      synthetic_put_missing (self, row, "outcome", MODEL_MISSING_PENDING);
      return;
    }
  if (transfer->report == SYNTHETIC_REPORT_UNKNOWN)
    {
      synthetic_put_missing (self, row, "outcome", MODEL_MISSING_UNKNOWN);
      synthetic_put_missing (self, row, "outcome_date", MODEL_MISSING_UNKNOWN);
      return;
    }
  if (transfer->report == SYNTHETIC_REPORT_LOST)
    {
      synthetic_put (self, row, "outcome", "lost");
      synthetic_put_day (self, row, "outcome_date", test);
      return;
    }
  put_tests (self, row, transfer, test);
  put_scans (self, row, transfer);
  if (synthetic_outcome_known (self->plan, transfer))
    put_ending (self, row, transfer, key);
  else
    put_ongoing (self, row, transfer, test);
  synthetic_blur (self, row, blurred);
}
