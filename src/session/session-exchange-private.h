/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What long work shares: progress told in the right place, and a folder that appears whole. */
#pragma once

#include "session-private.h"

G_BEGIN_DECLS

/* Tells of progress in thousandths of the whole: directly, or in the main context that was the
 * thread's default when it was made. One thread tells. */
#define SESSION_PROGRESS_WHOLE 1000
typedef struct _SessionProgress SessionProgress;
SessionProgress *
session_progress_new (SessionProgressFunc func, gpointer user_data, gboolean in_context);
void             session_progress_free (SessionProgress *self);
/* The next part begins, which is this share of what is left to do. */
void             session_progress_part (SessionProgress *self, double share);
/* So far of the part under way; progress is a SessionProgress. Cheap enough for every row. */
void             session_progress_tell (guint64 done, guint64 total, gpointer progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SessionProgress, session_progress_free)

/* An empty folder beside `folder`, which must be new or empty (EXISTS otherwise). (transfer
 * full) */
char    *session_folder_begin (const char *folder, GError **error);
/* Gives it its name; removes it with what is in it when that fails. Takes temporary. */
gboolean session_folder_publish (char *temporary, const char *folder, GError **error);
/* Removes it with the files in it. Takes temporary; NULL is allowed. */
void     session_folder_discard (char *temporary);

/* (session-backup.c) A backup's name that isn't taken: `path`, when, and the end that all backups
 * have. (transfer full) */
char    *session_backup_name (const char *path, const char *when);
/* Tells its progress as the part under way, of which it is the copying. */
gboolean session_back_up (SessionRegister *self,
                          const char *path,
                          GCancellable *cancellable,
                          SessionProgress *progress,
                          GError **error);

G_END_DECLS
