/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of two groups' tipping points, drawn: which group has the higher chance, by the share
 * that those who stop keep in each. Computes nothing. */
#pragma once

#include <gtk/gtk.h>

#include "analysis-tipping.h"

G_BEGIN_DECLS

/* A widget with the map, its axes and what its marks mean. of: whose colours the groups have. */
GtkWidget *ui_tipping_map_new (const AnalysisTipping *tipping, const AnalysisAnswer *of);

G_END_DECLS
