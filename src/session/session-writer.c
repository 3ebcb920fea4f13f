/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one thread that may write. Owns the read-write connection, once it is open, and a queue of
 * jobs; knows nothing of what the jobs do. */
#include "session-private.h"

typedef struct
{
  SessionJobFunc func;
  gpointer data;
  gboolean waited_for, done, last;
} Job;

struct _SessionWriter
{
  Store *(*prepare) (gpointer data);
  gpointer data;
  Store *store;
  GThread *thread;
  GAsyncQueue *queue;
  GMutex lock;
  GCond cond;
  int n_pending; /* atomic */
  gboolean orphan; /* given up by its own thread: frees itself */
};

static void
dismantle (SessionWriter *self)
{
  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

static gpointer
work (gpointer data)
{
  SessionWriter *self = data;

  self->store = self->prepare (self->data);
  for (;;)
    {
      Job *job = g_async_queue_pop (self->queue);

      if (job->last)
        {
          g_free (job);
          break;
        }
      job->func (self->store, job->data);
      g_atomic_int_add (&self->n_pending, -1);
      if (!job->waited_for)
        {
          g_free (job);
          continue;
        }
      g_mutex_lock (&self->lock);
      job->done = TRUE;
      g_cond_broadcast (&self->cond);
      g_mutex_unlock (&self->lock);
    }
  /* The connection is closed by the thread that used it. */
  store_close (self->store);
  if (self->orphan)
    dismantle (self);
  return NULL;
}

SessionWriter *
session_writer_new (Store *(*prepare) (gpointer data),
                    gpointer data)
{
  SessionWriter *self = g_new0 (SessionWriter, 1);

  self->prepare = prepare;
  self->data = data;
  self->queue = g_async_queue_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("register-writer", work, self);
  return self;
}

void
session_writer_free (SessionWriter *self)
{
  Job *job;

  if (self == NULL)
    return;
  job = g_new0 (Job, 1);
  job->last = TRUE;
  /* The last reference to a register may be dropped by its own last job: a thread can't join
   * itself. */
  if (g_thread_self () == self->thread)
    {
      self->orphan = TRUE;
      g_thread_unref (self->thread);
      g_async_queue_push (self->queue, job);
      return;
    }
  g_async_queue_push (self->queue, job);
  g_thread_join (self->thread);
  dismantle (self);
}

void
session_writer_push (SessionWriter *self,
                     SessionJobFunc func,
                     gpointer       data)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  g_atomic_int_inc (&self->n_pending);
  g_async_queue_push (self->queue, job);
}

void
session_writer_run (SessionWriter *self,
                    SessionJobFunc func,
                    gpointer       data)
{
  Job job = { func, data, TRUE, FALSE, FALSE };

  g_atomic_int_inc (&self->n_pending);
  g_async_queue_push (self->queue, &job);
  g_mutex_lock (&self->lock);
  while (!job.done)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

gboolean
session_writer_is_busy (SessionWriter *self)
{
  return g_atomic_int_get (&self->n_pending) > 0;
}
