/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by session-draft.c (one file) and session-draft-find.c (those that were left behind). */
#pragma once

#include "session-draft.h"
#include "session-private.h"

G_BEGIN_DECLS

#define SESSION_DRAFT_SUFFIX ".draft"
#define SESSION_DRAFT_NAME "natality-kept "
#define SESSION_DRAFT_HEAD SESSION_DRAFT_NAME "1 " /* the digest of what follows the line */

struct _SessionDraft
{
  GObject parent_instance;

  /* Constant. */
  char *path;
  char *identity; /* of the register; "": it had none yet */
  char *uri;      /* of the register */

  /* Main thread only. */
  char *text;     /* of the draft, as it is to be kept; NULL: nothing */
  char *typed;    /* when it was changed last, UTC */
  guint timer;
  gboolean waiting; /* `text` isn't written yet */
  gboolean busy;    /* a worker's answer is awaited */
  gboolean told;    /* of a failure */

  /* Under `lock`. */
  GMutex lock;
  GCond idle;
  gboolean writing;
  gboolean unwritten; /* the last writing failed */
  guint turn; /* one more with each drop */
  int lock_fd;
};

/* The lock beside a draft's file; its descriptor, -1 where somebody else holds it. */
int   session_draft_lock (const char *path);
/* Removes the file and its lock, whatever is in it. */
void  session_draft_forget (SessionDraft *self);
/* Path and first parts of the name of a register's drafts. (transfer full) */
char *session_draft_key (SessionRegister *reg);
G_END_DECLS
