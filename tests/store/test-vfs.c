/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See test-vfs.h. Each file has the real one's methods behind it: a database and a WAL have
 * different ones. */
#include "test-vfs.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  gint64 offset;
  GBytes *data; /* NULL: cut to offset */
} Write;

/* A name in the folder, and what of it is durable. */
typedef struct
{
  GByteArray *durable;
  GArray *pending; /* of Write */
} Image;

typedef struct
{
  sqlite3_file base;
  Image *image; /* NULL: not watched */
  sqlite3_file *real;
} TestFile;

static sqlite3_vfs vfs;
static sqlite3_vfs *real_vfs;
static guint n_writes, n_refused, n_syncs;
static guint refuse_at, kill_at, fail_sync_at;
static gboolean refusing_stays;
static GHashTable *images; /* path to Image */
static TestVfsFunc watch;
static gpointer watch_data;
static gboolean in_watch;

/* --- images --- */

static void
write_clear (gpointer data)
{
  Write *write = data;

  g_clear_pointer (&write->data, g_bytes_unref);
}

static void
image_free (gpointer data)
{
  Image *image = data;

  g_byte_array_unref (image->durable);
  g_array_unref (image->pending);
  g_free (image);
}

static void
apply_write (GByteArray  *to,
             const Write *write)
{
  gsize size, old = to->len;
  const void *bytes;

  if (write->data == NULL)
    {
      g_byte_array_set_size (to, MIN (old, (guint) write->offset));
      return;
    }
  bytes = g_bytes_get_data (write->data, &size);
  if (write->offset + size > old)
    {
      g_byte_array_set_size (to, write->offset + size);
      memset (to->data + old, 0, to->len - old);
    }
  memcpy (to->data + write->offset, bytes, size);
}

static Image *
image_for (const char *path)
{
  Image *image;

  if (images == NULL || path == NULL)
    return NULL;
  image = g_hash_table_lookup (images, path);
  if (image == NULL)
    {
      char *text;
      gsize length;

      image = g_new0 (Image, 1);
      image->durable = g_byte_array_new ();
      image->pending = g_array_new (FALSE, FALSE, sizeof (Write));
      g_array_set_clear_func (image->pending, write_clear);
      if (g_file_get_contents (path, &text, &length, NULL))
        {
          g_byte_array_append (image->durable, (guint8 *) text, length);
          g_free (text);
        }
      g_hash_table_insert (images, g_strdup (path), image);
    }
  return image;
}

static void
note_write (TestFile   *file,
            const void *data,
            gint64      length,
            gint64      offset)
{
  Write write = { offset, data != NULL ? g_bytes_new (data, length) : NULL };

  if (file->image != NULL)
    g_array_append_val (file->image->pending, write);
  else
    write_clear (&write);
}

static void
tell (void)
{
  if (watch == NULL || in_watch)
    return;
  in_watch = TRUE;
  watch (watch_data);
  in_watch = FALSE;
}

/* --- what fails --- */

static int
count_write (void)
{
  n_writes++;
  if (kill_at > 0 && n_writes == kill_at)
    kill (getpid (), SIGKILL);
  if (refuse_at > 0 && (n_writes == refuse_at || (refusing_stays && n_writes > refuse_at)))
    {
      n_refused++;
      return SQLITE_FULL;
    }
  return SQLITE_OK;
}

#define REAL(file) (((TestFile *) (file))->real)

static int
file_close (sqlite3_file *file)
{
  int result = REAL (file)->pMethods->xClose (REAL (file));

  g_free (REAL (file));
  return result;
}

static int
file_read (sqlite3_file *file,
           void         *data,
           int           length,
           sqlite3_int64 offset)
{
  return REAL (file)->pMethods->xRead (REAL (file), data, length, offset);
}

static int
file_write (sqlite3_file *file,
            const void   *data,
            int           length,
            sqlite3_int64 offset)
{
  int result;

  tell ();
  result = count_write ();
  if (result == SQLITE_OK)
    result = REAL (file)->pMethods->xWrite (REAL (file), data, length, offset);
  if (result == SQLITE_OK)
    note_write ((TestFile *) file, data, length, offset);
  return result;
}

static int
file_truncate (sqlite3_file *file,
               sqlite3_int64 size)
{
  int result;

  tell ();
  result = REAL (file)->pMethods->xTruncate (REAL (file), size);
  if (result == SQLITE_OK)
    note_write ((TestFile *) file, NULL, 0, size);
  return result;
}

static int
file_sync (sqlite3_file *file,
           int           flags)
{
  Image *image = ((TestFile *) file)->image;
  int result;

  tell ();
  if (++n_syncs == fail_sync_at)
    return SQLITE_IOERR_FSYNC;
  result = REAL (file)->pMethods->xSync (REAL (file), flags);
  if (result == SQLITE_OK && image != NULL)
    {
      for (guint i = 0; i < image->pending->len; i++)
        apply_write (image->durable, &g_array_index (image->pending, Write, i));
      g_array_set_size (image->pending, 0);
    }
  return result;
}

