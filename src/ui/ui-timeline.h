/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* A patient's pregnancies, transfers and treatment on a time axis, drawn. Signal: transfer-
 * activated (gint64 key). */
#define UI_TYPE_TIMELINE (ui_timeline_get_type ())
G_DECLARE_FINAL_TYPE (UiTimeline, ui_timeline, UI, TIMELINE, GtkWidget)

void     ui_timeline_set_editor (UiTimeline *self, UiEditor *editor);
/* Whether there is anything to draw: a pregnancy, a transfer, a treatment. */
gboolean ui_timeline_has_content (UiTimeline *self);

G_END_DECLS
