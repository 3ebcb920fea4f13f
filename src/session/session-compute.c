/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread for a computation, and its progress: session-compute.h. */
#include "config.h"

#include "session-compute.h"

#include <glib/gi18n-lib.h>

#include "session-private.h"

#define TICK_MS 100
#define WHOLE 1000

typedef struct
{
  SessionComputeFunc func;
  gpointer data;
  SessionProgressFunc progress;
  gpointer progress_data;
  GSource *tick;
  GCancellable *cancellable;
  gulong handler;
  gint cancelled, permille; /* atomic */
} Computation;

static void
cancelled_cb (GCancellable *cancellable,
              gint         *cancelled)
{
  g_atomic_int_set (cancelled, 1);
}

gulong
session_watch_cancel (GCancellable *cancellable,
                      gint         *cancelled)
{
  return cancellable != NULL
             ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), cancelled, NULL)
             : 0;
}

static void
computation_free (gpointer data)
{
  Computation *self = data;

  g_cancellable_disconnect (self->cancellable, self->handler);
  g_clear_object (&self->cancellable);
  g_source_destroy (self->tick);
  g_source_unref (self->tick);
  g_free (self);
}

static void
compute_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  Computation *self = data;

  self->func (self->data, &self->cancelled, &self->permille);
  g_task_return_boolean (task, TRUE);
}

static gboolean
tick_cb (gpointer data)
{
  Computation *self = data;

  if (self->progress != NULL)
    self->progress ((guint64) g_atomic_int_get (&self->permille), WHOLE, self->progress_data);
  return G_SOURCE_CONTINUE;
}

/* Who was told of the end is told of no progress after it. */
static void
completed_cb (GObject    *task,
              GParamSpec *property,
              gpointer    data)
{
  Computation *self = data;

  g_source_destroy (self->tick);
}

void
session_compute_async (SessionComputeFunc  func,
                       gpointer            data,
                       GCancellable       *cancellable,
                       SessionProgressFunc progress,
                       gpointer            progress_data,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Computation *self = g_new0 (Computation, 1);

  self->func = func;
  self->data = data;
  self->progress = progress;
  self->progress_data = progress_data;
  self->tick = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_attach (self->tick, g_main_context_get_thread_default ());
  if (cancellable != NULL)
    {
      self->cancellable = g_object_ref (cancellable);
      self->handler = session_watch_cancel (cancellable, &self->cancelled);
    }
  g_task_set_source_tag (task, session_compute_async);
  g_task_set_task_data (task, self, computation_free);
  g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), self);
  g_task_run_in_thread (task, compute_in_thread);
}

gboolean
session_compute_finish (GAsyncResult *result,
                        GError      **error)
{
  GError *local = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  if (g_task_propagate_boolean (G_TASK (result), &local))
    return TRUE;
  session_error_cancelled (&local, _("Cancelled. There is no result."));
  g_propagate_error (error, local);
  return FALSE;
}
