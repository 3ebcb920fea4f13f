/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A page of a GtkStack: what is under way, how far it is, and Cancel. It comes to the front once
 * the work takes longer than a blink; until then the page before it can't be used. Property:
 * busy. */
#define UI_TYPE_EXCHANGE_WORK (ui_exchange_work_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeWork, ui_exchange_work, UI, EXCHANGE_WORK, AdwBin)

/* The cancellable of the work that begins, borrowed. what: "Reading the files…" */
GCancellable *ui_exchange_work_begin (UiExchangeWork *self, const char *what);
/* A SessionProgressFunc; work is a UiExchangeWork. */
void          ui_exchange_work_progress (guint64 done, guint64 total, gpointer work);
void          ui_exchange_work_cancel (UiExchangeWork *self);
/* The page before it is shown again. FALSE: the window was closed, and nobody looks any more. */
gboolean      ui_exchange_work_end (UiExchangeWork *self);
gboolean      ui_exchange_work_is_busy (UiExchangeWork *self);

G_END_DECLS
