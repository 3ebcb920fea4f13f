/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Where something new is to be written: a name and a folder, and what is wrong with them, said at
 * once. Signal: changed (). Properties: title (of the name). */
#define UI_TYPE_EXCHANGE_PLACE (ui_exchange_place_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangePlace, ui_exchange_place, UI, EXCHANGE_PLACE, AdwBin)

/* suffix: what the file's name ends with, whatever is typed; "" for a folder. path: as proposed;
 * with "-2" and so on before the suffix where it is taken. */
void  ui_exchange_place_propose (UiExchangePlace *self, const char *path, const char *suffix);
void  ui_exchange_place_set_folder (UiExchangePlace *self, const char *folder);
/* NULL where nothing can be written. (transfer full) */
char *ui_exchange_place_get_path (UiExchangePlace *self);

G_END_DECLS
