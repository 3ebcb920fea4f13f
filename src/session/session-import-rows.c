/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over the files of an import: each row is read, checked by itself and handed to the
 * store. What rows say of each other is checked afterwards (session-import-check.c). No message
 * here holds a value. */
#include "session-import-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "model-value.h"

#define CANCEL_ROWS 1024

/* A row comes after those it refers to. */
const ModelTable session_import_order[MODEL_N_TABLES] = {
  MODEL_TABLE_PATIENT,       MODEL_TABLE_IDENTITY,      MODEL_TABLE_PARTNER,
  MODEL_TABLE_CYCLE,         MODEL_TABLE_TRANSFER,      MODEL_TABLE_PREGNANCY,
  MODEL_TABLE_INVESTIGATION, MODEL_TABLE_EMBRYO,        MODEL_TABLE_INFUSION,
  MODEL_TABLE_MEDICATION,    MODEL_TABLE_ADVERSE_EVENT, MODEL_TABLE_TRANSFER_OUTCOME,
  MODEL_TABLE_CHILD,         MODEL_TABLE_FOLLOWUP,      MODEL_TABLE_CONSENT,
};

char *
session_import_path (SessionImport *self,
                     ModelTable     table)
{
  g_autofree char *name = g_strconcat (model_table_file (table), ".csv", NULL);

  return g_build_filename (self->folder, name, NULL);
}

guint64
session_import_bytes (SessionImport *self)
{
  guint64 bytes = 0;

  for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
    {
      g_autofree char *path = session_import_path (self, table);
      GStatBuf about;

      if (g_stat (path, &about) == 0)
        bytes += (guint64) about.st_size;
    }
  return bytes;
}

void
session_import_problem (const char *file,
                        guint64     line,
                        const char *column,
                        const char *expected,
                        gpointer    data)
{
  SessionImport *self = data;
  SessionImportProblem *problem;

  self->any_problem = TRUE;
  if (!self->telling)
    return;
  self->report->n_problems++;
  if (self->report->problems->len >= SESSION_IMPORT_PROBLEMS)
    return;
  problem = g_new0 (SessionImportProblem, 1);
  problem->file = g_strdup (file);
  problem->line = line;
  problem->column = g_strdup (column);
  problem->expected = g_strdup (expected);
  g_ptr_array_add (self->report->problems, problem);
}

/* FNV-1a, 64 bits. */
guint64
session_import_mark (ModelTable  table,
                     const char *code,
                     gint64      key)
{
  guint64 mark = G_GUINT64_CONSTANT (14695981039346656037);
  const guint64 prime = G_GUINT64_CONSTANT (1099511628211);

  for (const guchar *p = (const guchar *) code; *p != '\0'; p++)
    mark = (mark ^ *p) * prime;
  mark = (mark ^ (guint64) table) * prime;
  for (int i = 0; i < 8; i++)
    mark = (mark ^ ((guint64) key >> (8 * i) & 0xff)) * prime;
  return mark;
}

/* --- whose row it is --- */

#define NEAR_CODES 4         /* patients without a row in a file that are passed over */
#define MAX_CODES 4000000    /* kept in memory; beyond them the store is asked */

/* Files are nearly always in the order of patients.csv: the next row is the same patient's, or
 * one of the next. Only where it isn't is the store asked. */
static gint64
find_patient (SessionImport *self,
              const char    *code)
{
  gsize first = self->last_code;

  for (gsize i = first; i < self->codes->len && i <= first + NEAR_CODES; i++)
    if (strcmp (g_ptr_array_index (self->codes, i), code) == 0)
      {
        self->last_code = i;
        return self->highest_before + 1 + (gint64) i;
      }
  return store_import_patient (self->import, code);
}

/* Patients that the store numbers get the next numbers, one by one. */
static void
note_patient (SessionImport *self,
              gint64         patient,
              const char    *code)
{
  if (patient == self->highest_before + 1 + (gint64) self->codes->len
      && self->codes->len < MAX_CODES)
    g_ptr_array_add (self->codes, g_string_chunk_insert (self->code_texts, code));
}

/* --- rejecting --- */

