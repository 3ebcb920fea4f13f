/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A register at work: open, create, edit, undo, import, export, back up, ask.
 *
 * One SessionRegister per open file. It owns the one writer thread (the only one that touches the
 * read-write connection), one read connection on the main thread for the list's visible rows and
 * the patient's page, the current dataset, and the cache of cohorts. What a person can do is a
 * function here, so the command line can do what the window can, and a test needs no widget. Knows
 * no SQL and no GTK.
 *
 * A change flows one way: write committed -> `changed` -> a worker re-reads the chunks -> a new
 * dataset -> `dataset-changed` -> each page asks its question again -> the answer carries the
 * dataset's serial; a late answer is dropped by the page. */
#pragma once

#include <gio/gio.h>

#include "analysis-answer.h"
#include "analysis-ledger.h"
#include "model-dataset.h"
#include "model-draft.h"
#include "model-record.h"

G_BEGIN_DECLS

#define SESSION_ERROR (session_error_quark ())
GQuark session_error_quark (void);

/* By what the caller can do; the message is a sentence for the user. */
typedef enum
{
  SESSION_ERROR_BUSY,
  SESSION_ERROR_FULL,
  SESSION_ERROR_READ_ONLY,
  SESSION_ERROR_DAMAGED,
  SESSION_ERROR_NOT_A_REGISTER,
  SESSION_ERROR_TOO_NEW,
  SESSION_ERROR_NEEDS_MIGRATION,
  SESSION_ERROR_NOT_FOUND,
  SESSION_ERROR_EXISTS,
  SESSION_ERROR_INVALID,  /* the input is wrong: the report or message says where */
  SESSION_ERROR_CONFLICT, /* somebody changed the same: see SessionConflict */
  SESSION_ERROR_FAILED
} SessionError;

typedef enum
{
  SESSION_WRITABLE,
  SESSION_READ_ONLY_FILE,    /* no permission to write it */
  SESSION_READ_ONLY_DAMAGED, /* "This register is damaged": open for reading */
  SESSION_READ_ONLY_OLD,     /* an older schema that was not migrated */
  SESSION_READ_ONLY_HELD,    /* another program holds it: the state's text names it */
  SESSION_READ_ONLY_BACKUP   /* its name says that it is a backup: it is never written */
} SessionState;

#define SESSION_TYPE_REGISTER (session_register_get_type ())
G_DECLARE_FINAL_TYPE (SessionRegister, session_register, SESSION, REGISTER, GObject)

/* Signals:
 *   changed (gint64 change, GArray *patients)  after a commit, patients' numbers
 *                                              (element-type gint64); patients NULL: any
 *   dataset-changed ()                         a new dataset is there
 *   state-changed ()                           saving, saved, undo and redo labels, read-only;
 *                                              the file was checked
 */

/* --- opening and creating --------------------------------------------------------------------- */

/* Creates a new register (never replaces a path). settings: name, value, ... NULL; NULL allowed. */
gboolean session_create (const char *path, const char *const *settings, GError **error);
/* The demonstration as a new register at `path`. */
gboolean session_create_demonstration (const char *path, GError **error);

