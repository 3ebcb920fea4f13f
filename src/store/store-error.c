/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, by what a caller can do about it: the one place that knows SQLite's result
 * codes. Messages name no value: of SQLite's own only those of constraints are used, which name
 * columns. */
#include <errno.h>
#include <glib/gi18n-lib.h>

#include "store-private.h"

G_DEFINE_QUARK (store-error-quark, store_error)

gboolean
store_fail_errno (int      errnum,
                  GError **error)
{
  switch (errnum)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      g_set_error_literal (
          error, STORE_ERROR, STORE_ERROR_FULL,
          _("There is no space left on the disk. Nothing was written, and what was "
             "saved before is kept. Make room and try again."));
      break;
    case EROFS:
    case EACCES:
    case EPERM:
      g_set_error_literal (
          error, STORE_ERROR, STORE_ERROR_READ_ONLY,
          _("This account may not write there. Nothing was written. Choose another "
             "folder, or ask for the permission."));
      break;
    case ENOENT:
    case ENOTDIR:
      g_set_error_literal (error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                           _("There is no such file or folder."));
      break;
    case EEXIST:
      g_set_error_literal (
          error, STORE_ERROR, STORE_ERROR_EXISTS,
          _("A file of this name exists and was not changed. Choose another name."));
      break;
    default:
      g_set_error (error, STORE_ERROR, STORE_ERROR_IO,
                   _("The disk failed (%s). What was saved before is kept."), g_strerror (errnum));
      break;
    }
  return FALSE;
}

static gboolean
fail_constraint (sqlite3 *db,
                 int      result,
                 GError **error)
{
  const char *what = db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (result);

  if (result == SQLITE_CONSTRAINT_FOREIGNKEY)
    g_set_error_literal (error, STORE_ERROR, STORE_ERROR_CONSTRAINT,
                         _("The row refers to another one that is not in the register. It was not "
                           "written."));
  else if (result == SQLITE_CONSTRAINT_UNIQUE || result == SQLITE_CONSTRAINT_PRIMARYKEY)
    g_set_error (error, STORE_ERROR, STORE_ERROR_EXISTS,
                 _("There is such a row already (%s). It was not written."), what);
  else
    g_set_error (error, STORE_ERROR, STORE_ERROR_CONSTRAINT,
                 _("The row is not as the register demands (%s). It was not written."), what);
  return FALSE;
}

/* The system's reason behind an SQLite error, where it says more. */
static gboolean
fail_system (sqlite3 *db,
             int      result,
             GError **error)
{
  int errnum = db != NULL ? sqlite3_system_errno (db) : 0;

  if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG || errnum == EROFS || errnum == EACCES
      || errnum == EPERM)
    return store_fail_errno (errnum, error);
  g_set_error (error, STORE_ERROR, STORE_ERROR_IO,
               _("The disk failed (%s, %d). What was saved before is kept."),
               sqlite3_errstr (result), result);
  return FALSE;
}

gboolean
store_fail (sqlite3 *db,
            int      result,
            GError **error)
{
  switch (result & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error_literal (
          error, STORE_ERROR, STORE_ERROR_BUSY,
          _("Another program is writing to this register. Nothing was written. Try "
             "again in a moment."));
      break;
    case SQLITE_FULL:
      return store_fail_errno (ENOSPC, error);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return store_fail_errno (EACCES, error);
    case SQLITE_CORRUPT:
      g_set_error_literal (error, STORE_ERROR, STORE_ERROR_CORRUPT,
                           _("This register is damaged. Nothing was written. Restore the newest "
                             "backup, or open it for reading."));
      break;
    case SQLITE_NOTADB:
      g_set_error_literal (error, STORE_ERROR, STORE_ERROR_NOT_A_REGISTER,
                           _("This file is not a register of Natality. It was not changed."));
      break;
    case SQLITE_CONSTRAINT:
      return fail_constraint (db, result, error);
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
      g_set_error (error, STORE_ERROR, STORE_ERROR_CONSTRAINT,
                   _("A value doesn't fit into the register (%s). It was not written."),
                   sqlite3_errstr (result));
      break;
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, STORE_ERROR, STORE_ERROR_CANCELLED,
                           _("Cancelled. Nothing was written."));
      break;
    case SQLITE_NOMEM:
      g_error ("Out of memory");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return fail_system (db, result, error);
    default:
      /* A statement that doesn't fit the file's schema: it isn't what its version says. */
      g_set_error (error, STORE_ERROR, STORE_ERROR_CORRUPT,
                   _("This register is not built as its version says (%s). Nothing was written."),
                   sqlite3_errstr (result));
      break;
    }
  return FALSE;
}
