/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quick way into an empty register: all files are in the order of patients.csv, as an export
 * is, so each patient's record is in memory while its rows are handed over, and is checked
 * there. At the first thing that isn't as it has to be the pass is given up: the one in session-
 * import-rows.c makes a new start and says what is wrong. */
#include "session-import-private.h"

#include <string.h>

typedef struct
{
  SessionImport *import;
  IoTableReader *readers[MODEL_N_TABLES]; /* NULL: no such file, or it is at its end */
} Ordered;

static void
ordered_clear (Ordered *self)
{
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    g_clear_pointer (&self->readers[table], io_table_reader_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ordered, ordered_clear)

/* The next row of a file; at its end the reader is NULL. FALSE: give up. */
static gboolean
advance (Ordered   *self,
         ModelTable table)
{
  IoTableResult result = io_table_reader_next (self->readers[table], NULL);

  if (result == IO_TABLE_END)
    {
      self->import->n_bytes_read += io_table_reader_position (self->readers[table]);
      g_clear_pointer (&self->readers[table], io_table_reader_free);
    }
  else if (result == IO_TABLE_ROW)
    self->import->report->n_rows++;
  return result == IO_TABLE_ROW || result == IO_TABLE_END;
}

static gboolean
open_readers (Ordered *self)
{
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    {
      g_autofree char *path = session_import_path (self->import, table);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      self->import->n_tables++;
      self->readers[table] = io_table_reader_open (self->import->dictionary, table, path,
                                                   session_import_problem, self->import, NULL);
      if (self->readers[table] == NULL || self->import->any_problem || !advance (self, table))
        return FALSE;
    }
  return self->readers[MODEL_TABLE_PATIENT] != NULL;
}

static gboolean
hand_over (Ordered     *self,
           ModelTable   table,
           ModelRecord *record)
{
  ModelRow *row = io_table_reader_row (self->readers[table]);

  row->patient = record->patient;
  if (store_import_row (self->import->import, row, NULL) != STORE_IMPORT_INSERTED)
    return FALSE;
  record->patient = row->patient;
  self->import->report->n_inserted++;
  model_record_take (record, model_row_copy (row));
  return TRUE;
}

static gboolean
is_sound (SessionImport *self,
          ModelRecord   *record)
{
  g_autoptr (GPtrArray) issues = NULL;

  model_record_sort (record, self->dictionary);
  issues = model_record_check_by (self->dictionary, record, self->today, self->limit_days);
  for (guint i = 0; i < issues->len; i++)
    if (((const ModelIssue *) g_ptr_array_index (issues, i))->kind == MODEL_ISSUE_HARD)
      return FALSE;
  return TRUE;
}

/* The next patient with all rows of hers. */
static gboolean
take_patient (Ordered *self)
{
  g_autoptr (ModelRecord) record = model_record_new (0);
  g_autofree char *code = g_strdup (io_table_reader_patient (self->readers[MODEL_TABLE_PATIENT]));

  if (!hand_over (self, MODEL_TABLE_PATIENT, record) || !advance (self, MODEL_TABLE_PATIENT))
    return FALSE;
  for (guint i = 1; i < MODEL_N_TABLES; i++)
    {
      ModelTable table = session_import_order[i];

      while (self->readers[table] != NULL
             && strcmp (io_table_reader_patient (self->readers[table]), code) == 0)
        if (!hand_over (self, table, record) || !advance (self, table))
          return FALSE;
    }
  return is_sound (self->import, record);
}

/* What the files at their end had is in n_bytes_read. */
static void
tell_progress (const Ordered *self)
{
  guint64 bytes = self->import->n_bytes_read;

  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    if (self->readers[table] != NULL)
      bytes += io_table_reader_position (self->readers[table]);
  session_progress_tell (bytes, self->import->n_bytes, self->import->progress);
}

gboolean
session_import_rows_ordered (SessionImport *self)
{
  g_auto (Ordered) ordered = { .import = self };

  if (!session_import_surroundings (self, NULL) || self->any_problem || !open_readers (&ordered))
    return FALSE;
  while (ordered.readers[MODEL_TABLE_PATIENT] != NULL)
    {
      if (!take_patient (&ordered) || g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      tell_progress (&ordered);
    }
  /* Rows that are left over are somebody else's, or out of order. */
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    if (ordered.readers[table] != NULL)
      return FALSE;
  return TRUE;
}
