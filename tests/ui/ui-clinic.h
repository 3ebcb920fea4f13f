/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window on a small clinic, as several test programs of the interface use it. */
#pragma once

#include "ui-editor.h"
#include "ui-harness.h"

typedef struct
{
  UiApplication *application;
  char *folder, *path; /* the register stands alone in its folder */
  UiWindow *window;
  SessionRegister *reg;
  UiPatientList *list;
  UiPatientPage *page;
} UiClinic;

/* A new register of 12 patients in a folder of its own; no window yet. */
void ui_clinic_create (UiClinic *self, UiApplication *application);
/* Opens the window and waits for its list. */
void ui_clinic_open (UiClinic *self);
gboolean ui_clinic_has_window (UiClinic *self);
/* As the person closes it, after everything was discarded. */
void ui_clinic_close (UiClinic *self);
/* As a crash leaves it: nobody is asked, what was typed is on the disk. */
void ui_clinic_crash (UiClinic *self);
void ui_clinic_remove (UiClinic *self);

/* Patient 3's page with her last transfer open. */
void       ui_clinic_open_transfer (UiClinic *self);
GtkWidget *ui_clinic_entry (UiClinic *self, ModelTable table, const char *id);
/* What stands in it. (transfer full) */
char      *ui_clinic_shown (UiClinic *self, ModelTable table, const char *id);
/* With real keys, over what stands there. */
void ui_clinic_type (UiClinic *self, ModelTable table, const char *id, const char *text);
/* Of patient 3's last transfer; NULL: she isn't there. (transfer full) */
char *ui_clinic_stored (UiClinic *self, const char *id);
void  ui_clinic_wait_saved (UiClinic *self);

/* The text of the banner; "" where it isn't shown. */
const char *ui_clinic_banner (UiClinic *self);
/* The dialog that is asked by. NULL: none. */
GtkWidget *ui_clinic_dialog (void);
/* Its n-th entry, from 0. */
GtkWidget *ui_clinic_dialog_entry (guint n);
void       ui_clinic_wait_dialog (void);
/* Clicks a button of it, and waits until it is gone. */
void       ui_clinic_answer (const char *button);
/* All that a dialog, or another widget, says, label by label. (transfer full) */
char      *ui_clinic_text (GtkWidget *widget);

/* Names, sizes and SHA-256 of the files in a folder. (transfer full) */
char *ui_clinic_listing (const char *folder);
/* The drafts in the state folder. */
guint ui_clinic_n_drafts (void);
void  ui_clinic_wait_draft (void);
