/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of centres' risk tables, and what they come to when pooled. A pure function of the files in
 * their order and of what is asked; needs no register. */
#pragma once

#include <gio/gio.h>

#include "analysis-pool.h"

G_BEGIN_DECLS

/* Immutable once it is in an answer. */
typedef struct
{
  gatomicrefcount refs;
  char *path;
  AnalysisCentre *centre; /* NULL: not read, or not readable */
  char *refusal;          /* why it isn't pooled, in a sentence; NULL: it is, or was not tried */
} SessionPoolFile;

SessionPoolFile *session_pool_file_new (const char *path);
SessionPoolFile *session_pool_file_ref (SessionPoolFile *self);
void             session_pool_file_unref (SessionPoolFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SessionPoolFile, session_pool_file_unref)

/* Lists of them (element-type SessionPoolFile): those before with further ones at the end, but none
 * twice; with one left out. paths: NULL-terminated. (transfer full) */
GPtrArray *session_pool_files_new (void);
GPtrArray *session_pool_files_with (const GPtrArray *files, const char *const *paths);
GPtrArray *session_pool_files_without (const GPtrArray *files, guint left_out);

typedef struct
{
  GPtrArray *files;       /* of SessionPoolFile: those that were asked for, in their order */
  AnalysisPool *pool;     /* of those that are not refused; NULL: none */
  AnalysisAnswer *answer; /* its curves; NULL likewise */
} SessionPooled;
void session_pooled_free (SessionPooled *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SessionPooled, session_pooled_free)

/* Reads the files (element-type SessionPoolFile) that weren't, and pools them in their order; one
 * that doesn't go with those before it is refused and the others stay. An error only where it was
 * cancelled. asked, options: as analysis_pool_new. */
SessionPooled *session_pool_sync (GPtrArray *files,
                                  const AnalysisQuestion *asked,
                                  const AnalysisPoolOptions *options,
                                  GCancellable *cancellable,
                                  GError **error);
void           session_pool_async (GPtrArray *files,
                                   const AnalysisQuestion *asked,
                                   const AnalysisPoolOptions *options,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
SessionPooled *session_pool_finish (GAsyncResult *result, GError **error);

G_END_DECLS
