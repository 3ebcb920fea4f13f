/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV read twice: once to see how many rows there are and which columns hold numbers, once to
 * fill the columns. Decides nothing about what they mean. */
#include "io-frame.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base-number.h"

#define MAX_COLUMNS 500u
#define MAX_ROWS 20000000u

typedef struct
{
  char *name;
  gboolean is_text;
  gboolean any; /* a cell that isn't missing */
  ModelColumn *column;
  GHashTable *index; /* text -> number, TEXT only */
  GPtrArray *texts;  /* in order of first appearance, owned by index */
} FrameColumn;

typedef struct
{
  char *file;
  guint n_columns;
  FrameColumn *columns;
  guint n_rows;
  guint32 *lines; /* of each row */
} Reading;

static void
reading_clear (Reading *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      FrameColumn *column = &self->columns[i];

      g_free (column->name);
      g_clear_pointer (&column->column, model_column_unref);
      g_clear_pointer (&column->texts, g_ptr_array_unref);
      g_clear_pointer (&column->index, g_hash_table_unref);
    }
  g_free (self->columns);
  g_free (self->lines);
  g_free (self->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
fail (const Reading *self,
      guint64        line,
      const char    *column,
      const char    *expected,
      GError       **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, line);

  if (column != NULL)
    g_set_error (error, IO_CSV_ERROR, IO_CSV_ERROR_FORMAT, _("%s, line %s, column %s: %s"),
                 self->file, number, column, expected);
  else
    g_set_error (error, IO_CSV_ERROR, IO_CSV_ERROR_FORMAT, _("%s, line %s: %s"), self->file, number,
                 expected);
  return FALSE;
}

static gboolean
is_missing (const char *text,
            gsize       length)
{
  return length == 0 || (length == 2 && memcmp (text, "NA", 2) == 0);
}

static gboolean
read_number (const char *text,
             gboolean    decimal_comma,
             double     *out)
{
  if (g_ascii_isspace (*text))
    return FALSE;
  return decimal_comma ? base_number_parse_typed (text, out) : base_number_parse (text, out);
}

static gboolean
name_columns (Reading     *self,
              IoCsvReader *csv,
              GError     **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (io_csv_reader_n_columns (csv) > MAX_COLUMNS)
    {
      g_autofree char *expected = g_strdup_printf (_("Expected at most %u columns."), MAX_COLUMNS);

      return fail (self, 1, NULL, expected, error);
    }
  self->n_columns = io_csv_reader_n_columns (csv);
  self->columns = g_new0 (FrameColumn, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *name = io_csv_reader_name (csv, i);

      self->columns[i].name =
          *name != '\0' ? g_strdup (name) : g_strdup_printf ("column_%u", i + 1);
      if (!g_hash_table_add (seen, self->columns[i].name))
        {
          g_autofree char *number = g_strdup_printf ("%u", i + 1);

          return fail (self, 1, number, _("Expected a name that no other column has."), error);
        }
    }
  return TRUE;
}

/* What the first reading wants to know of a row. */
static gboolean
look_at_row (Reading     *self,
             IoCsvReader *csv,
             GError     **error)
{
  gboolean decimal_comma = io_csv_reader_delimiter (csv) == ';';

  if (io_csv_reader_n_cells (csv) != self->n_columns)
    {
      g_autofree char *expected =
          g_strdup_printf (_ ("Expected %u cells, as in the first line."), self->n_columns);

      return fail (self, io_csv_reader_line (csv), NULL, expected, error);
    }
  if (self->n_rows == MAX_ROWS)
    return fail (self, io_csv_reader_line (csv), NULL, _("Expected fewer rows."), error);
  for (guint i = 0; i < self->n_columns; i++)
    {
      FrameColumn *column = &self->columns[i];
      double number;
      gsize length;
      const char *text = io_csv_reader_cell (csv, i, &length);

      if (is_missing (text, length))
        continue;
      column->any = TRUE;
      column->is_text = column->is_text || !read_number (text, decimal_comma, &number);
      if (!g_utf8_validate_len (text, length, NULL))
        return fail (self, io_csv_reader_line (csv), column->name, _ ("Expected text in UTF-8."),
                     error);
    }
  self->n_rows++;
  return TRUE;
}

static void
fill_row (Reading     *self,
          IoCsvReader *csv,
          guint        row)
{
  gboolean decimal_comma = io_csv_reader_delimiter (csv) == ';';

  for (guint i = 0; i < self->n_columns; i++)
    {
      FrameColumn *column = &self->columns[i];
      gsize length;
      const char *text = io_csv_reader_cell (csv, i, &length);
      gpointer found;

      if (is_missing (text, length))
        continue;
      column->column->missing[row] = MODEL_MISSING_NONE;
      if (!column->is_text)
        {
          (void) read_number (text, decimal_comma, &column->column->f64[row]);
          continue;
        }
      if (!g_hash_table_lookup_extended (column->index, text, NULL, &found))
        {
          char *copy = g_strdup (text);

          found = GUINT_TO_POINTER (column->texts->len);
          g_hash_table_insert (column->index, copy, found);
          g_ptr_array_add (column->texts, copy);
        }
      column->column->bits[row] = GPOINTER_TO_UINT (found);
    }
}

