/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a synthetic patient that don't hang on a transfer: herself, her partner, her
 * pregnancies, investigations, follow-up and consents. */
#include <string.h>

#include "model-synthetic-private.h"

#define MAX_PREGNANCIES 16

/* --- patient and partner --- */

static void
write_partner (SyntheticWriter *self)
{
  static const SyntheticChoice kinds[] = { { "male", 93 }, { "female", 3 }, { "none", 4 } };
  static const SyntheticChoice losses[] = { { "all", 78 }, { "some", 15 }, { "none", 7 } };
  static const SyntheticChoice factors[] = {
    { "none", 66 },
    { "oligospermia_moderate", 10 },
    { "oligospermia_severe", 6 },
    { "low_motility", 9 },
    { "low_morphology", 5 },
    { "azoospermia_obstructive", 1 },
    { "vasectomy", 1 },
    { "other", 2 },
  };
  static const char *const blurred[] = { "birth_year", "partner_in_losses", "male_factors", NULL };
  const char *kind = SYNTHETIC_PICK (self->random, kinds);
  ModelRow *row = synthetic_row (self, MODEL_TABLE_PARTNER, 0);
  char code[40];
  int year, month, day;

  g_snprintf (code, sizeof code, "%s-P1", self->code);
  synthetic_put (self, row, "code", code);
  synthetic_put (self, row, "kind", kind);
  if (strcmp (kind, "none") == 0)
    return;
  self->partner = row->key;
  base_day_to_ymd (self->plan->birth_day, &year, &month, &day);
  year -= (int) (2.0 + 4.0 * synthetic_normal (self->random));
  synthetic_put_integer (self, row, "birth_year", CLAMP (year, 1945, 2006));
  if (strcmp (kind, "male") == 0)
    {
      synthetic_put (self, row, "partner_in_losses", SYNTHETIC_PICK (self->random, losses));
      synthetic_put (self, row, "male_factors", SYNTHETIC_PICK (self->random, factors));
    }
  else
    self->partner = -row->key; /* no sperm from her */
  synthetic_blur (self, row, blurred);
}

static void
write_body (SyntheticWriter *self,
            ModelRow        *row)
{
  int height = 167 + (int) (6.5 * synthetic_normal (self->random));
  double bmi = 24.2 + 3.6 * synthetic_normal (self->random), weight;

  height = CLAMP (height, 148, 188);
  bmi = CLAMP (bmi, 18.2, 37.0);
  weight = bmi * height * height / 10000.0;
  self->weight_kg = CLAMP (weight, 45.0, 118.0);
  synthetic_put_integer (self, row, "height_cm", height);
  synthetic_put_scaled (self, row, "weight_kg", (gint64) (self->weight_kg * 10.0), 1);
}

/* Lasting illness, what it means for treatment, and its medicine. */
static void
write_illness (SyntheticWriter *self,
               ModelRow        *row)
{
  static const SyntheticChoice illness[] = {
    { "none", 74 },      { "hypothyroid", 9 }, { "asthma", 5 }, { "hypertension", 2 },
    { "diabetes", 1 },   { "coeliac", 2 },     { "bowel", 2 },  { "psoriasis", 2 },
    { "rheumatoid", 1 }, { "thrombosis", 1 },  { "other", 1 },
  };
  static const char *const blurred[] = { "dose_per_day", "dose_unit", "route", "start_date", NULL };
  const char *one = SYNTHETIC_PICK (self->random, illness);
  const char *against = "none";

  synthetic_put (self, row, "comorbidities", one);
  if (strcmp (one, "hypertension") == 0 || strcmp (one, "diabetes") == 0)
    against = one;
  else if (strcmp (one, "thrombosis") == 0)
    against = "thrombosis_risk";
  synthetic_put (self, row, "contraindications", against);
  if (strcmp (one, "hypothyroid") == 0)
    {
      ModelRow *medication = synthetic_row (self, MODEL_TABLE_MEDICATION, 0);

      synthetic_put_missing (self, medication, "transfer", MODEL_MISSING_NOT_APPLICABLE);
      synthetic_put (self, medication, "drug", "levothyroxine");
      synthetic_put_integer (self, medication, "dose_per_day",
                             25 * synthetic_between (self->random, 1, 5));
      synthetic_put (self, medication, "dose_unit", "ug");
      synthetic_put (self, medication, "route", "oral");
      synthetic_put_year (self, medication, "start_date",
                          self->plan->referral_day - synthetic_between (self->random, 400, 3000));
      synthetic_put_missing (self, medication, "stop_date", MODEL_MISSING_PENDING);
      synthetic_blur (self, medication, blurred);
    }
}

