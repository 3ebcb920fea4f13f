/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of an import say of each other: each patient's record that was touched is read back
 * inside the import's own transaction and checked as a whole, by the one validator. */
#include "session-import-private.h"

#include <string.h>

#include "base-text.h"

#define NEAR_PATIENTS                                                                              \
  64 /* records between two touched ones that are read over rather than sought */

static gboolean
is_touched (const SessionImport *self,
            gint64               patient)
{
  gsize byte = (gsize) patient / 8;

  return byte < self->touched_size && (self->touched[byte] & (1u << (patient % 8))) != 0;
}

static void
add_issue (SessionImport     *self,
           const ModelRecord *record,
           const char        *code,
           const ModelIssue  *found)
{
  SessionImportIssue *issue;

  if (self->issues->len >= SESSION_IMPORT_PROBLEMS)
    {
      self->report->n_problems++;
      return;
    }
  issue = g_new0 (SessionImportIssue, 1);
  issue->table = found->table;
  issue->patient = (gint32) record->patient;
  issue->key = (gint32) found->key;
  issue->code = g_strdup (code);
  issue->column = g_strdup (found->field != NULL ? found->field->id : "");
  if (strcmp (found->rule, "parent") == 0 && io_table_parent_column (found->table) != NULL)
    base_set_str (&issue->column, io_table_parent_column (found->table));
  issue->expected = g_strdup (found->message);
  g_ptr_array_add (self->issues, issue);
}

static gboolean
check_record (ModelRecord *record,
              gpointer     data)
{
  SessionImport *self = data;
  g_autoptr (GPtrArray) found = NULL;
  const ModelField *code_field;
  const ModelRow *patient;
  const char *code;

  session_progress_tell ((guint64) record->patient, (guint64) self->highest_now, self->progress);
  if (!is_touched (self, record->patient) || record->rows[MODEL_TABLE_PATIENT]->len == 0)
    return TRUE;
  found = model_record_check_by (self->dictionary, record, self->today, self->limit_days);
  if (found->len == 0)
    return !g_cancellable_is_cancelled (self->cancellable);
  code_field = model_dictionary_find (self->dictionary, MODEL_TABLE_PATIENT, "code");
  patient = g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0);
  code = model_row_get (patient, code_field);
  /* Where a row of hers was rejected the rest may only seem wrong; it is looked at again once
   * that is mended. Those who want the good rows now want no half patient. */
  if (code == NULL
      || (g_hash_table_contains (self->spoiled, code) && !(self->flags & SESSION_IMPORT_GOOD_ROWS)))
    return TRUE;
  for (guint i = 0; i < found->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (found, i);

      if (issue->kind != MODEL_ISSUE_HARD)
        continue;
      add_issue (self, record, code, issue);
      g_hash_table_add (self->bad_patients, g_strdup (code));
    }
  return !g_cancellable_is_cancelled (self->cancellable);
}

gboolean
session_import_check (SessionImport *self,
                      GError       **error)
{
  gint64 highest = (gint64) self->touched_size * 8;
  gint64 patient = 1;

  self->highest_now = store_highest_patient (self->store);
  while (patient < highest)
    {
      GError *local = NULL;
      gint64 from, last;

      while (patient < highest && !is_touched (self, patient))
        patient++;
      from = last = patient;
      for (; patient < highest && patient - last <= NEAR_PATIENTS; patient++)
        if (is_touched (self, patient))
          last = patient;
      if (from >= highest)
        break;
      store_each_record (self->store, from, last + 1, STORE_TABLES_ALL, STORE_RECORD_IDENTITY,
                         check_record, self, &local);
      if (g_cancellable_is_cancelled (self->cancellable))
        {
          g_clear_error (&local);
          g_cancellable_set_error_if_cancelled (self->cancellable, error);
          return FALSE;
        }
      if (local != NULL)
        {
          session_error_take (error, local);
          return FALSE;
        }
    }
  return TRUE;
}

/* --- where the rows stand --- */

