/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing CSV. The caller writes into a folder made beside the final one, so nothing here is
 * atomic. */
#include "io-csv.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_BYTES (64u * 1024)

struct _IoCsvWriter
{
  int fd;
  int errnum; /* of the first failure */
  char delimiter;
  gboolean in_row;
  char *name;
  GString *text;
};

static gboolean
fail (const char *name,
      int         errnum,
      GError    **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errnum),
               _ ("“%s” could not be written: %s."), name, g_strerror (errnum));
  return FALSE;
}

IoCsvWriter *
io_csv_writer_open (const char *path,
                    char        delimiter,
                    GError    **error)
{
  g_autofree char *name = NULL;
  IoCsvWriter *self;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  name = g_path_get_basename (path);
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      fail (name, errno, error);
      return NULL;
    }
  self = g_new0 (IoCsvWriter, 1);
  self->fd = fd;
  self->delimiter = delimiter;
  self->name = g_steal_pointer (&name);
  self->text = g_string_sized_new (FLUSH_BYTES + 4096);
  return self;
}

static void
flush (IoCsvWriter *self)
{
  const char *text = self->text->str;
  gsize left = self->text->len;

  while (left > 0 && self->errnum == 0)
    {
      gssize n = write (self->fd, text, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        self->errnum = errno;
      else
        {
          text += n;
          left -= (gsize) n;
        }
    }
  g_string_truncate (self->text, 0);
}

/* Spaces at the ends are kept by every reader when they are in quotes. */
static gboolean
needs_quotes (const char *text,
              gsize       length)
{
  return text[strcspn (text, ",;\"\r\n")] != '\0' || g_ascii_isspace (text[0])
         || g_ascii_isspace (text[length - 1]) || g_str_has_prefix (text, "\xef\xbb\xbf");
}

void
io_csv_writer_cell (IoCsvWriter *self,
                    const char  *text)
{
  gsize length;

  g_return_if_fail (self != NULL);

  if (self->in_row)
    g_string_append_c (self->text, self->delimiter);
  self->in_row = TRUE;
  length = text != NULL ? strlen (text) : 0;
  if (length == 0)
    return;
  if (!needs_quotes (text, length))
    {
      g_string_append_len (self->text, text, (gssize) length);
      return;
    }
  g_string_append_c (self->text, '"');
  for (const char *quote; (quote = strchr (text, '"')) != NULL; text = quote + 1)
    {
      g_string_append_len (self->text, text, quote - text + 1);
      g_string_append_c (self->text, '"');
    }
  g_string_append (self->text, text);
  g_string_append_c (self->text, '"');
}

void
io_csv_writer_end_row (IoCsvWriter *self)
{
  g_return_if_fail (self != NULL);

  /* A row of one empty cell would be an empty line, which is no row. */
  if (self->text->len == 0 || self->text->str[self->text->len - 1] == '\n')
    g_string_append (self->text, "\"\"");
  g_string_append_c (self->text, '\n');
  self->in_row = FALSE;
  if (self->text->len >= FLUSH_BYTES)
    flush (self);
}

gboolean
io_csv_writer_failed (const IoCsvWriter *self)
{
  g_return_val_if_fail (self != NULL, TRUE);
  return self->errnum != 0;
}

gboolean
io_csv_writer_close (IoCsvWriter *self,
                     GError     **error)
{
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);

  flush (self);
  if (self->errnum == 0 && fsync (self->fd) != 0 && errno != EINVAL)
    self->errnum = errno;
  if (close (self->fd) != 0 && self->errnum == 0)
    self->errnum = errno;
  done = self->errnum == 0 || fail (self->name, self->errnum, error);
  g_string_free (self->text, TRUE);
  g_free (self->name);
  g_free (self);
  return done;
}
