/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-exchange-work.h"

G_BEGIN_DECLS

/* The window around one of the exchange's contents. While there is work it doesn't close, nor does
 * its parent: a try to close cancels the work, and they close when that has ended. */
#define UI_TYPE_EXCHANGE_DIALOG (ui_exchange_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeDialog, ui_exchange_dialog, UI, EXCHANGE_DIALOG, AdwWindow)

/* Shown at once, width by height pixels large. work: below content. */
GtkWidget *ui_exchange_dialog_new (GtkWindow *parent,
                                   const char *title,
                                   int width,
                                   int height,
                                   GtkWidget *content,
                                   UiExchangeWork *work);

G_END_DECLS
