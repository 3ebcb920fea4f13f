/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the import share: the import under way, and its passes over the files. */
#pragma once

#include "io-codebook.h"
#include "io-table.h"
#include "session-exchange-private.h"

G_BEGIN_DECLS

#define SESSION_IMPORT_PROBLEMS 10000 /* kept of those that are counted */

/* A hard issue between rows, found once they were in the register. */
typedef struct
{
  ModelTable table;
  gint32 patient, key;
  char *code, *column, *expected;
  guint64 line; /* 0: a row that isn't in the files */
} SessionImportIssue;

/* Where a row without a key of its own stands. */
typedef struct
{
  gint32 patient, key;
  guint32 line;
} SessionImportLine;

typedef struct
{
  /* asked for */
  SessionRegister *self;
  char *folder, *rejected_folder;
  SessionImportFlags flags;
  GCancellable *cancellable;
  SessionProgress *progress;
  GTask *task; /* NULL: somebody waits */

  /* results */
  SessionImportReport *report;
  GError *error;

  /* one pass */
  Store *store;
  StoreImport *import;
  ModelDictionary *dictionary;
  gint32 today;
  int limit_days;
  gboolean any_problem;       /* since it was last looked */
  gboolean telling;           /* problems are counted: not when the files are read once more */
  gint64 highest_before;      /* patients up to here were in the register */
  gint64 highest_now;         /* of those in it when the records are checked */
  guint8 *touched;            /* bit per patient's number */
  gsize touched_size;
  GStringChunk *code_texts;
  /* Of the patients that are new, by number from highest_before + 1 on */
  GPtrArray *codes;
  gsize last_code;            /* where in codes the row before was */
  GHashTable *rejected_rows;  /* marks of rejected rows that have a key */
  /* Marks of rows that this import wrote or found, of patients who were there */
  GHashTable *written;
  GHashTable *spoiled;        /* codes of patients with a rejected row */
  GArray *lines[MODEL_N_TABLES]; /* of SessionImportLine */
  GPtrArray *row_issues;      /* of ModelIssue, of the row at hand */
  ModelRecord *found;         /* the patient asked for last, as she was */
  guint n_tables;             /* files that were there */
  guint64 n_bytes;            /* of all files */
  guint64 n_bytes_read;       /* of those that were read to their end in this pass */
  gboolean any_double;        /* a row came twice: what was taken of that patient is to go */

  /* across passes */
  GHashTable *bad_patients;   /* codes: none of their rows is taken */
  GPtrArray *issues;          /* of SessionImportIssue, of this pass */
  /* The folder in which the rejected rows are written; NULL: not asked for or none */
  char *rejects;
  IoCsvWriter *writers[MODEL_N_TABLES];
} SessionImport;

/* (session-import-rows.c) Takes the rows of all files into the open StoreImport. FALSE with an
 * error that ends it. */
gboolean session_import_rows (SessionImport *self, GError **error);
/* The names of the files, and the settings. */
gboolean session_import_surroundings (SessionImport *self, GError **error);
/* A row comes after those it refers to. */
extern const ModelTable session_import_order[MODEL_N_TABLES];
void session_import_problem (const char *file,
                             guint64 line,
                             const char *column,
                             const char *expected,
                             gpointer self);
/* Of all files there are. */
guint64  session_import_bytes (SessionImport *self);
/* The path of a table's file. (transfer full) */
char    *session_import_path (SessionImport *self, ModelTable table);
/* One number for a row. */
guint64  session_import_mark (ModelTable table, const char *code, gint64 key);

/* (session-import-ordered.c) The same into an empty register from files in order, with the check
 * of the records. FALSE: it isn't that simple, or cancelled: roll back and begin anew. */
gboolean session_import_rows_ordered (SessionImport *self);

/* (session-import-check.c) Checks the records that were touched; fills issues and bad_patients. */
gboolean session_import_check (SessionImport *self, GError **error);
/* Finds the lines of the issues and reports them. */
void     session_import_report_issues (SessionImport *self);

G_END_DECLS
