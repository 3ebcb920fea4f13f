/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a patient's record to the facts that a chunk keeps: what each value is as a column. */
#include <string.h>

#include "model-derive-private.h"

static guint8
code_of (const DeriveContext *self,
         const ModelRow      *row,
         const char          *id,
         guint8               missing)
{
  const char *value = derive_value (self, row, id);
  const ModelField *field;
  int code;

  if (value == NULL || model_value_missing (value) != MODEL_MISSING_NONE)
    return missing;
  field = model_dictionary_find (self->dictionary, row->table, id);
  code = model_field_code_index (field, value, strlen (value));
  return code >= 0 ? (guint8) code : missing;
}

static guint8
flags_of (const DeriveContext *self,
          const ModelRow      *transfer,
          const ModelRow      *outcome)
{
  const ModelRow *row;
  guint8 flags = 0;
  double sacs;
  guint i = 0;

  if (derive_is (self, transfer, "kind", "frozen"))
    flags |= MODEL_TRANSFER_FROZEN;
  if (derive_number (self, outcome, "sacs", &sacs) && sacs >= 1)
    flags |= MODEL_TRANSFER_SAC_SEEN;
  if (derive_is (self, outcome, "nuchal_scan_alive", "true"))
    flags |= MODEL_TRANSFER_ALIVE_12;
  while ((row = derive_next (self, MODEL_TABLE_CHILD, &i)) != NULL)
    if (row->parent == transfer->key)
      {
        flags |= MODEL_TRANSFER_CHILD_ROWS;
        if (derive_is (self, row, "born_alive", "true"))
          flags |= MODEL_TRANSFER_CHILD_LIVE;
      }
  return flags;
}

static void
add_transfers (ModelChunkBuilder   *builder,
               const DeriveContext *self)
{
  const ModelRow *row;
  guint i = 0;

  while ((row = derive_next (self, MODEL_TABLE_TRANSFER, &i)) != NULL)
    {
      const ModelRow *outcome = derive_find (self, MODEL_TABLE_TRANSFER_OUTCOME, row->key);
      DeriveSpan date = derive_span (self, row, "date");
      DeriveSpan ended = derive_span (self, outcome, "outcome_date");
      DeriveSpan sac = derive_span (self, outcome, "scan_date");
      DeriveSpan alive = derive_span (self, outcome, "nuchal_scan_date");
      double order = 0, days = -1;
      ModelTransferFacts facts = {
        .transfer_key = (gint32) row->key,
        .cycle_key = (gint32) row->parent,
        .date_first = date.first,
        .date_last = date.last,
        .status = code_of (self, row, "status", MODEL_STATUS_PLANNED),
        .outcome = code_of (self, outcome, "outcome", MODEL_OUTCOME_NONE),
        .flags = flags_of (self, row, outcome),
        .outcome_first = ended.first,
        .outcome_last = ended.last,
        .sac_first = sac.first,
        .sac_last = sac.last,
        .alive_12_first = alive.first,
        .alive_12_last = alive.last,
      };

      derive_number (self, row, "order_in_cycle", &order);
      derive_number (self, outcome, "gestation_days", &days);
      facts.order_in_cycle = (guint8) order;
      facts.gestation_days = (gint16) days;
      model_chunk_builder_transfer (builder, &facts);
    }
}

static void
add_followups_and_births (ModelChunkBuilder   *builder,
                          const DeriveContext *self)
{
  const ModelRow *row;
  guint i = 0;

  while ((row = derive_next (self, MODEL_TABLE_FOLLOWUP, &i)) != NULL)
    {
      DeriveSpan date = derive_span (self, row, "date");

      model_chunk_builder_followup (builder, date.first, date.last,
                                    code_of (self, row, "status", MODEL_FOLLOWUP_CONTINUING),
                                    code_of (self, row, "reason", 255),
                                    derive_span (self, row, "last_contact_date").last);
    }
  i = 0;
  while ((row = derive_next (self, MODEL_TABLE_PREGNANCY, &i)) != NULL)
    if (derive_is (self, row, "outcome", "live_birth")
        && derive_reference (self, row, "transfer") == 0)
      {
        DeriveSpan end = derive_span (self, row, "end_date");

        model_chunk_builder_birth (builder, end.first, end.last);
      }
}

void
model_chunk_builder_record (ModelChunkBuilder *builder,
                            ModelDictionary   *dictionary,
                            const ModelRecord *record)
{
  DeriveContext self = { .dictionary = dictionary, .record = record, .cut = G_MAXINT32 };
  const ModelRow *patient;
  DeriveSpan referral, birth;

  g_return_if_fail (builder != NULL && dictionary != NULL && record != NULL);

  patient = derive_patient (&self);
  if (patient == NULL)
    return;
  referral = derive_span (&self, patient, "referral_date");
  birth = derive_span (&self, patient, "birth_month");
  model_chunk_builder_patient (builder, (gint32) record->patient, referral.first, referral.last,
                               birth.last);
  add_transfers (builder, &self);
  add_followups_and_births (builder, &self);
}
