/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by ui-window.c (the widget and what it shows), ui-window-banner.c (what it has to say) and
 * ui-window-actions.c (what can be done). */
#pragma once

#include "ui-curves-page.h"
#include "ui-exchange-offer.h"
#include "ui-register-page.h"
#include "ui-start-page.h"
#include "ui-window.h"

G_BEGIN_DECLS

struct _UiWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  GtkStack *main_stack;
  AdwViewStack *pages;
  AdwViewSwitcher *switcher;
  AdwToastOverlay *toasts;
  UiStartPage *start_page;
  UiRegisterPage *register_page;
  UiCurvesPage *curves_page;
  GtkInfoBar *banner;
  GtkLabel *banner_label;
  UiExchangeOffer *offer;
  GtkWidget *go_on_button, *discard_button, *retry_button, *close_button;
  GtkLabel *name_label;
  GtkLabel *state_label;
  GtkButton *undo_button;
  GtkButton *redo_button;
  GtkMenuButton *menu_button;

  /* Owned */
  SessionRegister *reg;
  GCancellable *opening;
  char *path;
  GPtrArray *found; /* of SessionDraft: typing that was left behind; NULL: no register */

  gboolean banner_closed; /* what was said once is seen */
  gboolean closing; /* everything unsaved was dealt with */
  gboolean kept;    /* the register is in the list of recent ones */
};

/* Opens another register in the place of this one, or the same file again: it may be held no more.
 * What is typed is kept for it; nothing happens where that can't be. path NULL: the same. */
void ui_window_reopen (UiWindow *self, const char *path);

/* The one place that writes the banner. */
void ui_window_update_banner (UiWindow *self);
/* Takes found. */
void ui_window_set_found (UiWindow *self, GPtrArray *found);
void ui_window_banner_response (UiWindow *self, int response);

void ui_window_class_init_actions (GtkWidgetClass *widget_class);
/* The one place that decides which actions can be used. */
void ui_window_update_actions (UiWindow *self);
/* (ui-window-exchange.c) The part of both that is about files. */
void ui_window_class_init_exchange (GtkWidgetClass *widget_class);
void ui_window_update_exchange (UiWindow *self);
/* (ui-window-centres.c) The part of both that is about several centres. */
void ui_window_class_init_centres (GtkWidgetClass *widget_class);
void ui_window_update_centres (UiWindow *self);

G_END_DECLS
