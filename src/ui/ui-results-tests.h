/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"

G_BEGIN_DECLS

/* Whether the groups of an answer differ: log-rank and its family, Gray, within strata, for trend,
 * pairs, permutations; beside them how far they are apart at the read-out. Computes nothing. */
#define UI_TYPE_RESULTS_TESTS (ui_results_tests_get_type ())
G_DECLARE_FINAL_TYPE (UiResultsTests, ui_results_tests, UI, RESULTS_TESTS, GtkBox)

void ui_results_tests_set_dictionary (UiResultsTests *self, ModelDictionary *dictionary);
/* Asks for the tests of another answer's question; of the same one k is what may be another. */
void ui_results_tests_set_answer (UiResultsTests *self,
                                  SessionRegister *reg,
                                  const AnalysisAnswer *answer,
                                  guint k);
/* Shows nothing, and cancels what it asked. */
void ui_results_tests_blank (UiResultsTests *self);
/* The colours are others. */
void ui_results_tests_redraw (UiResultsTests *self);

G_END_DECLS
