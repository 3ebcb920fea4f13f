/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunks of the columnar dataset, their builder, and the immutable array of them. Knows neither
 * where the rows come from nor what is asked of them. */
#include "model-dataset.h"

#include <string.h>

typedef struct
{
  gint32 patient, referral_first, referral_last, birth_last;
  guint transfers, followups, births; /* where hers begin */
} PatientFacts;

typedef struct
{
  gint32 first, last, last_contact;
  guint8 status, reason;
} FollowupFacts;

typedef struct
{
  gint32 first, last;
} BirthFacts;

struct _ModelChunkBuilder
{
  GArray *patients, *transfers, *followups, *births;
};

ModelChunkBuilder *
model_chunk_builder_new (void)
{
  ModelChunkBuilder *self = g_new0 (ModelChunkBuilder, 1);

  self->patients = g_array_sized_new (FALSE, FALSE, sizeof (PatientFacts), MODEL_CHUNK_PATIENTS);
  self->transfers
    = g_array_sized_new (FALSE, FALSE, sizeof (ModelTransferFacts), 3 * MODEL_CHUNK_PATIENTS);
  self->followups = g_array_sized_new (FALSE, FALSE, sizeof (FollowupFacts), MODEL_CHUNK_PATIENTS);
  self->births = g_array_sized_new (FALSE, FALSE, sizeof (BirthFacts), 64);
  return self;
}

void
model_chunk_builder_free (ModelChunkBuilder *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->patients);
  g_array_unref (self->transfers);
  g_array_unref (self->followups);
  g_array_unref (self->births);
  g_free (self);
}

void
model_chunk_builder_patient (ModelChunkBuilder *self,
                             gint32             patient,
                             gint32             referral_first,
                             gint32             referral_last,
                             gint32             birth_last)
{
  PatientFacts facts = { patient, referral_first, referral_last, birth_last,
                         self->transfers->len, self->followups->len, self->births->len };

  g_return_if_fail (self->patients->len == 0
                    || g_array_index (self->patients, PatientFacts, self->patients->len - 1).patient
                         < patient);
  g_array_append_val (self->patients, facts);
}

void
model_place_scan (gboolean at_12_weeks,
                  gint32   transfer_first,
                  gint32   transfer_last,
                  gint32   ended,
                  gint32  *out_first,
                  gint32  *out_last)
{
  /* Gestation is the days since transfer, 14, and the embryo's age. */
  gint32 first = at_12_weeks ? 84 - 14 - 8 : 0, last = (at_12_weeks ? 98 : 84) - 14;

  *out_first = *out_last = BASE_DAY_NONE;
  if (transfer_last == BASE_DAY_NONE)
    return;
  *out_last = transfer_last + last;
  if (ended != BASE_DAY_NONE)
    *out_last = MIN (*out_last, ended);
  *out_first = MIN (transfer_first + first, *out_last);
}

/* Gives both scans a date, or none where there was no scan. */
static void
place_scans (ModelTransferFacts *facts)
{
  if ((facts->flags & MODEL_TRANSFER_SAC_SEEN) == 0)
    facts->sac_first = facts->sac_last = BASE_DAY_NONE;
  else if (facts->sac_last == BASE_DAY_NONE)
    {
      facts->flags |= MODEL_TRANSFER_SAC_PLACED;
      model_place_scan (FALSE, facts->date_first, facts->date_last, facts->outcome_last,
                        &facts->sac_first, &facts->sac_last);
    }
  if ((facts->flags & MODEL_TRANSFER_ALIVE_12) == 0)
    facts->alive_12_first = facts->alive_12_last = BASE_DAY_NONE;
  else if (facts->alive_12_last == BASE_DAY_NONE)
    {
      facts->flags |= MODEL_TRANSFER_ALIVE_12_PLACED;
      model_place_scan (TRUE, facts->date_first, facts->date_last, facts->outcome_last,
                        &facts->alive_12_first, &facts->alive_12_last);
    }
}

void
model_chunk_builder_transfer (ModelChunkBuilder        *self,
                              const ModelTransferFacts *facts)
{
  ModelTransferFacts placed = *facts;

  g_return_if_fail (self->patients->len > 0);
  place_scans (&placed);
  g_array_append_val (self->transfers, placed);
}

void
model_chunk_builder_followup (ModelChunkBuilder *self,
                              gint32             first,
                              gint32             last,
                              guint8             status,
                              guint8             reason,
                              gint32             last_contact)
{
  FollowupFacts facts = { first, last, last_contact, status, reason };

  g_return_if_fail (self->patients->len > 0);
  g_array_append_val (self->followups, facts);
}

