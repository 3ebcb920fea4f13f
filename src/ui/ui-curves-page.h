/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-register.h"

G_BEGIN_DECLS

/* The Curves page: a question beside its answer, drawn and in figures. Asks again whenever the
 * question or the register's dataset changes; a late answer is dropped. Computes nothing. */
#define UI_TYPE_CURVES_PAGE (ui_curves_page_get_type ())
G_DECLARE_FINAL_TYPE (UiCurvesPage, ui_curves_page, UI, CURVES_PAGE, AdwBin)

UiCurvesPage *ui_curves_page_new (void);
/* NULL: shows nothing. */
void          ui_curves_page_set_register (UiCurvesPage *self, SessionRegister *reg);
/* What it asks now, and the transfer of the read-out, 0 while there is none. Borrowed. */
const AnalysisQuestion *ui_curves_page_get_question (UiCurvesPage *self);
guint                   ui_curves_page_get_k (UiCurvesPage *self);
/* The answer on the page; NULL while there is none. Borrowed. */
const AnalysisAnswer *ui_curves_page_get_answer (UiCurvesPage *self);
/* It is of the question that stands there, and of somebody. Signal "answered": that may be another
 * value. */
gboolean              ui_curves_page_is_answered (UiCurvesPage *self);

G_END_DECLS
