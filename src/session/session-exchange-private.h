/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What import and export share: progress told in the right place, and a folder that appears
 * whole. */
#pragma once

#include "session-private.h"

G_BEGIN_DECLS

/* Tells of progress, not for every row: directly, or in the main context that was the thread's
 * default when it was made. */
typedef struct _SessionProgress SessionProgress;
SessionProgress *
session_progress_new (SessionProgressFunc func, gpointer user_data, gboolean in_context);
void             session_progress_free (SessionProgress *self);
void             session_progress_tell (SessionProgress *self, guint64 done);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SessionProgress, session_progress_free)

/* An empty folder beside `folder`, which must be new or empty (EXISTS otherwise). (transfer
 * full) */
char    *session_folder_begin (const char *folder, GError **error);
/* Gives it its name; removes it with what is in it when that fails. Takes temporary. */
gboolean session_folder_publish (char *temporary, const char *folder, GError **error);
/* Removes it with the files in it. Takes temporary; NULL is allowed. */
void     session_folder_discard (char *temporary);

G_END_DECLS
