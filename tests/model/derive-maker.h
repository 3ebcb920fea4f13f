/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking for derived values in tests, and saying what they should be. */
#pragma once

#include <math.h>

#include "maker.h"
#include "model-dataset.h"

#define LIMIT_DAYS 154 /* 22 weeks */

typedef struct
{
  ModelDictionary *dictionary;
  ModelRecord *record;
  gint32 cut;
  int limit_days;
} Case;

/* A patient born in June 1975 and referred on 15 January 2009, with nothing else, as of 2012-12-31.
 */
static inline void
case_init (Case *self)
{
  self->dictionary = model_dictionary_new ();
  self->record = model_record_new (3);
  self->cut = cut_day ();
  self->limit_days = LIMIT_DAYS;
  put (self->dictionary, self->record, MODEL_TABLE_PATIENT, 1, 0, "code", "P3", "birth_month",
       "1975-06", "referral_date", "2009-01-15", "earlier_transfers", "0", NULL);
}

static inline void
case_clear (Case *self)
{
  model_record_free (self->record);
  model_dictionary_unref (self->dictionary);
}

/* Adds a row to the case; pairs as of put. */
#define ADD(self, table, key, parent, ...)                                                         \
  put ((self)->dictionary, (self)->record, MODEL_TABLE_##table, key, parent, __VA_ARGS__, NULL)

static inline char *
derive (Case       *self,
        ModelTable  table,
        const char *id,
        gint64      key)
{
  const ModelField *field = model_dictionary_find (self->dictionary, table, id);

  if (field == NULL)
    g_error ("%s has no field %s", model_table_id (table), id);
  return model_derive (self->dictionary, field, self->record, key, self->cut, self->limit_days);
}

#define EXPECT(self, table, id, key, expected)                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *value_ = derive (self, MODEL_TABLE_##table, id, key);                         \
    g_assert_cmpstr (value_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

#define EXPECT_NUMBER(self, table, id, key, expected)                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *value_ = derive (self, MODEL_TABLE_##table, id, key);                         \
    double number_ = NAN;                                                                          \
    g_assert_true (model_value_number (value_, &number_));                                         \
    g_assert_cmpfloat_with_epsilon (number_, expected, 1e-12 * fabs (expected));                   \
  }                                                                                                \
  G_STMT_END

/* A performed transfer with its own cycle of the same key. */
static inline ModelRow *
add_transfer (Case       *self,
              gint64      key,
              const char *date)
{
  ADD (self, CYCLE, key, 0, "kind", "stimulation", "egg_source", "own");
  return ADD (self, TRANSFER, key, key, "status", "performed", "date", date, "order_in_cycle", "1",
              "kind", "fresh", "embryo_age_days", "5");
}

static inline ModelRow *
add_outcome (Case       *self,
             gint64      key,
             const char *outcome,
             const char *date,
             const char *gestation_days)
{
  return ADD (self, TRANSFER_OUTCOME, key, key, "outcome", outcome, "outcome_date", date,
              "gestation_days", gestation_days);
}