static gboolean
open_reject_writer (SessionImport *self,
                    IoTableReader *reader,
                    ModelTable     table,
                    GError       **error)
{
  g_autofree char *path = NULL;

  if (self->rejects == NULL)
    self->rejects = session_folder_begin (self->rejected_folder, error);
  if (self->rejects == NULL)
    return FALSE;
  path = g_build_filename (self->rejects, io_table_reader_file (reader), NULL);
  self->writers[table] = io_csv_writer_open (path, io_table_reader_delimiter (reader), error);
  if (self->writers[table] == NULL)
    return FALSE;
  io_table_reader_copy_header (reader, self->writers[table]);
  return TRUE;
}

/* The row isn't taken. FALSE with an error when it can't be written to the rejected ones. */
static gboolean
reject (SessionImport *self,
        IoTableReader *reader,
        GError       **error)
{
  const ModelRow *row = io_table_reader_row (reader);
  const char *code = io_table_reader_patient (reader);
  ModelTable table = row->table;

  self->report->n_rejected++;
  if (code != NULL)
    {
      guint64 mark = session_import_mark (table, code, row->key);

      g_hash_table_add (self->spoiled, g_strdup (code));
      if (row->key > 0)
        g_hash_table_add (self->rejected_rows, GSIZE_TO_POINTER (mark));
      if (table == MODEL_TABLE_PATIENT)
        g_hash_table_add (self->bad_patients, g_strdup (code));
    }
  if (self->rejected_folder == NULL)
    return TRUE;
  if (self->writers[table] == NULL && !open_reject_writer (self, reader, table, error))
    return FALSE;
  io_table_reader_copy_row (reader, self->writers[table]);
  return TRUE;
}

static void
tell (SessionImport *self,
      IoTableReader *reader,
      const char    *column,
      const char    *expected)
{
  session_import_problem (io_table_reader_file (reader), io_table_reader_line (reader), column,
                          expected, self);
}

/* --- rows by themselves --- */

/* Types and ranges were told cell by cell; here what the fields of a row say of each other. A row
 * that may be there already need not say everything: whether something is lacking shows in the
 * record. */
static gboolean
row_is_good (SessionImport *self,
             IoTableReader *reader,
             gboolean       may_be_there)
{
  gboolean good = TRUE;

  if (self->row_issues->len > 0)
    g_ptr_array_set_size (self->row_issues, 0);
  model_row_check (self->dictionary, io_table_reader_row (reader), self->today, self->row_issues);
  for (guint i = 0; i < self->row_issues->len; i++)
    {
      const ModelIssue *issue = g_ptr_array_index (self->row_issues, i);

      if (issue->kind != MODEL_ISSUE_HARD
          || (may_be_there && strcmp (issue->rule, "required") == 0))
        continue;
      tell (self, reader, issue->field != NULL ? issue->field->id : "", issue->message);
      good = FALSE;
    }
  return good;
}

static gboolean
is_rejected (SessionImport *self,
             ModelTable     table,
             const char    *code,
             gint64         key)
{
  return g_hash_table_contains (self->rejected_rows,
                                GSIZE_TO_POINTER (session_import_mark (table, code, key)));
}

/* Whether the row hangs on, or refers to, one that was rejected: then that is the problem. */
static gboolean
follows_rejected (SessionImport  *self,
                  const ModelRow *row,
                  const char     *code)
{
  ModelTable parent = model_table_parent (row->table);

  if (g_hash_table_size (self->rejected_rows) == 0)
    return FALSE;
  if (parent != MODEL_N_TABLES && is_rejected (self, parent, code, row->parent))
    return TRUE;
  for (guint i = 0; i < row->n_values; i++)
    {
      const ModelField *field = model_dictionary_stored (self->dictionary, row->table, i);
      double key;

      if (field->type == MODEL_TYPE_REFERENCE && row->values[i] != NULL
          && model_value_number (row->values[i], &key)
          && is_rejected (self, field->references, code, (gint64) key))
        return TRUE;
    }
  return FALSE;
}

/* --- rows that are there already --- */

static const ModelRecord *
read_found (SessionImport *self,
            gint64         patient)
{
  if (self->found == NULL || self->found->patient != patient)
    {
      g_clear_pointer (&self->found, model_record_free);
      self->found = store_read_record (self->store, patient, STORE_RECORD_PLAIN, NULL);
    }
  return self->found;
}

static gboolean
is_written (SessionImport  *self,
            const ModelRow *row)
{
  return g_hash_table_contains (self->written, GSIZE_TO_POINTER (session_import_mark (
                                                 row->table, "", row->patient << 32 | row->key)));
}

