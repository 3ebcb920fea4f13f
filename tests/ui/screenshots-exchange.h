/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui-harness.h"

typedef void (*ShootFunc) (GtkWidget *window, const char *name);
/* Every state of the dialogs about files, and a damaged register, in a folder of their own. */
void screenshots_exchange (UiApplication *application, int width, int height, ShootFunc shoot);
