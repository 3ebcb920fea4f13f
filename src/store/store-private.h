/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the store share: the connection, its statements, the plan of each record table,
 * the open change. Nobody outside this folder and its tests includes it. */
#pragma once

#include <sqlite3.h>

#include "store.h"

G_BEGIN_DECLS

/* --- statements ---------------------------------------------------------------------------------
 * Every statement with a fixed text is one line of the table in store-statements.c; every statement
 * on a record table is built from the dictionary in store-plan.c. A test prepares all of them. */

typedef enum
{
  STORE_SQL_BEGIN_READ,
  STORE_SQL_BEGIN_WRITE,
  STORE_SQL_COMMIT,
  STORE_SQL_ROLLBACK,
  STORE_SQL_SAVEPOINT,
  STORE_SQL_RELEASE,
  STORE_SQL_ROLLBACK_TO,
  STORE_SQL_DATA_VERSION,
  STORE_SQL_NEWEST_CHANGE,
  STORE_SQL_FIRST_DIGEST,
  STORE_SQL_CHANGE_BY_ID,
  STORE_SQL_CHANGES_ASCENDING,
  STORE_SQL_ADD_CHANGE,
  STORE_SQL_NEWEST_STEP,
  STORE_SQL_CHANGES,
  STORE_SQL_CHANGES_OF_PATIENT,
  STORE_SQL_ADD_HISTORY,
  STORE_SQL_ADD_IDENTITY_HISTORY,
  STORE_SQL_HISTORY_OF_CHANGE,
  STORE_SQL_HISTORY_OF_ROW,
  STORE_SQL_IDENTITY_HISTORY_OF_ROW,
  STORE_SQL_HISTORY_SORTED,
  STORE_SQL_LATER_CHANGE,
  STORE_SQL_SETTING,
  STORE_SQL_SET_SETTING,
  STORE_SQL_UNSET_SETTING,
  STORE_SQL_SETTINGS,
  STORE_SQL_SESSIONS,
  STORE_SQL_PATIENT_BY_CODE,
  STORE_SQL_HIGHEST_PATIENT,
  STORE_SQL_CODE,
  STORE_SQL_LIST,
  STORE_SQL_LIST_ALL,
  STORE_SQL_SEARCH,
  STORE_SQL_CHUNK_PATIENTS,
  STORE_SQL_CHUNK_TRANSFERS,
  STORE_SQL_CHUNK_OUTCOMES,
  STORE_SQL_CHUNK_CHILDREN,
  STORE_SQL_CHUNK_FOLLOWUPS,
  STORE_SQL_CHUNK_BIRTHS,
  STORE_N_SQL
} StoreSql;

const char *store_sql_text (StoreSql statement);

/* Statements on a record table. */
typedef enum
{
  STORE_PLAN_ROW,       /* one row by :patient and :key */
  STORE_PLAN_PATIENT,   /* all rows of :patient, by key */
  STORE_PLAN_RANGE,     /* rows in force with patient in [:from, :to), in order */
  STORE_PLAN_RANGE_ALL, /* archived ones too */
  STORE_PLAN_INSERT,    /* does nothing where the row, or the code, exists */
  STORE_PLAN_MAX_KEY,   /* of :patient */
  STORE_PLAN_MAX_PATIENT,
  STORE_PLAN_SET_ARCHIVED,
  STORE_PLAN_SET_SEARCH, /* PATIENT and IDENTITY only */
  STORE_PLAN_BELOW,      /* keys of rows that hang below row :parent; tables with a parent */
  STORE_PLAN_KEYS, /* keys of a patient's rows. Both: in force (:archived 0), or set aside by a
                      change */
  STORE_PLAN_ARCHIVED_UNEXPLAINED, /* archived rows whose history doesn't say so */
  STORE_N_PLAN
} StorePlanSql;

typedef enum { STORE_AS_TEXT, STORE_AS_INTEGER, STORE_AS_REAL, STORE_AS_BOOLEAN } StoreType;

typedef struct
{
  const ModelField *field; /* borrowed from the dictionary */
  StoreType type;
  gboolean searched;       /* part of the row's search text */
  int parameter;           /* of the INSERT; 0 until that is prepared */
  char *set_sql, *range_sql;
  sqlite3_stmt *set, *range;
} StoreColumn;

typedef struct
{
  ModelTable table;
  guint n_columns;
  StoreColumn *columns;
  const char *parent_column; /* NULL: the row hangs on the patient, or its key is its parent's */
  char *sql[STORE_N_PLAN];   /* NULL where a table has no such statement */
  sqlite3_stmt *statements[STORE_N_PLAN];
  int patient, key, parent, created, missing, search; /* parameters of the INSERT */
} StorePlan;

/* Columns of what STORE_PLAN_ROW, _PATIENT and _RANGE give, before the fields. */
enum
{
  STORE_COLUMN_PATIENT,
  STORE_COLUMN_KEY,
  STORE_COLUMN_PARENT,
  STORE_COLUMN_CREATED,
  STORE_COLUMN_ARCHIVED,
  STORE_COLUMN_MISSING,
  STORE_COLUMN_FIELDS
};