void
synthetic_write_patient (SyntheticWriter *self)
{
  static const SyntheticChoice indications[] = {
    { "loss_after_art", 70 },
    { "implantation_failure", 8 },
    { "loss_and_failure", 14 },
    { "loss_natural", 6 },
    { "other", 2 },
  };
  static const SyntheticChoice smoking[] = { { "never", 76 }, { "former", 18 }, { "current", 6 } };
  static const SyntheticChoice causes[] = {
    { "unexplained", 30 }, { "male", 26 }, { "tubal", 14 }, { "ovulatory", 7 }, { "pcos", 8 },
    { "endometriosis", 8 }, { "diminished_reserve", 5 }, { "uterine", 2 },
  };
  static const char *const blurred[] = { "indication",    "height_cm",          "weight_kg",
                                         "smoking",       "infertility_causes", "months_attempting",
                                         "comorbidities", "contraindications",  NULL };
  const SyntheticPlan *plan = self->plan;
  ModelRow *row = synthetic_row (self, MODEL_TABLE_PATIENT, 0);
  const char *cause = SYNTHETIC_PICK (self->random, causes);

  row->key = 1;
  synthetic_put (self, row, "code", self->code);
  synthetic_put_month (self, row, "birth_month", plan->birth_day);
  if (!plan->tidy && synthetic_chance (self->random, 0.04)
      && plan->referral_day + 31 <= plan->cut_day)
    synthetic_put_month (self, row, "referral_date", plan->referral_day);
  else
    synthetic_put_day (self, row, "referral_date", plan->referral_day);
  synthetic_put (self, row, "indication",
                 plan->tidy ? "loss_after_art" : SYNTHETIC_PICK (self->random, indications));
  write_body (self, row);
  synthetic_put (self, row, "smoking", SYNTHETIC_PICK (self->random, smoking));
  synthetic_put_codes (self, row, "infertility_causes", cause,
                       strcmp (cause, "unexplained") != 0 && synthetic_chance (self->random, 0.15)
                           ? synthetic_pick (self->random, causes + 1, G_N_ELEMENTS (causes) - 1)
                           : cause);
  if (synthetic_chance (self->random, 0.03))
    synthetic_put_missing (self, row, "months_attempting", MODEL_MISSING_NOT_APPLICABLE);
  else
    synthetic_put_integer (self, row, "months_attempting",
                           12 + 6 * synthetic_poisson (self->random, 3.0));
  write_illness (self, row);
  if (!plan->tidy && synthetic_chance (self->random, 0.02))
    synthetic_put (self, row, "note", "Records of an earlier clinic were asked for.");
  synthetic_blur (self, row, blurred);
  write_partner (self);
}

/* --- pregnancies --- */

typedef struct
{
  const char *outcome;
  int gestation_days;
  gboolean art;
  gint32 end_day;
} Pregnancy;

static Pregnancy
draw_loss (SyntheticWriter *self)
{
  double u = synthetic_uniform (self->random);
  gboolean art = synthetic_chance (self->random, self->plan->tidy ? 1.0 : 0.88);

  if (u < 0.35)
    return (Pregnancy) { "biochemical_loss", synthetic_between (self->random, 31, 41), art, 0 };
  if (u < 0.38)
    return (Pregnancy) { "pul", synthetic_between (self->random, 37, 50), art, 0 };
  if (u < 0.45)
    return (Pregnancy) { "miscarriage", synthetic_between (self->random, 80, 125), art, 0 };
  return (Pregnancy) { "miscarriage", synthetic_between (self->random, 43, 79), art, 0 };
}

