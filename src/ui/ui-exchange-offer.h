/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-exchange.h"

G_BEGIN_DECLS

/* Beside the banner of a damaged register: the newest good backup, or that there is none. Hidden
 * for every other register. */
#define UI_TYPE_EXCHANGE_OFFER (ui_exchange_offer_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeOffer, ui_exchange_offer, UI, EXCHANGE_OFFER, AdwBin)

/* NULL: none. */
void ui_exchange_offer_set_register (UiExchangeOffer *self, SessionRegister *reg);
/* Of a register that is too damaged to be opened; reason: the sentence that was said of it. The
 * dialog opens once a good backup is found. */
void ui_exchange_offer_for_path (UiExchangeOffer *self, const char *path, const char *reason);

G_END_DECLS