struct _Store
{
  sqlite3 *db;
  char *path;
  StoreMode mode;
  ModelDictionary *dictionary;
  sqlite3_stmt *statements[STORE_N_SQL];
  StorePlan *plans; /* MODEL_N_TABLES */
  char *session;    /* name of the setting that notes this writer; NULL: none */
  int busy_timeout_ms;
};

StorePlan *store_plans_new (ModelDictionary *dictionary);
void       store_plans_free (StorePlan *plans);
/* Prepared on first use, reset and without bindings. NULL with an error. */
sqlite3_stmt *
store_plan_statement (Store *self, StorePlan *plan, StorePlanSql statement, GError **error);
sqlite3_stmt *store_statement (Store *self, StoreSql statement, GError **error);
/* UPDATE of one field and its missing text; SELECT of one field over a range of patients. */
sqlite3_stmt *
store_column_set_statement (Store *self, StorePlan *plan, guint column, GError **error);
sqlite3_stmt *
store_column_range_statement (Store *self, StorePlan *plan, guint column, GError **error);
gboolean store_prepare (Store *self, const char *sql, sqlite3_stmt **out_statement, GError **error);

void store_bind_integer (sqlite3_stmt *statement, const char *name, gint64 value);
void store_bind_text (sqlite3_stmt *statement,
                      const char *name,
                      const char *value); /* NULL: SQL's; copied */
/* A step that is ROW, DONE, or failed: 1, 0, -1 with an error. DONE and failure reset the
 * statement. */
int  store_step (Store *self, sqlite3_stmt *statement, GError **error);
gboolean store_run (Store *self, sqlite3_stmt *statement, GError **error); /* steps until DONE */
char *store_column_dup (sqlite3_stmt *statement, int column);

/* --- values and rows (store-plan.c)
 * --------------------------------------------------------------- */

/* Export notation of a column, or of its missing kind. (transfer full) (nullable) */
char *store_read_value (sqlite3_stmt *statement,
                        int column,
                        const StoreColumn *plan,
                        const char *missing);
/* Binds export notation; FALSE when the text can't be stored in such a column. */
gboolean store_bind_value (sqlite3_stmt *statement,
                           int parameter,
                           const StoreColumn *plan,
                           const char *value);
ModelMissing store_missing_kind (const char *missing, const char *id);
/* The missing text of a row with these values. (transfer full) (nullable) */
char    *store_missing_text (const StorePlan *plan, char *const *values);
char    *store_search_text (const StorePlan *plan, char *const *values);
ModelRow *store_row_from_statement (Store *self, const StorePlan *plan, sqlite3_stmt *statement);
/* One row, archived or not; NULL without error when there is none. */
gboolean store_find_row (Store *self,
                         ModelTable table,
                         gint64 patient,
                         gint64 key,
                         ModelRow **out_row,
                         GError **error);
gboolean  store_values_equal (const StoreColumn *column, const char *a, const char *b);

/* --- errors, connection
 * ---------------------------------------------------------------------------- */

/* Sets the error for an SQLite result code of this connection; always FALSE. */
gboolean store_fail (sqlite3 *db, int result, GError **error);
/* The same for an errno of a file operation on the register. */
gboolean store_fail_errno (int errnum, GError **error);
gboolean store_exec (sqlite3 *db, const char *sql, GError **error);
/* First column of the first row as an integer; for pragmas. */
gboolean store_query_integer (sqlite3 *db, const char *sql, gint64 *out_value, GError **error);

/* Opens a connection with the pragmas every connection has; no probe, no journal mode. */
sqlite3 *store_connect (const char *path, int flags, int busy_timeout_ms, GError **error);
gboolean store_file_system_is_remote (glong type);

/* The one transaction helper: BEGIN IMMEDIATE; func; COMMIT, checked; ROLLBACK on any failure. */
typedef gboolean (*StoreTransactionFunc) (Store *self, gpointer user_data, GError **error);
gboolean
store_transaction (Store *self, StoreTransactionFunc func, gpointer user_data, GError **error);
/* Its halves, for an import, which spans calls. */
gboolean store_transaction_begin (Store *self, GError **error);
gboolean store_transaction_commit (Store *self, GError **error); /* rolls back when it fails */
void     store_transaction_rollback (Store *self);
/* A snapshot over several SELECTs; nests in a transaction. */
gboolean store_snapshot_begin (Store *self, gboolean *out_mine, GError **error);
void     store_snapshot_end (Store *self, gboolean mine);

/* For tests that aren't about losing power: no fsync on this connection. */
void store_set_unsynced (Store *self);

/* --- schema, files
 * --------------------------------------------------------------------------------- */

const char *store_schema_script (void); /* of STORE_SCHEMA_VERSION; borrowed, static */
/* Runs the script and adds the dictionary's fields that it doesn't know. */
gboolean store_schema_create (sqlite3 *db, ModelDictionary *dictionary, GError **error);
gboolean store_schema_check (sqlite3 *db, ModelDictionary *dictionary, GError **error);
gboolean store_quick_check (sqlite3 *db, GError **error);
gboolean store_foreign_key_check (sqlite3 *db, GError **error);

