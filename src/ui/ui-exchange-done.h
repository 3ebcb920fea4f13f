/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The last page: what was done, and where its files are. */
#define UI_TYPE_EXCHANGE_DONE (ui_exchange_done_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeDone, ui_exchange_done, UI, EXCHANGE_DONE, AdwBin)

/* Brings the page to the front of the stack it is in. */
void ui_exchange_done_show (UiExchangeDone *self, const char *title, const char *text);
/* what: "Backup"; path: a file's or a folder's. */
void ui_exchange_done_add_file (UiExchangeDone *self, const char *what, const char *path);

G_END_DECLS
