/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's curves drawn small, and a button that opens them as a figure in the dialog that exports
 * it. Computes nothing. */
#pragma once

#include <gtk/gtk.h>

#include "report-model-curves.h"
#include "session-register.h"
#include "ui-model-fit.h"

G_BEGIN_DECLS

/* At the end of the box; as the window's colours are now. description: of what it shows, for who
 * doesn't see it. */
void ui_model_chart_add (GtkBox *box,
                         UiModelFit *fit,
                         ReportModelCurves curves,
                         SessionRegister *reg,
                         const char *description);

G_END_DECLS
