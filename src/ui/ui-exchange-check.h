/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-exchange-list.h"
#include "ui-exchange-work.h"
#include "ui-exchange.h"

G_BEGIN_DECLS

/* Check: the file, its history and every record are looked at, and what was found is listed. */
#define UI_TYPE_EXCHANGE_CHECK (ui_exchange_check_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeCheck, ui_exchange_check, UI, EXCHANGE_CHECK, AdwBin)

G_END_DECLS