/* An empty file beside `path`, mode 0600, to become `path`. */
char    *store_temporary_beside (const char *path, GError **error);
/* Syncs it and gives it its name, replacing nothing; removes it when that fails. */
gboolean store_publish (const char *temporary, const char *path, GError **error);
void     store_remove_temporary (const char *temporary);
/* Who watches a long copy; each may be NULL. */
typedef struct
{
  GCancellable *cancellable;
  StoreProgressFunc progress;
  gpointer user_data;
} StoreWatcher;
/* A verified copy at rest, atomically at `path`. dictionary: that the schema is checked against;
 * NULL: a copy of any version. watcher: nullable. */
gboolean store_copy (sqlite3 *from,
                     ModelDictionary *dictionary,
                     const char *path,
                     const StoreWatcher *watcher,
                     GError **error);
void     store_watch_connection (sqlite3 *db, GCancellable *cancellable);

/* --- changes (store-write.c)
 * ------------------------------------------------------------------------ */

/* The row itself, and its being set aside, as if they were fields: in history and to
 * store_write. */
#define STORE_FIELD_CREATED "created"
#define STORE_FIELD_ARCHIVED "archived"
extern const ModelField store_field_created, store_field_archived;

/* A change under way, inside a transaction. */
typedef struct
{
  Store *store;
  gint64 id;
  StoreChangeKind kind;
  char *utc, *actor, *label, *reason;
  gint64 undoes;
  gint64 seq;        /* of the last history row */
  gboolean bulk;     /* new rows leave no entry in history */
  guint64 n_written; /* rows inserted and fields set */
  GChecksum *digest;
  GArray *patients;  /* numbers touched, each once (gint64); not kept for a bulk change */
} StoreWrite;

const char *store_change_kind_id (StoreChangeKind kind);
gboolean store_change_kind_from_id (const char *id, StoreChangeKind *out_kind);
StoreWrite *store_write_begin (Store *self,
                               StoreChangeKind kind,
                               const StoreChangeInfo *info,
                               gint64 undoes,
                               GError **error);
gboolean store_write_finish (StoreWrite *self, GError **error); /* writes the row of `change` */
void     store_write_free (StoreWrite *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreWrite, store_write_free)

/* The one function that writes record tables. `field`: one of the table's; store_field_created:
 * the row is new, with its values (EXISTS when there is one with its key, or her code);
 * store_field_archived: set aside ("1") or put back (NULL). A row that no longer holds
 * `based_on` is a CONFLICT. */
gboolean store_write (StoreWrite *change,
                      const ModelRow *row,
                      const ModelField *field,
                      const char *based_on,
                      const char *value,
                      StoreConflict **out_conflict,
                      GError **error);
/* Sets aside a row and all in force that hangs on it; or puts back a row and what its change had
 * set aside with it. */
gboolean store_write_archive (StoreWrite *change,
                              ModelTable table,
                              gint64 patient,
                              gint64 key,
                              StoreConflict **out_conflict,
                              GError **error);
gboolean store_write_restore (StoreWrite *change,
                              ModelTable table,
                              gint64 patient,
                              gint64 key,
                              StoreConflict **out_conflict,
                              GError **error);
/* A row in force hangs on nothing that is set aside, else CONFLICT. */
gboolean store_check_upward (StoreWrite *change, const ModelRow *row, GError **error);
/* Nothing in force hangs on the row, else CONFLICT. */
gboolean store_check_downward (StoreWrite *change, const ModelRow *row, GError **error);
/* The change as a transaction; `func` fills it. Without anything written there is no change (id
 * 0). */
typedef gboolean (*StoreChangeFunc) (StoreWrite *change, gpointer user_data, GError **error);
gint64 store_change_run (Store *self,
                         StoreChangeKind kind,
                         const StoreChangeInfo *info,
                         gint64 undoes,
                         StoreChangeFunc func,
                         gpointer user_data,
                         GArray **out_patients,
                         GError **error);
gboolean
store_next_key (Store *self, ModelTable table, gint64 patient, gint64 *out_key, GError **error);

/* --- digest (store-digest.c)
 * ------------------------------------------------------------------------ */

typedef struct
{
  gint64 id;
  const char *utc, *actor, *kind, *label, *reason;
  gint64 undoes;
} StoreDigestChange;

typedef struct
{
  gboolean identity;
  gint64 seq;
  const char *table;
  gint64 patient, key;
  const char *field, *old_value, *new_value;
} StoreDigestRow;

#define STORE_DIGEST_FIRST "0000000000000000000000000000000000000000000000000000000000000000"
GChecksum *store_digest_begin (const char *previous, const StoreDigestChange *change);
void       store_digest_row (GChecksum *digest, const StoreDigestRow *row);
/* Of a new row's first values, for its entry in history. (transfer full) */
char      *store_digest_values (const StorePlan *plan, gint64 parent, char *const *values);

const char *store_actor (const char *actor); /* NULL: the account's name */

G_END_DECLS
