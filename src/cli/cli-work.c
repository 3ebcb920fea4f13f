/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long work from a terminal: waited for in a main loop, so that Ctrl+C cancels it cleanly, and told
 * as a percentage on one line of stderr where a person is looking. Knows nothing of the work. */
#include "cli-command.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#define PATIENCE G_USEC_PER_SEC /* what takes less isn't told of */

static const int interrupts[CLI_N_INTERRUPTS] = { SIGINT, SIGTERM, SIGHUP };

static gboolean
interrupt_cb (gpointer data)
{
  CliWork *self = data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

void
cli_work_begin (CliWork *self)
{
  *self = (CliWork) { .loop = g_main_loop_new (NULL, FALSE),
                      .cancellable = g_cancellable_new (),
                      .begun = g_get_monotonic_time (),
                      .watched = isatty (STDERR_FILENO) };
  for (guint i = 0; i < CLI_N_INTERRUPTS; i++)
    self->interrupts[i] = g_unix_signal_add (interrupts[i], interrupt_cb, self);
}

void
cli_work_progress (guint64  done,
                   guint64  total,
                   gpointer work)
{
  CliWork *self = work;
  guint percent = (guint) (100 * done / MAX (total, 1));

  if (!self->watched || g_get_monotonic_time () - self->begun < PATIENCE
      || (self->shown && percent == self->percent))
    return;
  self->shown = TRUE;
  self->percent = percent;
  g_printerr ("\r");
  g_printerr (_("%3u %%"), percent);
}

void
cli_work_done_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      work)
{
  CliWork *self = work;

  self->result = g_object_ref (result);
  g_main_loop_quit (self->loop);
}

GAsyncResult *
cli_work_wait (CliWork *self)
{
  if (self->result == NULL)
    g_main_loop_run (self->loop);
  if (self->shown)
    g_printerr ("\r      \r");
  return self->result;
}

gboolean
cli_work_compute (SessionComputeFunc func,
                  gpointer           data)
{
  g_auto (CliWork) work = { 0 };
  GError *error = NULL;

  cli_work_begin (&work);
  session_compute_async (func, data, work.cancellable, cli_work_progress, &work, cli_work_done_cb,
                         &work);
  if (session_compute_finish (cli_work_wait (&work), &error))
    return TRUE;
  cli_fail (error);
  return FALSE;
}

void
cli_work_end (CliWork *self)
{
  /* The result may hold the last reference to a register, which is closed undisturbed. */
  g_clear_object (&self->result);
  for (guint i = 0; i < CLI_N_INTERRUPTS; i++)
    g_source_remove (self->interrupts[i]);
  g_clear_object (&self->cancellable);
  g_main_loop_unref (self->loop);
}
