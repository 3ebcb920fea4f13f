/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-pool.h"

G_BEGIN_DECLS

/* Several centres' risk tables pooled: files and options beside the curves and figures that they
 * come to. Needs no register. Computes nothing; a newer choice drops the older answer. */
#define UI_TYPE_POOL_DIALOG (ui_pool_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiPoolDialog, ui_pool_dialog, UI, POOL_DIALOG, AdwWindow)

UiPoolDialog *ui_pool_dialog_new (GtkWindow *parent);
/* What the file chooser's answer does; a file that is there already isn't added again. paths:
 * NULL-terminated. */
void          ui_pool_dialog_add (UiPoolDialog *self, const char *const *paths);
/* What is shown; NULL: nothing yet, or what was chosen since is being made. Borrowed. */
const SessionPooled *ui_pool_dialog_get_pooled (UiPoolDialog *self);

G_END_DECLS
