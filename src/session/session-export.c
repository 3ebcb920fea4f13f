/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register as a folder of CSV files: one per table, patient by patient, so that memory doesn't
 * grow with the register. What is archived isn't in it. */
#include "session-exchange-private.h"

#include <glib/gi18n-lib.h>

#include "io-codebook.h"
#include "io-table.h"
#include "model-value.h"

typedef struct
{
  ModelDictionary *dictionary;
  const ModelField *code;
  IoCsvWriter *writers[MODEL_N_TABLES]; /* NULL: not exported */
  GCancellable *cancellable;
  SessionProgress *progress;
  gint64 highest; /* patient */
  gboolean failed;
} Export;

static void
take_error (GError **error,
            GError  *local)
{
  SessionError code = SESSION_ERROR_FAILED;

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    code = SESSION_ERROR_FULL;
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
           || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    code = SESSION_ERROR_READ_ONLY;
  else
    {
      session_error_take (error, local);
      return;
    }
  g_set_error (error, SESSION_ERROR, code, _("%s No export was kept."), local->message);
  g_error_free (local);
}

static gboolean
open_writers (Export     *self,
              const char *folder,
              gboolean    identity,
              GError    **error)
{
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    {
      g_autofree char *name = g_strconcat (model_table_file (table), ".csv", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (table == MODEL_TABLE_IDENTITY && !identity)
        continue;
      self->writers[table] = io_csv_writer_open (path, ',', error);
      if (self->writers[table] == NULL)
        return FALSE;
      io_table_write_header (self->dictionary, table, self->writers[table]);
    }
  return TRUE;
}

/* Closes all; the first error counts. */
static gboolean
close_writers (Export  *self,
               GError **error)
{
  gboolean done = TRUE;

  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    if (self->writers[table] != NULL)
      done = io_csv_writer_close (g_steal_pointer (&self->writers[table]), done ? error : NULL)
             && done;
  return done;
}

/* A reference to a row that was archived since would keep the file from being imported. */
static void
drop_dead_references (Export            *self,
                      const ModelRecord *record,
                      ModelRow          *row)
{
  for (guint i = 0; i < row->n_values; i++)
    {
      const ModelField *field = model_dictionary_stored (self->dictionary, row->table, i);
      double key;

      if (field->type == MODEL_TYPE_REFERENCE && row->values[i] != NULL
          && model_value_number (row->values[i], &key)
          && model_record_find (record, field->references, (gint64) key) == NULL)
        g_clear_pointer (&row->values[i], g_free);
    }
}

static gboolean
export_record (ModelRecord *record,
               gpointer     data)
{
  Export *self = data;
  const ModelRow *patient;
  const char *code;

  if (record->rows[MODEL_TABLE_PATIENT]->len == 0)
    return TRUE;
  patient = g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0);
  code = model_row_get (patient, self->code);
  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; self->writers[table] != NULL && i < record->rows[table]->len; i++)
      {
        ModelRow *row = g_ptr_array_index (record->rows[table], i);

        drop_dead_references (self, record, row);
        io_table_write_row (code, row, self->writers[table]);
        self->failed |= io_csv_writer_failed (self->writers[table]);
      }
  session_progress_tell ((guint64) record->patient, (guint64) self->highest, self->progress);
  return !self->failed && !g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
export_settings (Store      *store,
                 const char *folder,
                 GError    **error)
{
  g_autofree char *path = g_build_filename (folder, "settings.csv", NULL);
  g_auto (GStrv) settings = store_settings (store, error);
  IoCsvWriter *writer;

  if (settings == NULL)
    return FALSE;
  writer = io_csv_writer_open (path, ',', error);
  if (writer == NULL)
    return FALSE;
  io_csv_writer_cell (writer, "name");
  io_csv_writer_cell (writer, "value");
  io_csv_writer_end_row (writer);
  for (guint i = 0; settings[i] != NULL && settings[i + 1] != NULL; i += 2)
    {
      io_csv_writer_cell (writer, settings[i]);
      io_csv_writer_cell (writer, settings[i + 1]);
      io_csv_writer_end_row (writer);
    }
  return io_csv_writer_close (writer, error);
}