/* Her pregnancies up to referral, in order; returns how many. */
static guint
draw_pregnancies (SyntheticWriter *self,
                  Pregnancy       *list)
{
  const SyntheticPlan *plan = self->plan;
  guint n = 0, birth_at = synthetic_chance (self->random, 0.75) ? 0 : 1;
  gint32 room = plan->referral_day - plan->birth_day - 17 * 365;
  gint32 day = plan->referral_day - synthetic_between (self->random, 30, 200);

  for (int loss = 0; loss < plan->losses; loss++)
    {
      if (!plan->primary && n == birth_at)
        list[n++] =
            synthetic_chance (self->random, 0.06)
                ? (Pregnancy){ "stillbirth", synthetic_between (self->random, 172, 270), FALSE, 0 }
                : (Pregnancy){ "live_birth", synthetic_between (self->random, 252, 290), FALSE, 0 };
      if (!plan->tidy && n > 0 && synthetic_chance (self->random, 0.03))
        list[n++] =
            synthetic_chance (self->random, 0.6)
                ? (Pregnancy){ "ectopic", synthetic_between (self->random, 40, 62), TRUE, 0 }
                : (Pregnancy){ "termination", synthetic_between (self->random, 49, 83), FALSE, 0 };
      list[n++] = draw_loss (self);
    }
  room = room / (gint32) (n + 1);
  for (guint i = n; i-- > 0;)
    {
      gint32 gap = list[i].gestation_days + synthetic_between (self->random, 60, 330);

      list[i].end_day = day;
      day -= MAX (MIN (gap, room), list[i].gestation_days + 20);
    }
  return n;
}

/* The older it is, the less exactly she remembers. */
static void
put_remembered_day (SyntheticWriter *self,
                    ModelRow        *row,
                    gint32           day)
{
  gint32 ago = self->plan->referral_day - day;
  double u = synthetic_uniform (self->random);

  if (ago > 400 && u < 0.03)
    synthetic_put_missing (self, row, "end_date", MODEL_MISSING_UNKNOWN);
  else if (ago > 400 && u < 0.15)
    synthetic_put_year (self, row, "end_date", day);
  else if (ago > 60 && u < 0.40)
    synthetic_put_month (self, row, "end_date", day);
  else
    synthetic_put_day (self, row, "end_date", day);
}

static void
put_conception (SyntheticWriter *self,
                ModelRow        *row,
                gboolean         art,
                gint64           transfer)
{
  static const SyntheticChoice with_art[]
    = { { "ivf", 34 }, { "icsi", 40 }, { "frozen", 25 }, { "donor_oocyte", 1 } };
  static const SyntheticChoice without_art[]
    = { { "natural", 82 }, { "ovulation_induction", 7 }, { "iui", 11 } };

  synthetic_put (self, row, "conception", art ? SYNTHETIC_PICK (self->random, with_art)
                                              : SYNTHETIC_PICK (self->random, without_art));
  if (transfer > 0)
    synthetic_put_integer (self, row, "transfer", transfer);
  else if (art)
    synthetic_put_missing (self, row, "transfer", MODEL_MISSING_NOT_APPLICABLE);
}

static void
put_evidence (SyntheticWriter *self,
              ModelRow        *row,
              const Pregnancy *pregnancy)
{
  static const SyntheticChoice early[] = { { "urine_hcg", 25 }, { "serum_hcg", 75 } };
  static const SyntheticChoice late[] = { { "scan_sac", 35 },
                                          { "scan_heartbeat", 50 },
                                          { "histology", 15 } };
  static const SyntheticChoice karyotypes[] = {
    { "not_done", 78 },   { "failed", 4 },  { "maternal", 3 },   { "normal_female", 4 },
    { "normal_male", 4 }, { "trisomy", 5 }, { "monosomy_x", 1 }, { "polyploid", 1 },
  };
  static const SyntheticChoice sexes[] = { { "male", 51 }, { "female", 47 }, { "mixed", 2 } };
  gboolean birth = strcmp (pregnancy->outcome, "live_birth") == 0;
  gboolean delivery = birth || strcmp (pregnancy->outcome, "stillbirth") == 0;

  if (delivery)
    {
      synthetic_put (self, row, "evidence", "birth");
      synthetic_put (self, row, "children_sex", SYNTHETIC_PICK (self->random, sexes));
    }
  else
    synthetic_put (self, row, "evidence",
                   pregnancy->gestation_days < 45 ? SYNTHETIC_PICK (self->random, early)
                                                  : SYNTHETIC_PICK (self->random, late));
  if (birth)
    synthetic_put_boolean (self, row, "neonatal_death", synthetic_chance (self->random, 0.005));
  else if (strcmp (pregnancy->outcome, "biochemical_loss") != 0
           && strcmp (pregnancy->outcome, "pul") != 0)
    synthetic_put (self, row, "loss_karyotype", SYNTHETIC_PICK (self->random, karyotypes));
}

