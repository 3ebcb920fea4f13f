/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that appears whole or not at all, and progress that reaches whoever asked for it.
 * Knows no table. */
#include "session-exchange-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PROGRESS_ROWS 2048

/* --- the folder --- */

static gboolean
fail_errno (const char *folder,
            int         errnum,
            GError    **error)
{
  g_autofree char *name = g_filename_display_basename (folder);
  SessionError code = SESSION_ERROR_FAILED;

  if (errnum == ENOSPC || errnum == EDQUOT)
    code = SESSION_ERROR_FULL;
  else if (errnum == EACCES || errnum == EPERM || errnum == EROFS)
    code = SESSION_ERROR_READ_ONLY;
  g_set_error (error, SESSION_ERROR, code,
               _ ("The folder “%s” could not be made (%s). Nothing was written there; choose "
                  "another place."),
               name, g_strerror (errnum));
  return FALSE;
}

static gboolean
fail_exists (const char *folder,
             GError    **error)
{
  g_autofree char *name = g_filename_display_basename (folder);

  g_set_error (
      error, SESSION_ERROR, SESSION_ERROR_EXISTS,
      _ ("“%s” exists and isn't an empty folder. It was not changed; choose another name."), name);
  return FALSE;
}

char *
session_folder_begin (const char *folder,
                      GError    **error)
{
  g_autofree char *full = g_canonicalize_filename (folder, NULL);
  g_autofree char *parent = g_path_get_dirname (full);
  g_autofree char *temporary = g_build_filename (parent, ".natality-XXXXXX", NULL);

  if (g_file_test (full, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);

      if (dir == NULL || g_dir_read_name (dir) != NULL)
        {
          fail_exists (folder, error);
          return NULL;
        }
    }
  if (g_mkdtemp_full (temporary, 0700) == NULL)
    {
      fail_errno (folder, errno, error);
      return NULL;
    }
  return g_steal_pointer (&temporary);
}

gboolean
session_folder_publish (char       *temporary,
                        const char *folder,
                        GError    **error)
{
  g_autofree char *full = g_canonicalize_filename (folder, NULL);
  g_autofree char *parent = g_path_get_dirname (full);
  int fd;

  /* Replaces an empty folder, and nothing else. */
  if (rename (temporary, full) != 0)
    {
      int errnum = errno;

      session_folder_discard (temporary);
      if (errnum == ENOTEMPTY || errnum == EEXIST || errnum == ENOTDIR)
        return fail_exists (folder, error);
      return fail_errno (folder, errnum, error);
    }
  g_free (temporary);
  fd = open (parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    {
      (void) fsync (fd);
      (void) close (fd);
    }
  return TRUE;
}

void
session_folder_discard (char *temporary)
{
  g_autoptr (GDir) dir = temporary != NULL ? g_dir_open (temporary, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (temporary, name, NULL);

      g_unlink (path);
    }
  if (temporary != NULL)
    g_rmdir (temporary);
  g_free (temporary);
}

/* --- progress --- */

typedef struct
{
  SessionProgressFunc func;
  gpointer user_data;
  GMainContext *context; /* NULL: told directly */
  gint pending;          /* atomic: told, and not yet heard */
  guint64 told;
} Relay;

struct _SessionProgress
{
  Relay *relay; /* atomic box: news on their way hold it too */
};

typedef struct
{
  Relay *relay;
  guint64 done;
} News;

static void
relay_clear (gpointer data)
{
  Relay *relay = data;

  g_clear_pointer (&relay->context, g_main_context_unref);
}

static void
news_free (gpointer data)
{
  News *news = data;

  g_atomic_rc_box_release_full (news->relay, relay_clear);
  g_free (news);
}

static gboolean
hear_cb (gpointer data)
{
  News *news = data;

  g_atomic_int_set (&news->relay->pending, 0);
  news->relay->func (news->done, 0, news->relay->user_data);
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
  g_atomic_rc_box_release_full (self->relay, relay_clear);
  g_free (self);
}

void
session_progress_tell (SessionProgress *self,
                       guint64          done)
{
  Relay *relay = self->relay;
  GSource *source;
  News *news;

  if (relay->func == NULL || done < relay->told + PROGRESS_ROWS)
    return;
  relay->told = done;
  if (relay->context == NULL)
    {
      relay->func (done, 0, relay->user_data);
      return;
    }
  if (!g_atomic_int_compare_and_exchange (&relay->pending, 0, 1))
    return;
  news = g_new0 (News, 1);
  news->relay = g_atomic_rc_box_acquire (relay);
  news->done = done;
  source = g_idle_source_new ();
  /* Before the answer, which comes at the same priority later. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, hear_cb, news, news_free);
  g_source_attach (source, relay->context);
  g_source_unref (source);
}
