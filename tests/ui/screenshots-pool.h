/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-harness.h"

/* The dialogs about several centres, of a register that is open with patients. */
void screenshots_pool (UiWindow *window, void (*shoot) (GtkWidget *window, const char *name));