static ModelRow *
write_pregnancy (SyntheticWriter *self,
                 const Pregnancy *pregnancy,
                 guint            sequence,
                 gint64           transfer)
{
  static const SyntheticChoice treatments[] = {
    { "none", 66 }, { "progesterone", 20 }, { "aspirin", 8 }, { "lmwh", 4 }, { "prednisone", 2 }
  };
  static const char *const blurred[] = { "conception", "gestation_days", "evidence", "documented",
                                         "loss_karyotype", "children_sex", "treatments", NULL };
  ModelRow *row = synthetic_row (self, MODEL_TABLE_PREGNANCY, 0);

  synthetic_put_integer (self, row, "sequence", sequence);
  if (pregnancy->end_day <= self->plan->referral_day)
    put_remembered_day (self, row, pregnancy->end_day);
  else
    synthetic_put_day (self, row, "end_date", pregnancy->end_day);
  put_conception (self, row, pregnancy->art, transfer);
  if (self->partner > 0)
    synthetic_put_integer (self, row, "partner", self->partner);
  else
    synthetic_put_missing (self, row, "partner", MODEL_MISSING_NOT_APPLICABLE);
  synthetic_put (self, row, "outcome", pregnancy->outcome);
  synthetic_put_integer (self, row, "gestation_days", pregnancy->gestation_days);
  put_evidence (self, row, pregnancy);
  synthetic_put (self, row, "documented",
                 synthetic_chance (self->random, 0.7) ? "record" : "account");
  synthetic_put (self, row, "treatments", SYNTHETIC_PICK (self->random, treatments));
  synthetic_blur (self, row, blurred);
  return row;
}

/* A pregnancy row for a loss after an entered transfer, so that one loss stands in two places. */
static void
write_referring (SyntheticWriter *self,
                 guint            sequence)
{
  const SyntheticPlan *plan = self->plan;

  for (guint i = 0; i < plan->n_transfers; i++)
    {
      const SyntheticTransfer *transfer = &plan->transfers[i];
      Pregnancy pregnancy = { "miscarriage", transfer->gestation_days, TRUE,
                              transfer->outcome_day };

      if (transfer->status != MODEL_STATUS_PERFORMED
          || transfer->outcome != MODEL_OUTCOME_MISCARRIAGE
          || !synthetic_outcome_known (plan, transfer))
        continue;
      write_pregnancy (self, &pregnancy, sequence, (gint64) i + 1);
      return;
    }
}

void
synthetic_write_history (SyntheticWriter *self)
{
  Pregnancy list[MAX_PREGNANCIES * 2];
  const SyntheticPlan *plan = self->plan;
  guint n = draw_pregnancies (self, list), art = 0;
  ModelRow *patient = self->record->rows[MODEL_TABLE_PATIENT]->pdata[0];

  for (guint i = 0; i < n; i++)
    {
      write_pregnancy (self, &list[i], i + 1, 0);
      art += list[i].art;
    }
  synthetic_put_integer (self, patient, "earlier_transfers",
                         art + (guint) synthetic_poisson (self->random, 1.5));
  if (!plan->tidy && synthetic_chance (self->random, 0.05))
    synthetic_put_missing (self, patient, "earlier_transfers", MODEL_MISSING_UNKNOWN);

  if (!plan->tidy && synthetic_chance (self->random, 0.04))
    write_referring (self, n + 1);
  if (plan->other_birth_day != BASE_DAY_NONE && plan->other_birth_day <= plan->cut_day)
    {
      Pregnancy birth = { "live_birth", synthetic_between (self->random, 262, 290), FALSE,
                          plan->other_birth_day };
      ModelRow *row = write_pregnancy (self, &birth, n + 2, 0);

      /* Whatever else is forgotten of it, it was without ART. */
      synthetic_put (self, row, "conception", "natural");
    }
  else if (!plan->tidy && plan->stopped && plan->stop_day + 200 <= plan->cut_day
           && synthetic_chance (self->random, 0.05))
    {
      Pregnancy loss = { "miscarriage", synthetic_between (self->random, 43, 79), FALSE,
                         plan->stop_day + 200 };

      write_pregnancy (self, &loss, n + 2, 0);
    }
}

/* --- follow-up and consent --- */

