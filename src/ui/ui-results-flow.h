/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "analysis-answer.h"

G_BEGIN_DECLS

/* Fills a box with who is in the figures, step by step from the register to the fates. */
void ui_results_flow_fill (GtkBox *box, const AnalysisAnswer *answer);

G_END_DECLS