static void
tell_nothing (const char *file,
              guint64     line,
              const char *column,
              const char *expected,
              gpointer    data)
{
}

/* Issues of rows without a key of their own; the others stay without a line. */
static void
find_noted_lines (SessionImport *self,
                  ModelTable     table)
{
  const GArray *lines = self->lines[table];
  g_autoptr (GHashTable) by_row = NULL;

  if (lines == NULL)
    return;
  by_row = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->issues->len; i++)
    {
      SessionImportIssue *issue = g_ptr_array_index (self->issues, i);
      gsize id = (gsize) ((guint64) issue->patient << 32 | (guint32) issue->key);

      if (issue->table == table)
        g_hash_table_insert (by_row, GSIZE_TO_POINTER (id), GSIZE_TO_POINTER (0));
    }
  if (g_hash_table_size (by_row) == 0)
    return;
  for (guint i = 0; i < lines->len; i++)
    {
      const SessionImportLine *line = &g_array_index (lines, SessionImportLine, i);
      gsize id = (gsize) ((guint64) line->patient << 32 | (guint32) line->key);

      if (g_hash_table_contains (by_row, GSIZE_TO_POINTER (id)))
        g_hash_table_insert (by_row, GSIZE_TO_POINTER (id), GSIZE_TO_POINTER ((gsize) line->line));
    }
  for (guint i = 0; i < self->issues->len; i++)
    {
      SessionImportIssue *issue = g_ptr_array_index (self->issues, i);
      gsize id = (gsize) ((guint64) issue->patient << 32 | (guint32) issue->key);

      if (issue->table == table)
        issue->line = GPOINTER_TO_SIZE (g_hash_table_lookup (by_row, GSIZE_TO_POINTER (id)));
    }
}

/* Issues of rows that have a key: the file is read once more. */
static void
find_lines (SessionImport *self,
            ModelTable     table)
{
  g_autofree char *path = session_import_path (self, table);
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  g_autoptr (IoTableReader) reader = NULL;
  IoTableResult result;

  for (guint i = 0; i < self->issues->len; i++)
    {
      SessionImportIssue *issue = g_ptr_array_index (self->issues, i);

      if (issue->table == table && issue->line == 0)
        g_hash_table_insert (
            wanted, GSIZE_TO_POINTER (session_import_mark (table, issue->code, issue->key)),
            GSIZE_TO_POINTER (0));
    }
  if (g_hash_table_size (wanted) == 0)
    return;
  reader = io_table_reader_open (self->dictionary, table, path, tell_nothing, NULL, NULL);
  while (
      reader != NULL
      && ((result = io_table_reader_next (reader, NULL)) == IO_TABLE_ROW || result == IO_TABLE_BAD))
    {
      const ModelRow *row = io_table_reader_row (reader);
      const char *code = io_table_reader_patient (reader);
      gpointer mark;

      if (code == NULL || row->key == 0)
        continue;
      mark = GSIZE_TO_POINTER (session_import_mark (table, code, row->key));
      if (g_hash_table_contains (wanted, mark))
        g_hash_table_insert (wanted, mark,
                             GSIZE_TO_POINTER ((gsize) io_table_reader_line (reader)));
    }
  for (guint i = 0; i < self->issues->len; i++)
    {
      SessionImportIssue *issue = g_ptr_array_index (self->issues, i);

      if (issue->table == table && issue->line == 0)
        issue->line = GPOINTER_TO_SIZE (g_hash_table_lookup (
          wanted, GSIZE_TO_POINTER (session_import_mark (table, issue->code, issue->key))));
    }
}

void
session_import_report_issues (SessionImport *self)
{
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    {
      find_noted_lines (self, table);
      find_lines (self, table);
    }
  for (guint i = 0; i < self->issues->len; i++)
    {
      const SessionImportIssue *issue = g_ptr_array_index (self->issues, i);
      g_autofree char *file = g_strconcat (model_table_file (issue->table), ".csv", NULL);

      session_import_problem (file, issue->line, issue->column, issue->expected, self);
    }
}
