/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-exchange-list.h"
#include "ui-exchange-work.h"
#include "ui-exchange.h"

G_BEGIN_DECLS

/* Import: a folder is looked at, what would be done is said, then it is done or left. */
#define UI_TYPE_EXCHANGE_IMPORT (ui_exchange_import_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeImport, ui_exchange_import, UI, EXCHANGE_IMPORT, AdwBin)

/* Looks at the files of a folder; what "Choose Folder…" does. */
void ui_exchange_import_look (UiExchangeImport *self, const char *folder);

G_END_DECLS
