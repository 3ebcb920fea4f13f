/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register as a file: its first bytes, its permissions, and how a new one gets its name without
 * replacing another. No SQL. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store-private.h"

#define HEADER_SIZE 100
#define NAME_TRIES 100

static guint32
big_endian_32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* Number of bytes read, or -1 with an error. */
static gssize
read_header (const char *path,
             guint8     *bytes,
             GError    **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat about;
  gssize n = 0, got = 0;

  if (fd < 0)
    {
      if (errno == EACCES || errno == EPERM)
        g_set_error_literal (error, STORE_ERROR, STORE_ERROR_READ_ONLY,
                             _("This account may not read that file."));
      else
        store_fail_errno (errno, error);
      return -1;
    }
  if (fstat (fd, &about) == 0 && S_ISREG (about.st_mode))
    while (n < HEADER_SIZE && (got = read (fd, bytes + n, HEADER_SIZE - n)) != 0)
      {
        if (got > 0)
          n += got;
        else if (errno != EINTR)
          break;
      }
  close (fd);
  if (got < 0)
    {
      store_fail_errno (errno, error);
      return -1;
    }
  return n;
}

/* Both the file, and its folder, where SQLite keeps the journal beside it. */
static gboolean
is_writable (const char *path)
{
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *folder = g_path_get_dirname (real != NULL ? real : path);

  return faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) == 0
         && faccessat (AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0;
}

gboolean
store_probe (const char *path,
             StoreProbe *out_probe,
             GError    **error)
{
  guint8 header[HEADER_SIZE] = { 0 };
  gssize n;

  g_return_val_if_fail (path != NULL && out_probe != NULL, FALSE);

  *out_probe = (StoreProbe) { 0 };
  n = read_header (path, header, error);
  if (n < 0)
    return FALSE;
  if (n < HEADER_SIZE || memcmp (header, "SQLite format 3", 16) != 0
      || big_endian_32 (header + 68) != STORE_APPLICATION_ID || big_endian_32 (header + 60) == 0)
    {
      g_set_error_literal (error, STORE_ERROR, STORE_ERROR_NOT_A_REGISTER,
                           _("This file is not a register of Natality. It was not changed."));
      return FALSE;
    }
  out_probe->schema_version = (int) big_endian_32 (header + 60);
  out_probe->in_wal = header[18] == 2 || header[19] == 2;
  out_probe->writable = is_writable (path);
  if (out_probe->schema_version < 0 || out_probe->schema_version > STORE_SCHEMA_VERSION)
    {
      g_set_error (error, STORE_ERROR, STORE_ERROR_TOO_NEW,
                   _("This register was made by a newer Natality (version %d of the file; this "
                     "program knows %d). It was not changed. Open it with the newer program."),
                   out_probe->schema_version, STORE_SCHEMA_VERSION);
      return FALSE;
    }
  return TRUE;
}

/* --- new files --- */

char *
store_temporary_beside (const char *path,
                        GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (int i = 0; i < NAME_TRIES; i++)
    {
      g_autofree char *name = g_strdup_printf (".natality-%08x.new", g_random_int ());
      g_autofree char *temporary = g_build_filename (folder, name, NULL);
      int fd = open (temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

      if (fd >= 0)
        {
          close (fd);
          return g_steal_pointer (&temporary);
        }
      if (errno != EEXIST)
        break;
    }
  store_fail_errno (errno, error);
  return NULL;
}

void
store_remove_temporary (const char *temporary)
{
  static const char *const suffixes[] = { "", "-journal", "-wal", "-shm" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (temporary, suffixes[i], NULL);

      g_unlink (name);
    }
}

static gboolean
sync_path (const char *path,
           int         flags)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | flags);
  gboolean ok = fd >= 0 && (fsync (fd) == 0 || errno == EINVAL);
  int errnum = errno;

  if (fd >= 0)
    close (fd);
  errno = errnum;
  return ok;
}

/* Gives `temporary` the name `path` unless that is taken; 0 or an errno. */
static int
rename_without_replacing (const char *temporary,
                          const char *path)
{
  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
    return errno;
  if (link (temporary, path) == 0)
    return g_unlink (temporary) == 0 ? 0 : errno;
  if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS)
    return errno;
  /* Neither is known to this file system (a stick): look first. */
  if (g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return EEXIST;
  return g_rename (temporary, path) == 0 ? 0 : errno;
}

gboolean
store_publish (const char *temporary,
               const char *path,
               GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int errnum = 0;

  if (!sync_path (temporary, 0))
    errnum = errno;
  if (errnum == 0)
    errnum = rename_without_replacing (temporary, path);
  if (errnum != 0)
    {
      store_remove_temporary (temporary);
      return store_fail_errno (errnum, error);
    }
  sync_path (folder, O_DIRECTORY); /* some file systems can't: the file is there all the same */
  return TRUE;
}
