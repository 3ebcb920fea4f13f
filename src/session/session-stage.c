/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a patient stands as of a day: what the list's state column and her page say. A
 * description for staff, not a fate: fates are made by analysis under a question. */
#include <glib/gi18n-lib.h>

#include "base-clock.h"
#include "model-value.h"
#include "session-private.h"

/* A birth is known by 301 days after its transfer (43 weeks of gestation, the longest that is
 * kept). */
#define DUE_AFTER_DAYS 301
/* After this long without an ending a transfer that was followed by a positive test only is
 * asked for. */

const char *
session_stage_label (SessionStage stage)
{
  switch (stage)
    {
    case SESSION_STAGE_NEW:
      return _("new");
    case SESSION_STAGE_IN_TREATMENT:
      return _("in treatment");
    case SESSION_STAGE_PREGNANT:
      return _("pregnant");
    case SESSION_STAGE_DUE:
      return _("outcome due");
    case SESSION_STAGE_LIVE_BIRTH:
      return _("live birth");
    case SESSION_STAGE_DISCONTINUED:
      return _("discontinued");
    case SESSION_N_STAGES:
    default:
      return "";
    }
}

static gboolean
is_live_birth (const ModelChunk *chunk,
               guint             i)
{
  if ((chunk->flags[i] & MODEL_TRANSFER_CHILD_ROWS) != 0)
    return (chunk->flags[i] & MODEL_TRANSFER_CHILD_LIVE) != 0;
  return chunk->outcome[i] == MODEL_OUTCOME_LIVE_BIRTH;
}

guint
session_chunk_n_transfers (const ModelChunk *chunk,
                           guint             row)
{
  guint n = 0;

  for (guint i = chunk->transfer_start[row]; i < chunk->transfer_start[row + 1]; i++)
    n += chunk->status[i] == MODEL_STATUS_PERFORMED;
  return n;
}

static gboolean
has_stopped (const ModelChunk *chunk,
             guint             row,
             gint32            last_transfer,
             gint32            as_of)
{
  gboolean stopped = FALSE;

  for (guint i = chunk->followup_start[row]; i < chunk->followup_start[row + 1]; i++)
    {
      guint8 status = chunk->followup_status[i];

      if (chunk->followup_last[i] > as_of || chunk->followup_last[i] < last_transfer)
        continue;
      stopped = status == MODEL_FOLLOWUP_DISCONTINUED || status == MODEL_FOLLOWUP_DIED
                || status == MODEL_FOLLOWUP_LOST;
    }
  return stopped;
}

SessionStage
session_chunk_stage (const ModelChunk *chunk,
                     guint             row,
                     gint32            as_of,
                     int               limit_days)
{
  gboolean any = FALSE, overdue = FALSE;
  guint last = 0;

  for (guint i = chunk->transfer_start[row]; i < chunk->transfer_start[row + 1]; i++)
    {
      if (chunk->status[i] != MODEL_STATUS_PERFORMED || chunk->date_last[i] == BASE_DAY_NONE
          || chunk->date_first[i] > as_of)
        continue;
      any = TRUE;
      last = i;
      if (chunk->outcome[i] == MODEL_OUTCOME_NONE && !is_live_birth (chunk, i)
          && chunk->date_last[i] + DUE_AFTER_DAYS < as_of)
        overdue = TRUE;
    }
  if (!any)
    return has_stopped (chunk, row, G_MININT32 + 1, as_of) ? SESSION_STAGE_DISCONTINUED
                                                           : SESSION_STAGE_NEW;
  if (overdue)
    return SESSION_STAGE_DUE;
  if (is_live_birth (chunk, last))
    return SESSION_STAGE_LIVE_BIRTH;
  if (has_stopped (chunk, row, chunk->date_first[last], as_of))
    return SESSION_STAGE_DISCONTINUED;
  if (chunk->outcome[last] == MODEL_OUTCOME_ONGOING
      || (chunk->outcome[last] == MODEL_OUTCOME_NONE
          && (chunk->flags[last] & (MODEL_TRANSFER_SAC_SEEN | MODEL_TRANSFER_ALIVE_12)) != 0))
    return SESSION_STAGE_PREGNANT;
  return SESSION_STAGE_IN_TREATMENT;
}

