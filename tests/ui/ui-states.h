/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window on the clinic allows: a walk over its whole tree of widgets, reading with the
 * keyboard, and other processes that hold, damage or leave the register. */
#pragma once

#include "ui-clinic.h"

/* What isn't known to read only counts as editing: a new control must be insensitive, or be named
 * in ui-states.c. What another page or tab shows counts too; what is hidden doesn't. */
void states_assert_nothing_edits (UiClinic *f);
/* The same walk finds the controls where the register can be changed. */
void states_assert_can_edit (UiClinic *f);
/* With the keyboard: a patient is found, her page and a transfer open, the curve is drawn. */
void states_assert_reads (UiClinic *f);
void states_assert_banner (UiClinic *f, const char *text);

gboolean   states_is_read_only (gpointer clinic);
gboolean   states_lists_one (gpointer clinic);
GtkWidget *states_button (UiClinic *f, const char *name); /* NULL: it isn't shown */
void       states_click (UiClinic *f, const char *name);

/* The program as another process; -1: it isn't one. To be called first in main. */
int          states_main (int argc, char **argv);
/* "--crash": a change is saved, then the process is killed. "--damage": overwrites the root page of
 * the table or index `more`. */
void         states_run_other (const char *what, const char *path, const char *more);
/* Another Natality that is in the middle of a long change, until it is let go. */
GSubprocess *states_hold (UiClinic *f);
void         states_let_go (GSubprocess *holder);
