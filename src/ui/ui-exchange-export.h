/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-exchange-work.h"
#include "ui-exchange.h"

G_BEGIN_DECLS

/* Export: a new folder of CSV files, with or without who the patients are. */
#define UI_TYPE_EXCHANGE_EXPORT (ui_exchange_export_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeExport, ui_exchange_export, UI, EXCHANGE_EXPORT, AdwBin)

G_END_DECLS
