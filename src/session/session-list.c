/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of patients: which numbers, in which order, and the rows of the part that is seen.
 * Codes and the search come from the register, what can be sorted from the dataset. */
#include "session-private.h"

#include <math.h>

#include "base-text.h"

typedef struct
{
  char *search;
  SessionSort sort;
  gboolean descending, archived;
} ListQuery;

static void
list_query_free (gpointer data)
{
  ListQuery *query = data;

  g_free (query->search);
  g_free (query);
}

void
session_list_row_free (SessionListRow *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self);
}

/* The row of a patient's number in its chunk; FALSE: not there (archived). */
static gboolean
find_row (const ModelChunk *chunk,
          gint32            patient,
          guint            *out_row)
{
  guint low = 0, high = chunk->n_patients;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (chunk->patient[middle] < patient)
        low = middle + 1;
      else
        high = middle;
    }
  *out_row = low;
  return low < chunk->n_patients && chunk->patient[low] == patient;
}

static const ModelChunk *
find_chunk (ModelDataset *dataset,
            gint32        patient)
{
  guint index = (guint) patient / MODEL_CHUNK_PATIENTS;

  if (dataset == NULL || index >= model_dataset_n_chunks (dataset))
    return NULL;
  return model_dataset_chunk (dataset, index);
}

static void
fill_facts (SessionListRow   *row,
            const ModelChunk *chunk,
            gint32            as_of,
            int               limit_days)
{
  guint i;

  row->age_years = NAN;
  row->stage = SESSION_N_STAGES;
  if (chunk == NULL)
    return;
  row->archived = !find_row (chunk, row->patient, &i);
  if (row->archived)
    return;
  if (chunk->birth_last[i] != BASE_DAY_NONE)
    row->age_years = (as_of - chunk->birth_last[i]) / 365.25;
  row->n_transfers = session_chunk_n_transfers (chunk, i);
  row->stage = session_chunk_stage (chunk, i, as_of, limit_days);
}

GPtrArray *
session_register_list_rows (SessionRegister *self,
                            const gint32    *patients,
                            guint            n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) session_list_row_free);
  g_autoptr (GPtrArray) codes = store_codes (self->reader, patients, n, NULL);
  ModelDataset *dataset = session_register_dataset (self);
  gint32 as_of = session_as_of (self);
  int limit = session_register_gestation_limit (self);

  for (guint i = 0; i < n; i++)
    {
      SessionListRow *row = g_new0 (SessionListRow, 1);
      const char *code = codes != NULL && i < codes->len ? g_ptr_array_index (codes, i) : NULL;

      row->patient = patients[i];
      row->code = g_strdup (code != NULL ? code : "");
      fill_facts (row, find_chunk (dataset, patients[i]), as_of, limit);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

/* --- sorting ---------------------------------------------------------------------------------- */

typedef struct
{
  double key;
  guint place; /* by code, which breaks ties */
  gint32 patient;
} Keyed;

static int
compare_keyed (gconstpointer a,
               gconstpointer b)
{
  const Keyed *x = a, *y = b;

  if (x->key < y->key)
    return -1;
  if (x->key > y->key)
    return 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

static double
sort_key (const SessionListRow *row,
          SessionSort           sort,
          gboolean              descending)
{
  double key = sort == SESSION_SORT_AGE         ? row->age_years
               : sort == SESSION_SORT_TRANSFERS ? row->n_transfers
                                                : (double) row->stage;

  /* What isn't known comes last either way. */
  if (isnan (key))
    return INFINITY;
  return descending ? -key : key;
}

static void
reverse (GArray *patients)
{
  for (guint i = 0; i < patients->len / 2; i++)
    {
      gint32 *a = &g_array_index (patients, gint32, i);
      gint32 *b = &g_array_index (patients, gint32, patients->len - 1 - i);
      gint32 c = *a;

      *a = *b;
      *b = c;
    }
}

static void
sort_patients (SessionRegister *self,
               ModelDataset    *dataset,
               const ListQuery *query,
               GArray          *patients)
{
  g_autofree Keyed *keyed = NULL;
  gint32 as_of = session_as_of (self);
  int limit = session_register_gestation_limit (self);

  if (query->sort == SESSION_SORT_CODE)
    {
      if (query->descending)
        reverse (patients);
      return;
    }
  keyed = g_new (Keyed, patients->len);
  for (guint i = 0; i < patients->len; i++)
    {
      SessionListRow row = { .patient = g_array_index (patients, gint32, i) };

      fill_facts (&row, find_chunk (dataset, row.patient), as_of, limit);
      keyed[i] = (Keyed) { sort_key (&row, query->sort, query->descending), i, row.patient };
    }
  qsort (keyed, patients->len, sizeof *keyed, compare_keyed);
  for (guint i = 0; i < patients->len; i++)
    g_array_index (patients, gint32, i) = keyed[i].patient;
}

static void
list_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  SessionRegister *self = source;
  const ListQuery *query = data;
  GError *error = NULL, *local = NULL;
  g_autoptr (Store) store = session_open_reader (self, &error);
  g_autoptr (ModelDataset) dataset = NULL;
  g_autofree char *folded = query->search != NULL ? base_text_fold (query->search) : NULL;
  GArray *patients = NULL;

  if (store != NULL)
    patients = store_list (store, folded, query->archived, cancellable, &local);
  if (store != NULL && patients == NULL)
    session_error_take (&error, local);
  if (patients != NULL && query->sort != SESSION_SORT_CODE)
    {
      dataset = session_dataset_current (self, &error);
      if (dataset == NULL)
        g_clear_pointer (&patients, g_array_unref);
    }
  if (patients == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  sort_patients (self, dataset, query, patients);
  g_task_return_pointer (task, patients, (GDestroyNotify) g_array_unref);
}

void
session_register_list_async (SessionRegister    *self,
                             const char         *search,
                             SessionSort         sort,
                             gboolean            descending,
                             gboolean            archived,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  ListQuery *query = g_new0 (ListQuery, 1);

  query->search = g_strdup (search);
  query->sort = sort;
  query->descending = descending;
  query->archived = archived;
  g_task_set_source_tag (task, session_register_list_async);
  g_task_set_task_data (task, query, list_query_free);
  g_task_run_in_thread (task, list_in_thread);
}

GArray *
session_register_list_finish (SessionRegister *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
