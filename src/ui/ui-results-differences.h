/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards that say how far groups are apart at one transfer, each with its interval. */
#pragma once

#include <gtk/gtk.h>

#include "analysis-tests.h"

G_BEGIN_DECLS

/* The group of the answer, whose order and colours are the chart's, that a group of the tests is.
 * Patients without a stratum are in no test; with them a whole group may be missing there. */
guint ui_results_group_of (const AnalysisAnswer *answer, const AnalysisTests *tests, guint g);
/* Every group against the first: difference, ratio, E-value. Nothing of a single group. */
void  ui_results_add_differences (GtkBox *box, const AnalysisAnswer *answer, guint k);
/* Of more than two groups each pair: difference, log-rank, adjusted for the number of pairs. The
 * difference is of everybody, the test without those who have no stratum: that is said. */
void  ui_results_add_pairs (GtkBox *box,
                            const AnalysisAnswer *answer,
                            const AnalysisTests *tests,
                            guint k,
                            guint64 n_no_stratum);

G_END_DECLS
