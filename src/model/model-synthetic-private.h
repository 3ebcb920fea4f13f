/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the synthetic registers share: the generator, the plan of what happens to a
 * patient, and the writing of rows. Only model-synthetic*.c and the tool that makes the
 * demonstration include this. */
#pragma once

#include "base-date.h"
#include "model-dataset.h"
#include "model-synthetic.h"

G_BEGIN_DECLS

#define SYNTHETIC_MAX_TRANSFERS 32

/* --- the generator: splitmix64, so that one seed gives the same numbers everywhere --- */

typedef struct
{
  guint64 state;
} SyntheticRandom;

typedef struct
{
  const char *code;
  int weight;
} SyntheticChoice;

void        synthetic_random_init (SyntheticRandom *self, guint64 seed, guint64 stream);
guint64     synthetic_next (SyntheticRandom *self);
double      synthetic_uniform (SyntheticRandom *self);             /* 0 <= x < 1 */
gboolean    synthetic_chance (SyntheticRandom *self, double p);
int         synthetic_between (SyntheticRandom *self, int low, int high); /* both included */
double synthetic_normal (SyntheticRandom *self); /* sum of twelve uniforms, less 6 */
int         synthetic_poisson (SyntheticRandom *self, double mean);
double      synthetic_expit (double x);
/* Functions, since a macro would draw an argument twice. */
gint32      synthetic_earlier (gint32 a, gint32 b);
gint32      synthetic_later (gint32 a, gint32 b);
/* One of n choices by weight. */
const char *synthetic_pick (SyntheticRandom *self, const SyntheticChoice *choices, guint n);
#define SYNTHETIC_PICK(random, choices) synthetic_pick (random, choices, G_N_ELEMENTS (choices))

/* --- the plan: what happens, whether or not it is known at the cut --- */

typedef enum
{
  SYNTHETIC_REPORT_KNOWN,
  SYNTHETIC_REPORT_NONE,    /* never entered */
  SYNTHETIC_REPORT_UNKNOWN, /* entered as unknown */
  SYNTHETIC_REPORT_PENDING, /* entered as pending, and left so */
  SYNTHETIC_REPORT_LOST
} SyntheticReport;

typedef struct
{
  gint32 day;
  ModelStatus status;
  gboolean treated; /* IVIG and prednisone decided on by the day of transfer */
  gboolean frozen;
  gboolean second_in_cycle; /* a thawed embryo that the clinic enters under its stimulation */
  int embryo_age, n_embryos;
  ModelOutcome outcome;
  gint32 outcome_day;
  int gestation_days; /* 0: no pregnancy */
  guint n_children;
  SyntheticReport report;
} SyntheticTransfer;

typedef struct
{
  gint32 birth_day, referral_day, index_day;
  gint32 cut_day;
  double age; /* at the index transfer, as the register derives it */
  int losses; /* before referral */
  gboolean primary, treated, donor;
  gboolean tidy; /* no outcome left out, nothing odd: the demonstration */
  guint n_transfers;
  SyntheticTransfer transfers[SYNTHETIC_MAX_TRANSFERS];
  /* the stop; recorded only up to the cut */
  gboolean stopped, stop_recorded, lost, died;
  gint32 stop_day;
  const char *reason;
  gint32 other_birth_day; /* a birth without ART; BASE_DAY_NONE */
  gint32 returned_day;    /* a recorded stop that she came back from; BASE_DAY_NONE */
} SyntheticPlan;

void
synthetic_plan (SyntheticPlan *self, const ModelSyntheticOptions *options, SyntheticRandom *random);
/* The parts of it, for a plan made under conditions. */
void synthetic_plan_patient (SyntheticPlan *self,
                             SyntheticRandom *random,
                             gint32 referral_day,
                             gint32 index_day);
void synthetic_plan_transfer (SyntheticPlan *self, SyntheticRandom *random, gint32 day);
void synthetic_plan_outcome (SyntheticPlan *self,
                             SyntheticRandom *random,
                             SyntheticTransfer *transfer,
                             gboolean birth);
gint32 synthetic_plan_next_day (SyntheticRandom *random, const SyntheticTransfer *failed);
void synthetic_plan_stop (SyntheticPlan *self, SyntheticRandom *random);

/* The rows of a plan, as they are known at its cut. (transfer full) */
ModelRecord *synthetic_record (ModelDictionary *dictionary,
                               const SyntheticPlan *plan,
                               SyntheticRandom *random,
                               gint64 patient,
                               const char *code);

/* --- writing rows --- */

typedef struct
{
  ModelDictionary *dictionary;
  SyntheticRandom *random;
  const SyntheticPlan *plan;
  ModelRecord *record;
  const char *code;
  gint64 partner;     /* key of the partner; 0: she has none */
  gint64 stimulation; /* key of the latest stimulation entered; 0: none yet */
  double weight_kg;
} SyntheticWriter;

ModelRow *
synthetic_row (SyntheticWriter *self, ModelTable table, gint64 parent); /* owned by the record */
void synthetic_put (SyntheticWriter *self, ModelRow *row, const char *id, const char *value);
void synthetic_put_integer (SyntheticWriter *self, ModelRow *row, const char *id, gint64 value);
void synthetic_put_scaled (SyntheticWriter *self,
                           ModelRow *row,
                           const char *id,
                           gint64 value,
                           int decimals); /* value / 10^decimals */
void synthetic_put_boolean (SyntheticWriter *self, ModelRow *row, const char *id, gboolean value);
void synthetic_put_day (SyntheticWriter *self, ModelRow *row, const char *id, gint32 day);
void synthetic_put_month (SyntheticWriter *self, ModelRow *row, const char *id, gint32 day);
void synthetic_put_year (SyntheticWriter *self, ModelRow *row, const char *id, gint32 day);
void
synthetic_put_time (SyntheticWriter *self, ModelRow *row, const char *id, gint32 day, int minute);
void
synthetic_put_missing (SyntheticWriter *self, ModelRow *row, const char *id, ModelMissing missing);
/* Two codes of a list in its order, or one. */
void synthetic_put_codes (SyntheticWriter *self,
                          ModelRow *row,
                          const char *id,
                          const char *a,
                          const char *b);
/* A value or, now and then, one of the missing kinds that the field allows. */
void synthetic_blur (SyntheticWriter *self, ModelRow *row, const char *const *ids);

/* The rows of one side of the record (model-synthetic-history.c, -transfer.c). */
void synthetic_write_patient (SyntheticWriter *self);
void synthetic_write_history (SyntheticWriter *self);
void synthetic_write_investigations (SyntheticWriter *self);
void synthetic_write_consents (SyntheticWriter *self);
void synthetic_write_followups (SyntheticWriter *self);
void synthetic_write_transfers (SyntheticWriter *self);
void synthetic_write_outcome (SyntheticWriter *self, const SyntheticTransfer *transfer, gint64 key);
void synthetic_write_treatment (SyntheticWriter *self,
                                const SyntheticTransfer *transfer,
                                gint64 key,
                                gint32 cycle_day);
/* What of a transfer's outcome is known at the cut. */
gboolean synthetic_outcome_known (const SyntheticPlan *plan, const SyntheticTransfer *transfer);
gint32 synthetic_gestation_day (const SyntheticTransfer *transfer, int gestation_days);

G_END_DECLS
