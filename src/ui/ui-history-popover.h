/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* What a field was before, by whom changed and when. */
GtkWidget *
ui_history_popover_new (UiEditor *editor, ModelTable table, gint64 key, const ModelField *field);
gboolean
ui_history_exists (UiEditor *editor, ModelTable table, gint64 key, const ModelField *field);

G_END_DECLS
