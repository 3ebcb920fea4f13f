/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "analysis-question.h"
#include "model-dictionary.h"

G_BEGIN_DECLS

/* The controls that make a question. One value out: signal `question-changed`, after which
 * ui_question_bar_get_question has it. Knows no answer. */
#define UI_TYPE_QUESTION_BAR (ui_question_bar_get_type ())
G_DECLARE_FINAL_TYPE (UiQuestionBar, ui_question_bar, UI, QUESTION_BAR, GtkBox)

void ui_question_bar_set_dictionary (UiQuestionBar *self, ModelDictionary *dictionary);
/* Borrowed; never NULL. */
const AnalysisQuestion *ui_question_bar_get_question (UiQuestionBar *self);
/* FALSE: something in it can't be understood and is said beside it; the question is the one before
 * that. */
gboolean                ui_question_bar_is_understood (UiQuestionBar *self);
/* The sentence under the filter: what is wrong with it; NULL: nothing. */
void                    ui_question_bar_set_error (UiQuestionBar *self, const char *sentence);
/* Puts the focus where groups are chosen. */
void                    ui_question_bar_focus_groups (UiQuestionBar *self);
/* The day shown while no other data cut is chosen. */
void                    ui_question_bar_set_default_cut (UiQuestionBar *self, gint32 day);

G_END_DECLS
