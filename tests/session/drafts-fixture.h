/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A register with one patient, RPL-0001, and a state folder of the program's own. */
#pragma once

#include "session-draft.h"
#include "test-session-common.h"

typedef struct
{
  char *folder, *path;
  SessionRegister *reg;
} DraftsFixture;

extern char *drafts_folder; /* where the drafts stand */

/* As a window opens it. */
SessionRegister  *drafts_open (const char *path);
const ModelField *drafts_find (SessionRegister *reg, ModelTable table, const char *id);
/* Her note is "as saved". */
void        drafts_create (const char *path);
void        drafts_set_up (DraftsFixture *f, gconstpointer data);
void        drafts_close (DraftsFixture *f);
void        drafts_reopen (DraftsFixture *f);
void        drafts_tear_down (DraftsFixture *f, gconstpointer data);
ModelDraft *drafts_begin (DraftsFixture *f);
/* Of her own row. */
void        drafts_type (DraftsFixture *f, ModelDraft *draft, const char *id, const char *text);
char       *drafts_shown (DraftsFixture *f, ModelDraft *draft, const char *id);
