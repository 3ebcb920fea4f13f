/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-register.h"
#include "ui-patient-list.h"
#include "ui-patient-page.h"

G_BEGIN_DECLS

/* Signals: toast (const char *text). Property: has-unsaved. */
#define UI_TYPE_REGISTER_PAGE (ui_register_page_get_type ())
G_DECLARE_FINAL_TYPE (UiRegisterPage, ui_register_page, UI, REGISTER_PAGE, AdwBin)

/* NULL: none */
void     ui_register_page_set_register (UiRegisterPage *self, SessionRegister *reg);
gboolean ui_register_page_has_unsaved (UiRegisterPage *self);
gboolean ui_register_page_undo_typing (UiRegisterPage *self);
void     ui_register_page_save (UiRegisterPage *self);
void     ui_register_page_focus_search (UiRegisterPage *self);
void     ui_register_page_new_patient (UiRegisterPage *self);
/* Asks first where something is unsaved, as a click in the list does. */
void     ui_register_page_show_patient (UiRegisterPage *self, gint64 patient);
/* Goes on with typing that was found, once what is typed now is dealt with. FALSE: the person
 * stayed where she was. */
void ui_register_page_go_on_async (UiRegisterPage *self,
                                   SessionDraft *kept,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean ui_register_page_go_on_finish (UiRegisterPage *self, GAsyncResult *result);
void ui_register_page_leave_async (UiRegisterPage *self,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean ui_register_page_leave_finish (UiRegisterPage *self, GAsyncResult *result);

UiPatientList *ui_register_page_get_list (UiRegisterPage *self);
UiPatientPage *ui_register_page_get_patient_page (UiRegisterPage *self);

G_END_DECLS
