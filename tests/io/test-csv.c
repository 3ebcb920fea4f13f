/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV itself: what is read, what is refused and where, and that what was written is read as the
 * same. */
#include <glib/gstdio.h>
#include <string.h>

#include "io-csv.h"

static IoCsvReader *
read_text (const char *text,
           gssize      length,
           GError    **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, length, NULL);

  return io_csv_reader_new (stream, error);
}

#define assert_cell(reader, column, text) \
  g_assert_cmpstr (io_csv_reader_cell (reader, column, NULL), ==, text)

static void
test_rows (void)
{
  static const char text[] = "\xef\xbb\xbf" "a,\"b \"\"x\"\"\",c\r\n"
                             "1,\"two\r\nlines\",\r\n"
                             "\r\n"
                             "\"\",\"q\"\"q\",last";
  g_autoptr (GError) error = NULL;
  g_autoptr (IoCsvReader) reader = read_text (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (io_csv_reader_delimiter (reader), ==, ',');
  g_assert_cmpuint (io_csv_reader_n_columns (reader), ==, 3);
  g_assert_cmpstr (io_csv_reader_name (reader, 0), ==, "a");
  g_assert_cmpstr (io_csv_reader_name (reader, 1), ==, "b \"x\"");
  g_assert_true (io_csv_reader_next (reader, &error));
  g_assert_cmpuint (io_csv_reader_line (reader), ==, 2);
  assert_cell (reader, 0, "1");
  assert_cell (reader, 1, "two\r\nlines");
  assert_cell (reader, 2, "");
  g_assert_true (io_csv_reader_next (reader, &error));
  g_assert_cmpuint (io_csv_reader_line (reader), ==, 5);
  assert_cell (reader, 0, "");
  assert_cell (reader, 1, "q\"q");
  assert_cell (reader, 2, "last");
  g_assert_false (io_csv_reader_next (reader, &error));
  g_assert_no_error (error);
}

static void
test_semicolon (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IoCsvReader) reader = read_text ("a;\"b,c,d\"\n1,5;2\n", -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (io_csv_reader_delimiter (reader), ==, ';');
  g_assert_true (io_csv_reader_next (reader, &error));
  assert_cell (reader, 0, "1,5");
  g_assert_cmpuint (io_csv_reader_n_cells (reader), ==, 2);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    guint64 line;
    guint column;
  } cases[] = {
    { "a,b\n1,\"open\n2,3\n", -1, 2, 2 },
    { "a,b\n1,2\n1,x\"y\n", -1, 3, 2 },
    { "a,b\n\"z\"w,3\n", -1, 2, 1 },
    { "a,b\n1,2\r3,4\n", -1, 2, 2 },
    { "a,b\n1,\0\n", 8, 2, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IoCsvReader) reader = read_text (cases[i].text, cases[i].length, &error);

      g_assert_no_error (error);
      while (io_csv_reader_next (reader, &error))
        continue;
      g_assert_error (error, IO_CSV_ERROR, IO_CSV_ERROR_FORMAT);
      g_assert_cmpuint (io_csv_reader_line (reader), ==, cases[i].line);
      g_assert_cmpuint (io_csv_reader_column (reader), ==, cases[i].column);
    }
}

static void
test_no_header (void)
{
  static const char *const texts[] = { "", "\n\n", "\xef\xbb\xbf" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (texts[i], -1, &error));
      g_assert_error (error, IO_CSV_ERROR, IO_CSV_ERROR_EMPTY);
    }
}

static void
test_limits (void)
{
  g_autofree char *commas = g_strnfill (IO_CSV_MAX_COLUMNS, ',');
  g_autofree char *filler = g_strnfill (2 * IO_CSV_MAX_ROW_BYTES, 'x');
  g_autofree char *huge = g_strconcat ("a\n\"", filler, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (IoCsvReader) reader = NULL;

  g_assert_null (read_text (commas, -1, &error));
  g_assert_error (error, IO_CSV_ERROR, IO_CSV_ERROR_LIMIT);
  g_clear_error (&error);
  reader = read_text (huge, -1, &error);
  g_assert_no_error (error);
  g_assert_false (io_csv_reader_next (reader, &error));
  g_assert_error (error, IO_CSV_ERROR, IO_CSV_ERROR_LIMIT);
}

/* Rows longer and shorter than the reader's buffer, of every awkward kind, come back as they
 * were. */
static void
test_round_trip (void)
{
  static const char *const pieces[] = { "",     "x",      ",",    ";", "\"",        "\n",
                                        "\r\n", " ",      "=1+1", "é", "e\xcc\x81", "\xef\xbb\xbf",
                                        "\\?",  "pending" };
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree char *folder = g_dir_make_tmp ("natality-csv-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "t.csv", NULL);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (IoCsvReader) reader = NULL;
  IoCsvWriter *writer = io_csv_writer_open (path, ',', &error);
  GStatBuf status;

  g_test_message ("seed %u", seed);
  g_assert_no_error (error);
  for (guint row = 0; row < 500; row++)
    {
      for (guint column = 0; column < 3; column++)
        {
          GString *text = g_string_new (row == 0 ? "name" : NULL);
          guint n = (guint) g_rand_int_range (rand, 0, row % 50 == 7 ? 30000 : 6);

          for (guint i = 0; i < n; i++)
            g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
          if (row == 0)
            g_string_assign (text, "name");
          io_csv_writer_cell (writer, text->str);
          g_ptr_array_add (cells, g_string_free (text, FALSE));
        }
      io_csv_writer_end_row (writer);
    }
  g_assert_true (io_csv_writer_close (writer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  reader = io_csv_reader_open (path, &error);
  g_assert_no_error (error);
  for (guint row = 1; row < 500; row++)
    {
      g_assert_true (io_csv_reader_next (reader, &error));
      g_assert_cmpuint (io_csv_reader_n_cells (reader), ==, 3);
      for (guint column = 0; column < 3; column++)
        assert_cell (reader, column, g_ptr_array_index (cells, row * 3 + column));
    }
  g_assert_false (io_csv_reader_next (reader, &error));
  g_assert_null (io_csv_writer_open (path, ',', &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/rows", test_rows);
  g_test_add_func ("/csv/semicolon", test_semicolon);
  g_test_add_func ("/csv/refused", test_refused);
  g_test_add_func ("/csv/no-header", test_no_header);
  g_test_add_func ("/csv/limits", test_limits);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  return g_test_run ();
}
