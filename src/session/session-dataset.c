/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The current dataset: loading it, bringing it up to date after a change, and adding columns when a
 * question first needs them. One worker at a time decides what is read, with a connection of its
 * own; how the chunks are read is session-load.c's. */
#include "session-private.h"

#include "base-clock.h"
#include "base-number.h"

/* --- settings that decide what is read -------------------------------------------------------- */

gboolean
session_read_settings (SessionRegister *self,
                       Store           *store)
{
  g_autofree char *cut = store_setting (store, "data_cut");
  g_autofree char *limit = store_setting (store, "gestation_limit_days");
  char *synthetic = store_setting (store, "synthetic");
  BaseDate date = BASE_DATE_NONE;
  gint64 days = 154;
  gboolean is_stored = cut != NULL && base_date_parse (cut, &date) && base_date_is_full (date);
  gint32 day = is_stored ? base_date_last_day (date) : store_newest_change_day (store);
  gboolean differs;

  if (day == BASE_DAY_NONE)
    day = base_today ();
  if (limit != NULL)
    base_integer_parse (limit, &days);
  days = CLAMP (days, 100, 250);
  g_mutex_lock (&self->lock);
  differs = self->data_cut_stored != is_stored || self->data_cut != day
            || self->gestation_limit != days || g_strcmp0 (self->synthetic, synthetic) != 0;
  self->data_cut_stored = is_stored;
  self->data_cut = day;
  self->gestation_limit = (int) days;
  g_free (self->synthetic);
  self->synthetic = synthetic;
  g_mutex_unlock (&self->lock);
  return differs;
}

gint32
session_register_data_cut (SessionRegister *self)
{
  gint32 day;

  g_mutex_lock (&self->lock);
  day = self->data_cut;
  g_mutex_unlock (&self->lock);
  return day;
}

int
session_register_gestation_limit (SessionRegister *self)
{
  int days;

  g_mutex_lock (&self->lock);
  days = self->gestation_limit;
  g_mutex_unlock (&self->lock);
  return days;
}

ModelDataset *
session_register_dataset (SessionRegister *self)
{
  ModelDataset *dataset;

  g_mutex_lock (&self->lock);
  dataset = self->dataset;
  g_mutex_unlock (&self->lock);
  return dataset;
}

/* --- what has changed ------------------------------------------------------------------------- */

void
session_dataset_mark (SessionRegister *self,
                      GArray          *patients)
{
  g_mutex_lock (&self->lock);
  if (patients == NULL)
    self->stale_all = TRUE;
  for (guint i = 0; patients != NULL && i < patients->len; i++)
    {
      gint64 chunk = g_array_index (patients, gint64, i) / MODEL_CHUNK_PATIENTS;

      g_hash_table_add (self->stale, GUINT_TO_POINTER ((guint) chunk + 1));
    }
  g_mutex_unlock (&self->lock);
}

/* What the worker has to read: all, or these chunks. Taken under the lock, so that a change that
 * comes while it reads is read the next time. */
typedef struct
{
  gboolean all;
  GArray *chunks; /* of guint */
  ModelDataset *dataset; /* what there was */
} Work;

static void
take_work (SessionRegister *self,
           Work            *work)
{
  GHashTableIter iter;
  gpointer key;

  work->chunks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_mutex_lock (&self->lock);
  work->all = self->stale_all || self->dataset == NULL;
  g_hash_table_iter_init (&iter, self->stale);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint index = GPOINTER_TO_UINT (key) - 1;

      g_array_append_val (work->chunks, index);
    }
  g_hash_table_remove_all (self->stale);
  self->stale_all = FALSE;
  work->dataset = self->dataset != NULL ? model_dataset_ref (self->dataset) : NULL;
  g_mutex_unlock (&self->lock);
}

/* After a failure what was to be read is still to be read. */
static void
give_back (SessionRegister *self,
           Work            *work)
{
  g_mutex_lock (&self->lock);
  self->stale_all = self->stale_all || work->all;
  for (guint i = 0; i < work->chunks->len; i++)
    g_hash_table_add (self->stale, GUINT_TO_POINTER (g_array_index (work->chunks, guint, i) + 1));
  g_mutex_unlock (&self->lock);
}

