/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading patients' records: one, or every one in a range, by one ordered cursor for each table. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base-text.h"
#include "store-private.h"

#define SEARCH_WORDS 6

static gboolean
fail_cancelled (GError **error)
{
  return store_fail (NULL, SQLITE_INTERRUPT, error);
}

/* --- records --- */

/* The cursors over [from, to): those of the mask, patient always, identity only when asked for. */
typedef struct
{
  sqlite3_stmt *statements[MODEL_N_TABLES]; /* NULL: not read, or at its end */
  gint64 patient[MODEL_N_TABLES];           /* of the row each stands on */
} Cursors;

static void
cursors_reset (Cursors *cursors)
{
  for (int table = 0; table < MODEL_N_TABLES; table++)
    if (cursors->statements[table] != NULL)
      sqlite3_reset (cursors->statements[table]);
}

static gboolean
cursor_next (Store   *self,
             Cursors *cursors,
             int      table,
             GError **error)
{
  int step = store_step (self, cursors->statements[table], error);

  if (step > 0)
    cursors->patient[table] = sqlite3_column_int64 (cursors->statements[table], 0);
  else
    cursors->statements[table] = NULL;
  return step >= 0;
}

static gboolean
cursors_open (Store           *self,
              Cursors         *cursors,
              gint64           from,
              gint64           to,
              guint            tables,
              StoreRecordFlags flags,
              GError         **error)
{
  StorePlanSql which =
      (flags & STORE_RECORD_ARCHIVED) != 0 ? STORE_PLAN_RANGE_ALL : STORE_PLAN_RANGE;

  tables |= 1u << MODEL_TABLE_PATIENT;
  if ((flags & STORE_RECORD_IDENTITY) == 0)
    tables &= ~(1u << MODEL_TABLE_IDENTITY);
  for (int table = 0; table < MODEL_N_TABLES; table++)
    {
      sqlite3_stmt *statement;

      if ((tables & (1u << table)) == 0)
        continue;
      statement = store_plan_statement (self, &self->plans[table], which, error);
      if (statement == NULL)
        return FALSE;
      store_bind_integer (statement, ":from", from);
      store_bind_integer (statement, ":to", to);
      cursors->statements[table] = statement;
      if (!cursor_next (self, cursors, table, error))
        return FALSE;
    }
  return TRUE;
}

/* The record of the patient the first cursor stands on; all cursors go past her. */
static ModelRecord *
read_patient (Store   *self,
              Cursors *cursors,
              GError **error)
{
  gint64 patient = cursors->patient[MODEL_TABLE_PATIENT];
  g_autoptr (ModelRecord) record = model_record_new (patient);

  for (int table = 0; table < MODEL_N_TABLES; table++)
    while (cursors->statements[table] != NULL && cursors->patient[table] <= patient)
      {
        if (cursors->patient[table] == patient)
          model_record_take (record, store_row_from_statement (self, &self->plans[table],
                                                               cursors->statements[table]));
        if (!cursor_next (self, cursors, table, error))
          return NULL;
      }
  model_record_sort (record, self->dictionary);
  return g_steal_pointer (&record);
}

gboolean
store_each_record (Store           *self,
                   gint64           from,
                   gint64           to,
                   guint            tables,
                   StoreRecordFlags flags,
                   StoreRecordFunc  func,
                   gpointer         user_data,
                   GError         **error)
{
  Cursors cursors = { { NULL }, { 0 } };
  gboolean mine;
  gboolean ok;

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  if (!store_snapshot_begin (self, &mine, error))
    return FALSE;
  ok = cursors_open (self, &cursors, from, to, tables, flags, error);
  while (ok && cursors.statements[MODEL_TABLE_PATIENT] != NULL)
    {
      g_autoptr (ModelRecord) record = read_patient (self, &cursors, error);

      ok = record != NULL && (func (record, user_data) || fail_cancelled (error));
    }
  cursors_reset (&cursors);
  store_snapshot_end (self, mine);
  return ok;
}

static gboolean
steal_record_cb (ModelRecord *record,
                 gpointer     user_data)
{
  ModelRecord **out_record = user_data;

  /* The rows change hands; what is freed after the call is the husk. */
  *out_record = model_record_new (record->patient);
  for (int table = 0; table < MODEL_N_TABLES; table++)
    {
      GPtrArray *rows = (*out_record)->rows[table];

      (*out_record)->rows[table] = record->rows[table];
      record->rows[table] = rows;
    }
  return TRUE;
}

ModelRecord *
store_read_record (Store           *self,
                   gint64           patient,
                   StoreRecordFlags flags,
                   GError         **error)
{
  ModelRecord *record = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!store_each_record (self, patient, patient + 1, STORE_TABLES_ALL, flags, steal_record_cb,
                          &record, error))
    {
      g_clear_pointer (&record, model_record_free);
      return NULL;
    }
  if (record == NULL)
    g_set_error_literal (error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                         _("There is no such patient in this register."));
  return record;
}

/* --- single questions --- */

static gint64
ask_integer (Store        *self,
             sqlite3_stmt *statement)
{
  gint64 value = 0;

  if (statement != NULL && store_step (self, statement, NULL) > 0)
    value = sqlite3_column_int64 (statement, 0);
  if (statement != NULL)
    sqlite3_reset (statement);
  return value;
}