static int
file_size (sqlite3_file  *file,
           sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
file_lock (sqlite3_file *file,
           int           lock)
{
  return REAL (file)->pMethods->xLock (REAL (file), lock);
}

static int
file_unlock (sqlite3_file *file,
             int           lock)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), lock);
}

static int
file_check_lock (sqlite3_file *file,
                 int          *reserved)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), reserved);
}

static int
file_control (sqlite3_file *file,
              int           op,
              void         *arg)
{
  /* A size hint would take space before any write asks for it. */
  if (op == SQLITE_FCNTL_SIZE_HINT)
    return SQLITE_OK;
  return REAL (file)->pMethods->xFileControl (REAL (file), op, arg);
}

static int
file_sector_size (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

static int
file_characteristics (sqlite3_file *file)
{
  int real = REAL (file)->pMethods->xDeviceCharacteristics (REAL (file));

  /* A power cut may tear what lies beside a write. */
  return images != NULL ? real & ~SQLITE_IOCAP_POWERSAFE_OVERWRITE : real;
}

static int
file_shm_map (sqlite3_file  *file,
              int            page,
              int            size,
              int            extend,
              void volatile **out)
{
  return REAL (file)->pMethods->xShmMap (REAL (file), page, size, extend, out);
}

static int
file_shm_lock (sqlite3_file *file,
               int           offset,
               int           n,
               int           flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
file_shm_unmap (sqlite3_file *file,
                int           erase)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), erase);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs  *self,
          const char   *name,
          sqlite3_file *file,
          int           flags,
          int          *out_flags)
{
  TestFile *test = (TestFile *) file;
  int result;

  test->base.pMethods = NULL;
  test->real = g_malloc0 (real_vfs->szOsFile);
  test->image = name != NULL ? image_for (name) : NULL;
  result = real_vfs->xOpen (real_vfs, name, test->real, flags, out_flags);
  if (result != SQLITE_OK)
    g_clear_pointer (&test->real, g_free);
  else
    test->base.pMethods = &methods;
  return result;
}

static int
vfs_delete (sqlite3_vfs *self,
            const char  *name,
            int          sync)
{
  int result;

  tell ();
  result = real_vfs->xDelete (real_vfs, name, sync);
  if (result == SQLITE_OK && images != NULL)
    {
      Image *image = g_hash_table_lookup (images, name);

      /* Kept: a file that is open has it. It is as empty as a file of that name made anew. */
      if (image != NULL)
        {
          g_byte_array_set_size (image->durable, 0);
          g_array_set_size (image->pending, 0);
        }
    }
  return result;
}

/* --- for the tests --- */

void
test_vfs_install (void)
{
  g_assert_null (real_vfs);
  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = "test";
  vfs.szOsFile = sizeof (TestFile);
  vfs.pNext = NULL;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
  test_vfs_refuse (0, FALSE);
}

void
test_vfs_remove (void)
{
  sqlite3_vfs_unregister (&vfs);
  sqlite3_vfs_register (real_vfs, 1);
  real_vfs = NULL;
  watch = NULL;
  g_clear_pointer (&images, g_hash_table_unref);
}

static void
restart (void)
{
  n_writes = n_refused = n_syncs = 0;
  refuse_at = kill_at = fail_sync_at = 0;
}

void
test_vfs_refuse (guint    write,
                 gboolean stays)
{
  restart ();
  refuse_at = write;
  refusing_stays = stays;
}

void
test_vfs_kill_at (guint write)
{
  restart ();
  kill_at = write;
}

void
test_vfs_fail_sync (guint sync)
{
  restart ();
  fail_sync_at = sync;
}

guint
test_vfs_writes (void)
{
  return n_writes;
}

guint
test_vfs_refused (void)
{
  return n_refused;
}

void
test_vfs_watch (TestVfsFunc func,
                gpointer    user_data)
{
  images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, image_free);
  watch = func;
  watch_data = user_data;
}

void
test_vfs_power_cut (const char *from,
                    const char *to,
                    GRand      *coin)
{
  GHashTableIter iter;
  gpointer path, value;

  g_hash_table_iter_init (&iter, images);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      Image *image = value;
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *copy = g_build_filename (to, name, NULL);
      g_autoptr (GByteArray) left = g_byte_array_new ();

      unlink (copy);
      if (strcmp (folder, from) != 0 || g_str_has_suffix (name, "-shm")
          || !g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      if (image->durable->len > 0)
        g_byte_array_append (left, image->durable->data, image->durable->len);
      for (guint i = 0; coin != NULL && i < image->pending->len; i++)
        if (g_rand_boolean (coin))
          apply_write (left, &g_array_index (image->pending, Write, i));
      g_assert_true (g_file_set_contents_full (copy, (const char *) left->data, left->len,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}
