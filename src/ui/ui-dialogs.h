/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-draft.h"

G_BEGIN_DECLS

typedef enum { UI_ANSWER_CANCEL, UI_ANSWER_DISCARD, UI_ANSWER_SAVE } UiAnswer;
typedef void (*UiAnswerFunc) (UiAnswer answer, const char *text, gpointer user_data);

/* Save, Discard, Cancel. */
void ui_dialog_unsaved (GtkWidget *parent, UiAnswerFunc func, gpointer user_data);
/* Asks for the reason of archiving; SAVE with the text, or CANCEL. */
void ui_dialog_archive (GtkWidget *parent, const char *what, UiAnswerFunc func, gpointer user_data);
/* Both values of what two people changed (of ModelConflict; record: as typed). SAVE: the person's
 * own are to be kept, DISCARD: the stored ones, CANCEL: not decided. */
void ui_dialog_conflicts (GtkWidget *parent,
                          ModelDictionary *dictionary,
                          const ModelRecord *record,
                          const GPtrArray *conflicts,
                          UiAnswerFunc func,
                          gpointer user_data);
void ui_dialog_message (GtkWidget *parent, const char *heading, const char *message);

/* Asks for code, month of birth and referral date and saves her. What is typed is kept meanwhile;
 * kept: such typing that was found, or NULL. func: her number, 0 when cancelled. */
typedef void (*UiNewPatientFunc) (gint64 patient, gpointer user_data);
void ui_dialog_new_patient (GtkWidget *parent,
                            SessionRegister *reg,
                            SessionDraft *kept,
                            UiNewPatientFunc func,
                            gpointer user_data);

G_END_DECLS
