/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-register.h"

G_BEGIN_DECLS

/* Signals:
 *   selected (gint64 patient)   by a person
 *   activated ()                Enter or a double click: she wants to work in the patient's page */
#define UI_TYPE_PATIENT_LIST (ui_patient_list_get_type ())
G_DECLARE_FINAL_TYPE (UiPatientList, ui_patient_list, UI, PATIENT_LIST, AdwBin)

void   ui_patient_list_set_register (UiPatientList *self, SessionRegister *reg);
/* Selects without a signal; where she isn't in the list now, as soon as she is. 0: none. */
void   ui_patient_list_select (UiPatientList *self, gint64 patient);
/* Asks for the list again. changed (element-type gint64): whose rows may differ; NULL: all. */
void   ui_patient_list_refresh (UiPatientList *self, GArray *changed);
void   ui_patient_list_focus_search (UiPatientList *self);
void   ui_patient_list_clear_search (UiPatientList *self);
guint  ui_patient_list_n_shown (UiPatientList *self);
gint64 ui_patient_list_patient_at (UiPatientList *self, guint position); /* 0: none */
gint64 ui_patient_list_get_selected (UiPatientList *self);               /* as shown; 0: none */

G_END_DECLS
