/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register file: SQLite, and the only folder that knows so.
 *
 * A Store is one connection, used from one thread at a time. What a session needs of it: probe,
 * open, read, write changes, undo, import in bulk, settings, check, back up, migrate. Everything
 * that changes the register goes through one function that writes record tables (store_write)
 * inside one transaction helper. No message of this module holds a patient's value. */
#pragma once

#include <gio/gio.h>

#include "model-dataset.h"
#include "model-record.h"

G_BEGIN_DECLS

#define STORE_SCHEMA_VERSION 1
#define STORE_APPLICATION_ID 0x4E41544C /* "NATL" */

#define STORE_ERROR (store_error_quark ())
GQuark store_error_quark (void);

/* By what the caller can do. */
typedef enum
{
  STORE_ERROR_BUSY,      /* another program holds the register: try again; nothing was written */
  STORE_ERROR_FULL,      /* no space: make room and try again; nothing was written */
  STORE_ERROR_READ_ONLY, /* no permission to write */
  STORE_ERROR_CORRUPT,   /* the file is damaged: open for reading, restore a backup */
  STORE_ERROR_NOT_A_REGISTER, /* some other file */
  STORE_ERROR_TOO_NEW,        /* made by a newer Natality */
  STORE_ERROR_TOO_OLD,        /* needs store_migrate before it can be written */
  STORE_ERROR_NOT_FOUND,      /* no such file, row or step */
  STORE_ERROR_EXISTS,         /* a path that must not be replaced; a code already taken */
  STORE_ERROR_CONSTRAINT, /* a row contradicts the schema (a reference to nothing, no number) */
  STORE_ERROR_CONFLICT,   /* somebody changed the same field since it was read: see StoreConflict */
  STORE_ERROR_CANCELLED,
  STORE_ERROR_IO /* the disk failed: what was committed is kept */
} StoreError;

typedef struct _Store Store;
typedef enum { STORE_READ, STORE_WRITE } StoreMode;

typedef struct
{
  int schema_version; /* of the file */
  gboolean writable;  /* file and folder may be written by this account */
  gboolean in_wal;    /* the header says WAL: somebody has it open, or a session was not closed */
} StoreProbe;

/* Reads the first 100 bytes as bytes. NOT_A_REGISTER, TOO_NEW, NOT_FOUND, IO. Creates and
 * changes nothing. */
gboolean store_probe (const char *path, StoreProbe *out_probe, GError **error);

/* A new register (mode 0600; EXISTS if the path is taken), closed again. settings: name, value,
 * ... NULL. */
gboolean store_create (const char *path,
                       ModelDictionary *dictionary,
                       const char *const *settings,
                       GError **error);

/* Opens. WRITE: WAL on a local disk, FULL synchronous, foreign keys; notes the session (setting
 * `session.<id>`: account, host, process, since) for store_sessions. Refuses TOO_OLD when writing.
 * READ never creates a file beside a register at rest. */
Store   *store_open (const char *path, StoreMode mode, ModelDictionary *dictionary, GError **error);
/* The last writer out checkpoints and returns the file to journal_mode=DELETE: one file at rest. It
 * waits up to 1.5 s for readers, and leaves the WAL where one stays: a session closes its reading
 * connections first. NULL is allowed. */
void     store_close (Store *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Store, store_close)
const char *store_path (Store *self);
/* How long a writer waits for another one (default 5000 ms). */
void     store_set_busy_timeout (Store *self, int milliseconds);

/* Sessions noted as open for writing by other connections: "name@host, since 2026-11-23 09:18".
 * Those whose process on this host is gone are `crashed`. (element-type StoreSession) */
typedef struct { char *who; char *since_utc; gboolean crashed; } StoreSession;
GPtrArray *store_sessions (Store *self, GError **error);

/* The statements that follow end with CANCELLED once it is cancelled; NULL: no longer. */
void     store_watch (Store *self, GCancellable *cancellable);
/* quick_check, foreign keys, and the schema's text against its script. TRUE: sound. FALSE with
 * CORRUPT. */
gboolean store_check (Store *self, GError **error);
/* The same without the foreign keys, which take seconds in a large register: what opening asks. */
gboolean store_check_quick (Store *self, GError **error);
/* The digest chain of `change` and `history`, and the tables against the replay of history.
 * Slow. */
gboolean store_verify_history (Store *self, GCancellable *cancellable, GError **error);
/* PRAGMA data_version: changes when another connection has committed. */
gint64   store_data_version (Store *self);
gint64   store_newest_change (Store *self); /* id; 0: none */
gint32   store_newest_change_day (Store *self); /* local day of it; BASE_DAY_NONE */
/* What tells a register from others, whatever it is called: the digest of its first change. NULL:
 * nothing was entered yet. (transfer full) */
