/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define UI_TYPE_APPLICATION (ui_application_get_type ())
G_DECLARE_FINAL_TYPE (UiApplication, ui_application, UI, APPLICATION, AdwApplication)

/* Sets the locale up as well: to be called before anything else. */
UiApplication *ui_application_new (GApplicationFlags flags) G_GNUC_WARN_UNUSED_RESULT;
/* Raises the window that has this register open; else opens it in `window` if that one shows the
 * start page (NULL allowed), else in a new window. */
void           ui_application_open_path (UiApplication *self, GtkWindow *window, const char *path);

G_END_DECLS
