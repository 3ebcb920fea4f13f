/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cycles, transfers, embryos and treatment of a synthetic patient. What is planned for a transfer
 * is written before anything of its outcome is looked at. */
#include <string.h>

#include "model-synthetic-private.h"

#define VITRIFICATION_DAY                                                                          \
  14245 /* 2009-01-01: from about then embryos were no longer frozen slowly */
#define PRIVIGEN_DAY 14061      /* 2008-07-01: the first product came later than the others */

/* --- cycles --- */

static void
put_sources (SyntheticWriter *self,
             ModelRow        *row,
             gboolean         donor)
{
  gboolean donated = donor && synthetic_chance (self->random, 0.12);
  gboolean sperm = self->partner <= 0 || synthetic_chance (self->random, 0.03);

  if (self->partner != 0)
    synthetic_put_integer (self, row, "partner", ABS (self->partner));
  else
    synthetic_put_missing (self, row, "partner", MODEL_MISSING_NOT_APPLICABLE);
  synthetic_put (self, row, "egg_source", donated ? "donated_embryo" : donor ? "donor" : "own");
  if (donor)
    synthetic_put_integer (self, row, "egg_donor_age", synthetic_between (self->random, 22, 34));
  synthetic_put (self, row, "sperm_source",
                 donated ? "donated_embryo"
                 : sperm ? "donor"
                         : "partner");
}

static void
put_harvest (SyntheticWriter         *self,
             ModelRow                *row,
             const SyntheticTransfer *transfer,
             gint32                   retrieval)
{
  const SyntheticPlan *plan = self->plan;
  int oocytes = (int) (9.5 - 0.35 * (plan->age - 35.0) + 3.5 * synthetic_normal (self->random));
  int created, used = transfer->n_embryos;

  /* A later transfer may be entered under this cycle. */
  for (const SyntheticTransfer *later = transfer + 1; later < plan->transfers + plan->n_transfers;
       later++)
    used += later->second_in_cycle ? later->n_embryos : 0;
  oocytes = CLAMP (oocytes, used + 1, 28);
  created = synthetic_later (oocytes * synthetic_between (self->random, 45, 75) / 100, used);
  if (retrieval <= plan->cut_day)
    {
      synthetic_put_day (self, row, "retrieval_date", retrieval);
      synthetic_put_integer (self, row, "oocytes_collected", oocytes);
      synthetic_put_integer (self, row, "embryos_created", created);
    }
}