static gboolean
each_row (Reading     *self,
          IoCsvReader *csv,
          gboolean     filling,
          GError     **error)
{
  GError *local = NULL;
  guint row = 0;

  while (io_csv_reader_next (csv, &local))
    if (!filling && !look_at_row (self, csv, error))
      return FALSE;
    else if (filling)
      {
        /* The file may have been written to since. */
        if (row == self->n_rows || io_csv_reader_n_cells (csv) != self->n_columns)
          return fail (self, io_csv_reader_line (csv), NULL,
                       _ ("Expected a file that nobody writes to."), error);
        self->lines[row] = (guint32) io_csv_reader_line (csv);
        fill_row (self, csv, row++);
      }
  if (local != NULL && local->domain == IO_CSV_ERROR)
    {
      g_autofree char *number = g_strdup_printf ("%u", io_csv_reader_column (csv));

      fail (self, io_csv_reader_line (csv), number, local->message, error);
      g_error_free (local);
      return FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return !filling || row == self->n_rows
         || fail (self, io_csv_reader_line (csv), NULL,
                  _ ("Expected a file that nobody writes to."), error);
}

/* --- the columns --- */

static ModelDictionary *
make_dictionary (const Reading *self)
{
  ModelDictionary *dictionary = model_dictionary_new ();

  for (guint i = 0; i < self->n_columns; i++)
    {
      const FrameColumn *column = &self->columns[i];
      ModelField field = {
        .id = column->name,
        .table = MODEL_TABLE_SOURCE,
        .label = column->name,
        .help = "",
        .type = column->is_text || !column->any ? MODEL_TYPE_TEXT : MODEL_TYPE_REAL,
        .decimals = 2,
        .hard_min = NAN, .hard_max = NAN, .soft_min = NAN, .soft_max = NAN,
        .missing_allowed = 1u << MODEL_MISSING_NOT_ASKED,
        .deidentify = "keep",
        .analysis = MODEL_LEVEL_PATIENT,
        .known = MODEL_KNOWN_AT_TRANSFER,
        .references = MODEL_N_TABLES,
        .since = 1,
      };
      ModelDictionary *more = model_dictionary_with_field (dictionary, &field);

      model_dictionary_unref (dictionary);
      dictionary = more;
    }
  return dictionary;
}

static int
by_text (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Distinct texts sorted, and the rows' numbers made to follow. */
static void
sort_texts (FrameColumn *self)
{
  guint n = self->texts->len;
  g_autofree guint32 *place = g_new (guint32, MAX (n, 1));
  char **strings = g_new0 (char *, n + 1);

  /* An empty array has no memory to copy from. */
  if (n > 0)
    memcpy (strings, self->texts->pdata, n * sizeof (char *));
  qsort (strings, n, sizeof (char *), by_text);
  for (guint i = 0; i < n; i++)
    {
      place[GPOINTER_TO_UINT (g_hash_table_lookup (self->index, strings[i]))] = i;
      strings[i] = g_strdup (strings[i]);
    }
  for (guint row = 0; row < self->column->n; row++)
    if (self->column->missing[row] == MODEL_MISSING_NONE)
      self->column->bits[row] = place[self->column->bits[row]];
  self->column->strings = strings;
}

static void
make_columns (Reading         *self,
              ModelDictionary *dictionary)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      FrameColumn *column = &self->columns[i];
      const ModelField *field =
          model_dictionary_find (dictionary, MODEL_TABLE_SOURCE, column->name);

      column->is_text = field->type == MODEL_TYPE_TEXT;
      column->column = model_column_new (field, FALSE, self->n_rows);
      if (column->is_text)
        {
          column->index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          column->texts = g_ptr_array_new ();
        }
    }
}

ModelFrame *
io_frame_read (const char *path,
               GError    **error)
{
  g_auto (Reading) reading = { .file = g_path_get_basename (path) };
  g_autoptr (IoCsvReader) first = NULL;
  g_autoptr (IoCsvReader) second = NULL;
  g_autoptr (ModelDictionary) dictionary = NULL;
  g_autoptr (ModelFrame) frame = NULL;

  first = io_csv_reader_open (path, error);
  if (first == NULL || !name_columns (&reading, first, error)
      || !each_row (&reading, first, FALSE, error))
    return NULL;
  dictionary = make_dictionary (&reading);
  make_columns (&reading, dictionary);
  reading.lines = g_new0 (guint32, MAX (reading.n_rows, 1));
  second = io_csv_reader_open (path, error);
  if (second == NULL || !each_row (&reading, second, TRUE, error))
    return NULL;
  frame = model_frame_new (dictionary, reading.n_rows);
  model_frame_set_lines (frame, reading.file, g_steal_pointer (&reading.lines));
  for (guint i = 0; i < reading.n_columns; i++)
    {
      if (reading.columns[i].is_text)
        sort_texts (&reading.columns[i]);
      model_frame_take_column (frame, g_steal_pointer (&reading.columns[i].column));
    }
  return g_steal_pointer (&frame);
}
