/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model-record.h"

G_BEGIN_DECLS

typedef struct _UiKeys UiKeys;

UiKeys *ui_keys_new (void);
void    ui_keys_free (UiKeys *self);
void    ui_keys_clear (UiKeys *self);
/* Notes what became of the new rows of a draft of `original` that was saved by `edits` and read
 * again as `stored`. */
void    ui_keys_note (UiKeys *self,
                      const ModelRecord *original,
                      const GPtrArray *edits,
                      const ModelRecord *stored);
/* Notes one. */
void    ui_keys_add (UiKeys *self, ModelTable table, gint64 before, gint64 after);
/* The key in the register of a place of a draft; else `key` itself. */
gint64  ui_keys_map (UiKeys *self, ModelTable table, gint64 key);

G_END_DECLS