static ModelRow *
write_cycle (SyntheticWriter         *self,
             const SyntheticTransfer *transfer,
             gint32                  *out_start)
{
  static const SyntheticChoice funding[] = {
    { "public", 62 }, { "own", 28 }, { "mixed", 6 }, { "insurance", 4 }
  };
  static const SyntheticChoice protocols[] = {
    { "antagonist", 55 }, { "agonist_long", 33 }, { "agonist_short", 6 },
    { "mild", 3 },        { "natural", 3 },
  };
  static const SyntheticChoice preparations[]
    = { { "natural", 30 }, { "modified_natural", 25 }, { "hormonal", 40 }, { "stimulated", 5 } };
  static const SyntheticChoice fertilisations[] = { { "ivf", 42 }, { "icsi", 54 }, { "both", 4 } };
  static const SyntheticChoice testing[] = { { "none", 95 }, { "pgt_a", 4 }, { "pgt_sr", 1 } };
  static const SyntheticChoice clinics[] = {
    { "Clinic A", 40 }, { "Clinic B", 30 }, { "Clinic C", 20 }, { "Clinic D", 10 }
  };
  static const char *const blurred[] = {
    "clinic",        "funding",           "protocol",        "preparation",    "egg_donor_age",
    "fertilisation", "oocytes_collected", "embryos_created", "embryos_thawed", NULL
  };
  ModelRow *row = synthetic_row (self, MODEL_TABLE_CYCLE, 0);
  gint32 retrieval = transfer->day - transfer->embryo_age;
  const char *kind = transfer->frozen ? "thaw" : self->plan->donor ? "recipient" : "stimulation";

  *out_start =
      (transfer->frozen ? transfer->day : retrieval) - synthetic_between (self->random, 12, 15);
  synthetic_put (self, row, "kind", kind);
  if (*out_start <= self->plan->cut_day)
    synthetic_put_day (self, row, "start_date", *out_start);
  synthetic_put (self, row, "clinic", SYNTHETIC_PICK (self->random, clinics));
  synthetic_put (self, row, "funding", SYNTHETIC_PICK (self->random, funding));
  put_sources (self, row, self->plan->donor);
  synthetic_put (self, row, "fertilisation", SYNTHETIC_PICK (self->random, fertilisations));
  synthetic_put (self, row, "pgt", SYNTHETIC_PICK (self->random, testing));
  if (transfer->frozen || self->plan->donor)
    synthetic_put (self, row, "preparation", SYNTHETIC_PICK (self->random, preparations));
  else
    synthetic_put (self, row, "protocol", SYNTHETIC_PICK (self->random, protocols));
  if (!transfer->frozen)
    put_harvest (self, row, transfer, retrieval);
  else if (transfer->status != MODEL_STATUS_PLANNED)
    synthetic_put_integer (self, row, "embryos_thawed",
                           transfer->n_embryos + synthetic_chance (self->random, 0.2));
  if (transfer->status == MODEL_STATUS_PERFORMED)
    synthetic_put (self, row, "result", "transfer");
  else if (transfer->status == MODEL_STATUS_PLANNED)
    synthetic_put (self, row, "result", "under_way");
  else
    synthetic_put (self, row, "result", transfer->frozen ? "no_embryos" : "freeze_all");
  synthetic_blur (self, row, blurred);
  return row;
}

/* --- embryos --- */

static void
write_embryo (SyntheticWriter         *self,
              const SyntheticTransfer *transfer,
              gint64                   key,
              gint64                   source,
              int                      position)
{
  static const SyntheticChoice letters[] = { { "a", 35 }, { "b", 47 }, { "c", 17 }, { "d", 1 } };
  static const char *const blurred[] = { "stage",      "cells",           "fragmentation_pct",
                                         "expansion",  "inner_cell_mass", "trophectoderm",
                                         "pgt_result", "freezing",        NULL };
  ModelRow *row = synthetic_row (self, MODEL_TABLE_EMBRYO, key);
  gboolean blastocyst = transfer->embryo_age >= 5;
  int expansion = synthetic_between (self->random, 2, 5);

  synthetic_put_integer (self, row, "position", position);
  if (source > 0)
    synthetic_put_integer (self, row, "source_cycle", source);
  else
    synthetic_put_missing (self, row, "source_cycle", MODEL_MISSING_UNKNOWN);
  synthetic_put (self, row, "stage", blastocyst ? "blastocyst" : "cleavage");
  if (blastocyst)
    {
      synthetic_put_integer (self, row, "expansion", expansion);
      if (expansion >= 3)
        {
          synthetic_put (self, row, "inner_cell_mass", SYNTHETIC_PICK (self->random, letters));
          synthetic_put (self, row, "trophectoderm", SYNTHETIC_PICK (self->random, letters));
        }
      else
        {
          synthetic_put_missing (self, row, "inner_cell_mass", MODEL_MISSING_NOT_APPLICABLE);
          synthetic_put_missing (self, row, "trophectoderm", MODEL_MISSING_NOT_APPLICABLE);
        }
    }
  else
    {
      int cells = transfer->embryo_age == 2 ? 4 : 8;

      cells += synthetic_chance (self->random, 0.35) ? synthetic_between (self->random, -2, 1) : 0;
      synthetic_put_integer (self, row, "cells", cells);
      synthetic_put_integer (self, row, "fragmentation_pct",
                             5 * synthetic_poisson (self->random, 1.8));
    }
  synthetic_put (self, row, "pgt_result", "not_tested");
  if (transfer->frozen)
    synthetic_put (self, row, "freezing",
                   transfer->day >= VITRIFICATION_DAY ? "vitrified" : "slow");
  synthetic_blur (self, row, blurred);
}