void
model_chunk_builder_birth (ModelChunkBuilder *self,
                           gint32             first,
                           gint32             last)
{
  BirthFacts facts = { first, last };

  g_return_if_fail (self->patients->len > 0);
  g_array_append_val (self->births, facts);
}

/* --- order within a patient --- */

/* Undated rows come last. */
static int
compare_days (gint32 a,
              gint32 b)
{
  if (a == b)
    return 0;
  if (a == BASE_DAY_NONE)
    return 1;
  if (b == BASE_DAY_NONE)
    return -1;
  return a < b ? -1 : 1;
}

static int
compare_keys (gint64 a,
              gint64 b)
{
  return (a > b) - (a < b);
}

int
model_transfer_place_compare (const ModelTransferPlace *a,
                              const ModelTransferPlace *b)
{
  int order = compare_days (a->last, b->last);

  if (order == 0)
    order = compare_keys (a->cycle, b->cycle);
  if (order == 0)
    order = compare_keys (a->order, b->order);
  return order != 0 ? order : compare_keys (a->key, b->key);
}

gboolean
model_transfer_place_is_same (const ModelTransferPlace *a,
                              const ModelTransferPlace *b)
{
  return a->cycle == b->cycle && a->first == b->first && a->last == b->last;
}

static ModelTransferPlace
place_of_facts (const ModelTransferFacts *facts)
{
  return (ModelTransferPlace) { facts->date_first, facts->date_last, facts->cycle_key,
                                facts->order_in_cycle, facts->transfer_key };
}

static int
compare_transfers (const ModelTransferFacts *a,
                   const ModelTransferFacts *b)
{
  ModelTransferPlace x = place_of_facts (a), y = place_of_facts (b);

  return model_transfer_place_compare (&x, &y);
}

static int
compare_followups (const FollowupFacts *a,
                   const FollowupFacts *b)
{
  int order = compare_days (a->last, b->last);

  return order != 0 ? order : compare_days (a->first, b->first);
}

static int
compare_births (const BirthFacts *a,
                const BirthFacts *b)
{
  int order = compare_days (a->last, b->last);

  return order != 0 ? order : compare_days (a->first, b->first);
}

/* Insertion sort: a patient has a handful of rows, nearly always in order already; and it is
 * stable. */
#define SORT_ROWS(name, Type, compare)                                                             \
  static void name (Type *rows, guint n)                                                           \
  {                                                                                                \
    for (guint i = 1; i < n; i++)                                                                  \
      {                                                                                            \
        Type row = rows[i];                                                                        \
        guint j = i;                                                                               \
                                                                                                   \
        for (; j > 0 && compare (&rows[j - 1], &row) > 0; j--)                                     \
          rows[j] = rows[j - 1];                                                                   \
        rows[j] = row;                                                                             \
      }                                                                                            \
  }

SORT_ROWS (sort_transfers, ModelTransferFacts, compare_transfers)
SORT_ROWS (sort_followups, FollowupFacts, compare_followups)
SORT_ROWS (sort_births, BirthFacts, compare_births)

/* --- the chunk --- */

/* Hands out arrays from one block, each aligned to eight bytes; with block NULL it only adds up. */
typedef struct
{
  guint8 *block;
  gsize used;
} Arena;

static gpointer
arena_take (Arena *arena,
            gsize  n,
            gsize  size)
{
  gpointer at = arena->block != NULL ? arena->block + arena->used : NULL;

  arena->used += (n * size + 7) & ~(gsize) 7;
  return at;
}

static void
chunk_place_arrays (ModelChunk *self,
                    Arena      *arena)
{
#define TAKE(member, count) self->member = arena_take (arena, count, sizeof *self->member)
  gsize np = self->n_patients, nt = self->n_transfers, nf = self->n_followups, nb = self->n_births;

  TAKE (patient, np);
  TAKE (referral_first, np);
  TAKE (referral_last, np);
  TAKE (birth_last, np);
  TAKE (transfer_start, np + 1);
  TAKE (followup_start, np + 1);
  TAKE (birth_start, np + 1);
  TAKE (transfer_key, nt);
  TAKE (cycle_key, nt);
  TAKE (date_first, nt);
  TAKE (date_last, nt);
  TAKE (status, nt);
  TAKE (order_in_cycle, nt);
  TAKE (outcome, nt);
  TAKE (outcome_first, nt);
  TAKE (outcome_last, nt);
  TAKE (sac_first, nt);
  TAKE (sac_last, nt);
  TAKE (alive_12_first, nt);
  TAKE (alive_12_last, nt);
  TAKE (gestation_days, nt);
  TAKE (flags, nt);
  TAKE (followup_first, nf);
  TAKE (followup_last, nf);
  TAKE (followup_status, nf);
  TAKE (followup_reason, nf);
  TAKE (last_contact, nf);
  TAKE (birth_first, nb);
  TAKE (birth_last_day, nb);
#undef TAKE
}

