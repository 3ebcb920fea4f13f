/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed and not saved yet, kept in a file until it is: it outlives a crash, a kill, a power
 * cut and a closed lid.
 *
 * The files stand in the user's state folder (XDG_STATE_HOME, else ~/.local/state) under
 * natality/drafts, mode 0600: a register may lie on a share or be for reading only. Their names
 * are made of digests of the register's identity and of its path, and a random part; no patient's
 * value is in one. Each is held by a lock while somebody types into it, so that no other Natality
 * takes it for one that was left behind. */
#pragma once

#include "session-register.h"

G_BEGIN_DECLS

/* The longest that a key stroke waits before its writing begins, in milliseconds. */
#define SESSION_DRAFT_DELAY 400

/* One draft's file. Of the main thread; signal:
 *   failed (const char *message)   what is typed can't be kept; a sentence, said once until it can
 *                                  be again */
#define SESSION_TYPE_DRAFT (session_draft_get_type ())
G_DECLARE_FINAL_TYPE (SessionDraft, session_draft, SESSION, DRAFT, GObject)

/* Nothing is written before something is kept. */
SessionDraft *session_draft_new (SessionRegister *reg) G_GNUC_WARN_UNUSED_RESULT;
/* Writes the draft as it is now, in a worker, within SESSION_DRAFT_DELAY and the time that the disk
 * takes; atomically and synced. Cheap where nothing changed. */
void          session_draft_keep (SessionDraft *self, ModelDraft *draft);
/* Begins writing at once what waits to be written. */
void          session_draft_flush (SessionDraft *self);
/* It was saved or discarded: removes the file. */
void          session_draft_drop (SessionDraft *self);
/* Returns when what was asked for is done: the file is written, or gone. Done before the last
 * reference goes; a file that is kept then waits for the next opening. FALSE: it couldn't be
 * written, which `failed` says. */
gboolean      session_draft_close (SessionDraft *self);

/* --- found when the register was opened ------------------------------------------------------- */

/* Drafts that nobody holds, oldest first; the caller's from then on. (transfer full) (element-type
 * SessionDraft) */
GPtrArray *session_register_take_drafts (SessionRegister *reg);
/* A sentence about files that can't be read and were set aside; NULL: there is none. (transfer
 * full) */
char      *session_register_draft_trouble (SessionRegister *reg);
/* Where they stand, for a person to know. (transfer full) */
char      *session_drafts_folder (void);
/* A damaged register was restored under another name: typing that was left behind at `from`, and
 * that nobody holds, is found at `to` from then on. */
void       session_drafts_follow (const char *from, const char *to);
gint64     session_draft_patient (SessionDraft *self); /* 0: a new one */
/* "Unsaved typing about RPL-0017 from 23 Nov 2026 09:18 was found." (transfer full) */
char      *session_draft_describe (SessionDraft *self, SessionRegister *reg);
/* The draft upon what is stored by now: see model_draft_from_text. The file stays until it is kept
 * anew or dropped. Errors: NOT_FOUND, she isn't in the register; DAMAGED, it can't be read; the
 * message says where the file was set aside. (transfer full) */
ModelDraft *session_draft_restore (SessionDraft *self, SessionRegister *reg, GError **error);
/* Gives the file another name, under which it is not found again. The new path. (transfer full) */
char      *session_draft_set_aside (SessionDraft *self);

G_END_DECLS
