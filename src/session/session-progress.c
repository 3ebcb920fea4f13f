/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far long work is, as one number that never falls, told where it was asked for. Knows nothing
 * of the work: its parts say what share of the rest they are. */
#include "session-exchange-private.h"

typedef struct
{
  SessionProgressFunc func;
  gpointer user_data;
  GMainContext *context; /* NULL: told directly */
  gint pending;          /* atomic: told, and not yet heard */
  gint done;             /* atomic: of SESSION_PROGRESS_WHOLE */
} Relay;

struct _SessionProgress
{
  Relay *relay;         /* atomic box: news on their way hold it too */
  double begin, length; /* of the part under way, of 1 */
  double reached;
};

static void
relay_clear (gpointer data)
{
  Relay *relay = data;

  g_clear_pointer (&relay->context, g_main_context_unref);
}

static void
relay_release (gpointer relay)
{
  g_atomic_rc_box_release_full (relay, relay_clear);
}

static gboolean
hear_cb (gpointer data)
{
  Relay *relay = data;

  g_atomic_int_set (&relay->pending, 0);
  relay->func ((guint64) g_atomic_int_get (&relay->done), SESSION_PROGRESS_WHOLE,
               relay->user_data);
  return G_SOURCE_REMOVE;
}

SessionProgress *
session_progress_new (SessionProgressFunc func,
                      gpointer            user_data,
                      gboolean            in_context)
{
  SessionProgress *self = g_new0 (SessionProgress, 1);

  self->relay = g_atomic_rc_box_new0 (Relay);
  self->relay->func = func;
  self->relay->user_data = user_data;
  if (in_context)
    self->relay->context = g_main_context_ref_thread_default ();
  return self;
}

void
session_progress_free (SessionProgress *self)
{
  if (self == NULL)
    return;
  relay_release (self->relay);
  g_free (self);
}

void
session_progress_part (SessionProgress *self,
                       double           share)
{
  /* Where the last one stopped: it may have been given up. */
  self->begin = self->reached;
  self->length = (1 - self->begin) * share;
}

void
session_progress_tell (guint64  done,
                       guint64  total,
                       gpointer progress)
{
  SessionProgress *self = progress;
  Relay *relay = self->relay;
  double part = total > 0 ? MIN ((double) done / (double) total, 1) : 0;
  gint whole;
  GSource *source;

  self->reached = MAX (self->reached, self->begin + self->length * part);
  whole = (gint) (self->reached * SESSION_PROGRESS_WHOLE);
  if (relay->func == NULL || whole <= relay->done)
    return;
  g_atomic_int_set (&relay->done, whole);
  if (relay->context == NULL)
    {
      relay->func ((guint64) whole, SESSION_PROGRESS_WHOLE, relay->user_data);
      return;
    }
  if (!g_atomic_int_compare_and_exchange (&relay->pending, 0, 1))
    return;
  source = g_idle_source_new ();
  /* Before the answer, which comes at the same priority later. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, hear_cb, g_atomic_rc_box_acquire (relay), relay_release);
  g_source_attach (source, relay->context);
  g_source_unref (source);
}
