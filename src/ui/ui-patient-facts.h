/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* The chips beside a patient's code: age, kind of recurrent loss, losses, where she stands. */
void ui_patient_facts_fill (GtkBox *chips, UiEditor *editor);

G_END_DECLS