static ModelRow *
write_followup (SyntheticWriter *self,
                gint32           day,
                const char      *status,
                const char      *reason)
{
  static const char *const blurred[] = { "embryos_left", "last_contact_date", NULL };
  gboolean none_left = reason != NULL && strcmp (reason, "no_embryos") == 0;
  ModelRow *row = synthetic_row (self, MODEL_TABLE_FOLLOWUP, 0);

  if (!self->plan->tidy && synthetic_chance (self->random, 0.05) && day + 31 <= self->plan->cut_day
      && strcmp (status, "delivered") != 0)
    synthetic_put_month (self, row, "date", day);
  else
    synthetic_put_day (self, row, "date", day);
  synthetic_put (self, row, "status", status);
  if (reason != NULL)
    synthetic_put (self, row, "reason", reason);
  synthetic_put_integer (self, row, "embryos_left",
                         none_left ? 0 : synthetic_poisson (self->random, 0.8));
  synthetic_put_day (
      self, row, "last_contact_date",
      synthetic_earlier (day + synthetic_between (self->random, 0, 20), self->plan->cut_day));
  if (strcmp (status, "continuing") == 0)
    synthetic_put_day (self, row, "next_contact_date",
                       day + synthetic_between (self->random, 30, 90));
  else
    synthetic_put_missing (self, row, "next_contact_date", MODEL_MISSING_NOT_APPLICABLE);
  synthetic_blur (self, row, blurred);
  return row;
}

static void
write_stop (SyntheticWriter *self)
{
  static const char *const blurred[] = { "reason", NULL };
  const SyntheticPlan *plan = self->plan;
  const char *reason = plan->reason;
  ModelRow *row;

  if (!plan->stopped || plan->stop_day > plan->cut_day)
    return;
  /* A birth without ART is known only once it has happened. */
  if (g_strcmp0 (reason, "birth_without_art") == 0 && plan->other_birth_day > plan->cut_day)
    reason = "own_choice";
  if (plan->died)
    write_followup (self, plan->stop_day, "died", NULL);
  else if (plan->stop_recorded)
    {
      row = write_followup (self, plan->stop_day, "discontinued", reason);
      synthetic_blur (self, row, blurred);
    }
  else if (plan->lost)
    write_followup (self, plan->stop_day, "lost", NULL);
}

void
synthetic_write_followups (SyntheticWriter *self)
{
  const SyntheticPlan *plan = self->plan;
  gint32 last = BASE_DAY_NONE;

  if (plan->returned_day != BASE_DAY_NONE && plan->returned_day <= plan->cut_day)
    write_followup (self, plan->returned_day, "discontinued", "emotional");
  for (guint i = 0; i < plan->n_transfers; i++)
    {
      const SyntheticTransfer *transfer = &plan->transfers[i];

      if (transfer->status != MODEL_STATUS_PERFORMED || !synthetic_outcome_known (plan, transfer))
        continue;
      last = transfer->outcome_day;
      if (transfer->outcome == MODEL_OUTCOME_LIVE_BIRTH
          && transfer->report == SYNTHETIC_REPORT_KNOWN && synthetic_chance (self->random, 0.9))
        write_followup (self, transfer->outcome_day, "delivered", NULL);
    }
  write_stop (self);
  if (!plan->stopped && last != BASE_DAY_NONE && last + 10 <= plan->cut_day
      && self->record->rows[MODEL_TABLE_FOLLOWUP]->len == 0 && synthetic_chance (self->random, 0.3))
    write_followup (self, last + 10, "continuing", NULL);
}

void
synthetic_write_consents (SyntheticWriter *self)
{
  static const char *const forms[] = { "R1 2003", "R2 2010", "R3 2018" };
  static const char *const blurred[] = { "form_version", NULL };
  static const char *const purposes[] = { "care", "research" };
  const SyntheticPlan *plan = self->plan;
  int year, month, day;

  base_day_to_ymd (plan->referral_day, &year, &month, &day);
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      ModelRow *row;
      gint32 withdrawn = plan->referral_day + synthetic_between (self->random, 30, 900);
      double u = synthetic_uniform (self->random);

      if (i == 1 && u >= 0.94)
        continue;
      row = synthetic_row (self, MODEL_TABLE_CONSENT, 0);
      synthetic_put (self, row, "person", "woman");
      synthetic_put (self, row, "purpose", purposes[i]);
      synthetic_put_day (self, row, "date", plan->referral_day);
      synthetic_put (self, row, "form_version", forms[year < 2010 ? 0 : year < 2018 ? 1 : 2]);
      if (i == 1 && !plan->tidy && u < 0.03 && withdrawn <= plan->cut_day)
        {
          synthetic_put (self, row, "decision", "withdrawn");
          synthetic_put_day (self, row, "withdrawn_date", withdrawn);
        }
      else
        synthetic_put (self, row, "decision",
                       i == 1 && !plan->tidy && u < 0.08 ? "refused" : "given");
      synthetic_blur (self, row, blurred);
    }
}
