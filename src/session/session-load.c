/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading all chunks of a dataset, shared among as many threads as the machine has processors (four
 * at most: past that the disk is what is waited for). Each has a connection of its own and takes
 * the next chunk that nobody has; which one it is decides nothing. Knows not what is read. */
#include "session-private.h"

#define MAX_THREADS 4
/* Starting a thread with its connection takes as long as reading a chunk. */
#define CHUNKS_PER_THREAD 2

typedef struct
{
  SessionRegister *self;
  SessionChunkFunc func;
  gpointer data;
  ModelChunk **chunks;
  GCancellable *cancellable;
  int n, next, done; /* next, done: atomic */
  GMutex lock;
  GError *error; /* the first one, under `lock` */
} Load;

static void
fail (Load   *load,
      GError *error)
{
  g_atomic_int_set (&load->next, load->n);
  g_mutex_lock (&load->lock);
  if (load->error == NULL)
    load->error = g_steal_pointer (&error);
  g_mutex_unlock (&load->lock);
  g_clear_error (&error);
}

static void
read_with (Load  *load,
           Store *store)
{
  int index;

  while ((index = g_atomic_int_add (&load->next, 1)) < load->n)
    {
      GError *error = NULL;

      if (!g_cancellable_set_error_if_cancelled (load->cancellable, &error))
        load->chunks[index] = load->func (load->self, store, (guint) index, load->data, &error);
      g_atomic_int_set (&load->self->reading,
                        1000 * (g_atomic_int_add (&load->done, 1) + 1) / load->n);
      if (load->chunks[index] == NULL)
        {
          fail (load, error);
          return;
        }
    }
}

static gpointer
help (gpointer data)
{
  Load *load = data;
  Store *store = session_open_reader (load->self, NULL);

  /* Without a connection the others have more to do. */
  if (store != NULL)
    {
      store_watch (store, load->self->closing);
      read_with (load, store);
    }
  store_close (store);
  return NULL;
}

GPtrArray *
session_read_chunks (SessionRegister *self,
                     guint            n,
                     SessionChunkFunc func,
                     gpointer         data,
                     GCancellable    *cancellable,
                     GError         **error)
{
  g_autoptr (GPtrArray) chunks
    = g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);
  Load load = {
    .self = self, .func = func, .data = data, .cancellable = cancellable, .n = (int) n
  };
  guint n_threads = MIN (g_get_num_processors (), MAX_THREADS);
  GThread *helpers[MAX_THREADS];
  guint n_helpers = 0;

  n_threads = MIN (n_threads, n / CHUNKS_PER_THREAD + 1);
  g_mutex_init (&load.lock);
  load.chunks = g_new0 (ModelChunk *, n);
  g_atomic_int_set (&self->reading, 0);
  while (n_helpers + 1 < n_threads)
    helpers[n_helpers++] = g_thread_new ("register-load", help, &load);
  read_with (&load, self->loader);
  for (guint i = 0; i < n_helpers; i++)
    g_thread_join (helpers[i]);
  g_atomic_int_set (&self->reading, -1);
  for (guint i = 0; i < n; i++)
    if (load.chunks[i] != NULL)
      g_ptr_array_add (chunks, load.chunks[i]);
  g_free (load.chunks);
  g_mutex_clear (&load.lock);
  if (load.error == NULL)
    return g_steal_pointer (&chunks);
  g_propagate_error (error, load.error);
  return NULL;
}