char    *store_identity (Store *self);

/* --- reading --------------------------------------------------------------------------------- */

#define STORE_TABLES_ALL ((1u << MODEL_N_TABLES) - 1)
typedef enum
{
  STORE_RECORD_PLAIN = 0,
  STORE_RECORD_ARCHIVED = 1 << 0,
  STORE_RECORD_IDENTITY = 1 << 1
} StoreRecordFlags;

/* (transfer full); NOT_FOUND. */
ModelRecord *
store_read_record (Store *self, gint64 patient, StoreRecordFlags flags, GError **error);
/* Every patient's record with number in [from, to), ascending, of the tables in the mask;
 * PATIENT always. The record is the callee's only during the call. A callback that returns FALSE
 * ends it (with CANCELLED). */
typedef gboolean (*StoreRecordFunc) (ModelRecord *record, gpointer user_data);
gboolean store_each_record (Store *self,
                            gint64 from,
                            gint64 to,
                            guint tables,
                            StoreRecordFlags flags,
                            StoreRecordFunc func,
                            gpointer user_data,
                            GError **error);
gint64   store_patient_by_code (Store *self, const char *code); /* 0: none */
gint64   store_highest_patient (Store *self);

/* Chunk `index` of the dataset with its core columns (model-dataset.h), then `fields`: stored ones
 * straight from their table, derived ones by model_derive. No cut decides a column: what is known
 * at a transfer is read as of that transfer (model-dataset.h). (transfer full) */
ModelChunk *store_read_chunk (Store *self, guint index, GError **error);
ModelChunk *store_add_columns (Store *self,
                               ModelChunk *chunk,
                               guint index,
                               const ModelField *const *fields,
                               guint n_fields,
                               int limit_days,
                               GError **error);

/* The patients' list: numbers that match `search` (folded; NULL or "": all; code, note, and
 * names and hospital number of identity), by code. Archived patients only when asked for.
 * (transfer full) (element-type gint32) */
GArray *store_list (Store *self,
                    const char *search,
                    gboolean archived,
                    GCancellable *cancellable,
                    GError **error);
/* Codes of these patients, in their order; (transfer full) (element-type utf8). */
GPtrArray *store_codes (Store *self, const gint32 *patients, guint n, GError **error);

/* --- writing --------------------------------------------------------------------------------- */

typedef enum
{
  STORE_CHANGE_EDIT,
  STORE_CHANGE_IMPORT,
  STORE_CHANGE_UNDO,
  STORE_CHANGE_REDO,
  STORE_CHANGE_SIMULATE,
  STORE_CHANGE_MIGRATE
} StoreChangeKind;

typedef struct
{
  const char *actor;  /* NULL: the account's name */
  const char *label;  /* what the user did: "Transfer 3, outcome" - no value of the patient's */
  const char *reason; /* nullable: why soft warnings were kept */
  const char *utc;    /* NULL: now */
} StoreChangeInfo;

typedef struct
{
  ModelTable table;
  gint64 patient, key;
  const ModelField *field;
  char *based_on, *found; /* both values, for the screen only; never logged */
} StoreConflict;
void store_conflict_free (StoreConflict *self);

/* One act of a user: one change, one transaction. Applies the edits in order (negative keys are
 * given numbers). Returns the change id, 0 on error with nothing written; on CONFLICT
 * *out_conflict (nullable) says where. *out_patients (nullable): numbers touched (element-type
 * gint64). No edits: no change, returns 0 without error. */
gint64 store_change (Store *self,
                     const StoreChangeInfo *info,
                     GPtrArray *edits,
                     GArray **out_patients,
                     StoreConflict **out_conflict,
                     GError **error);

/* Undo and redo are steps of this account (actor NULL: the account's name), newest first, across
 * restarts; an import is no step. *out_label: what would be undone; NULL: nothing. */
gboolean store_next_undo (Store *self,
                          const char *actor,
                          gint64 *out_change,
                          char **out_label,
                          GError **error);
gboolean store_next_redo (Store *self,
                          const char *actor,
                          gint64 *out_change,
                          char **out_label,
                          GError **error);
/* `change` must be the account's next step, else NOT_FOUND.
 * Appends a change that sets back what `change` set, if every field still holds it; else
 * CONFLICT and a message that says what came after. */
gint64
store_undo (Store *self, const char *actor, gint64 change, GArray **out_patients, GError **error);
gint64
store_redo (Store *self, const char *actor, gint64 change, GArray **out_patients, GError **error);

