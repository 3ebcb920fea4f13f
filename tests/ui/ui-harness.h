/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of the interface share: waiting for a condition, pictures, the pointer and the
 * keyboard. */
#pragma once

#include <adwaita.h>

#include "ui-application.h"
#include "ui-register-page.h"
#include "ui-window.h"

typedef gboolean (*UiCondition) (gpointer data);
/* Runs the main loop until the condition holds; fails the test after 20 s. */
void ui_wait (UiCondition condition, gpointer data, const char *what);
/* Until nothing is left to draw or to lay out. */
void ui_settle (void);

/* Runs the tests that were added in the application, nothing animated; frees it. What main
 * returns. */
int ui_run_tests (UiApplication *application);

/* Conditions to wait for. */
gboolean ui_has_no_window (gpointer application);
gboolean ui_has_register (gpointer window); /* and its dataset */
gboolean ui_is_saved (gpointer window);     /* nothing unsaved, nothing on its way */

/* Opens a register in a window of the application and waits for its dataset. */
UiWindow *ui_open (UiApplication *application, const char *path);
/* The first descendant of a type, in tree order; name: its accessible label begins so (NULL:
 * any). */
GtkWidget *ui_find (GtkWidget *root, GType type);
/* The window of a type that is shown; NULL: none. */
GtkWidget *ui_find_window (GType type);
/* The label that says just this, shown or not. */
GtkWidget *ui_find_label (GtkWidget *root, const char *text);
GtkWidget *ui_find_button (GtkWidget *root, const char *text);
/* (transfer full) How a text of the program, as its source has it, is shown: translated, without
 * the mark of its key. */
char *ui_shown_text (const char *english);
/* A label that is shown and holds the text. */
GtkWidget *ui_find_shown_label (GtkWidget *root, const char *text);
/* The entry of a field of the first form of the table that is shown. */
GtkWidget *ui_find_field_entry (GtkWidget *root, int table, const char *id, guint nth);

UiRegisterPage *ui_register_page_of (UiWindow *window);
UiPatientPage  *ui_patient_page_of (UiWindow *window);

/* The text that the clipboard holds. (transfer full) */
char *ui_clipboard (GtkWidget *widget);

void ui_picture (GtkWidget *window, const char *path);
/* With XTEST: "Return", "Escape"; modifiers as of GDK. */
void ui_key (guint keyval, GdkModifierType modifiers);
void ui_type (const char *text);
/* Over what stands in an entry. */
void ui_type_over (GtkWidget *entry, const char *text);
void ui_click (GtkWidget *widget);
/* The pointer to a part of the widget, 0 to 1 of its width and height; and a click there. */
void ui_point (GtkWidget *widget, double part_x, double part_y);
void ui_click_at (GtkWidget *widget, double part_x, double part_y);
