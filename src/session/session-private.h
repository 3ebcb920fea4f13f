/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of session share. Nobody outside includes this. */
#pragma once

#include "session-register.h"
#include "store.h"

G_BEGIN_DECLS

/* --- the writer (session-writer.c) ------------------------------------------------------------ */

typedef struct _SessionWriter SessionWriter;
/* A job runs in the writer's thread with the read-write connection; NULL: there is none, and
 * session_check_writable says why. */
typedef void (*SessionJobFunc) (Store *store, gpointer data);

/* The thread begins with `prepare`, which hands out the connection or NULL. */
SessionWriter *session_writer_new (Store *(*prepare) (gpointer data), gpointer data);
/* Does what was pushed, closes the connection, ends the thread. */
void           session_writer_free (SessionWriter *self);
void           session_writer_push (SessionWriter *self, SessionJobFunc func, gpointer data);
/* Pushes and waits until it is done. */
void           session_writer_run (SessionWriter *self, SessionJobFunc func, gpointer data);
gboolean       session_writer_is_busy (SessionWriter *self);

/* --- errors (session-error.c) ----------------------------------------------------------------- */

/* Takes an error of any module and hands out SESSION_ERROR with the same sentence. */
void session_error_take (GError **out, GError *error);
/* Where it is the error of a cancel, says this sentence instead. */
void session_error_cancelled (GError **error, const char *sentence);

/* --- cancelling (session-compute.c) ----------------------------------------------------------- */

/* Sets *cancelled, atomically, once cancellable (nullable) is cancelled. For
 * g_cancellable_disconnect. */
gulong session_watch_cancel (GCancellable *cancellable, gint *cancelled);

/* --- the register ----------------------------------------------------------------------------- */

#define SESSION_COHORTS 8 /* cohorts kept */

struct _SessionRegister
{
  GObject parent_instance;

  /* Set when it is opened, then constant. */
  char *path;
  ModelDictionary *dictionary;
  GMainContext *context; /* where signals are emitted; NULL: nowhere */
  SessionWriter *writer;
  GCancellable *closing;  /* ends the check of the file and all reading in workers */
  char *identity;         /* see store_identity; NULL: nothing was entered yet */
  GPtrArray *drafts;      /* of SessionDraft, left behind; NULL: not looked for, or taken */
  char *draft_trouble;

  /* Main thread only. */
  Store *reader;
  guint watch_id;
  gint64 data_version;
  char *undo_label, *redo_label;
  gboolean refreshing; /* a worker makes a new dataset */
  gboolean unreadable; /* the last one to try failed */
  gboolean labels_known;
  AnalysisLedger *ledger; /* of this sitting */

  /* Under `lock`. */
  GMutex lock;
  SessionState state; /* as it seems, until the file was checked and opened for writing */
  char *state_text, *crash_text;
  GError *open_error; /* what hindered that but its state; for the command line */
  ModelDataset *dataset;
  guint64 serial;
  gboolean stale_all;
  GHashTable *stale; /* chunk indices as GUINT_TO_POINTER (index + 1) */
  GPtrArray *cohorts; /* of SessionCohort, newest first */
  gint32 data_cut;
  gboolean data_cut_stored;
  int gestation_limit;
  char *synthetic; /* the `synthetic` setting; NULL: not synthetic */

  /* The loader's connection: one worker at a time, under `loader_lock`. */
  GMutex loader_lock;
  Store *loader;
  gint reading;         /* atomic: session_register_reading () */
  gint64 loaded_change; /* newest change that the dataset holds */
};

/* (session-load.c) A new chunk from the register, by a connection of any thread. NULL: failed. */
typedef ModelChunk *(*SessionChunkFunc) (SessionRegister *self,
                                         Store *store,
                                         guint index,
                                         gpointer data,
                                         GError **error);
/* Chunks 0 to n - 1, made by func in several threads; under loader_lock. Tells `reading`.
 * cancellable (nullable) ends it. (element-type ModelChunk) */
GPtrArray *session_read_chunks (SessionRegister *self,
                                guint n,
                                SessionChunkFunc func,
                                gpointer data,
                                GCancellable *cancellable,
                                GError **error);

/* (session-dataset.c) Brings the dataset up to date if it isn't; in any thread. Returns a
 * reference. */
ModelDataset *session_dataset_current (SessionRegister *self, GError **error);
/* The same with the columns of these fields in it. Losses and births are told apart by limit_days;
 * where that isn't the register's own and a field hangs on it, the dataset is the caller's only. */
ModelDataset *
session_dataset_with_fields (SessionRegister *self,
                             GPtrArray *fields,
                             int limit_days,
                             GCancellable *cancellable,
                             GError **error);
/* Marks patients (NULL: all) as changed. */
void          session_dataset_mark (SessionRegister *self, GArray *patients);
/* Starts the worker that refreshes and then emits dataset-changed; main thread. */
void          session_dataset_refresh (SessionRegister *self);
/* Reads the settings that decide figures; whether one is another than before. */
gboolean      session_read_settings (SessionRegister *self, Store *store);

/* (session-register.c) After a commit, from any thread: marks, refreshes the labels, emits
 * `changed`. Takes patients. */
void session_announce (SessionRegister *self, gint64 change, GArray *patients);
void session_emit_dataset_changed (SessionRegister *self);
void session_emit_state_changed (SessionRegister *self);
/* Opens a further read connection; CANCELLED once the register is being closed. */
Store *session_open_reader (SessionRegister *self, GError **error);
gboolean session_check_writable (SessionRegister *self, GError **error);
/* An error that was met in work: where it is DAMAGED the register is for reading only from then on.
 * Any thread. */
void     session_note_fault (SessionRegister *self, const GError *error);

/* (session-draft-find.c) Looks for drafts of this register that were left behind; any thread. */
void session_find_drafts (SessionRegister *self);

/* (session-ask.c) */
void session_cohort_free (gpointer cohort);

/* (session-stage.c) Where the patient of a chunk's row stands as of a day. */
SessionStage session_chunk_stage (const ModelChunk *chunk, guint row, gint32 as_of, int limit_days);
guint        session_chunk_n_transfers (const ModelChunk *chunk, guint row);
/* The day as of which lists and pages speak: the stored data cut of a synthetic register or of
 * an archive, else today. */
gint32       session_as_of (SessionRegister *self);

G_END_DECLS
