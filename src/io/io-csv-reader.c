/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading CSV. A row's end is found first, by line ends outside quotes, so that the whole row is in
 * the buffer; then it is cut into cells in place. Knows no table. */
#include "io-csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FIRST_BUFFER_BYTES (256u * 1024)

typedef struct
{
  const char *text;
  gsize length;
} Cell;

struct _IoCsvReader
{
  GInputStream *stream;
  char *buffer;
  gsize size, start, filled; /* the next row begins at start */
  gboolean at_end;
  char delimiter;
  guint64 next_line, line, position;
  guint bad_column;
  Cell *cells;
  guint n_cells, n_cells_allocated;
  char **names;
  guint n_names;
};

G_DEFINE_QUARK (io-csv-error-quark, io_csv_error)

/* --- the buffer --- */

/* Brings more bytes behind those from start on. FALSE with an error. */
static gboolean
fill (IoCsvReader *self,
      GError     **error)
{
  gssize n;

  if (self->start > 0)
    {
      memmove (self->buffer, self->buffer + self->start, self->filled - self->start);
      self->filled -= self->start;
      self->start = 0;
    }
  /* One byte is kept for the NUL behind a last row without a line end. */
  if (self->filled + 1 >= self->size)
    {
      if (self->size >= IO_CSV_MAX_ROW_BYTES)
        {
          g_set_error_literal (
              error, IO_CSV_ERROR, IO_CSV_ERROR_LIMIT,
              _ ("Expected rows of at most 16 MB. Perhaps a quote is never closed."));
          return FALSE;
        }
      self->size *= 2;
      self->buffer = g_realloc (self->buffer, self->size);
    }
  n = g_input_stream_read (self->stream, self->buffer + self->filled, self->size - self->filled - 1,
                           NULL, error);
  if (n < 0)
    return FALSE;
  self->at_end = n == 0;
  self->filled += (gsize) n;
  return TRUE;
}

static guint
count_quotes (const char *from,
              const char *end)
{
  guint n = 0;

  while ((from = memchr (from, '"', (gsize) (end - from))) != NULL)
    {
      n++;
      from++;
    }
  return n;
}

/* The length of the row at start, its line end included; 0 at the end of the file. A quote inside a
 * cell is doubled, so a line end is one of the row's cells when the quotes before it are odd. */
static gboolean
find_row (IoCsvReader *self,
          gsize       *out_length,
          GError     **error)
{
  gsize scanned = 0;
  gboolean quoted = FALSE;

  for (;;)
    {
      const char *row = self->buffer + self->start;
      gsize there = self->filled - self->start;
      const char *line_end = memchr (row + scanned, '\n', there - scanned);
      const char *end = line_end != NULL ? line_end : row + there;

      if (count_quotes (row + scanned, end) % 2 == 1)
        quoted = !quoted;
      scanned = (gsize) (end - row);
      if (line_end != NULL)
        {
          scanned++;
          if (!quoted)
            break;
          self->next_line++;
          continue;
        }
      if (self->at_end)
        break;
      if (!fill (self, error))
        return FALSE;
    }
  *out_length = scanned;
  return TRUE;
}

/* --- cells --- */

static gboolean
fail (IoCsvReader *self,
      const char  *message,
      GError     **error)
{
  self->bad_column = self->n_cells + 1;
  g_set_error_literal (error, IO_CSV_ERROR, IO_CSV_ERROR_FORMAT, message);
  return FALSE;
}

static gboolean
add_cell (IoCsvReader *self,
          const char  *text,
          gsize        length,
          GError     **error)
{
  if (self->n_cells == self->n_cells_allocated)
    {
      if (self->n_cells >= IO_CSV_MAX_COLUMNS)
        {
          g_set_error (error, IO_CSV_ERROR, IO_CSV_ERROR_LIMIT, _("Expected at most %u columns."),
                       IO_CSV_MAX_COLUMNS);
          return FALSE;
        }
      self->n_cells_allocated = MAX (32, self->n_cells_allocated * 2);
      self->cells = g_renew (Cell, self->cells, self->n_cells_allocated);
    }
  self->cells[self->n_cells++] = (Cell) { text, length };
  return TRUE;
}

/* p is behind the opening quote; returns what follows the closing one, NULL with an error. */
static char *
read_quoted (IoCsvReader *self,
             char        *p,
             char        *end,
             GError     **error)
{
  char *text = p, *to = p;

  for (;;)
    {
      char *quote = memchr (p, '"', (gsize) (end - p));

      if (quote == NULL)
        {
          fail (self, _("Expected a quote that closes the cell."), error);
          return NULL;
        }
      if (to != p)
        memmove (to, p, (gsize) (quote - p));
      to += quote - p;
      p = quote + 1;
      if (p == end || *p != '"')
        break;
      *to++ = '"';
      p++;
    }
  if (p < end && *p != self->delimiter)
    {
      fail (self,
            _ ("Expected the end of the cell after its closing quote; a quote inside a cell is "
               "written twice."),
            error);
      return NULL;
    }
  if (!add_cell (self, text, (gsize) (to - text), error))
    return NULL;
  *to = '\0';
  return p;
}

/* The same of a cell without quotes. */
static char *
read_plain (IoCsvReader *self,
            char        *p,
            char        *end,
            GError     **error)
{
  char *text = p;

  while (p < end && *p != self->delimiter)
    {
      if (G_UNLIKELY (*p == '"' || *p == '\r'))
        {
          fail (self, *p == '"' ? _("Expected quotes around a cell that has a quote in it.")
                                : _("Expected line ends LF or CR LF."), error);
          return NULL;
        }
      p++;
    }
  return add_cell (self, text, (gsize) (p - text), error) ? p : NULL;
}

