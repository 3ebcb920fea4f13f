/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and records for tests, written as pairs of field id and value. */
#pragma once

#include <string.h>

#include "base-date.h"
#include "model-draft.h"
#include "model-value.h"

/* Adds a row; pairs of field id and value in export notation, ending with NULL. */
static inline G_GNUC_NULL_TERMINATED ModelRow *
put (ModelDictionary *dictionary,
     ModelRecord     *record,
     ModelTable       table,
     gint64           key,
     gint64           parent,
     ...)
{
  ModelRow *row = model_row_new (dictionary, table);
  va_list pairs;
  const char *id;

  row->patient = record->patient;
  row->key = key;
  row->parent = parent;
  row->created = 1;
  va_start (pairs, parent);
  while ((id = va_arg (pairs, const char *)) != NULL)
    {
      const ModelField *field = model_dictionary_find (dictionary, table, id);
      if (field == NULL)
        g_error ("%s has no field %s", model_table_id (table), id);
      model_row_set (row, field, va_arg (pairs, const char *));
    }
  va_end (pairs);
  model_record_take (record, row);
  return row;
}

static inline void
set (ModelDictionary *dictionary,
     ModelRow        *row,
     const char      *id,
     const char      *value)
{
  model_row_set (row, model_dictionary_find (dictionary, row->table, id), value);
}

/* One patient with one of everything, in which nothing is wrong on 2012-12-31. */
static inline ModelRecord *
make_record (ModelDictionary *d)
{
  ModelRecord *r = model_record_new (7);

  put (d, r, MODEL_TABLE_PATIENT, 1, 0, "code", "P7", "birth_month", "1974-05", "referral_date",
       "2009-01-15", "height_cm", "168", "weight_kg", "62.5", NULL);
  put (d, r, MODEL_TABLE_PARTNER, 1, 0, "code", "P7-M", "kind", "male", "birth_year", "1972", NULL);
  put (d, r, MODEL_TABLE_PREGNANCY, 1, 0, "sequence", "1", "end_date", "2007", "outcome",
       "miscarriage", "gestation_days", "59", "partner", "1", "loss_karyotype", "trisomy", NULL);
  put (d, r, MODEL_TABLE_INVESTIGATION, 1, 0, "subject", "woman", "test", "tsh", "date", "2009-02",
       "value", "2.1", "unit", "mIU/L", NULL);
  put (d, r, MODEL_TABLE_CYCLE, 1, 0, "kind", "stimulation", "start_date", "2010-02-20",
       "retrieval_date", "2010-03-06", "embryos_created", "5", "partner", "1", NULL);
  put (d, r, MODEL_TABLE_CYCLE, 2, 0, "kind", "thaw", "start_date", "2010-06-20", "embryos_thawed",
       "2", NULL);
  put (d, r, MODEL_TABLE_TRANSFER, 1, 1, "status", "performed", "date", "2010-03-09",
       "order_in_cycle", "1", "kind", "fresh", "embryos_transferred", "2", "embryo_age_days", "3",
       "weight_kg", "62.5", NULL);
  put (d, r, MODEL_TABLE_TRANSFER, 2, 2, "status", "performed", "date", "2010-07-05",
       "order_in_cycle", "1", "kind", "frozen", "embryos_transferred", "1", "embryo_age_days", "5",
       NULL);
  put (d, r, MODEL_TABLE_EMBRYO, 1, 1, "position", "1", "source_cycle", "1", NULL);
  put (d, r, MODEL_TABLE_EMBRYO, 2, 1, "position", "2", NULL);
  put (d, r, MODEL_TABLE_INFUSION, 1, 1, "status", "given", "agent", "ivig", "started_at",
       "2010-03-05T09:00", "ended_at", "2010-03-05T13:30", "dose_g", "25", NULL);
  put (d, r, MODEL_TABLE_MEDICATION, 1, 0, "transfer", "1", "drug", "prednisone", "dose_per_day",
       "10", "dose_unit", "mg", "start_date", "2010-03-09", "stop_date", "2010-05-01", NULL);
  put (d, r, MODEL_TABLE_ADVERSE_EVENT, 1, 0, "transfer", "1", "infusion", "1", "term", "headache",
       "serious", "false", NULL);
  put (d, r, MODEL_TABLE_TRANSFER_OUTCOME, 1, 1, "outcome", "no_pregnancy", "outcome_date",
       "2010-03-23", "hcg_date", "2010-03-23", NULL);
  /* 2011-03-20 is 258 days after the transfer: 258 + 14 + 5 = 277. */
  put (d, r, MODEL_TABLE_TRANSFER_OUTCOME, 2, 2, "outcome", "live_birth", "outcome_date",
       "2011-03-20", "gestation_days", "277", NULL);
  put (d, r, MODEL_TABLE_CHILD, 1, 2, "birth_order", "1", "born_alive", "true", "sex", "female",
       "weight_g", "3400", NULL);
  put (d, r, MODEL_TABLE_FOLLOWUP, 1, 0, "date", "2011-03-20", "status", "delivered", NULL);
  put (d, r, MODEL_TABLE_CONSENT, 1, 0, "person", "woman", "purpose", "research", "decision",
       "given", "date", "2009-01-15", NULL);
  return r;
}

static inline gint32
cut_day (void)
{
  return base_day_from_ymd (2012, 12, 31);
}