/* --- treatment --- */

static void
put_plan (SyntheticWriter         *self,
          ModelRow                *row,
          const SyntheticTransfer *transfer)
{
  static const SyntheticChoice untreated[] = {
    { "none", 55 },        { "progesterone", 24 }, { "aspirin", 8 },
    { "lmwh aspirin", 5 }, { "prednisone", 5 },    { "?", 3 },
  };

  if (transfer->treated)
    synthetic_put (self, row, "planned_treatment",
                   synthetic_chance (self->random, 0.25) ? "ivig prednisone progesterone"
                                                         : "ivig prednisone");
  else
    synthetic_put (self, row, "planned_treatment", SYNTHETIC_PICK (self->random, untreated));
}

static void
write_reaction (SyntheticWriter *self,
                gint64           transfer,
                gint64           infusion,
                gint32           day)
{
  static const SyntheticChoice terms[] = {
    { "headache", 52 }, { "chills", 12 },  { "nausea", 12 },
    { "fever", 8 },     { "skin", 6 },     { "dizziness", 5 },
    { "back_pain", 3 }, { "allergic", 1 }, { "aseptic_meningitis", 1 },
  };
  static const SyntheticChoice severities[] = { { "mild", 70 },
                                                { "moderate", 27 },
                                                { "severe", 3 } };
  static const SyntheticChoice relations[] = {
    { "possible", 35 }, { "probable", 50 }, { "certain", 10 }, { "unlikely", 5 }
  };
  static const char *const blurred[] = { "severity", "relation", "outcome", NULL };
  ModelRow *row = synthetic_row (self, MODEL_TABLE_ADVERSE_EVENT, 0);
  const char *term = SYNTHETIC_PICK (self->random, terms);
  gboolean serious = strcmp (term, "aseptic_meningitis") == 0;

  synthetic_put_integer (self, row, "transfer", transfer);
  synthetic_put_integer (self, row, "infusion", infusion);
  synthetic_put (self, row, "term", term);
  synthetic_put_day (
      self, row, "onset_date",
      synthetic_earlier (day + synthetic_between (self->random, 0, 1), self->plan->cut_day));
  synthetic_put (self, row, "severity",
                 serious ? "severe" : SYNTHETIC_PICK (self->random, severities));
  synthetic_put_boolean (self, row, "serious", serious);
  synthetic_put (self, row, "relation", SYNTHETIC_PICK (self->random, relations));
  synthetic_put (self, row, "outcome", "recovered");
  if (serious)
    synthetic_put_missing (self, row, "reported_date", MODEL_MISSING_PENDING);
  synthetic_blur (self, row, blurred);
}