/* Cuts the row in [p, end) into cells; *end may be written to. */
static gboolean
cut (IoCsvReader *self,
     char        *p,
     char        *end,
     GError     **error)
{
  self->n_cells = 0;
  if (memchr (p, '\0', (gsize) (end - p)) != NULL)
    return fail (self, _("Expected text in UTF-8, without NUL bytes."), error);
  for (;;)
    {
      if (p < end && *p == '"')
        p = read_quoted (self, p + 1, end, error);
      else
        p = read_plain (self, p, end, error);
      if (p == NULL)
        return FALSE;
      if (p == end)
        break;
      *p++ = '\0';
    }
  *end = '\0';
  return TRUE;
}

/* The next line with anything on it. FALSE at the end, or with an error. */
static gboolean
next_row (IoCsvReader *self,
          char       **out_row,
          char       **out_end,
          GError     **error)
{
  for (;;)
    {
      gsize length;
      char *row, *end;

      self->line = self->next_line;
      if (!find_row (self, &length, error))
        return FALSE;
      if (length == 0)
        return FALSE;
      row = self->buffer + self->start;
      end = row + length;
      self->start += length;
      self->position += length;
      if (end[-1] == '\n')
        {
          end--;
          self->next_line++;
          if (end > row && end[-1] == '\r')
            end--;
        }
      if (row == end)
        continue;
      *out_row = row;
      *out_end = end;
      return TRUE;
    }
}

/* --- the header --- */

static char
find_delimiter (const char *row,
                const char *end)
{
  guint commas = 0, semicolons = 0;
  gboolean quoted = FALSE;

  for (const char *p = row; p < end; p++)
    if (*p == '"')
      quoted = !quoted;
    else if (!quoted && *p == ',')
      commas++;
    else if (!quoted && *p == ';')
      semicolons++;
  return semicolons > commas ? ';' : ',';
}

static gboolean
read_header (IoCsvReader *self,
             GError     **error)
{
  char *row, *end;
  GError *local = NULL;

  if (!fill (self, error))
    return FALSE;
  /* A mark of three bytes may come in pieces. */
  while (self->filled < 3 && !self->at_end)
    if (!fill (self, error))
      return FALSE;
  if (self->filled >= 2
      && (memcmp (self->buffer, "\xff\xfe", 2) == 0 || memcmp (self->buffer, "\xfe\xff", 2) == 0))
    return fail (self, _("Expected text in UTF-8; this file is in UTF-16."), error);
  if (self->filled >= 3 && memcmp (self->buffer, "\xef\xbb\xbf", 3) == 0)
    self->start = 3;
  if (!next_row (self, &row, &end, &local))
    {
      if (local != NULL)
        g_propagate_error (error, local);
      else
        g_set_error_literal (error, IO_CSV_ERROR, IO_CSV_ERROR_EMPTY,
                             _("Expected a first line with the names of the columns."));
      return FALSE;
    }
  self->delimiter = find_delimiter (row, end);
  if (!cut (self, row, end, error))
    return FALSE;
  self->names = g_new0 (char *, self->n_cells + 1);
  for (guint i = 0; i < self->n_cells; i++)
    if (g_utf8_validate_len (self->cells[i].text, self->cells[i].length, NULL))
      self->names[self->n_names++] = g_strstrip (g_strdup (self->cells[i].text));
    else
      {
        self->n_cells = i;
        return fail (self, _("Expected text in UTF-8."), error);
      }
  return TRUE;
}

/* --- the interface --- */

IoCsvReader *
io_csv_reader_new (GInputStream *stream,
                   GError      **error)
{
  g_autoptr (IoCsvReader) self = NULL;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  self = g_new0 (IoCsvReader, 1);
  self->stream = g_object_ref (stream);
  self->size = FIRST_BUFFER_BYTES;
  self->buffer = g_malloc (self->size);
  self->next_line = 1;
  self->delimiter = ',';
  if (!read_header (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

IoCsvReader *
io_csv_reader_open (const char *path,
                    GError    **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_file_new_for_path (path);
  stream = g_file_read (file, NULL, error);
  return stream != NULL ? io_csv_reader_new (G_INPUT_STREAM (stream), error) : NULL;
}

void
io_csv_reader_free (IoCsvReader *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->stream);
  g_strfreev (self->names);
  g_free (self->cells);
  g_free (self->buffer);
  g_free (self);
}

char
io_csv_reader_delimiter (const IoCsvReader *self)
{
  g_return_val_if_fail (self != NULL, ',');
  return self->delimiter;
}

guint
io_csv_reader_n_columns (const IoCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_names;
}

const char *
io_csv_reader_name (const IoCsvReader *self,
                    guint              column)
{
  g_return_val_if_fail (self != NULL && column < self->n_names, NULL);
  return self->names[column];
}

gboolean
io_csv_reader_next (IoCsvReader *self,
                    GError     **error)
{
  char *row, *end;

  g_return_val_if_fail (self != NULL, FALSE);
  self->n_cells = 0;
  return next_row (self, &row, &end, error) && cut (self, row, end, error);
}

guint
io_csv_reader_n_cells (const IoCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_cells;
}

const char *
io_csv_reader_cell (const IoCsvReader *self,
                    guint              column,
                    gsize             *out_length)
{
  g_return_val_if_fail (self != NULL && column < self->n_cells, NULL);
  if (out_length != NULL)
    *out_length = self->cells[column].length;
  return self->cells[column].text;
}

guint64
io_csv_reader_line (const IoCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->line;
}

guint64
io_csv_reader_position (const IoCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->position;
}

guint
io_csv_reader_column (const IoCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->bad_column;
}
