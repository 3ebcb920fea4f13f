/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One draft's file: written in a worker, locked while it is held, removed when it was dealt with.
 * Knows nothing of the draft but its text. */
#include "session-draft-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base-clock.h"
#include "base-file.h"

#define RETRY_SECONDS 5 /* after the disk refused */

static guint failed_signal;

G_DEFINE_FINAL_TYPE (SessionDraft, session_draft, G_TYPE_OBJECT)

/* --- the lock --------------------------------------------------------------------------------- */

/* -1: somebody else holds it. */
int
session_draft_lock (const char *path)
{
  g_autofree char *name = g_strconcat (path, ".lock", NULL);
  int fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  struct stat about;

  if (fd < 0)
    return -1;
  /* A file system without locks: nobody can be seen to hold it. One that was unlinked meanwhile was
   * just given up, with its draft. */
  if ((flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
      || fstat (fd, &about) != 0 || about.st_nlink == 0)
    {
      close (fd);
      return -1;
    }
  return fd;
}

/* Under the lock of `self`. */
static void
unlock (SessionDraft *self,
        gboolean      remove)
{
  if (remove)
    {
      g_autofree char *name = g_strconcat (self->path, ".lock", NULL);

      (void) g_unlink (self->path);
      (void) g_unlink (name);
    }
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* The file as a whole: who it is of, and a digest of the rest. */
static char *
file_text (SessionDraft *self,
           const char   *text)
{
  g_autofree char *rest =
      g_strdup_printf ("register %s\npath %s\ntyped %s\n\n%s",
                       self->identity[0] != '\0' ? self->identity : "-", self->uri, self->typed,
                       text);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, rest, -1);

  return g_strconcat (SESSION_DRAFT_HEAD, digest, "\n", rest, NULL);
}

/* In a worker, or where somebody waits. */
static gboolean
write_file (SessionDraft *self,
            const char   *text,
            GError      **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  (void) g_mkdir_with_parents (folder, 0700);
  g_mutex_lock (&self->lock);
  if (self->lock_fd < 0)
    self->lock_fd = session_draft_lock (self->path);
  g_mutex_unlock (&self->lock);
  return base_file_write (self->path, text, strlen (text), 0600, TRUE, error);
}

typedef struct
{
  char *text;
  guint turn;
} Writing;

static void
writing_free (gpointer data)
{
  g_free (((Writing *) data)->text);
  g_free (data);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  SessionDraft *self = source;
  Writing *writing = data;
  GError *error = NULL;
  gboolean done = write_file (self, writing->text, &error);

  g_mutex_lock (&self->lock);
  /* It was dropped while it was written. */
  if (writing->turn != self->turn)
    unlock (self, TRUE);
  self->writing = FALSE;
  self->unwritten = !done;
  g_cond_broadcast (&self->idle);
  g_mutex_unlock (&self->lock);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void begin (SessionDraft *self);

static gboolean
timer_cb (gpointer user_data)
{
  SessionDraft *self = user_data;

  self->timer = 0;
  begin (self);
  return G_SOURCE_REMOVE;
}

static void
tell_failure (SessionDraft *self,
              const GError *error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *message = NULL;

  if (self->told)
    return;
  self->told = TRUE;
  if (g_error_matches (error, BASE_FILE_ERROR, BASE_FILE_ERROR_FULL))
    message = g_strdup_printf (
        _ ("What you type is safe only once it is saved: there is no space left in %s."), shown);
  else
    message = g_strdup_printf (
        _ ("What you type is safe only once it is saved: %s can’t be written."), shown);
  g_signal_emit (self, failed_signal, 0, message);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  SessionDraft *self = SESSION_DRAFT (source);
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    self->told = FALSE;
  else
    {
      self->waiting = self->text != NULL;
      tell_failure (self, error);
    }
  if (self->waiting && self->timer == 0)
    self->timer = error != NULL ? g_timeout_add_seconds (RETRY_SECONDS, timer_cb, self)
                                : g_timeout_add (SESSION_DRAFT_DELAY, timer_cb, self);
}

/* One writing at a time; what comes meanwhile is written after it. */
static void
begin (SessionDraft *self)
{
  g_autoptr (GTask) task = NULL;
  Writing *writing;

  if (!self->waiting || self->busy)
    return;
  writing = g_new0 (Writing, 1);
  writing->text = file_text (self, self->text);
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, writing, writing_free);
  self->waiting = FALSE;
  self->busy = TRUE;
  g_mutex_lock (&self->lock);
  writing->turn = self->turn;
  self->writing = TRUE;
  g_mutex_unlock (&self->lock);
  g_task_run_in_thread (task, write_in_thread);
}

void
session_draft_keep (SessionDraft *self,
                    ModelDraft   *draft)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SESSION_IS_DRAFT (self) && draft != NULL);

  text = model_draft_to_text (draft);
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  g_free (self->typed);
  self->typed = base_time_to_utc (base_now ());
  self->waiting = TRUE;
  /* The clock runs from the first key stroke that isn't written: who types on is written too. */
  if (self->timer == 0 && !self->busy)
    self->timer = g_timeout_add (SESSION_DRAFT_DELAY, timer_cb, self);
}

