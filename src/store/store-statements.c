/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every statement whose text doesn't depend on the dictionary, and how a statement is prepared,
 * bound and stepped. Parameters are named, never counted. */
#include "store-private.h"

/* Followed by the program's own rows, a session's note is no setting of the register. */
#define SESSION_NOTES "name >= 'session.' AND name < 'session/'"

static const char *const statements[STORE_N_SQL] = {
  [STORE_SQL_BEGIN_READ] = "BEGIN",
  [STORE_SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
  [STORE_SQL_COMMIT] = "COMMIT",
  [STORE_SQL_ROLLBACK] = "ROLLBACK",
  [STORE_SQL_SAVEPOINT] = "SAVEPOINT import_row",
  [STORE_SQL_RELEASE] = "RELEASE import_row",
  [STORE_SQL_ROLLBACK_TO] = "ROLLBACK TO import_row",
  [STORE_SQL_DATA_VERSION] = "PRAGMA data_version",

  [STORE_SQL_NEWEST_CHANGE] = "SELECT id, utc, digest FROM change ORDER BY id DESC LIMIT 1",
  [STORE_SQL_FIRST_DIGEST] = "SELECT digest FROM change ORDER BY id LIMIT 1",
  [STORE_SQL_CHANGE_BY_ID] =
      "SELECT id, utc, actor, kind, label, reason, undoes FROM change WHERE id = :id",
  [STORE_SQL_CHANGES_ASCENDING] =
      "SELECT id, utc, actor, kind, label, reason, undoes, digest FROM change ORDER BY id",
  [STORE_SQL_ADD_CHANGE] =
      "INSERT INTO change (id, utc, actor, kind, label, reason, undoes, digest)"
      " VALUES (:id, :utc, :actor, :kind, :label, :reason, :undoes, :digest)",
  [STORE_SQL_NEWEST_STEP] =
      "SELECT id, kind, undoes, label FROM change WHERE actor = :actor AND id <= :id"
      " AND kind IN ('edit', 'undo', 'redo') ORDER BY id DESC LIMIT 1",
  [STORE_SQL_CHANGES] = "SELECT id, utc, actor, kind, label, reason, undoes,"
                        " (SELECT count (*) FROM history WHERE change_id = id)"
                        " + (SELECT count (*) FROM identity_history WHERE change_id = id)"
                        " FROM change WHERE id < :before ORDER BY id DESC LIMIT :limit",
  [STORE_SQL_CHANGES_OF_PATIENT] =
      "SELECT id, utc, actor, kind, label, reason, undoes,"
      " (SELECT count (*) FROM history WHERE change_id = id AND patient_id = :patient)"
      " + (SELECT count (*) FROM identity_history WHERE change_id = id AND patient_id = :patient)"
      " FROM change WHERE id < :before"
      " AND (id IN (SELECT change_id FROM history WHERE patient_id = :patient"
      "  UNION SELECT change_id FROM identity_history WHERE patient_id = :patient)"
      "  OR id = (SELECT created FROM patient WHERE patient_id = :patient))"
      " ORDER BY id DESC LIMIT :limit",

  [STORE_SQL_ADD_HISTORY] =
      "INSERT INTO history (change_id, seq, table_id, patient_id, key, field, old, new)"
      " VALUES (:change, :seq, :table, :patient, :key, :field, :old, :new)",
  [STORE_SQL_ADD_IDENTITY_HISTORY] =
      "INSERT INTO identity_history (change_id, seq, table_id, patient_id, key, field, old, new)"
      " VALUES (:change, :seq, :table, :patient, :key, :field, :old, :new)",
  [STORE_SQL_HISTORY_OF_CHANGE] =
      "SELECT seq, table_id, patient_id, key, field, old, new, 0 FROM history"
      " WHERE change_id = :change"
      " UNION ALL SELECT seq, table_id, patient_id, key, field, old, new, 1 FROM identity_history"
      " WHERE change_id = :change ORDER BY 1",
  [STORE_SQL_HISTORY_OF_ROW] =
      "SELECT h.change_id, c.utc, c.actor, c.kind, c.label, c.reason, h.old, h.new, h.field"
      " FROM history AS h JOIN change AS c ON c.id = h.change_id"
      " WHERE h.patient_id = :patient AND h.table_id = :table AND h.key = :key"
      " AND (:field IS NULL OR h.field = :field) ORDER BY h.change_id DESC, h.seq DESC",
  [STORE_SQL_IDENTITY_HISTORY_OF_ROW] =
      "SELECT h.change_id, c.utc, c.actor, c.kind, c.label, c.reason, h.old, h.new, h.field"
      " FROM identity_history AS h JOIN change AS c ON c.id = h.change_id"
      " WHERE h.patient_id = :patient AND h.table_id = :table AND h.key = :key"
      " AND (:field IS NULL OR h.field = :field) ORDER BY h.change_id DESC, h.seq DESC",
  [STORE_SQL_HISTORY_SORTED] =
      "SELECT table_id, patient_id, key, field, old, new, change_id, seq FROM history"
      " UNION ALL SELECT table_id, patient_id, key, field, old, new, change_id, seq"
      " FROM identity_history ORDER BY 1, 2, 3, 4, 7, 8",
  [STORE_SQL_LATER_CHANGE] =
      "SELECT c.id, c.utc, c.actor, c.label FROM change AS c WHERE c.id ="
      " (SELECT max (id) FROM (SELECT max (change_id) AS id FROM history"
      "  WHERE patient_id = :patient AND table_id = :table AND key = :key AND field = :field"
      "  UNION ALL SELECT max (change_id) FROM identity_history"
      "  WHERE patient_id = :patient AND table_id = :table AND key = :key AND field = :field))",

  [STORE_SQL_SETTING] = "SELECT value FROM setting WHERE name = :name",
  [STORE_SQL_SET_SETTING] =
      "INSERT INTO setting (name, value) VALUES (:name, :value)"
      " ON CONFLICT (name) DO UPDATE SET value = :value WHERE value <> :value",
  [STORE_SQL_UNSET_SETTING] = "DELETE FROM setting WHERE name = :name",
  [STORE_SQL_SETTINGS] =
      "SELECT name, value FROM setting WHERE NOT (" SESSION_NOTES ") ORDER BY name",
  [STORE_SQL_SESSIONS] = "SELECT name, value FROM setting WHERE " SESSION_NOTES " ORDER BY name",

  [STORE_SQL_PATIENT_BY_CODE] = "SELECT patient_id FROM patient WHERE code = :code",
  [STORE_SQL_HIGHEST_PATIENT] = "SELECT max (patient_id) FROM patient",
  [STORE_SQL_CODE] = "SELECT code FROM patient WHERE patient_id = :patient",
  [STORE_SQL_LIST] =
      "SELECT patient_id FROM patient INDEXED BY patient_code WHERE patient_id NOT IN"
      " (SELECT patient_id FROM patient WHERE archived > 0) ORDER BY code",
  [STORE_SQL_LIST_ALL] = "SELECT patient_id FROM patient ORDER BY code",
/* Up to six words, each of which must be found. The sorter gets only what matches. */
#define WORD(n)                                                                                    \
  "(:word" n " IS NULL OR instr (p.search, :word" n ") OR instr (i.search, :word" n "))"
  [STORE_SQL_SEARCH] =
      "SELECT p.patient_id FROM patient AS p LEFT JOIN identity AS i"
      " ON i.patient_id = p.patient_id AND (i.archived = 0 OR :archived)"
      " WHERE (p.archived = 0 OR :archived) AND " WORD ("1") " AND " WORD ("2") " AND " WORD (
          "3") " AND " WORD ("4") " AND " WORD ("5") " AND " WORD ("6") " ORDER BY +p.code",
#undef WORD

  [STORE_SQL_CHUNK_PATIENTS] =
      "SELECT patient_id, referral_date, birth_month FROM patient"
      " WHERE patient_id >= :from AND patient_id < :to AND archived = 0 ORDER BY patient_id",
  [STORE_SQL_CHUNK_TRANSFERS] =
      "SELECT patient_id, key, cycle_key, status, date, order_in_cycle, kind FROM transfer"
      " WHERE patient_id >= :from AND patient_id < :to AND archived = 0 ORDER BY patient_id, key",
  [STORE_SQL_CHUNK_OUTCOMES] =
      "SELECT patient_id, key, sacs, nuchal_scan_alive, outcome, outcome_date, gestation_days,"
      " scan_date, nuchal_scan_date"
      " FROM transfer_outcome"
      " WHERE patient_id >= :from AND patient_id < :to AND archived = 0 ORDER BY patient_id, key",
  [STORE_SQL_CHUNK_CHILDREN] =
      "SELECT patient_id, transfer_key, born_alive FROM child"
      " WHERE patient_id >= :from AND patient_id < :to AND archived = 0 ORDER BY patient_id, key",
  [STORE_SQL_CHUNK_FOLLOWUPS] =
      "SELECT patient_id, date, status, reason, last_contact_date FROM followup"
      " WHERE patient_id >= :from AND patient_id < :to AND archived = 0 ORDER BY patient_id, key",
  [STORE_SQL_CHUNK_BIRTHS] =
      "SELECT patient_id, end_date FROM pregnancy INDEXED BY pregnancy_birth"
      " WHERE outcome = 'live_birth' AND transfer IS NULL"
      " AND patient_id >= :from AND patient_id < :to AND archived = 0"
      " ORDER BY patient_id",
};

const char *
store_sql_text (StoreSql statement)
{
  g_return_val_if_fail (statement < STORE_N_SQL, NULL);
  return statements[statement];
}

gboolean
store_prepare (Store         *self,
               const char    *sql,
               sqlite3_stmt **out_statement,
               GError       **error)
{
  int result
    = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out_statement, NULL);

  return result == SQLITE_OK || store_fail (self->db, result, error);
}

