/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and frames from CSV: which column is what, which cell is told of, and no value in any
 * message. */
#include <glib/gstdio.h>
#include <string.h>

#include "io-frame.h"
#include "io-table.h"

#define MARKER "QX7MARKER"

typedef struct
{
  GString *problems; /* file:line:column; */
  gboolean marked;   /* a message held a value */
} Told;

static void
note_problem (const char *file,
              guint64     line,
              const char *column,
              const char *expected,
              gpointer    data)
{
  Told *told = data;

  g_string_append_printf (told->problems, "%" G_GUINT64_FORMAT ":%s;", line, column);
  told->marked |= strstr (expected, MARKER) != NULL || strstr (file, MARKER) != NULL;
  g_assert_cmpstr (expected, !=, "");
}

typedef struct
{
  ModelDictionary *dictionary;
  char *folder, *path;
  Told told;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->dictionary = model_dictionary_new ();
  fixture->folder = g_dir_make_tmp ("natality-table-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "t.csv", NULL);
  fixture->told.problems = g_string_new (NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_string_free (fixture->told.problems, TRUE);
  model_dictionary_unref (fixture->dictionary);
}

static IoTableReader *
open_text (Fixture    *fixture,
           ModelTable  table,
           const char *text,
           GError    **error)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  return io_table_reader_open (fixture->dictionary, table, fixture->path, note_problem,
                               &fixture->told, error);
}

static const char *
value (Fixture       *fixture,
       IoTableReader *reader,
       const char    *id)
{
  const ModelRow *row = io_table_reader_row (reader);

  return model_row_get (row, model_dictionary_find (fixture->dictionary, row->table, id));
}

static void
test_columns (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IoTableReader) reader
    = open_text (fixture, MODEL_TABLE_TRANSFER,
                 "\xef\xbb\xbf" "weight_kg;date;cycle;wrong;patient;key;date\n"
                 "70,50;2011-03;2;x;A 1;7;\n"
                 ";;;;A2;;\n",
                 &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fixture->told.problems->str, ==, "1:wrong;1:date;");
  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_ROW);
  g_assert_cmpstr (io_table_reader_patient (reader), ==, "A 1");
  g_assert_cmpint (io_table_reader_row (reader)->key, ==, 7);
  g_assert_cmpint (io_table_reader_row (reader)->parent, ==, 2);
  g_assert_cmpstr (value (fixture, reader, "weight_kg"), ==, "70.5");
  g_assert_cmpstr (value (fixture, reader, "date"), ==, "2011-03");
  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_ROW);
  g_assert_cmpint (io_table_reader_row (reader)->key, ==, 0);
  g_assert_null (value (fixture, reader, "date"));
  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_END);
}

static void
test_every_cell (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IoTableReader) reader
    = open_text (fixture, MODEL_TABLE_TRANSFER,
                 "patient,key,cycle,status,date,weight_kg\n"
                 MARKER ",x,0," MARKER ",2011-02-30,70,5\n"
                 ",1,1,performed,2011-02-28,1e9\n"
                 "A,1,1,performed,2011-02-28," MARKER "\n",
                 &error);

  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_BAD);
  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_BAD);
  g_assert_null (io_table_reader_patient (reader));
  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_BAD);
  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_END);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->told.problems->str, ==,
                   "2:key;2:cycle;2:status;2:date;2:;3:weight_kg;3:patient;4:weight_kg;");
  g_assert_false (fixture->told.marked);
}

/* The result of a test is typed by its test, wherever its column stands. */
static void
test_result (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IoTableReader) reader
    = open_text (fixture, MODEL_TABLE_INVESTIGATION,
                 "value;patient;test\n4,20;A;tsh\nhigh;A;tsh\n", &error);

  g_assert_no_error (error);
  g_assert_nonnull (model_dictionary_find (fixture->dictionary, MODEL_TABLE_TEST, "tsh"));
  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_ROW);
  g_assert_cmpstr (value (fixture, reader, "value"), ==, "4.2");
  g_assert_cmpint (io_table_reader_next (reader, &error), ==, IO_TABLE_BAD);
  g_assert_cmpstr (fixture->told.problems->str, ==, "3:value;");
}

/* A file without a header begins with a patient: she isn't quoted. */
static void
test_no_header (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IoTableReader) reader
    = open_text (fixture, MODEL_TABLE_PATIENT, MARKER ",1979-03\n", &error);

  g_assert_null (reader);
  g_assert_error (error, IO_CSV_ERROR, IO_CSV_ERROR_FORMAT);
  g_assert_cmpstr (fixture->told.problems->str, ==, "1:code;");
  g_assert_false (fixture->told.marked);
  g_assert_null (strstr (error->message, MARKER));
}

static void
test_frame (Fixture      *fixture,
            gconstpointer data)
{
  static const char text[] = "\"\",k,group,mixed,none\n"
                             "1,3,b,1,\n2,NA,a,x,NA\n3,2.5,b,,\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelFrame) frame = NULL;
  ModelColumn *column;

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  frame = io_frame_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (model_frame_n_rows (frame), ==, 3);
  g_assert_nonnull (model_frame_column (frame, "column_1"));
  column = model_frame_column (frame, "k");
  g_assert_cmpint (column->kind, ==, MODEL_COLUMN_F64);
  g_assert_cmpfloat (column->f64[2], ==, 2.5);
  g_assert_cmpint (model_column_missing (column, 1), ==, MODEL_MISSING_NOT_ASKED);
  column = model_frame_column (frame, "group");
  g_assert_cmpint (column->kind, ==, MODEL_COLUMN_TEXT);
  g_assert_cmpstr (column->strings[0], ==, "a");
  g_assert_cmpstr (column->strings[column->bits[0]], ==, "b");
  g_assert_cmpstr (column->strings[column->bits[1]], ==, "a");
  g_assert_cmpint (model_frame_column (frame, "mixed")->kind, ==, MODEL_COLUMN_TEXT);
  g_assert_cmpint (model_frame_column (frame, "none")->kind, ==, MODEL_COLUMN_TEXT);
}

static void
test_frame_refused (Fixture      *fixture,
                    gconstpointer data)
{
  static const char *const texts[] = { "a,a\n1,2\n", "a,b\n1\n", ("a,b\n1,\xff" MARKER "\n"),
                                       ("a,b\n1,\"" MARKER) };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (fixture->path, texts[i], -1, NULL));
      g_assert_null (io_frame_read (fixture->path, &error));
      g_assert_error (error, IO_CSV_ERROR, IO_CSV_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, "line"));
      g_assert_null (strstr (error->message, MARKER));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/table/columns", test_columns);
  ADD ("/table/every-cell", test_every_cell);
  ADD ("/table/result", test_result);
  ADD ("/table/no-header", test_no_header);
  ADD ("/frame/types", test_frame);
  ADD ("/frame/refused", test_frame_refused);
  return g_test_run ();
}