static gboolean
same_values (const ModelRow *there,
             const ModelRow *row)
{
  if (there->parent != row->parent)
    return FALSE;
  for (guint i = 0; i < row->n_values; i++)
    if (!model_value_equal (there->values[i], row->values[i]))
      return FALSE;
  return TRUE;
}

/* A row without a key that the register has already is that row: the same file twice changes
 * nothing. */
static void
find_same_row (SessionImport *self,
               ModelRow      *row)
{
  const ModelRecord *record = read_found (self, row->patient);
  const GPtrArray *rows;

  if (record == NULL)
    return;
  rows = record->rows[row->table];
  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *there = g_ptr_array_index (rows, i);

      if (!same_values (there, row))
        continue;
      row->key = there->key;
      if (!is_written (self, row))
        return;
      row->key = 0;
    }
}

/* --- handing over --- */

static void
touch (SessionImport *self,
       gint64         patient)
{
  gsize byte = (gsize) patient / 8;

  if (byte >= self->touched_size)
    {
      gsize size = MAX (byte + 1, 2 * self->touched_size + 4096);

      self->touched = g_realloc (self->touched, size);
      memset (self->touched + self->touched_size, 0, size - self->touched_size);
      self->touched_size = size;
    }
  self->touched[byte] |= (guint8) (1u << (patient % 8));
}

static void
tell_no_parent (SessionImport *self,
                IoTableReader *reader)
{
  tell (self, reader, io_table_parent_column (io_table_reader_row (reader)->table),
        _("Expected the key of the row that this one belongs to."));
}

/* The store refused: says which cell names a row that isn't there. */
static void
explain_refusal (SessionImport *self,
                 IoTableReader *reader,
                 const GError  *refused)
{
  const ModelRow *row = io_table_reader_row (reader);
  g_autoptr (ModelRecord) record = NULL;
  ModelTable parent = model_table_parent (row->table);
  gboolean told = FALSE;

  if (g_error_matches (refused, STORE_ERROR, STORE_ERROR_CONSTRAINT) && row->patient > 0)
    record = store_read_record (self->store, row->patient, STORE_RECORD_PLAIN, NULL);
  if (record != NULL && parent != MODEL_N_TABLES && row->parent != 0
      && model_record_find (record, parent, row->parent) == NULL)
    {
      tell (self, reader, io_table_parent_column (row->table),
            _("Expected the key of a row of the same patient."));
      told = TRUE;
    }
  for (guint i = 0; record != NULL && i < row->n_values; i++)
    {
      const ModelField *field = model_dictionary_stored (self->dictionary, row->table, i);
      double key;

      if (field->type != MODEL_TYPE_REFERENCE || row->values[i] == NULL
          || !model_value_number (row->values[i], &key)
          || model_record_find (record, field->references, (gint64) key) != NULL)
        continue;
      tell (self, reader, field->id, _("Expected the key of a row of the same patient."));
      told = TRUE;
    }
  if (!told && parent != MODEL_N_TABLES && row->parent == 0)
    tell_no_parent (self, reader);
  else if (!told)
    tell (self, reader, "", refused->message);
}

static gboolean
can_go_on (const GError *refused)
{
  return g_error_matches (refused, STORE_ERROR, STORE_ERROR_CONSTRAINT)
         || g_error_matches (refused, STORE_ERROR, STORE_ERROR_EXISTS);
}

/* A row twice in the files: the second would silently replace the first. */
static void
note_double (SessionImport *self,
             IoTableReader *reader)
{
  const char *key = io_table_key_column (io_table_reader_row (reader)->table);

  tell (self, reader, key != NULL ? key : "",
        _ ("Expected each row once: an earlier line has this key with other values."));
  g_hash_table_add (self->bad_patients, g_strdup (io_table_reader_patient (reader)));
  self->any_double = TRUE;
}

