/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of the register as CSV, row by row.
 *
 * The format: one file per table, model_table_file () + ".csv". patients.csv: `code` and the other
 * stored fields in column order. Every other table: first `patient` (the patient's code), then
 * `key`, then the key of the row it hangs below where there is one (`cycle` of a transfer;
 * `transfer` of an embryo, infusion, outcome or child), then the stored fields. identity and
 * transfer_outcomes have no `key`: it is 1, and the transfer's. Values are in export notation
 * (model-value.h). A reader takes the columns in any order; missing ones are not asked; where
 * `key` is missing or empty the row gets the next one; whether a row that isn't there yet lacks
 * its `cycle` or `transfer` the caller finds. With semicolons numbers may have a decimal comma. */
#pragma once

#include "io-csv.h"
#include "model-record.h"

G_BEGIN_DECLS

/* Something that isn't as it has to be. column: the file's name of it; "" for the row as a
 * whole. expected: a sentence, translated, never what was found. */
typedef void (*IoProblemFunc) (const char *file,
                               guint64 line,
                               const char *column,
                               const char *expected,
                               gpointer user_data);

/* Columns before the fields; NULL where a table has none. */
const char *io_table_patient_column (ModelTable table); /* "patient" */
const char *io_table_key_column (ModelTable table);     /* "key" */
const char *io_table_parent_column (ModelTable table);  /* "cycle", "transfer" */

typedef struct _IoTableReader IoTableReader;

typedef enum
{
  IO_TABLE_ROW, /* row and patient are set */
  IO_TABLE_BAD, /* told to the problem func; row and patient hold what could be read */
  IO_TABLE_END,
  IO_TABLE_BROKEN /* the file can't be read on; told to the problem func, unless *error is set: the
                     disk's fault */
} IoTableResult;

/* Columns that aren't known, or come twice, are told to `problem` and left out. NULL with an
 * error where there is nothing to read; a file that isn't CSV is told to `problem` too, and the
 * error is of IO_CSV_ERROR. */
IoTableReader *io_table_reader_open (ModelDictionary *dictionary,
                                     ModelTable table,
                                     const char *path,
                                     IoProblemFunc problem,
                                     gpointer user_data,
                                     GError **error);
void           io_table_reader_free (IoTableReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IoTableReader, io_table_reader_free)

IoTableResult io_table_reader_next (IoTableReader *self, GError **error);
/* The row just read, valid until the next. patient is 0; key and parent 0 where not given.
 * Values are borrowed from the reader: never free or model_row_set it. */
ModelRow   *io_table_reader_row (IoTableReader *self);
const char *io_table_reader_patient (IoTableReader *self); /* her code; NULL: none could be read */
const char *io_table_reader_file (IoTableReader *self);
guint64     io_table_reader_line (IoTableReader *self);
guint64     io_table_reader_position (IoTableReader *self); /* bytes of the file read so far */
/* There is a `key` column, or keys follow from the row */
gboolean    io_table_reader_has_keys (IoTableReader *self);
/* The header, and the row as it stands in the file, into a file of the same format. */
void        io_table_reader_copy_header (IoTableReader *self, IoCsvWriter *writer);
void        io_table_reader_copy_row (IoTableReader *self, IoCsvWriter *writer);
char        io_table_reader_delimiter (IoTableReader *self);

void io_table_write_header (ModelDictionary *dictionary, ModelTable table, IoCsvWriter *writer);
/* patient: her code in export notation. */
void io_table_write_row (const char *patient, const ModelRow *row, IoCsvWriter *writer);

G_END_DECLS
