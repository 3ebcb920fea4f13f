/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the register to the columnar dataset: core facts of a chunk by typed SELECTs in patient
 * order, merged here; further columns on demand. Decides nothing about series or fates. */
#include <string.h>

#include "model-value.h"
#include "store-private.h"

/* --- values --- */

static int
two_digits (const char *text)
{
  return (text[0] - '0') * 10 + (text[1] - '0');
}

/* First and last day that an ISO date spans; BASE_DAY_NONE for both where there is none. */
static void
read_span (sqlite3_stmt *statement,
           int           column,
           gint32       *out_first,
           gint32       *out_last)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);
  BaseDate date;

  *out_first = *out_last = BASE_DAY_NONE;
  if (text == NULL)
    return;
  if (sqlite3_column_bytes (statement, column) == 10)
    {
      *out_first = *out_last
        = base_day_from_ymd (two_digits (text) * 100 + two_digits (text + 2), two_digits (text + 5),
                             two_digits (text + 8));
      return;
    }
  date = model_value_date (text);
  if (base_date_is_set (date))
    {
      *out_first = base_date_first_day (date);
      *out_last = base_date_last_day (date);
    }
}

static guint8
read_code (sqlite3_stmt     *statement,
           int               column,
           const ModelField *field,
           guint8            missing)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  if (text == NULL)
    return missing;
  for (guint i = 0; i < field->n_codes; i++)
    if (field->codes[i].id[0] == text[0] && strcmp (field->codes[i].id, text) == 0)
      return (guint8) i;
  return missing;
}

/* --- core columns --- */

typedef struct
{
  sqlite3_stmt *statement; /* NULL: at its end */
  gint64 patient;
} Cursor;

enum { PATIENTS, TRANSFERS, OUTCOMES, CHILDREN, FOLLOWUPS, BIRTHS, N_CURSORS };

typedef struct
{
  Store *store;
  ModelChunkBuilder *builder;
  Cursor cursors[N_CURSORS];
  const ModelField *transfer_status, *outcome, *followup_status, *followup_reason;
  GArray
      *children; /* of the patient under way: transfer keys, negative where born alive (gint64) */
} ChunkReader;

static gboolean
cursor_next (ChunkReader *self,
             int          which,
             GError     **error)
{
  Cursor *cursor = &self->cursors[which];
  int step = store_step (self->store, cursor->statement, error);

  if (step > 0)
    cursor->patient = sqlite3_column_int64 (cursor->statement, 0);
  else
    cursor->statement = NULL;
  return step >= 0;
}

static gboolean
cursors_open (ChunkReader *self,
              gint64       from,
              gint64       to,
              GError     **error)
{
  static const StoreSql which[N_CURSORS]
    = { STORE_SQL_CHUNK_PATIENTS, STORE_SQL_CHUNK_TRANSFERS, STORE_SQL_CHUNK_OUTCOMES,
        STORE_SQL_CHUNK_CHILDREN, STORE_SQL_CHUNK_FOLLOWUPS, STORE_SQL_CHUNK_BIRTHS };

  for (int i = 0; i < N_CURSORS; i++)
    {
      sqlite3_stmt *statement = store_statement (self->store, which[i], error);

      if (statement == NULL)
        return FALSE;
      store_bind_integer (statement, ":from", from);
      store_bind_integer (statement, ":to", to);
      self->cursors[i].statement = statement;
      if (!cursor_next (self, i, error))
        return FALSE;
    }
  return TRUE;
}

/* Whether the cursor stands on a row of this patient; rows of one who isn't in force are passed. */
static gboolean
cursor_at (ChunkReader *self,
           int          which,
           gint64       patient,
           gboolean    *out_at,
           GError     **error)
{
  Cursor *cursor = &self->cursors[which];

  while (cursor->statement != NULL && cursor->patient < patient)
    if (!cursor_next (self, which, error))
      return FALSE;
  *out_at = cursor->statement != NULL && cursor->patient == patient;
  return TRUE;
}

