/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define UI_TYPE_START_PAGE (ui_start_page_get_type ())
G_DECLARE_FINAL_TYPE (UiStartPage, ui_start_page, UI, START_PAGE, AdwBin)

/* Why nothing was opened, in a sentence; NULL: nothing to say. Reads the recent registers again
 * too. */
void ui_start_page_set_message (UiStartPage *self, const char *message);

G_END_DECLS
