/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever is written as a filter or as a counting rule is either refused, with a sentence that can
 * be shown, or answered the same twice, for rows with every kind of value and of missing. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "analysis-expr.h"

#define N_ROWS 7

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const ModelColumn *
lookup_cb (const ModelField *field,
           gpointer          user_data)
{
  static const char *const values[N_ROWS] = { "",        "?",   "3",         "true",
                                              "2011-03", "7+5", "none never" };
  GHashTable *columns = user_data;
  ModelColumn *column = g_hash_table_lookup (columns, field);

  if (column != NULL)
    return column;
  column = model_column_new (field, FALSE, N_ROWS);
  if (field->type != MODEL_TYPE_TEXT)
    for (guint i = 0; i < N_ROWS; i++)
      model_column_set (column, i, values[i]);
  g_hash_table_insert (columns, (gpointer) field, column);
  return column;
}

static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == ANALYSIS_ERROR);
  g_assert_true (*error->message != '\0' && g_utf8_validate (error->message, -1, NULL));
}

static void
read_as (const char      *text,
         ModelDictionary *dictionary,
         GHashTable      *columns,
         gboolean         at_transfer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisExpr) expr = analysis_expr_parse (text, dictionary, at_transfer, &error);
  guint8 once[N_ROWS], again[N_ROWS];
  GPtrArray *fields;

  if (expr == NULL)
    {
      check_error (error);
      return;
    }
  g_assert_no_error (error);
  fields = analysis_expr_fields (expr);
  g_assert_cmpuint (fields->len, >, 0);
  g_ptr_array_unref (fields);
  if (!analysis_expr_eval (expr, N_ROWS, lookup_cb, columns, once, &error))
    {
      check_error (error);
      return;
    }
  memset (again, 0xa5, sizeof again);
  g_assert_true (analysis_expr_eval (expr, N_ROWS, lookup_cb, columns, again, &error));
  for (guint i = 0; i < N_ROWS; i++)
    g_assert_true (once[i] <= 1 && once[i] == again[i]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static ModelDictionary *dictionary;
  static GHashTable *columns;
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data, size) : g_strdup ("");

  if (dictionary == NULL)
    {
      dictionary = model_dictionary_new ();
      columns = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) model_column_unref);
    }
  read_as (text, dictionary, columns, FALSE);
  read_as (text, dictionary, columns, TRUE);
  return 0;
}
