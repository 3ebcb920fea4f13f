/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* Signals: toast (const char *text). Property: has-unsaved. */
#define UI_TYPE_PATIENT_PAGE (ui_patient_page_get_type ())
G_DECLARE_FINAL_TYPE (UiPatientPage, ui_patient_page, UI, PATIENT_PAGE, AdwBin)

/* Shows a patient (0: nobody). What was typed and not saved is forgotten: ask before (leave). */
void      ui_patient_page_set_patient (UiPatientPage *self, SessionRegister *reg, gint64 patient);
/* Shows the patient of typing that was found, with it; takes over its file. */
void
ui_patient_page_restore (UiPatientPage *self, SessionRegister *reg, SessionDraft *kept);
gint64    ui_patient_page_get_patient (UiPatientPage *self);
/* Somebody changed something: reads again unless something is unsaved. */
void      ui_patient_page_refresh (UiPatientPage *self);
gboolean  ui_patient_page_has_unsaved (UiPatientPage *self);
gboolean  ui_patient_page_undo_typing (UiPatientPage *self);
void      ui_patient_page_save (UiPatientPage *self);
void      ui_patient_page_focus (UiPatientPage *self);
/* Asks Save, Discard, Cancel when something is unsaved. TRUE: go on. */
void
ui_patient_page_leave_async (UiPatientPage *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean  ui_patient_page_leave_finish (UiPatientPage *self, GAsyncResult *result);
void      ui_patient_page_show_tab (UiPatientPage *self, const char *name);
void      ui_patient_page_open_transfer (UiPatientPage *self, gint64 key); /* 0: the last */
UiEditor *ui_patient_page_get_editor (UiPatientPage *self);

G_END_DECLS
