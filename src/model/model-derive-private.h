/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of model_derive share: a record seen as of a data cut, and how its values are
 * read. Only model-derive*.c include this. */
#pragma once

#include "base-date.h"
#include "model-dataset.h"
#include "model-value.h"

G_BEGIN_DECLS

#define DERIVE_MATURE_DAYS                                                                         \
  301 /* default question: transfers later than the cut less this are maturing */
#define DERIVE_PRESUME_DAYS                                                                        \
  365 /* default question: decisions later than the cut less this are open */

/* The days a partial date may be; set FALSE: no date. */
typedef struct
{
  gboolean set;
  gint32 first, last;
} DeriveSpan;

/* A performed, dated transfer that exists at the data cut. */
typedef struct
{
  const ModelRow *row;
  DeriveSpan date;
  gint64 order_in_cycle;
} DeriveTransfer;

typedef struct
{
  ModelDictionary *dictionary;
  const ModelRecord *record;
  const ModelField *field;
  gint64 key;          /* of the transfer, or of the row for a field that isn't analysable */
  gint32 cut;          /* last day that exists; G_MAXINT32: no cut */
  const ModelRow *at;  /* the transfer as of which the value is read; NULL: as of the cut */
  int limit_days;      /* gestation from which a loss is a stillbirth */
  const ModelRow *row; /* that row, of the field's own table or the transfer; may be NULL */
  GArray *performed;   /* of DeriveTransfer, in order; made when first asked for */
} DeriveContext;

/* Outcome of a transfer as the definition set in force counts it. */
typedef enum
{
  DERIVE_CLASS_NO_PREGNANCY,
  DERIVE_CLASS_BIOCHEMICAL_LOSS,
  DERIVE_CLASS_PUL,
  DERIVE_CLASS_ECTOPIC,
  DERIVE_CLASS_MISCARRIAGE,
  DERIVE_CLASS_TERMINATION,
  DERIVE_CLASS_STILLBIRTH,
  DERIVE_CLASS_LIVE_BIRTH,
  DERIVE_CLASS_ONGOING,
  DERIVE_CLASS_PENDING,
  DERIVE_CLASS_OVERDUE,
  DERIVE_CLASS_LOST,
  DERIVE_CLASS_UNKNOWN
} DeriveClass;

/* --- reading (model-derive.c) --- */
gboolean derive_in_force (const DeriveContext *self, const ModelRow *row);
/* Value of a stored field of the row's own table; NULL when the row is NULL or it is not asked. */
const char *derive_value (const DeriveContext *self, const ModelRow *row, const char *id);
gboolean
derive_number (const DeriveContext *self, const ModelRow *row, const char *id, double *out_number);
gboolean
derive_is (const DeriveContext *self, const ModelRow *row, const char *id, const char *code);
DeriveSpan derive_span (const DeriveContext *self, const ModelRow *row, const char *id);
gint64
derive_reference (const DeriveContext *self, const ModelRow *row, const char *id); /* 0: none */
/* The i-th row of a table that is in force; NULL after the last. */
const ModelRow *derive_next (const DeriveContext *self, ModelTable table, guint *iterator);
const ModelRow *derive_find (const DeriveContext *self, ModelTable table, gint64 key);
const ModelRow *derive_patient (const DeriveContext *self);
/* The same code under one of several ids, ending with NULL. */
gboolean derive_is_any (const DeriveContext *self,
                        const ModelRow *row,
                        const char *id,
                        const char *const *codes);

/* By date, cycle and order; those of one cycle and date, which are one transfer, side by side. */
GArray *derive_performed (DeriveContext *self);
int derive_rank (DeriveContext *self,
                 gint64 transfer); /* from 0; -1: not performed, undated or after the cut */
/* Whether the performed ones at two ranks are one transfer; the first rank that is one with it. */
gboolean derive_is_same (DeriveContext *self, guint a, guint b);
guint    derive_first_of (DeriveContext *self, guint rank);
/* Whether a transfer came before another one and isn't one with it; FALSE when one is undated. */
gboolean derive_precedes (const DeriveContext *self, const ModelRow *a, const ModelRow *b);

char *derive_unknown (void);
char *derive_not_applicable (void);
char *derive_text (const char *text);
char *derive_integer (gint64 value);
char *derive_real (double value);
char *derive_boolean (gboolean value);

/* --- history (model-derive-history.c) --- */
char *derive_losses_before_referral (DeriveContext *self);
char *derive_consecutive_losses (DeriveContext *self);
char *derive_losses_after_art (DeriveContext *self);
char *derive_births_before_referral (DeriveContext *self);
char *derive_rpl_type (DeriveContext *self);
char *derive_firstborn_sex (DeriveContext *self);
char *derive_losses_before_transfer (DeriveContext *self);
char *derive_is_loss (DeriveContext *self);

/* --- outcomes, series and fate (model-derive-outcome.c) --- */
/* What a recorded ending counts as, by gestation; PENDING when there is no ending yet. */
DeriveClass derive_class_of_ending (const char *outcome,
                                    gboolean has_gestation,
                                    double gestation_days,
                                    int limit_days);
DeriveClass derive_class_of_transfer (const DeriveContext *self, const ModelRow *transfer);
gint64 derive_index_transfer (DeriveContext *self); /* under the default question; 0: none */
char *derive_outcome_class (DeriveContext *self);
char *derive_clinical_pregnancy (DeriveContext *self);
char *derive_ongoing_pregnancy (DeriveContext *self);
char *derive_previous_outcome (DeriveContext *self);
char *derive_series_number (DeriveContext *self);
char *derive_fate (DeriveContext *self);
char *derive_gestation_by_dates (DeriveContext *self);

/* --- at the transfer (model-derive-transfer.c) --- */
char *derive_transfer_number (DeriveContext *self);
char *derive_age_at_transfer (DeriveContext *self);
char *derive_partner_age (DeriveContext *self);
char *derive_oocyte_age (DeriveContext *self);
char *derive_transfer_year (DeriveContext *self);
char *derive_days_since_previous (DeriveContext *self);
char *derive_stage (DeriveContext *self);
char *derive_good_quality (DeriveContext *self);
char *derive_treatment (DeriveContext *self);
char *derive_immunomodulated (DeriveContext *self);
char *derive_ivig_g_per_kg (DeriveContext *self);
char *derive_prednisone_mg (DeriveContext *self);
char *derive_days_first_infusion (DeriveContext *self);
char *derive_g_per_kg (DeriveContext *self);

/* --- investigations and consent (model-derive-patient.c) --- */
char *derive_bmi (DeriveContext *self);
char *derive_hy_restricting_hla (DeriveContext *self);
char *derive_apl_confirmed (DeriveContext *self);
char *derive_research_consent (DeriveContext *self);
char *derive_test (DeriveContext *self);    /* field of MODEL_TABLE_TEST */
char *derive_partner (DeriveContext *self); /* stored field of MODEL_TABLE_PARTNER */
char *derive_reason_medical (DeriveContext *self);

G_END_DECLS
