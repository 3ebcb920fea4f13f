/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-register.h"

G_BEGIN_DECLS

#define UI_TYPE_WINDOW (ui_window_get_type ())
G_DECLARE_FINAL_TYPE (UiWindow, ui_window, UI, WINDOW, AdwApplicationWindow)

UiWindow        *ui_window_new (GtkApplication *application);
/* Opens a register in this window, which shows the start page and the reason when it can't. */
void             ui_window_open (UiWindow *self, const char *path);
/* Of the register that is open or being opened; NULL: the start page. */
const char      *ui_window_get_path (UiWindow *self);
SessionRegister *ui_window_get_register (UiWindow *self); /* borrowed; NULL */
void             ui_window_toast (UiWindow *self, const char *text);

G_END_DECLS