void
session_draft_flush (SessionDraft *self)
{
  g_return_if_fail (SESSION_IS_DRAFT (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  begin (self);
}

void
session_draft_drop (SessionDraft *self)
{
  g_return_if_fail (SESSION_IS_DRAFT (self));

  if (self->text == NULL)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->text, g_free);
  self->waiting = FALSE;
  g_mutex_lock (&self->lock);
  self->turn++;
  if (!self->writing)
    unlock (self, TRUE);
  g_mutex_unlock (&self->lock);
}

/* Waits for the worker, and writes here what it didn't come to. */
static gboolean
finish (SessionDraft *self,
        GError      **error)
{
  g_autofree char *text = NULL;
  gboolean waiting;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_mutex_lock (&self->lock);
  while (self->writing)
    g_cond_wait (&self->idle, &self->lock);
  waiting = self->text != NULL && (self->waiting || self->unwritten);
  g_mutex_unlock (&self->lock);
  self->waiting = FALSE;
  if (!waiting)
    return TRUE;
  text = file_text (self, self->text);
  self->unwritten = !write_file (self, text, error);
  return !self->unwritten;
}

gboolean
session_draft_close (SessionDraft *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (SESSION_IS_DRAFT (self), FALSE);

  if (finish (self, &error))
    return TRUE;
  tell_failure (self, error);
  return FALSE;
}

void
session_draft_forget (SessionDraft *self)
{
  g_mutex_lock (&self->lock);
  unlock (self, TRUE);
  g_mutex_unlock (&self->lock);
}

char *
session_draft_set_aside (SessionDraft *self)
{
  g_autofree char *start = NULL;
  g_autofree char *aside = NULL;

  g_return_val_if_fail (SESSION_IS_DRAFT (self), NULL);

  session_draft_close (self);
  g_clear_pointer (&self->text, g_free);
  start = g_strndup (self->path, strlen (self->path) - strlen (SESSION_DRAFT_SUFFIX));
  aside = g_strconcat (start, ".aside", NULL);
  /* Where that can't be done it stays, and is found again. */
  if (g_rename (self->path, aside) != 0)
    return g_strdup (self->path);
  session_draft_forget (self);
  return g_steal_pointer (&aside);
}

/* --- the class -------------------------------------------------------------------------------- */

SessionDraft *
session_draft_new (SessionRegister *reg)
{
  SessionDraft *self;
  g_autofree char *key = NULL;

  g_return_val_if_fail (SESSION_IS_REGISTER (reg), NULL);

  self = g_object_new (SESSION_TYPE_DRAFT, NULL);
  key = session_draft_key (reg);
  self->path = g_strdup_printf ("%s-%08x%s", key, g_random_int (), SESSION_DRAFT_SUFFIX);
  self->identity = g_strdup (reg->identity != NULL ? reg->identity : "");
  self->uri = g_filename_to_uri (reg->path, NULL, NULL);
  if (self->uri == NULL)
    self->uri = g_strdup ("-");
  return self;
}

static void
session_draft_finalize (GObject *object)
{
  SessionDraft *self = SESSION_DRAFT (object);

  finish (self, NULL);
  unlock (self, FALSE);
  g_free (self->path);
  g_free (self->identity);
  g_free (self->uri);
  g_free (self->typed);
  g_free (self->text);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  G_OBJECT_CLASS (session_draft_parent_class)->finalize (object);
}

static void
session_draft_class_init (SessionDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = session_draft_finalize;
  failed_signal = g_signal_new ("failed", SESSION_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
session_draft_init (SessionDraft *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);
  self->lock_fd = -1;
}
