/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that appears whole or not at all. Knows no table. */
#include "session-exchange-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

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
