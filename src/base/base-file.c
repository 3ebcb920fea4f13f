/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Atomic writing: a reader, or a crash, finds the old file or the whole new one. Knows nothing of
 * what is in it. */
#include "base-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_TRIES 100

G_DEFINE_QUARK (base-file-error-quark, base_file_error)

static void
set_error (GError    **error,
           const char *path,
           int         errnum)
{
  g_autofree char *name = g_filename_display_basename (path);

  switch (errnum)
    {
    case EEXIST:
      g_set_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_EXISTS,
                   _("“%s” exists and was not changed. Choose another name."), name);
      break;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      g_set_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_FULL,
                   _("There is no space left to write “%s”; what was there was kept. Make room, "
                     "or choose another place."),
                   name);
      break;
    case EROFS:
    case EACCES:
    case EPERM:
      g_set_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_READ_ONLY,
                   _("“%s” may not be written there; what was there was kept. Choose another "
                     "place."),
                   name);
      break;
    default:
      g_set_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_FAILED,
                   _("“%s” could not be written (%s); what was there was kept."), name,
                   g_strerror (errnum));
      break;
    }
}

/* A new file beside `path`, mode as umask allows; its descriptor, or -1 with errno. */
static int
open_beside (const char *path,
             int         mode,
             char      **out_temporary)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (int i = 0; i < NAME_TRIES; i++)
    {
      g_autofree char *name = g_strdup_printf (".natality-%08x.tmp", g_random_int ());
      g_autofree char *temporary = g_build_filename (folder, name, NULL);
      int fd = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);

      if (fd >= 0)
        *out_temporary = g_steal_pointer (&temporary);
      if (fd >= 0 || errno != EEXIST)
        return fd;
    }
  return -1;
}

/* Returns 0 or an errno. */
static int
write_all (int         fd,
           const char *data,
           gsize       length)
{
  while (length > 0)
    {
      ssize_t written = write (fd, data, MIN (length, (gsize) 1 << 30));

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return errno;
      data += written;
      length -= (gsize) written;
    }
  return fsync (fd) == 0 ? 0 : errno;
}

/* Gives the finished file its name. Returns 0 or an errno. */
static int
put_in_place (const char *temporary,
              const char *path,
              gboolean    replace)
{
  if (replace)
    return rename (temporary, path) == 0 ? 0 : errno;
  if (link (temporary, path) == 0)
    {
      (void) unlink (temporary);
      return 0;
    }
  /* A stick's file system has no links. */
  if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK)
    return renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0 ? 0 : errno;
  return errno;
}

/* The new name must survive a power cut too. A folder that can't be opened or synced is no error:
 * the file itself is safe. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) fsync (fd);
  (void) close (fd);
}

gboolean
base_file_write (const char *path,
                 const void *data,
                 gsize       length,
                 int         mode,
                 gboolean    replace,
                 GError    **error)
{
  g_autofree char *temporary = NULL;
  g_autofree char *target = NULL;
  struct stat old;
  gboolean exists;
  int fd, errnum = 0;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  exists = stat (path, &old) == 0;
  if (replace && exists)
    {
      /* A link keeps pointing where it points: the file behind it is replaced. */
      char *resolved = realpath (path, NULL);

      target = g_strdup (resolved ? resolved : path);
      free (resolved);
      if (!S_ISREG (old.st_mode))
        {
          set_error (error, path, S_ISDIR (old.st_mode) ? EISDIR : EINVAL);
          return FALSE;
        }
    }
  else
    target = g_strdup (path);

  fd = open_beside (target, mode, &temporary);
  if (fd < 0)
    {
      set_error (error, path, errno == EEXIST ? EIO : errno);
      return FALSE;
    }
  if (replace && exists && fchmod (fd, old.st_mode & 07777) != 0)
    errnum = errno;
  if (errnum == 0)
    errnum = write_all (fd, data, length);
  if (close (fd) != 0 && errnum == 0)
    errnum = errno;
  if (errnum == 0)
    errnum = put_in_place (temporary, target, replace);
  if (errnum != 0)
    {
      (void) unlink (temporary);
      set_error (error, path, errnum);
      return FALSE;
    }
  sync_folder (target);
  return TRUE;
}
