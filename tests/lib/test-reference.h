/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For tests of any module: reads the files of tests/reference and compares numbers with them.
 * A file that is missing or malformed ends the program with its name. Needs GLib and json-glib.
 */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

/* Path of a file of tests/reference, such as "cohort-52/cohort.csv". */
char *test_reference_path (const char *file);

/* JSON ---------------------------------------------------------------------------------------- */

/* The root of a JSON file of tests/reference; free with json_node_unref (). */
JsonNode *test_reference_load_json (const char *file);

/* The node reached from node by member names, separated by '/': "overall/curve/se". An element of
 * an array is its position. Borrowed from node. test_reference_find() returns NULL when there is
 * none, test_reference_get() fails the test. */
JsonNode *test_reference_find (JsonNode *node,
                               const char *path);
JsonNode *test_reference_get (JsonNode *node,
                              const char *path);

/* A number; null and the strings "NaN" and "NA", which R wrote for not estimable, are NAN. */
double test_reference_number (JsonNode *node);

/* An array of such numbers, as doubles. */
GArray *test_reference_numbers (JsonNode *node);

/* CSV ----------------------------------------------------------------------------------------- */

/* Whether a text that is for a reader holds the part, however the locale writes decimals. */
gboolean test_text_holds (const char *text, const char *part);

/* A simple CSV file: comma, no quotes, one line per row, first line the names of the columns. */
typedef struct
{
  char **names;    /* NULL-terminated */
  GPtrArray *rows; /* of char **, each as long as names */
} TestTable;

TestTable *test_table_load (const char *file);
void test_table_free (TestTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestTable, test_table_free)

const char *test_table_text (TestTable *table,
                             guint row,
                             const char *column);
double test_table_number (TestTable *table,
                          guint row,
                          const char *column);

/* Comparing ----------------------------------------------------------------------------------- */

/* Whether |actual - expected| <= relative * |expected| + absolute; NAN equals only NAN. */
gboolean test_close (double actual,
                     double expected,
                     double relative,
                     double absolute);

/* The tolerance of closed forms. */
#define TEST_CLOSED_FORM 1e-10

/* Fails, printing what (a format and its arguments: which number of which case) and both. */
#define test_assert_close(actual, expected, relative, absolute, ...)                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    double _actual = (actual), _expected = (expected);                                             \
    if (!test_close (_actual, _expected, (relative), (absolute)))                                  \
      {                                                                                            \
        g_autofree char *_what = g_strdup_printf (__VA_ARGS__);                                    \
        g_error ("%s:%d: %s: %.17g, expected %.17g", __FILE__, __LINE__, _what, _actual,           \
                 _expected);                                                                       \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END
