/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "analysis-published.h"

G_BEGIN_DECLS

/* Which published curve the cohort's is compared with. It is no part of the question: no figure of
 * the cohort changes with it. Signal "changed". */
#define UI_TYPE_PUBLISHED_CHOICE (ui_published_choice_get_type ())
G_DECLARE_FINAL_TYPE (UiPublishedChoice, ui_published_choice, UI, PUBLISHED_CHOICE, GtkBox)

/* NULL: none. */
const AnalysisPublished *ui_published_choice_get (UiPublishedChoice *self);

G_END_DECLS