/* --- the same of a record --------------------------------------------------------------------- */

static const char *
get (ModelDictionary *dictionary,
     const ModelRow  *row,
     const char      *id)
{
  return model_row_get (row, model_dictionary_find (dictionary, row->table, id));
}

static guint8
code_of (ModelDictionary *dictionary,
         const ModelRow  *row,
         const char      *id)
{
  const ModelField *field = model_dictionary_find (dictionary, row->table, id);
  const char *value = model_row_get (row, field);
  int code;

  if (model_value_missing (value) != MODEL_MISSING_NONE)
    return 255;
  code = model_field_code_index (field, value, strlen (value));
  return code < 0 ? 255 : (guint8) code;
}

static void
add_transfer (ModelChunkBuilder *builder,
              ModelDictionary   *dictionary,
              const ModelRecord *record,
              const ModelRow    *row)
{
  BaseDate date = model_value_date (get (dictionary, row, "date"));
  ModelRow *outcome = model_record_find (record, MODEL_TABLE_TRANSFER_OUTCOME, row->key);
  ModelTransferFacts facts = {
    .transfer_key = (gint32) row->key,
    .cycle_key = (gint32) row->parent,
    .date_first = base_date_first_day (date),
    .date_last = base_date_last_day (date),
    .status = code_of (dictionary, row, "status"),
    .outcome = MODEL_OUTCOME_NONE,
    .outcome_first = BASE_DAY_NONE,
    .outcome_last = BASE_DAY_NONE,
    .gestation_days = -1,
  };
  double number;

  if (outcome != NULL && outcome->archived == 0)
    {
      facts.outcome = code_of (dictionary, outcome, "outcome");
      if (model_value_number (get (dictionary, outcome, "sacs"), &number) && number >= 1)
        facts.flags |= MODEL_TRANSFER_SAC_SEEN;
      if (g_strcmp0 (get (dictionary, outcome, "nuchal_scan_alive"), "true") == 0)
        facts.flags |= MODEL_TRANSFER_ALIVE_12;
    }
  for (guint i = 0; i < record->rows[MODEL_TABLE_CHILD]->len; i++)
    {
      const ModelRow *child = g_ptr_array_index (record->rows[MODEL_TABLE_CHILD], i);

      if (child->parent != row->key || child->archived != 0)
        continue;
      facts.flags |= MODEL_TRANSFER_CHILD_ROWS;
      if (g_strcmp0 (get (dictionary, child, "born_alive"), "true") == 0)
        facts.flags |= MODEL_TRANSFER_CHILD_LIVE;
    }
  model_chunk_builder_transfer (builder, &facts);
}

SessionStage
session_record_stage (ModelDictionary   *dictionary,
                      const ModelRecord *record,
                      gint32             today,
                      int                limit_days)
{
  ModelChunkBuilder *builder = model_chunk_builder_new ();
  ModelChunk *chunk;
  SessionStage stage;

  model_chunk_builder_patient (builder, 1, BASE_DAY_NONE, BASE_DAY_NONE, BASE_DAY_NONE);
  for (guint i = 0; i < record->rows[MODEL_TABLE_TRANSFER]->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (record->rows[MODEL_TABLE_TRANSFER], i);

      if (row->archived == 0)
        add_transfer (builder, dictionary, record, row);
    }
  for (guint i = 0; i < record->rows[MODEL_TABLE_FOLLOWUP]->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (record->rows[MODEL_TABLE_FOLLOWUP], i);
      BaseDate date = model_value_date (get (dictionary, row, "date"));

      if (row->archived == 0 && base_date_is_set (date))
        model_chunk_builder_followup (builder, base_date_first_day (date),
                                      base_date_last_day (date),
                                      code_of (dictionary, row, "status"),
                                      code_of (dictionary, row, "reason"), BASE_DAY_NONE);
    }
  chunk = model_chunk_builder_finish (builder);
  stage = session_chunk_stage (chunk, 0, today, limit_days);
  model_chunk_unref (chunk);
  return stage;
}

gint32
session_as_of (SessionRegister *self)
{
  gint32 day;

  g_mutex_lock (&self->lock);
  day = self->data_cut_stored ? self->data_cut : base_today ();
  g_mutex_unlock (&self->lock);
  return day;
}