/* Either, in a worker: writing to a slow disk must not freeze a window. */
void session_create_async (const char *path,
                           gboolean demonstration,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean session_create_finish (GAsyncResult *result, GError **error);

/* Opens: writable if it can be, else for reading with the state saying why. Errors:
 * NOT_A_REGISTER, TOO_NEW, NOT_FOUND ... (the file and its folder are untouched then). The
 * dataset loads in a worker after opening: `dataset-changed` tells. Meanwhile the whole file is
 * checked, and only then opened for writing: what is saved before waits for it, and where there
 * is a fault or somebody holds the register, fails, and `state-changed` tells. */
void session_register_open_async (const char *path,
                                  gboolean read_only,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
SessionRegister *session_register_open_finish (GAsyncResult *result, GError **error);
/* For the command line: opens and, where load is TRUE, loads the dataset before it returns; the
 * state is final. */
SessionRegister *
session_register_open_sync (const char *path, gboolean read_only, gboolean load, GError **error);
/* A register with fields of a clinic's own is made and opened with its dictionary
 * (model_dictionary_with_field): nothing else has to be told of them. Opens without loading. */
gboolean         session_create_with (const char        *path,
                                      ModelDictionary   *dictionary,
                                      const char *const *settings,
                                      GError           **error);
SessionRegister *session_register_open_with (const char      *path,
                                             ModelDictionary *dictionary,
                                             GError         **error);
/* Waits for the writer, closes all connections. Also done at the last unref. */
void             session_register_close (SessionRegister *self);

const char  *session_register_path (SessionRegister *self);
/* File name without .natality. (transfer full) */
char        *session_register_name (SessionRegister *self);
SessionState session_register_state (SessionRegister *self);
/* The sentence for the banner when not writable; NULL when writable. (transfer full) */
char        *session_register_state_text (SessionRegister *self);
gboolean     session_register_is_writable (SessionRegister *self);
gboolean     session_register_is_saving (SessionRegister *self);
/* A session that was not closed was found when opening: the sentence about it, or NULL.
 * (transfer full) */
char        *session_register_crash_text (SessionRegister *self);
gboolean     session_register_is_synthetic (SessionRegister *self);
/* What is written beside every figure of a synthetic register; "changed copy" once its margins
 * differ from the demonstration's. NULL: not synthetic. (transfer full) */
char        *session_register_synthetic_note (SessionRegister *self);
ModelDictionary *session_register_dictionary (SessionRegister *self);
/* Looks whether another process wrote (on focus; the session itself looks every 2 s). */
void         session_register_look (SessionRegister *self);

/* --- the dataset and questions ---------------------------------------------------------------- */

ModelDataset *session_register_dataset (SessionRegister *self); /* borrowed; NULL while it loads */
/* While rows are read for a question, or for the first one: how much of it is done, in
 * thousandths. -1: nothing is read. */
int           session_register_reading (SessionRegister *self);
/* Whether the last attempt to load it failed; `state-changed` tells. */
gboolean      session_register_is_unreadable (SessionRegister *self);
/* The stored one, else the day of the newest change */
gint32        session_register_data_cut (SessionRegister *self);
int           session_register_gestation_limit (SessionRegister *self);

/* A cancel ends also the reading of rows. */
void session_register_ask_async (SessionRegister *self,
                                 const AnalysisQuestion *question,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
AnalysisAnswer *
session_register_ask_finish (SessionRegister *self, GAsyncResult *result, GError **error);
AnalysisAnswer *
session_register_ask_sync (SessionRegister *self, const AnalysisQuestion *question, GError **error);
/* What tests, tables and models start from: the cohort of a question, with the columns of `more`
 * beside its own (nullable, NULL-terminated; each as `by`), and in *out_question the question
 * completed by the register's settings. A cancel (nullable) ends the reading of rows. (transfer
 * full) */
AnalysisCohort *session_register_cohort_sync (SessionRegister *self,
                                              const AnalysisQuestion *question,
                                              const char *const *more,
                                              GCancellable *cancellable,
                                              AnalysisQuestion **out_question,
                                              GError **error);
/* A study of the patients of a question, tests or a model of them: made of its cohort, with the
 * columns of `more` as above. A pure function of its arguments, in a worker. cancelled: set once
 * the cancellable is; NULL without an error may be returned then. */
typedef gpointer (*SessionStudy) (AnalysisCohort *cohort,
                                  const AnalysisQuestion *question,
                                  const gint *cancelled,
                                  gpointer data,
                                  GError **error);
/* free_result: of what the study hands out; free_data (nullable): of what it was given. */
void session_register_study_async (SessionRegister *self,
                                   const AnalysisQuestion *question,
                                   const char *const *more,
                                   SessionStudy run,
                                   GDestroyNotify free_result,
                                   gpointer data,
                                   GDestroyNotify free_data,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* What the study handed out; *out_serial (nullable): of the dataset it is of. (transfer full) */
gpointer session_register_study_finish (SessionRegister *self,
                                        GAsyncResult *result,
                                        guint64 *out_serial,
                                        GError **error);
gpointer session_register_study_sync (SessionRegister *self,
                                      const AnalysisQuestion *question,
                                      const char *const *more,
                                      SessionStudy run,
                                      gpointer data,
                                      GCancellable *cancellable,
                                      guint64 *out_serial,
                                      GError **error);
/* Of a CSV, which has all its columns. (transfer full) */
AnalysisCohort *session_csv_cohort (const char *path,
                                    const char *time,
                                    const char *fate,
                                    const char *event,
                                    GError **error);
/* The answer of a CSV. */
AnalysisAnswer *session_ask_csv (const char *path,
                                 const char *time,
                                 const char *fate,
                                 const char *event,
                                 const AnalysisQuestion *question,
                                 GError **error);

/* --- the ledger of comparisons ---------------------------------------------------------------- */

/* What was compared since the register was opened; main thread only. Borrowed, until the next
 * is entered. */
const AnalysisLedger *session_register_ledger (SessionRegister *self);
/* entries: of report_ledger_of_tests and its like, (element-type AnalysisLedgerEntry), copied. */
void session_register_ledger_add (SessionRegister *self, GPtrArray *entries);

/* A ledger's file. Errors: NOT_FOUND, TOO_NEW, INVALID for what is no ledger. (transfer full) */
AnalysisLedger *session_ledger_read (const char *path, GError **error);
/* Enters comparisons into a file, which is made where there is none, and is the old or the whole
 * new one. What is no ledger, or a newer one, is left as it is. */
gboolean session_ledger_append (const char *path, GPtrArray *entries, GError **error);

/* --- the list of patients --------------------------------------------------------------------- */

/* Where a patient stands today, for the list and her page. */
typedef enum
{
  SESSION_STAGE_NEW,          /* no performed transfer */
  SESSION_STAGE_IN_TREATMENT,
  SESSION_STAGE_PREGNANT,     /* ongoing, or positive and not ended */
  SESSION_STAGE_DUE,          /* an outcome is overdue */
  SESSION_STAGE_LIVE_BIRTH,
  SESSION_STAGE_DISCONTINUED,
  SESSION_N_STAGES
} SessionStage;
const char *session_stage_label (SessionStage stage); /* translated */

typedef enum
{
  SESSION_SORT_CODE,
  SESSION_SORT_AGE,
  SESSION_SORT_TRANSFERS,
  SESSION_SORT_STAGE
} SessionSort;

typedef struct
{
  gint32 patient;
  char *code;
  double age_years;  /* today; NAN */
  guint n_transfers; /* performed */
  SessionStage stage; /* SESSION_N_STAGES: not known */
  gboolean archived;  /* then nothing else is known */
} SessionListRow;
void session_list_row_free (SessionListRow *self);

/* Numbers of the patients that match, sorted (ties by code). In a worker; never blocks.
 * (element-type gint32) */
void session_register_list_async (SessionRegister *self,
                                  const char *search,
                                  SessionSort sort,
                                  gboolean descending,
                                  gboolean archived,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GArray *session_register_list_finish (SessionRegister *self, GAsyncResult *result, GError **error);
/* Rows for the visible part (up to 128 at a time), from the main thread, in under a few ms.
 * (element-type SessionListRow) */
GPtrArray *session_register_list_rows (SessionRegister *self, const gint32 *patients, guint n);

/* --- a patient -------------------------------------------------------------------------------- */

/* With identity. (transfer full) */
ModelRecord *
session_register_read (SessionRegister *self, gint64 patient, gboolean archived, GError **error);
/* The same of an archived patient, as she was on the day of it: what was archived with her is shown
 * as in force. *out_change: the change that archived her; 0 where she isn't archived. (transfer
 * full) */
ModelRecord *session_register_read_archived (SessionRegister *self,
                                             gint64 patient,
                                             gint64 *out_change,
                                             GError **error);
SessionStage session_record_stage (ModelDictionary *dictionary,
                                   const ModelRecord *record,
                                   gint32 today,
                                   int limit_days);

typedef struct
{
  char *field_label;        /* of the field in conflict */
  char *yours, *theirs;     /* for display on screen only */
} SessionConflict;
void session_conflict_free (SessionConflict *self);

/* Saves what a draft holds as one change. HARD issues: INVALID. No edits: done, nothing written.
 * label: what the user did, without values. On CONFLICT *out_conflict tells. *out_patient
 * (nullable): the patient's number (of a new one). */
void session_register_save_async (SessionRegister *self,
                                  ModelDraft *draft,
                                  const char *label,
                                  const char *reason,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean session_register_save_finish (SessionRegister *self,
                                       GAsyncResult *result,
                                       gint64 *out_patient,
                                       SessionConflict **out_conflict,
                                       GError **error);
gboolean session_register_save_sync (SessionRegister *self,
                                     ModelDraft *draft,
                                     const char *label,
                                     const char *reason,
                                     gint64 *out_patient,
                                     SessionConflict **out_conflict,
                                     GError **error);

/* Takes an archived row back into force, with what was archived with it, as one change. CONFLICT:
 * what it hangs on is archived as well. */
void session_register_restore_async (SessionRegister *self,
                                     ModelTable table,
                                     gint64 patient,
                                     gint64 key,
                                     const char *label,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
session_register_restore_finish (SessionRegister *self, GAsyncResult *result, GError **error);

/* Steps of this account, also those of earlier sittings. Labels NULL: nothing to undo or redo.
 * (transfer full) */
char *session_register_undo_label (SessionRegister *self);
char *session_register_redo_label (SessionRegister *self);
void session_register_undo_async (SessionRegister *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean session_register_undo_finish (SessionRegister *self, GAsyncResult *result, GError **error);
void session_register_redo_async (SessionRegister *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean session_register_redo_finish (SessionRegister *self, GAsyncResult *result, GError **error);
gboolean session_register_undo_sync (SessionRegister *self, GError **error);
gboolean session_register_redo_sync (SessionRegister *self, GError **error);

/* Values for display */
typedef struct
{
  gint64 change;
  char *utc, *actor, *kind, *label, *reason, *old_value, *new_value;
} SessionHistoryEntry;
void       session_history_entry_free (SessionHistoryEntry *self);
/* Of one field, newest first. (element-type SessionHistoryEntry) */
GPtrArray *session_register_history (SessionRegister *self,
                                     ModelTable table,
                                     gint64 patient,
                                     gint64 key,
                                     const ModelField *field,
                                     GError **error);
/* Changes of a patient (0: all), newest first. Values NULL. */
GPtrArray *
session_register_changes (SessionRegister *self, gint64 patient, guint limit, GError **error);

/* One change by its number (a row's `archived`); values NULL. NULL: there is none. (transfer full)
 */
SessionHistoryEntry *session_register_change (SessionRegister *self, gint64 change, GError **error);

/* --- settings that decide figures ------------------------------------------------------------- */

/* (transfer full) (nullable) */
char    *session_register_setting (SessionRegister *self, const char *name);
gboolean session_register_set_setting_sync (SessionRegister *self,
                                            const char *name,
                                            const char *value,
                                            GError **error);

/* --- exchange, backup, check ------------------------------------------------------------------ */

/* done never falls, total is the same throughout; called in the main context of the async calls,
 * in the thread of the sync ones. What is cancelled ends with G_IO_ERROR_CANCELLED and leaves
 * nothing behind. */
typedef void (*SessionProgressFunc) (guint64 done, guint64 total, gpointer user_data);

/* Never what was found */
typedef struct { char *file; guint64 line; char *column; char *expected; } SessionImportProblem;
typedef struct
{
  guint64 n_rows, n_inserted, n_updated, n_unchanged, n_rejected;
  GPtrArray *problems;       /* of SessionImportProblem, the first 10,000 */
  guint64 n_problems;
  char *rejected_folder;     /* where the rejected rows were written; NULL */
  char *backup;              /* the backup taken before; NULL */
  gint64 change;             /* 0: nothing was changed */
} SessionImportReport;
void session_import_report_free (SessionImportReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SessionImportReport, session_import_report_free)

typedef enum
{
  SESSION_IMPORT_DEFAULT = 0,
  SESSION_IMPORT_DRY_RUN = 1 << 0,   /* report only */
  /* Take the good rows; the rejected ones are written to rejected_folder */
  SESSION_IMPORT_GOOD_ROWS = 1 << 1,
  SESSION_IMPORT_NO_BACKUP = 1 << 2  /* tests and fresh registers */
} SessionImportFlags;

/* folder: with patients.csv etc. rejected_folder (nullable): where rejected rows go. The report
 * is returned also with an error INVALID. */
gboolean session_register_import_sync (SessionRegister *self,
                                       const char *folder,
                                       SessionImportFlags flags,
                                       const char *rejected_folder,
                                       GCancellable *cancellable,
                                       SessionProgressFunc progress,
                                       gpointer user_data,
                                       SessionImportReport **out_report,
                                       GError **error);
void session_register_import_async (SessionRegister *self,
                                    const char *folder,
                                    SessionImportFlags flags,
                                    const char *rejected_folder,
                                    GCancellable *cancellable,
                                    SessionProgressFunc progress,
                                    gpointer progress_data,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean session_register_import_finish (SessionRegister *self,
                                         GAsyncResult *result,
                                         SessionImportReport **out_report,
                                         GError **error);

/* Into a new or empty folder (EXISTS otherwise). identity.csv only when asked for. */
gboolean session_register_export_sync (SessionRegister *self,
                                       const char *folder,
                                       gboolean identity,
                                       GCancellable *cancellable,
                                       SessionProgressFunc progress,
                                       gpointer user_data,
                                       GError **error);
void session_register_export_async (SessionRegister *self,
                                    const char *folder,
                                    gboolean identity,
                                    GCancellable *cancellable,
                                    SessionProgressFunc progress,
                                    gpointer progress_data,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
session_register_export_finish (SessionRegister *self, GAsyncResult *result, GError **error);

/* A synthetic register at a new path. options: name, value, ... NULL; nullable. */
gboolean session_simulate (const char *path,
                           guint n_patients,
                           guint64 seed,
                           const char *const *options,
                           GCancellable *cancellable,
                           SessionProgressFunc progress,
                           gpointer user_data,
                           GError **error);
void     session_simulate_async (const char *path,
                                 guint n_patients,
                                 guint64 seed,
                                 const char *const *options,
                                 GCancellable *cancellable,
                                 SessionProgressFunc progress,
                                 gpointer progress_data,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean session_simulate_finish (GAsyncResult *result, GError **error);

/* A verified copy; what was saved so far is in it. Never replaces a path. */
gboolean session_register_backup_sync (SessionRegister *self,
                                       const char *path,
                                       GCancellable *cancellable,
                                       SessionProgressFunc progress,
                                       gpointer user_data,
                                       GError **error);
void     session_register_backup_async (SessionRegister *self,
                                        const char *path,
                                        GCancellable *cancellable,
                                        SessionProgressFunc progress,
                                        gpointer progress_data,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
session_register_backup_finish (SessionRegister *self, GAsyncResult *result, GError **error);
/* Where a backup made today goes in a folder (NULL: the register's): dated, and not taken yet.
 * (transfer full) */
char    *session_register_backup_path (SessionRegister *self, const char *folder);

/* A new register from a backup, verified. */
gboolean session_restore (const char *backup,
                          const char *path,
                          GCancellable *cancellable,
                          SessionProgressFunc progress,
                          gpointer user_data,
                          GError **error);
void     session_restore_async (const char *backup,
                                const char *path,
                                GCancellable *cancellable,
                                SessionProgressFunc progress,
                                gpointer progress_data,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean session_restore_finish (GAsyncResult *result, GError **error);

/* A backup that was looked at: it opens, and passes the check of the file. */
typedef struct
{
  char *path;
  gint64 made;        /* of the file, in seconds since 1970, UTC */
  gint64 last_change; /* that it holds, likewise; 0: none */
  guint64 n_patients;
} SessionBackup;
void session_backup_free (SessionBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SessionBackup, session_backup_free)
/* Is the name one of a backup? */
gboolean session_is_backup_name (const char *path);
void     session_backup_look_async (const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* The newest good one of those that lie beside a register and bear its name; NOT_FOUND when there
 * is none. */
void     session_backup_find_async (const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* Of either. */
SessionBackup *session_backup_finish (GAsyncResult *result, GError **error);

gboolean session_migrate (const char *path, char **out_backup, GError **error);
/* The file, the schema, the history chain, and every record by the validator. Findings name
 * patient number, table, key, field and rule. */
typedef struct
{
  gint64 patient;
  ModelTable table;
  gint64 key;
  char *field;
  char *rule;
  gboolean hard;
  char *message;
} SessionFinding;
void       session_finding_free (SessionFinding *self);
/* (element-type SessionFinding); NULL with DAMAGED */
GPtrArray *session_register_check_sync (SessionRegister *self,
                                        GCancellable *cancellable,
                                        SessionProgressFunc progress,
                                        gpointer user_data,
                                        GError **error);
void       session_register_check_async (SessionRegister *self,
                                         GCancellable *cancellable,
                                         SessionProgressFunc progress,
                                         gpointer progress_data,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GPtrArray *
session_register_check_finish (SessionRegister *self, GAsyncResult *result, GError **error);

/* For writing exported figures: bytes to a path, atomically, refusing or replacing as asked. */
gboolean session_write_file (const char *path, GBytes *bytes, gboolean replace, GError **error);

G_END_DECLS
