/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ledgers of comparisons: the one of a sitting with a register, and files of the command line. */
#include "session-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "report-ledger.h"

/* --- of a register at work -------------------------------------------------------------------- */

const AnalysisLedger *
session_register_ledger (SessionRegister *self)
{
  g_return_val_if_fail (SESSION_IS_REGISTER (self), NULL);
  return self->ledger;
}

void
session_register_ledger_add (SessionRegister *self,
                             GPtrArray       *entries)
{
  g_return_if_fail (SESSION_IS_REGISTER (self));
  g_return_if_fail (entries != NULL);

  for (guint i = 0; i < entries->len; i++)
    analysis_ledger_add (self->ledger, g_ptr_array_index (entries, i));
}

/* --- files ------------------------------------------------------------------------------------ */

AnalysisLedger *
session_ledger_read (const char *path,
                     GError    **error)
{
  g_autofree char *text = NULL;
  AnalysisLedger *ledger = NULL;
  GError *local = NULL;
  GStatBuf about;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_set_error (&local, SESSION_ERROR, SESSION_ERROR_INVALID, _("A ledger is a file."));
  else if (g_stat (path, &about) == 0 && about.st_size > REPORT_LEDGER_MAX_BYTES)
    g_set_error (&local, SESSION_ERROR, SESSION_ERROR_INVALID,
                 _("This file is too long for a ledger. It was left as it is."));
  else if (g_file_get_contents (path, &text, &length, &local))
    ledger = report_ledger_parse (text, (gssize) length, &local);
  if (ledger != NULL)
    return ledger;
  /* What GLib says of a file names it. */
  if (local->domain != G_FILE_ERROR)
    g_prefix_error (&local, "%s: ", path);
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    local->domain = SESSION_ERROR, local->code = SESSION_ERROR_NOT_FOUND;
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    local->domain = SESSION_ERROR, local->code = SESSION_ERROR_TOO_NEW;
  else if (local->domain == G_IO_ERROR)
    local->domain = SESSION_ERROR, local->code = SESSION_ERROR_INVALID;
  session_error_take (error, local);
  return NULL;
}

/* Who enters into a ledger reads it and puts another in its place: one after the other. The lock is
 * on the folder, as the file is replaced, and so nothing is left behind. -1: a file system without
 * locks, or a folder that can't be read; the file is written all the same. */
static int
lock_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    while (flock (fd, LOCK_EX) != 0 && errno == EINTR)
      ;
  return fd;
}

gboolean
session_ledger_append (const char *path,
                       GPtrArray  *entries,
                       GError    **error)
{
  g_autoptr (AnalysisLedger) ledger = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean exists, done = FALSE;
  char *text;
  int lock;

  g_return_val_if_fail (path != NULL && entries != NULL, FALSE);

  lock = lock_folder (path);
  exists = g_file_test (path, G_FILE_TEST_EXISTS);
  ledger = exists ? session_ledger_read (path, error) : analysis_ledger_new ();
  if (ledger != NULL)
    {
      for (guint i = 0; i < entries->len; i++)
        analysis_ledger_add (ledger, g_ptr_array_index (entries, i));
      text = report_ledger_json (ledger);
      bytes = g_bytes_new_take (text, strlen (text));
      if (analysis_ledger_n (ledger) > REPORT_LEDGER_MAX_ENTRIES
          || g_bytes_get_size (bytes) > REPORT_LEDGER_MAX_BYTES)
        g_set_error (error, SESSION_ERROR, SESSION_ERROR_INVALID,
                     _("%s: A ledger holds at most %d comparisons. Begin another one."), path,
                     REPORT_LEDGER_MAX_ENTRIES);
      else
        done = session_write_file (path, bytes, exists, error);
    }
  if (lock >= 0)
    close (lock);
  return done;
}
