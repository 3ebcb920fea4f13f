/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the register's ledger says of comparisons that are shown: the how many'th of this sitting
 * they are, and their p adjusted for all of them. */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"

G_BEGIN_DECLS

/* Adds a card; nothing where none of the entries has a p. entries: those that are shown, the first
 * of them the one that is spoken of (element-type AnalysisLedgerEntry); they are in the ledger. */
void ui_ledger_card_add (GtkBox *box, SessionRegister *reg, GPtrArray *entries);

G_END_DECLS
