/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests of the views beside the chart: the Curves page of the demonstration, and what
 * natality-cli (NATALITY_CLI names it) says of the same register. */
#pragma once

#include "ui-application.h"
#include "ui-curves-page.h"
#include "ui-window.h"

typedef struct
{
  UiWindow *window;
  SessionRegister *reg;
  UiCurvesPage *page;
  GtkWidget *bar, *results;
} Fixture;

/* Made by main. */
extern UiApplication *results_application;

void results_set_up (Fixture *f, gconstpointer data);
void results_tear_down (Fixture *f, gconstpointer data);

/* The page's answer is of what stands in the question bar; the view that is seen has figures.
 * Conditions to wait for. */
gboolean results_is_answered (gpointer fixture);
gboolean results_has_figures (gpointer fixture);

GtkWidget *results_view (Fixture *f);                         /* that is seen */
GtkWidget *results_control (Fixture *f, const char *name);    /* of the question bar */
gboolean   results_say (Fixture *f, const char *text);        /* lists what is said, if not */
void       results_open (Fixture *f, const char *title);      /* a view */
void       results_choose (GtkWidget *drop_down, const char *label);
void       results_group_by (Fixture *f, const char *label);  /* and waits for the answer */
void       results_type (GtkWidget *entry, const char *text); /* instead of what is there; Enter */

/* What natality-cli prints of this register as CSV; in any format. (transfer full) */
char *results_cli (Fixture *f, const char *command, const char *options);
char *results_cli_as (Fixture    *f,
                      const char *format,
                      const char *command,
                      const char *options);
/* What the button of this tip copies, by the keyboard. (transfer full) */
char *results_copied (GtkWidget *root, const char *tip);
/* By the keyboard; the clipboard then holds what the command line prints. tip: the button's. */
void  results_assert_copied (Fixture *f,
                             const char *tip,
                             const char *command,
                             const char *options);