static void
chunk_fill_patients (ModelChunk        *self,
                     ModelChunkBuilder *builder)
{
  const PatientFacts *patients = (const PatientFacts *) (gpointer) builder->patients->data;

  for (guint i = 0; i < self->n_patients; i++)
    {
      self->patient[i] = patients[i].patient;
      self->referral_first[i] = patients[i].referral_first;
      self->referral_last[i] = patients[i].referral_last;
      self->birth_last[i] = patients[i].birth_last;
      self->transfer_start[i] = patients[i].transfers;
      self->followup_start[i] = patients[i].followups;
      self->birth_start[i] = patients[i].births;
    }
  self->transfer_start[self->n_patients] = self->n_transfers;
  self->followup_start[self->n_patients] = self->n_followups;
  self->birth_start[self->n_patients] = self->n_births;
}

static void
chunk_fill_rows (ModelChunk        *self,
                 ModelChunkBuilder *builder)
{
  const ModelTransferFacts *transfers =
      (const ModelTransferFacts *) (gpointer) builder->transfers->data;
  const FollowupFacts *followups = (const FollowupFacts *) (gpointer) builder->followups->data;
  const BirthFacts *births = (const BirthFacts *) (gpointer) builder->births->data;

  for (guint i = 0; i < self->n_transfers; i++)
    {
      self->transfer_key[i] = transfers[i].transfer_key;
      self->cycle_key[i] = transfers[i].cycle_key;
      self->date_first[i] = transfers[i].date_first;
      self->date_last[i] = transfers[i].date_last;
      self->status[i] = transfers[i].status;
      self->order_in_cycle[i] = transfers[i].order_in_cycle;
      self->outcome[i] = transfers[i].outcome;
      self->outcome_first[i] = transfers[i].outcome_first;
      self->outcome_last[i] = transfers[i].outcome_last;
      self->sac_first[i] = transfers[i].sac_first;
      self->sac_last[i] = transfers[i].sac_last;
      self->alive_12_first[i] = transfers[i].alive_12_first;
      self->alive_12_last[i] = transfers[i].alive_12_last;
      self->gestation_days[i] = transfers[i].gestation_days;
      self->flags[i] = transfers[i].flags;
    }
  for (guint i = 0; i < self->n_followups; i++)
    {
      self->followup_first[i] = followups[i].first;
      self->followup_last[i] = followups[i].last;
      self->followup_status[i] = followups[i].status;
      self->followup_reason[i] = followups[i].reason;
      self->last_contact[i] = followups[i].last_contact;
    }
  for (guint i = 0; i < self->n_births; i++)
    {
      self->birth_first[i] = births[i].first;
      self->birth_last_day[i] = births[i].last;
    }
}

ModelChunk *
model_chunk_builder_finish (ModelChunkBuilder *builder)
{
  ModelChunk *self;
  Arena arena = { NULL, 0 };

  g_return_val_if_fail (builder != NULL, NULL);

  self = g_new0 (ModelChunk, 1);
  g_atomic_ref_count_init (&self->refs);
  self->n_patients = builder->patients->len;
  self->n_transfers = builder->transfers->len;
  self->n_followups = builder->followups->len;
  self->n_births = builder->births->len;

  chunk_place_arrays (self, &arena);
  self->block = g_atomic_rc_box_alloc0 (MAX (arena.used, 1));
  arena = (Arena) { self->block, 0 };
  chunk_place_arrays (self, &arena);

  chunk_fill_patients (self, builder);
  for (guint i = 0; i < self->n_patients; i++)
    {
      guint t = self->transfer_start[i], f = self->followup_start[i], b = self->birth_start[i];

      sort_transfers (&g_array_index (builder->transfers, ModelTransferFacts, t),
                      self->transfer_start[i + 1] - t);
      sort_followups (&g_array_index (builder->followups, FollowupFacts, f),
                      self->followup_start[i + 1] - f);
      sort_births (&g_array_index (builder->births, BirthFacts, b), self->birth_start[i + 1] - b);
    }
  chunk_fill_rows (self, builder);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) model_column_unref);
  model_chunk_builder_free (builder);
  return self;
}

ModelChunk *
model_chunk_ref (ModelChunk *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
model_chunk_unref (ModelChunk *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->columns);
  g_atomic_rc_box_release (self->block);
  g_free (self);
}

