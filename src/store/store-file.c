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

/* Whether it is a file whose bytes may be asked for; *out_regular FALSE: a folder or the like. */
static gboolean
may_read (const char *path,
          gboolean   *out_regular,
          GError    **error)
{
  struct stat about;
  int result = stat (path, &about);

  *out_regular = result == 0 && S_ISREG (about.st_mode);
  if (result == 0 && (!*out_regular || faccessat (AT_FDCWD, path, R_OK, AT_EACCESS) == 0))
    return TRUE;
  if (errno != EACCES && errno != EPERM)
    return store_fail_errno (errno, error);
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_READ_ONLY,
                       _("This account may not read that file."));
  return FALSE;
}

/* The first bytes, zeros where there are none. Read by SQLite's own layer, not with open and close:
 * a process that closes a file loses its locks on it, whoever in it holds them, and with them every
 * protection of a register that it has open. */
static gboolean
read_header (const char *path,
             guint8     *bytes,
             GError    **error)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
  g_autofree char *real = g_malloc0 ((gsize) vfs->mxPathname + 1);
  g_autofree sqlite3_file *file = g_malloc0 ((gsize) vfs->szOsFile);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  sqlite3_filename name;
  gboolean regular;
  int result, unused;

  memset (bytes, 0, HEADER_SIZE);
  if (!may_read (absolute, &regular, error))
    return FALSE;
  if (!regular)
    return TRUE;
  result = vfs->xFullPathname (vfs, absolute, vfs->mxPathname + 1, real) & 0xff;
  if (result != SQLITE_OK)
    return store_fail (NULL, result, error);
  name = sqlite3_create_filename (real, "", "", 0, NULL);
  result = vfs->xOpen (vfs, name, file, SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY, &unused);
  if (result == SQLITE_OK)
    result = file->pMethods->xRead (file, bytes, HEADER_SIZE, 0);
  if (file->pMethods != NULL)
    file->pMethods->xClose (file);
  sqlite3_free_filename (name);
  return result == SQLITE_OK || result == SQLITE_IOERR_SHORT_READ
         || store_fail (NULL, result, error);
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
  guint8 header[HEADER_SIZE];

  g_return_val_if_fail (path != NULL && out_probe != NULL, FALSE);

  *out_probe = (StoreProbe) { 0 };
  if (!read_header (path, header, error))
    return FALSE;
  if (memcmp (header, "SQLite format 3", 16) != 0
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