/* The further columns that a chunk had are read again with it. */
static ModelChunk *
read_chunk (SessionRegister *self,
            Store           *store,
            guint            index,
            ModelDataset    *before,
            GError         **error)
{
  ModelChunk *chunk = store_read_chunk (store, index, error);
  const ModelChunk *old = before != NULL && index < model_dataset_n_chunks (before)
                              ? model_dataset_chunk (before, index)
                          : before != NULL && model_dataset_n_chunks (before) > 0
                              ? model_dataset_chunk (before, 0)
                              : NULL;
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  ModelChunk *full;

  if (chunk == NULL || old == NULL || old->columns == NULL || old->columns->len == 0)
    return chunk;
  for (guint i = 0; i < old->columns->len; i++)
    g_ptr_array_add (fields,
                     (gpointer) ((ModelColumn *) g_ptr_array_index (old->columns, i))->field);
  full = store_add_columns (store, chunk, index, (const ModelField *const *) fields->pdata,
                            fields->len, session_register_gestation_limit (self), error);
  model_chunk_unref (chunk);
  return full;
}

static ModelChunk *
read_chunk_cb (SessionRegister *self,
               Store           *store,
               guint            index,
               gpointer         data,
               GError         **error)
{
  return read_chunk (self, store, index, data, error);
}

static ModelDataset *
read_all (SessionRegister *self,
          ModelDataset    *before,
          GError         **error)
{
  guint n = (guint) (store_highest_patient (self->loader) / MODEL_CHUNK_PATIENTS) + 1;
  g_autoptr (GPtrArray) chunks = session_read_chunks (self, n, read_chunk_cb, before, NULL, error);

  if (chunks == NULL)
    return NULL;
  return model_dataset_new (self->dictionary, ++self->serial, chunks);
}

static ModelDataset *
read_some (SessionRegister *self,
           Work            *work,
           GError         **error)
{
  ModelDataset *dataset = model_dataset_ref (work->dataset);

  for (guint i = 0; i < work->chunks->len; i++)
    {
      guint index = g_array_index (work->chunks, guint, i);
      ModelChunk *chunk;
      ModelDataset *next;

      /* A gap of whole chunks can only come from another process's import: read all. */
      if (index > model_dataset_n_chunks (dataset))
        {
          model_dataset_unref (dataset);
          return read_all (self, work->dataset, error);
        }
      chunk = read_chunk (self, self->loader, index, work->dataset, error);
      if (chunk == NULL)
        {
          model_dataset_unref (dataset);
          return NULL;
        }
      next = model_dataset_with_chunk (dataset, ++self->serial, index, chunk);
      model_chunk_unref (chunk);
      model_dataset_unref (dataset);
      dataset = next;
    }
  return dataset;
}

static int
compare_guint (gconstpointer a,
               gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return x < y ? -1 : x > y;
}

static gboolean
ensure_loader (SessionRegister *self,
               GError         **error)
{
  if (self->loader == NULL)
    {
      self->loader = session_open_reader (self, error);
      if (self->loader != NULL)
        store_watch (self->loader, self->closing);
    }
  return self->loader != NULL;
}

/* Replaces the dataset; cohorts of the one before lack its columns or its rows. */
static void
install (SessionRegister *self,
         ModelDataset    *dataset)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->dataset, model_dataset_unref);
  self->dataset = model_dataset_ref (dataset);
  g_ptr_array_set_size (self->cohorts, 0);
  g_mutex_unlock (&self->lock);
}

/* Under loader_lock. */
static ModelDataset *
refresh_locked (SessionRegister *self,
                GError         **error)
{
  Work work = { 0 };
  ModelDataset *dataset = NULL;
  GError *local = NULL;

  if (!ensure_loader (self, error))
    return NULL;
  take_work (self, &work);
  if (!work.all && work.chunks->len == 0)
    dataset = model_dataset_ref (work.dataset);
  else
    {
      gint64 change = store_newest_change (self->loader);

      session_read_settings (self, self->loader);
      g_array_sort (work.chunks, compare_guint);
      dataset = work.all ? read_all (self, work.dataset, &local) : read_some (self, &work, &local);
      if (dataset != NULL)
        {
          self->loaded_change = change;
          install (self, dataset);
        }
      else
        {
          give_back (self, &work);
          session_error_take (error, local);
        }
    }
  g_array_unref (work.chunks);
  g_clear_pointer (&work.dataset, model_dataset_unref);
  return dataset;
}

ModelDataset *
session_dataset_current (SessionRegister *self,
                         GError         **error)
{
  ModelDataset *dataset;

  g_mutex_lock (&self->loader_lock);
  dataset = refresh_locked (self, error);
  g_mutex_unlock (&self->loader_lock);
  return dataset;
}

typedef struct
{
  ModelDataset *dataset;
  GPtrArray *missing;
  int limit_days;
} Widening;

