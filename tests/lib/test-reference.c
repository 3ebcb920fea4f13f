/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading tests/reference: see test-reference.h. */
#include "test-reference.h"

#include <math.h>
#include <string.h>

char *
test_reference_path (const char *file)
{
  return g_test_build_filename (G_TEST_DIST, "reference", file, NULL);
}

JsonNode *
test_reference_load_json (const char *file)
{
  g_autofree char *path = test_reference_path (file);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_file (parser, path, &error))
    g_error ("%s: %s", path, error->message);
  return json_node_ref (json_parser_get_root (parser));
}

static JsonNode *
find_one (JsonNode *node,
          const char *step)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), step);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint64 at;

      if (g_ascii_string_to_unsigned (step, 10, 0, G_MAXUINT, &at, NULL)
          && at < json_array_get_length (array))
        return json_array_get_element (array, (guint) at);
    }
  return NULL;
}

JsonNode *
test_reference_find (JsonNode *node,
                     const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, "/", -1);

  for (guint i = 0; node != NULL && steps[i] != NULL; i++)
    node = find_one (node, steps[i]);
  return node;
}

JsonNode *
test_reference_get (JsonNode *node,
                    const char *path)
{
  JsonNode *found = test_reference_find (node, path);

  if (found == NULL)
    g_error ("the reference has no %s", path);
  return found;
}

double
test_reference_number (JsonNode *node)
{
  GType type;

  if (JSON_NODE_HOLDS_NULL (node))
    return NAN;
  if (!JSON_NODE_HOLDS_VALUE (node))
    g_error ("a number was expected in the reference");
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      if (!g_str_equal (text, "NaN") && !g_str_equal (text, "NA"))
        g_error ("a number was expected in the reference, not \"%s\"", text);
      return NAN;
    }
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    g_error ("a number was expected in the reference, not a %s", g_type_name (type));
  return json_node_get_double (node);
}

GArray *
test_reference_numbers (JsonNode *node)
{
  JsonArray *array;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  if (!JSON_NODE_HOLDS_ARRAY (node))
    g_error ("an array was expected in the reference");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      double number = test_reference_number (json_array_get_element (array, i));

      g_array_append_val (numbers, number);
    }
  return numbers;
}

TestTable *
test_table_load (const char *file)
{
  g_autofree char *path = test_reference_path (file);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  TestTable *table;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  lines = g_strsplit (text, "\n", -1);
  table = g_new0 (TestTable, 1);
  table->names = g_strsplit (lines[0], ",", -1);
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      char **cells;

      if (*lines[i] == '\0')
        continue;
      cells = g_strsplit (lines[i], ",", -1);
      if (g_strv_length (cells) != g_strv_length (table->names))
        g_error ("%s: line %u has another number of cells than the first", path, i + 1);
      g_ptr_array_add (table->rows, cells);
    }
  return table;
}

void
test_table_free (TestTable *table)
{
  g_strfreev (table->names);
  g_ptr_array_unref (table->rows);
  g_free (table);
}

const char *
test_table_text (TestTable *table,
                 guint row,
                 const char *column)
{
  char **cells = g_ptr_array_index (table->rows, row);

  for (guint i = 0; table->names[i] != NULL; i++)
    if (g_str_equal (table->names[i], column))
      return cells[i];
  g_error ("the reference has no column %s", column);
}

double
test_table_number (TestTable *table,
                   guint row,
                   const char *column)
{
  const char *text = test_table_text (table, row, column);
  char *end;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0')
    g_error ("row %u, column %s: \"%s\" is no number", row + 1, column, text);
  return number;
}

gboolean
test_close (double actual,
            double expected,
            double relative,
            double absolute)
{
  if (isnan (actual) || isnan (expected))
    return isnan (actual) && isnan (expected);
  return fabs (actual - expected) <= relative * fabs (expected) + absolute;
}

/* A comma between digits as a point. (transfer full) */
static char *
with_points (const char *text)
{
  char *out = g_strdup (text);

  for (char *p = out; *p != '\0'; p++)
    if (*p == ',' && p > out && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (p[1]))
      *p = '.';
  return out;
}

gboolean
test_text_holds (const char *text,
                 const char *part)
{
  g_autofree char *all = with_points (text), *wanted = with_points (part);

  return strstr (all, wanted) != NULL;
}