static gboolean
hand_over (SessionImport *self,
           IoTableReader *reader,
           GError       **error)
{
  ModelRow *row = io_table_reader_row (reader);
  const char *code = io_table_reader_patient (reader);
  gboolean has_key = row->key > 0, was_there, again = FALSE;
  g_autoptr (GError) refused = NULL;
  StoreImportResult result;

  was_there = row->patient > 0 && row->patient <= self->highest_before;
  if (!has_key && was_there)
    find_same_row (self, row);
  result = store_import_row (self->import, row, &refused);
  if (result == STORE_IMPORT_REJECTED)
    {
      if (!can_go_on (refused))
        {
          session_error_take (error, g_steal_pointer (&refused));
          return FALSE;
        }
      if (!follows_rejected (self, row, code))
        explain_refusal (self, reader, refused);
      return reject (self, reader, error);
    }
  was_there = row->patient <= self->highest_before;
  if (was_there)
    {
      again = is_written (self, row);
      if (result != STORE_IMPORT_UNCHANGED || !has_key)
        g_hash_table_add (self->written, GSIZE_TO_POINTER (session_import_mark (
                                           row->table, "", row->patient << 32 | row->key)));
    }
  if (result == STORE_IMPORT_UPDATED && (again || !was_there))
    note_double (self, reader);
  if (!has_key && result == STORE_IMPORT_INSERTED)
    {
      SessionImportLine line = { (gint32) row->patient, (gint32) row->key,
                                 (guint32) io_table_reader_line (reader) };

      if (self->lines[row->table] == NULL)
        self->lines[row->table] = g_array_new (FALSE, FALSE, sizeof line);
      g_array_append_val (self->lines[row->table], line);
    }
  if (result != STORE_IMPORT_UNCHANGED)
    touch (self, row->patient);
  if (row->table == MODEL_TABLE_PATIENT && result == STORE_IMPORT_INSERTED)
    note_patient (self, row->patient, code);
  self->report->n_inserted += result == STORE_IMPORT_INSERTED;
  self->report->n_updated += result == STORE_IMPORT_UPDATED;
  self->report->n_unchanged += result == STORE_IMPORT_UNCHANGED;
  return TRUE;
}

static gboolean
take_row (SessionImport *self,
          IoTableReader *reader,
          gboolean       good,
          GError       **error)
{
  ModelRow *row = io_table_reader_row (reader);
  const char *code = io_table_reader_patient (reader);
  gint64 patient = 0;

  if (code != NULL && (row->table != MODEL_TABLE_PATIENT || self->highest_before > 0))
    patient = find_patient (self, code);
  if (good)
    good = row_is_good (self, reader, patient > 0 && patient <= self->highest_before);
  if (!good || (code != NULL && g_hash_table_contains (self->bad_patients, code)))
    return reject (self, reader, error);
  if (row->table != MODEL_TABLE_PATIENT)
    {
      row->patient = patient;
      if (patient == 0)
        {
          tell (self, reader, "patient",
                _("Expected the code of a patient in patients.csv or in the register."));
          return reject (self, reader, error);
        }
    }
  if (patient > self->highest_before && row->parent == 0
      && model_table_parent (row->table) != MODEL_N_TABLES)
    {
      tell_no_parent (self, reader);
      return reject (self, reader, error);
    }
  return hand_over (self, reader, error);
}

/* --- files --- */