ModelColumn *
model_chunk_column (const ModelChunk *self,
                    const ModelField *field)
{
  g_return_val_if_fail (self != NULL && field != NULL, NULL);
  for (guint i = 0; i < self->columns->len; i++)
    {
      ModelColumn *column = g_ptr_array_index (self->columns, i);

      if (column->field == field
          || (column->field->table == field->table && strcmp (column->field->id, field->id) == 0))
        return column;
    }
  return NULL;
}

ModelChunk *
model_chunk_with_column (ModelChunk  *self,
                         ModelColumn *column)
{
  ModelChunk *copy;

  g_return_val_if_fail (self != NULL && column != NULL, NULL);
  g_return_val_if_fail (column->n == (column->per_transfer ? self->n_transfers : self->n_patients),
                        NULL);

  copy = g_memdup2 (self, sizeof *self);
  g_atomic_ref_count_init (&copy->refs);
  g_atomic_rc_box_acquire (copy->block);
  copy->columns =
      g_ptr_array_new_full (self->columns->len + 1, (GDestroyNotify) model_column_unref);
  for (guint i = 0; i < self->columns->len; i++)
    {
      ModelColumn *old = g_ptr_array_index (self->columns, i);

      if (old->field->table != column->field->table
          || strcmp (old->field->id, column->field->id) != 0)
        g_ptr_array_add (copy->columns, model_column_ref (old));
    }
  g_ptr_array_add (copy->columns, model_column_ref (column));
  return copy;
}

/* --- the dataset --- */

struct _ModelDataset
{
  gatomicrefcount refs;
  ModelDictionary *dictionary;
  guint64 serial;
  GPtrArray *chunks; /* of ModelChunk */
  guint64 n_patients, n_transfers;
};

ModelDataset *
model_dataset_new (ModelDictionary *dictionary,
                   guint64          serial,
                   GPtrArray       *chunks)
{
  ModelDataset *self;

  g_return_val_if_fail (dictionary != NULL && chunks != NULL, NULL);

  self = g_new0 (ModelDataset, 1);
  g_atomic_ref_count_init (&self->refs);
  self->dictionary = model_dictionary_ref (dictionary);
  self->serial = serial;
  self->chunks = g_ptr_array_new_full (chunks->len, (GDestroyNotify) model_chunk_unref);
  for (guint i = 0; i < chunks->len; i++)
    {
      ModelChunk *chunk = g_ptr_array_index (chunks, i);

      g_ptr_array_add (self->chunks, model_chunk_ref (chunk));
      self->n_patients += chunk->n_patients;
      self->n_transfers += chunk->n_transfers;
    }
  return self;
}

ModelDataset *
model_dataset_ref (ModelDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
model_dataset_unref (ModelDataset *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->chunks);
  model_dictionary_unref (self->dictionary);
  g_free (self);
}

ModelDataset *
model_dataset_with_chunk (ModelDataset *self,
                          guint64       serial,
                          guint         index,
                          ModelChunk   *chunk)
{
  g_autoptr (GPtrArray) chunks = NULL;

  g_return_val_if_fail (self != NULL && chunk != NULL, NULL);
  g_return_val_if_fail (index <= self->chunks->len, NULL);

  chunks = g_ptr_array_sized_new (self->chunks->len + 1);
  for (guint i = 0; i < self->chunks->len; i++)
    g_ptr_array_add (chunks, i == index ? chunk : g_ptr_array_index (self->chunks, i));
  if (index == self->chunks->len)
    g_ptr_array_add (chunks, chunk);
  return model_dataset_new (self->dictionary, serial, chunks);
}

ModelDictionary *
model_dataset_dictionary (ModelDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->dictionary;
}

guint64
model_dataset_serial (ModelDataset *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->serial;
}

guint
model_dataset_n_chunks (ModelDataset *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->chunks->len;
}

ModelChunk *
model_dataset_chunk (ModelDataset *self,
                     guint         index)
{
  g_return_val_if_fail (self != NULL && index < self->chunks->len, NULL);
  return g_ptr_array_index (self->chunks, index);
}

guint64
model_dataset_n_patients (ModelDataset *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_patients;
}

guint64
model_dataset_n_transfers (ModelDataset *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_transfers;
}

gboolean
model_dataset_has_column (ModelDataset     *self,
                          const ModelField *field)
{
  g_return_val_if_fail (self != NULL && field != NULL, FALSE);
  for (guint i = 0; i < self->chunks->len; i++)
    if (model_chunk_column (g_ptr_array_index (self->chunks, i), field) == NULL)
      return FALSE;
  return TRUE;
}