static void
write_infusion (SyntheticWriter *self,
                gint64           transfer,
                gint32           day,
                const char      *slot)
{
  static const SyntheticChoice products[] = {
    { "privigen", 60 }, { "octagam", 15 }, { "kiovig", 10 }, { "gamunex", 8 }, { "nanogam", 7 }
  };
  static const SyntheticChoice nurses[] = { { "AB", 40 }, { "KL", 35 }, { "MS", 25 } };
  static const char *const blurred[] = { "ended_at",      "product",  "batch", "max_rate",
                                         "premedication", "given_by", NULL };
  ModelRow *row = synthetic_row (self, MODEL_TABLE_INFUSION, transfer);
  gboolean given = day <= self->plan->cut_day;
  int minute = synthetic_between (self->random, 32, 56) * 15;
  char batch[16];

  synthetic_put (self, row, "status", given ? "given" : "planned");
  synthetic_put (self, row, "slot", slot);
  synthetic_put (self, row, "agent", "ivig");
  if (given)
    synthetic_put_time (self, row, "started_at", day, minute);
  else
    synthetic_put_day (self, row, "started_at", day);
  synthetic_put_integer (self, row, "dose_g", self->weight_kg < 70.0 ? 25 : 30);
  if (!given)
    return;
  synthetic_put (self, row, "product",
                 synthetic_pick (self->random, day < PRIVIGEN_DAY ? products + 1 : products,
                                 G_N_ELEMENTS (products) - (day < PRIVIGEN_DAY)));
  synthetic_put_time (self, row, "ended_at", day,
                      minute + 15 * synthetic_between (self->random, 8, 14));
  g_snprintf (batch, sizeof batch, "L%05d", synthetic_between (self->random, 10000, 99999));
  synthetic_put (self, row, "batch", batch);
  synthetic_put_integer (self, row, "max_rate", 20 * synthetic_between (self->random, 6, 14));
  synthetic_put (self, row, "premedication",
                 synthetic_chance (self->random, 0.8) ? "none" : "paracetamol");
  synthetic_put_boolean (self, row, "stopped_early", FALSE);
  synthetic_put (self, row, "given_by", SYNTHETIC_PICK (self->random, nurses));
  synthetic_blur (self, row, blurred);
  if (synthetic_chance (self->random, 0.12))
    write_reaction (self, transfer, row->key, day);
}

static void
write_prednisone (SyntheticWriter *self,
                  gint64           transfer,
                  int              milligrams,
                  gint32           start,
                  gint32           stop)
{
  ModelRow *row = synthetic_row (self, MODEL_TABLE_MEDICATION, 0);
  static const char *const blurred[] = { "route", NULL };

  synthetic_put_integer (self, row, "transfer", transfer);
  synthetic_put (self, row, "drug", "prednisone");
  synthetic_put_integer (self, row, "dose_per_day", milligrams);
  synthetic_put (self, row, "dose_unit", "mg");
  synthetic_put (self, row, "route", "oral");
  synthetic_put_day (self, row, "start_date", start);
  if (stop <= self->plan->cut_day)
    synthetic_put_day (self, row, "stop_date", stop);
  else
    synthetic_put_missing (self, row, "stop_date", MODEL_MISSING_PENDING);
  synthetic_blur (self, row, blurred);
}

void
synthetic_write_treatment (SyntheticWriter         *self,
                           const SyntheticTransfer *transfer,
                           gint64                   key,
                           gint32                   cycle_day)
{
  static const char *const slots[] = { "week_5", "week_6", "week_7" };
  gint32 test = synthetic_gestation_day (transfer, 31);
  gint32 stop = MIN (transfer->outcome_day, synthetic_gestation_day (transfer, 56));

  write_infusion (self, key, transfer->day - synthetic_between (self->random, 1, 5),
                  "before_transfer");
  for (int week = 5; week <= 7; week++)
    {
      gint32 day =
          synthetic_gestation_day (transfer, 7 * week + synthetic_between (self->random, 0, 3));

      /* Only a pregnancy that is known and goes on is treated further. */
      if (transfer->gestation_days > 0 && day < transfer->outcome_day
          && test <= self->plan->cut_day)
        write_infusion (self, key, day, slots[week - 5]);
    }
  write_prednisone (self, key, 5, MIN (cycle_day, transfer->day - 2), transfer->day - 1);
  write_prednisone (self, key, 10, transfer->day, stop);
}