/* Reset and emptied, whatever its last use left. */
static sqlite3_stmt *
ready (Store         *self,
       const char    *sql,
       sqlite3_stmt **statement,
       GError       **error)
{
  if (*statement == NULL)
    {
      if (!store_prepare (self, sql, statement, error))
        return NULL;
    }
  else
    {
      sqlite3_reset (*statement);
      sqlite3_clear_bindings (*statement);
    }
  return *statement;
}

sqlite3_stmt *
store_statement (Store   *self,
                 StoreSql statement,
                 GError **error)
{
  return ready (self, statements[statement], &self->statements[statement], error);
}

sqlite3_stmt *
store_plan_statement (Store       *self,
                      StorePlan   *plan,
                      StorePlanSql statement,
                      GError     **error)
{
  g_return_val_if_fail (plan->sql[statement] != NULL, NULL);
  return ready (self, plan->sql[statement], &plan->statements[statement], error);
}

sqlite3_stmt *
store_column_set_statement (Store     *self,
                            StorePlan *plan,
                            guint      column,
                            GError   **error)
{
  return ready (self, plan->columns[column].set_sql, &plan->columns[column].set, error);
}

sqlite3_stmt *
store_column_range_statement (Store     *self,
                              StorePlan *plan,
                              guint      column,
                              GError   **error)
{
  return ready (self, plan->columns[column].range_sql, &plan->columns[column].range, error);
}

void
store_bind_integer (sqlite3_stmt *statement,
                    const char   *name,
                    gint64        value)
{
  int parameter = sqlite3_bind_parameter_index (statement, name);

  g_return_if_fail (parameter > 0);
  sqlite3_bind_int64 (statement, parameter, value);
}

void
store_bind_text (sqlite3_stmt *statement,
                 const char   *name,
                 const char   *value)
{
  int parameter = sqlite3_bind_parameter_index (statement, name);

  g_return_if_fail (parameter > 0);
  if (value != NULL)
    sqlite3_bind_text (statement, parameter, value, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement, parameter);
}

int
store_step (Store        *self,
            sqlite3_stmt *statement,
            GError      **error)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_ROW)
    return 1;
  if (result != SQLITE_DONE)
    store_fail (self->db, result, error);
  sqlite3_reset (statement);
  return result == SQLITE_DONE ? 0 : -1;
}

gboolean
store_run (Store        *self,
           sqlite3_stmt *statement,
           GError      **error)
{
  int step;

  while ((step = store_step (self, statement, error)) > 0)
    ;
  return step == 0;
}

char *
store_column_dup (sqlite3_stmt *statement,
                  int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}
