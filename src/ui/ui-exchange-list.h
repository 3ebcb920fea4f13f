/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define UI_EXCHANGE_LIST_COLUMNS 4

/* What is wrong and where, row by row; up to some ten thousand. Signal: activated (gint64 tag), by
 * Enter or a double click on a row whose tag isn't 0. */
#define UI_TYPE_EXCHANGE_LIST (ui_exchange_list_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeList, ui_exchange_list, UI, EXCHANGE_LIST, AdwBin)

/* Of the columns; the last is the widest. */
void  ui_exchange_list_set_titles (UiExchangeList *self, const char *const *titles);
void  ui_exchange_list_clear (UiExchangeList *self);
/* One row's cells, as many as there are columns; NULL is empty. Shown after _show. */
void  ui_exchange_list_add (UiExchangeList *self, const char *const *cells, gint64 tag);
void  ui_exchange_list_show (UiExchangeList *self);
guint ui_exchange_list_n_rows (UiExchangeList *self);
/* Borrowed. */
const char *ui_exchange_list_get_cell (UiExchangeList *self, guint row, guint column);

G_END_DECLS
