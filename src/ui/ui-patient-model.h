/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"

G_BEGIN_DECLS

/* One line of the list. Its row is NULL where the patient is no longer there. */
#define UI_TYPE_PATIENT_ITEM (ui_patient_item_get_type ())
G_DECLARE_FINAL_TYPE (UiPatientItem, ui_patient_item, UI, PATIENT_ITEM, GObject)
const SessionListRow *ui_patient_item_row (UiPatientItem *self);

/* A list over the patients' numbers, whose rows are read when they are seen: 64 pages of 128 rows
 * are kept. */
#define UI_TYPE_PATIENT_MODEL (ui_patient_model_get_type ())
G_DECLARE_FINAL_TYPE (UiPatientModel, ui_patient_model, UI, PATIENT_MODEL, GObject)

UiPatientModel *ui_patient_model_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Borrows the register: set NULL before it goes. Empties the list. */
void            ui_patient_model_set_register (UiPatientModel *self, SessionRegister *reg);
/* Takes the numbers (element-type gint32). Where they are the same as before, only re-reads the
 * rows of `changed` (element-type gint64; NULL: all that are kept). */
void ui_patient_model_set_patients (UiPatientModel *self, GArray *patients, const GArray *changed);
gint32          ui_patient_model_patient (UiPatientModel *self, guint position); /* 0: none */
/* GTK_INVALID_LIST_POSITION */
guint           ui_patient_model_find (UiPatientModel *self, gint64 patient);

G_END_DECLS