static ModelChunk *
widen_chunk_cb (SessionRegister *self,
                Store           *store,
                guint            index,
                gpointer         data,
                GError         **error)
{
  Widening *widening = data;

  return store_add_columns (store, model_dataset_chunk (widening->dataset, index), index,
                            (const ModelField *const *) widening->missing->pdata,
                            widening->missing->len, widening->limit_days, error);
}

static ModelDataset *
add_columns (SessionRegister *self,
             ModelDataset    *dataset,
             GPtrArray       *missing,
             int              limit_days,
             GCancellable    *cancellable,
             GError         **error)
{
  Widening widening = { dataset, missing, limit_days };
  GError *local = NULL;
  g_autoptr (GPtrArray) chunks = session_read_chunks (self, model_dataset_n_chunks (dataset),
                                                      widen_chunk_cb, &widening, cancellable,
                                                      &local);

  if (chunks == NULL)
    {
      session_error_take (error, local);
      return NULL;
    }
  /* The same rows: the serial stays, so that answers under way are still of this dataset. */
  return model_dataset_new (self->dictionary, model_dataset_serial (dataset), chunks);
}

/* Those of the fields that are read from endings, which the gestation limit tells apart. */
static GPtrArray *
fields_of_endings (GPtrArray *fields)
{
  const guint endings = 1u << MODEL_TABLE_PREGNANCY | 1u << MODEL_TABLE_TRANSFER_OUTCOME;
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < fields->len; i++)
    {
      const ModelField *field = g_ptr_array_index (fields, i);

      if (field->derived != NULL && (model_derive_tables (field) & endings) != 0)
        g_ptr_array_add (some, (gpointer) field);
    }
  return some;
}

/* Takes the dataset; NULL when it is, or when the columns can't be read. */
static ModelDataset *
widen (SessionRegister *self,
       ModelDataset    *dataset,
       GPtrArray       *fields,
       int              limit_days,
       GCancellable    *cancellable,
       GError         **error)
{
  ModelDataset *wider;

  if (dataset == NULL || fields->len == 0)
    return dataset;
  wider = add_columns (self, dataset, fields, limit_days, cancellable, error);
  model_dataset_unref (dataset);
  return wider;
}

ModelDataset *
session_dataset_with_fields (SessionRegister *self,
                             GPtrArray       *fields,
                             int              limit_days,
                             GCancellable    *cancellable,
                             GError         **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  ModelDataset *dataset;
  int own_limit;

  g_mutex_lock (&self->loader_lock);
  dataset = refresh_locked (self, error);
  own_limit = session_register_gestation_limit (self);
  for (guint i = 0; dataset != NULL && i < fields->len; i++)
    if (!model_dataset_has_column (dataset, g_ptr_array_index (fields, i)))
      g_ptr_array_add (missing, g_ptr_array_index (fields, i));
  dataset = widen (self, dataset, missing, own_limit, cancellable, error);
  if (dataset != NULL && missing->len > 0)
    install (self, dataset);
  if (limit_days != own_limit)
    {
      g_autoptr (GPtrArray) others = fields_of_endings (fields);

      dataset = widen (self, dataset, others, limit_days, cancellable, error);
    }
  g_mutex_unlock (&self->loader_lock);
  return dataset;
}

int
session_register_reading (SessionRegister *self)
{
  return g_atomic_int_get (&self->reading);
}

gboolean
session_register_is_unreadable (SessionRegister *self)
{
  return self->unreadable;
}

/* --- in the background ------------------------------------------------------------------------ */

static void
refresh_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  GError *error = NULL;
  ModelDataset *dataset = session_dataset_current (source, &error);

  if (dataset == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, dataset, (GDestroyNotify) model_dataset_unref);
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  SessionRegister *self = SESSION_REGISTER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelDataset) dataset = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean more;

  self->refreshing = FALSE;
  if (dataset == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      self->unreadable = TRUE;
      session_note_fault (self, error);
      session_emit_state_changed (self);
      return;
    }
  self->unreadable = FALSE;
  session_emit_dataset_changed (self);
  g_mutex_lock (&self->lock);
  more = self->stale_all || g_hash_table_size (self->stale) > 0;
  g_mutex_unlock (&self->lock);
  if (more)
    session_dataset_refresh (self);
}

void
session_dataset_refresh (SessionRegister *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->refreshing || self->reader == NULL)
    return;
  self->refreshing = TRUE;
  task = g_task_new (self, NULL, refreshed_cb, NULL);
  g_task_run_in_thread (task, refresh_in_thread);
}
