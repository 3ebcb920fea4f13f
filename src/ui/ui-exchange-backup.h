/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-exchange-work.h"
#include "ui-exchange.h"

G_BEGIN_DECLS

/* Back up: a verified copy of the register, dated. */
#define UI_TYPE_EXCHANGE_BACKUP (ui_exchange_backup_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeBackup, ui_exchange_backup, UI, EXCHANGE_BACKUP, AdwBin)

G_END_DECLS