/* Bulk: one change of kind IMPORT or SIMULATE, one transaction, no history of first values. */
typedef struct _StoreImport StoreImport;
typedef enum
{
  STORE_IMPORT_INSERTED,
  STORE_IMPORT_UPDATED,
  STORE_IMPORT_UNCHANGED,
  STORE_IMPORT_REJECTED
} StoreImportResult;
StoreImport *
store_import_begin (Store *self, StoreChangeKind kind, const StoreChangeInfo *info, GError **error);
/* Inserts the row, or, where (patient, table, key) exists, sets the fields in which it differs
 * (a field that is NULL in `row` leaves what is there). PATIENT rows with patient 0 are matched
 * by code, else get the next number, which is written into row->patient; rows with key 0 get the
 * next key, which is written likewise. A row comes after those it refers to: cycles before
 * transfers, transfers and outcomes before what hangs on them, and before pregnancies, medications
 * and adverse events. Rows in ascending patient number are fastest. An archived row isn't written
 * to: EXISTS. REJECTED with CONSTRAINT or EXISTS writes nothing of this row and the import can go
 * on; with any other error it can't, and commit gives that error again. */
StoreImportResult store_import_row (StoreImport *self, ModelRow *row, GError **error);
gint64
store_import_patient (StoreImport *self,
                      const char *code); /* 0: no such patient, also counting rows of this import */
gboolean
store_import_setting (StoreImport *self, const char *name, const char *value, GError **error);
/* Returns the change id; 0 without error when nothing was changed (then no change is written).
 * Frees self. */
gint64   store_import_commit (StoreImport *self, GError **error);
void     store_import_rollback (StoreImport *self); /* frees self */

/* --- history
 * ----------------------------------------------------------------------------------- */

typedef struct
{
  gint64 change;
  char *utc, *actor, *kind, *label, *reason;
  char *old_value, *new_value; /* export notation */
} StoreHistoryEntry;
void       store_history_entry_free (StoreHistoryEntry *self);
/* Of one field, or of a whole row (field NULL), newest first. (element-type StoreHistoryEntry) */
GPtrArray *store_history (Store *self,
                          ModelTable table,
                          gint64 patient,
                          gint64 key,
                          const ModelField *field,
                          GError **error);
typedef struct
{
  gint64 id;
  char *utc, *actor, *kind, *label, *reason;
  guint n_fields;
  gint64 undoes;
} StoreChange;
void       store_change_free (StoreChange *self);
/* The newest `limit` changes before id `before` (0: the newest), of a patient (0: all).
 * (element-type StoreChange) */
GPtrArray *store_changes (Store *self, gint64 patient, gint64 before, guint limit, GError **error);

/* --- settings
 * ---------------------------------------------------------------------------------- */

char    *store_setting (Store *self, const char *name); /* NULL: not set. (transfer full) */
gboolean store_set_setting (Store *self,
                            const char *name,
                            const char *value,
                            GError **error); /* NULL: unset */
/* name, value, name, value, ... NULL, by name, without the program's `session.` ones. (transfer
 * full) */
GStrv    store_settings (Store *self, GError **error);

/* --- files
 * --------------------------------------------------------------------------------------- */

/* A verified copy (SQLite's backup, then store_check on it), mode 0600, atomically at `path`.
 * EXISTS, FULL. */
gboolean store_backup (Store *self, const char *path, GError **error);
/* Copies backup over nothing: a new register at `path` from a verified backup. */
gboolean store_restore (const char *backup, const char *path, GError **error);
/* The same of a large register: told in pages, and CANCELLED with nothing left of it. */
typedef void (*StoreProgressFunc) (guint64 done, guint64 total, gpointer user_data);
gboolean store_backup_full (Store *self,
                            const char *path,
                            GCancellable *cancellable,
                            StoreProgressFunc progress,
                            gpointer user_data,
                            GError **error);
gboolean store_restore_full (const char *backup,
                             const char *path,
                             GCancellable *cancellable,
                             StoreProgressFunc progress,
                             gpointer user_data,
                             GError **error);

/* Brings an older register to STORE_SCHEMA_VERSION: a verified backup beside it first
 * (path.v1-YYYYMMDD-HHMMSS.backup style), then one transaction per version. The steps are a
 * table of immutable scripts; tests pass their own. */
typedef struct { int to_version; const char *script; } StoreMigration;
gboolean store_migrate (const char *path,
                        const StoreMigration *steps,
                        guint n_steps,
                        char **out_backup,
                        GError **error);

G_END_DECLS
