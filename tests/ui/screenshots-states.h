/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-harness.h"

typedef void (*ShootFunc) (GtkWidget *window, const char *name);
/* Registers that can't be changed or opened, typing that was found, and what is asked about it; in
 * a folder of their own. */
void screenshots_states (UiApplication *application, int width, int height, ShootFunc shoot);