static void
write_progesterone (SyntheticWriter         *self,
                    const SyntheticTransfer *transfer,
                    gint64                   key)
{
  static const char *const blurred[] = { "dose_per_day", "route", "stop_date", NULL };
  ModelRow *row = synthetic_row (self, MODEL_TABLE_MEDICATION, 0);
  gint32 stop = MIN (transfer->outcome_day, synthetic_gestation_day (transfer, 63));

  synthetic_put_integer (self, row, "transfer", key);
  synthetic_put (self, row, "drug", "progesterone");
  synthetic_put_integer (self, row, "dose_per_day",
                         synthetic_chance (self->random, 0.5) ? 600 : 800);
  synthetic_put (self, row, "dose_unit", "mg");
  synthetic_put (self, row, "route", "vaginal");
  synthetic_put_day (self, row, "start_date", transfer->day - transfer->embryo_age);
  if (stop <= self->plan->cut_day)
    synthetic_put_day (self, row, "stop_date", stop);
  else
    synthetic_put_missing (self, row, "stop_date", MODEL_MISSING_PENDING);
  synthetic_blur (self, row, blurred);
}

/* --- transfers --- */

static ModelRow *
write_transfer (SyntheticWriter         *self,
                const SyntheticTransfer *transfer,
                gint64                   cycle,
                int                      order)
{
  static const char *const statuses[] = { "planned", "performed", "cancelled" };
  static const SyntheticChoice reasons[] = {
    { "no_survival", 30 },      { "poor_embryo", 30 }, { "endometrium", 15 },
    { "hyperstimulation", 10 }, { "illness", 8 },      { "own_choice", 7 },
  };
  static const char *const blurred[] = { "weight_kg", NULL };
  ModelRow *row = synthetic_row (self, MODEL_TABLE_TRANSFER, cycle);

  synthetic_put (self, row, "status", statuses[transfer->status]);
  synthetic_put_day (self, row, "date", transfer->day);
  synthetic_put_integer (self, row, "order_in_cycle", order);
  synthetic_put (self, row, "kind", transfer->frozen ? "frozen" : "fresh");
  synthetic_put_integer (self, row, "embryo_age_days", transfer->embryo_age);
  put_plan (self, row, transfer);
  if (transfer->status == MODEL_STATUS_PERFORMED)
    synthetic_put_integer (self, row, "embryos_transferred", transfer->n_embryos);
  else if (transfer->status == MODEL_STATUS_CANCELLED)
    synthetic_put (self, row, "not_done_reason", SYNTHETIC_PICK (self->random, reasons));
  synthetic_put_scaled (self, row, "weight_kg",
                        (gint64) (10.0 * (self->weight_kg + 1.5 * synthetic_normal (self->random))),
                        1);
  synthetic_blur (self, row, blurred);
  return row;
}

void
synthetic_write_transfers (SyntheticWriter *self)
{
  const SyntheticPlan *plan = self->plan;
  gboolean shared = TRUE; /* the latest stimulation holds a second transfer already */

  for (guint i = 0; i < plan->n_transfers; i++)
    {
      const SyntheticTransfer *transfer = &plan->transfers[i];
      gboolean second = transfer->second_in_cycle && self->stimulation > 0 && !shared;
      gint32 start = transfer->day - 14;
      gint64 cycle = second ? self->stimulation : write_cycle (self, transfer, &start)->key;
      ModelRow *row = write_transfer (self, transfer, cycle, second ? 2 : 1);

      shared = shared || second;
      if (!transfer->frozen && transfer->status == MODEL_STATUS_PERFORMED)
        {
          self->stimulation = cycle;
          shared = FALSE;
        }
      if (transfer->status != MODEL_STATUS_PERFORMED)
        continue;
      if (plan->tidy || synthetic_chance (self->random, 0.7))
        for (int e = 0; e < transfer->n_embryos; e++)
          write_embryo (self, transfer, row->key, self->stimulation, e + 1);
      if (transfer->treated)
        synthetic_write_treatment (self, transfer, row->key, start);
      if (transfer->frozen && synthetic_chance (self->random, 0.4))
        write_progesterone (self, transfer, row->key);
      synthetic_write_outcome (self, transfer, row->key);
    }
}