gint64
store_patient_by_code (Store      *self,
                       const char *code)
{
  sqlite3_stmt *statement;

  g_return_val_if_fail (self != NULL && code != NULL, 0);

  statement = store_statement (self, STORE_SQL_PATIENT_BY_CODE, NULL);
  if (statement == NULL)
    return 0;
  store_bind_text (statement, ":code", code[0] == '\\' ? code + 1 : code);
  return ask_integer (self, statement);
}

gint64
store_highest_patient (Store *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return ask_integer (self, store_statement (self, STORE_SQL_HIGHEST_PATIENT, NULL));
}

gint64
store_data_version (Store *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return ask_integer (self, store_statement (self, STORE_SQL_DATA_VERSION, NULL));
}

gint64
store_newest_change (Store *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return ask_integer (self, store_statement (self, STORE_SQL_NEWEST_CHANGE, NULL));
}

char *
store_identity (Store *self)
{
  sqlite3_stmt *statement;
  char *digest = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  statement = store_statement (self, STORE_SQL_FIRST_DIGEST, NULL);
  if (statement != NULL && store_step (self, statement, NULL) > 0)
    digest = store_column_dup (statement, 0);
  if (statement != NULL)
    sqlite3_reset (statement);
  return digest;
}

gint32
store_newest_change_day (Store *self)
{
  gint32 day = BASE_DAY_NONE;
  sqlite3_stmt *statement;

  g_return_val_if_fail (self != NULL, BASE_DAY_NONE);

  statement = store_statement (self, STORE_SQL_NEWEST_CHANGE, NULL);
  if (statement != NULL && store_step (self, statement, NULL) > 0)
    {
      const char *utc = (const char *) sqlite3_column_text (statement, 1);
      g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
      g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);
      g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_timezone (time, zone) : NULL;
      int year, month, of_month;

      if (local != NULL)
        {
          g_date_time_get_ymd (local, &year, &month, &of_month);
          day = base_day_from_ymd (year, month, of_month);
        }
    }
  if (statement != NULL)
    sqlite3_reset (statement);
  return day;
}

/* --- the list --- */

static sqlite3_stmt *
list_statement (Store      *self,
                const char *search,
                gboolean    archived,
                GError    **error)
{
  g_autofree char *folded = base_text_fold (search != NULL ? search : "");
  g_auto (GStrv) words = g_strsplit (folded, " ", SEARCH_WORDS);
  sqlite3_stmt *statement;

  if (folded[0] == '\0')
    return store_statement (self, archived ? STORE_SQL_LIST_ALL : STORE_SQL_LIST, error);
  statement = store_statement (self, STORE_SQL_SEARCH, error);
  if (statement == NULL)
    return NULL;
  store_bind_integer (statement, ":archived", archived);
  for (int i = 0; i < SEARCH_WORDS && words[i] != NULL; i++)
    {
      char name[] = ":word1";

      name[5] += i;
      store_bind_text (statement, name, words[i]);
    }
  return statement;
}

GArray *
store_list (Store        *self,
            const char   *search,
            gboolean      archived,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (GArray) patients = g_array_new (FALSE, FALSE, sizeof (gint32));
  sqlite3_stmt *statement;
  int step;

  g_return_val_if_fail (self != NULL, NULL);

  statement = list_statement (self, search, archived, error);
  if (statement == NULL)
    return NULL;
  store_watch (self, cancellable);
  while ((step = store_step (self, statement, error)) > 0)
    {
      gint32 patient = sqlite3_column_int (statement, 0);

      g_array_append_val (patients, patient);
    }
  store_watch (self, NULL);
  return step == 0 ? g_steal_pointer (&patients) : NULL;
}

static gboolean
read_codes (Store        *self,
            const gint32 *patients,
            guint         n,
            GPtrArray    *codes,
            GError      **error)
{
  for (guint i = 0; i < n; i++)
    {
      sqlite3_stmt *statement = store_statement (self, STORE_SQL_CODE, error);
      int step;

      if (statement == NULL)
        return FALSE;
      store_bind_integer (statement, ":patient", patients[i]);
      step = store_step (self, statement, error);
      g_ptr_array_add (codes, step > 0 ? store_column_dup (statement, 0) : g_strdup (""));
      sqlite3_reset (statement);
      if (step < 0)
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
store_codes (Store        *self,
             const gint32 *patients,
             guint         n,
             GError      **error)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_full (n, g_free);
  gboolean mine, good;

  g_return_val_if_fail (self != NULL && (patients != NULL || n == 0), NULL);

  /* Else each row locks the file, and unlocks it. */
  if (!store_snapshot_begin (self, &mine, error))
    return NULL;
  good = read_codes (self, patients, n, codes, error);
  store_snapshot_end (self, mine);
  return good ? g_steal_pointer (&codes) : NULL;
}

static int
progress_cb (void *user_data)
{
  return g_cancellable_is_cancelled (user_data);
}

void
store_watch_connection (sqlite3      *db,
                        GCancellable *cancellable)
{
  sqlite3_progress_handler (db, 10000, cancellable != NULL ? progress_cb : NULL, cancellable);
}

void
store_watch (Store        *self,
             GCancellable *cancellable)
{
  store_watch_connection (self->db, cancellable);
}