static gboolean
import_table (SessionImport *self,
              ModelTable     table,
              GError       **error)
{
  g_autofree char *path = session_import_path (self, table);
  g_autoptr (IoTableReader) reader = NULL;
  g_autoptr (GError) local = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  self->n_tables++;
  self->last_code = 0;
  reader =
      io_table_reader_open (self->dictionary, table, path, session_import_problem, self, &local);
  if (reader == NULL && local->domain == IO_CSV_ERROR)
    return TRUE; /* told */
  while (reader != NULL)
    {
      IoTableResult result = io_table_reader_next (reader, &local);

      if (result != IO_TABLE_ROW && result != IO_TABLE_BAD)
        break;
      self->report->n_rows++;
      if (!take_row (self, reader, result == IO_TABLE_ROW, error))
        return FALSE;
      session_progress_tell (self->n_bytes_read + io_table_reader_position (reader),
                             self->n_bytes, self->progress);
      if (self->report->n_rows % CANCEL_ROWS == 0
          && g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
    }
  if (reader != NULL)
    self->n_bytes_read += io_table_reader_position (reader);
  if (local == NULL)
    return TRUE;
  session_error_take (error, g_steal_pointer (&local));
  return FALSE;
}

static void
tell_setting (SessionImport *self,
              IoCsvReader   *csv,
              const char    *column,
              const char    *expected)
{
  session_import_problem ("settings.csv", csv != NULL ? io_csv_reader_line (csv) : 1, column,
                          expected, self);
}

static gboolean
import_setting (SessionImport *self,
                IoCsvReader   *csv,
                guint          name,
                guint          value,
                GError       **error)
{
  guint n = io_csv_reader_n_cells (csv);
  const char *name_text, *value_text;
  gsize length;
  BaseDate date;

  if (n != io_csv_reader_n_columns (csv) || *io_csv_reader_cell (csv, name, NULL) == '\0')
    {
      tell_setting (self, csv, "name", _("Expected a name and a value."));
      return TRUE;
    }
  name_text = io_csv_reader_cell (csv, name, &length);
  value_text = io_csv_reader_cell (csv, value, NULL);
  if (!g_utf8_validate (name_text, -1, NULL) || !g_utf8_validate (value_text, -1, NULL))
    tell_setting (self, csv, "value", _("Expected text in UTF-8."));
  else if (strcmp (name_text, "data_cut") == 0
           && (!base_date_parse (value_text, &date) || !base_date_is_full (date)))
    tell_setting (self, csv, "value", _("Expected a day, such as 2012-12-31."));
  else
    return store_import_setting (self->import, name_text, value_text, error);
  return TRUE;
}

/* Unknown settings are kept: a newer Natality may know them. */
static gboolean
import_settings (SessionImport *self,
                 GError       **error)
{
  g_autofree char *path = g_build_filename (self->folder, "settings.csv", NULL);
  g_autoptr (IoCsvReader) csv = NULL;
  GError *local = NULL;
  guint name = G_MAXUINT, value = G_MAXUINT;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  self->n_tables++;
  csv = io_csv_reader_open (path, &local);
  for (guint i = 0; csv != NULL && i < io_csv_reader_n_columns (csv); i++)
    if (strcmp (io_csv_reader_name (csv, i), "name") == 0)
      name = i;
    else if (strcmp (io_csv_reader_name (csv, i), "value") == 0)
      value = i;
  if (csv != NULL && (name == G_MAXUINT || value == G_MAXUINT))
    {
      tell_setting (self, NULL, "", _("Expected the columns name and value."));
      return TRUE;
    }
  while (csv != NULL && io_csv_reader_next (csv, &local))
    if (!import_setting (self, csv, name, value, &local))
      break;
  if (local != NULL && local->domain == IO_CSV_ERROR)
    {
      tell_setting (self, csv, "", local->message);
      g_clear_error (&local);
    }
  if (local == NULL)
    return TRUE;
  session_error_take (error, local);
  return FALSE;
}

/* A file under a name that isn't read would be lost without a word. */
static gboolean
look_for_strangers (SessionImport *self,
                    GError       **error)
{
  g_autoptr (GDir) dir = NULL;
  GError *local = NULL;
  const char *name;

  dir = g_dir_open (self->folder, 0, &local);
  if (dir == NULL)
    {
      g_set_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND, "%s",
                   _("The folder could not be read. Nothing was imported."));
      g_error_free (local);
      return FALSE;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      gboolean known =
          strcmp (name, "settings.csv") == 0 || strcmp (name, IO_CODEBOOK_FILE) == 0;

      if (!g_str_has_suffix (name, ".csv"))
        continue;
      for (ModelTable table = 0; table < MODEL_N_TABLES; table++)
        {
          g_autofree char *file = g_strconcat (model_table_file (table), ".csv", NULL);

          known |= strcmp (name, file) == 0;
        }
      if (!known)
        {
          g_autofree char *shown = g_filename_display_name (name);

          session_import_problem (shown, 0, "",
                                  _ ("Expected the name of a table, such as patients.csv or "
                                     "transfers.csv. This file was not read."),
                                  self);
        }
    }
  return TRUE;
}

gboolean
session_import_surroundings (SessionImport *self,
                             GError       **error)
{
  return look_for_strangers (self, error) && import_settings (self, error);
}

gboolean
session_import_rows (SessionImport *self,
                     GError       **error)
{
  if (!session_import_surroundings (self, error))
    return FALSE;
  for (guint i = 0; i < MODEL_N_TABLES; i++)
    if (!import_table (self, session_import_order[i], error))
      return FALSE;
  if (self->n_tables > 0)
    return TRUE;
  g_set_error_literal (error, SESSION_ERROR, SESSION_ERROR_INVALID,
                       _ ("The folder has none of the files of a register, such as patients.csv. "
                          "Nothing was imported."));
  return FALSE;
}
