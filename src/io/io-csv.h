/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV as RFC 4180 has it, row by row: a reader that allocates nothing per cell, and a writer. Knows
 * rows and cells only, no table and no field. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define IO_CSV_ERROR (io_csv_error_quark ())
GQuark io_csv_error_quark (void);

/* The message is a sentence without anything of the file's content. */
typedef enum
{
  IO_CSV_ERROR_FORMAT, /* not CSV from here on: io_csv_reader_line and _column say where */
  IO_CSV_ERROR_LIMIT,  /* a row or a header larger than any real one */
  IO_CSV_ERROR_EMPTY   /* no header line */
} IoCsvError;

#define IO_CSV_MAX_ROW_BYTES (16u * 1024 * 1024)
#define IO_CSV_MAX_COLUMNS 4096u

typedef struct _IoCsvReader IoCsvReader;

/* Reads the header line: UTF-8 with or without a byte order mark; comma or semicolon, whichever
 * separates more cells of it. Takes a reference of the stream. */
IoCsvReader *io_csv_reader_new (GInputStream *stream,
                                GError      **error);
IoCsvReader *io_csv_reader_open (const char *path,
                                 GError    **error);
void         io_csv_reader_free (IoCsvReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IoCsvReader, io_csv_reader_free)

char        io_csv_reader_delimiter (const IoCsvReader *self); /* ',' or ';' */
guint       io_csv_reader_n_columns (const IoCsvReader *self); /* of the header */
const char *io_csv_reader_name (const IoCsvReader *self, guint column);

/* The next row that isn't an empty line. FALSE at the end, and with an error where the file
 * can't be read on. A row may have fewer or more cells than the header. */
gboolean    io_csv_reader_next (IoCsvReader *self, GError **error);
guint       io_csv_reader_n_cells (const IoCsvReader *self);
/* A cell without its quotes, ended by a NUL; valid until the next row. The bytes are those of the
 * file: valid UTF-8 or not, but never a NUL. */
const char *io_csv_reader_cell (const IoCsvReader *self, guint column, gsize *out_length);
guint64     io_csv_reader_line (const IoCsvReader *self);   /* on which the row begins, from 1 */
/* Bytes of the file up to the row's end. */
guint64     io_csv_reader_position (const IoCsvReader *self);
/* Of the cell that isn't CSV, from 1; 0: none */
guint       io_csv_reader_column (const IoCsvReader *self);

typedef struct _IoCsvWriter IoCsvWriter;

/* A new file, mode 0600; an existing one is an error. Line ends are LF; a cell is in quotes when
 * it has to be. */
IoCsvWriter *io_csv_writer_open (const char *path,
                                 char        delimiter,
                                 GError    **error);
void         io_csv_writer_cell (IoCsvWriter *self,
                                 const char  *text); /* NULL: empty */
void         io_csv_writer_end_row (IoCsvWriter *self);
/* Writes what is left, syncs, closes and frees. The error of any earlier write is told here. */
gboolean     io_csv_writer_close (IoCsvWriter *self,
                                  GError     **error);
/* TRUE once a write has failed: going on is no use. */
gboolean     io_csv_writer_failed (const IoCsvWriter *self);

G_END_DECLS
