/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-exchange-work.h"
#include "ui-exchange.h"

G_BEGIN_DECLS

/* Restore: a backup is looked at, then opened for reading, or a new register is made of it. */
#define UI_TYPE_EXCHANGE_RESTORE (ui_exchange_restore_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeRestore, ui_exchange_restore, UI, EXCHANGE_RESTORE, AdwBin)

/* Looks at a backup; what "Choose…" does. */
void  ui_exchange_restore_look (UiExchangeRestore *self, const char *path);
/* "made 27 May 2026, 14:03; 412 patients; newest change 26 May 2026, 17:40". (transfer full) */
char *ui_exchange_restore_describe (const SessionBackup *backup);

G_END_DECLS