static gboolean
collect_children (ChunkReader *self,
                  gint64       patient,
                  GError     **error)
{
  gboolean at;

  g_array_set_size (self->children, 0);
  while (cursor_at (self, CHILDREN, patient, &at, error))
    {
      sqlite3_stmt *statement = self->cursors[CHILDREN].statement;
      gint64 key;

      if (!at)
        return TRUE;
      key = sqlite3_column_int64 (statement, 1);
      if (sqlite3_column_int (statement, 2) == 1)
        key = -key;
      g_array_append_val (self->children, key);
      if (!cursor_next (self, CHILDREN, error))
        return FALSE;
    }
  return FALSE;
}

static guint8
flags_of_children (ChunkReader *self,
                   gint64       transfer)
{
  guint8 flags = 0;

  for (guint i = 0; i < self->children->len; i++)
    {
      gint64 key = g_array_index (self->children, gint64, i);

      if (key == transfer || key == -transfer)
        flags |= MODEL_TRANSFER_CHILD_ROWS;
      if (key == -transfer)
        flags |= MODEL_TRANSFER_CHILD_LIVE;
    }
  return flags;
}

/* Adds what the outcome of this transfer says, if there is one. */
static gboolean
read_outcome (ChunkReader        *self,
              gint64              patient,
              ModelTransferFacts *facts,
              GError            **error)
{
  Cursor *cursor = &self->cursors[OUTCOMES];
  sqlite3_stmt *statement;

  while (cursor->statement != NULL
         && (cursor->patient < patient
             || (cursor->patient == patient
                 && sqlite3_column_int64 (cursor->statement, 1) < facts->transfer_key)))
    if (!cursor_next (self, OUTCOMES, error))
      return FALSE;
  statement = cursor->statement;
  if (statement == NULL || cursor->patient != patient
      || sqlite3_column_int64 (statement, 1) != facts->transfer_key)
    return TRUE;
  if (sqlite3_column_int (statement, 2) >= 1)
    {
      facts->flags |= MODEL_TRANSFER_SAC_SEEN;
      read_span (statement, 7, &facts->sac_first, &facts->sac_last);
    }
  if (sqlite3_column_int (statement, 3) == 1)
    {
      facts->flags |= MODEL_TRANSFER_ALIVE_12;
      read_span (statement, 8, &facts->alive_12_first, &facts->alive_12_last);
    }
  facts->outcome = read_code (statement, 4, self->outcome, MODEL_OUTCOME_NONE);
  read_span (statement, 5, &facts->outcome_first, &facts->outcome_last);
  if (sqlite3_column_type (statement, 6) != SQLITE_NULL)
    facts->gestation_days = (gint16) sqlite3_column_int (statement, 6);
  return TRUE;
}

