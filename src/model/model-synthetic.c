/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synthetic registers: the generator of random numbers, the plan of what happens to a patient, and
 * the settings that say what was simulated. Doesn't know the fields (model-synthetic-*.c write
 * them).
 *
 * Only + - * / and exp enter a decision, and the generator is our own, so one seed gives the same
 * bytes on every machine. */
#include "model-synthetic.h"

#include <math.h>

#include "base-number.h"
#include "model-synthetic-private.h"

#define DAYS_PER_YEAR 365.25
#define TREATED_SHARE 0.6
#define DEVIATING_SHARE 0.04 /* transfers of treated patients without the treatment */
#define DONOR_SHARE 0.06

/* --- the generator --- */

static guint64
mix (guint64 x)
{
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/* Streams of one seed begin at unrelated states. */
void
synthetic_random_init (SyntheticRandom *self,
                       guint64          seed,
                       guint64          stream)
{
  self->state = mix (mix (seed + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) + stream);
}

guint64
synthetic_next (SyntheticRandom *self)
{
  self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return mix (self->state);
}

double
synthetic_uniform (SyntheticRandom *self)
{
  return (double) (synthetic_next (self) >> 11) * 0x1p-53;
}

gboolean
synthetic_chance (SyntheticRandom *self,
                  double           p)
{
  return synthetic_uniform (self) < p;
}

int
synthetic_between (SyntheticRandom *self,
                   int              low,
                   int              high)
{
  if (high <= low)
    return low;
  return low + (int) (synthetic_uniform (self) * (high - low + 1));
}

double
synthetic_normal (SyntheticRandom *self)
{
  double sum = -6.0;

  for (int i = 0; i < 12; i++)
    sum += synthetic_uniform (self);
  return sum;
}

int
synthetic_poisson (SyntheticRandom *self,
                   double           mean)
{
  double u = synthetic_uniform (self), p = exp (-mean);
  int n = 0;

  for (double sum = p; u >= sum && n < 50; sum += p)
    p *= mean / ++n;
  return n;
}

gint32
synthetic_earlier (gint32 a,
                   gint32 b)
{
  return a < b ? a : b;
}

gint32
synthetic_later (gint32 a,
                 gint32 b)
{
  return a > b ? a : b;
}

double
synthetic_expit (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

const char *
synthetic_pick (SyntheticRandom       *self,
                const SyntheticChoice *choices,
                guint                  n)
{
  int total = 0, at;

  for (guint i = 0; i < n; i++)
    total += choices[i].weight;
  at = synthetic_between (self, 0, total - 1);
  for (guint i = 0; i < n; i++)
    {
      at -= choices[i].weight;
      if (at < 0)
        return choices[i].code;
    }
  return choices[n - 1].code;
}

/* --- the plan --- */

static gint32
last_day_of_month (gint32 day)
{
  BaseDate date = base_date_from_day (day);

  date.day = 0;
  return base_date_last_day (date);
}

static int
clamp_int (int value,
           int low,
           int high)
{
  return value < low ? low : value > high ? high : value;
}

void
synthetic_plan_patient (SyntheticPlan   *self,
                        SyntheticRandom *random,
                        gint32           referral_day,
                        gint32           index_day)
{
  double age = 35.0 + 4.2 * synthetic_normal (random);

  age = age < 22.0 ? 22.0 : age > 47.0 ? 47.0 : age;
  self->referral_day = referral_day;
  self->index_day = index_day;
  self->birth_day = index_day - (gint32) (age * DAYS_PER_YEAR);
  self->age = (index_day - last_day_of_month (self->birth_day)) / DAYS_PER_YEAR;
  self->losses = clamp_int (3 + synthetic_poisson (random, 0.9), 3, 9);
  self->primary = synthetic_chance (random, 0.62);
  self->treated = synthetic_chance (random, TREATED_SHARE);
  self->donor = synthetic_chance (random, self->age > 42.0 ? 0.3 : DONOR_SHARE);
  self->other_birth_day = self->returned_day = BASE_DAY_NONE;
}

/* Appends a performed transfer, before anything is known of its outcome. */
void
synthetic_plan_transfer (SyntheticPlan   *self,
                         SyntheticRandom *random,
                         gint32           day)
{
  SyntheticTransfer *transfer = &self->transfers[self->n_transfers];

  g_return_if_fail (self->n_transfers < SYNTHETIC_MAX_TRANSFERS);

  *transfer = (SyntheticTransfer) { .day = day, .status = MODEL_STATUS_PERFORMED };
  transfer->treated = self->treated && (self->tidy || !synthetic_chance (random, DEVIATING_SHARE));
  transfer->frozen = synthetic_chance (random, 1.0 / 3.0);
  transfer->embryo_age = synthetic_chance (random, 0.5) ? 5 : synthetic_between (random, 2, 3);
  transfer->n_embryos = synthetic_chance (random, transfer->embryo_age == 5 ? 0.8 : 0.55) ? 1 : 2;
  if (!self->tidy && transfer->n_embryos == 2 && synthetic_chance (random, 0.01))
    transfer->n_embryos = 3;
  transfer->second_in_cycle = transfer->frozen && !self->tidy && synthetic_chance (random, 0.1);
  self->n_transfers++;
}

/* The day on which a gestation is reached. */
gint32
synthetic_gestation_day (const SyntheticTransfer *transfer,
                         int                      gestation_days)
{
  return transfer->day + gestation_days - 14 - transfer->embryo_age;
}

static void
plan_birth (SyntheticRandom   *random,
            SyntheticTransfer *transfer)
{
  gboolean twins = synthetic_chance (random, transfer->n_embryos > 1 ? 0.18 : 0.015);
  double days = synthetic_chance (random, 0.07) ? 226.0 + 20.0 * synthetic_normal (random)
                                                : 276.0 + 9.0 * synthetic_normal (random);

  transfer->outcome = MODEL_OUTCOME_LIVE_BIRTH;
  transfer->n_children = twins ? 2 : 1;
  transfer->gestation_days = clamp_int ((int) days - (twins ? 21 : 0), 170, 293);
}

static void
plan_failure (SyntheticRandom   *random,
              SyntheticTransfer *transfer)
{
  double u = synthetic_uniform (random);

  if (u < 0.58)
    {
      transfer->outcome = MODEL_OUTCOME_NO_PREGNANCY;
      transfer->outcome_day =
          synthetic_gestation_day (transfer, synthetic_between (random, 29, 32));
      return;
    }
  if (u < 0.73)
    {
      transfer->outcome = MODEL_OUTCOME_BIOCHEMICAL_LOSS;
      transfer->gestation_days = synthetic_between (random, 32, 40);
    }
  else if (u < 0.75)
    {
      transfer->outcome = MODEL_OUTCOME_PUL;
      transfer->gestation_days = synthetic_between (random, 38, 50);
    }
  else if (u < 0.77)
    {
      transfer->outcome = MODEL_OUTCOME_ECTOPIC;
      transfer->gestation_days = synthetic_between (random, 42, 60);
    }
  else if (u < 0.774)
    {
      transfer->outcome = MODEL_OUTCOME_MOLE;
      transfer->gestation_days = synthetic_between (random, 55, 80);
    }
  else if (u < 0.785)
    {
      transfer->outcome = MODEL_OUTCOME_TERMINATION;
      transfer->gestation_days = synthetic_between (random, 84, 140);
    }
  else if (u < 0.795)
    {
      transfer->outcome = MODEL_OUTCOME_STILLBIRTH;
      transfer->gestation_days = synthetic_between (random, 172, 262);
      transfer->n_children = 1;
    }
  else
    {
      transfer->outcome = MODEL_OUTCOME_MISCARRIAGE;
      transfer->gestation_days = synthetic_chance (random, 0.08)
                                     ? synthetic_between (random, 84, 130)
                                     : synthetic_between (random, 43, 80);
    }
}

void
synthetic_plan_outcome (SyntheticPlan     *self,
                        SyntheticRandom   *random,
                        SyntheticTransfer *transfer,
                        gboolean           birth)
{
  double u = synthetic_uniform (random);

  transfer->gestation_days = 0;
  transfer->n_children = 0;
  if (birth)
    plan_birth (random, transfer);
  else
    plan_failure (random, transfer);
  if (transfer->gestation_days > 0)
    transfer->outcome_day = synthetic_gestation_day (transfer, transfer->gestation_days);
  /* What is left out is left out whatever it was, so that it bends no estimate. */
  transfer->report = SYNTHETIC_REPORT_KNOWN;
  if (self->tidy)
    return;
  if (u < 0.006)
    transfer->report = SYNTHETIC_REPORT_NONE;
  else if (u < 0.010)
    transfer->report = SYNTHETIC_REPORT_UNKNOWN;
  else if (u < 0.014)
    transfer->report = SYNTHETIC_REPORT_PENDING;
  else if (u < 0.018)
    transfer->report = SYNTHETIC_REPORT_LOST;
}

/* She comes back within a year, or she has stopped. */
gint32
synthetic_plan_next_day (SyntheticRandom         *random,
                         const SyntheticTransfer *failed)
{
  gint32 day = MAX (failed->outcome_day, failed->day + 14) + synthetic_between (random, 40, 150);

  return MIN (day, failed->day + 350);
}

void
synthetic_plan_stop (SyntheticPlan   *self,
                     SyntheticRandom *random)
{
  static const SyntheticChoice reasons[] = {
    { "own_choice", 27 }, { "no_embryos", 20 }, { "emotional", 15 }, { "medical_advice", 10 },
    { "cost", 8 },        { "health", 6 },      { "separation", 5 }, { "moved", 4 },
    { "adoption", 4 },    { "other", 1 },
  };
  const SyntheticTransfer *last = &self->transfers[self->n_transfers - 1];

  self->stopped = TRUE;
  self->stop_day = MAX (last->outcome_day, last->day + 14) + synthetic_between (random, 20, 160);
  self->reason = SYNTHETIC_PICK (random, reasons);
  self->stop_recorded = synthetic_chance (random, 0.6);
  self->lost = !self->stop_recorded && synthetic_chance (random, 0.3);
  self->died = self->stop_recorded && synthetic_chance (random, 0.005);
  if (!self->tidy && !self->died && synthetic_chance (random, 0.08))
    {
      self->other_birth_day = self->stop_day + synthetic_between (random, 280, 900);
      self->reason = "birth_without_art";
    }
}

/* A transfer that was planned and not done, between two that were. */
static void
plan_cancelled (SyntheticPlan   *self,
                SyntheticRandom *random,
                gint32           after,
                gint32           before)
{
  gint32 day = before - synthetic_between (random, 25, 60);

  if (day <= after + 20 || day > self->cut_day || self->n_transfers + 2 >= SYNTHETIC_MAX_TRANSFERS)
    return;
  synthetic_plan_transfer (self, random, day);
  self->transfers[self->n_transfers - 1].status = MODEL_STATUS_CANCELLED;
}

/* One series from `day` on, up to a birth, a stop or the cut. TRUE: it ended in a birth. */
static gboolean
plan_series (SyntheticPlan               *self,
             const ModelSyntheticOptions *options,
             SyntheticRandom             *random,
             gint32                       day)
{
  double losses = self->losses - 3, age = self->age - 35.0;

  for (int k = 1; self->n_transfers + 2 < SYNTHETIC_MAX_TRANSFERS; k++)
    {
      SyntheticTransfer *transfer;
      double h, q;

      if (day > self->cut_day)
        {
          /* Her next one may be planned already. */
          if (day - self->cut_day < 60 && synthetic_chance (random, 0.5))
            {
              synthetic_plan_transfer (self, random, day);
              self->transfers[self->n_transfers - 1].status = MODEL_STATUS_PLANNED;
            }
          return FALSE;
        }
      synthetic_plan_transfer (self, random, day);
      transfer = &self->transfers[self->n_transfers - 1];
      h = synthetic_expit (options->h0 + options->hk * k + options->hage * age
                           + options->htreated * (transfer->treated ? 1.0 : 0.0)
                           + options->hloss * losses);
      synthetic_plan_outcome (self, random, transfer, synthetic_chance (random, h));
      if (transfer->outcome == MODEL_OUTCOME_LIVE_BIRTH)
        return TRUE;
      q = synthetic_expit (options->q0 + options->qage * age + options->qk * k);
      if (synthetic_chance (random, q))
        {
          synthetic_plan_stop (self, random);
          return FALSE;
        }
      day = synthetic_plan_next_day (random, transfer);
      if (synthetic_chance (random, 0.02) && transfer->outcome_day + 20 < day)
        self->returned_day = transfer->outcome_day + 20;
      if (synthetic_chance (random, 0.06))
        plan_cancelled (self, random, transfer->outcome_day, day);
    }
  return FALSE;
}

void
synthetic_plan (SyntheticPlan               *self,
                const ModelSyntheticOptions *options,
                SyntheticRandom             *random)
{
  double share = 0.0;
  gint32 referral, index;

  *self = (SyntheticPlan) { .cut_day = options->cut_day };
  /* The latest of three draws: a clinic grows. */
  for (int i = 0; i < 3; i++)
    {
      double u = synthetic_uniform (random);

      share = u > share ? u : share;
    }
  referral = options->start_day
             + (gint32) (share * synthetic_later (options->cut_day - options->start_day - 20, 0));
  index = referral + synthetic_between (random, 45, 200);
  synthetic_plan_patient (self, random, referral, index);
  if (plan_series (self, options, random, index) && synthetic_chance (random, 0.12))
    {
      const SyntheticTransfer *birth = &self->transfers[self->n_transfers - 1];
      gint32 day = birth->outcome_day + synthetic_between (random, 300, 1000);

      if (day <= self->cut_day)
        plan_series (self, options, random, day);
    }
}

/* --- the interface --- */

ModelRecord *
model_synthetic_patient (ModelDictionary             *dictionary,
                         const ModelSyntheticOptions *options,
                         guint                        i)
{
  SyntheticRandom random;
  SyntheticPlan plan;
  char code[24];

  g_return_val_if_fail (dictionary != NULL && options != NULL && i < options->n_patients, NULL);

  synthetic_random_init (&random, options->seed, i);
  synthetic_plan (&plan, options, &random);
  g_snprintf (code, sizeof code, "SYN-%07u", i + 1);
  return synthetic_record (dictionary, &plan, &random, (gint64) i + 1, code);
}

static void
add_setting (GPtrArray  *settings,
             const char *name,
             char       *value)
{
  g_ptr_array_add (settings, g_strdup (name));
  g_ptr_array_add (settings, value);
}

GStrv
model_synthetic_settings (const ModelSyntheticOptions *options)
{
  GPtrArray *settings = g_ptr_array_new ();
  const struct { const char *name; double value; } coefficients[] = {
    { "synthetic_h0", options->h0 },
    { "synthetic_hk", options->hk },
    { "synthetic_hage", options->hage },
    { "synthetic_htreated", options->htreated },
    { "synthetic_hloss", options->hloss },
    { "synthetic_q0", options->q0 },
    { "synthetic_qage", options->qage },
    { "synthetic_qk", options->qk },
  };

  add_setting (settings, "synthetic", g_strdup ("true"));
  add_setting (settings, "data_cut", base_day_to_iso (options->cut_day));
  add_setting (settings, "synthetic_start", base_day_to_iso (options->start_day));
  add_setting (settings, "synthetic_seed", g_strdup_printf ("%" G_GUINT64_FORMAT, options->seed));
  add_setting (settings, "synthetic_patients", g_strdup_printf ("%u", options->n_patients));
  for (guint i = 0; i < G_N_ELEMENTS (coefficients); i++)
    add_setting (settings, coefficients[i].name, base_number_to_text (coefficients[i].value));
  g_ptr_array_add (settings, NULL);
  return (GStrv) g_ptr_array_free (settings, FALSE);
}
