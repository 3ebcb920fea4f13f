/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV of tests/reference as a frame and as a cohort. */
#include "test-frame.h"

#include <math.h>
#include <string.h>

#include "base-number.h"

static int
compare_strings_cb (gconstpointer a,
                    gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_missing (const char *cell)
{
  return *cell == '\0' || strcmp (cell, "NA") == 0;
}

static ModelColumn *
make_column (const ModelField *field,
             TestTable        *table)
{
  ModelColumn *column = model_column_new (field, FALSE, table->rows->len);
  g_autoptr (GPtrArray) strings = g_ptr_array_new ();

  for (guint i = 0; i < table->rows->len; i++)
    {
      const char *cell = test_table_text (table, i, field->id);

      if (is_missing (cell))
        continue;
      column->missing[i] = MODEL_MISSING_NONE;
      if (field->type == MODEL_TYPE_REAL)
        g_assert_true (base_number_parse (cell, &column->f64[i]));
      else if (!g_ptr_array_find_with_equal_func (strings, cell, g_str_equal, NULL))
        g_ptr_array_add (strings, (gpointer) cell);
    }
  if (field->type != MODEL_TYPE_TEXT)
    return column;
  g_ptr_array_sort (strings, compare_strings_cb);
  column->strings = g_new0 (char *, strings->len + 1);
  for (guint i = 0; i < strings->len; i++)
    column->strings[i] = g_strdup (g_ptr_array_index (strings, i));
  for (guint i = 0; i < table->rows->len; i++)
    for (guint j = 0; j < strings->len; j++)
      if (strcmp (test_table_text (table, i, field->id), column->strings[j]) == 0)
        column->bits[i] = j;
  return column;
}

ModelFrame *
test_frame_of_table (TestTable *table)
{
  ModelDictionary *dictionary = model_dictionary_new ();
  ModelFrame *frame;

  for (guint c = 0; table->names[c] != NULL; c++)
    {
      ModelField field = {
        .id = table->names[c],
        .table = MODEL_TABLE_SOURCE,
        .label = table->names[c],
        .help = "",
        .type = MODEL_TYPE_REAL,
        .hard_min = NAN,
        .hard_max = NAN,
        .soft_min = NAN,
        .soft_max = NAN,
        .deidentify = "drop",
        .analysis = MODEL_LEVEL_PATIENT,
        .references = MODEL_N_TABLES,
        .since = 1,
      };
      ModelDictionary *more;
      double number;

      for (guint i = 0; i < table->rows->len; i++)
        {
          const char *cell = test_table_text (table, i, table->names[c]);

          if (!is_missing (cell) && !base_number_parse (cell, &number))
            field.type = MODEL_TYPE_TEXT;
        }
      more = model_dictionary_with_field (dictionary, &field);
      model_dictionary_unref (dictionary);
      dictionary = more;
    }
  frame = model_frame_new (dictionary, table->rows->len);
  for (guint c = 0; table->names[c] != NULL; c++)
    model_frame_take_column (
        frame, make_column (model_dictionary_find (dictionary, MODEL_TABLE_SOURCE, table->names[c]),
                            table));
  model_dictionary_unref (dictionary);
  return frame;
}

AnalysisCohort *
test_cohort_of_file (const char *file,
                     const char *time,
                     const char *fate,
                     const char *event)
{
  g_autoptr (TestTable) table = test_table_load (file);
  g_autoptr (ModelFrame) frame = test_frame_of_table (table);
  g_autoptr (GError) error = NULL;
  AnalysisCohort *cohort = analysis_cohort_from_frame (frame, time, fate, event, &error);

  g_assert_no_error (error);
  return cohort;
}

AnalysisCohort *
test_cohort_of_text (const char *text,
                     const char *time,
                     const char *fate)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (TestTable) table = g_new0 (TestTable, 1);
  g_autoptr (ModelFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  AnalysisCohort *cohort;

  table->names = g_strsplit (lines[0], ",", -1);
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 1; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (table->rows, g_strsplit (lines[i], ",", -1));
  frame = test_frame_of_table (table);
  cohort = analysis_cohort_from_frame (frame, time, fate, NULL, &error);
  g_assert_no_error (error);
  return cohort;
}
