/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has the register open for writing: a note in its settings for each writer. */
#pragma once

#include "store-private.h"

G_BEGIN_DECLS

gboolean store_session_note (Store *self, GError **error);
/* Removes the own note and those of crashed processes of this host; TRUE when no other is left. */
gboolean store_session_forget (Store *self);
/* Whether another process has it open for writing, or that can't be told. */
gboolean store_session_is_elsewhere (Store *self);
/* In a copy of a register nobody has open: removes all notes. */
gboolean store_session_clear (sqlite3 *db, GError **error);

G_END_DECLS
