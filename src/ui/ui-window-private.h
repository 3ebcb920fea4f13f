/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by ui-window.c (the widget and what it shows) and ui-window-actions.c (what can be
 * done). */
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
  GtkLabel *name_label;
  GtkLabel *state_label;
  GtkButton *undo_button;
  GtkButton *redo_button;
  GtkMenuButton *menu_button;

  /* Owned */
  SessionRegister *reg;
  GCancellable *opening;
  char *path;

  gboolean closing; /* everything unsaved was dealt with */
  gboolean kept;    /* the register is in the list of recent ones */
};

void ui_window_class_init_actions (GtkWidgetClass *widget_class);
/* The one place that decides which actions can be used. */
void ui_window_update_actions (UiWindow *self);
/* (ui-window-exchange.c) The part of both that is about files. */
void ui_window_class_init_exchange (GtkWidgetClass *widget_class);
void ui_window_update_exchange (UiWindow *self);

G_END_DECLS