/* Of the files that are there: who has no identities is told of none. */
static gboolean
export_codebook (ModelDictionary *dictionary,
                 const char      *folder,
                 gboolean         identity,
                 GError         **error)
{
  g_autofree char *path = g_build_filename (folder, IO_CODEBOOK_FILE, NULL);
  guint tables = STORE_TABLES_ALL & ~(identity ? 0 : 1u << MODEL_TABLE_IDENTITY);

  return io_codebook_write (dictionary, tables, path, error);
}

static gboolean
write_all (Export     *self,
           Store      *store,
           const char *folder,
           gboolean    identity,
           GError    **error)
{
  StoreRecordFlags flags = identity ? STORE_RECORD_IDENTITY : STORE_RECORD_PLAIN;
  g_autoptr (GError) local = NULL;
  gboolean done = open_writers (self, folder, identity, error);

  if (!done)
    {
      close_writers (self, NULL);
      return FALSE;
    }
  store_each_record (store, 0, G_MAXINT64, STORE_TABLES_ALL, flags, export_record, self, &local);
  if (!close_writers (self, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return export_settings (store, folder, error)
         && export_codebook (self->dictionary, folder, identity, error);
}

static gboolean
export_register (SessionRegister *self,
                 const char      *folder,
                 gboolean         identity,
                 GCancellable    *cancellable,
                 SessionProgress *progress,
                 GError         **error)
{
  Export export = { .dictionary = self->dictionary,
                    .cancellable = cancellable,
                    .progress = progress };
  g_autoptr (Store) store = session_open_reader (self, error);
  g_autofree char *temporary = NULL;
  GError *local = NULL;

  if (store == NULL)
    return FALSE;
  export.highest = store_highest_patient (store);
  session_progress_part (progress, 1);
  export.code = model_dictionary_find (self->dictionary, MODEL_TABLE_PATIENT, "code");
  temporary = session_folder_begin (folder, error);
  if (temporary == NULL)
    return FALSE;
  if (write_all (&export, store, temporary, identity, &local))
    return session_folder_publish (g_steal_pointer (&temporary), folder, error);
  session_folder_discard (g_steal_pointer (&temporary));
  take_error (error, local);
  session_error_cancelled (error, _("Cancelled. No export was kept."));
  return FALSE;
}

gboolean
session_register_export_sync (SessionRegister    *self,
                              const char         *folder,
                              gboolean            identity,
                              GCancellable       *cancellable,
                              SessionProgressFunc progress,
                              gpointer            user_data,
                              GError            **error)
{
  g_autoptr (SessionProgress) relay = session_progress_new (progress, user_data, FALSE);

  g_return_val_if_fail (SESSION_IS_REGISTER (self) && folder != NULL, FALSE);
  return export_register (self, folder, identity, cancellable, relay, error);
}

typedef struct
{
  char *folder;
  gboolean identity;
  SessionProgress *progress;
} ExportTask;

static void
export_task_free (gpointer data)
{
  ExportTask *asked = data;

  g_free (asked->folder);
  session_progress_free (asked->progress);
  g_free (asked);
}

static void
export_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  ExportTask *asked = data;
  GError *error = NULL;

  if (export_register (source, asked->folder, asked->identity, cancellable, asked->progress,
                       &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
session_register_export_async (SessionRegister    *self,
                               const char         *folder,
                               gboolean            identity,
                               GCancellable       *cancellable,
                               SessionProgressFunc progress,
                               gpointer            progress_data,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  ExportTask *asked = g_new0 (ExportTask, 1);

  g_task_set_source_tag (task, session_register_export_async);
  /* A folder that was finished before the cancel is there: the answer says so. */
  g_task_set_check_cancellable (task, FALSE);
  asked->folder = g_strdup (folder);
  asked->identity = identity;
  asked->progress = session_progress_new (progress, progress_data, TRUE);
  g_task_set_task_data (task, asked, export_task_free);
  g_task_run_in_thread (task, export_in_thread);
}

gboolean
session_register_export_finish (SessionRegister *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
