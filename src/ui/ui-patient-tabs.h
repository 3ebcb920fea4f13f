/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"
#include "ui-row-list.h"

G_BEGIN_DECLS

/* Fills the tabs of a patient's page anew. Returns the list of transfers (borrowed). */
UiRowList *ui_patient_tabs_fill (GtkStack *tabs, UiEditor *editor);
/* Opens the row in which something stands that isn't saved. */
void       ui_patient_tabs_show_typing (GtkStack *tabs, UiEditor *editor);
/* The changes of the patient, written again into the History tab. */
void       ui_patient_tabs_fill_history (GtkStack *tabs, UiEditor *editor);

G_END_DECLS