static gboolean
read_transfers (ChunkReader *self,
                gint64       patient,
                GError     **error)
{
  gboolean at;

  while (cursor_at (self, TRANSFERS, patient, &at, error))
    {
      sqlite3_stmt *statement = self->cursors[TRANSFERS].statement;
      ModelTransferFacts facts = { .outcome = MODEL_OUTCOME_NONE,
                                   .outcome_first = BASE_DAY_NONE,
                                   .outcome_last = BASE_DAY_NONE,
                                   .gestation_days = -1 };
      const char *kind;

      if (!at)
        return TRUE;
      facts.transfer_key = sqlite3_column_int (statement, 1);
      facts.cycle_key = sqlite3_column_int (statement, 2);
      facts.status = read_code (statement, 3, self->transfer_status, MODEL_STATUS_PLANNED);
      read_span (statement, 4, &facts.date_first, &facts.date_last);
      facts.order_in_cycle = (guint8) sqlite3_column_int (statement, 5);
      kind = (const char *) sqlite3_column_text (statement, 6);
      if (kind != NULL && strcmp (kind, "frozen") == 0)
        facts.flags |= MODEL_TRANSFER_FROZEN;
      facts.flags |= flags_of_children (self, facts.transfer_key);
      if (!read_outcome (self, patient, &facts, error))
        return FALSE;
      model_chunk_builder_transfer (self->builder, &facts);
      if (!cursor_next (self, TRANSFERS, error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
read_followups (ChunkReader *self,
                gint64       patient,
                GError     **error)
{
  gboolean at;

  while (cursor_at (self, FOLLOWUPS, patient, &at, error))
    {
      sqlite3_stmt *statement = self->cursors[FOLLOWUPS].statement;
      gint32 first, last, unused, contact;

      if (!at)
        return TRUE;
      read_span (statement, 1, &first, &last);
      read_span (statement, 4, &unused, &contact);
      model_chunk_builder_followup (
        self->builder, first, last,
        read_code (statement, 2, self->followup_status, MODEL_FOLLOWUP_CONTINUING),
        read_code (statement, 3, self->followup_reason, 255), contact);
      if (!cursor_next (self, FOLLOWUPS, error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
read_births (ChunkReader *self,
             gint64       patient,
             GError     **error)
{
  gboolean at;

  while (cursor_at (self, BIRTHS, patient, &at, error))
    {
      gint32 first, last;

      if (!at)
        return TRUE;
      read_span (self->cursors[BIRTHS].statement, 1, &first, &last);
      model_chunk_builder_birth (self->builder, first, last);
      if (!cursor_next (self, BIRTHS, error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
read_patients (ChunkReader *self,
               GError     **error)
{
  Cursor *cursor = &self->cursors[PATIENTS];

  while (cursor->statement != NULL)
    {
      gint64 patient = cursor->patient;
      gint32 referral_first, referral_last, birth_first, birth_last;

      read_span (cursor->statement, 1, &referral_first, &referral_last);
      read_span (cursor->statement, 2, &birth_first, &birth_last);
      model_chunk_builder_patient (self->builder, (gint32) patient, referral_first, referral_last,
                                   birth_last);
      if (!collect_children (self, patient, error) || !read_transfers (self, patient, error)
          || !read_followups (self, patient, error) || !read_births (self, patient, error)
          || !cursor_next (self, PATIENTS, error))
        return FALSE;
    }
  return TRUE;
}

ModelChunk *
store_read_chunk (Store   *self,
                  guint    index,
                  GError **error)
{
  ChunkReader reader = { .store = self };
  gint64 from = (gint64) index * MODEL_CHUNK_PATIENTS;
  gboolean mine, ok;

  g_return_val_if_fail (self != NULL, NULL);

  if (!store_snapshot_begin (self, &mine, error))
    return NULL;
  reader.builder = model_chunk_builder_new ();
  reader.children = g_array_new (FALSE, FALSE, sizeof (gint64));
  reader.transfer_status = model_dictionary_find (self->dictionary, MODEL_TABLE_TRANSFER, "status");
  reader.outcome =
      model_dictionary_find (self->dictionary, MODEL_TABLE_TRANSFER_OUTCOME, "outcome");
  reader.followup_status = model_dictionary_find (self->dictionary, MODEL_TABLE_FOLLOWUP, "status");
  reader.followup_reason = model_dictionary_find (self->dictionary, MODEL_TABLE_FOLLOWUP, "reason");
  ok = cursors_open (&reader, from, from + MODEL_CHUNK_PATIENTS, error)
       && read_patients (&reader, error);
  for (int i = 0; i < N_CURSORS; i++)
    if (reader.cursors[i].statement != NULL)
      sqlite3_reset (reader.cursors[i].statement);
  g_array_unref (reader.children);
  store_snapshot_end (self, mine);
  if (ok)
    return model_chunk_builder_finish (reader.builder);
  model_chunk_builder_free (reader.builder);
  return NULL;
}

