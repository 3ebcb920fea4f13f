/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the Curves page and of its dialog. */
#pragma once

#include "ui-harness.h"

typedef void (*ScreenshotFunc) (GtkWidget *window, const char *name);

/* The window shows the Curves page of a register with patients; the page is left as it was. */
void screenshots_curves (UiWindow *window, ScreenshotFunc shoot);
